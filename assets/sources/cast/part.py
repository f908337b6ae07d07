"""A piece of an actor: polygons with corner UVs, bone weights, colours and morphs; and its passage through Blender.

`Part` is plain numpy so that pieces can be cut and painted without Blender; `through_blender` hands one to `bpy`
for what Blender does well (subdivide, solidify, decimate, cloth) and takes it back with weights and UVs kept.
"""
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Part:
    material: str
    co: np.ndarray  # (n, 3) m
    faces: list  # of vertex index lists
    uv: list  # per face, per corner [u, v]; v up
    weights: np.ndarray  # (n, bones)
    colour: np.ndarray = None  # (n, 3) linear tint, 1 leaves the texture as it is
    morphs: dict = field(default_factory=dict)
    normals: np.ndarray = None  # (n, 3), given only where the surface's own are not wanted (hair)

    def __post_init__(self):
        self.co = np.asarray(self.co, float)
        if self.colour is None:
            self.colour = np.ones((len(self.co), 3))

    def keep(self, mask):
        """The faces where mask is true, as a new part with only the vertices they use."""
        idx = [i for i, m in enumerate(mask) if m]
        faces = [self.faces[i] for i in idx]
        used = np.unique([v for f in faces for v in f]).astype(int)
        new = np.full(len(self.co), -1)
        new[used] = np.arange(len(used))
        return Part(
            self.material, self.co[used], [[int(new[v]) for v in f] for f in faces], [self.uv[i] for i in idx],
            self.weights[used], self.colour[used], {k: d[used] for k, d in self.morphs.items()},
            None if self.normals is None else self.normals[used],
        )

    def centres(self):
        return np.array([self.co[f].mean(0) for f in self.faces])

    def triangles(self):
        return sum(len(f) - 2 for f in self.faces)


def from_base(h, faces, material, skin):
    """Faces of the base mesh (indices) as a part, with its morphs."""
    used = np.unique([v for f in faces for v in h.base.faces[f]])
    new = {int(v): i for i, v in enumerate(used)}
    return Part(
        material, h.co[used], [[new[v] for v in h.base.faces[f]] for f in faces],
        [[h.base.uv[u].tolist() for u in h.base.face_uvs[f]] for f in faces], skin[used],
        morphs={k: d[used] for k, d in h.morphs.items()},
    )


def join(parts):
    """One part from several of one material; missing morphs are zero."""
    names = {k for p in parts for k in p.morphs}
    off = np.cumsum([0] + [len(p.co) for p in parts])
    own = any(p.normals is not None for p in parts)
    return Part(
        parts[0].material, np.concatenate([p.co for p in parts]),
        [[v + int(o) for v in f] for p, o in zip(parts, off) for f in p.faces],
        [u for p in parts for u in p.uv], np.concatenate([p.weights for p in parts]),
        np.concatenate([p.colour for p in parts]),
        {k: np.concatenate([p.morphs.get(k, np.zeros((len(p.co), 3))) for p in parts]) for k in names},
        np.concatenate([p.normals if p.normals is not None else vertex_normals(p.co, p.faces) for p in parts]) if own else None,
    )


def triangulate(faces):
    return np.array([[f[0], f[i], f[i + 1]] for f in faces for i in range(1, len(f) - 1)], int).reshape(-1, 3)


def vertex_normals(co, faces, weld=True):
    """Area-weighted vertex normals; vertices in one place (a UV seam, a hem's fold) share theirs."""
    t = triangulate(faces)
    n = np.cross(co[t[:, 1]] - co[t[:, 0]], co[t[:, 2]] - co[t[:, 0]])
    key = np.arange(len(co))
    if weld:
        _, key = np.unique(np.round(co, 5), axis=0, return_inverse=True)
        key = key.reshape(-1)
    acc = np.zeros((key.max() + 1, 3))
    for k in range(3):
        np.add.at(acc, key[t[:, k]], n)
    acc = acc[key]
    return acc / np.maximum(np.linalg.norm(acc, axis=1, keepdims=True), 1e-12)


def limit_weights(w, most=4):
    """Keep each row's `most` largest, summing to 1."""
    w = w.copy()
    if w.shape[1] > most:
        cut = np.sort(w, axis=1)[:, -most][:, None]
        w[w < cut] = 0
    return w / np.maximum(w.sum(1, keepdims=True), 1e-9)


def smooth(co, faces, rounds=1, k=0.5, mask=None):
    """Laplacian smoothing of positions (or any per-vertex rows); `mask` 0 holds a vertex."""
    n = len(co)
    e = {(min(a, b), max(a, b)) for f in faces for a, b in zip(f, f[1:] + f[:1])}
    e = np.array(list(e))
    deg = np.zeros(n)
    np.add.at(deg, e[:, 0], 1)
    np.add.at(deg, e[:, 1], 1)
    co = co.copy()
    m = np.ones(n) if mask is None else mask
    for _ in range(rounds):
        acc = np.zeros_like(co)
        np.add.at(acc, e[:, 0], co[e[:, 1]])
        np.add.at(acc, e[:, 1], co[e[:, 0]])
        co += (m * k)[:, None] * (acc / np.maximum(deg, 1)[:, None] - co)
    return co


def boundary(faces):
    """Ordered loops of vertices along open edges."""
    count = {}
    for f in faces:
        for a, b in zip(f, f[1:] + f[:1]):
            count[(a, b)] = count.get((a, b), 0) + 1
    nxt = {}
    for (a, b) in count:
        if (b, a) not in count:
            nxt[a] = b
    loops = []
    while nxt:
        s = next(iter(nxt))
        loop = [s]
        c = nxt.pop(s)
        while c != s and c in nxt:
            loop.append(c)
            c = nxt.pop(c)
        loops.append(loop)
    return loops


# --- Blender ---------------------------------------------------------------------------------------------------------

def to_blender(part, name="part"):
    """A bpy object with the part's mesh, UV map, vertex groups and colours. Axes are kept as they are (Y up)."""
    import bpy

    me = bpy.data.meshes.new(name)
    me.from_pydata(part.co.tolist(), [], part.faces)
    layer = me.uv_layers.new(name="UVMap")
    flat = np.array([c for f in part.uv for c in f], np.float32)
    layer.data.foreach_set("uv", flat.ravel())
    ob = bpy.data.objects.new(name, me)
    bpy.context.scene.collection.objects.link(ob)
    used = np.nonzero(part.weights.sum(0) > 0)[0]
    for j in used:
        g = ob.vertex_groups.new(name=f"w{j}")
        col = part.weights[:, j]
        for v in np.nonzero(col > 0)[0]:
            g.add([int(v)], float(col[v]), "REPLACE")
    for c in range(3):
        g = ob.vertex_groups.new(name=f"c{c}")
        for v, x in enumerate(part.colour[:, c]):
            g.add([v], float(min(1, x)), "REPLACE")
    me.update()
    return ob


def from_blender(ob, material, bones):
    """The evaluated object as a part; vertex groups become weights again."""
    import bpy

    dg = bpy.context.evaluated_depsgraph_get()
    dg.update()
    ev = ob.evaluated_get(dg)
    me = ev.to_mesh()
    n = len(me.vertices)
    co = np.empty(n * 3, np.float32)
    me.vertices.foreach_get("co", co)
    faces = [list(p.vertices) for p in me.polygons]
    layer = me.uv_layers[0].data
    uv = [[list(layer[i].uv) for i in p.loop_indices] for p in me.polygons]
    w, c = np.zeros((n, bones)), np.ones((n, 3))
    names = [g.name for g in ob.vertex_groups]
    for v in me.vertices:
        for g in v.groups:
            s = names[g.group]
            if s[0] == "w" and s[1:].isdigit():
                w[v.index, int(s[1:])] = g.weight
            elif s[0] == "c" and s[1:].isdigit():
                c[v.index, int(s[1:])] = g.weight
    ev.to_mesh_clear()
    return Part(material, co.reshape(-1, 3), faces, uv, w / np.maximum(w.sum(1, keepdims=True), 1e-9), c)


def through_blender(part, modifiers, masks=None):
    """Run modifiers `[(type, {settings})]` over a part. `masks`: name -> per-vertex weights, as vertex groups."""
    import bpy

    ob = to_blender(part)
    for name, m in (masks or {}).items():
        g = ob.vertex_groups.new(name=name)
        for v in np.nonzero(m > 0)[0]:
            g.add([int(v)], float(m[v]), "REPLACE")
    for kind, settings in modifiers:
        mod = ob.modifiers.new(kind, kind)
        for k, v in settings.items():
            setattr(mod, k, v)
    out = from_blender(ob, part.material, part.weights.shape[1])
    me = ob.data
    bpy.data.objects.remove(ob)
    bpy.data.meshes.remove(me)
    return out
