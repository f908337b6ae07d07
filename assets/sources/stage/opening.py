"""What stands on *Stage* at one, and from where it is looked at. In: nothing. Out: the lists
`OPENING` and `CAMERAS` and the record `LOOK` of set.json."""

import math


def towards(x, z, tx, tz):
    """Heading of a thing at (x, z) that faces (tx, tz)."""
    return math.atan2(tx - x, tz - z)


def actor(id, label, name, x, z, heading):
    return {"id": id, "label": label, "kind": "actor", "actor": name, "position": [x, 0, z], "heading": heading}


def prop(id, label, thing, x, z, heading=0.0, y=0.0, variant=None):
    e = {"id": id, "label": label, "kind": "prop", "thing": thing}
    if variant:
        e["variant"] = variant
    return {**e, "position": [x, y, z], "heading": heading}


def light(id, label, thing, x, z, heading=0.0, y=0.0, on=True, variant=None):
    e = prop(id, label, thing, x, z, heading, y, variant)
    return {**e, "kind": "light", "on": on}


PIPE = 5.4  # the grid's lower pipes

OPENING = [
    actor("ana", "Ana", "ana", -0.62, -0.25, 0.95),
    actor("jonas", "Jonas", "jonas", 0.62, -0.25, -0.95),
    light("key", "Key softbox", "kit-softbox", -2.7, 2.5, towards(-2.7, 2.5, 0, -0.25)),
    light("back-left", "Back light, left", "kit-fresnel-hung", -3.2, -3.0, towards(-3.2, -3.0, 0, -0.2), PIPE - 0.58),
    light("back-right", "Back light, right", "kit-fresnel-hung", 3.4, -3.0, towards(3.4, -3.0, 0, -0.2), PIPE - 0.58),
    light("cyc-left", "Space light, left", "kit-spacelight", -3.4, -1.5, 0, PIPE - 1.5),
    light("cyc-right", "Space light, right", "kit-spacelight", 2.6, -1.5, 0, PIPE - 1.5),
    light("top-plinth", "Top box", "kit-softbox-hung", 3.3, 0.0, 0, PIPE - 0.98, on=False),
    light("fresnel", "Fresnel", "kit-fresnel", 6.4, 1.6, towards(6.4, 1.6, 3.3, -1.1)),
    light("work-1", "Work light, gear", "kit-worklight", 9.4, 7.5, 0, PIPE - 0.80),
    light("work-3", "Work light, middle", "kit-worklight", 9.4, 1.5, 0, PIPE - 0.80),
    light("work-4", "Work light, north-east", "kit-worklight", 9.4, -4.5, 0, PIPE - 0.80),
    light("work-2", "Work light, village", "kit-worklight", 3.0, 7.5, 0, PIPE - 0.80),
    light("ghost", "Caged lamp", "kit-cage-lamp", 8.6, 6.6, 0.4),
    prop("cart", "Monitor cart", "kit-monitor-cart", 3.3, 4.3, -0.15),
    prop("chair-director", "Director's chair", "kit-director-chair", 2.9, 5.75, math.pi + 0.1, variant="black"),
    prop("chair-script", "Script supervisor's chair", "kit-director-chair", 3.75, 5.7, math.pi - 0.12, variant="canvas"),
    prop("apple-full", "Apple box", "kit-apple-full", -1.7, 4.9, 0.5),
    prop("apple-half", "Apple box, half", "kit-apple-half", -1.66, 4.92, 0.62, 0.203),
    prop("apple-quarter", "Apple box, quarter", "kit-apple-quarter", -1.1, 5.25, -0.3),
    prop("product", "Telephone on the plinth", "kit-telephone", 3.3, -1.1, 0.55, 1.02, variant="red"),
    prop("ladder", "Ladder", "kit-ladder", 6.9, -2.6, 0.7),
    prop("trunk-1", "Flight case", "kit-case-trunk", 6.9, 9.85, math.pi),
    prop("trunk-2", "Flight case", "kit-case-trunk", 8.3, 9.82, math.pi + 0.04),
    prop("trunk-3", "Flight case", "kit-case-trunk", 8.25, 9.84, math.pi - 0.03, 0.82),
    prop("case-1", "Flight case, small", "kit-case-small", 9.55, 9.75, math.pi - 0.2),
    prop("case-2", "Flight case, small", "kit-case-small", 6.85, 9.86, math.pi + 0.15, 0.82),
    prop("coil-1", "Cable coil", "kit-cable-coil", 10.3, 9.3, 0.3),
    prop("coil-2", "Cable coil", "kit-cable-coil", 10.95, 9.5, 2.1),
    prop("coil-3", "Cable coil", "kit-cable-coil", -5.3, 4.1, 1.0),
    prop("flag", "C-stand", "kit-c-stand", -3.4, 4.3, 0.3),
    prop("bag-1", "Sandbag", "kit-sandbag", 5.3, 9.9, 0.2),
    prop("bag-2", "Sandbag", "kit-sandbag", 5.82, 9.86, -0.25),
    prop("flat-1", "Poly board", "kit-flat", -8.2, 6.2, math.pi / 2 + 0.15),
    prop("flat-2", "Poly board", "kit-flat", -8.5, 7.7, math.pi / 2 - 0.1),
]


def camera(id, label, x, y, z, tx, ty, tz, lens):
    dx, dy, dz = tx - x, ty - y, tz - z
    return {"id": id, "label": label, "position": [x, y, z], "heading": math.atan2(-dx, -dz), "tilt": math.atan2(dy, math.hypot(dx, dz)), "lens": lens}


CAMERAS = [
    camera("two-shot", "Two-shot before the cyclorama", 0.0, 1.45, 4.7, 0.0, 1.18, -0.25, 35),
    camera("close", "Over Jonas on Ana, 75", 1.75, 1.58, 2.25, -0.62, 1.48, -0.25, 75),
    camera("wide", "The whole stage from the south-east", 13.6, 2.1, 9.6, -2.2, 1.5, -2.6, 18),
    camera("grid", "Up into the grid", 4.9, 1.1, -3.1, -1.9, 5.2, 3.6, 21),
    camera("door", "From the cyclorama to the big door", -4.4, 1.6, -2.6, 14.0, 2.0, 2.2, 27),
    camera("plinth", "Product plinth", 2.55, 1.42, 1.25, 3.3, 1.03, -1.1, 65),
    camera("gear", "Gear along the south wall", 4.9, 1.55, 4.4, 9.3, 1.0, 9.8, 25),
    camera("high", "From the ladder's height", 7.8, 4.6, 8.6, -1.2, 0.4, -1.6, 25),
]

LOOK = {"time": 18.0, "north": 0.35, "latitude": 52.39, "longitude": 13.12, "date": "2026-05-12", "key": 400, "practicals": "on"}
