"""Painting by place: which point of the body each texel shows, noise in space, heights to normals, pictures to WebP."""
import io

import numpy as np
from PIL import Image
from scipy import ndimage


def raster(size, faces, uv, rows):
    """Interpolate per-corner `rows` (per face: (corners, k)) over UV triangles. Out: (size, size, k) and a mask;
    row 0 of the picture is v = 1. Uncovered texels near an edge take their neighbour's value."""
    k = np.asarray(rows[0]).shape[1]
    out = np.zeros((size, size, k), np.float64)
    got = np.zeros((size, size), bool)
    for f, u, r in zip(faces, uv, rows):
        u, r = np.asarray(u, float), np.asarray(r, float)
        p = np.stack([u[:, 0] * size - 0.5, (1 - u[:, 1]) * size - 0.5], 1)
        for i in range(1, len(p) - 1):
            a, b, c = p[0], p[i], p[i + 1]
            lo = np.floor(np.minimum(np.minimum(a, b), c)).astype(int) - 1
            hi = np.ceil(np.maximum(np.maximum(a, b), c)).astype(int) + 1
            lo, hi = np.maximum(lo, 0), np.minimum(hi, size - 1)
            if (hi < lo).any():
                continue
            d = (b[1] - c[1]) * (a[0] - c[0]) + (c[0] - b[0]) * (a[1] - c[1])
            if abs(d) < 1e-9:
                continue
            x, y = np.meshgrid(np.arange(lo[0], hi[0] + 1), np.arange(lo[1], hi[1] + 1))
            w0 = ((b[1] - c[1]) * (x - c[0]) + (c[0] - b[0]) * (y - c[1])) / d
            w1 = ((c[1] - a[1]) * (x - c[0]) + (a[0] - c[0]) * (y - c[1])) / d
            w2 = 1 - w0 - w1
            m = (w0 >= -0.02) & (w1 >= -0.02) & (w2 >= -0.02)
            if m.any():
                out[y[m], x[m]] = w0[m][:, None] * r[0] + w1[m][:, None] * r[i] + w2[m][:, None] * r[i + 1]
                got[y[m], x[m]] = True
    return out, got


def spread(image, mask, reach=12):
    """Fill texels outside the mask from the nearest inside, so that filtering does not bleed."""
    i = ndimage.distance_transform_edt(~mask, return_distances=False, return_indices=True)
    return image[tuple(i)]


_volumes = {}


def noise(p, size, seed=0, octaves=1, gain=0.5):
    """Smooth noise in space, about -1…1; `size` is the wavelength in metres."""
    total, amp, norm = 0.0, 1.0, 0.0
    for o in range(octaves):
        key = (seed + o) % 17
        if key not in _volumes:
            _volumes[key] = np.random.default_rng(key + 100).normal(size=(64, 64, 64)).astype(np.float32)
        q = (p / (size / 2**o) * 2).reshape(-1, 3).T + 7.3 * (seed + o)
        v = ndimage.map_coordinates(_volumes[key], q, order=1 if size < 0.002 else 2, mode="grid-wrap", prefilter=False)
        total = total + amp * v.reshape(p.shape[:-1])
        norm += amp
        amp *= gain
    return total / norm * 1.2


def bump(p, centre, radius):
    """Gaussian about a point; `radius` a number or per axis."""
    d = (p - centre) / radius
    return np.exp(-(d**2).sum(-1))


def step(x, a, b):
    t = np.clip((x - a) / (b - a), 0, 1)
    return t * t * (3 - 2 * t)


def mix(image, colour, k):
    """Blend towards a colour (0…255 triple or image) by k."""
    c = np.asarray(colour, float)
    return image + (c - image) * np.clip(k, 0, 1)[..., None]


def normal_map(height, mu, mv, strength=1.0):
    """Heights (m) and texel sizes (m) to a tangent-space normal picture (0…255), green up."""
    gx = np.gradient(height, axis=1) / mu
    gy = -np.gradient(height, axis=0) / mv
    n = np.stack([-gx * strength, -gy * strength, np.ones_like(gx)], -1)
    n /= np.linalg.norm(n, axis=-1, keepdims=True)
    return (n * 0.5 + 0.5) * 255


def webp(a, quality=82, size=None):
    """An (h, w, 3 or 4) array 0…255 to WebP bytes."""
    im = Image.fromarray(np.clip(np.round(a), 0, 255).astype(np.uint8))
    if size:
        im = im.resize((size, size) if isinstance(size, int) else size, Image.LANCZOS)
    out = io.BytesIO()
    im.save(out, "WEBP", quality=quality, method=6, alpha_quality=80, exact=False)
    return out.getvalue()
