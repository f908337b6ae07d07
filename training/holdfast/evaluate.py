"""Measures a network on held-out views against the path tracer. In: footage whose names begin with `held`, weights. Out:
a table of film-curve PSNR and SSIM, engine against network, for each view; colour of each entity; how steady the picture is
from frame to frame; contact sheets.

    python -m holdfast.evaluate --data .cache/footage --weights .cache/run/small/checkpoint.pt --out .cache/run/small/held

Only pixels where anchors and tracer see the same surface count: the sky and what glows is the same on both sides.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import contract
from .bundle import weights
from .dataset import Shot, tensor_of
from .film import film
from .history import History, _sample, depth_of, estimate_of, warp, where_from
from .network import Observer, light
from .train import picture, target_picture


def psnr(a: torch.Tensor, b: torch.Tensor, weight: torch.Tensor) -> float:
    """dB of two pictures 0..1 over weighted pixels."""
    error = (((a - b) ** 2) * weight).sum() / (weight.sum() * 3).clamp_min(1)
    return float(-10 * torch.log10(error.clamp_min(1e-10)))


def ssim(a: torch.Tensor, b: torch.Tensor) -> float:
    """Mean structural similarity of luma, 8-pixel squares (Gaussian 11, sigma 1.5)."""
    luma = torch.tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)
    x, y = (a * luma).sum(1, keepdim=True), (b * luma).sum(1, keepdim=True)
    k = torch.exp(-((torch.arange(11) - 5.0) ** 2) / (2 * 1.5**2))
    k = (k / k.sum())
    k = (k[:, None] * k[None])[None, None]
    blur = lambda v: torch.nn.functional.conv2d(v, k)
    mx, my = blur(x), blur(y)
    vx, vy, cov = blur(x * x) - mx * mx, blur(y * y) - my * my, blur(x * y) - mx * my
    c1, c2 = 0.01**2, 0.03**2
    return float((((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))).mean())


@torch.no_grad()
def run(model: Observer | None, shot: Shot, until: int, warm: int = 99) -> tuple[torch.Tensor, torch.Tensor, list[tuple]]:
    """Unrolls a shot over the `warm` frames before. The picture of frame `until`, its anchors, and of every frame picture, anchors, motion and entity.
    Without a model: the engine's."""
    history: History | None = None
    shown: list[tuple] = []
    anchors = torch.zeros(0)
    for k in range(max(0, until - warm), until + 1):
        given, motion, entity = (t[None] for t in tensor_of(shot.frame(k)))
        anchors = warp(given, motion, entity, history)
        out = model(anchors, shot.look(k)[None]) if model else torch.zeros(1, contract.OUTPUT_COUNT, *anchors.shape[2:])
        irradiance, specular, hidden = light(anchors, out)
        shown.append((picture(anchors, irradiance, specular), anchors, motion, entity))
        history = History(irradiance, hidden, depth_of(given), entity)
    return shown[-1][0], anchors, shown


def unsteady(shown: list[tuple], gain: float) -> float:
    """Mean squared change of display values of the same surfaces between the last two frames."""
    (then, before, _, who), (now, anchors, motion, entity) = shown[-2:]
    toned = lambda x, a: film((x + torch.expm1(a[:, contract.run("emissive")])) * gain)
    past = History(then, then, depth_of(before), who)
    fx, fy, known = where_from(anchors, motion, entity, past)
    off = (toned(now, anchors) - _sample(toned(then, before), fx, fy)) ** 2
    weight = known[:, None].float()
    return float((off * weight).sum() / (3 * weight.sum()).clamp_min(1))


def colours(a: torch.Tensor, entity: torch.Tensor, valid: torch.Tensor) -> dict[int, torch.Tensor]:
    """Mean colour of each entity that fills at least 80 pixels."""
    out = {}
    for one in torch.unique(entity).tolist():
        mask = (entity == one).float() * valid[:, 0]
        if mask.sum() >= 80 and one != 0:
            out[one] = (a * mask[:, None]).sum((0, 2, 3)) / mask.sum()
    return out


def measure(model: Observer, files: list[Path], sheet: Path | None, warm: int = 99) -> dict:
    """Scores of all views, history warmed over `warm` frames."""
    from PIL import Image

    views = []
    rows = []
    for file in files:
        shot = Shot(file)
        k = shot.traced[-1]
        ours, anchors, all_ours = run(model, shot, k, warm)
        # The engine has no history.
        engine, _, all_engine = run(None, shot, k, 1)
        frame = shot.frame(k)
        pick = lambda name: f"clean {name}" if f"clean {name}" in frame else name
        three = lambda name: torch.from_numpy(np.ascontiguousarray(np.moveaxis(frame[name], -1, 0)))[None]
        valid = (torch.from_numpy(frame["valid"][..., 0])[None, None] > 0).float()
        glow = torch.expm1(anchors[:, contract.run("emissive")])
        wanted = target_picture(anchors, three(pick("irradiance")), three(pick("specular")))
        # Where the two do not see the same, both are shown the engine. Whole stops that expose for the view, as an
        # operator would: the tracer's middle grey.
        luma = (wanted * torch.tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)).sum(1, keepdim=True)
        grey = float(torch.exp((torch.log(luma.clamp_min(1e-4)) * valid).sum() / valid.sum().clamp_min(1)))
        stops = int(np.clip(round(np.log2(0.16 / grey)), -2, 6))
        gain = 2.0**stops
        whole = lambda x: film(((x * valid + engine * (1 - valid)) + glow) * gain)
        a, b, t = whole(engine), whole(ours), whole(wanted)
        entity = torch.from_numpy(np.where(frame["depth"][..., 0] > 0, frame["entity"], 0))[None]
        want = colours(t, entity, valid)
        apart = lambda x: float(np.mean([float((colours(x, entity, valid)[e] - want[e]).abs().mean()) for e in want])) if want else 0.0
        still = float(np.abs(frame["motion"]).max()) < 0.02
        views.append({
            "view": f"{file.parent.name}/{file.stem}", "time": shot.about["look"]["time"], "stops": stops, "valid": float(valid.mean()),
            "psnr engine": psnr(a, t, valid), "psnr network": psnr(b, t, valid),
            "ssim engine": ssim(a, t), "ssim network": ssim(b, t),
            "entity engine": apart(a), "entity network": apart(b),
            "still": still, "change engine": unsteady(all_engine, gain), "change network": unsteady(all_ours, gain),
        })
        strip = torch.cat([a, b, t], 3)[0].permute(1, 2, 0).numpy()
        rows.append((np.clip(strip, 0, 1) * 255).astype(np.uint8))
    if sheet and rows:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        wide = max(row.shape[1] for row in rows)
        Image.fromarray(np.concatenate([np.pad(row, ((0, 0), (0, wide - row.shape[1]), (0, 0))) for row in rows], 0)).save(sheet)
    keys = ("psnr engine", "psnr network", "ssim engine", "ssim network", "entity engine", "entity network")
    mean = {key: float(np.mean([v[key] for v in views])) for key in keys}
    gains = [v["psnr network"] - v["psnr engine"] for v in views]
    # Decibels of steadiness, of the mean change: a view without any would have endlessly many.
    for kind in (True, False):
        of = [v for v in views if v["still"] == kind]
        if of:
            name = "still" if kind else "moving"
            mean |= {f"steady {name} {who}": round(float(-10 * np.log10(np.mean([v[f"change {who}"] for v in of]) + 1e-9)), 2) for who in ("engine", "network")}
    mean |= {"views": len(views), "gain": float(np.mean(gains)), "worst gain": float(np.min(gains)), "views worse": int(sum(g < 0 for g in gains))}
    return {"mean": mean, "views": views}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=contract.ROOT / ".cache" / "footage")
    parser.add_argument("--only", default="held")
    parser.add_argument("--weights", type=Path, help="a checkpoint or a bundle's folder; without it: an untrained network, which must equal the engine")
    parser.add_argument("--size", default="small")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    model = Observer(args.size)
    if args.weights:
        model.load_state_dict(weights(args.weights)["model"])
    model.eval()
    files = sorted(f for s in (args.data / "frames").glob(f"{args.only}*") for f in s.glob("*.npz"))
    result = measure(model, files, args.out / "sheet.png")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "scores.json").write_text(json.dumps(result, indent=1))
    for v in result["views"]:
        print(f"{v['view']:28} {v['time']:5.2f} h  {v['psnr engine']:6.2f} -> {v['psnr network']:6.2f} dB   ssim {v['ssim engine']:.3f} -> {v['ssim network']:.3f}")
    print({k: round(v, 4) for k, v in result["mean"].items()})


if __name__ == "__main__":
    main()
