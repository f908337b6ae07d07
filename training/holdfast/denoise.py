"""Takes the noise out of traced passes with Open Image Denoise, which Blender's compositor carries: once when a
scene has been traced. Adds "clean" arrays to shots that have none, beside the noisy ones. Needs `bpy`.

    python -m holdfast.denoise --data .cache/footage --only held
"""

import argparse
import os
from pathlib import Path

import bpy
import numpy as np

from . import contract, exr, frames

_scene: bpy.types.Scene | None = None


def _image(name: str, pixels: np.ndarray) -> bpy.types.Image:
    height, width = pixels.shape[:2]
    old = bpy.data.images.get(name)
    if old:
        bpy.data.images.remove(old)
    made = bpy.data.images.new(name, width, height, float_buffer=True, is_data=True)
    four = np.ones((height, width, 4), np.float32)
    four[..., :3] = pixels[::-1]
    made.pixels.foreach_set(four.ravel())
    made.update()
    return made


def denoise(noisy: np.ndarray, albedo: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """A pass [H, W, 3] without its noise, guided by albedo and normals that have none."""
    global _scene
    from .tracer import quietly

    if _scene is None:
        _scene = bpy.data.scenes.new("denoise")
        _scene.use_nodes = True
        _scene.node_tree.nodes.clear()
        _scene.render.image_settings.file_format = "OPEN_EXR"
        _scene.render.image_settings.color_depth = "32"
        _scene.render.image_settings.exr_codec = "NONE"
        _scene.render.use_file_extension = False
        _scene.render.resolution_percentage = 100
        _scene.render.engine = "CYCLES"
    scene = _scene
    tree = scene.node_tree
    tree.nodes.clear()
    node = tree.nodes.new("CompositorNodeDenoise")
    node.use_hdr = True
    for name, pixels in (("Image", noisy), ("Albedo", albedo), ("Normal", normal)):
        source = tree.nodes.new("CompositorNodeImage")
        source.image = _image(f"denoise.{name}", pixels)
        tree.links.new(source.outputs["Image"], node.inputs[name])
    out = tree.nodes.new("CompositorNodeComposite")
    tree.links.new(node.outputs["Image"], out.inputs["Image"])
    scene.render.resolution_y, scene.render.resolution_x = noisy.shape[:2]
    file = f"/dev/shm/holdfast-denoise-{os.getpid()}.exr"
    scene.render.filepath = file
    quietly(lambda: bpy.ops.render.render(write_still=True, scene=scene.name))
    found = exr.read(file)
    Path(file).unlink()
    return np.stack([found["R"], found["G"], found["B"]], -1)


def clean(file: Path) -> int:
    """Adds what is missing to a shot's file; how many frames."""
    with np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files}
    done = 0
    for name in [n for n in arrays if n.endswith(".target.valid")]:
        k = int(name.split(".")[0])
        if f"{k}.clean.irradiance" in arrays:
            continue
        frame = frames.unpack(arrays, k)
        for one in ("irradiance", "specular"):
            arrays[f"{k}.clean.{one}"] = frames.to_shared(denoise(frame[one], frame["albedo"], frame["normal"]))
        done += 1
    if done:
        np.savez_compressed(file.with_suffix(".tmp.npz"), **arrays)
        file.with_suffix(".tmp.npz").rename(file)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=contract.ROOT / ".cache" / "footage")
    parser.add_argument("--only", default="held")
    args = parser.parse_args()
    for scene in sorted((args.data / "frames").glob(f"{args.only}*")):
        print(scene.name, sum(clean(file) for file in sorted(scene.glob("[0-9]*-[0-9]*.npz"))), flush=True)


if __name__ == "__main__":
    main()
