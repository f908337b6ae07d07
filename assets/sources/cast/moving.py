"""Turning on the spot, sitting down, sitting, standing up."""
import numpy as np

from clips import FPS, Clip
from gestures import PALM_UP, Hand, HOME, hand_of, track
from locomotion import ease
from rig import Foot, Pose, euler, ry
from standing import STANCES, feet, stance, wave

SEAT = 0.45  # m, the chair's height


def turn(body, name, sign):
    """A quarter turn, sign + to the left: the leading foot opens, the other follows, the leading one closes up."""
    T = 1.4
    lead, other = ("l", "r") if sign > 0 else ("r", "l")
    out = []
    n = int(round(T * FPS))
    k = body.height / 1.7

    def stepped(t, spans):
        a, lift = 0.0, 0.0
        for t0, t1, a0, a1 in spans:
            if t >= t0:
                s = np.clip((t - t0) / (t1 - t0), 0, 1)
                e = s**3 * (10 - 15 * s + 6 * s * s)
                a = a0 + (a1 - a0) * e
                lift = np.sin(np.pi * s) ** 2 * (abs(a1 - a0) / 90) ** 0.5 if s < 1 else 0
        return a, lift

    for i in range(n + 1):
        t = i / FPS
        a_lead, l_lead = stepped(t, [(0.16, 0.52, 0, 62), (0.98, 1.22, 62, 90)])
        a_other, l_other = stepped(t, [(0.52, 0.94, 0, 90)])
        hips = 90 * float(ease((t - 0.12) / 0.98))
        chest = 90 * float(ease((t - 0.04) / 0.96))
        head = 90 * float(ease((t + 0.02) / 0.78))
        w = track([(0, 0), (0.2, -0.75), (0.45, -0.55), (0.62, 0.75), (0.88, 0.65), (1.05, -0.35), (1.25, 0), (T, 0)], t)
        p = stance(body, name, shift=0, eyes=(sign * track([(0, 0), (0.12, 16), (0.4, 9), (0.8, 0), (T, 0)], t), 0))
        fl, fr = feet(body, name)
        for s, f in (("l", fl), ("r", fr)):
            a, lift = (a_lead, l_lead) if s == lead else (a_other, l_other)
            f.at = ry(sign * a) @ f.at
            f.yaw = f.yaw + sign * a
            f.lift = 0.055 * k * lift
            f.pitch = -14 * lift
        # the weight goes to whichever foot stands
        side = 1 if lead == "l" else -1
        mid = ry(sign * hips) @ np.array([0.036 * k * w * side, 0, 0])
        back = sign * -90 * t / T
        B = ry(back)
        hip = mid + [0, p.hips[1] - 0.016 * k * np.sin(np.pi * t / T) ** 2, 0] + ry(sign * hips) @ np.array([0, 0, p.hips[2]])
        p.hips = B @ hip
        p.pelvis = B @ euler(1, sign * hips, 2.0 * w * side)
        p.chest = B @ euler(STANCES[name]["chest"] + 1.5 + 2 * np.sin(np.pi * t / T), sign * chest, -1.0 * w * side)
        p.head = B @ euler(STANCES[name]["chin"] + 2 * np.sin(np.pi * t / T), sign * head, 0)
        for f in (fl, fr):
            f.at = B @ f.at
            f.yaw += back
        p.foot_l, p.foot_r = fl, fr
        swing = 7 * np.sin(2 * np.pi * t / T)
        p.left.flex += swing * sign
        p.right.flex -= swing * sign
        p.left.abduct += 4 * np.sin(np.pi * t / T)
        p.right.abduct += 4 * np.sin(np.pi * t / T)
        out.append(p)
    return Clip("turn-left-90" if sign > 0 else "turn-right-90", out, turn=sign * np.pi / 2)


def seat_place(body):
    """The pelvis joint when seated, in the actor's space: shins about upright, thighs down to the seat."""
    k = body.height / 1.7
    drop = body.j["pelvis"][1] - body.j["thigh_l"][1]
    y = SEAT + 0.095 * k  # hip joint over the seat
    knee = body.ankle + body.shin * 0.985
    z = -body.ball[2] / 2 + 0.03 * k - np.sqrt(max(body.thigh**2 - (y - knee) ** 2, 0.01)) * 0.985
    return np.array([0, y + drop, z])


def seated(body, name, t, T):
    """The seated pose; hands on the thighs. Feet stand where they stood."""
    place = seat_place(body)
    p = stance(body, name, breath=wave(t, T / 2), head=(2 + 1.5 * wave(t, T), 5 * wave(t, T, 0.2), 1.5 * wave(t, T, 0.5)))
    p.hips = place + [0.004 * np.sin(2 * np.pi * t / T), 0, 0]
    p.pelvis = euler(-9, 0, 0)
    p.chest = euler(2.5 + 0.6 * wave(t, T), 1.5 * wave(t, T, 0.1), 0.6 * wave(t, T, 0.3))
    p.foot_l.knee = p.foot_r.knee = 4
    if body.height < 1.5:  # a child's heels come off the floor at a grown-up's chair
        p.foot_l.pitch = p.foot_r.pitch = -6
    return p


LAP = {"jonas": 0.048}  # m: a coat's skirt lies over the thighs


def rest_hands(body, p):
    """Wrist places and directions for hands lying on the thighs of a seated pose."""
    R, P = body.solve(p)
    out = {}
    k = body.height / 1.7
    for s, sign in (("l", 1), ("r", -1)):
        hip, knee = P[f"thigh_{s}"], P[f"calf_{s}"]
        ax = (knee - hip) / np.linalg.norm(knee - hip)
        up = np.array([0, 1.0, 0]) - ax * ax[1]
        up /= np.linalg.norm(up)
        at = hip + ax * 0.50 * np.linalg.norm(knee - hip) + up * (0.122 * k + LAP.get(body.h.spec["id"], 0.0)) + np.array([sign * 0.012, 0, 0])
        aim = ax + np.array([-sign * 0.30, 0, 0]) - up * 0.16
        out[s] = (at, aim / np.linalg.norm(aim), -up + np.array([-sign * 0.10, 0, 0]))
    return out


ON_THIGH = {"index": (6, 16, 10, 4), "middle": (7, 18, 10, 0), "ring": (9, 20, 10, -3), "pinky": (11, 20, 10, -6), "thumb": (-4, 4, 6, 2)}


def with_hands(body, p, k, home):
    """Blend the arms of a pose from home (0) to the seated thighs (1); home hands hang in the body's present lean."""
    target = rest_hands(body, seated(body, home[0], 0, 8.0))
    for s, arm in (("l", p.left), ("r", p.right)):
        wr, aim, palm, pole, sh = hand_of(body, p, s)
        sign = 1 if s == "l" else -1
        at, a, m = target[s]
        e = float(k)
        arm.hand = wr * (1 - e) + at * e + np.array([0, 0.02, 0.05]) * np.sin(np.pi * e)
        arm.aim = aim * (1 - e) + a * e
        arm.palm = palm * (1 - e) + m * e
        arm.pole = pole * (1 - e) + np.array([sign * 0.75, -0.35, -0.75]) * e
        f0 = dict(arm.fingers)
        arm.fingers = {n: tuple(np.array(f0[n]) * (1 - e) + np.array(ON_THIGH[n]) * e) for n in ON_THIGH}
    return p


def sit_down(body, name):
    T = 1.9
    out = []
    place = seat_place(body)
    top = stance(body, name)
    for i in range(int(round(T * FPS)) + 1):
        t = i / FPS
        z = track([(0, 0), (0.35, 0.16), (0.8, 0.62), (1.25, 0.98), (1.5, 1), (T, 1)], t)
        y = track([(0, 0), (0.25, 0.02), (0.8, 0.52), (1.3, 1.012), (1.45, 0.998), (T, 1)], t)
        lean = track([(0, 0), (0.75, 36), (1.05, 36), (1.6, 4), (T, 2)], t)
        tilt = track([(0, 1), (0.75, 20), (1.1, 14), (1.6, -8), (T, -9)], t)
        p = stance(body, name, head=(track([(0, 0), (0.5, 12), (1.0, 8), (1.6, 2), (T, 2)], t), 0, 0))
        p.hips = np.array([top.hips[0] * (1 - z), top.hips[1] + (place[1] - top.hips[1]) * y, top.hips[2] + (place[2] - top.hips[2]) * z])
        end = seated(body, name, 0, 8.0)
        p.pelvis = euler(tilt)
        e = float(ease((t - 1.1) / 0.7))
        base = STANCES[name]["chest"] + 1.5
        p.chest = euler(base * (1 - e) + lean + 0.5 * e * 0)
        if t > T - 1e-6:
            p.chest = end.chest
        p.foot_l.knee = p.foot_r.knee = 4 * y
        if body.height < 1.5:
            p.foot_l.pitch = p.foot_r.pitch = -6 * float(ease((y - 0.6) / 0.4))
        out.append(with_hands(body, p, ease((t - 0.75) / 0.95), (name,)))
    # land exactly on the seated pose
    return Clip("sit-down", out)


def sit_idle(body, name):
    T, out = 8.0, []
    for i in range(int(T * FPS) + 1):
        t = i / FPS
        out.append(with_hands(body, seated(body, name, t, T), 1.0, (name,)))
    return Clip("sit-idle", out, True)


def stand_up(body, name):
    T = 1.7
    out = []
    place = seat_place(body)
    top = stance(body, name)
    for i in range(int(round(T * FPS)) + 1):
        t = i / FPS
        z = track([(0, 1), (0.25, 1), (0.55, 0.86), (0.95, 0.36), (1.35, 0.02), (1.5, 0), (T, 0)], t)
        y = track([(0, 1), (0.42, 1.0), (0.60, 0.93), (1.0, 0.38), (1.4, 0.01), (1.55, 0), (T, 0)], t)
        lean = track([(0, 2.5), (0.5, 40), (0.75, 38), (1.35, 3), (1.5, 0), (T, 0)], t)
        tilt = track([(0, -9), (0.5, 20), (0.8, 18), (1.4, 1), (T, 1)], t)
        p = stance(body, name, head=(track([(0, 2), (0.45, 14), (0.9, 6), (1.4, 0), (T, 0)], t), 0, 0))
        p.hips = np.array([top.hips[0] * (1 - z), top.hips[1] + (place[1] - top.hips[1]) * y, top.hips[2] + (place[2] - top.hips[2]) * z])
        p.pelvis = euler(tilt)
        p.chest = euler((STANCES[name]["chest"] + 1.5) * float(ease(t / 1.4)) + lean)
        p.foot_l.knee = p.foot_r.knee = 4 * y
        if body.height < 1.5:
            p.foot_l.pitch = p.foot_r.pitch = -6 * float(ease((y - 0.6) / 0.4))
        out.append(with_hands(body, p, 1 - ease((t - 0.35) / 0.9), (name,)))
    return Clip("stand-up", out)
