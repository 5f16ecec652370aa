"""Which of many small texts may hold something: one pass of the matcher over all of them, joined.

Of most files nothing is to be said, and this finds out for less than it takes to set up the scan of one. Whatever it
cannot rule out is scanned like any other file; it finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import thread_time

from .. import decode
from .repeats import Use
from .searched import SearchedText
from .searcher import OUR_MARK, THEIR_MARK, Searcher
from .span import TextContext

MOST_HITS = 2_000
"""Triggers in one text, past which it is scanned like any other: what is done here stays little."""
MOST_VIEWS = 4 << 20
"""Bytes that are decoded of one text, likewise."""
PATIENCE = 0.5
"""Seconds of computing for one text, likewise."""
CHECKED = 100
"""Triggers after which the time is looked at."""
MOST_EVENTS = 20_000
"""Triggers of one pattern in all texts of a pass, likewise."""
Hit = tuple[int, int, int]


JoinedText = tuple[int, bytes, Callable[[], TextContext | None], int]
"""A text of a pass: the number of the file that it is of; its bytes; what rules judge it by, None where its parts are
judged otherwise; how often it may be decoded. A bare tuple: most are made for nothing."""


class Prefilter:
    """Looks for candidates as a searcher does, with its parts."""

    def __init__(self, searcher: Searcher) -> None:
        self._uses, self._level = searcher.uses, searcher.level
        self._matcher, self._confirmer = searcher.matcher, searcher.confirmer

    def candidates(self, texts: Sequence[JoinedText]) -> set[int]:
        """The owners of texts in which a rule finds something, or that hold a mark of ours, as they are or decoded."""
        found: set[int] = set()
        while texts:
            texts = [view for text, hits in self._hits(texts, found) for view in self._views(text, hits, found)]
        return found

    def _hits(self, texts: Sequence[JoinedText], found: set[int]) -> Iterator[tuple[JoinedText, list[Hit]]]:
        """The triggers in each text that has some, as a search of that text alone finds them."""
        hits = self._matcher.scan(b"\n%b\n" % b"\n\n".join([text[1] for text in texts]), MOST_EVENTS)
        if hits.over:
            found.update(text[0] for text in texts)
            return
        rest = iter(texts)
        text, base, stop = next(rest), 1, 0
        stop = base + len(text[1]) + 1
        inside: list[Hit] = []
        for pattern, start, end in hits.found:
            while end > stop:
                if inside:
                    yield text, inside
                    inside = []
                text, base = next(rest), stop + 1
                stop = base + len(text[1]) + 1
            if start >= base - 1:  # else it begins in the text before
                inside.append((pattern, max(start - base, 0), min(end, stop - 1) - base))
        if inside:
            yield text, inside

    def _views(self, text: JoinedText, hits: Sequence[Hit], found: set[int]) -> Sequence[JoinedText]:
        """What is decoded from a text; nothing when its owner is in `found`, or is added to it."""
        owner, data, known, layers = text
        if owner in found:
            return ()
        try:
            views = self._judge(data, hits, known(), layers) if len(hits) <= MOST_HITS else None
        except Exception:  # noqa: BLE001 - the scan of the file meets it, too, and tells of it
            views = None
        if views is None:
            found.add(owner)
            return ()
        return [(owner, view, known, layers - 1) for view in views]

    def _judge(
        self, data: bytes, hits: Sequence[Hit], context: TextContext | None, layers: int
    ) -> Sequence[bytes] | None:
        """What is decoded from a text in which nothing is found; None when something is, or that takes long."""
        begin, searched = thread_time(), SearchedText(data)
        marks: dict[int, list[tuple[int, int]]] = {}
        for count, (pattern, start, end) in enumerate(hits):
            if count % CHECKED == CHECKED - 1 and thread_time() - begin > PATIENCE:
                return None
            for use in self._uses[pattern]:
                number = use[0]
                if number >= 0:
                    if not self._rules_out(data, start, end, use, context, searched):
                        return None
                elif number == OUR_MARK:
                    return None
                elif number != THEIR_MARK:
                    marks.setdefault(number, []).append((start, end))
        views: list[bytes] = []
        size = 0
        for number, where in marks.items() if layers else ():
            for view in decode.DECODERS[-1 - number].views(data, where):
                views.append(view.data)
                size += len(view.data)
                if size > MOST_VIEWS or thread_time() - begin > PATIENCE:
                    return None
        return views

    def _rules_out(
        self, data: bytes, start: int, end: int, use: Use, context: TextContext | None, searched: SearchedText
    ) -> bool:
        """Whether a detector finds nothing around a trigger; where the context is not known, by its pattern alone."""
        number = use[0]
        level = self._level(number, context) if context is not None else "error"
        if level == "off":
            return True
        if (context is None or context.on == "text") and not self._confirmer.matches(data, start, end, use):
            return True
        if context is None:
            return False
        return self._confirmer.confirm(data, start, end, use, context, level, searched) is None
