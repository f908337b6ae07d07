"""A car's skin: a smooth surface lofted from a few profiles along its length, cut in its own
two parameters (z along the car, t from the middle of the roof round to the sill) for
windows, wheel arches and seams. In: a `Form`; out: triangles drawn into a Shape with the
surface's own normals, so that highlights run clean over the cuts.

Frame: the car faces +Z, x to its left, y up, wheels on y = 0."""
import math

import numpy as np
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt
from scipy.interpolate import PchipInterpolator

KNOTS = (0.0, 0.24, 0.42, 0.62, 0.76, 0.90, 1.0)
EDGE, BELT = KNOTS[2], KNOTS[3]
SCALE = 1.4  # how long t is against z when triangles are laid


def curve(points):
    p = np.array(sorted(points), float)
    return PchipInterpolator(p[:, 0], p[:, 1], extrapolate=True)


class Form:
    """Profiles along z: `top`, `belt`, `sill` heights; `edge`, `side` half widths (of the
    roof's edge and at the belt); `bulge`: how much wider below the belt; `crown`: how much
    the roof or bonnet is domed; `round`: how far an end bulges."""

    def __init__(self, top, belt, sill, edge, side, bulge=0.045, crown=0.035, nose=0.07, tail=0.05, mid=0.60, tuck=0.06, lip=0.022):
        self.top, self.belt, self.sill, self.edge, self.side = (curve(c) for c in (top, belt, sill, edge, side))
        self.z0, self.z1 = min(p[0] for p in top), max(p[0] for p in top)
        self.bulge, self.crown, self.nose, self.tail, self.mid, self.tuck, self.lip = bulge, crown, nose, tail, mid, tuck, lip

    def section(self, z):
        """Control points (7, 2) of the half section at z: (x, y)."""
        top, sill = float(self.top(z)), float(self.sill(z))
        belt = min(float(self.belt(z)), top - 0.05)
        e, w = float(self.edge(z)), float(self.side(z))
        mid = sill + (belt - sill) * self.mid
        return np.array([(0, top), (e * 0.62, top - self.crown * 0.42), (e, top - self.crown - self.lip), (w, belt), (w + self.bulge, mid), (w + self.bulge * 0.75, sill + (belt - sill) * 0.22), (w + self.bulge - self.tuck, sill)])

    def at(self, z, t):
        """Points (n, 3) for arrays z, t. Beyond the ends the surface closes to a dome."""
        z, t = np.broadcast_arrays(np.asarray(z, float), np.asarray(t, float))
        out = np.empty((z.size, 3))
        zf, tf = z.ravel(), t.ravel()
        for zz in np.unique(zf):
            m = zf == zz
            inner = np.clip(zz, self.z0, self.z1)
            p = self.section(inner)
            x, y = PchipInterpolator(KNOTS, p[:, 0])(tf[m]), PchipInterpolator(KNOTS, p[:, 1])(tf[m])
            over = zz - inner
            if over:
                k = min(1.0, abs(over))  # 0 at the rim, 1 at the middle
                s = 1 - k
                cy = (p[0, 1] + p[-1, 1]) / 2
                x, y = x * s, cy + (y - cy) * s
                zz = inner + math.copysign((self.nose if over > 0 else self.tail) * (1 - s**2.2), over)
            out[m] = np.stack([x, y, np.full(m.sum(), zz)], 1)
        return out.reshape(*z.shape, 3)

    def normal(self, z, t, h=0.004):
        z, t = np.asarray(z, float), np.asarray(t, float)
        dz = self.at(z + h, t) - self.at(z - h, t)
        lo, hi = np.clip(t - h, 0, 1), np.clip(t + h, 0, 1)
        dt = self.at(z, hi) - self.at(z, lo)
        n = np.cross(dz, dt)
        n[np.asarray(t) < 1e-6, 0] = 0
        n /= np.linalg.norm(n, axis=-1, keepdims=True) + 1e-12
        # outward: away from the car's axis
        p = self.at(z, t)
        axis = p * [0, 0, 1] + [0, 0.6, 0]
        flip = np.einsum("ij,ij->i", n.reshape(-1, 3), (p - axis).reshape(-1, 3)) < 0
        n = n.reshape(-1, 3)
        n[flip] *= -1
        return n.reshape(p.shape)

    def t_at(self, z, y, low=EDGE):
        """The t at which the side is at height y."""
        t = np.linspace(low, 1, 240)
        ys = self.at(np.full_like(t, z), t)[:, 1]
        return float(np.interp(-y, -ys, t))

    def side_line(self, points):
        """[(z, y)] on the side to [(z, t)]."""
        return [(z, self.t_at(z, y)) for z, y in points]


def arch(form, zc, yc, r, n=14):
    """A wheel arch as (z, t) points from its front foot to its rear foot, on the sill."""
    out = []
    for a in np.linspace(-0.55, math.pi + 0.55, 80):
        z, y = zc + r * math.cos(a), yc + r * math.sin(a)
        if y > float(form.sill(z)) + 0.004:
            out.append((z, form.t_at(z, y)))
    step = max(1, len(out) // n)
    out = out[::step] + ([out[-1]] if (len(out) - 1) % step else [])
    return [(out[0][0], 1.0), *out, (out[-1][0], 1.0)]


def inside(p, poly):
    x, y = p
    hit = False
    for i in range(len(poly)):
        (x0, y0), (x1, y1) = poly[i - 1], poly[i]
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            hit = not hit
    return hit


def fine(loop, step=0.13, closed=True):
    out = []
    pairs = list(zip(loop, loop[1:] + loop[:1])) if closed else list(zip(loop, loop[1:]))
    for a, b in pairs:
        n = max(1, round(math.hypot(b[0] - a[0], (b[1] - a[1]) * SCALE) / step))
        out += [(a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n) for k in range(n)]
    return out if closed else out + [loop[-1]]


def skin(s, form, windows, arches, zs, ts, paint, glass, lining):
    """Draws both halves. `windows`: loops (z, t), which become glass. The lining is the
    skin seen from the seats."""
    pts, edges = [], []
    windows = [fine(w) for w in windows]

    def loop(line, closed):
        k = len(pts)
        pts.extend(line)
        n = len(line)
        edges.extend((k + i, k + (i + 1) % n) for i in range(n if closed else n - 1))

    for w in windows:
        loop(w, True)
    for a in arches:
        loop(a, False)
    keys = sorted({*zs, *(form.z0 - k for k in (0.12, 0.4, 0.75)), *(form.z1 + k for k in (0.12, 0.4, 0.75)), form.z0 - 0.97, form.z1 + 0.97})
    holes = [[*a, (a[-1][0], 1.1), (a[0][0], 1.1)] for a in arches]
    for z in keys:
        for t in ts:
            p = (z, t)
            near = min((math.hypot(z - q[0], (t - q[1]) * SCALE) for q in pts[: sum(map(len, windows)) + sum(map(len, arches))]), default=9)
            if near > 0.028 and not any(inside(p, h) for h in holes):
                pts.append(p)
    v, _, faces, *_ = delaunay_2d_cdt([Vector((z, t * SCALE)) for z, t in pts], edges, [], 0, 1e-6)
    v = np.array([(p[0], p[1] / SCALE) for p in v])
    v[:, 1] = np.clip(v[:, 1], 0, 1)
    body, inner, panes = [], [], []
    zw = [q[0] for w in windows for q in w]
    cabin = (min(zw) - 0.08, max(zw) + 0.08)
    for f in faces:
        c = v[list(f)].mean(0)
        if any(inside(c, h) for h in holes):
            continue
        if any(inside(c, w) for w in windows):
            panes.append(tuple(f))
        else:
            body.append(tuple(f))
            if cabin[0] < c[0] < cabin[1]:
                inner.append(tuple(f))
    world, normal = form.at(v[:, 0], v[:, 1]), form.normal(v[:, 0], v[:, 1])
    for side in (1, -1):
        w, n = world * [side, 1, 1], normal * [side, 1, 1]
        for group, surf, sink, inwards in ((body, paint, 0.0, False), (panes, glass, 0.006, False), (inner, lining, 0.03, True)):
            if not group:
                continue
            tri = np.array(group)
            p = w - n * sink
            facing = np.einsum("ij,ij->i", np.cross(p[tri[:, 1]] - p[tri[:, 0]], p[tri[:, 2]] - p[tri[:, 0]]), n[tri].mean(1))
            tri = np.where(((facing > 0) != inwards)[:, None], tri, tri[:, ::-1])
            s.add(p, tri, surf, smooth=True, normals=None if inwards else n, uv=np.zeros((len(p), 2)))


def ribbon(s, form, line, width, surface, lift=0.0015, closed=False, both=True):
    """A narrow band along (z, t) points: seams, rubber round a window."""
    line = fine(line, 0.12, closed)
    z, t = np.array([p[0] for p in line]), np.array([p[1] for p in line])
    p, n = form.at(z, t), form.normal(z, t)
    d = np.roll(p, -1, 0) - np.roll(p, 1, 0) if closed else np.gradient(p, axis=0)
    side = np.cross(n, d)
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-12
    a, b = p + side * width / 2 + n * lift, p - side * width / 2 + n * lift
    m = len(p)
    f = [(i, (i + 1) % m, m + (i + 1) % m, m + i) for i in range(m if closed else m - 1)]
    v = np.vstack([a, b])
    tri = np.array(f)
    facing = np.einsum("ij,ij->i", np.cross(v[tri[:, 1]] - v[tri[:, 0]], v[tri[:, 2]] - v[tri[:, 0]]), n[tri[:, 0] % m])
    tri = np.where((facing > 0)[:, None], tri, tri[:, ::-1])
    nn = np.vstack([n, n])
    for sgn in (1, -1) if both else (1,):
        s.add(v * [sgn, 1, 1], tri if sgn > 0 else tri[:, ::-1], surface, smooth=True, normals=nn * [sgn, 1, 1], uv=np.zeros((len(v), 2)))


def girdle(form, y, z_from, front, out=0.03, n=7):
    """Points (x, z) round an end at height y, from the left side to the right."""
    end = form.z1 if front else form.z0
    pts = []
    for z in np.linspace(z_from, end, n):
        t = form.t_at(z, y)
        p, q = form.at(np.array([z]), np.array([t]))[0], form.normal(np.array([z]), np.array([t]))[0]
        k = np.array([q[0], q[2]])
        k /= np.linalg.norm(k)
        pts.append((p[0] + k[0] * out, p[2] + k[1] * out))
    x0 = pts[-1][0]
    bulge = (form.nose if front else form.tail) * 0.9
    for s in (0.82, 0.6, 0.3, 0.0):
        pts.append((x0 * s, end + math.copysign(bulge * (1 - s**2.2) + out, end)))
    return pts + [(-x, z) for x, z in pts[-2::-1]]


def belt(s, path, profile, surface):
    """Sweeps a profile [(out, y)...] (top to bottom) along a level path round an end."""
    p = np.array(path)
    t = np.gradient(p, axis=0)
    n = np.stack([t[:, 1], -t[:, 0]], 1)
    n /= np.linalg.norm(n, axis=1, keepdims=True)
    if np.dot(n[len(n) // 2], [0, p[len(p) // 2, 1]]) < 0:
        n = -n
    rows = []
    for o, y in profile:
        q = p + n * o
        rows.append(np.stack([q[:, 0], np.full(len(q), y), q[:, 1]], 1))
    v = np.array(rows)
    k, m = v.shape[:2]
    i = np.arange(k * m).reshape(k, m)
    f = np.stack([i[:-1, :-1], i[1:, :-1], i[1:, 1:], i[:-1, 1:]], -1).reshape(-1, 4)
    pts = v.reshape(-1, 3)
    mid = f[len(f) // 2]
    face = np.cross(pts[mid[1]] - pts[mid[0]], pts[mid[2]] - pts[mid[0]])
    want = np.array([n[m // 2, 0], 0.0, n[m // 2, 1]])
    if np.dot(face, want) < 0:
        f = f[:, ::-1]
    s.add(pts, f, surface, smooth=True, uv=np.zeros((len(pts), 2)))
