"""Clips as tracks: sampled poses in, reduced keys out; and what the reduced clip really does (stride, contacts, slide).

A clip is `Clip(name, poses at FPS, loop, speed, turn)`. The world carries the actor evenly: `speed` m/s along +Z, or
`turn` radians about +Y over the clip's length; poses are given in the actor's own space.
"""
from dataclasses import dataclass

import numpy as np

from rig import matrix, quat

FPS = 30
ROTATION_TOLERANCE = 0.0035  # rad; what a key may be missed by
LEG_TOLERANCE = 0.0014
PLACE_TOLERANCE = 0.0007  # m


@dataclass
class Clip:
    name: str
    poses: list
    loop: bool = False
    speed: float = 0.0
    turn: float = 0.0
    grounded: str = "lr"  # feet whose contacts are reported

    @property
    def seconds(self):
        return (len(self.poses) - 1) / FPS


def sample(body, clip):
    """(bones' quaternions (frames, bones, 4), pelvis places (frames, 3)), continuous."""
    qs, ps = [], []
    for p in clip.poses:
        R, P = body.solve(p)
        loc = body.locals(R)
        qs.append([loc[b] for b in body.order])
        ps.append(P["pelvis"])
    qs, ps = np.array(qs), np.array(ps)
    for i in range(1, len(qs)):
        flip = (qs[i] * qs[i - 1]).sum(1) < 0
        qs[i][flip] *= -1
    if clip.loop:
        qs[-1], ps[-1] = qs[0] * np.sign((qs[0] * qs[-1]).sum(1, keepdims=True)), ps[0]
    return qs, ps


def keys_for(values, tolerance, rotation):
    """Frames to keep so that linear interpolation stays within tolerance (Douglas and Peucker)."""
    n = len(values)
    keep = {0, n - 1}
    stack = [(0, n - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        t = (np.arange(a + 1, b) - a)[:, None] / (b - a)
        mid = values[a] * (1 - t) + values[b] * t
        if rotation:
            mid /= np.linalg.norm(mid, axis=1, keepdims=True)
            err = 2 * np.linalg.norm(mid - values[a + 1:b], axis=1)
        else:
            err = np.linalg.norm(mid - values[a + 1:b], axis=1)
        k = int(err.argmax())
        if err[k] > tolerance:
            k += a + 1
            keep.add(k)
            stack += [(a, k), (k, b)]
    return sorted(keep)


LEGS = ("thigh", "calf", "foot", "pelvis", "ball")


def tracks(body, clip):
    """[(bone, 'rotation'|'translation', times, values)]: every bone of every clip is keyed, if only once, so that
    clips blend without leftovers."""
    qs, ps = sample(body, clip)
    out = []
    for i, b in enumerate(body.order):
        if b == "Root":
            continue
        v = qs[:, i]
        if 2 * np.abs(v - v[0]).max() < 0.0015:
            k = [0]
        else:
            k = keys_for(v, LEG_TOLERANCE if b.startswith(LEGS) else ROTATION_TOLERANCE, True)
        out.append((b, "rotation", [x / FPS for x in k], v[k]))
    k = keys_for(ps, PLACE_TOLERANCE, False)
    out.append(("pelvis", "translation", [x / FPS for x in k], ps[k]))
    return out


def play(body, trs, seconds, rate=120):
    """Play tracks back: times, world rotations {bone: (t,3,3)}, places {bone: (t,3)}."""
    n = max(2, int(round(seconds * rate)) + 1)
    ts = np.linspace(0, seconds, n)
    loc, place = {}, None
    for b, kind, times, values in trs:
        times = np.asarray(times)
        v = np.asarray(values, float)
        if kind == "rotation":
            v = np.round(v * 32767) / 32767
        if len(times) == 1:
            x = np.repeat(v, n, 0)
        else:
            i = np.clip(np.searchsorted(times, ts, "right") - 1, 0, len(times) - 2)
            f = ((ts - times[i]) / (times[i + 1] - times[i]))[:, None]
            x = v[i] * (1 - f) + v[i + 1] * f
        if kind == "rotation":
            loc[b] = x / np.linalg.norm(x, axis=1, keepdims=True)
        else:
            place = x
    R, P = {"Root": np.repeat(np.eye(3)[None], n, 0)}, {"Root": np.zeros((n, 3))}
    for b in body.order:
        if b == "Root":
            continue
        q = body.parents[b]
        R[b] = R[q] @ np.array([matrix(x) for x in loc[b]])
        P[b] = place if b == "pelvis" else P[q] + R[q] @ (body.j[b] - body.j[q])
    return ts, R, P


def measure(body, clip, trs):
    """What the feet do: contacts [[from, to]] per foot (s), stride (m), and the worst slide of a planted foot (m)."""
    ts, R, P = play(body, trs, clip.seconds)
    yaw = clip.turn * ts / max(clip.seconds, 1e-6)
    c, s = np.cos(yaw), np.sin(yaw)
    carry = np.zeros((len(ts), 3, 3))
    carry[:, 0, 0], carry[:, 0, 2], carry[:, 1, 1], carry[:, 2, 0], carry[:, 2, 2] = c, s, 1, -s, c
    away = np.stack([np.zeros_like(ts), np.zeros_like(ts), clip.speed * ts], 1)
    contacts, slide, low = {}, 0.0, 1.0
    dt = ts[1] - ts[0]
    for foot, side in (("left", "l"), ("right", "r")):
        ball_rest = body.j[f"ball_{side}"] - body.j[f"foot_{side}"]
        points = {
            "heel": P[f"foot_{side}"] + R[f"foot_{side}"] @ np.array([0, -body.ankle, body.shoe["heel"]]),
            "ball": P[f"foot_{side}"] + R[f"foot_{side}"] @ np.array([0, -body.ankle, ball_rest[2]]),
        }
        planted = np.zeros(len(ts), bool)
        for q in points.values():
            w = np.einsum("tij,tj->ti", carry, q) + away
            low = min(low, float(w[:, 1].min()))
            v = np.linalg.norm(np.gradient(w, dt, axis=0)[:, [0, 2]], axis=1)
            on = (w[:, 1] < 0.012) & (v < 0.12)
            planted |= on
            i = 0
            while i < len(ts):
                if on[i]:
                    k = i
                    while k + 1 < len(ts) and on[k + 1]:
                        k += 1
                    if ts[k] - ts[i] > 0.04:
                        d = w[i:k + 1][:, [0, 2]]
                        slide = max(slide, float(np.linalg.norm(d - np.median(d, axis=0), axis=1).max()))
                    i = k
                i += 1
        spans, i = [], 0
        while i < len(ts):
            if planted[i]:
                k = i
                while k + 1 < len(ts) and planted[k + 1]:
                    k += 1
                spans.append([float(ts[i]), float(ts[k])])
                i = k
            i += 1
        joined = []
        for a, b in spans:  # heel and ball hand over within a few hundredths
            if joined and a - joined[-1][1] < 0.05:
                joined[-1][1] = b
            else:
                joined.append([a, b])
        contacts[foot] = [[round(a, 3), round(b, 3)] for a, b in joined if b - a > 0.05]
    return {"contacts": contacts, "stride": clip.speed * clip.seconds, "slide": slide, "sink": -low}
