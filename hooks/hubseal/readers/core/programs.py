"""Where a program ends by its own headers, so that what somebody put behind it is known. Formats: System V ABI (ELF);
Microsoft PE and COFF Specification.
"""

from __future__ import annotations

from typing import BinaryIO, Literal

from .streams import exactly

SECTIONS = 4096
"""Entries of a table that are looked at."""


def end(stream: BinaryIO, total: int) -> int:
    """The first byte behind an ELF or PE file; `total` for others, and 0 for one whose headers point behind it."""
    stream.seek(0)
    head = exactly(stream, 4096)
    if head.startswith(b"\x7fELF") and head[4:5] in (b"\1", b"\2") and head[5:6] in (b"\1", b"\2"):
        found = _elf(stream, head)
    elif head.startswith(b"MZ"):
        found = _pe(stream, head)
    else:
        return total
    return found if found <= total else 0


def _elf(stream: BinaryIO, head: bytes) -> int:
    wide, order = head[4] == 2, _order(head)
    word = 8 if wide else 4

    def number(data: bytes, at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)

    counts = 52 if wide else 40
    programs, sections = number(head, 24 + word, word), number(head, 24 + 2 * word, word)
    sizes = [number(head, counts + 2 * n, 2) for n in range(5)]  # the header, then entries and counts of both tables
    most = sizes[0]
    for start, size, count, place, type_at in (
        (programs, sizes[1], sizes[2], 8 if wide else 4, None),
        (sections, sizes[3], sizes[4], 24 if wide else 16, 4),
    ):
        most = max(most, start + size * count)
        stream.seek(start)
        table = exactly(stream, min(size * count, SECTIONS * 64))
        for at in range(0, len(table) - size + 1, size or len(table) + 1):
            if type_at is not None and number(table, at + type_at, 4) == 8:
                continue  # a section without bytes in the file
            offset = number(table, at + place, word)
            length_at = at + place + (word if type_at is not None else 3 * word)
            most = max(most, offset + number(table, length_at, word))
    return most


def _order(head: bytes) -> Literal["little", "big"]:
    return "little" if head[5] == 1 else "big"


def _pe(stream: BinaryIO, head: bytes) -> int:
    def number(data: bytes, at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "little")

    start = number(head, 0x3C, 4)
    stream.seek(start)
    about = exactly(stream, 4096)
    if about[:4] != b"PE\0\0":
        return 0
    optional = number(about, 20, 2)
    directories = 24 + (112 if number(about, 24, 2) == 0x20B else 96)
    most = start + 24 + optional
    if optional >= directories - 24 + 40:
        certificates, size = number(about, directories + 32, 4), number(about, directories + 36, 4)
        most = max(most, certificates + size if size else 0)
    for n in range(min(number(about, 6, 2), 96)):
        at = 24 + optional + 40 * n
        size, place = number(about, at + 16, 4), number(about, at + 20, 4)
        most = max(most, place + size if size else 0)
    symbols, count = number(about, 12, 4), number(about, 16, 4)
    return max(most, _symbols_end(stream, symbols, count) if symbols else 0)


def _symbols_end(stream: BinaryIO, start: int, count: int) -> int:
    """Behind the table of strings that follows the symbols, as MinGW leaves them."""
    stream.seek(start + 18 * count)
    return start + 18 * count + int.from_bytes(exactly(stream, 4), "little")
