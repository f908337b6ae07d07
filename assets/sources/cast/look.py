"""Look at the cast with Cycles: python assets/sources/cast/look.py ana --out FOLDER [--turn] [--face] [--hands] [--clip walk …]

Turnarounds, close-ups at 75 mm, and contact strips of clips (side above, front below), as the file holds them.
"""
import argparse
import io
import os
import pickle
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np  # noqa: E402

import build  # noqa: E402
import human  # noqa: E402
import repertoire  # noqa: E402
import standing  # noqa: E402
import surfaces  # noqa: E402
from cast import CAST  # noqa: E402
from clips import measure, play, tracks  # noqa: E402
from part import limit_weights, vertex_normals  # noqa: E402
from rig import Body  # noqa: E402


def blender_materials(materials, images):
    import bpy
    from PIL import Image

    pics = {}
    for n, d in images.items():
        a = np.asarray(Image.open(io.BytesIO(d)).convert("RGBA"), np.float32) / 255
        im = bpy.data.images.new(n, a.shape[1], a.shape[0], alpha=True, is_data="albedo" not in n)
        im.pixels.foreach_set(np.ascontiguousarray(a[::-1]).ravel())
        im.update()
        pics[n] = im
    out = {}
    for name, m in materials.items():
        b = bpy.data.materials.new(name)
        b.use_nodes = True
        t = b.node_tree
        s = t.nodes["Principled BSDF"]
        pbr = m["pbrMetallicRoughness"]
        link = t.links.new
        factor = pbr.get("baseColorFactor", [1, 1, 1, 1])

        def tex(spec, data):
            n = t.nodes.new("ShaderNodeTexImage")
            n.image = pics[spec if isinstance(spec, str) else spec["index"]]
            return n

        tint = t.nodes.new("ShaderNodeVertexColor")
        tint.layer_name = "tint"
        mix = t.nodes.new("ShaderNodeMix")
        mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
        mix.inputs[0].default_value = 1
        link(tint.outputs[0], mix.inputs[7])
        if "baseColorTexture" in pbr:
            n = tex(pbr["baseColorTexture"], False)
            link(n.outputs[0], mix.inputs[6])
            if m.get("alphaMode") == "MASK":
                g = t.nodes.new("ShaderNodeMath")
                g.operation = "GREATER_THAN"
                g.inputs[1].default_value = m.get("alphaCutoff", 0.5)
                link(n.outputs[1], g.inputs[0])
                link(g.outputs[0], s.inputs["Alpha"])
        else:
            mix.inputs[6].default_value = factor
        link(mix.outputs[2], s.inputs["Base Color"])
        s.inputs["Roughness"].default_value = pbr.get("roughnessFactor", 1)
        if "metallicRoughnessTexture" in pbr:
            n = tex(pbr["metallicRoughnessTexture"], True)
            sep = t.nodes.new("ShaderNodeSeparateColor")
            link(n.outputs[0], sep.inputs[0])
            link(sep.outputs[1], s.inputs["Roughness"])
        if "normalTexture" in m:
            spec = m["normalTexture"]
            n = tex(spec, True)
            nm = t.nodes.new("ShaderNodeNormalMap")
            nm.inputs[0].default_value = spec.get("scale", 1) if isinstance(spec, dict) else 1
            link(n.outputs[0], nm.inputs[1])
            link(nm.outputs[0], s.inputs["Normal"])
        out[name] = b
    return out


class Stage:
    """A grey room with a key, a fill and a sky; figures are dropped in as posed copies. Y-up figures are turned to Z-up."""

    def __init__(self, samples):
        import bpy

        self.bpy = bpy
        sc = bpy.context.scene
        sc.render.engine = "CYCLES"
        sc.cycles.samples = samples
        sc.cycles.use_denoising = True
        sc.cycles.max_bounces = 4
        sc.cycles.transparent_max_bounces = 24
        sc.render.threads_mode, sc.render.threads = "FIXED", 2
        sc.view_settings.view_transform = "AgX"
        w = bpy.data.worlds.new("w")
        sc.world = w
        w.use_nodes = True
        w.node_tree.nodes["Background"].inputs[0].default_value = (0.55, 0.62, 0.72, 1)
        w.node_tree.nodes["Background"].inputs[1].default_value = 0.55
        sun = bpy.data.lights.new("sun", "SUN")
        sun.energy, sun.angle, sun.color = 2.6, 0.12, (1, 0.95, 0.88)
        o = bpy.data.objects.new("sun", sun)
        o.rotation_euler = (0.85, 0, -0.6)
        sc.collection.objects.link(o)
        self.objects = []

    def floor(self):
        bpy = self.bpy
        bpy.ops.mesh.primitive_plane_add(size=60)
        m = bpy.data.materials.new("floor")
        m.use_nodes = True
        m.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.30, 0.30, 0.30, 1)
        bpy.context.object.data.materials.append(m)

    def box(self, lo, hi):
        bpy = self.bpy
        lo, hi = np.array(lo), np.array(hi)
        c, s = (lo + hi) / 2, hi - lo
        bpy.ops.mesh.primitive_cube_add(size=1, location=(c[0], -c[2], c[1]))
        bpy.context.object.scale = (s[0], s[2], s[1])
        self.objects.append(bpy.context.object)

    def figure(self, parts, mats, co, normals, at=(0, 0), yaw=0.0):
        bpy = self.bpy
        c, s = np.cos(yaw), np.sin(yaw)
        for p, x, n in zip(parts, co, normals):
            def turn(v):
                v = np.stack([c * v[:, 0] + s * v[:, 2], v[:, 1], -s * v[:, 0] + c * v[:, 2]], 1)
                return np.stack([v[:, 0], -v[:, 2], v[:, 1]], 1)
            me = bpy.data.meshes.new(p.material)
            me.from_pydata((turn(x) + [at[0], at[1], 0]).tolist(), [], p.faces)
            me.uv_layers.new(name="UVMap").data.foreach_set("uv", np.array([q for f in p.uv for q in f], np.float32).ravel())
            a = me.color_attributes.new("tint", "FLOAT_COLOR", "POINT")
            a.data.foreach_set("color", np.concatenate([p.colour, np.ones((len(x), 1))], 1).astype(np.float32).ravel())
            me.polygons.foreach_set("use_smooth", np.ones(len(p.faces), bool))
            me.normals_split_custom_set_from_vertices(turn(n).tolist())
            me.materials.append(mats[p.material])
            o = bpy.data.objects.new(p.material, me)
            bpy.context.scene.collection.objects.link(o)
            self.objects.append(o)

    def clear(self):
        for o in self.objects:
            self.bpy.data.objects.remove(o)
        self.objects = []

    def shoot(self, path, eye, target, size, lens=None, ortho=None):
        from mathutils import Vector

        bpy = self.bpy
        cam = bpy.data.cameras.new("c")
        o = bpy.data.objects.new("c", cam)
        f = lambda v: Vector((v[0], -v[2], v[1]))
        o.location = f(eye)
        o.rotation_euler = (f(target) - f(eye)).to_track_quat("-Z", "Y").to_euler()
        if ortho:
            cam.type, cam.ortho_scale = "ORTHO", ortho
        else:
            cam.sensor_width, cam.lens = 36, lens
        sc = bpy.context.scene
        sc.collection.objects.link(o)
        sc.camera = o
        sc.render.resolution_x, sc.render.resolution_y = size
        sc.render.filepath = path
        bpy.ops.render.render(write_still=True)
        bpy.data.objects.remove(o)


def bpy_plane(shown):
    import bpy

    for o in bpy.data.objects:
        if o.name.startswith("Plane"):
            o.hide_render = not shown


def posed(parts, h, R, P, morphs=None):
    """Skinned positions and normals of each part for one moment (world rotations and places by bone)."""
    order = h.order
    RR = np.array([R[b] for b in order])
    TT = np.array([P[b] - R[b] @ h.joints[b] for b in order])
    out, ns = [], []
    for p in parts:
        w = limit_weights(p.weights)
        co = p.co.copy()
        for m, k in (morphs or {}).items():
            if m in p.morphs:
                co += k * p.morphs[m]
        M = np.einsum("vb,bij->vij", w, RR)
        out.append(np.einsum("vij,vj->vi", M, co) + w @ TT)
        n0 = p.normals if p.normals is not None else vertex_normals(co, p.faces)
        n = np.einsum("vij,vj->vi", M, n0)
        ns.append(n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9))
    return out, ns


def main():
    a = argparse.ArgumentParser()
    a.add_argument("name")
    a.add_argument("--out", default="/tmp/look")
    a.add_argument("--kept", help="folder given to build.py --keep")
    a.add_argument("--turn", action="store_true")
    a.add_argument("--face", action="store_true")
    a.add_argument("--all", action="store_true", help="faces from the side and behind too")
    a.add_argument("--hands", action="store_true")
    a.add_argument("--morphs", action="store_true")
    a.add_argument("--rest", action="store_true")
    a.add_argument("--clip", nargs="*", default=[])
    a.add_argument("--poses", nargs="*", default=[], help="moments to set side by side, as clip@seconds")
    a.add_argument("--yaw", type=float, default=0.6)
    a.add_argument("--frames", type=int, default=8)
    a.add_argument("--samples", type=int, default=24)
    a.add_argument("--scale", type=float, default=1.0)
    args = a.parse_args()
    os.makedirs(args.out, exist_ok=True)
    if args.kept:
        import bpy

        bpy.ops.wm.read_factory_settings(use_empty=True)
        with open(os.path.join(args.kept, f"{args.name}.pickle"), "rb") as f:
            h, parts, shoe, materials, images = pickle.load(f)
    else:
        h, parts, shoe = build.make(CAST[args.name], human.read_base())
        materials, images = surfaces.materials(h, parts)
    body = Body(h, shoe)
    stage = Stage(args.samples)
    stage.floor()
    mats = blender_materials(materials, images)
    H = h.spec["height"]
    name = lambda s: os.path.join(args.out, f"{args.name}-{s}.png")
    px = lambda w, q: (int(w * args.scale), int(q * args.scale))
    every = {c.name: c for c in repertoire.clips(body, args.name)} if args.clip or args.poses else {}
    R, P = body.solve(standing.stance(body, args.name))
    rest = ({b: np.eye(3) for b in h.order}, h.joints)
    if args.rest:
        R, P = rest
    co, ns = posed(parts, h, R, P)
    if args.turn:
        for i in range(4):
            stage.figure(parts, mats, co, ns, ((i - 1.5) * 0.9 * H / 1.7, 0), i * np.pi / 2)
        stage.shoot(name("turn"), (0, H * 0.62, 7.0), (0, H * 0.5, 0), px(1400, 760), ortho=3.7 * H / 1.7)
        stage.clear()
    eyes = (P["eye_l"] + P["eye_r"]) / 2
    if args.face:
        stage.figure(parts, mats, co, ns)
        t = eyes - [0, 0.035, 0]
        stage.shoot(name("face"), t + [0.16, 0.02, 0.92], t, px(760, 760), lens=75)
        if not args.all:
            stage.clear()
    if args.face and args.all:
        stage.shoot(name("face-side"), t + [0.95, 0.02, 0.2], t + [0, 0, -0.06], px(560, 560), lens=75)
        stage.shoot(name("face-back"), t + [-0.5, 0.2, -1.0], t + [0, -0.06, -0.06], px(560, 560), lens=75)
        stage.clear()
    if args.morphs:
        for m in ("blink", "smile", "mouthOpen", "browUp"):
            c2, n2 = posed(parts, h, R, P, {m: 1})
            stage.figure(parts, mats, c2, n2)
            t = eyes - [0, 0.035, 0]
            stage.shoot(name(f"morph-{m}"), t + [0.1, 0.0, 1.2], t, px(420, 420), lens=85)
            stage.clear()
    if args.hands:
        stage.figure(parts, mats, co, ns)
        for s in "lr":
            t = P[f"middle_01_{s}"]
            sg = 1 if s == "l" else -1
            stage.shoot(name(f"hand-{s}"), t + [sg * 0.55, 0.15, 0.55], t, px(420, 420), lens=85)
        stage.clear()
    if args.poses:
        step = 0.92 * H / 1.7
        n = (len(args.poses) + 1) // 2
        for i, word in enumerate(args.poses):
            clip_name, at = word.split("@")
            clip = every[clip_name]
            ts, RR, PP = play(body, tracks(body, clip), clip.seconds, 30)
            k = min(len(ts) - 1, int(round(float(at) * 30)))
            c2, n2 = posed(parts, h, {b: RR[b][k] for b in h.order}, {b: PP[b][k] for b in h.order})
            stage.figure(parts, mats, c2, n2, ((i % n - (n - 1) / 2) * step, 0), args.yaw)
            for o in stage.objects[-len(parts):]:
                o.location.z -= 0 if i < n else 1.12 * H
        bpy_plane(False)
        stage.shoot(name("poses"), (0, H * -0.02, 8), (0, H * -0.02, 0), px(1500, int(1500 * 2.3 * H / (n * step))), ortho=n * step)
        stage.clear()
    for clip_name in args.clip or []:
        clip = every[clip_name]
        trs = tracks(body, clip)
        print(clip_name, measure(body, clip, trs))
        ts, RR, PP = play(body, trs, clip.seconds, 60)
        n = args.frames
        step = 0.95 * H / 1.7
        stop = len(ts) - (1 if not clip.loop else 1 + (len(ts) - 1) // n)
        for k in range(n):
            i = int(round(k * stop / (n - 1)))
            R, P = {b: RR[b][i] for b in h.order}, {b: PP[b][i] for b in h.order}
            co, ns = posed(parts, h, R, P)
            for row, yaw in ((0, np.pi / 2), (1, 0.0)):
                stage.figure(parts, mats, co, ns, ((k - (n - 1) / 2) * step, 6 * row), yaw)
        # two rows in one picture: the far row stands on a second camera line
        a_path, b_path = name(f"{clip_name}-a"), name(f"{clip_name}-b")
        size = px(1500, 420)
        for o in stage.objects:
            o.hide_render = o.data.vertices[0].co.y > 3
        stage.shoot(a_path, (0, H * 0.55, 6), (0, H * 0.52, 0), size, ortho=n * step)
        for o in stage.objects:
            o.hide_render = not o.hide_render
        stage.shoot(b_path, (0, H * 0.55, 0), (0, H * 0.52, -6), size, ortho=n * step)
        stage.clear()
        from PIL import Image

        top, bottom = Image.open(a_path), Image.open(b_path)
        both = Image.new("RGB", (top.width, top.height * 2))
        both.paste(top.convert("RGB"), (0, 0))
        both.paste(bottom.convert("RGB"), (0, top.height))
        both.save(name(f"clip-{clip_name}"))
        os.remove(a_path)
        os.remove(b_path)


if __name__ == "__main__":
    main()
