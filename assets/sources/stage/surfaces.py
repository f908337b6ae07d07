"""The palette: every surface of the stage and the kit, by name.

In: a name. Out: `SURFACES[name]`: pattern, size of its tile in metres, factors.
A name `paint:KIND` is exported as the material `paint` (tinted by a thing's variants);
what stands before `:` is the exported name of any other surface too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, Optional

import patterns as P


@dataclass(frozen=True)
class Surface:
    """`tile` metres of texture; `colour` sRGB hex factor; `bump` scales the height; `size` pixels of the pattern."""

    pattern: Optional[Callable] = None
    tile: tuple = (1.0, 1.0)
    colour: str = "#ffffff"
    rough: float = 0.5
    metal: float = 0.0
    bump: float = 1.0
    normal: bool = True
    roughmap: bool = False
    alpha: float = 1.0
    glow: str = ""
    strength: float = 0.0
    two_sided: bool = False
    sheen: float = 0.0


def S(pattern=None, tile=1.0, **k):
    return Surface(pattern, tile if isinstance(tile, tuple) else (tile, tile), **k)


def wall_atlas():
    return P.stacked(P.wallpaper(256, 512), P.plaster(512, 512))


oak = lambda: P.wood(512, 512, "#b58a5c", "#8a613a", 1, rings=6)
walnut = lambda: P.wood(512, 512, "#7a5237", "#4a2e1e", 2, rings=7)
beech = lambda: P.wood(512, 512, "#d0a678", "#b4855a", 4, rings=4, pores=0.5)

SURFACES = {
    # Rooms. Wall texture: lower half paper, upper half plaster; a tile is 1 m wide, each half 0.65 m high.
    "paint:wall": S(wall_atlas, (1.0, 1.3), rough=0.8, roughmap=True, bump=1.2),
    "paint:gloss": S(rough=0.36),
    "trim": S(colour="#e6e3dc", rough=0.38),
    "ceiling": S(lambda: P.plaster(256, 256, 6), 1.0, colour="#eeece7", rough=0.9, bump=0.8),
    "boards": S(lambda: P.boards(512, 512), (2.0, 1.0), rough=0.45, roughmap=True),
    "paint:boards": S(lambda: P.boards(512, 512, light="#e6d4bb", dark="#c7a985"), (2.0, 1.0), rough=0.45, roughmap=True),
    "paint:carpet": S(lambda: P.carpet(384, 384), 0.6, rough=0.96),
    "paint:tiles": S(lambda: P.tiles(512, 512), 1.0, rough=0.25, roughmap=True),
    # Wood.
    "oak": S(oak, (0.9, 0.45), rough=0.46, roughmap=False),
    "walnut": S(walnut, (0.9, 0.45), rough=0.42),
    "beech": S(beech, (0.9, 0.45), rough=0.48),
    "paint:wood": S(lambda: P.wood(512, 512, "#efe6da", "#cdbca6", 8, rings=6), (0.9, 0.45), rough=0.45),
    "ply": S(P.ply, (1.2, 0.6), rough=0.62),
    # Cloth and hide; near white, the factor carries the hue.
    "paint:cloth": S(lambda: P.weave(384, 384, 84), 0.20, rough=0.92, sheen=0.2),
    "paint:linen": S(lambda: P.weave(384, 384, 120, 15, melange=0.07), 0.16, rough=0.9),
    "cloth": S(lambda: P.weave(256, 256, 60), 0.14, colour="#b9b2a4", rough=0.92),
    "linen": S(lambda: P.weave(256, 256, 80, 15, melange=0.05), 0.11, colour="#e4dfd4", rough=0.9),
    "shade": S(lambda: P.weave(256, 256, 80, 15, melange=0.05), 0.11, colour="#e8d9bd", rough=0.9),
    "black-cloth": S(lambda: P.weave(256, 256, 60, 21), 0.12, colour="#1c1c1e", rough=0.95),
    "paint:leather": S(P.leather, 0.22, rough=0.46, roughmap=True),
    "paint:canvas": S(lambda: P.weave(256, 256, 70, 31, melange=0.05), 0.12, rough=0.9),
    "desk-hide": S(P.leather, 0.22, colour="#2f4034", rough=0.5),
    "rug": S(P.rug, 1.0, rough=0.95),
    "fringe": S(lambda: P.weave(128, 128, 40, 33, melange=0.2), 0.05, colour="#cdbf9f", rough=0.95),
    # Metals, stone, ceramics, plastics.
    "steel": S(P.brushed, 0.3, colour="#dcdcdc", rough=0.34, metal=1.0, bump=1.0, normal=False, roughmap=True),
    "chrome": S(colour="#d8d8da", rough=0.14, metal=1.0),
    "brass": S(colour="#c9a561", rough=0.26, metal=1.0),
    "iron": S(colour="#26272a", rough=0.5, metal=0.6),
    "black": S(colour="#1b1b1d", rough=0.42),
    "matt-black": S(colour="#151516", rough=0.85),
    "rubber": S(colour="#1a1a1b", rough=0.78),
    "white-plastic": S(colour="#dedcd6", rough=0.4),
    "paint:enamel": S(rough=0.28),
    "paint:glaze": S(rough=0.2),
    "glaze": S(colour="#e6e2d8", rough=0.2),
    "stone": S(lambda: P.painted_stone(), 0.8, rough=0.32, normal=False),
    "mirror-black": S(colour="#0b0c0e", rough=0.08),
    "pages": S(lambda: P.pages(), (0.05, 0.05), colour="#e6dcc2", rough=0.95),
    "paint:pot": S(lambda: P.plaster(128, 128, 9), 0.3, rough=0.85),
    "capsule": S(colour="#4a1015", rough=0.4, metal=0.3),
    "bark": S(colour="#6a553c", rough=0.9),
    "mirror": S(colour="#e4e6e6", rough=0.03, metal=1.0),
    "paper": S(colour="#e2dbc8", rough=0.9),
    "paint:cover": S(lambda: P.weave(128, 128, 60, 35, melange=0.03), 0.06, rough=0.7),
    "cover": S(lambda: P.weave(128, 128, 60, 35, melange=0.03), 0.06, rough=0.7),
    "leaf": S(colour="#ffffff", rough=0.42, two_sided=True),
    "soil": S(lambda: P.carpet(128, 128, 71), 0.3, colour="#3a2a1f", rough=1.0),
        "glass": S(colour="#2c3635", rough=0.03, alpha=0.10),
    "glass-bottle": S(colour="#0d2414", rough=0.05, alpha=0.70),
    "glass-skylight": S(colour="#9aa3a0", rough=0.35, alpha=0.45),
    "wine": S(colour="#2a0710", rough=0.1),
    "label": S(lambda: P.label(), (0.1, 0.1), rough=0.7, normal=False),
    # What glows.
    "lampshade": S(lambda: P.weave(256, 256, 80, 15, melange=0.05), 0.11, colour="#e9d6b4", rough=0.9, glow="#ffc182", strength=700.0),
    "bulb": S(colour="#fff3de", rough=0.4, glow="#ffce95", strength=9000.0),
    "diffusion": S(lambda: P.weave(128, 128, 60, 15, melange=0.03), 0.08, colour="#f2f2f0", rough=0.9, glow="#fff1e0", strength=4500.0, normal=False),
    "fresnel-lens": S(colour="#f4ead8", rough=0.25, glow="#ffdcae", strength=9000.0),
    "tube-light": S(colour="#f6f6f2", rough=0.5, glow="#fff4e6", strength=4000.0),
    "exit": S(lambda: P.exit_sign(), (0.4, 0.2), rough=0.4, normal=False, glow="#ffffff", strength=140.0),
    "tally": S(colour="#5a1210", rough=0.3, glow="#ff2a18", strength=250.0),
    "screen": S(lambda: P.waveform(), 1.0, rough=0.12, normal=False, glow="#ffffff", strength=180.0),
    # The studio.
    "concrete": S(P.painted_concrete, 4.0, rough=0.5, roughmap=True),
    "cyc": S(P.cyc_paint, 2.0, rough=0.74, bump=0.8),
    "plinth": S(colour="#e6e5e2", rough=0.32),
    "steel-pipe": S(colour="#a9abad", rough=0.42, metal=1.0),
    "brick": S(P.brick, 1.8, rough=0.9),
    "whitewash": S(lambda: P.brick(hues=("#cfcac0", "#c2bbb0", "#d6d2c9")), 1.8, rough=0.9, normal=False),
    "quilt": S(P.quilt, 0.8, rough=0.95),
    "perforated": S(P.perforated, 0.4, rough=0.85),
    "girder": S(lambda: P.worn_paint(256, 256, 54, "#4a4f4c", "#6e5a48", 2.3), 1.5, rough=0.6, normal=False),
    "deck": S(lambda: P.worn_paint(256, 256, 55, "#585b5d", "#77736c", 2.3), 1.5, rough=0.7, normal=False),
    "door-paint": S(lambda: P.worn_paint(512, 512, 56, "#59626a", "#8b8780", 2.0), 1.6, rough=0.5, normal=False),
    "case": S(lambda: P.worn_paint(256, 256, 57, "#17181a", "#4b4a48", 2.1), 0.6, rough=0.55, normal=False),
    "apple": S(lambda: P.worn_paint(256, 256, 58, "#b48a58", "#d6bd95", 2.0), 0.5, rough=0.6, normal=False),
    "yellow": S(colour="#d8a413", rough=0.5),
    "tape-white": S(colour="#d9d6cc", rough=0.8),
    "tape-red": S(colour="#a8231d", rough=0.75),
    "tape-yellow": S(colour="#d6b32a", rough=0.75),
    "tape-blue": S(colour="#2b5aa0", rough=0.75),
    "gel-body": S(colour="#3d4d5c", rough=0.42),
    "board-white": S(colour="#e4e2dc", rough=0.9),
    "gel": S(colour="#8a8d90", rough=0.6, metal=0.0),
    "art-fields": S(lambda: P.painting("fields", 384, 512), 1.0, rough=0.7, normal=False),
    "art-hills": S(lambda: P.painting("hills", 384, 512), 1.0, rough=0.7, normal=False),
    "art-leaf": S(lambda: P.painting("leaf", 512, 384), 1.0, rough=0.7, normal=False),
}


@lru_cache(maxsize=None)
def pattern(name):
    """The arrays of a surface's pattern, made once (None where it is plain)."""
    f = SURFACES[name].pattern
    return f() if f else None
