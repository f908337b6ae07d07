"""How Corner Street opens: entities, cameras, look. In: parts and colliders; out: set.json."""
import json
import math

from kitbag.export import dump

from .layout import KERB

PI = math.pi
TABLES = [(-6.9, -2.6), (-5.4, -4.3), (-7.0, -6.2), (-5.5, -7.9)]


def entities():
    out = []

    def put(id, label, kind, position, heading=None, **more):
        e = {"id": id, "label": label, "kind": kind, **more, "position": position}
        if heading is not None:
            e["heading"] = heading
        out.append(e)

    put("ana", "Ana", "actor", [0.75, 0.0, -4.6], -0.25, actor="ana")
    put("jonas", "Jonas", "actor", [4.0, KERB, -5.4], -0.9, actor="jonas")
    put("mika", "Mika", "actor", [-1.6, 0.0, -5.0], 0.6, actor="mika")
    # the saloon waits round the corner, nose towards the main street
    put("saloon", "Red saloon", "vehicle", [21.0, 0, -15.95], -PI / 2, thing="saloon", variant="red")
    # on Action it drives out, turns towards the crossing and stops before the people on it
    put("saloon-1", "Red saloon 1", "mark", [-2.2, 0, -9.2], 0.0, owner="saloon", speed=5.0,
        path=[14.0, -15.95, 6.0, -15.9, 1.8, -15.2, -0.9, -13.4, -2.0, -11.2])
    put("hatchback", "Blue hatchback", "vehicle", [-2.35, 0, -24.4], 0.0, thing="hatchback", variant="blue")
    put("van", "White van", "vehicle", [2.4, 0, -37.0], PI, thing="van", variant="white")
    # crates: a stack that can fall
    cx, cz = 5.7, -7.2
    places = [(0, 0, 0), (0.53, 0, 0.02), (0.02, 0, 0.53), (0.54, 0, 0.55), (0.03, 1, 0.03), (0.55, 1, 0.05), (0.05, 1, 0.56), (0.04, 2, 0.05), (0.54, 2, 0.10), (0.07, 3, 0.07), (-0.75, 0, 0.35), (1.35, 0, -0.1)]
    for n, (x, level, z) in enumerate(places, 1):
        turnby = (0.02, -0.05, 0.07, -0.03, 0.11, -0.08, 0.05, 0.16, -0.06, -0.12, 0.4, -0.3)[n - 1]
        put(f"crate-{n}", f"Crate {n}", "prop", [cx + x, KERB + level * 0.36, cz + z], turnby, thing="crate")
    put("ball", "Ball", "prop", [cx + 1.35, KERB + 0.36, cz - 0.1], 0.0, thing="ball")
    # café terrace before the narrow house
    for i, (x, z) in enumerate(TABLES, 1):
        put(f"table-{i}", f"Café table {i}", "prop", [x, KERB, z], 0.2 * i, thing="cafe-table")
        for j, a in enumerate((0.7 + i * 0.5, 0.7 + i * 0.5 + PI)):
            h = a + PI
            put(f"chair-{i}{'ab'[j]}", f"Café chair {i}{'ab'[j]}", "prop", [x + 0.62 * math.sin(a), KERB, z + 0.62 * math.cos(a)], (h + 0.25 * (j - 0.5) + PI) % (2 * PI) - PI, thing="cafe-chair")
    top = KERB + 0.742
    put("glass-1", "Glass", "prop", [TABLES[1][0] + 0.12, top, TABLES[1][1] + 0.1], 0.0, thing="glass")
    put("glass-2", "Glass 2", "prop", [TABLES[0][0] - 0.13, top, TABLES[0][1] + 0.05], 0.0, thing="glass")
    put("bottle-1", "Bottle", "prop", [TABLES[0][0] + 0.05, top, TABLES[0][1] - 0.12], 0.0, thing="bottle")
    put("parasol-1", "Parasol", "prop", [-6.3, KERB, -4.5], 0.2, thing="parasol")
    put("menu-board-1", "Menu board", "prop", [-4.7, KERB, -10.4], 1.2, thing="menu-board")
    for i, (x, z) in enumerate(((-4.3, 9.4), (4.4, -24.6), (7.95, 6.6), (-4.3, -34.4)), 1):
        put(f"bin-{i}", f"Litter bin {i}", "prop", [x, KERB, z], 0.0, thing="litter-bin")
    for i, (x, z) in enumerate(((-4.35, 14.5), (4.35, 10.2), (-4.35, -10.0), (4.35, -23.4), (-4.35, -29.5), (4.35, -38.0), (-4.35, -49.0), (24.0, -11.0), (35.5, -18.0)), 1):
        put(f"lamp-{i}", f"Street lamp {i}", "light", [x, KERB, z], 0.0, thing="street-lamp", on=True)
    for i, (x, y, z, h) in enumerate(((-8.5, 4.05, -15.1, PI / 2), (8.5, 4.0, -8.0 + 3.6, -PI / 2), (8.5, 4.15, -27.0, -PI / 2)), 1):
        put(f"wall-lamp-{i}", f"Wall lamp {i}", "light", [x, y, z], h, thing="wall-lamp", on=True)
    lean = 0.16
    h = PI / 2 + PI / 2
    put("bicycle-1", "Bicycle", "prop", [8.03, KERB, 14.6], None, thing="bicycle", variant="green", rotation=lean_rotation(h, lean))
    put("news-stand-1", "Newspaper stand", "prop", [8.1, KERB, 19.3], -PI / 2, thing="news-stand")
    put("planter-1", "Planter", "prop", [8.0, KERB, 3.2], 0.0, thing="planter")
    put("planter-2", "Planter 2", "prop", [9.0, KERB, -8.0], 0.6, thing="planter")
    put("cone-1", "Traffic cone", "prop", [9.4, 0.0, -11.95], 0.3, thing="traffic-cone")
    return out


def lean_rotation(heading, angle):
    """Turned to `heading`, then leaning to its own right by `angle` (about its own +Z)."""
    a, b = heading / 2, -angle / 2
    # q = yaw * roll
    return [math.sin(a) * math.sin(b), math.sin(a) * math.cos(b), math.cos(a) * math.sin(b), math.cos(a) * math.cos(b)]


def cameras():
    deg = PI / 180
    out = []

    def cam(id, label, position, heading, tilt, lens):
        out.append({"id": id, "label": label, "position": position, "heading": heading * deg, "tilt": tilt * deg, "lens": lens})

    cam("a", "Down the street", [-2.0, 1.5, 6.2], -14.0, 1.0, 35)
    cam("corner", "The corner", [-3.2, 1.6, 2.6], -50, 5, 29)
    cam("terrace", "Café terrace", [-3.6, 1.25, 1.2], 35, -3, 40)
    cam("low", "Low by the kerb", [3.1, 0.32, 3.4], 6, 6.5, 25)
    cam("window", "From a first floor", [7.6, 5.2, 12.5], 26, -13, 35)
    cam("side", "Out of the side street", [22.5, 1.6, -14.9], 86, 2, 40)
    cam("reverse", "Back to the gate", [1.2, 1.6, -16.5], 178, 4, 35)
    cam("shopfront", "Shop window", [3.9, 1.5, 12.9], -52, 2, 32)
    return out


def manifest(id, parts, base):
    # local solar time; north is the bearing of -Z: the sun stands 20 degrees high, 96 degrees left of -Z,
    # and comes over the garden on to the crossing and the corner
    return {
        "format": 1, "id": id, "label": "Corner Street", "visual": f"{id}.glb", "collider": base,
        "bounds": {"min": [-24.0, 0.0, -58.0], "max": [46.0, 16.0, 51.0]},
        "parts": parts, "opening": entities(), "cameras": cameras(),
        "look": {"time": 17.7, "north": 0.332, "latitude": 48.2, "longitude": 16.4, "date": "2025-06-14"},
    }


def write(folder, id, parts, base):
    (folder / "set.json").write_text(dump(manifest(id, parts, base)))


def rewrite(folder):
    """The manifest alone, with the parts and colliders of the last build."""
    old = json.loads((folder / "set.json").read_text())
    write(folder, old["id"], old["parts"], old["collider"])
