"""Occlusion in vertex colours: in come Shapes, their colours are darkened where little sky
reaches a corner. Light, since the engine adds its own; it is what makes reveals, arcades
and shop rooms deep."""
import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree


def _directions(n):
    i = np.arange(n) + 0.5
    r, a = np.sqrt(i / n), np.pi * (1 + 5**0.5) * i
    return np.stack([r * np.cos(a), r * np.sin(a), np.sqrt(1 - i / n)], 1)


def bake(shapes, reach=1.6, strength=0.55, rays=12, skip=("glass",), soft=(), blockers=()):
    """Changes the colours of `shapes`. `reach` metres; `strength` 0..1 of full darkness;
    `skip`, `soft`: beginnings of materials
    left alone, or darkened half as much; `blockers`: Shapes that shade but are not shaded."""
    verts, faces, base = [], [], 0
    for s in list(shapes) + list(blockers):
        for name, batches in s.store.items():
            if name.startswith(tuple(skip)):
                continue
            for b in batches:
                verts.append(b["verts"])
                for g in b["faces"]:
                    faces += (g + base).tolist()
                base += len(b["verts"])
    if not faces:
        return
    tree = BVHTree.FromPolygons(np.vstack(verts).tolist(), faces, epsilon=0.0)
    local = _directions(rays)
    known = {}
    for s in shapes:
        for name, batches in s.store.items():
            if name.startswith(tuple(skip)):
                continue
            much = strength * (0.5 if soft and name.startswith(tuple(soft)) else 1)
            for b in batches:
                p = b["verts"]
                for g, c in zip(b["faces"], b["colour"]):
                    n = np.cross(p[g[:, 1]] - p[g[:, 0]], p[g[:, 2]] - p[g[:, 0]])
                    if g.shape[1] == 4:
                        n = n + np.cross(p[g[:, 2]] - p[g[:, 0]], p[g[:, 3]] - p[g[:, 0]])
                    n /= np.linalg.norm(n, axis=1)[:, None] + 1e-12
                    mid = p[g].mean(1)
                    for f in range(len(g)):
                        nf = n[f]
                        t = np.cross(nf, (0, 1, 0) if abs(nf[1]) < 0.9 else (1, 0, 0))
                        t /= np.linalg.norm(t) + 1e-12
                        dirs = None
                        for k, v in enumerate(g[f]):
                            # a step towards the face's middle, so that a corner does not look into its neighbour
                            q = p[v] + (mid[f] - p[v]) * 0.06 + nf * 0.004
                            key = (much, *np.round(p[v], 2), *np.round(nf, 1))
                            light = known.get(key)
                            if light is None:
                                if dirs is None:
                                    dirs = [Vector(d) for d in local @ np.stack([t, np.cross(nf, t), nf])]
                                start, hits = Vector(q), 0.0
                                for d in dirs:
                                    dist = tree.ray_cast(start, d, reach)[3]
                                    if dist is not None:
                                        hits += 1 - (dist / reach) ** 2
                                light = known[key] = 1 - much * hits / rays
                            c[f, k] *= light
