"""Tiling patterns as arrays: colour (linear, H×W×3), height (metres) and roughness.

Every function returns a dict with `colour`, and where it matters `height` and `rough`.
Noise is made in the frequency domain, so that it repeats without a seam. Colours near
white are meant for the material `paint`, whose factor carries the hue.
"""

from __future__ import annotations

import numpy as np


def rng(seed):
    return np.random.default_rng(seed)


def noise(h, w, beta=1.5, seed=0, sx=1.0, sy=1.0, low=0.0, high=1e9):
    """Periodic noise, mean 0, deviation 1; `sx`, `sy` > 1 stretch it along x or y; low…high in cycles a tile."""
    fy = np.fft.fftfreq(h)[:, None] * h * sy
    fx = np.fft.fftfreq(w)[None, :] * w * sx
    f = np.sqrt(fx * fx + fy * fy)
    amp = np.where((f > low) & (f < high) & (f > 0), 1.0 / np.maximum(f, 0.5) ** beta, 0.0)
    white = np.fft.fft2(rng(seed).normal(size=(h, w)))
    out = np.real(np.fft.ifft2(white * amp))
    return (out - out.mean()) / (out.std() + 1e-12)


def smooth(e0, e1, x):
    t = np.clip((x - e0) / (e1 - e0), 0, 1)
    return t * t * (3 - 2 * t)


def mix(a, b, t):
    t = t[..., None] if np.ndim(t) == 2 else t
    return np.asarray(a) * (1 - t) + np.asarray(b) * t


def uv(h, w):
    y, x = np.mgrid[0:h, 0:w]
    return (x + 0.5) / w, (y + 0.5) / h


def sample(img, x, y):
    """Periodic nearest sample at fractions of a tile."""
    h, w = img.shape[:2]
    return img[(np.floor(y * h).astype(int)) % h, (np.floor(x * w).astype(int)) % w]


def srgb(hexa):
    v = np.array([int(hexa[i:i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def wood(h=512, w=512, light="#b98d5f", dark="#8a5f38", seed=1, rings=5, pores=1.0):
    """Flat-sawn veneer, grain along x."""
    _, y = uv(h, w)
    warp = noise(h, w, 1.9, seed, sx=5.0, high=40) * 0.55 + noise(h, w, 1.3, seed + 1, sx=14, high=200) * 0.08
    t = y * rings + warp
    ring = (t - np.floor(t))
    late = smooth(0.35, 0.98, ring) * (1 - smooth(0.98, 1.0, ring))
    streak = noise(h, w, 0.9, seed + 2, sx=40)
    pore = smooth(1.1, 2.6, noise(h, w, 0.45, seed + 3, sx=26, low=30) + 0.5 * late) * pores
    tone = np.clip(0.45 * late + 0.16 * streak + 0.28 + 0.10 * noise(h, w, 1.8, seed + 4, sx=3), 0, 1)
    col = mix(srgb(light), srgb(dark), tone) * (1 - 0.30 * pore)[..., None]
    return {"colour": col, "height": -pore * 0.00010 - late * 0.00002, "rough": 0.46 + 0.14 * pore + 0.05 * late}


def boards(h=512, w=512, rows=8, light="#b58a5e", dark="#8c6440", seed=3, length=2.0, width=1.0):
    """Oak floor: tile of `length`×`width` metres, boards along x with staggered joints."""
    src = wood(1024, 1024, light, dark, seed, rings=9)
    x, y = uv(h, w)
    row = np.floor(y * rows).astype(int)
    r = rng(seed)
    col = np.zeros((h, w, 3))
    hei = np.zeros((h, w))
    rough = np.zeros((h, w))
    fy = y * rows - row
    for k in range(rows):
        m = row == k
        joints = np.sort((r.uniform(0, 1) + np.array([0, r.uniform(0.38, 0.62)])) % 1)
        seg = np.where((x >= joints[0]) & (x < joints[1]), 0, 1)
        for s in (0, 1):
            ms = m & (seg == s)
            ox, oy = r.uniform(0, 1, 2)
            gx, gy = x * 0.9 + ox, y * 0.55 + oy
            tint = (1 + r.normal(0, 0.09)) * np.array([1, 1 + r.normal(0, 0.012), 1 + r.normal(0, 0.03)])
            col[ms] = sample(src["colour"], gx, gy)[ms] * tint
            hei[ms] = sample(src["height"], gx, gy)[ms]
            rough[ms] = sample(src["rough"], gx, gy)[ms] + r.normal(0, 0.03)
        for j in joints:
            dx = np.abs(((x - j + 0.5) % 1) - 0.5) * length
            gap = m & (dx < 0.0025)
            col[gap] *= 0.35
            hei[gap] -= 0.0012
    edge = np.minimum(fy, 1 - fy) * width / rows
    gap = 1 - smooth(0.0004, 0.0024, edge)
    hei -= 0.0012 * gap
    col *= (1 - 0.62 * gap)[..., None]
    wear = smooth(0.3, 2.0, noise(h, w, 1.9, seed + 9))
    return {"colour": np.clip(col * (1 - 0.05 * wear)[..., None], 0, 1), "height": hei, "rough": np.clip(rough - 0.06 + 0.08 * wear, 0, 1)}


def plaster(h=512, w=512, seed=5, tone=0.94):
    """Roller-painted plaster, near white."""
    lump = noise(h, w, 1.7, seed, low=2, high=60)
    stipple = noise(h, w, 0.6, seed + 1, low=50)
    hei = lump * 0.00022 + stipple * 0.00005
    col = tone * (1 + 0.012 * noise(h, w, 1.9, seed + 2, high=30) + 0.006 * stipple)
    return {"colour": np.repeat(np.clip(col, 0, 1)[..., None], 3, 2), "height": hei, "rough": 0.82 + 0.03 * lump}


def wallpaper(h=256, w=512, seed=7, across=4, up=2):
    """A quiet damask: `across`×`up` motifs in two near-white tones."""
    x, y = uv(h, w)
    X, Y = x * across, y * up
    m = np.zeros((h, w))
    for ox, oy in ((0.5, 0.5), (0.0, 0.0)):
        u = ((X - ox + 0.5) % 1) - 0.5
        v = ((Y - oy + 0.5) % 1) - 0.5
        a = np.abs(u)
        r = np.hypot(a * 1.25, v)
        th = np.arctan2(v, a + 1e-6)
        petals = 0.17 + 0.085 * np.cos(6 * th) + 0.035 * np.cos(10 * th + 0.6)
        flower = smooth(0.010, -0.010, np.abs(r - petals) - 0.022) + smooth(0.01, -0.01, r - 0.052)
        stem = smooth(0.008, -0.008, np.abs(a - 0.07 * np.sin((v + 0.5) * 6.28) - 0.13) - 0.012) * smooth(0.10, 0.22, np.abs(v))
        leaf = smooth(0.01, -0.01, np.hypot((a - 0.20) * 1.6 - (np.abs(v) - 0.31) * 0.8, (np.abs(v) - 0.31) * 1.1) - 0.075)
        m = np.maximum(m, np.clip(flower + stem + leaf, 0, 1))
    fibre = noise(h, w, 0.7, seed, sy=6, low=20)
    lay = 0.80 + 0.015 * fibre
    col = lay * (1 - m) + 0.97 * m
    return {"colour": np.repeat(np.clip(col, 0, 1)[..., None], 3, 2), "height": m * 0.00016 + fibre * 0.00001,
            "rough": 0.74 - 0.26 * m + 0.02 * fibre}


def stacked(top, bottom, size=512):
    """Two half-height patterns above one another: top takes v 0…½, bottom ½…1."""
    out = {}
    for k in ("colour", "height", "rough"):
        a, b = top[k], bottom[k]
        ia = np.linspace(0, a.shape[0], size // 2, endpoint=False).astype(int)
        ib = np.linspace(0, b.shape[0], size // 2, endpoint=False).astype(int)
        out[k] = np.concatenate([a[ia], b[ib]], 0)
    return out


def weave(h=512, w=512, threads=84, seed=11, melange=0.10, slub=0.5):
    """Plain weave, near white; `threads` across the tile."""
    x, y = uv(h, w)
    wob = 0.18 * noise(h, w, 1.6, seed, high=30)
    X, Y = x * threads + wob, y * threads + 0.18 * noise(h, w, 1.6, seed + 5, high=30)
    over = ((np.floor(X) + np.floor(Y)) % 2)
    warp = np.sin(np.pi * (X % 1)) * (0.55 + 0.45 * np.sin(np.pi * (Y % 1)))
    weft = np.sin(np.pi * (Y % 1)) * (0.55 + 0.45 * np.sin(np.pi * (X % 1)))
    hgt = np.where(over > 0, warp, weft)
    r = rng(seed)
    yarn_x = r.normal(0, 1, threads)[(np.floor(X).astype(int)) % threads]
    yarn_y = r.normal(0, 1, threads)[(np.floor(Y).astype(int)) % threads]
    yarn = np.where(over > 0, yarn_x, yarn_y)
    thick = noise(h, w, 1.2, seed + 2, sx=10, high=90) * (over > 0) + noise(h, w, 1.2, seed + 3, sy=10, high=90) * (over == 0)
    col = 0.86 + 0.10 * (hgt - 0.6) + melange * 0.35 * yarn + 0.03 * slub * thick
    return {"colour": np.repeat(np.clip(col, 0.35, 1)[..., None], 3, 2), "height": hgt * 0.00028 + thick * 0.00003 * slub,
            "rough": np.full((h, w), 0.9)}


def cells(h, w, n, seed):
    """Periodic Worley noise: distance to the nearest and to the second of n points, in tiles."""
    x, y = uv(h, w)
    p = rng(seed).uniform(0, 1, (n, 2))
    d1 = np.full((h, w), 9.0)
    d2 = np.full((h, w), 9.0)
    for a, b in p:
        d = np.hypot(((x - a + 0.5) % 1) - 0.5, ((y - b + 0.5) % 1) - 0.5)
        d2 = np.minimum(d2, np.maximum(d1, d))
        d1 = np.minimum(d1, d)
    return d1, d2


def leather(h=256, w=256, seed=13):
    d1, d2 = cells(h, w, 700, seed)
    crack = smooth(0.0, 0.014, d2 - d1)
    broad = noise(h, w, 1.8, seed + 1)
    col = 0.82 + 0.14 * crack + 0.03 * broad
    return {"colour": np.repeat(np.clip(col, 0, 1)[..., None], 3, 2), "height": crack * 0.00016 + broad * 0.00005,
            "rough": 0.50 - 0.10 * crack + 0.04 * broad}


def carpet(h=512, w=512, seed=17):
    d1, _ = cells(h, w, 1, seed)
    tuft = noise(h, w, 0.35, seed, low=40, high=150)
    broad = noise(h, w, 1.9, seed + 1, high=12)
    col = 0.80 + 0.085 * tuft + 0.035 * broad
    return {"colour": np.repeat(np.clip(col, 0.3, 1)[..., None], 3, 2), "height": tuft * 0.0009, "rough": np.full((h, w), 0.96)}


def tiles(h=512, w=512, n=5, seed=19, grout=0.004, metres=1.0, chequer=False):
    x, y = uv(h, w)
    u, v = (x * n) % 1, (y * n) % 1
    edge = np.minimum(np.minimum(u, 1 - u), np.minimum(v, 1 - v)) * metres / n
    g = 1 - smooth(grout * 0.35, grout * 0.7, edge)
    pillow = smooth(0, 0.006, edge - grout * 0.4)
    r = rng(seed)
    tone = r.normal(0, 0.035, (n, n))[(np.floor(y * n).astype(int)) % n, (np.floor(x * n).astype(int)) % n]
    col = (0.90 + tone + 0.012 * noise(h, w, 1.6, seed))
    if chequer:
        dark = ((np.floor(x * n) + np.floor(y * n)) % 2) > 0
        col = np.where(dark, 0.16 + tone * 0.4, col)
    col = col * (1 - g) + (0.42 + 0.05 * noise(h, w, 1.0, seed + 1)) * g
    return {"colour": np.repeat(np.clip(col, 0, 1)[..., None], 3, 2), "height": pillow * 0.0012 - 0.0006 * g,
            "rough": 0.24 + 0.60 * g + 0.03 * noise(h, w, 1.6, seed + 2)}


def brick(h=1024, w=1024, across=8, courses=24, width=1.8, height=1.8, seed=23, hues=("#8d5140", "#6f3d31", "#a0654c")):
    """Running bond with mortar; the tile is `across` bricks by `courses` (even)."""
    x, y = uv(h, w)
    wob = noise(h, w, 1.6, seed, high=80) * 0.0016
    row = np.floor(y * courses).astype(int)
    fx = x * across + 0.5 * (row % 2) + wob * across / width
    col_i = np.floor(fx).astype(int) % across
    fu, fv = fx % 1, (y * courses + wob * courses / height) % 1
    du = np.minimum(fu, 1 - fu) * width / across
    dv = np.minimum(fv, 1 - fv) * height / courses
    edge = np.minimum(du, dv)
    face = smooth(0.0045, 0.0075, edge)
    r = rng(seed)
    t = r.uniform(0, 1, (courses, across))[row % courses, col_i]
    dark = r.normal(1, 0.14, (courses, across))[row % courses, col_i]
    burnt = (r.uniform(0, 1, (courses, across)) > 0.90)[row % courses, col_i]
    c = mix(mix(srgb(hues[0]), srgb(hues[1]), smooth(0.0, 0.5, t)), srgb(hues[2]), smooth(0.6, 1.0, t))
    c = c * (dark * np.where(burnt, 0.62, 1.0))[..., None]
    grit = noise(h, w, 0.7, seed + 1, low=20)
    c = c * (1 + 0.10 * grit + 0.06 * noise(h, w, 1.6, seed + 2))[..., None]
    mortar = srgb("#9a938a") * (1 + 0.10 * grit + 0.08 * noise(h, w, 1.5, seed + 3))[..., None]
    hei = face * 0.006 + face * grit * 0.00035 + (1 - face) * grit * 0.0003
    return {"colour": np.clip(mix(mortar, c, face), 0, 1), "height": hei, "rough": 0.90 - 0.04 * face}


def painted_concrete(h=1024, w=1024, seed=29, metres=4.0):
    """Grey floor paint over concrete: worn through in places, scuffed, with wheel marks and hairline cracks."""
    paint = srgb("#6d6f70")
    bare = srgb("#8d8880")
    broad = noise(h, w, 1.9, seed, high=20)
    fine = noise(h, w, 0.9, seed + 1, low=30)
    worn = smooth(1.35, 1.75, broad * 0.8 + 0.55 * noise(h, w, 1.2, seed + 2, low=8))
    col = mix(paint, bare, worn)
    col = col * (1 + 0.045 * noise(h, w, 1.7, seed + 3) + 0.02 * fine)[..., None]
    x, y = uv(h, w)
    r = rng(seed)
    rough = 0.52 + 0.05 * broad + 0.26 * worn
    # Black arcs that rubber wheels leave, and short pale scratches.
    for i in range(26):
        cx, cy, rad = r.uniform(0, 1), r.uniform(0, 1), r.uniform(0.05, 0.45)
        a0, span = r.uniform(0, 6.28), r.uniform(0.4, 1.6)
        dx, dy = ((x - cx + 0.5) % 1) - 0.5, ((y - cy + 0.5) % 1) - 0.5
        ring = np.abs(np.hypot(dx, dy) - rad) * metres
        ang = (np.arctan2(dy, dx) - a0) % 6.283
        m = (1 - smooth(0.004, 0.014, ring)) * (ang < span) * smooth(0, 0.3, span - ang)
        m = m * (0.5 + 0.5 * np.clip(noise(h, w, 0.8, seed + 60, sx=3), -1, 1)) * r.uniform(0.25, 0.6)
        col = col * (1 - 0.5 * m)[..., None]
        rough = rough + 0.08 * m
    for i in range(90):
        cx, cy, th, ln = r.uniform(0, 1), r.uniform(0, 1), r.uniform(0, 3.14), r.uniform(0.01, 0.06)
        dx, dy = ((x - cx + 0.5) % 1) - 0.5, ((y - cy + 0.5) % 1) - 0.5
        al, ac = dx * np.cos(th) + dy * np.sin(th), -dx * np.sin(th) + dy * np.cos(th)
        m = (np.abs(al) < ln) * (1 - smooth(0.0006, 0.0018, np.abs(ac + al * al * r.uniform(-3, 3)) )) * r.uniform(0.2, 0.7)
        col = mix(col, bare * 1.15, np.clip(m, 0, 1))
    crack = 1 - smooth(0.0, 0.035, np.abs(noise(h, w, 1.7, seed + 8, high=60)))
    crack = crack * smooth(0.9, 1.6, noise(h, w, 1.9, seed + 9, high=6))
    col = col * (1 - 0.4 * crack)[..., None]
    drip = smooth(2.9, 3.3, noise(h, w, 1.2, seed + 10, low=30, high=110))
    col = mix(col, srgb("#a9a7a0"), drip * 0.5)
    return {"colour": np.clip(col, 0, 1), "height": fine * 0.00006 - 0.0005 * worn - 0.0006 * crack,
            "rough": np.clip(rough, 0.3, 0.95)}


def cyc_paint(h=512, w=512, seed=37):
    """Matt white floor-to-wall paint with a little of yesterday's shoes."""
    broad = noise(h, w, 1.9, seed, high=16)
    mark = smooth(2.0, 3.0, noise(h, w, 1.0, seed + 1, sx=2, low=8, high=90))
    col = srgb("#e9e9e7") * (1 + 0.008 * broad - 0.06 * mark)[..., None]
    return {"colour": np.clip(col, 0, 1), "rough": 0.72 + 0.04 * broad + 0.05 * mark,
            "height": noise(h, w, 0.8, seed + 2, low=30) * 0.00004}


def quilt(h=512, w=512, seed=41, n=4):
    """Grey sound blanket, stitched in diamonds."""
    x, y = uv(h, w)
    a, b = (x + y) * n, (x - y) * n
    e = np.minimum(np.abs(((a + 0.5) % 1) - 0.5), np.abs(((b + 0.5) % 1) - 0.5))
    puff = np.sqrt(np.clip(e * 2, 0, 1))
    cr = noise(h, w, 1.5, seed, low=4, high=60)
    f = weave(h, w, 128, seed + 1)
    col = srgb("#5b5c60") * (0.72 + 0.35 * puff + 0.04 * cr)[..., None] * (f["colour"][..., :1] / 0.86)
    return {"colour": np.clip(col, 0, 1), "height": puff * 0.012 + cr * 0.0011 + f["height"] * 0.4, "rough": np.full((h, w), 0.95)}


def perforated(h=256, w=256, n=16, seed=43):
    """Pale acoustic board with holes."""
    x, y = uv(h, w)
    u, v = (x * n) % 1 - 0.5, (y * n) % 1 - 0.5
    hole = 1 - smooth(0.20, 0.27, np.hypot(u, v))
    col = srgb("#b9b5ab") * (1 + 0.02 * noise(h, w, 1.6, seed))[..., None]
    return {"colour": np.clip(mix(col, srgb("#2a2825"), hole), 0, 1), "height": -hole * 0.004, "rough": 0.8 + 0.1 * hole}


def brushed(h=256, w=256, seed=47, tone=0.62):
    s = noise(h, w, 0.6, seed, sx=60)
    return {"colour": np.repeat(np.clip(tone * (1 + 0.04 * s), 0, 1)[..., None], 3, 2), "rough": 0.34 + 0.05 * s,
            "height": s * 0.000006}


def worn_paint(h=256, w=256, seed=53, colour="#2c2e31", bare="#6a6a68", amount=1.6):
    """Painted metal or ply with chips."""
    chip = smooth(amount, amount + 0.25, noise(h, w, 1.15, seed, low=3) + 0.4 * noise(h, w, 1.7, seed + 1))
    col = mix(srgb(colour) * (1 + 0.06 * noise(h, w, 1.5, seed + 2))[..., None], srgb(bare), chip)
    return {"colour": np.clip(col, 0, 1), "rough": 0.48 + 0.06 * noise(h, w, 1.5, seed + 3) + 0.12 * chip, "height": -chip * 0.00015}


def ply(h=512, w=512, seed=59):
    return wood(h, w, "#cba877", "#a98253", seed, rings=3, pores=0.6)


def rug(h=512, w=384, seed=61):
    """A woven rug, whole: field, borders, medallions; v runs along its length."""
    x, y = uv(h, w)
    ground, deep, cream, ochre, ink = (srgb(c) for c in ("#7d2f2a", "#26304a", "#d9c9a8", "#b07f3c", "#1d1b22"))
    ex = np.minimum(x, 1 - x) * w / h
    ey = np.minimum(y, 1 - y)
    e = np.minimum(ex, ey)
    # Knots: everything is drawn on a coarse lattice, as a loom would.
    n = 170
    q = lambda a: np.floor(a * n) / n
    X, Y, E = q(x * w / h), q(y), q(e)
    col = np.broadcast_to(ground, (h, w, 3)).copy()

    def paint(mask, c):
        col[mask] = c

    cx = 0.5 * w / h
    for k, cy in enumerate((0.25, 0.5, 0.75)):
        d = np.abs(X - cx) * 1.15 + np.abs(Y - cy) * 1.6
        for lim, c in ((0.205, ink), (0.195, deep), (0.155, cream), (0.145, ground), (0.105, ochre), (0.085, deep), (0.045, cream), (0.022, ground)):
            paint(d < lim, c)
        step = np.abs(((np.abs(X - cx) * 24) % 2) - 1) * 0.02
        paint((d > 0.155 + step) & (d < 0.172 + step), ochre)
    small = (np.abs(((X - cx) * 11 + 0.5) % 1 - 0.5) + np.abs((Y * 14) % 1 - 0.5)) < 0.16
    free = np.minimum.reduce([np.abs(X - cx) * 1.15 + np.abs(Y - c) * 1.6 for c in (0.25, 0.5, 0.75)]) > 0.24
    paint(small & free, ochre)
    paint(E < 0.105, deep)
    along = np.where(ex < ey, Y, X)
    zig = np.abs(((along * 16) % 1) - 0.5) * 2
    paint((E < 0.10) & (E > 0.045) & (np.abs((E - 0.072) / 0.024) < zig), cream)
    paint((E < 0.10) & (E > 0.045) & (np.abs((E - 0.072) / 0.024) < zig - 0.45), ground)
    paint((E < 0.043) & (E > 0.030), ochre)
    paint((E < 0.030) & (E > 0.014), np.where(((along * 60) % 1)[..., None] > 0.5, cream, ink)[(E < 0.030) & (E > 0.014)])
    paint(E < 0.014, ink)
    abrash = 1 + 0.05 * noise(h, w, 1.6, seed, sx=8, high=30)
    row = 0.5 + 0.5 * np.sin(y * 2 * np.pi * 256)
    fuzz = noise(h, w, 0.4, seed + 1, low=50)
    col = col * (abrash * (0.90 + 0.08 * row + 0.05 * fuzz))[..., None]
    fade = smooth(0.2, 1.6, noise(h, w, 1.9, seed + 3, high=8))
    col = mix(col, col.mean(axis=2, keepdims=True) * 1.1, 0.16 * fade)
    return {"colour": np.clip(col, 0, 1), "height": (row * 0.4 + fuzz * 0.4) * 0.0006, "rough": np.full((h, w), 0.95)}


def painting(kind, h=512, w=512, seed=67):
    """A picture for a frame: `fields` (abstract), `hills`, `figure` (botanical print)."""
    x, y = uv(h, w)
    canvas = 1 + 0.02 * noise(h, w, 0.5, seed, low=60)
    stroke = noise(h, w, 1.1, seed + 1, sx=5, low=4)
    if kind == "fields":
        col = np.broadcast_to(srgb("#8c4a2c"), (h, w, 3)).copy()
        for (a, b, c, d), hexa in (((0.08, 0.92, 0.55, 0.93), "#c98a3a"), ((0.08, 0.92, 0.36, 0.52), "#3a2320"), ((0.08, 0.92, 0.07, 0.33), "#a93a24")):
            jit = 0.014 * noise(h, w, 1.7, seed + 2, low=2)
            m = smooth(a - 0.02, a + 0.02, x + jit) * smooth(b + 0.02, b - 0.02, x + jit) * smooth(c - 0.02, c + 0.02, y + jit) * smooth(d + 0.02, d - 0.02, y + jit)
            col = mix(col, srgb(hexa) * (1 + 0.09 * stroke)[..., None], m * 0.94)
    elif kind == "hills":
        sky = mix(srgb("#d8cfae"), srgb("#7f9db0"), smooth(0.45, 1.0, y + 0.03 * stroke))
        cloud = smooth(0.2, 1.4, noise(h, w, 1.7, seed + 3, sy=2.2)) * smooth(0.55, 0.8, y)
        col = mix(sky, srgb("#efe6d2"), cloud * 0.7)
        for k, (base, hexa) in enumerate(((0.50, "#8b9aa0"), (0.42, "#6f8578"), (0.33, "#66733f"), (0.20, "#8a7a36"))):
            prof = base + 0.05 * np.interp(x[0], np.linspace(0, 1, 14), rng(seed + k).normal(0, 1, 14))[None, :] + 0.006 * stroke
            m = smooth(0.006, -0.006, y - prof)
            col = mix(col, srgb(hexa) * (1 + 0.12 * stroke + 0.35 * (y - base))[..., None], m)
        for k in range(9):
            cx, cy = rng(seed + 40 + k).uniform(0.1, 0.9), rng(seed + 50 + k).uniform(0.24, 0.33)
            m = smooth(0.006, -0.006, np.hypot((x - cx) * 2.4, y - cy) - 0.035 + 0.01 * stroke)
            col = mix(col, srgb("#33402a"), m)
    else:
        col = np.broadcast_to(srgb("#e4dcc6"), (h, w, 3)).copy()
        stem = np.abs(x - 0.5 - 0.05 * np.sin(y * 4)) - 0.005
        col = mix(col, srgb("#4b5a35"), smooth(0.003, -0.003, stem) * (y > 0.14) * (y < 0.84))
        for k in range(9):
            t = 0.22 + k * 0.068
            side = 1 if k % 2 else -1
            bx = 0.5 + 0.05 * np.sin(t * 4)
            ux, uy = x - bx, y - t
            th = 0.55
            al = side * ux * np.cos(th) + uy * np.sin(th)
            ac = -side * ux * np.sin(th) + uy * np.cos(th)
            ln = 0.27 * (1 - 0.06 * k)
            s = np.clip(al / ln, 0, 1)
            wid = 0.055 * np.sin(np.pi * s ** 0.8) * (1 - 0.05 * k)
            m = smooth(0.004, -0.004, np.abs(ac - 0.02 * np.sin(s * 3)) - wid) * (al > 0) * (al < ln)
            vein = 1 - 0.3 * smooth(0.004, 0.0, np.abs(ac)) - 0.12 * (np.abs((al * 60 - np.abs(ac) * 50) % 1 - 0.5) < 0.1)
            col = mix(col, srgb("#5d7345" if k % 3 else "#71804a") * (vein * (0.92 + 0.10 * stroke))[..., None], m)
    return {"colour": np.clip(col * canvas[..., None], 0, 1), "rough": np.full((h, w), 0.7)}


def painted_stone(h=512, w=512, seed=73):
    """Pale speckled worktop."""
    fine = noise(h, w, 0.5, seed, low=60)
    vein = 1 - smooth(0.0, 0.10, np.abs(noise(h, w, 1.5, seed + 1, high=50)))
    col = srgb("#b9b4aa") * (1 + 0.06 * noise(h, w, 1.6, seed + 2) + 0.05 * fine)[..., None]
    col = mix(col, srgb("#6d675f"), smooth(2.0, 2.6, fine) * 0.8)
    col = mix(col, srgb("#e4e0d6"), smooth(2.0, 2.6, -fine) * 0.7)
    return {"colour": np.clip(mix(col, srgb("#8d877d"), vein * 0.25), 0, 1), "rough": 0.3 + 0.03 * fine}


def label(h=128, w=128, seed=79):
    x, y = uv(h, w)
    col = srgb("#e6dfc8") * (1 + 0.02 * noise(h, w, 1.0, seed))[..., None]
    frame = (np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)) < 0.09) & (np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)) > 0.06)
    col = mix(col, srgb("#7a5a22"), frame * 1.0)
    col = mix(col, srgb("#5c1a1f"), ((np.abs(y - 0.70) < 0.07) & (np.abs(x - 0.5) < 0.34)) * 1.0)
    for k in range(3):
        col = mix(col, srgb("#4a453c"), ((np.abs(y - 0.45 + k * 0.09) < 0.014) & (np.abs(x - 0.5) < 0.30 - 0.06 * k)) * 0.8)
    return {"colour": col, "rough": np.full((h, w), 0.7)}


def exit_sign(h=128, w=256):
    """The running figure and the arrow of ISO 7010 E002, roughly drawn: white on green."""
    x, y = uv(h, w)
    X, Y = x * 2, y
    seg = lambda ax, ay, bx, by, r: _segment(X, Y, ax, ay, bx, by) < r
    fig = np.hypot(X - 0.52, Y - 0.76) < 0.065
    for s in ((0.50, 0.66, 0.46, 0.44, 0.055), (0.46, 0.44, 0.60, 0.32, 0.040), (0.60, 0.32, 0.58, 0.14, 0.036), (0.46, 0.44, 0.36, 0.28, 0.040),
              (0.36, 0.28, 0.20, 0.26, 0.034), (0.50, 0.64, 0.64, 0.54, 0.030), (0.64, 0.54, 0.74, 0.60, 0.028), (0.50, 0.64, 0.36, 0.60, 0.030), (0.36, 0.60, 0.30, 0.48, 0.028)):
        fig |= seg(*s)
    arrow = ((np.abs(Y - 0.45) < 0.07) & (X > 1.1) & (X < 1.5)) | ((X >= 1.45) & (np.abs(Y - 0.45) < (1.78 - X) * 0.8) & (X < 1.78))
    m = fig | arrow
    return {"colour": np.where(m[..., None], srgb("#f2f5f0"), srgb("#0d7a3c")), "rough": np.full((h, w), 0.4)}


def _segment(X, Y, ax, ay, bx, by):
    dx, dy = bx - ax, by - ay
    t = np.clip(((X - ax) * dx + (Y - ay) * dy) / (dx * dx + dy * dy), 0, 1)
    return np.hypot(X - ax - t * dx, Y - ay - t * dy)


def waveform(h=256, w=512, seed=83):
    """A monitor's idle screen: bars over a grey ramp, with frame guides."""
    x, y = uv(h, w)
    bars = np.array([srgb(c) for c in ("#b4b4b4", "#b4b410", "#10b4b4", "#10b410", "#b410b4", "#b41010", "#1010b4")])
    col = bars[np.clip((x * 7).astype(int), 0, 6)] * 0.8
    ramp = (np.floor(x * 11) / 10)[..., None] ** 2.2 * np.ones(3) * 0.8
    col = np.where((y < 0.28)[..., None], ramp, col)
    ex, ey = np.minimum(x, 1 - x), np.minimum(y, 1 - y)
    guide = ((np.abs(ex - 0.06) < 0.002) & (ey > 0.06)) | ((np.abs(ey - 0.06) < 0.004) & (ex > 0.06))
    col = np.where(guide[..., None], np.array([0.8, 0.8, 0.8]), col)
    return {"colour": col, "rough": np.full((h, w), 0.1)}


def pages(h=128, w=128, seed=89):
    """The cut edge of a block of paper; leaves run along x."""
    leaf = noise(h, w, 0.25, seed, sx=200)
    col = 0.90 + 0.06 * leaf
    return {"colour": np.repeat(np.clip(col, 0, 1)[..., None], 3, 2), "height": leaf * 0.00006, "rough": np.full((h, w), 0.95)}
