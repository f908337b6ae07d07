"""Standing about: the neutral stance every gesture leaves and returns to, and two idles that breathe and shift weight."""
import numpy as np

from clips import FPS, Clip
from locomotion import MANNERS, fingers
from rig import Arm, Foot, Pose, euler

STANCES = {
    # width between ankles (m at 1.7 m), lead: how far the left foot stands ahead, toes out, knees soft (m)
    "ana": {"width": 0.17, "lead": 0.035, "out": 11, "soft": 0.003, "chest": -1.5, "chin": 1},
    "jonas": {"width": 0.20, "lead": 0.02, "out": 14, "soft": 0.003, "chest": 0.5, "chin": 2},
    "mika": {"width": 0.18, "lead": -0.03, "out": 7, "soft": 0.003, "chest": 0.5, "chin": -3},
}


def feet(body, name):
    s, k = STANCES[name], body.height / 1.7
    return (
        Foot(np.array([s["width"] * k / 2, 0, s["lead"] * k / 2 - body.ball[2] / 2]), s["out"]),
        Foot(np.array([-s["width"] * k / 2, 0, -s["lead"] * k / 2 - body.ball[2] / 2]), -s["out"] * 0.8),
    )


def hips_height(body, l, r, pelvis, off, soft):
    best = 9.0
    for s, f in (("l", l), ("r", r)):
        a = body.ankle_of(f, s)[0]
        q = pelvis @ (body.j[f"thigh_{s}"] - body.j["pelvis"]) + off
        flat2 = (a[0] - q[0]) ** 2 + (a[2] - q[2]) ** 2
        best = min(best, a[1] + np.sqrt((0.996 * body.leg) ** 2 - flat2) - q[1])
    return best - soft


def stance(body, name, shift=0.0, forward=0.0, yaw=0.0, breath=0.0, head=(0, 0, 0), sink=0.0, chest=(0, 0, 0), eyes=(0, 0)):
    """The neutral pose; shift -1…1 puts the weight on the right…left foot."""
    s, m, k = STANCES[name], MANNERS[name], body.height / 1.7
    l, r = feet(body, name)
    off = np.array([0.036 * k * shift, 0, -0.022 * k + forward])
    roll = 2.2 * shift
    pelvis = euler(1.0, yaw, roll)
    y = hips_height(body, l, r, pelvis, off, s["soft"] * k + sink)
    c = euler(s["chest"] + 1.5 + chest[0], 0.5 * yaw + chest[1], -1.1 * shift + chest[2])
    hd = euler(s["chin"] + head[0], head[1], head[2])

    def arm(sign, e):
        return Arm(flex=1.5 + 0.8 * e, abduct=m["abduct"] + 1.5 - 1.2 * sign * shift, twist=14, elbow=m["elbow"] * 0.85 + 1.5 * e, pronate=30,
                   wrist=4, fingers=fingers(-0.3 + 0.4 * e))

    return Pose(off + [0, y, 0], pelvis, chest=c, head=hd, left=arm(1, breath * 0.5), right=arm(-1, breath * 0.4),
                foot_l=l, foot_r=r, breath=breath, eyes=eyes)


def wave(t, period, phase=0.0):
    return np.sin(2 * np.pi * (t / period + phase))


def idle(body, name):
    """8 s: two breaths and a half, weight drifting left and right, head following slowly."""
    T, out = 8.0, []
    b = {"ana": 2, "jonas": 2, "mika": 3}[name]
    for i in range(int(T * FPS) + 1):
        t = i / FPS
        shift = 0.30 * wave(t, T) + 0.10 * wave(t, T / 3, 0.2)
        out.append(stance(
            body, name, shift, 0.004 * wave(t, T / 2, 0.1), 1.2 * wave(t, T, 0.35), wave(t, T / b, -0.2),
            (0.8 * wave(t, T / 2, 0.3), 2.5 * wave(t, T, 0.6) + 0.8 * wave(t, T / 3), 0.8 * wave(t, T, 0.1)),
        ))
    return Clip("idle", out, True)


def idle2(body, name):
    """10 s: settles onto one leg, glances aside, comes back."""
    T, out = 10.0, []

    def bump(t, a, b, c, d):
        from locomotion import ease

        return ease((t - a) / (b - a)) * (1 - ease((t - c) / (d - c)))

    side = {"ana": 1, "jonas": -1, "mika": 1}[name]
    for i in range(int(T * FPS) + 1):
        t = i / FPS
        w = bump(t, 0.8, 2.4, 7.4, 9.2)
        look = bump(t, 3.0, 3.7, 5.6, 6.4)
        tilt = bump(t, 5.9, 6.8, 8.0, 9.0)
        p = stance(
            body, name, side * 0.85 * w + 0.06 * wave(t, T / 2), 0.004 * wave(t, T / 2), side * 4 * w, wave(t, T / 3, -0.2),
            (1.5 * look + 2 * tilt, side * (-24 * look + 6 * tilt), side * (-3 * w + 3 * tilt)),
            chest=(0, -side * 7 * look, -side * 1.5 * w), eyes=(side * -9 * bump(t, 2.85, 3.15, 5.4, 5.8), 0),
        )
        p.left.elbow += 6 * w
        p.right.elbow += 4 * look
        out.append(p)
    return Clip("idle2", out, True)
