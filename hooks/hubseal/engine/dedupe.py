"""One span per leak, though several rules and views find it."""

from __future__ import annotations

from bisect import bisect_right

from ..types import SEVERITY
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


def _best(cluster: list[Span]) -> list[Span]:
    if len(cluster) < 2:
        return cluster
    unique: list[Span] = []
    for span in sorted(cluster, key=lambda s: s.rank()):
        twin = next((n for n, other in enumerate(unique) if _same(other, span)), None)
        if twin is None:
            unique.append(span)
        elif not unique[twin].prefixes and SEVERITY[span.level] > SEVERITY[unique[twin].level]:
            unique[twin] = unique[twin]._replace(level=span.level, reason=span.reason)
    return sorted(unique, key=lambda s: (s.start, s.end))


def _same(unique: Span, span: Span) -> bool:
    if (unique.start, unique.end) == (span.start, span.end):
        return True
    return unique.rule.family == span.rule.family and span.start < unique.end and unique.start < span.end


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
