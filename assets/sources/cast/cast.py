"""The cast: who they are, in numbers. Lengths in metres, targets by MakeHuman's names (`*-` means left and right)."""

ANA = {
    "id": "ana", "label": "Ana", "sex": "female", "age": {"young": 0.93, "old": 0.07},
    "ancestry": {"caucasian": 0.75, "asian": 0.25}, "muscle": 0.44, "weight": 0.34, "cup": 0.2, "ideal": 0.0,
    "height": 1.69, "lift": 0.028, "colour": "#d9705c",
    "shape": {
        "torso/measure-shoulder-dist-decr": 0.45, "torso/torso-scale-horiz-decr": 0.2, "head/head-scale-horiz-incr": 0.12,
        "head/head-scale-vert-incr": 0.1, "head/head-scale-depth-incr": 0.1, "arms/*-upperarm-fat-decr": 0.5, "arms/*-upperarm-shoulder-muscle-decr": 0.7,
        "head/head-oval": 0.45, "nose/nose-scale-horiz-decr": 0.15, "nose/nose-curve-convex": 0.12,
        "nose/nose-point-up": 0.12, "mouth/mouth-scale-horiz-incr": 0.15, "mouth/mouth-upperlip-volume-incr": 0.3,
        "mouth/mouth-lowerlip-volume-incr": 0.25, "eyes/*-eye-scale-incr": 0.12, "eyes/*-eye-height2-incr": 0.35, "eyes/*-eye-corner2-up": 0.1,
        "cheek/*-cheek-bones-incr": 0.35, "chin/chin-triangle": 0.25, "chin/chin-height-decr": 0.1,
        "asym/asym-brown-1-l": 0.12, "asym/asym-mouth-1-r": 0.12, "asym/asym-nose-1-l": 0.1,
    },
}

JONAS = {
    "id": "jonas", "label": "Jonas", "sex": "male", "age": {"young": 0.62, "old": 0.38},
    "ancestry": {"caucasian": 1.0}, "muscle": 0.55, "weight": 0.55, "ideal": 0.2,
    "height": 1.83, "lift": 0.024, "colour": "#39434f",
    "shape": {
        "torso/measure-shoulder-dist-decr": 0.6, "torso/torso-scale-horiz-decr": 0.25, "arms/*-upperarm-shoulder-muscle-decr": 0.8,
        "arms/*-upperarm-fat-decr": 0.4, "head/head-scale-horiz-incr": 0.15, "head/head-scale-vert-incr": 0.12, "head/head-scale-depth-incr": 0.12,
        "eyes/*-eye-height2-incr": 0.65, "eyes/*-eye-height3-incr": 0.3, "head/head-rectangular": 0.5, "nose/nose-hump-incr": 0.35, "nose/nose-scale-vert-incr": 0.25,
        "nose/nose-scale-depth-incr": 0.2, "chin/chin-width-incr": 0.35, "chin/chin-cleft-incr": 0.3,
        "chin/chin-bones-incr": 0.35, "eyes/*-eye-bag-incr": 0.4, "eyes/*-eye-scale-decr": 0.15,
        "eyebrows/eyebrows-trans-down": 0.1, "forehead/forehead-scale-vert-incr": 0.2,
        "mouth/mouth-laugh-lines-in": 0.3, "mouth/mouth-upperlip-volume-decr": 0.2, "ears/*-ear-scale-incr": 0.15,
        "cheek/*-cheek-volume-decr": 0.35, "neck/neck-scale-horiz-incr": 0.2,
        "asym/asym-nose-2-r": 0.2, "asym/asym-brown-2-r": 0.15, "asym/asym-jaw-1-l": 0.15,
    },
}

MIKA = {
    "id": "mika", "label": "Mika", "sex": "male", "age": {"child": 0.82, "baby": 0.18},
    "ancestry": {"caucasian": 0.45, "african": 0.55}, "muscle": 0.5, "weight": 0.45, "ideal": 0.0,
    "height": 1.34, "lift": 0.026, "colour": "#4a7d6d",
    "shape": {
        "head/head-round": 0.35, "torso/measure-shoulder-dist-decr": 0.3, "arms/*-upperarm-shoulder-muscle-decr": 0.5, "eyes/*-eye-scale-incr": 0.15, "nose/nose-point-up": 0.15,
        "mouth/mouth-scale-horiz-incr": 0.08, "ears/*-ear-wing-incr": 0.25, "cheek/*-cheek-volume-incr": 0.2,
        "asym/asym-mouth-2-l": 0.12, "asym/asym-brown-1-r": 0.1,
    },
}

CAST = {a["id"]: a for a in (ANA, JONAS, MIKA)}
