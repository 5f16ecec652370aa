"""PDF files: what cannot be read is said, what is no text is skipped, and nothing takes longer than it must."""

from __future__ import annotations

import io
import zlib

import pytest

from hubseal import kinds
from hubseal.readers import reader_for
from hubseal.types import Blob, Limits, Opaque, Segment, Unread

pytestmark = [pytest.mark.xdist_group("readers"), pytest.mark.usefixtures("watchdog")]
FLATE = b"/Filter/FlateDecode"
DRAWN = b"BT /F1 9 Tf 9 9 Td (KEY=planted) Tj ET"
PAGE = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
TREE = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE)
SIMPLE = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
GLYPHS = b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2>>]>>"


def stream(data: bytes, about: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (about, len(data), data)


def file(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<<" + trailer + b">>\nstartxref\n0\n%%EOF\n"


def read(data: bytes, limits: Limits = Limits()) -> tuple[bytes, set[str], list[Blob]]:  # noqa: B008
    """(the text, the causes of what was not read, the members)."""
    blob, texts, causes, members = Blob("a.pdf", "a.pdf", len(data), None, lambda: io.BytesIO(data)), [], set(), []
    fmt = kinds.sniff("a.pdf", data[: kinds.HEAD], len(data))
    for item in reader_for("a.pdf", fmt)(blob, limits):
        if isinstance(item, Segment):
            texts.append(item.data if isinstance(item.data, bytes) else b"".join(c.data for c in item.data))
        elif isinstance(item, Unread):
            causes.add(item.cause)
        elif not isinstance(item, Opaque):
            members.append(item)
    return b"\n".join(texts), causes, members


PACKED = zlib.compress(DRAWN + b" % " + bytes(range(256)) * 8, 9)
READ = {
    "plain": (stream(DRAWN), set()),
    "packed": (stream(PACKED, FLATE), set()),
    "cut": (stream(PACKED[:-40], FLATE), {"damaged"}),
    "a sum that is wrong": (stream(PACKED[:-1] + b"\0", FLATE), {"damaged"}),
    "without its sum": (stream(PACKED[:-4], FLATE), set()),
    "flushed, not closed": (stream(PACKED[:-6] + b"\0\0\xff\xff", FLATE), set()),
    "a wrong length": (b"<</Length 3>>stream\n" + DRAWN + b"\nendstream", set()),
    "a length that lies": (b"<</Length 99999999999>>stream\n" + DRAWN + b"\nendstream", set()),
    "without an end": (b"<</Length 9>>stream\n" + DRAWN, set()),
    "a filter nobody knows": (stream(DRAWN, b"/Filter/Nonsense"), {"damaged"}),
    "a filter nobody knows, packed": (stream(PACKED, b"/Filter/Nonsense"), {"damaged"}),
}


@pytest.mark.parametrize(("content", "causes"), READ.values(), ids=READ)
def test_streams(content: bytes, causes: set[str]) -> None:
    text, said, _ = read(file(*TREE, content, SIMPLE))
    assert (b"KEY=planted" in text) == (content != READ["a filter nobody knows, packed"][0])
    assert said == causes


@pytest.mark.parametrize(
    "before", [b"", b"\n", b"\xef\xbb\xbf", b"junk " * 30], ids=["nothing", "a line", "a mark", "junk"]
)
def test_something_before_the_head(before: bytes) -> None:
    text, said, _ = read(before + file(*TREE, stream(DRAWN), SIMPLE))
    assert b"KEY=planted" in text
    assert said == set()


def test_encrypted_files_are_said_to_be() -> None:
    told = stream(b"<x:xmpmeta>about</x:xmpmeta>", b"/Type/Metadata")
    text, said, _ = read(file(*TREE, stream(b"\x81\x92" * 40), SIMPLE, told, trailer=b"/Root 1 0 R/Encrypt 9 0 R"))
    assert said == {"encrypted"}
    assert b"about" in text


def test_glyphs_without_a_name_are_said_where_a_page_has_no_others() -> None:
    mute = b"BT /F1 9 Tf <00010002> Tj ET"
    assert read(file(*TREE, stream(mute), GLYPHS))[1] == {"damaged"}
    both = b"BT /F1 9 Tf <00010002> Tj /F2 9 Tf (KEY=planted) Tj ET"
    fonts = PAGE.replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 6 0 R")
    text, said, _ = read(file(*TREE[:2], fonts, stream(both), GLYPHS, SIMPLE))
    assert b"KEY=planted" in text
    assert said == set()


def test_what_a_picture_shows_is_said_in_words() -> None:
    shown = b"/Figure <</Alt (a \\(key\\) (or two): KEY=planted)/E <FEFF006F006B>>> BDC 0 0 9 9 re f EMC"
    assert read(file(*TREE, stream(shown), SIMPLE)) == (b"a (key) (or two): KEY=planted\nok", set(), [])


def test_a_photograph_that_says_more_than_pixels_is_a_member() -> None:
    about = b"/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/Filter/DCTDecode"
    photo = b"\xff\xd8\xff\xe1\0\x10Exif\0\0" + bytes(40)
    picture = b"\xff\xd8\xff\xdb\0\x10" + bytes(40)
    _, said, members = read(file(*TREE, stream(DRAWN), SIMPLE, stream(photo, about), stream(picture, about)))
    assert said == set()
    assert [(m.path, m.open().read()) for m in members] == [("a.pdf!/image 6.jpg", photo)]


def test_older_versions_are_read_with_their_place() -> None:
    old = file(*TREE, stream(DRAWN), SIMPLE)
    new = old + b"4 0 obj\n" + stream(DRAWN.replace(b"planted", b"gone")) + b"\nendobj\nstartxref\n0\n%%EOF\n"
    data = Blob("a.pdf", "a.pdf", len(new), None, lambda: io.BytesIO(new))
    found = {s.place: s.data for s in reader_for("a.pdf", "pdf")(data, Limits()) if isinstance(s, Segment)}
    assert found == {"page 1": b"KEY=gone", "page 1, older version": b"KEY=planted"}


HOSTILE = {
    "strings without end": b"%PDF-1.4\n" + b"1 0 obj(" * 50_000,
    "dictionaries without end": b"%PDF-1.4\n" + b"1 0 obj<<" * 50_000,
    "arrays in arrays": b"%PDF-1.4\n1 0 obj" + b"[" * 1_000_000,
    "comments": b"%PDF-1.4\n1 0 obj" + b"%\n" * 1_000_000,
    "streams without end": b"%PDF-1.4\n" + b"1 0 obj<<>>stream\n" * 20_000,
    "trailers without end": b"%PDF-1.4\n" + b"trailer<<(" * 50_000,
    "300 MiB of zeros": file(*TREE, stream(zlib.compress(bytes(300 << 20), 9), FLATE)),
    "a font with all codes, often": file(
        *TREE,
        stream(DRAWN),
        GLYPHS.replace(b"/Enc", b"/ToUnicode 6 0 R/Enc"),
        stream(b"beginbfrange " + b"<0000> <ffff> <0000> " * 9_000),
    ),
    "maps without end": file(
        *TREE, stream(DRAWN), GLYPHS.replace(b"/Enc", b"/ToUnicode 6 0 R/Enc"), stream(b"beginbfchar " * 99_000)
    ),
    "pictures without end": file(*TREE, stream(b"BI ID x " * 99_000)),
    "dictionaries in a drawing": file(*TREE, stream(b"<<" * 200_000)),
    "objects in one place": file(*TREE, stream(b"1 0 " * 50_000 + b"(a)", b"/Type/ObjStm/N 50000/First 200000")),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_last_ends(data: bytes) -> None:
    assert read(data)[1]


def test_a_page_of_many_strings_is_read() -> None:
    many = b"BT /F1 9 Tf 9 9 Td " + b"(KEY=planted) Tj " * 20_000 + b"ET"
    text, said, _ = read(file(*TREE, stream(zlib.compress(many, 9), FLATE), SIMPLE))
    assert text.count(b"KEY=planted") == 20_000
    assert said == set()


LOOPS = {
    "pages in themselves": file(
        TREE[0], b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Parent 2 0 R>>", PAGE, stream(DRAWN), SIMPLE
    ),
    "a form in itself": file(*TREE, stream(b"/X Do " * 900 + DRAWN), SIMPLE, stream(b"/X Do", b"/Subtype/Form")),
    "a page's parent is itself": file(
        TREE[0], b"<</Kids[3 0 R]>>", PAGE.replace(b"2 0 R", b"3 0 R"), stream(DRAWN), SIMPLE
    ),
}


@pytest.mark.parametrize("data", LOOPS.values(), ids=LOOPS)
def test_loops_are_read_once(data: bytes) -> None:
    text, said, _ = read(data)
    assert text.count(b"KEY=planted") == 1
    assert said == set()


@pytest.mark.parametrize(
    ("brackets", "closes"),
    [(0, True), (200, True), (255, True), (300, False)],
    ids=["none", "many", "as many as are followed", "more than anybody writes"],
)
def test_brackets_within_a_string_are_followed_to_a_depth(brackets: int, closes: bool) -> None:
    from hubseal.readers.documents.pdf.objects import literal

    text = b"(" + b"(" * brackets + b"abc" + b")" * brackets + b")"
    assert literal(text, 1) == (len(text) if closes else -1)


def test_brackets_that_never_close_cost_their_length() -> None:
    from time import process_time

    from hubseal.readers.documents.pdf.objects import literal

    text = b"(" * 400_000
    start = process_time()
    assert {literal(text, at) for at in range(1, 400_000, 1_000)} == {-1}
    assert process_time() - start < 2
