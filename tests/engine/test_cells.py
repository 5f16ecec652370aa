"""Files in cells of a column: members with a row, which the engine reads as a part of their table or beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import partial

import pytest

from hubseal import engine
from hubseal.policy import DEFAULT
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.types import Blob, Finding, Limits, Reader, Report, Segment, Unreadable

PATH = "/home/tnakamura/draw.py"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    whole = ((b"IHDR", bytes(13)), *chunks, (b"IDAT", bytes(2000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + bytes(4) for name, data in whole
    )


def told(name: str = "Comment", text: str = f"made by {PATH}") -> bytes:
    """A picture that says something."""
    return png((b"tEXt", f"{name}\0{text}".encode()))


def packed(name: str) -> bytes:
    """A zip with one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, f"A={PATH}\n")
    return file.getvalue()


def table(cells: list[tuple[str, int, bytes]], blob: Blob, limits: Limits) -> Iterator[Segment | Blob]:
    """A reader of a made-up table: (column, row, bytes) each, then a text of its own."""
    for column, row, data in cells:
        path = f"{blob.path}!/{column} row {row}"
        yield Blob(path, path, len(data), None, partial(io.BytesIO, data), row=row, place=column)
    yield Segment(b"written by /home/msantos/write.py", place="metadata")


def scan(cells: list[tuple[str, int, bytes]], limits: Limits = Limits()) -> Report:  # noqa: B008 - immutable
    def readers(path: str, fmt: str) -> Reader:
        return partial(table, cells) if path == "a.parquet" else reader_for(path, fmt)

    blob = Blob("a.parquet", "a.parquet", 8, None, lambda: io.BytesIO(b"PAR1PAR1"))
    return engine.scan([blob], RULES, readers, DEFAULT, engine.Settings(limits=limits))


def paths(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.family == "paths" and f.at.place != "metadata"]


def test_pictures_of_a_column_are_one_finding_of_the_table_with_its_rows() -> None:
    report = scan([("image", row, told()) for row in (2, 3, 5)])
    (finding,) = paths(report)
    assert (finding.at.path, finding.at.place, finding.at.key) == ("a.parquet", "image tEXt Comment", "Comment")
    assert (finding.count, finding.at.rows, finding.places) == (3, (2, 3, 5), ("row 2", "row 3", "row 5"))
    assert (report.unread, report.coverage.bytes_opaque) == ((), 3 * 2000)
    assert {f.at.place for f in report.findings if f.family == "paths"} == {"image tEXt Comment", "metadata"}


def test_columns_do_not_mix() -> None:
    report = scan([("image", 1, told("Comment")), ("mask", 1, told("Author"))])
    assert [(f.at.place, f.at.rows) for f in paths(report)] == [
        ("image tEXt Comment", (1,)),
        ("mask tEXt Author", (1,)),
    ]


def test_a_cell_of_another_format_is_a_member() -> None:
    report = scan([("file", 4, packed("b.env")), ("image", 4, told())])
    assert [(f.at.path, f.at.rows) for f in paths(report)] == [
        ("a.parquet!/file row 4!/b.env", ()),
        ("a.parquet", (4,)),
    ]


@pytest.mark.parametrize(
    ("cells", "limits", "unread"),
    [
        pytest.param(
            [("image", 1, told()[:60]), ("image", 2, told()[:70]), ("mask", 7, told()[:60])],
            Limits(),
            [("damaged", "image row 1", "2 of this column"), ("damaged", "mask row 7", "")],
            id="damage, counted by column",
        ),
        pytest.param(
            [("image", row, told()) for row in range(1, 9)],
            Limits(tree=3000, growth=1),
            [("limit", "image row 3", "6 of this column")],
            id="more bytes than the table may take",
        ),
    ],
)
def test_what_was_not_read_of_cells(
    cells: list[tuple[str, int, bytes]], limits: Limits, unread: list[tuple[str, str, str]]
) -> None:
    report = scan(cells, limits)
    assert [(u.path, u.cause, u.place) for u in report.unread] == [("a.parquet", *item[:2]) for item in unread]
    assert all(item[2] in u.hint for item, u in zip(unread, report.unread, strict=True))


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        pytest.param(Unreadable("the source has it no more"), "io", id="io"),
        pytest.param(ZeroDivisionError("/home/tnakamura"), "internal", id="a fault of ours"),
    ],
)
def test_one_cell_that_fails_stops_no_other(error: Exception, cause: str) -> None:
    broken = told("Author")

    def readers(path: str, fmt: str) -> Reader:
        def failing(blob: Blob, limits: Limits) -> Iterator[Segment]:
            with blob.open() as stream:
                if stream.read() == broken:
                    raise error
            yield Segment(PATH.encode(), place="EXIF", key="Artist")

        return partial(table, [("image", 1, broken), ("image", 2, told())]) if path == "a.parquet" else failing

    blob = Blob("a.parquet", "a.parquet", 8, None, lambda: io.BytesIO(b"PAR1PAR1"))
    report = engine.scan([blob], RULES, readers, DEFAULT)
    assert [(f.at.place, f.at.rows) for f in paths(report)] == [("image EXIF", (2,))]
    assert [(u.cause, u.place) for u in report.unread] == [(cause, "image row 1")]
    assert "tnakamura" not in report.unread[0].hint
