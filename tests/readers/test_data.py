"""Leaks in data files and archives, written by the libraries that people write them with, found at their places."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Finding, Limits, Report

Sample = Callable[[str], str]
LEAKS = {
    "hf-token": "hf_{L34}",
    "github-token": "ghp_{a36}",
    "home-path": "/home/tnakamura/runs/ckpt-5",
    "email-address": "anna.nowak@lab-zurich.org",
    "presigned-s3-url": "",
}
SIGNED = "https://lab-data.s3.amazonaws.com/x.bin?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}%2F20990101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20990101T000000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={}"


class Made(NamedTuple):
    """A file and where its leaks stand: the member's path after the file's, the key, the row or line."""

    name: str
    write: Callable[[Path, list[str]], None]
    inside: str
    key: str
    rows: bool


def values(sample: Sample) -> list[str]:
    texts = [sample(t) for t in LEAKS.values()]
    texts[-1] = SIGNED.format(sample("AKIA{t16}"), sample("{h64}"))
    return texts


def rows_of(found: list[str]) -> list[list[str]]:
    """A table of two columns whose second holds the leaks in rows 3, 6, 9 ..."""
    rows = [[str(n), f"plain, words {n}"] for n in range(1, 31)]
    for number, value in enumerate(found):
        rows[3 * number + 2][1] = f"see {value} for it"
    return rows


def write_csv(path: Path, found: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",").writerows([["id", "notes"], *rows_of(found)])


def write_jsonl(path: Path, found: list[str]) -> None:
    path.write_text("".join(json.dumps({"id": n, "notes": t}) + "\n" for n, t in rows_of(found)), encoding="utf-8")


def write_parquet(path: Path, found: list[str]) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = rows_of(found)
    table = pyarrow.table({"id": [int(r[0]) for r in rows], "notes": [r[1] for r in rows]})
    pyarrow.parquet.write_table(table, path, row_group_size=7)


def write_nested(path: Path, found: list[str]) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [[{"role": "user", "content": r[1]}] for r in rows_of(found)]
    pyarrow.parquet.write_table(pyarrow.table({"messages": rows}), path)


def write_arrow(path: Path, found: list[str]) -> None:
    import pyarrow

    table = pyarrow.table({"notes": [r[1] for r in rows_of(found)]})
    with pyarrow.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


def write_stream(path: Path, found: list[str]) -> None:
    import pyarrow

    table = pyarrow.table({"notes": pyarrow.array([r[1] for r in rows_of(found)]).dictionary_encode()})
    with pyarrow.ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table)


def write_feather(path: Path, found: list[str]) -> None:
    import pyarrow
    import pyarrow.feather

    pyarrow.feather.write_feather(pyarrow.table({"notes": [r[1] for r in rows_of(found)]}), path, compression="zstd")


def write_sqlite(path: Path, found: list[str]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE visits (id INTEGER, notes TEXT)")
    connection.executemany("INSERT INTO visits VALUES (?, ?)", rows_of(found))
    connection.commit()
    connection.close()


def text_of(found: list[str]) -> bytes:
    return "".join(f"{r[1]}\n" for r in rows_of(found)).encode()


def write_tar(path: Path, found: list[str]) -> None:
    with tarfile.open(path, "w:" + {".gz": "gz", ".xz": "xz"}.get(path.suffix, "")) as archive:
        for name, data in (("a/first.txt", b"nothing\n"), ("a/notes.txt", text_of(found))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def write_zip(path: Path, found: list[str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/notes.txt", text_of(found))


def write_zst(path: Path, found: list[str]) -> None:
    import zstandard

    path.write_bytes(zstandard.ZstdCompressor().compress(text_of(found)))


def write_xlsx(path: Path, found: list[str]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows_of(found):
        book.active.append(row)
    book.save(path)


def write_docx(path: Path, found: list[str]) -> None:
    """Each value is split over two runs, as editors do."""
    import docx

    document = docx.Document()
    for row in rows_of(found):
        paragraph = document.add_paragraph()
        paragraph.add_run(row[1][:12])
        paragraph.add_run(row[1][12:]).bold = True
    document.save(path)


MADE = [
    Made("data.csv", write_csv, "", "notes", True),
    Made("data.tsv", write_csv, "", "notes", True),
    Made("data.jsonl", write_jsonl, "", "notes", False),
    Made("data.parquet", write_parquet, "", "notes", True),
    Made("chat.parquet", write_nested, "", "messages[].content", True),
    Made("data.arrow", write_arrow, "", "notes", True),
    Made("stream.arrow", write_stream, "", "notes", True),
    Made("data.feather", write_feather, "", "notes", True),
    Made("data.sqlite", write_sqlite, "", "notes", True),
    Made("notes.txt.gz", lambda p, f: p.write_bytes(gzip.compress(text_of(f))) and None, "!/notes.txt", "", False),
    Made("notes.txt.bz2", lambda p, f: p.write_bytes(bz2.compress(text_of(f))) and None, "!/notes.txt", "", False),
    Made("notes.txt.xz", lambda p, f: p.write_bytes(lzma.compress(text_of(f))) and None, "!/notes.txt", "", False),
    Made("notes.txt.zst", write_zst, "!/notes.txt", "", False),
    Made("shard.tar", write_tar, "!/a/notes.txt", "", False),
    Made("shard.tar.gz", write_tar, "!/shard.tar!/a/notes.txt", "", False),
    Made("shard.tar.xz", write_tar, "!/shard.tar!/a/notes.txt", "", False),
    Made("data.zip", write_zip, "!/a/notes.txt", "", False),
    Made("book.xlsx", write_xlsx, "!/xl/worksheets/sheet1.xml", "", False),
    Made("paper.docx", write_docx, "!/word/document.xml", "", False),
]  # fmt: skip
IDS = [made.name for made in MADE]


def scan(path: Path, settings: engine.Settings = engine.Settings()) -> Report:  # noqa: B008
    blob = disk.blob(str(path), path.name, path.stat().st_size)
    return engine.scan([blob], RULES, reader_for, policy.DEFAULT, settings)


def leaks(report: Report) -> dict[str, Finding]:
    return {f.rule: f for f in report.findings if f.family != "files"}


@pytest.mark.parametrize("made", MADE, ids=IDS)
def test_leaks_are_found_at_their_places(made: Made, tmp_path: Path, sample: Sample) -> None:
    path = tmp_path / made.name
    made.write(path, values(sample))
    report = scan(path)
    assert report.unread == ()
    found = leaks(report)
    assert set(LEAKS) - set(found) == set()
    for number, rule in enumerate(list(LEAKS)[:4]):
        finding = found[rule]
        assert finding.at.path == made.name + made.inside
        if made.key:
            assert finding.at.key == made.key
        if made.rows:
            assert finding.at.rows == (3 * number + 3,)
        elif not made.name.endswith(("x", "docx")) or made.name.endswith(".xz"):
            assert finding.at.start.line == 3 * number + 3
        assert finding.count == 1
    assert not any(v in repr(report) for v in values(sample))


def test_a_column_of_addresses_is_one_finding_with_its_count(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    people = [[str(n), f"person{n}.smith@lab-zurich.org"] for n in range(500)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "email"], *people])
    (finding,) = [f for f in scan(path).findings if f.family == "pii"]
    assert (finding.rule, finding.at.key, finding.count, finding.at.rows[:3]) == (
        "email-address",
        "email",
        500,
        (1, 2, 3),
    )
    assert len(finding.places) <= 5


def test_cells_do_not_merge(tmp_path: Path) -> None:
    """Two cells one below the other are no card number together."""
    import pyarrow
    import pyarrow.parquet

    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"n": ["41111111", "11111111"] * 20}), path)
    assert [f for f in scan(path).findings if f.family == "pii"] == []


def test_pixels_in_a_column_are_skipped_and_counted(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    chunks = ((b"IHDR", 13), (b"IDAT", 2000), (b"IEND", 0))
    image = b"\x89PNG\r\n\x1a\n" + b"".join(n.to_bytes(4, "big") + kind + bytes(n + 4) for kind, n in chunks)
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"image": [{"bytes": image, "path": "/home/tnakamura/a.png"}] * 3})
    pyarrow.parquet.write_table(table, path)
    report = scan(path)
    assert report.coverage.bytes_opaque >= 6000
    assert report.unread == ()
    assert [f.at.key for f in report.findings if f.family == "paths"] == ["image.path"]


def test_what_pictures_in_a_column_say(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    words = b"Comment\0made by /home/tnakamura/draw.py"
    chunks = ((b"IHDR", bytes(13)), (b"tEXt", words), (b"IDAT", bytes(2000)), (b"IEND", b""))
    image = b"\x89PNG\r\n\x1a\n" + b"".join(len(d).to_bytes(4, "big") + k + d + bytes(4) for k, d in chunks)
    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"image": [image[:60], *[image] * 50, image[:70], b"text"]}), path)
    report = scan(path)
    found = [(f.at.place, f.at.key, f.count, f.at.rows[:2]) for f in report.findings if f.family == "paths"]
    assert found == [("image", "", 1, (52,)), ("image tEXt Comment", "Comment", 50, (2, 3))]
    assert [(u.cause, u.place) for u in report.unread] == [("damaged", "image row 1")]
    assert "2 of this column" in report.unread[0].hint


def test_metadata_of_parquet(tmp_path: Path, sample: Sample) -> None:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({"a": [1]}).replace_schema_metadata(
        {"creator": "/home/tnakamura/make.py", "note": sample("hf_{L34}")}
    )
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    assert {(f.rule, f.at.key) for f in scan(tmp_path / "a.parquet").findings} >= {
        ("home-path", "creator"),
        ("hf-token", "note"),
    }


@pytest.fixture
def no_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)


def test_without_pyarrow_it_is_said(tmp_path: Path, sample: Sample, no_pyarrow: None) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1\0\0" + sample("hf_{L34}").encode() + b"\0" * 50 + b"PAR1")
    report = scan(path)
    assert [u.cause for u in report.unread] == ["missing-extra"]
    assert "hubseal[data]" in report.unread[0].hint
    assert "hf-token" in {f.rule for f in report.findings}


BOMBS = {
    "gzip": lambda: gzip.compress(bytes(60 << 20)),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(bytes(60 << 20))),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_bombs_stop_at_a_limit(make: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(make())
    assert "limit" in {u.cause for u in scan(path).unread}


def test_archives_that_are_not_opened_are_not_clean(tmp_path: Path) -> None:
    (tmp_path / "a.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(40))
    assert [u.cause for u in scan(tmp_path / "a.7z").unread] == ["unsupported"]


@pytest.mark.parametrize("made", MADE, ids=IDS)
def test_damage_is_no_crash(made: Made, tmp_path: Path, sample: Sample) -> None:
    """Cut at 50 places, and 200 times a few bits turned: a report each time, and never an internal error."""
    import random

    whole = tmp_path / made.name
    made.write(whole, values(sample))
    data, chance = whole.read_bytes(), random.Random(made.name)
    cuts = [data[: len(data) * n // 50] for n in range(50)]
    for _ in range(200):
        turned = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        cuts.append(bytes(turned))
    folder = tmp_path / "damaged"
    folder.mkdir()
    settings = engine.Settings(families=("tokens",))
    blobs = []
    for number, cut in enumerate(cuts):
        name = f"{number}-{made.name}"
        (folder / name).write_bytes(cut)
        blobs.append(disk.blob(str(folder / name), name, len(cut)))
    report = engine.scan(blobs, RULES, reader_for, policy.DEFAULT, settings)
    assert report.coverage.files == 250
    assert [u for u in report.unread if u.cause == "internal"] == []
    assert any(u.cause in ("damaged", "limit", "io") for u in report.unread) or made.name.endswith(("sv", "jsonl"))


def test_a_shard_of_tens_of_thousands_is_read(tmp_path: Path, sample: Sample) -> None:
    with tarfile.open(tmp_path / "shard-000000.tar", "w") as archive:
        for number in range(12_000):
            caption = b"a caption" if number < 11_999 else b"token " + sample("hf_{L34}").encode()
            info = tarfile.TarInfo(f"{number:06}.txt")
            info.size = len(caption)
            archive.addfile(info, io.BytesIO(caption))
    report = scan(tmp_path / "shard-000000.tar")
    assert report.unread == ()
    assert [f.at.path for f in report.findings if f.rule == "hf-token"] == ["shard-000000.tar!/011999.txt"]


def test_large_archives_may_unpack_to_more(tmp_path: Path, sample: Sample) -> None:
    """What stands uncompressed in a file of its own size is no bomb."""
    small = engine.Settings(limits=Limits(tree=1 << 20))
    with tarfile.open(tmp_path / "shard.tar", "w") as archive:
        for number in range(20):
            data = b"words " * 50_000 if number < 19 else sample("hf_{L34}").encode()
            info = tarfile.TarInfo(f"{number:06}.txt")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    report = scan(tmp_path / "shard.tar", small)
    assert report.unread == ()
    assert "hf-token" in {f.rule for f in report.findings}
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"words " * 500_000))
    assert [u.cause for u in scan(tmp_path / "bomb.txt.gz", small).unread] == ["limit"]
