"""Frames of footage on disk: what the client's anchors hold and, for some frames, what the path tracer found. One .npz
for each shot, compact: 8-bit albedo (square roots, as the client's own image), octahedral normals, half floats, light as
shared-exponent triples of 4 bytes. Arrays are [H, W, C], rows from the top.
"""

import gzip
from pathlib import Path

import numpy as np

#: Runs of a frame as tests/browser/pages/footage.ts packs them: name, channels; then entity numbers.
RUNS = (("albedo", 3), ("normal", 3), ("depth", 1), ("surface", 2), ("direct", 3), ("memory", 3), ("reflected", 3),
        ("sky", 3), ("emissive", 3), ("motion", 2))
LIGHT = ("direct", "memory", "reflected", "sky", "emissive")
#: Passes of the path tracer: irradiance / pi, of which by lamps and sun alone, and specular radiance, all over key.
TARGETS = ("irradiance", "straight", "specular")


def read_raw(file: Path, width: int, height: int) -> dict[str, np.ndarray]:
    """A frame as it was shot."""
    data = gzip.decompress(file.read_bytes())
    out: dict[str, np.ndarray] = {}
    at = 0
    n = width * height
    for name, count in RUNS:
        out[name] = np.frombuffer(data, np.float32, n * count, at).reshape(height, width, count)
        at += n * count * 4
    out["entity"] = np.frombuffer(data, np.uint32, n, at).reshape(height, width)
    return out


def to_shared(x: np.ndarray) -> np.ndarray:
    """Three non-negative floats as 9 + 9 + 9 bits with a common exponent of 5 (RGB9E5), uint32."""
    x = np.clip(np.nan_to_num(x.astype(np.float64)), 0, 65408)
    most = x.max(-1)
    exponent = np.maximum(-16, np.floor(np.log2(np.maximum(most, 1e-12)))) + 1
    step = np.exp2(exponent - 9)
    over = np.floor(most / step + 0.5) >= 512
    exponent = exponent + over
    step = np.exp2(exponent - 9)
    m = np.floor(x / step[..., None] + 0.5).astype(np.uint32)
    return (m[..., 0] | (m[..., 1] << 9) | (m[..., 2] << 18) | ((exponent + 15).astype(np.uint32) << 27)).astype(np.uint32)


def from_shared(v: np.ndarray) -> np.ndarray:
    """Undoes `to_shared`: float32 [..., 3]."""
    step = np.exp2((v >> 27).astype(np.float32) - 15 - 9)[..., None]
    return np.stack([v & 511, (v >> 9) & 511, (v >> 18) & 511], -1).astype(np.float32) * step


def octahedral(n: np.ndarray) -> np.ndarray:
    """Unit vectors as two int16."""
    s = np.abs(n).sum(-1, keepdims=True)
    p = n / np.maximum(s, 1e-9)
    xy = p[..., :2]
    folded = (1 - np.abs(xy[..., ::-1])) * np.where(xy >= 0, 1, -1)
    return np.round(np.where(p[..., 2:] < 0, folded, xy) * 32767).astype(np.int16)


def from_octahedral(e: np.ndarray) -> np.ndarray:
    """Undoes `octahedral`."""
    e = e.astype(np.float32) / 32767
    z = 1 - np.abs(e).sum(-1)
    t = np.maximum(-z, 0)[..., None]
    n = np.concatenate([e - np.where(e >= 0, t, -t), z[..., None]], -1)
    return n / np.maximum(np.linalg.norm(n, axis=-1, keepdims=True), 1e-9)


def pack(frame: dict[str, np.ndarray], targets: dict[str, np.ndarray] | None) -> dict[str, np.ndarray]:
    """Compact arrays of a frame; `targets` also has "valid", where tracer and anchors see the same surface."""
    out = {
        "albedo": np.round(np.sqrt(np.clip(frame["albedo"], 0, 1)) * 255).astype(np.uint8),
        "normal": octahedral(frame["normal"]),
        "depth": frame["depth"][..., 0].astype(np.float16),
        "surface": np.round(np.clip(frame["surface"], 0, 1) * 255).astype(np.uint8),
        "motion": frame["motion"].astype(np.float16),
        "entity": frame["entity"].astype(np.uint16),
        **{name: to_shared(frame[name]) for name in LIGHT},
    }
    if targets is not None:
        out.update({f"target.{name}": to_shared(targets[name]) for name in TARGETS})
        out["target.valid"] = targets["valid"].astype(np.uint8)
    return out


def unpack(stored: dict[str, np.ndarray], k: int) -> dict[str, np.ndarray]:
    """Frame `k` of a shot's file as floats; the targets too where it has them."""
    def of(name: str) -> np.ndarray:
        return stored[f"{k}.{name}"]

    out = {
        "albedo": (of("albedo").astype(np.float32) / 255) ** 2,
        "normal": from_octahedral(of("normal")),
        "depth": of("depth").astype(np.float32)[..., None],
        "surface": of("surface").astype(np.float32) / 255,
        "motion": of("motion").astype(np.float32),
        "entity": of("entity").astype(np.int64),
        **{name: from_shared(of(name)) for name in LIGHT},
    }
    out["normal"][out["depth"][..., 0] <= 0] = 0
    if f"{k}.target.valid" in stored:
        for name in TARGETS:
            out[name] = from_shared(of(f"target.{name}"))
        for name in ("irradiance", "specular"):
            if f"{k}.clean.{name}" in stored:
                out[f"clean {name}"] = from_shared(of(f"clean.{name}"))
        out["valid"] = of("target.valid").astype(np.float32)[..., None]
    return out
