"""Hair: layered cards grown from the scalp, which is painted beneath them (skin.py), and their picture.

Each card follows a strand: out of the scalp along the style's flow, bent by gravity, kept off head and shoulders. Cards
wear one of four clumps of the picture with alpha; normals lean towards the head's own roundness, so that they shade as one
body of hair and not as cards.
"""
import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.interpolate import PchipInterpolator
from scipy.spatial import cKDTree

from flesh import islands
from part import Part, from_base, join, vertex_normals

LASH_BOX = (0.79, 0.03, 0.985, 0.22)
CLUMPS = [(0.008 + 0.195 * i, 0.02, 0.185 + 0.195 * i, 0.98) for i in range(4)]

STYLES = {
    "ana": {"cards": 165, "length": (0.25, 0.33), "width": 0.031, "steps": 9, "gravity": 0.42, "stiff": 0.62, "wave": 0.011, "part": 0.018,
            "off": (0.003, 0.011), "colour": (74, 47, 31), "grey": 0.0, "density": 150, "blunt": 0.85},
    "jonas": {"cards": 330, "length": (0.026, 0.050), "width": 0.019, "steps": 3, "gravity": 0.10, "stiff": 0.8, "wave": 0.001, "part": -0.03,
              "off": (0.002, 0.008), "colour": (88, 78, 70), "grey": 0.42, "density": 95, "blunt": 0.5},
    "mika": {"cards": 440, "length": (0.045, 0.080), "width": 0.017, "steps": 4, "gravity": 0.16, "stiff": 0.7, "wave": 0.010, "part": 0.0,
             "off": (0.004, 0.020), "colour": (50, 35, 27), "grey": 0.0, "density": 70, "blunt": 0.25},
}


def head_measures(h):
    e = (h.joints["eye_l"] + h.joints["eye_r"]) / 2
    body = np.unique([v for f in h.base.groups["body"] for v in h.base.faces[f]])
    s = h.co[body][:, 1].max() - e[1]
    return e, s


def hairline(h):
    """A function of positions: > 0 inside the hair (m above the line, by the angle about the head)."""
    e, s = head_measures(h)
    c = np.array([0, e[1], e[2] - 0.82 * s])
    az = np.array([0, 25, 42, 56, 68, 79, 88, 100, 118, 145, 180.0])
    up = np.array([0.66, 0.67, 0.60, 0.42, 0.16, -0.12, 0.10, 0.14, -0.22, -0.58, -0.66])
    if h.spec["id"] == "jonas":  # temples that have begun to go
        up = np.array([0.66, 0.74, 0.75, 0.50, 0.16, -0.16, 0.10, 0.14, -0.22, -0.52, -0.58])
    curve = PchipInterpolator(az, up)

    def f(co):
        d = co - c
        a = np.degrees(np.abs(np.arctan2(d[:, 0], d[:, 2])))
        return d[:, 1] - curve(a) * s

    return f


def ears(p):
    """The middle of each ear: where the head is widest."""
    wide = p.co[np.abs(p.co[:, 0]) > 0.93 * np.abs(p.co[:, 0]).max()]
    return [wide[wide[:, 0] > 0].mean(0), wide[wide[:, 0] < 0].mean(0)]


def roots(h, count, seed):
    """Evenly spread points on the scalp and their normals."""
    p = from_base(h, islands(h.base)["head"], "hair", np.zeros((len(h.co), 1)))
    n = vertex_normals(p.co, p.faces)
    inside = hairline(h)
    g = np.random.default_rng(seed)
    pts, nrm = [], []
    tri = [(f[0], f[i], f[i + 1]) for f in p.faces for i in (1, 2) if i + 1 < len(f)]
    tri = np.array(tri)
    area = np.linalg.norm(np.cross(p.co[tri[:, 1]] - p.co[tri[:, 0]], p.co[tri[:, 2]] - p.co[tri[:, 0]]), axis=1)
    pick = g.choice(len(tri), 9000, p=area / area.sum())
    r = g.random((9000, 2))
    r[r.sum(1) > 1] = 1 - r[r.sum(1) > 1]
    w = np.stack([1 - r.sum(1), r[:, 0], r[:, 1]], 1)
    q = (p.co[tri[pick]] * w[..., None]).sum(1)
    m = (n[tri[pick]] * w[..., None]).sum(1)
    ok = inside(q) > 0.003
    q, m = q[ok], m[ok]
    away = np.ones(len(q), bool)
    for ear in ears(p):
        away &= np.linalg.norm(q - ear, axis=1) > 0.036 * h.spec["height"] / 1.7
    q, m = q[away], m[away]
    e, s = head_measures(h)
    # Best candidates: always the point farthest from those taken.
    i = int(np.argmax(q[:, 1]))
    far = np.full(len(q), 9.0)
    for _ in range(count):
        pts.append(q[i])
        nrm.append(m[i] / np.linalg.norm(m[i]))
        far = np.minimum(far, np.linalg.norm(q - q[i], axis=1))
        i = int(np.argmax(far))
    return np.array(pts), np.array(nrm), p, n


class Ground:
    """Head and (for long hair) shoulders, to stay off."""

    def __init__(self, h, p, n):
        tights = [h.base.faces[f] for f in h.base.groups["helper-tights"]]
        tn = vertex_normals(h.co, tights)
        used = np.unique([v for f in tights for v in f])
        used = used[h.co[used, 1] > h.joints["spine_03"][1]]
        bare = np.ones(len(p.co), bool)
        for ear in ears(p):
            bare &= np.linalg.norm(p.co - ear, axis=1) > 0.034 * h.spec["height"] / 1.7
        self.co = np.concatenate([p.co[bare], h.co[used] + tn[used] * 0.022])
        self.n = np.concatenate([n[bare], tn[used]])
        self.tree = cKDTree(self.co)

    def off(self, x, distance):
        d, i = self.tree.query(x, k=8)
        w = 1 / (d + 3e-3)
        w /= w.sum()
        m = (self.n[i] * w[:, None]).sum(0)
        m /= np.linalg.norm(m)
        y = ((x - self.co[i]) @ m * w).sum()
        return (x + m * (distance - y) if y < distance else x), m


def flow(name, q, n, e, s, style, g):
    """Where hair sets out from a root."""
    x, y, z = (q - e) / s
    side = 1.0 if q[0] > style["part"] else -1.0
    if name == "ana":
        front = np.clip((z + 0.55) / 0.5, 0, 1)
        d = np.array([side * (0.75 + 0.3 * front), 0.22 * front - 0.25, -0.55 + 0.15 * front])
        back = np.clip((-z - 0.9) / 0.5, 0, 1)
        d = d * (1 - back) + np.array([0.25 * np.sign(x) * abs(x), -0.9, -0.35]) * back
    elif name == "jonas":
        front = np.clip((z + 0.7) / 0.6, 0, 1)
        top = np.clip((y - 0.3) / 0.4, 0, 1)
        d = top * np.array([-0.45, 0.30 * front + 0.05, -0.85 + 0.15 * front]) + (1 - top) * np.array([0.12 * np.sign(x), -0.75, -0.55])
        d = d + 0.22 * g.normal(size=3)
    else:
        d = np.array([0.5 * np.sign(x) * min(1, abs(x) * 2), -0.25, 0.15 + 0.5 * np.clip(z + 0.6, -1, 1)]) + 0.62 * g.normal(size=3)
        d += n * 0.9
    d = d - n * np.dot(d, n) * (0.85 if name != "mika" else 0.35) + n * {"ana": 0.16, "jonas": 0.12, "mika": 0.3}[name]
    return d / np.linalg.norm(d)


def strand(h, ground, name, q, n, style, g, e, s):
    lo, hi = style["length"]
    top = np.clip((q[1] - e[1]) / s, -0.6, 1)
    k = h.spec["height"] / 1.7 if name != "mika" else 1.0
    length = (lo + (hi - lo) * g.random()) * k
    if name == "ana":
        length *= 0.62 + 0.38 * np.clip((top + 0.6) / 1.4, 0, 1)
    if name == "jonas":
        length *= 0.55 + 0.45 * np.clip(top, 0, 1)
    steps = style["steps"]
    ds = length / steps
    off0 = style["off"][0] + (style["off"][1] - style["off"][0]) * np.clip((top + 0.5) / 1.5, 0, 1) * g.uniform(0.55, 1.0)
    long = name == "ana"
    # Long steps from a buried root would pass under the skull's curve: long hair starts on the skin, by a short step.
    pts, normals = [q + n * (0.0035 if long else -0.002)], [n]
    d = flow(name, q, n, e, s, style, g)
    x = q.copy()
    phase, turn = g.uniform(0, 6.28), g.choice([-1, 1])
    for i in range(steps):
        t = (i + 1) / steps
        d = d * style["stiff"] + np.array([0, -1, 0]) * style["gravity"] * (0.4 + t) * (1 if name == "ana" else 0.8)
        if name == "mika":
            d = d + 0.45 * np.array([np.cos(phase + 5 * t), 0.2 * np.sin(phase + 4 * t), np.sin(phase + 5 * t)])
        d /= np.linalg.norm(d)
        y = x + d * ds * (0.4 if long and i == 0 else 1)
        off = max(0.0045 if long else 0, off0 * min(1.0, 0.35 + 2.2 * t))
        if name == "ana":
            # Kept off the face: in front of the ears it hangs outside the cheeks.
            front = np.clip((y[2] - (e[2] - 0.55 * s)) / (0.25 * s), 0, 1) * np.clip((e[1] + 0.5 * s - y[1]) / (0.2 * s), 0, 1)
            wide = 0.058 * k + 0.004
            if front > 0 and abs(y[0]) < wide:
                y[0] += (np.sign(y[0]) * wide - y[0]) * front * 0.8
                y[2] -= 0.006 * front
            # below the ears it falls in towards the neck, ends a little more
            wide = (0.088 - 0.014 * np.clip((e[1] - 0.3 * s - y[1]) / (0.9 * s), 0, 1)) * k
            if y[1] < e[1] - 0.1 * s and abs(y[0]) > wide:
                y[0] += (np.sign(y[0]) * wide - y[0]) * 0.45
            if t > 0.8:
                y[0] -= np.sign(y[0]) * 0.004
            y += np.array([np.cos(phase + 7 * t), 0, np.sin(phase + 7 * t)]) * style["wave"] * t * 0.5
        y, m = ground.off(y, off)
        d = (y - x) / max(np.linalg.norm(y - x), 1e-6)
        x = y
        pts.append(x.copy())
        normals.append(m)
    return np.array(pts), np.array(normals)


def card(pts, nrm, width, box, g, flip):
    """A ribbon along a strand; (co, faces, uv)."""
    k = len(pts)
    t = np.gradient(pts, axis=0)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    side = np.cross(nrm, t)
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-6)
    for i in range(1, k):
        if np.dot(side[i], side[i - 1]) < 0:
            side[i] = -side[i]
    w = width * np.interp(np.linspace(0, 1, k), [0, 0.15, 0.35, 0.75, 1], [0.45, 0.8, 1.0, 0.9, 0.5])
    bow = nrm * 0.0016
    a, b = pts - side * w[:, None] / 2, pts + side * w[:, None] / 2
    co = np.concatenate([a, b])
    v = np.linspace(box[3], box[1], k)
    u0, u1 = (box[2], box[0]) if flip else (box[0], box[2])
    faces, uv = [], []
    for i in range(k - 1):
        f = [i, k + i, k + i + 1, i + 1]
        faces.append(f)
        uv.append([[u0, v[i]], [u1, v[i]], [u1, v[i + 1]], [u0, v[i + 1]]])
    # wound to face outwards
    n = np.cross(co[k] - co[0], co[1] - co[0])
    if np.dot(n, nrm[0] + nrm[1]) < 0:
        faces = [f[::-1] for f in faces]
        uv = [f[::-1] for f in uv]
    return co, faces, uv


def hair(h, skin):
    """The hair as one part."""
    name = h.spec["id"]
    style = STYLES[name]
    g = np.random.default_rng({"ana": 21, "jonas": 22, "mika": 23}[name])
    q, n, p, pn = roots(h, style["cards"], 3)
    ground = Ground(h, p, pn)
    e, s = head_measures(h)
    middle = e + np.array([0, 0.15 * s, -0.85 * s])
    order = h.order
    head, neck, chest = (order.index(b) for b in ("head", "neck_01", "spine_03"))
    parts = []
    if name == "ana":  # a row on either side of the parting
        on = cKDTree(p.co)
        for z in np.linspace(0.14, -1.25, 20):
            for side, out in ((-1, 0.002), (1, 0.002), (-1, 0.013), (1, 0.013)):
                x = style["part"] + side * out + (0.0 if z > -0.9 else (-0.018 * (-z - 0.9) / 0.35))
                best = [i for i in range(len(p.co)) if abs(p.co[i, 0] - x) < 0.02 and p.co[i, 1] > e[1] + 0.3 * s]
                j = min(best, key=lambda i: abs(p.co[i, 2] - (e[2] + z * s)))
                at = p.co[j].copy()
                at[0] = x
                d, near = on.query(at, k=4)
                at[1] += ((p.co[near] - at) * pn[near]).sum(1).mean() / max(0.3, pn[near][:, 1].mean())
                if hairline(h)(at[None])[0] > -0.006:
                    q, n = np.concatenate([q, [at]]), np.concatenate([n, [pn[near].mean(0) / np.linalg.norm(pn[near].mean(0))]])
    for i in range(len(q)):
        pts, nrm = strand(h, ground, name, q[i], n[i], style, g, e, s)
        k = h.spec["height"] / 1.7 if name != "mika" else 1.0
        co, faces, uv = card(pts, nrm, style["width"] * k * g.uniform(0.8, 1.25), CLUMPS[g.integers(4)], g, g.random() < 0.5)
        w = np.zeros((len(co), len(order)))
        low = np.clip((h.joints["head"][1] + 0.01 - co[:, 1]) / 0.13, 0, 1)
        w[:, head], w[:, neck], w[:, chest] = 1 - 0.75 * low, 0.35 * low, 0.40 * low
        own = np.concatenate([nrm, nrm])
        round_ = co - middle
        round_[:, 1] *= 0.35 if name == "ana" else 0.8
        round_ /= np.linalg.norm(round_, axis=1, keepdims=True)
        m = 0.45 * own + 0.55 * round_
        m /= np.linalg.norm(m, axis=1, keepdims=True)
        depth = np.concatenate([np.linspace(0.62, 1, len(pts))] * 2)
        tint = g.uniform(0.80, 1.0)
        parts.append(Part("hair", co, faces, uv, w, (depth * tint)[:, None] * np.ones(3), normals=m))
    return join(parts), None


def picture(h, size=1024):
    """{hair-albedo (RGBA), hair-normal}: four clumps of strands, and the lashes."""
    style = STYLES[h.spec["id"]]
    g = np.random.default_rng(31)
    S = 2
    n = size * S
    base = np.array(style["colour"], float)
    rgb = Image.new("RGB", (n, n), tuple(int(x * 0.75) for x in base))
    alpha = Image.new("L", (n, n), 0)
    tall = Image.new("L", (n, n), 0)
    dr, da, dt = ImageDraw.Draw(rgb), ImageDraw.Draw(alpha), ImageDraw.Draw(tall)
    for ci, (u0, v0, u1, v1) in enumerate(CLUMPS):
        for layer in range(style["density"]):
            x0 = g.beta(1.6, 1.6)
            spread = g.normal(0, 0.10)
            wob, ph = g.normal(0, 0.03), g.uniform(0, 6.3)
            start = g.uniform(0, 0.05) if g.random() < 0.7 else g.uniform(0, 0.2)
            end = min(1.0, style["blunt"] + (1 - style["blunt"]) * g.random() ** 0.6) - 0.10 * g.random()
            pts = []
            for t in np.linspace(start, end, 14):
                x = x0 + spread * t + wob * np.sin(ph + t * 5)
                x = np.clip(x + (0.5 - x) * 0.15 * t, 0.015, 0.985)
                pts.append(((u0 + (u1 - u0) * x) * n, (1 - (v1 + (v0 - v1) * t)) * n))
            shade = g.uniform(0.45, 1.4)
            c = base * shade
            if g.random() < style["grey"]:
                c = np.array([158, 156, 152]) * g.uniform(0.7, 1.1)
            if style["grey"] == 0 and g.random() < 0.18:
                c = base * np.array([1.75, 1.55, 1.35])
            width = int(g.choice([3, 4, 5, 6]))
            dr.line(pts, fill=tuple(int(min(255, x)) for x in c), width=width)
            da.line(pts, fill=255, width=width)
            dt.line(pts, fill=int(g.uniform(60, 255)), width=width)
    u0, v0, u1, v1 = LASH_BOX
    for i in range(64):
        x = (i + g.uniform(-0.3, 0.3)) / 64
        ln = (0.62 + 0.30 * np.sin(np.pi * min(1, x * 1.1))) * g.uniform(0.75, 1.0)
        lean = g.normal(0, 0.02)
        pts = [((u0 + (u1 - u0) * np.clip(x + lean * t, 0.01, 0.99)) * n, (1 - (v0 + (v1 - v0) * t * ln)) * n) for t in (0, 0.35, 0.7, 1)]
        dr.line(pts, fill=(22, 15, 12), width=7)
        da.line(pts[:2], fill=255, width=7)
        da.line(pts[1:3], fill=255, width=5)
        da.line(pts[2:], fill=255, width=3)
    dr.rectangle([int((u0 - 0.005) * n), int((1 - v1 - 0.005) * n), n, n], fill=(22, 15, 12))
    a = np.asarray(alpha.resize((size, size), Image.LANCZOS), float)
    c = np.asarray(rgb, float)
    c = np.asarray(Image.fromarray(c.astype(np.uint8)).resize((size, size), Image.LANCZOS), float)
    inside = a > 90
    c = c[tuple(ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True))]
    from paint import normal_map, webp

    hgt = ndimage.gaussian_filter(np.asarray(tall.resize((size, size), Image.LANCZOS), float) / 255, (3, 0.7))
    normal = normal_map(hgt, 1.0, 1.0, 1.4)
    normal[~inside] = (128, 128, 255)
    return {"hair-albedo": webp(np.concatenate([c, a[..., None]], -1), 76), "hair-normal": webp(normal, 70, size // 2)}
