"""Fingerprints of baselines of schema 1, which accept a group by its first value; read until the next write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..types import Kind
from .groups import FindingGroup
from .identities import LINE, PUBLIC_BITS, Occurrence
from .span import Span


def anchor(span: Span, at: Occurrence, kind: Kind) -> str:
    """The key, else the line with the value cut out."""
    if span.key or kind == "data":
        return "key:" + span.key
    data, low, high = at.data, at.low, at.high
    first = max(data.rfind(b"\n", max(low - LINE, 0), low) + 1, low - LINE, 0)
    last = data.find(b"\n", high, high + LINE)
    line = data[first:low] + b"\0" + data[high : last if last >= 0 else high + LINE]
    return "line:" + re.sub(rb"[ \t\r]+", b" ", line).strip().decode("utf-8", "replace")


def fingerprints(groups: Sequence[FindingGroup], path: str) -> list[tuple[str, ...]]:
    """The fingerprint of each group, under each id of its rule; `path` is masked."""
    ordinals: dict[tuple[str, str], int] = {}
    found = []
    for group in groups:
        span, where = group.first.span, (group.first.span.rule.id, group.former_anchor)
        ordinal = ordinals[where] = ordinals.get(where, -1) + 1
        former = [_fingerprint(span, span.former_id, path, group.former_anchor, 0)] if span.former_id else []
        found.append((_fingerprint(span, span.rule.id, path, group.former_anchor, ordinal), *former))
    return found


def _fingerprint(span: Span, rule_id: str, path: str, anchor: str, ordinal: int) -> str:
    from hashlib import sha256

    guessed = span.detector is None or span.detector.bits < PUBLIC_BITS
    value = b"%d" % ordinal if guessed else span.value
    parts = rule_id.encode(), path.encode("utf-8", "surrogateescape"), anchor.encode("utf-8", "replace"), value
    return sha256(b"\0".join(parts)).hexdigest()
