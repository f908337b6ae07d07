"""The hall that *Stage* is: its sizes, and what every part of it is made with. In: nothing. Out: metres, `Part`s
(pieces and what physics sees of them), and two ways to finish a flat piece.

X runs along the building, Z across it; the cyclorama fills the north-west corner, its floor
centred on the origin; the big door is in the east wall.
"""

from __future__ import annotations

import numpy as np

from form import Piece

X0, X1, Z0, Z1 = -9.5, 14.5, -7.5, 10.5      # inside faces of the walls
EAVES, RIDGE, MID = 7.0, 8.9, (Z0 + Z1) / 2
TRUSSES = [-5.5, -1.5, 2.5, 6.5, 10.5]
GRID_Y = 5.4                                 # middle of the lower pipes
CYC = {"back": -5.0, "side": -6.5, "x1": 5.5, "z1": 3.0, "cove": 1.5, "turn": 2.0, "high": 4.5}
DOOR = {"z": MID, "w": 4.6, "h": 4.9}
SKY = (0.40, 1.15)                           # the glazed strips, metres from the ridge on either side
SHELL = 0.5                                  # metres outside walls and roof at which a second skin stops the sun


def slope(z):
    """Height of the roof's under side at z."""
    return EAVES + 0.25 + (RIDGE - EAVES) * (1 - abs(z - MID) / ((Z1 - Z0) / 2))


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
