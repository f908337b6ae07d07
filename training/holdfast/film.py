"""The client's film curve (client/view/pass/finish.ts, `film`): light over key to display values 0..1. Torch, [N, 3, H, W]."""

import torch

_IN = torch.tensor([[0.842479, 0.0784336, 0.0792237], [0.0423282, 0.8784686, 0.0791661], [0.0423757, 0.0784336, 0.879143]])
_OUT = torch.tensor([[1.196879, -0.0980209, -0.0990297], [-0.0528969, 1.1519031, -0.0989612], [-0.0529716, -0.0980435, 1.1510737]])
_LUMA = torch.tensor([0.2126, 0.7152, 0.0722])


def _mixed(x: torch.Tensor, m: torch.Tensor) -> torch.Tensor:
    return torch.einsum("ij,njhw->nihw", m, x)


def film(light: torch.Tensor) -> torch.Tensor:
    """Display values of light over key."""
    r = _mixed(light, _IN).clamp_min(1e-7)
    e = ((torch.log2(r) + 12.47393) / 16.5).clamp(0, 1)
    e2 = e * e
    e4 = e2 * e2
    base = e4 * e2 * 15.5 - e4 * e * 40.14 + e4 * 31.96 - e2 * e * 6.868 + e2 * 0.4298 + e * 0.1191 - 0.00232
    looked = base.clamp_min(1e-6) ** 1.12
    luma = (looked * _LUMA.view(1, 3, 1, 1)).sum(1, keepdim=True)
    return _mixed(luma + (looked - luma) * 1.14, _OUT).clamp(0, 1)
