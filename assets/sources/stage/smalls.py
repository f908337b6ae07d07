"""Kit: what lies on tables and hangs on walls. Filmed in close-up: rims have thickness, edges are round."""

import math

import numpy as np

from catalogue import thing
from form import Piece, box, grid, join, lathe, rod, rounded, slab, smooth_path, soft, tube
from storage import BINDINGS

GLAZES = [("chalk", "Chalk", "#e2ddd0"), ("celadon", "Celadon", "#9db3a2"), ("ink", "Ink", "#31415a"), ("rust", "Rust", "#a4552f")]


@thing("kit-mug", "Mug", mass=0.34, friction=0.5, restitution=0.2, variants=GLAZES)
def mug(t):
    r, h = 0.041, 0.096
    t.add(lathe([(r - 0.008, 0.0), (r - 0.005, 0.0025), (r - 0.001, 0.008), (r, 0.016), (r, h - 0.006), (r + 0.0005, h - 0.002), (r - 0.0012, h), (r - 0.0034, h - 0.001), (r - 0.0038, h - 0.006), (r - 0.0042, 0.018), (r - 0.010, 0.008), (0, 0.007)], "paint:glaze", 36, cap=False))
    t.add(lathe([(0, 0.0015), (r - 0.009, 0.0015), (r - 0.008, 0.0)], "glaze", 36, cap=False).flipped())
    path = smooth_path([(r - 0.003, h - 0.018, 0), (r + 0.018, h - 0.014, 0), (r + 0.030, h - 0.030, 0), (r + 0.029, h - 0.052, 0), (r + 0.014, 0.024, 0), (r - 0.003, 0.020, 0)], 4)
    t.add(tube(path, 0.0052, "paint:glaze", 10, flat=1.35, cap=False))
    t.cylinder((0, 0, 0), (0, h, 0), r)
    t.box(r + 0.014, h / 2 - 0.001, 0, 0.028, 0.062, 0.012)
    t.grip(r + 0.028, h / 2, 0)


@thing("kit-plate", "Plate", mass=0.52, friction=0.45, restitution=0.15, variants=GLAZES)
def plate(t):
    t.add(lathe([(0.068, 0.0), (0.072, 0.0005), (0.075, 0.004), (0.098, 0.009), (0.130, 0.0205), (0.1335, 0.0225), (0.1345, 0.0245), (0.133, 0.026), (0.129, 0.0255), (0.097, 0.0135), (0.088, 0.0085), (0.080, 0.0065), (0, 0.006)], "paint:glaze", 56, cap=False))
    t.add(lathe([(0, 0.0012), (0.066, 0.0012), (0.068, 0.0)], "glaze", 56, cap=False).flipped())
    t.hull([(r * math.cos(a), y, r * math.sin(a)) for r, y in ((0.072, 0.0), (0.134, 0.0255)) for a in np.linspace(0, 2 * math.pi, 20, endpoint=False)])
    t.grip(0.125, 0.02, 0)


@thing("kit-bottle", "Wine bottle", mass=1.2, friction=0.4, restitution=0.2, colour="#24452c")
def bottle(t):
    out = [(0.0, 0.012), (0.020, 0.006), (0.030, 0.0005), (0.034, 0.0), (0.0368, 0.004), (0.0375, 0.012), (0.0375, 0.185), (0.0365, 0.196), (0.031, 0.213), (0.020, 0.230), (0.0155, 0.245), (0.0145, 0.262), (0.0143, 0.288), (0.0148, 0.291), (0.0152, 0.294), (0.0150, 0.299), (0.0128, 0.300)]
    t.add(lathe(out, "glass-bottle", 32, cap=False))
    t.add(lathe([(0.0, 0.016), (0.030, 0.006), (0.0345, 0.008), (0.0345, 0.16), (0.0, 0.16)], "wine", 28, cap=False))
    n = 18
    v, f, uv = [], [], []
    for j, y in enumerate((0.060, 0.150)):
        for k in range(n + 1):
            a = -1.25 + 2.5 * k / n
            v.append((0.03775 * math.sin(a), y, 0.03775 * math.cos(a)))
    for k in range(n):
        q = [k, k + 1, n + 2 + k, n + 1 + k]
        f.append(q)
        uv.append([((i % (n + 1)) / n * 0.1, (i // (n + 1)) * 0.1) for i in q])
    t.add(Piece(v, f, uv, ["label"] * n))
    t.add(lathe([(0.0150, 0.252), (0.0151, 0.288), (0.0156, 0.290), (0.0157, 0.300), (0.0, 0.3008)], "capsule", 24, cap=False))
    t.cylinder((0, 0, 0), (0, 0.2, 0), 0.0375)
    t.cylinder((0, 0.2, 0), (0, 0.30, 0), 0.017)
    t.grip(0, 0.14, 0)


@thing("kit-glass", "Wine glass", mass=0.16, friction=0.35, restitution=0.25, colour="#dfe7e6")
def glass(t):
    prof = [(0.0345, 0.0), (0.0350, 0.0008), (0.033, 0.0022), (0.016, 0.0045), (0.006, 0.009), (0.0038, 0.018), (0.0036, 0.070), (0.0055, 0.080), (0.016, 0.088), (0.030, 0.103), (0.0375, 0.125), (0.0385, 0.145), (0.0365, 0.172), (0.0325, 0.205), (0.0320, 0.2058), (0.0313, 0.2052), (0.0352, 0.172), (0.0372, 0.145), (0.0362, 0.126), (0.029, 0.105), (0.015, 0.0905), (0.0, 0.0865)]
    t.add(lathe(prof, "glass", 32, cap=False))
    t.add(lathe([(0.0, 0.0868), (0.015, 0.0908), (0.0286, 0.1053), (0.0345, 0.119), (0.0, 0.119)], "wine", 28, cap=False))
    t.cylinder((0, 0, 0), (0, 0.005, 0), 0.034)
    t.cylinder((0, 0.005, 0), (0, 0.085, 0), 0.006)
    t.cylinder((0, 0.085, 0), (0, 0.205, 0), 0.037)
    t.grip(0, 0.13, 0)


@thing("kit-tumbler", "Tumbler", mass=0.24, friction=0.4, restitution=0.25, colour="#dfe7e6")
def tumbler(t):
    prof = [(0.030, 0.0), (0.0325, 0.001), (0.0340, 0.004), (0.0385, 0.092), (0.0380, 0.0935), (0.0368, 0.0925), (0.0328, 0.014), (0.030, 0.0115), (0.0, 0.011)]
    t.add(lathe(prof, "glass", 32, cap=False), lathe([(0, 0.0008), (0.030, 0.0008)], "glass", 32, cap=False).flipped())
    t.cylinder((0, 0, 0), (0, 0.093, 0), 0.037)
    t.grip(0, 0.05, 0)


@thing("kit-book", "Book", mass=0.55, friction=0.6, restitution=0.05,
       variants=[("red", "Red", "#7c2a25"), ("blue", "Blue", "#2f4560"), ("green", "Green", "#3c5140"), ("cream", "Cream", "#cfc4a6"), ("black", "Black", "#26262a")])
def book_lying(t):
    """A clothbound octavo lying shut, spine to −X; hollow joints, head bands, page edges."""
    w, d, h = 0.145, 0.215, 0.030
    m = "paint:cover"
    th = 0.003
    for y in (0, h - th):
        t.add(box((w, th, d), m, 0.0008, grain="z", seed=None).at(0.004, y, 0))
    n = 8
    prof = [(-w / 2 - 0.004 - 0.010 * math.sin(a), h / 2 - (h / 2) * math.cos(a)) for a in np.linspace(0, math.pi, n + 1)]
    prof = [(-w / 2 + 0.006, 0.0), (-w / 2 + 0.002, 0.0012), *prof[0:], (-w / 2 + 0.002, h - 0.0012), (-w / 2 + 0.006, h)]
    verts = [(x, y, z) for z in (d / 2, -d / 2) for x, y in prof]
    k = len(prof)
    faces = [[i, k + i, k + i + 1, i + 1] for i in range(k - 1)]
    p = Piece(verts, faces, [[(verts[j][2], verts[j][1]) for j in f] for f in faces], [m] * len(faces))
    c = np.cross(p.verts[faces[5][1]] - p.verts[faces[5][0]], p.verts[faces[5][2]] - p.verts[faces[5][0]])
    if c[0] > 0:
        p = p.flipped()
    import rooms

    t.add(rooms.thick(p, 0.0022))
    block = box((w - 0.004, h - 2 * th, d - 0.008), "pages", 0.0, seed=None, grain="z").at(0.0005, th, 0)
    x1 = block.verts[:, 0].max()
    t.add(block)
    for z in (0.06, -0.06):
        t.add(box((0.0004, h * 0.5, 0.002), "brass", 0).at(-w / 2 - 0.0142, h * 0.25, z))
    t.add(box((0.085, 0.0004, 0.016), "brass", 0, seed=None).at(0.004, h, 0.045), box((0.055, 0.0004, 0.006), "brass", 0, seed=None).at(0.004, h, 0.02))
    t.box(0, h / 2, 0, w + 0.012, h, d)
    t.grip(w / 2, h / 2, 0)


@thing("kit-telephone", "Telephone", mass=2.1, friction=0.6, restitution=0.1,
       variants=[("black", "Black", "#1d1d1f"), ("red", "Red", "#8d2620"), ("ivory", "Ivory", "#d8cdb0"), ("green", "Green", "#3d5a49")])
def telephone(t):
    """A rotary set: sloping body, dial with finger holes, receiver on its cradle, a coiled cord."""
    m = "paint:glaze"
    # Body: a lofted wedge, wide below.
    levels = [(0.0, 0.105, 0.110, -0.006), (0.006, 0.108, 0.113, -0.006), (0.030, 0.104, 0.106, -0.010), (0.062, 0.086, 0.078, -0.026), (0.085, 0.070, 0.058, -0.040), (0.098, 0.062, 0.048, -0.046), (0.102, 0.055, 0.041, -0.046)]
    n = 28
    verts, faces = [], []
    for y, hx, hz, cz in levels:
        for k in range(n):
            a = 2 * math.pi * k / n
            q = (abs(math.cos(a)) ** 4 + abs(math.sin(a)) ** 4) ** -0.25
            verts.append((hx * q * math.cos(a), y, cz - hz * q * math.sin(a)))
    for i in range(len(levels) - 1):
        faces += [[i * n + k, i * n + (k + 1) % n, (i + 1) * n + (k + 1) % n, (i + 1) * n + k] for k in range(n)]
    faces.append([(len(levels) - 1) * n + k for k in range(n)])
    t.add(Piece(verts, faces, [[(verts[j][0], verts[j][2]) for j in f] for f in faces], [m] * len(faces)))
    tilt = 0.80
    dial = [lathe([(0.042, 0), (0.042, 0.004), (0.039, 0.006), (0.0, 0.006)], "white-plastic", 32, cap=False),
            lathe([(0.0372, 0.0085), (0.0378, 0.0095), (0.0372, 0.0105), (0.0135, 0.0115), (0.013, 0.012), (0.0, 0.0122)], "black", 32, cap=False)]
    for k in range(10):
        a = 0.75 + k * 0.49
        dial.append(lathe([(0.0062, 0.0), (0.0062, 0.0005), (0.0, 0.0005)], "white-plastic", 12, cap=False).at(0.026 * math.cos(a), 0.0106, -0.026 * math.sin(a)))
        dial.append(tube([(0.026 * math.cos(a) + 0.0066 * math.cos(b), 0.0112, -0.026 * math.sin(a) + 0.0066 * math.sin(b)) for b in np.linspace(0, 6.283, 10, endpoint=False)], 0.0009, "chrome", 4, closed=True))
    dial.append(rod((0.031, 0.012, 0.018), (0.037, 0.013, 0.024), 0.0016, "chrome", 6))
    dial.append(lathe([(0.012, 0), (0.012, 0.0008), (0, 0.0008)], "paper", 16, cap=False).at(0, 0.0122, 0))
    t.add(p.turn("x", tilt).at(0, 0.052, 0.052) for p in dial)
    for s in (-1, 1):
        t.add(tube(smooth_path([(s * 0.045, 0.100, -0.078), (s * 0.048, 0.122, -0.080), (s * 0.048, 0.122, -0.015), (s * 0.045, 0.100, -0.018)], 3), 0.005, m, 8))
    hs = smooth_path([(-0.098, 0.118, -0.046), (-0.085, 0.142, -0.046), (-0.04, 0.150, -0.046), (0.04, 0.150, -0.046), (0.085, 0.142, -0.046), (0.098, 0.118, -0.046)], 4)
    rr = [0.017 - 0.006 * math.sin(math.pi * k / (len(hs) - 1)) ** 0.5 for k in range(len(hs))]
    t.add(tube(hs, 0.012, m, 12, radii=rr, flat=1.15))
    for s in (-1, 1):
        cap = lathe([(0.0, -0.002), (0.022, 0.0), (0.0275, 0.004), (0.027, 0.012), (0.020, 0.022), (0.015, 0.030)], m, 22, cap=False)
        t.add(cap.turn("z", s * 0.25).at(s * 0.103, 0.096, -0.046))
    coil = [(-0.105 - 0.02 * math.sin(k / 90 * math.pi) + 0.0055 * math.cos(k * 0.9), 0.007 + 0.0055 * math.sin(k * 0.9) + (0.085 * (1 - k / 30) ** 2 if k < 30 else 0), -0.046 + (k / 130) * 0.0 - 0.075 * (k / 130) ** 1.5 + 0.0) for k in range(131)]
    t.add(tube(coil, 0.0019, "rubber", 4))
    t.add(tube(smooth_path([(0.03, 0.010, -0.112), (0.04, 0.004, -0.15), (0.10, 0.004, -0.18), (0.12, 0.004, -0.24)], 4), 0.0025, "rubber", 5))
    t.hull([(sx * x, y, z) for sx in (-1, 1) for x, y, z in ((0.106, 0, 0.105), (0.106, 0, -0.115), (0.062, 0.10, -0.004), (0.062, 0.10, -0.092), (0.104, 0.03, 0.094))])
    t.box(0, 0.133, -0.046, 0.24, 0.05, 0.05)
    t.grip(0, 0.155, -0.046)


def frame(t, w, h, art, mould=0.045, mount=0.05, y=1.5):
    """A moulded frame with a mount, hung with its middle at y on the +Z face of a wall."""
    z0 = 0.05
    prof = [(0.0, 0.0), (0.0, 0.016), (0.006, 0.022), (0.016, 0.020), (0.024, 0.014), (0.034, 0.016), (mould, 0.011), (mould, 0.004)]
    W, H = w + 2 * (mount + mould), h + 2 * (mount + mould)
    n = len(prof)
    verts, faces, uvs = [], [], []
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    for cx, cy in corners:
        for i, d in prof:
            verts.append((cx * (W / 2 - i), y + cy * (H / 2 - i), z0 + 0.003 + d))
    for k in range(4):
        k2 = (k + 1) % 4
        for i in range(n - 1):
            f = [k * n + i, k2 * n + i, k2 * n + i + 1, k * n + i + 1]
            faces.append(f)
            uvs.append([((verts[j][0] if k % 2 == 0 else verts[j][1]), prof[j % n][0] + k * 0.2) for j in f])
    p = Piece(verts, faces, uvs, ["paint:wood"] * len(faces))
    t.add(p)
    a, b = W / 2 - mould + 0.001, H / 2 - mould + 0.001
    z = z0 + 0.007
    for x0, x1, y0, y1 in ((-a, -w / 2, -b, b), (w / 2, a, -b, b), (-w / 2, w / 2, h / 2, b), (-w / 2, w / 2, -b, -h / 2)):
        v = [(x0, y + y0, z), (x1, y + y0, z), (x1, y + y1, z), (x0, y + y1, z)]
        t.add(Piece(v, [[0, 1, 2, 3]], [[(q[0], q[1]) for q in v]], ["paper"]))
    if mount:
        for s in (-1, 1):
            for (x0, y0), (x1, y1) in (((-w / 2, s * h / 2), (w / 2, s * h / 2)), ((s * w / 2, -h / 2), (s * w / 2, h / 2))):
                t.add(rod((x0, y + y0, z - 0.0006), (x1, y + y1, z - 0.0006), 0.0014, "paper", 4, cap=False))
    v = [(-w / 2, y - h / 2, z - 0.0008), (w / 2, y - h / 2, z - 0.0008), (w / 2, y + h / 2, z - 0.0008), (-w / 2, y + h / 2, z - 0.0008)]
    t.add(Piece(v, [[0, 1, 2, 3]], [[(0, 0), (1, 0), (1, 1), (0, 1)]], [art]))
    v = [(-a, y - b, z + 0.004), (a, y - b, z + 0.004), (a, y + b, z + 0.004), (-a, y + b, z + 0.004)]
    if mount:
        # Prints are glazed, oils are not.
        t.add(Piece(v, [[0, 1, 2, 3]], [[(0, 0), (1, 0), (1, 1), (0, 1)]], ["glass"]))
    t.add(box((W - 0.01, H - 0.01, 0.003), "ply", 0).at(0, y - H / 2 + 0.005, z0 + 0.0035))
    t.box(0, y, z0 + 0.013, W, H, 0.026)


FRAMES = [("walnut", "Walnut", "#6f4a31"), ("black", "Black", "#2b2a29"), ("gilt", "Gilt", "#c79a4a"), ("white", "White", "#e8e4da")]


@thing("kit-frame-landscape", "Picture: hills", mass=0, friction=0.5, snap=0.1, variants=[FRAMES[2], FRAMES[0], FRAMES[1], FRAMES[3]])
def frame_hills(t):
    frame(t, 0.64, 0.48, "art-hills", 0.05, 0.0, 1.52)


@thing("kit-frame-abstract", "Picture: fields of colour", mass=0, friction=0.5, snap=0.1, variants=[FRAMES[1], FRAMES[0], FRAMES[3]])
def frame_fields(t):
    frame(t, 0.72, 0.54, "art-fields", 0.03, 0.0, 1.52)


@thing("kit-frame-print", "Picture: botanical print", mass=0, friction=0.5, snap=0.1, variants=FRAMES)
def frame_leaf(t):
    frame(t, 0.30, 0.40, "art-leaf", 0.025, 0.055, 1.52)


@thing("kit-plant", "Rubber plant", mass=9, friction=0.6, restitution=0.05, snap=0.1,
       variants=[("terracotta", "Terracotta", "#a06a52"), ("white", "White", "#dcd8cf"), ("black", "Black", "#2b2b2d")])
def plant(t):
    """A ficus of 1.4 m in a clay pot: stems, stalks, leaves with a midrib, no two alike."""
    r = np.random.default_rng(5)
    t.add(lathe([(0.105, 0.0), (0.11, 0.004), (0.145, 0.235), (0.158, 0.237), (0.162, 0.242), (0.164, 0.285), (0.160, 0.290), (0.148, 0.288), (0.143, 0.255)], "paint:pot", 28))
    t.add(lathe([(0.0, 0.262), (0.10, 0.258), (0.146, 0.252)][::-1], "soil", 20, cap=False))

    def leafy(base, direction, length, width, droop, tone):
        d = np.array(direction) / np.linalg.norm(direction)
        side = np.cross(d, [0, 1, 0])
        side /= np.linalg.norm(side)
        up = np.cross(side, d)
        n, m = 7, 4

        def fn(u, v):
            s = v
            wid = width * (math.sin(math.pi * min(s * 0.93 + 0.03, 1)) ** 0.8) * (1 - 0.25 * s)
            x = (u - 0.5) * 2
            c = np.array(base) + d * length * s - np.array([0, 1, 0]) * droop * length * s * s
            fold = 0.22 * abs(x) * wid + 0.012 * math.sin(s * 9 + x * 2 + tone * 50) * abs(x)
            return tuple(c + side * x * wid + up * fold)

        p = grid(fn, m, n, "leaf")
        p.tint = np.ones_like(p.verts) * np.array([0.055, 0.115, 0.040]) * tone
        mid = np.zeros(len(p.verts), bool)
        for j in range(n + 1):
            mid[j * (m + 1) + m // 2] = True
        p.tint[mid] = np.array([0.16, 0.22, 0.07]) * tone
        return p

    for sx, sz, hh, cnt in ((0.01, 0.0, 1.02, 17), (-0.05, 0.03, 0.72, 11), (0.045, -0.03, 0.52, 8)):
        pts = smooth_path([(sx, 0.24, sz), (sx * 1.6 + r.normal(0, 0.015), 0.24 + hh * 0.4, sz * 1.6 + r.normal(0, 0.015)), (sx * 2.4, 0.24 + hh * 0.75, sz * 2.4), (sx * 3.0 + 0.01, 0.26 + hh, sz * 3.0)], 4)
        t.add(tube(pts, 0.008, "bark", 6, radii=np.linspace(0.011, 0.005, len(pts))))
        for k in range(cnt):
            s = 0.22 + 0.78 * (k + 0.5) / cnt
            q = s * (len(pts) - 1)
            i = min(int(q), len(pts) - 2)
            b = pts[i] + (pts[i + 1] - pts[i]) * (q - i)
            a = k * 2.4 + r.normal(0, 0.25)
            rise = 0.35 + 0.9 * (s - 0.4) + r.normal(0, 0.1)
            d = np.array([math.cos(a), rise, math.sin(a)])
            d /= np.linalg.norm(d)
            st = 0.035 + 0.03 * (1 - s)
            e = b + d * st
            t.add(tube([b, e], 0.002, "bark", 4, cap=False))
            t.add(leafy(e, d, r.uniform(0.17, 0.26) * (1.1 - 0.35 * s), r.uniform(0.045, 0.062) * (1.1 - 0.3 * s), r.uniform(0.35, 0.7) * (1.2 - 0.7 * s), r.uniform(0.75, 1.25)))
        t.add(leafy(pts[-1], (0.05, 1, 0.08), 0.10, 0.014, 0.0, 1.7))
    t.hull([(rr * math.cos(a), y, rr * math.sin(a)) for rr, y in ((0.108, 0), (0.164, 0.29)) for a in np.linspace(0, 2 * math.pi, 14, endpoint=False)])
    t.cylinder((0, 0.29, 0), (0, 1.25, 0), 0.05)
    t.grip(0.16, 0.27, 0)


@thing("kit-tv", "Television", mass=16, friction=0.5, restitution=0.05, snap=0.1, variants=[("walnut", "Walnut", "#6f4a31"), ("white", "White", "#e8e4da"), ("black", "Black", "#2b2a29")])
def tv(t):
    """A wooden-cased set of the sixties on splayed legs: bulging screen, knobs, a cloth grille."""
    w, h, d, y0 = 0.70, 0.46, 0.40, 0.30
    m = "paint:wood"
    t.add(box((w, h, d), m, 0.022, 3, grain="x").at(0, y0, 0))
    t.add(box((0.24 * 2, h - 0.15, 0.14), "black", 0.05, 2).at(-0.06, y0 + 0.09, -d / 2 - 0.05))
    sw, sh, cx, cy = 0.46, 0.35, -0.085, y0 + h / 2
    t.add(slab(rounded(sw + 0.05, sh + 0.05, 0.07, 5), 0.014, "black", 0.004).at(cx, cy, d / 2 + 0.004))

    def screen(u, v):
        a, b = (u - 0.5) * 2, (v - 0.5) * 2
        q = (abs(a) ** 5 + abs(b) ** 5) ** 0.2
        mx = max(abs(a), abs(b))
        k = mx / q if q > 1e-6 else 1
        x, yy = a * k * sw / 2, b * k * sh / 2
        return (cx + x, cy + yy, d / 2 + 0.010 + 0.030 * (1 - (a * k) ** 2 * 0.6 - (b * k) ** 2 * 0.6))

    t.add(grid(screen, 14, 12, "mirror-black"))
    t.add(slab(rounded(0.135, h - 0.08, 0.012), 0.006, "brass", 0.002).at(0.245, cy, d / 2 + 0.002))
    t.add(box((0.115, 0.19, 0.006), "cloth", 0.002).at(0.245, y0 + 0.06, d / 2 + 0.003))
    for k in range(9):
        t.add(box((0.115, 0.004, 0.006), m, 0.001).at(0.245, y0 + 0.07 + k * 0.021, d / 2 + 0.007))
    for yy, rr in ((y0 + 0.375, 0.026), (y0 + 0.305, 0.021)):
        t.add(lathe([(rr, 0), (rr, 0.010), (rr * 0.86, 0.018), (rr * 0.82, 0.024), (0.0, 0.025)], "black", 20, cap=False).turn("x", math.pi / 2).at(0.245, yy, d / 2 + 0.005))
        t.add(lathe([(rr * 0.45, 0), (rr * 0.42, 0.003), (0, 0.003)], "brass", 14, cap=False).turn("x", math.pi / 2).at(0.245, yy, d / 2 + 0.029))
    for sx in (-1, 1):
        for sz in (-1, 1):
            a, b = np.array([sx * 0.27, y0 + 0.01, sz * 0.13]), np.array([sx * 0.33, 0, sz * 0.18])
            t.add(tube([b, a], 0.016, m, 10, radii=[0.009, 0.016]))
            t.hull([q + np.array([dx, 0, dz]) for q in (a, b) for dx in (-0.012, 0.012) for dz in (-0.012, 0.012)])
        t.add(rod((sx * 0.02, y0 + h, -0.10), (sx * 0.34, y0 + h + 0.42, -0.14), 0.0022, "chrome", 6, end=0.0012))
        t.grip(sx * w / 2, y0 + 0.15, 0)
    t.add(lathe([(0.05, 0), (0.048, 0.012), (0.03, 0.028), (0, 0.03)], "black", 18, cap=False).at(0, y0 + h, -0.10))
    t.block((-w / 2, y0, -d / 2 - 0.10), (w / 2, y0 + h, d / 2))


@thing("kit-rug", "Rug", mass=9, friction=0.9, restitution=0.0, snap=0.1, colour="#7d2f2a")
def rug(t):
    """1.35 × 1.8 m, woven, fringed at both ends; it lies a little uneven."""
    w, d, h = 1.35, 1.8, 0.009

    def fn(u, v):
        e = min(u, 1 - u, v, 1 - v)
        y = h * min(1, 0.35 + e * 40) + 0.0035 * math.sin(u * 5 + 1) * math.sin(v * 7 + 0.4) ** 2
        return ((u - 0.5) * w + 0.004 * math.sin(v * 11), y, (0.5 - v) * d)

    t.add(grid(fn, 14, 18, "rug", size=(1, 1)))
    r = np.random.default_rng(2)
    for s in (-1, 1):
        for k in range(64):
            x = ((k + 0.5) / 64 - 0.5) * (w - 0.02)
            a = np.array([x, 0.006, s * d / 2 * 0.998])
            b = a + [r.normal(0, 0.008), -0.004, s * r.uniform(0.05, 0.065)]
            v = [a + [-0.008, 0, 0], a + [0.008, 0, 0], b + [0.005, 0, 0], b + [-0.005, 0, 0]]
            q = Piece(v, [[0, 1, 2, 3] if s > 0 else [3, 2, 1, 0]], [[(0, 0), (0.02, 0), (0.018, 0.06), (0.002, 0.06)]], ["fringe"])
            n = np.cross(q.verts[q.faces[0][1]] - q.verts[q.faces[0][0]], q.verts[q.faces[0][2]] - q.verts[q.faces[0][0]])
            t.add(q if n[1] > 0 else q.flipped())
    t.block((-w / 2, 0, -d / 2), (w / 2, 0.01, d / 2))
    t.grip(w / 2, 0.01, 0)


@thing("kit-mirror", "Mirror", mass=0, friction=0.4, snap=0.1, variants=FRAMES)
def mirror(t):
    """Round, 0.6 m, in a wooden ring, hung at 1.55 m on the +Z face of a wall."""
    y, z = 1.55, 0.05
    ring = lathe([(0.285, 0.012), (0.287, 0.020), (0.300, 0.028), (0.318, 0.026), (0.325, 0.014), (0.325, 0.0)][::-1], "paint:wood", 48, cap=False).turn("x", math.pi / 2).at(0, y, z + 0.002)
    t.add(ring)
    t.add(lathe([(0.286, 0.010), (0.0, 0.010)], "mirror", 48, cap=False).turn("x", math.pi / 2).at(0, y, z + 0.002))
    t.cylinder((0, y, z), (0, y, z + 0.028), 0.325)


@thing("kit-clock", "Wall clock", mass=0, friction=0.5, snap=0.1, variants=[("black", "Black", "#232427"), ("red", "Red", "#8d2620"), ("white", "White", "#dcd8cf")])
def clock(t):
    y, z = 1.95, 0.05
    parts = [lathe([(0.15, 0), (0.152, 0.02), (0.148, 0.036), (0.142, 0.040), (0.138, 0.034), (0.138, 0.022)], "paint:enamel", 40, cap=False), lathe([(0.139, 0.022), (0, 0.022)], "glaze", 40, cap=False)]
    for k in range(60):
        a = k * math.pi / 30
        big = k % 5 == 0
        p = box((0.005 if big else 0.0016, 0.0008, 0.018 if big else 0.007), "black", 0, seed=None).at(0, 0.0222, -(0.120 if big else 0.126)).turn("y", -a)
        parts.append(p)
    for a, ln, wd in ((-2 * math.pi * 10.14 / 12, 0.072, 0.007), (-2 * math.pi * 8.5 / 60, 0.108, 0.0045)):
        parts.append(box((wd, 0.0012, ln + 0.02), "black", 0, seed=None).at(0, 0.0245, -ln / 2 + 0.01).turn("y", a))
    parts.append(lathe([(0.006, 0), (0.006, 0.005), (0, 0.005)], "brass", 12, cap=False).at(0, 0.0240, 0))
    parts.append(lathe([(0.139, 0.031), (0, 0.033)], "glass", 32, cap=False))
    t.add(p.turn("x", math.pi / 2).at(0, y, z) for p in parts)
    t.cylinder((0, y, z), (0, y, z + 0.04), 0.15)
