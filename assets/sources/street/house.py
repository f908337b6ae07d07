"""A façade from a description, and a house round it: roof, dormers, chimneys, party walls.
Descriptions are dicts; `designs.py` holds them. Frame: see facade.py."""
import math

import numpy as np
from kitbag.shape import shift, srgb, turn

from . import facade as f
from . import shops
from .dress import ASHLAR, BRICK, PAINT, RENDER, SLATES, STONE, TILES, ZINC, spot
from .layout import KERB

WALLS = {"brick": BRICK, "render": RENDER, "ashlar": ASHLAR}


def wall_surface(kind, colour):
    return WALLS[kind].tint(*srgb(colour)) if colour else WALLS[kind]


def grime(height, rng):
    """Vertex colours of a wall: splash at the foot, soot below the eaves, streaks."""
    phase = rng.uniform(0, 100)

    def colour(p):
        x, y = p[:, 0], p[:, 1]
        foot = 1 - 0.30 * np.exp(-np.maximum(y - KERB, 0) / 0.38)
        eaves = 1 - 0.16 * np.exp(-np.maximum(height - y, 0) / 0.7)
        streak = 1 + 0.045 * np.sin(x * 1.7 + phase) * np.sin(y * 0.9 + phase * 2) + 0.03 * np.sin(x * 4.1 + phase * 3 + y)
        k = (foot * eaves * streak)[:, None]
        return np.clip(k * np.array([1.0, 0.99, 0.975]), 0.2, 1.0)

    return colour


def front(s, w, d, rng):
    """Draws one façade of width `w`. Returns its height."""
    surf = wall_surface(d.get("wall", "render"), d.get("colour"))
    base = wall_surface(*d["base"]) if "base" in d else surf
    trim = d.get("trim", STONE)
    frame = PAINT.tint(*srgb(d.get("frame", "#e8e4da")))
    g = d.get("ground", 4.1)
    storeys = d.get("storeys", [3.2, 3.0])
    H = g + sum(storeys)
    holes = []
    low = []
    # ground floor
    for x0, x1, kind, opt in d.get("shops", []):
        low.append(shops.opening(x0, x1))
        shops.front(s, x0, x1, kind, rng, floor=KERB, **opt)
    for cx, dw, dh, colour, number in d.get("doors", []):
        y = KERB + 0.14
        low.append((cx - dw / 2, cx + dw / 2, 0, y + dh))
        f.reveal(s, cx - dw / 2, cx + dw / 2, KERB, y + dh, 0.26, base, bottom=False)
        f.door(s, cx, y, dw, dh, colour, rng, number=number)
        f.architrave(s, cx - dw / 2, cx + dw / 2, KERB, y + dh, 0.16, 0.06, trim)
        f.hood(s, cx - dw / 2 - 0.2, cx + dw / 2 + 0.2, y + dh + 0.16, d.get("doorhood", "level"), trim)
    lowwin = dict(w=1.1, h=1.9, kind="casement", y=1.0)
    lowwin.update(d.get("low", {}))
    for cx in d.get("lowbays", []):
        window(s, cx, KERB + lowwin["y"], lowwin, low, base, trim, frame, rng, lit=rng.random() < 0.3)
    for x0, x1, h in d.get("gates", []):
        low.append((x0, x1, 0, h))
        gateway(s, x0, x1, h, base, trim, rng)
    # upper floors
    bays = d.get("bays", 3)
    if isinstance(bays, int):
        m = d.get("margin", 0.6)
        step = (w - 2 * m) / max(1, bays)
        bays = [m + step * (i + 0.5) for i in range(bays)]
    y = g
    for i, h in enumerate(storeys):
        win = dict(w=1.05, h=h * 0.6, kind="casement", y=h * 0.24)
        win.update(d.get("win", {}))
        win.update(d.get("wins", {}).get(i, {}))
        for b, cx in enumerate(bays):
            spec = dict(win)
            spec.update(d.get("special", {}).get((i, b), {}))
            if spec.get("none"):
                continue
            window(s, cx, y + spec["y"], spec, holes, surf, trim, frame, rng, lit=rng.random() < d.get("lit", 0.22))
        y += h
    cuts = [KERB + v for v in (0.0, 0.22, 0.5, 0.95, 1.6)]
    tint = grime(H, rng)
    s.wall(0, w, 0, g, low, base, cuts=cuts, colour=tint)
    s.wall(0, w, g, H, holes, surf, cuts=[H - 0.9, H - 0.35], colour=tint)
    if d.get("plinth", True):
        x = 0.0
        gaps = sorted((o[0], o[1]) for o in low if o[2] <= 0.01)
        for a, b in gaps + [(w, w)]:
            if a - x > 0.05:
                s.moulding([(KERB + 0.62, 0), (KERB + 0.58, 0.05), (KERB, 0.06), (0, 0.06)], x, a, STONE.tint(0.62))
            x = b
    for level in d.get("strings", [0]):
        yy = g + sum(storeys[:level])
        f.string(s, 0, w, yy - 0.05, trim, 0.10 if level == 0 else 0.06)
    if d.get("quoins"):
        f.quoins(s, 0.0, 1, g if d.get("shops") else KERB + 0.62, H - 0.6, trim)
        f.quoins(s, w, -1, g if d.get("shops") else KERB + 0.62, H - 0.6, trim)
    if d.get("pilasters"):
        for x in d["pilasters"]:
            f.bar(s, x - 0.22, x + 0.22, g + 0.1, H - 0.55, 0, 0.09, trim)
            f.bar(s, x - 0.28, x + 0.28, g + 0.1, g + 0.45, 0, 0.13, trim)
            f.bar(s, x - 0.28, x + 0.28, H - 0.85, H - 0.55, 0, 0.14, trim)
    f.cornice(s, 0, w, H, trim, d.get("cornice", 1.0), d.get("dentils", True))
    for (i, b), opt in d.get("balconies", {}).items():
        yy = g + sum(storeys[:i])
        c = bays[b] if not isinstance(b, tuple) else (bays[b[0]] + bays[b[1]]) / 2
        bw = opt.get("w", 2.0)
        f.balcony(s, c - bw / 2, c + bw / 2, yy + 0.05, rng, opt.get("out", 0.85), trim, opt.get("plants", False))
    for x in d.get("pipes", []):
        f.downpipe(s, x, KERB, H - 0.1, d.get("pipe", "#6f7274"))
    for what in d.get("extras", []):
        what(s, w, H, rng)
    return H


def window(s, cx, y0, spec, holes, surf, trim, frame, rng, lit=False):
    w, h = spec["w"], spec["h"]
    x0, x1, y1 = cx - w / 2, cx + w / 2, y0 + h
    rise = spec.get("arch", 0) * w
    holes.append((x0, x1, y0, y1 + (rise if rise else 0)))
    r = f.REVEAL
    if rise:
        pts = f.arc(cx, y1, w, rise)
        f.spandrel(s, pts, y1 + rise, 0, surf)
        f.soffit(s, pts, -r - 0.05, 0, surf)
        inner = f.arc(cx, y1, w - 0.12, rise * 0.88)
        f.spandrel(s, inner, y1 + rise, -r + 0.05, frame)
        f.reveal(s, x0, x1, y0, y1, r, surf, top=False)
    else:
        f.reveal(s, x0, x1, y0, y1, r, surf)
    f.sash(s, x0, x1, y0, y1 + rise, -r, spec["kind"], frame, rng)
    f.room(s, x0, x1, y0, y1 + rise, -r - 0.02, rng, lit)
    if spec["kind"] != "french":
        f.sill(s, x0 - 0.1, x1 + 0.1, y0, trim)
    style = spec.get("surround", "flat")
    if style == "flat":
        if rise:
            f.architrave(s, x0, x1, y0, y1, 0.13, 0.045, trim, head=False)
            f.ring(s, f.arc(cx, y1, w, rise), 0.13, 0.045, trim)
        else:
            f.architrave(s, x0, x1, y0, y1, 0.13, 0.045, trim)
    elif style == "lintel":
        if rise:
            f.ring(s, f.arc(cx, y1, w, rise), 0.24, 0.02, surf.tint(0.82))
        else:
            s.box((x0 - 0.14, y1, 0), (x1 + 0.14, y1 + 0.22, 0.03), trim, omit="f")
    if spec.get("hood"):
        f.hood(s, x0 - 0.24, x1 + 0.24, y1 + rise + 0.16, spec["hood"], trim)
    if spec.get("key"):
        f.keystone(s, cx, y1 + rise, trim)
    if spec.get("shutters"):
        f.shutters(s, x0, x1, y0, y1, spec["shutters"], rng)
    if spec.get("flowers") and rng.random() < spec["flowers"]:
        f.box_of_flowers(s, x0 + 0.02, x1 - 0.02, y0 + 0.01, rng)
    if spec.get("guard"):
        f.railing(s, [(x0, 0.03), (x1, 0.03)], y0, 0.9)


def gateway(s, x0, x1, h, surf, trim, rng):
    """An arched carriage gate with two boarded leaves."""
    cx, w = (x0 + x1) / 2, x1 - x0
    rise = w * 0.22
    pts = f.arc(cx, h - rise, w, rise, 14)
    f.spandrel(s, pts, h, 0, surf)
    f.soffit(s, pts, -0.5, 0, surf)
    f.reveal(s, x0, x1, 0, h - rise, 0.5, surf, top=False, bottom=False)
    f.ring(s, pts, 0.26, 0.07, trim)
    f.bar(s, x0 - 0.26, x0, 0, h - rise, 0, 0.07, trim)
    f.bar(s, x1, x1 + 0.26, 0, h - rise, 0, 0.07, trim)
    f.keystone(s, cx, h - 0.02, trim, 0.42)
    wood = PAINT.tint(*srgb("#3b4a3f"))
    for a, b in ((x0, cx - 0.01), (cx + 0.01, x1)):
        n = 7
        for k in range(n):
            p, q = a + (b - a) * k / n, a + (b - a) * (k + 1) / n
            s.box((p + 0.006, 0.03, -0.48), (q - 0.006, h, -0.42), wood, omit="fb")
        for y in (0.25, 1.25, 2.3):
            f.bar(s, a + 0.03, b - 0.03, y, y + 0.16, -0.42, 0.05, wood)
    iron = spot("#18191a", 0.45)
    s.tube([(cx + 0.12, 1.1, -0.37), (cx + 0.12, 1.1, -0.28), (cx + 0.12, 0.98, -0.28)], 0.014, iron, 6)


def roof(s, w, depth, H, d, rng):
    """A pitched roof with its ridge along the street."""
    kind = SLATES if d.get("roof") == "slates" else TILES
    pitch = math.radians(d.get("pitch", 42))
    half = depth / 2
    over = 0.42
    rise = (half + over) * math.tan(pitch)
    for sgn in (1, -1):
        eave = np.array([0, H + 0.02, over]) if sgn > 0 else np.array([0, H + 0.02, -depth - over])
        top = np.array([0, H + rise, -half])
        n = max(1, round(np.linalg.norm(top - eave) / 0.742))
        for k in range(n):
            p, q = eave + (top - eave) * k / n, eave + (top - eave) * (k + 1) / n
            lift = np.array([0, 0.02, 0.0])
            tone = kind.tint(rng.uniform(0.92, 1.0))
            # each course laps over the one below
            a, b = p + lift - (top - eave) * (0.04 / np.linalg.norm(top - eave)), q + lift * 0.5
            u0 = rng.uniform(0, 1)
            v0, v1, high, wide = tone.band
            uv = [(u0, v0), (u0 + w / wide, v0), (u0 + w / wide, v1), (u0, v1)]
            quad = [a, a + [w, 0, 0], b + [w, 0, 0], b]
            if sgn < 0:
                quad, uv = [quad[i] for i in (1, 0, 3, 2)], [uv[i] for i in (1, 0, 3, 2)]
            s.add(quad, np.array([[0, 1, 2, 3]]), tone, uv=uv)
    s.at(shift(0, H + rise, -half)).tube([(0, -0.02, 0), (w, -0.02, 0)], 0.11, TILES.tint(0.85) if kind is TILES else ZINC, 6)
    f.gutter(s, 0, w, H + 0.02, over + 0.05)
    s.quad((0, H, -0.0), (w, H, 0.0), (w, H, over), (0, H, over), PAINT.tint(0.5))
    gable = wall_surface(d["wall"], d.get("colour")).tint(0.9) if d.get("wall") in ("brick", "ashlar") else RENDER.tint(*srgb(d.get("gable", "#b9b2a4")))
    for x, sgn in ((0.0, -1), (w, 1)):
        tri = [(x, H, 0), (x, H + rise - 0.02, -half), (x, H, -depth)]
        _tri(s, tri, sgn, gable)
    for x in d.get("dormers", []):
        dormer(s, x, H, over, pitch, d, rng)
    for x, pots in d.get("chimneys", []):
        f.chimney(s, x, H + rise - 1.0, -half - 0.6, 0.55 * max(1, pots * 0.6), 0.6, 2.1, BRICK.tint(0.85) if d.get('wall') == 'brick' else (ASHLAR.tint(0.85) if d.get("wall") == "ashlar" else RENDER.tint(*srgb("#a8705a"))), pots, rng)
    return H + rise


def _tri(s, p, sgn, surface):
    n = np.cross(np.subtract(p[1], p[0]), np.subtract(p[2], p[0]))
    s.add(p, [(0, 1, 2)] if n[0] * sgn > 0 else [(0, 2, 1)], surface)


def dormer(s, x, H, over, pitch, d, rng):
    """A gabled dormer standing a little back from the eaves."""
    w, h, z0 = 1.3, 1.45, -0.55
    y0 = H + (over - z0) * math.tan(pitch) - 0.15
    z1 = z0 - (h + 0.35) / math.tan(pitch)
    skin = PAINT.tint(*srgb(d.get("dormer", "#d9d3c6")))
    a, b = x - w / 2, x + w / 2
    t = s.at(shift(0, 0, z0))
    holes = []
    frame = PAINT.tint(*srgb(d.get("frame", "#e8e4da")))
    window(t, x, y0 + 0.25, dict(w=0.8, h=1.05, kind="sash", surround="none"), holes, skin, PAINT, frame, rng, lit=rng.random() < 0.3)
    t.wall(a, b, y0, y0 + h, holes, skin)
    apex = y0 + h + 0.55
    s.add([(a, y0 + h, z0), (b, y0 + h, z0), (x, apex, z0)], [(0, 1, 2)], skin)
    s.quad((a, y0, z1), (a, y0, z0), (a, y0 + h, z0), (a, y0 + h, z1), skin)
    s.quad((b, y0, z0), (b, y0, z1), (b, y0 + h, z1), (b, y0 + h, z0), skin)
    kind = SLATES if d.get("roof") == "slates" else TILES
    zb = z1 - 0.6
    e = 0.14
    s.quad((a - e, y0 + h - 0.12, z0 + e), (x, apex + 0.03, z0 + e), (x, apex + 0.03, zb), (a - e, y0 + h - 0.12, zb), kind)
    s.quad((x, apex + 0.03, z0 + e), (b + e, y0 + h - 0.12, z0 + e), (b + e, y0 + h - 0.12, zb), (x, apex + 0.03, zb), kind)
    for p, q in (((a - e, y0 + h - 0.12), (x, apex + 0.03)), ((x, apex + 0.03), (b + e, y0 + h - 0.12))):
        s.quad((q[0], q[1] - 0.03, z0 + e), (p[0], p[1] - 0.03, z0 + e), (p[0], p[1] - 0.03, z1), (q[0], q[1] - 0.03, z1), PAINT.tint(0.55))
    for u, v in (((a - e, y0 + h - 0.12), (x, apex + 0.03)), ((x, apex + 0.03), (b + e, y0 + h - 0.12))):
        s.quad((u[0], u[1] - 0.10, z0 + e), (v[0], v[1] - 0.10, z0 + e), (v[0], v[1], z0 + e), (u[0], u[1], z0 + e), frame)


def mansard(s, poly, H, d, rng, rise=2.9, inset=1.3):
    """A steep roof round a footprint [(x, z)...] (anticlockwise from above), flat on top."""
    kind = SLATES if d.get("roof", "slates") == "slates" else TILES
    p = np.array(poly, float)
    n = len(p)
    outer, inner = offset(p, 0.30), offset(p, -inset)
    steps = max(1, round(math.hypot(rise, inset) / 0.49))
    for i in range(n):
        j = (i + 1) % n
        L = np.linalg.norm(p[j] - p[i])
        for k in range(steps):
            u, v = k / steps, (k + 1) / steps
            q = [(outer[i] * (1 - u) + inner[i] * u), (outer[j] * (1 - u) + inner[j] * u), (outer[j] * (1 - v) + inner[j] * v), (outer[i] * (1 - v) + inner[i] * v)]
            y = [H + rise * u, H + rise * u, H + rise * v, H + rise * v]
            s.quad(*[(a[0], yy, a[1]) for a, yy in zip(q, y)], kind.tint(rng.uniform(0.92, 1)))
    s.fan([(a[0], H + rise, a[1]) for a in inner], ZINC.tint(0.8))
    for i in range(n):
        j = (i + 1) % n
        s.tube([(inner[i][0], H + rise, inner[i][1]), (inner[j][0], H + rise, inner[j][1])], 0.07, ZINC.tint(0.8), 6, caps=False)
    return H + rise


def offset(p, d):
    """Grows (d > 0) or shrinks an anticlockwise-from-above polygon [(x, z)]."""
    n = len(p)
    out = []
    for i in range(n):
        a, b, c = p[i - 1], p[i], p[(i + 1) % n]
        # anticlockwise from above (y up): outward of edge (x, z) is (-dz, dx) turned
        def normal(u, v):
            e = v - u
            m = np.array([-e[1], e[0]])
            return m / np.linalg.norm(m)

        n1, n2 = normal(a, b), normal(b, c)
        m = n1 + n2
        m /= np.linalg.norm(m)
        out.append(b + m * d / max(0.3, np.dot(m, n1)))
    area = 0.5 * sum(p[i][0] * p[(i + 1) % n][1] - p[(i + 1) % n][0] * p[i][1] for i in range(n))
    grown = np.array(out)
    garea = 0.5 * sum(grown[i][0] * grown[(i + 1) % n][1] - grown[(i + 1) % n][0] * grown[i][1] for i in range(n))
    if (abs(garea) > abs(area)) != (d > 0):
        return 2 * p - grown
    return grown


def house(s, heading, at, w, d, rng, depth=10.0):
    """A whole terraced house; returns (height of its eaves, of its ridge)."""
    t = s.at(turn(heading, at))
    H = front(t, w, d, rng)
    top = roof(t, w, depth, H, d, rng)
    shell(t, w, depth, H, d)
    return H, top


def shell(t, w, depth, H, d):
    """Party walls and the plain back."""
    side = wall_surface(d["wall"], d.get("colour")).tint(0.9) if d.get("wall") in ("brick", "ashlar") else RENDER.tint(*srgb(d.get("gable", "#b9b2a4")))
    t.grid((0, 0, -depth), (0, 0, 0), (0, H, -depth), 4, 4, side)
    t.grid((w, 0, 0), (w, 0, -depth), (w, H, 0), 4, 4, side)
    t.grid((w, 0, -depth), (0, 0, -depth), (w, H, -depth), 4, 4, side)
    n = max(1, int(w / 2.6))
    for k in range(n):
        x = w * (k + 0.5) / n
        for y in np.arange(1.4, H - 1.6, 3.2):
            t.quad((x + 0.5, y, -depth - 0.02), (x - 0.5, y, -depth - 0.02), (x - 0.5, y + 1.5, -depth - 0.02), (x + 0.5, y + 1.5, -depth - 0.02), spot("#2b3036", 0.2))

