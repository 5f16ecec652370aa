"""Pages: which streams draw them, with which resources; older versions and pages that were taken out are read, too.

Format: ISO 32000-1, 7.7.3, 7.8 and 8.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from .objects import Reference, Stream, dictionaries, leaves, name, unescaped, unhexed
from .parser import PdfFile, PdfProblem
from .text_encoding import words

DEPTH = 32
"""Levels of pages from which resources are inherited."""
DRAWS = re.compile(
    rb"(?<![^\s\]>)/])(?:[bBcdfFgGhijJkKlmMnqQsSvwWy]|[bBfWT]\*|B[DM]C|EMC|B[TX]|E[TX]|c[ms]|CS|d[01]|D[oP]|gs|MP|r[egi]"
    rb"|RG|s[ch]|SC|scn|SCN|T[cdDfjJLmrswz])(?=\s|\Z)"
)
"""Operators of a content stream."""
_SHOWS = re.compile(rb"T[jJ]|['\"]")
"""What may be an operator that draws text."""
_FORM = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]+)[\0\t\n\f\r ]+Do")
_DESCRIBES = re.compile(
    rb"/(?:ActualText|Alt|E)[\0\t\n\f\r ]*(?:\(((?:[^()\\]|\\.|\([^()\\]*\)){1,4096})\)|<([0-9A-Fa-f\s]{1,8192})>)",
    re.DOTALL,
)
"""A string that stands for what is drawn: a literal one, or one of hexadecimal digits."""
CUT = "what it draws cannot be unpacked to its end; what came before was read; write the file anew"


class Drawing(NamedTuple):
    """What pdfium is to read as one page."""

    place: str
    number: int
    """The page object, as the file has it; 0 when a page is made for the streams."""
    streams: tuple[Stream, ...]
    resources: dict[str, Any]


class Pages:
    """All pages, in their order. `drawings` collects what draws text; `drawn` holds the starts of its streams, and
    `described` by place what they say of it; `numbered`: whether a font numbers glyphs and says no characters."""

    def __init__(self, file: PdfFile) -> None:
        self.file, self.drawn = file, set[int]()
        self.drawings: list[Drawing] = []
        self.described: dict[str, list[bytes]] = {}
        self.fonts: dict[str, Any] = {}
        """The fonts of all pages by name, for streams whose own are not known."""
        self.numbered = False
        self._collect_fonts()
        self.listed = list(self._tree())
        self.of: dict[int, str] = {}
        """The place of an object that belongs to one page: the page itself, what it is drawn with, its annotations."""
        for place, number, page, _ in self.listed:
            for ref in (Reference(number), *self._refs(page.get("Contents")), *self._refs(page.get("Annots"))):
                self.of.setdefault(ref.number, place)
        for place, number, page, shown in self.listed:
            self._page(place, number if shown else 0, page)

    def _refs(self, item: Any) -> list[Reference]:
        """The references in an array, or the one that stands for an object."""
        inner = self.file.get(item)
        listed = inner if isinstance(inner, list) else [item]
        return [ref for ref in listed if isinstance(ref, Reference)]

    def _tree(self) -> Iterator[tuple[str, int, dict[str, Any], bool]]:
        """(place, number, page, whether it is shown): as they are shown, then older versions and the others."""
        file, seen = self.file, set[int]()
        roots = [t["Root"] for t in file.trailers if "Root" in t]
        root = file.about(roots[-1]) if roots else {}
        shown: dict[int, str] = {}
        todo = [root.get("Pages")]
        while todo:
            ref = todo.pop()
            if not isinstance(ref, Reference) or ref.number in seen:
                continue
            seen.add(ref.number)
            node = file.about(ref)
            kids = file.get(node.get("Kids"))
            if isinstance(kids, list):
                todo += reversed(kids)
            elif node:
                shown[ref.number] = f"page {len(shown) + 1}"
                yield shown[ref.number], ref.number, node, True
        for number, versions in file.versions.items():
            last = versions[-1]
            for made in reversed(versions):
                if isinstance(made, dict) and made.get("Type") == "Page" and not (made is last and number in shown):
                    place = f"{shown[number]}, older version" if number in shown else "a page that is not shown"
                    yield place, number, made, False

    def _page(self, place: str, number: int, page: dict[str, Any]) -> None:
        """Its contents and the appearances of its annotations, then older versions of the contents."""
        resources, older = self._resources(page), list[Stream]()
        streams: list[Stream] = []
        for ref in self._refs(page.get("Contents")):
            found = [made for made in self.file.versions.get(ref.number, ()) if isinstance(made, Stream)]
            streams += found[-1:]
            older += found[:-1]
        self.draw(place, streams, resources, number)
        for ref in self._refs(page.get("Annots")):
            looks = [self.file.get(item) for _, item in leaves(self.file.about(ref).get("AP"))]
            self.draw(place, [look for look in looks if isinstance(look, Stream)], resources)
        for stream in older:
            self.draw(f"{place}, older version", [stream], resources)

    def _resources(self, page: dict[str, Any]) -> dict[str, Any]:
        for _ in range(DEPTH):
            found = self.file.about(page.get("Resources"))
            if found or "Parent" not in page:
                return found
            page = self.file.about(page["Parent"])
        return {}

    def draw(self, place: str, streams: list[Stream], resources: dict[str, Any], number: int = 0) -> None:
        """Takes streams that draw one after the other, unless others have drawn them or they draw no text."""
        new = tuple({s.start: s for s in streams if s.start not in self.drawn}.values())
        shows = [self._shows(stream, resources, place) for stream in new]
        if any(shows):
            self.drawings.append(Drawing(place, number, new, resources))

    def _shows(self, stream: Stream, resources: dict[str, Any], place: str) -> bool:
        """Whether a stream, or a form in it, may draw text; what stands on many pages does on the first."""
        todo, shows = [(stream, resources)], False
        while todo:
            stream, above = todo.pop()
            if stream.start in self.drawn:
                continue
            self.drawn.add(stream.start)
            resources = self.file.about(stream.about.get("Resources")) or above
            got = self.file.unpack(stream)
            broken = got.cause or ("damaged" if got.packed or self._odd(got.data) else None)
            if broken:
                self.file.problems.append(PdfProblem(place, broken, stream.size, CUT))
            self._describe(got.data, place)
            shows = shows or broken is not None or bool(_SHOWS.search(got.data))
            forms = self.file.about(resources.get("XObject"))
            inner = [self.file.get(forms.get(name(form))) for form in dict.fromkeys(_FORM.findall(got.data))]
            todo += [(f, resources) for f in inner if isinstance(f, Stream) and f.about.get("Subtype") == "Form"]
        return shows

    def _describe(self, data: bytes, place: str) -> None:
        """Takes the strings that stand for what is drawn."""
        for found in _DESCRIBES.finditer(data):
            text = words(unescaped(found[1]) if found[1] is not None else unhexed(found[2]))
            if text:
                self.described.setdefault(place, []).append(text)

    def _odd(self, data: bytes) -> bool:
        """Whether it holds something, and nothing that draws."""
        return bool(data.strip()) and not DRAWS.search(data)

    def _collect_fonts(self) -> None:
        for versions in self.file.versions.values():
            for about in dictionaries(versions[-1].about if isinstance(versions[-1], Stream) else versions[-1]):
                self.numbered = self.numbered or about.get("Subtype") == "Type0"
                for key, item in self.file.about(about.get("Font")).items():
                    self.fonts.setdefault(key, item)
