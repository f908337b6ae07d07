"""Kit: walls, doors, windows, curtains, floors, ceiling. All on the 0.5 m grid.

A wall stands along X on the grid line, 0.1 m thick, 2.6 m high; its +Z side is papered, its
−Z side plastered: turn it round for the other. What hangs on a wall (frames, curtains)
shares the wall's origin line, so that the same snap puts it on the wall's +Z face.
"""

import math

import numpy as np

from catalogue import thing
from form import Piece, box, grid, join, rod, slab, smooth_path, tube, lathe, rounded

H, T = 2.6, 0.1
WALLS = [("chalk", "Chalk", "#e4dfd3"), ("sage", "Sage", "#a9b39a"), ("ochre", "Ochre", "#cda866"),
         ("dusk", "Dusk blue", "#71879a"), ("rose", "Rose", "#c79a8c"), ("oxblood", "Oxblood", "#6d3230"),
         ("stone", "Stone grey", "#a5a199")]
CLOTHS = [("flax", "Flax", "#c9b99a"), ("moss", "Moss", "#6f7656"), ("rust", "Rust", "#a2573a"), ("ink", "Ink", "#343f55"), ("white", "White", "#dedad0")]


def face(x0, x1, y0, y1, z, front=True, span=None):
    """A rectangle of wall surface at z, cut where the half-height texture repeats, and about each 0.5 m
    (so that vertex colours can hold the shade of corners). Front: paper (lower half), back: plaster."""
    ys = sorted({y0, y1, *[k * 0.65 for k in range(1, 4) if y0 < k * 0.65 < y1]})
    n = max(1, int(math.ceil((x1 - x0) / 0.5 - 1e-6)))
    xs = np.linspace(x0, x1, n + 1)
    verts, faces, uvs = [], [], []
    for j in range(len(ys) - 1):
        a, b = ys[j], ys[j + 1]
        cell = math.floor((a + 1e-6) / 0.65) * 0.65
        for i in range(n):
            base = len(verts)
            q = [(xs[i], a), (xs[i + 1], a), (xs[i + 1], b), (xs[i], b)]
            verts += [(x, y, z) for x, y in q]
            t = []
            for x, y in q:
                v = (y - cell)
                # Halves of a 1.3 m tile; a hair inside, so that filtering never crosses.
                v = min(max(v, 0.004), 0.646)
                u = x if front else -x
                t.append((u, v if front else v + 0.65))
            f = [base, base + 1, base + 2, base + 3]
            faces.append(f if front else f[::-1])
            uvs.append(t if front else t[::-1])
    return Piece(verts, faces, uvs, ["paint:wall"] * len(faces))


def reveal(lo, hi):
    """The cut sides of a wall: top and ends, plain paint."""
    p = box(np.array(hi) - np.array(lo), "paint:wall", bevel=0, seed=None)
    c = (np.array(lo) + np.array(hi)) / 2
    p.at(c[0], lo[1], c[2])
    keep = []
    for i, f in enumerate(p.faces):
        n = np.cross(p.verts[f[1]] - p.verts[f[0]], p.verts[f[2]] - p.verts[f[0]])
        if abs(n[2]) < 0.5 * np.linalg.norm(n) and n[1] > -0.5 * np.linalg.norm(n):
            keep.append(i)
    uvs = [[(u, 0.66 + (v % 0.6)) for u, v in p.uvs[i]] for i in keep]
    return Piece(p.verts, [p.faces[i] for i in keep], uvs, ["paint:wall"] * len(keep))


SKIRT = [(0, 0), (0.016, 0), (0.016, 0.085), (0.013, 0.094), (0.013, 0.100), (0.008, 0.112), (0.004, 0.120), (0, 0.120)]


def skirting(x0, x1, front=True):
    """Moulded skirting board along a wall's face."""
    verts, faces, uvs = [], [], []
    for x in (x0, x1):
        verts += [(x, y, T / 2 + d) for d, y in SKIRT]
    n = len(SKIRT)
    for k in range(n - 1):
        f = [k, k + n, k + n + 1, k + 1]
        faces.append(f)
        uvs.append([(verts[i][0], verts[i][1] + verts[i][2]) for i in f])
    for end, rev in ((0, False), (1, True)):
        f = [end * n + k for k in range(n)]
        faces.append(f[::-1] if not rev else f)
        uvs.append([(verts[i][2], verts[i][1]) for i in faces[-1]])
    p = Piece(verts, faces, uvs, ["trim"] * len(faces))
    return p if front else p.turn("y", math.pi)


def panel(t, x0, x1, y0=0.0, y1=H, skirt=True):
    t.add(face(x0, x1, y0, y1, T / 2, True), face(x0, x1, y0, y1, -T / 2, False))
    if skirt and y0 == 0:
        t.add(skirting(x0, x1, True), skirting(-x1, -x0, False))
    t.block((x0, y0, -T / 2), (x1, y1, T / 2))


def plain(width, id, label):
    @thing(id, label, mass=0, friction=0.6, snap=0.5, variants=WALLS)
    def wall(t):
        panel(t, -width / 2, width / 2)
        t.add(reveal((-width / 2, 0, -T / 2), (width / 2, H, T / 2)))


plain(0.5, "kit-wall-050", "Wall 0.5 m")
plain(1.0, "kit-wall-100", "Wall 1 m")
plain(2.0, "kit-wall-200", "Wall 2 m")

DOOR_W, DOOR_H, LINING = 0.84, 2.04, 0.03
ARCHITRAVE = [(0.0, 0.0), (0.014, 0.0), (0.016, 0.008), (0.012, 0.018), (0.018, 0.030), (0.020, 0.052), (0.016, 0.064), (0.0, 0.066)]


def architrave(w, h, sides=1, sill=False):
    """A moulded surround on a wall's +Z face round an opening w × h from the floor (mitred)."""
    out = []
    path = [(-w / 2, 0), (-w / 2, h), (w / 2, h), (w / 2, 0)]
    n = len(ARCHITRAVE)
    verts, faces, uvs = [], [], []
    for i, (x, y) in enumerate(path):
        for d, off in ARCHITRAVE:
            sx = -1 if x < 0 else 1
            top = 1 if i in (1, 2) else 0
            verts.append((x + sx * off, y + top * off, T / 2 + d))
    for i in range(3):
        for k in range(n - 1):
            f = [i * n + k, i * n + k + 1, (i + 1) * n + k + 1, (i + 1) * n + k]
            faces.append(f)
            uvs.append([(verts[j][1] if i != 1 else verts[j][0], ARCHITRAVE[j % n][1]) for j in f])
    return Piece(verts, faces, uvs, ["trim"] * len(faces)).flipped()


def lining(w, h, sill=False):
    """The painted boards inside an opening."""
    d = T + 0.002
    out = [box((LINING, h, d), "trim", 0.002).at(-w / 2 - LINING / 2 + 0.0, 0, 0), box((LINING, h, d), "trim", 0.002).at(w / 2 + LINING / 2, 0, 0),
           box((w + 2 * LINING, LINING, d), "trim", 0.002).at(0, h, 0)]
    return out


def leaf():
    """A four-panel door leaf, hinged edge on x=0, reaching to +X; front and back moulded."""
    w, h, th = DOOR_W - 0.006, DOOR_H - 0.010, 0.04
    out = []
    stile, rail = 0.105, 0.11
    xs = [0, stile, w / 2 - 0.05, w / 2 + 0.05, w - stile, w]
    ys = [0, 0.20, 0.86, 1.02, h - rail, h]
    core = 0.018

    def bar(x0, x1, y0, y1, d, grain):
        return box((x1 - x0, y1 - y0, d), "paint:gloss", 0.002, grain=grain).at((x0 + x1) / 2, y0, 0)

    for a, b in ((0, 1), (4, 5)):
        out.append(bar(xs[a], xs[b], 0, h, th, "y"))
    for a, b in ((0, 1), (2, 3), (4, 5)):
        out.append(bar(xs[1], xs[4], ys[a], ys[b], th, "x"))
    for a, b in ((1, 2), (3, 4)):
        out.append(bar(xs[2], xs[3], ys[a], ys[b], th, "y"))
    for xa, xb in ((1, 2), (3, 4)):
        for ya, yb in ((1, 2), (3, 4)):
            x0, x1, y0, y1 = xs[xa], xs[xb], ys[ya], ys[yb]
            out.append(bar(x0, x1, y0, y1, core, "y"))
            for s in (1, -1):
                # Bolection: a slope from stile to panel, and a raised field.
                m = 0.022
                ring = [(x0, y0, x0 + m, y0 + m), (x1, y0, x1 - m, y0 + m), (x1, y1, x1 - m, y1 - m), (x0, y1, x0 + m, y1 - m)]
                v, f, uv = [], [], []
                for ox, oy, ix, iy in ring:
                    v += [(ox, oy, s * th * 0.44), (ix, iy, s * core / 2)]
                for k in range(4):
                    q = [2 * k, 2 * ((k + 1) % 4), 2 * ((k + 1) % 4) + 1, 2 * k + 1]
                    f.append(q if s > 0 else q[::-1])
                    uv.append([(v[i][0], v[i][1]) for i in f[-1]])
                out.append(Piece(v, f, uv, ["paint:gloss"] * 4))
                out.append(box((x1 - x0 - 0.10, y1 - y0 - 0.10, 0.008), "paint:gloss", 0.004, grain="y", base=False).at((x0 + x1) / 2, (y0 + y1) / 2, s * (core / 2 + 0.002)))
    for s in (1, -1):
        plate = slab(rounded(0.04, 0.17, 0.012), 0.006, "brass", 0.0015).at(w - 0.055, 1.02, s * (th / 2 + 0.003))
        lever = tube(smooth_path([(w - 0.055, 1.05, s * (th / 2 + 0.004)), (w - 0.055, 1.05, s * (th / 2 + 0.045)), (w - 0.075, 1.05, s * (th / 2 + 0.052)), (w - 0.165, 1.048, s * (th / 2 + 0.050))], 4), 0.008, "brass", 8)
        out += [plate, lever, lathe([(0.006, 0), (0.006, 0.002), (0.0, 0.002)], "black", 10).turn("x", s * math.pi / 2).at(w - 0.055, 0.975, s * (th / 2 + 0.006))]
    for y in (0.22, 1.0, 1.78):
        out.append(rod((0.0, y - 0.045, th / 2 + 0.004), (0.0, y + 0.045, th / 2 + 0.004), 0.006, "brass", 8))
    return [p.at(0.003, 0.006, 0) for p in out]


def doorway(t):
    """One metre of wall round an opening, lined and cased on both sides."""
    a = DOOR_W / 2 + LINING
    panel(t, -0.5, -a)
    panel(t, a, 0.5)
    panel(t, -a, a, DOOR_H + LINING, H, skirt=False)
    # Skirting stops at the architrave, which is wider than what is left of the wall.
    t.pieces = [p for p in t.pieces if p.mats[0] != "trim"]
    t.add(reveal((-0.5, 0, -T / 2), (0.5, H, T / 2)))
    t.add(lining(DOOR_W, DOOR_H))
    k = architrave(DOOR_W, DOOR_H)
    t.add(k, k.copy().turn("y", math.pi))


@thing("kit-wall-opening", "Wall with opening", mass=0, friction=0.6, snap=0.5, variants=WALLS)
def wall_opening(t):
    doorway(t)


@thing("kit-wall-door", "Wall with door, shut", mass=0, friction=0.6, snap=0.5, variants=WALLS)
def wall_door(t):
    doorway(t)
    t.add([retrim(p).at(-DOOR_W / 2, 0, 0.02) for p in leaf()])
    t.block((-DOOR_W / 2, 0, 0.0), (DOOR_W / 2, DOOR_H, 0.04))
    stops(t)


@thing("kit-door-open", "Wall with door, open", mass=0, friction=0.6, snap=0.5, variants=WALLS)
def door_open(t):
    doorway(t)
    a = math.radians(-104)
    for p in leaf():
        # Opens into the room on the +Z side, hinged at the left jamb.
        t.add(retrim(p).at(0, 0, 0.0).turn("y", a).at(-DOOR_W / 2 + 0.004, 0, 0.062))
    c, s = math.cos(a), math.sin(a)
    t.box(-DOOR_W / 2 + 0.42 * c, DOOR_H / 2, 0.062 - 0.42 * s, DOOR_W, DOOR_H, 0.04, ("y", a))
    stops(t)


def retrim(p):
    """Door leaves take the trim's white, so that a variant tints the walls alone."""
    p.mats = ["trim" if m == "paint:gloss" else m for m in p.mats]
    return p


def stops(t):
    t.add(box((0.012, DOOR_H, 0.03), "trim", 0.002).at(-DOOR_W / 2 + 0.006, 0, -0.018), box((0.012, DOOR_H, 0.03), "trim", 0.002).at(DOOR_W / 2 - 0.006, 0, -0.018),
          box((DOOR_W, 0.012, 0.03), "trim", 0.002).at(0, DOOR_H - 0.012, -0.018), box((DOOR_W, 0.012, T + 0.01), "oak", 0.003).at(0, 0, 0))


@thing("kit-wall-window", "Wall with window", mass=0, friction=0.6, snap=0.5, panes=[4], variants=WALLS)
def wall_window(t):
    """2 m of wall, a two-light casement 1.2 × 1.3 m over a sill at 0.85 m. The room is at +Z."""
    w, y0, y1 = 1.2, 0.85, 2.15
    panel(t, -1, -w / 2)
    panel(t, w / 2, 1)
    panel(t, -w / 2, w / 2, 0, y0)
    panel(t, -w / 2, w / 2, y1, H, skirt=False)
    t.add(reveal((-1, 0, -T / 2), (1, H, T / 2)))
    f = 0.045

    def bar(x0, x1, ya, yb, d=0.06, z=-0.012, m="trim"):
        t.add(box((x1 - x0, yb - ya, d), m, 0.004).at((x0 + x1) / 2, ya, z))

    for x in (-w / 2, w / 2 - f):
        bar(x, x + f, y0, y1, T + 0.004, 0)
    bar(-w / 2, w / 2, y1 - f, y1, T + 0.004, 0)
    bar(-w / 2, w / 2, y0, y0 + f, T + 0.004, 0)
    bar(-0.03, 0.03, y0 + f, y1 - f)
    for x0, x1 in ((-w / 2 + f, -0.03), (0.03, w / 2 - f)):
        s = 0.042
        for a, b in ((x0 + 0.004, x0 + s), (x1 - s, x1 - 0.004)):
            bar(a, b, y0 + f + 0.004, y1 - f - 0.004, 0.045, -0.004)
        for a, b in ((y0 + f + 0.004, y0 + f + s), (y1 - f - s, y1 - f - 0.004)):
            bar(x0 + s, x1 - s, a, b, 0.045, -0.004)
        bar(x0 + s, x1 - s, y0 + 0.90, y0 + 0.92, 0.03, -0.004)
        t.add(box((x1 - x0 - 2 * s + 0.01, y1 - y0 - 2 * f - 2 * s + 0.01, 0.005), "glass", 0).at((x0 + x1) / 2, y0 + f + s - 0.005, -0.004))
    # Sill with a nosing inside, weathered sill outside, an espagnolette and a stay.
    t.add(box((w + 0.22, 0.03, 0.20), "trim", 0.010, 3).at(0, y0 - 0.018, T / 2 + 0.055), box((w + 0.10, 0.04, 0.10), "stone", 0.006).at(0, y0 - 0.03, -T / 2 - 0.03))
    t.add(slab(rounded(0.025, 0.10, 0.01), 0.006, "brass", 0.0015).at(0.012, 1.45, 0.022), tube(smooth_path([(0.012, 1.46, 0.024), (0.012, 1.46, 0.05), (0.012, 1.44, 0.056), (0.012, 1.36, 0.056)], 3), 0.006, "brass", 8))
    k = architrave(w, y1 - y0)
    k.at(0, y0 + 0.012, 0)
    t.add(k)
    t.block((-w / 2, y0, -0.03), (w / 2, y1, 0.03))
    t.block((-0.7, y0 - 0.018, 0.05), (0.7, y0 + 0.012, 0.205))
    # Frame and sashes take more than a third of the daylight.
    wide = f + 0.042
    for x0, x1 in ((-w / 2, -w / 2 + wide), (-0.072, 0.072), (w / 2 - wide, w / 2)):
        t.block((x0, y0, -0.03), (x1, y1, 0.03))
    for ya, yb in ((y0, y0 + wide), (y1 - wide, y1)):
        t.block((-w / 2, ya, -0.03), (w / 2, yb, 0.03))


@thing("kit-corner", "Corner post", mass=0, friction=0.6, snap=0.5, variants=WALLS)
def corner(t):
    """Fills the square where two walls meet on the grid; skirted all round. A hair thinner than a
    wall, so that no face lies in a wall's own plane."""
    e = T / 2 - 0.001
    for k in range(4):
        t.add(face(-e, e, 0, H, e, True).turn("y", k * math.pi / 2))
    t.add(reveal((-e, 0, -e), (e, H - 0.001, e)))
    for w, h, bevel in ((0.030, 0.085, 0.0), (0.024, 0.102, 0.003), (0.010, 0.119, 0.004)):
        t.add(box((T + w, h, T + w), "trim", bevel))
    t.block((-T / 2, 0, -T / 2), (T / 2, H, T / 2))


def pleats(x0, x1, y0, y1, folds, depth, seed, gather=1.0, cell=0.10, tie=None):
    """A hanging curtain as one sheet: folds that widen and wander downwards."""
    r = np.random.default_rng(seed)
    ph = r.uniform(0, 6.28, 6)
    n = folds * 6
    m = max(6, int((y1 - y0) / 0.19))

    def fn(u, v):
        y = y0 + (y1 - y0) * v
        fall = 1 - v
        wander = 0.05 * math.sin(2.1 * v + ph[0]) + 0.035 * math.sin(5.0 * v + ph[1]) * fall
        phase = 2 * math.pi * folds * (u + 0.014 * wander * math.sin(7 * u * math.pi + ph[2]) + 0.010 * math.sin(6.28 * (2.3 * u + 0.7 * v) + ph[3]))
        d = depth * (0.62 + 0.38 * math.sin(3.3 * u * math.pi + ph[4]) * fall + 0.15 * fall)
        z = d * math.sin(phase) + 0.25 * d * math.sin(2 * phase + ph[5]) * fall
        x = x0 + (x1 - x0) * (u + 0.10 / folds * math.cos(phase))
        if tie is not None:
            ty, side, pull = tie
            k = math.exp(-((y - ty) / 0.16) ** 2) * 0.72 + 0.28 * (1 / (1 + math.exp((y - ty) / 0.2)))
            edge = x0 if side < 0 else x1
            x = edge + (x - edge) * (1 - pull * k)
            z = z * (1 - 0.25 * k)
        y = y + 0.004 * math.sin(phase * 0.5 + ph[0]) * fall
        return (x, y, z)

    return grid(fn, n, m, "paint:linen", size=((x1 - x0) * 1.9, y1 - y0))


def thick(p: Piece, d=0.0015) -> Piece:
    """A sheet seen from both sides: a copy of it, pushed back and turned over."""
    n = np.zeros_like(p.verts)
    for f in p.faces:
        k = np.cross(p.verts[f[1]] - p.verts[f[0]], p.verts[f[2]] - p.verts[f[0]])
        n[f] += k
    n /= np.linalg.norm(n, axis=1, keepdims=True) + 1e-12
    b = p.copy()
    b.verts = b.verts - n * d
    return join(p, b.flipped())


def rail(t, half, y, z):
    t.add(rod((-half, y, z), (half, y, z), 0.011, "brass", 10))
    for s in (-1, 1):
        t.add(lathe([(0.0, 0), (0.016, 0.006), (0.021, 0.02), (0.016, 0.034), (0.0, 0.04)], "brass", 12).turn("z", -s * math.pi / 2).at(s * half, y, z))
        t.add(rod((s * (half - 0.08), y, z), (s * (half - 0.08), y, 0.052), 0.007, "brass", 8), lathe([(0.024, 0), (0.024, 0.004), (0.012, 0.008)], "brass", 14).turn("x", math.pi / 2).at(s * (half - 0.08), y, 0.05))


def rings(t, x0, x1, n, y, z):
    for k in range(n):
        x = x0 + (x1 - x0) * (k + 0.5) / n
        t.add(tube([(x, y - 0.008 + 0.018 * math.cos(a), z + 0.018 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 8, endpoint=False)], 0.0022, "brass", 4, closed=True))


@thing("kit-curtains-drawn", "Curtains, drawn", mass=0, friction=0.7, snap=0.5, variants=CLOTHS)
def curtains_drawn(t):
    z = 0.13
    for s in (-1, 1):
        x0, x1 = (-0.86, 0.01) if s < 0 else (-0.01, 0.86)
        t.add(thick(pleats(x0, x1, 0.03, 2.29, 8, 0.034, 5 + s).at(0, 0, z)))
        rings(t, x0, x1, 8, 2.32, z)
    rail(t, 0.95, 2.32, z)
    t.block((-0.88, 0.03, 0.09), (0.88, 2.34, 0.17))


@thing("kit-curtains-open", "Curtains, open", mass=0, friction=0.7, snap=0.5, variants=CLOTHS)
def curtains_open(t):
    z = 0.13
    for s in (-1, 1):
        x0, x1 = (-0.90, -0.52) if s < 0 else (0.52, 0.90)
        t.add(thick(pleats(x0, x1, 0.03, 2.29, 6, 0.042, 15 + s, tie=(1.05, s, 0.42)).at(0, 0, z)))
        rings(t, x0, x1, 6, 2.32, z)
        cx = s * 0.795
        t.add(tube([(cx + 0.115 * math.cos(a), 1.05 + 0.03 * math.cos(a) * -s, z + 0.055 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 20, endpoint=False)], 0.011, "paint:linen", 6, closed=True, flat=1.0))
        t.block((min(x0, x1), 0.03, 0.08), (max(x0, x1), 2.34, 0.18))
    rail(t, 0.95, 2.32, z)


TOP = 0.012


def flooring(id, label, mat, variants, colour, friction):
    @thing(id, label, mass=0, friction=friction, snap=0.5, variants=variants, colour=colour, floor=False)
    def panel_(t):
        def fn(u, v):
            return (2 * u - 1, TOP, 1 - 2 * v)

        t.add(grid(fn, 4, 4, mat, size=(2, 2)))
        edge = box((2, TOP, 2), mat, 0, seed=None)
        keep = [i for i, f in enumerate(edge.faces) if abs(np.cross(edge.verts[f[1]] - edge.verts[f[0]], edge.verts[f[2]] - edge.verts[f[0]])[1]) < 1e-9]
        t.add(Piece(edge.verts, [edge.faces[i] for i in keep], [edge.uvs[i] for i in keep], [mat] * len(keep)))
        t.block((-1, -0.1, -1), (1, TOP, 1))


flooring("kit-floor-oak", "Floor, oak boards", "paint:boards",
         [("oak", "Oak", "#c9a06c"), ("smoked", "Smoked", "#7d5a3d"), ("limed", "Limed", "#d8cbb8")], "#a8845a", 0.5)
flooring("kit-floor-carpet", "Floor, carpet", "paint:carpet",
         [("sand", "Sand", "#b3a78f"), ("slate", "Slate", "#5f666d"), ("wine", "Wine", "#6b3036"), ("green", "Green", "#56634d")], "#a59a84", 0.9)
flooring("kit-floor-tiles", "Floor, tiles", "paint:tiles",
         [("white", "White", "#e2dfd8"), ("terracotta", "Terracotta", "#b46a48"), ("grey", "Grey", "#8d8f90")], "#d5d2cb", 0.4)


@thing("kit-ceiling", "Ceiling panel", mass=0, friction=0.5, snap=0.5, colour="#e6e3dc", floor=False)
def ceiling(t):
    """2 × 2 m at 2.6 m, 0.1 m thick; its under side is plaster, its top ply on battens."""
    t.add(grid(lambda u, v: (2 * u - 1, H, 2 * v - 1), 4, 4, "ceiling", size=(2, 2)))
    t.add(box((2, 0.018, 2), "ply", 0).at(0, H + 0.002, 0))
    for x in (-0.96, -0.32, 0.32, 0.96):
        t.add(box((0.07, 0.075, 2), "ply", 0.003).at(x, H + 0.02, 0))
    t.block((-1, H, -1), (1, H + 0.095, 1))


@thing("kit-cornice", "Cornice 2 m", mass=0, friction=0.5, snap=0.5, colour="#e6e3dc")
def cornice(t):
    """Plaster cornice for the +Z side of a wall, under the ceiling."""
    prof = [(0, 2.47), (0.012, 2.47), (0.016, 2.485)] + [(0.016 + 0.075 * (1 - math.cos(a)), 2.485 + 0.085 * math.sin(a)) for a in np.linspace(0.1, math.pi / 2, 6)] + [(0.105, 2.575), (0.105, 2.598), (0, 2.598)]
    n = len(prof)
    verts = [(x, y, T / 2 + d) for x in (-1, 1) for d, y in prof]
    faces = [[k, k + n, k + n + 1, k + 1] for k in range(n - 1)] + [list(range(n))[::-1][::-1], [n + k for k in range(n)][::-1]]
    faces[-2] = [k for k in range(n)][::-1]
    faces[-1] = [n + k for k in range(n)]
    p = Piece(verts, faces, [[(verts[i][0], verts[i][1] + verts[i][2]) for i in f] for f in faces], ["trim"] * len(faces))
    t.add(p)
    t.block((-1, 2.47, T / 2), (1, 2.598, T / 2 + 0.105))
