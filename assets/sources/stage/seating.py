"""Kit: what one sits and lies on. Seats give where hips rest; heading 0 faces +Z."""

import math

import numpy as np

import drape
from catalogue import thing
from form import Piece, arc, box, grid, join, lathe, rod, rounded, slab, smooth_path, soft, tube, welt

CLOTHS = [("moss", "Moss", "#5d6449"), ("rust", "Rust", "#9a4f33"), ("ink", "Ink blue", "#33405a"),
          ("oat", "Oat", "#c2b396"), ("charcoal", "Charcoal", "#3c3c3e"), ("mustard", "Mustard", "#b98a30"), ("rose", "Old rose", "#a9716b")]
HIDES = [("cognac", "Cognac", "#9a5a2e"), ("oxblood", "Oxblood", "#5b2420"), ("black", "Black", "#232122"), ("olive", "Olive", "#55553a")]
WOODS = [("oak", "Oak", "#c39a68"), ("walnut", "Walnut", "#6f4a31"), ("black", "Black", "#3a3836"), ("white", "Painted white", "#e8e4da")]


def without(p: Piece, axis, sign, limit=0.92) -> Piece:
    """Drops faces that look along ±axis: what stands against something is never seen."""
    keep = []
    for i, f in enumerate(p.faces):
        v = p.verts[f]
        n = np.cross(v[1] - v[0], v[2] - v[0])
        if n["xyz".index(axis)] * sign <= limit * (np.linalg.norm(n) + 1e-12):
            keep.append(i)
    used = sorted({j for i in keep for j in p.faces[i]})
    new = {j: k for k, j in enumerate(used)}
    return Piece(p.verts[used], [[new[j] for j in p.faces[i]] for i in keep], [p.uvs[i] for i in keep], [p.mats[i] for i in keep], p.tint[used], p.group)


def cushion(w, h, d, mat, crown=0.022, radius=0.035, cell=0.11, seed=1, piped=("top",), wrinkle=0.004, bottom=False):
    """A box cushion with piping round its edges; stands on y=0."""
    p = soft((w, h, d), mat, radius, cell, crown=(0.006, crown, 0.010), seam=0.002, wrinkle=wrinkle, seed=seed)
    if not bottom:
        p = without(p, "y", -1)
    out = [p]
    k = radius * 0.293
    for which in piped:
        y = h - k if which == "top" else k
        out.append(welt((w - 2 * k + 0.004, 0, d - 2 * k + 0.004), radius * 0.9, y, mat, 0.0055, 3, 3))
    return join(*out)


def sat(p, seed, depth=0.010):
    """A seat that people have used: a hollow in its top, and short folds that run in from its front corners."""
    r = np.random.default_rng(seed)
    v = p.verts
    lo, hi = v.min(0), v.max(0)
    x, z = (v[:, 0] - lo[0]) / (hi[0] - lo[0]) * 2 - 1, (v[:, 2] - lo[2]) / (hi[2] - lo[2]) * 2 - 1
    up = np.clip((v[:, 1] - lo[1]) / (hi[1] - lo[1]) * 2 - 1, 0, 1)
    v[:, 1] -= depth * up * np.exp(-((x - r.normal(0, 0.08)) / 0.62) ** 2 - ((z + 0.1) / 0.6) ** 2)
    for s in (-1, 1):
        d = np.hypot(x - s * 0.95, z - 0.9)
        a = np.arctan2(z - 0.9, x - s * 0.95)
        v[:, 1] += up * 0.0045 * np.sin(a * 9 + r.uniform(0, 6)) * np.exp(-((d - 0.45) / 0.3) ** 2)
    # The front face bulges and hangs a little.
    front = np.clip(z, 0, 1) ** 4 * (1 - np.abs(x) ** 3)
    v[:, 2] += 0.010 * front * (1 - np.abs(2 * (v[:, 1] - lo[1]) / (hi[1] - lo[1]) - 1) ** 2)
    p.verts = v
    return p


def quilted(p, nu, nv, thick, seed=8, border=5):
    """A draped sheet filled with down: swollen from its hem inwards, its under side kept along the border."""
    r = np.random.default_rng(seed)
    n = np.zeros_like(p.verts)
    for f in p.faces:
        q = p.verts[f]
        n[f] += np.cross(q[2] - q[0], q[3] - q[1])
    n /= np.linalg.norm(n, axis=1, keepdims=True) + 1e-12
    j, i = np.divmod(np.arange(len(p.verts)), nu + 1)
    u, v = i / nu, j / nv
    rim = np.minimum.reduce([i, nu - i, j, nv - j]).astype(float)
    swell = np.sqrt(np.clip(rim / 2.6, 0, 1))
    ph = r.uniform(0, 6.28, 6)
    lump = 0.5 + 0.5 * np.sin(u * 21 + 1.6 * np.sin(v * 9 + ph[0]) + ph[1]) * np.sin(v * 17 + 1.4 * np.sin(u * 11 + ph[2]) + ph[3])
    crease = np.abs(np.sin(u * 9 + v * 14 + 2.2 * np.sin(u * 5 + ph[4]) + 1.1 * np.sin(v * 8 + ph[5])))
    k = thick * swell * (0.45 + 0.55 * lump) - 0.022 * swell * (1 - np.clip(crease / 0.30, 0, 1))
    # The hem lies down on what is under it.
    flat = np.clip(n[:, 1], 0, 1) * np.clip(1 - rim / 2, 0, 1)
    p.verts = p.verts - np.array([0, 0.020, 0]) * flat[:, None]
    top = p.copy()
    top.verts = p.verts + n * k[:, None]
    keep = [m for m in range(len(p.faces)) if min(m % nu, nu - 1 - m % nu, m // nu, nv - 1 - m // nu) < border]
    low = Piece(p.verts, [p.faces[m] for m in keep], [p.uvs[m] for m in keep], [p.mats[m] for m in keep], p.tint.copy()).flipped()
    return [top, low]


def leg(h, r0, r1, mat="oak", sides=12):
    """A turned, tapering leg with a brass foot; hangs from y = h to the ground."""
    return join(lathe([(r1 * 0.9, 0.0), (r1 * 1.02, 0.004), (r1 * 1.04, 0.03)], "brass", sides, cap=True), lathe([(r1, 0.03), ((r0 + r1) * 0.52, h * 0.6), (r0, h)], mat, sides, cap=False))


def splay(p, x, z, tx=0.0, tz=0.0):
    return p.turn("x", tz).turn("z", tx).at(x, 0, z)


def sofa(t, seats, sw=0.62):
    """Loose cushions in a low frame on turned legs. The middle of its footprint is the origin."""
    arm, d, leg_h = 0.15, 0.90, 0.15
    w = seats * sw + 2 * arm + 0.02
    mat = "paint:cloth"
    body = soft((w - 0.02, 0.17, d - 0.06), mat, 0.02, 0.4, crown=(0, 0, 0.004), seam=0.002).at(0, leg_h, 0)
    t.add(without(body, "y", 1))
    for s in (-1, 1):
        a = soft((arm, 0.42, d - 0.02), mat, 0.05, 0.16 if seats < 3 else 0.28, crown=(0.012, 0.010, 0.006), seam=0.0, wrinkle=0.002, seed=7 + s).at(s * (w / 2 - arm / 2), leg_h + 0.03, 0)
        t.add(a)
        # A stitched front panel with its piping.
        o = rounded(arm - 0.024, 0.42 - 0.024, 0.045, 3)
        t.add(tube([(s * (w / 2 - arm / 2) + x, leg_h + 0.03 + 0.21 + y, d / 2 - 0.0235) for x, y in o], 0.005, mat, 4, closed=True))
        for z in (-d / 2 + 0.12, d / 2 - 0.12):
            t.add(splay(leg(leg_h + 0.01, 0.025, 0.014, "walnut", 10), s * (w / 2 - 0.13), z, s * 0.10, (0.10 if z < 0 else -0.10)))
    back = soft((w - 2 * arm + 0.02, 0.50, 0.16), mat, 0.05, 0.24, crown=(0, 0.012, 0.008), wrinkle=0.002, seed=3)
    t.add(back.turn("x", -0.12).at(0, leg_h + 0.16, -d / 2 + 0.10))
    span = w - 2 * arm
    for k in range(seats):
        x = (k - (seats - 1) / 2) * sw
        t.add(sat(cushion(sw - 0.006, 0.16, 0.68, mat, 0.026, 0.035, 0.11 if seats < 3 else 0.165, seed=20 + k, wrinkle=0.007), 20 + k).at(x, leg_h + 0.155, 0.095))
        # The back cushion: the same make stood on edge, fuller below than above, slumped a little.
        p = cushion(sw - 0.010, 0.17, 0.47, mat, 0.040, 0.05, 0.11 if seats < 3 else 0.17, seed=40 + k, wrinkle=0.008)
        p = sat(p, 50 + k, 0.006).at(0, -0.085, 0).turn("x", math.pi / 2 - 0.22)
        lo, hi = p.verts.min(0), p.verts.max(0)
        q = (p.verts[:, 1] - lo[1]) / (hi[1] - lo[1])
        r = np.random.default_rng(60 + k)
        p.verts[:, 2] += 0.020 * np.sin(q * math.pi) - 0.012 * q
        p.verts[:, 1] += (0.008 * np.sin(p.verts[:, 0] * 6 + r.uniform(0, 6.28)) - 0.010 * (1 - (2 * p.verts[:, 0] / sw) ** 2)) * q
        t.add(p.at(x, leg_h + 0.155 + 0.158 - lo[1], -0.19))
        t.seat(x, 0.455, 0.10, 0.0)
    t.block((-w / 2, 0.0, -d / 2), (w / 2, 0.455, d / 2))
    t.box(0, 0.62, -d / 2 + 0.14, w, 0.40, 0.26)
    for s in (-1, 1):
        t.box(s * (w / 2 - arm / 2), 0.52, 0, arm, 0.16, d)
        t.grip(s * (w / 2 - arm / 2), 0.25, d / 2)


@thing("kit-sofa-2", "Sofa, two seats", mass=42, friction=0.75, restitution=0.05, snap=0.1, variants=CLOTHS)
def sofa_2(t):
    sofa(t, 2, 0.68)


@thing("kit-sofa-3", "Sofa, three seats", mass=58, friction=0.75, restitution=0.05, snap=0.1, variants=CLOTHS)
def sofa_3(t):
    sofa(t, 3, 0.62)


@thing("kit-armchair", "Armchair", mass=24, friction=0.75, restitution=0.05, snap=0.1, variants=HIDES)
def armchair(t):
    """A club chair in leather: rolled arms that run into a curved back, one deep cushion."""
    mat = "paint:leather"
    w, d, leg_h = 0.80, 0.82, 0.12
    t.add(without(soft((w - 0.10, 0.20, d - 0.10), mat, 0.03, 0.3, crown=(0.004, 0, 0.008)).at(0, leg_h, 0), "y", 1))
    # Arms and back as one roll: a profile carried round a U in plan, higher at the back.
    n, m = 22, 14

    def path(u):
        a = u * 3.0
        x0, z0, r = 0.315, 0.30, 0.20
        l1 = z0 + 0.10
        tot = 2 * l1 + math.pi * r + 2 * (x0 - r)
        s = u * tot
        segs = [l1, math.pi * r / 2, 2 * (x0 - r), math.pi * r / 2, l1]
        if s < segs[0]:
            return (x0, z0 - s), (1, 0)
        s -= segs[0]
        if s < segs[1]:
            a = s / r
            return (x0 - r + r * math.cos(a), -0.10 - r * math.sin(a)), (math.cos(a), -math.sin(a))
        s -= segs[1]
        if s < segs[2]:
            return (x0 - r - s, -0.10 - r), (0, -1)
        s -= segs[2]
        if s < segs[3]:
            a = s / r
            return (-x0 + r - r * math.sin(a), -0.10 - r * math.cos(a)), (-math.sin(a), -math.cos(a))
        s -= segs[3]
        return (-x0, -0.10 + s), (-1, 0)

    def fn(u, v):
        (x, z), (nx, nz) = path(u)
        rise = 0.5 - 0.5 * math.cos(2 * math.pi * min(max((u - 0.16) / 0.68, 0), 1))
        top = 0.56 + 0.25 * rise ** 0.8
        th = 0.072 + 0.016 * rise
        bottom = 0.16
        # Round the profile: up the outside, over the roll, down the inside.
        if v < 0.4:
            q = v / 0.4
            off, y = th * (1.0 + 0.10 * math.sin(q * math.pi) + 0.25 * q * q), bottom + (top - th - bottom) * q
        elif v < 0.75:
            a = (v - 0.4) / 0.35 * math.pi
            off, y = th * 1.25 * math.cos(a), top - th + th * 1.05 * math.sin(a)
        else:
            q = (v - 0.75) / 0.25
            off, y = -th * (1.25 - 0.35 * math.sin(q * math.pi * 0.5)), top - th + (0.30 - (top - th)) * q
        lean = 0.10 * rise * max(0, y - 0.35)
        # Upholsterers' folds where the back turns into the arms.
        crease = 0.006 * math.sin(u * 46) * math.exp(-((abs(u - 0.5) - 0.20) / 0.06) ** 2) * (1 if v > 0.35 else 0.3)
        k = off + crease
        return (x + nx * k, y, z + nz * (k + lean))

    t.add(grid(fn, n * 2, m, mat))
    for s in (-1, 1):
        # Arm fronts: a scroll face with nail heads round it.
        u = 0.0 if s > 0 else 1.0
        ring = [fn(u, v / m) for v in range(m + 1)]
        zf = ring[0][2]
        o = [(p[0], p[1]) for p in ring]
        face = o if s < 0 else o[::-1]
        c = np.mean(np.array(face), axis=0)
        area = sum(face[i][0] * face[(i + 1) % len(face)][1] - face[(i + 1) % len(face)][0] * face[i][1] for i in range(len(face)))
        if area < 0:
            face = face[::-1]
        t.add(slab(face, 0.020, mat, 0.007).at(0, 0, zf + 0.004))
        for k in range(0, m + 1):
            for q in (0.0, 0.5):
                if k + q > m:
                    continue
                a, b = np.array(o[min(k, m)]), np.array(o[min(k + 1, m)])
                p = a + (b - a) * q
                p = c + (p - c) * 0.90
                t.add(lathe([(0.006, 0), (0.0045, 0.003), (0.0, 0.004)], "brass", 5, cap=False).turn("x", math.pi / 2).at(p[0], p[1], zf + 0.013))
    t.add(cushion(0.50, 0.17, 0.58, mat, 0.030, 0.045, 0.09, seed=5, piped=("top", "bottom"), wrinkle=0.005).at(0, leg_h + 0.17, 0.085))
    for sx in (-1, 1):
        for sz in (-1, 1):
            t.add(lathe([(0.016, 0), (0.026, 0.02), (0.030, 0.05), (0.020, 0.075), (0.032, leg_h + 0.01)], "walnut", 12).at(sx * 0.29, 0, sz * 0.29 - 0.02))
    t.seat(0, 0.46, 0.08)
    t.block((-0.39, 0.0, -0.38), (0.39, 0.45, 0.36))
    t.box(0, 0.62, -0.32, 0.62, 0.38, 0.16)
    for s in (-1, 1):
        t.box(s * 0.325, 0.50, 0.0, 0.15, 0.14, 0.66)
        t.grip(s * 0.32, 0.50, 0.28)


@thing("kit-chair", "Dining chair", mass=5.2, friction=0.5, restitution=0.15, snap=0.1, variants=WOODS)
def chair(t):
    """A spindle-backed chair: saddled seat, splayed turned legs, a bent rail."""
    mat = "paint:wood"

    def seat(u, v):
        a = u * 2 * math.pi
        r = v
        sq = (abs(math.cos(a)) ** 3.2 + abs(math.sin(a)) ** 3.2) ** (-1 / 3.2)
        x, z = 0.215 * sq * r * math.cos(a), -0.21 * sq * r * math.sin(a)
        x *= 1 + 0.10 * (z / 0.21) * 0.8
        saddle = -0.018 * math.exp(-((z + 0.04) / 0.11) ** 2) * math.cos(min(abs(x) / 0.19, 1) * math.pi / 2) ** 0.6 + 0.006 * math.exp(-(x / 0.04) ** 2) * max(0, z / 0.21)
        return (x, 0.455 + saddle * (1 - r ** 6), z)

    n = 28
    top = grid(lambda u, v: seat(u, v * 0.97), n, 7, mat, wrap_u=True)
    top.uvs = [[(top.verts[i][2] + 0.4, top.verts[i][0]) for i in f] for f in top.faces]
    rim = grid(lambda u, v: tuple(np.array(seat(u, 0.97)) * [1 + 0.03 * math.sin(min(v * 1.4, 1) * math.pi * 0.5) - 0.07 * max(0, v - 0.5), 1, 1 + 0.03 * math.sin(min(v * 1.4, 1) * math.pi * 0.5) - 0.07 * max(0, v - 0.5)] - np.array([0, 0.036 * v, 0])), n, 4, mat, wrap_u=True)
    t.add(top.flipped(), rim.flipped())
    under = [tuple(np.array(seat(k / n, 0.965))) for k in range(n)]
    t.add(Piece([(x, 0.419, z) for x, y, z in under], [list(range(n))[::-1]], [[(z, x) for x, y, z in under][::-1]], [mat]))
    feet = {}
    for sx in (-1, 1):
        for sz in (-1, 1):
            a = np.array([sx * 0.135, 0.425, sz * 0.13 + 0.0])
            b = np.array([sx * (0.215 if sz > 0 else 0.20), 0.0, sz * (0.20 if sz > 0 else 0.235)])
            prof = [0.012, 0.0135, 0.018, 0.0205, 0.018, 0.014, 0.013]
            at = [0, 0.12, 0.4, 0.55, 0.72, 0.92, 1.0]
            t.add(tube([b + (a - b) * k for k in at], 0.02, mat, 10, radii=prof))
            feet[sx, sz] = (a, b)
    mid = {}
    for sx in (-1, 1):
        p = [feet[sx, s][1] + (feet[sx, s][0] - feet[sx, s][1]) * 0.42 for s in (-1, 1)]
        t.add(tube([p[0] + (p[1] - p[0]) * k for k in (0, 0.3, 0.5, 0.7, 1)], 0.01, mat, 8, radii=[0.008, 0.0105, 0.0125, 0.0105, 0.008]))
        mid[sx] = (p[0] + p[1]) / 2
    t.add(tube([mid[-1] + (mid[1] - mid[-1]) * k for k in (0, 0.3, 0.5, 0.7, 1)], 0.01, mat, 8, radii=[0.008, 0.0105, 0.0125, 0.0105, 0.008]))

    def rail(u, v):
        a = (u - 0.5) * 1.55
        x = 0.255 * math.sin(a)
        z = -0.325 + 0.25 * (1 - math.cos(a))
        h = 0.085 * (0.35 + 0.65 * math.cos((u - 0.5) * math.pi) ** 0.6)
        ang = v * 2 * math.pi
        return (x + 0.010 * math.cos(ang) * math.sin(a), 0.80 + h / 2 * math.sin(ang), z + 0.011 * math.cos(ang) - 0.10 * h * math.sin(ang))

    r = grid(rail, 14, 10, mat, wrap_v=True)
    t.add(r)
    for end in (0.0, 1.0):
        ring = [rail(end, k / 10) for k in range(10)]
        f = list(range(10))
        t.add(Piece(ring, [f if end else f[::-1]], [[(0, 0)] * 10], [mat]))
    for k in range(7):
        s = (k - 3) / 3
        a = s * 0.62
        hi = np.array([0.255 * math.sin(a), 0.80, -0.325 + 0.25 * (1 - math.cos(a))])
        lo = np.array([s * 0.155, 0.445, -0.175 - 0.012 * (1 - s * s)])
        bow = np.array([0, 0, -0.012])
        t.add(tube([lo, lo + (hi - lo) * 0.35 + bow * 0.8, lo + (hi - lo) * 0.7 + bow * 0.6, hi], 0.007, mat, 7, radii=[0.0065, 0.0085, 0.0075, 0.006], cap=False))
    t.seat(0, 0.45, 0.0)
    t.grip(0, 0.82, -0.31)
    t.block((-0.22, 0.41, -0.21), (0.22, 0.46, 0.21))
    for sx in (-1, 1):
        for sz in (-1, 1):
            a, b = feet[sx, sz]
            t.hull([b + [dx, 0, dz] for dx in (-0.012, 0.012) for dz in (-0.012, 0.012)] + [a + [dx, 0, dz] for dx in (-0.012, 0.012) for dz in (-0.012, 0.012)])
    t.box(0, 0.66, -0.27, 0.46, 0.42, 0.05, ("x", -0.28))


@thing("kit-chair-tube", "Tubular chair", mass=6.8, friction=0.45, restitution=0.15, snap=0.1, variants=HIDES)
def chair_tube(t):
    """A cantilever of bent steel tube with slung leather."""
    mat = "paint:leather"
    r = 0.0125
    for s in (-1, 1):
        x = s * 0.225
        path = smooth_path([(x, 0.84, -0.255), (x, 0.66, -0.225), (x, 0.50, -0.195), (x, 0.452, -0.150), (x, 0.445, -0.05), (x, 0.452, 0.10), (x, 0.447, 0.185),
                            (x, 0.40, 0.235), (x, 0.30, 0.240), (x, 0.12, 0.240), (x, 0.030, 0.228), (x, r, 0.17), (x, r, 0.0), (x, r, -0.15), (x, r, -0.20)], 3)
        t.add(tube(path, r, "chrome", 10, cap=True))
    t.add(tube(smooth_path([(-0.225, r, -0.20), (-0.215, r, -0.232), (-0.18, r, -0.245), (0, r, -0.245), (0.18, r, -0.245), (0.215, r, -0.232), (0.225, r, -0.20)], 3), r, "chrome", 10))
    t.add(rod((-0.225, 0.44, -0.12), (0.225, 0.44, -0.12), 0.008, "chrome", 8, cap=False), rod((-0.225, 0.44, 0.15), (0.225, 0.44, 0.15), 0.008, "chrome", 8, cap=False))

    def sling(w, line, sag, seed):
        """A panel wrapped round the tubes: rises over them, hangs between."""
        pts = smooth_path(line, 3)

        def fn(u, v):
            k = v * (len(pts) - 1)
            i = min(int(k), len(pts) - 2)
            p = pts[i] + (pts[i + 1] - pts[i]) * (k - i)
            tan = pts[i + 1] - pts[i]
            n = np.array([0, tan[2], -tan[1]])
            n /= np.linalg.norm(n) + 1e-9
            if n[1] < 0:
                n = -n
            e = 2 * abs(u - 0.5)
            h = 0.016 - sag * (1 - e ** 2.2) + (0.0025 * math.sin(v * 17 + seed) * e ** 4)
            if e > 0.93:
                h -= (e - 0.93) / 0.07 * 0.020
            return tuple(p + n * h + np.array([(u - 0.5) * w, 0, 0]))

        return fn

    for line, sag, seed in (([(0, 0.445, -0.165), (0, 0.442, -0.05), (0, 0.452, 0.10), (0, 0.446, 0.19), (0, 0.415, 0.228)], 0.016, 1), ([(0, 0.82, -0.252), (0, 0.72, -0.236), (0, 0.62, -0.218), (0, 0.55, -0.205)], 0.014, 2)):
        fn = sling(0.478, line, sag, seed)
        top = grid(fn, 18, 12, mat)
        v = top.verts
        n = np.cross(v[top.faces[100][1]] - v[top.faces[100][0]], v[top.faces[100][2]] - v[top.faces[100][0]])
        if seed == 1 and n[1] < 0 or seed == 2 and n[2] < 0:
            top = top.flipped()
        import rooms

        t.add(rooms.thick(top, 0.005))
        for e in (0.045, 0.955):
            t.add(tube([np.array(fn(e, k / 12)) + [0, 0.001, 0] for k in range(13)], 0.0022, mat, 4, cap=False))
    t.seat(0, 0.455, 0.0)
    t.grip(0, 0.80, -0.25)
    t.block((-0.24, 0.42, -0.18), (0.24, 0.46, 0.23))
    t.box(0, 0.66, -0.232, 0.47, 0.38, 0.04, ("x", -0.15))
    for s in (-1, 1):
        t.box(s * 0.225, 0.22, 0.235, 0.04, 0.42, 0.04)
        t.box(s * 0.225, 0.02, 0.0, 0.05, 0.04, 0.50)
    t.box(0, r, -0.245, 0.45, 0.025, 0.03)


@thing("kit-bed", "Double bed", mass=78, friction=0.7, restitution=0.02, snap=0.1,
       variants=[("flax", "Flax", "#cbbb9c"), ("white", "White", "#dfdbd2"), ("slate", "Slate", "#66727c"), ("clay", "Clay", "#a9694e"), ("moss", "Moss", "#6d7456")])
def bed(t):
    """1.6 × 2.0 m in an oak frame with a slatted head (at −Z); pillows, a duvet half thrown back."""
    oak = "oak"
    L, W = 2.0, 1.6

    def end(a):
        return math.sqrt(max(1 - abs(2 * a - 1) ** 10, 0.0))

    for s in (-1, 1):
        t.add(box((0.035, 0.17, L + 0.02), oak, 0.006, 2).at(s * (W / 2 + 0.02), 0.20, 0.0))
        t.add(box((0.06, 1.02, 0.06), oak, 0.008, 2).at(s * (W / 2 + 0.015), 0, -L / 2 - 0.03), box((0.06, 0.40, 0.06), oak, 0.008, 2).at(s * (W / 2 + 0.015), 0, L / 2 + 0.03))
        t.grip(s * (W / 2 + 0.03), 0.29, 0)
    t.add(box((W + 0.03, 0.17, 0.035), oak, 0.006, 2).at(0, 0.20, L / 2 + 0.03), box((W + 0.03, 0.09, 0.04), oak, 0.010, 2).at(0, 0.94, -L / 2 - 0.03), box((W + 0.03, 0.07, 0.03), oak, 0.006).at(0, 0.36, -L / 2 - 0.03))
    for k in range(13):
        t.add(box((0.045, 0.52, 0.014), oak, 0.003).at((k - 6) * 0.12, 0.425, -L / 2 - 0.03))
    m = soft((W - 0.02, 0.26, L - 0.02), "linen", 0.05, 0.40, crown=(0.006, 0.012, 0.006), seam=0.003)
    t.add(without(m, "y", -1).at(0, 0.26, 0))
    top = 0.52
    d = drape.fall(2.06, 1.60, (0.02, top + 0.10, 0.13), [((-W / 2 + 0.01, 0.2, -L / 2 + 0.01), (W / 2 - 0.01, top, L / 2 - 0.01)), ((-W / 2 - 0.04, 0.0, -L / 2), (W / 2 + 0.04, 0.37, L / 2 + 0.02))], "paint:linen", (32, 24), 70, 0.022, 0.5, 9, 1.2)
    z0 = d.verts[:, 2].min()
    t.add(quilted(d, 32, 24, 0.085))
    # The sheet turned back over its edge.
    roll = grid(lambda a, b: ((a - 0.5) * 1.60, top + 0.030 + (0.036 * math.sin(b * 6.283) + 0.006 * math.sin(a * 21)) * end(a), z0 + 0.09 + (0.15 + 0.014 * math.sin(a * 13)) * math.cos(b * 6.283) * end(a) + 0.02 * math.sin(a * 5)), 24, 8, "linen", wrap_v=True)
    t.add(roll.flipped())
    for k, (x, rot) in enumerate(((-0.40, 0.05), (0.41, -0.04))):
        p = drape.pillow(0.72, 0.50, "linen", 12, 1.8, 0.03, seed=k + 2, stiff=12)
        p.scale(1, 0.72, 1).turn("y", rot).turn("x", 0.20)
        t.add(p.at(x, top + 0.015 - p.verts.min(0)[1] * 0.82, -0.70))
    t.seats += [{"position": [s * 0.72, 0.56, 0.25], "heading": s * math.pi / 2} for s in (-1, 1)] + [{"position": [0, 0.56, 0.92], "heading": 0.0}]
    t.block((-0.83, 0.15, -1.02), (0.83, 0.54, 1.05))
    for s in (-1, 1):
        t.block((s * 0.815 - 0.04, 0, 0.98), (s * 0.815 + 0.04, 0.4, 1.06))
    t.block((-0.85, 0, -1.06), (0.85, 1.03, -0.99))


@thing("kit-cushion", "Cushion", mass=0.6, friction=0.9, restitution=0.05,
       variants=[("rust", "Rust", "#a4552f"), ("ink", "Ink", "#2f3b55"), ("oat", "Oat", "#cabb9d"), ("moss", "Moss", "#68704d"), ("mustard", "Mustard", "#bd9036")])
def scatter(t):
    """45 cm, feather-filled, piped; lies leaning back a little, as if thrown on a sofa."""
    p = drape.pillow(0.50, 0.50, "paint:linen", 20, 1.7, 0.03, piping=0.005, seed=3, stiff=16)
    p.scale(1, 0.86, 1).turn("x", math.pi / 2 - 0.32)
    t.add(p.at(0, -p.verts.min(0)[1], 0))
    hull = p.verts - [0, p.verts.min(0)[1], 0]
    c = hull.mean(0)
    t.hull([c + (q - c) * 0.94 for q in hull[:: max(1, len(hull) // 200)]])
    # Feathers settle: it stands by itself on the flat that they make.
    t.block((-0.17, 0, -0.16), (0.17, 0.05, 0.06))
    t.grip(0, 0.22, 0.0)
