"""The process that reads pages: it ends within its limits, takes no other file with it, and inherits no token."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.readers.core import child_process
from hubseal.readers.documents.pdf import page_text
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Report
from readers.test_pdf import DRAWN, PAGE, SIMPLE, TREE, file, read, stream

pytestmark = [pytest.mark.xdist_group("readers"), pytest.mark.usefixtures("watchdog")]
GOOD = file(*TREE, stream(DRAWN), SIMPLE)


def scan(*paths: Path) -> Report:
    blobs = [disk.blob(str(path), path.name, path.stat().st_size) for path in paths]
    return engine.scan(blobs, RULES, reader_for, policy.DEFAULT, engine.Settings())


def slow() -> bytes:
    """A small picture that unpacks to 100 MB, drawn with the page 300 times: half a minute, and little memory."""
    packed = zlib.compress(bytes(100_000_000), 9)
    picture = b"BI /W 10000 /H 10000 /BPC 8 /CS /G /F /Fl ID " + packed + b" EI "
    often = PAGE.replace(b"/Contents 4 0 R", b"/Contents[" + b"4 0 R " * 300 + b"]")
    return file(*TREE[:2], often, stream(DRAWN + b" " + picture), SIMPLE)


def large() -> bytes:
    """Forms that draw the next ten times each: 10^14 strings."""
    about = b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>/Font<</F1 5 0 R>>>>"
    forms = [stream(b"/X Do " * 10, about % number) for number in range(7, 20)]
    return file(*TREE, stream(b"/X Do " * 10), SIMPLE, *forms, stream(DRAWN, about % 7))


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_text, "SECONDS", 1.0)
    text, causes, _ = read(slow())
    assert causes == {"limit"}
    assert b"KEY=planted" in text, "what draws the page is searched as it stands"


MEASURE = """
import re, resource, sys
from hubseal import cli
code = cli.main(["scan", sys.argv[1]])
own = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]  # ru_maxrss counts who started it, too
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, own)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound the input only")
def test_memory_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(large())
    command = [sys.executable, "-c", MEASURE, path.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    code, *kilobytes = map(int, done.stdout.split()[-3:])
    assert "take too much time or memory" in done.stdout
    assert code == 3
    assert max(kilobytes) < 600 << 10


@pytest.mark.parametrize("padding", [0, 1 << 20], ids=["a small file", "a file that fills the pipe"])
def test_a_process_that_crashes_takes_its_file_only(
    padding: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Callable[[str], str]
) -> None:
    real = subprocess.Popen

    class Doomed(real):  # type: ignore[type-arg,misc,valid-type]
        """The first process is killed as soon as it runs."""

        left = 1

        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            if Doomed.left and "worker.py" in str(args):
                Doomed.left -= 1
                self.send_signal(signal.SIGSEGV if os.name == "posix" else signal.SIGTERM)

    monkeypatch.setattr(subprocess, "Popen", Doomed)
    bad, good = tmp_path / "a.pdf", tmp_path / "b.pdf"
    token = DRAWN.replace(b"planted", sample("hf_{L34}").encode())
    for path in (bad, good):
        path.write_bytes(file(*TREE, stream(token + b"\n%" + b" " * padding), SIMPLE))
    report = scan(bad, good)
    assert [(u.path, u.place, u.cause) for u in report.unread] == [("a.pdf", "page 1", "damaged")]
    assert {f.at.path for f in report.findings if f.rule == "hf-token"} == {"a.pdf", "b.pdf"}


def test_of_two_files_the_good_one_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_text, "SECONDS", 1.0)
    (tmp_path / "a.pdf").write_bytes(slow())
    mail = DRAWN.replace(b"KEY=planted", b"write to anna.nowak@lab-zurich.org")
    (tmp_path / "b.pdf").write_bytes(file(*TREE, stream(mail), SIMPLE))
    report = scan(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert [(u.path, u.cause) for u in report.unread] == [("a.pdf", "limit")]
    assert {f.at.path for f in report.findings if f.rule == "email-address"} == {"b.pdf"}


def test_without_the_extra_pages_are_missing_and_objects_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2_raw", None)
    info = b"<</Author(Anna)>>"
    text, causes, _ = read(file(*TREE, stream(DRAWN), SIMPLE, info, trailer=b"/Root 1 0 R/Info 6 0 R"))
    assert causes == {"missing-extra"}
    assert b"Anna" in text
    assert b"(KEY=planted) Tj" in text, "what draws the page is searched as it stands"


def test_pages_without_text_need_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2_raw", None)
    assert read(file(*TREE, stream(b"0 0 m 9 9 l S"), SIMPLE)) == (b"", set(), [])


def test_the_process_gets_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    real = subprocess.Popen.__init__

    def noting(self: subprocess.Popen[bytes], *args: object, **options: object) -> None:
        seen.append(options["env"])  # type: ignore[arg-type]
        real(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setenv("HF_TOKEN", "x")
    monkeypatch.setattr(subprocess.Popen, "__init__", noting)
    assert read(GOOD)[1] == set()
    assert len(seen) == 1
    assert set(seen[0]) <= set(child_process.ENVIRONMENT)


CUT = {"in the trailer": 20, "in a font": 70, "in the page's contents": 140}


@pytest.mark.parametrize("missing", CUT.values(), ids=CUT)
def test_what_is_cut_off_is_damaged(missing: int) -> None:
    assert read(GOOD[:-missing])[1] == {"damaged"}


def test_what_stands_behind_the_end_is_searched(sample: Callable[[str], str], tmp_path: Path) -> None:
    behind = io.BytesIO()
    with zipfile.ZipFile(behind, "w") as archive:
        archive.writestr("notes.txt", f"token {sample('hf_{L34}')}\n")
    (tmp_path / "a.pdf").write_bytes(GOOD + behind.getvalue())
    report = scan(tmp_path / "a.pdf")
    found = {(f.rule, f.at.path) for f in report.findings if f.family == "tokens"}
    assert found == {("hf-token", f"a.pdf!/between objects at byte {len(GOOD)}!/notes.txt")}


def test_a_file_in_an_archive_is_read(sample: Callable[[str], str], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "papers.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", file(*TREE, stream(DRAWN.replace(b"planted", sample("hf_{L34}").encode())), SIMPLE))
    report = scan(tmp_path / "papers.zip")
    assert {(f.at.path, f.at.place) for f in report.findings if f.rule == "hf-token"} == {
        ("papers.zip!/a.pdf", "page 1")
    }
