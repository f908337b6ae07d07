"""Checks that engine and path tracer mean the same by light: sun, sky and lamps one at a time, without bounces, compared
with the anchors where nothing is in the way.

    python -m holdfast.energy --data .cache/footage --scene held-street-0001 --frame 5
"""

import argparse
import json
from pathlib import Path

import numpy as np

from . import contract, frames, trace


def ratio(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> str:
    """Median and quartiles of a / b by luminance."""
    luma = np.array([0.2126, 0.7152, 0.0722])
    x, y = a[where] @ luma, b[where] @ luma
    good = (x > 1e-5) & (y > 1e-5)
    if good.sum() < 50:
        return "too few pixels"
    q = np.percentile(y[good] / x[good], [25, 50, 75])
    return f"{q[1]:.3f} (quartiles {q[0]:.3f} {q[2]:.3f}, {good.sum()} pixels, sums {y[good].sum() / x[good].sum():.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=contract.ROOT / ".cache" / "footage")
    parser.add_argument("--scene", required=True)
    parser.add_argument("--frame", type=int, action="append", required=True)
    parser.add_argument("--samples", type=int, default=32)
    args = parser.parse_args()
    from .tracer import Tracer

    folder = args.data / "raw" / args.scene
    scene = json.loads((folder / "scene.json").read_text())
    tracer = Tracer(args.data / "models", args.samples, 0)
    tracer.scene.cycles.max_bounces = 0
    background = tracer.scene.world.node_tree.nodes["Background"].inputs["Strength"]
    for number in args.frame:
        item = scene["frames"][number]
        light = scene["lights"][item["light"]]
        frame = frames.read_raw(folder / item["file"], item["width"], item["height"])
        dark = {**item["standing"], "lamps": []}
        none = {**light, "illuminance": [0, 0, 0]}
        background.default_value = 0
        if max(light["illuminance"]) > 1:
            tracer.stage(scene["plan"]["set"], dark, light)
            passes = tracer.shoot(item["pose"], item["width"], item["height"])
            same = trace.targets_of(frame, passes)["valid"] > 2
            lamps = len(item["standing"]["lamps"])
            print(f"frame {number}: sun, tracer over engine ({lamps} lamps burn in the engine's)", ratio(frame["direct"], passes["direct"], same))
        background.default_value = 1
        tracer.stage(scene["plan"]["set"], dark, none)
        passes = tracer.shoot(item["pose"], item["width"], item["height"])
        same = trace.targets_of(frame, passes)["valid"] > 2
        up = passes["normal"][..., 1] > 0.8
        print(f"frame {number}: sky, tracer over engine's by normal, facing up", ratio(frame["sky"], passes["direct"], same & up))
        background.default_value = 0
        if item["standing"]["lamps"]:
            tracer.stage(scene["plan"]["set"], item["standing"], none)
            passes = tracer.shoot(item["pose"], item["width"], item["height"])
            same = trace.targets_of(frame, passes)["valid"] > 2
            print(f"frame {number}: lamps, tracer over engine", ratio(frame["direct"], passes["direct"], same))
            near = same & (frame["direct"].max(-1) > np.percentile(frame["direct"].max(-1)[same], 90))
            print(f"frame {number}: lamps, tenth of pixels that they light most", ratio(frame["direct"], passes["direct"], near))


if __name__ == "__main__":
    main()
