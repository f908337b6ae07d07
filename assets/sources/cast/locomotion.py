"""Walking and running, by the gait's own measures: stance and swing of each foot, the hips' path, counter-turning chest.

Feet are laid out in the world first (planted feet do not move there), carried back into the actor's space, and the
legs follow by IK; so nothing slides by construction. Manner is in `MANNERS`: what makes the three walk differently.
"""
import numpy as np

from clips import FPS, Clip
from rig import Arm, Foot, Pose, RELAXED, euler

MANNERS = {
    # step: stride over leg length at a walk; width: between ankles, m at 1.7 m; bob, sway, list, yaw of the pelvis
    "ana": {"stride": 1.66, "width": 0.085, "bob": 0.021, "sway": 0.021, "list": 4.6, "yaw": 6.0, "arms": 22, "elbow": 17, "lean": 2.2, "toe": 5, "abduct": 8.0, "chin": 0},
    "jonas": {"stride": 1.66, "width": 0.125, "bob": 0.020, "sway": 0.027, "list": 3.0, "yaw": 4.2, "arms": 17, "elbow": 20, "lean": 3.4, "toe": 10, "abduct": 11.0, "chin": 3},
    "mika": {"stride": 1.80, "width": 0.10, "bob": 0.026, "sway": 0.02, "list": 3.6, "yaw": 6.0, "arms": 27, "elbow": 26, "lean": 3.0, "toe": 6, "abduct": 12.0, "chin": -2},
}


def ease(t):
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def hermite(a, va, b, vb, s):
    return ((2 * s**3 - 3 * s**2 + 1) * a + (s**3 - 2 * s**2 + s) * va + (-2 * s**3 + 3 * s**2) * b + (s**3 - s**2) * vb)


def curve(points, x):
    """A smooth curve through (x, y) points (monotone cubic), x within their range."""
    from scipy.interpolate import PchipInterpolator

    a = np.array(points, float)
    return float(PchipInterpolator(a[:, 0], a[:, 1])(x))


def fingers(swing, tight=0.0):
    """Relaxed fingers that open a little on the way forward; `tight` 0…1 towards a runner's loose fist."""
    out = {}
    for f, v in RELAXED.items():
        if f == "thumb":
            out[f] = (v[0] + 14 * tight, v[1] + 8 * tight, v[2] + 14 * tight, 0)
        else:
            k = 1 - 0.14 * swing
            out[f] = (v[0] * k + 34 * tight, v[1] * k + 42 * tight, v[2] * k + 22 * tight, v[3])
    return out


class Gait:
    """One stride as functions of phase 0…1; left foot strikes at 0, right at one half."""

    def __init__(self, body, speed, period, duty, pitch, strike, run, m):
        self.b, self.v, self.T, self.duty, self.pitch, self.run, self.m = body, speed, period, duty, pitch, run, m
        self.reach = strike  # where the foot lands, ahead of the hips, m

    def stance(self, x, sign):
        """The foot at phase x of its own cycle (0: strike), standing."""
        z = self.reach - self.v * x * self.T
        at = np.array([sign * self.width / 2, 0, z])
        return Foot(at, sign * self.m["toe"] * (0.4 if self.run else 1), curve(self.pitch, x), knee=0)

    @property
    def width(self):
        return self.m["width"] * self.b.height / 1.7 * (0.45 if self.run else 1)

    def ankle(self, x, sign):
        f = self.stance(x, sign)
        return self.b.ankle_of(f, "l")[0]

    def foot(self, phase, sign):
        x = phase % 1.0
        if x <= self.duty:
            return self.stance(x, sign)
        s = (x - self.duty) / (1 - self.duty)
        span = (1 - self.duty)
        e = 1e-3
        a0, a1 = self.ankle(self.duty, sign), self.ankle(0.0, sign)
        v0 = (a0 - self.ankle(self.duty - e, sign)) / e * span
        v1 = (self.ankle(e, sign) - a1) / e * span
        a = hermite(a0, v0, a1, v1, s)
        lift = 0.085 * self.b.leg if self.run else 0.012 * self.b.leg
        a[1] += lift * 16 * s**2 * (1 - s) ** 2
        if self.run:  # heel towards the seat
            a[1] += 0.30 * self.b.leg * 27 / 4 * s**1.0 * (1 - s) ** 2 * ease(s * 6)
        pitch = curve(self.pitch + self.swing_pitch, x)
        toe = -18 * np.sin(np.pi * min(1, s * 2.2)) * 0.2 + min(0, curve([(0, self.pitch[-1][1]), (0.35, 0), (1, 0)], s))
        foot = Foot(np.array([0, 0, 0.0]), sign * self.m["toe"] * (0.4 if self.run else 1), pitch, toe=toe)
        got = self.b.ankle_of(foot, "l")[0]
        foot.at = a - got
        # The sole must clear the ground.
        low = self.lowest(foot)
        clear = 0.012 * np.sin(np.pi * s) ** 2
        if low < clear:
            foot.at[1] += clear - low
        return foot

    def lowest(self, foot):
        a, r, toe = self.b.ankle_of(foot, "l")
        ys = [(a + r @ np.array([0, -self.b.ankle, z]))[1] for z in (self.b.shoe["heel"], self.b.ball[2])]
        return min(ys)


def make_gait(body, name, speed, run):
    m = MANNERS[name]
    if run:
        period = {"ana": 0.72, "jonas": 0.75, "mika": 0.60}[name]
        duty = 0.34
        pitch = [(0, 8), (0.05, 0), (0.14, 0), (0.26, -26), (duty, -54)]
        swing = [(duty + 0.16, -62), (0.8, 2), (0.93, 12), (1.0, 8)]
        g = Gait(body, speed, period, duty, pitch, 0.0, True, m)
        g.reach = 0.36 * speed * duty * period
    else:
        period = m["stride"] * body.leg / speed
        duty = 0.62
        pitch = [(0, 19), (0.045, 11), (0.10, 0.0), (0.32, 0), (0.44, -12), (0.53, -32), (duty, -58)]
        swing = [(duty + 0.08, -54), (0.80, -8), (0.90, 14), (0.96, 20), (1.0, 19)]
        g = Gait(body, speed, period, duty, pitch, 0.0, False, m)
        g.reach = 0.385 * speed * duty * period
    g.swing_pitch = swing
    return g


def gait_clip(body, name, clip, speed, run=False):
    g = make_gait(body, name, speed, run)
    m, T = g.m, g.T
    n = max(2, int(round(T * FPS)))
    T = n / FPS  # whole frames; the speed then is what the feet say
    g.T = T
    h = body.height / 1.7
    phases = np.arange(n + 1) / n
    bob = (0.034 * h if run else m["bob"] * h)

    def pelvis_at(x):
        c = np.cos(2 * np.pi * x)
        yaw = -m["yaw"] * (1.5 if run else 1) * np.cos(2 * np.pi * (x + 0.02))
        roll = m["list"] * (1.2 if run else 1) * np.cos(2 * np.pi * (x - 0.16))
        pitch = (4.0 if run else 1.5) + 1.2 * np.cos(4 * np.pi * (x - 0.05))
        sway = m["sway"] * h * (0.5 if run else 1) * np.cos(2 * np.pi * (x - 0.29))
        if run:
            y = -bob * np.cos(4 * np.pi * (x - 0.155))
        else:
            y = -bob * np.cos(4 * np.pi * (x - 0.045))
        z = 0.010 * h * np.sin(4 * np.pi * (x - 0.02))
        return euler(pitch, yaw, roll), np.array([sway, y, z]), c

    # The highest hips with which every planted leg still reaches its foot with a soft knee.
    limit, best = (0.972 if run else 0.996), 9.0
    for x in np.linspace(0, 1, 61):
        R, off, _ = pelvis_at(x)
        for s, sign, ph in (("l", 1, x), ("r", -1, x + 0.5)):
            if (ph % 1.0) > g.duty * (0.86 if not run else 0.8):
                continue
            a = body.ankle_of(g.foot(ph, sign), s)[0]
            q = R @ (body.j[f"thigh_{s}"] - body.j["pelvis"]) + off
            flat = np.hypot(a[0] - q[0], a[2] - q[2])
            reach = limit * body.leg
            best = min(best, a[1] + np.sqrt(max(reach**2 - flat**2, 0.01)) - q[1])
    poses = []
    for x in phases:
        R, off, c = pelvis_at(x)
        hips = off + [0, best, 0]
        back = 12 * (x - 0.5) * 0
        lean = m["lean"] * (3.0 if run else 1) + back
        ch_yaw = (m["yaw"] * 1.15 if not run else 11) * np.cos(2 * np.pi * (x + 0.03))
        ch_roll = -0.35 * m["list"] * np.cos(2 * np.pi * (x - 0.16))
        chest = euler(lean + 0.8 * np.cos(4 * np.pi * (x - 0.1)), ch_yaw, ch_roll)
        head = euler(m["chin"] * 0.6 + (3 if run else 1) - 0.9 * np.cos(4 * np.pi * (x - 0.1)), 0.10 * ch_yaw, 0.2 * ch_roll)

        def arm(sign, ph):
            sw = -np.cos(2 * np.pi * (ph + (0.02 if run else 0.035)))  # + forward
            late = -np.cos(2 * np.pi * (ph - 0.03))
            if run:
                return Arm(
                    flex=2 + 36 * sw - (6 if sw < 0 else 0) * sw, abduct=m["abduct"] + 5 - 2 * sw, twist=18 + 14 * max(0, sw),
                    elbow=92 + 14 * late, pronate=8, wrist=4 * late, fingers=fingers(sw, 0.85), forward=3 * sw,
                )
            k = m["arms"]
            return Arm(
                flex=3 + k * sw + 0.16 * k * (sw * sw), abduct=m["abduct"] - 1.0 * sw, twist=8 + 8 * max(0, sw),
                elbow=m["elbow"] + 0.55 * k * (0.5 + 0.5 * late) + 2, pronate=26 - 8 * sw, wrist=5 * (sw - late) * 4 * 0.25 + 4,
                fingers=fingers(late), forward=2.5 * sw,
            )

        poses.append(Pose(hips, R, chest=chest, head=head, left=arm(1, x), right=arm(-1, x + 0.5),
                          foot_l=g.foot(x, 1), foot_r=g.foot(x + 0.5, -1)))
    return Clip(clip, poses, True, speed)
