"""A bundle that was written is read back as the weights that its graphs hold."""

import tempfile
import unittest
from pathlib import Path

import torch

from holdfast.bundle import weights, write
from holdfast.network import Observer


class Back(unittest.TestCase):
    def test_weights(self) -> None:
        torch.manual_seed(3)
        model = Observer("small")
        torch.nn.init.normal_(model.out.weight, std=0.1)
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), "one", "One", "small", model, [(32, 16)], {"steps": 7}, {})
            read = weights(Path(folder))
        self.assertEqual((read["size"], read["trained"]["steps"]), ("small", 7))
        own = model.state_dict()
        self.assertEqual(read["model"].keys(), own.keys())
        for name, tensor in own.items():
            # Weights are kept as half floats, few and small ones as they are.
            torch.testing.assert_close(read["model"][name], tensor, rtol=1e-3, atol=1e-4)


if __name__ == "__main__":
    unittest.main()
