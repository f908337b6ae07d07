"""What lies beyond the street: roofs and hills, for cameras that rise above the eaves or
stand where a hidden house was."""
import math

import numpy as np
from kitbag.shape import Shape, shift, srgb, turn

from .dress import RENDER, SLATES, TILES, spot
from .facade import random_for


def build():
    s, rng = Shape(), random_for("beyond")
    walls = ["#cbbfa8", "#b9ab93", "#c4a68c", "#a9a79c", "#d0c3a6"]
    spots = []
    for k in range(150):
        a = rng.uniform(0, 2 * math.pi)
        d = rng.uniform(1.0, 2.6)
        x, z = 8 + d * 48 * math.cos(a), -12 + d * 62 * math.sin(a)
        if any(math.hypot(x - p, z - q) < 11 for p, q in spots):
            continue
        if -30 < x < 62 and -86 < z < 66:
            continue
        spots.append((x, z))
        w, dep, h = rng.uniform(9, 14), rng.uniform(8, 10), rng.uniform(5.5, 9)
        t = s.at(shift(x, lift(x, z), z) @ turn(rng.choice([0, math.pi / 2]) + rng.uniform(-0.2, 0.2)))
        wall = RENDER.tint(*srgb(rng.choice(walls)))
        t.box((-w / 2, -4, -dep / 2), (w / 2, h, dep / 2), wall, omit="tb")
        roof = TILES if rng.random() < 0.7 else SLATES
        r = dep * 0.42
        for sg in (1, -1):
            q = [(-w / 2 - 0.3, h - 0.2, sg * (dep / 2 + 0.3)), (w / 2 + 0.3, h - 0.2, sg * (dep / 2 + 0.3)), (w / 2 + 0.3, h + r, 0), (-w / 2 - 0.3, h + r, 0)]
            for i in range(4):
                u, v = i / 4, (i + 1) / 4
                P = np.array(q)
                m = [P[0] + (P[3] - P[0]) * u, P[1] + (P[2] - P[1]) * u, P[1] + (P[2] - P[1]) * v, P[0] + (P[3] - P[0]) * v]
                t.quad(*(m if sg > 0 else [m[1], m[0], m[3], m[2]]), roof)
            tri = [(sg * w / 2, h, -dep / 2), (sg * w / 2, h, dep / 2), (sg * w / 2, h + r, 0)]
            t.add(tri, [(0, 2, 1)] if sg > 0 else [(0, 1, 2)], wall)
        for yy in np.arange(1.2, h - 1, 2.8):
            for xx in np.arange(-w / 2 + 1.2, w / 2 - 0.6, 2.2):
                for sg in (1, -1):
                    p = [(xx - 0.4, yy, sg * (dep / 2 + 0.03)), (xx + 0.4, yy, sg * (dep / 2 + 0.03)), (xx + 0.4, yy + 1.3, sg * (dep / 2 + 0.03)), (xx - 0.4, yy + 1.3, sg * (dep / 2 + 0.03))]
                    t.quad(*(p if sg > 0 else [p[1], p[0], p[3], p[2]]), spot("#343a40", 0.25))
    # hills
    for r, h0, colour in ((190, 16, "#5f6b4a"), (320, 40, "#5d6f68"), (520, 62, "#6f8390")):
        n = 64
        surf = spot(colour, 0.95)

        def fn(u, v, r=r, h0=h0):
            a = u * 2 * math.pi
            y = h0 * (0.55 + 0.25 * np.sin(a * 3 + r) + 0.2 * np.sin(a * 7 + r * 2) + 0.05 * np.sin(a * 23))
            rr = r * (1 + 0.35 * v)
            return np.stack([8 - rr * np.cos(a), -6 + (y + 6) * np.sin(v * math.pi / 2), -12 - rr * np.sin(a)], -1)

        s.patch(lambda u, v, f=fn: f(1 - u, v), n, 4, surf)
    return s


def lift(x, z):
    d = math.hypot((x - 8) / 48, (z + 12) / 62)
    return max(0.0, (d - 1.3) * 4.0)
