"""Tempers a network: finds by how much its corrections should be held back, so that what it is not sure of does least
harm. In: a checkpoint (or a bundle's folder), or several of one line of training, whose weights are averaged.
Out: the same with its last layer's gains scaled, irradiance's and specular's each by the share that did best in the
held-out views, where a loss against the engine counts twice. The test views are never looked at here.

    python -m holdfast.temper --data .cache/footage --weights .cache/run/small/best.pt --out .cache/run/small/tempered.pt
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from . import contract
from .bundle import weights
from .evaluate import measure
from .network import Observer
from .train import worth

def tempered(state: dict, gain: float, gloss: float) -> dict:
    """Weights whose corrections of irradiance and of specular are these shares of what they were."""
    out = {name: value.clone() for name, value in state.items()}
    for name in ("out.weight", "out.bias"):
        # Each output has four channels, which the last step unfolds.
        out[name][:12] *= gain
        out[name][12:24] *= gloss
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=contract.ROOT / ".cache" / "footage")
    parser.add_argument("--weights", type=Path, required=True, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shares", default="1,0.8,0.6,0.4,0.2")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    states = [weights(file) for file in args.weights]
    state = states[-1]
    state["model"] = {name: sum(one["model"][name] for one in states) / len(states) for name in state["model"]}
    files = sorted(f for s in (args.data / "frames").glob("held-*") for f in s.glob("*.npz"))
    model = Observer(state["size"])
    model.eval()
    shares = [float(v) for v in args.shares.split(",")]

    def of(gain: float, gloss: float) -> tuple[float, float]:
        model.load_state_dict(tempered(state["model"], gain, gloss))
        gains = np.array([v["psnr network"] - v["psnr engine"] for v in measure(model, files, None, 2)["views"]])
        print(f"gain {gain:.2f}, gloss {gloss:.2f}: {gains.mean():+.3f} dB, worst {gains.min():+.2f}, worse in {(gains < 0).sum()} of {len(gains)}", flush=True)
        return worth(gains)

    gloss = max((of(1, share), share) for share in shares)[1]
    gain = max((of(share, gloss), share) for share in shares)[1]
    state["model"] = tempered(state["model"], gain, gloss)
    state["trained"]["tempered"] = [gain, gloss]
    torch.save(state, args.out)
    print(f"kept {gain:.2f} and {gloss:.2f}")


if __name__ == "__main__":
    main()
