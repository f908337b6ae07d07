"""What is let into the walls of *Stage* and hangs on them: doors, fire gear, a duct, power. In: metres along a wall.
Out: pieces in that wall's own frame (x along it, +Z into the room)."""

from __future__ import annotations

import math

import numpy as np

from form import Piece, box, lathe, rod, smooth_path, tube
from hall import DOOR, EAVES, facing, mottled


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
    """Along the south wall: fire-hose cabinet and extinguishers beside the way out, socket trunking, a duct above."""
    out = [box((0.75, 0.85, 0.22), "tape-red", 0.012, 2).at(0.72, 0.85, 0.11), box((0.66, 0.76, 0.006), "tape-red", 0.01).at(0.72, 0.895, 0.223).tinted(0.9), box((0.03, 0.10, 0.02), "steel", 0.004).at(0.99, 1.24, 0.235)]
    for k in range(2):
        x = 1.30 + 0.28 * k
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
