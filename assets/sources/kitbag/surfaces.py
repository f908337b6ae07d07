"""Tiling textures from seeded height fields. Each maker returns a dict of arrays in 0..1:
`colour` (n, n, 3, sRGB), `height` (n, n, metres), `rough`, `metal` (n, n). `write(name)`
makes colour, normal and occlusion-roughness-metal PNGs under `.cache/authoring/textures`
and returns their paths; it redoes nothing whose maker has not changed."""
import hashlib
import inspect
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage
from scipy.spatial import cKDTree

CACHE = Path(__file__).resolve().parents[3] / ".cache" / "authoring"
N = 1024


def noise(shape, beta=1.6, low=0, high=1e9, seed=0, stretch=(1, 1)):
    """Periodic noise, mean 0 and deviation 1, spectrum 1/f^beta between `low` and `high`
    cycles a tile."""
    h, w = (shape, shape) if np.isscalar(shape) else shape
    rng = np.random.default_rng(seed)
    f = np.fft.rfft2(rng.standard_normal((h, w)))
    ky, kx = np.fft.fftfreq(h) * h * stretch[0], np.fft.rfftfreq(w) * w * stretch[1]
    k = np.hypot(ky[:, None], kx[None, :])
    gain = np.where((k > low) & (k < high), np.maximum(k, 0.5) ** -beta, 0)
    gain[0, 0] = 0
    out = np.fft.irfft2(f * gain, s=(h, w))
    return out / (out.std() + 1e-12)


def cells(n, count, seed=0, aspect=1.0, jitter=None):
    """Periodic Worley cells: distance to nearest and to second, and the nearest's number."""
    rng = np.random.default_rng(seed)
    p = rng.random((count, 2))
    tiles = np.vstack([p + (i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    y, x = np.mgrid[0:n, 0:n] / n
    d, i = cKDTree(tiles * (1, aspect)).query(np.stack([y, x * aspect], -1).reshape(-1, 2), k=2)
    return d[:, 0].reshape(n, n), d[:, 1].reshape(n, n), (i[:, 0] % count).reshape(n, n)


def smooth(x, a, b):
    t = np.clip((x - a) / (b - a), 0, 1)
    return t * t * (3 - 2 * t)


def blend(a, b, k):
    return np.asarray(a) * (1 - k[..., None]) + np.asarray(b) * k[..., None]


def flat(colour, shape):
    return np.ones((*shape, 1)) * np.asarray(colour)


def courses(shape, rows, columns, offset=0.5, joint=0.01, wobble=0.0, seed=0, uneven=0.0, high=1.0, wide=1.0):
    """Laid blocks in rows over a tile `wide` by `high` metres: distance to the nearest joint
    (metres), block number, and place within the block (0..1 both ways)."""
    h, w = shape
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w]
    y, x = y / h * high, x / w * wide
    if wobble:
        x = x + wobble * noise(shape, 1.5, 2, 40, seed + 1)
        y = y + wobble * noise(shape, 1.5, 2, 40, seed + 2)
    edges = np.arange(rows) + uneven * rng.uniform(-1, 1, rows)
    edges = np.append(edges, edges[0] + rows) * high / rows
    yy = (y - edges[0]) % high + edges[0]
    r = np.clip(np.searchsorted(edges, yy.ravel(), side="right").reshape(shape) - 1, 0, rows - 1)
    ymin, ymax = edges[r], edges[r + 1]
    starts = np.arange(columns)[None, :] + (np.arange(rows) * offset)[:, None] + uneven * rng.uniform(-1, 1, (rows, columns))
    starts = starts * wide / columns
    first = starts[:, 0][r]
    xx = (x - first) % wide
    rel = starts - starts[:, :1]
    rel = np.concatenate([rel, np.full((rows, 1), wide)], 1)
    c = np.zeros(shape, int)
    for k in range(1, columns):
        c += xx >= rel[:, k][r]
    xmin, xmax = np.take_along_axis(rel[r.ravel()], c.reshape(-1, 1), 1).reshape(shape), np.take_along_axis(rel[r.ravel()], c.reshape(-1, 1) + 1, 1).reshape(shape)
    d = np.minimum(np.minimum(xx - xmin, xmax - xx), np.minimum(yy - ymin, ymax - yy)) - joint / 2
    return d, r * columns + c, (xx - xmin) / (xmax - xmin), (yy - ymin) / (ymax - ymin)


def normal_from(height, metres_x, metres_y=None, strength=1.0):
    """Tangent-space normal map (OpenGL: green up) of a periodic height in metres."""
    h, w = height.shape
    metres_y = metres_y or metres_x
    gx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * metres_x / w) * strength
    gy = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * metres_y / h) * strength
    n = np.stack([-gx, gy, np.ones_like(gx)], -1)
    n /= np.linalg.norm(n, axis=-1, keepdims=True)
    return n * 0.5 + 0.5


def occlusion_from(height, radius):
    """Cavities, 0 dark to 1 open."""
    lift = ndimage.gaussian_filter(height, radius, mode="wrap") - height
    return np.clip(1 - lift / (np.abs(lift).max() + 1e-9) * 0.8, 0.3, 1)


# -- makers -------------------------------------------------------------------
def brick():
    """2 m tile: 8 by 24 bricks in running bond, soot in the pores, a few pale ones."""
    s = (N, N)
    d, k, u, v = courses(s, 24, 8, 0.5, 0.009, 0.0016, 3, 0.05, 2, 2)
    rng = np.random.default_rng(11)
    lum, hue = rng.normal(0, 1, 400)[k], rng.normal(0, 1, 400)[k]
    grain, blotch = noise(s, 0.7, 20, 400, 4), noise(s, 1.6, 1, 30, 5)
    face = smooth(d, -0.001, 0.004)
    base = np.array([0.665, 0.455, 0.375])
    colour = flat(base, s) + 0.035 * lum[..., None] + hue[..., None] * np.array([0.03, 0.0, -0.012])
    dark = (rng.random(400) < 0.12)[k]
    colour = np.where(dark[..., None], colour * 0.78, colour)
    colour += 0.02 * grain[..., None] + 0.018 * blotch[..., None]
    mortar = flat((0.66, 0.62, 0.56), s) + 0.03 * grain[..., None] + 0.03 * blotch[..., None]
    colour = blend(mortar, colour, face)
    height = face * 0.006 + 0.0006 * grain * face + 0.0007 * lum * face + 0.0006 * noise(s, 1.0, 30, 300, 6)
    return dict(colour=colour, height=height, rough=0.86 + 0.04 * grain - 0.06 * face, metres=2)


def render():
    """3 m tile of trowelled render, white for tinting: sweeps, pores, hair cracks."""
    s = (N, N)
    sweep, fine = noise(s, 1.9, 1, 40, 21, (1, 1.6)), noise(s, 0.5, 60, 500, 22)
    blotch = noise(s, 1.8, 0, 12, 23)
    crack = smooth(np.abs(noise(s, 1.75, 2, 200, 25)), 0.014, 0.004) * smooth(noise(s, 1.8, 0, 8, 26), 0.8, 1.5)
    colour = flat((0.84, 0.83, 0.81), s) + 0.012 * sweep[..., None] + 0.012 * fine[..., None] + 0.022 * blotch[..., None] * np.array([1, 0.95, 0.85])
    colour = blend(colour, (0.55, 0.52, 0.48), crack * 0.35)
    height = 0.0016 * sweep + 0.00035 * fine - 0.0012 * crack
    return dict(colour=colour, height=height, rough=0.9 + 0.03 * fine, metres=3)


def ashlar():
    """2.4 m tile of tooled limestone blocks, six courses."""
    s = (N, N)
    d, k, u, v = courses(s, 6, 3, 0.45, 0.007, 0.0012, 31, 0.10, 2.4, 2.4)
    rng = np.random.default_rng(32)
    lum = rng.normal(0, 1, 64)[k]
    grain, vein, blotch = noise(s, 0.6, 40, 500, 33), noise(s, 1.5, 3, 80, 34, (3, 1)), noise(s, 1.8, 0, 16, 35)
    pits = smooth(noise(s, 0.9, 30, 250, 36), 1.7, 2.6)
    face = smooth(d, -0.001, 0.006)
    colour = flat((0.735, 0.69, 0.61), s) + 0.026 * lum[..., None] + 0.014 * (grain + vein)[..., None] + 0.02 * blotch[..., None] * np.array([1, 1, 1.2])
    colour = blend(colour, (0.50, 0.46, 0.40), pits * 0.5)
    colour = blend(flat((0.57, 0.54, 0.49), s) + 0.02 * grain[..., None], colour, face)
    height = face * 0.007 + 0.0004 * grain + 0.0007 * vein - 0.0016 * pits + 0.0008 * lum * face
    return dict(colour=colour, height=height, rough=0.83 + 0.04 * grain, metres=2.4)


def asphalt():
    """4 m tile: aggregate in bitumen, worn, with hair cracks and darker seams."""
    s = (N, N)
    d1, d2, k = cells(N, 42000, 41)
    rng = np.random.default_rng(42)
    stone = smooth(d2 - d1, 0.0004, 0.0022)
    tone = rng.normal(0, 1, 42000)[k]
    pale = rng.random(42000)[k] > 0.86
    blotch, wear = noise(s, 1.7, 0, 20, 43), noise(s, 1.2, 4, 120, 44)
    crack = smooth(np.abs(noise(s, 1.6, 2, 300, 46)), 0.022, 0.006) * smooth(noise(s, 1.8, 0, 6, 47), 0.7, 1.3)
    lum = 0.335 + 0.028 * tone * stone + 0.10 * pale * stone + 0.016 * blotch + 0.014 * wear - 0.05 * (1 - stone)
    colour = lum[..., None] * np.array([1.0, 0.985, 0.965])
    colour = blend(colour, (0.19, 0.185, 0.18), crack * 0.6)
    height = 0.0016 * stone + 0.0005 * tone * stone + 0.0008 * wear - 0.004 * crack
    return dict(colour=colour, height=height, rough=0.88 - 0.05 * smooth(blotch, 0.5, 2) + 0.03 * tone * stone, metres=4)


def paving():
    """2.4 m tile of concrete and granite slabs 0.4 by 0.6, worn edges, gum, moss in joints."""
    s = (N, N)
    d, k, u, v = courses(s, 6, 4, 0.5, 0.006, 0.0007, 51, 0.0, 2.4, 2.4)
    rng = np.random.default_rng(52)
    lum, hue = rng.normal(0, 1, 64)[k], rng.normal(0, 1, 64)[k]
    tilt = (rng.normal(0, 1, 64)[k] * (u - 0.5) + rng.normal(0, 1, 64)[k] * (v - 0.5)) * 0.0012
    grain, blotch, speck = noise(s, 0.4, 80, 512, 53), noise(s, 1.7, 0, 24, 54), noise(s, 0.8, 20, 200, 55)
    face = smooth(d, -0.001, 0.005)
    colour = flat((0.575, 0.555, 0.525), s) + 0.030 * lum[..., None] + 0.010 * hue[..., None] * np.array([1, 0.2, -1]) + 0.022 * grain[..., None] + 0.022 * blotch[..., None] + 0.008 * speck[..., None]
    gum = np.zeros(s)
    y, x = np.mgrid[0:N, 0:N]
    for cx, cy, r in zip(rng.integers(0, N, 34), rng.integers(0, N, 34), rng.uniform(3, 8, 34)):
        dx, dy = np.minimum(abs(x - cx), N - abs(x - cx)), np.minimum(abs(y - cy), N - abs(y - cy))
        gum = np.maximum(gum, smooth(np.hypot(dx, dy * 1.2) + speck, r, r - 2.5))
    colour = blend(colour, (0.40, 0.39, 0.375), gum * 0.55)
    joint = flat((0.33, 0.315, 0.28), s) + 0.02 * grain[..., None]
    moss = smooth(noise(s, 1.6, 1, 14, 56), 0.6, 1.6)
    joint = blend(joint, (0.30, 0.33, 0.20), moss * 0.7)
    colour = blend(joint, colour, face)
    height = face * 0.005 + tilt * face + 0.00025 * grain + 0.0004 * speck + 0.0004 * gum
    return dict(colour=colour, height=height, rough=0.80 + 0.04 * grain - 0.10 * gum, metres=2.4)


def cobbles():
    """2 m tile of granite setts, cushion-topped, about 14 to the tile."""
    s = (N, N)
    d, k, u, v = courses(s, 16, 14, 0.5, 0.010, 0.004, 61, 0.13, 2, 2)
    rng = np.random.default_rng(62)
    lum, hue = rng.normal(0, 1, 400)[k], rng.normal(0, 1, 400)[k]
    grain, speck, blotch = noise(s, 0.4, 80, 512, 63), noise(s, 0.9, 15, 150, 64), noise(s, 1.8, 0, 12, 65)
    face = smooth(d, -0.002, 0.010)
    dome = (1 - (2 * u - 1) ** 4) * (1 - (2 * v - 1) ** 4) * smooth(d, -0.004, 0.016)
    colour = flat((0.47, 0.455, 0.44), s) + 0.045 * lum[..., None] + 0.014 * hue[..., None] * np.array([1.2, 0.2, -0.8]) + 0.026 * grain[..., None] + 0.016 * speck[..., None] + 0.012 * blotch[..., None]
    colour = blend(flat((0.265, 0.25, 0.225), s) + 0.02 * grain[..., None], colour, face)
    height = dome * 0.014 + 0.0006 * speck + 0.0003 * grain + 0.0015 * lum * face
    return dict(colour=colour, height=height, rough=0.80 - 0.16 * smooth(dome, 0.7, 1) + 0.04 * grain, metres=2)


def wood():
    """1 m tile of five planed boards along u, pale for tinting."""
    s = (N, N)
    d, k, u, v = courses(s, 5, 1, 0.0, 0.003, 0.0, 71, 0.0, 1, 1)
    rng = np.random.default_rng(72)
    shift = rng.integers(0, N, 5)[k]
    grain = noise(s, 1.1, 3, 300, 73, (1, 12))
    ring = np.sin((v * 6 + 0.5 * noise(s, 1.8, 1, 20, 74, (1, 5)) + shift * 0.01) * 2 * np.pi)
    lum = rng.normal(0, 1, 5)[k]
    face = smooth(d, -0.0005, 0.002)
    colour = flat((0.66, 0.53, 0.39), s) + (0.028 * lum + 0.03 * grain + 0.016 * ring)[..., None] * np.array([1, 0.95, 0.8])
    colour = blend((0.22, 0.17, 0.12), colour, face)
    height = face * 0.003 + 0.0002 * grain + 0.0001 * ring
    return dict(colour=colour, height=height, rough=0.62 + 0.06 * grain, metres=1)


def bark():
    """1 m tile, furrows along v."""
    s = (512, 512)
    ridge = np.abs(noise(s, 1.4, 2, 60, 81, (1.6, 0.25)))
    fine = noise(s, 0.8, 10, 200, 82, (1.3, 0.6))
    h = np.clip(ridge, 0, 2) / 2
    colour = blend((0.20, 0.17, 0.14), flat((0.46, 0.42, 0.36), s) + 0.03 * fine[..., None], smooth(h, 0.02, 0.5))
    return dict(colour=colour, height=0.02 * h + 0.001 * fine, rough=0.93 + 0 * h, metres=1)


def fabric():
    """0.25 m tile of woven cloth, white for tinting."""
    s = (512, 512)
    y, x = np.mgrid[0:512, 0:512] / 512
    a, b = np.sin(x * 2 * np.pi * 64), np.sin(y * 2 * np.pi * 64)
    weave = np.where((np.floor(x * 64) + np.floor(y * 64)) % 2 == 0, np.abs(a), np.abs(b))
    slub = noise(s, 1.0, 2, 80, 91, (1, 6)) + noise(s, 1.0, 2, 80, 92, (6, 1))
    colour = flat((0.80, 0.79, 0.77), s) + (0.05 * (weave - 0.6) + 0.012 * slub)[..., None]
    return dict(colour=colour, height=0.0004 * weave + 0.0001 * slub, rough=0.93 + 0 * weave, metres=0.25)


def metal():
    """1 m tile of old painted or bare metal, white for tinting; faint wear and dust."""
    s = (512, 512)
    orange, blotch = noise(s, 1.0, 20, 200, 95), noise(s, 1.7, 1, 20, 96)
    colour = flat((0.80, 0.80, 0.80), s) + 0.012 * blotch[..., None]
    return dict(colour=colour, height=0.00015 * orange, rough=0.42 + 0.05 * blotch, metres=1)


# -- files --------------------------------------------------------------------
def save(folder_name, made, size=None, strength=1.0, normal=True, orm=True):
    """Writes the maps of one made texture and returns {'colour', 'normal', 'orm'} paths."""
    folder = CACHE / "textures"
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    metres = made.get("metres", 1)
    mx, my = metres if isinstance(metres, tuple) else (metres, metres)
    maps = {"colour": np.clip(made["colour"], 0, 1)}
    if normal:
        maps["normal"] = made["normal"] if "normal" in made else normal_from(made["height"], mx, my, strength)
    if orm:
        rough = np.clip(made["rough"], 0.05, 1)
        ao = made.get("occlusion")
        ao = occlusion_from(made["height"], 6) if ao is None else ao
        metal_ = np.broadcast_to(made.get("metal", 0.0), rough.shape)
        maps["orm"] = np.stack([ao, rough, metal_], -1)
    for kind, a in maps.items():
        img = Image.fromarray((np.clip(a, 0, 1) * 255 + 0.5).astype(np.uint8))
        if size and size != img.width:
            img = img.resize((size, size * img.height // img.width), Image.LANCZOS)
        out[kind] = str(folder / f"{folder_name}-{kind}.png")
        img.save(out[kind])
    return out


def write(name, size=None, strength=1.0):
    """Makes the texture `name` of this file unless it is there and unchanged."""
    maker = globals()[name]
    mark = hashlib.sha256((inspect.getsource(maker) + str((size, strength))).encode()).hexdigest()[:16]
    folder = CACHE / "textures"
    stamp = folder / f"{name}.{size or 0}.stamp"
    out = {k: str(folder / f"{name}{'-' + str(size) if size else ''}-{k}.png") for k in ("colour", "normal", "orm")}
    if not (stamp.exists() and stamp.read_text() == mark and all(Path(p).exists() for p in out.values())):
        out = save(name + (f"-{size}" if size else ""), maker(), size, strength)
        stamp.write_text(mark)
    return out
