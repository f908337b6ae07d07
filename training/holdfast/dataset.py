"""Footage in memory, and crops of it as the network takes them. In: `frames/<scene>/<shot>.npz`. Out: for a crop of
consecutive frames: anchors [T, C, H, W] (history, fresh and hidden empty), motion, entity, look, and targets."""

import json
from pathlib import Path

import numpy as np
import torch

from . import contract, frames
from .history import SKY


def identity_codes(entity: np.ndarray) -> np.ndarray:
    """shared/anchors/contract.ts identityCode: [H, W, 2]."""
    i = entity.astype(np.uint64)
    mask = np.uint64(0xFFFFFFFF)
    h = ((i ^ (i >> np.uint64(16))) * np.uint64(0x7FEB352D)) & mask
    h = ((h ^ (h >> np.uint64(15))) * np.uint64(0x846CA68B)) & mask
    h ^= h >> np.uint64(16)
    pair = np.stack([(h & np.uint64(0xFFFF)).astype(np.float32), (h >> np.uint64(16)).astype(np.float32)], -1) / 32767.5 - 1
    return np.where(entity[..., None] == 0, 0, pair).astype(np.float32)


def tensor_of(frame: dict[str, np.ndarray]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Anchors [C, H, W], motion [2, H, W] and entity [H, W] of an unpacked frame: shared/anchors/twin.ts planesOf."""
    h, w = frame["entity"].shape
    out = np.zeros((contract.CHANNEL_COUNT, h, w), np.float32)
    for name in ("albedo", "normal", "depth", "surface"):
        out[contract.run(name)] = np.moveaxis(frame[name], -1, 0)
    for name in frames.LIGHT:
        out[contract.run(name)] = np.log1p(np.maximum(np.moveaxis(frame[name], -1, 0), 0))
    hit = frame["depth"][..., 0] > 0
    out[contract.run("identity")] = np.moveaxis(identity_codes(np.where(hit, frame["entity"], 0)), -1, 0)
    out[contract.run("fresh")] = 1
    motion = np.stack([-frame["motion"][..., 0], frame["motion"][..., 1]])
    entity = np.where(hit, frame["entity"], SKY)
    return torch.from_numpy(out), torch.from_numpy(motion.astype(np.float32)), torch.from_numpy(entity.astype(np.int64))


class Shot:
    """A shot in memory, as compact as on disk."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as stored:
            self.arrays = {name: stored[name] for name in stored.files if name != "about"}
            self.about = json.loads(bytes(stored["about"]))
        self.file = file
        self.count = len(self.about["frames"])
        self.height, self.width = self.arrays["0.entity"].shape
        #: Set where it is trained on: see `levels`.
        self.level = (0.0, 0.0)
        self.traced = [k for k in range(self.count) if f"{k}.target.valid" in self.arrays]

    def frame(self, k: int, y: int = 0, x: int = 0, height: int = 0, width: int = 0) -> dict[str, np.ndarray]:
        """Frame `k`, or a crop of it."""
        height = height or self.height
        width = width or self.width
        part = {name: a[y:y + height, x:x + width] for name, a in self.arrays.items() if name.startswith(f"{k}.")}
        return frames.unpack(part, k)

    def look(self, k: int) -> torch.Tensor:
        """The look vector of frame `k`."""
        return torch.tensor(self.about["frames"][k]["look"], dtype=torch.float32)


#: How far the engine's light may be off as a whole in a shot that is trained on. Beyond it, the engine's estimate is of
#: something else, and a network that learns to mend it there spoils it everywhere else that looks the same.
FAIR = (0.4, 2.5)


#: Share of a shot's own difference in level between tracer and engine that is taken out of its targets; what all have in
#: common stays. With some fifty lights 0.8 was needed, since what is peculiar to each was learnt by heart; with a hundred
#: and thirty levels hold in views that nobody has seen.
LEVELLED = 0.3


def levels(shot: Shot) -> tuple[float, float]:
    """The tracer's light over the engine's in a shot's last frame, of irradiance and of specular: logarithms of means that
    are geometric, so that neither sunbeams nor highlights are all of it."""
    frame = shot.frame(shot.traced[-1])
    lit = frame["valid"][..., 0] > 2
    if not lit.any():
        return 0.0, 0.0
    mean = lambda x, least: float(np.log(np.maximum(x[lit].mean(-1), least)).mean())
    of = lambda name: frame.get(f"clean {name}", frame[name])
    return (mean(of("irradiance"), 1e-4) - mean(frame["direct"] + frame["memory"], 1e-4),
            mean(of("specular"), 1e-4) - mean(frame["reflected"], 1e-4))


class Footage:
    """All training shots that have been traced so far; `refresh` takes in what is new."""

    def __init__(self, folder: Path, only: str, levelled: float = LEVELLED) -> None:
        self.levelled = levelled
        self.folder = folder
        self.only = only
        self.known: set[str] = set()
        self.shots: list[Shot] = []
        #: Of all shots together what `levels` is of each.
        self.level = np.zeros(2)

    def refresh(self) -> int:
        """Takes in new scenes; how many shots there are."""
        for scene in sorted(self.folder.iterdir()) if self.folder.exists() else []:
            if scene.name.startswith(".") or not scene.name.startswith(self.only) or scene.name in self.known:
                continue
            self.known.add(scene.name)
            for file in sorted(scene.glob("*.npz")):
                shot = Shot(file)
                if not shot.traced:
                    continue
                # A camera inside something shows what no path tracer does.
                good = [np.mean(shot.arrays[f"{k}.target.valid"] > 0) for k in shot.traced]
                sky = np.mean(shot.arrays[f"{shot.traced[-1]}.depth"] <= 0)
                shot.level = levels(shot)
                if FAIR[0] < np.exp(shot.level[0]) < FAIR[1] and min(good) > 0.75 * (1 - sky) and sky < 0.9:
                    self.shots.append(shot)
        if self.shots:
            self.level = np.mean([shot.level for shot in self.shots], 0)
        return len(self.shots)

    def batch(self, dice: np.random.Generator, size: int, height: int, width: int, unroll: int) -> dict[str, torch.Tensor]:
        """Crops of `unroll` frames that end with the last traced one: [N, T, ...]; targets of those that have them."""
        out: dict[str, list] = {}
        for _ in range(size):
            shot = self.shots[dice.integers(len(self.shots))]
            h, w = min(height, shot.height), min(width, shot.width)
            y = int(dice.integers((shot.height - h) // 2 + 1)) * 2
            x = int(dice.integers((shot.width - w) // 2 + 1)) * 2
            first = max(0, shot.traced[-1] - unroll + 1)
            steps: dict[str, list] = {}
            for k in range(first, shot.traced[-1] + 1):
                frame = shot.frame(k, y, x, h, w)
                anchors, motion, entity = tensor_of(frame)
                steps.setdefault("anchors", []).append(anchors)
                steps.setdefault("motion", []).append(motion)
                steps.setdefault("entity", []).append(entity)
                steps.setdefault("look", []).append(shot.look(k))
                traced = "irradiance" in frame
                for n, name in enumerate(("irradiance", "specular")):
                    value = np.moveaxis(frame.get(f"clean {name}", frame[name]), -1, 0) if traced else np.zeros((3, h, w), np.float32)
                    value = value * np.float32(np.exp(self.levelled * (self.level[n] - shot.level[n])))
                    steps.setdefault(name, []).append(torch.from_numpy(np.ascontiguousarray(value)))
                valid = frame["valid"][..., 0] if traced else np.zeros((h, w), np.float32)
                steps.setdefault("valid", []).append(torch.from_numpy(np.ascontiguousarray(valid))[None])
            for name, values in steps.items():
                out.setdefault(name, []).append(torch.stack(values))
        return {name: torch.stack(values) for name, values in out.items()}


#: Paints that bodies are given at random.
PAINTS = 1021


def vary(batch: dict[str, torch.Tensor], dice: np.random.Generator) -> dict[str, torch.Tensor]:
    """The same crops otherwise lit and seen, in place of many more scenes. Light is linear: all of it, in anchors and
    targets, may be stronger, weaker or of another colour; red, green and blue may change places, surfaces and all.
    Bodies may be darker, lighter or of another colour, since a surface's light hardly depends on its own. The picture may
    be mirrored. Bodies may have other numbers."""
    n = batch["anchors"].shape[0]
    anchors = batch["anchors"].clone()
    out = {**batch, "anchors": anchors}
    level = dice.normal(0, 0.8, (n, 1)) + dice.normal(0, 0.2, (n, 3))
    factor = torch.from_numpy(np.exp(level).astype(np.float32)).view(n, 1, 3, 1, 1)
    for name in frames.LIGHT:
        run = contract.run(name)
        anchors[:, :, run] = torch.log1p(torch.expm1(anchors[:, :, run]) * factor)
    for name in ("irradiance", "specular"):
        out[name] = batch[name] * factor
    if dice.random() < 0.5:
        order = torch.from_numpy(dice.permutation(3))
        for name in ("albedo", *frames.LIGHT):
            anchors[:, :, contract.run(name)] = anchors[:, :, contract.run(name)][:, :, order]
        for name in ("irradiance", "specular"):
            out[name] = out[name][:, :, order]
    run = contract.run("albedo")
    dull = 1 - anchors[:, :, contract.run("surface")][:, :, 1:2]
    for k in range(n):
        if dice.random() < 0.4:
            continue
        paint = np.exp(dice.normal(0, 0.5, (PAINTS, 1)) + dice.normal(0, 0.15, (PAINTS, 3))).astype(np.float32)
        other = torch.from_numpy(paint)[batch["entity"][k] % PAINTS].permute(0, 3, 1, 2)
        anchors[k, :, run] = (anchors[k, :, run] * (1 + (other - 1) * dull[k])).clamp_max(0.95)
    codes = contract.run("identity")
    for k in range(n):
        other = torch.from_numpy(dice.choice([-1.0, 1.0], (2, 1, 1)).astype(np.float32))
        anchors[k, :, codes] = (anchors[k, :, codes].flip(1) if dice.random() < 0.5 else anchors[k, :, codes]) * other
    if dice.random() < 0.5:
        for name in ("anchors", "motion", "entity", "irradiance", "specular", "valid"):
            out[name] = out[name].flip(-1)
        out["anchors"][:, :, contract.run("normal").start] *= -1
        out["motion"] = out["motion"] * torch.tensor([-1.0, 1.0]).view(1, 1, 2, 1, 1)
        out["look"] = out["look"] * torch.tensor([-1.0] + [1.0] * (contract.LOOK_COUNT - 1))
    return out
