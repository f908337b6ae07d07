"""The skin's pictures: albedo with lips, brows, cheeks, stubble and nails; normal with pores, creases and brow hair;
occlusion and roughness. Painted by place on the body, over flesh.py's atlas. Out: WebP bytes by name."""
import os

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.spatial import cKDTree

import flesh
from human import MPFB
from paint import bump, mix, noise, normal_map, raster, spread, step, webp
from part import from_base, triangulate, vertex_normals

COMPLEXION = {
    # base sRGB; blood: how red it goes; brow: colour, thickness, density; stubble 0…1; age: creases 0…1; freckles 0…1
    "ana": {"base": (216, 170, 147), "blood": 0.85, "lips": (176, 92, 88), "brow": ((66, 44, 32), 0.85, 0.9), "stubble": 0.0, "age": 0.12, "freckles": 0.35, "hair": (58, 38, 27)},
    "jonas": {"base": (203, 156, 131), "blood": 1.1, "lips": (168, 106, 95), "brow": ((74, 62, 54), 1.25, 1.0), "stubble": 0.75, "age": 0.8, "freckles": 0.1, "hair": (88, 80, 74)},
    "mika": {"base": (150, 102, 76), "blood": 0.7, "lips": (134, 76, 66), "brow": ((34, 24, 19), 0.9, 0.85), "stubble": 0.0, "age": 0.0, "freckles": 0.1, "hair": (44, 31, 24)},
}


def occlusion(h, reach=0.035, rays=28):
    """Per base vertex, how open it is (0…1) near the body alone."""
    from mathutils.bvhtree import BVHTree

    faces = [h.base.faces[f] for f in h.base.groups["body"]]
    t = triangulate(faces)
    tree = BVHTree.FromPolygons(h.co.tolist(), t.tolist(), all_triangles=True)
    n = vertex_normals(h.co, faces, weld=False)
    isl = flesh.islands(h.base)
    want = np.unique([v for k in ("head", "mouth", "hand_l", "hand_r") for f in isl[k] for v in h.base.faces[f]])
    g = np.random.default_rng(1)
    d = g.normal(size=(rays, 3))
    d /= np.linalg.norm(d, axis=1, keepdims=True)
    ao = np.ones(len(h.co))
    for i in want:
        hit = total = 0.0
        o = (h.co[i] + n[i] * 0.0006).tolist()
        for v in d:
            c = float(v @ n[i])
            v = v if c > 0 else v - 2 * c * n[i]
            c = abs(c)
            total += c
            r = tree.ray_cast(o, v.tolist(), reach)
            if r[0] is not None:
                hit += c * (1 - (r[3] / reach) ** 0.7)
        ao[i] = 1 - hit / total
    return ao


def canvas(h, size):
    """What each texel shows: dict of position, normal, base UV, openness, label masks, coverage."""
    skin = h.skin()
    isl = flesh.islands(h.base)
    ao = occlusion(h)
    faces_all = [h.base.faces[f] for f in h.base.groups["body"]]
    n = vertex_normals(h.co, faces_all, weld=False)
    faces, uv, rows = [], [], []
    labels = {"head": 0, "mouth": 1, "hand": 2, "neck": 3, "wrist": 4}

    def add(part, base_faces, new_uv, label):
        for i, f in enumerate(base_faces):
            vs = h.base.faces[f]
            faces.append(vs)
            uv.append(new_uv[i])
            rows.append([[*h.co[v], *n[v], *h.base.uv[u], ao[v], label] for v, u in zip(vs, h.base.face_uvs[f])])

    head = from_base(h, isl["head"], "skin", skin)
    tip = int(np.argmax(np.where(np.abs(head.co[:, 0]) < 0.01, head.co[:, 2], -9)))
    nose = next(head.uv[i][f.index(tip)] for i, f in enumerate(head.faces) if tip in f)
    add(head, isl["head"], flesh.head_uv(h, head, nose), labels["head"])
    for name, box in (("mouth", "mouth"), ("hand_l", "hand")):
        p = from_base(h, isl[name], "skin", skin)
        flat = np.array([c for f in p.uv for c in f])
        lo, hi = flat.min(0), flat.max(0)
        add(p, isl[name], [[flesh.place(flesh.ATLAS[box], *((np.array(c) - lo) / (hi - lo))) for c in f] for f in p.uv], labels[box])
    out, mask = raster(size, faces, uv, rows)
    lab = np.round(out[..., 9])
    # Neck and wrist boxes are plain skin, placed for noise only.
    yy, xx = np.mgrid[0:size, 0:size] / size
    for name in ("neck", "wrist"):
        u0, v0, u1, v1 = flesh.ATLAS[name]
        m = (xx >= u0) & (xx < u1) & (1 - yy >= v0) & (1 - yy < v1)
        s, t = (xx - u0) / (u1 - u0), ((1 - yy) - v0) / (v1 - v0)
        r = 0.065 if name == "neck" else 0.03
        c = h.joints["neck_01"] if name == "neck" else h.joints["hand_l"]
        ang = (s * 2 - 1) * np.pi
        p = np.stack([c[0] + r * np.sin(ang), c[1] - 0.06 + 0.12 * t, c[2] + r * np.cos(ang)], -1)
        out[m, :3] = p[m]
        out[m, 8] = 1
        lab[m] = labels[name]
        mask |= m
    out = spread(out, mask)
    lab = spread(lab[..., None], mask)[..., 0]
    P = out[..., :3]
    mu = np.linalg.norm(np.gradient(P, axis=1), axis=-1)
    mv = np.linalg.norm(np.gradient(P, axis=0), axis=-1)
    clean = lambda m: np.clip(ndimage.median_filter(m, 5), 5e-5, 2e-3)
    return {"P": P, "N": out[..., 3:6], "uv": out[..., 6:8], "ao": np.clip(out[..., 8], 0, 1), "mask": mask, "mu": clean(mu), "mv": clean(mv),
            **{k: lab == v for k, v in labels.items()}}


def mask_picture(name, uv):
    """One of MPFB's CC0 masks, sampled by the base mesh's UV."""
    a = np.asarray(Image.open(os.path.join(MPFB, "textures", f"mpfb_{name}.jpg")), float) / 255
    n = a.shape[0]
    return ndimage.map_coordinates(a, [(1 - uv[..., 1]) * n - 0.5, uv[..., 0] * n - 0.5], order=1, mode="nearest")


def brows(h, c, size, spec, seed=5):
    """(albedo coverage, height) of brow hairs drawn as strokes from the ridge."""
    colour, thick, dense = spec
    k = h.spec["height"] / 1.7
    e0 = h.joints["eye_l"]
    head = c["head"] & (c["P"][..., 2] > e0[2] - 0.02) & (c["P"][..., 1] > e0[1] + 0.007) & (c["P"][..., 1] < e0[1] + 0.05) & (c["N"][..., 2] > 0.1)
    ys, xs = np.nonzero(head)
    tree = cKDTree(c["P"][ys, xs][:, :2])
    S = 2
    im = Image.new("L", (size * S, size * S), 0)
    d = ImageDraw.Draw(im)
    g = np.random.default_rng(seed)
    ipd = h.joints["eye_l"][0] - h.joints["eye_r"][0]
    u = ipd / 0.062  # the face's own scale
    for sign, e in ((1, h.joints["eye_l"]), (-1, h.joints["eye_r"])):
        lift = (0.0185 if h.spec["sex"] == "female" else 0.0165) * u
        for i in range(int(330 * dense)):
            t = g.beta(1.1, 1.15)
            # ridge: inner end to tail
            x = -0.0165 + 0.046 * t
            arch = (0.0055 if h.spec["sex"] == "female" else 0.0035) * np.sin(np.pi * min(1, t * 0.9 + 0.08)) - 0.011 * max(0, t - 0.62)
            width = 0.0088 * thick * (1 - 0.72 * t) * (0.65 + 0.35 * min(1, t / 0.12))
            off = g.uniform(-1, 1)
            p0 = e + np.array([sign * x * u, lift + (arch + off * width * 0.5) * u, 0.012])
            lean = np.radians(58 - 58 * min(1, t * 1.6) - 16 * off)
            ln = (0.0062 if t > 0.1 else 0.0036) * u * g.uniform(0.7, 1.1)
            p1 = p0 + ln * np.array([sign * np.cos(lean), np.sin(lean), 0])
            pts = []
            for q in (p0, (p0 + p1) / 2 + [0, 0.0003, 0], p1):
                _, j = tree.query(q[:2])  # seen from the front
                pts.append((xs[j] * S + g.uniform(0, S), ys[j] * S + g.uniform(0, S)))
            if np.hypot(pts[0][0] - pts[2][0], pts[0][1] - pts[2][1]) < 18 * S:
                d.line(pts, fill=int(g.uniform(120, 235)), width=2)
    a = np.asarray(im.resize((size, size), Image.LANCZOS), float) / 255
    soft = ndimage.gaussian_filter(a, 3.0)
    return np.clip(a * 0.95 + soft * 0.55, 0, 1), a


def paint(h, size=1024):
    """{name: WebP bytes} for `skin-albedo`, `skin-normal`, `skin-orm`."""
    spec = COMPLEXION[h.spec["id"]]
    c = canvas(h, size)
    P, ao = c["P"], c["ao"]
    eL, eR = h.joints["eye_l"], h.joints["eye_r"]
    ipd = eL[0] - eR[0]
    u = ipd / 0.062
    mid = (eL + eR) / 2
    head, hand, mouth = c["head"], c["hand"], c["mouth"]
    front = head & (c["N"][..., 2] > -0.1)
    lips = mask_picture("lips", c["uv"]) * head
    lips = ndimage.gaussian_filter(lips, 1.2)
    ears = mask_picture("ears", c["uv"]) * head
    lids = mask_picture("eyelids", c["uv"]) * head
    nails = mask_picture("fingernails", c["uv"]) * hand
    inner = mask_picture("inside-mouth", c["uv"]) * (mouth | head)
    body = h.co
    nose_z = body[np.abs(body[:, 0]) < 0.01][:, 2].max()
    nose = next(v for v in body if abs(v[0]) < 0.01 and v[2] == nose_z)
    lip_p = P[(lips > 0.7)].mean(0) if (lips > 0.7).any() else mid - [0, 0.07 * u, 0]

    rgb = np.ones((size, size, 3)) * np.array(spec["base"], float)
    b = spec["blood"]
    red = rgb * np.array([1.0, 0.80, 0.78])
    deep = rgb * np.array([0.90, 0.76, 0.74])
    pale = np.minimum(255, rgb * np.array([1.035, 1.03, 1.0]))
    blot = noise(P, 0.045, 1, 2) * 0.5 + noise(P, 0.012, 4, 2) * 0.5
    rgb = mix(rgb, red, 0.16 * b * np.clip(blot, 0, 1))
    rgb = mix(rgb, pale, 0.5 * np.clip(-blot, 0, 1))
    fine = noise(P, 0.0035, 2, 2)
    rgb *= 1 + 0.018 * fine[..., None]

    def both(dx, dy, dz, r):
        return sum(bump(P, mid + np.array([s * dx, dy, dz]) * u, np.array(r) * u) for s in (-1, 1))

    cheeks = both(0.040, -0.037, 0.012, (0.019, 0.016, 0.03)) * front
    rgb = mix(rgb, red, 0.55 * b * cheeks * (0.8 + 0.35 * blot))
    nosered = bump(P, nose, np.array([0.017, 0.014, 0.016]) * u) * front
    rgb = mix(rgb, red, 0.5 * b * nosered)
    rgb = mix(rgb, red, 0.22 * b * bump(P, lip_p - [0, 0.028 * u, 0], np.array([0.015, 0.010, 0.03]) * u) * front)
    rgb = mix(rgb, red, 0.55 * b * ears)
    rgb = mix(rgb, pale, 0.5 * bump(P, mid + np.array([0, 0.045, 0.03]) * u, np.array([0.04, 0.022, 0.03]) * u) * front)
    # beneath the eyes, and the lids
    bag = both(0.031, -0.0175, 0.01, (0.014, 0.006, 0.02)) * front
    rgb = mix(rgb, rgb * np.array([0.86, 0.80, 0.84]), (0.30 + 0.45 * spec["age"]) * bag)
    rgb = mix(rgb, deep, 0.35 * lids)
    if h.spec["id"] == "ana":
        rgb = mix(rgb, rgb * np.array([0.74, 0.64, 0.62]), 0.45 * lids * step(P[..., 1], mid[1] + 0.002 * u, mid[1] + 0.006 * u))
    inner_corner = both(0.0145, -0.002, 0.01, (0.004, 0.0035, 0.02)) * front
    rgb = mix(rgb, np.array([190, 110, 100.0]) * np.mean(spec["base"]) / 178, 0.5 * inner_corner)
    # lash lines: skin that lies close to the eyeball
    r_eye = 0.0
    margin = np.zeros((size, size))
    for s, e in (("l", eL), ("r", eR)):
        old = np.unique([v for f in h.base.groups[f"helper-{s}-eye"] for v in h.base.faces[f]])
        r_eye = np.ptp(h.co[old][:, 0]) / 2
        d = np.linalg.norm(P - e, axis=-1)
        margin = np.maximum(margin, np.exp(-(((d - r_eye * 1.06) / (0.0016 * u)) ** 2)) * (P[..., 2] > e[2]) * head)
        wet = (d < r_eye * 1.02) & head
        rgb = mix(rgb, np.array([176, 104, 96.0]) * np.mean(spec["base"]) / 178, 0.6 * wet)
    upper = step(P[..., 1], mid[1] - 0.002 * u, mid[1] + 0.003 * u)
    rgb = mix(rgb, np.array([52, 34, 28.0]), margin * (0.25 + 0.45 * upper))
    # lips
    lipc = np.array(spec["lips"], float)
    lip_img = lipc * (1 + 0.05 * fine[..., None] + 0.05 * noise(P * [1, 0.25, 1], 0.0022, 6)[..., None])
    rgb = mix(rgb, lip_img, 0.82 * lips)
    rgb = mix(rgb, lipc * 0.55, 0.6 * inner * head)
    line = both(0.0, 0, 0, (1, 1, 1)) * 0
    slit = step(0.62 - ao, 0.0, 0.35) * lips
    rgb = mix(rgb, lipc * 0.42, 0.8 * slit)
    rgb[mouth] = np.array([150, 76, 72.0])
    # freckles and moles
    if spec["freckles"]:
        f = step(noise(P, 0.0042, 9), 0.9, 1.5) * np.clip(both(0.03, -0.028, 0.015, (0.028, 0.018, 0.05)) + nosered * 0.6, 0, 1) * front
        rgb = mix(rgb, rgb * np.array([0.80, 0.68, 0.58]), spec["freckles"] * f)
    g = np.random.default_rng(11)
    for _ in range(5):
        m = mid + np.array([g.uniform(-0.05, 0.05), g.uniform(-0.085, 0.05), 0.02]) * u
        d = np.linalg.norm((P - m)[..., :2], axis=-1)
        rgb = mix(rgb, rgb * np.array([0.62, 0.50, 0.44]), 0.6 * step(0.0011 * u - d, 0, 0.0005 * u) * front)
    # stubble
    grow = np.zeros((size, size))
    if spec["stubble"]:
        jaw = np.clip(1 - step(P[..., 1], lip_p[1] + 0.012 * u, lip_p[1] + 0.026 * u) * (1 - bump(P, lip_p + np.array([0, 0.011, 0]) * u, np.array([0.026, 0.008, 0.05]) * u) * 0.9), 0, 1)
        side = step(P[..., 2], mid[2] - 0.085 * u, mid[2] - 0.055 * u)
        jaw = np.where(np.abs(P[..., 0] - mid[0]) > 0.040 * u, np.maximum(jaw, 0.9 * step(lip_p[1] + 0.055 * u - P[..., 1], 0, 0.025 * u) * step(np.abs(P[..., 0] - mid[0]), 0.044 * u, 0.056 * u)), jaw)
        neck = step(P[..., 1], h.joints["neck_01"][1] + 0.035, h.joints["neck_01"][1] + 0.075)
        grow = jaw * side * neck * head * (1 - np.clip(lips * 2, 0, 1))
        under = bump(P, lip_p - [0, 0.013 * u, 0], np.array([0.013, 0.004, 0.04]) * u)
        grow *= 1 - 0.55 * under
        dots = step(noise(P, 0.0011, 3) + 0.4 * noise(P, 0.006, 5), 0.25, 0.95)
        rgb = mix(rgb, rgb * np.array([0.70, 0.71, 0.74]), spec["stubble"] * 0.55 * grow)
        rgb = mix(rgb, np.array([84, 74, 68.0]), spec["stubble"] * 0.75 * grow * dots)
    # scalp: hair-coloured under the hair, its edge broken up
    from hair import hairline

    inside = hairline(h)(P.reshape(-1, 3)).reshape(size, size)
    edge = inside + 0.004 * u * noise(P, 0.006, 8, 2)
    scalp = step(edge, -0.003 * u, 0.009 * u) * head * (1 - np.clip(ears * 3, 0, 1))
    hc = np.array(spec["hair"], float)
    streak = noise(P * [1.0, 0.25, 0.6], 0.0016, 12)
    rgb = mix(rgb, hc * (0.95 + 0.22 * streak[..., None]), 0.93 * scalp)
    # hands
    knuckle = np.zeros((size, size))
    for f in ("index", "middle", "ring", "pinky"):
        for i in (1, 2, 3):
            knuckle += bump(P, h.joints[f"{f}_0{i}_l"], 0.009) * hand
    tips = sum(bump(P, np.asarray(h.tails[f"{f}_03_l"]), 0.012) for f in ("index", "middle", "ring", "pinky", "thumb")) * hand
    rgb = mix(rgb, deep, 0.55 * np.clip(knuckle, 0, 1) * b)
    rgb = mix(rgb, red, 0.55 * np.clip(tips, 0, 1) * b)
    veins = step(1 - np.abs(noise(P, 0.016, 14)), 0.82, 1.0) * hand * np.clip(1 - tips * 2, 0, 1)
    rgb = mix(rgb, rgb * np.array([0.93, 0.95, 0.97]), 0.5 * veins)
    rgb = mix(rgb, deep * 0.93, 0.8 * np.clip(ndimage.gaussian_filter(np.clip(nails, 0, 1), 2.0) * 2.2, 0, 1) * hand)
    rgb = mix(rgb, np.minimum(255, np.array(spec["base"], float) * np.array([1.08, 0.94, 0.92])), 0.85 * step(nails, 0.45, 0.8))
    # brows
    cover, hairs = brows(h, c, size, spec["brow"])
    rgb = mix(rgb, np.array(spec["brow"][0], float), cover * 0.92)
    # shade that never leaves: nostrils, ear canals, between the lips
    ao_s = ndimage.gaussian_filter(ao, 0.8)
    dark = 1 - step(ao_s, 0.05, 0.62)
    rgb = mix(rgb, rgb * np.array([0.42, 0.24, 0.22]), 0.75 * dark * head)
    rgb *= (0.86 + 0.14 * ao_s)[..., None]

    # heights, in metres
    pore = noise(P, 0.0011, 7) * 0.6 + noise(P, 0.0019, 10) * 0.5
    zone = np.clip(0.35 + 0.8 * nosered + 0.6 * cheeks + 0.4 * bump(P, mid + np.array([0, 0.045, 0.03]) * u, np.array([0.05, 0.02, 0.04]) * u), 0.25, 1)
    height = -0.00010 * step(pore, 0.0, 1.2) * zone * (1 - np.clip(lips, 0, 1))
    height += 0.00006 * noise(P, 0.0045, 13, 2)
    height += 0.00016 * noise(P * np.array([1, 0.22, 1]), 0.0019, 6) * lips
    height += 0.00010 * hairs + 0.00008 * scalp * streak
    if spec["stubble"]:
        height += 0.00008 * grow * step(noise(P, 0.0011, 3), 0.25, 0.95)
    age = spec["age"]
    if age:
        rel = (P - mid) / u
        lines = 0.0
        for y, k in ((0.036, 1.0), (0.044, 0.85), (0.053, 0.6)):
            wob = 0.0016 * np.sin(rel[..., 0] * 120 + y * 900) - 14 * rel[..., 0] ** 2 * 0.1
            lines = lines + k * np.exp(-(((rel[..., 1] - y - wob) / 0.0011) ** 2)) * np.exp(-((rel[..., 0] / 0.036) ** 4))
        for s in (-1, 1):  # crow's feet, frown
            x = s * rel[..., 0]
            for a in (-0.35, -0.05, 0.28):
                d = (rel[..., 1] + 0.002) - (x - 0.044) * a
                lines = lines + 0.8 * np.exp(-((d / 0.0008) ** 2)) * step(x, 0.046, 0.050) * (1 - step(x, 0.054, 0.066))
            lines = lines + 0.6 * np.exp(-(((x - 0.006 - 0.1 * (rel[..., 1] - 0.02)) / 0.001) ** 2)) * np.exp(-(((rel[..., 1] - 0.017) / 0.007) ** 2))
        height -= 0.00022 * age * lines * front
        rgb = mix(rgb, rgb * np.array([0.86, 0.78, 0.76]), 0.5 * age * np.clip(lines, 0, 1) * front)
    crease = np.zeros((size, size))
    for f in ("index", "middle", "ring", "pinky", "thumb"):
        for i in (2, 3):
            q = h.joints[f"{f}_0{i}_l"]
            ax = np.asarray(h.tails[f"{f}_0{i}_l"]) - q
            ax = ax / np.linalg.norm(ax)
            along = (P - q) @ ax
            near = bump(P, q, 0.012)
            crease += near * (np.sin(along / 0.0011) > 0.4)
    height -= 0.00022 * ndimage.gaussian_filter(crease, 0.8) * hand
    height += 0.00012 * veins
    height += 0.00025 * ndimage.gaussian_filter(np.clip(nails, 0, 1), 1) * hand
    normal = normal_map(height, c["mu"], c["mv"])

    rough = 0.50 + 0.05 * fine + 0.03 * pore
    rough -= 0.11 * nosered + 0.07 * bump(P, mid + np.array([0, 0.045, 0.03]) * u, np.array([0.04, 0.02, 0.04]) * u) + 0.05 * cheeks
    rough = rough * (1 - 0.85 * lips) + 0.85 * lips * 0.34
    rough = rough * (1 - np.clip(nails, 0, 1)) + np.clip(nails, 0, 1) * 0.3
    rough = rough * (1 - margin * 0.6) + margin * 0.6 * 0.25
    rough = np.where(mouth, 0.25, rough) + 0.15 * scalp
    orm = np.stack([np.clip(0.25 + 0.75 * ao_s, 0, 1) * 255, np.clip(rough, 0.2, 0.95) * 255, np.zeros_like(rough)], -1)
    # teeth take a corner of the mouth's box
    u0, v0, u1, v1 = flesh.ATLAS["mouth"]
    x0, y1 = int(u0 * size), int((1 - v0) * size)
    rgb[y1 - 12:y1 + 2, x0 - 2:x0 + 12] = (205, 196, 178)
    keep = c["mask"]
    rgb = spread(rgb, keep)
    normal = spread(normal, keep)
    return {"skin-albedo": webp(rgb, 86), "skin-normal": webp(normal, 82), "skin-orm": webp(orm, 75, size // 2)}


EYES = {"ana": ((78, 86, 70), (128, 104, 66)), "jonas": ((92, 104, 112), (128, 130, 120)), "mika": ((70, 42, 24), (104, 66, 36))}


def eyes(h, size=512):
    """The eyeball's albedo in its polar map: pupil, iris with fibres and a dark rim, sclera with veins."""
    outer, inner = (np.array(x, float) for x in EYES[h.spec["id"]])
    y, x = np.mgrid[0:size, 0:size]
    dx, dy = (x + 0.5) / size - 0.5, 0.5 - (y + 0.5) / size
    d = np.hypot(dx, dy)
    a = np.arctan2(dy, dx)
    deg = 90 * (d / 0.5) ** 2
    iris, pupil = 27.0, 9.0
    g = np.random.default_rng(4)
    t = np.clip((deg - pupil) / (iris - pupil), 0, 1)
    ring = lambda f, ph: np.cos(a * f + ph)
    fibre = sum(w * ring(f, g.uniform(0, 6)) for f, w in ((37, 0.5), (53, 0.5), (71, 0.45), (97, 0.4), (131, 0.3)))
    fibre += 0.6 * ring(23, 1) * np.sin(t * 9 + ring(7, 2))
    col = inner + (outer - inner) * step(t, 0.12, 0.55)[..., None]
    col = col * (0.92 + 0.20 * fibre * (0.5 + 0.5 * np.sin(np.pi * t)))[..., None]
    col = col * (1 - 0.72 * step(t, 0.80, 1.0))[..., None]
    col = col * (1 + 0.35 * np.clip(-dy / (d + 1e-6), 0, 1) * (1 - step(t, 0.7, 1)))[..., None]  # light gathers opposite the key
    white = np.array([214, 203, 196.0]) * (1 - 0.26 * step(deg, 48, 90))[..., None]
    white = mix(white, np.array([196, 132, 122.0]), 0.5 * step(deg, 52, 88))
    veins = np.zeros((size, size))
    for _ in range(26):
        th, r = g.uniform(0, 2 * np.pi), 0.49
        for _ in range(70):
            px, py = int((0.5 + r * np.cos(th)) * size), int((0.5 - r * np.sin(th)) * size)
            if 0 <= px < size and 0 <= py < size:
                veins[py, px] = 1
            r -= 0.0022
            th += g.normal(0, 0.018)
            if r < 0.33:
                break
    veins = ndimage.gaussian_filter(veins, 0.8)
    white = mix(white, np.array([176, 84, 76.0]), np.clip(veins * 0.9, 0, 0.35))
    k = step(deg, iris - 1.6, iris + 1.4)
    out = mix(col, white, k)
    out = mix(out, np.array([9, 7, 6.0]), 1 - step(deg, pupil - 1.2, pupil + 0.8))
    return {"eyes-albedo": webp(out, 88)}
