"""The network: a recurrent, demodulated U-Net that corrects the engine's light.

In: anchors (N, C, H, W) and look (N, L). Out: (N, 10, H, W): gain 3, gloss 3, blend 1, hidden 3, raw.
The last layer begins at zero, so an untrained network shows exactly the engine's picture.
"""

import torch
from torch import nn

from . import contract

SIZES: dict[str, tuple[int, int, int, int]] = {
    "small": (16, 24, 32, 48),
    "light": (24, 32, 48, 64),
    "main": (32, 48, 64, 96),
}


#: Largest log1p of light that a network is shown: it has seen next to nothing beyond. What is nearer than half a metre is
#: shown as if it were there, for the same reason.
BRIGHT = 4.5
#: Farthest that irradiance and specular are corrected, natural logarithms: beyond, it would be guessing.
FARTHEST = {"gain": 1.6, "gloss": 1.2}


def at_most(x: torch.Tensor, most: torch.Tensor) -> torch.Tensor:
    """The lesser of both, from operations that every runtime has."""
    return most - torch.relu(most - x)


class Level(nn.Module):
    """Two 3×3 convolutions with ReLU."""

    def __init__(self, into: int, out: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(into, out, 3, padding=1)
        self.second = nn.Conv2d(out, out, 3, padding=1)

    def forward(self, x: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
        x = self.first(x)
        if bias is not None:
            x = x + bias
        return torch.relu(self.second(torch.relu(x)))


class Observer(nn.Module):
    """Anchors and look to raw outputs."""

    def __init__(self, size: str = "small") -> None:
        super().__init__()
        a, b, c, d = SIZES[size]
        most = torch.ones(1, contract.CHANNEL_COUNT, 1, 1)
        for name in ("direct", "memory", "reflected", "sky", "emissive", "history"):
            most[:, contract.run(name)] = BRIGHT
        self.register_buffer("most", most, persistent=False)
        limit = torch.full((1, contract.OUTPUT_COUNT * 4, 1, 1), 8.0)
        limit[:, :12], limit[:, 12:24] = FARTHEST["gain"], FARTHEST["gloss"]
        self.register_buffer("limit", limit, persistent=False)
        self.fold = nn.PixelUnshuffle(2)
        self.look = nn.Linear(contract.LOOK_COUNT, a)
        self.down1 = Level(contract.CHANNEL_COUNT * 4, a)
        self.down2 = Level(a, b)
        self.down3 = Level(b, c)
        self.bottom = Level(c, d)
        self.up3 = Level(d + c, c)
        self.up2 = Level(c + b, b)
        self.up1 = Level(b + a, a)
        self.out = nn.Conv2d(a, contract.OUTPUT_COUNT * 4, 3, padding=1)
        self.unfold = nn.PixelShuffle(2)
        # Only while it is trained: footage is little, and what is learnt by heart there is wrong elsewhere.
        self.forget = nn.Dropout2d(0.12)
        self.halve = nn.AvgPool2d(2)
        self.grow = nn.Upsample(scale_factor=2, mode="nearest")
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        nn.init.zeros_(self.look.weight)
        nn.init.zeros_(self.look.bias)

    def forward(self, anchors: torch.Tensor, look: torch.Tensor) -> torch.Tensor:
        one = self.down1(self.fold(at_most(anchors, self.most)), self.look(look)[:, :, None, None])
        two = self.down2(self.halve(one))
        three = self.down3(self.halve(two))
        low = self.forget(self.bottom(self.halve(three)))
        three = self.forget(self.up3(torch.cat([self.grow(low), three], 1)))
        two = self.up2(torch.cat([self.grow(three), two], 1))
        one = self.up1(torch.cat([self.grow(two), one], 1))
        out = at_most(self.out(one), self.limit)
        return self.unfold(torch.relu(out + self.limit) - self.limit)


def light(anchors: torch.Tensor, out: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Irradiance, specular radiance (over key) and hidden state from anchors and raw outputs: twin.ts lightOf."""
    estimate = torch.expm1(anchors[:, contract.run("direct")]) + torch.expm1(anchors[:, contract.run("memory")])
    reflected = torch.expm1(anchors[:, contract.run("reflected")])
    history = torch.expm1(anchors[:, contract.run("history")])
    fresh = anchors[:, contract.run("fresh")]
    share = (1 - fresh) * out[:, 6:7].clamp(0, contract.BLEND_LIMIT)
    limit = contract.GAIN_LIMIT
    now = estimate * torch.exp(out[:, 0:3].clamp(-limit, limit))
    irradiance = now + (history - now) * share
    specular = reflected * torch.exp(out[:, 3:6].clamp(-limit, limit))
    return irradiance, specular, out[:, 7:10].clamp(-1, 1)


def gloss_share(anchors: torch.Tensor) -> torch.Tensor:
    """How much of the network's correction of reflections the picture takes, by roughness; the rest is the engine's."""
    none, full = contract.GLOSS_FADE
    x = ((anchors[:, contract.run("surface")][:, 0:1] - none) / (full - none)).clamp(0, 1)
    return x * x * (3 - 2 * x)


def parameters(model: nn.Module) -> int:
    """Number of parameters."""
    return sum(p.numel() for p in model.parameters())
