"""Blender materials from texture maps, by the names the product knows: `glass...` is seen
through, `night...` glows at dusk and night, `paint` takes a variant's colour.

All carry vertex colour as a multiplier of the albedo. Values that Blender's exporter does
not carry well travel as `gltf` (JSON) on the material, and pack.mjs puts them in."""
import json

import bpy


def _new(name):
    old = bpy.data.materials.get(name)
    if old:
        bpy.data.materials.remove(old)
    m = bpy.data.materials.new(name)
    m.use_nodes = True
    m.use_backface_culling = True
    return m, m.node_tree, m.node_tree.nodes["Principled BSDF"]


def _image(tree, path, colour):
    n = tree.nodes.new("ShaderNodeTexImage")
    n.image = bpy.data.images.load(path, check_existing=True)
    n.image.colorspace_settings.name = "sRGB" if colour else "Non-Color"
    return n


def textured(name, paths, normal=1.0, gltf=None, double=False, mask=False, emissive=None):
    """`paths`: colour, and where it pays normal and orm. `emissive`: (factor, strength), the
    colour map glowing by itself."""
    m, t, b = _new(name)
    colour = _image(t, paths["colour"], True)
    t.links.new(colour.outputs["Color"], b.inputs["Base Color"])
    if "orm" in paths:
        orm = _image(t, paths["orm"], False)
        cut = t.nodes.new("ShaderNodeSeparateColor")
        t.links.new(orm.outputs["Color"], cut.inputs["Color"])
        t.links.new(cut.outputs["Green"], b.inputs["Roughness"])
        t.links.new(cut.outputs["Blue"], b.inputs["Metallic"])
    else:
        b.inputs["Roughness"].default_value = 0.8
    if "normal" in paths:
        n = t.nodes.new("ShaderNodeNormalMap")
        n.inputs["Strength"].default_value = normal
        t.links.new(_image(t, paths["normal"], False).outputs["Color"], n.inputs["Color"])
        t.links.new(n.outputs["Normal"], b.inputs["Normal"])
    more = dict(gltf or {})
    if mask:
        t.links.new(colour.outputs["Alpha"], b.inputs["Alpha"])
        more.update(alphaMode="MASK", alphaCutoff=0.5)
    if double:
        m.use_backface_culling = False
        more["doubleSided"] = True
    if emissive:
        t.links.new(colour.outputs["Color"], b.inputs["Emission Color"])
        b.inputs["Emission Strength"].default_value = 1
        more.update(emissiveFactor=list(emissive[0]), emissiveStrength=emissive[1])
    if more:
        m["gltf"] = json.dumps(more)
    return m


def tiling(name, texture, size=None, strength=1.0, **kw):
    """A material `name` from `surfaces.<texture>()`."""
    from . import surfaces

    return textured(name, surfaces.write(texture, size, strength), **kw)


def plain(name, colour=(0.8, 0.8, 0.8), rough=0.5, metal=0.0, double=False, emissive=None, gltf=None):
    """Untextured; `colour` linear RGB, multiplied by vertex colour."""
    m, t, b = _new(name)
    b.inputs["Base Color"].default_value = (*colour, 1)
    b.inputs["Roughness"].default_value = rough
    b.inputs["Metallic"].default_value = metal
    more = dict(gltf or {})
    if double:
        m.use_backface_culling = False
        more["doubleSided"] = True
    if emissive:
        b.inputs["Emission Color"].default_value = (*emissive[0], 1)
        b.inputs["Emission Strength"].default_value = emissive[1]
        more.update(emissiveFactor=list(emissive[0]), emissiveStrength=emissive[1])
    if more:
        m["gltf"] = json.dumps(more)
    return m


def glass(name="glass", colour=(0.04, 0.05, 0.05), alpha=0.28, rough=0.04, double=False):
    """Blended glass: a dark tint whose reflection the engine adds in full."""
    m, t, b = _new(name)
    b.inputs["Base Color"].default_value = (*colour, 1)
    b.inputs["Roughness"].default_value = rough
    b.inputs["Alpha"].default_value = alpha
    m.surface_render_method = "BLENDED"
    more = dict(alphaMode="BLEND")
    if double:
        m.use_backface_culling = False
        more["doubleSided"] = True
    m["gltf"] = json.dumps(more)
    return m
