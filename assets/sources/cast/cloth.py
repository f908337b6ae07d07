"""Weaves as small tiling pictures: knit, wool, denim, twill, cotton, leather, canvas. Out: albedo and normal as WebP.

A tile is `TILES[name]` metres across. Creases far finer than the mesh lie in the same normal picture.
"""
import numpy as np
from scipy import ndimage

from paint import normal_map, webp

TILES = {"sweater": 0.12, "trousers": 0.10, "wool": 0.14, "shirt": 0.10, "jacket": 0.12, "denim": 0.11, "leather": 0.16, "canvas": 0.10}
# sRGB of the cloth, and how rough it is
LOOK = {
    "sweater": ((206, 98, 78), 0.88), "trousers": ((44, 44, 50), 0.82), "wool": ((66, 72, 82), 0.90), "shirt": ((196, 203, 212), 0.78),
    "jacket": ((74, 118, 104), 0.72), "denim": ((58, 78, 112), 0.84), "leather": ((64, 42, 31), 0.48), "canvas": ((206, 200, 188), 0.70),
}


def periodic(n, beta, seed, low=1):
    """Noise that tiles, spectrum 1/f^beta, about -1…1."""
    g = np.random.default_rng(seed)
    f = np.fft.fftfreq(n) * n
    r = np.hypot(*np.meshgrid(f, f))
    r[0, 0] = 1
    s = np.fft.fft2(g.normal(size=(n, n))) * np.where(r < low, 0, r ** -(beta / 1.0))
    x = np.real(np.fft.ifft2(s))
    return x / (np.abs(x).max() * 0.6)


def weave(name, n):
    """(height in m, albedo multiplier, tile's size)"""
    tile = TILES[name]
    y, x = np.mgrid[0:n, 0:n] / n
    soft = periodic(n, 1.6, 3)
    grit = periodic(n, 0.4, 5, 20)
    crump = periodic(n, 2.1, 7, 2)
    if name == "sweater":
        # stocking stitch: columns of V, 26 to the tile
        cols, rows = 26, 34
        u, v = x * cols, y * rows
        c = (u % 1) - 0.5
        slant = (v + 1.1 * np.abs(c) * 1.0 + 0.06 * soft) % 1
        h = np.sqrt(np.clip(1 - (2 * (slant - 0.5)) ** 2, 0, 1)) * (1 - (2 * np.abs(np.abs(c) - 0.25) * 1.7) ** 2).clip(0, 1)
        height = 0.0011 * h + 0.00012 * grit + 0.0008 * crump
        alb = 0.70 + 0.34 * h + 0.03 * soft
    elif name in ("denim", "trousers", "jacket"):
        k = {"denim": 64, "trousers": 80, "jacket": 72}[name]
        d = np.sin(2 * np.pi * (x * k + y * k))
        e = np.sin(2 * np.pi * (x * k * 2))
        h = 0.6 * d + 0.25 * e + 0.35 * grit
        height = {"denim": 0.00014, "trousers": 0.00008, "jacket": 0.00009}[name] * h + 0.0005 * crump + 0.0001 * soft
        alb = 1 + (0.13 if name == "denim" else 0.05) * d + 0.06 * grit + 0.05 * soft
        if name == "denim":
            alb = alb + 0.10 * np.clip(crump, 0, 1)
    elif name == "wool":
        d = np.sin(2 * np.pi * (x * 44 + np.where((x * 11 % 1) < 0.5, 1, -1) * y * 44))
        height = 0.00016 * d + 0.00018 * grit + 0.0006 * crump
        alb = 1 + 0.09 * d + 0.12 * grit + 0.05 * soft
    elif name in ("shirt", "canvas"):
        k = 100 if name == "shirt" else 60
        d = np.sin(2 * np.pi * x * k) * np.sin(2 * np.pi * y * k)
        height = (0.00004 if name == "shirt" else 0.00012) * d + 0.0006 * crump + 0.0001 * soft
        alb = 1 + 0.04 * d + 0.03 * soft
    else:
        cell = ndimage.gaussian_filter(np.random.default_rng(2).normal(size=(n, n)), 2.2, mode="wrap")
        cell /= cell.std()
        height = 0.00007 * np.abs(cell) + 0.0005 * crump
        alb = 1 + 0.10 * soft + 0.06 * np.tanh(cell)
    return height, alb, tile


def cloths(names, size=512):
    """({material name: glTF material}, {picture name: WebP bytes})"""
    mats, pics = {}, {}
    for name in names:
        height, alb, tile = weave(name, size)
        colour, rough = LOOK[name]
        rgb = np.array(colour, float) * np.clip(alb, 0.4, 1.5)[..., None]
        pad = np.pad(height, 2, mode="wrap")
        normal = normal_map(pad, tile / size, tile / size)[2:-2, 2:-2]
        pics[f"{name}-albedo"] = webp(rgb, 80)
        pics[f"{name}-normal"] = webp(normal, 80)
        mats[name] = {
            "pbrMetallicRoughness": {"baseColorTexture": f"{name}-albedo", "metallicFactor": 0, "roughnessFactor": rough},
            "normalTexture": f"{name}-normal",
        }
    return mats, pics
