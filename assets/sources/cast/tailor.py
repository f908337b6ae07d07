"""Clothes cut from the base mesh's tights: which faces, how loose, hems and folds.

A garment is cut, subdivided, loosened (smoothed over the body's hollows, kept at least `ease` off it), hemmed with real
thickness at its edges, and thinned to its budget. Weights come with the tights. UVs are in metres about each limb, so
weaves keep their scale; they break at the seams of sleeves and legs, where a tailor's would.
"""
import numpy as np
from scipy.spatial import cKDTree

from part import Part, boundary, from_base, join, smooth, through_blender, triangulate, vertex_normals


class Tape:
    """Measures of a human used for cutting: how far along a limb a point is, and which limb it belongs to."""

    def __init__(self, h):
        self.h = h
        self.k = h.spec["height"] / 1.7
        o = h.order
        self.arm = {s: [o.index(f"{b}_{s}") for b in ("upperarm", "lowerarm", "lowerarm_twist", "hand")] for s in "lr"}
        self.leg = {s: [o.index(f"{b}_{s}") for b in ("thigh", "calf", "foot", "ball")] for s in "lr"}

    def share(self, part, bones):
        return part.weights[:, bones].sum(1)

    def chain(self, co, names):
        """0 at the first joint, 1 at the second, 2 at the third."""
        a, b, c = (self.h.joints[n] for n in names)
        t1 = (co - a) @ (b - a) / np.dot(b - a, b - a)
        t2 = (co - b) @ (c - b) / np.dot(c - b, c - b)
        return np.where(t2 > 0, 1 + t2, np.minimum(t1, 1))

    def arm_t(self, co, s):
        return self.chain(co, (f"upperarm_{s}", f"lowerarm_{s}", f"hand_{s}"))

    def leg_t(self, co, s):
        return self.chain(co, (f"thigh_{s}", f"calf_{s}", f"foot_{s}"))

    def limbs(self, part):
        """Per vertex: (arm share l, r), (leg share l, r)."""
        return {s: self.share(part, self.arm[s]) for s in "lr"}, {s: self.share(part, self.leg[s]) for s in "lr"}


def cut(h, skin, material, chosen, group="helper-tights"):
    """Faces of the tights whose centre (and mean arm and leg shares) `chosen(c, arm_l, arm_r, leg_l, leg_r)` wants."""
    p = from_base(h, h.base.groups[group], material, skin)
    p.morphs = {}
    tape = Tape(h)
    arms, legs = tape.limbs(p)
    keep = [
        bool(chosen(c, arms["l"][f].mean(), arms["r"][f].mean(), legs["l"][f].mean(), legs["r"][f].mean()))
        for f, c in zip(p.faces, p.centres())
    ]
    return p.keep(keep)


def refine(p, levels=1):
    p.uv = [[[0, 0] for _ in f] for f in p.faces]
    return through_blender(p, [("SUBSURF", {"levels": levels, "render_levels": levels, "boundary_smooth": "PRESERVE_CORNERS"})])


def trim(p, planes):
    """Cut along planes `[(point, normal, per-vertex mask)]`: what lies on the normal's side goes, where the mask is true."""
    import bmesh
    import bpy

    from part import from_blender, to_blender

    for point, normal, mask in planes:
        ob = to_blender(p)
        bm = bmesh.new()
        bm.from_mesh(ob.data)
        bm.verts.ensure_lookup_table()
        m = mask(p)
        faces = [f for f in bm.faces if all(m[v.index] for v in f.verts)]
        geom = list({v for f in faces for v in f.verts}) + list({e for f in faces for e in f.edges}) + faces
        bmesh.ops.bisect_plane(bm, geom=geom, plane_co=list(point), plane_no=list(normal), clear_outer=True, dist=1e-5)
        loose = [v for v in bm.verts if not v.link_faces]
        bmesh.ops.delete(bm, geom=loose, context="VERTS")
        bm.to_mesh(ob.data)
        bm.free()
        ob.data.update()
        p = from_blender(ob, p.material, p.weights.shape[1])
        bpy.data.objects.remove(ob)
    return p


class Surface:
    """The bare body, to keep cloth off it: signed distance by nearest vertex and its normal."""

    def __init__(self, h):
        faces = [h.base.faces[f] for f in h.base.groups["helper-tights"]]
        n = vertex_normals(h.co, faces)
        used = np.unique([v for f in faces for v in f])
        self.co, self.n = h.co[used], n[used]
        self.tree = cKDTree(self.co)

    def clear(self, co, ease):
        """Push points out until they are `ease` (number or per point) outside."""
        d, i = self.tree.query(co, k=4)
        w = 1 / (d + 1e-4)
        w /= w.sum(1, keepdims=True)
        n = (self.n[i] * w[..., None]).sum(1)
        n /= np.linalg.norm(n, axis=1, keepdims=True)
        h = (((co[:, None] - self.co[i]) * self.n[i]).sum(2) * w).sum(1)
        return co + n * np.maximum(0, ease - h)[:, None]


def loosen(p, surface, ease, rounds=8, hold=None):
    """Smooth a garment over hollows while it keeps at least `ease` off the body."""
    co = surface.clear(p.co, ease)
    for _ in range(rounds):
        co = smooth(co, p.faces, 2, 0.5, hold)
        co = surface.clear(co, ease)
    p.co = co
    return p


def hem(p, loop, thick=0.004, deep=0.02, out=0.0):
    """Turn an open edge in: a rounded lip `thick` across and a strip `deep` up inside. `out` flares the lip."""
    n = vertex_normals(p.co, p.faces)
    k = len(loop)
    c = p.co[loop]
    # Away from the garment, along it: from each edge vertex's neighbours inside.
    inner = {v: [] for v in loop}
    on = set(loop)
    for f in p.faces:
        for v in f:
            if v in on:
                inner[v] += [u for u in f if u not in on]
    away = np.array([c[i] - p.co[inner[v]].mean(0) if inner[v] else np.zeros(3) for i, v in enumerate(loop)])
    away = away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    nn = n[loop]
    for _ in range(3):  # even the edge and its directions out along the loop
        away = 0.5 * away + 0.25 * (np.roll(away, 1, 0) + np.roll(away, -1, 0))
        nn = 0.5 * nn + 0.25 * (np.roll(nn, 1, 0) + np.roll(nn, -1, 0))
        c = 0.6 * c + 0.2 * (np.roll(c, 1, 0) + np.roll(c, -1, 0))
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6)
    nn /= np.maximum(np.linalg.norm(nn, axis=1, keepdims=True), 1e-6)
    p.co[loop] = c
    rings = [c + away * thick * 0.45 - nn * thick * 0.35 + nn * out, c + away * thick * 0.3 - nn * thick + nn * out, c - away * deep - nn * thick * 1.1]
    base = len(p.co)
    p.co = np.concatenate([p.co] + rings)
    p.weights = np.concatenate([p.weights] + [p.weights[loop]] * 3)
    p.colour = np.concatenate([p.colour, p.colour[loop], p.colour[loop], p.colour[loop] * 0.55])
    rows = [list(loop)] + [[base + r * k + i for i in range(k)] for r in range(3)]
    for a, b in zip(rows, rows[1:]):
        for i in range(k):
            j = (i + 1) % k
            p.faces.append([a[j], a[i], b[i], b[j]])
            p.uv.append([[0, 0]] * 4)
    return p


def hem_all(p, **kw):
    for loop in boundary(p.faces):
        hem(p, loop, **kw)
    return p


def thin(p, triangles):
    """Collapse to about this many triangles."""
    now = p.triangles()
    if now <= triangles:
        return p
    p.uv = [[[0, 0] for _ in f] for f in p.faces]
    q = through_blender(p, [("TRIANGULATE", {}), ("DECIMATE", {"ratio": triangles / now, "use_collapse_triangulate": True})])
    return q


def tile_uv(h, p, tile):
    """UVs in tiles of `tile` metres, about the limb that each face belongs to."""
    tape = Tape(h)
    arms, legs = tape.limbs(p)
    j = h.joints
    uv = []
    cache = {}

    def coords(name):
        if name in cache:
            return cache[name]
        if name == "body":
            c = np.array([0, 0, j["spine_02"][2] + 0.02])
            d = p.co - c
            r = 0.155 * tape.k
            s = np.arctan2(d[:, 0], d[:, 2])
            t = p.co[:, 1]
        else:
            kind, side = name
            a, b, c = ([f"upperarm_{side}", f"lowerarm_{side}", f"hand_{side}"] if kind == "arm" else [f"thigh_{side}", f"calf_{side}", f"foot_{side}"])
            tt = tape.chain(p.co, (a, b, c))
            l1, l2 = np.linalg.norm(j[b] - j[a]), np.linalg.norm(j[c] - j[b])
            t = -np.where(tt > 1, l1 + (tt - 1) * l2, tt * l1)
            ax = np.where((tt > 1)[:, None], (j[c] - j[b]) / l2, (j[b] - j[a]) / l1)
            o = np.where((tt > 1)[:, None], j[b], j[a])
            d = p.co - o
            d = d - ax * (d * ax).sum(1, keepdims=True)
            front = np.cross(ax, np.array([1.0, 0, 0]))
            front = np.where((np.linalg.norm(front, axis=1) < 0.3)[:, None], np.array([0, 0, 1.0]), front)
            front /= np.linalg.norm(front, axis=1, keepdims=True)
            side_v = np.cross(ax, front)
            s = np.arctan2((d * side_v).sum(1), (d * front).sum(1))
            r = (0.058 if kind == "arm" else 0.085) * tape.k
        # A whole number of tiles goes round, so that the weave meets itself.
        turns = max(1, round(2 * np.pi * r / tile))
        cache[name] = (s / (2 * np.pi) * turns, t / tile, turns)
        return cache[name]

    for f in p.faces:
        a = {k: v[f].mean() for k, v in (*((("arm", s), x) for s, x in arms.items()), *((("leg", s), x) for s, x in legs.items()))}
        name = max(a, key=a.get)
        s, t, turns = coords(name if a[name] > 0.5 else "body")
        q = s[f].copy()
        if q.max() - q.min() > turns / 2:
            q[q < 0] += turns
        uv.append([[float(x), float(t[v])] for x, v in zip(q, f)])
    p.uv = uv
    return p


def occlude(parts, strength=0.75, rays=24, reach=0.12, seed=3):
    """Darken vertex colours where cloth lies in its own or another's shade (short-range ambient occlusion)."""
    from mathutils.bvhtree import BVHTree

    co, tris, o = [], [], 0
    for p in parts:
        co.append(p.co)
        tris.append(triangulate(p.faces) + o)
        o += len(p.co)
    tree = BVHTree.FromPolygons(np.concatenate(co).tolist(), np.concatenate(tris).tolist(), all_triangles=True)
    g = np.random.default_rng(seed)
    d = g.normal(size=(rays, 3))
    d /= np.linalg.norm(d, axis=1, keepdims=True)
    for p in parts:
        n = vertex_normals(p.co, p.faces)
        shade = np.ones(len(p.co))
        for i in range(len(p.co)):
            hit = total = 0.0
            start = p.co[i] + n[i] * 0.003
            for v in d:
                c = float(v @ n[i])
                v = v if c > 0 else v - 2 * c * n[i]
                c = abs(c)
                total += c
                r = tree.ray_cast(start.tolist(), v.tolist(), reach)
                if r[0] is not None:
                    hit += c * (1 - r[3] / reach)
            shade[i] = 1 - strength * hit / max(total, 1e-6)
        shade = smooth(shade[:, None], p.faces, 1, 0.5)[:, 0]
        p.colour = p.colour * shade[:, None]


def weights_from(h, skin, co, group=None, bones=None, near=6):
    """Weights for new geometry from the nearest tights vertices."""
    faces = [h.base.faces[f] for f in h.base.groups["helper-tights"]]
    used = np.unique([v for f in faces for v in f])
    d, i = cKDTree(h.co[used]).query(co, k=near)
    w = 1 / (d + 0.004) ** 2
    w /= w.sum(1, keepdims=True)
    return (skin[used][i] * w[..., None]).sum(1)
