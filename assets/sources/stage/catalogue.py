"""The catalogue: what a thing is before it is written out.

In: a decorated function that adds pieces, colliders, seats, grips and light.
Out: `THINGS[id]`, made on demand by `make(id)`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from form import Piece

THINGS: dict = {}


@dataclass
class Thing:
    """One thing under construction; lengths in metres, masses in kilograms."""

    id: str
    label: str
    kind: str = "prop"
    mass: float = 0.0
    friction: float = 0.5
    restitution: float = 0.1
    colour: str = "#999999"
    snap: float = 0.0
    panes: list = field(default_factory=list)  # numbers of the shapes that are glass
    variants: list = field(default_factory=list)
    floor: bool = True
    pieces: list = field(default_factory=list)
    shapes: list = field(default_factory=list)
    seats: list = field(default_factory=list)
    grips: list = field(default_factory=list)
    light: dict | None = None

    def add(self, *pieces):
        for p in pieces:
            if isinstance(p, Piece):
                self.pieces.append(p)
            else:
                self.add(*p)

    # Colliders. `box` by its middle; `block` by its lowest and highest corners.
    def box(self, x, y, z, w, h, d, turn=None):
        q = [0, 0, 0, 1]
        if turn:
            axis, a = turn
            q = [0.0, 0.0, 0.0, math.cos(a / 2)]
            q["xyz".index(axis)] = math.sin(a / 2)
        self.shapes.append({"type": "box", "position": [x, y, z], "rotation": q, "size": [w, h, d]})

    def block(self, lo, hi):
        lo, hi = np.array(lo, float), np.array(hi, float)
        self.box(*((lo + hi) / 2), *(hi - lo))

    def cylinder(self, a, b, r):
        self.shapes.append({"type": "cylinder", "from": list(a), "to": list(b), "radius": r})

    def hull(self, points):
        self.shapes.append({"type": "hull", "points": [list(p) for p in points]})

    def seat(self, x, y, z, heading=0.0):
        self.seats.append({"position": [x, y, z], "heading": heading})

    def grip(self, x, y, z):
        self.grips.append({"position": [x, y, z]})

    def shine(self, type, position, direction, colour, candela, angle, range):
        c = np.array(colour, float)
        self.light = {"type": type, "position": list(position), "direction": list(direction),
                      "colour": (c / c.max()).tolist(), "candela": candela, "angle": angle, "range": range}


def thing(id, label, **fields):
    """Registers a maker; `variants` as (id, label, colour) triples, the first is how it comes."""

    def wrap(fn):
        def make():
            v = [dict(zip(("id", "label", "colour"), t)) for t in fields.get("variants", ())]
            t = Thing(id, label, **{**fields, "variants": v})
            if v:
                t.colour = fields.get("colour", v[0]["colour"])
            fn(t)
            return t

        THINGS[id] = make
        return fn

    return wrap


# Colours of light, linear, largest 1, as a camera balanced for about 4,300 K sees them.
TUNGSTEN = (1.0, 0.66, 0.36)   # 2,700 K
HALOGEN = (1.0, 0.76, 0.51)    # 3,200 K
DAYLIGHT = (1.0, 0.96, 0.94)   # 5,600 K
