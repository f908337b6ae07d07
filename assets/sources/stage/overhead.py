"""What is over *Stage*: the roof with its skylight, trusses, and the lighting grid."""

from __future__ import annotations

import math

import numpy as np

from form import Piece, box, lathe, rod, smooth_path, tube
from hall import EAVES, GRID_Y, MID, SHELL, SKY, TRUSSES, X0, X1, Z0, Z1, Part, facing, mottled, slope


def roof() -> Part:
    part = Part("Roof, trusses and skylight")
    half = (Z1 - Z0) / 2
    sky0, sky1 = SKY
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
    for s in (-1, 1):
        part.add(lid(s))
        # Solid but for the glass: the sun that comes in there is worked out with these.
        for d0, d1 in ((0.0, sky0), (sky1, half + 0.3)):
            part.hull([(x, slope(MID + s * d) + up, MID + s * d) for x in (X0 - 0.4, X1 + 0.4) for d in (d0, d1) for up in (0.03, 0.33)])
    return part


def lid(side):
    """The second skin over one slope: see `walls.skin`. It leaves the skylight open, and closes the gap beside its ends."""
    out = SHELL + 0.3
    sheets = []
    for x0, x1, d0, d1 in ((X0 - out, X1 + out, SKY[1] + 1.2, (Z1 - Z0) / 2 + out), (X0 - out, X0, 0.0, SKY[1] + 1.2), (X1, X1 + out, 0.0, SKY[1] + 1.2)):
        v = [(x, slope(MID + side * d) + SHELL, MID + side * d) for x in (x0, x1) for d in (d0, d1)]
        sheets.append(facing(Piece(v, [[0, 1, 3, 2]], [[(v[i][0], v[i][2]) for i in (0, 1, 3, 2)]], ["iron"]), (0, -1, 0)))
    return sheets


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
