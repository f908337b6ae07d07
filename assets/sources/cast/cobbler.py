"""Shoes: an upper drawn about the foot, on a sole with a heel. In: a human and a last's numbers; out: parts and the
sole's measures that the feet stand by (heel and toe, m from the ankle's plumb point)."""
import numpy as np
from scipy.spatial import ConvexHull

from part import Part, boundary, from_base, join, smooth, through_blender, vertex_normals
from tailor import Tape, cut, hem, refine


def outline(points, offset, n=40):
    """A convex outline of points (x, z), pushed out and resampled evenly."""
    h = points[ConvexHull(points).vertices]
    c = h.mean(0)
    loop = np.concatenate([h, h[:1]])
    seg = np.linalg.norm(np.diff(loop, axis=0), axis=1)
    at = np.concatenate([[0], np.cumsum(seg)])
    t = np.linspace(0, at[-1], n, endpoint=False)
    p = np.stack([np.interp(t, at, loop[:, k]) for k in range(2)], 1)
    for _ in range(4):
        p = 0.5 * p + 0.25 * (np.roll(p, 1, 0) + np.roll(p, -1, 0))
    d = np.roll(p, -1, 0) - np.roll(p, 1, 0)
    nrm = np.stack([d[:, 1], -d[:, 0]], 1)
    nrm /= np.linalg.norm(nrm, axis=1, keepdims=True)
    if ((p - c) * nrm).sum() < 0:
        nrm = -nrm
    return p + nrm * offset


def shoes(h, skin, material, shaft, ease=0.006, toe_room=0.010, sole=0.022, welt=0.004, heel=0.0, tint=(1, 1, 1), sole_tint=(0.25, 0.22, 0.2), budget=1100):
    """`shaft`: height of the upper's edge above the ankle joint, m. `heel`: how much of the sole's underside is arched
    away before the heel (0 flat)."""
    tape = Tape(h)
    parts, measure = [], None
    for s in "lr":
        ankle = h.joints[f"foot_{s}"]
        top = ankle[1] + shaft
        mine = 3 if s == "l" else 4
        p = cut(h, skin, material, lambda *a: a[mine] > 0.5 and a[0][1] < top + 0.012)
        p = refine(p)
        # trim to an even edge
        edge = boundary(p.faces)
        for loop in edge:
            p.co[loop, 1] = p.co[loop, 1] * 0.2 + top * 0.8
        n = vertex_normals(p.co, p.faces)
        up = np.clip((p.co[:, 1] - h.spec["lift"]) / 0.05, 0, 1)
        p.co = p.co + n * (ease + 0.002 * up)[:, None]
        p.co = smooth(p.co, p.faces, 6, 0.5, np.where(p.co[:, 1] > top - 0.01, 0.2, 1.0))
        zs = p.co[:, 2]
        front = np.clip((zs - (h.joints[f"ball_{s}"][2])) / (zs.max() - h.joints[f"ball_{s}"][2]), 0, 1)
        p.co[:, 2] += toe_room * front
        p.co[:, 1] = np.maximum(p.co[:, 1], sole * 0.86)
        low = p.co[:, 1] < sole + 0.03
        ring = outline(p.co[low][:, [0, 2]], welt)
        # the upper stands inside the welt; its belly is squared a little above the sole
        p.colour[:] = tint
        rows = []
        k = len(ring)
        c = ring.mean(0)
        def level(y, grow):
            q = c + (ring - c) * 1.0
            d = ring - c
            d = d / np.linalg.norm(d, axis=1, keepdims=True)
            q = ring + d * grow
            return np.stack([q[:, 0], np.full(k, y), q[:, 1]], 1)
        rows = [level(sole * 0.97, -0.006), level(sole, -0.001), level(sole * 0.86, 0.0), level(sole * 0.2, 0.0), level(0.0, -0.003)]
        z0, z1 = ring[:, 1].min(), ring[:, 1].max()
        if heel:
            for r in rows[3:]:
                t = (r[:, 2] - z0) / (z1 - z0)
                arch = np.clip((t - 0.27) / 0.06, 0, 1) * np.clip((0.52 - t) / 0.14, 0, 1)
                r[:, 1] += heel * arch
        for r in rows:  # toe spring
            t = np.clip(((r[:, 2] - z0) / (z1 - z0) - 0.80) / 0.2, 0, 1)
            r[:, 1] += 0.007 * t * t
        co = np.concatenate(rows + [np.array([[c[0], 0.0, c[1]]])])
        faces = [[a * k + i, a * k + (i + 1) % k, (a + 1) * k + (i + 1) % k, (a + 1) * k + i] for a in range(len(rows) - 1) for i in range(k)]
        last = len(co) - 1
        under = len(rows) - 1
        faces += [[under * k + i, under * k + (i + 1) % k, last] for i in range(k)]
        # orient outwards
        nn = vertex_normals(co, faces)
        if ((co[2 * k:3 * k] - co[2 * k:3 * k].mean(0)) * nn[2 * k:3 * k]).sum() < 0:
            faces = [f[::-1] for f in faces]
        w = np.zeros((len(co), len(h.order)))
        foot, ball = h.order.index(f"foot_{s}"), h.order.index(f"ball_{s}")
        b = np.clip((co[:, 2] - h.joints[f"ball_{s}"][2] + 0.018) / 0.036, 0, 1)
        w[:, foot], w[:, ball] = 1 - b, b
        base = Part(material, co, faces, [[[0, 0]] * len(f) for f in faces], w, np.tile(np.array(sole_tint, float), (len(co), 1)))
        # the upper bends where the sole does
        low = np.clip(1 - (p.co[:, 1] - sole) / 0.05, 0, 1)[:, None]
        b = np.clip((p.co[:, 2] - h.joints[f"ball_{s}"][2] + 0.018) / 0.036, 0, 1)
        own = np.zeros_like(p.weights)
        own[:, foot], own[:, ball] = 1 - b, b
        calf = p.weights[:, h.order.index(f"calf_{s}")]
        k2 = np.maximum(low, (1 - np.clip((p.co[:, 1] - ankle[1] + 0.03) / 0.05, 0, 1))[:, None])
        p.weights = p.weights * (1 - k2) + own * k2
        for loop in boundary(p.faces):
            hem(p, loop, thick=0.005, deep=0.02)
        now = p.triangles()
        keep = p.co[:, 1] > sole * 0.9
        p = through_blender(p, [("TRIANGULATE", {}), ("DECIMATE", {"ratio": min(1, budget / now)})])
        parts += [p, base]
        if s == "l":
            measure = {"heel": float(z0 - ankle[2]), "toe": float(z1 - ankle[2])}
    for p in parts:
        p.uv = [[[float(p.co[v][2] * 4), float(p.co[v][1] * 4 + p.co[v][0])] for v in f] for f in p.faces]
    return join(parts), measure
