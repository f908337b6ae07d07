"""Path-traces what was shot. In: `raw/<scene>` of training/footage/shoot.ts. Out: `frames/<scene>/<shot>.npz`, anchors
and targets together, and `report.json` with how well both agree. The raw scene is then taken away. May be stopped at any
time; a scene half traced is begun again.

Targets do not depend on the engine's light. When that is mended, `frames` is moved to `known` and the same seeds are shot
again: a frame that `known` has from the same place, in the same look, with the same depths, bodies and colours, takes its target from
there. With --married nothing is traced, and a frame that `known` has not, or not alike, is left without a target.

    python -m holdfast.trace --data .cache/footage --samples 8          # goes on until --idle minutes without a scene
    python -m holdfast.trace --data .cache/footage --samples 256 --only held
    python -m holdfast.trace --data .cache/footage --married --only train
"""

import argparse
import json
import shutil
import time
from pathlib import Path

import numpy as np

from . import contract, frames


def agreement(frame: dict, passes: dict) -> dict:
    """How far anchors and passes see the same: medians over pixels that both hit."""
    near = frame["depth"][..., 0]
    hit = near > 0
    there = passes["depth"] < 1e6
    both = hit & there
    if both.sum() < 64:
        return {"both": float(both.mean()), "hit": float((hit == there).mean()), "depth": 1.0, "normal": 0.0, "albedo": 1.0}
    depth = contract.NEAR / np.maximum(near, 1e-6)
    off = np.abs(depth - passes["depth"]) / np.minimum(depth, passes["depth"])
    cosine = (frame["normal"] * passes["normal"]).sum(-1)
    dull = frame["albedo"] * (1 - frame["surface"][..., 1:2])
    colour = np.abs(dull - passes["albedo"]).max(-1)
    return {
        "both": float(both.mean()),
        "hit": float((hit == there).mean()),
        "depth": float(np.median(off[both])),
        "depth near": float((off[both] < 0.05).mean()),
        "normal": float(np.median(cosine[both])),
        "albedo": float(np.median(colour[both])),
    }


def targets_of(frame: dict, passes: dict) -> dict:
    """Targets, and where they are of the same surface as the anchors."""
    near = frame["depth"][..., 0]
    depth = contract.NEAR / np.maximum(near, 1e-6)
    same = (near > 0) & (passes["depth"] < 1e6) & (np.abs(depth - passes["depth"]) < 0.05 * depth)
    same &= (frame["normal"] * passes["normal"]).sum(-1) > 0.5
    lit = passes["albedo"].max(-1) > 0.001
    return {
        "irradiance": passes["direct"] + passes["indirect"],
        "straight": passes["direct"],
        "specular": passes["specular"],
        # 1: the same surface; 3: and it has a colour that light can be told from.
        "valid": np.where(same, np.where(lit, 3, 1), 0),
    }


class Known:
    """Targets of an earlier shooting of a scene, by shot and frame."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, dict[str, np.ndarray]] = {}

    def target_of(self, shot: str, item: dict, look: dict, packed: dict[str, np.ndarray]) -> dict[str, np.ndarray] | None:
        """Stored target arrays of a frame, without its number; None where there are none of the same view."""
        file = self.folder / f"{shot}.npz"
        if shot not in self.files:
            if not file.exists():
                return None
            with np.load(file) as stored:
                self.files[shot] = {name: stored[name] for name in stored.files}
        stored = self.files[shot]
        about = json.loads(bytes(stored["about"]))
        if about["look"] != look:
            return None
        for k, then in enumerate(about["frames"]):
            if then["frame"] != item["frame"] or f"{k}.target.valid" not in stored:
                continue
            if not alike(then["pose"], item["pose"], packed, {n: stored[f"{k}.{n}"] for n in ("depth", "entity", "albedo")}):
                return None
            return {name: stored[f"{k}.{name}"] for name in CARRIED if f"{k}.{name}" in stored}
        return None


#: What is carried over from an earlier shooting.
CARRIED = ("target.irradiance", "target.straight", "target.specular", "target.valid", "clean.irradiance", "clean.specular")


def alike(then: dict, now: dict, packed: dict[str, np.ndarray], stored: dict[str, np.ndarray]) -> bool:
    """Whether two shootings of a frame saw the same: place, depths, bodies, colours."""
    numbers = lambda pose: np.array([*pose["position"], pose["heading"], pose["tilt"], pose["roll"], pose["focal"], pose["aspect"]])
    if np.abs(numbers(then) - numbers(now)).max() > 1e-6 or packed["depth"].shape != stored["depth"].shape:
        return False
    a, b = packed["depth"].astype(np.float32), stored["depth"].astype(np.float32)
    depth = np.abs(a - b) <= 0.01 * np.maximum(a, b) + 1e-4
    body = packed["entity"] == stored["entity"]
    colour = np.abs(packed["albedo"].astype(int) - stored["albedo"].astype(int)).max(-1) < 12
    return float((depth & body & colour).mean()) > 0.98


def trace_scene(tracer, folder: Path, out: Path, samples: int, known: Path | None = None) -> dict:
    """One scene; without a tracer, only what is known of it. Returns its report."""
    scene = json.loads((folder / "scene.json").read_text())
    temporary = out.parent / f".{out.name}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    if tracer:
        tracer.forget()
        tracer.scene.cycles.samples = samples
    earlier = Known(known) if known and known.exists() else None
    shots: dict[str, dict] = {}
    report = []
    seconds = 0.0
    carried = 0
    for k, item in enumerate(scene["frames"]):
        frame = frames.read_raw(folder / item["file"], item["width"], item["height"])
        name = f"{item['light']}-{item['shot']}"
        packed = frames.pack(frame, None)
        told = earlier.target_of(name, item, scene["plan"]["lights"][item["light"]]["look"], packed) if earlier and item["traced"] else None
        if told is not None:
            packed |= told
            carried += 1
        elif item["traced"] and tracer:
            began = time.monotonic()
            tracer.stage(scene["plan"]["set"], item["standing"], scene["lights"][item["light"]])
            passes = tracer.shoot(item["pose"], item["width"], item["height"], scene["plan"]["seed"] * 1000 + k)
            seconds += time.monotonic() - began
            report.append({"frame": item["file"][:-3], **agreement(frame, passes)})
            packed = frames.pack(frame, targets_of(frame, passes))
        shot = shots.setdefault(name, {"frames": [], "arrays": {}})
        n = len(shot["frames"])
        shot["frames"].append({"frame": item["frame"], "pose": item["pose"], "traced": item["traced"], "look": item["look"]})
        for key, array in packed.items():
            shot["arrays"][f"{n}.{key}"] = array
        shot["light"] = item["light"]
    for name, shot in shots.items():
        light = {key: value for key, value in scene["lights"][shot["light"]].items() if key != "table"}
        up = np.array(scene["lights"][shot["light"]]["table"]).reshape(-1, 4)[-1, :3]
        about = {"frames": shot["frames"], "light": {**light, "zenith": up.tolist()},
                 "look": scene["plan"]["lights"][shot["light"]]["look"], "scene": scene["plan"]["name"], "samples": samples}
        np.savez_compressed(temporary / f"{name}.npz", about=np.frombuffer(json.dumps(about).encode(), np.uint8), **shot["arrays"])
    if report:
        from .denoise import clean

        for file in temporary.glob("*.npz"):
            clean(file)
    (temporary / "report.json").write_text(json.dumps({"seconds": seconds, "carried": carried, "frames": report}, indent=1))
    shutil.rmtree(out, ignore_errors=True)
    temporary.rename(out)
    return {"seconds": seconds, "carried": carried, "frames": report}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=contract.ROOT / ".cache" / "footage")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--bounces", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", default="", help="only scenes whose name begins so")
    parser.add_argument("--idle", type=float, default=30, help="minutes without a scene after which it ends")
    parser.add_argument("--minutes", type=float, default=1e9, help="ends with the scene under way after so long")
    parser.add_argument("--married", action="store_true", help="trace nothing: take targets from `known`")
    parser.add_argument("--keep", action="store_true", help="keep the raw scenes")
    args = parser.parse_args()
    tracer = None
    if not args.married:
        from .tracer import Tracer

        tracer = Tracer(args.data / "models", args.samples, args.bounces, args.threads)
    last = begun = time.monotonic()
    while time.monotonic() - last < args.idle * 60 and time.monotonic() - begun < args.minutes * 60:
        waiting = sorted((p for p in (args.data / "raw").iterdir() if not p.name.startswith(".") and p.name.startswith(args.only)
                          and not (args.data / "frames" / p.name).exists()
                          and (tracer or (args.data / "known" / p.name).exists())), key=lambda p: p.name)
        if not waiting:
            time.sleep(3)
            continue
        scene = waiting[0]
        try:
            report = trace_scene(tracer, scene, args.data / "frames" / scene.name, args.samples, args.data / "known" / scene.name)
        except Exception as error:  # A scene that cannot be traced must not end the run.
            print(f"{scene.name}: {error!r}", flush=True)
            shutil.rmtree(scene)
            continue
        if not args.keep:
            shutil.rmtree(scene)
        good = report["frames"]
        middle = {k: round(float(np.median([f[k] for f in good])), 4) for k in ("hit", "depth", "normal", "albedo")} if good else {}
        print(f"{scene.name}: {len(good)} frames traced, {report['carried']} carried over, {report['seconds']:.0f} s, {middle}", flush=True)
        last = time.monotonic()


if __name__ == "__main__":
    main()
