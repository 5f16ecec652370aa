"""How much of each file may be read: bulk data shares a budget, weights are looked into, text is read whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ... import kinds
from .tree_rows import HubFile

TEXTUAL = frozenset(("card", "config", "code", "notebook", "log"))
TEXT = 32 << 20
"""Text up to this size is read whole, whatever the budget."""
LOOK = 64 << 20
"""What may be taken of one file of weights: headers and pickles, never the tensors."""


def spread(sizes: Sequence[int], budget: int) -> list[int]:
    """A share for each size, all together within `budget`: what small ones do not need goes to the large."""
    shares = [0] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda n: sizes[n])
    left = budget
    for place, n in enumerate(order):
        shares[n] = min(sizes[n], left // (len(order) - place))
        left -= shares[n]
    return shares


def budgets(entries: Iterable[HubFile], budget: int) -> dict[HubFile, int]:
    """File -> bytes that may be taken, for the files of which that may be less than all."""
    data: list[HubFile] = []
    weights: list[HubFile] = []
    for entry in entries:
        kind = kinds.kind(entry.path, "")
        if kind in TEXTUAL and entry.size <= TEXT:
            continue
        (weights if kind == "weights" else data).append(entry)
    shares = spread([max(e.size, 0) for e in data], budget)
    rest = max(budget - sum(shares), budget // 4)
    looks = spread([min(max(e.size, 0), LOOK) for e in weights], rest)
    return {e: share for e, share in zip([*data, *weights], [*shares, *looks], strict=True) if share < e.size}
