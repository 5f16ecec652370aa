"""Which of many small texts may hold something: one pass of the matcher over all of them, joined.

Of most files nothing is to be said, and this finds out for less than it takes to set up the scan of one. Whatever it
cannot rule out is scanned like any other file; it finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import decode
from ..typed import NamedTuple
from .repeats import Use
from .searched import SearchedText
from .searcher import OUR_MARK, THEIR_MARK, Searcher
from .span import TextContext

MOST_HITS = 300
"""Triggers in one text, past which it is scanned like any other: what is done here stays little."""
MOST_EVENTS = 20_000
"""Triggers of one pattern in all texts of a pass, likewise."""
Hit = tuple[int, int, int]


class JoinedText(NamedTuple):
    """A text of a pass, and what is to be known of it."""

    owner: int
    """The number of the file that it is of."""
    data: bytes
    context: TextContext | None
    """What rules judge it by; None where its parts are judged otherwise, so that no rule is left out."""
    layers: int = 2
    """How often it may be decoded, one decoder after the other."""


class Prefilter:
    """Looks for candidates as a searcher does, with its parts."""

    def __init__(self, searcher: Searcher) -> None:
        self._uses, self._level = searcher.uses, searcher.level
        self._matcher, self._confirmer = searcher.matcher, searcher.confirmer

    def candidates(self, texts: Sequence[JoinedText]) -> set[int]:
        """The owners of texts in which a rule finds something, or that hold a mark of ours, as they are or decoded."""
        found: set[int] = set()
        while texts:
            texts = [view for text, hits in self._hits(texts, found) for view in self._judge(text, hits, found)]
        return found

    def _hits(self, texts: Sequence[JoinedText], found: set[int]) -> Iterator[tuple[JoinedText, list[Hit]]]:
        """The triggers in each text that has some, as a search of that text alone finds them."""
        hits = self._matcher.scan(b"\n%b\n" % b"\n\n".join([text.data for text in texts]), MOST_EVENTS)
        if hits.over:
            found.update(text.owner for text in texts)
            return
        rest = iter(texts)
        text, base, stop = next(rest), 1, 0
        stop = base + len(text.data) + 1
        inside: list[Hit] = []
        for pattern, start, end in hits.found:
            while end > stop:
                if inside:
                    yield text, inside
                    inside = []
                text, base = next(rest), stop + 1
                stop = base + len(text.data) + 1
            if start >= base - 1:  # else it begins in the text before
                inside.append((pattern, max(start - base, 0), min(end, stop - 1) - base))
        if inside:
            yield text, inside

    def _judge(self, text: JoinedText, hits: Sequence[Hit], found: set[int]) -> Iterator[JoinedText]:
        """Adds the text's owner to `found`, or yields what is decoded from the text."""
        owner, data, context, layers = text
        if owner in found:
            return
        marks: dict[int, list[tuple[int, int]]] = {}
        if len(hits) > MOST_HITS:
            found.add(owner)
            return
        searched = SearchedText(data)
        for pattern, start, end in hits:
            for use in self._uses[pattern]:
                number = use[0]
                if number >= 0:
                    if not self._rules_out(data, start, end, use, context, searched):
                        found.add(owner)
                        return
                elif number == OUR_MARK:
                    found.add(owner)
                    return
                elif number != THEIR_MARK:
                    marks.setdefault(number, []).append((start, end))
        for number, where in marks.items() if layers else ():
            for view in decode.DECODERS[-1 - number].views(data, where):
                yield JoinedText(owner, view.data, context, layers - 1)

    def _rules_out(
        self, data: bytes, start: int, end: int, use: Use, context: TextContext | None, searched: SearchedText
    ) -> bool:
        """Whether a detector finds nothing around a trigger; where the context is not known, by its pattern alone."""
        number, back, ahead = use
        level = self._level(number, context) if context is not None else "error"
        if level == "off":
            return True
        if context is None or context.on == "text":
            value, pattern = self._confirmer.patterns(number)
            low, high = max(start - back, 0) if back > 0 else start, end + ahead
            if value is not None and value.search(data, low, high) is None:
                return True
            if (pattern.match(data, start, high) if back < 0 else pattern.search(data, low, high)) is None:
                return True
        if context is None:
            return False
        return self._confirmer.confirm(data, start, end, use, context, level, searched) is None
