"""Strings in the objects of a PDF file: document info, links, comments, fields, outlines, names of attached files.

Format: ISO 32000-1, 12.3-12.7, 14.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....types import Segment
from ...core.segments import named_segment, nowhere, text_segment
from ...core.string_table import SEGMENT_BYTES, StringTable
from .objects import PdfString, Reference, Stream, dictionaries, leaves
from .parser import PdfFile
from .text_encoding import words

SHORTEST = 16
"""Bytes from which on a name, or a string that is no text, may hold something."""
_DULL = frozenset("ID CharSet Registry Ordering Lang Limits NM FontFamily Panose".split())
"""Keys of strings that name things for programs."""
_ROLES = ("FontFile", "FontFile2", "FontFile3", "ToUnicode", "CIDToGIDMap", "CIDSet", "JS", "XFA", "Thumb", "Encoding")


class DocumentStrings:
    """What the objects say, and what streams are for."""

    def __init__(self, file: PdfFile, pages: dict[int, str]) -> None:
        self.file, self._pages = file, pages
        self.roles: dict[int, str] = {}
        """What the stream of a number is for, by the key that it stands under."""
        self.names: dict[int, str] = {}
        """The names of attached files, by the number of their streams."""
        self._info = {t["Info"].number for t in file.trailers if isinstance(t.get("Info"), Reference)}
        self._lines: dict[str, StringTable] = {}
        self._seen: set[tuple[str, str, bytes]] = set()
        self._names: set[str] = set()

    def read(self) -> Iterator[Segment]:
        """Document info by key, the rest as lines of what belongs together."""
        for number, versions in self.file.versions.items():
            for made in versions:
                yield from self._object(number, made.about if isinstance(made, Stream) else made)
        for trailer in self.file.trailers:
            if isinstance(trailer.get("Info"), dict):
                yield from self._object(min(self._info, default=-1), trailer["Info"], "document info")
        for lines in self._lines.values():
            yield from lines.take()
        if self._names:
            names = "\n".join(sorted(self._names)).encode("utf-8", "replace")
            yield Segment(names, "bytes", "names", where=nowhere)

    def _object(self, number: int, made: Any, place: str = "") -> Iterator[Segment]:
        for about in dictionaries(made):
            self._learn(about)
        place = place or self._place(number, made)
        for key, item in leaves(made):
            if isinstance(item, str) and len(item) >= SHORTEST:
                self._names.add(item)
            if (
                not isinstance(item, PdfString)
                or not item.data
                or key in _DULL
                or (place, key, item.data) in self._seen
            ):
                continue
            self._seen.add((place, key, item.data))
            text = words(item.data)
            if text is None:
                if len(item.data) >= SHORTEST:
                    yield Segment(item.data, "bytes", place, key, nowhere)
                continue
            at = item.at if text == item.data else -1
            if place == "document info":
                yield self._line(text, f"{place} {key}", key, at)
                continue
            lines = self._lines.setdefault(place, StringTable(place))
            lines.pair(key.encode("utf-8", "replace"), text, at if at >= 0 else None)
            if lines.size > SEGMENT_BYTES:
                yield from lines.take()

    def _line(self, text: bytes, place: str, key: str, at: int) -> Segment:
        segment = named_segment(key.encode("utf-8", "replace"), text, place, max(at, 0))
        return segment if at >= 0 else text_segment(segment.data, place, segment.key)  # type: ignore[arg-type]

    def _place(self, number: int, about: Any) -> str:
        """Where a person finds an object."""
        about = about if isinstance(about, dict) else {}
        kind, page = about.get("Type"), self._pages.get(number, "")
        if number in self._info or "Producer" in about or "CreationDate" in about:
            return "document info"
        if about.get("Subtype") == "Widget" or "FT" in about:
            return "form fields"
        if kind == "Annot" or "Subtype" in about and "Rect" in about:
            return f"{page} annotations".strip()
        if page:
            return page
        return _place_by_keys(about)

    def _learn(self, about: dict[str, Any]) -> None:
        """Notes what the streams that a dictionary points to are for."""
        for key in _ROLES:
            if isinstance(about.get(key), Reference):
                self.roles.setdefault(about[key].number, key)
        if about.get("Subtype") == "Type3":
            for glyph in self.file.about(about.get("CharProcs")).values():
                if isinstance(glyph, Reference):
                    self.roles.setdefault(glyph.number, "CharProcs")
        attached = self.file.about(about.get("EF"))
        for ref in attached.values():
            if isinstance(ref, Reference):
                name = next((about[key] for key in ("UF", "F", "Desc") if isinstance(about.get(key), PdfString)), None)
                text = words(name.data) if name else None
                self.names.setdefault(ref.number, (text or b"attachment").decode("utf-8", "replace"))


def _place_by_keys(about: dict[str, Any]) -> str:
    """Where a person finds an object that stands on no page."""
    if "EF" in about or about.get("Type") == "Filespec":
        return "attachments"
    if "JS" in about:
        return "JavaScript"
    if about.get("Type") == "StructElem":
        return "structure"
    if "Title" in about and not about.keys().isdisjoint(("Parent", "Dest", "A")):
        return "outline"
    return "form fields" if "T" in about and "Kids" in about else "other objects"
