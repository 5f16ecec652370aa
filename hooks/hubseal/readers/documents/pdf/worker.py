"""Reads the text of a PDF file's pages with pdfium, in a process of its own: a crash or a hang ends that process only.

It runs as a script and imports nothing of hubseal. Arguments: the folder that holds `pypdfium2_raw`, bytes of memory,
seconds of computing, and the size of the file, which comes on standard input. Standard output carries a frame per page
and one at the end; what lacks at its end was not read.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

FRAME = struct.Struct("<IBI")
"""The page's number from 0 on, a status, and the bytes of UTF-16 that follow."""
TEXT, MUTE, CUT, FAILED, END = range(5)
"""Read; read, but no glyph has a known character; read in part; not read; the end, when the file itself was opened."""
TOO_MUCH = 3
"""The exit code when memory or output ends; abort() has it on Windows, too."""
LONGEST, MOST = 4 << 20, 64 << 20
"""UTF-16 units of one page; bytes of all."""


def limit(memory: int, seconds: int) -> None:
    """Bounds memory and computing time where the system can, and forbids a core dump, which would hold the file."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        for name, most in (("RLIMIT_CORE", 0), ("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds)):
            with suppress(AttributeError, OSError, ValueError):  # some systems know a limit and refuse to set it
                resource.setrlimit(getattr(resource, name), (most, most))


def text_of(pdfium: Any, page: Any) -> tuple[int, bytes]:
    """The status of an opened page, and its text."""
    chars = pdfium.FPDFText_LoadPage(page)
    if not chars:
        return FAILED, b""
    count = pdfium.FPDFText_CountChars(chars)
    read = min(count, LONGEST)
    buffer = (ctypes.c_ushort * (read + 1))()
    got = pdfium.FPDFText_GetText(chars, 0, read, buffer)
    mute = count > 0 and all(
        pdfium.FPDFText_HasUnicodeMapError(chars, n) or pdfium.FPDFText_IsGenerated(chars, n) for n in range(read)
    )
    pdfium.FPDFText_ClosePage(chars)
    status = MUTE if mute else CUT if read < count else TEXT
    return status, memoryview(buffer).cast("B")[: 2 * max(got - 1, 0)].tobytes()


def pages(pdfium: Any, data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(number, status, text) of each page; the end when the file can be opened."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return
    left, count = MOST, pdfium.FPDF_GetPageCount(document)
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        status, text = text_of(pdfium, page) if page else (FAILED, b"")
        pdfium.FPDF_ClosePage(page)
        left -= len(text)
        if left < 0:
            raise MemoryError
        yield number, status, text
    yield count, END, b""


def main(folder: str, memory: str, seconds: str, size: str) -> None:
    """Answers for one file."""
    limit(int(memory), int(seconds))
    sys.path.append(folder)
    import pypdfium2_raw.bindings as pdfium

    data = sys.stdin.buffer.read(int(size))
    fonts = (ctypes.POINTER(ctypes.c_char) * 1)()  # no folder: the machine's fonts have no say in what a page says
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(2, fonts))
    out = sys.stdout.buffer
    for number, status, text in pages(pdfium, data):
        out.write(FRAME.pack(number, status, len(text)) + text)
        out.flush()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MemoryError:
        sys.exit(TOO_MUCH)
