"""One span per leak, though several rules and views find it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from ..types import SEVERITY, Family
from .span import Span


def unique_spans(spans: list[Span]) -> list[Span]:
    """One span per leak: of those of a family that overlap, or of any that are equal, the most specific stays."""
    unique: list[Span] = []
    cluster: list[Span] = []
    reach = -1
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if span.start >= reach:
            unique += _best(cluster)
            cluster = []
        cluster.append(span)
        reach = max(reach, span.end)
    unique += _best(cluster)
    return _without_partners(unique)


class _Unique:
    """The spans of a cluster that stay. Another one's twin among them is found without a look at each."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._equal: dict[tuple[int, int], int] = {}
        self._places: dict[Family, list[tuple[int, int, int]]] = {}
        """Per family (start, end, number in `spans`), ascending; no two of a family overlap."""

    def add(self, span: Span) -> None:
        number = len(self.spans)
        self.spans.append(span)
        self._equal[span.start, span.end] = number
        insort(self._places.setdefault(span.rule.family, []), (span.start, span.end, number))

    def twin(self, span: Span) -> int | None:
        """The most specific span that stands in the same place, or is of the family and overlaps; by its number."""
        equal = self._equal.get((span.start, span.end))
        found = [] if equal is None else [equal]
        places = self._places.get(span.rule.family, [])
        at = max(bisect_left(places, (span.start,)) - 1, 0)
        while at < len(places) and places[at][0] < span.end:
            if span.start < places[at][1]:
                found.append(places[at][2])
            at += 1
        return min(found, default=None)


def _best(cluster: list[Span]) -> list[Span]:
    if len(cluster) < 2:
        return cluster
    unique = _Unique()
    for span in sorted(cluster, key=lambda s: s.rank()):
        twin = unique.twin(span)
        if twin is None:
            unique.add(span)
        elif not unique.spans[twin].prefixes and SEVERITY[span.level] > SEVERITY[unique.spans[twin].level]:
            unique.spans[twin] = unique.spans[twin]._replace(level=span.level, reason=span.reason)
    return sorted(unique.spans, key=lambda s: (s.start, s.end))


def _without_partners(spans: list[Span]) -> list[Span]:
    """Drops what another span already reports as its other half."""
    halves = sorted(s.partner for s in spans if s.partner)
    if not halves:
        return spans
    starts = [low for low, _ in halves]

    def reported(span: Span) -> bool:
        if span.partner:
            return False
        low, high = halves[max(bisect_right(starts, span.start) - 1, 0)]
        return low <= span.start < high

    return [span for span in spans if not reported(span)]
