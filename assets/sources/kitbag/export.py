"""From Shapes to the files the product loads. In: Shapes whose materials exist in Blender
(materials.py). Out: packed `.glb`, `thing.json`. The only place that knows Blender's Z-up.

`nodes` maps node names to Shapes or (Shape, origin): a node with an origin has its geometry
relative to it and can turn about it (wheels, doors)."""
import json
import subprocess
import sys
from pathlib import Path

import bpy
import numpy as np

from .surfaces import CACHE

ASSETS = Path(__file__).resolve().parents[2]
ROOT = ASSETS.parent
NODE = ROOT / "node_modules" / ".bin" / "node"
GRID = 4096  # positions and UVs snap to 1/4096, which packs far better
_packing = []


def clear():
    """Empties the file but for its materials' images."""
    for block in (bpy.data.objects, bpy.data.meshes, bpy.data.materials):
        for item in list(block):
            block.remove(item)


def mesh(name, shape, origin=(0, 0, 0), angle=38):
    """A Blender object from a Shape; smooth batches keep edges sharper than `angle` degrees."""
    o = np.asarray(origin, float)
    verts, loops, starts, totals, uvs, colours, mats, smooth, normals = [], [], [], [], [], [], [], [], []
    slots, base, at = [], 0, 0
    for slot, (material, batches) in enumerate(shape.store.items()):
        slots.append(bpy.data.materials[material])
        for b in batches:
            verts.append(b["verts"] - o)
            for g, uv, c in zip(b["faces"], b["uv"], b["colour"]):
                m, k = g.shape
                loops.append((g + base).ravel())
                starts.append(at + np.arange(m) * k)
                totals.append(np.full(m, k))
                uvs.append(uv.reshape(-1, 2))
                colours.append(c.reshape(-1, 3))
                mats.append(np.full(m, slot))
                smooth.append(np.full(m, b["smooth"]))
                normals.append(b["normals"][g].reshape(-1, 3) if "normals" in b else np.zeros((m * k, 3)))
                at += m * k
            base += len(b["verts"])
    verts = np.round(np.vstack(verts) * GRID) / GRID
    verts = np.stack([verts[:, 0], -verts[:, 2], verts[:, 1]], 1)
    me = bpy.data.meshes.new(name)
    loops = np.concatenate(loops)
    me.vertices.add(len(verts))
    me.vertices.foreach_set("co", verts.astype(np.float32).ravel())
    me.loops.add(len(loops))
    me.loops.foreach_set("vertex_index", loops.astype(np.int32))
    starts, totals = np.concatenate(starts), np.concatenate(totals)
    me.polygons.add(len(starts))
    me.polygons.foreach_set("loop_start", starts.astype(np.int32))
    for m in slots:
        me.materials.append(m)
    me.polygons.foreach_set("material_index", np.concatenate(mats).astype(np.int32))
    me.polygons.foreach_set("use_smooth", np.concatenate(smooth))
    layer = me.uv_layers.new(name="UV")
    layer.uv.foreach_set("vector", (np.round(np.vstack(uvs) * GRID) / GRID).astype(np.float32).ravel())
    attr = me.color_attributes.new("Color", "FLOAT_COLOR", "CORNER")
    rgba = np.ones((len(loops), 4), np.float32)
    rgba[:, :3] = np.clip(np.vstack(colours), 0, 1)
    attr.data.foreach_set("color", rgba.ravel())
    me.color_attributes.active_color = attr
    me.update(calc_edges=True)
    me.validate()
    me.set_sharp_from_angle(angle=np.radians(angle))
    normals = np.vstack(normals)
    if np.any(normals):
        own = np.empty(len(normals) * 3, np.float32)
        me.corner_normals.foreach_get("vector", own)
        turned = np.stack([normals[:, 0], -normals[:, 2], normals[:, 1]], 1)
        given = np.any(normals, axis=1)
        own = own.reshape(-1, 3)
        own[given] = turned[given]
        me.normals_split_custom_set(own.tolist())
    ob = bpy.data.objects.new(name, me)
    ob.location = (o[0], -o[2], o[1])
    bpy.context.scene.collection.objects.link(ob)
    return ob


def write(path, nodes, budget=None, texture=None, wait=True):
    """Writes nodes to the packed `path`. `budget`: dict of bytes, triangles, draws that the
    file may not pass. `texture`: largest edge of a texture. Returns the report."""
    objects = []
    for name, item in nodes.items():
        shape, origin = item if isinstance(item, tuple) else (item, (0, 0, 0))
        objects.append(mesh(name, shape, origin))
    for ob in bpy.data.objects:
        ob.select_set(ob in objects)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = CACHE / "raw" / path.name
    raw.parent.mkdir(parents=True, exist_ok=True)
    bpy.ops.export_scene.gltf(
        filepath=str(raw), export_format="GLB", use_selection=True, export_yup=True, export_apply=False,
        export_image_format="AUTO", export_materials="EXPORT", export_vertex_color="ACTIVE", export_all_vertex_colors=False,
        export_active_vertex_color_when_no_material=True, export_extras=True, export_cameras=False, export_lights=False,
        export_animations=False, export_tangents=False,
    )
    for ob in objects:
        me = ob.data
        bpy.data.objects.remove(ob)
        bpy.data.meshes.remove(me)
    return pack(raw, path, budget, texture)


def pack(raw, path, budget=None, texture=None):
    """Runs pack.mjs; raises with its words where the file is over budget."""
    args = [str(NODE), str(Path(__file__).with_name("pack.mjs")), str(raw), str(path), json.dumps(dict(budget or {}, texture=texture))]
    done = subprocess.run(args, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{path.name}: {done.stderr.strip() or done.stdout.strip()}")
    report = json.loads(done.stdout.strip().splitlines()[-1])
    print(f"{path.relative_to(ASSETS)}: {report['bytes']:,} bytes, {report['triangles']:,} triangles, {report['draws']} draws", file=sys.stderr)
    return report


def bounds(shapes):
    """Lowest and highest corner of Shapes, in metres."""
    lo, hi = np.full(3, np.inf), np.full(3, -np.inf)
    for s in shapes:
        for batches in s.store.values():
            for b in batches:
                lo, hi = np.minimum(lo, b["verts"].min(0)), np.maximum(hi, b["verts"].max(0))
    return lo, hi


def thing(name, label, nodes, collider, mass, colour, kind="prop", friction=0.6, restitution=0.15, budget=None, texture=1024, **more):
    """Writes `assets/things/<name>/`. `nodes` may be one Shape. `more`: snap, variants, seats,
    grips, vehicle, light, as assets/README.md has them. Returns the manifest."""
    if not isinstance(nodes, dict):
        nodes = {name: nodes}
    folder = ASSETS / "things" / name
    report = write(folder / f"{name}.glb", nodes, budget, texture)
    lo, hi = bounds([n[0] if isinstance(n, tuple) else n for n in nodes.values()])
    record = {
        "format": 1, "id": name, "label": label, "kind": kind, "visual": f"{name}.glb", "collider": collider, "mass": mass,
        "friction": friction, "restitution": restitution, "colour": colour,
        "bounds": {"min": tidy(lo), "max": tidy(hi)}, "triangles": report["triangles"], **more,
    }
    (folder / "thing.json").write_text(dump(record))
    return record


def tidy(value, digits=4):
    """Rounds numbers in nested data, for manifests."""
    if isinstance(value, dict):
        return {k: tidy(v, digits) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [tidy(v, digits) for v in value]
    if isinstance(value, (float, np.floating)):
        v = round(float(value), digits) + 0.0
        return int(v) if v == int(v) else v
    return value


def dump(record):
    """JSON a person can read: short lists stay on their line."""
    text = json.dumps(tidy(record), indent=2, ensure_ascii=False)
    import re

    for _ in range(3):
        text = re.sub(r"[\[{]\n\s+([^\[\]{}]{1,160}?)\n\s+[\]}]", lambda m: m.group(0)[0] + (" " if m.group(0)[0] == "{" else "") + re.sub(r"\n\s+", " ", m.group(1)) + (" }" if m.group(0)[0] == "{" else "]"), text)
    return text + "\n"
