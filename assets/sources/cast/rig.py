"""Posing: what a body should do (in words of anatomy) to rotations of its bones.

In: a `Pose` (angles in degrees, positions in metres, root space: Y up, facing +Z). Out: world rotations of all bones,
and from them local quaternions. Legs are solved from where the feet are, so that a planted foot stays planted; arms by
angles at shoulder and elbow, or from where the hand should be.
"""
from dataclasses import dataclass, field

import numpy as np

FINGERS = ("index", "middle", "ring", "pinky")


def unit(v):
    return v / max(np.linalg.norm(v), 1e-9)


def rot(axis, deg):
    """Rotation matrix about an axis by degrees."""
    a = unit(np.asarray(axis, float))
    t = np.radians(deg)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * k @ k


def rx(d):
    return rot((1, 0, 0), d)


def ry(d):
    return rot((0, 1, 0), d)


def rz(d):
    return rot((0, 0, 1), d)


def euler(pitch=0.0, yaw=0.0, roll=0.0):
    """Body part leaning: pitch + bends forward, yaw + turns left, roll + lifts its left side."""
    return ry(yaw) @ rz(roll) @ rx(pitch)


def frame(axis, other):
    """Columns: axis, `other` made square to it, and their cross product."""
    a = unit(axis)
    b = unit(other - a * np.dot(a, other))
    return np.stack([a, b, np.cross(a, b)], 1)


def angle_about(axis, a, b):
    """Degrees from a to b, turning about axis."""
    a = unit(a - axis * np.dot(a, axis))
    b = unit(b - axis * np.dot(b, axis))
    return np.degrees(np.arctan2(np.dot(axis, np.cross(a, b)), np.dot(a, b)))


@dataclass
class Arm:
    """Angles hang from an arm at rest at the side, palm to the thigh. `hand` (root space) overrides them by IK."""

    flex: float = 2.0  # forward
    abduct: float = 9.0  # away from the side
    twist: float = 12.0  # upper arm turned inwards
    elbow: float = 14.0
    pronate: float = 18.0  # thumb turned inwards
    wrist: float = 0.0  # + towards the palm
    deviate: float = 0.0  # + towards the thumb
    hand: np.ndarray = None  # wrist position
    pole: np.ndarray = None  # where the elbow points (direction)
    aim: np.ndarray = None  # direction of the fingers
    palm: np.ndarray = None  # direction the palm faces
    shrug: float = 0.0  # clavicle, + up
    forward: float = 0.0  # clavicle, + forward
    fingers: dict = field(default_factory=dict)  # finger -> (mcp, pip, dip, spread) degrees; thumb -> (oppose, bend1, bend2, lift)


@dataclass
class Foot:
    """Where a foot is: `at` is where its ankle's plumb point on the ground would be with the foot flat."""

    at: np.ndarray
    yaw: float = 0.0
    pitch: float = 0.0  # + toe up, pivoting on the heel; - heel up, pivoting on the ball
    roll: float = 0.0
    lift: float = 0.0
    toe: float = None  # toe bend; None keeps the toes level while the heel is up
    knee: float = 0.0  # degrees the knee points outwards from the foot


@dataclass
class Pose:
    hips: np.ndarray
    pelvis: np.ndarray = field(default_factory=lambda: np.eye(3))
    spine: np.ndarray = field(default_factory=lambda: np.eye(3))  # whole bend from pelvis to chest
    chest: np.ndarray = None  # world rotation of the chest; overrides spine
    head: np.ndarray = field(default_factory=lambda: np.eye(3))  # world rotation of the head
    left: Arm = field(default_factory=Arm)
    right: Arm = field(default_factory=Arm)
    foot_l: Foot = None
    foot_r: Foot = None
    breath: float = 0.0  # -1 … 1
    eyes: tuple = (0.0, 0.0)  # yaw, pitch in the head, degrees


RELAXED = {"index": (18, 24, 12, 1), "middle": (24, 30, 16, 0), "ring": (28, 34, 18, 0), "pinky": (30, 36, 20, -2), "thumb": (8, 6, 8, 0)}
FLAT = {"index": (2, 3, 2, 4), "middle": (2, 3, 2, 0), "ring": (3, 4, 2, -3), "pinky": (3, 5, 3, -7), "thumb": (-12, -4, 0, 6)}
FIST = {"index": (78, 92, 55, 0), "middle": (80, 96, 58, 0), "ring": (82, 96, 58, 0), "pinky": (82, 92, 55, 0), "thumb": (34, 18, 38, -4)}
GRIP = {"index": (38, 46, 24, 2), "middle": (42, 48, 26, 0), "ring": (44, 48, 26, -1), "pinky": (44, 46, 24, -3), "thumb": (38, 4, 16, 0)}


class Body:
    """A human's skeleton with its rest frames."""

    def __init__(self, human, shoe):
        """`shoe`: heel and ball z and toe tip z of the sole, relative to the ankle, m (see `tailor`)."""
        self.h = human
        j = {b: np.asarray(p) for b, p in human.joints.items()}
        self.j, self.order, self.parents = j, human.order, human.parents
        self.height = human.spec["height"]
        self.shoe = shoe
        self.rest = {}
        fwd = np.array([0, 0, 1.0])
        for s in "lr":
            for a, b in (("thigh", "calf"), ("calf", "foot")):
                ax = j[f"{b}_{s}"] - j[f"{a}_{s}"]
                self.rest[f"{a}_{s}"] = frame(ax, np.cross(ax, fwd))
            up, lo = j[f"lowerarm_{s}"] - j[f"upperarm_{s}"], j[f"hand_{s}"] - j[f"lowerarm_{s}"]
            hinge = np.cross(up, lo)
            self.rest[f"upperarm_{s}"] = frame(up, hinge)
            self.rest[f"lowerarm_{s}"] = frame(lo, hinge)
            ax = j[f"middle_01_{s}"] - j[f"hand_{s}"]
            across = j[f"index_01_{s}"] - j[f"pinky_01_{s}"]
            palm = np.cross(ax, across) * (1 if s == "r" else -1)
            curl = j[f"middle_03_{s}"] - j[f"middle_02_{s}"] - (j[f"middle_02_{s}"] - j[f"middle_01_{s}"])
            if np.dot(palm, curl) < 0:
                palm = -palm
            self.rest[f"hand_{s}"] = frame(ax, palm)
            palm = self.rest[f"hand_{s}"][:, 1]
            for f in FINGERS + ("thumb",):
                p = [j[f"{f}_0{k}_{s}"] for k in (1, 2, 3)] + [np.asarray(human.tails[f"{f}_03_{s}"])]
                d = [unit(p[k + 1] - p[k]) for k in range(3)]
                h = unit(np.cross(d[0], d[1]) + np.cross(d[1], d[2]))
                if f != "thumb":
                    side = unit(np.cross(d[0], palm))
                    if np.dot(np.cross(side, d[0]), palm) < 0:
                        side = -side
                    h = unit(h + 2.0 * side)
                meta = unit(p[0] - j[f"hand_{s}"])
                self.rest[f"{f}_{s}"] = (h, [angle_about(h, meta, d[0]), angle_about(h, d[0], d[1]), angle_about(h, d[1], d[2])], d)
        self.upper = np.linalg.norm(j["lowerarm_l"] - j["upperarm_l"])
        self.fore = np.linalg.norm(j["hand_l"] - j["lowerarm_l"])
        self.thigh = np.linalg.norm(j["calf_l"] - j["thigh_l"])
        self.shin = np.linalg.norm(j["foot_l"] - j["calf_l"])
        self.ankle = j["foot_l"][1]
        self.ball = np.array([0, 0, j["ball_l"][2] - j["foot_l"][2]])
        self.leg = self.thigh + self.shin

    # -- feet

    def ankle_of(self, foot, side):
        """(ankle position, foot rotation, toe bend) of a Foot."""
        yaw = ry(foot.yaw)
        pitch = foot.pitch
        pivot = np.array([0, 0, self.shoe["heel"]]) if pitch > 0 else np.array([0, 0, self.ball[2]])
        r = rx(-pitch) @ rz(foot.roll)
        up = np.array([0, self.ankle, 0]) - pivot
        a = np.asarray(foot.at, float) + yaw @ (pivot + r @ up) + [0, foot.lift, 0]
        toe = foot.toe if foot.toe is not None else (min(0.0, pitch))
        return a, yaw @ r, toe

    def solve(self, p):
        """World rotations of every bone, and the pelvis's place."""
        j, R, P = self.j, {}, {}
        R["Root"], P["Root"] = np.eye(3), np.zeros(3)
        R["pelvis"], P["pelvis"] = p.pelvis, np.asarray(p.hips, float)

        def child(b, local=None, world=None):
            q = self.parents[b]
            R[b] = world if world is not None else R[q] @ (np.eye(3) if local is None else local)
            P[b] = P[q] + R[q] @ (j[b] - j[q])

        chest = p.chest if p.chest is not None else p.pelvis @ p.spine
        chest = chest @ rx(-1.1 * p.breath)
        q0, q1 = quat(p.pelvis), quat(chest)
        for b, k in (("spine_01", 0.3), ("spine_02", 0.65), ("spine_03", 1.0)):
            child(b, world=matrix(slerp(q0, q1, k)))
        child("neck_01", world=matrix(slerp(q1, quat(p.head), 0.45)))
        child("head", world=p.head)
        for s in "lr":
            child(f"eye_{s}", local=euler(-p.eyes[1], p.eyes[0]))
        for s, foot in (("l", p.foot_l), ("r", p.foot_r)):
            self._leg(s, foot, R, P, child)
        for s, arm in (("l", p.left), ("r", p.right)):
            self._arm(s, arm, R, P, child, p.breath)
        return R, P

    def _leg(self, s, foot, R, P, child):
        a, fr, toe = self.ankle_of(foot, s)
        sign = 1 if s == "l" else -1
        hip = P["pelvis"] + R["pelvis"] @ (self.j[f"thigh_{s}"] - self.j["pelvis"])
        d = a - hip
        n = np.linalg.norm(d)
        m = min(n, 0.9985 * self.leg)
        u = d / n
        pole = ry(foot.yaw + sign * foot.knee) @ np.array([0, 0, 1.0])
        pole = unit(pole + 0.35 * R["pelvis"][:, 2])
        pole = unit(pole - u * np.dot(pole, u))
        ca = (self.thigh**2 + m**2 - self.shin**2) / (2 * self.thigh * m)
        x = self.thigh * np.clip(ca, -1, 1)
        knee = hip + u * x + pole * np.sqrt(max(self.thigh**2 - x**2, 0))
        a = hip + u * m
        hinge = np.cross(u, pole)
        child(f"thigh_{s}", world=frame(knee - hip, hinge) @ self.rest[f"thigh_{s}"].T)
        child(f"calf_{s}", world=frame(a - knee, hinge) @ self.rest[f"calf_{s}"].T)
        child(f"foot_{s}", world=fr)
        child(f"ball_{s}", local=rx(toe))

    def _arm(self, s, arm, R, P, child, breath):
        sign = 1 if s == "l" else -1
        ch = R["spine_03"]
        lift, fwd = arm.shrug + 0.6 * max(0, breath), arm.forward

        def clavicle():
            child(f"clavicle_{s}", local=ry(-sign * fwd) @ rz(sign * lift))
            child(f"upperarm_{s}", local=np.eye(3))
            return P[f"upperarm_{s}"]

        if arm.hand is None:
            up = ch @ rz(sign * arm.abduct) @ rx(-arm.flex) @ ry(-sign * arm.twist)
            axis = up @ np.array([0, -1.0, 0])
        else:
            axis = unit(np.asarray(arm.hand) - clavicle())
        # The shoulder blade follows a raised arm.
        raised = np.degrees(np.arccos(np.clip(np.dot(axis, -ch[:, 1]), -1, 1)))
        local = ch.T @ axis
        lift += 0.30 * max(0, raised - 35) * (0.55 + 0.45 * abs(local[0]))
        fwd += 14 * max(0, local[2]) - 8 * max(0, -local[2])
        sh = clavicle()
        if arm.hand is None:
            hinge = up @ np.array([-1.0, 0, 0])
            fore = rot(hinge, arm.elbow) @ axis
        else:
            d = np.asarray(arm.hand, float) - sh
            n = np.linalg.norm(d)
            m = np.clip(n, 0.25 * (self.upper + self.fore), 0.995 * (self.upper + self.fore))
            u = d / n
            pole = np.asarray(arm.pole if arm.pole is not None else ch @ np.array([sign * 0.5, -1, -0.4]), float)
            pole = unit(pole - u * np.dot(pole, u))
            x = self.upper * np.clip((self.upper**2 + m**2 - self.fore**2) / (2 * self.upper * m), -1, 1)
            elbow = sh + u * x + pole * np.sqrt(max(self.upper**2 - x**2, 0))
            axis, fore = unit(elbow - sh), unit(sh + u * m - elbow)
            hinge = unit(np.cross(axis, fore) + 1e-6 * np.cross(pole, u))
        child(f"upperarm_{s}", world=frame(axis, hinge) @ self.rest[f"upperarm_{s}"].T)
        child(f"lowerarm_{s}", world=frame(fore, hinge) @ self.rest[f"lowerarm_{s}"].T)
        hinge = frame(fore, hinge)[:, 1]
        if arm.aim is not None or arm.palm is not None:
            aim = np.asarray(arm.aim if arm.aim is not None else fore, float)
            palm = np.asarray(arm.palm, float)
            hand = frame(aim, palm)
        else:
            palm = rot(fore, sign * arm.pronate) @ (sign * hinge)
            side = np.cross(fore, palm)
            side_thumb = side * (1 if s == "r" else -1)
            aim = rot(np.cross(fore, palm), arm.wrist) @ fore
            palm = rot(np.cross(fore, palm), arm.wrist) @ palm
            aim = unit(aim + np.tan(np.radians(arm.deviate)) * -side_thumb)
            hand = frame(aim, palm)
        rh = hand @ self.rest[f"hand_{s}"].T
        rf = R[f"lowerarm_{s}"]
        local = rf.T @ rh
        ax = self.rest[f"lowerarm_{s}"][:, 0]
        q = quat(local)
        t = 2 * np.degrees(np.arctan2(np.dot(q[:3], ax), q[3]))
        t = (t + 180) % 360 - 180
        child(f"lowerarm_twist_{s}", local=rot(ax, t / 2))
        child(f"hand_{s}", world=rh)
        for f in FINGERS + ("thumb",):
            h, was, d = self.rest[f"{f}_{s}"]
            want = {**RELAXED, **arm.fingers}[f]
            palm0 = self.rest[f"hand_{s}"][:, 1]
            if f == "thumb":
                # Oppose swings the thumb across the palm about the hand's own axis; bend curls its two joints.
                ax0 = self.rest[f"hand_{s}"][:, 0]
                first = rot(ax0, -sign * want[0]) @ rot(palm0, sign * want[3])
                child(f"thumb_01_{s}", local=first)
                child(f"thumb_02_{s}", local=rot(h, want[1]))
                child(f"thumb_03_{s}", local=rot(h, want[2]))
                continue
            spread = rot(palm0, sign * want[3])
            child(f"{f}_01_{s}", local=spread @ rot(h, want[0] - was[0]))
            child(f"{f}_02_{s}", local=rot(h, want[1] - was[1]))
            child(f"{f}_03_{s}", local=rot(h, want[2] - was[2]))

    def locals(self, R):
        """bone -> local quaternion (x y z w)."""
        return {b: quat(R[self.parents[b]].T @ R[b]) if self.parents[b] else np.array([0, 0, 0, 1.0]) for b in self.order}


# --- quaternions, x y z w ----------------------------------------------------------------------------------------------

def quat(m):
    t = m[0, 0] + m[1, 1] + m[2, 2]
    if t > 0:
        s = np.sqrt(t + 1) * 2
        q = [(m[2, 1] - m[1, 2]) / s, (m[0, 2] - m[2, 0]) / s, (m[1, 0] - m[0, 1]) / s, s / 4]
    else:
        i = int(np.argmax([m[0, 0], m[1, 1], m[2, 2]]))
        k, l = (i + 1) % 3, (i + 2) % 3
        s = np.sqrt(max(m[i, i] - m[k, k] - m[l, l] + 1, 1e-12)) * 2
        q = [0, 0, 0, 0]
        q[i] = s / 4
        q[k] = (m[k, i] + m[i, k]) / s
        q[l] = (m[l, i] + m[i, l]) / s
        q[3] = (m[l, k] - m[k, l]) / s
    q = np.array(q)
    return q / np.linalg.norm(q)


def matrix(q):
    x, y, z, w = q
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ])


def slerp(a, b, t):
    d = np.dot(a, b)
    if d < 0:
        b, d = -b, -d
    if d > 0.9995:
        q = a + t * (b - a)
    else:
        o = np.arccos(d)
        q = (np.sin((1 - t) * o) * a + np.sin(t * o) * b) / np.sin(o)
    return q / np.linalg.norm(q)
