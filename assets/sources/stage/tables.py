"""Kit: tables, desk, bedside, sideboard; oak and walnut with the grain along each board."""

import math

import numpy as np

from catalogue import thing
from form import Piece, arc, box, grid, join, lathe, rod, rounded, slab, smooth_path, tube

WOODS = [("oak", "Oak", "#c39a68"), ("walnut", "Walnut", "#6f4a31"), ("black", "Black stain", "#3a3836"), ("white", "Painted white", "#e8e4da")]


def top(w, d, th, mat, planks=5, bevel=0.004):
    """A glued-up top: boards side by side along X, each with its own grain, eased edges."""
    r = np.random.default_rng(int(w * 1000))
    edges = np.concatenate([[0], np.cumsum(r.uniform(0.8, 1.2, planks))])
    edges = edges / edges[-1] * d - d / 2
    out = []
    for k in range(planks):
        z0, z1 = edges[k], edges[k + 1]
        p = box((w, th, z1 - z0), mat, 0.0, grain="x").at(0, 0, (z0 + z1) / 2)
        p.slide(*r.uniform(0, 2, 2)).tinted(r.uniform(0.90, 1.0))
        # Only the outer planks have eased edges; joints are tight.
        out.append(p)
    lip = box((w, th, d), mat, bevel, 2, grain="x")
    # Take the eased rim from one block, and the boards' faces above it by a hair's breadth of colour.
    keep = []
    for i, f in enumerate(lip.faces):
        v = lip.verts[f]
        n = np.cross(v[1] - v[0], v[2] - v[0])
        if abs(n[1]) < 0.99 * np.linalg.norm(n):
            keep.append(i)
    rim = Piece(lip.verts, [lip.faces[i] for i in keep], [lip.uvs[i] for i in keep], [mat] * len(keep))
    faces = []
    for k in range(planks):
        a = max(edges[k], -d / 2 + bevel)
        b = min(edges[k + 1], d / 2 - bevel)
        x = w / 2 - bevel
        o = r.uniform(0, 3, 2)
        t = r.uniform(0.88, 1.0)
        for y, flip in ((th, False), (0.0, True)):
            v = [(-x, y, b), (x, y, b), (x, y, a), (-x, y, a)]
            f = [0, 1, 2, 3]
            uv = [(p[0] + o[0], p[2] + o[1]) for p in v]
            q = Piece(v, [f[::-1] if flip else f], [uv[::-1] if flip else uv], [mat])
            faces.append(q.tinted(t))
    return [rim, *faces]


def legs4(t, w, d, h, size, mat, inset=0.05, taper=0.65, snap=0.0):
    for sx in (-1, 1):
        for sz in (-1, 1):
            p = box((size, h, size), mat, 0.004, 1, grain="y")

            def shape(v, sx=sx, sz=sz):
                k = taper + (1 - taper) * np.clip(v[:, 1] / (h * 0.8), 0, 1)
                v[:, 0] = sx * size / 2 + (v[:, 0] - sx * size / 2) * k
                v[:, 2] = sz * size / 2 + (v[:, 2] - sz * size / 2) * k
                return v

            t.add(p.bend(shape).at(sx * (w / 2 - inset - size / 2), 0, sz * (d / 2 - inset - size / 2)))
            x, z = sx * (w / 2 - inset - size / 2), sz * (d / 2 - inset - size / 2)
            t.box(x, h / 2, z, size, h, size)


@thing("kit-table", "Dining table", mass=34, friction=0.5, restitution=0.1, snap=0.1, variants=WOODS)
def table(t):
    w, d, h = 1.6, 0.85, 0.745
    m = "paint:wood"
    t.add([p.at(0, h - 0.03, 0) for p in top(w, d, 0.03, m, 6)])
    legs4(t, w, d, h - 0.03, 0.062, m, 0.06)
    for sz in (-1, 1):
        t.add(box((w - 0.24, 0.085, 0.022), m, 0.003).at(0, h - 0.117, sz * (d / 2 - 0.09)))
    for sx in (-1, 1):
        t.add(box((0.022, 0.085, d - 0.24), m, 0.003).at(sx * (w / 2 - 0.09), h - 0.117, 0))
        t.grip(sx * w / 2, h - 0.015, 0)
    t.block((-w / 2, h - 0.03, -d / 2), (w / 2, h, d / 2))


@thing("kit-table-round", "Café table, round", mass=17, friction=0.45, restitution=0.12, snap=0.1,
       variants=[("white", "White", "#e4e0d8"), ("slate", "Slate", "#4a4f52"), ("oxblood", "Oxblood", "#6d3230")])
def table_round(t):
    h = 0.735
    t.add(lathe([(0.0, h - 0.028), (0.34, h - 0.028), (0.352, h - 0.022), (0.354, h - 0.006), (0.349, h), (0.0, h)], "paint:glaze", 40, cap=False))
    t.add(lathe([(0.353, h - 0.024), (0.3575, h - 0.020), (0.3575, h - 0.008), (0.353, h - 0.004)], "brass", 40, cap=False))
    t.add(lathe([(0.24, 0.0), (0.245, 0.008), (0.22, 0.020), (0.10, 0.034), (0.05, 0.055), (0.034, 0.09), (0.030, 0.30), (0.030, h - 0.09), (0.05, h - 0.05), (0.12, h - 0.030)], "iron", 24))
    t.cylinder((0, h - 0.028, 0), (0, h, 0), 0.354)
    t.cylinder((0, 0.03, 0), (0, h - 0.03, 0), 0.04)
    t.cylinder((0, 0, 0), (0, 0.03, 0), 0.24)
    t.grip(0, h - 0.014, 0.35)


@thing("kit-coffee-table", "Coffee table", mass=14, friction=0.5, restitution=0.1, snap=0.1, variants=[WOODS[1], WOODS[0], WOODS[2]])
def coffee(t):
    w, d, h = 1.1, 0.55, 0.42
    m = "paint:wood"
    o = rounded(w, d, 0.09, 5)
    p = slab(o, 0.026, m, 0.006, 2, grain="x", axis="y").at(0, h - 0.013, 0)
    t.add(p)
    for sx in (-1, 1):
        for sz in (-1, 1):
            a, b = np.array([sx * 0.40, h - 0.02, sz * 0.165]), np.array([sx * 0.47, 0, sz * 0.215])
            t.add(tube([b, b + (a - b) * 0.5, a], 0.02, m, 10, radii=[0.0105, 0.016, 0.020]))
            t.hull([q + np.array([dx, 0, dz]) for q in (a, b) for dx in (-0.015, 0.015) for dz in (-0.015, 0.015)])
        t.add(rod((sx * 0.405, h - 0.055, -0.165), (sx * 0.405, h - 0.055, 0.165), 0.012, m, 8))
    t.add(rod((-0.41, h - 0.17, 0), (0.41, h - 0.17, 0), 0.008, "brass", 8))
    for k in range(9):
        t.add(rod((-0.40 + 0.1 * k, h - 0.17, -0.17), (-0.40 + 0.1 * k, h - 0.17, 0.17), 0.005, "brass", 6))
    for sz in (-1, 1):
        t.add(rod((-0.43, h - 0.17, sz * 0.178), (0.43, h - 0.17, sz * 0.178), 0.007, "brass", 8))
    t.block((-w / 2, h - 0.026, -d / 2), (w / 2, h, d / 2))
    t.block((-0.42, h - 0.18, -0.18), (0.42, h - 0.165, 0.18))
    for sx in (-1, 1):
        t.grip(sx * w / 2, h - 0.013, 0)


def drawer(x, y, z, w, h, m, knob="brass", gap=0.003):
    """A drawer front standing a little proud of a carcase, with a knob."""
    out = [box((w - 2 * gap, h - 2 * gap, 0.018), m, 0.003, 2, grain="x").at(x, y + gap, z + 0.009)]
    out.append(lathe([(0.006, 0), (0.006, 0.012), (0.014, 0.018), (0.0155, 0.024), (0.012, 0.029), (0.0, 0.030)], knob, 14, cap=False).turn("x", math.pi / 2).at(x, y + h / 2, z + 0.018))
    return out


def carcase(w, h, d, m, th=0.018, base=0.0, back=True):
    """An open box: sides, top, bottom, back; the grain runs up the sides and along the rest."""
    out = [box((th, h, d), m, 0.0015, grain="y").at(s * (w / 2 - th / 2), base, 0) for s in (-1, 1)]
    out += [box((w - 2 * th, th, d), m, 0.0015, grain="x").at(0, base + y, 0) for y in (0, h - th)]
    if back:
        out.append(box((w - 2 * th, h - 2 * th, 0.006), m, 0, grain="y").at(0, base + th, -d / 2 + 0.003))
    return out


@thing("kit-desk", "Desk", mass=38, friction=0.5, restitution=0.1, snap=0.1, variants=[WOODS[1], WOODS[0], WOODS[2]])
def desk(t):
    """Pedestal desk, leather let into its top; the knee side is −Z, drawers face −Z too (who sits looks to +Z)."""
    w, d, h = 1.4, 0.70, 0.75
    m = "paint:wood"
    t.add(box((w, 0.03, d), m, 0.006, 2, grain="x").at(0, h - 0.03, 0))
    t.add(slab(rounded(w - 0.20, d - 0.18, 0.015, 3), 0.002, "black-cloth", 0, axis="y").of("desk-hide").at(0, h + 0.0005, 0))
    t.add(tube([(x, h + 0.0015, -y) for x, y in rounded(w - 0.17, d - 0.15, 0.02, 3)], 0.0012, "brass", 4, closed=True))
    for s in (-1, 1):
        pw, ph = 0.40, 0.60
        x = s * (w / 2 - pw / 2 - 0.03)
        t.add(p.at(x, 0.09, 0) for p in carcase(pw, ph, d - 0.06, m))
        t.add(box((pw - 0.04, 0.09, d - 0.12), m, 0.002).at(x, 0, 0))
        ys = [(0.10, 0.24), (0.34, 0.175), (0.515, 0.165)]
        for y, hh in ys:
            t.add(p.turn("y", math.pi).at(x, 0, 0) for p in drawer(0, y, d / 2 - 0.03, pw - 0.02, hh, m))
        t.add(box((pw - 0.06, ph - 0.06, 0.006), m, 0.003, grain="y").at(x, 0.12, d / 2 - 0.03))
        t.block((x - pw / 2, 0, -d / 2 + 0.03), (x + pw / 2, h - 0.03, d / 2 - 0.03))
        t.grip(s * w / 2, h - 0.015, 0)
    t.add(p.turn("y", math.pi) for p in drawer(0, h - 0.115, d / 2 - 0.045, 0.50, 0.08, m))
    t.add(box((0.54, 0.36, 0.016), m, 0.002, grain="x").at(0, h - 0.39, d / 2 - 0.06))
    t.add(box((0.54, 0.05, d - 0.12), m, 0.002, grain="x").at(0, h - 0.08, 0))
    t.block((-w / 2, h - 0.03, -d / 2), (w / 2, h, d / 2))
    t.block((-0.27, h - 0.39, d / 2 - 0.07), (0.27, h - 0.03, d / 2 - 0.05))


@thing("kit-bedside", "Bedside table", mass=9, friction=0.5, restitution=0.1, snap=0.1, variants=WOODS)
def bedside(t):
    w, d, h = 0.46, 0.38, 0.52
    m = "paint:wood"
    t.add(box((w, 0.022, d), m, 0.005, 2, grain="x").at(0, h - 0.022, 0))
    t.add(p.at(0, 0.28, 0) for p in carcase(w - 0.03, h - 0.302, d - 0.03, m, 0.016))
    t.add(drawer(0, 0.30, d / 2 - 0.015, w - 0.066, h - 0.345, m))
    for sx in (-1, 1):
        for sz in (-1, 1):
            a, b = np.array([sx * 0.185, 0.29, sz * 0.145]), np.array([sx * 0.20, 0, sz * 0.16])
            t.add(tube([b, b + (a - b) * 0.6, a], 0.02, m, 10, radii=[0.010, 0.016, 0.019]))
            t.box(sx * 0.185, 0.14, sz * 0.145, 0.06, 0.28, 0.06)
    t.block((-w / 2, 0.27, -d / 2), (w / 2, h, d / 2))
    t.grip(0, h - 0.011, d / 2)


@thing("kit-sideboard", "Sideboard", mass=44, friction=0.5, restitution=0.08, snap=0.1, variants=[WOODS[1], WOODS[0], WOODS[3]])
def sideboard(t):
    """1.5 m long, two sliding doors of slats and a bank of drawers."""
    w, d, h = 1.5, 0.42, 0.66
    m = "paint:wood"
    y0 = 0.16
    t.add(box((w, 0.022, d), m, 0.004, 2, grain="x").at(0, h - 0.022, 0), box((w, 0.022, d), m, 0.004, 2, grain="x").at(0, y0, 0))
    for s in (-1, 1):
        t.add(box((0.022, h - y0 - 0.044, d), m, 0.003, grain="y").at(s * (w / 2 - 0.011), y0 + 0.022, 0))
    t.add(box((w - 0.05, h - y0 - 0.05, 0.008), m, 0, grain="x").at(0, y0 + 0.025, -d / 2 + 0.02))
    for x0, x1 in ((-w / 2 + 0.03, -0.27), (0.27, w / 2 - 0.03)):
        ww = x1 - x0
        t.add(box((ww, h - y0 - 0.05, 0.010), m, 0, grain="y").at((x0 + x1) / 2, y0 + 0.025, d / 2 - 0.030))
        n = 16
        for k in range(n):
            t.add(box((ww / n - 0.006, h - y0 - 0.052, 0.012), m, 0.003, grain="y").at(x0 + (k + 0.5) * ww / n, y0 + 0.026, d / 2 - 0.020))
    for k in range(3):
        hh = (h - y0 - 0.05) / 3
        t.add(drawer(0, y0 + 0.025 + k * hh, d / 2 - 0.032, 0.52, hh, m))
    for sx in (-1, 1):
        t.add(box((0.022, h - y0 - 0.05, d - 0.05), m, 0.001, grain="y").at(sx * 0.262, y0 + 0.024, -0.01))
        for sz in (-1, 1):
            a, b = np.array([sx * 0.62, y0 + 0.005, sz * 0.14]), np.array([sx * 0.66, 0, sz * 0.165])
            t.add(tube([b, b + (a - b) * 0.5, a], 0.02, m, 10, radii=[0.010, 0.016, 0.019]))
            t.box(sx * 0.64, y0 / 2, sz * 0.152, 0.06, y0, 0.06)
        t.grip(sx * w / 2, 0.4, 0)
    t.block((-w / 2, y0, -d / 2), (w / 2, h, d / 2))
