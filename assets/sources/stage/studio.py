"""The set *Stage*: one closed film studio. In: its parts, a module each. Out: `build()` writes
`set.glb` and `set.json` (opening.py says what stands in it)."""

from __future__ import annotations

from cyclorama import cyc, plinth
from floor import floor
from form import join
from hall import EAVES, X0, X1, Z0, Z1
from overhead import lighting_grid, roof
from walls import wall


def parts():
    """Every node of the set, in the order of the manifest."""
    return {"floor": floor(), "cyclorama": cyc(), "plinth": plinth(), "wall-north": wall("north"), "wall-south": wall("south"), "wall-east": wall("east"), "wall-west": wall("west"), "roof": roof(), "grid": lighting_grid()}


def build():
    from pathlib import Path

    import build as house
    import opening
    import realise
    from kitbag import colliders, export

    realise.clear()
    nodes = parts()
    joined = {k: join(*p.pieces) for k, p in nodes.items()}
    objects = []
    for k, whole in joined.items():
        ob = realise.mesh(k, whole)
        others = [joined[o] for o in joined if o != k and o not in ("grid",)] if k in ("floor", "cyclorama") else ([joined["floor"]] if k.startswith("wall") else [])
        realise.shade(ob, whole, realise.occlusion(whole, others, floor=False, reach=1.2, rays=16, strength=0.45))
        objects.append(ob)
    folder = export.ASSETS / "sets" / "stage"
    report = realise.save(folder / "stage.glb", objects, {"bytes": 3_500_000, "triangles": 120_000, "draws": 90}, 1024)
    folder.joinpath("stage.glb").rename(folder / "set.glb")
    record = {
        "format": 1, "id": "stage", "label": "Stage", "visual": "set.glb",
        "collider": colliders.cook(house.shapes(nodes["floor"].shapes), None),
        "bounds": {"min": [X0 + 0.25, 0.05, Z0 + 0.25], "max": [X1 - 0.25, EAVES - 0.3, Z1 - 0.25]},
        "parts": [{"id": k, "label": p.label, "node": k, "collider": colliders.cook(house.shapes(p.shapes), None)} for k, p in nodes.items() if k != "floor"],
        "opening": opening.OPENING, "cameras": opening.CAMERAS, "look": opening.LOOK,
    }
    (folder / "set.json").write_text(export.dump(record) + "\n")
    return report["bytes"]
