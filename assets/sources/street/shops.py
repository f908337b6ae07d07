"""Shop fronts, in the façade's frame: pilasters, stall riser, glass, a recessed door, a
fascia with the name, an awning, and behind the glass a shallow room with its goods."""
import math

import numpy as np
from kitbag.shape import shift, srgb

from .dress import CLOTH, PAINT, SHEET, SIGNS, STEEL, STONE, night, spot
from .facade import bar, pane, tuft

HEAD = 2.95  # top of the glass
FASCIA = 0.62


def opening(x0, x1):
    """The hole that the wall leaves for the shop."""
    return (x0, x1, 0.0, HEAD + FASCIA + 0.1)


def front(s, x0, x1, kind, rng, wood="#24382f", door_at=None, awning=None, floor=0.12, depth=3.4, blade=False):
    """`door_at` 0..1 along the front; `awning`: two colours."""
    w, riser = x1 - x0, 0.52
    paint = PAINT.tint(*srgb(wood))
    dark = PAINT.tint(*(c * 0.75 for c in srgb(wood)))
    z = -0.10
    dw = 1.15
    dx = x0 + 0.3 + (w - 0.6 - dw) * (0.5 if door_at is None else door_at)
    y0 = floor
    top = y0 + HEAD
    # pilasters
    for a in (x0, x1 - 0.28):
        bar(s, a, a + 0.28, y0 - 0.12, top, -0.15, 0.22, paint)
        bar(s, a - 0.02, a + 0.30, y0 - 0.12, y0 + 0.28, -0.15, 0.26, dark)
        bar(s, a - 0.02, a + 0.30, top - 0.16, top, -0.15, 0.27, paint)
        bar(s, a + 0.06, a + 0.22, y0 + 0.40, top - 0.28, 0.06, 0.022, dark)
        bar(s, a, a + 0.28, top, top + FASCIA, -0.15, 0.28, paint)
    a, b = x0 + 0.28, x1 - 0.28
    bays = [(a, dx), (dx + dw, b)]
    bays = [q for q in bays if q[1] - q[0] > 0.5]
    for p, q in bays:
        bar(s, p, q, y0 - 0.12, y0 + riser, z - 0.02, 0.10, paint)
        n = max(1, round((q - p) / 1.1))
        for k in range(n):
            u, v = p + (q - p) * k / n + 0.10, p + (q - p) * (k + 1) / n - 0.10
            bar(s, u, v, y0 + 0.10, y0 + riser - 0.10, z + 0.08, 0.018, dark)
        s.moulding([(y0 + riser + 0.05, z - 0.05), (y0 + riser + 0.04, z + 0.15), (y0 + riser, z + 0.15), (y0 + riser, z)], p, q, paint)
        bar(s, p, q, top - 0.08, top, z - 0.02, 0.09, paint)
        n = max(1, round((q - p) / 1.5))
        for k in range(n + 1):
            x = p + (q - p) * k / n
            e = 0.03
            bar(s, max(p, x - e), min(q, x + e), y0 + riser, top, z - 0.01, 0.07, paint)
        bar(s, p, q, top - 0.62, top - 0.57, z, 0.05, paint)
        for k in range(n):
            pane(s, p + (q - p) * k / n, p + (q - p) * (k + 1) / n, y0 + riser + 0.03, top - 0.05, z + 0.02, rng, 0.002)
        # the shelf in the window
        s.box((p, y0 + riser - 0.04, -0.85), (q, y0 + riser, z - 0.03), night(spot("#c9b291", 0.7)), omit="")
        s.box((p, y0, -0.85), (q, y0 + riser - 0.04, -0.80), spot("#6b5a48", 0.8), omit="n")
    # the door, set back, with splayed glass beside it
    back = -0.95
    for x, sgn in ((dx, 1), (dx + dw, -1)):
        p, q = (x, z), (x + sgn * 0.12, back)
        quad = [(p[0], y0 + riser, p[1]), (q[0], y0 + riser, q[1]), (q[0], top - 0.06, q[1]), (p[0], top - 0.06, p[1])]
        low = [(p[0], y0, p[1]), (q[0], y0, q[1]), (q[0], y0 + riser, q[1]), (p[0], y0 + riser, p[1])]
        if sgn < 0:
            quad, low = [quad[i] for i in (1, 0, 3, 2)], [low[i] for i in (1, 0, 3, 2)]
        from .dress import GLASS

        s.quad(*quad, GLASS)
        s.quad(*low, paint)
        bar(s, min(p[0], x) - 0.03, max(p[0], x) + 0.03, y0, top, z - 0.02, 0.09, paint)
    l, r = dx + 0.12, dx + dw - 0.12
    for u, v, g, h in ((l, l + 0.10, y0, top), (r - 0.10, r, y0, top), (l, r, y0 + 2.15, y0 + 2.25), (l, r, top - 0.08, top), (l + 0.1, r - 0.1, y0 + 0.03, y0 + 0.55), (l + 0.1, r - 0.1, y0 + 2.02, y0 + 2.14)):
        bar(s, u, v, g, h, back, 0.05, paint)
    bar(s, l + 0.16, r - 0.16, y0 + 0.14, y0 + 0.45, back + 0.05, 0.015, dark)
    pane(s, l + 0.05, r - 0.05, y0 + 0.5, top - 0.05, back + 0.02, rng, 0.002)
    brass = spot("#b29a5c", 0.28, 1.0)
    s.tube([(r - 0.16, y0 + 0.95, back + 0.05), (r - 0.16, y0 + 0.95, back + 0.11), (r - 0.16, y0 + 1.30, back + 0.11), (r - 0.16, y0 + 1.30, back + 0.05)], 0.013, brass, 6)
    s.quad((dx, y0 + 0.004, z + 0.1), (dx + dw, y0 + 0.004, z + 0.1), (dx + dw, y0 + 0.004, back), (dx, y0 + 0.004, back), STONE.tint(0.7))
    s.quad((dx, top, back), (dx + dw, top, back), (dx + dw, top, z), (dx, top, z), paint)
    card = SHEET.picture("menu") if kind in ("cafe", "inn", "wine") else SHEET.picture(f"poster-{rng.randrange(4)}")
    s.quad((x0 + 0.04, y0 + 1.1, 0.09), (x0 + 0.24, y0 + 1.1, 0.09), (x0 + 0.24, y0 + 1.40, 0.09), (x0 + 0.04, y0 + 1.40, 0.09), card)
    # fascia and name
    bar(s, a, b, top, top + FASCIA, -0.12, 0.20, paint)
    s.moulding([(top + FASCIA + 0.12, -0.1), (top + FASCIA + 0.10, 0.34), (top + FASCIA + 0.05, 0.36), (top + FASCIA + 0.02, 0.28), (top + FASCIA - 0.03, 0.16), (top + FASCIA - 0.05, 0.10), (top + FASCIA - 0.05, 0)], x0 - 0.06, x1 + 0.06, paint)
    h = 0.46
    sw = min(b - a - 0.1, h * 8)
    h = sw / 8
    c, yy = (a + b) / 2, top + FASCIA / 2 - 0.02
    s.quad((c - sw / 2, yy - h / 2, 0.085), (c + sw / 2, yy - h / 2, 0.085), (c + sw / 2, yy + h / 2, 0.085), (c - sw / 2, yy + h / 2, 0.085), SHEET.picture(f"sign-{kind}"))
    for k in (-0.3, 0.3):
        x = c + k * sw
        iron = spot("#1c1d1f", 0.5)
        s.tube([(x, top + FASCIA - 0.02, 0.12), (x, top + FASCIA + 0.02, 0.42), (x, top + FASCIA - 0.06, 0.5)], 0.012, iron, 5, caps=False)
        s.at(shift(x, top + FASCIA - 0.16, 0.5)).lathe([(0.10, 0), (0.05, 0.10), (0, 0.11)], iron, 8)
        s.at(shift(x, top + FASCIA - 0.15, 0.5)).lathe([(0, -0.01), (0.06, 0.0), (0.04, 0.05)], night(spot("#fff0cc")), 6)
    if awning:
        canopy(s, x0 + 0.05, x1 - 0.05, top - 0.02, awning, kind)
    if blade:
        hanging(s, x1 - 0.15, top + 1.25, kind)
    goods(s, x0 + 0.1, x1 - 0.1, y0, top, depth, kind, rng, bays, riser)


def canopy(s, x0, x1, y, colours, kind, out=1.45, drop=0.52):
    n = max(4, round((x1 - x0) / 0.24))
    n += (n + 1) % 2
    step = (x1 - x0) / n
    for k in range(n):
        surf = CLOTH.tint(*srgb(colours[k % 2]))
        a, b = x0 + k * step, x0 + (k + 1) * step
        p = [(y + 0.02, 0.10), (y - drop * 0.45, out * 0.52), (y - drop, out)]
        for (ya, za), (yb, zb) in zip(p, p[1:]):
            s.quad((a, yb, zb), (b, yb, zb), (b, ya, za), (a, ya, za), surf)
            s.quad((a, ya - 0.006, za), (b, ya - 0.006, za), (b, yb - 0.006, zb), (a, yb - 0.006, zb), surf)
        e = y - drop - 0.17
        m = (a + b) / 2
        v = [(a, y - drop, out), (a, e + 0.05, out), (m, e, out), (b, e + 0.05, out), (b, y - drop, out)]
        s.fan(v, surf)
        s.fan([(px, py, pz - 0.005) for px, py, pz in v[::-1]], surf)
    iron = STEEL.tint(0.25)
    for x in (x0 + 0.02, x1 - 0.02):
        s.tube([(x, y - 0.9, 0.1), (x, y - drop, out - 0.02)], 0.014, iron, 5, caps=False)
    s.tube([(x0, y - drop, out - 0.01), (x1, y - drop, out - 0.01)], 0.016, iron, 5)


def hanging(s, x, y, kind):
    """A sign on a bracket across the pavement."""
    iron = spot("#1b1c1e", 0.5)
    s.tube([(x, y + 0.3, 0), (x, y + 0.3, 0.95)], 0.016, iron, 6)
    s.tube([(x, y - 0.15, 0), (x, y + 0.05, 0.12), (x, y + 0.26, 0.5)], 0.010, iron, 5)
    ground = SIGNS[kind][3]
    s.chamfered((x - 0.03, y - 0.32, 0.24), (x + 0.03, y + 0.22, 0.90), 0.012, spot(ground, 0.4))
    p = SHEET.part(f"sign-{kind}", 0.06, 0.1, 0.94, 0.9)
    for sgn in (-1, 1):
        q = [(x + sgn * 0.032, y - 0.11, 0.27), (x + sgn * 0.032, y - 0.11, 0.87), (x + sgn * 0.032, y - 0.01, 0.87), (x + sgn * 0.032, y - 0.01, 0.27)]
        s.quad(*(q if sgn < 0 else [q[1], q[0], q[3], q[2]]), p)
    for zz in (0.32, 0.82):
        s.tube([(x, y + 0.22, zz), (x, y + 0.3, zz)], 0.006, iron, 4, caps=False)


WALLS = {"cafe": "warm", "bakery": "warm", "books": "wood", "flowers": "cool", "wine": "wood", "radio": "cream", "inn": "wood", "optician": "cool", "pharmacy": "cool"}


def goods(s, x0, x1, y0, top, depth, kind, rng, bays, riser):
    back = -depth
    hi = top + 0.1
    wall = night(SHEET.picture(f"wash-{WALLS.get(kind, 'cream')}"))
    floor = night(spot("#43352a", 0.6))
    ceil = night(spot("#8d8168", 0.9))
    n = 3
    s.grid((x0, y0, back), (x1, y0, back), (x0, hi, back), 4, n, wall)
    s.grid((x0, y0, -0.12), (x0, y0, back), (x0, hi, -0.12), n, n, wall)
    s.grid((x1, y0, back), (x1, y0, -0.12), (x1, hi, back), n, n, wall)
    s.grid((x0, y0, -0.12), (x1, y0, -0.12), (x0, y0, back), 4, n, floor)
    s.grid((x0, hi, back), (x1, hi, back), (x0, hi, -0.12), 4, n, ceil)
    # lamps
    w = x1 - x0
    for k in range(max(1, int(w / 1.8))):
        x = x0 + w * (k + 0.5) / max(1, int(w / 1.8))
        for zz in (-1.3, -2.5):
            t = s.at(shift(x, hi - 0.75, zz))
            t.tube([(0, 0.18, 0), (0, 0.75, 0)], 0.008, spot("#1b1b1b"), 4, caps=False)
            t.lathe([(0.17, 0), (0.06, 0.16), (0.02, 0.2)], spot("#2a3a34" if k % 2 else "#38302a", 0.4), 10)
            t.lathe([(0, -0.05), (0.06, -0.02), (0.07, 0.03), (0.03, 0.09)], night(spot("#fff3d6")), 8)
    # counter and shelves
    board = night(spot("#8a6a45", 0.6))
    cw = min(2.2, w * 0.45)
    cx = x0 + 0.4 if rng.random() < 0.5 else x1 - 0.4 - cw
    s.box((cx, y0, back + 0.95), (cx + cw, y0 + 0.95, back + 1.45), night(spot("#6e5236", 0.6)), omit="b")
    s.box((cx - 0.05, y0 + 0.95, back + 0.90), (cx + cw + 0.05, y0 + 1.0, back + 1.50), board)
    s.box((cx + 0.3, y0 + 1.0, back + 1.1), (cx + 0.62, y0 + 1.28, back + 1.35), night(spot("#3a3c40", 0.4)))
    rows = [0.55, 1.0, 1.45, 1.9, 2.35]
    a, b = x0 + 0.15, x1 - 0.15
    for x in np.linspace(a, b, max(2, round((b - a) / 1.1) + 1)):
        s.box((x - 0.02, y0, back), (x + 0.02, y0 + 2.7, back + 0.34), board, omit="fb")
    for y in rows:
        s.box((a, y0 + y, back), (b, y0 + y + 0.03, back + 0.34), board, omit="flr")
        fill(s, a + 0.05, b - 0.05, y0 + y + 0.03, back + 0.06, 0.26, kind, rng, 0.40)
    # in the window
    for p, q in bays:
        fill(s, p + 0.15, q - 0.15, y0 + riser, -0.72, 0.5, kind, rng, 0.45, sparse=True)


def fill(s, x0, x1, y, z, d, kind, rng, h, sparse=False):
    """A row of what the shop sells."""
    x = x0
    c = lambda *t: night(spot(rng.choice(t), 0.6))
    while x < x1 - 0.1:
        if kind in ("books", "paper", "antiques"):
            if rng.random() < 0.12 or sparse and rng.random() < 0.3:
                x += rng.uniform(0.08, 0.25)
                continue
            t, g = rng.uniform(0.025, 0.055), rng.uniform(0.20, 0.31)
            surf = c("#7a2f2a", "#2f4a6b", "#3d5a3c", "#b58a45", "#5a4a6b", "#d0c6ae", "#2a2a2e", "#a4552f")
            if sparse and rng.random() < 0.5:
                t = rng.uniform(0.17, 0.22)
                s.box((x, y, z + 0.1), (x + t, y + g, z + 0.14), surf, omit="b")
            else:
                s.box((x, y, z), (x + t, y + g, z + 0.18), surf, omit="bf")
            x += t + 0.002
        elif kind in ("wine", "inn", "cafe", "pharmacy"):
            g = rng.uniform(0.24, 0.32) if kind != "pharmacy" else rng.uniform(0.12, 0.24)
            r = rng.uniform(0.035, 0.042)
            surf = c("#2c3f2a", "#3d2a1c", "#5a1f26", "#2a3a30", "#c9b98a") if kind != "pharmacy" else c("#6b4425", "#e6e2d6", "#35567a", "#8fa8a0")
            s.at(shift(x + r, y, z + 0.1)).lathe([(r, 0), (r, g * 0.62), (r * 0.35, g * 0.8), (r * 0.35, g)], surf, 5)
            x += 2 * r + (rng.uniform(0.1, 0.3) if sparse else rng.uniform(0.01, 0.12))
        elif kind in ("bakery", "grocer"):
            if kind == "bakery":
                surf, r = c("#a86a2f", "#b97c3c", "#8a5424", "#c89552"), rng.uniform(0.07, 0.12)
                s.at(shift(x + r, y, z + 0.14)).lathe([(r * 0.9, 0), (r, r * 0.35), (r * 0.7, r * 0.85), (0, r)], surf, 8)
                x += 2 * r + 0.02
            else:
                surf = c("#b23a2a", "#d58a2a", "#6d8a3a", "#c9b23a", "#7a3550")
                s.box((x, y, z), (x + 0.34, y + 0.10, z + d), night(spot("#a4814f", 0.8)), omit="b")
                for i in range(4):
                    for j in range(2 if d < 0.3 else 3):
                        s.at(shift(x + 0.05 + i * 0.08, y + 0.10, z + 0.05 + j * 0.085)).lathe([(0.042, 0), (0.032, 0.035), (0, 0.045)], surf, 5, smooth=True)
                x += 0.38
        elif kind == "flowers":
            t = s.at(shift(x + 0.08, y, z + 0.14))
            t.lathe([(0.06, 0), (0.085, 0.16), (0, 0.16)], c("#a4623f", "#8a9094", "#4d6b5c"), 8)
            tuft(s, (x + 0.08, y + 0.14, z + 0.14), rng.uniform(0.3, 0.42), 2, rng, 0.8)
            x += rng.uniform(0.2, 0.32)
        elif kind in ("radio", "cycles", "hotel"):
            w, g = rng.uniform(0.22, 0.42), rng.uniform(0.18, 0.34)
            body = c("#5a3f28", "#2b2d30", "#c9c3b2", "#7a3b2c", "#33525a")
            s.chamfered((x, y, z), (x + w, y + g, z + 0.22), 0.02, body)
            s.box((x + 0.03, y + 0.04, z + 0.22), (x + w * 0.6, y + g - 0.04, z + 0.225), c("#b8a27a", "#8a8578"), omit="f")
            s.at(shift(x + w * 0.8, y + g / 2, z + 0.22) @ _quarter()).lathe([(0.03, 0), (0.026, 0.03), (0, 0.03)], c("#d8cda8", "#1c1c1e"), 8)
            x += w + rng.uniform(0.04, 0.2)
        elif kind in ("tailor", "barber", "optician"):
            if sparse and kind == "tailor":
                t = s.at(shift(x + 0.22, y, z + 0.25))
                cloth = c("#2c3440", "#5a4a3a", "#7a2f38", "#3f4a3a")
                t.lathe([(0.10, 0), (0.02, 0.03), (0.02, 0.5), (0.13, 0.52), (0.145, 0.72), (0.18, 0.95), (0.17, 1.06), (0.06, 1.12), (0.05, 1.2), (0, 1.22)], cloth, 10)
                x += 0.75
            else:
                w, g = rng.uniform(0.10, 0.26), rng.uniform(0.08, 0.22)
                s.box((x, y, z), (x + w, y + g, z + 0.2), c("#d8d2c2", "#3a4550", "#8a3f3a", "#b59a63", "#4a5a4c", "#e8e6e0"), omit="bf")
                x += w + rng.uniform(0.02, 0.14)
        else:
            x += 0.3


def _quarter():
    from kitbag.shape import spin

    return spin("x", math.pi / 2)


