"""Builds Corner Street: assets/sets/corner-street and the things that stand on it.

    python assets/sources/street/build.py [set] [manifest] [THING ...]   (nothing: all)
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kitbag import colliders, export, shading  # noqa: E402
from kitbag.shape import Shape  # noqa: E402

SET = "corner-street"


def build_set():
    from street import beyond, dress, fixtures, ground, houses, opening, trees

    export.clear()
    parts = houses.everything()
    floor = ground.build()
    furniture, fixed = fixtures.build()
    rest = Shape()
    for s in (furniture, beyond.build()):
        rest.merge(s)
    leafy = Shape()
    for i, (x, z) in enumerate(ground.PITS):
        trees.tree(leafy, x, z, i)
    trees.tree(leafy, -21.5, -9.4, "garden-a", 6.5, 2.0, 0.1, 420)
    trees.tree(leafy, -20.5, -3.0, "garden-b", 7.5, 2.6, 0.1, 520)
    trees.tree(leafy, 11.5, 45.0, "lane", 9.0, 2.8, 0.0, 520)
    shapes = [p[1] for p in parts.values()]
    shading.bake([*shapes, furniture], reach=1.5, strength=0.55, skip=("glass", "leaves"), soft=("night",))
    shading.bake([floor], reach=2.0, strength=0.5, blockers=[*shapes, furniture])
    rest = Shape()
    for s in (furniture, beyond.build()):
        rest.merge(s)
    dress.materials()
    nodes = {"ground": floor, "street": rest, "trees": leafy, **{k: p[1] for k, p in parts.items()}}
    folder = export.ASSETS / "sets" / SET
    report = export.write(folder / f"{SET}.glb", nodes, budget={"bytes": 12_000_000, "triangles": 330_000, "draws": 160})
    records = [{"id": k, "label": label, "node": k, "collider": colliders.cook(c)} for k, (label, _, c) in parts.items()]
    base = colliders.cook(ground.collider() + fixed, most=None)
    opening.write(folder, SET, records, base)
    return report


def main(names):
    from street import things, vehicles

    everything = {**things.THINGS, **vehicles.THINGS}
    wanted = names or ["set", *everything]
    for name in wanted:
        if name == "set":
            build_set()
        elif name == "manifest":
            from street import opening

            opening.rewrite(export.ASSETS / "sets" / SET)
        else:
            export.clear()
            shape, shapes, more = everything[name]()
            nodes = shape if isinstance(shape, dict) else {name: shape}
            shading.bake([n[0] if isinstance(n, tuple) else n for n in nodes.values()], reach=0.35, strength=0.5, rays=16, skip=("glass", "paint", "leaves", "gloss", "night"))
            export.thing(name, collider=colliders.cook(shapes), nodes=nodes, budget={"triangles": more.pop("most", 12_000), "draws": 24}, **more)


if __name__ == "__main__":
    main(sys.argv[1:])
