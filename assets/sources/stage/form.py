"""Modelling in plain arrays: pieces with surfaces, joined into meshes.

In: sizes and paths in metres, in the product's space (right-handed, Y up, front +Z).
Out: `Piece` (vertices, faces, texture coordinates in metres, surface names, tints).
Texture coordinates are metres along the surface with U along the grain, so that a
surface's own tile size decides how large its pattern is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import bpy  # noqa: F401  (brings bmesh and mathutils with it)
import bmesh
import numpy as np
from mathutils import Vector

AXES = {"x": 0, "y": 1, "z": 2}


@dataclass
class Piece:
    """A bit of mesh. `verts` N×3; `faces` index lists; `uvs` per face corner; `mats` per face."""

    verts: np.ndarray
    faces: list
    uvs: list
    mats: list
    tint: np.ndarray = field(default=None)
    group: str = ""

    def __post_init__(self):
        self.verts = np.asarray(self.verts, dtype=np.float64).reshape(-1, 3)
        if self.tint is None:
            self.tint = np.ones((len(self.verts), 3))

    def copy(self) -> "Piece":
        return Piece(self.verts.copy(), [list(f) for f in self.faces], [list(u) for u in self.uvs],
                     list(self.mats), self.tint.copy(), self.group)

    def at(self, x=0.0, y=0.0, z=0.0) -> "Piece":
        self.verts = self.verts + np.array([x, y, z])
        return self

    def turn(self, axis: str, angle: float) -> "Piece":
        """Turns about the origin, radians, right-handed."""
        c, s = math.cos(angle), math.sin(angle)
        i = AXES[axis]
        a, b = (i + 1) % 3, (i + 2) % 3
        m = np.eye(3)
        m[a, a], m[a, b], m[b, a], m[b, b] = c, -s, s, c
        self.verts = self.verts @ m.T
        return self

    def scale(self, x=1.0, y=1.0, z=1.0) -> "Piece":
        self.verts = self.verts * np.array([x, y, z])
        if x * y * z < 0:
            self.faces = [f[::-1] for f in self.faces]
            self.uvs = [u[::-1] for u in self.uvs]
        return self

    def mirrored(self, axis: str = "x") -> "Piece":
        k = {a: (-1.0 if a == axis else 1.0) for a in "xyz"}
        return self.copy().scale(**k)

    def bend(self, change) -> "Piece":
        """`change` maps an N×3 array of points to another."""
        self.verts = np.asarray(change(self.verts.copy()))
        return self

    def tinted(self, r, g=None, b=None) -> "Piece":
        """Multiplies base colour, linear."""
        self.tint = self.tint * (np.array([r, r, r]) if g is None else np.array([r, g, b]))
        return self

    def slide(self, u, v) -> "Piece":
        """Shifts the pattern, metres: two boards need not show the same knots."""
        self.uvs = [[(a + u, b + v) for a, b in f] for f in self.uvs]
        return self

    def of(self, mat: str) -> "Piece":
        self.mats = [mat] * len(self.faces)
        return self

    def called(self, group: str) -> "Piece":
        self.group = group
        return self

    def flipped(self) -> "Piece":
        self.faces = [f[::-1] for f in self.faces]
        self.uvs = [u[::-1] for u in self.uvs]
        return self


def join(*pieces) -> Piece:
    flat = []
    for p in pieces:
        flat.extend(p if isinstance(p, (list, tuple)) else [p])
    verts, faces, uvs, mats, tint, base = [], [], [], [], [], 0
    for p in flat:
        verts.append(p.verts)
        tint.append(p.tint)
        faces.extend([[i + base for i in f] for f in p.faces])
        uvs.extend(p.uvs)
        mats.extend(p.mats)
        base += len(p.verts)
    return Piece(np.concatenate(verts), faces, uvs, mats, np.concatenate(tint), flat[0].group)


def project(verts, faces, grain="x"):
    """Box projection in metres; U runs along `grain` wherever the face allows it."""
    g = AXES[grain]
    out = []
    for f in faces:
        p = verts[f]
        n = np.zeros(3)
        for i in range(len(f)):
            n += np.cross(p[i], p[(i + 1) % len(f)])
        k = int(np.argmax(np.abs(n)))
        others = [a for a in range(3) if a != k]
        if g in others:
            u, v = g, others[0] if others[1] == g else others[1]
        else:
            u, v = others
        out.append([(q[u], q[v]) for q in p])
    return out


def from_bmesh(bm, mat, grain="x") -> Piece:
    bm.verts.ensure_lookup_table()
    bm.verts.index_update()
    verts = np.array([v.co[:] for v in bm.verts])
    faces = [[v.index for v in f.verts] for f in bm.faces]
    bm.free()
    return Piece(verts, faces, project(verts, faces, grain), [mat] * len(faces))


def _seeded(p: Piece, seed) -> Piece:
    if seed is not None:
        r = np.random.default_rng(seed)
        p.slide(*r.uniform(0, 3, 2))
    return p


_count = [0]


def box(size, mat, bevel=0.004, segments=1, grain=None, base=True, seed=True) -> Piece:
    """A block; stands on y=0 when `base`, else centred. Grain along its longest edge."""
    x, y, z = size
    bm = bmesh.new()
    bmesh.ops.create_cube(bm, size=1.0)
    for v in bm.verts:
        v.co = Vector((v.co.x * x, v.co.y * y, v.co.z * z))
    bevel = min(bevel, min(size) * 0.45)
    if bevel > 0:
        bmesh.ops.bevel(bm, geom=list(bm.edges), offset=bevel, segments=segments, profile=0.5,
                        affect="EDGES", clamp_overlap=True)
    if grain is None:
        grain = "xyz"[int(np.argmax(size))]
    p = from_bmesh(bm, mat, grain)
    if base:
        p.at(y=y / 2)
    _count[0] += 1
    return _seeded(p, _count[0] if seed else None)


def slab(outline, depth, mat, bevel=0.0, segments=1, grain="x", axis="z") -> Piece:
    """A flat outline [(x, y)…] (anticlockwise) made `depth` thick, centred along `axis`."""
    bm = bmesh.new()
    vs = [bm.verts.new((a, b, -depth / 2)) for a, b in outline]
    f = bm.faces.new(vs)
    r = bmesh.ops.extrude_face_region(bm, geom=[f])
    for g in r["geom"]:
        if isinstance(g, bmesh.types.BMVert):
            g.co.z += depth
    bmesh.ops.recalc_face_normals(bm, faces=list(bm.faces))
    if bevel > 0:
        edges = [e for e in bm.edges if len(e.link_faces) == 2 and e.calc_face_angle(0) > 0.6]
        bmesh.ops.bevel(bm, geom=edges, offset=bevel, segments=segments, profile=0.5,
                        affect="EDGES", clamp_overlap=True)
    p = from_bmesh(bm, mat, grain)
    if axis == "y":
        p.turn("x", -math.pi / 2)
    elif axis == "x":
        p.turn("y", math.pi / 2)
    return p


def rounded(w, h, r, steps=4):
    """Outline of a rectangle with round corners, centred."""
    pts = []
    for cx, cy, a0 in ((w / 2 - r, h / 2 - r, 0), (-w / 2 + r, h / 2 - r, 1), (-w / 2 + r, -h / 2 + r, 2),
                       (w / 2 - r, -h / 2 + r, 3)):
        for i in range(steps + 1):
            a = (a0 + i / steps) * math.pi / 2
            pts.append((cx + r * math.cos(a), cy + r * math.sin(a)))
    return pts


def grid(fn, nu, nv, mat, wrap_u=False, wrap_v=False, size=None) -> Piece:
    """A sheet of fn(u, v) → point, u and v in 0…1. Texture metres measured, or `size` (U, V)."""
    cu, cv = (nu if wrap_u else nu + 1), (nv if wrap_v else nv + 1)
    pts = np.array([[fn(i / nu, j / nv) for i in range(nu + 1)] for j in range(nv + 1)], dtype=np.float64)
    if size is None:
        lu = np.median(np.sum(np.linalg.norm(np.diff(pts, axis=1), axis=2), axis=1))
        lv = np.median(np.sum(np.linalg.norm(np.diff(pts, axis=0), axis=2), axis=0))
    else:
        lu, lv = size
    verts = pts[:cv, :cu].reshape(-1, 3)
    faces, uvs = [], []
    for j in range(nv):
        for i in range(nu):
            q = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            idx = [(b % cv) * cu + (a % cu) for a, b in q]
            keep = [k for k in range(4) if np.linalg.norm(pts[q[k][1], q[k][0]] - pts[q[k - 1][1], q[k - 1][0]]) > 1e-7]
            if len(keep) < 3:
                continue
            faces.append([idx[k] for k in keep])
            uvs.append([(q[k][0] / nu * lu, q[k][1] / nv * lv) for k in keep])
    return Piece(verts, faces, uvs, [mat] * len(faces))


def lathe(profile, mat, sides=24, cap=True) -> Piece:
    """Turned about Y: profile [(radius, y)…] from the foot up (outside), normals outwards."""
    prof = list(profile)
    n = len(prof) - 1
    lengths = np.concatenate([[0], np.cumsum([math.dist(prof[i], prof[i + 1]) for i in range(n)])])
    rmax = max(r for r, _ in prof)
    verts, faces, uvs, rings = [], [], [], []
    for r, y in prof:
        if r < 1e-6:
            rings.append([len(verts)] * sides)
            verts.append((0, y, 0))
        else:
            rings.append(list(range(len(verts), len(verts) + sides)))
            for k in range(sides):
                a = 2 * math.pi * k / sides
                verts.append((r * math.cos(a), y, -r * math.sin(a)))
    full = 2 * math.pi * rmax
    for i in range(n):
        for k in range(sides):
            k2 = (k + 1) % sides
            f = [rings[i][k], rings[i][k2], rings[i + 1][k2], rings[i + 1][k]]
            t = [(k / sides * full, lengths[i]), ((k + 1) / sides * full, lengths[i]),
                 ((k + 1) / sides * full, lengths[i + 1]), (k / sides * full, lengths[i + 1])]
            keep = [j for j in range(4) if f[j] != f[j - 1]]
            if len(keep) >= 3:
                faces.append([f[j] for j in keep])
                uvs.append([t[j] for j in keep])
    if cap:
        for i, rev in ((0, True), (n, False)):
            r, y = prof[i]
            if r > 1e-6:
                ring = rings[i][::-1] if rev else rings[i]
                base = len(verts)
                verts.extend([verts[q] for q in ring])
                faces.append(list(range(base, base + sides)))
                uvs.append([(verts[q][0], verts[q][2]) for q in ring])
    return Piece(np.array(verts), faces, uvs, [mat] * len(faces))


def rod(a, b, radius, mat, sides=10, end=None, cap=True) -> Piece:
    """A straight bar from a to b; `end` is its radius at b. Grain along it."""
    a, b = np.array(a, float), np.array(b, float)
    return tube([a, b], radius, mat, sides, radii=[radius, end if end is not None else radius], cap=cap)


def smooth_path(points, steps=6, closed=False):
    """Catmull–Rom through the points."""
    p = [np.array(q, float) for q in points]
    n = len(p)
    out = []
    for i in range(n if closed else n - 1):
        p0 = p[(i - 1) % n] if closed or i > 0 else p[0] * 2 - p[1]
        p1, p2 = p[i], p[(i + 1) % n]
        p3 = p[(i + 2) % n] if closed or i + 2 < n else p[n - 1] * 2 - p[n - 2]
        for k in range(steps):
            t = k / steps
            out.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t
                              + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3))
    if not closed:
        out.append(p[-1])
    return out


def tube(points, radius, mat, sides=8, closed=False, radii=None, cap=True, flat=1.0) -> Piece:
    """A pipe along points (parallel transport, no twist); `flat` squashes it along its side."""
    p = [np.array(q, float) for q in points]
    n = len(p)
    radii = radii if radii is not None else [radius] * n
    tangents = []
    for i in range(n):
        if closed:
            t = p[(i + 1) % n] - p[i - 1]
        else:
            t = p[min(i + 1, n - 1)] - p[max(i - 1, 0)]
        tangents.append(t / (np.linalg.norm(t) or 1))
    t0 = tangents[0]
    up = np.array([0.0, 1.0, 0.0]) if abs(t0[1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    nrm = np.cross(np.cross(t0, up), t0)
    nrm /= np.linalg.norm(nrm)
    verts, lens, l = [], [], 0.0
    for i in range(n):
        t = tangents[i]
        nrm = nrm - t * np.dot(nrm, t)
        nrm /= np.linalg.norm(nrm) or 1
        bin_ = np.cross(t, nrm)
        if i:
            l += float(np.linalg.norm(p[i] - p[i - 1]))
        lens.append(l)
        for k in range(sides):
            a = 2 * math.pi * k / sides
            verts.append(p[i] + radii[i] * (math.cos(a) * nrm + flat * math.sin(a) * bin_))
    if closed:
        lens.append(l + float(np.linalg.norm(p[0] - p[-1])))
    faces, uvs = [], []
    round_ = 2 * math.pi * max(radii)
    for i in range(n if closed else n - 1):
        i2 = (i + 1) % n
        for k in range(sides):
            k2 = (k + 1) % sides
            faces.append([i * sides + k, i * sides + k2, i2 * sides + k2, i2 * sides + k])
            va, vb = k / sides * round_, (k + 1) / sides * round_
            uvs.append([(lens[i], va), (lens[i], vb), (lens[i + 1], vb), (lens[i + 1], va)])
    if not closed and cap:
        for i, rev in ((0, True), (n - 1, False)):
            ring = [i * sides + k for k in range(sides)]
            if rev:
                ring = ring[::-1]
            base = len(verts)
            verts.extend([verts[q] for q in ring])
            faces.append(list(range(base, base + sides)))
            uvs.append([(math.cos(k), math.sin(k)) for k in range(sides)])
    return Piece(np.array(verts), faces, uvs, [mat] * len(faces))


def _lattice(h, r, cell):
    inner = max(h - r, 0)
    n = max(1, int(round(2 * inner / cell)))
    mid = np.linspace(-inner, inner, n + 1) if inner > 1e-6 else np.array([0.0])
    k = r * math.tan(math.pi / 8)
    edge = [inner + k, inner + r]
    return np.concatenate([[-edge[1], -edge[0]], mid, edge])


def soft(size, mat, radius=0.05, cell=0.09, crown=(0, 0, 0), seam=0.0, wrinkle=0.0, seed=1, base=True,
         grain="x") -> Piece:
    """An upholstered block: round edges, faces that swell by `crown` (x, y, z metres), a stitched
    groove of depth `seam` round the top and bottom edges, creases of depth `wrinkle`."""
    h = np.array(size, float) / 2
    r = min(radius, *(h * 0.98))
    lat = [_lattice(h[i], r, cell) for i in range(3)]
    index, verts, coords = {}, [], []

    def put(i, j, k):
        key = (i, j, k)
        if key not in index:
            index[key] = len(verts)
            verts.append((lat[0][i], lat[1][j], lat[2][k]))
            coords.append(key)
        return index[key]

    faces = []
    n = [len(a) - 1 for a in lat]
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for side in (0, n[axis]):
            for a in range(n[u]):
                for b in range(n[v]):
                    q = []
                    for da, db in ((0, 0), (1, 0), (1, 1), (0, 1)):
                        c = [0, 0, 0]
                        c[axis], c[u], c[v] = side, a + da, b + db
                        q.append(put(*c))
                    faces.append(q if side else q[::-1])
    p0 = np.array(verts)
    inner = np.clip(p0, -(h - r), h - r)
    d = p0 - inner
    ln = np.linalg.norm(d, axis=1, keepdims=True)
    p = inner + r * d / ln
    nrm = d / ln
    # Texture coordinates are taken before it swells, from the lattice unrolled.
    uvs = project(p0, faces, grain)
    q = p / h
    swell = np.zeros_like(p)
    for i in range(3):
        a, b = (i + 1) % 3, (i + 2) % 3
        amount = crown[i] * (1 - np.clip(np.abs(q[:, a]), 0, 1) ** 2.5) * (1 - np.clip(np.abs(q[:, b]), 0, 1) ** 2.5)
        swell[:, i] += np.sign(p0[:, i]) * amount * np.clip(np.abs(nrm[:, i]), 0, 1)
    if wrinkle > 0:
        rng = np.random.default_rng(seed)
        w = np.zeros(len(p))
        for _ in range(10):
            # Creases run from the corners and edges inwards, where cloth is gathered by the seam.
            dirn = rng.normal(size=3)
            dirn /= np.linalg.norm(dirn)
            f = rng.uniform(2.0, 4.5) / max(h.max(), 0.2)
            ph = rng.uniform(0, 6.28)
            w += np.sin(p @ dirn * f * math.pi + ph + 1.3 * np.sin(p @ np.roll(dirn, 1) * f * 1.7)) / 10
        edge = np.max(np.abs(q), axis=1)
        swell += nrm * (w * wrinkle * 2.2 * (0.45 + 0.55 * edge ** 3))[:, None]
    if seam > 0:
        c = np.array(coords)
        on_y = np.minimum(c[:, 1], n[1] - c[:, 1]) == 0
        on_x = np.minimum(c[:, 0], n[0] - c[:, 0]) == 0
        on_z = np.minimum(c[:, 2], n[2] - c[:, 2]) == 0
        swell -= nrm * (seam * (on_y & (on_x | on_z)))[:, None]
    p = p + swell
    if base:
        p[:, 1] += h[1]
    return Piece(p, faces, uvs, [mat] * len(faces))


def welt(size, radius, y, mat, thick=0.005, steps=4, sides=5, swell=0.0) -> Piece:
    """Piping round a soft block's edge at height y (about its own centre); follows its rounding."""
    w, d = size[0], size[2]
    pts = rounded(w, d, radius, steps)
    path = []
    n = len(pts)
    for i in range(n):
        a, b = np.array(pts[i]), np.array(pts[(i + 1) % n])
        m = max(1, int(np.linalg.norm(b - a) / 0.20))
        for k in range(m):
            q = a + (b - a) * k / m
            lift = swell * (1 - abs(2 * q[0] / w) ** 2.5) * (1 if abs(q[1]) > d / 2 - radius else 0)
            path.append((q[0], y + lift * 0, -q[1]))
    return tube(path, thick, mat, sides, closed=True)


def arc(cx, cy, r, a0, a1, n):
    return [(cx + r * math.cos(a0 + (a1 - a0) * i / n), cy + r * math.sin(a0 + (a1 - a0) * i / n)) for i in range(n + 1)]
