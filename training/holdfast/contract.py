"""The tensor contract as shared/anchors states it, read from its files so that the two cannot differ."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "shared" / "anchors" / "contract.ts"
TWIN = ROOT / "shared" / "anchors" / "twin.ts"


def _constant(text: str, name: str) -> int:
    return int(re.search(rf"export const {name} = (\d+);", text).group(1))


_text = SOURCE.read_text()
CONTRACT = _constant(_text, "CONTRACT")
SIZE_STEP = _constant(_text, "SIZE_STEP")
OUTPUT_COUNT = _constant(_text, "OUTPUT_COUNT")
NEAR = float(re.search(r"export const NEAR = ([\d.]+);", _text).group(1))

_twin = TWIN.read_text()
#: Logarithm of the most that "gain" and "gloss" multiply by.
GAIN_LIMIT = float(re.search(r"export const GAIN_LIMIT = ([\d.]+);", _twin).group(1))
#: Most of the warped history that may be kept.
BLEND_LIMIT = float(re.search(r"export const BLEND_LIMIT = ([\d.]+);", _twin).group(1))
#: Roughness below which reflections are the engine's alone, and above which the network's count in full.
GLOSS_FADE = tuple(float(v) for v in re.search(r"GLOSS_FADE = \{ none: ([\d.]+), full: ([\d.]+)", _twin).groups())

#: name → (first channel, count)
CHANNELS: dict[str, tuple[int, int]] = {}
_at = 0
for _name, _count in re.findall(r'\[\s*"(\w+)",\s*(\d+),\s*"(?:plain|log1p|inverse depth)"', _text):
    CHANNELS[_name] = (_at, int(_count))
    _at += int(_count)
CHANNEL_COUNT = _at
LOOK_COUNT = len(re.findall(r'^  "[\w ]+",$', _text.split("export const LOOK = [")[1].split("]")[0], re.M))


def run(name: str) -> slice:
    """Slice of a named run of channels."""
    first, count = CHANNELS[name]
    return slice(first, first + count)
