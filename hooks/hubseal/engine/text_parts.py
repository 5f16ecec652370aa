"""The parts of a text that are judged otherwise than the rest: the settings in a card, the text of a page."""

from __future__ import annotations

from bisect import bisect_right

from ..kinds.regions import Region, regions, shown
from ..types import Kind
from .span import TextContext

PAGES = (".html", ".htm", ".xhtml")


class TextParts:
    """What is known of each place of a text. `all[0]` holds outside of parts."""

    def __init__(self, data: bytes, text: TextContext) -> None:
        self._regions: list[Region] = _regions(data, text) if has_parts(text) else []
        self._of: dict[Kind, TextContext] = {kind: text._replace(part=kind) for _, _, kind in self._regions}
        self.all = (text, *self._of.values())

    def at(self, offset: int) -> TextContext:
        """What is known of the text at `offset`."""
        number = bisect_right(self._regions, (offset + 1,)) - 1
        if number >= 0 and offset < self._regions[number][1]:
            return self._of[self._regions[number][2]]
        return self.all[0]


def has_parts(text: TextContext) -> bool:
    """Whether parts of such a text may be judged otherwise than the rest: it is a card or a page."""
    page = text.judged == "code" and text.path.lower().endswith(PAGES)
    return text.on == "text" and (text.judged == "card" or page)


def _regions(data: bytes, text: TextContext) -> list[Region]:
    return regions(data) if text.judged == "card" else shown(data)
