"""From spans to findings: masked, grouped, with a fingerprint. A value that enters here does not leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..types import SEVERITY, Blob, Finding, Kind, Location, Position
from .span import Span

PLACES = 5
ROWS = 20
LINE = 200
FINGERPRINT_BITS = 80


def mask(span: Span) -> str:
    """The detector's public prefix and the length of the value, else only what it is."""
    text = span.value.decode("utf-8", "replace")
    for prefix in span.prefixes:
        if text.startswith(prefix) and len(text) > len(prefix) + 4:
            return f"{prefix}… {len(text)}"
    return f"[{span.rule.id}]"


class Group:
    """Spans that are one finding, while they are collected."""

    def __init__(self, span: Span, place: str, at: Position, end: Position, anchor: str) -> None:
        self.span, self.place, self.at, self.end, self.anchor = span, place, at, end, anchor
        self.count = 0
        self.rows: list[int] = []
        self.places: list[str] = []
        self.held: set[bytes] = set()
        """Values that a confidant will be told."""

    def add(self, span: Span, place: str, at: Position) -> None:
        """Counts one more occurrence; the worst level and its reason win."""
        self.count += 1
        if SEVERITY[span.level] > SEVERITY[self.span.level]:
            self.span = self.span._replace(level=span.level, reason=span.reason)
        if at.row is not None and len(self.rows) < ROWS:
            self.rows.append(at.row)
        where = f"row {at.row}" if at.row is not None else place or (f"line {at.line}" if at.line else "")
        if where and where not in self.places and len(self.places) < PLACES:
            self.places.append(where)


class Shown(NamedTuple):
    """How a blob's own words may be printed."""

    path: str
    shown: str
    clean: Callable[[str], str]


def anchor(data: bytes, start: int, end: int, key: str) -> str:
    """What identifies a finding besides its rule and path: its key, else its line with the value cut out."""
    if key:
        return "key:" + key
    low = max(data.rfind(b"\n", max(start - LINE, 0), start) + 1, start - LINE, 0)
    high = data.find(b"\n", end, end + LINE)
    line = data[low:start] + b"\0" + data[end : high if high >= 0 else end + LINE]
    return "line:" + re.sub(rb"[ \t\r]+", b" ", line).strip().decode("utf-8", "replace")


def group_key(span: Span, key: str, place: str, kind: Kind) -> tuple[object, ...]:
    """Bulk data: one finding per (rule, column). Elsewhere: one per (rule, key, value)."""
    return (span.rule.id, key) if kind == "data" else (span.rule.id, key, span.value)


def finish(groups: list[Group], blob: Blob, shown: Shown) -> list[Finding]:
    """The findings of one blob, in the order of their places."""
    if not groups:
        return []
    from hashlib import sha256

    ordinals: dict[tuple[str, str], int] = {}
    findings = []
    for group in groups:
        rule, span = group.span.rule, group.span
        ordinal = ordinals[rule.id, group.anchor] = ordinals.get((rule.id, group.anchor), -1) + 1
        bits = span.detector.bits if span.detector is not None else 0
        identity = span.value if bits >= FINGERPRINT_BITS else b"%d" % ordinal
        parts = (
            rule.id.encode(),
            shown.path.encode("utf-8", "surrogateescape"),
            group.anchor.encode("utf-8", "replace"),
        )
        digest = sha256(b"\0".join((*parts, identity))).hexdigest()
        key = shown.clean(span.key)
        findings.append(
            Finding(
                rule=rule.id,
                family=rule.family,
                level=span.level,
                at=Location(
                    shown.path, shown.shown, shown.clean(group.place), key, group.at, group.end, tuple(group.rows)
                ),
                masked=mask(span) if rule.family != "files" else shown.clean(_plain_name(span.value)),
                message=rule.title + (f" in `{key}`" if key else ""),
                reason=span.reason or rule.why,
                fix=rule.fix,
                url=rule.url,
                count=group.count,
                places=tuple(shown.clean(p) for p in group.places) if group.count > 1 else (),
                fingerprint=digest,
                commit=blob.commit,
            )
        )
    return findings


def _plain_name(value: bytes) -> str:
    """The telling part of a file name: a public word such as `.env`, never a leak of its own."""
    return value.decode("utf-8", "replace").strip("/")[:80]
