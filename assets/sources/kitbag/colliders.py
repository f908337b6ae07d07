"""Colliders: in come shapes in metres, out goes `assets/colliders/<hash>.json`, named by the
first 32 hex digits of the SHA-256 of its bytes."""
import hashlib
import json
from pathlib import Path

import numpy as np

ASSETS = Path(__file__).resolve().parents[2]
MOST = 64  # shapes of one thing


def _r(values):
    return [round(float(v), 4) + 0.0 for v in values]


def box(position, size, rotation=(0, 0, 0, 1)):
    """`size`: full edge lengths; `rotation`: quaternion x y z w."""
    return {"type": "box", "position": _r(position), "rotation": _r(rotation), "size": _r(size)}


def between(lo, hi):
    """A box from its lowest to its highest corner."""
    lo, hi = np.asarray(lo, float), np.asarray(hi, float)
    return box((lo + hi) / 2, hi - lo)


def sphere(position, radius):
    return {"type": "sphere", "position": _r(position), "radius": round(float(radius), 4)}


def capsule(start, end, radius):
    return {"type": "capsule", "from": _r(start), "to": _r(end), "radius": round(float(radius), 4)}


def cylinder(start, end, radius):
    return {"type": "cylinder", "from": _r(start), "to": _r(end), "radius": round(float(radius), 4)}


def hull(points):
    """4 to 64 points; thins evenly when there are more."""
    p = np.unique(np.round(np.asarray(points, float), 4), axis=0)
    if len(p) > 64:
        keep = set()
        for d in _directions(64):
            keep.add(int(np.argmax(p @ d)))
        p = p[sorted(keep)]
    if len(p) < 4:
        raise ValueError(f"hull needs 4 points, has {len(p)}")
    return {"type": "hull", "points": [_r(q) for q in p]}


def _directions(n):
    i = np.arange(n) + 0.5
    phi, theta = np.arccos(1 - 2 * i / n), np.pi * (1 + 5**0.5) * i
    return np.stack([np.cos(theta) * np.sin(phi), np.cos(phi), np.sin(theta) * np.sin(phi)], 1)


def cook(shapes, most=MOST):
    """Writes the file and returns its hash. `most`: None for a set's own ground."""
    if not shapes or (most and len(shapes) > most):
        raise ValueError(f"{len(shapes)} shapes: between 1 and {most}")
    text = json.dumps({"format": 1, "shapes": shapes}, separators=(",", ":"), ensure_ascii=False) + "\n"
    data = text.encode()
    name = hashlib.sha256(data).hexdigest()[:32]
    folder = ASSETS / "colliders"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_bytes(data)
    return name
