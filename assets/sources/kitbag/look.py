"""Looks at what was made: renders the packed set and things, as their manifests place them,
with Cycles by day, dusk or night.

    python -m kitbag.look OUT.png --set corner-street --camera 1 --hour 18.8 [--at x,y,z,heading,tilt,lens]
    python -m kitbag.look OUT.png --thing saloon

Reads the plain copies that pack.mjs leaves in .cache/authoring/plain."""
import argparse
import json
import math
from pathlib import Path

import bpy
from mathutils import Euler, Matrix, Quaternion, Vector

from .export import ASSETS
from .surfaces import CACHE

PLAIN = CACHE / "plain"


def load(path):
    before = set(bpy.data.objects)
    bpy.ops.import_scene.gltf(filepath=str(path), merge_vertices=False)
    return [o for o in bpy.data.objects if o not in before]


def vertex_colours(night, check):
    """Blender's importer leaves vertex colour unlinked, and glow is ours to set."""
    for m in bpy.data.materials:
        if not m.use_nodes or m.get("looked"):
            continue
        m["looked"] = True
        t = m.node_tree
        b = next((n for n in t.nodes if n.type == "BSDF_PRINCIPLED"), None)
        if b is None:
            continue
        socket = b.inputs["Base Color"]
        mix = t.nodes.new("ShaderNodeMix")
        mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
        mix.inputs["Factor"].default_value = 1
        attr = t.nodes.new("ShaderNodeVertexColor")
        attr.layer_name = "Color"
        if socket.is_linked:
            t.links.new(socket.links[0].from_socket, mix.inputs["A"])
        else:
            mix.inputs["A"].default_value = socket.default_value
        t.links.new(attr.outputs["Color"], mix.inputs["B"])
        t.links.new(mix.outputs["Result"], socket)
        if check and m.use_backface_culling:
            out = next(n for n in t.nodes if n.type == "OUTPUT_MATERIAL")
            pink, which, geo = t.nodes.new("ShaderNodeEmission"), t.nodes.new("ShaderNodeMixShader"), t.nodes.new("ShaderNodeNewGeometry")
            pink.inputs["Color"].default_value = (1, 0, 0.6, 1)
            t.links.new(geo.outputs["Backfacing"], which.inputs[0])
            t.links.new(b.outputs[0], which.inputs[1])
            t.links.new(pink.outputs[0], which.inputs[2])
            t.links.new(which.outputs[0], out.inputs["Surface"])
        if m.name.startswith("night"):
            b.inputs["Emission Strength"].default_value *= night


def white_where_missing():
    for me in bpy.data.meshes:
        if me.users and not me.color_attributes and len(me.loops):
            a = me.color_attributes.new("Color", "BYTE_COLOR", "CORNER")
            a.data.foreach_set("color", [1.0] * (4 * len(me.loops)))


def to_blender(p):
    return Vector((p[0], -p[2], p[1]))


def place(library, name, position, rotation):
    """Another copy of a thing's objects."""
    root = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(root)
    x, y, z, w = rotation
    root.rotation_mode = "QUATERNION"
    root.rotation_quaternion = Quaternion((w, x, -z, y))
    root.location = to_blender(position)
    copies = {}
    for o in library:
        copies[o] = o.copy()
        bpy.context.scene.collection.objects.link(copies[o])
    for o, c in copies.items():
        c.parent = copies.get(o.parent, root)
        c.hide_render = False
    return root


def sky(elevation, azimuth, night):
    """`azimuth`: heading of the sun in the set, radians, 0 along -Z, positive left."""
    w = bpy.data.worlds.new("sky")
    bpy.context.scene.world = w
    w.use_nodes = True
    t = w.node_tree
    bg = t.nodes["Background"]
    if elevation > math.radians(-3):
        s = t.nodes.new("ShaderNodeTexSky")
        s.sky_type = "NISHITA"
        s.sun_elevation = max(elevation, math.radians(-2))
        s.sun_disc = False
        s.sun_rotation = -azimuth
        t.links.new(s.outputs["Color"], bg.inputs["Color"])
        bg.inputs["Strength"].default_value = 0.2
    else:
        bg.inputs["Color"].default_value = (0.010, 0.018, 0.045, 1)
        bg.inputs["Strength"].default_value = 0.5
    if elevation > 0.01:
        light = bpy.data.lights.new("sun", "SUN")
        k = min(1.0, math.sin(elevation) / 0.35)
        light.energy = 6.5 * (0.35 + 0.65 * k)
        light.angle = math.radians(0.8)
        light.color = (1.0, 0.62 + 0.33 * k, 0.32 + 0.58 * k)
        ob = bpy.data.objects.new("sun", light)
        # heading h looks along (-sin h, 0, -cos h)
        to = Vector((-math.sin(azimuth) * math.cos(elevation), math.cos(azimuth) * math.cos(elevation), math.sin(elevation)))
        ob.rotation_euler = to.to_track_quat("Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(ob)


def lamp(record, root, scale):
    l = record["light"]
    d = bpy.data.lights.new(record["id"], "SPOT" if l["type"] == "spot" else "POINT")
    d.color = l["colour"]
    d.energy = l["candela"] * 4 * math.pi / 683 * scale
    d.shadow_soft_size = 0.06
    if l["type"] == "spot":
        d.spot_size, d.spot_blend = l["angle"], 0.6
    o = bpy.data.objects.new(record["id"], d)
    o.location = to_blender(l["position"])
    if l["type"] == "spot":
        o.rotation_euler = to_blender(l["direction"]).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(o)
    o.parent = root


def camera(position, heading, tilt, lens):
    c = bpy.data.cameras.new("camera")
    c.lens, c.sensor_width, c.clip_start, c.clip_end = lens, 24.9, 0.05, 1000
    o = bpy.data.objects.new("camera", c)
    o.location = to_blender(position)
    o.rotation_euler = Euler((math.pi / 2 + tilt, 0, heading), "XYZ")
    bpy.context.scene.collection.objects.link(o)
    bpy.context.scene.camera = o


def scene(args):
    """Fills the scene; returns the cameras of the set."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    dark = args.time == "night"
    elevation, night = {"day": (52, 0), "gold": (20, 0), "dusk": (-1.5, 1), "night": (-10, 1)}[args.time]
    things = {}

    def copy(name, position, rotation):
        if name not in things:
            record = json.loads((ASSETS / "things" / name / "thing.json").read_text())
            objects = load(PLAIN / f"{name}.glb")
            for o in objects:
                o.hide_render = True
            things[name] = (record, objects)
        record, objects = things[name]
        root = place(objects, name, position, rotation)
        if night and "light" in record:
            lamp(record, root, args.lamps)

    cameras = []
    if args.thing:
        copy(args.thing, (0, 0, 0), (0, 0, 0, 1))
        bpy.ops.mesh.primitive_plane_add(size=60)
    else:
        folder = ASSETS / "sets" / args.set
        record = json.loads((folder / "set.json").read_text())
        load(PLAIN / f"{args.set}.glb")
        cameras = record["cameras"]
        for e in record["opening"]:
            if "thing" not in e or not (ASSETS / "things" / e["thing"] / "thing.json").exists():
                continue
            h = e.get("heading", 0)
            copy(e["thing"], e["position"], e.get("rotation", (0, math.sin(h / 2), 0, math.cos(h / 2))))
    white_where_missing()
    vertex_colours(night, args.check)
    sky(math.radians(elevation), math.radians(args.azimuth), dark)
    return cameras


def setup(args):
    s = bpy.context.scene
    s.render.engine = "CYCLES"
    s.cycles.device = "CPU"
    s.cycles.samples = args.samples
    s.cycles.use_denoising = True
    s.cycles.max_bounces, s.cycles.transparent_max_bounces = 5, 12
    s.cycles.sample_clamp_indirect = 4
    s.render.threads_mode, s.render.threads = "FIXED", 2
    s.render.use_persistent_data = True
    s.render.resolution_x, s.render.resolution_y = (int(v) for v in args.size.split("x"))
    s.view_settings.view_transform = "AgX"
    s.view_settings.look = "AgX - Medium High Contrast"
    s.view_settings.exposure = args.exposure + {"day": 0.1, "gold": 1.5, "dusk": 3.0, "night": 3.0}[args.time]


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--set")
    p.add_argument("--thing")
    p.add_argument("--time", default="gold", choices=["day", "gold", "dusk", "night"])
    p.add_argument("--azimuth", type=float, default=96, help="the sun's heading, degrees left of -Z")
    p.add_argument("--camera", default="0", help="numbers of the set's cameras, comma-separated")
    p.add_argument("--at", action="append", default=[], help="x,y,z,heading,tilt,lens (degrees, mm)")
    p.add_argument("--samples", type=int, default=16)
    p.add_argument("--size", default="640x360")
    p.add_argument("--exposure", type=float, default=0)
    p.add_argument("--check", action="store_true", help="faces seen from behind turn pink")
    p.add_argument("--lamps", type=float, default=1.0)
    args = p.parse_args(argv)
    cameras = scene(args)
    setup(args)
    shots = []
    for text in args.at:
        v = [float(x) for x in text.split(",")]
        shots.append((v[:3], math.radians(v[3]), math.radians(v[4]), v[5]))
    if cameras and not args.at:
        for i in args.camera.split(","):
            c = cameras[int(i)]
            shots.append((c["position"], c["heading"], c["tilt"], c["lens"]))
    out = Path(args.out)
    for i, shot in enumerate(shots):
        camera(*shot)
        bpy.context.scene.render.filepath = str(out if len(shots) == 1 else out.with_name(f"{out.stem}-{i}{out.suffix}"))
        bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
