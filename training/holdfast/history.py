"""History as client/model/history.ts carries it: the previous step's irradiance and hidden state, taken to where their
surfaces are now. Exactly that file's arithmetic, for batches and with gradients; `tests/fixtures/history.json` holds both
to each other.

Anchors are [N, C, H, W] as the contract says; motion [N, 2, H, W] is where each pixel was one step ago (x right, y down,
pixels); entity [N, H, W], SKY where nothing is hit.
"""

from dataclasses import dataclass

import torch

from . import contract

SKY = 0xFFFFFFFF
#: shared/anchors/twin.ts CLAMP, and the share of depth within which a surface is the same.
LOW, HIGH, SAME = 0.25, 4.0, 0.05


@dataclass
class History:
    """What is kept from step to step."""

    irradiance: torch.Tensor
    hidden: torch.Tensor
    #: [N, H, W] metres, 0 for the sky.
    depth: torch.Tensor
    entity: torch.Tensor


def estimate_of(anchors: torch.Tensor) -> torch.Tensor:
    """Direct + memory, over key."""
    return torch.expm1(anchors[:, contract.run("direct")]) + torch.expm1(anchors[:, contract.run("memory")])


def depth_of(anchors: torch.Tensor) -> torch.Tensor:
    """Metres, 0 where nothing is hit: [N, H, W]."""
    inverse = anchors[:, contract.run("depth")][:, 0]
    return torch.where(inverse > 0, contract.NEAR / inverse.clamp_min(1e-12), torch.zeros_like(inverse))


def _sample(image: torch.Tensor, fx: torch.Tensor, fy: torch.Tensor) -> torch.Tensor:
    n, c, h, w = image.shape
    x0 = fx.floor().clamp(0, w - 1)
    y0 = fy.floor().clamp(0, h - 1)
    x1 = (x0 + 1).clamp(max=w - 1)
    y1 = (y0 + 1).clamp(max=h - 1)
    sx = (fx - x0)[:, None]
    sy = (fy - y0)[:, None]
    flat = image.reshape(n, c, h * w)

    def at(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        index = (y * w + x).long().reshape(n, 1, h * w).expand(n, c, h * w)
        return flat.gather(2, index).reshape(n, c, h, w)

    top = at(x0, y0) * (1 - sx) + at(x1, y0) * sx
    bottom = at(x0, y1) * (1 - sx) + at(x1, y1) * sx
    return top * (1 - sy) + bottom * sy


def _around(estimate: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Least and greatest among a pixel and its four neighbours, the edge repeated."""
    p = torch.nn.functional.pad(estimate, (1, 1, 1, 1), mode="replicate")
    five = torch.stack([p[:, :, 1:-1, 1:-1], p[:, :, 1:-1, 2:], p[:, :, 1:-1, :-2], p[:, :, 2:, 1:-1], p[:, :, :-2, 1:-1]])
    return five.amin(0), five.amax(0)


def where_from(anchors: torch.Tensor, motion: torch.Tensor, entity: torch.Tensor, history: History):
    """Where each pixel was, and whether that is known: fx, fy, known [N, H, W]."""
    n, h, w = entity.shape
    x = torch.arange(w, dtype=torch.float32).view(1, 1, w)
    y = torch.arange(h, dtype=torch.float32).view(1, h, 1)
    fx = x + motion[:, 0]
    fy = y + motion[:, 1]
    inside = (fx >= 0) & (fy >= 0) & (fx <= w - 1) & (fy <= h - 1)
    fx = torch.where(inside, fx, x.expand_as(fx))
    fy = torch.where(inside, fy, y.expand_as(fy))
    index = ((fy + 0.5).floor().long().clamp(0, h - 1) * w + (fx + 0.5).floor().long().clamp(0, w - 1)).reshape(n, h * w)
    depth = depth_of(anchors)
    then = history.depth.reshape(n, h * w).gather(1, index).reshape(n, h, w)
    who = history.entity.reshape(n, h * w).gather(1, index).reshape(n, h, w)
    same = (entity == who) & ((depth - then).abs() <= SAME * torch.maximum(depth, then))
    return fx, fy, inside & (entity != SKY) & same


def warp(anchors: torch.Tensor, motion: torch.Tensor, entity: torch.Tensor, history: History | None) -> torch.Tensor:
    """The anchors with "history", "fresh" and "hidden" filled in. `history` None: a cut, or nothing kept yet."""
    n, _, h, w = anchors.shape
    past, fresh, hidden = contract.run("history"), contract.run("fresh"), contract.run("hidden")
    out = anchors.clone()
    if history is None:
        out[:, past] = 0
        out[:, fresh] = 1
        out[:, hidden] = 0
        return out
    fx, fy, known = where_from(anchors, motion, entity, history)
    known = known[:, None]
    least, greatest = _around(estimate_of(anchors))
    light = _sample(history.irradiance, fx, fy)
    light = torch.maximum(least * LOW, torch.minimum(greatest * HIGH, light))
    zero = torch.zeros(())
    parts = [anchors[:, : past.start], torch.where(known, torch.log1p(light.clamp_min(0)), zero), (~known).float(),
             torch.where(known, _sample(history.hidden, fx, fy), zero)]
    # History, fresh and hidden are the last runs of the contract, in this order.
    return torch.cat(parts, 1)
