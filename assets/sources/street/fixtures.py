"""What is bolted to the pavement and stays: bollards, benches, post box, signs, a poster
pillar, cabinets. Out: one Shape and collider shapes."""
import math

import numpy as np
from kitbag import colliders as col
from kitbag.shape import Shape, shift, srgb, spin, turn

from .dress import BOARDS, SHEET, STEEL, STONE, ZINC, spot
from .facade import random_for, tuft
from .layout import END_Z, KERB, ROAD

IRON = STEEL.tint(*srgb("#22272a"))


def bollard(s, x, z):
    t = s.at(shift(x, KERB, z))
    t.lathe([(0.085, 0), (0.085, 0.05), (0.06, 0.09), (0.055, 0.72), (0.07, 0.74), (0.07, 0.78), (0.05, 0.80), (0.06, 0.86), (0.045, 0.92), (0, 0.94)], IRON, 12)
    t.lathe([(0.0575, 0.58), (0.0575, 0.66)], spot("#d9d6cc", 0.4), 12)
    return [col.cylinder((x, KERB, z), (x, KERB + 0.94, z), 0.07)]


def bench(s, x, z, heading):
    t = s.at(turn(heading, (x, KERB, z)))
    for sx in (-0.72, 0.72):
        u = t.at(shift(sx, 0, 0))
        u.tube([(0, 0, 0.20), (0, 0.22, 0.22), (0, 0.43, 0.20), (0, 0.445, 0.0), (0, 0.43, -0.20), (0, 0.62, -0.26), (0, 0.86, -0.34)], 0.022, IRON, 7)
        u.tube([(0, 0, -0.26), (0, 0.25, -0.22), (0, 0.43, -0.18)], 0.022, IRON, 7)
        u.tube([(0, 0.62, -0.25), (0, 0.66, -0.08), (0, 0.66, 0.14), (0, 0.60, 0.22), (0, 0.44, 0.20)], 0.016, IRON, 7)
    for k in range(5):
        zz = -0.17 + k * 0.085
        t.chamfered((-0.85, 0.452, zz), (0.85, 0.482, zz + 0.07), 0.006, BOARDS.tint(0.62, 0.5, 0.4))
    for k in range(4):
        y = 0.55 + k * 0.085
        zz = -0.235 - (y - 0.55) * 0.33
        t.at(shift(0, y, zz) @ spin("x", -0.3)).chamfered((-0.85, 0, -0.012), (0.85, 0.068, 0.018), 0.006, BOARDS.tint(0.62, 0.5, 0.4))
    m = turn(heading, (x, KERB, z))
    q = (0, math.sin(heading / 2), 0, math.cos(heading / 2))
    return [col.box((m @ [0, 0.24, 0, 1])[:3], (1.7, 0.48, 0.45), q), col.box((m @ [0, 0.68, -0.29, 1])[:3], (1.7, 0.4, 0.12), q)]


def post_box(s, x, z, heading):
    t = s.at(turn(heading, (x, KERB, z)))
    y = STEEL.tint(*srgb("#e0a81c"))
    t.chamfered((-0.05, 0, -0.05), (0.05, 0.75, 0.05), 0.01, IRON)
    t.chamfered((-0.29, 0.72, -0.18), (0.29, 1.42, 0.18), 0.03, y)
    t.moulding([(1.50, -0.1), (1.50, 0.06), (1.45, 0.21), (1.41, 0.21), (1.41, -0.2)], -0.31, 0.31, y.tint(0.92))
    t.box((-0.22, 1.27, 0.178), (0.22, 1.33, 0.186), spot("#111111"), omit="f")
    t.chamfered((-0.24, 1.33, 0.17), (0.24, 1.355, 0.215), 0.008, y)
    t.chamfered((-0.2, 0.82, 0.175), (0.2, 1.18, 0.192), 0.008, y.tint(0.95))
    t.quad((-0.12, 0.98, 0.194), (0.12, 0.98, 0.194), (0.12, 1.12, 0.194), (-0.12, 1.12, 0.194), SHEET.picture("paper-0"))
    return [col.box((x, KERB + 0.75, z), (0.6, 1.5, 0.4), (0, math.sin(heading / 2), 0, math.cos(heading / 2)))]


def sign_post(s, x, z, heading, faces, high=2.9):
    """`faces`: [(picture, y, round?)]."""
    t = s.at(turn(heading, (x, KERB, z)))
    t.tube([(0, 0, 0), (0, high, 0)], 0.03, ZINC, 9)
    t.lathe([(0.06, 0), (0.05, 0.04), (0.031, 0.05)], ZINC, 9)
    for name, y, is_round in faces:
        p = SHEET.picture(name)
        if is_round:
            r = 0.30
            a = np.linspace(0, 2 * math.pi, 25)[:-1]
            ring = [(r * math.cos(k), y + r * math.sin(k), 0.05) for k in a] + [(0, y, 0.05)]
            x0, y0, x1, y1 = p.rect
            uv = [((x0 + x1) / 2 + (x1 - x0) * 0.48 * math.cos(k), (y0 + y1) / 2 + (y1 - y0) * 0.48 * math.sin(k)) for k in a] + [((x0 + x1) / 2, (y0 + y1) / 2)]
            t.add(ring, np.array([(i, (i + 1) % 24, 24) for i in range(24)]), p, uv=uv)
            t.at(shift(0, y, 0.03) @ spin("x", math.pi / 2)).lathe([(0, 0), (0.3, 0), (0.302, 0.02)], ZINC, 24)
        else:
            t.chamfered((-0.3, y - 0.3, 0.03), (0.3, y + 0.3, 0.045), 0.006, ZINC)
            t.quad((-0.29, y - 0.29, 0.048), (0.29, y - 0.29, 0.048), (0.29, y + 0.29, 0.048), (-0.29, y + 0.29, 0.048), p)
    return [col.cylinder((x, KERB, z), (x, KERB + high, z), 0.035)]


def pillar(s, x, z):
    """A round poster pillar."""
    t = s.at(shift(x, KERB, z))
    t.lathe([(0.68, 0), (0.68, 0.25), (0.62, 0.32)], STONE.tint(0.6), 28)
    t.lathe([(0.60, 0.3), (0.60, 2.55)], spot("#8c877b", 0.9), 28)
    rng = random_for("pillar")
    for k in range(7):
        a0 = k * 2 * math.pi / 7 + 0.05
        for y0, h in ((0.55, 0.95), (1.55, 0.95)):
            p = SHEET.picture(f"poster-{rng.randrange(4)}")
            w = 0.78

            def fn(u, v, a0=a0, y0=y0, h=h, w=w):
                a = a0 + w * u
                return np.stack([0.604 * np.sin(a), y0 + h * v, 0.604 * np.cos(a)], -1)

            t.patch(fn, 4, 1, p)
    t.lathe([(0.66, 2.52), (0.70, 2.58), (0.70, 2.66), (0.62, 2.72), (0.5, 2.95), (0.25, 3.15), (0.06, 3.25), (0.06, 3.34), (0.1, 3.42), (0, 3.5)], spot("#4d6b5c", 0.5, 0.2), 28)
    t.lathe([(0.6, 2.52), (0.66, 2.52)], spot("#3a3a38"), 28)
    return [col.cylinder((x, KERB, z), (x, KERB + 3.0, z), 0.64)]


def cabinet(s, x, z, heading):
    t = s.at(turn(heading, (x, KERB, z)))
    g = spot("#7d8378", 0.6)
    t.chamfered((-0.45, 0, -0.16), (0.45, 1.12, 0.16), 0.015, g)
    t.box((-0.005, 0.1, 0.16), (0.005, 1.05, 0.163), spot("#3b3e3a"), omit="f")
    for k in range(8):
        for xx in (-0.4, 0.08):
            t.box((xx, 0.18 + k * 0.03, 0.16), (xx + 0.3, 0.19 + k * 0.03, 0.164), spot("#4a4e48"), omit="f")
    t.quad((-0.38, 0.55, 0.163), (-0.12, 0.55, 0.163), (-0.12, 0.92, 0.163), (-0.38, 0.92, 0.163), SHEET.picture("poster-1"))
    return [col.box((x, KERB + 0.56, z), (0.9, 1.12, 0.32), (0, math.sin(heading / 2), 0, math.cos(heading / 2)))]


def trough(s, x, z, heading, rng):
    """A long stone trough of flowers."""
    t = s.at(turn(heading, (x, KERB, z)))
    t.chamfered((-0.7, 0, -0.22), (0.7, 0.46, 0.22), 0.03, STONE.tint(0.75))
    t.box((-0.63, 0.44, -0.15), (0.63, 0.465, 0.15), spot("#3e3226", 0.95))
    for k in range(7):
        tuft(t, (-0.55 + k * 0.18, 0.44, rng.uniform(-0.05, 0.05)), rng.uniform(0.4, 0.6), 2, rng, 0.6)
    return [col.box((x, KERB + 0.25, z), (1.4, 0.5, 0.44), (0, math.sin(heading / 2), 0, math.cos(heading / 2)))]


def build():
    s, c, rng = Shape(), [], random_for("fixtures")
    for z in (-7.2, -1.6):
        for x in (-ROAD - 0.45, ROAD + 0.45):
            c += bollard(s, x, z)
    for k in range(5):
        c += bollard(s, -2.8 + k * 1.4, END_Z - 0.6)
    for x, z in ((4.75, -8.9), (6.7, -10.2), (4.4, -22.4), (5.2, -20.5), (6.7, -18.8)):
        c += bollard(s, x, z)
    c += bench(s, -7.9, -20.0 + 40.8, math.pi / 2) + bench(s, 7.9, -38.0, -math.pi / 2) + bench(s, -6.2, -55.2, math.pi / 2)
    c += post_box(s, 8.05, 12.6, -math.pi / 2)
    c += sign_post(s, -ROAD - 0.5, -0.9, 0, [("crossing", 2.45, False)])
    c += sign_post(s, ROAD + 0.5, -7.0, math.pi, [("crossing", 2.45, False)])
    c += sign_post(s, ROAD + 0.55, 26.0, 0, [("thirty", 2.5, True)])
    c += sign_post(s, -ROAD - 0.5, -36.0, math.pi, [("thirty", 2.5, True)])
    c += sign_post(s, 13.0, -11.1, math.pi / 2, [("nostop", 2.4, True)])
    c += pillar(s, -6.6, -20.6)
    c += cabinet(s, 8.28, -34.2, -math.pi / 2) + cabinet(s, -8.28, 9.9, math.pi / 2)
    for x, z, h in ((7.6, 22.2, -math.pi / 2), (-7.7, -30.2, math.pi / 2), (24.0, -19.6, 0), (7.8, -51.5, -math.pi / 2), (-3.6, -57.0, 0), (3.6, -57.0, 0)):
        c += trough(s, x, z, h, rng)
    return s, c


