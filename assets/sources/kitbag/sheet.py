"""One sheet for everything that is not a wall or the ground. Bands tile along u (4 m a turn,
512 pixels a metre) and lie one above another; below them lie pictures, each used once, and
a palette of flat colours. A building that draws its trim, roof, doors, signs and goods from
one sheet is one draw for all of them.

In come `Band`s and pictures (PIL), out come three PNGs and a `Sheet` that answers Surfaces."""
import colorsys

import numpy as np
from PIL import Image

from . import surfaces
from .shape import Surface
from .surfaces import blend, courses, flat, noise, save, smooth

WIDTH, METRES = 2048, 4.0
PER_METRE = WIDTH / METRES


def plain(shape, colour, seed, grain=0.01, rough=0.6, metal=0.0, bump=0.0001):
    a, b = noise(shape, 1.0, 6, 400, seed), noise(shape, 1.7, 1, 24, seed + 1)
    return dict(colour=flat(colour, shape) + (grain * (0.5 * a + b))[..., None], height=bump * a, rough=rough + 0.05 * b, metal=metal)


def limestone(s):
    made = plain(s, (0.80, 0.77, 0.71), 101, 0.014, 0.82, bump=0.0004)
    pits = smooth(noise(s, 0.9, 30, 300, 103), 1.9, 2.8)
    made["colour"] = blend(made["colour"], (0.58, 0.54, 0.47), pits * 0.5)
    made["height"] = made["height"] - 0.001 * pits
    return made


def painted(s):
    """Gloss-painted wood, white: brush marks along u, a chip here and there."""
    brush = noise(s, 0.9, 4, 400, 111, (1, 14))
    made = plain(s, (0.86, 0.86, 0.85), 112, 0.006, 0.42)
    chip = smooth(noise(s, 1.3, 4, 120, 114), 2.5, 2.8)
    made["colour"] = blend(made["colour"] + 0.007 * brush[..., None], (0.55, 0.46, 0.36), chip * 0.8)
    made["height"] = 0.00012 * brush - 0.0004 * chip
    made["rough"] = made["rough"] + 0.35 * chip
    return made


def boards(s):
    a = surfaces.wood()
    k = {}
    h, w = s
    for key in ("colour", "height", "rough"):
        tile = a[key][:: 2, :: 2]
        reps = (-(-h // tile.shape[0]), -(-w // tile.shape[1])) + ((1,) if tile.ndim == 3 else ())
        k[key] = np.tile(tile, reps)[:h, :w]
    return k


def tiles(s):
    """Plain clay roof tiles, 0.2 by 0.125 m shown, overlapping downwards."""
    high, wide = s[0] / PER_METRE, METRES
    d, k, u, v = courses(s, round(high / 0.125), 20, 0.5, 0.006, 0.0012, 121, 0.0, high, wide)
    rng = np.random.default_rng(122)
    lum, hue = rng.normal(0, 1, 2000)[k], rng.normal(0, 1, 2000)[k]
    grain, blotch = noise(s, 0.6, 20, 400, 123), noise(s, 1.6, 1, 20, 124)
    lichen = smooth(noise(s, 1.4, 4, 120, 125) + 0.5 * blotch, 1.3, 2.0)
    face = smooth(d, -0.002, 0.003)
    colour = flat((0.52, 0.30, 0.225), s) + (0.04 * lum + 0.02 * grain + 0.015 * blotch)[..., None] + (0.02 * hue)[..., None] * np.array([1, 0, -0.5])
    colour = blend(colour, (0.47, 0.46, 0.38), lichen * 0.5)
    colour = blend((0.20, 0.14, 0.115), colour, face)
    height = face * 0.003 + v * 0.012 + 0.0006 * grain
    return dict(colour=colour, height=height, rough=0.85 + 0.03 * grain)


def slates(s):
    made = tiles(s)
    g = made["colour"].mean(-1, keepdims=True)
    made["colour"] = g * np.array([0.99, 1.0, 1.03])
    made["rough"] = made["rough"] - 0.2
    return made


def stripes(s):
    """Awning cloth: stripes of 0.2 m, white and tintable dark."""
    x = np.arange(s[1]) / s[1] * METRES
    on = ((x / 0.2).astype(int) % 2 == 0).astype(float)
    k = np.broadcast_to(on, s)
    b = noise(s, 1.5, 1, 40, 131)
    return dict(colour=blend((0.83, 0.80, 0.73), (0.83, 0.80, 0.73), k) * (0.22 + 0.78 * k)[..., None] + (0.012 * b)[..., None], height=0.0001 * b, rough=0.92 + 0 * b)


def cloth(s):
    """Hanging cloth, white: soft pleats across u."""
    x = np.arange(s[1]) / s[1]
    warp = noise(s, 2.0, 0, 10, 141, (4, 1)) * 0.02
    fold = np.sin((x[None] * 40 + warp * 8) * 2 * np.pi) * 0.6 + np.sin((x[None] * 28 + warp * 5) * 2 * np.pi) * 0.4
    return dict(colour=flat((0.80, 0.78, 0.74), s) + (0.035 * fold)[..., None], height=0.006 * fold, rough=0.95 + 0 * fold)


def roadpaint(s):
    """Thermoplastic road paint, worn to the asphalt in places."""
    a, b = noise(s, 0.9, 20, 500, 151), noise(s, 1.5, 1, 60, 152)
    worn = smooth(a + 0.9 * b, 1.15, 1.9)
    colour = flat((0.775, 0.765, 0.73), s) + (0.014 * a - 0.02 * b)[..., None]
    colour = blend(colour, (0.36, 0.353, 0.345), worn * 0.85)
    return dict(colour=colour, height=0.0008 * (1 - worn) + 0.0004 * a, rough=0.72 + 0.12 * worn)


def granite(s):
    """Kerb stones of 1 m, speckled."""
    d, k, u, v = courses(s, 1, 4, 0, 0.008, 0.0004, 161, 0.0, s[0] / PER_METRE, METRES)
    d = np.minimum(u, 1 - u) * 1.0 - 0.005
    a, c = noise(s, 0.3, 100, 700, 162), noise(s, 0.8, 20, 200, 163)
    lum = np.random.default_rng(164).normal(0, 1, 8)[k]
    face = smooth(d, -0.001, 0.006)
    colour = flat((0.585, 0.575, 0.56), s) + (0.04 * a + 0.018 * c + 0.025 * lum)[..., None]
    return dict(colour=blend((0.30, 0.29, 0.27), colour, face), height=0.004 * face + 0.0004 * c, rough=0.74 + 0.03 * a)


def trunk(s):
    a = surfaces.bark()
    out = {}
    for key in ("colour", "height", "rough"):
        t = np.swapaxes(a[key], 0, 1)
        reps = (-(-s[0] // 512), -(-s[1] // 512)) + ((1,) if t.ndim == 3 else ())
        out[key] = np.tile(t, reps)[: s[0], : s[1]]
    return out


def steel(s):
    return plain(s, (0.80, 0.80, 0.80), 171, 0.012, 0.40, bump=0.00015)


def zinc(s):
    """Bare sheet metal, dulled."""
    return plain(s, (0.62, 0.63, 0.64), 175, 0.02, 0.46, metal=0.85, bump=0.0002)


BANDS = [  # name, pixels high, maker
    ("limestone", 256, limestone), ("painted", 128, painted), ("boards", 128, boards), ("tiles", 384, tiles),
    ("slates", 256, slates), ("stripes", 64, stripes), ("cloth", 256, cloth), ("roadpaint", 256, roadpaint),
    ("granite", 128, granite), ("trunk", 256, trunk), ("steel", 64, steel), ("zinc", 64, zinc),
]


class Sheet:
    """`sheet["limestone"]` a band; `sheet.spot('#aabbcc')` a flat colour;
    `sheet.picture(name)` a picture's Surface. Call `write()` when all are known."""

    def __init__(self, material, bands=None, height=4096):
        self.material, self.height = material, height
        self.bands = [b for b in BANDS if bands is None or b[0] in bands]
        self.place, y = {}, 0
        for name, px, _ in self.bands:
            self.place[name] = (y, px)
            y += px
        self.top = y + 8
        self.pictures, self.spots = {}, {}
        self.free = [0, self.top, 0]  # x, y, row height

    def __getitem__(self, name):
        y, px = self.place[name]
        # two pixels of margin against bleeding between bands
        v1, v0 = 1 - (y + 2) / self.height, 1 - (y + px - 2) / self.height
        return Surface(self.material, band=(v0, v1, (px - 4) / PER_METRE, METRES))

    def put(self, name, image, rough=0.6, metal=0.0):
        """Adds a picture (PIL RGB) once; rows fill from left to right."""
        w, h = image.size
        x, y, row = self.free
        if x + w > WIDTH:
            x, y, row = 0, y + row + 4, 0
        if y + h > self.height - 68:
            raise ValueError(f"sheet {self.material} is full at {name}")
        self.pictures[name] = (x, y, image.convert("RGB"), rough, metal)
        self.free = [x + w + 4, y, max(row, h)]

    def picture(self, name):
        x, y, im, *_ = self.pictures[name]
        w, h = im.size
        return Surface(self.material, rect=((x + 1) / WIDTH, 1 - (y + h - 1) / self.height, (x + w - 1) / WIDTH, 1 - (y + 1) / self.height))

    def part(self, name, u0, v0, u1, v1):
        """A piece of a picture, in 0..1 from its lower left."""
        s = self.picture(name)
        a, b, c, d = s.rect
        return Surface(self.material, rect=(a + (c - a) * u0, b + (d - b) * v0, a + (c - a) * u1, b + (d - b) * v1))

    def spot(self, colour, rough=0.6, metal=0.0):
        """One of 512 flat 8-pixel swatches."""
        i = self.spots.setdefault((colour, rough, metal), len(self.spots))
        if i >= 256 * 8:
            raise ValueError("palette is full")
        x, y = (i % 256) * 8, self.height - 64 + (i // 256) * 8
        return Surface(self.material, spot=((x + 4) / WIDTH, 1 - (y + 4) / self.height))

    def write(self, shrink=1):
        """Writes colour, normal (half size) and orm (half size); returns their paths."""
        H, W = self.height, WIDTH
        colour, normal = np.full((H, W, 3), 0.5), np.tile([0.5, 0.5, 1.0], (H, W, 1))
        orm = np.tile([1.0, 0.6, 0.0], (H, W, 1))
        for name, px, maker in self.bands:
            y, _ = self.place[name]
            made = maker((px, W))
            colour[y : y + px] = made["colour"]
            normal[y : y + px] = surfaces.normal_from(made["height"], METRES, px / PER_METRE)
            orm[y : y + px, :, 0] = surfaces.occlusion_from(made["height"], 6)
            orm[y : y + px, :, 1] = np.clip(made["rough"], 0.05, 1)
            orm[y : y + px, :, 2] = made.get("metal", 0)
        for x, y, im, rough, metal in self.pictures.values():
            a = np.asarray(im) / 255
            h, w = a.shape[:2]
            colour[y : y + h, x : x + w] = a
            orm[y : y + h, x : x + w, 1:] = (rough, metal)
        for (text, rough, metal), i in self.spots.items():
            x, y = (i % 256) * 8, H - 64 + (i // 256) * 8
            colour[y : y + 8, x : x + 8] = [int(text[j : j + 2], 16) / 255 for j in (1, 3, 5)]
            orm[y : y + 8, x : x + 8, 1:] = (rough, metal)
        out = save(self.material, dict(colour=colour, normal=normal, rough=orm[..., 1], metal=orm[..., 2], occlusion=orm[..., 0], height=np.zeros((H, W)), metres=1))
        for kind in ("normal", "orm"):
            im = Image.open(out[kind])
            im.resize((W // 2, H // 2), Image.BOX).save(out[kind])
        return out
