"""Materials and pictures of one actor."""

COLOURS = {
    "skin": (0.52, 0.33, 0.25), "eyes": (0.5, 0.5, 0.5), "hair": (0.05, 0.03, 0.02), "sweater": (0.55, 0.14, 0.09), "trousers": (0.03, 0.03, 0.04),
    "leather": (0.06, 0.035, 0.025), "wool": (0.06, 0.065, 0.075), "shirt": (0.6, 0.62, 0.65), "jacket": (0.10, 0.24, 0.20), "denim": (0.05, 0.09, 0.17), "canvas": (0.55, 0.5, 0.45),
}


def materials(h, parts):
    out = {}
    for p in parts:
        out[p.material] = {"pbrMetallicRoughness": {"baseColorFactor": [*COLOURS[p.material], 1], "metallicFactor": 0, "roughnessFactor": 0.6}}
    return out, {}
