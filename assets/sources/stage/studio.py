"""The set *Stage*: one closed film studio. In: the sizes below. Out: its parts as pieces and
collider shapes; `build()` writes `set.glb` and `set.json` (opening.py says what stands in it).

X runs along the building, Z across it; the cyclorama fills the north-west corner, its floor
centred on the origin; the big door is in the east wall.
"""

from __future__ import annotations

import math

import numpy as np

from form import Piece, box, grid, join, lathe, rod, rounded, slab, smooth_path, tube

X0, X1, Z0, Z1 = -9.5, 14.5, -7.5, 10.5      # inside faces of the walls
EAVES, RIDGE, MID = 7.0, 8.9, (Z0 + Z1) / 2
TRUSSES = [-5.5, -1.5, 2.5, 6.5, 10.5]
GRID_Y = 5.4                                 # middle of the lower pipes
CYC = {"back": -5.0, "side": -6.5, "x1": 5.5, "z1": 3.0, "cove": 1.5, "turn": 2.0, "high": 4.5}
DOOR = {"z": MID, "w": 4.6, "h": 4.9}


class Part:
    """A node of the set: its pieces and what physics sees of it."""

    def __init__(self, label=""):
        self.label, self.pieces, self.shapes = label, [], []

    def add(self, *pieces):
        for p in pieces:
            self.pieces.append(p) if isinstance(p, Piece) else self.add(*p)

    def block(self, lo, hi):
        lo, hi = np.array(lo, float), np.array(hi, float)
        self.shapes.append({"type": "box", "position": list((lo + hi) / 2), "rotation": [0, 0, 0, 1], "size": list(hi - lo)})

    def hull(self, points):
        self.shapes.append({"type": "hull", "points": [list(p) for p in points]})


def facing(p: Piece, normal) -> Piece:
    """Turns a flat piece over if it does not look along `normal`."""
    n = np.zeros(3)
    for f in p.faces:
        v = p.verts[f]
        n += np.cross(v[1] - v[0], v[2] - v[0])
    return p if n @ np.array(normal, float) > 0 else p.flipped()


def mottled(p: Piece, seed, depth=0.06, size=2.5, low=None) -> Piece:
    """Slow changes of tone over large faces, and dirt towards the floor."""
    r = np.random.default_rng(seed)
    k = np.zeros(len(p.verts))
    for _ in range(6):
        d = r.normal(size=3) / size
        k += np.sin(p.verts @ d * 2 + r.uniform(0, 6.28)) / 6
    t = 1 - depth * (0.5 + 0.5 * k * 1.6)
    if low:
        t *= 1 - low * np.exp(-np.clip(p.verts[:, 1], 0, None) / 0.35)
    p.tint = p.tint * t[:, None]
    return p


def floor() -> Part:
    part = Part("Floor")
    c = CYC
    verts, index = [], {}
    r = np.random.default_rng(3)

    def put(x, z):
        k = (round(x, 3), round(z, 3))
        if k not in index:
            index[k] = len(verts)
            verts.append((x, 0.0, z))
        return index[k]

    faces, mats = [], []
    wall_x, wall_z = c["side"] + c["cove"], c["back"] + c["cove"]
    for i in range(int((X1 - X0) * 2)):
        for j in range(int((Z1 - Z0) * 2)):
            x, z = X0 + i / 2, Z0 + j / 2
            inside = x >= wall_x - 1e-6 and x < c["x1"] - 1e-6 and z >= wall_z - 1e-6 and z < c["z1"] - 1e-6
            under = not inside and (c["side"] < x + 0.25 < c["x1"] and c["back"] < z + 0.25 < c["z1"])
            corner = inside and x < wall_x + 0.25 and z < wall_z + 0.25
            if under or corner:
                continue
            faces.append([put(x, z + 0.5), put(x + 0.5, z + 0.5), put(x + 0.5, z), put(x, z)])
            mats.append("cyc" if inside else "concrete")
    # The quarter disc where the two coves meet.
    n = 8
    cx, cz = wall_x + 0.5, wall_z + 0.5
    rim = [put(cx - 0.5 * math.cos(a), cz - 0.5 * math.sin(a)) for a in np.linspace(0, math.pi / 2, n + 1)]
    mid = put(cx, cz)
    for k in range(n):
        faces.append([mid, rim[k + 1], rim[k]])
        mats.append("cyc")
    v = np.array(verts)
    uv = lambda i: (v[i][0], -v[i][2])
    p = Piece(v, faces, [[uv(i) for i in f] for f in faces], mats)
    p = facing(p, (0, 1, 0))
    # Where people walk, paint is thinner and dirtier: the way in, round the cyclorama, to the gear.
    tone = np.ones(len(v))
    for (ax, az, bx, bz), w, d in (((12, 1.5, 4, 5.5), 1.4, 0.16), ((4, 5.5, -1, 4.4), 1.2, 0.13), ((4, 5.5, 8, 9), 1.1, 0.12), ((-1, 4.4, -8, 4.8), 0.9, 0.10)):
        dx, dz = bx - ax, bz - az
        t = np.clip(((v[:, 0] - ax) * dx + (v[:, 2] - az) * dz) / (dx * dx + dz * dz), 0, 1)
        dist = np.hypot(v[:, 0] - ax - t * dx, v[:, 2] - az - t * dz)
        tone *= 1 - d * np.exp(-(dist / w) ** 2)
    tone *= 1 - 0.05 * r.random(len(v))
    p.tint = p.tint * tone[:, None]
    part.add(p)
    part.block((X0 - 0.4, -0.5, Z0 - 0.4), (X1 + 0.4, 0, Z1 + 0.4))
    tapes(part)
    return part


def strip(x0, z0, x1, z1, w, mat, seed, gaps=0.0, torn=True):
    """Cloth tape on the floor, its ends torn, a piece missing here and there."""
    r = np.random.default_rng(seed)
    a, b = np.array([x0, z0]), np.array([x1, z1])
    ln = np.linalg.norm(b - a)
    d = (b - a) / ln
    n = np.array([-d[1], d[0]])
    out, s = [], 0.0
    while s < ln:
        e = min(ln, s + r.uniform(0.5, 1.4))
        if r.random() > gaps:
            pts = []
            m = 5
            for k in range(m):
                q = k / (m - 1) - 0.5
                pts.append(a + d * (s + (r.uniform(0, 0.03) if torn else 0)) + n * w * q)
            for k in range(m):
                q = 0.5 - k / (m - 1)
                pts.append(a + d * (e - (r.uniform(0, 0.03) if torn else 0)) + n * w * q)
            v = [(x, 0.0016, z) for x, z in pts]
            p = Piece(v, [list(range(len(v)))], [[(x, z) for x, _, z in v]], [mat])
            out.append(facing(p, (0, 1, 0)).tinted(r.uniform(0.55, 0.95)))
        s = e + (0.0 if gaps == 0 else r.uniform(0, 0.1))
    return out


def tapes(part):
    """What earlier shoots left: the outline of a room, crosses, arrows, a keep-clear line."""
    s = 0
    for x0, z0, x1, z1, g in ((7.0, -5.0, 12.0, -5.0, 0.15), (7.0, -5.0, 7.0, -1.0, 0.2), (12.0, -5.0, 12.0, -1.5, 0.25), (8.0, -1.0, 9.4, -1.0, 0.3), (10.4, -1.0, 12.0, -1.0, 0.3), (9.4, -1.0, 9.4, -1.9, 0.1)):
        s += 1
        part.add(strip(x0, z0, x1, z1, 0.025, "tape-white", s, g))
    for x, z, m in ((1.9, 4.1, "tape-yellow"), (8.7, -3.1, "tape-blue"), (10.6, -3.8, "tape-red"), (-3.2, 4.4, "tape-blue"), (6.3, 3.4, "tape-red")):
        s += 2
        part.add(strip(x - 0.16, z, x + 0.16, z, 0.024, m, s, 0), strip(x, z - 0.16, x, z + 0.16, 0.024, m, s + 1, 0))
    # Yellow keep-clear hatching before the big door.
    z0, z1 = DOOR["z"] - DOOR["w"] / 2, DOOR["z"] + DOOR["w"] / 2
    for a in ((X1 - 2.2, z0, X1 - 0.3, z0), (X1 - 2.2, z1, X1 - 0.3, z1), (X1 - 2.2, z0, X1 - 2.2, z1)):
        s += 1
        part.add(strip(*a, 0.075, "tape-yellow", s, 0.06))
    for k in range(7):
        s += 1
        z = z0 + 0.3 + k * 0.62
        part.add(strip(X1 - 2.1, z + 0.5, X1 - 1.5, z, 0.06, "tape-yellow", s, 0.12))
    # The edge of the white floor, taped down.
    c = CYC
    part.add(strip(c["side"] + c["cove"], c["z1"] + 0.02, c["x1"], c["z1"] + 0.02, 0.048, "tape-white", 90, 0.04), strip(c["x1"] + 0.02, c["back"] + c["cove"], c["x1"] + 0.02, c["z1"], 0.048, "tape-white", 91, 0.05))
    # Cables run from the wall to the lamps.
    for k, pts in enumerate(([(-8.9, -2.0), (-8.2, 1.5), (-7.4, 4.0), (-4.6, 4.2), (-3.0, 3.6), (-2.75, 3.05)], [(13.9, 6.6), (11.5, 7.0), (7.5, 5.2), (4.8, 4.7), (3.6, 4.1)], [(13.9, 6.7), (11.3, 7.2), (7.6, 5.9), (5.2, 6.8), (4.4, 7.9)])):
        part.add(tube([(x, 0.009, z) for x, _, z in [(q[0], 0, q[1]) for q in [tuple(w) for w in np.array(smooth_path([(a, 0, b) for a, b in pts], 7))[:, [0, 2]]]]], 0.008, "rubber", 6))
        for t in (0.3, 0.62):
            q = np.array(pts[int(t * (len(pts) - 1))])
            part.add(strip(q[0] - 0.14, q[1] - 0.05, q[0] + 0.14, q[1] + 0.05, 0.05, "tape-white" if k else "tape-yellow", 50 + k, 0))


def cyc() -> Part:
    """Two walls, a corner and one sweep from floor to top; ply and studs behind."""
    part = Part("Cyclorama")
    c = CYC
    r, R, H = c["cove"], c["turn"], c["high"]
    # Plan of the wall's face: along −Z at x = side, round, along +X at z = back; normals inwards.
    plan = []
    n_side, n_turn, n_back = 6, 12, 9
    za, zb = c["z1"], c["back"] + R
    for k in range(n_side):
        plan.append(((c["side"], za + (zb - za) * k / n_side), (1, 0)))
    for k in range(n_turn + 1):
        a = k / n_turn * math.pi / 2
        plan.append(((c["side"] + R - R * math.cos(a), c["back"] + R - R * math.sin(a)), (math.cos(a), math.sin(a))))
    xa, xb = c["side"] + R, c["x1"]
    for k in range(1, n_back + 1):
        plan.append(((xa + (xb - xa) * k / n_back, c["back"]), (0, 1)))
    prof = [(r - r * math.sin(a), r - r * math.cos(a)) for a in np.linspace(0, math.pi / 2, 13)] + [(0, r + (H - r) * k / 4) for k in range(1, 5)]
    length = [0.0]
    for i in range(1, len(plan)):
        length.append(length[-1] + math.dist(plan[i][0], plan[i - 1][0]))
    up = [0.0]
    for i in range(1, len(prof)):
        up.append(up[-1] + math.dist(prof[i], prof[i - 1]))
    m = len(prof)
    verts = [(x + nx * off, y, z + nz * off) for (x, z), (nx, nz) in plan for off, y in prof]
    faces, uvs = [], []
    for i in range(len(plan) - 1):
        for j in range(m - 1):
            f = [i * m + j, (i + 1) * m + j, (i + 1) * m + j + 1, i * m + j + 1]
            faces.append(f)
            uvs.append([(length[q // m], up[q % m]) for q in f])
    p = facing(Piece(verts, faces, uvs, ["cyc"] * len(faces)), (1, 0.2, 1))
    # A trace of feet and of the mop, lowest on the curve.
    p.tint = p.tint * (1 - 0.035 * np.exp(-p.verts[:, 1] / 0.12))[:, None]
    part.add(p)
    # The lip, the ply behind and its frame.
    t = 0.03
    top = [(x, z) for (x, z), _ in plan]
    out = [(x - nx * t, z - nz * t) for (x, z), (nx, nz) in plan]
    k = len(plan)
    v = [(x, H, z) for x, z in top] + [(x, H, z) for x, z in out]
    f = [[i, i + 1, k + i + 1, k + i] for i in range(k - 1)]
    part.add(facing(Piece(v, f, [[(length[q % k], 0.03 * (q // k)) for q in g] for g in f], ["ply"] * len(f)), (0, 1, 0)))
    v = [(x, y, z) for x, z in out for y in (0.0, H / 2, H)]
    f = [[3 * i + j, 3 * i + 3 + j, 3 * i + 4 + j, 3 * i + 1 + j] for i in range(k - 1) for j in range(2)]
    part.add(facing(Piece(v, f, [[(v[q][1], length[q // 3]) for q in g] for g in f], ["ply"] * len(f)), (-1, 0, -1)))
    for (x, z), (nx, nz), end in ((plan[0][0], plan[0][1], 0), (plan[-1][0], plan[-1][1], 1)):
        # The raw ends show the sweep in section: ply formers.
        o = [(off, y) for off, y in prof]
        sec = [(r, 0.0)] + o[1:] + [(-t, H), (-t, 0.0)]
        vv = [(x + nx * a, y, z + nz * a) for a, y in sec]
        part.add(facing(Piece(vv, [list(range(len(vv)))], [[(a, b) for a, b in sec]], ["ply"]), (0, 0, 1) if end == 0 else (1, 0, 0)))
    stud = 0.09
    for s in np.arange(0.0, length[-1] + 0.01, 1.2):
        i = min(int(np.searchsorted(length, s, "right")) - 1, k - 2)
        q = (s - length[i]) / (length[i + 1] - length[i])
        x = plan[i][0][0] + (plan[i + 1][0][0] - plan[i][0][0]) * q
        z = plan[i][0][1] + (plan[i + 1][0][1] - plan[i][0][1]) * q
        nx, nz = plan[i][1]
        a = math.atan2(nx, nz)
        part.add(box((0.045, H, stud), "ply", 0.0).at(0, 0, -t - stud / 2).turn("y", a).at(x, 0, z))
        if 0.5 < s < length[-1] - 0.5 and abs(nx * nz) < 0.01:
            part.add(box((0.045, 0.07, 1.35), "ply", 0.0, grain="z").turn("x", -1.05).at(0, 0.55, -t - stud - 0.30).turn("y", a).at(x, 0, z))
    for y in (0.02, 1.5, 3.0, H - 0.09):
        part.add(box((0.07, 0.07, za - zb), "ply", 0).at(c["side"] - t - stud - 0.035, y, (za + zb) / 2), box((xb - xa, 0.07, 0.07), "ply", 0).at((xa + xb) / 2, y, c["back"] - t - stud - 0.035))
    # Colliders: plain walls, and slabs along the curve.
    part.block((c["side"] - 0.15, 0, zb), (c["side"], H, za))
    part.block((xa, 0, c["back"] - 0.15), (xb, H, c["back"]))
    arcs = [(r - r * math.sin(a), r - r * math.cos(a)) for a in np.linspace(0, math.pi / 2, 7)]
    for i in range(6):
        (o0, y0), (o1, y1) = arcs[i], arcs[i + 1]
        quad = [(o0, y0), (o1, y1), (o1 - 0.12, y1 - 0.06), (o0 - 0.06, y0 - 0.12)]
        part.hull([(c["side"] + o, y, z) for o, y in quad for z in (zb, za)])
        part.hull([(x, y, c["back"] + o) for o, y in quad for x in (xa, xb)])
    cx, cz = c["side"] + R, c["back"] + R
    for s in range(6):
        a0, a1 = s / 6 * math.pi / 2, (s + 1) / 6 * math.pi / 2
        at = lambda rad, a, y: (cx - rad * math.cos(a), y, cz - rad * math.sin(a))
        part.hull([at(rad, a, y) for a in (a0, a1) for rad in (R, R + 0.15) for y in (r, H)])
        for i in range(6):
            (o0, y0), (o1, y1) = arcs[i], arcs[i + 1]
            quad = [(o0, y0), (o1, y1), (o1 - 0.12, y1 - 0.06), (o0 - 0.06, y0 - 0.12)]
            part.hull([at(R - o, a, y) for o, y in quad for a in (a0, a1)])
    return part


def plinth() -> Part:
    part = Part("Product plinth")
    x, z = 3.3, -1.1
    part.add(box((0.44, 0.03, 0.44), "matt-black", 0).at(x, 0, z), box((0.48, 0.99, 0.48), "plinth", 0.004, 2).at(x, 0.03, z))
    part.block((x - 0.24, 0, z - 0.24), (x + 0.24, 1.02, z + 0.24))
    return part


def brickwork(w, h, seed, holes=()):
    """A brick wall in X-Y, 0…w × 0…h, looking along +Z, cut round `holes` (x0, x1, y0, y1)."""
    xs = sorted({0.0, w, *np.arange(1.5, w, 1.5), *(v for o in holes for v in o[:2])})
    ys = sorted({0.0, h, 0.35, 1.2, *np.arange(2.4, h, 1.6), *(v for o in holes for v in o[2:])})
    ys = [y for y in ys if y <= h]
    verts = [(x, y, 0.0) for x in xs for y in ys]
    m = len(ys)
    faces = []
    for i in range(len(xs) - 1):
        for j in range(m - 1):
            cx, cy = (xs[i] + xs[i + 1]) / 2, (ys[j] + ys[j + 1]) / 2
            if any(o[0] < cx < o[1] and o[2] < cy < o[3] for o in holes):
                continue
            faces.append([i * m + j, (i + 1) * m + j, (i + 1) * m + j + 1, i * m + j + 1])
    p = Piece(verts, faces, [[(verts[q][0], verts[q][1]) for q in f] for f in faces], ["brick"] * len(faces))
    return mottled(p, seed, 0.16, 3.0, 0.30)


def gable(w, seed, holes=()):
    """The triangle above a wall of width w, from the eaves up."""
    n = 8
    verts, faces = [], []
    for i in range(n + 1):
        x = w * i / n
        y = EAVES + 0.34 + (RIDGE - EAVES) * (1 - abs(2 * i / n - 1))
        verts += [(x, EAVES, 0), (x, y, 0)]
    for i in range(n):
        f = [2 * i, 2 * i + 2, 2 * i + 3, 2 * i + 1]
        f = [q for k, q in enumerate(f) if math.dist(verts[q], verts[f[k - 1]]) > 1e-6]
        faces.append(f)
    return mottled(Piece(verts, faces, [[(verts[q][0], verts[q][1]) for q in f] for f in faces], ["brick"] * n), seed, 0.14, 3.0)


def blanket(x, y, seed, w=1.22, h=2.3):
    """A sound blanket hung from a batten on a wall's +Z face; it bellies between its eyelets."""
    r = np.random.default_rng(seed)
    ph = r.uniform(0, 6.28, 3)

    def fn(u, v):
        sag = 0.020 * (1 - v) ** 1.5
        z = 0.035 + 0.014 * math.sin(u * 9 + ph[0]) * (1 - v * 0.7) + 0.018 * (1 - v) * math.sin(u * 3.1 + ph[1]) + 0.02 * (1 - v)
        return (x + (u - 0.5) * w * (1 - 0.012 * (1 - v)), y + v * h - sag * math.sin(u * math.pi * 2 + ph[2]) * 0.5, z)

    p = grid(fn, 6, 4, "quilt", size=(w, h))
    edge = []
    for a, b in (((0, 0), (1, 0)), ((0, 0), (0, 1)), ((1, 0), (1, 1))):
        pts = [np.array(fn(a[0] + (b[0] - a[0]) * k / 4, a[1] + (b[1] - a[1]) * k / 4)) for k in range(5)]
        v = [tuple(q) for q in pts] + [(q[0], q[1], 0.0) for q in pts]
        f = [[k, k + 1, 6 + k, 5 + k] for k in range(4)]
        s = Piece(v, f, [[(0.01 * i, 0.01) for i in g] for g in f], ["quilt"] * 4)
        edge.append(facing(s, (0, -1, 0) if b[1] == a[1] else ((-1, 0, 0) if a[0] == 0 else (1, 0, 0))))
    return [facing(p, (0, 0, 1)).tinted(r.uniform(0.85, 1.1)), *edge, box((w + 0.06, 0.06, 0.03), "ply", 0).at(x, y + h - 0.005, 0.016)]


def column(h):
    """A steel column (an H) on a base plate, its back at z = 0, looking along +Z."""
    return [box((0.22, h, 0.018), "girder", 0, grain="y").at(0, 0, 0.02), box((0.22, h, 0.018), "girder", 0, grain="y").at(0, 0, 0.22), box((0.012, h, 0.19), "girder", 0, grain="y").at(0, 0, 0.12),
            box((0.36, 0.025, 0.34), "girder", 0.004).at(0, 0, 0.14)]


PLACES = {"north": (0.0, (X0, Z0)), "south": (math.pi, (X1, Z1)), "west": (math.pi / 2, (X0, Z1)), "east": (-math.pi / 2, (X1, Z0))}


def onto(side, pieces):
    """From a wall's own frame (x along it, +Z into the room) into place."""
    a, (x, z) = PLACES[side]
    return [p.turn("y", a).at(x, 0, z) for p in pieces]


def wall(side) -> Part:
    part = Part({"north": "North wall", "south": "South wall", "east": "East wall with the big door", "west": "West wall"}[side])
    long = side in ("north", "south")
    w = X1 - X0 if long else Z1 - Z0
    holes, own = [], []
    if side == "east":
        a = DOOR["z"] - Z0
        holes = [(a - DOOR["w"] / 2, a + DOOR["w"] / 2, 0, DOOR["h"])]
    if side == "south":
        holes = [(3.4, 4.4, 0, 2.1)]
    own.append(brickwork(w, EAVES, {"north": 11, "south": 12, "east": 13, "west": 14}[side], holes))
    if not long:
        own.append(gable(w, 21))
    # Blankets in the bays, clear of doors and of what hangs there.
    if long:
        for k, x in enumerate(np.arange(0.95, w - 0.6, 1.32)):
            near = min(abs((x + (X0 if side == "north" else 0)) - q) if side == "north" else abs((X1 - x) - q) for q in TRUSSES)
            if near < 0.75 or (side == "south" and 2.6 < x < 5.4):
                continue
            own += blanket(x, 2.55, 100 + k)
            if k % 3 != 1:
                own += blanket(x, 4.65, 200 + k, h=1.95)
        for q in TRUSSES:
            own += [p.at(q - X0 if side == "north" else X1 - q, 0, 0) for p in column(EAVES)]
    elif side == "west":
        for k, x in enumerate(np.arange(1.0, w - 0.6, 1.34)):
            own += blanket(x, 2.55, 300 + k)
            if k % 4:
                own += blanket(x, 4.65, 340 + k, h=1.95)
    else:
        for k, x in enumerate((1.0, 2.34, 3.68, 5.02, w - 5.02, w - 3.68, w - 2.34, w - 1.0)):
            own += blanket(x, 4.0, 360 + k)
    if side == "east":
        own += big_door(DOOR["z"] - Z0)
    if side == "south":
        own += small_door(3.9)
        own += services()
    if side == "north":
        own += [box((w, 0.32, 0.09), "girder", 0.004).at(w / 2, 0.0, 0.045)]
    if side == "west":
        own += distro(5.3)
    part.add(onto(side, own))
    t = 0.4
    lo, hi = {"north": ((X0, 0, Z0 - t), (X1, EAVES, Z0)), "south": ((X0, 0, Z1), (X1, EAVES, Z1 + t)), "west": ((X0 - t, 0, Z0), (X0, EAVES, Z1)), "east": ((X1, 0, Z0), (X1 + t, EAVES, Z1))}[side]
    part.block(lo, hi)
    if long:
        for q in TRUSSES:
            part.block((q - 0.11, 0, Z0 if side == "north" else Z1 - 0.24), (q + 0.11, EAVES, Z0 + 0.24 if side == "north" else Z1))
    return part


def big_door(c):
    """The elephant door: a sliding steel leaf on a rail, ribbed, with a wicket in it."""
    w, h = DOOR["w"], DOOR["h"]
    out = []
    lw, lh = w + 0.4, h + 0.15
    z = 0.10
    ribs = 8
    for k in range(ribs):
        a, b = c - lw / 2 + lw * k / ribs, c - lw / 2 + lw * (k + 1) / ribs
        out.append(mottled(box((b - a - 0.012, lh, 0.05), "door-paint", 0.004, grain="y").at((a + b) / 2, 0.03, z + 0.0), 400 + k, 0.08, 1.5, 0.25))
    for y in (0.05, 1.25, 2.5, 3.75, lh - 0.12):
        out.append(box((lw, 0.12, 0.05), "door-paint", 0.006).at(c, y, z + 0.045))
    for x in (-1, 1):
        out.append(box((0.14, lh, 0.06), "door-paint", 0.006).at(c + x * (lw / 2 - 0.07), 0.03, z + 0.04))
    # Wicket: a frame, a leaf, a push bar.
    wx = c + 0.9
    for x in (-0.5, 0.5):
        out.append(box((0.07, 2.12, 0.09), "girder", 0.005).at(wx + x, 0.03, z + 0.05))
    out.append(box((1.07, 0.07, 0.09), "girder", 0.005).at(wx, 2.08, z + 0.05))
    out.append(box((0.90, 2.0, 0.05), "door-paint", 0.004).at(wx, 0.06, z + 0.07).tinted(0.72))
    out.append(rod((wx - 0.38, 1.05, z + 0.15), (wx + 0.38, 1.05, z + 0.15), 0.018, "steel", 10))
    for x in (-0.36, 0.36):
        out.append(box((0.06, 0.10, 0.07), "black", 0.008).at(wx + x, 1.0, z + 0.115))
    # Rail, hangers, buffers, a hazard-striped leading edge, a big stencilled 3.
    out.append(box((w * 2 + 0.6, 0.16, 0.10), "girder", 0.004).at(c, lh + 0.10, z + 0.02))
    out.append(box((lw - 0.02, lh, 0.03), "iron", 0).at(c, 0.0, z - 0.01))
    out.append(box((w + 0.3, h + 0.3, 0.05), "iron", 0).at(c, -0.1, -0.30))
    for k in range(4):
        x = c - lw / 2 + lw * (k + 0.5) / 4
        out += [box((0.08, 0.34, 0.02), "iron", 0.003).at(x, lh - 0.06, z + 0.085), rod((x, lh + 0.23, z + 0.06), (x, lh + 0.23, z + 0.11), 0.07, "iron", 16)]
    n = 16
    for k in range(n):
        y0 = 0.05 + 2.4 * k / n
        v = [(c - lw / 2 + 0.0, y0, z + 0.0715), (c - lw / 2 + 0.13, y0 + 0.07, z + 0.0715), (c - lw / 2 + 0.13, y0 + 0.07 + 2.4 / n, z + 0.0715), (c - lw / 2 + 0.0, y0 + 2.4 / n, z + 0.0715)]
        out.append(Piece(v, [[0, 1, 2, 3]], [[(p[0], p[1]) for p in v]], ["yellow" if k % 2 else "matt-black"]))
    out += [p.at(c - 1.15, 3.35, z + 0.0715) for p in three()]
    out += exit_box(wx, lh + 0.62)
    for s in (-1, 1):
        out += [box((0.16, h + 0.25, 0.10), "girder", 0.004, grain="y").at(c + s * (w / 2 + 0.12), 0, 0.04)]
        out += [box((0.14, 0.9, 0.14), "yellow", 0.008).at(c + s * (w / 2 + 0.55), 0, 0.35), box((0.30, 0.02, 0.30), "iron", 0.003).at(c + s * (w / 2 + 0.55), 0, 0.35)]
    out += [box((0.30, 0.16, 0.09), "iron", 0.01).at(c - w / 2 - 0.7, 2.55, 0.045), lathe([(0.055, 0), (0.055, 0.05), (0.04, 0.085), (0.0, 0.10)], "tally", 16, cap=False).turn("x", math.pi / 2).at(c - w / 2 - 0.7, 2.63, 0.09)]
    return out


def three():
    """A stencilled 3, 1.5 m high, about the origin: two bowls cut by bridges."""
    out = []
    for cy, r, a0, a1 in ((0.36, 0.36, 2.55, 0.12), (0.36, 0.36, -0.06, -1.35), (-0.36, 0.40, 1.30, 0.10), (-0.36, 0.40, -0.08, -2.60)):
        n = 10
        angles = np.linspace(a0, a1, n + 1)
        v = [(k * math.cos(a), cy + k * math.sin(a), 0.0) for a in angles for k in (r, r - 0.17)]
        f = [[2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2] for i in range(n)]
        out.append(facing(Piece(v, f, [[(v[q][0], v[q][1]) for q in g] for g in f], ["tape-white"] * n), (0, 0, 1)).tinted(0.8))
    return out


def exit_box(x, y):
    v = [(x - 0.2, y, 0.062), (x + 0.2, y, 0.062), (x + 0.2, y + 0.2, 0.062), (x - 0.2, y + 0.2, 0.062)]
    return [box((0.42, 0.22, 0.06), "white-plastic", 0.006).at(x, y - 0.01, 0.03), Piece(v, [[0, 1, 2, 3]], [[(0, 0), (0.4, 0), (0.4, 0.2), (0, 0.2)]], ["exit"])]


def small_door(x):
    out = [box((0.07, 2.15, 0.14), "girder", 0.005).at(x + s * 0.5, 0, 0.02) for s in (-1, 1)]
    out += [box((1.07, 0.08, 0.14), "girder", 0.005).at(x, 2.08, 0.02), box((0.93, 2.07, 0.05), "door-paint", 0.004).at(x, 0.01, 0.0).tinted(0.85)]
    out.append(box((1.3, 2.4, 0.05), "iron", 0).at(x, -0.1, -0.30))
    out += [rod((x - 0.38, 1.02, 0.075), (x + 0.38, 1.02, 0.075), 0.018, "steel", 10), box((0.86, 0.22, 0.004), "steel", 0.001, seed=None).at(x, 0.06, 0.027)]
    out += exit_box(x, 2.35)
    return out


def services():
    """Along the south wall: fire-hose cabinet, extinguishers, socket trunking, a duct above."""
    out = [box((0.75, 0.85, 0.22), "tape-red", 0.012, 2).at(6.2, 0.85, 0.11), box((0.66, 0.76, 0.006), "tape-red", 0.01).at(6.2, 0.895, 0.223).tinted(0.9), box((0.03, 0.10, 0.02), "steel", 0.004).at(6.47, 1.24, 0.235)]
    for k in range(2):
        x = 6.95 + 0.28 * k
        out += [lathe([(0.07, 0.02), (0.075, 0.03), (0.075, 0.44), (0.06, 0.49), (0.025, 0.52), (0.022, 0.56)], "tape-red", 18).at(x, 0.55, 0.10), box((0.03, 0.03, 0.10), "black", 0.005).at(x, 1.10, 0.13), tube(smooth_path([(x, 1.10, 0.10), (x + 0.07, 1.08, 0.14), (x + 0.085, 0.9, 0.13), (x + 0.08, 0.7, 0.12)], 4), 0.010, "rubber", 6)]
    out.append(box((16.0, 0.10, 0.06), "white-plastic", 0.004).at(15.6, 1.20, 0.03).tinted(0.8))
    for k in range(9):
        out.append(box((0.09, 0.07, 0.03), "tape-blue" if k % 3 else "tape-red", 0.006).at(8.4 + k * 1.75, 1.215, 0.075))
    # A spiral duct on hangers, with grilles.
    y, z, r = 6.15, 0.75, 0.30
    out.append(rod((0.6, y, z), (23.4, y, z), r, "steel", 20))
    for x in np.arange(1.0, 23.2, 1.2):
        out.append(tube([(x, y + (r + 0.006) * math.cos(a), z + (r + 0.006) * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 20, endpoint=False)], 0.012, "steel", 4, closed=True))
    for x in np.arange(2.2, 23, 4.0):
        out += [box((0.55, 0.06, 0.30), "white-plastic", 0.006).at(x, y - r - 0.05, z), *[box((0.51, 0.004, 0.012), "matt-black", 0).at(x, y - r - 0.052, z - 0.12 + k * 0.04) for k in range(7)], rod((x + 1.0, y + r, z), (x + 1.0, EAVES - 0.1, z), 0.008, "steel", 5, cap=False)]
    return out


def distro(x):
    """Power on the west wall: a cabinet with outlets, and cable on hooks."""
    from gear import coil

    out = [box((0.9, 1.3, 0.28), "gel-body", 0.01, 2).at(x, 0.5, 0.14), box((0.40, 1.2, 0.01), "gel-body", 0.004).at(x - 0.22, 0.55, 0.283).tinted(0.85), box((0.40, 1.2, 0.01), "gel-body", 0.004).at(x + 0.22, 0.55, 0.283).tinted(0.85)]
    for i in range(3):
        for j in range(3):
            out.append(rod((x - 0.30 + i * 0.10, 0.72 + j * 0.16, 0.285), (x - 0.30 + i * 0.10, 0.72 + j * 0.16, 0.33), 0.034, "tape-red" if i == 2 else "tape-blue", 12))
    for k in range(3):
        out.append(rod((x + 1.1 + k * 0.55, 1.75, 0.0), (x + 1.1 + k * 0.55, 1.78, 0.14), 0.012, "steel", 6))
        c = coil(0.24, 0.25, 4, 0.010, 30 + k, steps=16, sides=5)
        out.append(c.turn("x", math.pi / 2).scale(0.9, 1.25, 1).at(x + 1.1 + k * 0.55, 1.50, 0.02))
    return out


def slope(z):
    """Height of the roof's under side at z."""
    return EAVES + 0.25 + (RIDGE - EAVES) * (1 - abs(z - MID) / ((Z1 - Z0) / 2))


def roof() -> Part:
    part = Part("Roof, trusses and skylight")
    half = (Z1 - Z0) / 2
    sky0, sky1 = 0.40, 1.15          # the glazed strip, metres from the ridge on either side
    for x in TRUSSES:
        zs = np.linspace(Z0 + 0.1, Z1 - 0.1, 13)
        yb = EAVES - 0.12
        part.add(box((0.10, 0.10, 2 * half), "girder", 0, grain="z").at(x, yb, MID))
        for s in (-1, 1):
            a, b = np.array([x, slope(MID + s * half) - 0.12, MID + s * half]), np.array([x, slope(MID) - 0.12, MID])
            part.add(rod(a, b, 0.075, "girder", 4, cap=False))
        for k, z in enumerate(zs[1:-1]):
            part.add(rod((x, yb + 0.05, z), (x, slope(z) - 0.12, z), 0.042, "girder", 4, cap=False))
        for k in range(12):
            z0, z1 = zs[k], zs[k + 1]
            left = (z0 + z1) / 2 < MID
            za, zb = (z0, z1) if left else (z1, z0)
            part.add(rod((x, yb + 0.05, zb), (x, slope(za) - 0.12, za), 0.034, "girder", 4, cap=False))
        for z in (Z0 + 0.2, Z1 - 0.2, MID):
            part.add(box((0.02, 0.36, 0.5), "girder", 0).at(x, EAVES - 0.15 if z != MID else slope(MID) - 0.42, z))
    for k in range(-6, 7):
        z = MID + k * half / 6 * 0.985
        if abs(z - MID) < 0.2:
            continue
        part.add(box((X1 - X0, 0.14, 0.07), "girder", 0).at((X0 + X1) / 2, slope(z) - 0.07, z))
    # Trapezoid decking: ribs run down the slope.
    pitch, deep = 0.5, 0.07
    xs, up = [X0], [0.0]
    for k in range(int((X1 - X0) / pitch)):
        b = X0 + k * pitch
        xs += [b + 0.20, b + 0.25, b + 0.45, b + 0.5]
        up += [0.0, deep, deep, 0.0]
    for s in (-1, 1):
        for d0, d1 in ((0.0, sky0), (sky1, half + 0.3)):
            v = []
            for x, u in zip(xs, up):
                for d in (d0, d1):
                    z = MID + s * d
                    v.append((x, slope(z) + 0.03 + u, z))
            f = [[2 * i, 2 * i + 2, 2 * i + 3, 2 * i + 1] for i in range(len(xs) - 1)]
            p = Piece(v, f, [[(v[q][0], v[q][2]) for q in g] for g in f], ["deck"] * len(f))
            part.add(mottled(facing(p, (0, -1, 0)), 70 + s, 0.10, 3.0))
            # Weather side: nobody sees it, light must not pass.
            q = p.copy()
            q.verts = q.verts + [0, 0.02, 0]
            part.add(facing(q, (0, 1, 0)))
        zc = MID + s * (sky0 + sky1) / 2
        v = [(x, slope(MID + s * d) + 0.06, MID + s * d) for x in (X0, X1) for d in (sky0, sky1)]
        part.add(facing(Piece(v, [[0, 2, 3, 1]], [[(v[i][0], v[i][2]) for i in (0, 2, 3, 1)]], ["glass-skylight"]), (0, -1, 0)))
        for x in np.arange(X0, X1 + 0.01, 0.75):
            a, b = np.array([x, slope(MID + s * sky0) + 0.03, MID + s * sky0]), np.array([x, slope(MID + s * sky1) + 0.03, MID + s * sky1])
            part.add(rod(a, b, 0.024, "girder", 4, cap=False))
        for d in (sky0, sky1):
            z = MID + s * d
            part.add(box((X1 - X0, 0.16, 0.05), "girder", 0).at((X0 + X1) / 2, slope(z) - 0.06, z))
    # The eaves: a course that closes wall to roof.
    for z, s in ((Z0, -1), (Z1, 1)):
        part.add(box((X1 - X0, 0.5, 0.12), "deck", 0).at((X0 + X1) / 2, EAVES - 0.05, z + s * 0.06))
    for x, s in ((X0, -1), (X1, 1)):
        for t in (-1, 1):
            part.add(rod((x, slope(MID + t * half), MID + t * half), (x, slope(MID), MID), 0.16, "deck", 4, cap=False))
    part.hull([(x, y, z) for x in (X0, X1) for z, y in ((Z0 - 0.3, EAVES + 0.2), (Z0 - 0.3, EAVES + 0.5), (MID, RIDGE + 0.2), (MID, RIDGE + 0.5))])
    part.hull([(x, y, z) for x in (X0, X1) for z, y in ((Z1 + 0.3, EAVES + 0.2), (Z1 + 0.3, EAVES + 0.5), (MID, RIDGE + 0.2), (MID, RIDGE + 0.5))])
    return part


def lighting_grid() -> Part:
    """48 mm pipes in two layers under the trusses, hangers, cable trays and looms."""
    part = Part("Lighting grid")
    r, y = 0.0242, GRID_Y
    zs = np.arange(-6.0, 9.1, 1.5)
    xs = np.arange(-8.0, 13.1, 3.0)
    for z in zs:
        part.add(rod((X0 + 0.5, y, z), (X1 - 0.5, y, z), r, "steel-pipe", 10))
    for x in xs:
        part.add(rod((x, y + 2 * r, Z0 + 0.6), (x, y + 2 * r, Z1 - 0.6), r, "steel-pipe", 10))
        for z in zs:
            part.add(box((0.07, 0.11, 0.06), "iron", 0).at(x, y - 0.03, z))
    for x in TRUSSES:
        for z in zs[::2]:
            part.add(rod((x, y + r, z), (x, EAVES - 0.1, z), 0.008, "steel-pipe", 5, cap=False), box((0.06, 0.09, 0.09), "iron", 0).at(x, y - 0.045, z))
    rr = np.random.default_rng(4)
    # Looms tied along the pipes, sagging between their ties.
    for z, x0, x1 in ((0.0, -7.5, 13.0), (3.0, -4.0, 13.0), (-3.0, -6.0, 8.0), (6.0, 0.0, 13.0)):
        pts = []
        n = int((x1 - x0) / 0.75)
        for k in range(n + 1):
            pts.append((x0 + (x1 - x0) * k / n, y - r - 0.016 - (0.05 * rr.random() if k % 2 else 0.0), z + rr.normal(0, 0.006)))
        part.add(tube(pts, 0.016, "rubber", 5))
    for x, z in ((-3.5, 0.0), (2.2, -3.0), (5.8, 3.0), (9.0, 6.0)):
        part.add(tube(smooth_path([(x, y - 0.03, z), (x + 0.05, y - 0.35, z + 0.02), (x + 0.22, y - 0.55, z + 0.03), (x + 0.38, y - 0.33, z + 0.02), (x + 0.42, y - 0.03, z)], 5), 0.007, "rubber", 5))
        part.add(lathe([(0.018, 0), (0.022, 0.01), (0.022, 0.07), (0.012, 0.09)], "tape-blue", 10).at(x + 0.22, y - 0.62, z + 0.03))
    tray = box((X1 - X0 - 3, 0.06, 0.28), "steel", 0.002, seed=None).at((X0 + X1) / 2, y + 0.35, Z1 - 1.9)
    part.add(tray)
    for z in zs:
        part.block((X0 + 0.5, y - r, z - r), (X1 - 0.5, y + r, z + r))
    return part


def parts():
    """Every node of the set, in the order of the manifest."""
    return {"floor": floor(), "cyclorama": cyc(), "plinth": plinth(), "wall-north": wall("north"), "wall-south": wall("south"), "wall-east": wall("east"), "wall-west": wall("west"), "roof": roof(), "grid": lighting_grid()}


def build():
    from pathlib import Path

    import build as house
    import opening
    import realise
    from kitbag import colliders, export

    realise.clear()
    nodes = parts()
    joined = {k: join(*p.pieces) for k, p in nodes.items()}
    objects = []
    for k, whole in joined.items():
        ob = realise.mesh(k, whole)
        others = [joined[o] for o in joined if o != k and o not in ("grid",)] if k in ("floor", "cyclorama") else ([joined["floor"]] if k.startswith("wall") else [])
        realise.shade(ob, whole, realise.occlusion(whole, others, floor=False, reach=1.2, rays=16, strength=0.45))
        objects.append(ob)
    folder = export.ASSETS / "sets" / "stage"
    report = realise.save(folder / "stage.glb", objects, {"bytes": 3_500_000, "triangles": 120_000, "draws": 90}, 1024)
    folder.joinpath("stage.glb").rename(folder / "set.glb")
    record = {
        "format": 1, "id": "stage", "label": "Stage", "visual": "set.glb",
        "collider": colliders.cook(house.shapes(nodes["floor"].shapes), None),
        "bounds": {"min": [X0 + 0.25, 0.05, Z0 + 0.25], "max": [X1 - 0.25, EAVES - 0.3, Z1 - 0.25]},
        "parts": [{"id": k, "label": p.label, "node": k, "collider": colliders.cook(house.shapes(p.shapes), None)} for k, p in nodes.items() if k != "floor"],
        "opening": opening.OPENING, "cameras": opening.CAMERAS, "look": opening.LOOK,
    }
    (folder / "set.json").write_text(export.dump(record) + "\n")
    return report["bytes"]
