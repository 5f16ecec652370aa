"""What packs the streams of a PDF file, undone within limits. Format: ISO 32000-1, 7.4."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from ....types import Cause

STEP, SLOW = 4096, 32 << 20
"""Bytes that are unpacked at once; those that Python itself unpacks at most."""
FLUSHED = b"\0\0\xff\xff"
"""The end of deflated data that nobody closed; all of it is there."""
SHORT = {"Fl": "FlateDecode", "LZW": "LZWDecode", "A85": "ASCII85Decode", "AHx": "ASCIIHexDecode"}
SHORT |= {"RL": "RunLengthDecode", "DCT": "DCTDecode", "CCF": "CCITTFaxDecode"}
PIXELS = frozenset(("DCTDecode", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode"))


class Unpacked(NamedTuple):
    """What a stream holds, as far as it can be unpacked."""

    data: bytes
    cause: Cause | None = None
    """Why there is not all of it."""
    packed: str = ""
    """The filter that is still on it: one of those for pictures, or one that nobody knows."""


def names(about: dict[str, Any], get: Callable[[Any], Any]) -> list[tuple[str, dict[str, Any]]]:
    """The filters of a stream in the order in which they are undone, with their parameters."""
    filters, parameters = get(about.get("Filter", about.get("F"))), get(about.get("DecodeParms", about.get("DP")))
    listed = filters if isinstance(filters, list) else [filters]
    given = parameters if isinstance(parameters, list) else [parameters]
    found = []
    for place, item in enumerate(listed):
        name, more = get(item), get(given[place]) if place < len(given) else None
        if isinstance(name, str):
            found.append(
                (SHORT.get(name, name), {k: get(v) for k, v in more.items()} if isinstance(more, dict) else {})
            )
    return found


def unpack(data: bytes, filters: list[tuple[str, dict[str, Any]]], most: int) -> Unpacked:
    """Undoes the filters one by one; no more than `most` bytes come out of any."""
    cause: Cause | None = None
    for name, parameters in filters[:8]:
        if name in PIXELS or name not in _UNDO:
            return Unpacked(data, cause, name if name != "Crypt" else "")
        data, problem = _UNDO[name](data, parameters, most if name == "FlateDecode" else min(most, SLOW))
        cause = cause or problem
        if _number(parameters, "Predictor", 1) > 1:
            data = _predicted(data, parameters)
    return Unpacked(data, cause)


def _number(parameters: dict[str, Any], name: str, default: int) -> int:
    given = parameters.get(name)
    return given if isinstance(given, int) and given > 0 else default


def _flate(data: bytes, _parameters: dict[str, Any], most: int) -> tuple[bytes, Cause | None]:
    inflate = zlib.decompressobj()
    try:
        out = inflate.decompress(data, most)
        if inflate.eof or data.endswith(FLUSHED):
            return out, None
        if len(out) >= most:
            return out, "limit"
    except zlib.error:
        pass
    for start in (2, 0, 3, 4):  # the sum at the end may lack or be wrong, a line may end before the data
        got, ended = _inflated(data[start:], most)
        if got:
            wrong = start == 2 and ended is not None and len(ended) >= 4 and int.from_bytes(ended[:4], "big")
            if len(got) >= most and ended is None:
                return got, "limit"
            return got, "damaged" if ended is None or (wrong and wrong != zlib.adler32(got)) else None
    return b"", "damaged" if data.strip() else None


def _inflated(data: bytes, most: int) -> tuple[bytes, bytes | None]:
    """What can be unpacked of it, byte by byte before the damage, and what stands behind its end if that is there."""
    inflate, out = zlib.decompressobj(-15), bytearray()
    for at in range(0, len(data), STEP):
        before = inflate.copy()
        try:
            out += inflate.decompress(data[at : at + STEP], most - len(out))
        except zlib.error:
            for byte in range(at, min(at + STEP, len(data))):
                try:
                    out += before.decompress(data[byte : byte + 1])
                except zlib.error:
                    break
            return bytes(out), None
        if inflate.eof:
            return bytes(out), inflate.unused_data + data[at + STEP : at + STEP + 4]
        if len(out) >= most:
            break
    return bytes(out), None


def _ascii85(data: bytes, _parameters: dict[str, Any], most: int) -> tuple[bytes, Cause | None]:
    from base64 import a85decode

    clean = data.translate(None, b"\0\t\n\f\r ").removeprefix(b"<~")
    end = clean.find(b"~")
    digits = re.match(rb"[!-uz]*", clean if end < 0 else clean[:end])[0]  # type: ignore[index]
    cause: Cause | None = None if end in (len(digits), -1) and len(digits) in (end, len(clean)) else "damaged"
    out = bytearray()
    digits = digits.replace(b"z", b"!!!!!")
    for at in range(0, len(digits), 5 * STEP):
        if len(out) > most:
            return bytes(out), "limit"
        try:
            out += a85decode(digits[at : at + 5 * STEP])
        except ValueError:
            for group in range(at, min(at + 5 * STEP, len(digits)), 5):
                try:
                    out += a85decode(digits[group : group + 5])
                except ValueError:
                    out += bytes(4)
            cause = "damaged"
    return bytes(out), cause


def _hexed(data: bytes, _parameters: dict[str, Any], most: int) -> tuple[bytes, Cause | None]:
    clean = data.translate(None, b"\0\t\n\f\r ").partition(b">")[0]
    digits = re.match(rb"[0-9A-Fa-f]*", clean)[0].decode("ascii")  # type: ignore[index]
    return bytes.fromhex(digits + "0" * (len(digits) & 1)), None if len(digits) == len(clean) else "damaged"


def _runs(data: bytes, _parameters: dict[str, Any], most: int) -> tuple[bytes, Cause | None]:
    out, at = bytearray(), 0
    while at < len(data) and data[at] != 128:
        if len(out) > most:
            return bytes(out), "limit"
        size = data[at] + 1 if data[at] < 128 else 257 - data[at]
        out += data[at + 1 : at + 1 + size] if data[at] < 128 else data[at + 1 : at + 2] * size
        at += 1 + (size if data[at] < 128 else 1)
    return bytes(out), None if at < len(data) else "damaged"


def _lzw(data: bytes, parameters: dict[str, Any], most: int) -> tuple[bytes, Cause | None]:
    early = 0 if parameters.get("EarlyChange") == 0 else 1
    start = [bytes((code,)) for code in range(256)] + [b"", b""]
    table, width, out, before, bits, held = list(start), 9, bytearray(), b"", 0, 0
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == 257:
            return bytes(out), None
        if code == 256:
            table, width, before = list(start), 9, b""
            continue
        if code < len(table):
            entry = table[code]
        elif before and code == len(table):
            entry = before + before[:1]
        else:
            return bytes(out), "damaged"
        out += entry
        if before and len(table) < 4096:
            table.append(before + entry[:1])
        before = entry
        width = max(9, min((len(table) + early).bit_length(), 12))
        if len(out) > most:
            return bytes(out), "limit"
    return bytes(out), "damaged"


def _predicted(data: bytes, parameters: dict[str, Any]) -> bytes:
    """Undoes what made neighbouring bytes alike: PNG's filters by row, or TIFF's for bytes."""
    each = _number(parameters, "Colors", 1) * _number(parameters, "BitsPerComponent", 8)
    step, width = max(each // 8, 1), min((each * _number(parameters, "Columns", 1) + 7) // 8, len(data) + 1)
    out, above = bytearray(), bytes(width)
    tiff = _number(parameters, "Predictor", 1) == 2
    for at in range(0, len(data), width + (0 if tiff else 1)):
        kind = 1 if tiff else data[at]
        row = bytearray(data[at : at + width] if tiff else data[at + 1 : at + 1 + width])
        if kind == 2:
            row = bytearray(map(int.__and__, map(int.__add__, row, above), b"\xff" * len(row)))
        elif kind in (1, 3, 4):
            for n in range(len(row)):
                left, corner = (row[n - step], above[n - step]) if n >= step else (0, 0)
                row[n] = (row[n] + (left if kind == 1 else _mean(kind, left, above[n], corner))) & 0xFF
        out += row
        above = bytes(row.ljust(width, b"\0"))
    return bytes(out)


def _mean(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda near: abs(guess - near))


_UNDO: dict[str, Callable[[bytes, dict[str, Any], int], tuple[bytes, Cause | None]]] = {
    "FlateDecode": _flate,
    "LZWDecode": _lzw,
    "ASCII85Decode": _ascii85,
    "ASCIIHexDecode": _hexed,
    "RunLengthDecode": _runs,
}
