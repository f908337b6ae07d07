"""history.py gives what client/model/history.ts gives: both are held to tests/fixtures/history.json, made from the same
seeded numbers (tests/fixtures/history.ts).

    cd training && python -m unittest discover tests
"""

import json
import unittest

import numpy as np
import torch

from holdfast import contract
from holdfast.history import SKY, History, depth_of, warp
from holdfast.network import light

EDGE = 16


class Sequence:
    """Numbers 0..1 of 24 bits."""

    def __init__(self) -> None:
        self.x = 20261127

    def __call__(self) -> float:
        self.x = (self.x * 1664525 + 1013904223) & 0xFFFFFFFF
        return (self.x >> 8) / 16777216


def request(dice: Sequence) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    plane = EDGE * EDGE
    tensor = np.zeros((contract.CHANNEL_COUNT, plane), np.float32)
    for name in ("direct", "memory", "reflected"):
        at, count = contract.CHANNELS[name]
        for c in range(count):
            tensor[at + c] = [dice() * 1.5 for _ in range(plane)]
    entity = np.zeros(plane, np.int64)
    for p in range(plane):
        x, y = p % EDGE, p // EDGE
        entity[p] = SKY if x > 12 and y < 3 else 7 if 5 < x < 10 and y > 4 else 0
        depth = 0.3 if entity[p] == 7 else 0.1 if x + y > 20 else 0.12
        tensor[contract.CHANNELS["depth"][0], p] = 0 if entity[p] == SKY else depth + 0.004 * dice()
    motion = np.array([(dice() - 0.5) * 5 for _ in range(plane * 2)], np.float32)
    shape = lambda a, *s: torch.from_numpy(a).reshape(1, *s, EDGE, EDGE)
    return shape(tensor, contract.CHANNEL_COUNT), shape(motion, 2), shape(entity)


class Twin(unittest.TestCase):
    def test_samples(self) -> None:
        kept = json.loads((contract.ROOT / "tests" / "fixtures" / "history.json").read_text())
        dice = Sequence()
        raw = lambda: torch.tensor([(dice() - 0.4) * 2 for _ in range(contract.OUTPUT_COUNT * EDGE * EDGE)],
                                   dtype=torch.float32).reshape(1, contract.OUTPUT_COUNT, EDGE, EDGE)
        first = request(dice)
        first_raw = raw()
        second = request(dice)
        steps = ((first, first_raw), (second, raw()))
        history = None
        for k, ((tensor, motion, entity), out) in enumerate(steps):
            anchors = warp(tensor, motion, entity, history)
            for name in ("history", "fresh", "hidden"):
                found = anchors[0, contract.run(name)].reshape(-1).numpy()
                np.testing.assert_allclose(found, kept[f"{name} {k}"], rtol=1e-4, atol=1e-4, err_msg=f"{name} {k}")
            irradiance, specular, hidden = light(anchors, out)
            for name, value in (("irradiance", irradiance), ("specular", specular)):
                found = np.concatenate([value[0].permute(1, 2, 0).numpy(), np.ones((EDGE, EDGE, 1))], 2).reshape(-1)
                np.testing.assert_allclose(found, kept[f"{name} {k}"], rtol=1e-4, atol=1e-4, err_msg=f"{name} {k}")
            history = History(irradiance, hidden, depth_of(anchors), entity)


if __name__ == "__main__":
    unittest.main()
