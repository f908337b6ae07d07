"""The floor of *Stage*: painted concrete, the white floor of the cyclorama, and what shoots left on both."""

from __future__ import annotations

import math

import numpy as np

from form import Piece, smooth_path, tube
from hall import CYC, DOOR, X0, X1, Z0, Z1, Part, facing


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
