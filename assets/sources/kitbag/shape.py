"""Geometry written as numbers: in come points, profiles and surfaces, out goes a Shape
that export.py hands to Blender. Space: Y up, metres, the same as the product's."""
import math
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Surface:
    """What a face is made of. One of: tiling (`metres` a tile), a `band` of a sheet that
    tiles along u (v0, v1, metres high, metres wide), a `spot` of flat colour (u, v), or a
    `rect` picture (u0, v0, u1, v1) laid over each quad in corner order."""

    material: str
    metres: float = 1.0
    band: tuple | None = None
    spot: tuple | None = None
    rect: tuple | None = None
    colour: tuple = (1.0, 1.0, 1.0)

    def tint(self, *rgb):
        """Linear multiplier for the albedo (vertex colour)."""
        c = rgb[0] if len(rgb) == 1 and not np.isscalar(rgb[0]) else rgb
        c = (c[0],) * 3 if len(c) == 1 else tuple(c)
        return replace(self, colour=tuple(a * b for a, b in zip(self.colour, c)))


def srgb(text):
    """'#rrggbb' to linear RGB."""
    c = np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return tuple(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


def turn(heading, at=(0, 0, 0)):
    """Matrix that faces +Z towards `heading` (about +Y) and stands at `at`."""
    c, s = math.cos(heading), math.sin(heading)
    m = np.eye(4)
    m[:3, :3] = [[c, 0, s], [0, 1, 0], [-s, 0, c]]
    m[:3, 3] = at
    return m


def shift(x, y, z):
    m = np.eye(4)
    m[:3, 3] = (x, y, z)
    return m


def spin(axis, angle):
    """Rotation matrix about 'x', 'y' or 'z', radians."""
    c, s = math.cos(angle), math.sin(angle)
    m = np.eye(4)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    m[i, i], m[i, j], m[j, i], m[j, j] = c, -s, s, c
    return m


class Shape:
    """A growing mesh, kept apart by material. `at(matrix)` gives a view that draws through
    a transform into the same mesh."""

    def __init__(self, matrix=None, store=None):
        self.matrix = np.eye(4) if matrix is None else matrix
        self.store = {} if store is None else store

    def at(self, matrix):
        return Shape(self.matrix @ matrix, self.store)

    def triangles(self):
        return sum(len(f) * (f.shape[1] - 2) for bs in self.store.values() for b in bs for f in b["faces"])

    def add(self, verts, faces, surface, smooth=False, uv=None, colour=None, normals=None):
        """`faces`: one array (m, 3 or 4) or a list of tuples; `uv`: per vertex (n, 2), else
        laid by the surface; `colour`: per vertex (n, 3), multiplied with the surface's;
        `normals`: per vertex (n, 3), where shading is not the geometry's (foliage)."""
        verts = np.asarray(verts, float).reshape(-1, 3)
        if isinstance(faces, np.ndarray):
            groups = [faces] if len(faces) else []
        else:
            groups = [np.array([f for f in faces if len(f) == n]) for n in sorted({len(f) for f in faces})]
        world = verts @ self.matrix[:3, :3].T + self.matrix[:3, 3]
        if np.linalg.det(self.matrix[:3, :3]) < 0:
            groups = [g[:, ::-1] for g in groups]
        batch = {"verts": world, "faces": groups, "uv": [], "colour": [], "smooth": smooth}
        if normals is not None:
            batch["normals"] = np.asarray(normals, float) @ self.matrix[:3, :3].T
        for g in groups:
            if uv is not None:
                batch["uv"].append(np.asarray(uv, float)[g])
            else:
                batch["uv"].append(lay(verts[g], surface))
            c = np.ones((*g.shape, 3)) * np.asarray(surface.colour)
            if colour is not None:
                c = c * np.asarray(colour, float)[g]
            batch["colour"].append(c)
        self.store.setdefault(surface.material, []).append(batch)

    def merge(self, other, matrix=None):
        """Draws another shape here, through this view's transform."""
        m = self.matrix if matrix is None else self.matrix @ matrix
        flip = np.linalg.det(m[:3, :3]) < 0
        for name, batches in other.store.items():
            for b in batches:
                n = dict(b, verts=b["verts"] @ m[:3, :3].T + m[:3, 3])
                if "normals" in b:
                    n["normals"] = b["normals"] @ m[:3, :3].T
                if flip:
                    for k in ("faces", "uv", "colour"):
                        n[k] = [a[:, ::-1] for a in b[k]]
                self.store.setdefault(name, []).append(n)

    # -- flat things -------------------------------------------------------
    def quad(self, a, b, c, d, surface, **kw):
        """Anticlockwise seen from its front."""
        self.add([a, b, c, d], np.array([[0, 1, 2, 3]]), surface, **kw)

    def grid(self, a, b, d, nu, nv, surface, **kw):
        """A quad cut nu by nv: corner a, along to b, up to d."""
        a, b, d = (np.asarray(p, float) for p in (a, b, d))
        self.patch(lambda u, v: a + (b - a) * u[..., None] + (d - a) * v[..., None], nu, nv, surface, smooth=False, **kw)

    def box(self, lo, hi, surface, omit="", smooth=False):
        """Axis-aligned; omit any of 'l r b t n f' (left right bottom top near(+z) far(-z))."""
        (x0, y0, z0), (x1, y1, z1) = lo, hi
        v = [(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0), (x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)]
        sides = {"n": (4, 5, 6, 7), "f": (1, 0, 3, 2), "l": (0, 4, 7, 3), "r": (5, 1, 2, 6), "t": (7, 6, 2, 3), "b": (0, 1, 5, 4)}
        f = np.array([q for k, q in sides.items() if k not in omit])
        self.add(v, f, surface, smooth)

    def chamfered(self, lo, hi, r, surface):
        """A box whose edges are cut by r, so that they catch light."""
        lo, hi = np.asarray(lo, float), np.asarray(hi, float)
        c, h = (lo + hi) / 2, (hi - lo) / 2
        r = min(r, *(h * 0.9))
        verts, index = [], {}
        for axis in range(3):
            for sx in (-1, 1):
                for sy in (-1, 1):
                    for sz in (-1, 1):
                        s = np.array([sx, sy, sz])
                        p = s * (h - r)
                        p[axis] = s[axis] * h[axis]
                        index[(axis, sx, sy, sz)] = len(verts)
                        verts.append(c + p)
        faces = []

        def put(ids, n):
            p = [verts[i] for i in ids]
            if np.dot(np.cross(p[1] - p[0], p[2] - p[0]), n) < 0:
                ids = ids[::-1]
            faces.append(tuple(ids))

        for a in range(3):
            i, j = (a + 1) % 3, (a + 2) % 3
            for s in (-1, 1):
                ids = []
                for si, sj in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                    k = [0, 0, 0]
                    k[a], k[i], k[j] = s, si, sj
                    ids.append(index[(a, *k)])
                n = np.zeros(3)
                n[a] = s
                put(ids, n)
            for si in (-1, 1):
                for sj in (-1, 1):
                    ids = []
                    for ax, sa in ((i, -1), (i, 1), (j, 1), (j, -1)):
                        k = [0, 0, 0]
                        k[a], k[i], k[j] = sa, si, sj
                        ids.append(index[(ax, *k)])
                    n = np.zeros(3)
                    n[i], n[j] = si, sj
                    put(ids, n)
        for sx in (-1, 1):
            for sy in (-1, 1):
                for sz in (-1, 1):
                    put([index[(a, sx, sy, sz)] for a in range(3)], np.array([sx, sy, sz]))
        self.add(verts, faces, surface)

    # -- swept things ------------------------------------------------------
    def moulding(self, profile, x0, x1, surface, caps=True, smooth=False):
        """Profile [(y, z)...] from top to bottom as seen, drawn along x from x0 to x1:
        cornices, sills, rails. Its outside is +z."""
        p = np.array(profile, float)
        n = len(p)
        v = np.zeros((2 * n, 3))
        v[:n, 0], v[n:, 0] = x0, x1
        v[:n, 1:], v[n:, 1:] = p, p
        f = np.array([(i + 1, n + i + 1, n + i, i) for i in range(n - 1)])
        along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
        if surface.band:
            v0, v1, high, wide = surface.band
            k = (v1 - v0) / max(high, along[-1])
            uv = np.zeros((2 * n, 2))
            uv[:n, 0], uv[n:, 0] = x0 / wide, x1 / wide
            uv[:, 1] = np.tile(v1 - along * k, 2)
            self.add(v, f, surface, smooth, uv=uv)
        else:
            self.add(v, f, surface, smooth)
        if caps:
            self.fan(v[:n][::-1], surface)
            self.fan(v[n:], surface)

    def fan(self, loop, surface, smooth=False):
        """A flat polygon (anticlockwise from its front), cut into triangles from its centre."""
        loop = np.asarray(loop, float)
        n = len(loop)
        v = np.vstack([loop, loop.mean(0)])
        self.add(v, np.array([(i, (i + 1) % n, n) for i in range(n)]), surface, smooth)

    def lathe(self, profile, surface, segments=16, smooth=True, arc=2 * math.pi, start=0.0):
        """Profile [(radius, y)...] from bottom to top turned about Y. A sharp edge wants its
        point twice."""
        p = np.array(profile, float)
        n, m = len(p), segments + 1
        a = start + np.linspace(0, arc, m)
        x = p[None, :, 0] * np.sin(a)[:, None]
        z = p[None, :, 0] * np.cos(a)[:, None]
        v = np.stack([x, np.broadcast_to(p[None, :, 1], x.shape), z], -1)
        along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
        r = max(p[:, 0].max(), 1e-6)
        uv = np.stack(np.broadcast_arrays((a * r)[:, None], along[None, :]), -1)
        self._sheet(v, uv, surface, smooth)

    def tube(self, path, radius, surface, segments=8, caps=True, closed=False):
        """A round pipe along points; `radius` one number or one a point."""
        p = np.array(path, float)
        n = len(p)
        r = np.broadcast_to(np.asarray(radius, float), (n,))
        if closed:
            t = np.roll(p, -1, 0) - np.roll(p, 1, 0)
        else:
            t = np.gradient(p, axis=0)
        t /= np.linalg.norm(t, axis=1)[:, None] + 1e-12
        ref = np.array([0, 1, 0]) if abs(t[0, 1]) < 0.9 else np.array([1, 0, 0])
        u = np.cross(t[0], ref)
        rings, a = [], np.linspace(0, 2 * math.pi, segments + 1)
        for i in range(n):
            u = u - t[i] * np.dot(u, t[i])
            u /= np.linalg.norm(u)
            w = np.cross(t[i], u)
            rings.append(p[i] + r[i] * (np.cos(a)[:, None] * u - np.sin(a)[:, None] * w))
        if closed:
            rings.append(rings[0])
        v = np.array(rings)
        along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(v.mean(1), axis=0), axis=1))])
        uv = np.stack(np.broadcast_arrays(along[:, None], (a * r.max())[None, :]), -1)
        self._sheet(v, uv, surface, True)
        if caps and not closed:
            self.fan(v[0, :-1][::-1], surface)
            self.fan(v[-1, :-1], surface)

    def patch(self, fn, nu, nv, surface, smooth=True, uv=None, colour=None):
        """A surface fn(u, v) -> (..., 3) over [0,1]^2, cut nu by nv; u runs right and v up
        seen from its front."""
        u, v = np.meshgrid(np.linspace(0, 1, nu + 1), np.linspace(0, 1, nv + 1), indexing="ij")
        pts = fn(u, v)
        self._sheet(pts, uv, surface, smooth, colour)

    def _sheet(self, v, metres, surface, smooth, colour=None):
        n, m = v.shape[:2]
        i = np.arange(n * m).reshape(n, m)
        f = np.stack([i[:-1, :-1], i[1:, :-1], i[1:, 1:], i[:-1, 1:]], -1).reshape(-1, 4)
        pts = v.reshape(-1, 3)
        uv = None
        if metres is not None and surface.spot is None and surface.rect is None:
            uv = np.array(metres, float).reshape(-1, 2)
            if surface.band:
                v0, v1, high, wide = surface.band
                span = np.ptp(uv, axis=0)
                if span[1] > span[0]:
                    uv = uv[:, ::-1]
                    span = span[::-1]
                uv = np.stack([uv[:, 0] / wide, v0 + (uv[:, 1] - uv[:, 1].min()) * (v1 - v0) / max(high, span[1])], 1)
            else:
                uv = uv / surface.metres
        elif surface.rect is not None:
            u, w = np.meshgrid(np.linspace(0, 1, n), np.linspace(0, 1, m), indexing="ij")
            u0, v0, u1, v1 = surface.rect
            uv = np.stack([u0 + (u1 - u0) * u, v0 + (v1 - v0) * w], -1).reshape(-1, 2)
        # faces that have shrunk to a line would break the tangents
        q = pts[f]
        area = np.linalg.norm(np.cross(q[:, 2] - q[:, 0], q[:, 3] - q[:, 1]), axis=1)
        f = f[area > 1e-10]
        self.add(pts, f, surface, smooth, uv=uv, colour=None if colour is None else np.asarray(colour).reshape(-1, 3))

    def wall(self, x0, x1, y0, y1, openings, surface, z=0.0, cuts=(), colour=None):
        """An upright wall facing +z at depth z with rectangular holes [(x0, x1, y0, y1)...],
        cut further at the heights `cuts`; `colour(points)` gives vertex colours."""
        xs = sorted({x0, x1, *(min(max(v, x0), x1) for o in openings for v in o[:2])})
        ys = sorted({y0, y1, *(min(max(v, y0), y1) for o in openings for v in o[2:4]), *(c for c in cuts if y0 < c < y1)})
        fine = [xs[0]]
        for v in xs[1:]:
            k = max(1, round((v - fine[-1]) / 2.5))
            fine += list(np.linspace(fine[-1], v, k + 1)[1:])
        xs = fine
        index = {(i, j): i * len(ys) + j for i in range(len(xs)) for j in range(len(ys))}
        v = [(x, y, z) for x in xs for y in ys]
        faces = []
        for i in range(len(xs) - 1):
            for j in range(len(ys) - 1):
                cx, cy = (xs[i] + xs[i + 1]) / 2, (ys[j] + ys[j + 1]) / 2
                if not any(o[0] < cx < o[1] and o[2] < cy < o[3] for o in openings):
                    faces.append((index[i, j], index[i + 1, j], index[i + 1, j + 1], index[i, j + 1]))
        if faces:
            c = None if colour is None else colour(np.array(v))
            self.add(v, np.array(faces), surface, colour=c)


def lay(corners, surface):
    """UVs (m, k, 2) for faces' corners (m, k, 3), level and to scale, seamless over
    neighbouring coplanar faces."""
    m, k = corners.shape[:2]
    if surface.spot is not None:
        return np.broadcast_to(np.asarray(surface.spot, float), (m, k, 2)).copy()
    if surface.rect is not None and k == 4:
        u0, v0, u1, v1 = surface.rect
        return np.broadcast_to(np.array([(u0, v0), (u1, v0), (u1, v1), (u0, v1)]), (m, 4, 2)).copy()
    n = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    if k == 4:
        n = n + np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 0])
    n /= np.linalg.norm(n, axis=1)[:, None] + 1e-12
    level = np.abs(n[:, 1]) > 0.9
    t = np.cross(np.array([0.0, 1, 0]), n)
    t[level] = (1, 0, 0)
    t /= np.linalg.norm(t, axis=1)[:, None] + 1e-12
    b = np.cross(n, t)
    u = np.einsum("mkc,mc->mk", corners, t)
    v = np.einsum("mkc,mc->mk", corners, b)
    if surface.band is None:
        return np.stack([u, v], -1) / surface.metres
    v0, v1, high, wide = surface.band
    su, sv = np.ptp(u, axis=1), np.ptp(v, axis=1)
    swap = sv > su
    uu, vv = np.where(swap[:, None], v, u), np.where(swap[:, None], -u, v)
    span = np.maximum(np.ptp(vv, axis=1), 1e-9)
    start = vv.min(1)
    vv = v0 + (vv - start[:, None]) * ((v1 - v0) / np.maximum(high, span))[:, None]
    return np.stack([uu / wide, vv], -1)
