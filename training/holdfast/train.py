"""Trains a network on footage; the same command resumes.

    python -m holdfast.train --data .cache/footage --run .cache/run/small --size small --steps 4000

Each step takes crops of consecutive frames, unrolls the network over them with history warped as the client warps it, and
compares what it makes of the last frames with what the path tracer found. Footage may still grow: new scenes are taken in
with every checkpoint. `best.pt` is the checkpoint that did best in the held-out views, where a loss against the engine
counts twice; the test views are never looked at here.
"""

import argparse
import csv
import time
from pathlib import Path

import numpy as np
import torch

from . import contract
from .bundle import weights
from .dataset import LEVELLED, Footage, vary
from .film import film
from .history import History, depth_of, estimate_of, warp, where_from
from .network import Observer, gloss_share, light, parameters

#: Largest light over key that a target may show, far above sun in a dark room: fireflies end here. Lower, and the network
#: would learn that bright light is too bright.
BRIGHTEST = 400.0


def picture(anchors: torch.Tensor, irradiance: torch.Tensor, specular: torch.Tensor) -> torch.Tensor:
    """Radiance over key of surfaces, without emission: what the client shows of a network's light."""
    albedo = anchors[:, contract.run("albedo")] * (1 - anchors[:, contract.run("surface")][:, 1:2])
    reflected = torch.expm1(anchors[:, contract.run("reflected")])
    share = gloss_share(anchors)
    return albedo * irradiance + reflected + (specular - reflected) * share


def target_picture(anchors: torch.Tensor, irradiance: torch.Tensor, specular: torch.Tensor) -> torch.Tensor:
    """The same of the path tracer's light, whose reflections are its own at every roughness."""
    albedo = anchors[:, contract.run("albedo")] * (1 - anchors[:, contract.run("surface")][:, 1:2])
    return albedo * irradiance + specular


def brightness(light: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
    """Light of a view over key: the geometric mean of an irradiance or a picture, [N, 1, 1, 1]."""
    mean = light.mean(1, keepdim=True)
    log = (torch.log(mean.clamp_min(1e-4)) * valid).sum((1, 2, 3), keepdim=True) / valid.sum((1, 2, 3), keepdim=True).clamp_min(1)
    return torch.exp(log).clamp(0.002, 8)


def pooled(x: torch.Tensor, valid: torch.Tensor, size: int = 4) -> tuple[torch.Tensor, torch.Tensor]:
    """Means over squares of what is valid, and how much of each is."""
    pool = torch.nn.functional.avg_pool2d
    share = pool(valid, size)
    return pool(x * valid, size) / share.clamp_min(1e-3), (share > 0.5).float() * share


def mean_of(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return (x * weight).sum() / (weight.sum() * x.shape[1]).clamp_min(1)


def apart(shown: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of display values in each crop, [N]."""
    return (((shown - wanted) ** 2) * weight).sum((1, 2, 3)) / (3 * weight.sum((1, 2, 3))).clamp_min(1)


def frame_loss(shown: torch.Tensor, made: torch.Tensor, batch: dict, k: int, anchors: torch.Tensor) -> dict[str, torch.Tensor]:
    """Losses of one frame: `shown` the picture, `made` the irradiance."""
    valid = (batch["valid"][:, k] > 0).float()
    lit = (batch["valid"][:, k] > 2).float()
    wanted = target_picture(anchors, batch["irradiance"][:, k], batch["specular"][:, k]).clamp(0, BRIGHTEST)
    light_wanted = batch["irradiance"][:, k].clamp(0, BRIGHTEST)
    # Stops apart. What is little against the view's own light counts little: a dark view is exposed for.
    estimate = estimate_of(anchors)
    level = brightness(estimate, (anchors[:, contract.run("depth")] > 0).float())
    stops_off = lambda x, y, least: (torch.log(x + least) - torch.log(y + least)).abs()
    # What is scored: decibels through the film curve at the exposure of the view, here against the engine's own, so that
    # a view that the engine has almost right is not spoilt for one that it has wrong. Neighbours together, since targets
    # have noise, and apart.
    engine = target_picture(anchors, estimate, torch.expm1(anchors[:, contract.run("reflected")]))
    emissive = torch.expm1(anchors[:, contract.run("emissive")])
    stops = (0.16 / brightness(wanted, valid)).clamp(0.25, 64)
    through = lambda x: film(((x * valid + engine.detach() * (1 - valid)) + emissive) * stops)
    views = [through(x) for x in (shown, wanted, engine)]
    gains = []
    for size in (1, 4):
        a, b, c = ([pooled(x, valid, size)[0] for x in views] if size > 1 else views)
        share = pooled(valid, valid, size)[1] if size > 1 else valid
        gains.append(0.5 * torch.log((apart(a, b, share) + FLOOR) / (apart(c, b, share) + FLOOR)))
    gain = torch.stack(gains).mean(0)
    losses = {
        "picture": mean_of(stops_off(shown, wanted, 0.1 * 0.18 * level), valid),
        "light": mean_of(stops_off(made, light_wanted, 0.1 * level), lit),
        "score": gain.mean(),
        "worse": torch.relu(gain).mean(),
    }
    # Mean colour of each entity, so that no body drifts as a whole.
    entity = batch["entity"][:, k]
    total = torch.zeros(())
    count = 0
    for n in range(entity.shape[0]):
        for one in torch.unique(entity[n]).tolist()[:8]:
            mask = (entity[n] == one)[None].float() * valid[n]
            if mask.sum() < 60:
                continue
            p = (shown[n] * mask).sum((1, 2)) / mask.sum()
            q = (wanted[n] * mask).sum((1, 2)) / mask.sum()
            total = total + ((p - q).abs() / (p.detach() + q + 0.02)).mean()
            count += 1
    losses["entity"] = total / max(1, count)
    return losses


#: Squared difference of display values that is as good as none: 38 dB.
FLOOR = 1.6e-4
WEIGHTS = {"picture": 0.3, "light": 0.15, "score": 1.0, "worse": 1.5, "entity": 0.15, "change": 1.0, "gain": 0.1}


def unroll(model: Observer, batch: dict, dice: np.random.Generator | None) -> tuple[torch.Tensor, dict[str, float]]:
    """Runs a batch of crops through time. `dice` disturbs history; None leaves it."""
    history: History | None = None
    losses: dict[str, list[torch.Tensor]] = {}
    before: tuple | None = None
    steps = batch["anchors"].shape[1]
    for k in range(steps):
        given, motion, entity = batch["anchors"][:, k], batch["motion"][:, k], batch["entity"][:, k]
        if history is not None and dice is not None:
            chance = dice.random()
            if chance < 0.10:
                history = None
            elif chance < 0.20:
                # As if the engine had shown this all along.
                history = History(estimate_of(batch["anchors"][:, k - 1]), torch.zeros_like(history.hidden), history.depth, history.entity)
            elif chance < 0.40:
                wild = torch.from_numpy(dice.normal(0, 0.25, history.irradiance.shape[:2]).astype(np.float32))[:, :, None, None]
                grain = torch.from_numpy(dice.normal(0, 0.12, history.irradiance.shape).astype(np.float32))
                history = History(history.irradiance * torch.exp(wild + grain), history.hidden, history.depth, history.entity)
        anchors = warp(given, motion, entity, history)
        out = model(anchors, batch["look"][:, k])
        irradiance, specular, hidden = light(anchors, out)
        # What is not asked for stays the engine's.
        losses.setdefault("gain", []).append((out[:, :6] ** 2).mean())
        shown = picture(anchors, irradiance, specular)
        traced = bool((batch["valid"][:, k] > 0).any())
        if traced:
            for name, value in frame_loss(shown, irradiance, batch, k, anchors).items():
                losses.setdefault(name, []).append(value)
            if before is not None:
                # Change from frame to frame, where the same surface is seen in both.
                fx, fy, known = where_from(anchors, motion, entity, before[0])
                from .history import _sample

                wanted = batch["irradiance"][:, k].clamp(0, BRIGHTEST)
                last = _sample(torch.cat([before[1], before[2], before[3]], 1), fx, fy)
                valid = known[:, None].float() * (batch["valid"][:, k] > 2) * (last[:, 6:7] > 2.99)
                scale = irradiance.detach().mean((1, 2, 3), keepdim=True) + 0.02
                ours, share = pooled((irradiance - last[:, :3]) / scale, valid)
                theirs, _ = pooled((wanted - last[:, 3:6]) / scale, valid)
                losses.setdefault("change", []).append(mean_of((ours - theirs).clamp(-1, 1).abs(), share))
        history = History(irradiance, hidden, depth_of(given), entity)
        before = (history, irradiance, batch["irradiance"][:, k].clamp(0, BRIGHTEST), batch["valid"][:, k]) if traced else None
    means = {name: torch.stack(values).mean() for name, values in losses.items()}
    total = sum(WEIGHTS[name] * value for name, value in means.items())
    return total, {name: float(value.detach()) for name, value in means.items()}


def worth(gains: np.ndarray) -> float:
    """What gains in views are worth, dB: losses count twice."""
    return float(np.where(gains < 0, 2 * gains, gains).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=contract.ROOT / ".cache" / "footage")
    parser.add_argument("--run", type=Path, default=contract.ROOT / ".cache" / "run" / "small")
    parser.add_argument("--size", default="small")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--crop", default="128x80")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="reached after --warm steps, then down a cosine")
    parser.add_argument("--decay", type=float, default=0.02, help="of weights")
    parser.add_argument("--warm", type=int, default=150)
    parser.add_argument("--judge", type=int, default=500, help="steps between two looks at the held-out views; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=float, default=120, help="seconds between checkpoints")
    parser.add_argument("--look", action="store_true", help="learn from the look vector too: wants hundreds of looks")
    parser.add_argument("--levelled", type=float, default=LEVELLED, help="share of each shot's own level that targets are without")
    parser.add_argument("--start", type=Path, help="weights to begin with: a checkpoint, or a bundle's folder, of the same size")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    model = Observer(args.size).to(memory_format=torch.channels_last)
    # A bias learnt from a few dozen looks goes wild in any other.
    model.look.requires_grad_(args.look)
    steady = Observer(args.size)
    steady.load_state_dict(model.state_dict())
    steady.eval()
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=args.rate, betas=(0.9, 0.99), weight_decay=args.decay)
    step = 0
    best = -1e9
    file = args.run / "checkpoint.pt"
    if file.exists():
        state = torch.load(file, map_location="cpu", weights_only=True)
        model.load_state_dict(state["raw"])
        steady.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step = state["step"]
        best = state["best"]
    elif args.start:
        state = weights(args.start)
        model.load_state_dict(state["model"])
        steady.load_state_dict(state["model"])
    footage = Footage(args.data / "frames", "train-", args.levelled)
    width, height = (int(v) for v in args.crop.split("x"))
    dice = np.random.default_rng(args.seed * 1_000_003 + step)
    print(f"{args.size}: {parameters(model)} parameters, step {step}, {footage.refresh()} shots", flush=True)
    saved = looked = time.monotonic()
    sums: dict[str, float] = {}
    counted = 0

    def save(file: Path = file) -> None:
        trained = {"on": f"{len(footage.known)} scenes, {len(footage.shots)} shots of Corner Street, Stage and rooms of the kit",
                   "steps": step, "seed": args.seed, "batch": args.batch, "crop": args.crop, "rate": args.rate}
        state = {"raw": model.state_dict(), "model": steady.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                 "best": best, "size": args.size, "trained": trained, "scores": {}}
        torch.save(state, file.with_suffix(".tmp"))
        file.with_suffix(".tmp").rename(file)

    def judge() -> None:
        nonlocal best
        from .evaluate import measure

        files = sorted(f for s in (args.data / "frames").glob("held-*") for f in s.glob("*.npz"))
        if not files:
            return
        views = measure(steady, files, None, 2)["views"]
        gains = np.array([v["psnr network"] - v["psnr engine"] for v in views])
        print(f"{step}: held-out {gains.mean():+.3f} dB, worst {gains.min():+.2f}, worse in {(gains < 0).sum()} of {len(gains)}", flush=True)
        with (args.run / "held.csv").open("a") as log:
            csv.writer(log).writerow([step, round(float(gains.mean()), 4), round(float(gains.min()), 3), int((gains < 0).sum())])
        if worth(gains) > best:
            best = worth(gains)
            save(args.run / "best.pt")

    while step < args.steps:
        while len(footage.shots) < 4:
            time.sleep(10)
            footage.refresh()
        for group in optimiser.param_groups:
            done = max(0, step - args.warm) / max(1, args.steps - args.warm)
            group["lr"] = args.rate * min(1, (step + 1) / args.warm) * (0.01 + 0.99 * 0.5 * (1 + float(np.cos(np.pi * done))))
        frames = int(dice.choice([1, 2, 6], p=[0.4, 0.45, 0.15]))
        batch = footage.batch(dice, args.batch if frames < 6 else max(1, args.batch // 2), height, width, frames)
        total, parts = unroll(model, vary(batch, dice), dice)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        if torch.isfinite(norm):
            optimiser.step()
        step += 1
        keep = min(0.995, step / (step + 20))
        with torch.no_grad():
            for a, b in zip(steady.parameters(), model.parameters()):
                a.lerp_(b, 1 - keep)
        for name, value in {"total": float(total.detach()), **parts}.items():
            sums[name] = sums.get(name, 0) + value
        counted += 1
        if step % 50 == 0:
            row = {name: round(value / counted, 5) for name, value in sums.items()}
            print(step, row, f"{len(footage.shots)} shots, {(time.monotonic() - looked):.0f} s", flush=True)
            with (args.run / "loss.csv").open("a") as log:
                csv.writer(log).writerow([step, *(row.get(n, "") for n in ("total", *WEIGHTS)), len(footage.shots)])
            sums, counted = {}, 0
            looked = time.monotonic()
        if args.judge and step % args.judge == 0:
            judge()
        if time.monotonic() - saved > args.every:
            save()
            footage.refresh()
            saved = time.monotonic()
    judge()
    save()


if __name__ == "__main__":
    main()
