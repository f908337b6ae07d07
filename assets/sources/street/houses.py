"""Puts the houses in place. Out: parts (id -> label, Shape, collider shapes), each of which
a director may hide."""
import math

import numpy as np
from kitbag import colliders
from kitbag.shape import Shape, shift, srgb, turn

from . import designs, house
from . import facade as f
from .dress import ASHLAR, BRICK, PAINT, PAVING, RENDER, SHEET, SLATES, STEEL, STONE, TILES, night, spot
from .layout import EAST, FRONT, GARDEN, KERB, LEFT, NORTH, RIGHT, SIDE, SOUTH


def block(heading, at, w, depth, height):
    """A collider for a house whose front's lower left corner is at `at`."""
    m = turn(heading, at)
    c = (m @ [w / 2, height / 2, -depth / 2, 1])[:3]
    return colliders.box(c, (w, height, depth), (0, math.sin(heading / 2), 0, math.cos(heading / 2)))


def terraced(parts, name, heading, at, w, d, depth=10.0):
    s = Shape()
    H, top = house.house(s, heading, at, w, d, f.random_for(name), depth)
    parts[name] = (d["label"], s, [block(heading, at, w, depth, H + 1.0)])


def everything():
    parts = {}
    for name, (z, w, d) in designs.LEFT_ROW.items():
        # beside the garden they are shallow, and let the evening sun into the street
        terraced(parts, name, LEFT, (-FRONT, 0, z), w, d, 8.0 if name in ("greenhouse", "narrow") else 10.0)
    for name, (z, w, d) in designs.RIGHT_ROW.items():
        terraced(parts, name, RIGHT, (FRONT, 0, z), w, d)
    for name, (x, w, d) in designs.SIDE_SOUTH.items():
        terraced(parts, name, math.pi, (x, 0, SIDE[0]), w, d)
    for name, (x, w, d) in designs.SIDE_NORTH.items():
        terraced(parts, name, 0.0, (x, 0, SIDE[1]), w, d)
    terraced(parts, "coach-house", RIGHT, (EAST, 0, SIDE[1]), 11.0, designs.EAST_END)
    parts["corner-south"] = corner_south()
    parts["corner-north"] = corner_north()
    parts["garden"] = garden()
    parts["church"] = church()
    parts["gate"] = gate()
    return parts


def surf_of(d):
    return house.wall_surface(d["wall"], d.get("colour")).tint(0.9)


def corner_south():
    """Main front x 8.5 from z 4 to -6.5, chamfer to (11, -9), side front to x 20."""
    s, d, rng = Shape(), designs.CORNER_SOUTH, f.random_for("corner-south")
    # seen from the street the right row's x runs towards +z, so the corner is at its left
    t = s.at(turn(RIGHT, (FRONT, 0, -6.5)))
    H = house.front(t, 10.5, dict(d, bays=4, balconies={(0, (1, 2)): dict(w=4.4, out=0.9, plants=True)}, special={(0, 1): dict(kind="french", y=0.2, h=2.6), (0, 2): dict(kind="french", y=0.2, h=2.6)}, low=dict(w=1.2, h=2.0, kind="cross"), shops=[(0.4, 6.6, "pharmacy", dict(wood="#5b2024", door_at=1.0, awning=("#8c3a34", "#e9e2d2")))], lowbays=[8.6], pipes=[10.3]), rng)
    c = 2.5 * math.sqrt(2)
    t = s.at(turn(RIGHT - math.pi / 4, (11.0, 0, -9.0)))
    house.front(t, c, dict(d, bays=1, doors=[(c / 2, 1.5, 3.1, "#4a1d20", 21)], balconies={(0, 0): dict(w=2.2, out=0.9), (1, 0): dict(w=1.9, out=0.7)}, special={(0, 0): dict(kind="french", y=0.2, h=2.6), (1, 0): dict(kind="french", y=0.2, h=2.4)}, quoins=False, extras=[street_name("street-b", 0.5)]), rng)
    t = s.at(turn(math.pi, (20.0, 0, -9.0)))
    house.front(t, 9.0, dict(d, bays=3, lowbays=[1.6, 4.5, 7.3], low=dict(w=1.25, h=2.1, kind="cross"), pipes=[0.2]), rng)
    poly = [(FRONT, 4), (20, 4), (20, -9), (11, -9), (FRONT, -6.5)]
    house.mansard(s, poly, H, d, rng, 3.0, 1.4)
    dormers(s, [(RIGHT, (FRONT, 0, -6.5), 10.5, [2, 5.2, 8.4]), (math.pi, (20.0, 0, -9.0), 9.0, [2, 4.5, 7])], H, d, rng)
    side = surf_of(d)
    s.grid((FRONT, 0, 4), (20, 0, 4), (FRONT, H, 4), 4, 4, side)
    s.grid((20, 0, 4), (20, 0, -9), (20, H, 4), 4, 4, side)
    f.chimney(s, 18.5, H + 2.0, 2.5, 0.7, 1.6, 2.6, surf_of(d), 1, rng)
    hull = colliders.hull([(x, y, z) for x, z in poly for y in (0, H + 2.5)])
    return d["label"], s, [hull]


def dormers(s, fronts, H, d, rng):
    for heading, at, w, xs in fronts:
        t = s.at(turn(heading, at))
        for x in xs:
            house.dormer(t, x, H + 0.1, 0.0, math.radians(64), dict(d, dormer="#8f9296"), rng)


def street_name(name, x):
    def draw(s, w, H, rng):
        s.box((x - 0.005, 2.98, 0), (x + 0.985, 3.24, 0.028), spot("#20304a", 0.4), omit="f")
        s.quad((x, 2.985, 0.032), (x + 0.98, 2.985, 0.032), (x + 0.98, 3.235, 0.032), (x, 3.235, 0.032), SHEET.picture(name))

    return draw


def corner_north():
    """The turret house: main front from z -22 to -33, side front from x 10.5 to 20, and an
    eight-sided turret over the cut corner."""
    s, d, rng = Shape(), designs.CORNER_NORTH, f.random_for("corner-north")
    t = s.at(turn(RIGHT, (FRONT, 0, -33.0)))
    H = house.front(t, 10.5, dict(d, bays=4, shops=[(4.2, 9.6, "cafe", dict(wood="#24382f", door_at=0.6, awning=("#24523f", "#ece4cf")))], doors=[(2.4, 1.3, 3.0, "#26352e", 26)], balconies={(0, 1): dict(w=2.2, plants=True)}, special={(0, 1): dict(kind="french", y=0.2, h=2.6)}, pipes=[0.25]), rng)
    t = s.at(turn(0, (11.0, 0, -20.0)))
    house.front(t, 9.0, dict(d, bays=3, shops=[(0.9, 5.2, "cafe", dict(wood="#24382f", door_at=0.2))], doors=[(7.2, 1.2, 3.0, "#26352e", 18)], balconies={(0, 1): dict(w=2.2, plants=True)}, special={(0, 1): dict(kind="french", y=0.2, h=2.6)}, pipes=[8.75], extras=[street_name("street-a", 0.15)]), rng)
    c = 2.5 * math.sqrt(2)
    t = s.at(turn(-math.pi / 4, (FRONT, 0, -22.5)))
    g = 4.5
    flat = dict(d, storeys=[], ground=g, bays=0, strings=[], cornice=0.5, dentils=False, quoins=False, doors=[(c / 2, 1.5, 3.1, "#26352e", None)])
    house.front(t, c, flat, rng)
    # turret
    cx, cz, r = FRONT + 1.55, -20.0 - 1.55, 2.35
    side = 2 * r * math.tan(math.pi / 8)
    heights = d["storeys"]
    top = sum(heights) + 2.4
    surf = BRICK.tint(*srgb(d["colour"]))
    for k in range(8):
        h = -math.pi / 4 + (k * math.pi / 4)
        m = turn(h, (cx, 0, cz)) @ shift(-side / 2, 0, r)
        t = s.at(m)
        facing = math.cos(h + math.pi / 4)
        holes = []
        if facing > -0.2:
            y = g
            for i, hh in enumerate([*heights, 2.4]):
                w = dict(w=0.9, h=(2.1, 1.9, 1.75, 1.2)[i], kind="sash" if i < 3 else "casement", y=(0.75, 0.75, 0.7, 0.55)[i], surround="flat", arch=0.5 if i == 2 else 0)
                if w["arch"]:
                    w["h"] = 1.35
                house.window(t, side / 2, y + w["y"], w, holes, surf, STONE, PAINT.tint(*srgb(d["frame"])), rng, lit=rng.random() < 0.5)
                y += hh
        t.wall(0, side, g, g + top, holes, surf, cuts=[g + top - 0.5])
        y = g
        for hh in heights:
            f.string(t, -0.03, side + 0.03, y - 0.05, STONE, 0.08)
            y += hh
        f.string(t, -0.03, side + 0.03, y - 0.05, STONE, 0.10)
        f.cornice(t, -0.12, side + 0.12, g + top, STONE, 0.7)
        for x in (0.0, side):
            t.tube([(x, g, -0.02), (x, g + top - 0.4, -0.02)], 0.09, STONE, 6, caps=False)
    k = r / math.cos(math.pi / 8)
    t = s.at(shift(cx, 0, cz) @ turn(math.pi / 8))
    t.lathe([(0.2, g - 1.5), (0.5, g - 1.42), (0.8, g - 1.1), (1.5, g - 0.62), (1.6, g - 0.5), (2.3, g - 0.2), (k, g - 0.12), (k + 0.08, g), (k, g + 0.02)], STONE.tint(0.95), 8, smooth=False)
    roof = [(k + 0.42, g + top), (k + 0.05, g + top + 0.5), (k - 0.35, g + top + 1.3), (k - 0.75, g + top + 2.2), (k - 1.3, g + top + 3.3), (k - 1.8, g + top + 4.2), (0.32, g + top + 5.0), (0.05, g + top + 5.5)]
    for (ra, ya), (rb, yb) in zip(roof, roof[1:]):
        for q in range(8):
            a0, a1 = q * math.pi / 4, (q + 1) * math.pi / 4
            P = lambda rr, a, y: (rr * math.sin(a), y, rr * math.cos(a))
            t.quad(P(ra, a0, ya), P(ra, a1, ya), P(rb, a1, yb), P(rb, a0, yb), SLATES.tint(rng.uniform(0.9, 1)))
    t.lathe([(0.06, g + top + 5.3), (0.06, g + top + 5.6), (0.17, g + top + 5.75), (0.06, g + top + 5.92), (0.03, g + top + 6.6), (0, g + top + 7.0)], spot("#5f8a78", 0.5, 0.6), 8)
    poly = [(FRONT, -22.5), (11.0, -20), (20, -20), (20, -33), (FRONT, -33)]
    house.mansard(s, poly, H, d, rng, 3.0, 1.4)
    dormers(s, [(RIGHT, (FRONT, 0, -33.0), 10.5, [2, 5, 8]), (0.0, (11.0, 0, -20.0), 9.0, [3, 6.5])], H, d, rng)
    side_wall = surf_of(d)
    s.grid((20, 0, -20), (20, 0, -33), (20, H, -20), 4, 4, side_wall)
    s.grid((20, 0, -33), (FRONT, 0, -33), (20, H, -33), 4, 4, side_wall)
    f.chimney(s, 18.7, H + 2.0, -31.5, 0.7, 1.6, 2.6, surf_of(d), 1, rng)
    hull = colliders.hull([(x, y, z) for x, z in poly for y in (0, H + 2.5)])
    return d["label"], s, [hull]


def garden():
    """A gap in the left row: a wall with an iron gate, a garden, its house behind."""
    s, rng = Shape(), f.random_for("garden")
    z0, z1 = GARDEN
    t = s.at(turn(LEFT, (-FRONT, 0, z0)))
    w, g0, g1, h = 10.0, 3.6, 6.2, 2.1
    wall = RENDER.tint(*srgb("#d9cba9"))
    grime = lambda p: np.clip(1 - 0.35 * np.exp(-np.maximum(p[:, 1:2] - KERB, 0) / 0.3) - 0.10 * (p[:, 1:2] > h - 0.1), 0, 1) * np.ones(3)
    for a, b in ((0, g0 - 0.45), (g1 + 0.45, w)):
        t.wall(a, b, 0, h, [], wall, cuts=[0.12, 0.4, 0.9], colour=grime)
        t.at(shift(0, 0, -0.35) @ turn(math.pi)).wall(-b, -a, 0, h, [], wall, cuts=[0.5], colour=grime)
        t.moulding([(h + 0.16, -0.175), (h + 0.06, 0.10), (h, 0.10), (h, 0)], a, b, TILES)
        t.moulding([(h, -0.35), (h, -0.45), (h + 0.06, -0.45), (h + 0.16, -0.175)], a, b, TILES)
    for x in (g0 - 0.45, g1 - 0.05):
        t.box((x, 0, -0.45), (x + 0.5, 2.75, 0.08), ASHLAR, omit="b")
        t.box((x - 0.07, 2.75, -0.52), (x + 0.57, 2.9, 0.15), STONE)
        t.at(shift(x + 0.25, 2.9, -0.18)).lathe([(0.10, 0), (0.08, 0.06), (0.20, 0.2), (0.22, 0.32), (0.14, 0.46), (0, 0.5)], STONE, 10)
    iron = STEEL.tint(*srgb("#20302a"))
    for a, b in ((g0 + 0.05, 4.88), (4.92, g1 - 0.05)):
        n = 11
        for y in (0.25, 1.15, 2.05):
            t.box((a, y, -0.2), (b, y + 0.035, -0.17), iron)
        for k in range(n + 1):
            x = a + (b - a) * k / n
            top = 2.2 + 0.35 * math.sin(math.pi * (0.5 * k / n if a < 4.5 else 0.5 * (1 - k / n)))
            t.box((x - 0.008, 0.2, -0.193), (x + 0.008, top, -0.177), iron, omit="b")
            t.at(shift(x, top, -0.185)).lathe([(0.016, 0), (0.02, 0.03), (0, 0.11)], iron, 5)
    # ground, party walls, house
    t.grid((0, KERB - 0.02, 0), (w, KERB - 0.02, 0), (0, KERB - 0.02, -15.6), 6, 8, PAVING.tint(0.86, 0.84, 0.74))
    side = RENDER.tint(*srgb("#c3b79f"))
    b = s.at(turn(LEFT, (-FRONT - 15.6, 0, z0)))
    H = house.front(b, w, designs.GARDEN_BACK, rng)
    house.roof(b, w, 8, H, designs.GARDEN_BACK, rng)
    for x, sgn in ((0.02, 1), (w - 0.02, -1)):
        if sgn > 0:
            t.grid((x, 0, -7.9), (x, 0, -15.6), (x, 4.2, -7.9), 3, 3, side)
            t.grid((x, 0, -15.6), (x, 0, -7.9), (x, 4.2, -15.6), 3, 3, side)
        else:
            t.grid((x, 0, -15.6), (x, 0, -7.9), (x, 4.2, -15.6), 3, 3, side)
            t.grid((x, 0, -7.9), (x, 0, -15.6), (x, 4.2, -7.9), 3, 3, side)
    for x in np.arange(0.5, w, 0.42):
        if g0 - 0.3 < x < g1 + 0.3:
            continue
        f.tuft(t, (x, KERB, -0.85 + rng.uniform(-0.15, 0.15)), rng.uniform(0.7, 1.4), 3, rng, 0.25)
        ivy(t, x, rng)
    for k in range(26):
        x, z = rng.uniform(0.5, w - 0.5), rng.uniform(-14.5, -3)
        if abs(x - 5) > 1.3:
            f.tuft(t, (x, KERB, z), rng.uniform(0.4, 0.9), 3, rng, 0.3)
    m = turn(LEFT, (-FRONT, 0, z0))
    q = (0, math.sin(LEFT / 2), 0, math.cos(LEFT / 2))
    cs = []
    for a, bb in ((0, g0), (g1, w), (g0, g1)):
        p = (m @ [(a + bb) / 2, 1.1, -0.2, 1])[:3]
        cs.append(colliders.box(p, (bb - a, 2.2, 0.4), q))
    cs.append(block(LEFT, (-FRONT - 15.6, 0, z0), w, 8, H))
    return "Garden wall and garden", s, cs


def ivy(t, x, rng):
    """Leaves that hang over the wall and cling to its face."""
    from .dress import leaf

    drop = 0.5 + 0.9 * max(0.0, math.sin(x * 1.9 + 1.0))
    n = int(2 + drop * 5)
    for _ in range(n):
        y, w = 2.15 - drop * rng.random() ** 1.4, rng.uniform(0.34, 0.56)
        cx, z = x + rng.uniform(-0.25, 0.25), 0.03 + rng.uniform(0.0, 0.08)
        a, lean = rng.uniform(2.2, 4.1), rng.uniform(-0.12, 0.16)
        u, v = np.array([math.cos(a), math.sin(a), 0.0]), np.array([-math.sin(a), math.cos(a), lean])
        c = np.array([cx, y, z + (0.1 if y > 2.0 else 0)])
        q = [c - u * w / 2 - v * w / 2, c + u * w / 2 - v * w / 2, c + u * w / 2 + v * w / 2, c - u * w / 2 + v * w / 2]
        normals = [(p - c) * 0.9 + np.array([0, 0.25, 0.8]) for p in q]
        t.add(q, np.array([[0, 1, 2, 3]]), leaf(rng.randrange(3)).tint(rng.uniform(0.7, 1)), normals=[m / np.linalg.norm(m) for m in normals])


def church():
    """Closes the main street: a broad west front with a tower over the portal."""
    s, rng = Shape(), f.random_for("church")
    t = s.at(shift(0, 0, NORTH - 2))
    W, H = 8.6, 9.5
    tw, TH = 3.3, 21.0
    wall = ASHLAR.tint(1.0, 0.965, 0.90)
    # aisles
    for sgn in (-1, 1):
        a, b = (tw, W) if sgn > 0 else (-W, -tw)
        holes = []
        c = (a + b) / 2
        house.window(t, c, 2.4, dict(w=1.5, h=3.0, kind="cross", arch=0.5, surround="flat"), holes, wall, STONE, PAINT.tint(0.25), rng)
        t.wall(a, b, 0, H, holes, wall, cuts=[0.3, 0.8, 1.6], colour=house.grime(H, rng))
        f.cornice(t, a, b, H, STONE, 0.9)
        apex = H + 4.2
        tri = [(a, H, -0.1), (b, H, -0.1), ((tw if sgn > 0 else -tw), apex, -0.1)]
        t.add(tri, [(0, 1, 2)], wall)
        t.moulding([(0.9, 0), (0.84, 0.14), (0, 0.16)], a, b, STONE.tint(0.8))
        # nave roof
        e0, e1 = (W + 0.4) * sgn, 0
        for k in range(8):
            u, v = k / 8, (k + 1) / 8
            P = lambda q, z: (e0 + (e1 - e0) * q, H + (7.5) * q, z)
            quad = [P(u, 0.3), P(v, 0.3), P(v, -22), P(u, -22)]
            quad = quad if sgn < 0 else quad[::-1]
            t.quad(*quad, SLATES.tint(rng.uniform(0.9, 1)))
        q = [(W * sgn, 0, 0), (W * sgn, 0, -22), (W * sgn, H, -22), (W * sgn, H, 0)]
        t.quad(*(q if sgn > 0 else q[::-1]), wall)
        for x in (a + 0.35, b - 0.35):
            t.box((x - 0.35, 0, 0), (x + 0.35, H * 0.55, 0.75), wall, omit="fb")
            t.quad((x - 0.35, H * 0.55, 0.75), (x + 0.35, H * 0.55, 0.75), (x + 0.35, H * 0.75, 0), (x - 0.35, H * 0.75, 0), STONE.tint(0.8))
    # tower
    z = 1.6
    u = t.at(shift(0, 0, z))
    holes = []
    pts = f.arc(0, 2.6, 2.2, 1.1, 14)
    holes.append((-1.1, 1.1, 0, 3.7))
    f.spandrel(u, pts, 3.7, 0, wall)
    f.soffit(u, pts, -0.7, 0, wall)
    f.reveal(u, -1.1, 1.1, 0, 2.6, 0.7, wall, top=False)
    for k, (wd, dp) in enumerate(((0.22, 0.10), (0.44, 0.05))):
        f.ring(u, f.arc(0, 2.6, 2.2 + 0.44 * k, 1.1 + 0.22 * k, 14), 0.22, dp, STONE)
        for sgn in (-1, 1):
            x = sgn * (1.21 + 0.22 * k)
            u.at(shift(x, 0, dp)).lathe([(0.14, 0), (0.14, 0.2), (0.10, 0.25), (0.10, 2.3), (0.15, 2.45), (0.15, 2.6)], STONE, 8)
    wood = PAINT.tint(*srgb("#4a2f1f"))
    for k in range(10):
        x = -1.1 + k * 0.22
        u.box((x + 0.008, 0.3, -0.68), (x + 0.212, 3.7, -0.62), wood, omit="fb")
    for y in (0.8, 2.3):
        u.box((-1.05, y, -0.62), (1.05, y + 0.09, -0.6), spot("#1c1c1d", 0.5), omit="f")
    house.window(u, 0, 5.6, dict(w=1.5, h=2.2, kind="cross", arch=0.5, surround="flat"), holes, wall, STONE, PAINT.tint(0.25), rng, lit=True)
    belfry = []
    for x in (-1.1, 1.1):
        belfry.append((x, 16.2))
    faces = [(0, (0, 0, 0), 2 * tw), (math.pi / 2, None, 2 * tw), (-math.pi / 2, None, 2 * tw), (math.pi, None, 2 * tw)]
    for h, _, w in faces:
        v = t.at(shift(0, 0, z - tw) @ turn(h) @ shift(0, 0, tw))
        hs = list(holes) if h == 0 else []
        for x, y in belfry:
            pts = f.arc(x, y + 1.7, 1.1, 0.55, 8)
            hs.append((x - 0.55, x + 0.55, y, y + 2.25))
            f.spandrel(v, pts, y + 2.25, 0, wall)
            f.soffit(v, pts, -0.4, 0, wall)
            f.reveal(v, x - 0.55, x + 0.55, y, y + 1.7, 0.4, wall, top=False)
            v.quad((x - 0.55, y, -0.4), (x + 0.55, y, -0.4), (x + 0.55, y + 2.25, -0.4), (x - 0.55, y + 2.25, -0.4), spot("#15130f", 0.9))
            for k in range(8):
                yy = y + 0.1 + k * 0.26
                v.quad((x - 0.55, yy, -0.12), (x + 0.55, yy, -0.12), (x + 0.55, yy + 0.2, -0.35), (x - 0.55, yy + 0.2, -0.35), PAINT.tint(0.3))
        v.wall(-tw, tw, 0, TH, hs, wall, cuts=[0.3, 0.8, 1.6, TH - 0.6], colour=house.grime(TH, rng))
        for y in (4.7, 9.4, 15.2):
            f.string(v, -tw - 0.1, tw + 0.1, y, STONE, 0.12, 0.24)
        f.cornice(v, -tw - 0.35, tw + 0.35, TH, STONE, 0.95)
        f.quoins(v, -tw, 1, 0.9, TH - 0.6, STONE)
        f.quoins(v, tw, -1, 0.9, TH - 0.6, STONE)
        cy, r = 12.6, 1.35
        ring = [(r * math.cos(a), cy + r * math.sin(a), 0.09) for a in np.linspace(0, 2 * math.pi, 33)[:-1]]
        x0, y0, x1, y1 = SHEET.picture("clock").rect
        uv = [((x0 + x1) / 2 + (x1 - x0) / 2 * 0.97 * math.cos(a), (y0 + y1) / 2 + (y1 - y0) / 2 * 0.97 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 33)[:-1]]
        v.add(ring + [(0, cy, 0.09)], np.array([(i, (i + 1) % 32, 32) for i in range(32)]), night(SHEET.picture("clock")) if h == 0 else SHEET.picture("clock"), uv=uv + [((x0 + x1) / 2, (y0 + y1) / 2)])
        v.tube([(p[0], p[1], 0.06) for p in ring], 0.10, STONE, 6, closed=True)
        v.quad((-tw - 0.4, TH, 0.4), (tw + 0.4, TH, 0.4), (0.25, TH + 4.0, -tw + 0.25), (-0.25, TH + 4.0, -tw + 0.25), SLATES)
    top = t.at(shift(0, TH + 3.2, z - tw))
    top.lathe([(1.3, 0), (1.3, 1.5)], PAINT.tint(0.85), 8, smooth=False)
    top.lathe([(1.7, 1.5), (1.4, 1.75), (1.55, 2.3), (1.25, 3.1), (0.6, 3.9), (0.28, 4.6), (0.18, 6.0), (0.03, 8.2)], spot("#5f8a78", 0.55, 0.3), 12)
    top.lathe([(0.0, 8.1), (0.16, 8.3), (0.0, 8.5)], spot("#c9a552", 0.3, 1.0), 8)
    top.box((-0.025, 8.5, -0.025), (0.025, 9.5, 0.025), spot("#c9a552", 0.3, 1.0))
    top.box((-0.3, 9.05, -0.025), (0.3, 9.13, 0.025), spot("#c9a552", 0.3, 1.0))
    # steps
    for k in range(3):
        u.box((-2.0 - 0.3 * k, 0, 0), (2.0 + 0.3 * k, KERB + 0.36 - 0.14 * k, 0.5 + 0.34 * k), STONE.tint(0.85), omit="bf")
    c = [colliders.between((-W, 0, NORTH - 24), (W, H + 4, NORTH - 2)), colliders.between((-tw, 0, NORTH - 5), (tw, TH, NORTH - 0.4))]
    c += [colliders.between((-2.0 - 0.3 * k, 0, NORTH - 0.4), (2.0 + 0.3 * k, KERB + 0.36 - 0.14 * k, NORTH + 0.1 + 0.34 * k)) for k in range(3)]
    return "Church", s, c


def gate():
    """Closes the main street to the south: a town gate, and houses behind its arch."""
    s, rng = Shape(), f.random_for("gate")
    for heading, at in ((math.pi, (FRONT, 0, SOUTH)), (0.0, (-FRONT, 0, SOUTH + 4.6))):
        t = s.at(turn(heading, at))
        w, g, H = 2 * FRONT, 6.6, 9.6
        wall = ASHLAR.tint(0.95, 0.90, 0.82)
        holes, cx = [], FRONT
        for c, aw, spring in ((cx, 5.4, 3.3), (2.6, 1.9, 2.3), (w - 2.6, 1.9, 2.3)):
            rise = aw / 2 * 0.9
            pts = f.arc(c, spring, aw, rise, 18)
            holes.append((c - aw / 2, c + aw / 2, 0, spring + rise))
            f.spandrel(t, pts, spring + rise, 0, wall)
            f.soffit(t, pts, -2.3, 0, wall)
            f.reveal(t, c - aw / 2, c + aw / 2, 0, spring, 2.3, wall, top=False, bottom=False)
            f.ring(t, pts, 0.34, 0.08, STONE)
            f.keystone(t, c, spring + rise - 0.03, STONE, 0.5)
        high = []
        for x in (1.8, 4.4, 12.6, 15.2):
            house.window(t, x, 7.2, dict(w=0.9, h=1.35, kind="cross", surround="flat"), high, wall, STONE, PAINT.tint(0.3), rng, lit=rng.random() < 0.4)
        t.wall(0, w, 0, g, holes, wall, cuts=[0.12, 0.35, 0.8, 1.5], colour=house.grime(g + 3, rng))
        t.wall(0, w, g, H, high, wall)
        f.string(t, 0, w, g - 0.1, STONE, 0.12, 0.25)
        f.cornice(t, 0, w, H, STONE, 0.8)
        # the tower over the arch
        tw = 3.0
        u = t.at(shift(cx, 0, 0.25))
        hs = []
        house.window(u, 0, 10.4, dict(w=1.2, h=1.8, kind="cross", arch=0.5, surround="flat"), hs, wall, STONE, PAINT.tint(0.3), rng, lit=True)
        u.wall(-tw, tw, 6.6, 17.0, hs, wall, colour=house.grime(17, rng))
        for x, sgn in ((-tw, -1), (tw, 1)):
            q = [(x, 6.6, 0), (x, 6.6, -2.6), (x, 17, -2.6), (x, 17, 0)]
            u.quad(*(q if sgn > 0 else [q[1], q[0], q[3], q[2]]), wall)
        f.string(u, -tw, tw, 13.2, STONE, 0.1)
        f.cornice(u, -tw - 0.2, tw + 0.2, 17.0, STONE, 0.9)
        f.quoins(u, -tw, 1, 7, 16.4, STONE)
        f.quoins(u, tw, -1, 7, 16.4, STONE)
        x0, y0, x1, y1 = SHEET.picture("clock").rect
        ang = np.linspace(0, 2 * math.pi, 33)[:-1]
        ring = [(1.1 * math.cos(a), 14.9 + 1.1 * math.sin(a), 0.06) for a in ang]
        uv = [((x0 + x1) / 2 + (x1 - x0) * 0.485 * math.cos(a), (y0 + y1) / 2 + (y1 - y0) * 0.485 * math.sin(a)) for a in ang]
        u.add(ring + [(0, 14.9, 0.06)], np.array([(i, (i + 1) % 32, 32) for i in range(32)]), night(SHEET.picture("clock")), uv=uv + [((x0 + x1) / 2, (y0 + y1) / 2)])
        u.tube([(p[0], p[1], 0.04) for p in ring], 0.09, STONE, 6, closed=True)
        u.quad((-tw - 0.5, 17, 0.5), (tw + 0.5, 17, 0.5), (0.3, 22.5, -2.55), (-0.3, 22.5, -2.55), TILES)
        a = [(tw + 0.5, 17, 0.5), (tw + 0.5, 17, -2.55), (0.3, 22.5, -2.55)]
        u.add(a, [(0, 1, 2)], TILES)
        u.add([(-p[0], p[1], p[2]) for p in a], [(0, 2, 1)], TILES)
        # roof of the wings
        for x0w, x1w in ((-0.2, cx - tw), (cx + tw, w + 0.2)):
            t.quad((x0w, H, 0.4), (x1w, H, 0.4), (x1w, H + 2.4, -2.3), (x0w, H + 2.4, -2.3), TILES)
    # the place behind
    terr = s.at(turn(math.pi, (17.0, 0, SOUTH + 17)))
    d = designs.LANE_END
    H = house.front(terr, 34, d, rng)
    house.roof(terr, 34, 9, H, d, rng)
    for x, h in ((-17.0, LEFT), (17.0, RIGHT)):
        z = SOUTH + 4.6 if h == RIGHT else SOUTH + 17
        v = s.at(turn(h, (x, 0, z)))
        hs = house.front(v, 12.4, dict(d, bays=4, lowbays=[2, 4.6, 8.0, 10.4], doors=[], colour="#c9a98c"), rng)
        house.roof(v, 12.4, 8, hs, dict(d, dormers=[], chimneys=[]), rng)
    c = [colliders.between((a, 0, SOUTH), (b, 10, SOUTH + 4.6)) for a, b in ((-FRONT, -6.85), (-4.95, -2.7), (2.7, 4.95), (6.85, FRONT))]
    c.append(colliders.between((-FRONT, 5.6, SOUTH), (FRONT, 10, SOUTH + 4.6)))
    c.append(colliders.between((-17, 0, SOUTH + 17), (17, 9, SOUTH + 26)))
    c += [colliders.between((-25, 0, SOUTH + 4.6), (-17, 9, SOUTH + 17)), colliders.between((17, 0, SOUTH + 4.6), (25, 9, SOUTH + 17))]
    return "Town gate", s, c

