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
        self._regions: list[Region] = _regions(data, text) if text.on == "text" else []
        self._of: dict[Kind, TextContext] = {kind: text._replace(part=kind) for _, _, kind in self._regions}
        self.all = (text, *self._of.values())

    def at(self, offset: int) -> TextContext:
        """What is known of the text at `offset`."""
        number = bisect_right(self._regions, (offset + 1,)) - 1
        if number >= 0 and offset < self._regions[number][1]:
            return self._of[self._regions[number][2]]
        return self.all[0]


def _regions(data: bytes, text: TextContext) -> list[Region]:
    if text.judged == "card":
        return regions(data)
    page = text.judged == "code" and text.path.lower().endswith(PAGES)
    return shown(data) if page else []
