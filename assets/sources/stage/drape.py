"""Cloth by simulation: pillows that are blown up, sheets that fall over blocks.

In: sizes in metres. Out: pieces. Blender's cloth solver is run for a few seconds of its
time; the same version on the same machine gives the same cloth.
"""

from __future__ import annotations

import math

import bpy
import numpy as np

from form import Piece, project, tube


def _fresh():
    scene = bpy.context.scene
    scene.frame_start, scene.frame_end = 1, 120
    scene.gravity = (0, 0, -9.81)
    scene.use_gravity = True
    return scene


def _object(name, verts, faces):
    me = bpy.data.meshes.new(name)
    v = np.asarray(verts)
    me.from_pydata(np.stack([v[:, 0], -v[:, 2], v[:, 1]], 1).tolist(), [], faces)
    ob = bpy.data.objects.new(name, me)
    bpy.context.scene.collection.objects.link(ob)
    return ob


def _run(ob, frames):
    scene = bpy.context.scene
    cache = ob.modifiers["cloth"].point_cache
    cache.frame_start, cache.frame_end = 1, frames + 1
    for f in range(1, frames + 1):
        scene.frame_set(f)
    me = ob.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    v = np.array([p.co[:] for p in me.vertices])
    return np.stack([v[:, 0], v[:, 2], -v[:, 1]], 1)


def _sheet(w, d, nu, nv):
    """A flat cloth's vertices and quads in the X-Z plane, facing +Y."""
    verts = [(w * (i / nu - 0.5), 0.0, d * (0.5 - j / nv)) for j in range(nv + 1) for i in range(nu + 1)]
    k = nu + 1
    faces = [[j * k + i, j * k + i + 1, (j + 1) * k + i + 1, (j + 1) * k + i] for j in range(nv) for i in range(nu)]
    return np.array(verts), faces


def pillow(w, d, mat, cells=16, pressure=3.0, shrink=0.06, frames=40, flange=0.0, piping=0.0, mass=0.25, stiff=14.0, seed=1, taper=0.09) -> Piece:
    """Two sheets sewn at the edge and blown up; lies flat, its middle at the origin."""
    _fresh()
    nu, nv = cells, max(4, int(round(cells * d / w)))
    top, faces = _sheet(w, d, nu, nv)
    # Covers are cut with their corners drawn in, or they stand out like ears.
    a, b = top[:, 0] / (w / 2), top[:, 2] / (d / 2)
    top[:, 0] *= 1 - taper * np.abs(b) ** 3
    top[:, 2] *= 1 - taper * np.abs(a) ** 3
    n = len(top)
    k = nu + 1
    edge = {j * k + i for j in range(nv + 1) for i in range(nu + 1) if i in (0, nu) or j in (0, nv)}
    r = np.random.default_rng(seed)
    verts = list(top + [0, 0.004, 0] + np.array([[0, r.uniform(0, 0.004), 0] for _ in range(n)]))
    for e in edge:
        verts[e] = top[e]
    low = {}
    for i in range(n):
        if i in edge:
            low[i] = i
        else:
            low[i] = len(verts)
            verts.append(top[i] - [0, 0.004 + r.uniform(0, 0.004), 0])
    quads = faces + [[low[i] for i in f][::-1] for f in faces]
    uvs = [[(top[i][0], top[i][2]) for i in f] for f in faces]
    uvs += [[(top[i][0] + 0.37, top[i][2]) for i in f][::-1] for f in faces]
    ob = _object("pillow", verts, quads)
    c = ob.modifiers.new("cloth", "CLOTH")
    s = c.settings
    s.quality, s.mass = 6, mass
    s.tension_stiffness = s.compression_stiffness = stiff
    s.shear_stiffness = stiff * 0.5
    s.bending_stiffness = 0.15
    s.use_pressure = True
    s.uniform_pressure_force = pressure
    s.shrink_min = -shrink
    s.effector_weights.gravity = 0.0
    s.air_damping = 4.0
    c.collision_settings.use_collision = False
    v = _run(ob, frames)
    bpy.data.objects.remove(ob)
    v -= (v.max(0) + v.min(0)) / 2
    p = Piece(v, quads, uvs, [mat] * len(quads))
    if piping:
        ring = [i for i in range(0, k)] + [j * k + nu for j in range(1, nv + 1)] + [nv * k + i for i in range(nu - 1, -1, -1)] + [j * k for j in range(nv - 1, 0, -1)]
        from form import join

        p = join(p, tube([v[i] for i in ring], piping, mat, 5, closed=True))
    return p


def fall(w, d, at, blocks, mat, cells=(36, 36), frames=60, thickness=0.02, mass=0.6, stiff=12.0, bend=2.0, friction=12.0, pins=None, shape=None) -> Piece:
    """A sheet w × d let fall from `at` (its middle) over `blocks` [(lo, hi)…] with round edges."""
    _fresh()
    solids = []
    for lo, hi in blocks:
        lo, hi = np.array(lo, float), np.array(hi, float)
        x = [lo[0], hi[0]]
        corners = [(a, b, c) for a in (lo[0], hi[0]) for b in (lo[1], hi[1]) for c in (lo[2], hi[2])]
        f = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
        o = _object("block", corners, f)
        o.modifiers.new("round", "BEVEL").width = 0.04
        o.modifiers["round"].segments = 3
        o.modifiers.new("collision", "COLLISION")
        o.collision.thickness_outer = thickness
        o.collision.cloth_friction = friction
        solids.append(o)
    verts, faces = _sheet(w, d, *cells)
    verts = verts + np.array(at)
    if shape:
        verts = shape(verts)
    ob = _object("sheet", verts, faces)
    if pins:
        g = ob.vertex_groups.new(name="pins")
        g.add(pins, 1.0, "REPLACE")
    c = ob.modifiers.new("cloth", "CLOTH")
    s = c.settings
    s.quality, s.mass = 7, mass
    s.tension_stiffness = s.compression_stiffness = stiff
    s.shear_stiffness = stiff * 0.4
    s.bending_stiffness = bend
    s.air_damping = 2.0
    if pins:
        s.vertex_group_mass = "pins"
    c.collision_settings.distance_min = 0.006
    c.collision_settings.use_self_collision = False
    c.collision_settings.collision_quality = 3
    v = _run(ob, frames)
    for o in [ob, *solids]:
        bpy.data.objects.remove(o)
    nu, nv = cells
    uvs = [[((i % (nu + 1)) / nu * w, (i // (nu + 1)) / nv * d) for i in f] for f in faces]
    return Piece(v, faces, uvs, [mat] * len(faces))
