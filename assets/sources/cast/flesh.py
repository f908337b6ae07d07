"""What shows of the body: head, neck and hands with their own atlas; eyeballs; lashes; teeth.

Faces beneath clothes are never made. UVs: the base mesh's islands laid out anew, the head's drawn so that the face takes
most of it (`ATLAS` says where what lies; skin.py paints by it).
"""
import numpy as np

from part import Part, from_base, join, through_blender

ATLAS = {  # u0, v0, u1, v1
    "head": (0.004, 0.30, 0.996, 0.996),
    "hand": (0.004, 0.004, 0.40, 0.29),
    "neck": (0.41, 0.004, 0.79, 0.29),
    "mouth": (0.80, 0.004, 0.996, 0.12),
    "wrist": (0.80, 0.13, 0.996, 0.29),
}
FACE_PULL = (1.5, 1.1)  # how much the middle of the head's island is magnified, u and v


def islands(base):
    """Body faces by UV island: head, mouth, eye, hand_l, hand_r, foot, torso."""
    faces = base.groups["body"]
    parent = list(range(len(base.uv)))

    def find(a):
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        return a

    for f in faces:
        u = base.face_uvs[f]
        for x in u[1:]:
            parent[find(u[0])] = find(x)
    groups = {}
    for f in faces:
        groups.setdefault(find(base.face_uvs[f][0]), []).append(f)
    out = {}
    for fs in groups.values():
        us = base.uv[[u for f in fs for u in base.face_uvs[f]]]
        lo, hi = us.min(0), us.max(0)
        if len(fs) > 3500:
            name = "torso"
        elif len(fs) > 3000:
            name = "head"
        elif len(fs) == 1598:
            name = "hand_r" if lo[0] < 0.5 else "hand_l"
        elif len(fs) == 1072:
            name = "foot"
        elif len(fs) == 398:
            name = "mouth"
        else:
            name = "eye"
        out.setdefault(name, []).extend(fs)
    return out


def pull(x, k):
    """-1…1 to -1…1, magnified by 1 + k in the middle."""
    return x * (1 + k) / (1 + k * np.abs(x))


def place(box, s, t):
    return [box[0] + (box[2] - box[0]) * s, box[1] + (box[3] - box[1]) * t]


def head_uv(h, part, nose):
    """The head's island turned upright, magnified about the nose, into its box."""
    flat = np.array([c for f in part.uv for c in f])
    flat = np.stack([flat[:, 1], -flat[:, 0]], 1)  # the island lies on its side
    lo, hi = flat.min(0), flat.max(0)
    c = np.array([nose[1], -nose[0]])
    def run(p):
        q = np.array([p[1], -p[0]])
        s = []
        for k in range(2):
            d = q[k] - c[k]
            m = (hi[k] - c[k]) if d > 0 else (c[k] - lo[k])
            s.append(pull(d / m, FACE_PULL[k]))
        # Each side of the nose keeps its share of the island so that the slope is even across it.
        left = (c - lo) * 1.0 / (hi - lo)
        r = [left[k] + (s[k] * (1 - left[k]) if s[k] > 0 else s[k] * left[k]) for k in range(2)]
        return r
    out = []
    for f in part.uv:
        out.append([place(ATLAS["head"], *run(p)) for p in f])
    return out


def around(co, centre, axis=1):
    """Angle about the vertical through centre, 0 behind, -1…1 going round by the left."""
    return np.arctan2(co[:, 0] - centre[0], co[:, 2] - centre[2]) / np.pi


def cylinder_uv(part, s, t, box):
    """Corner UVs from per-vertex s (-1…1, wraps) and t (0…1)."""
    out = []
    for f in part.faces:
        a = s[f].copy()
        if a.max() - a.min() > 1:
            a[a < 0] += 2
        out.append([place(box, min(1, (x + 1) / 2), t[v]) for x, v in zip(a, f)])
    return out


def skin_part(h, skin, neckline, scalp=None):
    """(skin Part with morphs, its faces' labels). `neckline`: y below which the neck is clothed, per face centre."""
    isl = islands(h.base)
    bones = h.order
    dom = lambda p, names: p.weights[:, [bones.index(n) for n in names]].sum(1)
    parts = []
    head = from_base(h, isl["head"], "skin", skin)
    tip = int(np.argmax(np.where(np.abs(head.co[:, 0]) < 0.01, head.co[:, 2], -9)))
    nose = next(head.uv[i][f.index(tip)] for i, f in enumerate(head.faces) if tip in f)
    head.uv = head_uv(h, head, nose)
    keep = np.array([neckline(c) for c in head.centres()])
    head = head.keep(keep)
    if scalp is not None:
        head = head.keep(~scalp(head))
    parts.append(head)
    mouth = from_base(h, isl["mouth"], "skin", skin)
    flat = np.array([c for f in mouth.uv for c in f])
    lo, hi = flat.min(0), flat.max(0)
    mouth.uv = [[place(ATLAS["mouth"], *((np.array(p) - lo) / (hi - lo))) for p in f] for f in mouth.uv]
    parts.append(mouth)
    torso = from_base(h, isl["torso"], "skin", skin)
    c = torso.centres()
    near = np.array([torso.weights[f][:, [bones.index(b) for b in ("neck_01", "head", "spine_03", "clavicle_l", "clavicle_r")]].sum(1).mean() for f in torso.faces])
    keep = np.array([neckline(x) for x in c]) & (near > 0.9) & (np.abs(c[:, 0]) < 0.13 * h.spec["height"] / 1.7)
    if keep.any():
        neck = torso.keep(keep)
        mid = h.joints["neck_01"]
        t = (neck.co[:, 1] - neck.co[:, 1].min()) / np.ptp(neck.co[:, 1])
        neck.uv = cylinder_uv(neck, around(neck.co, mid + [0, 0, 0.02]), t, ATLAS["neck"])
        parts.append(neck)
    for s in "lr":
        hand = from_base(h, isl[f"hand_{s}"], "skin", skin)
        hand.morphs = {}
        flat = np.array([c for f in hand.uv for c in f])
        lo, hi = flat.min(0), flat.max(0)
        def lay(p):
            q = (np.array(p) - lo) / (hi - lo)
            if s == "r":
                q[0] = 1 - q[0]
            return place(ATLAS["hand"], *q)
        hand.uv = [[lay(p) for p in f] for f in hand.uv]
        hand = through_blender(hand, [("DECIMATE", {"ratio": 0.5, "use_symmetry": False})])
        parts.append(hand)
        a, b = h.joints[f"lowerarm_{s}"], h.joints[f"hand_{s}"]
        along = lambda x: (x - a) @ (b - a) / np.dot(b - a, b - a)
        arm = np.array([torso.weights[f][:, [bones.index(f"lowerarm_{s}"), bones.index(f"lowerarm_twist_{s}"), bones.index(f"hand_{s}")]].sum(1).mean() for f in torso.faces])
        keep = (arm > 0.8) & (along(c) > 0.70)
        wrist = torso.keep(keep)
        wrist.morphs = {}
        ax = (b - a) / np.linalg.norm(b - a)
        side = np.cross(ax, [0, 0, 1.0])
        side /= np.linalg.norm(side)
        up = np.cross(side, ax)
        d = wrist.co - b
        ang = np.arctan2(d @ side * (1 if s == "l" else -1), d @ up) / np.pi
        t = along(wrist.co)
        wrist.uv = cylinder_uv(wrist, ang, (t - t.min()) / np.ptp(t), ATLAS["wrist"])
        parts.append(wrist)
    return join(parts)


def eyes_part(h):
    """Two eyeballs with a corneal bulge. UV: the front's polar map about the pupil, in the unit square."""
    parts = []
    rings, seg = [0, 7, 14, 19, 22.5, 25, 28, 36, 48, 66, 88, 110], 16
    for s in "lr":
        old = np.unique([v for f in h.base.groups[f"helper-{s}-eye"] for v in h.base.faces[f]])
        r = np.ptp(h.co[old][:, 0]) / 2
        centre = h.joints[f"eye_{s}"]
        co, uv = [], []
        for a in rings:
            t = np.radians(a)
            rr = r * (1 + 0.055 * max(0, 1 - (a / 26.0) ** 2))  # cornea
            for k in range(1 if a == 0 else seg):
                p = 2 * np.pi * k / seg
                co.append(centre + rr * np.array([np.sin(t) * np.cos(p), np.sin(t) * np.sin(p), np.cos(t)]))
                d = 0.5 * min(1.0, a / 90.0) ** 0.5
                uv.append([0.5 + d * np.cos(p), 0.5 + d * np.sin(p)])
        faces = [[0, 1 + k, 1 + (k + 1) % seg] for k in range(seg)]
        for i in range(1, len(rings) - 1):
            o, q = 1 + (i - 1) * seg, 1 + i * seg
            faces += [[o + k, q + k, q + (k + 1) % seg, o + (k + 1) % seg] for k in range(seg)]
        w = np.zeros((len(co), len(h.order)))
        w[:, h.order.index(f"eye_{s}")] = 1
        parts.append(Part("eyes", co, faces, [[uv[v] for v in f] for f in faces], w))
    return join(parts)


def lashes_part(h, skin, box):
    """Upper and lower lashes from the base mesh's cards, UVs into `box` of the hair's atlas (roots at v 0)."""
    parts = []
    for s in "lr":
        for k in "12":
            p = from_base(h, h.base.groups[f"helper-{s}-eyelashes-{k}"], "hair", skin)
            flat = np.array([c for f in p.uv for c in f])
            lo, hi = flat.min(0), flat.max(0)
            # Roots lie nearest to the eyeball.
            ids = np.array([v for f in p.faces for v in f])
            away = np.linalg.norm(p.co[ids] - h.joints[f"eye_{s}"], axis=1)
            t = (flat - lo) / (hi - lo)
            down = np.corrcoef(t[:, 1], away)[0, 1] < 0
            p.uv = [[place(box, c[0], 1 - c[1] if down else c[1]) for c in ((np.array(q) - lo) / (hi - lo) for q in f)] for f in p.uv]
            parts.append(p)
    return join(parts)


def teeth_part(h, skin):
    parts = []
    for g in ("helper-upper-teeth", "helper-lower-teeth"):
        p = from_base(h, h.base.groups[g], "skin", skin)
        p.uv = [[place(ATLAS["mouth"], 0.02, 0.02) for _ in f] for f in p.uv]
        parts.append(p)
    return join(parts)
