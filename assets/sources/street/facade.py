"""The pieces of a façade, drawn in its own frame: x to the right as one stands before it,
y up, z out of the wall (0 is the wall's face). Each takes a Shape and draws into it."""
import math
import random

import numpy as np
from kitbag.shape import shift

from .dress import CLOTH, GLASS, PAINT, ROOMS, SHEET, STEEL, STONE, ZINC, leaf, night, spot

REVEAL = 0.16


def arc(cx, y, w, rise, n=10):
    """Points of an arch from right to left, springing at y."""
    if rise >= w / 2 - 1e-6:
        return [(cx + w / 2 * math.cos(a), y + w / 2 * math.sin(a)) for a in np.linspace(0, math.pi, n + 1)]
    r = (w * w / 4 + rise * rise) / (2 * rise)
    half = math.asin(w / 2 / r)
    return [(cx + r * math.sin(a), y + rise - r + r * math.cos(a)) for a in np.linspace(half, -half, n + 1)]


def spandrel(s, points, top, z, surface):
    """Fills between an arch and the level line above it, facing +z."""
    for (x1, y1), (x0, y0) in zip(points, points[1:]):
        s.quad((x0, y0, z), (x1, y1, z), (x1, top, z), (x0, top, z), surface)


def soffit(s, points, z0, z1, surface):
    """The underside of an arch from depth z0 (back) to z1 (front)."""
    for (x1, y1), (x0, y0) in zip(points, points[1:]):
        s.quad((x0, y0, z1), (x0, y0, z0), (x1, y1, z0), (x1, y1, z1), surface)


def ring(s, points, width, depth, surface, z=0.0):
    """A band along an arch, `width` outwards and `depth` proud of the wall."""
    p = np.array(points)
    c = p.mean(0) * [1, 0] + [0, p[:, 1].min() - 0.01]
    t = np.gradient(p, axis=0)
    n = np.stack([t[:, 1], -t[:, 0]], 1)
    n /= np.linalg.norm(n, axis=1)[:, None]
    n *= np.sign(((p - c) * n).sum(1))[:, None]
    q = p + n * width
    for i in range(len(p) - 1):
        a, b, c2, d = p[i + 1], p[i], q[i], q[i + 1]
        s.quad((*a, z + depth), (*b, z + depth), (*c2, z + depth), (*d, z + depth), surface)
        s.quad((*d, z + depth), (*c2, z + depth), (*c2, z), (*d, z), surface)
        s.quad((*b, z + depth), (*a, z + depth), (*a, z), (*b, z), surface)


def reveal(s, x0, x1, y0, y1, depth, surface, z=0.0, top=True, bottom=True):
    s.quad((x0, y0, z), (x0, y0, z - depth), (x0, y1, z - depth), (x0, y1, z), surface)
    s.quad((x1, y0, z - depth), (x1, y0, z), (x1, y1, z), (x1, y1, z - depth), surface)
    if top:
        s.quad((x0, y1, z), (x0, y1, z - depth), (x1, y1, z - depth), (x1, y1, z), surface)
    if bottom:
        s.quad((x0, y0, z - depth), (x0, y0, z), (x1, y0, z), (x1, y0, z - depth), surface)


def bar(s, x0, x1, y0, y1, z, d, surface):
    s.box((x0, y0, z), (x1, y1, z + d), surface, omit="f")


def sash(s, x0, x1, y0, y1, z, kind, surface, rng):
    """Frame, bars and panes of one window, its outer face at z + 0.05."""
    f = 0.06
    bar(s, x0, x0 + f, y0, y1, z, 0.05, surface)
    bar(s, x1 - f, x1, y0, y1, z, 0.05, surface)
    bar(s, x0 + f, x1 - f, y0, y0 + f + 0.02, z, 0.05, surface)
    bar(s, x0 + f, x1 - f, y1 - f, y1, z, 0.05, surface)
    cx, w, h = (x0 + x1) / 2, x1 - x0, y1 - y0
    m = 0.025
    if kind in ("casement", "cross"):
        ty = y0 + h * 0.68
        bar(s, cx - 0.045, cx + 0.045, y0 + f, y1 - f, z, 0.07, surface)
        bar(s, x0 + f, x1 - f, ty - 0.035, ty + 0.035, z, 0.065, surface)
        if kind == "cross":
            for a, b in ((x0, cx), (cx, x1)):
                bar(s, a + f, b - f, y0 + h * 0.36 - m / 2, y0 + h * 0.36 + m / 2, z + 0.01, 0.03, surface)
    elif kind == "sash":
        ty = (y0 + y1) / 2
        bar(s, x0 + f, x1 - f, ty - 0.03, ty + 0.03, z, 0.065, surface)
        for k in (1, 2) if w > 1.25 else (1,):
            n = 3 if w > 1.25 else 2
            x = x0 + w * k / n
            bar(s, x - m / 2, x + m / 2, y0 + f, y1 - f, z + 0.01, 0.03, surface)
        for y in ((y0 + ty) / 2, (y1 + ty) / 2):
            bar(s, x0 + f, x1 - f, y - m / 2, y + m / 2, z + 0.01, 0.03, surface)
    elif kind == "french":
        bar(s, cx - 0.05, cx + 0.05, y0 + f, y1 - f, z, 0.07, surface)
        for y in (y0 + h * 0.28, y0 + h * 0.78):
            bar(s, x0 + f, x1 - f, y - 0.03, y + 0.03, z, 0.06, surface)
        bar(s, x0 + f, x1 - f, y0, y0 + h * 0.2, z, 0.035, surface)
    pane(s, x0 + 0.02, x1 - 0.02, y0 + 0.02, y1 - 0.02, z + 0.022, rng)


def pane(s, x0, x1, y0, y1, z, rng, wobble=0.004):
    """Glass never hangs quite true: each pane mirrors its own piece of sky."""
    d = [rng.uniform(-wobble, wobble) for _ in range(3)]
    s.quad((x0, y0, z + d[0]), (x1, y0, z + d[1]), (x1, y1, z + d[1] + d[2] - d[0]), (x0, y1, z + d[2]), GLASS)


CURTAINS = ["#e9e4d8", "#ded6c4", "#cfd3cf", "#e2d2b8", "#c7b49c", "#dcdfe0"]


def room(s, x0, x1, y0, y1, z, rng, lit, depth=1.1):
    """What one sees through a window upstairs: a shallow room, its curtains, its blind."""
    a, b, lo, hi = x0 - 0.35, x1 + 0.35, y0 - 0.5, y1 + 0.25
    if lit:
        picture = night(ROOMS[rng.randrange(len(ROOMS))])
        wall = night(spot("#8a6f4c", 0.9))
        ceiling = night(spot("#a8885c", 0.9))
    else:
        picture = ROOMS[rng.randrange(len(ROOMS))].tint(0.62)
        wall, ceiling = spot("#6f685e", 0.95), spot("#8a857b", 0.95)
    back = z - depth
    s.quad((a, lo, back), (b, lo, back), (b, hi, back), (a, hi, back), picture)
    s.quad((a, lo, z), (a, lo, back), (a, hi, back), (a, hi, z), wall)
    s.quad((b, lo, back), (b, lo, z), (b, hi, z), (b, hi, back), wall)
    s.quad((a, hi, z), (a, hi, back), (b, hi, back), (b, hi, z), ceiling)
    s.quad((a, lo, back), (a, lo, z), (b, lo, z), (b, lo, back), spot("#4a3b2c", 0.8))
    kind = rng.random()
    tint = CURTAINS[rng.randrange(len(CURTAINS))]
    cloth = night(CLOTH) if lit and rng.random() < 0.4 else CLOTH
    if kind < 0.72:
        w = (x1 - x0) * rng.uniform(0.16, 0.36)
        curtain(s, x0 - 0.1, x0 + w, y0 - 0.1, y1 + 0.1, z - 0.12, cloth, tint)
        curtain(s, x1 - w, x1 + 0.1, y0 - 0.1, y1 + 0.1, z - 0.12, cloth, tint)
    elif kind < 0.88:
        y = y0 + (y1 - y0) * rng.uniform(0.3, 0.8)
        s.quad((x0, y, z - 0.07), (x1, y, z - 0.07), (x1, y1, z - 0.07), (x0, y1, z - 0.07), cloth.tint(0.9))
        s.box((x0, y - 0.03, z - 0.08), (x1, y, z - 0.06), PAINT, omit="f")
    elif kind < 0.94:
        curtain(s, x0 - 0.1, x1 + 0.1, y0 - 0.1, y0 + (y1 - y0) * 0.55, z - 0.10, cloth, tint)


def curtain(s, x0, x1, y0, y1, z, surface, tint):
    n = max(4, int((x1 - x0) / 0.055))
    from kitbag.shape import srgb

    def fn(u, v):
        x = x0 + (x1 - x0) * u
        fold = 0.028 * np.sin(u * n * math.pi * 0.5 + 0.6)
        return np.stack([x, y0 + (y1 - y0) * v, z + fold * (1.1 - 0.3 * v)], -1)

    s.patch(fn, n, 1, surface.tint(srgb(tint)), smooth=True, uv=None if surface.rect else _metres(x0, x1, y0, y1, n))


def _metres(x0, x1, y0, y1, n):
    u, v = np.meshgrid(np.linspace(0, (x1 - x0) * 1.4, n + 1), np.linspace(0, 0.4, 2), indexing="ij")
    return np.stack([u, v], -1)


def tuft(s, at, size, count, rng, flowers=0.0, spread=1.0):
    """A few crossed leaf cards, lit as one round bush."""
    at = np.asarray(at, float)
    for i in range(count):
        a = i * math.pi / count + rng.uniform(-0.3, 0.3)
        d = np.array([math.cos(a), 0, math.sin(a)])
        lean = np.array([math.cos(a + 1.57), 0, math.sin(a + 1.57)]) * rng.uniform(-0.25, 0.25) * spread
        h = size * rng.uniform(0.8, 1.15)
        up = np.array([0, h, 0]) + lean * h
        p = [at - d * h / 2, at + d * h / 2, at + d * h / 2 + up, at - d * h / 2 + up]
        n = [q - at + np.array([0, 0.2 * h, 0]) for q in p]
        n = [v / (np.linalg.norm(v) + 1e-9) for v in n]
        s.add(p, np.array([[0, 1, 2, 3]]), leaf(3 if rng.random() < flowers else rng.randrange(3)), normals=n)


def sill(s, x0, x1, y, surface=STONE, out=0.10, high=0.09, z=0.0):
    s.moulding([(y, z - 0.02), (y - 0.012, z + out), (y - 0.05, z + out), (y - high, z + out - 0.04), (y - high, z)], x0, x1, surface)


def architrave(s, x0, x1, y0, y1, w, d, surface, head=True):
    bar(s, x0 - w, x0, y0, y1 + (w if head else 0), 0, d, surface)
    bar(s, x1, x1 + w, y0, y1 + (w if head else 0), 0, d, surface)
    if head:
        bar(s, x0, x1, y1, y1 + w, 0, d, surface)
    # a fillet round the outside, which is what catches a raking sun
    bar(s, x0 - w - 0.02, x0 - w + 0.02, y0, y1 + w, 0, d + 0.02, surface)
    bar(s, x1 + w - 0.02, x1 + w + 0.02, y0, y1 + w, 0, d + 0.02, surface)


def hood(s, x0, x1, y, kind, surface):
    """Above a window: a level cornice, a gable or a low arch."""
    p = [(y + 0.20, 0), (y + 0.19, 0.16), (y + 0.15, 0.17), (y + 0.14, 0.12), (y + 0.08, 0.10), (y + 0.04, 0.05), (y, 0.04), (y, 0)]
    s.moulding(p, x0, x1, surface)
    c, w = (x0 + x1) / 2, x1 - x0
    if kind == "gable":
        top, base = y + 0.20 + w * 0.22, y + 0.19
        s.add([(x0, base, 0.05), (x1, base, 0.05), (c, top, 0.05)], [(0, 1, 2)], surface)
        for sgn in (-1, 1):
            xa = c + sgn * w / 2
            a = [(xa, base, 0), (xa, base, 0.17), (c, top, 0.17), (c, top, 0)]
            b = [(xa, base + 0.09, 0), (xa, base + 0.09, 0.17), (c, top + 0.09, 0.17), (c, top + 0.09, 0)]
            quads = [(b[0], b[1], b[2], b[3]), (a[1], a[2], b[2], b[1]), (a[3], a[2], a[1], a[0])]
            for q in quads:
                s.quad(*(q if sgn < 0 else q[::-1]), surface) if q is not quads[1] else s.quad(*(q if sgn < 0 else q[::-1]), surface)
    elif kind == "arch":
        pts = arc(c, y + 0.19, w - 0.06, w * 0.2)
        for (xb, yb), (xa, ya) in zip(pts, pts[1:]):
            s.quad((xa, y + 0.19, 0.05), (xb, y + 0.19, 0.05), (xb, yb, 0.05), (xa, ya, 0.05), surface)
        ring(s, pts, 0.09, 0.17, surface)


def keystone(s, cx, y, surface, high=0.34):
    v = [(cx - 0.09, y - 0.02), (cx + 0.09, y - 0.02), (cx + 0.13, y + high), (cx - 0.13, y + high)]
    f = [(a, b, 0.10) for a, b in v]
    s.quad(*f, surface)
    for i in range(4):
        a, b = v[i], v[(i + 1) % 4]
        s.quad((*a, 0), (*b, 0), (*b, 0.10), (*a, 0.10), surface)


def shutters(s, x0, x1, y0, y1, colour, rng):
    from kitbag.shape import srgb

    surf = PAINT.tint(srgb(colour))
    w = (x1 - x0) / 2
    for side in (-1, 1):
        a, b = (x0 - w - 0.02, x0 - 0.02) if side < 0 else (x1 + 0.02, x1 + w + 0.02)
        z = 0.04
        for p, q in ((a, a + 0.06), (b - 0.06, b)):
            s.box((p, y0, z - 0.02), (q, y1, z + 0.02), surf, omit="")
        for y in (y0, (y0 + y1) / 2 - 0.03, y1 - 0.06):
            s.box((a + 0.06, y, z - 0.02), (b - 0.06, y + 0.06, z + 0.02), surf, omit="lr")
        n = int((y1 - y0 - 0.1) / 0.075)
        for k in range(n):
            y = y0 + 0.08 + k * (y1 - y0 - 0.14) / n
            s.quad((a + 0.06, y, z + 0.016), (b - 0.06, y, z + 0.016), (b - 0.06, y + 0.07, z - 0.016), (a + 0.06, y + 0.07, z - 0.016), surf)


def box_of_flowers(s, x0, x1, y, rng):
    s.box((x0, y, 0.02), (x1, y + 0.16, 0.22), spot("#5b4030", 0.8), omit="")
    n = max(3, int((x1 - x0) / 0.22))
    for k in range(n):
        tuft(s, (x0 + (x1 - x0) * (k + 0.5) / n, y + 0.12, 0.12), rng.uniform(0.3, 0.42), 2, rng, 0.75)


def railing(s, points, y, h=1.0, colour="#1d2022", gap=0.115):
    """Upright bars between two rails along level points [(x, z)...]."""
    iron = STEEL.tint(*_lin(colour))
    for (xa, za), (xb, zb) in zip(points, points[1:]):
        d = math.hypot(xb - xa, zb - za)
        for yy, r in ((y + h, 0.022), (y + 0.09, 0.012), (y + h - 0.14, 0.010)):
            s.tube([(xa, yy, za), (xb, yy, zb)], r, iron, 5, caps=False)
        n = max(1, round(d / gap))
        for k in range(n + 1):
            x, z = xa + (xb - xa) * k / n, za + (zb - za) * k / n
            s.box((x - 0.007, y + 0.09, z - 0.007), (x + 0.007, y + h, z + 0.007), iron, omit="tb")


def _lin(text):
    from kitbag.shape import srgb

    return srgb(text)


def balcony(s, x0, x1, y, rng, out=0.9, surface=STONE, plants=False):
    s.moulding([(y, 0), (y, out), (y - 0.06, out + 0.03), (y - 0.12, out), (y - 0.18, out - 0.06), (y - 0.18, 0)], x0, x1, surface)
    for x in (x0 + 0.18, x1 - 0.18):
        s.at(shift(x, 0, 0)).moulding([(y - 0.18, 0.0), (y - 0.18, out * 0.8), (y - 0.30, out * 0.62), (y - 0.42, out * 0.22), (y - 0.62, 0.10), (y - 0.66, 0)], -0.09, 0.09, surface)
    railing(s, [(x0 + 0.05, 0), (x0 + 0.05, out - 0.05), (x1 - 0.05, out - 0.05), (x1 - 0.05, 0)], y)
    if plants:
        for _ in range(3):
            x = rng.uniform(x0 + 0.3, x1 - 0.3)
            s.at(shift(x, y, out - 0.3)).lathe([(0.09, 0), (0.13, 0.22), (0.14, 0.24), (0, 0.24)], spot("#a4623f", 0.8), 8)
            tuft(s, (x, y + 0.22, out - 0.3), rng.uniform(0.4, 0.6), 3, rng, 0.5)


def cornice(s, x0, x1, y, surface, size=1.0, dentils=True):
    """Main cornice, its top at y."""
    k = size
    p = [(y, 0), (y, 0.46), (y - 0.05, 0.48), (y - 0.10, 0.44), (y - 0.16, 0.40), (y - 0.18, 0.30), (y - 0.30, 0.26), (y - 0.33, 0.12), (y - 0.42, 0.10), (y - 0.48, 0.04), (y - 0.60, 0.03), (y - 0.60, 0)]
    p = [(y + (a - y) * k, b * k) for a, b in p]
    s.moulding(p, x0, x1, surface)
    if dentils:
        n = int((x1 - x0) / (0.28 * k))
        step = (x1 - x0) / n
        for i in range(n):
            x = x0 + step * (i + 0.5)
            s.box((x - 0.06 * k, y - 0.33 * k, 0.10 * k), (x + 0.06 * k, y - 0.19 * k, 0.24 * k), surface, omit="ft")


def string(s, x0, x1, y, surface, out=0.08, high=0.18):
    s.moulding([(y + high, 0), (y + high - 0.02, out), (y + high * 0.5, out), (y + high * 0.3, out * 0.5), (y, out * 0.4), (y, 0)], x0, x1, surface)


def quoins(s, x, side, y0, y1, surface):
    """Long and short corner stones; side -1 grows to the left of x."""
    y, k = y0, 0
    while y < y1 - 0.2:
        w = 0.52 if k % 2 else 0.34
        a, b = (x - w, x) if side < 0 else (x, x + w)
        h = min(0.36, y1 - y)
        s.box((a, y + 0.01, 0), (b, y + h - 0.01, 0.035), surface, omit="f")
        y += 0.36
        k += 1


def downpipe(s, x, y0, y1, colour="#6d6f70"):
    surf = ZINC if colour is None else STEEL.tint(*_lin(colour))
    t = s.at(shift(x, 0, 0))
    t.tube([(0, y1, 0.42), (0, y1 - 0.12, 0.40), (0, y1 - 0.42, 0.13), (0, y1 - 0.6, 0.10), (0, y0 + 0.5, 0.10), (0, y0 + 0.15, 0.10), (0, y0 + 0.04, 0.2)], 0.05, surf, 8, caps=False)
    for y in np.arange(y0 + 0.6, y1 - 0.7, 1.9):
        s.box((x - 0.075, y, 0), (x + 0.075, y + 0.04, 0.16), surf, omit="f")
    t.tube([(0, y0 + 0.45, 0.10), (0, y0 + 0.95, 0.10)], 0.056, spot("#3c3d3e", 0.6), 8)


def gutter(s, x0, x1, y, z, colour="#6d6f70"):
    a = np.linspace(0, math.pi, 7)
    surf = STEEL.tint(*_lin(colour))
    outer = [(y - 0.07 * math.sin(t), z + 0.07 * math.cos(t)) for t in a]
    s.moulding(outer, x0, x1, surf, smooth=True, caps=False)
    inner = [(y - 0.05 * math.sin(t), z + 0.06 * math.cos(t)) for t in a][::-1]
    s.moulding(inner, x0, x1, surf, caps=False)


def door(s, cx, y0, w, h, colour, rng, z=-0.22, light=True, number=None, bronze="#9c8450"):
    """A panelled house door with its own frame, handle, letter slot and fanlight."""
    wood = PAINT.tint(*_lin(colour))
    x0, x1 = cx - w / 2, cx + w / 2
    top = y0 + h - (0.5 if light else 0)
    bar(s, x0, x0 + 0.07, y0, y0 + h, z, 0.08, wood)
    bar(s, x1 - 0.07, x1, y0, y0 + h, z, 0.08, wood)
    bar(s, x0, x1, y0 + h - 0.07, y0 + h, z, 0.08, wood)
    if light:
        bar(s, x0, x1, top - 0.05, top + 0.05, z, 0.09, wood)
        pane(s, x0 + 0.05, x1 - 0.05, top, y0 + h - 0.05, z + 0.03, rng)
        s.quad((x0, top, z - 0.4), (x1, top, z - 0.4), (x1, y0 + h, z - 0.4), (x0, y0 + h, z - 0.4), night(spot("#b58f58", 0.9)))
        for k in range(-2, 3):
            bar(s, cx + k * w / 6 - 0.01, cx + k * w / 6 + 0.01, top, y0 + h - 0.05, z + 0.02, 0.03, wood)
    a, b = x0 + 0.07, x1 - 0.07
    leaves = [(a, b)] if w < 1.35 else [(a, cx), (cx, b)]
    for i, (l, r) in enumerate(leaves):
        st = 0.11
        bar(s, l, l + st, y0, top - 0.05, z, 0.05, wood)
        bar(s, r - st, r, y0, top - 0.05, z, 0.05, wood)
        ys = [y0, y0 + 0.22, y0 + 0.85, y0 + 0.97, y0 + (top - y0) * 0.72, y0 + (top - y0) * 0.72 + 0.1, top - 0.17, top - 0.05]
        for p, q in zip(ys[::2], ys[1::2]):
            bar(s, l + st, r - st, p, q, z, 0.05, wood)
        for p, q in zip(ys[1::2], ys[2::2]):
            s.quad((l + st, p, z + 0.015), (r - st, p, z + 0.015), (r - st, q, z + 0.015), (l + st, q, z + 0.015), wood)
            m = 0.05
            s.box((l + st + m, p + m, z + 0.015), (r - st - m, q - m, z + 0.035), wood, omit="f")
        if i == len(leaves) - 1:
            hx = l + 0.055
            brass = spot(bronze, 0.3, 1.0)
            s.box((hx - 0.025, y0 + 0.92, z + 0.05), (hx + 0.025, y0 + 1.16, z + 0.058), brass, omit="f")
            s.tube([(hx, y0 + 1.04, z + 0.05), (hx, y0 + 1.04, z + 0.11), (hx + 0.12, y0 + 1.04, z + 0.12)], 0.011, brass, 6)
    s.box((x0 - 0.05, y0 - 0.14, z - 0.02), (x1 + 0.05, y0, 0.16), STONE.tint(0.82), omit="fb")
    if number:
        p = SHEET.picture(f"number-{number}")
        s.quad((x1 + 0.28, y0 + 1.9, 0.035), (x1 + 0.46, y0 + 1.9, 0.035), (x1 + 0.46, y0 + 2.05, 0.035), (x1 + 0.28, y0 + 2.05, 0.035), p)
        s.box((x1 + 0.27, y0 + 1.89, 0.0), (x1 + 0.47, y0 + 2.06, 0.033), spot("#20304a"), omit="f")


def chimney(s, x, y0, z, w, d, h, surface, pots, rng):
    s.box((x - w / 2, y0, z - d / 2), (x + w / 2, y0 + h, z + d / 2), surface, omit="tb")
    s.box((x - w / 2 - 0.06, y0 + h, z - d / 2 - 0.06), (x + w / 2 + 0.06, y0 + h + 0.14, z + d / 2 + 0.06), STONE.tint(0.7))
    for k in range(pots):
        t = s.at(shift(x - w / 2 + w * (k + 0.5) / pots, y0 + h + 0.14, z))
        t.lathe([(0.13, 0), (0.10, 0.35), (0.13, 0.38), (0.13, 0.44), (0.09, 0.44), (0.0, 0.30)], spot("#a5603f", 0.85), 8)


def random_for(name):
    return random.Random(f"corner-street/{name}")
