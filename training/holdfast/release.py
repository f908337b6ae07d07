"""Makes a bundle that may be shipped: graphs, manifest with its scores, and report.md. In: a checkpoint and the scores
that holdfast.evaluate found for it. It refuses a network that is not better than the engine in the mean of held-out views.

A bundle that is shipped already (--weights is its folder) keeps its graphs, and gets the scores that were found anew: the
engine's light may have been mended since.

    python -m holdfast.release --weights RUN/checkpoint.pt --scores RUN/held/scores.json --out ../assets/models/small \\
        --sizes 256x144,256x112,192x112 --notes RUN/notes.md
"""

import argparse
import json
from pathlib import Path

import torch

from . import contract
from .bundle import weights, write
from .network import Observer, parameters


def table(views: list[dict]) -> str:
    """Every view as a row."""
    rows = ["| view | hour | PSNR engine | network | gain | SSIM engine | network | colour off, engine | network |",
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|"]
    for v in sorted(views, key=lambda v: v["psnr network"] - v["psnr engine"]):
        rows.append(f"| {v['view']} | {v['time']:.2f} | {v['psnr engine']:.2f} | {v['psnr network']:.2f} | {v['psnr network'] - v['psnr engine']:+.2f} "
                    f"| {v['ssim engine']:.3f} | {v['ssim network']:.3f} | {v['entity engine']:.4f} | {v['entity network']:.4f} |")
    return "\n".join(rows)


def steadiness(mean: dict) -> str:
    """How far the same surfaces stay as they are from frame to frame."""
    parts = [f"{mean[f'steady {kind} engine']:.1f} dB for the engine and {mean[f'steady {kind} network']:.1f} dB with the network where the camera {what}"
             for kind, what in (("still", "stands still"), ("moving", "moves")) if f"steady {kind} engine" in mean]
    if not parts:
        return ""
    return f"**Steadiness** (film-curve PSNR of the last frame against the one before, surface by surface; 90 dB means no change at all): {'; '.join(parts)}.\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="a checkpoint, or the folder of a bundle")
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--sizes", default="256x144,256x112,192x112")
    parser.add_argument("--notes", type=Path, help="what else the report should say, Markdown")
    args = parser.parse_args()
    state = weights(args.weights)
    result = json.loads(args.scores.read_text())
    mean = result["mean"]
    if mean["gain"] <= 0:
        raise SystemExit(f"not shipped: {mean['gain']:+.2f} dB against the engine in the mean of {mean['views']} views")
    size = state["size"]
    model = Observer(size)
    model.load_state_dict(state["model"])
    sizes = [tuple(int(v) for v in one.split("x")) for one in args.sizes.split(",")]
    scores = {
        "psnr": round(mean["psnr network"], 3), "psnr engine": round(mean["psnr engine"], 3), "gain": round(mean["gain"], 3),
        "worst gain": round(mean["worst gain"], 3), "ssim": round(mean["ssim network"], 4), "ssim engine": round(mean["ssim engine"], 4),
        "views": mean["views"], "views worse": mean["views worse"],
    }
    if args.weights.is_dir():
        manifest = json.loads((args.weights / "manifest.json").read_text()) | {"scores": scores}
        sizes = [(graph["size"]["width"], graph["size"]["height"]) for graph in manifest["graphs"]]
        (args.weights / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        args.out = args.weights
    else:
        manifest = write(args.out, size, size.capitalize(), size, model, sizes, state["trained"], scores)
    trained = state["trained"]
    notes = args.notes.read_text().strip() if args.notes else ""
    report = f"""# {size.capitalize()}: what this network was trained on, and what it is worth

{parameters(model)} parameters, contract {contract.CONTRACT}, {manifest["cost"]:.2f} billion multiply-adds for a million pixels. Weights are stored as half floats; graphs for {", ".join(f"{w} × {h}" for w, h in sizes)}. Licence: Apache-2.0; everything it has seen is this project's own (assets CC0).

**Trained** for {trained["steps"]} steps (seed {trained["seed"]}, {trained["batch"]} crops of {trained["crop"]}, rate {trained["rate"]}) on {trained["on"]}.

**Held-out views** ({mean["views"]}): film-curve PSNR {mean["psnr engine"]:.2f} dB for the engine's own picture, **{mean["psnr network"]:.2f} dB** with the network ({mean["gain"]:+.2f} dB in the mean; worst view {mean["worst gain"]:+.2f} dB; worse than the engine in {mean["views worse"]} of {mean["views"]}). SSIM {mean["ssim engine"]:.3f} → {mean["ssim network"]:.3f}. Mean colour of a body off by {mean["entity engine"]:.4f} → {mean["entity network"]:.4f} (0…1, display values). Only pixels where the client and the path tracer see the same surface count; sky and lamps, which are the same on both sides, do not.

{steadiness(mean)}
{notes}

## Every held-out view, worst gain first

{table(result["views"])}
"""
    (args.out / "report.md").write_text(report)
    print({**scores, "bytes": sum(g["bytes"] for g in manifest["graphs"])})


if __name__ == "__main__":
    main()
