"""Kit: lamps that one sees in shot, each with the light it gives. Candela as measured of such
lamps: a 60 W filament bulb gives about 60 cd all round; shades glow at some 700 nits."""

import math

import numpy as np

from catalogue import TUNGSTEN, thing
from form import Piece, box, grid, join, lathe, rod, smooth_path, tube



def shade(r0, y0, r1, y1, sides=32, rim=0.004, mat="lampshade"):
    """A cloth drum or cone, open above and below, with rolled hems and a wire spider."""
    out = lathe([(r0, y0), (r0 + (r1 - r0) * 0.33, y0 + (y1 - y0) * 0.33), (r0 + (r1 - r0) * 0.67, y0 + (y1 - y0) * 0.67), (r1, y1)], mat, sides, cap=False)
    inner = out.copy()
    inner.verts = inner.verts * [0.993, 1, 0.993]
    pieces = [out, inner.flipped()]
    for r, y in ((r0, y0), (r1, y1)):
        pieces.append(tube([(r * math.cos(a), y, r * math.sin(a)) for a in np.linspace(0, 2 * math.pi, sides, endpoint=False)], rim, "shade", 5, closed=True))
    for k in range(3):
        a = 2 * math.pi * k / 3
        pieces.append(rod((0, y1 - 0.02, 0), (r1 * math.cos(a), y1 - 0.005, r1 * math.sin(a)), 0.0016, "brass", 5, cap=False))
    return pieces


def bulb(y, r=0.03):
    """A lit bulb, its glass up from its cap at y."""
    return [lathe([(0.013, 0), (0.0135, 0.024)], "brass", 12).at(0, y, 0),
            lathe([(0.012, 0.024), (0.018, 0.040), (r * 0.9, 0.060), (r, 0.078), (r * 0.86, 0.098), (r * 0.45, 0.110), (0, 0.113)], "bulb", 16, cap=False).at(0, y, 0)]


def flex(points, r=0.003):
    return tube(smooth_path(points, 4), r, "rubber", 5)


@thing("kit-lamp-floor", "Floor lamp", kind="light", mass=6.5, friction=0.5, restitution=0.1, snap=0.1, colour="#d8c7a2")
def lamp_floor(t):
    t.add(lathe([(0.14, 0), (0.142, 0.008), (0.136, 0.016), (0.05, 0.026), (0.018, 0.034), (0.0115, 0.05)], "iron", 32))
    t.add(rod((0, 0.04, 0), (0, 1.30, 0), 0.0105, "brass", 12))
    t.add(lathe([(0.0105, 0), (0.018, 0.006), (0.018, 0.012), (0.0105, 0.018)], "brass", 12, cap=False).at(0, 0.72, 0))
    t.add(lathe([(0.013, 0), (0.020, 0.01), (0.022, 0.05), (0.016, 0.06)], "brass", 14).at(0, 1.285, 0))
    t.add(bulb(1.335))
    t.add(shade(0.235, 1.25, 0.185, 1.53))
    t.add(rod((0.04, 1.20, 0), (0.04, 1.30, 0), 0.0009, "brass", 4), lathe([(0, 0), (0.006, 0.004), (0, 0.012)], "brass", 8, cap=False).at(0.04, 1.19, 0))
    t.add(flex([(0, 0.010, -0.12), (0.02, 0.004, -0.20), (0.10, 0.004, -0.27), (0.08, 0.004, -0.36)]))
    t.cylinder((0, 0, 0), (0, 0.03, 0), 0.142)
    t.cylinder((0, 0.03, 0), (0, 1.25, 0), 0.02)
    t.cylinder((0, 1.25, 0), (0, 1.53, 0), 0.22)
    t.grip(0, 1.0, 0)
    t.shine("point", (0, 1.41, 0), (0, -1, 0), TUNGSTEN, 62, 2 * math.pi, 12)


@thing("kit-lamp-table", "Table lamp", kind="light", mass=2.2, friction=0.5, restitution=0.1, snap=0.1, colour="#7d3f2b",
       variants=[("rust", "Rust glaze", "#865a43"), ("celadon", "Celadon", "#93a58f"), ("ink", "Ink", "#2c3a4e"), ("white", "White", "#dcd8cf")])
def lamp_table(t):
    t.add(lathe([(0.055, 0), (0.060, 0.004), (0.062, 0.012), (0.075, 0.05), (0.082, 0.10), (0.078, 0.14), (0.058, 0.19), (0.030, 0.225), (0.022, 0.245), (0.026, 0.258)], "paint:glaze", 32))
    t.add(lathe([(0.02, 0), (0.018, 0.012), (0.010, 0.02), (0.009, 0.07)], "brass", 14).at(0, 0.257, 0))
    t.add(bulb(0.325))
    t.add(shade(0.175, 0.265, 0.115, 0.475))
    t.add(flex([(0, 0.008, -0.055), (0.01, 0.004, -0.10), (0.05, 0.004, -0.14), (0.05, 0.004, -0.20)], 0.0026))
    t.cylinder((0, 0, 0), (0, 0.25, 0), 0.078)
    t.cylinder((0, 0.265, 0), (0, 0.475, 0), 0.15)
    t.grip(0, 0.12, 0)
    t.shine("point", (0, 0.405, 0), (0, -1, 0), TUNGSTEN, 38, 2 * math.pi, 9)


@thing("kit-pendant", "Pendant lamp", kind="light", mass=0, friction=0.5, snap=0.1, colour="#3b4a45",
       variants=[("green", "Green", "#2f4a3f"), ("white", "White", "#e6e2da"), ("black", "Black", "#26272a"), ("mustard", "Mustard", "#bd9036")])
def pendant(t):
    """Hangs from a ceiling at 2.6 m over the place where it is set; enamel, white inside."""
    t.add(lathe([(0.0, 2.6), (0.05, 2.6), (0.048, 2.585), (0.02, 2.565), (0.006, 2.56)][::-1], "brass", 20, cap=False))
    t.add(rod((0, 1.98, 0), (0, 2.565, 0), 0.003, "black-cloth", 6))
    t.add(lathe([(0.028, 1.905), (0.030, 1.93), (0.022, 1.965), (0.008, 1.985)], "brass", 16))
    prof = [(0.20, 1.735), (0.198, 1.742), (0.185, 1.775), (0.150, 1.825), (0.095, 1.868), (0.045, 1.892), (0.030, 1.915)]
    t.add(lathe(prof, "paint:enamel", 40, cap=False))
    inner = lathe([(r * 0.985, y - 0.002) for r, y in prof], "white-plastic", 40, cap=False).flipped()
    t.add(inner)
    t.add(tube([(0.20 * math.cos(a), 1.735, 0.20 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 40, endpoint=False)], 0.0025, "brass", 5, closed=True))
    t.add([p.scale(1, -1, 1).at(0, 1.905, 0) for p in bulb(0.0)])
    t.cylinder((0, 1.735, 0), (0, 1.9, 0), 0.2)
    t.shine("spot", (0, 1.82, 0), (0, -1, 0), TUNGSTEN, 150, 2.3, 10)


@thing("kit-lamp-desk", "Desk lamp", kind="light", mass=2.6, friction=0.6, restitution=0.1, snap=0.1,
       variants=[("black", "Black", "#232427"), ("red", "Red", "#8d2620"), ("cream", "Cream", "#dccfae"), ("green", "Green", "#2f4a3f")])
def lamp_desk(t):
    """Two jointed arms with springs and a spun shade, lighting the desk before it (+Z)."""
    t.add(lathe([(0.085, 0), (0.088, 0.006), (0.085, 0.022), (0.03, 0.030), (0.014, 0.05)], "paint:enamel", 28))
    a, b, c = np.array([0, 0.05, 0.0]), np.array([0, 0.36, -0.13]), np.array([0, 0.52, 0.16])
    for s in (-1, 1):
        for p, q in ((a, b), (b, c)):
            o = np.array([s * 0.011, 0, 0])
            t.add(rod(p + o, q + o, 0.004, "paint:enamel", 6))
    for p in (a, b, c):
        t.add(rod(p - [0.02, 0, 0], p + [0.02, 0, 0], 0.007, "chrome", 10))
    spring = [a + (b - a) * (0.08 + 0.28 * k / 40) + 0.006 * np.array([math.cos(k * 1.7), 0, math.sin(k * 1.7)]) for k in range(41)]
    t.add(tube(spring, 0.0012, "chrome", 4))
    prof = [(0.078, -0.10), (0.077, -0.094), (0.066, -0.055), (0.045, -0.02), (0.026, -0.004), (0.024, 0.03), (0.018, 0.042), (0.0, 0.044)]
    head = [lathe(prof, "paint:enamel", 28, cap=False), lathe([(r * 0.975, y - 0.001) for r, y in prof[:5]], "white-plastic", 28, cap=False).flipped(),
            tube([(0.078 * math.cos(k), -0.10, 0.078 * math.sin(k)) for k in np.linspace(0, 2 * math.pi, 28, endpoint=False)], 0.0018, "chrome", 4, closed=True)]
    head += [p.scale(0.85, -0.8, 0.85).at(0, 0.0, 0) for p in bulb(0.0)]
    tilt = -0.35
    t.add(p.turn("x", tilt).at(0, 0.535, 0.175) for p in head)
    # Mass follows volume: the foot must outweigh the head, as its iron does.
    t.cylinder((0, 0, 0), (0, 0.05, 0), 0.092)
    t.box(0, 0.21, -0.065, 0.03, 0.34, 0.015, ("x", -0.40))
    t.box(0, 0.44, 0.015, 0.03, 0.015, 0.32, ("x", -0.50))
    t.cylinder((0, 0.46, 0.15), (0, 0.54, 0.18), 0.04)
    t.grip(0, 0.36, -0.13)
    t.shine("spot", (0, 0.50, 0.165), (0, -math.cos(tilt), -math.sin(tilt)), TUNGSTEN, 120, 1.9, 5)


@thing("kit-bulb", "Bare bulb on a flex", kind="light", mass=0, friction=0.5, snap=0.1, colour="#f1d9a8")
def bare(t):
    t.add(lathe([(0.006, 2.565), (0.02, 2.57), (0.045, 2.59), (0.045, 2.6), (0, 2.6)], "black", 18, cap=False))
    t.add(rod((0, 2.06, 0), (0, 2.57, 0), 0.003, "black-cloth", 6))
    t.add(lathe([(0.018, 2.0), (0.019, 2.03), (0.012, 2.055), (0.005, 2.065)], "black", 14))
    t.add([p.scale(1, -1, 1).at(0, 2.005, 0) for p in bulb(0.0)])
    t.cylinder((0, 1.88, 0), (0, 2.6, 0), 0.035)
    t.shine("point", (0, 1.925, 0), (0, -1, 0), TUNGSTEN, 66, 2 * math.pi, 12)
