"""A PDF file made of another for pdfium alone: the same objects without pictures and attached files, and at its end a
list of pages of our own. It has no table of objects, so pdfium goes through all of them, as we do.

Format: ISO 32000-1, 7.3 and 7.5.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count
from typing import Any

from ...core.errors import LimitExceeded
from ...core.streams import exactly
from .objects import PdfString, Reference, Stream
from .pages import Drawing, Pages
from .parser import PdfFile

HEAD = b"%PDF-1.7\n"
MOST, SMALL = 96 << 20, 4096
"""Bytes of a file whose pages are read; those from which on a stream is worth leaving out."""
LARGE = f"its pages were not read, because it has more than {MOST >> 20} MiB besides pictures; split it"
KEPT = frozenset(("ObjStm", "XRef"))
"""Types of streams that hold objects."""


def compact(file: PdfFile, pages: Pages, attached: Collection[int]) -> bytes:
    """The file. `attached`: the numbers of streams that are files of their own. Raises LimitExceeded, OSError."""
    left_out = [stream for stream in file.streams if _may_go(stream, pages, attached)]
    spare = sum(stream.size for stream in left_out)
    if file.total - spare > MOST:
        raise LimitExceeded(LARGE)
    parts, at = [HEAD], 0
    for stream in left_out:
        parts += (_read(file, at, stream.at), b"\n%d 0 obj null endobj\n" % stream.number)
        at = stream.start + stream.size
    parts += (_read(file, at, file.total), b"\n", *_pages(file, pages))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % sum(map(len, parts)))  # no table stands there
    return b"".join(parts)


def _may_go(stream: Stream, pages: Pages, attached: Collection[int]) -> bool:
    about = stream.about
    if stream.size < SMALL or not stream.whole or stream.start in pages.drawn or about.get("Type") in KEPT:
        return False
    return about.get("Subtype") == "Image" or about.get("Type") == "EmbeddedFile" or stream.number in attached


def _read(file: PdfFile, start: int, stop: int) -> bytes:
    file.stream.seek(start)
    return exactly(file.stream, stop - start)


def _pages(file: PdfFile, pages: Pages) -> Iterator[bytes]:
    """A catalog whose pages are the drawings, in their order."""
    free = (number for number in count(1) if number not in file.versions)
    catalog, tree, kids = next(free), next(free), list[Reference]()
    for drawing in pages.drawings:
        if drawing.number:
            kids.append(Reference(drawing.number))
            continue
        shown, forms = list[Reference](), dict[str, Reference]()
        for stream in drawing.streams:
            ref = Reference(stream.number)
            if file.versions.get(stream.number, [None])[-1] is not stream:
                ref = Reference(next(free))
                yield _object(ref, stream.about, _read(file, stream.start, stream.start + stream.size))
            if stream.about.get("Subtype") == "Form":
                forms[f"Form{len(forms)}"] = ref
            else:
                shown.append(ref)
        page = Reference(next(free))
        yield from _page(page, drawing, pages, shown, forms, Reference(tree), Reference(next(free)))
        kids.append(page)
    yield _object(Reference(tree), {"Type": "Pages", "Kids": kids, "Count": len(kids)})
    yield _object(Reference(catalog), {"Type": "Catalog", "Pages": Reference(tree)})
    yield b"trailer " + written({"Root": Reference(catalog)}) + b"\n"


def _page(
    page: Reference,
    drawing: Drawing,
    pages: Pages,
    shown: list[Reference],
    forms: dict[str, Reference],
    tree: Reference,
    draws: Reference,
) -> Iterator[bytes]:
    """A page for streams, and a stream that draws the forms among them."""
    resources = dict(drawing.resources)
    resources["Font"] = pages.fonts | pages.file.about(resources.get("Font"))
    if forms:
        resources["XObject"] = pages.file.about(resources.get("XObject")) | forms
        shown = [*shown, draws]
        yield _object(draws, {}, b"\n".join(b"/%s Do" % form.encode() for form in forms))
    box = [0, 0, 1000, 1000]
    about = {"Type": "Page", "Parent": tree, "MediaBox": box, "Resources": resources, "Contents": shown}
    yield _object(page, about)


def _object(ref: Reference, about: dict[str, Any], data: bytes | None = None) -> bytes:
    if data is None:
        return b"%d 0 obj %s endobj\n" % (ref.number, written(about))
    head = written(about | {"Length": len(data)})
    return b"%d 0 obj %s\nstream\n%s\nendstream endobj\n" % (ref.number, head, data)


def written(item: Any) -> bytes:
    """An object as it stands in a file; what none is becomes null."""
    if isinstance(item, dict):
        return b"<<" + b"".join(_name(key) + b" " + written(inner) for key, inner in item.items()) + b">>"
    if isinstance(item, Reference):
        return b"%d 0 R" % item.number
    if isinstance(item, PdfString):
        return b"<" + item.data.hex().encode() + b">"
    if isinstance(item, list):
        return b"[" + b" ".join(map(written, item)) + b"]"
    if isinstance(item, str):
        return _name(item)
    if isinstance(item, bool):
        return b"true" if item else b"false"
    return (b"%d" if isinstance(item, int) else b"%.6f") % item if isinstance(item, (int, float)) else b"null"


def _name(name: str) -> bytes:
    raw = name.encode("latin-1", "replace")
    return b"/" + b"".join(bytes((c,)) if chr(c).isalnum() and c < 128 else b"#%02x" % c for c in raw)
