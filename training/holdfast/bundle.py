"""A trained network as a bundle: one ONNX graph for each size, weights stored as float16, and a manifest.

    python -m holdfast.bundle --size small --weights run/best.pt --out assets/models/small --sizes 256x144,256x112
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from . import contract
from .network import SIZES, Observer, parameters

OPSET = 17


def export(model: torch.nn.Module, width: int, height: int, file: Path) -> None:
    """Writes one graph of a fixed size."""
    model = model.eval().float()
    anchors = torch.zeros(1, contract.CHANNEL_COUNT, height, width)
    look = torch.zeros(1, contract.LOOK_COUNT)
    torch.onnx.export(
        model,
        (anchors, look),
        str(file),
        input_names=["anchors", "look"],
        output_names=["out"],
        opset_version=OPSET,
        dynamo=False,
    )
    graph = onnx.load(str(file))
    halve(graph)
    onnx.checker.check_model(graph)
    file.write_bytes(graph.SerializeToString())


def halve(model: onnx.ModelProto) -> None:
    """Stores float32 weights as float16 with a cast, which the runtime folds away when it loads."""
    graph = model.graph
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < 64:
            continue
        values = numpy_helper.to_array(tensor).astype(np.float16)
        name = tensor.name
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values, name + ".half"))
        casts.append(helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT))
    for k, node in enumerate(casts):
        graph.node.insert(k, node)


def weights(path: Path) -> dict:
    """A checkpoint, or a shipped bundle (its folder) as one: `model`, `size`, `trained`. A bundle's weights are those that
    clients run, rounded to half floats."""
    if not path.is_dir():
        return torch.load(path, map_location="cpu", weights_only=True)
    manifest = json.loads((path / "manifest.json").read_text())
    graph = onnx.load(str(path / manifest["graphs"][0]["file"])).graph
    state = {t.name.removesuffix(".half"): torch.from_numpy(numpy_helper.to_array(t).astype(np.float32)) for t in graph.initializer}
    for size in SIZES:
        wanted = Observer(size).state_dict()
        if wanted.keys() <= state.keys() and all(state[name].shape == tensor.shape for name, tensor in wanted.items()):
            return {"model": {name: state[name] for name in wanted}, "size": size, "trained": manifest["trained"]}
    raise ValueError(f"{path} holds no network of the sizes that are known: {', '.join(SIZES)}")


def cost(model: torch.nn.Module) -> float:
    """Billions of multiply-adds for a million pixels of the tensor."""
    total = 0.0

    def count(module: torch.nn.Conv2d, _inputs: object, out: torch.Tensor) -> None:
        nonlocal total
        total += out.shape[2] * out.shape[3] * module.weight.numel()

    hooks = [m.register_forward_hook(count) for m in model.modules() if isinstance(m, torch.nn.Conv2d)]
    with torch.no_grad():
        model(torch.zeros(1, contract.CHANNEL_COUNT, 64, 64), torch.zeros(1, contract.LOOK_COUNT))
    for hook in hooks:
        hook.remove()
    return total / (64 * 64) * 1e6 / 1e9


def write(
    out: Path, name: str, label: str, size: str, model: torch.nn.Module, sizes: list[tuple[int, int]],
    trained: dict, scores: dict, licence: str = "Apache-2.0", twin: bool = False,
) -> dict:
    """Writes graphs and manifest into a folder and returns the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.onnx"):
        old.unlink()
    graphs = []
    for width, height in sizes:
        file = out / f"{name}-{width}x{height}.onnx"
        export(model, width, height, file)
        data = file.read_bytes()
        graphs.append({
            "size": {"width": width, "height": height},
            "file": file.name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
        })
    manifest = {
        "format": 1,
        "name": name,
        "label": label,
        "contract": contract.CONTRACT,
        "channels": contract.CHANNEL_COUNT,
        "outputs": contract.OUTPUT_COUNT,
        "look": contract.LOOK_COUNT,
        "graphs": graphs,
        "parameters": parameters(model),
        "cost": round(cost(model), 3),
        "trained": trained,
        "scores": scores,
        "licence": licence,
    }
    if twin:
        manifest["twin"] = True
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small")
    parser.add_argument("--name")
    parser.add_argument("--weights", type=Path, help="a training checkpoint; without it the network is untrained")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sizes", default="256x144")
    args = parser.parse_args()
    torch.manual_seed(1)
    model = Observer(args.size)
    trained = {"on": "nothing: untrained, shows the engine's light", "steps": 0, "seed": 1}
    scores: dict = {}
    if args.weights:
        state = torch.load(args.weights, map_location="cpu", weights_only=True)
        model.load_state_dict(state["model"])
        trained, scores = state["trained"], state["scores"]
    sizes = [tuple(int(v) for v in one.split("x")) for one in args.sizes.split(",")]
    name = args.name or args.size
    manifest = write(args.out, name, name.capitalize(), args.size, model, sizes, trained, scores)
    print(json.dumps({k: manifest[k] for k in ("name", "parameters", "cost")}), [g["bytes"] for g in manifest["graphs"]])


if __name__ == "__main__":
    main()
