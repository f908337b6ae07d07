"""Kitbag: what every authored set, thing and kit piece shares.

    surfaces.py   seeded tiling textures from height fields (brick, render, wood ...)
    shape.py      Shape: geometry written as numbers, in the product's own space
    sheet.py      one sheet of many bands, so that a building is few draws
    materials.py  Blender materials from those textures
    shading.py    occlusion, baked lightly into vertex colours
    export.py     Shape -> Blender -> packed .glb, thing.json, set.json
    colliders.py  cooks colliders and names them by their hash
    look.py       Cycles looks of the packed files, by day, dusk and night

Use:
    from kitbag import materials, export, colliders
    from kitbag.shape import Shape, Surface
    wood = Surface("wood", metres=1.0)              # a tiling material, 1 m a tile
    materials.tiling("wood", "wood")                # texture from surfaces.wood()
    s = Shape()
    s.box((-0.4, 0.70, -0.4), (0.4, 0.74, 0.4), wood)
    hull = colliders.cook([colliders.box((0, 0.37, 0), (0.8, 0.74, 0.8))])
    export.thing("cafe-table", "Café table", s, hull, mass=14, colour="#8a8f94")

Space: glTF's. Y up, metres, right-handed, a thing faces +Z, its origin on the ground.
Blender's Z-up is met in export.py alone. Textures and raw files go to `.cache/authoring`.
"""
