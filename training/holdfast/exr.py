"""Reads uncompressed scanline OpenEXR files of float and half channels, which is what the path tracer writes."""

import struct
from pathlib import Path

import numpy as np


def read(path: str | Path) -> dict[str, np.ndarray]:
    """Channels by name, float32 [H, W], rows from the top. Raises ValueError for what it does not read."""
    data = Path(path).read_bytes()
    if data[:4] != b"\x76\x2f\x31\x01":
        raise ValueError(f"{path}: not an OpenEXR file")
    at = 8
    channels: list[tuple[str, int]] = []
    window = (0, 0, 0, 0)
    while data[at] != 0:
        end = data.index(0, at)
        name = data[at:end].decode()
        kind_end = data.index(0, end + 1)
        size = struct.unpack_from("<i", data, kind_end + 1)[0]
        body = kind_end + 5
        if name == "compression" and data[body] != 0:
            raise ValueError(f"{path}: compressed")
        if name == "dataWindow":
            window = struct.unpack_from("<4i", data, body)
        if name == "channels":
            k = body
            while data[k] != 0:
                stop = data.index(0, k)
                channels.append((data[k:stop].decode(), struct.unpack_from("<i", data, stop + 1)[0]))
                k = stop + 17
        at = body + size
    at += 1
    width, height = window[2] - window[0] + 1, window[3] - window[1] + 1
    offsets = struct.unpack_from(f"<{height}Q", data, at)
    sizes = [2 if kind == 1 else 4 for _, kind in channels]
    out = {name: np.empty((height, width), np.float32) for name, _ in channels}
    for row, offset in enumerate(offsets):
        k = offset + 8
        for (name, kind), size in zip(channels, sizes):
            out[name][row] = np.frombuffer(data, {0: np.uint32, 1: np.float16, 2: np.float32}[kind], width, k)
            k += size * width
    return out
