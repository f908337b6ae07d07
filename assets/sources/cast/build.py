"""Build the cast: python assets/sources/cast/build.py [ana jonas mika] [--keep FOLDER]

Writes assets/cast/<id>/<id>.glb and actor.json; prints bytes, triangles, draws, and each clip's stride and slide.
"""
import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))
sys.path.insert(0, HERE)

import numpy as np  # noqa: E402

import flesh  # noqa: E402
import glb  # noqa: E402
import human  # noqa: E402
import repertoire  # noqa: E402
import standing  # noqa: E402
import surfaces  # noqa: E402
import wardrobe  # noqa: E402
from cast import CAST  # noqa: E402
from clips import measure, tracks  # noqa: E402
from part import join  # noqa: E402
from rig import Body  # noqa: E402

BUDGET = {"bytes": 1_600_000, "triangles": 30_000, "draws": 6}
ROLES = {
    "root": "Root", "hips": "pelvis", "spine": "spine_01", "spine2": "spine_02", "chest": "spine_03", "neck": "neck_01", "head": "head",
    **{f"{r}{s.upper()}": f"{b}_{s}" for s in "lr" for r, b in (
        ("eye", "eye"), ("shoulder", "clavicle"), ("upperArm", "upperarm"), ("lowerArm", "lowerarm"), ("foreTwist", "lowerarm_twist"),
        ("hand", "hand"), ("upperLeg", "thigh"), ("lowerLeg", "calf"), ("foot", "foot"), ("toe", "ball"),
        *((f"{f}{k}", f"{f}_0{k}") for f in ("thumb", "index", "middle", "ring", "pinky") for k in (1, 2, 3)))},
}


def make(spec, base):
    """(human, parts, shoe) of one actor, dressed."""
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    h = human.make_human(spec, base)
    skin = h.skin()
    # Cut for the standing pose: a body with bare feet will do for that.
    bare = Body(h, {"heel": -0.05, "toe": 0.18})
    clothes, shoe, neckline = wardrobe.dress(h, skin, bare, standing.stance(bare, spec["id"]))
    import hair as hairdresser

    hair, scalp = hairdresser.hair(h, skin)
    parts = [
        join([flesh.skin_part(h, skin, neckline, scalp), flesh.teeth_part(h, skin)]),
        join([hair, flesh.lashes_part(h, skin, hairdresser.LASH_BOX)]),
        flesh.eyes_part(h), *clothes.values(),
    ]
    return h, parts, shoe


def build(name, base, keep=None, reuse=False):
    t0 = time.time()
    spec = CAST[name]
    if reuse:
        with open(os.path.join(keep, f"{name}.pickle"), "rb") as f:
            h, parts, shoe, materials, images = pickle.load(f)
    else:
        h, parts, shoe = make(spec, base)
        materials, images = surfaces.materials(h, parts)
    body = Body(h, shoe)
    clips, records, report = [], [], []
    for clip in repertoire.clips(body, name):
        trs = tracks(body, clip)
        m = measure(body, clip, trs)
        clips.append({"name": clip.name, "tracks": trs})
        record = {"name": clip.name, "seconds": round(clip.seconds, 4), "loop": clip.loop}
        if clip.speed:
            record["stride"] = round(m["stride"], 4)
        record["contacts"] = m["contacts"]
        if clip.turn:
            record["turn"] = round(clip.turn, 6)
        records.append(record)
        keys = sum(len(t[2]) for t in trs)
        report.append(f"  {clip.name:14s} {clip.seconds:5.2f} s  keys {keys:5d}  slide {m['slide'] * 100:4.1f} cm  sinks {m['sink'] * 1000:4.1f} mm"
                      + (f"  stride {m['stride']:.2f} m at {clip.speed:.2f} m/s" if clip.speed else ""))
    folder = keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    if keep and not reuse:
        with open(os.path.join(folder, f"{name}.pickle"), "wb") as f:
            pickle.dump((h, parts, shoe, materials, images), f)
    raw = os.path.join(folder, f"{name}.raw.glb")
    glb.write(raw, name, h, parts, materials, images, clips)
    out = os.path.join(ROOT, "assets", "cast", name)
    os.makedirs(out, exist_ok=True)
    node = os.path.join(ROOT, "node_modules/.bin/node")
    packed = subprocess.run([node, os.path.join(HERE, "pack.mjs"), raw, os.path.join(out, f"{name}.glb"), json.dumps(BUDGET)],
                            stdout=subprocess.PIPE, text=True)
    if packed.returncode:
        raise SystemExit(f"{name}: packing failed")
    stats = json.loads(packed.stdout.strip().splitlines()[-1])
    co = np.concatenate([p.co for p in parts])
    eyes = (h.joints["eye_l"] + h.joints["eye_r"]) / 2
    k = spec["height"]
    actor = {
        "format": 1, "id": name, "label": spec["label"], "visual": f"{name}.glb", "colour": spec["colour"],
        "bounds": {"min": np.round(co.min(0), 3).tolist(), "max": np.round(co.max(0), 3).tolist()},
        "triangles": stats["triangles"], "height": round(float(co[:, 1].max()), 3), "eyes": round(float(eyes[1]), 3),
        "capsule": {"radius": round(0.15 * k, 3), "height": round(k, 3)},
        **repertoire.seat(body, name),
        "morphs": sorted({m for p in parts for m in p.morphs}),
        "bones": ROLES, "clips": records,
    }
    with open(os.path.join(out, "actor.json"), "w") as f:
        f.write(dump(actor) + "\n")
    print(f"{name}: {stats['bytes']} bytes (pictures {stats['textures']}, motion {stats['motion']}), {stats['triangles']} triangles, "
          f"{stats['draws']} draws, {time.time() - t0:.0f} s")
    print("\n".join(report), flush=True)
    return stats


def dump(record):
    """JSON with one line to a clip."""
    lines = []
    for k, v in record.items():
        if k == "clips":
            rows = ",\n".join("    " + json.dumps(c) for c in v)
            lines.append(f'  "clips": [\n{rows}\n  ]')
        else:
            lines.append(f"  {json.dumps(k)}: {json.dumps(v)}")
    return "{\n" + ",\n".join(lines) + "\n}"


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("names", nargs="*", default=[])
    a.add_argument("--keep", help="leave the unpacked .glb and the pieces here, for look.py")
    a.add_argument("--reuse", action="store_true", help="take the pieces from --keep: only the motion is made anew")
    args = a.parse_args()
    base = human.read_base()
    for n in args.names or CAST:
        build(n, base, args.keep, args.reuse)
