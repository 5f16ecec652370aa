"""Exit codes, and each cause of something unread provoked for real."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Run
from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.reports import exit_code
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Blob, Limits, Report, Segment, Unread

Make = Callable[[Path], None]
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab" * 32 + "\nsize 12345\n"


def damaged(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text " * 1000)
    path.write_bytes(path.read_bytes()[:-30])


def encrypted(path: Path) -> None:
    """A zip whose member carries the flag of encryption, in the local header and in the directory."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "text")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * (20 << 20))


def pointer(path: Path) -> None:
    path.write_text(POINTER, encoding="utf-8")


CAUSES: dict[str, tuple[str, Make, int]] = {
    "damaged": ("a.zip", damaged, 3),
    "encrypted": ("a.zip", encrypted, 0),
    "limit": ("a.zip", bomb, 3),
    "pointer": ("a.txt", pointer, 0),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_causes_by_their_files(cause: str, tmp_path: Path, hubseal: Run) -> None:
    name, make, code = CAUSES[cause]
    make(tmp_path / name)
    done = hubseal("scan", name, "--only", "tokens", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert [u["cause"] for u in report["unread"]] == [cause]
    assert (done.returncode, report["exit"]) == (code, code)
    assert all(u["hint"] for u in report["unread"])
    other = "note" if code else "error"
    (tmp_path / ".hubseal.yaml").write_text(f"unread: {{{cause}: {other}}}\n", encoding="utf-8")
    assert hubseal("scan", name, "--only", "tokens", cwd=tmp_path).returncode == (0 if code else 3)


@pytest.mark.skipif(os.name == "nt", reason="no FIFOs on Windows")
def test_io(tmp_path: Path, hubseal: Run) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = hubseal("scan", "pipe", "--format", "json", cwd=tmp_path)
    assert done.returncode == 3
    assert [u["cause"] for u in json.loads(done.stdout)["unread"]] == ["io"]


def scan(blob: Blob, reader: Callable[..., Iterator[object]], rules: policy.Policy = policy.DEFAULT) -> Report:
    return engine.scan([blob], RULES, lambda path, fmt: reader, rules, engine.Settings())  # type: ignore[arg-type, return-value]


def blob(tmp_path: Path, text: str = "text\n") -> Blob:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    return disk.blob(str(tmp_path / "a.txt"), "a.txt", len(text))


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    gone = blob(tmp_path)
    (tmp_path / "a.txt").unlink()
    report = engine.scan([gone], RULES, reader_for, policy.DEFAULT, engine.Settings())
    assert ([u.cause for u in report.unread], exit_code(report)) == (["io"], 3)


def test_a_fault_of_ours_names_its_place_and_no_content(tmp_path: Path) -> None:
    def faulty(blob: Blob, limits: Limits) -> Iterator[Segment]:
        yield Segment(b"fine")
        raise ValueError("the content of the file")

    report = scan(blob(tmp_path), faulty)
    assert ([u.cause for u in report.unread], exit_code(report)) == (["internal"], 3)
    assert "ValueError at tests/test_exit_codes.py:" in report.unread[0].hint
    assert "content" not in report.unread[0].hint


@pytest.mark.parametrize(("cause", "code"), [("missing-extra", 3), ("budget", 0)])
def test_causes_that_readers_give(cause: str, code: int, tmp_path: Path) -> None:
    def reader(blob: Blob, limits: Limits) -> Iterator[Unread]:
        yield Unread(blob.path, "", cause, 5, "hint")  # type: ignore[arg-type]

    report = scan(blob(tmp_path), reader)
    assert ([u.cause for u in report.unread], exit_code(report)) == ([cause], code)


CODES = {
    "clean": ({"a.txt": "nothing\n"}, "", 0),
    "warning alone": ({"README.md": "## Contact\n\nanna.nowak@lab-zurich.org\n"}, "", 0),
    "warning, and fail_on warning": ({"README.md": "## Contact\n\nanna.nowak@lab-zurich.org\n"}, "fail_on: warning\n", 1),
    "error": ({"config.json": '{"dir": "/home/tnakamura/x"}\n'}, "", 1),
    "error made a note": ({"config.json": '{"dir": "/home/tnakamura/x"}\n'}, "rules: {home-path: note}\n", 0),
    "error beside something unread": ({"config.json": '{"dir": "/home/tnakamura/x"}\n', "a.zip": "PK\x03\x04 broken"}, "", 1),
    "only something unread": ({"a.zip": "PK\x03\x04 broken"}, "", 3),
    "a bad policy beside an error": ({"config.json": '{"dir": "/home/tnakamura/x"}\n'}, "nonsense: 1\n", 2),
}  # fmt: skip


@pytest.mark.parametrize(("files", "rules", "code"), CODES.values(), ids=CODES)
def test_codes(files: dict[str, str], rules: str, code: int, tmp_path: Path, hubseal: Run) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    if rules:
        (tmp_path / ".hubseal.yaml").write_text(rules, encoding="utf-8")
    assert hubseal("scan", *files, cwd=tmp_path).returncode == code


USAGE = [["scan", "--nonsense"], ["scan", "--only", "toknes"], ["nonsense"], [], ["explain", "hf-tokn"], ["scan", "nowhere"]]  # fmt: skip


@pytest.mark.parametrize("args", USAGE, ids=[" ".join(a) or "nothing" for a in USAGE])
def test_usage_mistakes(args: list[str], tmp_path: Path, hubseal: Run) -> None:
    done = hubseal(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
