"""From spans to findings: grouped for people, masked, with a fingerprint. A value that enters here does not leave."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..named_tuple import NamedTuple
from ..types import SEVERITY, Finding, Kind, Location, Position, WaivedBy
from .masking import MaskedName, Masker, mask
from .span import Span

PLACES = 5
ROWS = 20
LINE = 200
FINGERPRINT_BITS = 80
GroupKey = tuple[str | bytes, ...]


Accepted = tuple[WaivedBy, str]
"""By what, and why, the user accepts a value."""


class Occurrence(NamedTuple):
    """Where a span stands: in the blob, and in the text that was searched."""

    place: str
    start: Position
    end: Position
    data: bytes
    low: int
    high: int
    """`data[low:high]` is the value, or what it was decoded from."""


class FindingGroup:
    """Spans that are reported as one finding."""

    def __init__(self, span: Span, at: Occurrence, anchor: str, accepted: Accepted | None) -> None:
        self.span, self.place, self.start, self.end, self.anchor = span, at.place, at.start, at.end, anchor
        self.accepted = accepted
        self.count = 0
        self.rows: list[int] = []
        self.places: list[str] = []
        self.secrets: set[bytes] = set()
        """Values for the secret sink."""

    def add(self, span: Span, at: Occurrence) -> None:
        """Counts one more occurrence; the worst level and its reason win."""
        self.count += 1
        if SEVERITY[span.level] > SEVERITY[self.span.level]:
            self.span = self.span._replace(level=span.level, reason=span.reason)
        row, line = at.start.row, at.start.line
        if row is not None and len(self.rows) < ROWS:
            self.rows.append(row)
        where = f"row {row}" if row is not None else at.place or (f"line {line}" if line else "")
        if where and where not in self.places and len(self.places) < PLACES:
            self.places.append(where)


def anchor(span: Span, at: Occurrence, kind: Kind) -> str:
    """What identifies a finding besides its rule and path: its key, else its line with the value cut out."""
    if span.key or kind == "data":
        return "key:" + span.key
    data, low, high = at.data, at.low, at.high
    first = max(data.rfind(b"\n", max(low - LINE, 0), low) + 1, low - LINE, 0)
    last = data.find(b"\n", high, high + LINE)
    line = data[first:low] + b"\0" + data[high : last if last >= 0 else high + LINE]
    return "line:" + re.sub(rb"[ \t\r]+", b" ", line).strip().decode("utf-8", "replace")


def group_key(span: Span, kind: Kind) -> GroupKey:
    """Bulk data: one finding per (rule, column). Elsewhere: one per (rule, key, value)."""
    return (*span.ids, span.key) if kind == "data" else (*span.ids, span.key, span.value)


def finish(groups: Sequence[FindingGroup], name: MaskedName, masker: Masker, commit: str | None) -> list[Finding]:
    """The findings of one file, in the order of their first places."""
    ordinals: dict[tuple[str, str], int] = {}
    findings = []
    for group in groups:
        rule, span = group.span.rule, group.span
        ordinal = ordinals[rule.id, group.anchor] = ordinals.get((rule.id, group.anchor), -1) + 1
        key, place = masker.text(span.key), masker.text(group.place)
        findings.append(
            Finding(
                rule=rule.id,
                family=rule.family,
                level=span.level,
                at=Location(name.path, name.shown, place, key, group.start, group.end, tuple(group.rows)),
                masked=mask(span) if rule.family != "files" else _telling_name(span.value, masker),
                message=(span.title or rule.title) + (f" in `{key}`" if key else ""),
                reason=span.reason or span.why,
                fix=rule.fix,
                url=rule.url,
                count=group.count,
                places=tuple(masker.text(p) for p in group.places) if group.count > 1 else (),
                fingerprint=fingerprint(group, rule.id, name, ordinal),
                commit=commit,
            )
        )
    return findings


def fingerprint(group: FindingGroup, rule_id: str, name: MaskedName, ordinal: int = 0) -> str:
    """SHA-256 over rule, path, anchor and the value, if nobody can guess it, else an ordinal."""
    from hashlib import sha256

    span = group.span
    guessable = span.detector is None or span.detector.bits < FINGERPRINT_BITS
    parts = (
        rule_id.encode(),
        name.path.encode("utf-8", "surrogateescape"),
        group.anchor.encode("utf-8", "replace"),
        b"%d" % ordinal if guessable else span.value,
    )
    return sha256(b"\0".join(parts)).hexdigest()


def _telling_name(value: bytes, masker: Masker) -> str:
    """The telling part of a file name: a public word such as `.env`, never a leak of its own."""
    return masker.text(value.decode("utf-8", "replace").strip("/"))[:80]
