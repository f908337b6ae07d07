"""Gestures from the standing stance and back to it: hands are led through key places by IK, every finger posed.

Places are given from the shoulder in arm lengths, (out, up, forward); directions likewise, `out` to the actor's side; so one
gesture fits all three bodies.
"""
import numpy as np
from scipy.interpolate import PchipInterpolator

from clips import FPS, Clip
from locomotion import ease
from rig import FIST, FLAT, GRIP, RELAXED, unit
from standing import stance, wave

OPEN = {**FLAT, "index": (6, 8, 5, 5), "middle": (5, 7, 4, 1), "ring": (7, 9, 5, -3), "pinky": (9, 10, 6, -8), "thumb": (-14, -6, -4, 8)}
POINT = {**FIST, "index": (2, 2, 1, 0), "thumb": (30, 14, 30, -2)}
THUMB = {**FIST, "thumb": (-26, -12, -10, 16)}
PALM_UP = {"index": (12, 12, 8, 4), "middle": (14, 16, 9, 0), "ring": (17, 18, 10, -3), "pinky": (20, 18, 10, -7), "thumb": (-8, 0, 4, 6)}
CURLED = {"index": (52, 70, 40, 0), "middle": (54, 74, 42, 0), "ring": (56, 74, 42, 0), "pinky": (56, 70, 40, 0), "thumb": (4, 6, 10, 0)}
COUNT = [FIST, {**FIST, "index": FLAT["index"]}, {**FIST, "index": (2, 3, 2, 7), "middle": (2, 3, 2, -5)},
         {**FIST, "index": (2, 3, 2, 8), "middle": (2, 3, 2, 0), "ring": (4, 5, 3, -7)},
         {**FLAT, "thumb": FIST["thumb"]}, {**OPEN, "thumb": (-24, -10, -6, 12)}]


def hand_of(body, pose, side):
    """Where an arm's hand is by its angles: place, aim, palm, elbow's direction, and the shoulder."""
    R, P = body.solve(pose)
    f = R[f"hand_{side}"] @ body.rest[f"hand_{side}"]
    sh, el, wr = P[f"upperarm_{side}"], P[f"lowerarm_{side}"], P[f"hand_{side}"]
    line = unit(wr - sh)
    pole = el - sh
    pole = unit(pole - line * np.dot(pole, line))
    return wr, f[:, 0], f[:, 1], pole, sh


class Hand:
    """Keys of one hand: (t, place or None for home, aim, palm, fingers, elbow's direction)."""

    def __init__(self, body, home_pose, side, keys, seat=None):
        sign = 1 if side == "l" else -1
        wr, aim, palm, pole, sh = hand_of(body, home_pose, side)
        arm = getattr(home_pose, "left" if side == "l" else "right")
        L = body.upper + body.fore
        flip = np.array([sign, 1, 1.0])
        ts, rows, fs = [], [], []
        for t, place, a, p, f, e in keys:
            ts.append(t)
            if place is None:
                rows.append(np.concatenate([wr, aim, palm, pole]))
            else:
                q = np.asarray(place, float)
                at = q if len(q) == 3 and np.isnan(q).any() else sh + L * q * flip
                rows.append(np.concatenate([at, unit(np.array(a) * flip), unit(np.array(p) * flip), unit(np.array(e, float) * flip)]))
            fs.append({**RELAXED, **(f or arm.fingers)})
        self.side = side
        self.move = PchipInterpolator(ts, np.array(rows))
        names = list(RELAXED)
        self.names = names
        self.fingers = PchipInterpolator(ts, np.array([[x for n in names for x in f[n]] for f in fs]))
        self.end = ts[-1]

    def put(self, pose, t):
        arm = pose.left if self.side == "l" else pose.right
        v = self.move(min(t, self.end))
        arm.hand, arm.aim, arm.palm, arm.pole = v[:3], unit(v[3:6]), unit(v[6:9]), unit(v[9:12])
        f = self.fingers(min(t, self.end))
        arm.fingers = {n: tuple(f[4 * i:4 * i + 4]) for i, n in enumerate(self.names)}


def track(points, t):
    """A smooth value through (t, value) points."""
    a = np.array(points, float)
    return float(PchipInterpolator(a[:, 0], a[:, 1])(np.clip(t, a[0, 0], a[-1, 0])))


def gesture(body, name, clip, seconds, right=None, left=None, loop=False, **moves):
    """`moves`: tracks by name: shift, forward, yaw, sink, pitch, turn, lean (chest), nod, look, tilt (head), eyes, shrug."""
    home = stance(body, name)
    hands = [Hand(body, home, s, k) for s, k in (("r", right), ("l", left)) if k]
    out = []
    for i in range(int(round(seconds * FPS)) + 1):
        t = i / FPS
        m = {k: track(v, t) for k, v in moves.items()}
        p = stance(
            body, name, m.get("shift", 0), m.get("forward", 0), m.get("yaw", 0), 0.35 * wave(t, seconds),
            (m.get("nod", 0), m.get("look", 0), m.get("tilt", 0)), m.get("sink", 0),
            (m.get("pitch", 0), m.get("turn", 0), m.get("lean", 0)), (m.get("eyes", 0), m.get("eyesup", 0)),
        )
        p.left.shrug = p.right.shrug = m.get("shrug", 0)
        for h in hands:
            h.put(p, t)
        out.append(p)
    return Clip(clip, out, loop)


DOWN_OUT = (0.5, -1.0, -0.35)
HOME = lambda t: (t, None, None, None, None, None)


def gestures(body, name):
    wag = []
    for i in range(6):
        s = 1 if i % 2 == 0 else -1
        wag.append((0.62 + 0.21 * i, (0.30 + 0.05 * s, 0.34, 0.42), (0.42 * s, 1, 0.12), (-0.1, 0.0, 1), OPEN, (0.7, -1, -0.1)))
    yield gesture(body, name, "wave", 2.8, [HOME(0), *wag, HOME(2.65), HOME(2.8)],
                  shift=[(0, 0), (0.7, -0.15), (2.0, -0.15), (2.8, 0)], tilt=[(0, 0), (0.7, -4), (2.0, -3), (2.8, 0)], lean=[(0, 0), (0.7, -2), (2, -2), (2.8, 0)])
    ahead = (0.03, 0.02, 0.95)
    yield gesture(body, name, "point", 2.4, [HOME(0), (0.30, (0.15, -0.55, 0.45), (0, -0.3, 1), (-0.8, -0.5, 0.1), CURLED, DOWN_OUT),
                  (0.68, ahead, (0, 0.02, 1), (-0.75, -0.65, 0), POINT, (0.6, -1, 0)), (1.6, ahead, (0, 0.02, 1), (-0.75, -0.65, 0), POINT, (0.6, -1, 0)), HOME(2.3), HOME(2.4)],
                  turn=[(0, 0), (0.7, 7), (1.6, 7), (2.4, 0)], nod=[(0, 0), (0.6, -2), (1.6, -2), (2.4, 0)], forward=[(0, 0), (0.7, 0.012), (1.6, 0.012), (2.4, 0)])
    bk = []
    for i in range(5):
        c = i % 2 == 1
        bk.append((0.6 + 0.24 * i, (0.08, -0.16 + (0.02 if c else 0), 0.60 - (0.05 if c else 0)), (-0.1, 0.75 if c else 0.45, 0.5 if c else 0.9), (-0.15, 0.75, -0.65), CURLED if c else PALM_UP, DOWN_OUT))
    yield gesture(body, name, "beckon", 2.5, [HOME(0), *bk, HOME(2.35), HOME(2.5)], nod=[(0, 0), (0.7, 3), (0.95, -1), (1.2, 3), (1.5, -1), (2.5, 0)],
                  tilt=[(0, 0), (0.8, 2), (2.5, 0)])
    sh = [HOME(0), (0.55, (0.34, -0.62, 0.36), (0.65, 0.05, 0.75), (-0.05, 1, 0.25), PALM_UP, (0.25, -1, -0.6)), (1.15, (0.36, -0.60, 0.36), (0.70, 0.1, 0.7), (-0.05, 1, 0.25), OPEN, (0.25, -1, -0.6)), HOME(1.95), HOME(2.0)]
    yield gesture(body, name, "shrug", 2.0, sh, sh, shrug=[(0, 0), (0.5, 15), (1.1, 14), (1.7, 0), (2.0, 0)], tilt=[(0, 0), (0.55, 7), (1.2, 7), (2.0, 0)], nod=[(0, 0), (0.5, 3), (2.0, 0)])
    up = (0.02, -0.22, 0.58)
    yield gesture(body, name, "thumbs-up", 2.2, [HOME(0), (0.55, up, (-0.25, 0.08, 1), (-1, 0.05, -0.2), THUMB, DOWN_OUT), (0.72, (0.02, -0.19, 0.60), (-0.25, 0.12, 1), (-1, 0.05, -0.2), THUMB, DOWN_OUT),
                  (1.45, up, (-0.25, 0.08, 1), (-1, 0.05, -0.2), THUMB, DOWN_OUT), HOME(2.1), HOME(2.2)], nod=[(0, 0), (0.55, 1), (0.75, 5), (1.0, 0), (2.2, 0)])
    cn = [HOME(0)]
    for i, f in enumerate(COUNT):
        t = 0.55 + 0.58 * i
        for dt in (0.0, 0.40):
            cn.append((t + dt, (0.12, -0.02 + 0.015 * (dt == 0), 0.48), (-0.05, 1, 0.10), (-0.1, 0, 1), f, DOWN_OUT))
    yield gesture(body, name, "count", 4.9, [*cn, HOME(4.75), HOME(4.9)], nod=[(0, 0), *[(0.60 + 0.58 * i, 2.5 * (i % 2)) for i in range(7)], (4.9, 0)])
    hp = (0.16, -0.80, 0.02)
    on = lambda t, f=None: (t, hp, (-0.45, -0.35, 0.82), (-0.9, -0.25, -0.2), f or {**PALM_UP, "thumb": (-20, -4, 0, 4)}, (1, 0.0, -0.45))
    yield gesture(body, name, "hand-on-hip", 3.4, [HOME(0), (0.40, (0.34, -0.72, 0.12), (-0.2, -0.6, 0.8), (-0.9, 0, -0.2), PALM_UP, (1, -0.1, -0.6)), on(0.8), on(2.5), (2.85, (0.32, -0.78, 0.14), (-0.1, -0.8, 0.5), (-0.9, 0, -0.2), RELAXED, (0.8, -0.2, -0.7)), HOME(3.3), HOME(3.4)],
                  shift=[(0, 0), (0.8, -0.7), (2.5, -0.7), (3.4, 0)], tilt=[(0, 0), (0.9, 3), (2.4, 3), (3.4, 0)], look=[(0, 0), (1.1, -6), (2.3, -4), (3.4, 0)])
    ear = lambda t, d=0.0: (t, (-0.16, 0.235 + d, 0.16), (0.28, 0.93, -0.30), (-0.95, 0.1, -0.2), {**GRIP, "index": (30, 40, 20, 3)}, (0.55, -1, 0.25))
    yield gesture(body, name, "phone", 6.0, [ear(0), ear(1.5, 0.004), ear(3.0), ear(4.5, 0.004), ear(6.0)], loop=True, tilt=[(0, -5), (1.6, -7), (3.2, -4), (4.8, -6), (6, -5)],
                  look=[(0, 0), (1.4, 8), (2.6, 6), (4.2, -7), (6, 0)], shift=[(0, 0.2), (3, -0.2), (6, 0.2)], nod=[(0, 2), (2, 6), (3, 2), (4.5, 4), (6, 2)])
    rc = (-0.02, -0.30, 0.90)
    yield gesture(body, name, "reach", 2.4, [HOME(0), (0.45, (0.12, -0.60, 0.50), (0, 0.05, 1), (-0.7, -0.6, 0), OPEN, DOWN_OUT), (0.95, rc, (0, -0.03, 1), (-0.72, -0.68, 0), OPEN, DOWN_OUT),
                  (1.30, rc, (0, -0.03, 1), (-0.72, -0.68, 0), GRIP, DOWN_OUT), (1.75, (0.08, -0.52, 0.52), (0, 0.1, 1), (-0.8, -0.5, 0), GRIP, DOWN_OUT), HOME(2.35), HOME(2.4)],
                  pitch=[(0, 0), (0.95, 13), (1.3, 13), (2.1, 0), (2.4, 0)], turn=[(0, 0), (0.95, 10), (1.3, 10), (2.2, 0), (2.4, 0)], nod=[(0, 0), (0.5, 12), (1.4, 12), (2.2, 0), (2.4, 0)],
                  forward=[(0, 0), (0.95, 0.03), (1.3, 0.03), (2.2, 0), (2.4, 0)], yaw=[(0, 0), (0.95, 4), (1.3, 4), (2.2, 0), (2.4, 0)])
    gv = lambda t, f, z=0.72: (t, (0.02, -0.36, z), (-0.12, 0.12, 1), (-0.35, 0.9, -0.1), f, DOWN_OUT)
    hold = lambda t: (t, (0.12, -0.62, 0.42), (-0.1, 0.2, 1), (-0.55, 0.8, 0), GRIP, DOWN_OUT)
    yield gesture(body, name, "hand-over", 2.4, [(0, None, None, None, None, None), hold(0.45), gv(0.95, GRIP), gv(1.25, GRIP), gv(1.5, OPEN, 0.70), (1.85, (0.12, -0.66, 0.45), (0, -0.2, 1), (-0.8, 0.3, 0), PALM_UP, DOWN_OUT), HOME(2.3), HOME(2.4)],
                  pitch=[(0, 0), (0.95, 6), (1.4, 6), (2.2, 0), (2.4, 0)], nod=[(0, 0), (0.6, 9), (1.0, 3), (1.5, 0), (2.4, 0)], turn=[(0, 0), (0.95, 6), (1.4, 6), (2.2, 0), (2.4, 0)])
    yield gesture(body, name, "take", 2.4, [HOME(0), gv(0.75, OPEN, 0.74), gv(1.05, OPEN, 0.76), gv(1.28, GRIP, 0.75), hold(1.75), HOME(2.3), HOME(2.4)],
                  pitch=[(0, 0), (0.8, 7), (1.2, 7), (2.2, 0), (2.4, 0)], nod=[(0, 0), (0.8, 6), (1.3, 8), (1.8, 6), (2.4, 0)], turn=[(0, 0), (0.8, 7), (1.3, 7), (2.2, 0), (2.4, 0)])
    cy = lambda t, d: (t, (-0.10, -0.68 + d, 0.42), (-0.35, 0.05, 0.95), (-0.35, 0.95, 0.0), {**PALM_UP, "index": (24, 26, 14, 3), "middle": (26, 28, 14, 0), "ring": (28, 28, 14, -2), "pinky": (28, 26, 14, -4)}, (0.45, -1, -0.5))
    keys = [cy(0, 0), cy(1.5, 0.008), cy(3.0, 0), cy(4.5, 0.008), cy(6.0, 0)]
    yield gesture(body, name, "carry-idle", 6.0, keys, keys, loop=True, shift=[(0, 0.2), (3, -0.2), (6, 0.2)], pitch=[(0, -4), (3, -3.5), (6, -4)], look=[(0, 0), (2, 5), (4.4, -4), (6, 0)], nod=[(0, 0), (1.5, 3), (3.5, 0), (6, 0)])
    yield gesture(body, name, "throw", 1.9, [HOME(0), (0.28, (0.30, -0.45, 0.28), (0, 0.5, 0.8), (-0.8, 0.3, 0.3), GRIP, (0.8, -0.6, -0.5)), (0.62, (0.42, 0.30, -0.30), (0.2, 0.8, -0.55), (-0.1, 0.55, 0.85), GRIP, (1, 0.05, -0.35)),
                  (0.82, (0.12, 0.50, 0.62), (0, 0.8, 0.6), (-0.1, -0.6, 0.8), OPEN, (1, -0.2, 0.1)), (0.95, (-0.05, 0.10, 0.92), (-0.1, -0.2, 1), (-0.2, -0.95, -0.2), OPEN, (0.9, -0.6, 0.2)),
                  (1.20, (-0.42, -0.62, 0.55), (-0.4, -0.8, 0.4), (-0.5, 0.2, -0.8), RELAXED, (0.8, -0.4, 0.4)), HOME(1.85), HOME(1.9)],
                  left=[HOME(0), (0.6, (0.12, -0.10, 0.75), (0, 0.1, 1), (-0.2, -1, 0), PALM_UP, DOWN_OUT), (0.9, (0.25, -0.70, 0.15), (0, -0.6, 0.6), (-1, 0, 0), CURLED, (0.6, -0.6, -0.8)), HOME(1.8), HOME(1.9)],
                  turn=[(0, 0), (0.58, -36), (0.92, 26), (1.2, 30), (1.9, 0)], yaw=[(0, 0), (0.5, -14), (0.88, 9), (1.2, 10), (1.9, 0)], shift=[(0, 0), (0.5, -0.7), (0.9, 0.55), (1.3, 0.4), (1.9, 0)],
                  forward=[(0, 0), (0.5, -0.03), (0.9, 0.05), (1.3, 0.04), (1.9, 0)], pitch=[(0, 0), (0.55, -10), (0.95, 16), (1.25, 20), (1.9, 0)], sink=[(0, 0), (0.5, 0.035), (0.95, 0.05), (1.9, 0)], lean=[(0, 0), (0.55, -6), (0.95, 5), (1.9, 0)])
    yield gesture(body, name, "look-around", 5.4, eyes=[(0, 0), (0.45, 14), (0.8, 6), (1.7, 4), (2.2, -15), (2.8, -6), (3.7, -5), (4.2, 8), (4.8, 0), (5.4, 0)],
                  look=[(0, 0), (0.5, 8), (1.1, 48), (1.8, 50), (2.3, 20), (3.0, -46), (3.8, -48), (4.8, 0), (5.4, 0)], turn=[(0, 0), (1.2, 13), (1.8, 14), (3.1, -12), (3.8, -13), (4.9, 0), (5.4, 0)],
                  yaw=[(0, 0), (1.2, 5), (1.8, 5), (3.1, -5), (3.8, -5), (4.9, 0), (5.4, 0)], shift=[(0, 0), (1.4, 0.25), (3.4, -0.25), (5.4, 0)], nod=[(0, 0), (1.1, -2), (1.8, -5), (3.1, 1), (3.8, -4), (5.4, 0)],
                  tilt=[(0, 0), (1.2, -3), (3.2, 3), (5.4, 0)])
    yield pick_up(body, name)


def pick_up(body, name):
    """To the ground with the right hand and up again; the heels come off as far as the ankles ask for."""
    T, k = 3.0, body.height / 1.7
    home = stance(body, name)
    depth = 0.50 * body.leg
    wr, *_ , sh = hand_of(body, home, "r")
    spot = np.array([-0.10 * k, 0.075 * k, 0.30 * k])
    L = body.upper + body.fore
    rel = lambda q: tuple((np.array(q) - sh) / L * [-1, 1, 1])
    low = lambda t, f: (t, rel(spot), (-0.1, -0.75, 0.6), (-0.6, -0.2, -0.5), f, (0.9, -0.1, -0.2))
    right = Hand(body, home, "r", [HOME(0), (0.6, rel(spot + np.array([-0.04, 0.34, 0.02]) * k), (0, -0.7, 0.6), (-0.8, -0.1, -0.3), OPEN, (0.9, -0.2, -0.3)), low(1.15, OPEN), low(1.45, GRIP),
                                   (2.1, rel(np.array([-0.20, 0.92, 0.24]) * k), (-0.1, 0.0, 1), (-0.8, 0.3, 0), GRIP, (0.5, -1, -0.4)), HOME(2.9), HOME(T)])
    knee = np.array([0.16, 0.52, 0.30]) * k
    left = Hand(body, home, "l", [HOME(0), (1.1, tuple((knee - (sh * [-1, 1, 1])) / L), (-0.3, -0.5, 0.8), (-0.2, -0.95, -0.1), PALM_UP, (1, -0.1, -0.5)), (1.5, tuple((knee - (sh * [-1, 1, 1])) / L), (-0.3, -0.5, 0.8), (-0.2, -0.95, -0.1), PALM_UP, (1, -0.1, -0.5)), HOME(2.7), HOME(T)])
    out = []
    for i in range(int(T * FPS) + 1):
        t = i / FPS
        d = track([(0, 0), (1.1, 1), (1.5, 1), (2.6, 0), (T, 0)], t)
        p = stance(body, name, 0.12 * d, -0.02 * d, 0, 0, (34 * d, -5 * d, 0), 0.0, (46 * d, -9 * d, 3 * d))
        p.hips = p.hips + np.array([0, -depth * d, -0.13 * k * d])
        from rig import euler

        p.pelvis = euler(1 + 30 * d, 0, 0)
        rise = max(0.0, d - 0.45) / 0.55
        p.foot_r.pitch, p.foot_l.pitch = -26 * rise, -9 * rise
        p.foot_l.knee = p.foot_r.knee = 8 * d
        right.put(p, t)
        left.put(p, t)
        out.append(p)
    return Clip("pick-up", out)
