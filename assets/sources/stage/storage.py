"""Kit: cupboard, bookcase, kitchen counter, fridge, radiator."""

import math

import numpy as np

from catalogue import thing
from form import Piece, box, grid, join, lathe, rod, rounded, slab, smooth_path, soft, tube
from seating import without
from tables import WOODS, carcase, drawer

ENAMELS = [("white", "White", "#e6e3dc"), ("sage", "Sage", "#9aa58c"), ("navy", "Navy", "#2e3a4d"), ("cream", "Cream", "#d9cba6")]


def shaker(x, y, z, w, h, m, knob=None, rail=0.07):
    """A framed cupboard door at z (its back), and a knob on the side `knob` (−1 left, 1 right)."""
    th = 0.02
    out = []
    for s in (-1, 1):
        out.append(box((rail, h, th), m, 0.0025, grain="y").at(x + s * (w / 2 - rail / 2), y, z + th / 2))
    for yy in (y, y + h - rail):
        out.append(box((w - 2 * rail, rail, th), m, 0.0025, grain="x").at(x, yy, z + th / 2))
    out.append(box((w - 2 * rail + 0.01, h - 2 * rail + 0.01, 0.008), m, 0, grain="y").at(x, y + rail - 0.005, z + 0.006))
    if knob:
        out.append(lathe([(0.007, 0), (0.006, 0.010), (0.013, 0.018), (0.015, 0.024), (0.010, 0.030), (0.0, 0.031)], "brass", 14, cap=False).turn("x", math.pi / 2).at(x + knob * (w / 2 - rail / 2), y + h / 2, z + th))
    return out


@thing("kit-cupboard", "Tall cupboard", mass=62, friction=0.5, restitution=0.05, snap=0.1, variants=[WOODS[3], WOODS[0], WOODS[1], ("sage", "Sage", "#97a18a")])
def cupboard(t):
    w, d, h = 1.0, 0.56, 2.05
    m = "paint:wood"
    t.add(p.at(0, 0.08, 0) for p in carcase(w, h - 0.13, d, m, 0.02))
    t.add(box((w - 0.02, 0.08, d - 0.03), m, 0.003, grain="x").at(0, 0, -0.01))
    for k, (e, y) in enumerate(((0.0, h - 0.05), (0.015, h - 0.035), (0.03, h - 0.020))):
        t.add(box((w + 2 * e, 0.016, d + e), m, 0.004, grain="x").at(0, y, e / 2))
    for s in (-1, 1):
        t.add(shaker(s * (w / 4), 0.10, d / 2, w / 2 - 0.004, h - 0.165, m, -s, 0.075))
        t.add(box((w / 2 - 0.16, 0.07, 0.012), m, 0.002, grain="x").at(s * w / 4, 0.78, d / 2 + 0.010))
        for y in (0.3, 1.7):
            t.add(rod((s * (w / 2 - 0.001), y - 0.03, d / 2 + 0.006), (s * (w / 2 - 0.001), y + 0.03, d / 2 + 0.006), 0.005, "brass", 6))
    t.block((-w / 2, 0, -d / 2), (w / 2, h, d / 2 + 0.02))
    t.grip(-0.06, 1.0, d / 2 + 0.05)


def book(w, h, d, colour, r, detail=True, round_spine=True):
    """A book standing, spine to +Z, on y=0; covers a little larger than the block of pages."""
    out = []
    c = np.array(colour)
    n = 4 if round_spine and w > 0.014 else 1
    pts = [(w / 2 * math.cos(a) * -1, d / 2 - 0.004 + (0.006 if n > 1 else 0.002) * math.sin(a)) for a in np.linspace(0, math.pi, n + 1)]
    line = [(-w / 2, -d / 2), *pts, (w / 2, -d / 2)]
    k = len(line)
    verts = [(x, y, z) for y in (0, h) for x, z in line]
    faces = [[i, i + 1, k + i + 1, k + i] for i in range(k - 1)]
    out.append(Piece(verts, faces, [[(verts[j][0] + verts[j][2], verts[j][1]) for j in f] for f in faces], ["cover"] * len(faces)).tinted(*c))
    e = 0.0022
    top = [(-w / 2 + e, h - 0.0015, d / 2 - 0.006), (w / 2 - e, h - 0.0015, d / 2 - 0.006), (w / 2 - e, h - 0.0015, -d / 2), (-w / 2 + e, h - 0.0015, -d / 2)]
    out.append(Piece(top, [[0, 1, 2, 3]], [[(p[0], p[2]) for p in top]], ["paper"]))
    # Boards' edges, seen from above.
    for s in (-1, 1):
        q = [(s * w / 2, h, d / 2 - 0.005), (s * (w / 2 - e), h, d / 2 - 0.005), (s * (w / 2 - e), h, -d / 2), (s * w / 2, h, -d / 2)]
        f = [0, 1, 2, 3] if s < 0 else [3, 2, 1, 0]
        out.append(Piece(q, [f], [[(p[0], p[2]) for p in q]], ["cover"]).tinted(*c))
    k = len(pts)
    faces = [[i, i + 1, k + i + 1, k + i] for i in range(k - 1)]
    if detail and w > 0.018:
        gold = np.array([0.62, 0.44, 0.16]) if r.random() < 0.6 else np.clip(c * 0.35 + 0.03, 0, 1)
        for y0, y1 in ((0.80, 0.815), (0.62, 0.78), (0.60, 0.605), (0.10, 0.115)) if r.random() < 0.7 else ((0.86, 0.875), (0.12, 0.135)):
            v = [(x * 1.015, y * h, z + 0.0004) for y in (y0, y1) for x, z in pts]
            out.append(Piece(v, faces, [[(v[j][0], v[j][1]) for j in f] for f in faces], ["cover"] * len(faces)).tinted(*(gold if y1 - y0 < 0.05 else np.clip(c * 0.4, 0, 1))))
    return join(*out)


BINDINGS = [(0.30, 0.06, 0.05), (0.05, 0.10, 0.19), (0.06, 0.14, 0.09), (0.42, 0.30, 0.16), (0.55, 0.50, 0.40), (0.10, 0.09, 0.09), (0.48, 0.22, 0.07), (0.18, 0.22, 0.26), (0.62, 0.58, 0.50), (0.34, 0.13, 0.18)]


@thing("kit-bookcase", "Bookcase with books", mass=74, friction=0.5, restitution=0.05, snap=0.1, variants=[WOODS[1], WOODS[0], WOODS[3]])
def bookcase(t):
    w, d, h = 0.9, 0.30, 2.0
    m = "paint:wood"
    t.add(carcase(w, h, d, m, 0.024))
    t.add(box((w - 0.05, 0.07, 0.02), m, 0.002, grain="x").at(0, 0.0, d / 2 - 0.02))
    r = np.random.default_rng(12)
    ys = [0.07, 0.45, 0.80, 1.13, 1.44, 1.72]
    for i, y in enumerate(ys):
        t.add(box((w - 0.048, 0.022, d - 0.012), m, 0.002, grain="x").at(0, y, 0.002))
        x = -w / 2 + 0.03
        clear = (ys[i + 1] if i + 1 < len(ys) else h - 0.024) - y - 0.022
        full = w / 2 - 0.03 - (0.0 if i not in (1, 4) else 0.24)
        lean = 0.0
        series, left = None, 0
        while True:
            if left <= 0:
                left = int(r.integers(1, 5)) if r.random() < 0.35 else 1
                series = (r.uniform(0.016, 0.042), min(r.uniform(0.19, 0.29), clear - 0.02), r.uniform(0.13, 0.20), BINDINGS[int(r.integers(0, len(BINDINGS)))])
            bw, bh, bd, c = series
            left -= 1
            if x + bw > full:
                break
            b = book(bw, bh, bd, np.clip(np.array(c) * r.uniform(0.85, 1.15), 0, 0.85), r, detail=r.random() < 0.62)
            b.at(0, 0, -bd / 2)
            if x + bw + 0.06 > full and i in (1, 2, 4):
                a = 0.16
                b.turn("z", a).at(bw / 2 * math.cos(a) + 0.035, bw / 2 * math.sin(a), 0)
                x += 0.03
            else:
                b.at(bw / 2, 0, 0)
            t.add(b.at(x, y + 0.022, d / 2 - 0.035 - r.uniform(0, 0.012)))
            x += bw + r.uniform(0.0004, 0.0015)
        if i in (1, 4):
            yy = y + 0.022
            for k in range(3):
                hh = r.uniform(0.022, 0.04)
                t.add(book(hh, 0.24 - 0.02 * k, 0.17, BINDINGS[(i + 3 * k) % 10], r).turn("z", math.pi / 2).turn("y", math.pi / 2 * 0 + r.normal(0, 0.05)).at(w / 2 - 0.06, yy + hh / 2, 0.02))
                yy += hh + 0.001
    t.block((-w / 2, 0, -d / 2), (w / 2, h, d / 2))
    t.grip(w / 2, 1.1, 0)


@thing("kit-counter", "Kitchen counter with sink", mass=92, friction=0.5, restitution=0.05, snap=0.5, variants=ENAMELS)
def counter(t):
    """2 m of base units under a stone top, with an inset sink and a bridge of taps; its back is at −Z."""
    w, d, h = 2.0, 0.62, 0.90
    m = "paint:enamel"
    cz = -0.01
    # Open above, where the bowl hangs.
    t.add(without(box((w - 0.002, h - 0.14, d - 0.05), m, 0.001), "y", 1).at(0, 0.10, cz - 0.02))
    t.add(box((w - 0.002, 0.10, d - 0.12), "matt-black", 0).at(0, 0, -0.05))
    zf = d / 2 - 0.055
    for x, ww, kind in ((-0.75, 0.5, "drawers"), (-0.25, 0.5, "door-r"), (0.25, 0.5, "door-l"), (0.75, 0.5, "door-l")):
        if kind == "drawers":
            for y, hh in ((0.105, 0.27), (0.378, 0.27), (0.651, 0.205)):
                t.add(shaker(x, y, zf, ww - 0.004, hh - 0.004, m, None, 0.06 if hh > 0.22 else 0.05))
                t.add(lathe([(0.007, 0), (0.006, 0.010), (0.013, 0.018), (0.015, 0.024), (0.010, 0.030), (0.0, 0.031)], "brass", 12, cap=False).turn("x", math.pi / 2).at(x, y + hh / 2, zf + 0.012))
        else:
            t.add(shaker(x, 0.105, zf, ww - 0.004, 0.745, m, 1 if kind == "door-r" else -1))
    # Worktop with a hole for the bowl.
    x0, x1, z0, z1 = 0.02, 0.54, -0.20, 0.18
    y0, y1 = h - 0.035, h
    zb, zt = -d / 2 + 0.0, d / 2 - 0.0

    def part(a, b, c, e):
        t.add(box((b - a, y1 - y0, e - c), "stone", 0.0, seed=None).at((a + b) / 2, y0, (c + e) / 2))

    top = without(box((w, y1 - y0, d), "stone", 0.004, 2, seed=None), "y", -1).at(0, y0, 0)
    keep = [i for i, f in enumerate(top.faces) if not (abs(np.cross(top.verts[f[1]] - top.verts[f[0]], top.verts[f[2]] - top.verts[f[0]])[1]) > 0.9 * np.linalg.norm(np.cross(top.verts[f[1]] - top.verts[f[0]], top.verts[f[2]] - top.verts[f[0]])) and top.verts[f][:, 1].min() > y1 - 0.002 and len(f) == 4 and np.ptp(top.verts[f][:, 0]) > 1.5 and np.ptp(top.verts[f][:, 2]) > 0.3)]
    t.add(Piece(top.verts, [top.faces[i] for i in keep], [top.uvs[i] for i in keep], ["stone"] * len(keep)))
    e = 0.004
    xs = [-w / 2 + e, x0, x1, w / 2 - e]
    zs = [-d / 2 + e, z0, z1, d / 2 - e]
    for i in range(3):
        for j in range(3):
            if i == 1 and j == 1:
                continue
            v = [(xs[i], y1, zs[j + 1]), (xs[i + 1], y1, zs[j + 1]), (xs[i + 1], y1, zs[j]), (xs[i], y1, zs[j])]
            t.add(Piece(v, [[0, 1, 2, 3]], [[(p[0], p[2]) for p in v]], ["stone"]))
    # Bowl: a rounded basin let down, with a rim, a drain and a ribbed drainer.
    cx, cz2, bw, bd = (x0 + x1) / 2, (z0 + z1) / 2, x1 - x0, z1 - z0
    levels = [(1.035, 0.003, 0.05), (1.02, 0.006, 0.05), (0.985, 0.002, 0.05), (0.965, -0.02, 0.05), (0.95, -0.14, 0.055), (0.93, -0.175, 0.06), (0.86, -0.192, 0.05), (0.12, -0.200, 0.02)]
    rings_ = []
    for k, yy, rr in levels:
        o = rounded(bw * k, bd * k if k > 0.2 else bw * k, min(rr, bd * k * 0.49), 4)
        rings_.append([(cx + a, y1 + yy, cz2 - b) for a, b in o])
    n = len(rings_[0])
    verts = [p for r_ in rings_ for p in r_]
    faces = [[i * n + k, i * n + (k + 1) % n, (i + 1) * n + (k + 1) % n, (i + 1) * n + k] for i in range(len(levels) - 1) for k in range(n)]
    faces.append([(len(levels) - 1) * n + k for k in range(n)])
    t.add(Piece(verts, faces, [[(verts[j][0], verts[j][2] + verts[j][1]) for j in f] for f in faces], ["steel"] * len(faces)))
    t.add(lathe([(0.032, 0), (0.038, 0.003), (0.026, 0.004), (0.02, 0.001), (0.0, 0.001)], "chrome", 16, cap=False).at(cx, y1 - 0.199, cz2))
    for k in range(7):
        t.add(rod((x1 + 0.07 + k * 0.045, y1 + 0.0008, z0 + 0.03), (x1 + 0.07 + k * 0.045, y1 + 0.0002, z1 - 0.01), 0.004, "stone", 6))
    # Swan-neck tap with two cross handles.
    zt2 = z0 - 0.055
    t.add(lathe([(0.026, 0), (0.026, 0.006), (0.016, 0.014), (0.013, 0.05), (0.012, 0.06)], "chrome", 16).at(cx, y1, zt2))
    t.add(tube(smooth_path([(cx, y1 + 0.05, zt2), (cx, y1 + 0.20, zt2), (cx, y1 + 0.27, zt2 + 0.03), (cx, y1 + 0.295, zt2 + 0.10), (cx, y1 + 0.265, zt2 + 0.17), (cx, y1 + 0.225, zt2 + 0.185)], 4), 0.011, "chrome", 10))
    for s in (-1, 1):
        t.add(lathe([(0.022, 0), (0.022, 0.005), (0.012, 0.012), (0.010, 0.05), (0.014, 0.055), (0.010, 0.065)], "chrome", 14).at(cx + s * 0.10, y1, zt2))
        t.add(rod((cx + s * 0.10 - 0.032, y1 + 0.06, zt2), (cx + s * 0.10 + 0.032, y1 + 0.06, zt2), 0.006, "chrome", 8), rod((cx + s * 0.10, y1 + 0.06, zt2 - 0.032), (cx + s * 0.10, y1 + 0.06, zt2 + 0.032), 0.006, "chrome", 8))
    # Upstand of tiles.
    t.add(box((w, 0.10, 0.018), "stone", 0.004).at(0, y1, -d / 2 + 0.009))
    t.block((-w / 2, 0, -d / 2), (w / 2, h - 0.22, d / 2 - 0.04))
    t.block((-w / 2, h - 0.22, -d / 2), (x0, h, d / 2))
    t.block((x1, h - 0.22, -d / 2), (w / 2, h, d / 2))
    t.block((x0, h - 0.22, -d / 2), (x1, h, z0))
    t.block((x0, h - 0.22, z1), (x1, h, d / 2))
    t.block((-w / 2, h, -d / 2), (w / 2, h + 0.10, -d / 2 + 0.018))


@thing("kit-fridge", "Fridge", mass=64, friction=0.55, restitution=0.05, snap=0.1,
       variants=[("cream", "Cream", "#dccfae"), ("white", "White", "#e6e4df"), ("mint", "Mint", "#a9c4b2"), ("red", "Red", "#8d2620")])
def fridge(t):
    """A rounded fridge, 1.5 m, its door with a chrome pull."""
    w, d, h = 0.60, 0.62, 1.50
    m = "paint:enamel"
    t.add(soft((w, h - 0.08, d - 0.10), m, 0.05, 0.5, grain="y").at(0, 0.06, -0.05))
    door = soft((w, h - 0.09, 0.085), m, 0.04, 0.16, crown=(0, 0, 0.014), grain="y").at(0, 0.065, d / 2 - 0.0525)
    t.add(door)
    t.add(box((w - 0.03, h - 0.13, 0.012), "rubber", 0.003).at(0, 0.085, d / 2 - 0.098))
    t.add(box((w - 0.06, 0.06, d - 0.10), "matt-black", 0.004).at(0, 0.0, -0.03))
    for sx in (-1, 1):
        t.add(lathe([(0.02, 0), (0.02, 0.03)], "rubber", 10).at(sx * 0.24, 0, d / 2 - 0.10))
    x = -w / 2 + 0.075
    t.add(tube(smooth_path([(x, 0.93, d / 2 + 0.010), (x, 0.95, d / 2 + 0.045), (x, 1.06, d / 2 + 0.055), (x, 1.17, d / 2 + 0.045), (x, 1.19, d / 2 + 0.010)], 4), 0.011, "chrome", 8))
    for y in (0.93, 1.19):
        t.add(box((0.035, 0.05, 0.012), "chrome", 0.005, 2, base=False).at(x, y, d / 2 + 0.004))
    for y in (0.25, 1.33):
        t.add(rod((w / 2 - 0.004, y - 0.04, d / 2 - 0.06), (w / 2 - 0.004, y + 0.04, d / 2 - 0.06), 0.010, "chrome", 8))
    t.add(slab(rounded(0.14, 0.022, 0.010), 0.006, "chrome", 0.002).at(0.14, 1.30, d / 2 + 0.005))
    t.block((-w / 2, 0, -d / 2 + 0.02), (w / 2, h - 0.02, d / 2))
    t.grip(x, 1.06, d / 2 + 0.06)


@thing("kit-radiator", "Radiator", mass=0, friction=0.5, snap=0.5, variants=[ENAMELS[0], ENAMELS[2]])
def radiator(t):
    """Cast iron, ten columns, for the +Z side of a wall on whose line it is placed."""
    m = "paint:enamel"
    z = 0.05 + 0.11
    for k in range(11):
        x = (k - 5) * 0.068
        for zz in (-0.045, 0.045):
            t.add(tube([(x, 0.10, z + zz), (x, 0.20, z + zz), (x, 0.60, z + zz), (x, 0.70, z + zz)], 0.02, m, 7, radii=[0.026, 0.019, 0.019, 0.026], cap=False))
        for y in (0.105, 0.695):
            t.add(box((0.066, 0.06, 0.155), m, 0.022, 2, base=False).at(x, y, z))
    for s in (-1, 1):
        t.add(rod((s * 0.30, 0, z + 0.0), (s * 0.30, 0.09, z), 0.022, m, 8))
    t.add(tube(smooth_path([(0.40, 0.105, z), (0.44, 0.105, z), (0.455, 0.09, z), (0.455, 0.0, z)], 3), 0.009, "brass", 8))
    t.add(lathe([(0.012, 0), (0.022, 0.012), (0.022, 0.05), (0.014, 0.06)], "white-plastic", 12).turn("z", -math.pi / 2).at(0.40, 0.105, z))
    t.block((-0.38, 0, 0.06), (0.46, 0.74, 0.245))
