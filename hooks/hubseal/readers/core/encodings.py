"""Which encoding a text has that is not UTF-8."""

from __future__ import annotations


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
