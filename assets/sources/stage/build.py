"""Builds the set *Stage* and the kit: `python assets/sources/stage/build.py [all | set | ID …]`.

In: the modules beside this one. Out: `assets/sets/stage/`, `assets/things/kit-*/`, their
colliders, and plain copies for looking at under `.cache/authoring/plain`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import numpy as np  # noqa: E402

import catalogue  # noqa: E402
import realise  # noqa: E402
from form import join  # noqa: E402
from kitbag import colliders, export  # noqa: E402

MODULES = ("rooms", "seating", "tables", "storage", "lamps", "smalls", "gear")
BUDGET = {"triangles": 6000, "bytes": 150_000}


def load():
    for m in MODULES:
        if (HERE / f"{m}.py").exists():
            __import__(m)


def shapes(raw):
    """Collider shapes rounded by kitbag's own constructors."""
    out = []
    for s in raw:
        k = s["type"]
        if k == "box":
            out.append(colliders.box(s["position"], s["size"], s["rotation"]))
        elif k == "cylinder":
            out.append(colliders.cylinder(s["from"], s["to"], s["radius"]))
        else:
            out.append(colliders.hull(s["points"]))
    return out


def build(id):
    t0 = time.time()
    t = catalogue.THINGS[id]()
    realise.clear()
    whole = join(*t.pieces)
    paint = t.variants[0]["colour"] if t.variants else t.colour
    ob = realise.mesh(id, whole, paint)
    realise.shade(ob, whole, realise.occlusion(whole, floor=t.floor))
    folder = export.ASSETS / "things" / id
    report = realise.save(folder / f"{id}.glb", [ob], BUDGET, 512)
    record = {
        "format": 1, "id": id, "label": t.label, "kind": t.kind, "visual": f"{id}.glb",
        "collider": colliders.cook(shapes(t.shapes)), "mass": t.mass, "friction": t.friction, "restitution": t.restitution,
        "colour": t.colour, "bounds": {"min": whole.verts.min(0), "max": whole.verts.max(0)}, "triangles": report["triangles"],
    }
    if t.snap:
        record["snap"] = t.snap
    if t.panes:
        record["panes"] = t.panes
    for k in ("variants", "seats", "grips"):
        if getattr(t, k):
            record[k] = getattr(t, k)
    if t.light:
        record["light"] = t.light
    (folder / "thing.json").write_text(export.dump(record) + "\n")
    print(f"  {id}: {time.time() - t0:.1f} s", file=sys.stderr)
    return report["bytes"]


def prune():
    """Takes away colliders that no manifest names any longer."""
    named = set()
    for file in [*export.ASSETS.glob("things/*/thing.json"), *export.ASSETS.glob("sets/*/set.json")]:
        record = json.loads(file.read_text())
        named |= {record["collider"], *(p["collider"] for p in record.get("parts", []))}
    for file in (export.ASSETS / "colliders").glob("*.json"):
        if file.stem not in named:
            file.unlink()


def main(args):
    load()
    wanted = args or ["all"]
    ids = sorted(catalogue.THINGS) if "all" in wanted else [a for a in wanted if a != "set"]
    total, failed = 0, []
    for i in ids:
        try:
            total += build(i)
        except RuntimeError as e:
            failed.append(str(e))
    if "set" in wanted or "all" in wanted:
        import studio

        total += studio.build()
    prune()
    print(f"{total:,} bytes", file=sys.stderr)
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main(sys.argv[1:])
