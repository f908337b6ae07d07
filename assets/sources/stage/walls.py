"""The four walls of *Stage*: brick, gables, sound blankets, columns."""

from __future__ import annotations

import math

import numpy as np

from fittings import big_door, distro, services, small_door
from form import Piece, box, grid
from hall import DOOR, EAVES, MID, RIDGE, SHELL, TRUSSES, X0, X1, Z0, Z1, Part, facing, mottled, slope


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


def skin(w, ridge):
    """A second skin behind a wall of width w, with a peak in the middle where there is a `ridge`. Shadow maps blur over
    some texels: beside the foot of a wall without thickness that would reach the sunny ground outside. It looks
    inwards, so that whoever stands outside sees through it as through the brick."""
    more = SHELL + 0.3
    top = slope(Z0) + SHELL
    v = [(-more, -0.8, -SHELL), (w + more, -0.8, -SHELL), (w + more, top, -SHELL), (-more, top, -SHELL)]
    if ridge:
        v.insert(3, (w / 2, slope(MID) + SHELL, -SHELL))
    return facing(Piece(v, [list(range(len(v)))], [[(x, y) for x, y, _ in v]], ["iron"]), (0, 0, 1))


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
        holes = [(1.9, 2.9, 0, 2.1)]
    own.append(brickwork(w, EAVES, {"north": 11, "south": 12, "east": 13, "west": 14}[side], holes))
    own.append(skin(w, not long))
    if not long:
        own.append(gable(w, 21))
    # Blankets in the bays, clear of doors and of what hangs there.
    if long:
        for k, x in enumerate(np.arange(0.95, w - 0.6, 1.32)):
            near = min(abs((x + (X0 if side == "north" else 0)) - q) if side == "north" else abs((X1 - x) - q) for q in TRUSSES)
            if near < 0.75 or (side == "south" and x < 3.9):
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
        own += small_door(2.4)
        own += services()
    if side == "north":
        own += [box((w, 0.32, 0.09), "girder", 0.004).at(w / 2, 0.0, 0.045)]
    if side == "west":
        own += distro(5.3)
    part.add(onto(side, own))
    t = 0.4
    lo, hi = {"north": ((X0, 0, Z0 - t), (X1, EAVES + 0.3, Z0)), "south": ((X0, 0, Z1), (X1, EAVES + 0.3, Z1 + t)), "west": ((X0 - t, 0, Z0), (X0, EAVES, Z1)), "east": ((X1, 0, Z0), (X1 + t, EAVES, Z1))}[side]
    part.block(lo, hi)
    if not long:
        part.hull([(x, y, z) for x in (lo[0], hi[0]) for y, z in ((EAVES, Z0), (EAVES, Z1), (slope(Z0) + 0.05, Z0), (slope(Z1) + 0.05, Z1), (slope(MID) + 0.05, MID))])
    if long:
        for q in TRUSSES:
            part.block((q - 0.11, 0, Z0 if side == "north" else Z1 - 0.24), (q + 0.11, EAVES, Z0 + 0.24 if side == "north" else Z1))
    return part
