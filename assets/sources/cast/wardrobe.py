"""Who wears what: each actor's garments, cut and sewn. Out: parts by material, the shoes' measures, and the neckline."""
import numpy as np

import drape
from cloth import TILES
from cobbler import shoes
from notions import Finder, button, collar, hood, neck_loop, patch, sheet, tube
from part import Part, boundary, join, smooth, vertex_normals
from tailor import Surface, Tape, cut, hem, hem_all, loosen, occlude, refine, thin, tile_uv, trim

KNIT = {"elbow": 0.0042, "sleeve": 0.0020, "cuff": 0.0034, "waist": 0.0040, "body": 0.0022, "knee": 0, "break": 0, "thigh": 0}
COAT = {"elbow": 0.0048, "sleeve": 0.0018, "cuff": 0.0022, "waist": 0.0020, "body": 0.0018, "knee": 0, "break": 0, "thigh": 0}
SHELL = {"elbow": 0.0042, "sleeve": 0.0026, "cuff": 0.0040, "waist": 0.0045, "body": 0.0026, "knee": 0, "break": 0, "thigh": 0}
SLACKS = {"elbow": 0, "sleeve": 0.0005, "cuff": 0, "waist": 0, "body": 0, "knee": 0.0034, "break": 0.0046, "thigh": 0.0016}
JEANS = {"elbow": 0, "sleeve": 0.0008, "cuff": 0, "waist": 0, "body": 0, "knee": 0.0042, "break": 0.0050, "thigh": 0.0028}


def top(h, skin, tape, surface, material, bottom, sleeve, neck, ease, slope, folds, body, pose, vee=None, levels=2):
    """A garment for trunk and arms: `bottom` height of its hem, `sleeve` how far down the arm (2 is the wrist), `neck` height
    of its edge; `vee` (bottom, half-width at the neck) opens it in front."""
    def chosen(c, al, ar, ll, lr):
        if al > 0.5:
            return tape.arm_t(c, "l") < sleeve + 0.2
        if ar > 0.5:
            return tape.arm_t(c, "r") < sleeve + 0.2
        return bottom - 0.06 < c[1] < neck + 0.05

    p = refine(cut(h, skin, material, chosen), levels)
    trunk = lambda q: sum(tape.limbs(q)[0].values()) < 0.3
    planes = [((0, bottom, 0), (0, -1, 0), trunk), ((0, neck, h.joints["neck_01"][2]), (0, 1, 0.22), lambda q: q.co[:, 1] > neck - 0.08)]
    for s in "lr":
        a, b = h.joints[f"lowerarm_{s}"], h.joints[f"hand_{s}"]
        planes.append((a + (b - a) * (sleeve - 1), b - a, lambda q, s=s: tape.limbs(q)[0][s] > 0.7))
        if vee:
            sg = 1 if s == "l" else -1
            n = np.array([-sg * (neck - vee[0]), vee[1], 0])
            zmid = h.joints["neck_01"][2] + 0.035 * tape.k
            planes.append(((0, vee[0], 0), n / np.linalg.norm(n), lambda q, sg=sg, zmid=zmid: (q.co[:, 0] * sg > -1e-4) & (q.co[:, 2] > zmid) & (q.co[:, 1] > vee[0] - 0.02) & (np.abs(q.co[:, 0]) < 0.16 * tape.k)))
    p = trim(p, planes)
    arms, _ = tape.limbs(p)
    arm = np.clip(arms["l"] + arms["r"], 0, 1)
    e = ease[0] * (1 - arm) + ease[1] * arm
    edge = np.ones(len(p.co))
    edge[[v for l in boundary(p.faces) for v in l]] = 0.0
    p = loosen(p, surface, e, 5, edge)
    drape.hang(p, tape, h.joints["upperarm_l"][1] - 0.05 * tape.k, bottom - 0.02, slope)
    p.co = smooth(p.co, p.faces, 3, 0.5, edge)
    drape.crease(p, tape, folds)
    drape.settle_shoulders(p, body, pose, tape)
    return p


def trousers(h, skin, tape, surface, material, top_at, hem_at, ease, straight, folds, budget, levels=1, turnup=0.0, under=None):
    """`straight`: half-width (m) that the leg keeps from the knee down; `turnup` its height (0 none); `under`:
    above this height a coat hides the cloth, which keeps well in."""
    p = refine(cut(h, skin, material, lambda c, al, ar, ll, lr: max(al, ar) < 0.2 and hem_at - 0.05 < c[1] < top_at + 0.04), levels)
    every = lambda q: np.ones(len(q.co), bool)
    p = trim(p, [((0, hem_at, 0), (0, -1, 0), every), ((0, top_at, 0), (0, 1, 0), every)])
    p = loosen(p, surface, ease, 4)
    for s in "lr":
        leg = tape.share(p, tape.leg[s])
        t = tape.leg_t(p.co, s)
        a, b = h.joints[f"calf_{s}"], h.joints[f"foot_{s}"]
        axis = a + (b - a) * np.clip(t - 1, -0.3, 1.4)[:, None]
        d = p.co - axis
        d[:, 1] = 0
        r = np.linalg.norm(d, axis=1)
        k = np.clip((t - 0.75) / 0.5, 0, 1) * (leg > 0.5)
        p.co += d / np.maximum(r, 1e-6)[:, None] * (np.maximum(straight - r, 0) * k)[:, None]
    p.co = smooth(p.co, p.faces, 2, 0.4)
    drape.crease(p, tape, folds)
    # Beneath a pullover or coat the waist stays close.
    low = h.joints["pelvis"][1] - 0.075 * tape.k if under is None else under
    hid = np.clip((p.co[:, 1] - low) / 0.04, 0, 1)
    p.co -= vertex_normals(p.co, p.faces) * ((0.009 if under is None else 0.018) * hid)[:, None]
    p = thin(p, budget)
    for loop in boundary(p.faces):
        if turnup and p.co[loop][:, 1].mean() < hem_at + 0.05:
            c = p.co[loop]
            mid = c.mean(0)
            d = (c - mid) * [1, 0, 1]
            d /= np.linalg.norm(d, axis=1, keepdims=True)
            f = p
            k = len(loop)
            rows = [c + d * 0.001, c + d * 0.004, c + d * 0.005 + [0, turnup * 0.5, 0], c + d * 0.006 + [0, turnup, 0], c + d * 0.001 + [0, turnup, 0]]
            base = len(p.co)
            p.co = np.concatenate([p.co] + rows)
            p.weights = np.concatenate([p.weights] + [p.weights[loop]] * 5)
            p.colour = np.concatenate([p.colour] + [np.full((k, 3), t) for t in (0.8, 1.0, 1.0, 1.0, 0.6)])
            idx = [list(loop)] + [[base + r * k + i for i in range(k)] for r in range(5)]
            for a, b in zip(idx, idx[1:]):
                for i in range(k):
                    j = (i + 1) % k
                    p.faces.append([a[j], a[i], b[i], b[j]])
                    p.uv.append([[0, 0]] * 4)
        else:
            hem(p, loop, thick=0.0045, deep=0.025)
    return p


def skirt(p, h, tape, to, flare):
    """Lengthen a coat below its lowest edge down to height `to`, opening by `flare` (m per m); legs take it along."""
    loop = min(boundary(p.faces), key=lambda l: p.co[l][:, 1].mean())
    c = p.co[loop]
    axis = c.mean(0)
    y0 = axis[1]
    n = 7
    rows, ws = [], []
    pel = h.order.index("pelvis")
    th = {s: h.order.index(f"thigh_{s}") for s in "lr"}
    for r in range(1, n + 1):
        t = r / n
        drop = (y0 - to) * t
        d = (c - axis) * [1, 0, 1]
        rad = np.linalg.norm(d, axis=1, keepdims=True)
        u = d / rad
        ang = np.arctan2(u[:, 0], u[:, 2])
        fold = 0.006 * t * (np.sin(ang * 9 + 0.8) + 0.6 * np.sin(ang * 5 + 2))
        q = c + u * (flare * drop + fold)[:, None]
        q[:, 1] = c[:, 1] * (1 - t) + to * t
        rows.append(q)
        side = np.clip(0.5 + q[:, 0] / (0.13 * tape.k), 0, 1)
        side = side * side * (3 - 2 * side)
        k = min(1.0, 0.62 + 0.5 * t)
        w = np.zeros((len(loop), p.weights.shape[1]))
        w[:, pel] = 1 - k
        w[:, th["l"]], w[:, th["r"]] = k * side, k * (1 - side)
        mixw = np.clip(t * 2.5, 0, 1)
        ws.append(p.weights[loop] * (1 - mixw) + w * mixw)
    k = len(loop)
    base = len(p.co)
    p.co = np.concatenate([p.co] + rows)
    p.weights = np.concatenate([p.weights] + ws)
    p.colour = np.concatenate([p.colour, np.ones((k * n, 3))])
    idx = [list(loop)] + [[base + r * k + i for i in range(k)] for r in range(n)]
    for a, b in zip(idx, idx[1:]):
        for i in range(k):
            j = (i + 1) % k
            p.faces.append([a[j], a[i], b[i], b[j]])
            p.uv.append([[0, 0]] * 4)
    return p


def rib(p, tape, loops, depth, pinch):
    """Draw a ribbed edge in: vertices within `depth` of an open edge go in by `pinch`."""
    from scipy.spatial import cKDTree

    n = vertex_normals(p.co, p.faces)
    ring = np.array([p.co[v] for l in loops for v in l])
    d, _ = cKDTree(ring).query(p.co)
    k = np.clip(1 - (d - depth * 0.8) / (depth * 0.25), 0, 1)
    p.co -= n * (pinch * k)[:, None]
    p.colour[k > 0.5] *= 0.94
    return p


def finish(h, parts):
    """UVs in tiles, shade in the folds."""
    occlude(parts)
    return {p.material: tile_uv(h, p, TILES[p.material]) for p in parts}


def dress(h, skin, body, pose):
    tape, surface = Tape(h), Surface(h)
    j, k = h.joints, h.spec["height"] / 1.7
    hip, neck, ankle, knee = j["pelvis"][1], j["neck_01"][1], j["foot_l"][1], j["calf_l"][1]
    axis = (0.0, j["spine_01"][2] + 0.02)
    who = h.spec["id"]
    if who == "ana":
        s = top(h, skin, tape, surface, "sweater", hip - 0.055, 1.94, neck + 0.012, (0.011, 0.010), 0.10, KNIT, body, pose)
        loops = [l for l in boundary(s.faces) if p_mean(s, l)[1] < neck - 0.05]
        s = rib(s, tape, loops, 0.045, 0.004)
        s = thin(s, 4700)
        roll = collar(s, neck_loop(s, h), h, lambda c: 0.040, lambda c: 0.040, roll=0.010, lean=0.10)
        for l in boundary(s.faces):
            if p_mean(s, l)[1] < neck - 0.05:
                hem(s, l, thick=0.006, deep=0.03)
        s = join([s, roll])
        t = trousers(h, skin, tape, surface, "trousers", hip + 0.09, ankle - 0.012, 0.005, 0.054, SLACKS, 2900)
        f = Finder(t)
        boots, shoe = shoes(h, skin, "leather", 0.055, sole=0.026, heel=0.018)
        parts = finish(h, [s, t, boots])
    elif who == "jonas":
        vee = (j["spine_03"][1] + 0.115, 0.085)
        c = top(h, skin, tape, surface, "wool", hip - 0.02, 1.93, neck - 0.006, (0.020, 0.014), 0.05, COAT, body, pose, vee)
        c = thin(c, 3500)
        c = skirt(c, h, tape, knee + 0.09, 0.16)
        f = Finder(c)
        vb = vee[0]
        wide = lambda q: 0.062 * np.clip((q[1] - vb) / 0.07, 0.12, 1) if q[2] > j["neck_01"][2] + 0.02 else 0.060
        stand = lambda q: 0.022 * np.clip((q[1] - (neck - 0.10)) / 0.08, 0, 1)
        lap = collar(c, neck_loop(c, h), h, stand, wide, lift=0.006, roll=0.005)
        lowest = min(boundary(c.faces), key=lambda l: c.co[l][:, 1].mean())
        hem_y = c.co[lowest][:, 1].mean()
        extra = [lap]
        rows = [[(x, y) for x in (-0.004, 0.03, 0.062)] for y in np.linspace(vb - 0.004, hem_y + 0.002, 22)]
        extra.append(patch(f, "wool", rows, 0.0035, 0.0035))
        for sg in (-1, 1):
            rows = [[(sg * x, y) for x in (0.085, 0.12, 0.155, 0.185)] for y in (hip + 0.035, hip + 0.01, hip - 0.028)]
            extra.append(patch(f, "wool", rows, 0.004, 0.004, tint=0.92))
        waist = j["spine_01"][1] + 0.005
        belt = patch(f, "wool", [[(a, waist + d) for a in np.linspace(-np.pi, np.pi, 44, endpoint=False)] for d in (0.022, 0.0, -0.022)], 0.0065, 0.004, axis=axis, tint=0.85, closed=True)
        extra.append(belt)
        trims = []
        for y in (vb - 0.035, waist - 0.10, waist - 0.22):
            at, n = f.front(0.028, y)
            trims.append(button(f, "leather", at + n * 0.006, n, 0.0125, 0.55))
        bx = [patch(f, "leather", [[(x, y) for x in a] for y in b], 0.012, 0.003, tint=(0.9, 0.9, 0.9)) for a, b in (
            ((-0.062, -0.012), (waist + 0.03, waist + 0.023)), ((-0.062, -0.012), (waist - 0.023, waist - 0.03)),
            ((-0.062, -0.055), (waist + 0.023, waist - 0.023)), ((-0.019, -0.012), (waist + 0.023, waist - 0.023)))]
        trims += bx
        for l in boundary(c.faces):
            if p_mean(c, l)[1] < neck - 0.2:
                hem(c, l, thick=0.006, deep=0.03)
        t = trousers(h, skin, tape, surface, "wool", hip + 0.06, ankle - 0.035, 0.009, 0.072, SLACKS, 2000, under=knee + 0.13)
        t.colour[:] *= (0.62, 0.60, 0.58)
        wool = join([c, *extra, t])
        # the shirt: what shows in the opening
        sh = cut(h, skin, "shirt", lambda q, al, ar, ll, lr: max(al, ar) < 0.3 and vb - 0.07 < q[1] < neck + 0.04 and abs(q[0]) < 0.115 * k and (q[2] > j["neck_01"][2] + 0.01 or q[1] > neck - 0.035 * k))
        sh = refine(sh, 1)
        sh = trim(sh, [((0, neck + 0.008, j["neck_01"][2]), (0, 1, 0.42), lambda q: q.co[:, 1] > neck - 0.1)])
        sh = loosen(sh, surface, 0.005, 4)
        fs = Finder(sh)
        col = collar(sh, neck_loop(sh, h), h, lambda q: 0.024 - 0.008 * np.clip(1 - abs(q[0]) / 0.02, 0, 1) * (q[2] > j["neck_01"][2] + 0.02), lambda q: 0.036 + (0.030 * np.clip(1 - abs(abs(q[0]) - 0.030) / 0.022, 0, 1) - 0.026 * np.clip(1 - abs(q[0]) / 0.012, 0, 1)) * (q[2] > j["neck_01"][2] + 0.02), roll=0.003, lean=0.06, even=0)
        pl = patch(fs, "shirt", [[(x, y) for x in (-0.014, 0.016)] for y in np.linspace(neck - 0.03, vb - 0.05, 8)], 0.002, 0.002)
        bs = [button(fs, "shirt", *_lift(fs.front(0.001, y), 0.003), 0.0052, 0.85, 8) for y in np.linspace(neck - 0.05, vb - 0.01, 3)]
        keep = sh.keep([True] * len(sh.faces))
        shirt = join([thin(keep, 900), col, pl, *bs])
        boots, shoe = shoes(h, skin, "leather", -0.010, sole=0.022, heel=0.012)
        parts = finish(h, [wool, shirt, join([boots, laces(h, boots, "leather", 0.6), *trims])])
    else:
        c = top(h, skin, tape, surface, "jacket", hip - 0.045, 1.93, neck + 0.008, (0.016, 0.013), 0.04, SHELL, body, pose)
        loops = [l for l in boundary(c.faces) if p_mean(c, l)[1] < neck - 0.05]
        c = rib(c, tape, loops, 0.035, 0.004)
        c = thin(c, 4300)
        f = Finder(c)
        low = min(c.co[l][:, 1].mean() for l in loops) if False else hip - 0.045
        extra = [hood(h, f, "jacket", k)]
        extra.append(collar(c, neck_loop(c, h), h, lambda q: 0.022, lambda q: 0.020, roll=0.005, lean=0.08))
        for sg in (-1, 1):
            rows = [[(sg * (x0 + 0.028 * (hip + 0.085 - y) / 0.09), y) for x0 in (0.070, 0.084)] for y in np.linspace(hip + 0.085, hip + 0.005, 5)]
            extra.append(patch(f, "jacket", rows, 0.003, 0.003, tint=0.8))
        zy = np.linspace(neck - 0.03, hip - 0.04, 20)
        for x0, x1, li, ti in ((-0.017, -0.004, 0.003, 0.92), (0.004, 0.017, 0.003, 0.92)):
            extra.append(patch(f, "jacket", [[(x, y) for x in (x0, x1)] for y in zy], li, li, tint=ti))
        zipper = patch(f, "canvas", [[(x, y) for x in (-0.0045, 0.0045)] for y in zy], 0.0025, 0.002, tint=0.18)
        at, n = f.front(0, neck - 0.055)
        pull = patch(f, "canvas", [[(x, y) for x in (-0.004, 0.004)] for y in (neck - 0.05, neck - 0.075)], 0.006, 0.002, tint=0.35)
        cords = []
        for sg in (-1, 1):
            path = []
            for t in np.linspace(0, 1, 7):
                q, n = f.front(sg * (0.030 + 0.006 * t + 0.003 * np.sin(5 * t)), neck - 0.022 - 0.10 * t)
                path.append(q + n * 0.0045)
            cords.append(tube(path, 0.0026, "canvas", f, 5, 0.9))
        for l in boundary(c.faces):
            if p_mean(c, l)[1] < neck - 0.05:
                hem(c, l, thick=0.005, deep=0.025)
        jacket = join([c, *extra])
        t = trousers(h, skin, tape, surface, "denim", hip + 0.06, ankle - 0.005, 0.008, 0.060, JEANS, 2700, turnup=0.028)
        boots, shoe = shoes(h, skin, "canvas", 0.004, ease=0.007, sole=0.024, tint=(0.52, 0.10, 0.07), sole_tint=(0.95, 0.95, 0.92))
        parts = finish(h, [jacket, t, join([boots, laces(h, boots, "canvas", 1.0), zipper, pull, *cords])])
    line = lambda c: c[1] > neck - 0.075 * k
    return parts, shoe, line


def p_mean(p, loop):
    return p.co[loop].mean(0)


def _lift(hit, by):
    at, n = hit
    return at + n * by, n


def laces(h, boots, material, tint):
    """Five bars across each instep."""
    f = Finder(boots)
    out = []
    for s in "lr":
        a, b = h.joints[f"foot_{s}"], h.joints[f"ball_{s}"]
        for t in np.linspace(0.28, 0.80, 5):
            c = a + (b - a) * t
            row = []
            for x in np.linspace(-0.019, 0.019, 5):
                at, n = f.ray((c[0] + x, 0.30, c[2] + 0.004 * (1 if t % 0.2 > 0.1 else -1) * x / 0.019), (0, -1, 0.0))
                row.append(at + n * 0.0025)
            out.append(tube(row, 0.0024, material, f, 5, tint))
    return join(out)
