"""Pages: which streams draw them, with which fonts; older versions and pages that were taken out are read, too.

Format: ISO 32000-1, 7.7.3, 7.8 and 8.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ....types import Opaque, Segment
from ...core.streams import nowhere, part
from .fonts import PLAIN, Font, font
from .layout import Writing
from .objects import Ref, Stream, dictionaries, leaves
from .parser import File, ReadProblem
from .text import SAME, Matrix, Pen, times
from .text_encoding import words

DEPTH, ALL = 32, 20
"""Forms in one another; times the strings of one page that all pages together may have."""
LONG = "it draws more than is read; print what it shows to files of their own and scan them"
DRAWS = re.compile(
    rb"(?<![^\s\]>)/])(?:[bBcdfFgGhijJkKlmMnqQsSvwWy]|[bBfWT]\*|B[DM]C|EMC|B[TX]|E[TX]|c[ms]|CS|d[01]|D[oP]|gs|MP|r[egi]"
    rb"|RG|s[ch]|SC|scn|SCN|T[cdDfjJLmrswz])(?=\s|\Z)"
)
"""Operators of a content stream."""
MUTE = "its fonts do not say which characters they draw; export it anew so that its text can be copied"
LOST = "a font that it names is not in the file, so its text may be wrong; write the file anew"
CUT = "what it draws cannot be unpacked to its end; what came before was read; write the file anew"


class Pages:
    """All pages, in their order; `used` are the streams that were drawn, by their start."""

    def __init__(self, file: File) -> None:
        self.file, self.used = file, set[int]()
        self._left = ALL * file.limits.events
        self._fonts: dict[Any, Font] = {}
        self._known: dict[str, Any] | None = None
        self._mute: list[tuple[str, int]] = []
        self.listed = list(self._tree())
        self.of: dict[int, str] = {}
        """The place of an object that belongs to one page: the page itself, what it is drawn with, its annotations."""
        for place, number, page in self.listed:
            for ref in (Ref(number), *self._refs(page.get("Contents")), *self._refs(page.get("Annots"))):
                self.of.setdefault(ref.number, place)

    def _refs(self, item: Any) -> list[Ref]:
        """The references in an array, or the one that stands for an object."""
        inner = self.file.get(item)
        listed = inner if isinstance(inner, list) else [item]
        return [ref for ref in listed if isinstance(ref, Ref)]

    def _tree(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """(place, number, page) as they are shown, then older versions and those that are not shown."""
        file, seen, count = self.file, set[int](), 0
        roots = [t["Root"] for t in file.trailers if "Root" in t]
        root = file.about(roots[-1]) if roots else {}
        shown: dict[int, str] = {}
        todo = [root.get("Pages")]
        while todo:
            ref = todo.pop()
            if not isinstance(ref, Ref) or ref.number in seen:
                continue
            seen.add(ref.number)
            node = file.about(ref)
            kids = file.get(node.get("Kids"))
            if isinstance(kids, list):
                todo += reversed(kids)
            elif node:
                count += 1
                shown[ref.number] = f"page {count}"
                yield shown[ref.number], ref.number, node
        for number, versions in file.versions.items():
            last = versions[-1]
            for made in reversed(versions):
                if isinstance(made, dict) and made.get("Type") == "Page" and not (made is last and number in shown):
                    place = f"{shown[number]}, older version" if number in shown else "a page that is not shown"
                    yield place, number, made

    def read(self) -> Iterator[Segment | Opaque]:
        """The text of each page, then what is known to be older versions of what draws them."""
        for place, _, page in self.listed:
            yield from self._page(place, page)
        if self._mute:
            places = [place for place, _ in self._mute]
            place = places[0] + (f" and {len(places) - 1} more" if len(places) > 1 else "")
            self.file.troubles.append(ReadProblem(place, "damaged", sum(size for _, size in self._mute), MUTE))

    def _page(self, place: str, page: dict[str, Any]) -> Iterator[Segment | Opaque]:
        resources, older = self._resources(page), list[Stream]()
        streams: list[Stream] = []
        for ref in self._refs(page.get("Contents")):
            found = [made for made in self.file.versions.get(ref.number, ()) if isinstance(made, Stream)]
            streams += found[-1:]
            older += found[:-1]
        for ref in self._refs(page.get("Annots")):
            for _, item in leaves(self.file.about(ref).get("AP")):
                inner = self.file.get(item)
                streams += [inner] if isinstance(inner, Stream) else []
        yield from self.draw(place, [s for s in streams if s.start not in self.used], resources)
        for stream in older:
            if stream.start not in self.used:
                yield from self.draw(f"{place}, older version", [stream], resources)

    def _resources(self, page: dict[str, Any]) -> dict[str, Any]:
        for _ in range(DEPTH):
            found = self.file.about(page.get("Resources"))
            if found or "Parent" not in page:
                return found
            page = self.file.about(page["Parent"])
        return {}

    def draw(self, place: str, streams: list[Stream], resources: dict[str, Any]) -> Iterator[Segment | Opaque]:
        """The text that streams draw, one after the other, and what is said about it."""
        out = Writing(min(self.file.limits.events, self._left))
        allowed = out.left
        contents: list[bytes] = []
        for stream in streams:
            if stream.about.get("Subtype") == "Form":
                self._form(out, stream, resources, SAME, 0, place)
            else:
                contents.append(self._unpacked(stream, place))
        self._run(out, b"\n".join(contents), resources, SAME, 0, place)
        self._left -= allowed - max(out.left, 0)
        if out.left < 0:
            self.file.troubles.append(ReadProblem(place, "limit", 0, LONG))
        yield from self._told(out, place)

    def _told(self, out: Writing, place: str) -> Iterator[Segment | Opaque]:
        text = out.text()
        if out.known:
            yield part(text, place)
            joined = out.joined()
            if joined:
                yield part(joined, place)
        said = [line for line in dict.fromkeys(words(data) for data in out.said) if line and line not in text]
        if said:
            yield Segment(b"\n".join(said), place=place, where=nowhere)
        if out.unknown or out.pictures:
            yield Opaque(out.unknown + out.pictures, "glyphs and pictures")
        if out.unknown and not out.known:
            self._mute.append((place, out.unknown))

    def _unpacked(self, stream: Stream, place: str) -> bytes:
        self.used.add(stream.start)
        data, most = self.file.content(stream, place, CUT), self.file.limits.json
        if len(data) > most:
            hint = f"only the first {most >> 20} MiB of what it draws were read; print it to a file of its own"
            self.file.troubles.append(ReadProblem(place, "limit", stream.size, hint))
        if data.strip() and not DRAWS.search(data):
            self.file.troubles.append(ReadProblem(place, "damaged", stream.size, CUT))
        return data[:most]

    def _run(self, out: Writing, data: bytes, resources: dict[str, Any], where: Matrix, depth: int, place: str) -> None:
        forms = self.file.about(resources.get("XObject"))
        fonts = self.file.about(resources.get("Font"))

        def form(name: str, matrix: Matrix) -> None:
            stream = self.file.get(forms.get(name))
            if isinstance(stream, Stream) and stream.about.get("Subtype") == "Form" and depth < DEPTH:
                self._form(out, stream, resources, matrix, depth + 1, place)

        def font_(name: str) -> Font:
            return self._font(fonts.get(name) or self._anywhere(name), place)

        Pen(out, font_, form, where).draw(data)

    def _anywhere(self, name: str) -> Any:
        """The font of that name which any page has, for streams whose own are not known."""
        if self._known is None:
            self._known = {}
            for versions in self.file.versions.values():
                for about in dictionaries(versions[-1].about if isinstance(versions[-1], Stream) else versions[-1]):
                    for key, item in self.file.about(about.get("Font")).items():
                        self._known.setdefault(key, item)
        return self._known.get(name)

    def _form(self, out: Writing, stream: Stream, above: dict[str, Any], where: Matrix, depth: int, place: str) -> None:
        """Draws a form, once in all: what stands on many pages is read on the first."""
        if stream.start in self.used:
            return
        matrix = self.file.get(stream.about.get("Matrix"))
        if isinstance(matrix, list) and len(matrix) == 6 and all(isinstance(n, (int, float)) for n in matrix):
            where = times(tuple(map(float, matrix)), where)  # type: ignore[arg-type]
        resources = self.file.about(stream.about.get("Resources")) or above
        self._run(out, self._unpacked(stream, place), resources, where, depth, place)

    def _font(self, item: Any, place: str) -> Font:
        about = self.file.about(item)
        if not about:
            trouble = ReadProblem(place, "damaged", 0, LOST)
            self.file.troubles += [] if trouble in self.file.troubles else [trouble]
            return PLAIN
        key = item.number if isinstance(item, Ref) else id(item)
        if key not in self._fonts:
            self._fonts[key] = font(self.file, about)
        return self._fonts[key]
