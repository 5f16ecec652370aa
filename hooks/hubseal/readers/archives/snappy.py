"""Snappy blocks, unpacked in Python. Format: google/snappy, format_description.txt."""

from __future__ import annotations


def unpack(data: bytes, most: int) -> bytes:
    """The unpacked block. Raises ValueError for damage, and when it is larger than `most`."""
    size, at = _size(data)
    if size > most:
        raise ValueError("too large")
    out = bytearray()
    try:
        while at < len(data):
            tag = data[at]
            at += 1
            if tag & 3 == 0:
                length = (tag >> 2) + 1
                if length > 60:
                    width = length - 60
                    length, at = int.from_bytes(data[at : at + width], "little") + 1, at + width
                out += data[at : at + length]
                at += length
            else:
                width = (1, 2, 4)[(tag & 3) - 1]
                back, length = int.from_bytes(data[at : at + width], "little"), (tag >> 2) + 1
                if width == 1:
                    back, length = tag >> 5 << 8 | back, (tag >> 2 & 7) + 4
                at += width
                _copy(out, back, length)
            if len(out) > size:
                raise ValueError("damaged")
    except IndexError:
        raise ValueError("damaged") from None
    if len(out) != size:
        raise ValueError("damaged")
    return bytes(out)


def _size(data: bytes) -> tuple[int, int]:
    """The unpacked size, and where the block begins."""
    size = 0
    for at, byte in enumerate(data[:5]):
        size |= (byte & 0x7F) << 7 * at
        if byte < 0x80:
            return size, at + 1
    raise ValueError("damaged")


def _copy(out: bytearray, back: int, length: int) -> None:
    start = len(out) - back
    if back == 0 or start < 0:
        raise ValueError("damaged")
    piece = bytes(out[start : start + length])
    out += piece if back >= length else (piece * (length // back + 1))[:length]
