"""Who wears what: each actor's garments, cut and sewn. Out: parts by material, and the shoes' measures."""
import numpy as np

from cobbler import shoes
from part import boundary, join, vertex_normals
from tailor import Surface, Tape, cut, hem, hem_all, loosen, refine, thin, tile_uv, trim


def sweater(h, skin, tape, surface, material, bottom, sleeve, neck, ease, budget, tile):
    """A pullover: `bottom` height of its hem, `sleeve` how far down the arm (2 is the wrist), `neck` height of its edge."""
    def chosen(c, al, ar, ll, lr):
        if al > 0.5:
            return tape.arm_t(c, "l") < sleeve + 0.2
        if ar > 0.5:
            return tape.arm_t(c, "r") < sleeve + 0.2
        return bottom - 0.06 < c[1] < neck(c)

    p = refine(cut(h, skin, material, chosen))
    planes = [((0, bottom, 0), (0, -1, 0), lambda q: sum(tape.limbs(q)[0].values()) < 0.3)]
    for s in "lr":
        a, b = h.joints[f"lowerarm_{s}"], h.joints[f"hand_{s}"]
        planes.append((a + (b - a) * (sleeve - 1), b - a, lambda q, s=s: tape.limbs(q)[0][s] > 0.7))
    p = trim(p, planes)
    arms, _ = tape.limbs(p)
    arm = np.clip(arms["l"] + arms["r"], 0, 1)
    e = ease[0] * (1 - arm) + ease[1] * arm
    p = loosen(p, surface, e, 6)
    hem_all(p, thick=0.005, deep=0.025)
    p = thin(p, budget)
    return tile_uv(h, p, tile)


def trousers(h, skin, tape, surface, material, top, hem_at, ease, straight, budget, tile):
    """`straight`: half-width (m) that the leg keeps from the knee down."""
    p = refine(cut(h, skin, material, lambda c, al, ar, ll, lr: max(al, ar) < 0.2 and hem_at - 0.05 < c[1] < top))
    p = trim(p, [((0, hem_at, 0), (0, -1, 0), lambda q: np.ones(len(q.co), bool))])
    p = loosen(p, surface, ease, 4)
    for s in "lr":
        leg = tape.share(p, tape.leg[s])
        t = tape.leg_t(p.co, s)
        a, b = h.joints[f"calf_{s}"], h.joints[f"foot_{s}"]
        axis = a + (b - a) * np.clip(t - 1, -0.3, 1.4)[:, None]
        d = p.co - axis
        d[:, 1] = 0
        r = np.linalg.norm(d, axis=1)
        k = np.clip((t - 0.75) / 0.5, 0, 1) * (leg > 0.5)
        p.co += d / np.maximum(r, 1e-6)[:, None] * (np.maximum(straight - r, 0) * k)[:, None]
    p.co = smooth_keep(p)
    hem_all(p, thick=0.0045, deep=0.025)
    p = thin(p, budget)
    return tile_uv(h, p, tile)


def smooth_keep(p):
    from part import smooth

    return smooth(p.co, p.faces, 2, 0.4)


def dress(h, skin):
    """{material: Part}, shoes' measures, and the neckline (a function of a face's centre) of the skin above it."""
    tape, surface = Tape(h), Surface(h)
    j, k = h.joints, h.spec["height"] / 1.7
    hip, neck, ankle = j["pelvis"][1], j["neck_01"][1], j["foot_l"][1]
    who = h.spec["id"]
    parts = {}
    if who == "ana":
        collar = lambda c: neck + 0.020 + 0.25 * max(0, -c[2] + j["neck_01"][2])
        parts["sweater"] = sweater(h, skin, tape, surface, "sweater", hip - 0.05, 1.95, lambda c: neck + 0.03, (0.012, 0.011), 4200, 0.12)
        parts["trousers"] = trousers(h, skin, tape, surface, "trousers", hip + 0.09, ankle - 0.01, 0.005, 0.056, 3200, 0.10)
        parts["leather"], shoe = shoes(h, skin, "leather", 0.055, sole=0.026, heel=0.018)
        line = lambda c: c[1] > neck - 0.0
    elif who == "jonas":
        parts["wool"] = sweater(h, skin, tape, surface, "wool", hip - 0.12, 1.93, lambda c: neck - 0.01, (0.024, 0.017), 5200, 0.12)
        t = trousers(h, skin, tape, surface, "wool", hip + 0.10, ankle - 0.03, 0.009, 0.075, 3000, 0.12)
        t.colour[:] *= 0.7
        parts["wool"] = join([parts["wool"], t])
        parts["leather"], shoe = shoes(h, skin, "leather", -0.012, sole=0.022, heel=0.012)
        line = lambda c: c[1] > neck - 0.04
    else:
        parts["jacket"] = sweater(h, skin, tape, surface, "jacket", hip - 0.06, 1.92, lambda c: neck + 0.0, (0.016, 0.014), 4600, 0.12)
        parts["denim"] = trousers(h, skin, tape, surface, "denim", hip + 0.07, ankle - 0.015, 0.008, 0.062, 3200, 0.10)
        parts["canvas"], shoe = shoes(h, skin, "canvas", 0.0, sole=0.024, sole_tint=(0.8, 0.8, 0.78))
        line = lambda c: c[1] > neck - 0.03
    return parts, shoe, line
