"""The path tracer: Cycles draws the moment that the client's anchors show, from the same triangles, materials, poses,
sun, sky and lamps. In: models as training/footage/models.ts decodes them, and what stood there. Out: passes as arrays.

Light is over the look's key luminance, as in the anchors: a surface under E lux has irradiance E / key, so a diffuse
pass without its colour is irradiance / pi over key. Space: Blender's axes are made the world's (Y up) by using world
coordinates as they are; only the camera, sun and lamps need turning, since they look along their own -Z, as here.
Needs `bpy` (the PyPI package).
"""

import json
import math
import os
import sys
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Quaternion, Vector

from . import exr

#: Samples of the pixel's middle: so wide is the square that they fall in, pixels. Anchors are taken at the middle.
FILTER = 0.5
#: Radius of a lamp's glowing part, metres, by thing; the engine's lamps are points.
LAMP_RADIUS = {
    "kit-softbox": 0.45, "kit-softbox-hung": 0.5, "kit-spacelight": 0.3, "kit-worklight": 0.25, "kit-fresnel": 0.08,
    "kit-fresnel-hung": 0.08, "street-lamp": 0.1, "kit-lamp-floor": 0.1, "kit-lamp-table": 0.08,
}
TYPES = {"Float32Array": np.float32, "Int8Array": np.int8, "Uint8Array": np.uint8, "Uint32Array": np.uint32}


class Model:
    """A decoded asset: pieces of numpy arrays, materials as plain numbers."""

    def __init__(self, folder: Path, name: str) -> None:
        about = json.loads((folder / f"{name}.json").read_text())
        data = (folder / f"{name}.bin").read_bytes()

        def array(span: dict | None) -> np.ndarray | None:
            if span is None:
                return None
            kind = TYPES[span["type"]]
            return np.frombuffer(data, kind, span["bytes"] // np.dtype(kind).itemsize, span["at"])

        self.name = name
        self.folder = folder
        self.materials = about["materials"]
        self.images = about["images"]
        self.pieces = []
        for piece in about["pieces"]:
            made = {key: array(value) if isinstance(value, dict) or value is None else value for key, value in piece.items()}
            made["positions"] = made["positions"].reshape(-1, 3)
            made["normals"] = made["normals"].reshape(-1, 4)[:, :3].astype(np.float32) / 127
            made["uvs"] = made["uvs"].reshape(-1, 2)
            self.pieces.append(made)


class Tracer:
    """One Blender scene, filled from a scene of footage and moved from frame to frame."""

    def __init__(self, models: Path, samples: int = 8, bounces: int = 4, threads: int = 1) -> None:
        self.models = models
        self.cache: dict[str, Model] = {}
        self.meshes: dict[tuple, bpy.types.Mesh] = {}
        self.surfaces: dict[tuple, bpy.types.Material] = {}
        self.objects: dict[tuple, bpy.types.Object] = {}
        self.lamps: list[bpy.types.Object] = []
        bpy.ops.wm.read_factory_settings(use_empty=True)
        scene = bpy.context.scene
        self.scene = scene
        scene.render.engine = "CYCLES"
        scene.render.threads_mode = "FIXED"
        scene.render.threads = threads
        scene.render.use_persistent_data = True
        scene.render.resolution_percentage = 100
        scene.render.film_transparent = True
        c = scene.cycles
        c.device = "CPU"
        c.samples = samples
        c.use_adaptive_sampling = False
        c.use_denoising = False
        c.max_bounces = bounces
        c.diffuse_bounces = bounces
        c.glossy_bounces = bounces
        c.transparent_max_bounces = 24
        c.transmission_bounces = 0
        c.caustics_reflective = False
        c.caustics_refractive = False
        c.sample_clamp_direct = 0
        c.sample_clamp_indirect = 10
        c.use_light_tree = True
        c.debug_use_spatial_splits = True
        c.pixel_filter_type = "BOX"
        c.filter_width = FILTER
        c.blur_glossy = 0.5
        layer = scene.view_layers[0]
        for name in ("z", "normal", "diffuse_direct", "diffuse_indirect", "diffuse_color", "glossy_direct",
                     "glossy_indirect", "glossy_color", "emit"):
            setattr(layer, f"use_pass_{name}", True)
        scene.render.image_settings.file_format = "OPEN_EXR_MULTILAYER"
        scene.render.image_settings.color_depth = "32"
        scene.render.image_settings.exr_codec = "NONE"
        scene.render.use_file_extension = False
        camera = bpy.data.cameras.new("camera")
        camera.clip_start = 0.05
        camera.clip_end = 3000
        self.camera = bpy.data.objects.new("camera", camera)
        scene.collection.objects.link(self.camera)
        scene.camera = self.camera
        self.sun = bpy.data.objects.new("sun", bpy.data.lights.new("sun", "SUN"))
        self.sun.data.angle = 2 * 0.00465
        scene.collection.objects.link(self.sun)
        world = bpy.data.worlds.new("sky")
        scene.world = world
        world.use_nodes = True
        world.cycles.sampling_method = "MANUAL"
        world.cycles.sample_map_resolution = 512
        nodes = world.node_tree.nodes
        self.sky = nodes.new("ShaderNodeTexEnvironment")
        world.node_tree.links.new(self.sky.outputs["Color"], nodes["Background"].inputs["Color"])
        # Housings cast no shadow in the light of lamps.
        self.blockers = bpy.data.collections.new("blockers")

    # Models and materials -------------------------------------------------------------------------------------------

    def model(self, name: str) -> Model:
        if name not in self.cache:
            self.cache[name] = Model(self.models, name)
        return self.cache[name]

    def surface(self, model: Model, index: int, lamp: bool) -> bpy.types.Material:
        """A material as pass/surfaces.ts reads it. `lamp`: what glows is the lamp itself, which lights as a light."""
        key = (model.name, index, lamp)
        if key in self.surfaces:
            return self.surfaces[key]
        m = model.materials[index]
        made = bpy.data.materials.new(f"{model.name}.{index}")
        made.use_nodes = True
        tree = made.node_tree
        tree.nodes.clear()
        link = tree.links.new

        def node(kind: str, **values: object) -> bpy.types.Node:
            one = tree.nodes.new(kind)
            for name, value in values.items():
                setattr(one, name, value)
            return one

        def image(index: int) -> bpy.types.Node | None:
            if index < 0:
                return None
            path = str(model.folder / model.images[str(index)])
            tex = node("ShaderNodeTexImage")
            tex.image = bpy.data.images.load(path, check_existing=True)
            tex.image.colorspace_settings.name = "Non-Color"
            tex.image.alpha_mode = "CHANNEL_PACKED"
            return tex

        def gamma(socket: bpy.types.NodeSocket) -> bpy.types.NodeSocket:
            one = node("ShaderNodeGamma")
            one.inputs["Gamma"].default_value = 2.2
            link(socket, one.inputs["Color"])
            return one.outputs["Color"]

        def times(a: bpy.types.NodeSocket | None, b: bpy.types.NodeSocket | list) -> bpy.types.NodeSocket:
            one = node("ShaderNodeVectorMath", operation="MULTIPLY")
            if a is None:
                one.inputs[0].default_value = (1, 1, 1)
            else:
                link(a, one.inputs[0])
            if isinstance(b, list):
                one.inputs[1].default_value = b
            else:
                link(b, one.inputs[1])
            return one.outputs[0]

        def attribute(name: str, kind: str = "GEOMETRY") -> bpy.types.Node:
            return node("ShaderNodeAttribute", attribute_name=name, attribute_type=kind)

        base = image(m["baseImage"])
        tinted = gamma(base.outputs["Color"]) if base else None
        vertex = attribute("colour").outputs["Color"]
        own = times(times(tinted, [float(v) for v in m["base"][:3]]), vertex)
        if m["paint"]:
            paint = attribute("paint", "OBJECT")
            share = attribute("painted", "OBJECT")
            painted = times(times(tinted, vertex), paint.outputs["Color"])
            mix = node("ShaderNodeMix", data_type="VECTOR", clamp_factor=True)
            link(share.outputs["Fac"], mix.inputs["Factor"])
            link(own, mix.inputs["A"] if "A" in mix.inputs else mix.inputs[4])
            sockets = [s for s in mix.inputs if s.type == "VECTOR"]
            link(own, sockets[-2])
            link(painted, sockets[-1])
            own = [s for s in mix.outputs if s.type == "VECTOR"][0]
        shader = node("ShaderNodeBsdfPrincipled", distribution="GGX")
        link(own, shader.inputs["Base Color"])
        shader.inputs["IOR"].default_value = 1.5
        rough = image(m["surfaceImage"])
        if rough:
            split = node("ShaderNodeSeparateColor")
            link(rough.outputs["Color"], split.inputs["Color"])
            scaled = node("ShaderNodeMath", operation="MULTIPLY")
            link(split.outputs["Green"], scaled.inputs[0])
            scaled.inputs[1].default_value = m["roughness"]
            least = node("ShaderNodeMath", operation="MAXIMUM")
            link(scaled.outputs[0], least.inputs[0])
            least.inputs[1].default_value = 0.045
            link(least.outputs[0], shader.inputs["Roughness"])
            metal = node("ShaderNodeMath", operation="MULTIPLY")
            link(split.outputs["Blue"], metal.inputs[0])
            metal.inputs[1].default_value = m["metallic"]
            link(metal.outputs[0], shader.inputs["Metallic"])
        else:
            shader.inputs["Roughness"].default_value = max(m["roughness"], 0.045)
            shader.inputs["Metallic"].default_value = m["metallic"]
        bump = image(m["normalImage"])
        if bump and m["normalScale"] > 0:
            mapped = node("ShaderNodeNormalMap", uv_map="uv")
            link(bump.outputs["Color"], mapped.inputs["Color"])
            mapped.inputs["Strength"].default_value = m["normalScale"]
            link(mapped.outputs["Normal"], shader.inputs["Normal"])
        if max(m["emissive"]) > 0:
            glow = image(m["emissiveImage"])
            colour = times(gamma(glow.outputs["Color"]) if glow else None, [float(v) for v in m["emissive"]])
            link(colour, shader.inputs["Emission Color"])
            level = attribute("night" if m["night"] else "glow", "OBJECT").outputs["Fac"]
            if lamp:
                path = node("ShaderNodeLightPath")
                seen = node("ShaderNodeMath", operation="MULTIPLY")
                link(level, seen.inputs[0])
                link(path.outputs["Is Camera Ray"], seen.inputs[1])
                level = seen.outputs[0]
                made.cycles.emission_sampling = "NONE"
            link(level, shader.inputs["Emission Strength"])
        out = node("ShaderNodeOutputMaterial")
        result = shader.outputs["BSDF"]
        if m["mask"] and base:
            alpha = node("ShaderNodeMath", operation="GREATER_THAN")
            scaled = node("ShaderNodeMath", operation="MULTIPLY")
            link(base.outputs["Alpha"], scaled.inputs[0])
            scaled.inputs[1].default_value = m["base"][3]
            link(scaled.outputs[0], alpha.inputs[0])
            alpha.inputs[1].default_value = m["cutoff"]
            clear = node("ShaderNodeBsdfTransparent")
            mixed = node("ShaderNodeMixShader")
            link(alpha.outputs[0], mixed.inputs["Fac"])
            link(clear.outputs["BSDF"], mixed.inputs[1])
            link(result, mixed.inputs[2])
            result = mixed.outputs["Shader"]
        link(result, out.inputs["Surface"])
        self.surfaces[key] = made
        return made

    def mesh(self, model: Model, number: int, lamp: bool, own: object = None) -> bpy.types.Mesh:
        """Triangles of a piece; `own` makes a copy for what is posed by itself."""
        key = (model.name, number, lamp, own)
        if key in self.meshes:
            return self.meshes[key]
        piece = model.pieces[number]
        positions = piece["positions"]
        faces = piece["indices"].reshape(-1, 3)
        made = bpy.data.meshes.new(f"{model.name}.{number}")
        made.vertices.add(len(positions))
        made.vertices.foreach_set("co", np.ascontiguousarray(positions, np.float32).ravel())
        made.loops.add(faces.size)
        made.loops.foreach_set("vertex_index", np.ascontiguousarray(faces, np.int32).ravel())
        made.polygons.add(len(faces))
        made.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
        made.polygons.foreach_set("use_smooth", np.ones(len(faces), bool))
        made.update(calc_edges=True)
        uv = made.uv_layers.new(name="uv")
        flipped = piece["uvs"][faces.ravel()].astype(np.float32)
        flipped = np.stack([flipped[:, 0], 1 - flipped[:, 1]], 1)
        uv.data.foreach_set("uv", flipped.ravel())
        colour = made.attributes.new("colour", "FLOAT_COLOR", "POINT")
        values = np.ones((len(positions), 4), np.float32)
        if piece["colours"] is not None:
            values[:, :3] = (piece["colours"].reshape(-1, 4)[:, :3].astype(np.float32) / 255) ** 2
        colour.data.foreach_set("color", values.ravel())
        made.materials.append(self.surface(model, piece["material"], lamp))
        turned(made, piece["normals"])
        self.meshes[key] = made
        return made

    # The scene --------------------------------------------------------------------------------------------------------

    def show(self, key: tuple, mesh: bpy.types.Mesh) -> bpy.types.Object:
        one = self.objects.get(key)
        if one is None:
            one = bpy.data.objects.new("-".join(str(k) for k in key), mesh)
            self.scene.collection.objects.link(one)
            self.objects[key] = one
        return one

    def stage(self, set_name: str, standing: dict, light: dict) -> None:
        """Puts everything where it stands."""
        key = light["key"]
        used = set()
        burning = {lamp["entity"] for lamp in standing["lamps"]}
        model = self.model(f"set-{set_name}")
        for number, piece in enumerate(model.pieces):
            if model.materials[piece["material"]]["glass"] or piece["node"] in standing["hidden"]:
                continue
            name = ("set", set_name, number)
            one = self.show(name, self.mesh(model, number, False))
            facts(one, None, 1 / key, light["night"] / key)
            used.add(name)
        housings = []
        for placed in standing["placed"]:
            if placed["boxed"]:
                continue
            model = self.model(placed["asset"])
            lamp = placed["entity"] in burning
            for number, piece in enumerate(model.pieces):
                if piece["node"] != placed["node"] or model.materials[piece["material"]]["glass"]:
                    continue
                posed = placed["bones"] is not None and piece["joints"] is not None
                own = placed["entity"] if posed else None
                name = (placed["entity"], placed["asset"], number, lamp)
                one = self.show(name, self.mesh(model, number, lamp, own))
                rows = np.array(placed["rows"], float).reshape(3, 4)
                one.matrix_world = Matrix([*rows.tolist(), [0, 0, 0, 1]])
                facts(one, placed["paint"], placed["glow"] / key, placed["glow"] * light["night"] / key)
                if posed:
                    pose(self.meshes[(model.name, number, lamp, own)], piece, placed)
                if lamp:
                    housings.append(one)
                used.add(name)
        for name, one in self.objects.items():
            if one.hide_render != (name not in used):
                one.hide_render = name not in used
        self.light(standing["lamps"], light, housings, {p["entity"]: p["asset"] for p in standing["placed"]})

    def forget(self) -> None:
        """Takes everything away but what is of the set: a new scene."""
        for name in [n for n in self.objects if n[0] != "set"]:
            bpy.data.objects.remove(self.objects.pop(name))
        for name in [n for n in self.meshes if n[3] is not None]:
            bpy.data.meshes.remove(self.meshes.pop(name))

    def light(self, lamps: list, light: dict, housings: list, assets: dict) -> None:
        key = light["key"]
        lux = np.array(light["illuminance"]) / key
        strength = float(lux.max())
        sun = self.sun
        sun.data.energy = strength
        sun.data.color = (lux / max(strength, 1e-12)).tolist()
        sun.rotation_mode = "QUATERNION"
        sun.rotation_quaternion = Vector(light["direction"]).to_track_quat("Z", "Y")
        sky = (key, tuple(light["ground"]), tuple(light["table"][:64]), tuple(light["sunDirection"]))
        if getattr(self, "skied", None) != sky:
            self.skied = sky
            self.paint_sky(light)
        while len(self.lamps) < len(lamps):
            one = bpy.data.objects.new("lamp", bpy.data.lights.new("lamp", "POINT"))
            self.scene.collection.objects.link(one)
            one.visible_camera = False
            one.light_linking.blocker_collection = self.blockers
            self.lamps.append(one)
        for one in self.lamps[len(lamps):]:
            one.hide_render = True
        for one in list(self.blockers.objects):
            if one not in housings:
                self.blockers.objects.unlink(one)
        for one in housings:
            if one.name not in self.blockers.objects:
                self.blockers.objects.link(one)
        for item in self.blockers.collection_objects:
            item.light_linking.link_state = "EXCLUDE"
        for one, lamp in zip(self.lamps, lamps):
            spot = lamp["spot"] == 1
            wanted = "SPOT" if spot else "POINT"
            if one.data.type != wanted:
                one.data.type = wanted
            one.hide_render = False
            colour = np.array(lamp["colour"]) / key
            strength = float(colour.max())
            one.data.energy = strength * CANDELA
            one.data.color = (colour / max(strength, 1e-12)).tolist()
            one.data.shadow_soft_size = LAMP_RADIUS.get(assets.get(lamp["entity"], ""), 0.04)
            one.location = lamp["place"]
            if spot:
                one.data.spot_size = min(2 * math.acos(lamp["cosine"]), math.pi)
                one.data.spot_blend = 0.5
                one.rotation_mode = "QUATERNION"
                one.rotation_quaternion = (-Vector(lamp["direction"])).to_track_quat("Z", "Y")

    def paint_sky(self, light: dict) -> None:
        """The engine's sky table and ground as an equirectangular picture, over key."""
        w, h = 512, 256
        table = np.array(light["table"], np.float64).reshape(light["rows"], light["columns"], 4)[:, :, :3]
        sun = np.array(light["sunDirection"])
        # Blender maps a direction by its own XY plane and Z; world Y is up here, so directions are turned by the mapping
        # node below.
        u = (np.arange(w) + 0.5) / w
        v = (np.arange(h) + 0.5) / h
        azimuth = (u - 0.5) * 2 * math.pi
        elevation = (v - 0.5) * math.pi
        a, e = np.meshgrid(azimuth, elevation)
        # In Blender u = 0.5 - atan2(y, x) / (2 pi).
        d = np.stack([np.cos(a) * np.cos(e), -np.sin(a) * np.cos(e), np.sin(e)], -1)
        # Turned so that its Z is the world's Y: (x, y, z) there is (x, -z, y) here, that is world = (x, z, -y).
        world = np.stack([d[..., 0], d[..., 2], -d[..., 1]], -1)
        colour = sample_sky(table, sun, np.array(light["ground"]), world) / light["key"]
        if self.sky.image is None:
            tree = self.scene.world.node_tree
            coordinate = tree.nodes.new("ShaderNodeTexCoord")
            mapping = tree.nodes.new("ShaderNodeMapping")
            mapping.inputs["Rotation"].default_value = (math.pi / 2, 0, 0)
            tree.links.new(coordinate.outputs["Generated"], mapping.inputs["Vector"])
            tree.links.new(mapping.outputs["Vector"], self.sky.inputs["Vector"])
        # A new image each time: Cycles keeps the old one's pixels.
        old = self.sky.image
        image = bpy.data.images.new("sky", w, h, float_buffer=True, is_data=True)
        pixels = np.ones((h, w, 4), np.float32)
        pixels[..., :3] = colour
        image.pixels.foreach_set(pixels.ravel())
        image.pack()
        self.sky.image = image
        if old is not None:
            bpy.data.images.remove(old)

    def shoot(self, pose: dict, width: int, height: int, seed: int = 0) -> dict[str, np.ndarray]:
        """Passes of a frame, rows from the top."""
        scene = self.scene
        scene.render.resolution_x = width
        scene.render.resolution_y = height
        scene.cycles.seed = seed
        camera = self.camera
        camera.data.sensor_fit = "HORIZONTAL"
        camera.data.sensor_width = 24.89
        camera.data.lens = pose["focal"]
        # Roll about Z first, then tilt about X, then heading about Y.
        turn = (Quaternion((0, 1, 0), pose["heading"]) @ Quaternion((1, 0, 0), pose["tilt"]) @ Quaternion((0, 0, 1), pose["roll"]))
        camera.rotation_mode = "QUATERNION"
        camera.rotation_quaternion = turn
        camera.location = pose["position"]
        file = f"/dev/shm/holdfast-{os.getpid()}.exr"
        scene.render.filepath = file
        quietly(lambda: bpy.ops.render.render(write_still=True))
        passes = exr.read(file)
        os.unlink(file)

        def three(name: str, keys: str = "RGB") -> np.ndarray:
            return np.stack([passes[f"ViewLayer.{name}.{k}"] for k in keys], -1)

        normal = three("Normal", "XYZ")
        # World to view.
        view = np.array(turn.to_matrix().transposed())
        return {
            "depth": passes["ViewLayer.Depth.Z"] if "ViewLayer.Depth.Z" in passes else passes["ViewLayer.Depth.V"],
            "normal": normal @ view.T,
            "albedo": three("DiffCol"),
            "direct": three("DiffDir"),
            "indirect": three("DiffInd"),
            "specular": (three("GlossDir") + three("GlossInd")) * three("GlossCol"),
            "emit": three("Emit"),
        }


#: Watts of a Blender point light for one candela.
CANDELA = 4 * math.pi


def quietly(work) -> None:
    """Without the renderer's own words on standard output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        work()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def facts(one: bpy.types.Object, paint: list | None, glow: float, night: float) -> None:
    """What materials ask of an object. Writing the same again would make Cycles load it anew."""
    values = (tuple(paint) if paint else (0.0, 0.0, 0.0, 0.0), glow, night)
    if one.get("facts") == str(values):
        return
    one["facts"] = str(values)
    one["paint"] = list(values[0][:3])
    one["painted"] = float(values[0][3])
    one["glow"] = glow
    one["night"] = night
    one.update_tag()


def turned(mesh: bpy.types.Mesh, normals: np.ndarray) -> None:
    """Shading normals of the vertices."""
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    own = mesh.attributes.get("custom_normal") or mesh.attributes.new("custom_normal", "FLOAT_VECTOR", "POINT")
    own.data.foreach_set("vector", np.ascontiguousarray(normals / np.maximum(length, 1e-6), np.float32).ravel())


def pose(mesh: bpy.types.Mesh, piece: dict, placed: dict) -> None:
    """Skins a piece as pass/forms.ts does."""
    bones = np.array(placed["bones"], np.float32).reshape(-1, 3, 4)
    joints = piece["joints"].reshape(-1, 4).astype(int)
    weights = piece["weights"].reshape(-1, 4)
    rest = piece["positions"].astype(np.float32)
    if piece["blink"] is not None:
        rest = rest + piece["blink"].reshape(-1, 3) * placed["blink"]
    blended = (bones[joints] * weights[:, :, None, None]).sum(1)
    places = np.einsum("nij,nj->ni", blended[:, :, :3], rest) + blended[:, :, 3]
    normals = np.einsum("nij,nj->ni", blended[:, :, :3], piece["normals"])
    mesh.vertices.foreach_set("co", np.ascontiguousarray(places, np.float32).ravel())
    turned(mesh, normals)
    mesh.update()


def sample_sky(table: np.ndarray, sun: np.ndarray, ground: np.ndarray, d: np.ndarray) -> np.ndarray:
    """shared/look/sky.ts `sample` for many directions: luminance, cd/m2."""
    rows, columns = table.shape[:2]
    y = d[..., 1]
    up = np.where(y < 0, 0.004, y)
    v = np.sqrt(np.arcsin(np.clip(up, 0, 1)) / (math.pi / 2)) * (rows - 1)
    flat = np.maximum(np.hypot(d[..., 0], d[..., 2]) * math.hypot(sun[0], sun[2]), 1e-9)
    cosine = np.clip((d[..., 0] * sun[0] + d[..., 2] * sun[2]) / flat, -1, 1)
    u = np.arccos(cosine) / math.pi * (columns - 1)
    u0 = np.minimum(u.astype(int), columns - 2)
    v0 = np.minimum(v.astype(int), rows - 2)
    fu = (u - u0)[..., None]
    fv = (v - v0)[..., None]
    above = (table[v0, u0] * (1 - fu) + table[v0, u0 + 1] * fu) * (1 - fv) + (
        table[v0 + 1, u0] * (1 - fu) + table[v0 + 1, u0 + 1] * fu) * fv
    f = np.clip(-y * 12, 0, 1)[..., None]
    return above * (1 - f) + ground * f
