"""Street trees: a trunk that forks, and twig cards turned every way whose normals point out
of the crown, so that it shades as a body of leaves."""
import math

import numpy as np

from .dress import TRUNK, leaf
from .facade import random_for
from .layout import KERB


def tree(s, x, z, name, height=8.0, crown=2.3, y=KERB - 0.05, cards=620):
    rng = random_for(f"tree/{name}")
    tips = []

    def branch(p, d, length, r, level):
        n = 5 if level == 0 else 4
        pts, q, dd = [p], np.array(p, float), np.array(d, float)
        for k in range(n):
            dd = dd + np.array([rng.uniform(-1, 1), rng.uniform(-0.2, 0.5), rng.uniform(-1, 1)]) * (0.05 if level == 0 else 0.16)
            dd /= np.linalg.norm(dd)
            q = q + dd * length / n
            pts.append(tuple(q))
        radii = np.linspace(r, r * (0.62 if level == 0 else 0.4), n + 1)
        if level == 0:
            radii[0] *= 1.55
            radii[1] *= 1.08
        s.tube(pts, radii, TRUNK, (10, 6, 4)[level], caps=False)
        if level >= 1:
            tips.extend(pts[2:] + pts[-1:])
        if level == 2:
            return
        for i in range((6, 5)[level]):
            a = rng.uniform(0, 6.28) if level else i * 2.4 + rng.uniform(-0.3, 0.3)
            side = np.array([math.cos(a), 0, math.sin(a)])
            k = n if level == 0 and i < 3 else rng.randint(max(2, n - 2), n)
            up = 0.75 if level == 0 else 0.35
            nd = dd * up + side * rng.uniform(0.6, 0.95)
            branch(pts[k], nd / np.linalg.norm(nd), length * (0.62, 0.62, 0.55)[level] * rng.uniform(0.8, 1.1), radii[k] * 0.62, level + 1)

    branch((x, y, z), (rng.uniform(-0.04, 0.04), 1, rng.uniform(-0.04, 0.04)), height * 0.40, 0.15, 0)
    c = np.array([x, y + height * 0.68, z])
    size = np.array([crown, height * 0.34, crown])
    for i in range(cards):
        if tips and i < len(tips) * 1.0 and i % 3:
            p = np.array(tips[rng.randrange(len(tips))]) + np.array([rng.gauss(0, 0.25) for _ in range(3)])
        else:
            d = np.array([rng.gauss(0, 1) for _ in range(3)])
            d /= np.linalg.norm(d)
            p = c + d * size * rng.uniform(0.45, 1.0) ** 0.5
        out = (p - c) / size
        out /= np.linalg.norm(out) + 1e-6
        w = rng.uniform(0.55, 0.85)
        axis = np.array([rng.gauss(0, 1) for _ in range(3)]) + out * 1.4
        axis /= np.linalg.norm(axis)
        t = np.cross(axis, [rng.gauss(0, 1) for _ in range(3)])
        t /= np.linalg.norm(t)
        q = [p - t * w / 2 - axis * w * 0.5, p + t * w / 2 - axis * w * 0.5, p + t * w / 2 + axis * w * 0.5, p - t * w / 2 + axis * w * 0.5]
        normals = []
        for v in q:
            m = (v - c) / size + out * 0.5 + np.array([0, 0.15, 0])
            normals.append(m / np.linalg.norm(m))
        depth = np.clip(np.linalg.norm((p - c) / size), 0, 1)
        shade = (0.55 + 0.45 * depth) * rng.uniform(0.86, 1.0)
        warm = rng.uniform(0.92, 1.06)
        s.add(q, np.array([[0, 1, 2, 3]]), leaf(rng.randrange(3)).tint(min(1, shade * warm), min(1, shade), shade * 0.92), normals=normals)
