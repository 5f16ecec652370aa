"""Which encoding a text has that is not UTF-8, and what in it has another one."""

from __future__ import annotations

import re

from .wide_text import Run, runs

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xff\xfe", b"\xfe\xff")
SHORTEST = 12
"""Letters of one byte each that are no wide characters by chance."""
_NARROW = re.compile(rb"[\t\n\r -~]{%d,}" % SHORTEST)


def codec(head: bytes) -> str:
    """The codec of wide-character text: by byte order mark, else by where its zero bytes stand."""
    if head[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = head[:4096]
    zeros = [sample[n::4].count(0) for n in range(4)]
    if min(zeros[1], zeros[2]) * 8 > len(sample) // 4 * 7:
        return "utf-32-le" if zeros[0] < zeros[3] else "utf-32-be"
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def _letters(data: bytes, name: str) -> tuple[int, int]:
    """The width of a character in a codec, and where in it the byte of an ASCII letter stands."""
    width = 4 if name.startswith("utf-32") else 2
    big = name.endswith("-be") or data[:2] == b"\xfe\xff" or data[:4] == b"\0\0\xfe\xff"
    return width, width - 1 if big else 0


def other_runs(data: bytes, name: str) -> list[Run]:
    """The runs of ASCII letters in wide text that its codec `name` does not give: of one byte a letter, of another
    width or order, or at an odd offset."""
    width, place = _letters(data, name)
    found = [run for run in runs(data) if (run[2], run[0] % width) != (width, place)]
    found += [(match.start(), match.end(), 1) for match in _NARROW.finditer(data)]
    return sorted(found)


def replaced(data: bytes, decoded: bytes, name: str) -> str:
    """What to say of characters that the codec had to replace; empty when there is none."""
    count = decoded.count(REPLACEMENT.encode()) - data.count(REPLACEMENT.encode(wide_codec(data, name)))
    if count <= 0:
        return ""
    what = name.removesuffix("-le").removesuffix("-be").upper()
    places = "1 place is" if count == 1 else f"{count:,} places are"
    return f"{places} no {what} and had to be replaced; what could be read there as other text was searched, too"


def mark_size(data: bytes, name: str) -> int:
    """Bytes of the byte order mark that a codec takes off."""
    return 0 if name.endswith(("-le", "-be")) else _letters(data, name)[0]


def wide_codec(data: bytes, name: str) -> str:
    """The codec of a text, whose order its mark or its name tells, by a name that tells it."""
    width, place = _letters(data, name)
    return f"utf-{8 * width}-{'be' if place else 'le'}"
