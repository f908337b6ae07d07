"""From pieces to packed files. In: pieces whose surfaces stand in `surfaces.py`. Out: Blender
objects with weighted normals and light occlusion in vertex colour, and, through kitbag, `.glb`."""

from __future__ import annotations

import hashlib
import inspect
import json
import math
import sys
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from kitbag import export, surfaces as maps  # noqa: E402

import patterns  # noqa: E402
from form import join  # noqa: E402
from surfaces import SURFACES, pattern  # noqa: E402

SNAP = 4096  # a power of two: positions pack better


def linear_to_srgb(c):
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * np.clip(c, 0, 1) ** (1 / 2.4) - 0.055)


def _maps(name):
    """PNG paths of a surface's maps; made again when its pattern's code changes."""
    s = SURFACES[name]
    file = "stage-" + name.replace(":", "-")
    mark = hashlib.sha256((repr((s.tile, s.bump, s.normal, s.roughmap)) + _source(s.pattern)).encode()).hexdigest()[:16]
    folder = maps.CACHE / "textures"
    stamp = folder / f"{file}.stamp"
    kinds = ["colour"] + (["normal"] if s.normal else []) + (["orm"] if s.roughmap else [])
    paths = {k: str(folder / f"{file}-{k}.png") for k in kinds}
    if stamp.exists() and stamp.read_text() == mark and all(Path(p).exists() for p in paths.values()):
        return paths
    a = dict(pattern(name))
    a["colour"] = linear_to_srgb(a["colour"])
    # Row 0 of a pattern is v = 0; an image's first row is its top.
    a = {k: np.flipud(v) for k, v in a.items()}
    a.setdefault("height", np.zeros(a["colour"].shape[:2]))
    a["metres"] = s.tile
    a["metal"] = s.metal
    out = maps.save(file, a, None, s.bump, normal=s.normal, orm=s.roughmap)
    stamp.write_text(mark)
    return out


def _source(fn):
    if fn is None:
        return ""
    # The whole of patterns.py is small: any change makes all maps again.
    return inspect.getsource(fn) + inspect.getsource(patterns)


def material(name, paint=None):
    """The Blender material of a surface; `paint` is the sRGB hex that the first variant gives."""
    s = SURFACES[name]
    shown = name.split(":")[0]
    old = bpy.data.materials.get(shown)
    if old:
        return old
    m = bpy.data.materials.new(shown)
    m.use_nodes = True
    t = m.node_tree
    b = t.nodes["Principled BSDF"]
    hexa = paint if shown == "paint" and paint else s.colour
    rgb = (*patterns.srgb(hexa), 1.0)
    b.inputs["Metallic"].default_value = s.metal
    b.inputs["Roughness"].default_value = s.rough
    more = {"doubleSided": s.two_sided}
    if s.pattern:
        paths = _maps(name)
        img = _image(t, paths["colour"], True)
        mix = t.nodes.new("ShaderNodeMix")
        mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
        mix.inputs["Factor"].default_value = 1.0
        t.links.new(img.outputs["Color"], mix.inputs["A"])
        mix.inputs["B"].default_value = rgb
        t.links.new(mix.outputs["Result"], b.inputs["Base Color"])
        if "orm" in paths:
            cut = t.nodes.new("ShaderNodeSeparateColor")
            t.links.new(_image(t, paths["orm"], False).outputs["Color"], cut.inputs["Color"])
            t.links.new(cut.outputs["Green"], b.inputs["Roughness"])
            t.links.new(cut.outputs["Blue"], b.inputs["Metallic"])
        if "normal" in paths:
            n = t.nodes.new("ShaderNodeNormalMap")
            t.links.new(_image(t, paths["normal"], False).outputs["Color"], n.inputs["Color"])
            t.links.new(n.outputs["Normal"], b.inputs["Normal"])
    else:
        b.inputs["Base Color"].default_value = rgb
    if s.alpha < 1:
        b.inputs["Alpha"].default_value = s.alpha
        more["alphaMode"] = "BLEND"
    if s.glow:
        e = patterns.srgb(s.glow)
        if s.pattern and name in ("exit", "screen"):
            t.links.new(img.outputs["Color"], b.inputs["Emission Color"])
        else:
            b.inputs["Emission Color"].default_value = (*e, 1)
        b.inputs["Emission Strength"].default_value = 1.0
        more["emissiveFactor"] = [float(v) for v in e]
        more["emissiveStrength"] = s.strength
    m["gltf"] = json.dumps(more)
    return m


def _image(tree, path, colour):
    n = tree.nodes.new("ShaderNodeTexImage")
    n.image = bpy.data.images.load(path, check_existing=True)
    n.image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
    return n


def mesh(name, piece, paint=None, sharp=50.0):
    """A Blender object from one joined piece, in Blender's Z-up."""
    verts = np.round(piece.verts * SNAP) / SNAP
    me = bpy.data.meshes.new(name)
    me.from_pydata(np.stack([verts[:, 0], -verts[:, 2], verts[:, 1]], 1).tolist(), [], piece.faces)
    mats = sorted(set(piece.mats))
    slots = {}
    for m in mats:
        me.materials.append(material(m, paint))
        slots[m] = len(me.materials) - 1
    me.polygons.foreach_set("material_index", np.array([slots[m] for m in piece.mats], np.int32))
    layer = me.uv_layers.new(name="UV")
    flat = []
    for m, uvs in zip(piece.mats, piece.uvs):
        tu, tv = SURFACES[m].tile
        flat.extend((u / tu, v / tv) for u, v in uvs)
    flat = np.array(flat)
    # Whole tiles off each face's offset would split shared corners: shift by the piece alone.
    layer.uv.foreach_set("vector", (np.round(flat * SNAP) / SNAP).astype(np.float32).ravel())
    me.polygons.foreach_set("use_smooth", np.ones(len(piece.faces), bool))
    me.update(calc_edges=True)
    me.set_sharp_from_angle(angle=math.radians(sharp))
    ob = bpy.data.objects.new(name, me)
    bpy.context.scene.collection.objects.link(ob)
    mod = ob.modifiers.new("normals", "WEIGHTED_NORMAL")
    mod.keep_sharp, mod.weight, mod.mode = True, 60, "FACE_AREA"
    dg = bpy.context.evaluated_depsgraph_get()
    done = bpy.data.meshes.new_from_object(ob.evaluated_get(dg))
    ob.modifiers.clear()
    ob.data = done
    bpy.data.meshes.remove(me)
    done.name = name
    return ob


def occlusion(piece, others=(), floor=True, reach=0.6, rays=24, strength=0.5, seed=1):
    """How open each vertex is, 0…1: cosine rays within `reach` metres against the piece and `others`."""
    whole = join(piece, *others) if others else piece
    tree = BVHTree.FromPolygons([tuple(v) for v in whole.verts], whole.faces)
    r = np.random.default_rng(seed)
    i = np.arange(rays) + 0.5
    phi = 2 * math.pi * ((i * 0.618034 + r.uniform()) % 1)
    rad = np.sqrt(i / rays)
    disc = np.stack([rad * np.cos(phi), rad * np.sin(phi), np.sqrt(1 - rad ** 2)], 1)
    # Looked at from a little way into each face: a corner that is let into its neighbour would
    # otherwise darken the whole of a large face. The most open of a vertex's faces counts most.
    best = np.zeros(len(piece.verts))
    total = np.zeros(len(piece.verts))
    count = np.zeros(len(piece.verts))
    known = {}
    for f in piece.faces:
        p = piece.verts[f]
        k = np.cross(p[1] - p[0], p[2] - p[0]) if len(f) == 3 else np.cross(p[2] - p[0], p[3 % len(f)] - p[1])
        size = np.linalg.norm(k)
        if size < 1e-12:
            continue
        w, mid = k / size, p.mean(0)
        a = np.array([1.0, 0, 0]) if abs(w[0]) < 0.8 else np.array([0, 1.0, 0])
        t = np.cross(w, a)
        t /= np.linalg.norm(t)
        b = np.cross(w, t)
        dirs = None
        for v in f:
            step = mid - piece.verts[v]
            d = np.linalg.norm(step)
            o = piece.verts[v] + step * min(0.3, 0.07 / (d + 1e-9)) + w * 0.003
            key = (*np.round(o, 2), *np.round(w, 1))
            light = known.get(key)
            if light is None:
                if dirs is None:
                    dirs = [Vector(q) for q in disc[:, :1] * t + disc[:, 1:2] * b + disc[:, 2:] * w]
                start, hit = Vector(o), 0.0
                for q in dirs:
                    dist = tree.ray_cast(start, q, reach)[3]
                    if floor and q[1] < -1e-3:
                        g = (o[1] + 0.001) / -q[1]
                        dist = g if dist is None or g < dist else dist
                    if dist is not None and dist < reach:
                        hit += 1 - dist / reach
                light = known[key] = 1 - strength * hit / rays
            total[v] += light
            count[v] += 1
            best[v] = max(best[v], light)
    mean = total / np.maximum(count, 1)
    return np.where(count > 0, 0.5 * mean + 0.5 * best, 1.0)


def shade(ob, piece, values):
    """Writes tint × openness as the vertex colour that the file carries."""
    c = np.ones((len(piece.verts), 4), np.float32)
    c[:, :3] = np.clip(piece.tint * values[:, None], 0, 1)
    me = ob.data
    assert len(me.vertices) == len(c), "modifiers must keep the vertices"
    attr = me.color_attributes.new("Color", "FLOAT_COLOR", "POINT")
    attr.data.foreach_set("color", c.ravel())
    me.color_attributes.active_color = attr


def clear():
    for block in (bpy.data.objects, bpy.data.meshes, bpy.data.materials):
        for item in list(block):
            block.remove(item)


def save(path, objects, budget, texture):
    """Writes objects as packed glTF and returns kitbag's report."""
    for ob in bpy.data.objects:
        ob.select_set(ob in objects)
    raw = export.CACHE / "raw" / Path(path).name
    raw.parent.mkdir(parents=True, exist_ok=True)
    bpy.ops.export_scene.gltf(
        filepath=str(raw), export_format="GLB", use_selection=True, export_yup=True, export_apply=False,
        export_image_format="AUTO", export_materials="EXPORT", export_vertex_color="ACTIVE",
        export_all_vertex_colors=False, export_active_vertex_color_when_no_material=True, export_extras=True,
        export_cameras=False, export_lights=False, export_animations=False, export_tangents=False)
    return export.pack(raw, Path(path), budget, texture)
