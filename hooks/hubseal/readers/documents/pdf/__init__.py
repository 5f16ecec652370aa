"""PDF: document info, XMP, annotations, fields, outlines, attached files and the text of pages; pictures are skipped.

Older versions that an incremental update leaves in the file are published with it: they are read, too. Nothing is
decrypted. Format: ISO 32000-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import kinds
from ....types import Blob, Limits, Opaque, Segment, Unread
from ...core.leftover import Item, Leftover
from ...core.members import opener, value
from ...core.segments import nowhere
from ...core.streams import Part, exactly, length
from . import page_text
from .filters import PIXELS, names
from .objects import Stream
from .pages import DRAWS, Pages
from .parser import PdfFile, PdfProblem
from .strings import DocumentStrings

ENCRYPTED = "it is encrypted, so it was not read; scan it before it is encrypted"
PACKED = "a stream cannot be unpacked to its end; what came before was read; write the file anew"
SKIPPED = frozenset("FontFile FontFile2 FontFile3 ToUnicode CIDToGIDMap CIDSet Thumb Encoding CharProcs".split())
WEAK = frozenset("arrow pickle zlib lzma tfevents msgpack tar".split())
"""Formats that few bytes suffice to be taken for; streams of numbers are not uncommon."""
STRUCTURE = frozenset(("XRef", "ObjStm", "CMap"))
NUMBERS = ("FunctionType", "ShadingType", "HalftoneType")
MOST_PROBLEMS = 20
HEADER = b"%PDF-"
_SPEAKS = re.compile(rb"\xff(?:[\xe1\xed\xfe])")


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """What is said about the document, its pages in order, then all other streams."""
    with blob.open() as stream:
        file = PdfFile(stream, length(blob, stream), limits)
        if file.encrypted:
            yield Unread(blob.path, "", "encrypted", blob.size, ENCRYPTED)
            file.problems.clear()
            yield from _plain(file)
        else:
            yield from _open(blob, file)
        stream.seek(0)
        first = len(HEADER) if stream.read(len(HEADER)) == HEADER else 0
        for start, stop in file.gaps:
            yield Leftover(max(start, first), stop, "between objects")
        yield from _problems(blob, file.problems)
        if file.failed:
            raise file.failed


def _open(blob: Blob, file: PdfFile) -> Iterator[Item]:
    pages = Pages(file)
    strings = DocumentStrings(file, pages.of)
    yield from strings.read()
    for stream in file.streams:
        if stream.start not in pages.drawn:
            yield from _stream(blob, file, stream, strings, pages)
    yield from page_text.read(file, pages, strings.names)


def _plain(file: PdfFile) -> Iterator[Segment]:
    """Of an encrypted file: the metadata, which may be left readable."""
    for stream in file.streams:
        if stream.about.get("Type") == "Metadata":
            data = file.unpack(stream).data
            if b"<x:xmpmeta" in data or b"<?xpacket" in data:
                yield Segment(data, place="XMP", where=nowhere)


def _problems(blob: Blob, problems: list[PdfProblem]) -> Iterator[Unread]:
    for problem in problems[:MOST_PROBLEMS]:
        yield Unread(blob.path, problem.place, problem.cause, problem.bytes, problem.hint)
    left = problems[MOST_PROBLEMS:]
    if left:
        hint = f"{len(left)} more parts of it cannot be read to their end; write the file anew"
        yield Unread(blob.path, "", left[0].cause, sum(problem.bytes for problem in left), hint)


def _stream(blob: Blob, file: PdfFile, stream: Stream, strings: DocumentStrings, pages: Pages) -> Iterator[Item]:
    """A stream that no page draws, by what it is for."""
    about, role = stream.about, strings.roles.get(stream.number, "")
    kind, form = about.get("Type"), about.get("Subtype")
    if form == "Image" or "Width" in about and "Height" in about and "BitsPerComponent" in about:
        yield from _picture(blob, file, stream)
    elif role in SKIPPED or kind in STRUCTURE or any(key in about for key in NUMBERS):
        yield Opaque(stream.size, "fonts and structure")
    elif kind == "EmbeddedFile" or stream.number in strings.names:
        yield from _attached(blob, file, stream, strings.names.get(stream.number, f"attachment {stream.number}"))
    elif form == "Form" or kind == "Pattern":
        pages.draw(f"object {stream.number}", [stream], {})
    else:
        place = {"Metadata": "XMP"}.get(str(kind)) or {"JS": "JavaScript", "XFA": "form fields"}.get(role, "")
        yield from _other(blob, file, stream, place or f"object {stream.number}", pages)


def _other(blob: Blob, file: PdfFile, stream: Stream, place: str, pages: Pages) -> Iterator[Item]:
    got = file.unpack(stream)
    if got.packed in PIXELS:
        yield Opaque(stream.size, "pictures")
        return
    if got.cause or got.packed:
        file.problems.append(PdfProblem(place, got.cause or "damaged", stream.size, PACKED))
    if got.data[36:40] == b"acsp":
        yield Opaque(stream.size, "colour profiles")
    elif place.startswith("object ") and len(DRAWS.findall(got.data[:4096])) > 3:
        pages.draw(place, [stream], {})
    elif kinds.sniff("", got.data[: kinds.HEAD], len(got.data)) in WEAK:
        yield Segment(got.data, "bytes", place, where=nowhere)
    elif got.data:
        item = value(blob, got.data, place)
        yield item._replace(place=place) if isinstance(item, Segment) else item


def _picture(blob: Blob, file: PdfFile, stream: Stream) -> Iterator[Item]:
    """Pixels are skipped; a JPEG file that says more than pixels is a member."""
    filters = [name for name, _ in names(stream.about, file.get)]
    if filters == ["DCTDecode"]:
        file.stream.seek(stream.start)
        head = exactly(file.stream, min(stream.size, 512))
        if head.startswith(b"\xff\xd8") and _SPEAKS.search(head):
            yield _member(blob, f"image {stream.number}.jpg", stream)
            return
    yield Opaque(stream.size, "pictures")


def _member(blob: Blob, name: str, stream: Stream) -> Blob:
    def opened() -> Part:
        return Part(blob.open(), stream.start, stream.size)

    return Blob(f"{blob.path}!/{name}", f"{blob.shown}!/{name}", stream.size, None, opened)


def _attached(blob: Blob, file: PdfFile, stream: Stream, name: str) -> Iterator[Item]:
    """An attached file, as far as it can be unpacked."""
    if not stream.about.get("Filter") and stream.whole:
        yield _member(blob, name, stream)
        return
    got = file.unpack(stream)
    if got.cause or got.packed not in ("", *PIXELS):
        file.problems.append(PdfProblem(name, got.cause or "damaged", stream.size, PACKED))
    if kinds.sniff(name, got.data[: kinds.HEAD], len(got.data)) != "empty":
        path, shown = f"{blob.path}!/{name}", f"{blob.shown}!/{name}"
        yield Blob(path, shown, len(got.data), None, opener(got.data))
