"""The text of pages, by pdfium in a process of its own that has little memory and little time.

One process reads one file: a file that ends it takes no other with it, and starting one takes 50 ms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from importlib.util import find_spec
from math import ceil
from typing import NamedTuple

from ....types import Cause, Segment
from ...core.child_process import ChildProcess
from ...core.errors import LimitExceeded
from ...core.segments import nowhere, text_segment
from . import worker
from .compact import compact
from .line_breaks import joined
from .pages import Drawing, Pages
from .parser import PdfFile, PdfProblem

MEMORY, SECONDS, SECONDS_PER_MIB, PATIENCE = 512 << 20, 8.0, 2.0, 3
"""What the process may take: bytes; seconds of computing for a file of no size, and for each MiB; times that in all,
because other processes take their share of the machine."""
ENDED = (-6, -9, -24, worker.TOO_MUCH)
"""How a process ends that takes too much: pdfium aborts without memory, the system kills it (SIGKILL, SIGXCPU), or it
says so."""
MISSING = (
    'its pages were searched for tokens only; `pip install "hubseal[documents]"`, '
    "or `additional_dependencies: [pypdfium2]` of the hook, reads their text"
)
DAMAGED = "the text of its pages cannot be read; the page was searched for tokens only; write the file anew"
SLOW = (
    "its pages take too much time or memory to be read; they were searched for tokens only; print it anew, or split it"
)
LONG = "its page has more text than is read; print it to files of their own and scan them"
MUTE = "its fonts do not say which characters they draw; export it anew so that its text can be copied"
PLAIN = str.maketrans("\xa0\xad\u2010\u2011", " ---") | {0x0D: None, 0xFFFE: "-\n"}
"""Characters as people type them; pdfium has U+FFFE for a hyphen at the end of a line, which it joins to the next."""


class PageTexts(NamedTuple):
    """What the process said of the pages before it ended."""

    texts: dict[int, tuple[int, bytes]]
    """(status, text in UTF-16) by number."""
    failed: Cause | None
    """Why it ended before its end."""


def read(file: PdfFile, pages: Pages, attached: Collection[int]) -> Iterator[Segment]:
    """The text of each page; what the streams of the others draw, for tokens. What is not read is noted."""
    answer, hint = _answer(file, pages, attached)
    unread, mute = list[Drawing](), list[Drawing]()
    for number, drawing in enumerate(pages.drawings):
        status, text = answer.texts.get(number, (worker.FAILED, b""))
        if status == worker.FAILED:
            unread.append(drawing)
            yield from _streams(file, drawing)
        else:
            plain = text.decode("utf-16-le", "replace").translate(PLAIN)
            mute += [drawing] if status == worker.MUTE and not _legible(pages, plain) else []
            yield from _segments(plain, drawing.place)
            yield from _descriptions(pages, drawing.place, plain)
        if status == worker.CUT:
            file.problems.append(PdfProblem(drawing.place, "limit", 0, LONG))
    for place in list(pages.described):
        yield from _descriptions(pages, place, "")
    if not file.failed:
        _note(file, unread, answer.failed or "damaged", hint)
    _note(file, mute, "damaged", MUTE)


def _answer(file: PdfFile, pages: Pages, attached: Collection[int]) -> tuple[PageTexts, str]:
    """The texts, and what to say of the pages that lack theirs."""
    folder = _library()
    if not folder or not pages.drawings:
        return PageTexts({}, "missing-extra"), MISSING
    try:
        answer = ask(folder, compact(file, pages, attached))
    except LimitExceeded as error:
        return PageTexts({}, "limit"), error.hint
    except OSError as error:
        file.failed = file.failed or error
        return PageTexts({}, "io"), DAMAGED
    return answer, SLOW if answer.failed == "limit" else DAMAGED


def _library() -> str:
    """The folder that holds `pypdfium2_raw`; empty when it is not installed. The library is not loaded here."""
    spec = find_spec("pypdfium2_raw")
    return os.path.dirname(os.path.dirname(spec.origin)) if spec and spec.origin else ""


def ask(folder: str, data: bytes) -> PageTexts:
    """Lets a process read a file, and ends it when its time is over."""
    seconds = SECONDS + SECONDS_PER_MIB * len(data) / (1 << 20)
    options = map(str, (folder, MEMORY, ceil(seconds), len(data)))
    command = [sys.executable, "-I", "-S", worker.__file__, *options]
    with ChildProcess(command, PATIENCE * seconds) as process:
        said = _exchange(process, data)
        code = process.wait()
        late = process.late
    texts, ended = _frames(said)
    return PageTexts(texts, None if ended else "limit" if late or code in ENDED else "damaged")


def _exchange(process: ChildProcess, data: bytes) -> bytes:
    """Hands the file over, and takes what comes back. The process reads to the end before it writes."""
    with suppress(OSError):  # it has ended; what it said before tells
        process.stdin.write(data)
    with suppress(OSError):  # which tries again
        process.stdin.close()
    return process.stdout.read(2 * worker.MOST)


def _frames(said: bytes) -> tuple[dict[int, tuple[int, bytes]], bool]:
    """(status and text by page, whether the process came to its end)."""
    texts: dict[int, tuple[int, bytes]] = {}
    at = 0
    while at + worker.FRAME.size <= len(said):
        number, status, size = worker.FRAME.unpack_from(said, at)
        at += worker.FRAME.size + size
        if status == worker.END:
            return texts, True
        if at <= len(said):
            texts[number] = status, said[at - size : at]
    return texts, False


def _segments(text: str, place: str) -> Iterator[Segment]:
    if text:
        yield text_segment(text.encode("utf-8", "replace"), place)
        pieces = joined(text.split("\n"))
        if pieces:
            yield text_segment("\n".join(pieces).encode("utf-8", "replace"), place)


def _legible(pages: Pages, text: str) -> bool:
    """Whether codes that stand for no character were ASCII all the same, as in fonts of drawn letters."""
    return not pages.numbered and 2 * sum(char >= " " for char in text) > len(text)


def _descriptions(pages: Pages, place: str, text: str) -> Iterator[Segment]:
    """What the page says of what it draws, and pdfium does not: it reads but some of that, without a space between."""
    read = set(text.encode("utf-8", "replace").split())
    lines = [line for line in pages.described.pop(place, ()) if not read.issuperset(line.split())]
    if lines:
        yield text_segment(b"\n".join(dict.fromkeys(lines)), place)


def _streams(file: PdfFile, drawing: Drawing) -> Iterator[Segment]:
    """What draws a page that cannot be read: strings in it may still stand there as they are."""
    for stream in drawing.streams:
        if stream.data is not None or not file.failed:
            got = file.unpack(stream)
            if got.data and not got.packed:
                yield Segment(got.data[: file.limits.json], "bytes", drawing.place, where=nowhere)


def _note(file: PdfFile, drawings: list[Drawing], cause: Cause, hint: str) -> None:
    """Notes pages that were not read, all in one."""
    if drawings:
        more = f" and {len(drawings) - 1} more" if len(drawings) > 1 else ""
        size = sum(stream.size for drawing in drawings for stream in drawing.streams)
        file.problems.append(PdfProblem(drawings[0].place + more, cause, size, hint))
