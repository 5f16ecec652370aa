"""PDF: document info, XMP, annotations, fields, outlines, attached files and the text of pages; pictures are skipped.

Older versions that an incremental update leaves in the file are published with it: they are read, too. Nothing is
decrypted. Format: ISO 32000-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import kinds
from ....types import Blob, Limits, Opaque, Segment, Unread
from ...core.members import opener, trailing_segment, value
from ...core.segments import nowhere
from ...core.streams import Part, exactly, length
from . import page_text
from .filters import PIXELS, names
from .objects import Stream
from .pages import DRAWS, Pages
from .parser import File, ReadProblem
from .strings import Told

Item = Segment | Blob | Unread | Opaque
ENCRYPTED = "it is encrypted, so it was not read; scan it before it is encrypted"
PACKED = "a stream cannot be unpacked to its end; what came before was read; write the file anew"
SKIPPED = frozenset("FontFile FontFile2 FontFile3 ToUnicode CIDToGIDMap CIDSet Thumb Encoding CharProcs".split())
WEAK = frozenset("arrow pickle zlib lzma tfevents msgpack tar".split())
"""Formats that few bytes suffice to be taken for; streams of numbers are not uncommon."""
STRUCTURE = frozenset(("XRef", "ObjStm", "CMap"))
NUMBERS = ("FunctionType", "ShadingType", "HalftoneType")
MOST_TROUBLES = 20
_TOLD = re.compile(rb"\xff(?:[\xe1\xed\xfe])")


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """What is said about the document, its pages in order, then all other streams."""
    with blob.open() as stream:
        file = File(stream, length(blob, stream), limits)
        if file.encrypted:
            yield Unread(blob.path, "", "encrypted", blob.size, ENCRYPTED)
            file.troubles.clear()
            yield from _plain(file)
        else:
            yield from _open(blob, file)
        for start, stop in file.gaps:
            yield trailing_segment(stream, start, stop - start, limits, "between objects")
        yield from _troubles(blob, file.troubles)
        if file.failed:
            raise file.failed


def _open(blob: Blob, file: File) -> Iterator[Item]:
    pages = Pages(file)
    told = Told(file, pages.of)
    yield from told.read()
    for stream in file.streams:
        if stream.start not in pages.drawn:
            yield from _stream(blob, file, stream, told, pages)
    yield from page_text.read(file, pages, told.names)


def _plain(file: File) -> Iterator[Segment]:
    """Of an encrypted file: the metadata, which may be left readable."""
    for stream in file.streams:
        if stream.about.get("Type") == "Metadata":
            data = file.unpack(stream).data
            if b"<x:xmpmeta" in data or b"<?xpacket" in data:
                yield Segment(data, place="XMP", where=nowhere)


def _troubles(blob: Blob, troubles: list[ReadProblem]) -> Iterator[Unread]:
    for trouble in troubles[:MOST_TROUBLES]:
        yield Unread(blob.path, trouble.place, trouble.cause, trouble.bytes, trouble.hint)
    left = troubles[MOST_TROUBLES:]
    if left:
        hint = f"{len(left)} more parts of it cannot be read to their end; write the file anew"
        yield Unread(blob.path, "", left[0].cause, sum(trouble.bytes for trouble in left), hint)


def _stream(blob: Blob, file: File, stream: Stream, told: Told, pages: Pages) -> Iterator[Item]:
    """A stream that no page draws, by what it is for."""
    about, role = stream.about, told.roles.get(stream.number, "")
    kind, form = about.get("Type"), about.get("Subtype")
    if form == "Image" or "Width" in about and "Height" in about and "BitsPerComponent" in about:
        yield from _picture(blob, file, stream)
    elif role in SKIPPED or kind in STRUCTURE or any(key in about for key in NUMBERS):
        yield Opaque(stream.size, "fonts and structure")
    elif kind == "EmbeddedFile" or stream.number in told.names:
        yield from _attached(blob, file, stream, told.names.get(stream.number, f"attachment {stream.number}"))
    elif form == "Form" or kind == "Pattern":
        pages.draw(f"object {stream.number}", [stream], {})
    else:
        place = {"Metadata": "XMP"}.get(str(kind)) or {"JS": "JavaScript", "XFA": "form fields"}.get(role, "")
        yield from _other(blob, file, stream, place or f"object {stream.number}", pages)


def _other(blob: Blob, file: File, stream: Stream, place: str, pages: Pages) -> Iterator[Item]:
    got = file.unpack(stream)
    if got.packed in PIXELS:
        yield Opaque(stream.size, "pictures")
        return
    if got.cause or got.packed:
        file.troubles.append(ReadProblem(place, got.cause or "damaged", stream.size, PACKED))
    if got.data[36:40] == b"acsp":
        yield Opaque(stream.size, "colour profiles")
    elif place.startswith("object ") and len(DRAWS.findall(got.data[:4096])) > 3:
        pages.draw(place, [stream], {})
    elif kinds.sniff("", got.data[: kinds.HEAD], len(got.data)) in WEAK:
        yield Segment(got.data, "bytes", place, where=nowhere)
    elif got.data:
        item = value(blob, got.data, place)
        yield item._replace(place=place) if isinstance(item, Segment) else item


def _picture(blob: Blob, file: File, stream: Stream) -> Iterator[Item]:
    """Pixels are skipped; a JPEG file that says more than pixels is a member."""
    filters = [name for name, _ in names(stream.about, file.get)]
    if filters == ["DCTDecode"]:
        file.stream.seek(stream.start)
        head = exactly(file.stream, min(stream.size, 512))
        if head.startswith(b"\xff\xd8") and _TOLD.search(head):
            yield _member(blob, f"image {stream.number}.jpg", stream)
            return
    yield Opaque(stream.size, "pictures")


def _member(blob: Blob, name: str, stream: Stream) -> Blob:
    def opened() -> Part:
        return Part(blob.open(), stream.start, stream.size)

    return Blob(f"{blob.path}!/{name}", f"{blob.shown}!/{name}", stream.size, None, opened)


def _attached(blob: Blob, file: File, stream: Stream, name: str) -> Iterator[Item]:
    """An attached file, as far as it can be unpacked."""
    if not stream.about.get("Filter") and stream.whole:
        yield _member(blob, name, stream)
        return
    got = file.unpack(stream)
    if got.cause or got.packed not in ("", *PIXELS):
        file.troubles.append(ReadProblem(name, got.cause or "damaged", stream.size, PACKED))
    if kinds.sniff(name, got.data[: kinds.HEAD], len(got.data)) != "empty":
        path, shown = f"{blob.path}!/{name}", f"{blob.shown}!/{name}"
        yield Blob(path, shown, len(got.data), None, opener(got.data))
