"""What is sewn onto a garment: collars and lapels folded from an edge, plackets, pockets, belts, buttons, zips, laces, hoods.

Everything is laid on the finished garment by asking it where its surface is (`Finder`), takes its weights from there, and
has an edge of its own thickness.
"""
import numpy as np

from part import Part, join, triangulate, vertex_normals


class Finder:
    def __init__(self, p):
        from mathutils.bvhtree import BVHTree
        from scipy.spatial import cKDTree

        self.p = p
        self.n = vertex_normals(p.co, p.faces)
        self.bvh = BVHTree.FromPolygons(p.co.tolist(), triangulate(p.faces).tolist(), all_triangles=True)
        self.tree = cKDTree(p.co)

    def _smooth(self, at):
        d, i = self.tree.query(at, k=5)
        w = 1 / (d + 1e-3)
        m = (self.n[i] * w[:, None]).sum(0)
        return m / np.linalg.norm(m)

    def ray(self, origin, direction):
        r = self.bvh.ray_cast(list(map(float, origin)), list(map(float, direction)))
        if r[0] is None:
            r = self.bvh.find_nearest(list(map(float, origin)))
        at = np.array(r[0])
        return at, self._smooth(at)

    def front(self, x, y):
        return self.ray((x, y, 1.0), (0, 0, -1))

    def around(self, angle, y, axis):
        d = np.array([np.sin(angle), 0, np.cos(angle)])
        return self.ray(np.array([axis[0], y, axis[1]]) + d * 0.6, -d)

    def nearest(self, at):
        q = np.array(self.bvh.find_nearest(list(map(float, at)))[0])
        return q, self._smooth(q)

    def weights(self, co):
        d, i = self.tree.query(co, k=4)
        w = 1 / (d + 2e-3) ** 2
        w /= w.sum(1, keepdims=True)
        return (self.p.weights[i] * w[..., None]).sum(1)


def sheet(rows, material, finder, thick=0.003, closed=False, tint=1.0, inward=None):
    """A strip of cloth from rows of (position, normal): its face, and its edges going `thick` back towards the body."""
    r, c = len(rows), len(rows[0])
    co = np.array([q for row in rows for q, _ in row])
    n = np.array([m for row in rows for _, m in row])
    idx = lambda i, j: i * c + (j % c if closed else j)
    faces = [[idx(i, j), idx(i, j + 1), idx(i + 1, j + 1), idx(i + 1, j)] for i in range(r - 1) for j in range(c if closed else c - 1)]
    fn = np.cross(co[faces[0][1]] - co[faces[0][0]], co[faces[0][3]] - co[faces[0][0]])
    flip = np.dot(fn, n[faces[0][0]]) < 0
    if flip:
        faces = [f[::-1] for f in faces]
    if closed:
        rims = [[idx(0, j) for j in range(c)], [idx(r - 1, j) for j in range(c)][::-1]]
    else:
        rims = [[idx(0, j) for j in range(c)] + [idx(i, c - 1) for i in range(1, r)] + [idx(r - 1, j) for j in range(c - 2, -1, -1)] + [idx(i, 0) for i in range(r - 2, 0, -1)]]
    for rim in rims:
        base = len(co)
        co = np.concatenate([co, co[rim] - n[rim] * thick])
        n = np.concatenate([n, n[rim]])
        k = len(rim)
        for a in range(k):
            b = (a + 1) % k
            f = [rim[a], rim[b], base + b, base + a]
            faces.append(f if flip else f[::-1])
    p = Part(material, co, faces, [[[0, 0]] * len(f) for f in faces], finder.weights(co), np.ones((len(co), 3)) * np.asarray(tint))
    return p


def patch(finder, material, points, lift=0.003, thick=0.003, axis=None, tint=1.0, closed=False):
    """A sheet laid over the garment: `points` rows of (x, y) seen from the front, or (angle, y) about `axis`."""
    rows = []
    for row in points:
        out = []
        for a, y in row:
            at, n = finder.front(a, y) if axis is None else finder.around(a, y, axis)
            out.append((at + n * lift, n))
        rows.append(out)
    return sheet(rows, material, finder, thick + lift, closed, tint)


def button(finder, material, at, n, radius=0.010, tint=1.0, sides=10):
    t = np.cross(n, [0, 1, 0.2])
    t /= np.linalg.norm(t)
    b = np.cross(n, t)
    ring = lambda r, z: [at + n * z + r * (np.cos(a) * t + np.sin(a) * b) for a in np.linspace(0, 2 * np.pi, sides, endpoint=False)]
    co = np.array(ring(radius, -0.001) + ring(radius, 0.0022) + ring(radius * 0.78, 0.0032) + [at + n * 0.0018])
    faces = []
    for k in range(2):
        faces += [[k * sides + i, k * sides + (i + 1) % sides, (k + 1) * sides + (i + 1) % sides, (k + 1) * sides + i] for i in range(sides)]
    faces += [[2 * sides + i, 2 * sides + (i + 1) % sides, 3 * sides] for i in range(sides)]
    p = Part(material, co, faces, [[[0, 0]] * len(f) for f in faces], finder.weights(co), np.ones((len(co), 3)) * np.asarray(tint))
    nn = vertex_normals(p.co, p.faces)
    if nn[-1] @ n < 0:
        p.faces = [f[::-1] for f in p.faces]
    return p


def tube(path, radius, material, finder, sides=6, tint=1.0, weights=None):
    """A cord along a path."""
    path = np.array(path)
    t = np.gradient(path, axis=0)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    u = np.cross(t, [0.3, 0.1, 1.0])
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    v = np.cross(t, u)
    a = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    r = np.broadcast_to(radius, (len(path),))
    co = np.concatenate([path[i] + r[i] * (np.cos(a)[:, None] * u[i] + np.sin(a)[:, None] * v[i]) for i in range(len(path))])
    faces = [[i * sides + j, i * sides + (j + 1) % sides, (i + 1) * sides + (j + 1) % sides, (i + 1) * sides + j] for i in range(len(path) - 1) for j in range(sides)]
    faces += [list(range(sides))[::-1], [(len(path) - 1) * sides + j for j in range(sides)]]
    p = Part(material, co, faces, [[[0, 0]] * len(f) for f in faces], finder.weights(co) if weights is None else weights(co), np.ones((len(co), 3)) * np.asarray(tint))
    n = vertex_normals(p.co, p.faces)
    if ((co[:sides] - path[0]) * n[:sides]).sum() < 0:
        p.faces = [f[::-1] for f in p.faces]
    return p


def neck_loop(p, h):
    """The garment's open edge about the neck, ordered."""
    from part import boundary

    loops = boundary(p.faces)
    return max(loops, key=lambda l: p.co[l][:, 1].mean() - np.abs(p.co[l][:, 0].mean()) * 3)


def collar(p, loop, h, stand, fall, lift=0.005, roll=0.006, material=None, tint=1.0, lean=0.25, even=4):
    """Fold a collar out of an edge: up by `stand(c)`, over, and down the outside by `fall(c)` (functions of positions, m)."""
    f = Finder(p)
    c = p.co[loop]
    k = len(loop)
    nb = {v: [] for v in loop}
    on = set(loop)
    for face in p.faces:
        for v in face:
            if v in on:
                nb[v] += [q for q in face if q not in on]
    away = np.array([c[i] - p.co[nb[v]].mean(0) if nb[v] else np.zeros(3) for i, v in enumerate(loop)])
    away = (away + np.roll(away, 1, 0) + np.roll(away, -1, 0)) / 3
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    axis = h.joints["neck_01"] * 0.5 + h.joints["head"] * 0.5
    out = c - axis
    out[:, 1] = 0
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    up = np.array([0, 1.0, 0.12])
    up /= np.linalg.norm(up)
    s, w = np.array([stand(x) for x in c])[:, None], np.array([fall(x) for x in c])[:, None]
    n = f.n[loop]
    for _ in range(even):  # an even run round the neck
        w = 0.5 * w + 0.25 * (np.roll(w, 1, 0) + np.roll(w, -1, 0))
        s = 0.5 * s + 0.25 * (np.roll(s, 1, 0) + np.roll(s, -1, 0))
    rows = [c - n * 0.002]
    dirn = up * np.clip(s / 0.02, 0, 1) + away * (1 - np.clip(s / 0.02, 0, 1))
    rows.append(c + dirn * (0.5 * s) - out * s * lean * 0.4)
    top = c + dirn * s - out * s * lean
    rows.append(top)
    rows.append(top + dirn * roll * 0.5 + (out * np.clip(s / 0.02, 0, 1) + n * (1 - np.clip(s / 0.02, 0, 1))) * roll)
    last = rows[-1]
    for t in (0.35, 0.7, 1.0):
        q = []
        for i in range(k):
            # down from the roll: first past the stand, then over the garment
            drop = w[i, 0] * t
            above = min(drop, s[i, 0])
            a = last[i] - up * above + out[i] * (0.25 * above)
            rest = drop - above
            a = a - away[i] * rest
            at, m = f.nearest(a)
            d = (a - at) @ m
            q.append(a + m * max(0, lift - d))
        q = np.array(q)
        for _ in range(min(even, 3)):
            q = 0.5 * q + 0.25 * (np.roll(q, 1, 0) + np.roll(q, -1, 0))
        rows.append(q)
    under = rows[-1] * 0.75 + rows[-2] * 0.25
    under = np.array([u - f.nearest(u)[1] * 0.0035 for u in under])
    rows.append(under)
    co = np.concatenate(rows)
    faces = [[r * k + i, r * k + (i + 1) % k, (r + 1) * k + (i + 1) % k, (r + 1) * k + i] for r in range(len(rows) - 1) for i in range(k)]
    q = Part(material or p.material, co, faces, [[[0, 0]] * 4 for _ in faces], np.tile(p.weights[loop], (len(rows), 1)), np.ones((len(co), 3)) * np.asarray(tint))
    m = vertex_normals(q.co, q.faces)
    roll_n = m[3 * k:4 * k]
    if (roll_n * (out + up)).sum() < 0:
        q.faces = [x[::-1] for x in q.faces]
    low = np.clip((co[:, 1] - h.joints["neck_01"][1]) / 0.08, 0, 0.6)
    nk = np.zeros(q.weights.shape[1])
    nk[h.order.index("neck_01")] = 1
    q.weights = q.weights * (1 - low[:, None]) + nk * low[:, None]
    return q


def hood(h, finder, material, k):
    """A hood lying on the shoulders: a slack bag behind the neck, open towards it, ending at the collarbones."""
    n0, hd = h.joints["neck_01"], h.joints["head"]
    axis = np.array([0, 0, n0[2] + 0.012 * k])
    rows = []
    angs = np.linspace(-2.45, 2.45, 27)
    for a in angs:  # 0 behind
        d = np.array([np.sin(a), 0, -np.cos(a)])
        back = np.clip(np.cos(a / 2.45 * np.pi / 2), 0, 1)
        r = (0.060 + 0.012 * back) * k
        y = n0[1] + (0.020 + 0.028 * back - 0.03 * (1 - back)) * k
        fat, drop = (0.005 + 0.047 * back) * k, (0.008 + 0.097 * back**1.5) * k
        wob = 0.006 * k * np.sin(3 * a + 1) + 0.004 * k * np.sin(7 * a)
        c = axis + d * r + [0, y, 0]
        prof = [(0.0, -0.010), (0.002, 0.012), (0.3, 0.024), (0.72, 0.014), (1.0, -0.02), (0.98, -0.45), (0.72, -0.85), (0.30, -1.0)]
        row = []
        for u, v in prof:
            yy = v * drop if v < -0.015 else v * k
            q = c + d * (u * fat * (1 + 0.12 * np.sin(5 * a + 2 * u)) + wob * u) + [0, yy, 0]
            row.append(q)
        rows.append(row)
    out = []
    for row in rows:
        o = []
        for i, q in enumerate(row):
            at, m = finder.nearest(q)
            dd = (q - at) @ m
            o.append(q + m * max(0, 0.004 - dd) if i >= 4 else q)
        out.append(o)
    r, c = len(out), len(out[0])
    co = np.array([q for row in out for q in row])
    faces = [[i * c + j, i * c + j + 1, (i + 1) * c + j + 1, (i + 1) * c + j] for i in range(r - 1) for j in range(c - 1)]
    p = Part(material, co, faces, [[[0, 0]] * 4 for _ in faces], finder.weights(co))
    n = vertex_normals(p.co, p.faces)
    mid = (r // 2) * c + 4
    if n[mid] @ np.array([0, 0.2, -1]) < 0:
        p.faces = [f[::-1] for f in p.faces]
    # the lining behind the rim is dark
    p.colour[np.arange(len(co)) % c == 0] *= 0.5
    return p
