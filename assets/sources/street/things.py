"""The movable things of the street but for the vehicles: each function makes one thing's
Shape, collider shapes and manifest values. `THINGS` names them all."""
import math

import numpy as np
from kitbag import colliders as col
from kitbag import materials as mat
from kitbag.shape import Shape, Surface, shift, spin, srgb, turn

WOOD = Surface("wood", metres=1.0)
CLOTH = Surface("fabric", metres=0.25)


def plain(name, colour, rough=0.5, metal=0.0, **kw):
    """An untextured material made on first use."""
    import bpy

    if name not in bpy.data.materials:
        mat.plain(name, (1, 1, 1), rough, metal, **kw)
    return Surface(name, colour=srgb(colour))


def timber():
    import bpy

    if "wood" not in bpy.data.materials:
        mat.tiling("wood", "wood", 512)
    return WOOD


def woven():
    import bpy

    if "fabric" not in bpy.data.materials:
        mat.tiling("fabric", "fabric", 256)
    return CLOTH


def iron(colour="#232629"):
    return plain("metal", colour, 0.42, 0.0)


def steel(colour="#b9bcbe"):
    return plain("steel", colour, 0.3, 1.0)


def crate():
    s, w = Shape(), timber()
    a, h, t = 0.25, 0.36, 0.014
    for sx in (-1, 1):
        for sz in (-1, 1):
            x, z = sx * (a - 0.03), sz * (a - 0.03)
            s.box((x - 0.02, 0.0, z - 0.02), (x + 0.02, h, z + 0.02), w.tint(0.80))
    k = 0
    for side in range(4):
        m = s.at(turn(side * math.pi / 2))
        for i, y in enumerate((0.012, 0.130, 0.248)):
            k += 1
            e = a if side % 2 else a - t
            m.chamfered((-e, y, a - t), (e, y + 0.098, a), 0.003, w.tint(0.80 + 0.06 * math.sin(k * 2.1), 0.79 + 0.06 * math.sin(k * 2.1), 0.76))
    for i in range(4):
        x = -a + t + 0.006 + i * 0.118
        s.chamfered((x, 0.012, -a + t), (x + 0.108, 0.026, a - t), 0.002, w.tint(0.75))
    for i in range(4):
        x = -a + t + 0.004 + i * 0.119
        s.chamfered((x, h - 0.016, -a + t), (x + 0.112, h, a - t), 0.002, w.tint(0.84 - 0.03 * (i % 2)))
    return s, [col.between((-a, 0, -a), (a, h, a))], dict(label="Crate", mass=9, friction=0.62, restitution=0.08, colour="#a98557", grips=[{"position": [-a, 0.3, 0]}, {"position": [a, 0.3, 0]}])


def ball():
    s = Shape()
    r = 0.11
    import bpy

    if "ball" not in bpy.data.materials:
        mat.plain("ball", (1, 1, 1), 0.38)
    red, white = Surface("ball", colour=srgb("#b8231c")), Surface("ball", colour=srgb("#e6e1d4"))
    n, m = 24, 12
    for k in range(n):
        surf = red if (k // 4) % 2 else white
        a0, a1 = 2 * math.pi * k / n, 2 * math.pi * (k + 1) / n
        s.patch(lambda u, v, a0=a0, a1=a1: np.stack([r * np.sin(np.pi * (v * 0.999 + 0.0005)) * np.sin(a0 + (a1 - a0) * u), r - r * np.cos(np.pi * (v * 0.999 + 0.0005)), r * np.sin(np.pi * (v * 0.999 + 0.0005)) * np.cos(a0 + (a1 - a0) * u)], -1), 1, m, surf)
    return s, [col.sphere((0, r, 0), r)], dict(label="Ball", mass=0.42, friction=0.55, restitution=0.72, colour="#b8231c", grips=[{"position": [0, r, 0]}])


def bin_():
    """A litter bin of slats round a liner, with a hood."""
    s = Shape()
    green, dark = iron("#27402f"), iron("#15181a")
    r = 0.25
    s.lathe([(r - 0.05, 0.06), (r - 0.045, 0.80), (r - 0.065, 0.80), (r - 0.07, 0.10), (0, 0.10)], dark, 20)
    for k in range(20):
        t = s.at(spin("y", k * math.pi / 10))
        t.chamfered((-0.030, 0.08, r - 0.012), (0.030, 0.78, r + 0.006), 0.004, green)
    for y in (0.16, 0.66):
        s.lathe([(r - 0.014, y), (r + 0.012, y), (r + 0.012, y + 0.05), (r - 0.014, y + 0.05)], green.tint(0.8), 24, smooth=False)
    s.lathe([(r + 0.02, 0.79), (r + 0.028, 0.81), (r + 0.02, 0.83), (r - 0.05, 0.83), (r - 0.06, 0.79)], dark, 24)
    s.lathe([(r - 0.02, 0.0), (r - 0.02, 0.08), (0, 0.08)], dark, 20)
    for k in range(3):
        s.at(spin("y", k * 2.094)).box((-0.012, 0.82, r - 0.03), (0.012, 1.02, r - 0.018), dark)
    s.lathe([(r + 0.02, 1.01), (r + 0.03, 1.02), (r + 0.02, 1.04), (r - 0.06, 1.09), (0, 1.12)], green, 24)
    s.lathe([(0, 1.02), (r + 0.02, 1.01)], dark, 24)
    return s, [col.cylinder((0, 0, 0), (0, 1.1, 0), r + 0.02)], dict(label="Litter bin", mass=24, friction=0.6, restitution=0.1, colour="#27402f")


def cafe_table():
    s = Shape()
    black, top = plain("enamel", "#1c1e20", 0.3), plain("enamel", "#d9d4c8", 0.3)
    s.lathe([(0.345, 0.715), (0.352, 0.722), (0.352, 0.735), (0.345, 0.742), (0.345, 0.742), (0, 0.742)], top, 36)
    s.lathe([(0, 0.714), (0.345, 0.715)], top, 36)
    s.lathe([(0.356, 0.712), (0.358, 0.728), (0.352, 0.728)], plain("enamel", "#a8935a", 0.3), 36)
    s.lathe([(0.03, 0.1), (0.022, 0.16), (0.034, 0.22), (0.02, 0.30), (0.02, 0.62), (0.05, 0.69), (0.12, 0.712)], black, 14)
    for k in range(4):
        t = s.at(spin("y", k * math.pi / 2 + math.pi / 4))
        t.tube([(0, 0.16, 0.0), (0, 0.13, 0.10), (0, 0.045, 0.22), (0, 0.018, 0.30)], [0.020, 0.018, 0.015, 0.017], black, 7)
    legs = [(0.30 * math.sin(a), 0.0, 0.30 * math.cos(a)) for a in np.arange(4) * math.pi / 2 + math.pi / 4]
    return s, [col.cylinder((0, 0.712, 0), (0, 0.742, 0), 0.352), col.cylinder((0, 0.05, 0), (0, 0.712, 0), 0.04), col.hull([(x, y, z) for x, _, z in legs for y in (0.0, 0.05)])], dict(label="Café table", mass=15, friction=0.55, restitution=0.1, colour="#d9d4c8")


def cafe_chair():
    """A bistro chair: bent frame, woven seat and back."""
    s = Shape()
    cane, weave = woven().tint(*srgb("#7d5330")), woven().tint(*srgb("#d8c9a2"))
    h = 0.46
    for x in (-0.19, 0.19):
        s.tube([(x * 1.05, 0, 0.21), (x, h - 0.01, 0.18)], 0.014, cane, 8)
        s.tube([(x * 1.05, 0, -0.24), (x, h - 0.02, -0.19), (x * 0.95, 0.66, -0.225), (x * 0.78, 0.83, -0.262), (x * 0.35, 0.895, -0.275), (0, 0.905, -0.278)], 0.014, cane, 8)
        s.tube([(x * 1.02, 0.20, 0.198), (x * 1.02, 0.20, -0.215)], 0.008, cane, 6, caps=False)
    s.tube([(-0.195, 0.24, 0.0), (0.195, 0.24, 0.0)], 0.008, cane, 6, caps=False)
    ring = [(0.205 * math.copysign(abs(math.cos(a)) ** 0.7, math.cos(a)), h, 0.20 * math.copysign(abs(math.sin(a)) ** 0.7, math.sin(a))) for a in np.linspace(0, 2 * math.pi, 25)[:-1]]
    s.tube(ring, 0.015, cane, 7, closed=True)
    loop = np.array(ring)[::-1]
    s.fan(loop + [0, 0.006, 0], weave)
    s.fan(loop[::-1] - [0, 0.004, 0], weave)
    for z in (-1, 1):
        def back(u, v, z=z):
            x = (u - 0.5) * 0.31 * (1 - 0.12 * v)
            return np.stack([x * z, 0.56 + 0.28 * v - 0.5 * x * x, -0.213 - 0.062 * v + 0.004 * z], -1)

        s.patch(back, 6, 4, weave if z > 0 else weave.tint(0.9))
    s.tube([(-0.18, 0.57, -0.212), (0.18, 0.57, -0.212)], 0.009, cane, 6)
    c = [col.between((-0.21, 0.42, -0.2), (0.21, h + 0.01, 0.2)), col.between((-0.2, h, -0.29), (0.2, 0.91, -0.2))]
    c += [col.between((x - 0.02, 0, z - 0.02), (x + 0.02, 0.42, z + 0.02)) for x in (-0.19, 0.19) for z in (-0.22, 0.2)]
    return s, c, dict(label="Café chair", mass=4.2, friction=0.55, restitution=0.15, colour="#c9ab78", seats=[{"position": [0, h + 0.02, -0.02], "heading": 0}])


def parasol():
    s = Shape()
    pole, cloth, edge = timber().tint(0.8), woven().tint(*srgb("#e9dfc6")), woven().tint(*srgb("#24523f"))
    s.lathe([(0.27, 0), (0.28, 0.02), (0.26, 0.07), (0.05, 0.10), (0.05, 0.34), (0.0, 0.34)], pole.tint(0.25, 0.28, 0.33), 20)
    s.tube([(0, 0.1, 0), (0, 2.55, 0)], 0.024, pole, 10)
    R, n = 1.45, 8
    y0, y1 = 2.02, 2.52
    for k in range(n):
        a0, a1 = k * 2 * math.pi / n, (k + 1) * 2 * math.pi / n
        P = lambda r, a, y: np.array([r * math.sin(a), y, r * math.cos(a)])

        def panel(u, v, a0=a0, a1=a1, dy=0.0):
            a = a0 + (a1 - a0) * u
            edge_r = R * (1 - 0.055 * np.sin(np.pi * u))
            r = 0.03 + (edge_r - 0.03) * (1 - v)
            y = y1 - (y1 - y0) * (1 - v) ** 1.15 - 0.05 * np.sin(np.pi * u) * np.sin(np.pi * (1 - v)) + dy
            return np.stack([r * np.sin(a), y, r * np.cos(a)], -1)

        s.patch(panel, 4, 5, cloth)
        s.patch(lambda u, v, p=panel: p(1 - u, v, dy=-0.005), 4, 5, cloth.tint(0.92))

        def valance(u, v, a0=a0, a1=a1):
            a = a0 + (a1 - a0) * u
            r = R * (1 - 0.055 * np.sin(np.pi * u)) + 0.002
            y = y0 - 0.14 * (1 - v)
            return np.stack([r * np.sin(a), y + 0 * u, r * np.cos(a)], -1)

        s.patch(valance, 4, 1, edge)
        s.patch(lambda u, v, q=valance: q(1 - u, v) * [0.997, 1, 0.997], 4, 1, edge)
        s.tube([P(0.03, a0, 2.44), P(R - 0.03, a0, y0 + 0.01)], 0.009, pole, 5, caps=False)
        s.tube([P(0.03, a0, 1.95), P(R * 0.5, a0, 2.235)], 0.008, pole, 5, caps=False)
    s.lathe([(0.05, 1.9), (0.05, 2.0), (0.03, 2.02)], pole, 10)
    s.lathe([(0.03, 2.53), (0.02, 2.6), (0, 2.63)], pole, 8)
    return s, [col.cylinder((0, 0, 0), (0, 0.09, 0), 0.28), col.cylinder((0, 0.09, 0), (0, 2.5, 0), 0.03), col.hull([(r * math.sin(a), y, r * math.cos(a)) for a in np.linspace(0, 2 * math.pi, 9)[:-1] for r, y in ((1.4, 2.0), (0.1, 2.52))])], dict(label="Parasol", mass=32, friction=0.6, restitution=0.05, colour="#e9dfc6")


def glass():
    """A tumbler, half full; thick base, so that light has something to do."""
    s = Shape()
    import bpy

    if "glass" not in bpy.data.materials:
        mat.glass("glass", (0.55, 0.6, 0.6), 0.18, 0.02)
        mat.glass("glass-drink", (0.5, 0.16, 0.03), 0.72, 0.05)
    g, d = Surface("glass"), Surface("glass-drink")
    s.lathe([(0, 0), (0.028, 0), (0.031, 0.003), (0.0355, 0.118), (0.0358, 0.12), (0.0345, 0.12), (0.034, 0.118), (0.0302, 0.016), (0.027, 0.012), (0, 0.011)], g, 24)
    s.lathe([(0, 0.0125), (0.0268, 0.0135), (0.0298, 0.017), (0.0318, 0.066), (0.0318, 0.066), (0, 0.066)], d, 24)
    return s, [col.cylinder((0, 0, 0), (0, 0.12, 0), 0.034)], dict(label="Glass", mass=0.24, friction=0.4, restitution=0.25, colour="#cfd8d8", grips=[{"position": [0, 0.06, 0]}])


def bottle():
    s = Shape()
    import bpy

    if "glass-green" not in bpy.data.materials:
        mat.glass("glass-green", (0.05, 0.13, 0.06), 0.82, 0.05)
    g = Surface("glass-green")
    s.lathe([(0, 0.002), (0.034, 0), (0.0375, 0.006), (0.0375, 0.19), (0.030, 0.222), (0.0145, 0.25), (0.0135, 0.305), (0.0155, 0.308), (0.0155, 0.318), (0, 0.318)], g, 22)
    s.lathe([(0.0378, 0.07), (0.0378, 0.155)], plain("label", "#e6dcc2", 0.8), 22)
    return s, [col.cylinder((0, 0, 0), (0, 0.22, 0), 0.0375), col.cylinder((0, 0.22, 0), (0, 0.318, 0), 0.016)], dict(label="Bottle", mass=0.7, friction=0.4, restitution=0.2, colour="#2f4a33", grips=[{"position": [0, 0.14, 0]}])


def lamp_post():
    """A cast-iron post with a glazed lantern."""
    s = Shape()
    black = iron("#1b211f")
    import bpy

    if "night-lantern" not in bpy.data.materials:
        mat.plain("night-lantern", (0.9, 0.86, 0.75), 0.6, emissive=((1.0, 0.70, 0.38), 6.0))
        mat.glass("glass-lantern", (0.75, 0.72, 0.62), 0.22, 0.12)
    s.lathe([(0.19, 0), (0.19, 0.05), (0.165, 0.08), (0.165, 0.30), (0.15, 0.36), (0.12, 0.42), (0.11, 0.75), (0.125, 0.79), (0.10, 0.84), (0.075, 0.95), (0.062, 1.1), (0.05, 2.9), (0.062, 2.95), (0.062, 3.0), (0.045, 3.06), (0.042, 3.45), (0.075, 3.52), (0.075, 3.56), (0.03, 3.6), (0.03, 3.72)], black, 14)
    s.tube([(-0.32, 3.28, 0), (0.32, 3.28, 0)], 0.017, black, 7)
    for x in (-0.33, 0.33):
        s.at(shift(x, 3.28, 0)).lathe([(0, -0.035), (0.03, -0.02), (0.03, 0.02), (0, 0.035)], black, 8)
    b, t, y0, y1 = 0.13, 0.21, 3.74, 4.22
    s.lathe([(0.03, 3.7), (0.11, 3.72), (0.16, 3.745), (0.15, 3.765), (0, 3.765)], black, 8)
    for k in range(4):
        v = s.at(spin("y", k * math.pi / 2))
        v.quad((-b, y0, b), (b, y0, b), (t, y1, t), (-t, y1, t), Surface("glass-lantern"))
        v.tube([(b, y0, b), (t, y1, t)], 0.012, black, 5)
        v.tube([(-b, y0 + 0.01, b), (b, y0 + 0.01, b)], 0.012, black, 5, caps=False)
        v.tube([(-t - 0.01, y1, t + 0.01), (t + 0.01, y1, t + 0.01)], 0.018, black, 5, caps=False)
        v.quad((-t - 0.03, y1 + 0.01, t + 0.03), (t + 0.03, y1 + 0.01, t + 0.03), (0.07, y1 + 0.22, 0.07), (-0.07, y1 + 0.22, 0.07), black)
    s.at(shift(0, 0, 0)).lathe([(0.095, y1 + 0.21), (0.095, y1 + 0.27), (0.05, y1 + 0.31), (0.015, y1 + 0.36), (0.03, y1 + 0.40), (0, y1 + 0.46)], black, 10)
    s.lathe([(0, y0 + 0.06), (0.05, y0 + 0.09), (0.062, y0 + 0.20), (0.045, y0 + 0.31), (0, y0 + 0.34)], Surface("night-lantern"), 12)
    light = {"type": "point", "position": [0, 3.96, 0], "direction": [0, -1, 0], "colour": [1.0, 0.72, 0.42], "candela": 420, "angle": 3.1416, "range": 22}
    return s, [col.cylinder((0, 0, 0), (0, 0.8, 0), 0.17), col.cylinder((0, 0.8, 0), (0, 4.4, 0), 0.07)], dict(label="Street lamp", kind="light", mass=0, colour="#1b211f", light=light)


def wall_lamp():
    """A shaded lamp on a wall arm; its back (−Z) is the wall."""
    s = Shape()
    black = iron("#1d2022")
    import bpy

    if "night-bulb" not in bpy.data.materials:
        mat.plain("night-bulb", (0.95, 0.9, 0.8), 0.5, emissive=((1.0, 0.74, 0.45), 9.0))
    s.at(shift(0, 0.12, 0.0) @ spin("x", math.pi / 2)).lathe([(0.07, 0), (0.07, 0.015), (0.03, 0.03), (0, 0.03)], black, 12)
    s.tube([(0, 0.12, 0.02), (0, 0.20, 0.14), (0, 0.34, 0.24), (0, 0.40, 0.38), (0, 0.36, 0.50), (0, 0.26, 0.54)], 0.012, black, 7)
    t = s.at(shift(0, 0, 0.54))
    t.lathe([(0.17, 0.05), (0.165, 0.06), (0.09, 0.17), (0.04, 0.22), (0.03, 0.27), (0, 0.27)], iron("#24402f"), 18)
    t.lathe([(0.03, 0.215), (0.085, 0.165), (0.16, 0.055), (0.17, 0.05)], iron("#d9d4c6"), 18)
    t.lathe([(0, 0.04), (0.03, 0.055), (0.04, 0.09), (0.028, 0.14), (0.02, 0.17)], Surface("night-bulb"), 10)
    light = {"type": "spot", "position": [0, 0.08, 0.54], "direction": [0, -1, 0], "colour": [1.0, 0.76, 0.48], "candela": 260, "angle": 2.3, "range": 9}
    return s, [col.between((-0.1, 0.0, 0), (0.1, 0.42, 0.6))], dict(label="Wall lamp", kind="light", mass=0, colour="#24402f", light=light)


def planter():
    s = Shape()
    import bpy

    from . import dress, facade

    if "leaves" not in bpy.data.materials:
        mat.textured("leaves", {"colour": dress.leaf_atlas()}, mask=True, double=True)
    pot = plain("terracotta", "#a9623f", 0.85)
    s.lathe([(0.0, 0.0), (0.2, 0.0), (0.22, 0.02), (0.29, 0.42), (0.33, 0.43), (0.335, 0.50), (0.30, 0.51), (0.285, 0.47), (0.0, 0.46)], pot, 24)
    rng = facade.random_for("planter")
    for k in range(7):
        a = k * 0.9
        facade.tuft(s, (0.13 * math.cos(a), 0.46, 0.13 * math.sin(a)), rng.uniform(0.5, 0.75), 3, rng, 0.35)
    return s, [col.hull([(r * math.sin(a), y, r * math.cos(a)) for a in np.linspace(0, 2 * math.pi, 13)[:-1] for r, y in ((0.21, 0), (0.33, 0.5))])], dict(label="Planter", mass=38, friction=0.7, restitution=0.05, colour="#a9623f")


def board():
    """The café's folding board."""
    s, w = Shape(), timber()
    import bpy

    from . import dress

    if "menu" not in bpy.data.materials:
        path = dress.CACHE / "textures" / "menu-colour.png"
        dress.menu().save(path)
        mat.textured("menu", {"colour": str(path)})
    for sgn in (1, -1):
        t = s.at(turn(0 if sgn > 0 else math.pi) @ shift(0, 0, 0.24) @ spin("x", -0.22))
        for x in (-0.29, 0.25):
            t.chamfered((x, 0, -0.015), (x + 0.04, 1.05, 0.015), 0.003, w.tint(0.5, 0.42, 0.36))
        for y in (0.12, 1.01):
            t.box((-0.25, y, -0.012), (0.25, y + 0.04, 0.012), w.tint(0.5, 0.42, 0.36))
        t.quad((-0.25, 0.16, 0.004), (0.25, 0.16, 0.004), (0.25, 1.01, 0.004), (-0.25, 1.01, 0.004), Surface("menu", rect=(0.02, 0.02, 0.98, 0.98)))
        t.quad((0.25, 0.16, 0.002), (-0.25, 0.16, 0.002), (-0.25, 1.01, 0.002), (0.25, 1.01, 0.002), w.tint(0.3))
    return s, [col.hull([(x, y, z) for x in (-0.3, 0.3) for y, z in ((0, 0.26), (0, -0.26), (1.04, 0.03), (1.04, -0.03))])], dict(label="Menu board", mass=7, friction=0.6, restitution=0.1, colour="#3a2d22")


def bicycle():
    """A town bicycle; it leans by its own rotation in the opening."""
    s = Shape()
    frame, black, chrome, rubber = plain("paint", "#2f6b5c", 0.3), iron("#191a1b"), steel(), plain("rubber", "#1a1a1a", 0.85)
    r, wb = 0.345, 1.06
    for z in (-wb / 2, wb / 2):
        w = s.at(shift(0, r, z) @ spin("z", math.pi / 2))
        ring = lambda rr: [(rr * math.cos(a), 0, rr * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 33)[:-1]]
        w.tube(ring(r - 0.018), 0.018, rubber, 7, closed=True)
        w.tube(ring(r - 0.042), 0.011, chrome, 5, closed=True)
        for k in range(16):
            a = k * math.pi / 8
            w.tube([(0.02 * math.cos(a + 1), (-1) ** k * 0.025, 0.02 * math.sin(a + 1)), ((r - 0.045) * math.cos(a), 0, (r - 0.045) * math.sin(a))], 0.0018, chrome, 3, caps=False)
        w.lathe([(0.018, -0.045), (0.022, -0.03), (0.012, 0), (0.022, 0.03), (0.018, 0.045)], chrome, 8)
        mud = [(0.0, r + (r + 0.018) * math.sin(a), z + (r + 0.018) * math.cos(a)) for a in np.linspace(0.15 if z > 0 else 0.35, 2.6 if z > 0 else 3.0, 12)]
        s.tube(mud, 0.017, black, 5)
    B, S_, H, F = (0, 0.29, -0.08), (0, 0.80, -0.24), (0, 0.82, 0.36), (0, 0.62, 0.40)
    back, front = (0, r, -wb / 2), (0, r, wb / 2)
    s.tube([B, F], 0.018, frame, 8)
    s.tube([(0, 0.60, -0.18), (0, 0.45, 0.15), H], 0.016, frame, 8)
    s.tube([B, S_], 0.015, frame, 8)
    s.tube([(0, 0.56, 0.415), (0, 0.90, 0.335)], 0.018, frame, 8)
    for x in (-0.035, 0.035):
        s.tube([(x * 0.4, 0.29, -0.08), (x, r, -wb / 2)], 0.009, frame, 6)
        s.tube([(x * 0.4, 0.72, -0.21), (x, r, -wb / 2)], 0.008, frame, 6)
        s.tube([(x, 0.58, 0.41), (x, 0.45, 0.455), (x, r, wb / 2)], 0.010, frame, 6)
    s.tube([(0, 0.88, 0.34), (0, 1.0, 0.315)], 0.011, chrome, 7)
    s.tube([(-0.29, 0.98, 0.12), (-0.27, 1.01, 0.2), (-0.10, 1.0, 0.33), (0.10, 1.0, 0.33), (0.27, 1.01, 0.2), (0.29, 0.98, 0.12)], 0.011, chrome, 7)
    for x in (-0.29, 0.29):
        s.tube([(x, 0.98, 0.13), (x * 1.01, 0.965, 0.01)], 0.016, iron("#5a3a24"), 7)
    s.at(shift(0, 0.86, 0.46) @ spin("x", math.pi / 2)).lathe([(0, -0.02), (0.03, 0), (0.042, 0.04), (0.04, 0.05), (0, 0.055)], chrome, 10)
    s.at(shift(0, 0.89, -0.265)).patch(lambda u, v: np.stack([(u - 0.5) * (0.05 + 0.15 * (1 - v) ** 1.3), 0.03 - 0.05 * (2 * u - 1) ** 2 * (1 - 0.5 * v) + 0.012 * np.cos(v * 6), 0.13 - 0.25 * (1 - v)], -1), 6, 6, iron("#4a2d1c"))
    s.tube([S_, (0, 0.88, -0.265)], 0.010, chrome, 6)
    s.at(shift(0.03, 0.29, -0.08) @ spin("z", math.pi / 2)).lathe([(0.085, -0.004), (0.09, 0), (0.085, 0.004)], chrome, 18)
    for sg in (-1, 1):
        s.tube([(sg * 0.05, 0.29, -0.08), (sg * 0.06, 0.29 - sg * 0.16, -0.06)], 0.008, chrome, 5)
        s.box((min(sg * 0.06, sg * 0.15), 0.28 - sg * 0.16, -0.1), (max(sg * 0.06, sg * 0.15), 0.30 - sg * 0.16, -0.02), black)
    for x in (-0.07, 0.07):
        s.tube([(x, 0.72, -0.28), (x, 0.72, -0.62)], 0.006, black, 5)
        s.tube([(x, 0.72, -0.6), (0.035 * math.copysign(1, x), r, -wb / 2)], 0.005, black, 5, caps=False)
    for z in (-0.3, -0.4, -0.5, -0.6):
        s.tube([(-0.07, 0.72, z), (0.07, 0.72, z)], 0.004, black, 4, caps=False)
    # basket
    for y, k in ((0.74, 0.82), (0.82, 0.9), (0.90, 1.0)):
        s.tube([(0.17 * k * math.cos(a), y, 0.545 + 0.12 * k * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 17)[:-1]], 0.006 if y < 0.9 else 0.011, iron("#8a6a44"), 4, closed=True)
    for a in np.linspace(0, 2 * math.pi, 21)[:-1]:
        s.tube([(0.14 * math.cos(a), 0.72, 0.545 + 0.098 * math.sin(a)), (0.17 * math.cos(a), 0.90, 0.545 + 0.12 * math.sin(a))], 0.004, iron("#a07c50"), 4, caps=False)
    return s, [col.between((-0.03, 0, -wb / 2 - r), (0.03, 2 * r, wb / 2 + r)), col.between((-0.29, 0.9, 0.0), (0.29, 1.03, 0.36)), col.between((-0.05, 0.7, -0.4), (0.05, 0.93, -0.12))], dict(label="Bicycle", mass=15, friction=0.6, restitution=0.1, colour="#2f6b5c", variants=[{"id": "green", "label": "Green", "colour": "#2f6b5c"}, {"id": "black", "label": "Black", "colour": "#1c1d20"}, {"id": "cream", "label": "Cream", "colour": "#d9cfb4"}])


def news_stand():
    """A wire stand with papers."""
    s = Shape()
    import bpy

    from . import dress

    for i in range(3):
        if f"paper-{i}" not in bpy.data.materials and i == 0:
            from PIL import Image

            sheet = Image.new("RGB", (384, 256))
            for k in range(3):
                sheet.paste(dress.paper(k), ((k % 2) * 192, (k // 2) * 128))
            path = dress.CACHE / "textures" / "papers-colour.png"
            sheet.save(path)
            mat.textured("papers", {"colour": str(path)})
    red = iron("#8c2a22")
    for x in (-0.34, 0.34):
        s.tube([(x, 0.02, 0.24), (x, 0.02, -0.2), (x, 1.35, -0.16)], 0.014, red, 7)
        s.tube([(x, 0.02, 0.22), (x, 0.75, -0.17)], 0.010, red, 6)
    s.tube([(-0.34, 1.35, -0.16), (0.34, 1.35, -0.16)], 0.014, red, 7)
    for k, y in enumerate((0.30, 0.62, 0.94)):
        z = 0.16 - 0.11 * k
        s.tube([(-0.34, y, z), (0.34, y, z)], 0.010, red, 6)
        s.tube([(-0.34, y - 0.02, z - 0.1), (0.34, y - 0.02, z - 0.1)], 0.010, red, 6)
        for j in range(2):
            x = -0.17 + 0.34 * j
            n = (k + j) % 3
            u, v = (n % 2) * 0.5, 0.5 - (n // 2) * 0.5
            t = s.at(shift(x, y, z - 0.05) @ spin("x", -0.28))
            pic = Surface("papers", rect=(u + 0.005, v + 0.005, u + 0.495, v + 0.495))
            t.box((-0.155, -0.01, -0.035), (0.155, 0.23, 0.0), plain("label", "#dcd6c6", 0.8), omit="n")
            t.quad((-0.155, -0.01, 0.001), (0.155, -0.01, 0.001), (0.155, 0.23, 0.001), (-0.155, 0.23, 0.001), pic)
    s.box((-0.33, 1.16, -0.165), (0.33, 1.33, -0.15), plain("label", "#1f3c66", 0.5))
    return s, [col.hull([(x, y, z) for x in (-0.35, 0.35) for y, z in ((0, 0.25), (0, -0.21), (1.36, -0.14), (1.36, -0.18))])], dict(label="Newspaper stand", mass=18, friction=0.6, restitution=0.1, colour="#8c2a22")


def cone():
    s = Shape()
    o, w = plain("plastic", "#d8501c", 0.55), plain("plastic", "#e8e4da", 0.4)
    s.chamfered((-0.18, 0, -0.18), (0.18, 0.035, 0.18), 0.012, o.tint(0.8))
    rr = lambda y: 0.135 - 0.105 * (y - 0.035) / 0.465
    for a, b, m in ((0.035, 0.2, o), (0.2, 0.31, w), (0.31, 0.38, o), (0.38, 0.44, w), (0.44, 0.5, o)):
        s.lathe([(rr(a), a), (rr(b), b)], m, 20)
    s.lathe([(0.03, 0.5), (0.02, 0.505), (0, 0.46)], o.tint(0.5), 12)
    return s, [col.between((-0.18, 0, -0.18), (0.18, 0.035, 0.18)), col.hull([(r * math.sin(a), y, r * math.cos(a)) for a in np.linspace(0, 2 * math.pi, 9)[:-1] for r, y in ((0.135, 0.035), (0.03, 0.5))])], dict(label="Traffic cone", mass=2.4, friction=0.7, restitution=0.2, colour="#d8501c")


THINGS = {
    "crate": crate, "ball": ball, "litter-bin": bin_, "cafe-table": cafe_table, "cafe-chair": cafe_chair, "parasol": parasol, "glass": glass, "bottle": bottle,
    "street-lamp": lamp_post, "wall-lamp": wall_lamp, "planter": planter, "menu-board": board, "bicycle": bicycle, "news-stand": news_stand, "traffic-cone": cone,
}
