"""Studio gear: lamps on stands and on the grid, boxes, ladder, chair, cases, cart, cable.

Lamps' candela are of the real ones: a 1.2 kW daylight head in a 90 × 120 cm softbox gives about
14,000 cd ahead, a 1 kW Fresnel at half flood 20,000, a space light 2,000. Hung lamps have their origin
beneath them, at their lowest point: they are placed at the height where they hang.
"""

import math

import numpy as np

from catalogue import DAYLIGHT, HALOGEN, TUNGSTEN, thing
from form import Piece, box, grid, join, lathe, rod, rounded, slab, smooth_path, soft, tube


def stand(h, spread=0.42, mat="iron", wheels=False):
    """A three-legged lamp stand whose spigot ends at h."""
    out = [rod((0, 0.18, 0), (0, h * 0.45, 0), 0.0175, "steel", 12), rod((0, h * 0.45, 0), (0, h * 0.75, 0), 0.014, "steel", 12), rod((0, h * 0.75, 0), (0, h, 0), 0.011, "steel", 10)]
    for y, r in ((h * 0.45, 0.024), (h * 0.75, 0.020), (0.62, 0.026)):
        out.append(lathe([(r * 0.8, -0.03), (r, -0.025), (r, 0.02), (r * 0.8, 0.028)], "black", 14).at(0, y, 0))
        if y != 0.62:
            out.append(rod((0, y, 0), (0.045, y, 0), 0.004, "steel", 6))
            out.append(lathe([(0.004, 0), (0.013, 0.003), (0.013, 0.012), (0.004, 0.015)], "black", 10).turn("z", -math.pi / 2).at(0.042, y, 0))
    out.append(lathe([(0.022, 0.18), (0.028, 0.185), (0.028, 0.215), (0.022, 0.22)], "black", 14))
    for k in range(3):
        a = 2 * math.pi * k / 3 + math.pi / 6
        c, s = math.cos(a), math.sin(a)
        foot = np.array([spread * c, 0.010, spread * s])
        knee = np.array([spread * 0.52 * c, 0.31, spread * 0.52 * s])
        out.append(tube([foot, [0.025 * c, 0.60, 0.025 * s]], 0.0105, "steel", 8))
        out.append(tube([[0.02 * c, 0.20, 0.02 * s], knee], 0.008, "steel", 8))
        out.append(tube([foot - [0.03 * c, -0.006, 0.03 * s], foot + [0.02 * c, -0.002, 0.02 * s]], 0.014, "rubber", 8))
    return out


def stand_shapes(t, h, spread=0.42):
    t.cylinder((0, 0, 0), (0, 0.03, 0), spread)
    t.hull([(0, 0.62, 0)] + [(spread * math.cos(a), 0.0, spread * math.sin(a)) for a in (math.pi / 6, math.pi * 5 / 6, math.pi * 1.5)])
    t.cylinder((0, 0.6, 0), (0, h, 0), 0.025)


def yoke(w, drop, y=0.0, mat="black"):
    """A U-shaped yoke round a lamp head w wide; opens downwards from its bolt at y."""
    path = [(-w / 2, y - drop, 0), (-w / 2, y - 0.05, 0), (-w / 2 + 0.04, y, 0), (w / 2 - 0.04, y, 0), (w / 2, y - 0.05, 0), (w / 2, y - drop, 0)]
    out = [tube(path, 0.011, mat, 6, flat=0.45)]
    for s in (-1, 1):
        out.append(lathe([(0.018, 0), (0.022, 0.004), (0.022, 0.016), (0.012, 0.020)], "black", 12).turn("z", -s * math.pi / 2).at(s * (w / 2 + 0.004), y - drop, 0))
    return out


def fresnel(scale=1.0):
    """A 1 kW Fresnel head facing +Z, its middle at the origin: housing with fins, stepped lens, barn doors."""
    out = []
    r = 0.115 * scale
    body = lathe([(0.0, -0.16), (0.09, -0.155), (0.108, -0.13), (0.112, 0.02), (0.126, 0.04), (0.132, 0.10), (0.130, 0.115), (0.118, 0.118), (0.112, 0.10)], "gel-body", 28, cap=False).turn("x", math.pi / 2)
    out.append(body)
    for z in np.linspace(-0.12, -0.01, 6):
        out.append(lathe([(0.110, z - 0.004), (0.119, z - 0.003), (0.119, z + 0.003), (0.110, z + 0.004)], "iron", 24, cap=False).turn("x", math.pi / 2))
    prof = [(0.113, 0.094)]
    for k in range(7, 0, -1):
        a = 0.112 * k / 7
        prof += [(a, 0.0975), (max(a - 0.013, 0.0), 0.1015)]
    prof.append((0.0, 0.1025))
    out.append(lathe(prof, "fresnel-lens", 32, cap=False).turn("x", math.pi / 2))
    out.append(box((0.10, 0.05, 0.18), "gel-body", 0.008, 2).at(0, -0.155, -0.04))
    out.append(lathe([(0.0, 0), (0.022, 0.004), (0.022, 0.016), (0.0, 0.02)], "black", 12, cap=False).turn("x", -math.pi / 2).at(0.05, -0.03, -0.155))
    for k, (a, w) in enumerate(((0, 0.22), (math.pi / 2, 0.17), (math.pi, 0.22), (3 * math.pi / 2, 0.17))):
        d = slab([(-w / 2, 0), (w / 2, 0), (w / 2 * 1.25, 0.17), (-w / 2 * 1.25, 0.17)], 0.002, "matt-black", 0)
        d.turn("x", 0.95 if k % 2 else 0.75).at(0, 0.135, 0.118)
        out.append(d.turn("z", a))
    out.append(tube([(0.136 * math.cos(a), 0.136 * math.sin(a), 0.115) for a in np.linspace(0, 2 * math.pi, 24, endpoint=False)], 0.004, "matt-black", 4, closed=True))
    return [p.scale(scale, scale, scale) for p in out] if scale != 1 else out


def clamp(y):
    """A hook clamp for a 48 mm pipe whose middle is y above."""
    out = [tube(smooth_path([(0.0, y - 0.09, 0), (0.0, y - 0.05, 0), (-0.036, y - 0.02, 0), (-0.036, y + 0.02, 0), (0, y + 0.036, 0), (0.030, y + 0.024, 0)], 3), 0.009, "iron", 6, flat=1.6)]
    out.append(rod((0.012, y - 0.045, 0), (0.06, y - 0.045, 0), 0.005, "steel", 6))
    return out


def aim(pieces, down):
    """Tilts a head that faces +Z downwards by `down` radians."""
    return [p.turn("x", down) for p in pieces]


@thing("kit-fresnel", "Fresnel on a stand", kind="light", mass=14, friction=0.55, restitution=0.1, colour="#3c4a56")
def fresnel_stand(t):
    h, down = 2.05, 0.42
    t.add(stand(h - 0.16, 0.46))
    t.add(p.at(0, h, 0) for p in aim(fresnel(), down))
    t.add([p.scale(1, -1, 1).at(0, h, 0) for p in yoke(0.29, 0.0 + 0.16, 0.16)])
    t.add(tube(smooth_path([(0.0, h - 0.13, -0.12), (0.02, h - 0.35, -0.20), (0.03, h - 0.9, -0.05), (0.04, 0.7, -0.03), (0.08, 0.05, -0.15), (0.20, 0.008, -0.30), (0.18, 0.008, -0.55)], 4), 0.005, "rubber", 6))
    stand_shapes(t, h - 0.16, 0.46)
    t.box(0, h, 0.02, 0.28, 0.28, 0.34, ("x", down))
    t.grip(0, 1.1, 0)
    d = (0, -math.sin(down), math.cos(down))
    t.shine("spot", (0, h + 0.13 * d[1], 0.13 * d[2]), d, HALOGEN, 20000, math.radians(42), 25)


@thing("kit-fresnel-hung", "Fresnel on the grid", kind="light", mass=0, friction=0.5, colour="#3c4a56")
def fresnel_hung(t):
    """Hangs 0.35 m below its pipe (the pipe's middle is 0.58 m above the origin)."""
    y, down = 0.20, 0.72
    t.add(p.at(0, y, 0) for p in aim(fresnel(), down))
    t.add([p.at(0, y + 0.25, 0) for p in yoke(0.29, 0.25, 0.0)])
    t.add(clamp(0.58), rod((0, y + 0.25, 0), (0, 0.50, 0), 0.008, "steel", 8))
    t.add(tube(smooth_path([(0, y + 0.02, -0.15), (0.03, y + 0.10, -0.22), (0.06, y + 0.30, -0.14), (0.05, 0.60, -0.02), (0.10, 0.62, 0.0)], 4), 0.004, "rubber", 5))
    t.add(tube(smooth_path([(0.10, y + 0.06, -0.06), (0.13, y + 0.26, -0.03), (0.07, 0.60, 0.0)], 4), 0.002, "steel", 4))
    t.box(0, y, 0.02, 0.30, 0.36, 0.34)
    d = (0, -math.sin(down), math.cos(down))
    t.shine("spot", (0, y + 0.13 * d[1], 0.13 * d[2]), d, HALOGEN, 26000, math.radians(38), 25)


def softbox(w, h, depth, mat="black-cloth"):
    """A softbox facing +Z: ribs, black sides, a white front a little proud, a lip."""
    out = []
    fw, fh = w / 2, h / 2
    b = 0.09
    n = 6

    def side(k):
        c = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
        (ax, ay), (bx, by) = c[k], c[(k + 1) % 4]

        def fn(u, v):
            x, y = ax + (bx - ax) * u, ay + (by - ay) * u
            s = v ** 0.72
            belly = 0.03 * math.sin(v * math.pi) * math.sin(u * math.pi)
            px, py = x * (b + (fw - b) * s), y * (b + (fh - b) * s)
            nx, ny = (0, (ay + by) / 2) if k % 2 == 0 else ((ax + bx) / 2, 0)
            return (px - nx * belly, py - ny * belly, -depth + depth * v)

        return grid(fn, 6, n, mat)

    for k in range(4):
        p = side(k)
        c = p.verts.mean(0)
        f = p.faces[10]
        nn = np.cross(p.verts[f[1]] - p.verts[f[0]], p.verts[f[2]] - p.verts[f[0]])
        out.append(p if nn[:2] @ c[:2] > 0 else p.flipped())

    def front(u, v):
        x, y = (u - 0.5) * 2, (v - 0.5) * 2
        return (x * fw, y * fh, -0.03 + 0.018 * math.cos(x * math.pi / 2) * math.cos(y * math.pi / 2))

    out.append(grid(front, 8, 8, "diffusion"))
    for k in range(4):
        c = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
        (ax, ay), (bx, by) = c[k], c[(k + 1) % 4]
        v = [(ax * fw, ay * fh, 0.0), (bx * fw, by * fh, 0.0), (bx * fw, by * fh, -0.032), (ax * fw, ay * fh, -0.032)]
        out.append(Piece(v, [[0, 1, 2, 3]], [[(0, 0), (w, 0), (w, 0.03), (0, 0.03)]], [mat]))
        out.append(Piece(v, [[3, 2, 1, 0]], [[(0, 0), (w, 0), (w, 0.03), (0, 0.03)]], [mat]))
        out.append(rod(v[0], v[1], 0.004, mat, 5, cap=False))
    out.append(lathe([(0.10, 0), (0.115, 0.004), (0.115, 0.02), (0.10, 0.024)], "iron", 24).turn("x", math.pi / 2).at(0, 0, -depth - 0.02))
    out.append(box((0.13, 0.15, 0.24), "black", 0.012, 2, base=False).at(0, 0, -depth - 0.13))
    for k in range(5):
        out.append(box((0.134, 0.006, 0.14), "matt-black", 0.001, base=False).at(0, -0.05 + k * 0.025, -depth - 0.13))
    out.append(box((0.08, 0.04, 0.004), "mirror-black", 0.001, base=False).at(0, 0.02, -depth - 0.251))
    return out


@thing("kit-softbox", "Key softbox on a stand", kind="light", mass=16, friction=0.55, restitution=0.1, colour="#26272a")
def softbox_stand(t):
    h, down = 2.15, 0.36
    t.add(stand(h - 0.13, 0.52))
    head = softbox(0.9, 1.2, 0.45)
    back = 0.55
    t.add(p.at(0, 0, back).turn("x", down).at(0, h, 0) for p in head)
    t.add(box((0.05, 0.14, 0.06), "black", 0.006).at(0, h - 0.15, 0.0))
    t.add([p.scale(1, -1, 1).at(0, h, 0) for p in yoke(0.19, 0.10, 0.10)])
    t.add(tube(smooth_path([(0.0, h + 0.02, -0.16), (0.03, h - 0.3, -0.22), (0.03, h - 0.9, -0.05), (0.04, 0.7, -0.03), (0.08, 0.05, -0.15), (0.20, 0.008, -0.34), (0.18, 0.008, -0.60)], 4), 0.005, "rubber", 6))
    t.add(soft((0.30, 0.09, 0.15), "black-cloth", 0.04, 0.08, crown=(0, 0.02, 0), wrinkle=0.008, seed=4).turn("y", 0.6).at(-0.20, 0.02, -0.22))
    stand_shapes(t, h - 0.13, 0.52)
    t.box(0, h - math.sin(down) * 0.30, math.cos(down) * 0.30, 0.9, 1.2, 0.45, ("x", down))
    t.grip(0, 1.2, 0)
    d = np.array((0, -math.sin(down), math.cos(down)))
    p = np.array((0, h, 0)) + d * back
    t.shine("spot", p, d, DAYLIGHT, 14000, math.radians(120), 25)


@thing("kit-softbox-hung", "Softbox on the grid", kind="light", mass=0, friction=0.5, colour="#26272a")
def softbox_hung(t):
    """A 1.2 m square box looking straight down; its pipe is 0.98 m above the origin."""
    head = softbox(1.2, 1.2, 0.40)
    t.add(p.turn("x", math.pi / 2).at(0, 0.0, 0) for p in head)
    t.add([p.at(0, 0.88, 0) for p in yoke(0.19, 0.34, 0.0)])
    t.add(clamp(0.98))
    t.block((-0.6, 0, -0.6), (0.6, 0.42, 0.6))
    t.box(0, 0.55, 0, 0.14, 0.26, 0.16)
    t.shine("spot", (0, -0.02, 0), (0, -1, 0), DAYLIGHT, 7000, math.radians(125), 18)


@thing("kit-spacelight", "Space light", kind="light", mass=0, friction=0.5, colour="#d9d6cc")
def spacelight(t):
    """A silk lantern 0.75 m across, skirted black; its pipe is 1.5 m above the origin."""
    n = 24

    def silk(u, v):
        a = u * 2 * math.pi
        r = 0.36 + 0.006 * math.cos(a * 12) * math.sin(v * math.pi)
        return (r * math.cos(a), 0.02 + v * 0.72, -r * math.sin(a))

    t.add(grid(silk, n * 2, 4, "diffusion", wrap_u=True))
    t.add(lathe([(0.0, 0.025), (0.2, 0.022), (0.36, 0.02)], "diffusion", n, cap=False))
    for y in (0.02, 0.38, 0.74):
        t.add(tube([(0.363 * math.cos(a), y, 0.363 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, n, endpoint=False)], 0.006, "black-cloth", 5, closed=True))
    t.add(lathe([(0.366, 0.74), (0.368, 0.95), (0.34, 1.0), (0.05, 1.06), (0.0, 1.06)], "black-cloth", n, cap=False))
    for k in range(3):
        a = 2 * math.pi * k / 3
        t.add(rod((0.3 * math.cos(a), 1.01, 0.3 * math.sin(a)), (0, 1.36, 0), 0.002, "steel", 4, cap=False))
    t.add(rod((0, 1.06, 0), (0, 1.42, 0), 0.006, "rubber", 6), clamp(1.5))
    t.cylinder((0, 0, 0), (0, 1.06, 0), 0.37)
    t.shine("point", (0, 0.36, 0), (0, -1, 0), DAYLIGHT, 1900, 2 * math.pi, 18)


@thing("kit-worklight", "Work light", kind="light", mass=0, friction=0.5, colour="#c9c6bd")
def worklight(t):
    """A pair of tubes in a white trough on chains, 1.5 m long; its pipe is 0.80 m above the origin."""
    prof = [(-0.11, 0.0), (-0.10, 0.012), (-0.05, 0.07), (0.05, 0.07), (0.10, 0.012), (0.11, 0.0)]
    w = 1.5
    verts = [(x, y, z) for x in (-w / 2, w / 2) for z, y in prof]
    n = len(prof)
    faces = [[k, k + 1, n + k + 1, n + k] for k in range(n - 1)]
    p = Piece(verts, faces, [[(verts[j][0], verts[j][2]) for j in f] for f in faces], ["white-plastic"] * len(faces))
    c = np.cross(p.verts[faces[2][1]] - p.verts[faces[2][0]], p.verts[faces[2][2]] - p.verts[faces[2][0]])
    p = p if c[1] > 0 else p.flipped()
    inner = p.copy()
    inner.verts = inner.verts - [0, 0.002, 0]
    t.add(p, inner.flipped())
    for s in (-1, 1):
        t.add(box((0.004, 0.07, 0.2), "white-plastic", 0.001).at(s * w / 2, 0, 0))
        t.add(rod((-w / 2 + 0.03, 0.028, s * 0.045), (w / 2 - 0.03, 0.028, s * 0.045), 0.013, "tube-light", 10))
        t.add(rod((s * 0.55, 0.07, 0), (s * 0.55, 0.80, 0), 0.003, "steel", 5, cap=False))
        t.add(tube([(s * 0.55, 0.80 + 0.03 * math.sin(a), 0.03 * math.cos(a)) for a in np.linspace(0, 6.28, 10, endpoint=False)], 0.004, "steel", 4, closed=True))
    t.block((-w / 2, 0, -0.11), (w / 2, 0.07, 0.11))
    t.shine("spot", (0, 0.0, 0), (0, -1, 0), DAYLIGHT, 2600, math.radians(150), 16)


@thing("kit-cage-lamp", "Caged lamp on a stand", kind="light", mass=4.5, friction=0.55, restitution=0.1, colour="#c99a2e")
def cage(t):
    """The lamp left burning on an empty stage: a bare bulb in a cage on a pole."""
    t.add(lathe([(0.20, 0), (0.205, 0.008), (0.19, 0.018), (0.04, 0.034), (0.02, 0.05)], "iron", 28), rod((0, 0.04, 0), (0, 1.52, 0), 0.013, "iron", 10))
    t.add(lathe([(0.018, 1.50), (0.024, 1.51), (0.024, 1.565), (0.016, 1.575)], "black", 14))
    import lamps

    t.add(p.at(0, 0, 0) for p in lamps.bulb(1.565, 0.034))
    for k in range(6):
        a = k * math.pi / 3
        c, s = math.cos(a), math.sin(a)
        t.add(tube(smooth_path([(0.024 * c, 1.555, 0.024 * s), (0.062 * c, 1.60, 0.062 * s), (0.064 * c, 1.66, 0.064 * s), (0.035 * c, 1.715, 0.035 * s), (0, 1.728, 0)], 3), 0.0022, "steel", 4, cap=False))
    for y, r in ((1.60, 0.063), (1.66, 0.065)):
        t.add(tube([(r * math.cos(a), y, r * math.sin(a)) for a in np.linspace(0, 6.283, 16, endpoint=False)], 0.0020, "steel", 4, closed=True))
    t.add(tube(smooth_path([(0, 0.015, -0.16), (0.02, 0.006, -0.26), (0.14, 0.006, -0.34), (0.30, 0.006, -0.30), (0.34, 0.006, -0.50)], 5), 0.0045, "rubber", 6))
    t.cylinder((0, 0, 0), (0, 0.03, 0), 0.205)
    t.cylinder((0, 0.03, 0), (0, 1.56, 0), 0.02)
    t.cylinder((0, 1.56, 0), (0, 1.73, 0), 0.066)
    t.grip(0, 1.1, 0)
    t.shine("point", (0, 1.645, 0), (0, -1, 0), TUNGSTEN, 78, 2 * math.pi, 14)


def apple(h, r):
    """A wooden box of 50 × 30 cm with hand holes, corners eased, edges worn."""
    w, d = 0.508, 0.305
    out = []
    if h < 0.07:
        out.append(box((w, h, d), "apple", 0.004, 2, grain="x"))
        return out
    th = 0.019
    for s in (-1, 1):
        out.append(box((w, h, th), "apple", 0.003, grain="x").at(0, 0, s * (d / 2 - th / 2)))
    for s in (-1, 1):
        hole = h > 0.15
        if hole:
            hw, hh = 0.055, 0.018
            y0 = h * 0.62
            o = [(-d / 2 + th, 0), (d / 2 - th, 0), (d / 2 - th, h), (-d / 2 + th, h)]
            n = 10
            inner = rounded(hw * 2, hh * 2, 0.0175, 4)
            # A ring of quads between the outline and the hole.
            m = len(inner)
            outer = []
            for x, y in inner:
                k = max(abs(x) / ((d / 2 - th)), 1e-9)
                ang = math.atan2(y, x)
                bx, by0, by1 = d / 2 - th, -y0, h - y0
                tx = bx / abs(math.cos(ang)) if abs(math.cos(ang)) > 1e-6 else 1e9
                ty = (by1 if math.sin(ang) > 0 else -by0) / abs(math.sin(ang)) if abs(math.sin(ang)) > 1e-6 else 1e9
                q = min(tx, ty)
                outer.append((q * math.cos(ang), q * math.sin(ang)))
            # Put true corners in.
            corners = [(d / 2 - th, h - y0), (-d / 2 + th, h - y0), (-d / 2 + th, -y0), (d / 2 - th, -y0)]
            for c in corners:
                i = min(range(m), key=lambda j: math.dist(outer[j], c))
                outer[i] = c
            verts = [(s * w / 2, y0 + y, -s * x) for x, y in outer] + [(s * w / 2, y0 + y, -s * x) for x, y in inner] + [(s * (w / 2 - th), y0 + y, -s * x) for x, y in inner]
            faces = [[i, (i + 1) % m, m + (i + 1) % m, m + i] for i in range(m)] + [[m + i, m + (i + 1) % m, 2 * m + (i + 1) % m, 2 * m + i] for i in range(m)] + [[2 * m + i for i in range(m)]]
            mats = ["apple"] * (2 * m) + ["matt-black"]
            p = Piece(verts, faces, [[(verts[j][2], verts[j][1]) for j in f] for f in faces], mats)
            out.append(p)
        else:
            out.append(box((th, h, d - 2 * th), "apple", 0.0, grain="z").at(s * (w / 2 - th / 2), 0, 0))
    for y in (0, h - 0.012):
        out.append(box((w - 0.002, 0.012, d - 2 * th + 0.001), "apple", 0.001, grain="x").at(0, y, 0))
    return out


def apple_thing(id, label, h, mass):
    @thing(id, label, mass=mass, friction=0.6, restitution=0.15, colour="#b48a58", snap=0.0)
    def make(t):
        t.add(apple(h, None))
        t.block((-0.254, 0, -0.1525), (0.254, h, 0.1525))
        for s in (-1, 1):
            t.grip(s * 0.254, h * 0.62, 0)
        if h > 0.15:
            t.seat(0, h, 0.0)


apple_thing("kit-apple-full", "Apple box, full", 0.203, 6.2)
apple_thing("kit-apple-half", "Apple box, half", 0.102, 4.0)
apple_thing("kit-apple-quarter", "Apple box, quarter", 0.051, 3.1)


@thing("kit-ladder", "Step ladder", mass=11, friction=0.6, restitution=0.1, colour="#c9992f")
def ladder(t):
    """Eight fibreglass steps, 2.4 m, open."""
    h = 2.35

    def rail(x0, z0, x1, z1, y1, mat, w=0.075, th=0.026):
        a, b = np.array([x0, 0.03, z0]), np.array([x1, y1, z1])
        d = b - a
        ln = np.linalg.norm(d)
        p = box((th, ln, w), mat, 0.004)
        pitch = math.atan2(d[2], d[1])
        roll = math.atan2(-d[0], d[1])
        return p.turn("x", pitch).turn("z", roll).at(*a)

    for s in (-1, 1):
        t.add(rail(s * 0.30, 0.52, s * 0.19, 0.05, h, "yellow"))
        t.add(rail(s * 0.28, -0.52, s * 0.18, -0.04, h - 0.05, "yellow", 0.05, 0.022))
        for z in (0.52, -0.52):
            t.add(box((0.05, 0.05, 0.095 if z > 0 else 0.07), "rubber", 0.006).at(s * (0.30 if z > 0 else 0.28), 0, z))
        t.add(rod((s * 0.245, 1.12, 0.30), (s * 0.235, 1.12, -0.29), 0.005, "steel", 6))
    for k in range(8):
        y = 0.27 + k * 0.262
        q = (y - 0.03) / (h - 0.03)
        hw = 0.30 - 0.11 * q
        z = 0.52 - 0.47 * q
        t.add(box((2 * hw - 0.02, 0.022, 0.085), "steel", 0.003).at(0, y, z))
        for j in range(3):
            t.add(box((2 * hw - 0.03, 0.003, 0.006), "steel", 0).at(0, y + 0.022, z - 0.03 + 0.03 * j))
        if k % 2 == 0:
            q2 = (y + 0.05) / h
            t.add(rod((-(0.28 - 0.10 * q2), y + 0.08, -0.52 + 0.48 * q2), ((0.28 - 0.10 * q2), y + 0.08, -0.52 + 0.48 * q2), 0.012, "steel", 8))
    t.add(box((0.44, 0.035, 0.20), "rubber", 0.012, 2).at(0, h - 0.02, 0.01))
    for s in (-1, 1):
        t.hull([(s * (0.30 if y == 0 else 0.19) + a, y, z + b) for a in (-0.02, 0.02) for (y, z) in ((0, 0.52), (h, 0.05)) for b in (-0.045, 0.045)])
        t.hull([(s * (0.28 if y == 0 else 0.18) + a, y, z + b) for a in (-0.02, 0.02) for (y, z) in ((0, -0.52), (h - 0.05, -0.04)) for b in (-0.03, 0.03)])
    for k in range(8):
        y = 0.27 + k * 0.262
        q = (y - 0.03) / (h - 0.03)
        t.box(0, y + 0.011, 0.52 - 0.47 * q, 2 * (0.30 - 0.11 * q), 0.025, 0.085)
    t.box(0, h, 0.01, 0.44, 0.035, 0.20)
    t.grip(0.25, 1.1, 0.25)
    t.grip(-0.25, 1.1, 0.25)


@thing("kit-director-chair", "Director's chair", mass=6.0, friction=0.5, restitution=0.1,
       variants=[("black", "Black", "#232326"), ("red", "Red", "#8d2620"), ("navy", "Navy", "#2b3a55"), ("canvas", "Canvas", "#c9bd9f")])
def director(t):
    w, d = 0.54, 0.40
    m = "beech"
    for s in (-1, 1):
        x = s * w / 2
        t.add(box((0.028, 0.028, d + 0.06), m, 0.005, 2, grain="z").at(x, 0.01, 0), box((0.055, 0.022, d + 0.10), m, 0.007, 2, grain="z").at(x, 0.655, 0.01))
        for z in (-d / 2 + 0.02, d / 2 - 0.02):
            t.add(box((0.028, 0.62, 0.028), m, 0.004, grain="y").at(x, 0.036, z))
        t.add(box((0.028, 0.028, d + 0.02), m, 0.004, grain="z").at(x, 0.44, 0))
        t.add(box((0.026, 0.30, 0.034), m, 0.005, 2, grain="y").turn("x", -0.10).at(x, 0.665, -d / 2 + 0.03))
        for z in (-d / 2 - 0.02, d / 2 + 0.02):
            t.add(box((0.03, 0.010, 0.03), "rubber", 0.003).at(x, 0, z))
    for z in (-d / 2 + 0.055, d / 2 - 0.055):
        for s in (-1, 1):
            p = np.array([s * (w / 2 - 0.01), 0.05, z + s * 0.012])
            q = np.array([-s * (w / 2 - 0.01), 0.445, z + s * 0.012])
            dd = q - p
            ln = np.linalg.norm(dd)
            t.add(box((0.030, ln, 0.018), m, 0.004, grain="y").turn("z", math.atan2(-dd[0], dd[1])).at(*p))
        t.add(rod((0, 0.2475, z - 0.03), (0, 0.2475, z + 0.03), 0.007, "steel", 8))
    import rooms

    def seat(u, v):
        x = (u - 0.5) * 2
        return (x * (w / 2 + 0.004), 0.475 - 0.045 * (1 - abs(x) ** 1.8) * (0.86 + 0.14 * math.sin(v * math.pi)) + 0.003 * math.sin(v * 23 + x * 4) * (1 - abs(x)), (0.5 - v) * (d - 0.02))

    t.add(rooms.thick(grid(seat, 14, 10, "paint:canvas"), 0.003))

    def back(u, v):
        x = (u - 0.5) * 2
        y = 0.79 + v * 0.17
        return (x * (w / 2 + 0.02), y + 0.004 * math.sin(x * 7) * (1 - abs(x)), -d / 2 + 0.03 - (y - 0.665) * 0.10 - 0.030 * (1 - x * x) + 0.020)

    p = grid(back, 14, 5, "paint:canvas")
    t.add(rooms.thick(p, 0.003))
    for s in (-1, 1):
        t.add(soft((0.036, 0.17, 0.046), "paint:canvas", 0.015, 0.1).turn("x", -0.10).at(s * w / 2, 0.79, -d / 2 + 0.018))
    t.seat(0, 0.44, 0.02)
    t.grip(0, 0.90, -0.2)
    t.block((-w / 2 - 0.02, 0.42, -d / 2), (w / 2 + 0.02, 0.475, d / 2))
    for s in (-1, 1):
        t.box(s * w / 2, 0.33, 0, 0.05, 0.66, d + 0.06)
    t.box(0, 0.80, -d / 2 + 0.01, w + 0.05, 0.34, 0.06)


def flight(w, h, d, lid=0.35, castors=True):
    """A flight case: laminate panels, aluminium edges, ball corners, butterfly catches, castors."""
    y0 = 0.12 if castors else 0.012
    hh = h - y0
    out = [box((w - 0.016, hh - 0.016, d - 0.016), "case", 0).at(0, y0 + 0.008, 0)]
    yl = y0 + hh * (1 - lid)
    e = 0.014

    def edge(a, b):
        p, q = np.array(a, float), np.array(b, float)
        size = np.abs(q - p) + 2 * e * (np.abs(q - p) < 1e-6)
        return box(tuple(size), "steel", 0.003, seed=None, base=False).at(*((p + q) / 2))

    X, Z = w / 2 - e, d / 2 - e
    for y in (y0 + e, y0 + hh - e):
        for s in (-1, 1):
            out += [edge((-X, y, s * Z), (X, y, s * Z)), edge((s * X, y, -Z), (s * X, y, Z))]
    for sx in (-1, 1):
        for sz in (-1, 1):
            out.append(edge((sx * X, y0 + e, sz * Z), (sx * X, y0 + hh - e, sz * Z)))
            for y in (y0 + 0.022, y0 + hh - 0.022):
                out.append(soft((0.055, 0.055, 0.055), "steel", 0.022, 0.1, base=False).at(sx * (w / 2 - 0.018), y, sz * (d / 2 - 0.018)))
    out.append(box((w + 0.002, 0.028, d + 0.002), "steel", 0.004, seed=None).at(0, yl - 0.014, 0))
    out.append(box((w + 0.004, 0.002, d + 0.004), "matt-black", 0, seed=None).at(0, yl - 0.001, 0))
    for s in (-1, 1):
        for x in (-w * 0.28, w * 0.28):
            out += [box((0.11, 0.11, 0.006), "steel", 0.002, seed=None, base=False).at(x, yl, s * (d / 2 + 0.002)), lathe([(0.024, 0), (0.024, 0.006), (0.0, 0.008)], "chrome", 14, cap=False).turn("x", s * math.pi / 2).at(x, yl - 0.01, s * (d / 2 + 0.004)), box((0.050, 0.010, 0.010), "chrome", 0.003, seed=None, base=False).at(x, yl - 0.01, s * (d / 2 + 0.014))]
        out += [box((0.012, 0.11, 0.17), "steel", 0.003, seed=None, base=False).at(s * (w / 2 - 0.002), y0 + hh * 0.42, 0), tube(smooth_path([(s * (w / 2 + 0.006), y0 + hh * 0.42 - 0.03, -0.055), (s * (w / 2 + 0.028), y0 + hh * 0.42 - 0.03, -0.05), (s * (w / 2 + 0.028), y0 + hh * 0.42 - 0.03, 0.05), (s * (w / 2 + 0.006), y0 + hh * 0.42 - 0.03, 0.055)], 3), 0.008, "rubber", 6)]
    if castors:
        for sx in (-1, 1):
            for sz in (-1, 1):
                x, z = sx * (w / 2 - 0.10), sz * (d / 2 - 0.10)
                out += [box((0.10, 0.006, 0.09), "steel", 0.001, seed=None).at(x, y0 - 0.008, z), rod((x - 0.016, 0.048, z), (x + 0.016, 0.048, z), 0.048, "rubber", 16), tube([(x - 0.026, 0.048, z), (x - 0.026, 0.095, z + 0.01), (x, 0.112, z + 0.016), (x + 0.026, 0.095, z + 0.01), (x + 0.026, 0.048, z)], 0.006, "steel", 5)]
    return out


def case_thing(id, label, w, h, d, mass, castors):
    @thing(id, label, mass=mass, friction=0.5, restitution=0.08, colour="#1b1c1e")
    def make(t):
        t.add(flight(w, h, d, castors=castors))
        t.block((-w / 2, 0.12 if castors else 0.0, -d / 2), (w / 2, h, d / 2))
        if castors:
            for sx in (-1, 1):
                for sz in (-1, 1):
                    t.box(sx * (w / 2 - 0.10), 0.06, sz * (d / 2 - 0.10), 0.08, 0.12, 0.09)
        for s in (-1, 1):
            t.grip(s * (w / 2 + 0.02), h * 0.45, 0)
        if h < 0.65:
            t.seat(0, h, 0.0)


case_thing("kit-case-trunk", "Flight case, trunk", 1.2, 0.82, 0.60, 48, True)
case_thing("kit-case-small", "Flight case, small", 0.60, 0.42, 0.42, 14, False)


@thing("kit-monitor-cart", "Monitor cart", mass=46, friction=0.45, restitution=0.05, colour="#2a2b2d")
def cart(t):
    """A two-shelf cart with a 24-inch monitor on a mast, a keyboard shelf, batteries and cable."""
    w, d = 0.78, 0.52
    for sx in (-1, 1):
        for sz in (-1, 1):
            x, z = sx * (w / 2 - 0.02), sz * (d / 2 - 0.02)
            t.add(rod((x, 0.16, z), (x, 0.98, z), 0.014, "steel", 10))
            t.add(rod((x - 0.02, 0.075, z), (x + 0.02, 0.075, z), 0.075, "rubber", 18), rod((x - 0.022, 0.075, z), (x + 0.022, 0.075, z), 0.03, "steel", 10), tube([(x - 0.034, 0.075, z), (x - 0.034, 0.15, z), (x, 0.165, z), (x + 0.034, 0.15, z), (x + 0.034, 0.075, z)], 0.008, "iron", 5))
    for y in (0.22, 0.94):
        t.add(box((w, 0.022, d), "case", 0.004).at(0, y, 0))
        for s in (-1, 1):
            t.add(box((w, 0.040, 0.006), "steel", 0.001, seed=None).at(0, y + 0.004, s * (d / 2)), box((0.006, 0.040, d), "steel", 0.001, seed=None).at(s * w / 2, y + 0.004, 0))
    for s in (-1, 1):
        t.add(tube(smooth_path([(s * (w / 2 - 0.02), 0.98, -d / 2 + 0.02), (s * (w / 2 - 0.02), 1.02, -d / 2 - 0.02), (s * (w / 2 - 0.02), 1.03, -d / 2 - 0.10)], 3), 0.013, "steel", 8))
    t.add(rod((-w / 2 + 0.02, 1.03, -d / 2 - 0.10), (w / 2 - 0.02, 1.03, -d / 2 - 0.10), 0.015, "rubber", 10))
    t.add(rod((0, 0.96, -0.12), (0, 1.52, -0.12), 0.018, "steel", 12), box((0.12, 0.12, 0.05), "black", 0.006).at(0, 1.36, -0.10))
    t.add(box((0.58, 0.37, 0.055), "black", 0.008, 2).at(0, 1.22, -0.04))
    v = [(-0.265, 1.245, -0.0118), (0.265, 1.245, -0.0118), (0.265, 1.245 + 0.30, -0.0118), (-0.265, 1.245 + 0.30, -0.0118)]
    t.add(Piece(v, [[0, 1, 2, 3]], [[(0, 0), (1, 0), (1, 1), (0, 1)]], ["screen"]))
    for x, a in ((-0.29, -0.0), (0.29, 0.0)):
        t.add(slab([(0, 0), (0.16, -0.02), (0.16, 0.35), (0, 0.37)], 0.003, "matt-black", 0).turn("y", -0.9).at(x, 1.22, -0.012) if x > 0 else slab([(-0.16, -0.02), (0, 0), (0, 0.37), (-0.16, 0.35)], 0.003, "matt-black", 0).turn("y", 0.9).at(x, 1.22, -0.012))
    t.add(slab([(-0.29, 0), (0.29, 0), (0.33, 0.15), (-0.33, 0.15)], 0.003, "matt-black", 0).turn("x", 0.95).at(0, 1.59, -0.012))
    for k in range(5):
        t.add(lathe([(0.007, 0), (0.007, 0.005), (0, 0.006)], "steel", 8, cap=False).turn("x", math.pi / 2).at(0.08 + k * 0.035, 1.232, -0.0125))
    t.add(box((0.24, 0.07, 0.20), "black", 0.008, 2).at(-0.22, 0.962, 0.02), box((0.18, 0.045, 0.14), "gel-body", 0.006, 2).at(0.20, 0.962, 0.06), box((0.05, 0.018, 0.16), "matt-black", 0.005, 2).at(0.02, 0.962, 0.12))
    for k in range(3):
        t.add(box((0.085, 0.16, 0.06), "black", 0.008, 2).at(-0.25 + k * 0.10, 0.242, -0.12), box((0.05, 0.012, 0.03), "yellow", 0.002).at(-0.25 + k * 0.10, 0.402, -0.12))
    t.add(coil(0.16, 0.10, 5, 0.006, 7).at(0.20, 0.242, 0.05))
    t.add(tube(smooth_path([(0.05, 1.35, -0.08), (0.10, 1.15, -0.14), (0.18, 0.98, -0.10), (0.20, 0.99, 0.04)], 4), 0.004, "rubber", 5), tube(smooth_path([(-0.05, 1.35, -0.08), (-0.14, 1.12, -0.16), (-0.22, 1.0, -0.06)], 4), 0.004, "rubber", 5))
    t.block((-w / 2, 0.20, -d / 2), (w / 2, 0.25, d / 2))
    t.block((-w / 2, 0.93, -d / 2), (w / 2, 0.985, d / 2))
    for sx in (-1, 1):
        for sz in (-1, 1):
            t.box(sx * (w / 2 - 0.02), 0.49, sz * (d / 2 - 0.02), 0.05, 0.98, 0.06)
    t.block((-0.30, 1.2, -0.12), (0.30, 1.6, 0.0))
    t.box(0, 1.1, -0.12, 0.04, 0.3, 0.04)
    t.grip(0, 1.03, -d / 2 - 0.10)


def coil(r, tightness, turns, thick, seed, mat="rubber", steps=22, sides=5):
    """A coil of cable as a hand lays it: loops that wander."""
    rr = np.random.default_rng(seed)
    pts = []
    n = turns * steps
    ph = rr.uniform(0, 6.28, 4)
    for k in range(n + 1):
        a = 2 * math.pi * k / steps
        turn_ = k / steps
        rad = r * (1 - tightness * 0.5 + tightness * 0.35 * math.sin(turn_ * 2.4 + ph[0]) + 0.05 * math.sin(a * 2 + ph[1] + turn_))
        ox, oz = 0.06 * r * math.sin(turn_ * 1.7 + ph[2]), 0.06 * r * math.cos(turn_ * 1.3 + ph[3])
        pts.append((rad * math.cos(a) + ox, thick + turn_ * thick * 1.25 + 0.3 * thick * math.sin(a * 3 + turn_ * 5), rad * math.sin(a) + oz))
    return tube(pts, thick, mat, sides)


@thing("kit-cable-coil", "Cable coil", mass=5.5, friction=0.8, restitution=0.0, colour="#1a1a1b")
def cable(t):
    c = coil(0.21, 0.22, 8, 0.009, 3, steps=20, sides=6)
    t.add(c)
    t.add(tube(smooth_path([tuple(c.verts[-6:].mean(0)), (0.26, 0.03, 0.10), (0.31, 0.012, 0.20), (0.27, 0.012, 0.30)], 5), 0.009, "rubber", 6))
    t.add(rod((0.27, 0.020, 0.30), (0.245, 0.020, 0.37), 0.020, "black", 12), rod((0.245, 0.020, 0.37), (0.24, 0.020, 0.385), 0.024, "yellow", 12))
    for a in (0.6, 2.7, 4.6):
        x, z = 0.19 * math.cos(a), 0.19 * math.sin(a)
        t.add(tube([(x + 0.038 * math.cos(b) * math.cos(a), 0.055 + 0.062 * math.sin(b), z + 0.038 * math.cos(b) * math.sin(a)) for b in np.linspace(0, 6.283, 12, endpoint=False)], 0.004, "tape-blue", 4, closed=True))
    t.cylinder((0, 0, 0), (0, 0.11, 0), 0.24)
    t.grip(0.21, 0.06, 0)


@thing("kit-sandbag", "Sandbag", mass=9, friction=0.9, restitution=0.0, colour="#2a2a2c")
def sandbag(t):
    for s in (-1, 1):
        p = soft((0.20, 0.10, 0.36), "black-cloth", 0.048, 0.055, crown=(0.004, 0.020, 0.01), wrinkle=0.010, seam=0.003, seed=3 + s)
        t.add(p.turn("z", s * 0.10).at(s * 0.115, 0.006, 0))
    t.add(tube(smooth_path([(-0.02, 0.09, -0.06), (-0.01, 0.15, -0.05), (0.0, 0.165, 0.0), (0.01, 0.15, 0.05), (0.02, 0.09, 0.06)], 4), 0.010, "yellow", 6, flat=0.4))
    t.block((-0.215, 0, -0.18), (0.215, 0.115, 0.18))
    t.grip(0, 0.16, 0)


@thing("kit-flat", "Poly board", mass=7, friction=0.5, restitution=0.1, colour="#dcd9d0")
def flat(t):
    """A 1.2 × 2.4 m foam board in a stand: white to bounce on +Z, black behind."""
    t.add(box((1.2, 2.4, 0.048), "board-white", 0.002).at(0, 0.03, 0.001), box((1.199, 2.399, 0.004), "matt-black", 0).at(0, 0.0305, -0.0245))
    for x in (-0.35, 0.35):
        t.add(box((0.05, 0.03, 0.62), "iron", 0.003).at(x, 0, 0), box((0.04, 0.40, 0.006), "iron", 0.001).at(x, 0.03, 0.029), box((0.04, 0.40, 0.006), "iron", 0.001).at(x, 0.03, -0.031))
        t.box(x, 0.015, 0, 0.05, 0.03, 0.62)
    t.block((-0.6, 0.03, -0.027), (0.6, 2.43, 0.026))
    t.grip(0.6, 1.2, 0)


@thing("kit-c-stand", "C-stand with flag", mass=9.5, friction=0.55, restitution=0.1, colour="#8d8f92")
def c_stand(t):
    h = 1.75
    t.add(rod((0, 0.16, 0), (0, 0.95, 0), 0.0175, "chrome", 12), rod((0, 0.95, 0), (0, 1.40, 0), 0.0145, "chrome", 12), rod((0, 1.40, 0), (0, h, 0), 0.011, "chrome", 10))
    for y in (0.95, 1.40):
        t.add(lathe([(0.02, -0.03), (0.024, -0.026), (0.024, 0.018), (0.018, 0.024)], "chrome", 14).at(0, y, 0), rod((0, y, 0), (0.05, y, 0), 0.005, "chrome", 6), box((0.012, 0.045, 0.012), "chrome", 0.003, base=False).at(0.05, y, 0))
    for k, y in enumerate((0.20, 0.235, 0.27)):
        a = k * 2 * math.pi / 3 + 0.3
        c, s = math.cos(a), math.sin(a)
        t.add(tube(smooth_path([(0.02 * c, y, 0.02 * s), (0.18 * c, y, 0.18 * s), (0.24 * c, y - 0.03, 0.24 * s), (0.30 * c, 0.06, 0.30 * s), (0.36 * c, 0.014, 0.36 * s), (0.46 * c, 0.012, 0.46 * s)], 3), 0.0125, "chrome", 8))
    for q in ((0, h - 0.03, 0), ):
        t.add(rod((0, h - 0.03, -0.035), (0, h - 0.03, 0.035), 0.032, "chrome", 18), rod((0, h - 0.03, 0.035), (0, h - 0.03, 0.07), 0.006, "chrome", 6), box((0.07, 0.014, 0.012), "chrome", 0.004, base=False).at(0, h - 0.03, 0.075))
    a, b = np.array([-0.25, h - 0.10, 0.02]), np.array([0.75, h + 0.18, 0.02])
    t.add(rod(a, b, 0.008, "chrome", 8))
    t.add(rod(b - [0.0, 0.03, 0.0], b + [0.0, 0.03, 0.0], 0.02, "chrome", 12))
    f0 = b + np.array([0.02, -0.28, 0])
    t.add(box((0.46, 0.60, 0.004), "black-cloth", 0, base=False).at(f0[0] + 0.23, f0[1] + 0.28, 0.02))
    for p, q in (((0, -0.30), (0, 0.30)), ((0, 0.30), (0.46, 0.30)), ((0, -0.30), (0.46, -0.30))):
        o = f0 + np.array([0, 0.28, 0])
        t.add(rod(o + [p[0], p[1], 0], o + [q[0], q[1], 0], 0.005, "steel", 6))
    t.hull([(0, 0.30, 0)] + [(0.46 * math.cos(k * 2 * math.pi / 3 + 0.3), 0.0, 0.46 * math.sin(k * 2 * math.pi / 3 + 0.3)) for k in range(3)] + [(0.46 * math.cos(k * 2 * math.pi / 3 + 0.3), 0.03, 0.46 * math.sin(k * 2 * math.pi / 3 + 0.3)) for k in range(3)])
    t.cylinder((0, 0.25, 0), (0, h, 0), 0.022)
    t.box(f0[0] + 0.23, f0[1] + 0.28, 0.02, 0.47, 0.61, 0.02)
    t.grip(0, 1.1, 0)
