"""The three vehicles: a saloon, a hatchback and a van. Each is a Form (car_body.py) dressed
with what its maker gave it. Wheels are nodes of their own about their hubs."""
import math

import numpy as np
from kitbag import colliders as col
from kitbag import materials as mat
from kitbag.shape import Shape, Surface, shift, spin, srgb, turn

from .car_body import BELT, EDGE, Form, arch, belt, girdle, ribbon, skin



def surfaces(colour):
    """Makes the materials of a car; returns its Surfaces."""
    mat.plain("paint", srgb(colour), 0.22, 0.0)
    mat.plain("trim", (1, 1, 1), 0.55)
    mat.plain("gloss", (1, 1, 1), 0.12)
    mat.plain("chrome", (1, 1, 1), 0.16, 1.0)
    mat.plain("wheel", (1, 1, 1), 0.6)
    mat.glass("glass", (0.03, 0.045, 0.04), 0.34, 0.03)
    T, G, C = Surface("trim"), Surface("gloss"), Surface("chrome", colour=srgb("#c4c6c8"))
    return dict(
        paint=Surface("paint"), glass=Surface("glass"), black=T.tint(*srgb("#17181a")), grey=T.tint(*srgb("#3a3c3f")), seat=T.tint(*srgb("#4a4038")), lining=T.tint(*srgb("#2b2a29")), seam=T.tint(*srgb("#0c0c0d")),
        chrome=C, clear=G.tint(*srgb("#c9ced2")), red=G.tint(*srgb("#8c0f12")), amber=G.tint(*srgb("#b8600f")), white=G.tint(*srgb("#cfcfca")), dark=T.tint(*srgb("#0d0d0e")))


def wheel(m, radius, width, spokes, alloy=True):
    """A wheel about the origin, its axle along x, its face towards +x."""
    s = Shape()
    k = Surface("wheel")  # one material, so that a wheel is one draw
    m = dict(rubber=k.tint(*srgb("#1b1b1b")), dark=k.tint(*srgb("#0e0e0e")), rim=k.tint(*srgb("#b4b6b8")), steelrim=k.tint(*srgb("#8d8f90")), chrome=k.tint(*srgb("#c2c4c6")))
    t = s.at(spin("z", -math.pi / 2))
    r, w, rim = radius, width / 2, radius * 0.66
    seg = 22
    t.lathe([(rim, -w * 0.80), (rim + 0.012, -w * 0.92), (r * 0.86, -w), (r * 0.955, -w * 0.9), (r, -w * 0.66), (r, -w * 0.2)], m["rubber"], seg)
    t.lathe([(r, -w * 0.2), (r - 0.008, -w * 0.17), (r - 0.008, w * 0.17), (r, w * 0.2)], m["dark"], seg, smooth=False)
    t.lathe([(r, w * 0.2), (r, w * 0.66), (r * 0.955, w * 0.9), (r * 0.86, w), (rim + 0.012, w * 0.92), (rim, w * 0.80)], m["rubber"], seg)
    face = m["rim"] if alloy else m["steelrim"]
    t.lathe([(rim + 0.004, w * 0.86), (rim - 0.012, w * 0.9), (rim - 0.02, w * 0.72), (rim - 0.03, w * 0.2)], face, seg)
    t.lathe([(rim - 0.03, w * 0.2), (rim - 0.05, w * 0.08), (0, w * 0.05)], m["dark"] if alloy else face.tint(0.8), 18)
    t.lathe([(rim * 0.80, w * 0.10), (rim * 0.79, w * 0.14), (0.05, w * 0.14)], m["steelrim"].tint(0.7), 18) if alloy else None
    if alloy:
        for k in range(spokes):
            u = t.at(spin("y", k * 2 * math.pi / spokes))
            a, b = 0.034, 0.024
            y0, y1 = w * 0.62, w * 0.80
            z0, z1 = 0.03, rim - 0.012
            v = [(-a, y0 - 0.03, z0), (a, y0 - 0.03, z0), (b, y1 - 0.03, z1), (-b, y1 - 0.03, z1), (-a * 0.6, y0, z0), (a * 0.6, y0, z0), (b * 0.6, y1, z1), (-b * 0.6, y1, z1)]
            u.add(v, np.array([(7, 6, 5, 4), (4, 5, 1, 0), (5, 6, 2, 1), (7, 4, 0, 3)]), face)
    else:
        t.lathe([(rim * 0.55, w * 0.3), (rim * 0.5, w * 0.52), (rim * 0.3, w * 0.56), (0.06, w * 0.5)], face, 18)
    t.lathe([(0.062, w * 0.5), (0.058, w * 0.70), (0.03, w * 0.76), (0, w * 0.77)], m["chrome"] if not alloy else face, 14)
    t.lathe([(0, -w * 0.3), (rim, -w * 0.5)], m["dark"], 14, smooth=False)
    return s


def seat(s, m, x, z, y=0.30, back=0.62):
    """A seat whose squab is at y, facing +z."""
    t = s.at(shift(x, y, z))
    c = m["seat"]
    t.chamfered((-0.24, 0, -0.25), (0.24, 0.16, 0.27), 0.05, c)
    b = t.at(shift(0, 0.10, -0.22) @ spin("x", -0.32))
    b.chamfered((-0.23, 0, -0.07), (0.23, back, 0.06), 0.05, c)
    b.chamfered((-0.12, back + 0.05, -0.045), (0.12, back + 0.22, 0.035), 0.035, c)
    for k in (-0.05, 0.05):
        b.tube([(k, back - 0.02, 0), (k, back + 0.08, 0)], 0.007, m["chrome"], 4, caps=False)


def cabin(s, m, form, z_dash, y_floor, rows, belt_y, half):
    """Floor, dash, wheel, seats. `rows`: [(z, bench?)]."""
    lin = m["lining"]
    z_back = rows[-1][0] - 0.75
    s.quad((-half, y_floor, z_dash + 0.3), (half, y_floor, z_dash + 0.3), (half, y_floor, z_back), (-half, y_floor, z_back), m["dark"])
    s.chamfered((-half + 0.02, belt_y - 0.22, z_dash), (half - 0.02, belt_y + 0.02, z_dash + 0.42), 0.06, lin.tint(0.8))
    s.chamfered((0.18, belt_y - 0.02, z_dash + 0.02), (0.58, belt_y + 0.08, z_dash + 0.26), 0.03, lin.tint(0.7))
    s.chamfered((-0.12, y_floor, z_dash - 0.35), (0.12, belt_y - 0.15, z_dash + 0.1), 0.04, lin.tint(0.9))
    w = s.at(shift(0.37, belt_y + 0.02, z_dash - 0.13) @ spin("x", -1.05))
    w.tube([(0.185 * math.cos(a), 0, 0.185 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 21)[:-1]], 0.014, m["black"], 6, closed=True)
    w.lathe([(0.06, -0.02), (0.055, 0.015), (0, 0.02)], m["black"], 10)
    for a in (0.2, math.pi - 0.2, -math.pi / 2):
        w.tube([(0.05 * math.cos(a), 0, 0.05 * math.sin(a)), (0.18 * math.cos(a), 0, 0.18 * math.sin(a))], 0.011, m["black"], 4, caps=False)
    w.tube([(0, -0.02, 0), (0, -0.25, 0)], 0.025, m["black"], 6, caps=False)
    for z, bench in rows:
        if bench:
            t = s.at(shift(0, y_floor + 0.14, z))
            t.chamfered((-half + 0.12, 0, -0.25), (half - 0.12, 0.16, 0.25), 0.05, m["seat"])
            t.at(shift(0, 0.10, -0.22) @ spin("x", -0.36)).chamfered((-half + 0.12, 0, -0.07), (half - 0.12, 0.60, 0.06), 0.05, m["seat"])
            for x in (-0.36, 0.36):
                t.at(shift(x, 0.10, -0.22) @ spin("x", -0.36)).chamfered((-0.11, 0.62, -0.045), (0.11, 0.76, 0.03), 0.03, m["seat"])
        else:
            for x in (-0.37, 0.37):
                seat(s, m, x, z, y_floor + 0.14)


def wells(s, m, arches, half, form):
    """Dark wheel houses behind the arches."""
    for zc, yc, r in arches:
        a = np.linspace(-0.3, math.pi + 0.3, 11)
        for sgn in (1, -1):
            x0, x1 = half + 0.03, half - 0.36
            pts = [(zc + r * math.cos(k), yc + r * math.sin(k)) for k in a]
            for (za, ya), (zb, yb) in zip(pts, pts[1:]):
                q = [(sgn * x0, ya, za), (sgn * x0, yb, zb), (sgn * x1, yb, zb), (sgn * x1, ya, za)]
                s.quad(*(q if sgn < 0 else q[::-1]), m["dark"])
            loop = [(sgn * x1, y, z) for z, y in pts]
            s.fan(loop if sgn < 0 else loop[::-1], m["dark"])


def lips(s, form, arches, surface, r=0.016):
    for loop in arches:
        z, t = np.array([p[0] for p in loop]), np.array([p[1] for p in loop])
        p = form.at(z, t)
        n = form.normal(z, t)
        for sgn in (1, -1):
            s.tube((p + n * 0.002) * [sgn, 1, 1], r, surface, 5, caps=False)


def mirror(s, m, z, y, x):
    for sgn in (1, -1):
        t = s.at(shift(sgn * x, y, z))
        t.tube([(-sgn * 0.06, -0.04, 0.02), (sgn * 0.04, 0.0, 0)], 0.02, m["black"], 5)
        b = t.at(shift(sgn * 0.12, 0.03, 0) @ np.diag([0.105, 0.07, 0.06, 1]))
        b.lathe([(0, -1), (0.6, -0.82), (0.95, -0.35), (1, 0), (0.95, 0.35), (0.6, 0.82), (0, 1)], m["paint"], 12)
        t.quad((sgn * 0.12 + 0.075, -0.012, -0.0605), (sgn * 0.12 - 0.075, -0.012, -0.0605), (sgn * 0.12 - 0.075, 0.078, -0.0605), (sgn * 0.12 + 0.075, 0.078, -0.0605), m["chrome"])


def handle(s, m, form, z, y, surface):
    t = form.t_at(z, y)
    p, n = form.at(np.array([z]), np.array([t]))[0], form.normal(np.array([z]), np.array([t]))[0]
    for sgn in (1, -1):
        q = p * [sgn, 1, 1]
        d = n * [sgn, 1, 1] * 0.022
        s.tube([q + [0, 0, 0.075], q + d + [0, 0, 0.06], q + d + [0, 0, -0.06], q + [0, 0, -0.075]], 0.010, surface, 5)


def plate(s, z, y, front, words):
    """A number plate with its own small picture."""
    import bpy
    from PIL import Image, ImageDraw

    from . import dress

    name = f"plate-{words.replace(' ', '-').lower()}"
    if name not in bpy.data.materials:
        im = Image.new("RGB", (256, 56), "#e9e7df")
        d = ImageDraw.Draw(im)
        d.rectangle((0, 0, 22, 55), fill="#1d3f8a")
        d.rectangle((1, 1, 254, 54), outline="#222", width=2)
        d.text((138, 28), words, font=dress.font("oswald", 40, 600), fill="#17181a", anchor="mm")
        path = dress.CACHE / "textures" / f"{name}-colour.png"
        im.save(path)
        mat.textured(name, {"colour": str(path)})
    p = Surface(name, rect=(0.004, 0.02, 0.996, 0.98))
    t = s.at(turn(0 if front else math.pi, (0, y, z)))
    t.box((-0.265, -0.062, -0.012), (0.265, 0.062, 0.0), Surface("trim").tint(0.01), omit="n")
    t.quad((-0.26, -0.056, 0.002), (0.26, -0.056, 0.002), (0.26, 0.056, 0.002), (-0.26, 0.056, 0.002), p)


def wipers(s, m, form, z, t0=0.03):
    for x0, x1 in ((0.42, 0.02), (-0.10, -0.46)):
        a = on_top(form, z, x0)
        b = on_top(form, z - 0.14, (x0 + x1) / 2)
        c = on_top(form, z - 0.10, x1)
        s.tube([a + [0, 0.012, 0.0], b + [0, 0.02, 0]], 0.006, m["black"], 4)
        s.tube([on_top(form, z - 0.03, x0 - 0.02) + [0, 0.014, 0], b + [0, 0.016, 0], c + [0, 0.014, 0]], 0.005, m["black"], 4)


def on_top(form, z, x):
    t = np.linspace(0, EDGE, 120)
    p = form.at(np.full_like(t, z), t)
    k = float(np.interp(abs(x), p[:, 0], t))
    q = form.at(np.array([z]), np.array([k]))[0]
    return q * [1 if x >= 0 else -1, 1, 1]


def lamp(s, m, x0, x1, y0, y1, z, depth, lens, sgn_z=1, bulb=True):
    """A lamp unit: dark bowl, bright reflector, lens; mirrored."""
    for sgn in (1, -1):
        a, b = (x0, x1) if sgn > 0 else (-x1, -x0)
        za, zb = (z - depth, z) if sgn_z > 0 else (z, z + depth)
        s.chamfered((a, y0, za), (b, y1, zb), 0.022, lens)


THINGS = {}


def vehicle(fn):
    THINGS[fn.__name__] = fn
    return fn


def assemble(body, m, front, rear, radius, width, half, spokes, alloy):
    nodes = {"body": body}
    places = []
    for name, x, z, steers in (("wheel-fl", half, front, True), ("wheel-fr", -half, front, True), ("wheel-rl", half, rear, False), ("wheel-rr", -half, rear, False)):
        w = Shape()
        w.merge(wheel(m, radius, width, spokes, alloy), shift(x, radius, z) @ (np.eye(4) if x > 0 else turn(math.pi)))
        nodes[name] = (w, (x, radius, z))
        places.append({"node": name, "position": [x, radius, z], "steers": steers})
    return nodes, places


def hulls(form, z_list, cuts):
    """Convex pieces of the body between the z cuts, kept clear of the ground."""
    out = []
    for a, b, top in cuts:
        pts = []
        for z in np.linspace(a, b, 3):
            p = form.section(np.clip(z, form.z0, form.z1))
            keep = p[:3] if top == "roof" else p[2:] if top == "low" else p
            lo = p[3:] if top == "low" else keep
            for x, y in lo if top != "roof" else list(keep) + [tuple(p[3])]:
                pts += [(x, max(y, 0.2), z), (-x, max(y, 0.2), z)]
        out.append(col.hull(pts))
    return out


COMMON_Z = lambda a, b, n: list(np.linspace(a, b, n))


@vehicle
def saloon():
    m = surfaces("#9c1517")
    f = Form(
        top=[(-2.25, 0.86), (-2.20, 0.925), (-2.05, 0.965), (-1.58, 0.995), (-1.48, 1.01), (-0.92, 1.335), (-0.72, 1.385), (-0.2, 1.425), (0.22, 1.405), (0.42, 1.365), (1.10, 0.985), (1.22, 0.955), (1.75, 0.90), (2.05, 0.835), (2.19, 0.765), (2.25, 0.70)],
        belt=[(2.25, 0.62), (1.9, 0.80), (1.1, 0.895), (-0.5, 0.925), (-1.5, 0.94), (-2.1, 0.90), (-2.25, 0.80)],
        sill=[(2.25, 0.30), (2.05, 0.215), (1.0, 0.19), (-1.0, 0.19), (-2.0, 0.24), (-2.25, 0.33)],
        edge=[(2.25, 0.58), (2.1, 0.66), (1.75, 0.70), (1.15, 0.685), (0.42, 0.555), (-0.2, 0.555), (-0.72, 0.545), (-0.95, 0.555), (-1.48, 0.66), (-2.0, 0.66), (-2.2, 0.60), (-2.25, 0.56)],
        side=[(2.25, 0.66), (2.17, 0.745), (2.0, 0.795), (1.6, 0.822), (0.5, 0.835), (-1.0, 0.835), (-1.8, 0.81), (-2.1, 0.765), (-2.2, 0.715), (-2.25, 0.65)])
    r, front, rear = 0.31, 1.36, -1.30
    arches = [(front, r + 0.01, 0.372), (rear, r + 0.01, 0.372)]
    cut = [arch(f, *a) for a in arches]
    e = 0.022
    screen = [(1.06, 0.0), (1.055, EDGE * 0.5), (1.02, EDGE - 0.05), (0.50, EDGE - 0.045), (0.455, EDGE * 0.5), (0.45, 0.0)]
    back = [(-0.93, 0.0), (-0.935, EDGE * 0.5), (-0.97, EDGE - 0.05), (-1.38, EDGE - 0.05), (-1.43, EDGE * 0.5), (-1.435, 0.0)]
    b, t = BELT - 0.018, EDGE + e
    frontdoor = [(0.86, b), (0.80, b - 0.06), (0.36, t), (-0.16, t), (-0.16, b)]
    reardoor = [(-0.24, b), (-0.24, t), (-0.66, t), (-0.90, t + 0.05), (-1.08, b - 0.05), (-1.10, b)]
    s = Shape()
    zs = sorted({*COMMON_Z(-2.25, 2.25, 24), -2.2, 2.2, 2.13, -2.13, 0.42, 1.1, -0.9, -1.48, 1.2})
    ts = [0, 0.12, 0.24, 0.33, 0.385, EDGE, 0.455, 0.54, BELT, 0.66, 0.71, 0.77, 0.84, 0.91, 0.96, 1.0]
    skin(s, f, [screen, back, frontdoor, reardoor], cut, zs, ts, m["paint"], m["glass"], m["lining"])
    for w in (frontdoor, reardoor):
        ribbon(s, f, w, 0.022, m["black"], 0.002, True)
    for w in (screen, back):
        ribbon(s, f, w[:-1] + [w[-1]], 0.024, m["black"], 0.002)
    # seams: doors, bonnet, boot, fuel flap
    seam = lambda line, closed=False: ribbon(s, f, line, 0.007, m["seam"], 0.0012, closed)
    seam([(1.0, EDGE + 0.06), (0.98, BELT), *f.side_line([(0.985, 0.6), (0.97, 0.30)])])
    seam([(-0.2, EDGE + 0.0), (-0.2, BELT), *f.side_line([(-0.2, 0.6), (-0.2, 0.29)])])
    seam(f.side_line([(0.97, 0.285), (-0.2, 0.28), (-0.86, 0.285)]))
    seam([(-1.12, BELT), *f.side_line([(-1.08, 0.78), (-0.98, 0.66), (-0.90, 0.5), (-0.86, 0.3)])])
    seam([(1.13, 0), (1.12, EDGE * 0.6), (1.14, EDGE - 0.03), (1.6, EDGE - 0.015), (2.05, EDGE - 0.01), (2.17, EDGE - 0.03), (2.19, 0)])
    seam([(-1.52, 0), (-1.52, EDGE - 0.03), (-1.75, EDGE - 0.02), (-2.1, EDGE - 0.02), (-2.2, EDGE + 0.02)])
    ribbon(s, f, f.side_line([(0.92, 0.53), (-0.85, 0.53)]), 0.045, m["black"], 0.008)
    ribbon(s, f, [(0.88, BELT - 0.002), (-1.1, BELT - 0.002)], 0.014, m["chrome"], 0.003)
    lips(s, f, cut, m["paint"], 0.012)
    wells(s, m, arches, 0.80, f)
    s.quad((-0.74, 0.2, -2.2), (0.74, 0.2, -2.2), (0.74, 0.2, 2.2), (-0.74, 0.2, 2.2), m["dark"])
    s.quad((-0.74, 0.2, 2.2), (0.74, 0.2, 2.2), (0.74, 0.2, -2.2), (-0.74, 0.2, -2.2), m["dark"])
    for fr, z0 in ((True, 1.86), (False, -1.82)):
        path = girdle(f, 0.46, z0, fr, 0.004)
        belt(s, path, [(0, 0.575), (0.03, 0.565), (0.045, 0.53), (0.045, 0.42), (0.03, 0.38), (0, 0.36)], m["grey"])
        belt(s, path, [(0.046, 0.512), (0.052, 0.506), (0.052, 0.482), (0.046, 0.476)], m["chrome"])
    zf, zr = 2.25 + f.nose, -2.25 - f.tail
    lamp(s, m, 0.40, 0.665, 0.605, 0.715, zf - 0.035, 0.10, m["clear"])
    lamp(s, m, 0.665, 0.735, 0.605, 0.70, zf - 0.075, 0.12, m["amber"])
    for sgn in (1, -1):
        s.at(shift(sgn * 0.53, 0.66, zf - 0.036) @ spin("x", math.pi / 2)).lathe([(0.05, -0.004), (0.048, 0.004), (0.02, 0.001), (0, 0.0)], m["chrome"], 14)
    s.chamfered((-0.385, 0.60, zf - 0.12), (0.385, 0.715, zf - 0.018), 0.015, m["black"])
    for k in range(4):
        s.box((-0.365, 0.617 + k * 0.026, zf - 0.02), (0.365, 0.625 + k * 0.026, zf - 0.010), m["chrome"])
    s.box((-0.02, 0.605, zf - 0.02), (0.02, 0.71, zf - 0.006), m["chrome"])
    lamp(s, m, 0.40, 0.69, 0.66, 0.80, zr - 0.012, 0.10, m["red"], -1)
    lamp(s, m, 0.40, 0.69, 0.615, 0.657, zr - 0.010, 0.10, m["amber"], -1)
    s.chamfered((-0.39, 0.62, zr - 0.008), (0.39, 0.79, zr + 0.08), 0.01, m["grey"])
    plate(s, zf + 0.048, 0.46, True, "KB 418")
    plate(s, zr - 0.012, 0.70, False, "KB 418")
    mirror(s, m, 0.80, 0.945, 0.86)
    for z in (0.0, -0.78):
        handle(s, m, f, z - 0.02, 0.83, m["chrome"])
    wipers(s, m, f, 1.09)
    cabin(s, m, f, 0.62, 0.24, [(0.02, False), (-0.78, True)], 0.90, 0.74)
    s.tube([(0.5, 0.2, -2.0), (0.5, 0.22, -2.33)], 0.026, m["chrome"], 8)
    nodes, places = assemble(s, m, front, rear, r, 0.195, 0.735, 5, True)
    shapes = hulls(f, None, [(-2.25, 2.25, "low"), (-1.5, 1.15, "roof")])
    more = dict(label="Saloon", kind="vehicle", mass=1240, friction=0.7, restitution=0.05, colour="#9c1517",
        variants=[{"id": "red", "label": "Red", "colour": "#9c1517"}, {"id": "navy", "label": "Navy", "colour": "#1b2a47"}, {"id": "silver", "label": "Silver", "colour": "#a9adb0"}, {"id": "green", "label": "Bottle green", "colour": "#1f3d2e"}],
        seats=[{"position": [x, 0.52, z], "heading": 0} for x, z in ((0.37, 0.02), (-0.37, 0.02), (0.36, -0.78), (-0.36, -0.78))],
        vehicle={"wheelbase": front - rear, "track": 1.47, "wheelRadius": r, "turningCircle": 10.6, "topSpeed": 50, "acceleration": 3.0, "braking": 8.0, "wheels": places})
    return nodes, shapes, more


@vehicle
def hatchback():
    m = surfaces("#274f86")
    f = Form(
        top=[(-1.90, 0.80), (-1.87, 0.93), (-1.82, 1.02), (-1.72, 1.16), (-1.50, 1.36), (-1.36, 1.425), (-0.9, 1.47), (-0.3, 1.485), (0.1, 1.46), (0.30, 1.41), (1.02, 1.03), (1.14, 0.985), (1.5, 0.93), (1.76, 0.855), (1.87, 0.77), (1.92, 0.69)],
        belt=[(1.92, 0.60), (1.6, 0.82), (1.0, 0.925), (-0.4, 0.975), (-1.3, 1.01), (-1.7, 0.98), (-1.90, 0.74)],
        sill=[(1.92, 0.29), (1.75, 0.205), (0.8, 0.185), (-1.0, 0.185), (-1.7, 0.24), (-1.90, 0.32)],
        edge=[(1.92, 0.52), (1.8, 0.62), (1.5, 0.665), (1.05, 0.665), (0.30, 0.56), (-0.4, 0.565), (-1.36, 0.54), (-1.6, 0.57), (-1.82, 0.62), (-1.90, 0.60)],
        side=[(1.92, 0.62), (1.84, 0.72), (1.65, 0.775), (1.3, 0.798), (0.3, 0.808), (-1.0, 0.805), (-1.5, 0.785), (-1.78, 0.735), (-1.87, 0.69), (-1.90, 0.64)], bulge=0.05, nose=0.075, tail=0.045, crown=0.045)
    r, front, rear = 0.295, 1.20, -1.22
    arches = [(front, r + 0.01, 0.358), (rear, r + 0.01, 0.358)]
    cut = [arch(f, *a) for a in arches]
    screen = [(0.98, 0.0), (0.975, EDGE * 0.5), (0.93, EDGE - 0.05), (0.39, EDGE - 0.045), (0.345, EDGE * 0.5), (0.34, 0.0)]
    back = [(-1.47, 0.0), (-1.475, EDGE * 0.5), (-1.50, EDGE - 0.06), (-1.74, EDGE - 0.06), (-1.775, EDGE * 0.5), (-1.78, 0.0)]
    b, t = BELT - 0.02, EDGE + 0.024
    frontdoor = [(0.78, b), (0.72, b - 0.06), (0.26, t), (-0.42, t), (-0.40, b)]
    quarter = [(-0.50, b), (-0.51, t), (-1.05, t), (-1.28, t + 0.06), (-1.34, b - 0.04), (-1.34, b)]
    s = Shape()
    zs = sorted({*COMMON_Z(-1.9, 1.92, 21), -1.87, 1.87, 1.8, -1.8, 0.30, 1.02, -1.36, -1.7, 1.1})
    ts = [0, 0.12, 0.24, 0.33, 0.385, EDGE, 0.455, 0.54, BELT, 0.66, 0.71, 0.77, 0.84, 0.91, 0.96, 1.0]
    skin(s, f, [screen, back, frontdoor, quarter], cut, zs, ts, m["paint"], m["glass"], m["lining"])
    for w in (frontdoor, quarter):
        ribbon(s, f, w, 0.024, m["black"], 0.002, True)
    for w in (screen, back):
        ribbon(s, f, w, 0.026, m["black"], 0.002)
    seam = lambda line, closed=False: ribbon(s, f, line, 0.007, m["seam"], 0.0012, closed)
    seam([(0.92, EDGE + 0.06), (0.90, BELT), *f.side_line([(0.90, 0.6), (0.87, 0.30)])])
    seam([(-0.46, EDGE), (-0.46, BELT), *f.side_line([(-0.46, 0.6), (-0.47, 0.29)])])
    seam(f.side_line([(0.87, 0.285), (0.2, 0.28), (-0.47, 0.285)]))
    seam([(1.06, 0), (1.05, EDGE * 0.6), (1.07, EDGE - 0.02), (1.45, EDGE + 0.01), (1.72, EDGE + 0.01), (1.84, EDGE - 0.02), (1.87, 0)])
    seam([(-1.40, 0), (-1.40, EDGE - 0.03), (-1.6, EDGE + 0.0), (-1.84, EDGE + 0.03), (-1.88, EDGE + 0.12)])
    ribbon(s, f, f.side_line([(0.80, 0.245), (-0.82, 0.245)]), 0.09, m["grey"], 0.004)
    lips(s, f, cut, m["grey"], 0.018)
    wells(s, m, arches, 0.78, f)
    s.quad((-0.70, 0.2, -1.85), (0.70, 0.2, -1.85), (0.70, 0.2, 1.85), (-0.70, 0.2, 1.85), m["dark"])
    s.quad((-0.70, 0.2, 1.85), (0.70, 0.2, 1.85), (0.70, 0.2, -1.85), (-0.70, 0.2, -1.85), m["dark"])
    for fr, z0 in ((True, 1.62), (False, -1.6)):
        path = girdle(f, 0.44, z0, fr, 0.004)
        belt(s, path, [(0, 0.56), (0.03, 0.55), (0.05, 0.50), (0.05, 0.38), (0.035, 0.31), (0, 0.28)], m["paint"])
        belt(s, path, [(0.051, 0.47), (0.060, 0.46), (0.060, 0.42), (0.051, 0.41)], m["black"])
    zf, zr = 1.92 + f.nose, -1.90 - f.tail
    for sgn in (1, -1):
        t = s.at(shift(sgn * 0.52, 0.655, zf - 0.045) @ spin("x", math.pi / 2))
        t.lathe([(0.10, -0.05), (0.098, -0.01), (0.085, 0.006), (0.05, 0.016), (0, 0.02)], m["clear"], 20)
        t.lathe([(0.106, -0.03), (0.112, -0.01), (0.100, 0.004)], m["chrome"], 20)
    lamp(s, m, 0.625, 0.70, 0.60, 0.70, zf - 0.085, 0.12, m["amber"])
    s.chamfered((-0.40, 0.605, zf - 0.12), (0.40, 0.70, zf - 0.022), 0.02, m["black"])
    for k in range(2):
        s.box((-0.38, 0.632 + k * 0.036, zf - 0.024), (0.38, 0.640 + k * 0.036, zf - 0.014), m["grey"])
    s.box((-0.3, 0.33, zf + 0.02), (0.3, 0.39, zf + 0.046), m["black"])
    lamp(s, m, 0.475, 0.665, 0.66, 0.90, zr - 0.008, 0.12, m["red"], -1)
    lamp(s, m, 0.49, 0.65, 0.755, 0.80, zr - 0.014, 0.05, m["white"], -1)
    plate(s, zf + 0.058, 0.44, True, "LN 2073")
    plate(s, zr - 0.010, 0.70, False, "LN 2073")
    s.chamfered((-0.30, 0.775, zr - 0.012), (0.30, 0.80, zr + 0.03), 0.008, m["black"])
    mirror(s, m, 0.72, 0.985, 0.835)
    handle(s, m, f, -0.30, 0.87, m["black"])
    wipers(s, m, f, 1.01)
    cabin(s, m, f, 0.52, 0.24, [(-0.06, False), (-0.86, True)], 0.94, 0.70)
    s.tube([(0, 1.475, -1.2), (0, 1.72, -1.45)], 0.004, m["black"], 4)
    s.tube([(-0.4, 0.2, -1.7), (-0.4, 0.21, -1.97)], 0.022, m["chrome"], 8)
    nodes, places = assemble(s, m, front, rear, r, 0.18, 0.70, 4, False)
    shapes = hulls(f, None, [(-1.9, 1.92, "low"), (-1.75, 1.05, "roof")])
    more = dict(label="Hatchback", kind="vehicle", mass=980, friction=0.7, restitution=0.05, colour="#274f86",
        variants=[{"id": "blue", "label": "Blue", "colour": "#274f86"}, {"id": "yellow", "label": "Yellow", "colour": "#d1a21c"}, {"id": "white", "label": "White", "colour": "#dddcd6"}, {"id": "red", "label": "Red", "colour": "#9c1517"}],
        seats=[{"position": [x, 0.52, z], "heading": 0} for x, z in ((0.37, -0.06), (-0.37, -0.06), (0.34, -0.86), (-0.34, -0.86))],
        vehicle={"wheelbase": front - rear, "track": 1.40, "wheelRadius": r, "turningCircle": 9.9, "topSpeed": 45, "acceleration": 3.0, "braking": 8.0, "wheels": places})
    return nodes, shapes, more


@vehicle
def van():
    m = surfaces("#d9d8d2")
    f = Form(
        top=[(-2.45, 1.72), (-2.42, 1.86), (-2.34, 1.925), (-2.0, 1.95), (-0.5, 1.965), (0.55, 1.955), (0.85, 1.90), (1.02, 1.82), (1.70, 1.16), (1.80, 1.10), (2.15, 1.02), (2.30, 0.94), (2.38, 0.84), (2.42, 0.74)],
        belt=[(2.42, 0.62), (2.2, 0.88), (1.75, 1.02), (1.0, 1.09), (-2.2, 1.12), (-2.45, 1.10)],
        sill=[(2.42, 0.30), (2.25, 0.22), (1.2, 0.20), (-2.1, 0.22), (-2.45, 0.30)],
        edge=[(2.42, 0.62), (2.3, 0.70), (2.1, 0.74), (1.75, 0.755), (1.02, 0.69), (0.4, 0.715), (-2.2, 0.715), (-2.40, 0.69), (-2.45, 0.66)],
        side=[(2.42, 0.72), (2.33, 0.80), (2.1, 0.855), (1.7, 0.885), (0.5, 0.90), (-2.2, 0.895), (-2.40, 0.87), (-2.45, 0.83)], bulge=0.035, nose=0.075, tail=0.02, crown=0.05, mid=0.5, lip=0.05)
    r, front, rear = 0.325, 1.62, -1.45
    arches = [(front, r + 0.01, 0.392), (rear, r + 0.01, 0.392)]
    cut = [arch(f, *a) for a in arches]
    screen = [(1.66, 0.0), (1.655, EDGE * 0.5), (1.61, EDGE - 0.05), (1.08, EDGE - 0.045), (1.045, EDGE * 0.5), (1.04, 0.0)]
    b, t = BELT - 0.015, EDGE + 0.035
    frontdoor = [(1.46, b), (1.40, b - 0.06), (0.96, t), (0.42, t), (0.42, b)]
    s = Shape()
    zs = sorted({*COMMON_Z(-2.45, 2.42, 23), -2.42, -2.36, 2.36, 2.3, 1.02, 1.7, 0.85, 1.78})
    ts = [0, 0.12, 0.24, 0.33, 0.385, EDGE, 0.455, 0.54, BELT, 0.66, 0.71, 0.77, 0.84, 0.91, 0.96, 1.0]
    skin(s, f, [screen, frontdoor], cut, zs, ts, m["paint"], m["glass"], m["lining"])
    ribbon(s, f, frontdoor, 0.026, m["black"], 0.002, True)
    ribbon(s, f, screen, 0.028, m["black"], 0.002)
    seam = lambda line, closed=False: ribbon(s, f, line, 0.008, m["seam"], 0.0012, closed)
    seam([(1.54, EDGE + 0.07), (1.53, BELT), *f.side_line([(1.50, 0.95), (1.36, 0.80), (1.24, 0.62), (1.20, 0.32)])])
    seam([(0.36, EDGE + 0.01), (0.36, BELT), *f.side_line([(0.36, 0.6), (0.36, 0.30)])])
    seam(f.side_line([(1.20, 0.315), (0.36, 0.31)]))
    seam([(0.28, EDGE + 0.02), (0.28, BELT), *f.side_line([(0.28, 0.6), (0.28, 0.31), (-0.2, 0.31), (-0.82, 0.31), (-0.82, 0.9)]), (-0.82, BELT), (-0.82, EDGE + 0.02), (-0.2, EDGE + 0.02), (0.28, EDGE + 0.02)])
    ribbon(s, f, f.side_line([(-0.84, 1.18), (-2.3, 1.18)]), 0.035, m["black"], 0.005)
    ribbon(s, f, f.side_line([(1.1, 0.56), (-1.02, 0.56)]), 0.09, m["grey"], 0.012)
    ribbon(s, f, f.side_line([(-1.88, 0.56), (-2.4, 0.56)]), 0.09, m["grey"], 0.012)
    # pressed panels of the load bay
    for z0, z1 in ((0.18, -0.72), (-0.95, -1.62), (-1.70, -2.30)):
        seam(f.side_line([(z0, 1.66), (z0, 1.26), (z1, 1.26), (z1, 1.66), (z0, 1.66)]))
    seam([(1.76, 0), (1.75, EDGE * 0.6), (1.78, EDGE - 0.02), (2.1, EDGE + 0.01), (2.30, EDGE - 0.01), (2.35, 0)])
    ribbon(s, f, f.side_line([(1.19, 0.265), (-1.02, 0.265)]), 0.10, m["grey"], 0.004)
    lips(s, f, cut, m["grey"], 0.02)
    wells(s, m, arches, 0.86, f)
    s.quad((-0.80, 0.22, -2.4), (0.80, 0.22, -2.4), (0.80, 0.22, 2.35), (-0.80, 0.22, 2.35), m["dark"])
    s.quad((-0.80, 0.22, 2.35), (0.80, 0.22, 2.35), (0.80, 0.22, -2.4), (-0.80, 0.22, -2.4), m["dark"])
    for fr, z0 in ((True, 2.05), (False, -2.3)):
        path = girdle(f, 0.46, z0, fr, 0.004)
        belt(s, path, [(0, 0.60), (0.03, 0.59), (0.055, 0.54), (0.055, 0.38), (0.035, 0.32), (0, 0.29)], m["grey"])
    zf, zr = 2.42 + f.nose, -2.45 - f.tail
    lamp(s, m, 0.44, 0.74, 0.645, 0.815, zf - 0.055, 0.14, m["clear"])
    lamp(s, m, 0.74, 0.80, 0.645, 0.79, zf - 0.11, 0.14, m["amber"])
    for sgn in (1, -1):
        s.at(shift(sgn * 0.57, 0.73, zf - 0.056) @ spin("x", math.pi / 2)).lathe([(0.07, -0.004), (0.066, 0.005), (0.03, 0.001), (0, 0.0)], m["chrome"], 16)
    s.chamfered((-0.42, 0.645, zf - 0.14), (0.42, 0.79, zf - 0.028), 0.02, m["black"])
    for k in range(3):
        s.box((-0.40, 0.672 + k * 0.036, zf - 0.03), (0.40, 0.682 + k * 0.036, zf - 0.018), m["grey"])
    # rear doors
    for sgn in (1, -1):
        a, bb = (0.05, 0.60) if sgn > 0 else (-0.60, -0.05)
        s.quad((bb, 1.22, zr - 0.004), (a, 1.22, zr - 0.004), (a, 1.66, zr - 0.004), (bb, 1.66, zr - 0.004), m["black"])
        s.quad((bb - 0.02, 1.24, zr - 0.008), (a + 0.02, 1.24, zr - 0.008), (a + 0.02, 1.64, zr - 0.008), (bb - 0.02, 1.64, zr - 0.008), m["glass"].tint(1))
        for z in (0.75, 1.05, 1.6):
            s.tube([(sgn * 0.78, z, zr + 0.02), (sgn * 0.78, z + 0.09, zr + 0.02)], 0.018, m["grey"], 6)
    s.box((-0.005, 0.62, zr - 0.006), (0.005, 1.74, zr + 0.02), m["seam"])
    s.chamfered((-0.16, 0.98, zr - 0.03), (-0.03, 1.02, zr), 0.006, m["black"])
    lamp(s, m, 0.70, 0.815, 0.66, 1.06, zr - 0.012, 0.10, m["red"], -1)
    lamp(s, m, 0.71, 0.805, 0.79, 0.87, zr - 0.018, 0.05, m["amber"], -1)
    plate(s, zf + 0.062, 0.46, True, "OT 6155")
    plate(s, zr - 0.012, 0.72, False, "OT 6155")
    for sgn in (1, -1):
        t = s.at(shift(sgn * 0.98, 1.16, 1.42))
        t.tube([(-sgn * 0.10, -0.05, 0.02), (sgn * 0.02, 0, 0)], 0.022, m["black"], 6)
        t.chamfered((min(sgn * 0.0, sgn * 0.17), -0.10, -0.05), (max(sgn * 0.0, sgn * 0.17), 0.20, 0.05), 0.03, m["black"])
        a, bb = sorted((sgn * 0.015, sgn * 0.155))
        t.quad((bb, -0.08, -0.052), (a, -0.08, -0.052), (a, 0.18, -0.052), (bb, 0.18, -0.052), m["chrome"])
    handle(s, m, f, 0.50, 1.00, m["black"])
    handle(s, m, f, 0.16, 1.00, m["black"])
    wipers(s, m, f, 1.70)
    cabin(s, m, f, 1.16, 0.42, [(0.52, False)], 1.09, 0.80)
    s.quad((-0.82, 0.3, 0.12), (0.82, 0.3, 0.12), (0.72, 1.9, 0.12), (-0.72, 1.9, 0.12), m["lining"].tint(1.4))
    nodes, places = assemble(s, m, front, rear, r, 0.20, 0.80, 0, False)
    shapes = hulls(f, None, [(-2.45, 2.42, "low"), (-2.45, 1.75, "roof")])
    more = dict(label="Van", kind="vehicle", mass=1720, friction=0.7, restitution=0.05, colour="#d9d8d2",
        variants=[{"id": "white", "label": "White", "colour": "#d9d8d2"}, {"id": "grey", "label": "Grey", "colour": "#6d7276"}, {"id": "orange", "label": "Orange", "colour": "#c8641e"}],
        seats=[{"position": [x, 0.72, 0.52], "heading": 0} for x in (0.37, -0.37)],
        vehicle={"wheelbase": front - rear, "track": 1.60, "wheelRadius": r, "turningCircle": 11.8, "topSpeed": 42, "acceleration": 2.4, "braking": 7.5, "wheels": places})
    return nodes, shapes, more
