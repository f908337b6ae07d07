"""Hair: a cap where the scalp was, and layered cards over it."""
import numpy as np

from part import from_base, vertex_normals
from flesh import islands

LASH_BOX = (0.76, 0.02, 0.98, 0.23)
CAP_BOX = (0.02, 0.02, 0.70, 0.20)


def hairline(h):
    """A function of positions: > 0 inside the hair."""
    e = (h.joints["eye_l"] + h.joints["eye_r"]) / 2
    top = h.co[np.unique([v for f in h.base.groups["body"] for v in h.base.faces[f]])][:, 1].max()
    s = (top - e[1])
    def f(co):
        x, y, z = co[:, 0], co[:, 1] - e[1], co[:, 2] - e[2]
        # forehead to temple to nape
        line = np.where(z > -0.35 * s, 0.62 * s, np.where(z > -1.05 * s, 0.05 * s, -0.62 * s))
        return y - line
    return f


def hair(h, skin):
    """(Part, scalp(part) -> face mask that is covered)."""
    inside = hairline(h)
    p = from_base(h, islands(h.base)["head"], "hair", skin)
    c = p.centres()
    mask = inside(c) > 0
    cap = p.keep(mask)
    n = vertex_normals(cap.co, cap.faces)
    cap.co += n * 0.006
    lo, hi = cap.co.min(0), cap.co.max(0)
    cap.uv = [[[CAP_BOX[0] + (CAP_BOX[2] - CAP_BOX[0]) * (cap.co[v][0] - lo[0]) / (hi - lo)[0], CAP_BOX[1] + (CAP_BOX[3] - CAP_BOX[1]) * (cap.co[v][1] - lo[1]) / (hi - lo)[1]] for v in f] for f in cap.faces]
    cap.morphs = {}
    return cap, lambda part: inside(part.centres()) > 1.0
