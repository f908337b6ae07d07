"""How cloth hangs and creases: straight down from what it rests on, loose over hollows, folded where limbs bend.

All in the rest pose, on a garment's vertices. `settle_shoulders` works in the standing pose and carries the result back,
since that is where shoulders are seen.
"""
import numpy as np
from scipy.spatial import ConvexHull

from scipy.spatial import cKDTree

from paint import noise
from part import boundary, limit_weights, smooth, vertex_normals


def hull_radius(xz, angles):
    """Radius of the convex hull of points (about the origin) at angles."""
    try:
        v = xz[ConvexHull(xz).vertices]
    except Exception:
        return None
    out = np.zeros(len(angles))
    a, b = v, np.roll(v, -1, 0)
    for i, t in enumerate(angles):
        d = np.array([np.sin(t), np.cos(t)])
        # ray from the origin against each edge
        e = b - a
        den = d[0] * e[:, 1] - d[1] * e[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            r = (a[:, 0] * e[:, 1] - a[:, 1] * e[:, 0]) / den
            s = (a[:, 0] * d[1] - a[:, 1] * d[0]) / den
        ok = (r > 0) & (s >= -1e-6) & (s <= 1 + 1e-6)
        out[i] = r[ok].max() if ok.any() else np.linalg.norm(v, axis=1).mean()
    return out


class Hang:
    """Radii (angle, height) of a garment hanging about the trunk's axis: convex in plan, never closer in than what
    hangs above allows by `slope` (m in per m down; negative flares)."""

    def __init__(self, co, axis, top, bottom, slope, bins=96, dy=0.012):
        self.axis, self.dy = axis, dy
        self.angles = np.linspace(-np.pi, np.pi, bins, endpoint=False)
        self.ys = np.arange(top, bottom - dy, -dy)
        table = []
        for y in self.ys:
            near = np.abs(co[:, 1] - y) < dy * 1.4
            r = hull_radius(co[near][:, [0, 2]] - axis, self.angles) if near.sum() > 8 else None
            if r is None:
                r = table[-1] if table else np.full(bins, 0.1)
            if table:
                r = np.maximum(r, table[-1] - slope * dy)
            table.append(r)
        t = np.array(table)
        for _ in range(3):
            t = (t + np.roll(t, 1, 1) + np.roll(t, -1, 1)) / 3
        self.table = t

    def radius(self, co):
        d = co[:, [0, 2]] - self.axis
        a = np.arctan2(d[:, 0], d[:, 1])
        i = (a + np.pi) / (2 * np.pi) * len(self.angles)
        i0 = np.floor(i).astype(int) % len(self.angles)
        f = i - np.floor(i)
        k = np.clip((self.ys[0] - co[:, 1]) / self.dy, 0, len(self.ys) - 1.001)
        k0 = k.astype(int)
        g = k - k0
        k1 = np.minimum(k0 + 1, len(self.ys) - 1)
        i1 = (i0 + 1) % len(self.angles)
        t = self.table
        return (t[k0, i0] * (1 - f) + t[k0, i1] * f) * (1 - g) + (t[k1, i0] * (1 - f) + t[k1, i1] * f) * g

    def apply(self, co, k):
        """Move points out to the hanging radius by k (per point 0…1)."""
        d = co[:, [0, 2]] - self.axis
        r = np.linalg.norm(d, axis=1)
        want = np.maximum(self.radius(co), r)
        out = co.copy()
        out[:, [0, 2]] = self.axis + d / np.maximum(r, 1e-6)[:, None] * (r + (want - r) * k)[:, None]
        return out


def hang(p, tape, top, bottom, slope, amount=0.9):
    arms, _ = tape.limbs(p)
    trunk = 1 - np.clip((arms["l"] + arms["r"]) * 1.6, 0, 1)
    axis = np.array([0.0, p.co[trunk > 0.9][:, 2].mean()])
    t = Hang(p.co[trunk > 0.6], axis, top, bottom, slope)
    k = trunk * np.clip((top - p.co[:, 1]) / 0.06, 0, 1) * amount
    p.co = t.apply(p.co, k)
    return t


def settle_shoulders(p, body, pose, tape, rounds=10, slim=0.016):
    """Smooth what bulges about the shoulders when the arms hang; done in that pose, kept in the rest pose."""
    R, P = body.solve(pose)
    h = tape.h
    w = limit_weights(p.weights)
    RR = np.array([R[b] for b in h.order])
    TT = np.array([P[b] - R[b] @ h.joints[b] for b in h.order])
    M = np.einsum("vb,bij->vij", w, RR)
    T = w @ TT
    x = np.einsum("vij,vj->vi", M, p.co) + T
    mask = np.zeros(len(x))
    for s in "lr":
        sh = P[f"upperarm_{s}"]
        d = np.linalg.norm((x - sh) * [1, 0.8, 1], axis=1)
        mask = np.maximum(mask, np.exp(-((d / (0.105 * tape.k)) ** 4)))
    n = vertex_normals(x, p.faces)
    x = smooth(x, p.faces, rounds, 0.5, mask)
    out = np.clip(n[:, 1] * 0.5 + np.abs(n[:, 0]), 0, 1)
    x -= n * (slim * tape.k * mask * out)[:, None]
    p.co = np.einsum("vij,vj->vi", np.linalg.inv(M), x - T)
    return p


def crease(p, tape, cloth):
    """Displace folds. `cloth`: {"sleeve", "elbow", "cuff", "waist", "body", "knee", "break", "thigh"}: depths in m."""
    h, k = tape.h, tape.k
    n = vertex_normals(p.co, p.faces)
    arms, legs = tape.limbs(p)
    d = np.zeros(len(p.co))
    wob = noise(p.co, 0.09 * k, 3, 2)
    fine = noise(p.co, 0.035 * k, 6, 2)

    def ridges(t, length, phase, sharp=0.65):
        r = np.sin(2 * np.pi * t / length + phase)
        return np.sign(r) * np.abs(r) ** sharp

    for s in "lr":
        a = np.clip(arms[s] * 1.5 - 0.3, 0, 1)
        t = tape.arm_t(p.co, s)
        up, el, wr = (h.joints[f"{b}_{s}"] for b in ("upperarm", "lowerarm", "hand"))
        ln = np.where(t > 1, np.linalg.norm(el - up) + (t - 1) * np.linalg.norm(wr - el), t * np.linalg.norm(el - up))
        spiral = np.arctan2(p.co[:, 2] - el[2], p.co[:, 0] - el[0])
        d += a * cloth["elbow"] * np.exp(-(((t - 1.02) / 0.22) ** 2)) * ridges(ln, 0.042 * k, 2.2 * wob + 0.8 * np.sin(spiral))
        d += a * cloth["sleeve"] * (0.6 * ridges(ln, 0.075 * k, 3.0 * wob + 1.2 * np.sin(spiral)) + 0.4 * fine) * np.clip(t / 0.3, 0, 1)
        d += a * cloth["cuff"] * np.exp(-(((t - 1.76) / 0.12) ** 2)) * ridges(ln, 0.030 * k, 2.0 * wob)
        g = np.clip(legs[s] * 1.5 - 0.3, 0, 1)
        t = tape.leg_t(p.co, s)
        hp, kn, an = (h.joints[f"{b}_{s}"] for b in ("thigh", "calf", "foot"))
        ln = np.where(t > 1, np.linalg.norm(kn - hp) + (t - 1) * np.linalg.norm(an - kn), t * np.linalg.norm(kn - hp))
        front = np.arctan2(p.co[:, 0] - kn[0], p.co[:, 2] - kn[2])
        back = 0.45 + 0.55 * np.clip(-np.cos(front), 0, 1)
        d += g * cloth["knee"] * back * np.exp(-(((t - 1.0) / 0.16) ** 2)) * ridges(ln, 0.046 * k, 2.4 * wob + np.sin(front))
        d += g * cloth["break"] * np.exp(-(((t - 1.86) / 0.16) ** 2)) * ridges(ln, 0.055 * k, 2.6 * wob + 0.9 * np.sin(front))
        d += g * cloth["thigh"] * np.exp(-(((t - 0.10) / 0.20) ** 2)) * ridges(ln + 0.5 * np.abs(p.co[:, 0]), 0.055 * k, 2.0 * wob)
        d += g * cloth["sleeve"] * 0.5 * fine
    trunk = 1 - np.clip((arms["l"] + arms["r"] + legs["l"] + legs["r"]) * 1.6, 0, 1)
    y = p.co[:, 1]
    waist = h.joints["spine_01"][1]
    ang = np.arctan2(p.co[:, 0], p.co[:, 2] - h.joints["spine_01"][2])
    d += trunk * cloth["waist"] * np.exp(-(((y - waist + 0.02) / (0.10 * k)) ** 2)) * ridges(y + 0.018 * np.sin(ang * 2), 0.060 * k, 3.0 * wob)
    d += trunk * cloth["body"] * (0.7 * ridges(0.16 * np.where(np.abs(ang) < 2.4, ang, np.sign(ang) * (2.4 + 0.742 * np.sin((np.abs(ang) - 2.4) / 0.742 * np.pi / 2)) ) + 0.25 * (y - waist) * np.clip(3 * np.sin(ang), -1, 1), 0.085 * k, 2.6 * wob) * np.clip((h.joints["neck_01"][1] - 0.08 - y) / 0.12, 0, 1) + 0.5 * fine)
    # Edges are hemmed: folds die away towards them.
    edge = np.array([p.co[v] for l in boundary(p.faces) for v in l])
    if len(edge):
        near, _ = cKDTree(edge).query(p.co)
        d *= np.clip((near - 0.012) / 0.035, 0.12, 1)
    p.co = p.co + n * d[:, None]
    return p
