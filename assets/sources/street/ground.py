"""The ground: carriageway, cobbled gutters, kerbs, pavements, markings, drains, manholes,
tree pits. Out: one Shape and the set's fixed colliders."""
import math

import numpy as np
from kitbag import colliders
from kitbag.shape import Shape
from kitbag.surfaces import noise
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt

from .dress import ASPHALT, COBBLES, KERB as KERBSTONE, MARKING, PAVING, SHEET, spot
from .facade import random_for
from .layout import EAST, END_Z, FRONT, GARDEN, KERB, NORTH, ROAD, SIDE, SIDE_ROAD, SOUTH

R = 4.0  # radius of the kerb at the corner
GUTTER = 0.42
END = END_Z
PITS = [(-5.1, 20.0), (-5.1, -22.0), (-5.1, -41.0), (5.1, 17.0), (5.1, -28.0), (5.1, -44.0)]
_field = noise(512, 1.5, 1, 60, 777)
_field2 = noise(512, 1.2, 4, 120, 778)


def curve(cx, cz, r, a0, a1, n=8):
    return [(cx + r * math.cos(a), cz + r * math.sin(a)) for a in np.linspace(a0, a1, n + 1)]


def kerb_lines(inset=0.0):
    """Kerb faces as polylines [(x, z)], moved `inset` into the road. Right side in two
    pieces round the corner; the road lies to the left of each as it is walked."""
    x, i = ROAD - inset, inset
    s0, s1 = SIDE_ROAD[0] - i, SIDE_ROAD[1] + i
    r = R + i
    south = [(x, SOUTH), *curve(ROAD + R, SIDE_ROAD[0] + R, r, math.pi, 1.5 * math.pi), (EAST, s0)]
    north = [(EAST, s1), *curve(ROAD + R, SIDE_ROAD[1] - R, r, 0.5 * math.pi, math.pi), (x, END + R), *curve(ROAD - R, END + R, R - i, 0, -0.5 * math.pi)[1:]]
    n2 = [(-p[0], p[1]) for p in curve(ROAD - R, END + R, R - i, 0, -0.5 * math.pi)][::-1]
    left = [*n2, (-x, SOUTH)]
    return south, north + left


def fill(s, outline, holes, y, surface, step, tone):
    """A level polygon cut finely enough to carry vertex colour."""
    pts = [Vector(p) for p in outline]
    edges = [(i, (i + 1) % len(outline)) for i in range(len(outline))]
    faces = []
    o = np.array(outline)
    lo, hi = o.min(0), o.max(0)
    for h in holes:
        k = len(pts)
        pts += [Vector(p) for p in h]
        edges += [(k + i, k + (i + 1) % len(h)) for i in range(len(h))]
    for gx in np.arange(lo[0] + step / 2, hi[0], step):
        for gz in np.arange(lo[1] + step / 2, hi[1], step):
            if inside((gx, gz), outline) and not any(inside((gx, gz), h) for h in holes):
                pts.append(Vector((gx, gz)))
    v, _, f, *_ = delaunay_2d_cdt(pts, edges, [], 0, 1e-5)
    v = np.array([(p[0], p[1]) for p in v])
    keep = []
    for t in f:
        c = v[list(t)].mean(0)
        if inside(c, outline) and not any(inside(c, h) for h in holes):
            a, b, d = v[t[0]], v[t[1]], v[t[2]]
            up = (b[1] - a[1]) * (d[0] - a[0]) - (b[0] - a[0]) * (d[1] - a[1])
            keep.append(tuple(t) if up > 0 else (t[0], t[2], t[1]))
    world = np.stack([v[:, 0], np.full(len(v), y), v[:, 1]], 1)
    s.add(world, np.array(keep), surface, colour=tone(v))


def inside(p, poly):
    x, y = p
    hit = False
    for i in range(len(poly)):
        (x0, y0), (x1, y1) = poly[i - 1], poly[i]
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            hit = not hit
    return hit


def sample(field, v, metres):
    i = (np.abs(np.asarray(v) / metres * 512).astype(int)) % 512
    return field[i[:, 0], i[:, 1]]


def road_tone(v):
    """Polished wheel tracks, an oily middle, dust along the gutter."""
    x, z = v[:, 0], v[:, 1]
    side = (z < SIDE_ROAD[0] + 1) & (z > SIDE_ROAD[1] - 1) & (x > ROAD)
    across = np.where(side, np.abs(z - sum(SIDE_ROAD) / 2), np.abs(x))
    lane = np.where(side, 1.45, 1.75)
    track = np.exp(-(((np.abs(across - lane) - 0.75) / 0.3) ** 2))
    oil = np.exp(-(((across - lane) / 0.25) ** 2))
    k = 0.90 + 0.07 * track - 0.10 * oil + 0.05 * sample(_field, v, 60) + 0.025 * sample(_field2, v, 25)
    return np.clip(k, 0.62, 1)[:, None] * np.array([1, 0.99, 0.97])


def walk_tone(v):
    k = 0.90 + 0.05 * sample(_field, v + 31, 50) + 0.03 * sample(_field2, v, 20)
    near = np.minimum(np.abs(np.abs(v[:, 0]) - FRONT), np.minimum(np.abs(v[:, 1] - SIDE[0]) + (v[:, 0] < FRONT) * 9, np.abs(v[:, 1] - SIDE[1]) + (v[:, 0] < FRONT) * 9))
    k = k * (1 - 0.22 * np.exp(-near / 0.35))
    return np.clip(k, 0.5, 1)[:, None] * np.array([1, 0.99, 0.965])


def flat(v):
    return np.full((len(v), 3), 0.95) * (1 + 0.05 * sample(_field, v, 40))[:, None]


def strip(s, a, b, y0, y1, surface, width_uv=None):
    """A ribbon between two polylines, a (at y0) left of b (at y1), with running UVs."""
    a, b = np.array(a), np.array(b)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff((a + b) / 2, axis=0), axis=1))])
    A = np.stack([a[:, 0], np.full(len(a), y0), a[:, 1]], 1)
    B = np.stack([b[:, 0], np.full(len(b), y1), b[:, 1]], 1)
    n = len(a)
    w = float(np.linalg.norm(A[0] - B[0]))
    f = np.array([(i, i + 1, n + i + 1, n + i) for i in range(n - 1)])
    p = np.vstack([A, B])
    q = p[f[0]]
    if surface.band:
        v0, v1, high, wide = surface.band
        uv = np.stack([np.tile(along / wide, 2), np.repeat([v0, v0 + (v1 - v0) * min(1, w / high)], n)], 1)
    else:
        uv = np.stack([np.tile(along, 2), np.repeat([0, w], n)], 1) / surface.metres
    # it must be seen from above, and from the road where it stands upright
    want = np.array([0, 1, 0]) + (A[0] - B[0]) * [1, 0, 1] / (w + 1e-9)
    facing = np.cross(q[1] - q[0], q[2] - q[0]) @ want
    s.add(p, f if facing > 0 else f[:, ::-1], surface, uv=uv)


def dense(line, step=3.0):
    out = [line[0]]
    for a, b in zip(line, line[1:]):
        n = max(1, round(math.dist(a, b) / step))
        out += [(a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n) for k in range(1, n + 1)]
    return out


def build():
    s, rng = Shape(), random_for("ground")
    inner = kerb_lines(GUTTER)
    # carriageway
    outline = inner[0] + inner[1]
    fill(s, outline, [], 0.0, ASPHALT, 1.1, road_tone)
    # the lane through the gate, and what lies behind
    s.grid((-2.7, 0, SOUTH + 5), (2.7, 0, SOUTH + 5), (-2.7, 0, SOUTH), 3, 3, COBBLES)
    s.grid((-17, 0, SOUTH + 17), (17, 0, SOUTH + 17), (-17, 0, SOUTH + 4.6), 8, 4, COBBLES)
    for x in (-1, 1):
        a, b = (2.7, FRONT) if x > 0 else (-FRONT, -2.7)
        s.quad((a, KERB, SOUTH + 4.6), (b, KERB, SOUTH + 4.6), (b, KERB, SOUTH), (a, KERB, SOUTH), PAVING)
        s.quad((a, 0, SOUTH + 4.6), (b, 0, SOUTH + 4.6), (b, KERB, SOUTH + 4.6), (a, KERB, SOUTH + 4.6), KERBSTONE)
    for line, cut in zip(kerb_lines(), inner):
        line, cut = dense(line), dense(cut)
        out = offset_line(line, 0.2)
        # dense() makes equal counts since both have the same corners
        n = min(len(line), len(cut))
        line, cut, out = resample(line, n), resample(cut, n), resample(out, n)
        strip(s, cut, line, 0.0, -0.012, COBBLES)
        strip(s, line, [(p[0] + (q[0] - p[0]) * 0.12, p[1] + (q[1] - p[1]) * 0.12) for p, q in zip(line, out)], -0.012, KERB - 0.02, KERBSTONE)
        strip(s, [(p[0] + (q[0] - p[0]) * 0.12, p[1] + (q[1] - p[1]) * 0.12) for p, q in zip(line, out)], [(p[0] + (q[0] - p[0]) * 0.25, p[1] + (q[1] - p[1]) * 0.25) for p, q in zip(line, out)], KERB - 0.02, KERB, KERBSTONE)
        strip(s, [(p[0] + (q[0] - p[0]) * 0.25, p[1] + (q[1] - p[1]) * 0.25) for p, q in zip(line, out)], out, KERB, KERB, KERBSTONE)
    # pavements
    south, rest = kerb_lines(-0.2)
    pits = [[(x - 0.75, z - 0.75), (x + 0.75, z - 0.75), (x + 0.75, z + 0.75), (x - 0.75, z + 0.75)] for x, z in PITS]
    fill(s, [*south, (EAST, SIDE[0]), (11.0, SIDE[0]), (FRONT, SIDE[0] + 2.5), (FRONT, SOUTH)], [p for p in pits if p[0][0] > 0 and p[0][1] > SIDE[0]], KERB, PAVING, 1.2, walk_tone)
    k = next(i for i, p in enumerate(rest) if p[0] < 0) - 1
    right, left = rest[: k + 1], rest[k + 1 :]
    fore = [(FRONT, NORTH - 2), (-FRONT, NORTH - 2)]
    fill(s, [*right, *left, (-FRONT, SOUTH), fore[1], fore[0], (FRONT, SIDE[1] - 2.5), (11.0, SIDE[1]), (EAST, SIDE[1])], [p for p in pits if not (p[0][0] > 0 and p[0][1] > SIDE[0])], KERB, PAVING, 1.2, walk_tone)
    for x, z in PITS:
        pit(s, x, z, rng)
    markings(s, rng)
    iron(s, rng)
    # everything beyond, so that nothing is void where a house is hidden
    for x0, x1, z0, z1 in ((-120, -FRONT, -130, 120), (FRONT, 120, SIDE[0] + 0.0, 120), (FRONT, 120, -130, SIDE[1]), (-FRONT, FRONT, -130, NORTH - 2), (-FRONT, FRONT, SOUTH + 17, 120), (EAST, 120, SIDE[1], SIDE[0])):
        s.grid((x0, -0.03, z1), (x1, -0.03, z1), (x0, -0.03, z0), 3, 3, COBBLES.tint(0.75))
    return s


def offset_line(line, d):
    """Moves a polyline to its right (away from the road) by d."""
    p = np.array(line)
    t = np.gradient(p, axis=0)
    t /= np.linalg.norm(t, axis=1)[:, None] + 1e-12
    n = np.stack([-t[:, 1], t[:, 0]], 1)
    # the road of the left and right kerbs lies towards the middle of the street
    probe = p[len(p) // 4] + n[len(p) // 4] * 0.5
    centre = inside(tuple(probe), kerb_lines()[0] + kerb_lines()[1])
    return [tuple(q) for q in p + (-n if centre else n) * d]


def resample(line, n):
    p = np.array(line)
    a = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))])
    if len(p) == n:
        return [tuple(q) for q in p]
    t = np.linspace(0, a[-1], n)
    return [tuple(q) for q in np.stack([np.interp(t, a, p[:, 0]), np.interp(t, a, p[:, 1])], 1)]


def pit(s, x, z, rng):
    """An iron grate round a trunk, over earth."""
    e = 0.75
    s.grid((x - e, KERB - 0.05, z + e), (x + e, KERB - 0.05, z + e), (x - e, KERB - 0.05, z - e), 3, 3, spot("#4a3d2f", 0.95))
    metal = spot("#3b3a38", 0.55, 0.5)
    for a, b in (((-e, -e), (e, -e + 0.06)), ((-e, e - 0.06), (e, e)), ((-e, -e), (-e + 0.06, e)), ((e - 0.06, -e), (e, e))):
        s.box((x + a[0], KERB - 0.05, z + a[1]), (x + b[0], KERB + 0.005, z + b[1]), metal, omit="b")
    for k in range(-7, 8):
        o = k * 0.095
        for a, b in ((-0.69, -0.26), (0.26, 0.69)) if abs(o) < 0.26 else ((-0.69, 0.69),):
            s.box((x + o - 0.018, KERB - 0.03, z + a), (x + o + 0.018, KERB + 0.003, z + b), metal, omit="b")


def paint(s, x0, x1, z0, z1):
    """A painted rectangle, cut to the sheet's band and shifted so that no two look alike."""
    v0, v1, high, wide = MARKING.band
    y = 0.006
    long_z = (z1 - z0) > (x1 - x0)
    u0 = (x0 * 3.7 + z0 * 1.3) % 1
    L, W = (z1 - z0, x1 - x0) if long_z else (x1 - x0, z1 - z0)
    vv = min(1.0, W / high)
    uv = [(u0, v0), (u0 + L / wide, v0), (u0 + L / wide, v0 + (v1 - v0) * vv), (u0, v0 + (v1 - v0) * vv)]
    q = [(x0, y, z1), (x1, y, z1), (x1, y, z0), (x0, y, z0)]
    if long_z:
        q = [q[1], q[2], q[3], q[0]]
    s.add(q, np.array([[0, 1, 2, 3]]), MARKING.tint(0.93), uv=uv)


def markings(s, rng):
    # zebra across the main street, in the evening sun that comes over the garden
    z0, z1 = -6.2, -2.6
    n = 7
    for k in range(n):
        x = -ROAD + 0.55 + k * (2 * ROAD - 1.1) / n + 0.2
        paint(s, x, x + 0.5, z0, z1)
    for side in (-1, 1):
        x0, x1 = (0.12, ROAD - 0.5) if side > 0 else (-ROAD + 0.5, -0.12)
        paint(s, x0, x1, (z1 + 0.9) if side > 0 else z0 - 1.3, (z1 + 1.3) if side > 0 else z0 - 0.9)
    for z in np.arange(SOUTH - 3, z1 + 3.5, -4.5):
        paint(s, -0.06, 0.06, z - 1.8, z)
    for z in np.arange(z0 - 3.2, SIDE_ROAD[0] + 1, -4.5):
        paint(s, -0.06, 0.06, z - 1.8, z)
    for z in np.arange(SIDE_ROAD[1] - 2.5, END + 5, -4.5):
        paint(s, -0.06, 0.06, z - 1.8, z)
    # give way at the mouth of the side street
    zc = sum(SIDE_ROAD) / 2
    for k in range(5):
        z = zc - 0.6 - k * 0.52
        paint(s, 4.6, 4.95, z, z + 0.34)
    for x in np.arange(9.5, EAST - 5, 4.0):
        paint(s, x, x + 1.6, zc - 0.05, zc + 0.05)
    # parking bays on the left
    for z in (-21.5, -27.0, -32.5, -38.0):
        paint(s, -ROAD + 0.45, -ROAD + 2.3, z - 0.05, z + 0.05)
    # patches
    for x, z, w, h, t in ((1.2, 10.5, 1.3, 2.6, 0.80), (-2.0, -6.4, 1.6, 0.9, 0.76), (0.9, -27, 0.9, 5.5, 0.82), (14, -13.2, 2.4, 1.1, 0.8), (-1.4, 24, 0.8, 4.2, 0.84)):
        s.quad((x - w / 2, 0.003, z + h / 2), (x + w / 2, 0.003, z + h / 2), (x + w / 2, 0.003, z - h / 2), (x - w / 2, 0.003, z - h / 2), ASPHALT.tint(t))
        for a, b, c, d in ((x - w / 2 - 0.03, x - w / 2, z - h / 2, z + h / 2), (x + w / 2, x + w / 2 + 0.03, z - h / 2, z + h / 2)):
            s.quad((a, 0.004, d), (b, 0.004, d), (b, 0.004, c), (a, 0.004, c), spot("#2a2a2a", 0.5))


def iron(s, rng):
    m = SHEET.picture("manhole")
    for x, z, y in ((0.4, 8.2, 0.006), (-0.5, -10.8, 0.006), (0.5, -24.0, 0.006), (20.5, -14.4, 0.006), (-0.4, -45.5, 0.006), (6.3, 8.0, KERB + 0.004), (-6.6, -16.8, KERB + 0.004), (-0.6, 27.5, 0.006)):
        r = 0.33
        x0, y0, x1, y1 = m.rect
        a = np.linspace(0, 2 * math.pi, 25)[:-1]
        ring = [(x + r * math.cos(t), y, z - r * math.sin(t)) for t in a] + [(x, y, z)]
        uv = [((x0 + x1) / 2 + (x1 - x0) * 0.485 * math.cos(t), (y0 + y1) / 2 + (y1 - y0) * 0.485 * math.sin(t)) for t in a] + [((x0 + x1) / 2, (y0 + y1) / 2)]
        s.add(ring, np.array([(i, (i + 1) % 24, 24) for i in range(24)]), m, uv=uv)
    d = SHEET.picture("drain")
    for x, z in ((-3.36, 12.0), (3.36, 12.0), (-3.36, -13.0), (3.36, -26.0), (-3.36, -34.0), (3.36, 24.0)):
        s.quad((x - 0.21, 0.005, z + 0.28), (x + 0.21, 0.005, z + 0.28), (x + 0.21, 0.005, z - 0.28), (x - 0.21, 0.005, z - 0.28), d)


def collider():
    """Ground slabs and kerb steps."""
    c = [colliders.between((-130, -0.5, -140), (130, 0, 130))]
    b = lambda x0, x1, z0, z1: c.append(colliders.between((x0, -0.2, z0), (x1, KERB, z1)))
    b(-FRONT, -ROAD, NORTH - 2, SOUTH)
    b(ROAD, FRONT, SIDE_ROAD[0] + R, SOUTH)
    b(ROAD + R, EAST, SIDE_ROAD[0], SIDE[0])
    b(ROAD, FRONT, NORTH - 2, SIDE_ROAD[1] - R)
    b(ROAD + R, EAST, SIDE[1], SIDE_ROAD[1])
    b(-ROAD, ROAD, NORTH - 2, END)
    b(-FRONT - 16, -FRONT, GARDEN[1], GARDEN[0])
    for sgn, zc in ((1, SIDE_ROAD[0]), (-1, SIDE_ROAD[1])):
        cx, cz = ROAD + R, zc + sgn * R
        pts = [(cx, cz), *curve(cx, cz, R, math.pi, math.pi + sgn * math.pi / 2, 6)]
        c.append(colliders.hull([(x, y, z) for x, z in pts for y in (-0.2, KERB)]))
    for x0, x1 in ((-FRONT, -2.7), (2.7, FRONT)):
        b(x0, x1, SOUTH, SOUTH + 4.6)
    for x, z in PITS:
        c.append(colliders.cylinder((x, 0, z), (x, 3.5, z), 0.17))
    return c


