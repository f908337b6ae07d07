"""The cyclorama of *Stage* and the plinth before it."""

from __future__ import annotations

import math

import numpy as np

from form import Piece, box
from hall import CYC, Part, facing


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
