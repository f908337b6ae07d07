"""Looks at what was built: `look.py row OUT ID …`, `look.py room OUT day|night [CAMERA]`,
`look.py stage OUT CAMERA`, `look.py macro OUT ID X Y Z [DISTANCE]`. In: plain copies of packed files and their manifests. Out: PNGs.

Physical light at one scale: 1 in Blender is 1,000 nits (or lux, or candela); the exposure
is given in stops for each look.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import bpy
from mathutils import Matrix, Quaternion, Vector

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parents[1]
PLAIN = ASSETS.parent / ".cache" / "authoring" / "plain"
K = 1e-3


def y_up(x, y, z):
    return Vector((x, -z, y))


def srgb(h):
    v = [int(h[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in v]


def start(width=640, height=360, samples=24, exposure=0.0):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    s = bpy.context.scene
    s.render.engine = "CYCLES"
    s.cycles.device = "CPU"
    s.cycles.samples = samples
    s.cycles.use_adaptive_sampling = True
    s.cycles.adaptive_threshold = 0.1
    s.cycles.use_denoising = True
    s.cycles.max_bounces = 5
    s.cycles.diffuse_bounces = 3
    s.cycles.use_light_tree = True
    s.cycles.sample_clamp_indirect = 8
    s.cycles.caustics_reflective = s.cycles.caustics_refractive = False
    s.render.threads_mode = "FIXED"
    s.render.threads = 2
    s.render.resolution_x, s.render.resolution_y = width, height
    s.view_settings.view_transform = "AgX"
    s.view_settings.look = "AgX - Medium High Contrast"
    s.view_settings.exposure = exposure
    return s


def bring(path):
    before = set(bpy.data.objects)
    bpy.ops.import_scene.gltf(filepath=str(path), merge_vertices=False)
    return [o for o in bpy.data.objects if o not in before]


def tame(objects, tint=None, on=True):
    """Variant colour, glow in this scale, glass that lets light through."""
    for o in objects:
        for slot in getattr(o, "material_slots", ()):
            m = slot.material
            if not m or not m.use_nodes:
                continue
            m = m.copy()
            slot.material = m
            b = next((n for n in m.node_tree.nodes if n.type == "BSDF_PRINCIPLED"), None)
            if not b:
                continue
            if m.name.startswith("paint") and tint:
                c = (*srgb(tint), 1)
                mixes = [n for n in m.node_tree.nodes if n.type == "MIX"]
                done = False
                for n in mixes:
                    for k in ("A", "B"):
                        for i in [i for i in n.inputs if i.name == k and i.type == "RGBA"]:
                            if not i.is_linked:
                                i.default_value = c
                                done = True
                if not done:
                    b.inputs["Base Color"].default_value = c
            if b.inputs["Emission Strength"].default_value > 0:
                b.inputs["Emission Strength"].default_value *= K if on else 0
            if m.name.startswith("glass"):
                m.surface_render_method = "BLENDED" if hasattr(m, "surface_render_method") else "DITHERED"


def put(id, position=(0, 0, 0), heading=0.0, variant=None, on=True, rotation=None):
    t = json.loads((ASSETS / "things" / id / "thing.json").read_text())
    tint = next((v["colour"] for v in t.get("variants", []) if v["id"] == variant), None)
    objects = bring(PLAIN / t["visual"])
    tame(objects, tint, on)
    q = Quaternion((rotation[3], rotation[0], -rotation[2], rotation[1])) if rotation else Quaternion((0, 0, 1), heading)
    m = Matrix.Translation(y_up(*position)) @ q.to_matrix().to_4x4()
    for o in objects:
        if o.parent is None:
            o.matrix_world = m @ o.matrix_world
    if t.get("light") and on:
        lamp(t["light"], m)
    return t


def lamp(l, m):
    d = bpy.data.lights.new("lamp", "SPOT" if l["type"] == "spot" else "POINT")
    d.energy = l["candela"] * 4 * math.pi * K
    d.color = l["colour"]
    d.shadow_soft_size = 0.06
    if l["type"] == "spot":
        d.spot_size = min(l["angle"], 3.1)
        d.spot_blend = 0.5
        d.shadow_soft_size = 0.10
    o = bpy.data.objects.new("lamp", d)
    dirn = y_up(*l["direction"]) if l["type"] == "spot" else Vector((0, 0, -1))
    o.matrix_world = m @ Matrix.Translation(y_up(*l["position"])) @ dirn.to_track_quat("-Z", "Y").to_matrix().to_4x4()
    bpy.context.scene.collection.objects.link(o)


def camera(position, target=None, heading=0.0, tilt=0.0, lens=35, gate=24.9):
    d = bpy.data.cameras.new("camera")
    d.lens, d.sensor_width, d.clip_start = lens, gate, 0.02
    o = bpy.data.objects.new("camera", d)
    o.location = y_up(*position)
    if target is not None:
        o.rotation_euler = (y_up(*target) - o.location).to_track_quat("-Z", "Y").to_euler()
    else:
        o.rotation_euler = (math.pi / 2 + tilt, 0, heading)
    bpy.context.scene.collection.objects.link(o)
    bpy.context.scene.camera = o


def sky(nits=4000, sun=70000, elevation=0.7, azimuth=0.8, colour=(0.55, 0.70, 1.0)):
    w = bpy.data.worlds.new("sky")
    w.use_nodes = True
    bg = w.node_tree.nodes["Background"]
    bg.inputs["Color"].default_value = (*colour, 1)
    bg.inputs["Strength"].default_value = nits * K
    bpy.context.scene.world = w
    if sun:
        d = bpy.data.lights.new("sun", "SUN")
        d.energy, d.angle, d.color = sun * K, 0.01, (1, 0.93, 0.82)
        o = bpy.data.objects.new("sun", d)
        away = y_up(math.cos(elevation) * math.sin(azimuth), math.sin(elevation), math.cos(elevation) * math.cos(azimuth))
        o.rotation_euler = (-away).to_track_quat("-Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(o)


def ground(size=60, grey=0.18, y=0.0):
    bpy.ops.mesh.primitive_plane_add(size=size, location=(0, 0, y))
    m = bpy.data.materials.new("grey")
    m.use_nodes = True
    m.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (grey, grey, grey, 1)
    m.node_tree.nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.9
    bpy.context.object.data.materials.append(m)


def figure(position, heading=0.0, height=1.72):
    """A grey mannequin for scale where an actor will stand: only ever in these looks."""
    m = bpy.data.materials.get("mannequin") or bpy.data.materials.new("mannequin")
    m.use_nodes = True
    m.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.25, 0.2, 0.17, 1)
    bpy.ops.mesh.primitive_cylinder_add(radius=0.19, depth=height - 0.26, location=y_up(position[0], position[1] + (height - 0.26) / 2, position[2]))
    bpy.context.object.scale = (1, 0.6, 1)
    bpy.context.object.data.materials.append(m)
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.12, location=y_up(position[0], position[1] + height - 0.12, position[2]))
    bpy.context.object.data.materials.append(m)


def shoot(out):
    bpy.context.scene.render.filepath = str(out)
    bpy.ops.render.render(write_still=True)


def area(position, target, size, nits):
    d = bpy.data.lights.new("area", "AREA")
    d.size = size
    d.energy = nits * K * math.pi * size * size
    o = bpy.data.objects.new("area", d)
    o.location = y_up(*position)
    o.rotation_euler = (y_up(*target) - o.location).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(o)


def row(out, ids, angle=0.5, width=960, height=420, lens=60):
    """Things side by side on grey, lit by a big soft lamp from the left."""
    start(width, height, 16, 0.9)
    sky(350, 0, colour=(0.9, 0.95, 1.0))
    ground()
    x, gap, tall = 0.0, 0.18, 0.3
    spots = []
    for i in ids:
        id, _, variant = i.partition(":")
        t = json.loads((ASSETS / "things" / id / "thing.json").read_text())
        lo, hi = t["bounds"]["min"], t["bounds"]["max"]
        r = max(abs(math.cos(angle)) * (hi[0] - lo[0]) + abs(math.sin(angle)) * (hi[2] - lo[2]), 0.05)
        spots.append((id, variant or None, x + r / 2))
        x += r + min(gap, 0.4 * r)
        tall = max(tall, hi[1])
    w = x
    for id, variant, px in spots:
        put(id, (px - w / 2, 0, 0), angle, variant)
    half = math.atan(24.9 / 2 / lens)
    d = max(w / 2 / math.tan(half), tall / 2 / math.tan(half * height / width)) * 1.12 + 0.3
    area((-d * 0.5, max(tall * 1.6, d * 0.5), d * 0.45), (0, tall / 2, 0), d * 0.35, 9000)
    area((d * 0.6, tall * 1.2, -d * 0.2), (0, tall / 2, 0), d * 0.2, 5000)
    camera((0, tall * 0.55 + d * 0.22, d), (0, tall * 0.42, 0), lens=lens)
    shoot(out)


def macro(out, id, x, y, z, distance="0.6", variant="", heading="0.6"):
    """A close-up at 75 mm of the point x y z on a thing, from its front right, by window light."""
    start(560, 315, 24, 0.6)
    sky(500, 0, colour=(0.8, 0.9, 1.0))
    ground()
    put(id, variant=variant or None)
    p, d, h = [float(v) for v in (x, y, z)], float(distance), float(heading)
    area((p[0] - 1.2, p[1] + 1.0, p[2] + 0.7), p, 0.8, 9000)
    camera((p[0] + d * math.sin(h) * 0.9, p[1] + d * 0.42, p[2] + d * math.cos(h) * 0.9), p, lens=75)
    shoot(out)


ROOM = [
    *[("kit-floor-oak", (x, 0, z), 0, "oak") for x in (-1, 1) for z in (-1, 1)],
    ("kit-wall-window", (-1, 0, -2), 0, "sage"), ("kit-wall-200", (1, 0, -2), 0, "sage"),
    ("kit-wall-100", (-2, 0, -1.5), math.pi / 2, "sage"), ("kit-door-open", (-2, 0, -0.5), math.pi / 2, "sage"), ("kit-wall-200", (-2, 0, 1), math.pi / 2, "sage"),
    ("kit-corner", (-2, 0, -2), 0, "sage"), ("kit-curtains-open", (-1, 0, -2), 0, "flax"),
    ("kit-sofa-2", (0.95, 0.012, -1.35), 0, "moss"), ("kit-cushion", (0.55, 0.47, -1.3), 0.2, "rust"),
    ("kit-coffee-table", (0.9, 0.012, -0.25), 0.0, None), ("kit-rug", (0.8, 0.012, -0.3), math.pi / 2, None),
    ("kit-lamp-floor", (1.75, 0.012, -1.75), 0, None), ("kit-frame-landscape", (0.95, 0, -2), 0, None),
    ("kit-armchair", (-0.75, 0.012, 0.1), 1.1, "ochre"), ("kit-plant", (-1.65, 0.012, -1.6), 0, None),
    ("kit-mug", (0.7, 0.43, -0.2), 0.6, None), ("kit-book", (1.05, 0.43, -0.3), 0.4, None), ("kit-bottle", (0.95, 0.43, -0.12), 0, None), ("kit-glass", (0.82, 0.43, -0.06), 0, None),
    ("kit-sideboard", (-1.76, 0.012, 1.2), math.pi / 2, None), ("kit-lamp-table", (-1.74, 0.672, 1.5), 0, None), ("kit-telephone", (-1.74, 0.672, 1.0), math.pi / 2, None),
]
ROOM_CAMERAS = {"wide": ((1.8, 1.5, 2.9), (-0.3, 0.95, -1.5), 27), "sofa": ((-0.2, 1.15, 1.6), (0.95, 0.75, -1.35), 50), "close": ((0.1, 0.85, 0.8), (0.85, 0.5, -0.3), 75)}


def room(out, time="day", view="wide"):
    start(560, 315, 16, 1.6 if time == "day" else 4.6)
    sky(*((9000, 70000, 0.55, math.pi - 0.5) if time == "day" else (6, 0)))
    ground(grey=0.12, y=-0.01)
    for id, p, h, v in ROOM:
        if (ASSETS / "things" / id / "thing.json").exists():
            put(id, p, h, v, on=time != "day")
    # The other half of the room, unseen, closes it.
    for id, p, h in (("kit-wall-200", (-1, 0, 4), math.pi), ("kit-wall-200", (1, 0, 4), math.pi), ("kit-wall-200", (2, 0, -1), -math.pi / 2), ("kit-wall-200", (2, 0, 1), -math.pi / 2), ("kit-wall-200", (2, 0, 3), -math.pi / 2), ("kit-wall-200", (-2, 0, 3), math.pi / 2),
                     *[("kit-ceiling", (x, 0, z), 0) for x in (-1, 1) for z in (-1, 1, 3)], ("kit-floor-oak", (-1, 0, 3), 0), ("kit-floor-oak", (1, 0, 3), 0)):
        put(id, p, h, "sage" if "wall" in id else None)
    p, target, lens = ROOM_CAMERAS[view]
    camera(p, target, lens=lens)
    shoot(out)


def stage(out, view, time="day", people=True, width=560, height=315, samples=12, exposure=None):
    s = json.loads((ASSETS / "sets" / "stage" / "set.json").read_text())
    start(width, height, samples, (1.2 if time == "day" else 1.4) if exposure is None else exposure)
    sky(*((4500, 60000, 0.9, 2.2) if time == "day" else (1, 0)))
    tame(bring(PLAIN / "stage.glb"))
    for e in s["opening"]:
        if e["kind"] == "actor":
            if people:
                figure(e["position"], e.get("heading", 0))
        else:
            put(e["thing"], e["position"], e.get("heading", 0), e.get("variant"), e.get("on", True), e.get("rotation"))
    c = next(c for c in s["cameras"] if c["id"] == view)
    camera(c["position"], heading=c["heading"], tilt=c["tilt"], lens=c["lens"])
    shoot(out)


if __name__ == "__main__":
    what, out, *rest = sys.argv[1:]
    if what == "row":
        row(out, rest)
    else:
        {"room": room, "stage": stage, "macro": macro}[what](out, *rest)
