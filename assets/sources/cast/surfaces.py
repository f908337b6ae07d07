"""All materials and pictures of one actor: (name -> glTF material, picture name -> WebP bytes)."""
import cloth
import hair
import skin


def materials(h, parts):
    names = [p.material for p in parts]
    mats, pics = cloth.cloths([n for n in names if n in cloth.LOOK])
    pics.update(skin.paint(h))
    pics.update(skin.eyes(h))
    pics.update(hair.picture(h))
    mats["skin"] = {
        "pbrMetallicRoughness": {"baseColorTexture": "skin-albedo", "metallicRoughnessTexture": "skin-orm", "metallicFactor": 0},
        "normalTexture": "skin-normal", "occlusionTexture": "skin-orm",
    }
    mats["eyes"] = {"pbrMetallicRoughness": {"baseColorTexture": "eyes-albedo", "metallicFactor": 0, "roughnessFactor": 0.07}}
    mats["hair"] = {
        "pbrMetallicRoughness": {"baseColorTexture": "hair-albedo", "metallicFactor": 0, "roughnessFactor": 0.5},
        "normalTexture": "hair-normal", "alphaMode": "MASK", "alphaCutoff": 0.4, "doubleSided": True,
    }
    return {n: mats[n] for n in names}, pics
