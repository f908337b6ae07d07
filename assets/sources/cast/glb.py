"""Write one actor as a plain `.glb` (packing comes after): parts, skeleton, pictures and clips in; bytes out.

Two meshes on one skin: `face` (materials whose vertices move with morphs: skin, hair) and `dress` (the rest).
Bones rest with identity rotation, so a joint's inverse bind matrix is a translation.
"""
import json
import struct

import numpy as np

from part import limit_weights, triangulate, vertex_normals

FLOAT, USHORT, UBYTE, UINT, SHORT = 5126, 5123, 5121, 5125, 5122


class Writer:
    def __init__(self):
        self.blob = bytearray()
        self.views, self.accessors = [], []

    def view(self, data, target=None):
        while len(self.blob) % 4:
            self.blob.append(0)
        v = {"buffer": 0, "byteOffset": len(self.blob), "byteLength": len(data)}
        if target:
            v["target"] = target
        self.blob += data
        self.views.append(v)
        return len(self.views) - 1

    def accessor(self, a, kind, component, target=None, bounds=False, normalized=False):
        types = {FLOAT: np.float32, USHORT: np.uint16, UBYTE: np.uint8, UINT: np.uint32, SHORT: np.int16}
        a = np.ascontiguousarray(a, types[component])
        acc = {"bufferView": self.view(a.tobytes(), target), "componentType": component, "count": len(a), "type": kind}
        if normalized:
            acc["normalized"] = True
        if bounds:
            b = a.reshape(len(a), -1)
            acc["min"], acc["max"] = b.min(0).tolist(), b.max(0).tolist()
        self.accessors.append(acc)
        return len(self.accessors) - 1


def corners(part):
    """Weld a part's corners into (positions' index, uv) vertices; triangles over them."""
    key, src, uvs, tris = {}, [], [], []
    for f, u in zip(part.faces, part.uv):
        ids = []
        for v, t in zip(f, u):
            k = (v, round(t[0], 5), round(t[1], 5))
            if k not in key:
                key[k] = len(src)
                src.append(v)
                uvs.append(t)
            ids.append(key[k])
        tris += [[ids[0], ids[i], ids[i + 1]] for i in range(1, len(ids) - 1)]
    return np.array(src), np.array(uvs), np.array(tris, np.uint32)


def primitive(w, part, material, morph_names):
    src, uv, tris = corners(part)
    normals = part.normals if part.normals is not None else vertex_normals(part.co, part.faces)
    weights = limit_weights(part.weights)[src]
    top = np.argsort(-weights, axis=1)[:, :4]
    wt = np.take_along_axis(weights, top, 1)
    q = np.round(wt / wt.sum(1, keepdims=True) * 255).astype(int)
    q[:, 0] += 255 - q.sum(1)
    top[q == 0] = 0
    attr = {
        "POSITION": w.accessor(part.co[src], "VEC3", FLOAT, 34962, True),
        "NORMAL": w.accessor(normals[src], "VEC3", FLOAT, 34962),
        "TEXCOORD_0": w.accessor(np.stack([uv[:, 0], 1 - uv[:, 1]], 1), "VEC2", FLOAT, 34962),
        "JOINTS_0": w.accessor(top, "VEC4", UBYTE, 34962),
        "WEIGHTS_0": w.accessor(q, "VEC4", UBYTE, 34962, normalized=True),
    }
    if np.abs(part.colour - 1).max() > 0.004:
        c = np.concatenate([np.clip(part.colour[src], 0, 1), np.ones((len(src), 1))], 1)
        attr["COLOR_0"] = w.accessor(np.round(c * 255), "VEC4", UBYTE, 34962, normalized=True)
    p = {"attributes": attr, "indices": w.accessor(tris.reshape(-1, 1), "SCALAR", UINT, 34963), "material": material}
    if morph_names:
        p["targets"] = []
        for m in morph_names:
            d = part.morphs.get(m, np.zeros_like(part.co))[src]
            d = np.where(np.linalg.norm(d, axis=1, keepdims=True) < 2e-5, 0, d)
            p["targets"].append({"POSITION": w.accessor(d, "VEC3", FLOAT, 34962, True)})
    return p, len(tris)


def write(path, actor_id, human, parts, materials, images, clips):
    """parts: [Part] (one per material); materials: name -> glTF material with texture names in place of indices;
    images: name -> WebP/PNG bytes; clips: [{name, tracks: [(bone, 'rotation'|'translation', times, values)]}]."""
    w = Writer()
    order = human.order
    nodes = []
    for b in order:
        parent = human.parents[b]
        t = human.joints[b] - (human.joints[parent] if parent else 0)
        nodes.append({"name": b, "translation": [round(float(x), 6) for x in t]})
    for i, b in enumerate(order):
        kids = [j for j, c in enumerate(order) if human.parents[c] == b]
        if kids:
            nodes[i]["children"] = kids
    ibm = np.zeros((len(order), 16), np.float32)
    for i, b in enumerate(order):
        m = np.eye(4)
        m[:3, 3] = -human.joints[b]
        ibm[i] = m.T.ravel()
    morph_names = sorted({m for p in parts for m in p.morphs})
    names = list(materials)
    faces = [p for p in parts if p.morphs]
    rest = [p for p in parts if not p.morphs]
    meshes, mesh_nodes, triangles = [], [], {}
    for mesh, group, morphs in (("face", faces, morph_names), ("dress", rest, [])):
        prims = []
        for p in group:
            pr, n = primitive(w, p, names.index(p.material), morphs)
            prims.append(pr)
            triangles[p.material] = triangles.get(p.material, 0) + n
        m = {"name": f"{actor_id}-{mesh}", "primitives": prims}
        if morphs:
            m["extras"] = {"targetNames": morphs}
            m["weights"] = [0.0] * len(morphs)
        meshes.append(m)
        nodes.append({"name": f"{actor_id}-{mesh}", "mesh": len(meshes) - 1, "skin": 0})
        mesh_nodes.append(len(nodes) - 1)
    nodes.append({"name": actor_id, "children": [order.index("Root")] + mesh_nodes})

    image_names = list(images)
    gltf_images = [
        {"name": n, "mimeType": "image/webp" if d[8:12] == b"WEBP" else "image/png", "bufferView": w.view(d)}
        for n, d in images.items()
    ]
    def texture(n):
        return image_names.index(n)
    mats = []
    for name, m in materials.items():
        m = json.loads(json.dumps(m))
        pbr = m.get("pbrMetallicRoughness", {})
        for holder, key in ((pbr, "baseColorTexture"), (pbr, "metallicRoughnessTexture"), (m, "normalTexture"), (m, "occlusionTexture")):
            if key in holder:
                t = holder[key]
                holder[key] = {"index": texture(t)} if isinstance(t, str) else {**t, "index": texture(t["index"])}
        mats.append({"name": name, **m})
    textures = []
    for i, d in enumerate(images.values()):
        if d[8:12] == b"WEBP":
            textures.append({"extensions": {"EXT_texture_webp": {"source": i}}, "sampler": 0})
        else:
            textures.append({"source": i, "sampler": 0})

    animations, shared = [], {}
    for clip in clips:
        samplers, channels = [], []
        for bone, kind, times, values in clip["tracks"]:
            key = np.asarray(times, np.float32).tobytes()
            if key not in shared:
                shared[key] = w.accessor(np.asarray(times).reshape(-1, 1), "SCALAR", FLOAT, bounds=True)
            if kind == "rotation":
                out = w.accessor(np.round(np.asarray(values) * 32767), "VEC4", SHORT, normalized=True)
            else:
                out = w.accessor(values, "VEC3", FLOAT)
            samplers.append({"input": shared[key], "output": out, "interpolation": "LINEAR"})
            channels.append({"sampler": len(samplers) - 1, "target": {"node": order.index(bone), "path": kind}})
        animations.append({"name": clip["name"], "samplers": samplers, "channels": channels})

    skin = {"name": actor_id, "inverseBindMatrices": w.accessor(ibm, "MAT4", FLOAT), "joints": list(range(len(order))), "skeleton": order.index("Root")}
    doc = {
        "asset": {"version": "2.0", "generator": "holdfast cast"}, "scene": 0,
        "scenes": [{"name": actor_id, "nodes": [len(nodes) - 1]}], "nodes": nodes, "meshes": meshes, "skins": [skin],
        "materials": mats, "accessors": w.accessors, "bufferViews": w.views,
    }
    if animations:
        doc["animations"] = animations
    if gltf_images:
        doc["images"], doc["textures"] = gltf_images, textures
        doc["samplers"] = [{"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497}]
        if any("extensions" in t for t in textures):
            doc["extensionsUsed"] = doc["extensionsRequired"] = ["EXT_texture_webp"]
    while len(w.blob) % 4:
        w.blob.append(0)
    doc["buffers"] = [{"byteLength": len(w.blob)}]
    js = json.dumps(doc, separators=(",", ":")).encode()
    js += b" " * (-len(js) % 4)
    with open(path, "wb") as f:
        f.write(struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(js) + 8 + len(w.blob)))
        f.write(struct.pack("<I4s", len(js), b"JSON") + js)
        f.write(struct.pack("<I4s", len(w.blob), b"BIN\0") + bytes(w.blob))
    return triangles
