"""Fonts: which text the codes of a string draw, and how far. Format: ISO 32000-1, 9.6, 9.7 and 9.10."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .glyphs import char, core, encoding
from .objects import Stream
from .parser import File, ReadProblem

MOST = 1 << 17
"""Codes that one font may map."""
KEPT = 4096
DAMAGED = "what a font draws cannot be read to its end, so text may be wrong; write the file anew"
UNKNOWN = "\ufffd"
CODECS = {
    "GBK": "gbk",
    "GBKp": "gbk",
    "GBK2K": "gb18030",
    "GB": "gb2312",
    "GBpc": "gb2312",
    "B5pc": "big5",
    "ETen": "big5",
    "HKscs": "big5hkscs",
    "90ms": "cp932",
    "90msp": "cp932",
    "90pv": "cp932",
    "83pv": "cp932",
    "EUC": "euc_jp",
    "KSC": "euc_kr",
    "KSCms": "cp949",
}
"""What the first part of a predefined CMap's name stands for; `Uni...` is UTF-16."""
PLAINER = {0xAD: "-", 0xA0: " ", 0x2010: "-", 0x2011: "-"}
PLAINER |= dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
"""Text as people type it, for characters that only printing knows."""
_HEX = rb"<\s*([0-9A-Fa-f\s]*)>\s*"
_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)")
_PAIR = re.compile(_HEX + _HEX)
_RANGE = re.compile(_HEX + _HEX + rb"(?:" + _HEX + rb"|\[([^\]]*)\])")
_ONE = re.compile(_HEX)
_BUILT_IN = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/]{1,64})\s+put")


class Drawn(NamedTuple):
    """What a string draws."""

    text: str
    width: float
    """In ems."""
    codes: int
    spaces: int
    unknown: int


class Font:
    """One font; `drawn` is all that is asked of it."""

    def __init__(self, wide: bool, chars: dict[int, str], widths: dict[int, float], default: float) -> None:
        self.wide, self.chars, self.widths, self.default = wide, chars, widths, default
        self.codec = ""
        self._kept: dict[bytes, Drawn] = {}

    def drawn(self, data: bytes) -> Drawn:
        """What the codes in `data` draw."""
        kept = self._kept.get(data)
        if kept is None:
            kept = self._drawn(data)
            if len(data) < 16 and len(self._kept) < KEPT:
                self._kept[data] = kept
        return kept

    def _drawn(self, data: bytes) -> Drawn:
        if self.codec:
            text = data.decode(self.codec, "replace")
            return Drawn(text, sum(0.5 if c.isascii() else 1.0 for c in text), len(text), 0, text.count(UNKNOWN))
        codes = [data[n] << 8 | data[n + 1] for n in range(0, len(data) - 1, 2)] if self.wide else list(data)
        chars, widths, default = self.chars, self.widths, self.default
        text = "".join([chars.get(code, UNKNOWN) for code in codes])
        width = sum([widths.get(code, default) for code in codes])
        spaces = 0 if self.wide else data.count(b" ")
        return Drawn(text, width, len(codes), spaces, text.count(UNKNOWN))


_ANSI = {code: text for code, text in enumerate(encoding("WinAnsiEncoding")) if text}
PLAIN = Font(False, _ANSI, dict(enumerate(core(""))), 0.5)
"""For strings whose font nobody knows."""


def font(file: File, about: dict[str, Any]) -> Font:
    """The font that a dictionary describes."""
    given = file.get(about.get("ToUnicode"))
    mapped, wide = _mapped(file, given) if isinstance(given, Stream) else ({}, None)
    if about.get("Subtype") == "Type0":
        return _composite(file, about, mapped, wide)
    chars = _simple(file, about)
    for code, text in mapped.items():
        if code < 256:
            chars[code] = text
    widths, default = _simple_widths(file, about)
    return Font(False, chars, widths, default)


def _mapped(file: File, stream: Stream) -> tuple[dict[int, str], bool | None]:
    """What a stream of a font maps; what of it is not read is noted."""
    place = f"object {stream.number}"
    chars, wide, whole = cmap(file.content(stream, place, DAMAGED))
    if not whole:
        file.troubles.append(ReadProblem(place, "limit", stream.size, DAMAGED))
    return chars, wide


def cmap(data: bytes) -> tuple[dict[int, str], bool | None, bool]:
    """Code -> text, whether codes have two bytes, as far as it says so, and whether that is all."""
    chars: dict[int, str] = {}
    wide: bool | None = None
    left = MOST
    end = 0
    while section := _SECTION.search(data, end):
        end = data.find(b"end" + section[1], section.end())
        end = end if end >= 0 else len(data)
        rows = data[section.end() : end]
        if section[1] == b"codespacerange":
            wide = any(len(_digits(pair[1])) > 2 for pair in _PAIR.finditer(rows))
        elif section[1] == b"bfchar":
            for pair in _PAIR.finditer(rows):
                _put(chars, _code(pair[1]), _digits(pair[2]))
        else:
            for row in _RANGE.finditer(rows):
                left -= _put_range(chars, row)
                if left < 0:
                    return chars, wide, False
    return chars, wide, True


def _put_range(chars: dict[int, str], row: re.Match[bytes]) -> int:
    """Takes the texts of a range of codes; how many there are."""
    first, last = _code(row[1]), min(_code(row[2]), _code(row[1]) + 0xFFFF)
    if row[4] is not None:
        for place, one in enumerate(_ONE.finditer(row[4])):
            if first + place <= last:
                _put(chars, first + place, _digits(one[1]))
        return last - first
    digits = _digits(row[3])
    start, width = _code(digits), len(digits)
    for code in range(first, last + 1):
        _put(chars, code, b"%0*X" % (width, start + code - first))
    return last - first


def _put(chars: dict[int, str], code: int, digits: bytes) -> None:
    """A code's text; what says nothing is left out, so that the font's own names may tell."""
    raw = bytes.fromhex((digits if len(digits) % 2 == 0 else b"0" + digits).decode("ascii"))
    text = raw.decode("utf-16-be", "replace") if len(raw) > 1 else raw.decode("latin-1")
    if text.strip("\0\ufffd") and len(chars) <= MOST:
        chars[code] = text.translate(PLAINER)


def _digits(raw: bytes) -> bytes:
    return b"".join(raw.split())


def _code(raw: bytes) -> int:
    return int(_digits(raw)[:8] or b"0", 16)


def _composite(file: File, about: dict[str, Any], mapped: dict[int, str], wide: bool | None) -> Font:
    """A font of many glyphs: two bytes a code unless its encoding is one that Python knows."""
    inner = file.get(about.get("DescendantFonts"))
    below = file.about(inner[0]) if isinstance(inner, list) and inner else {}
    named = file.get(about.get("Encoding"))
    default = file.get(below.get("DW"))
    made = Font(True, mapped, _wide_widths(file, below), default / 1000 if isinstance(default, (int, float)) else 1.0)
    if isinstance(named, Stream):
        said = _mapped(file, named)[1]
        made.wide = wide is not False if said is None else said
    elif isinstance(named, str) and not named.startswith("Identity"):
        unicode = named.startswith("Uni") and ("UCS2" in named or "UTF16" in named)
        made.codec = "utf-16-be" if unicode else CODECS.get(named.split("-")[0], "")
    if not mapped and not made.codec:
        system = file.get(file.about(below.get("CIDSystemInfo")).get("Ordering"))
        if getattr(system, "data", b"") in (b"Japan1", b"GB1", b"CNS1", b"Korea1"):
            made.chars = {code: chr(code + 31) for code in range(1, 95)}
    return made


def _wide_widths(file: File, about: dict[str, Any]) -> dict[int, float]:
    """Widths in ems by glyph: `first [w w w]` or `first last w`."""
    found: dict[int, float] = {}
    listed = file.get(about.get("W"))
    items = [file.get(item) for item in listed] if isinstance(listed, list) else []
    at, left = 0, MOST
    while at + 1 < len(items) and left > 0:
        first, second = items[at], items[at + 1]
        if isinstance(first, int) and isinstance(second, list):
            found.update({first + n: w / 1000 for n, w in enumerate(second) if isinstance(w, (int, float))})
            at += 2
        elif isinstance(first, int) and isinstance(second, int) and at + 2 < len(items):
            width = items[at + 2]
            if isinstance(width, (int, float)):
                left -= second - first
                found.update(dict.fromkeys(range(first, min(second, first + 0xFFFF) + 1), width / 1000))
            at += 3
        else:
            at += 1
    return found


def _simple(file: File, about: dict[str, Any]) -> dict[int, str]:
    """The text of each code of a font with one byte a code."""
    named = file.get(about.get("Encoding"))
    more = file.about(named) if not isinstance(named, str) else {}
    base = named if isinstance(named, str) else file.get(more.get("BaseEncoding"))
    table = encoding(base if isinstance(base, str) else "")
    if not isinstance(base, str):
        for code, text in _built_in(file, about).items():
            table[code] = text
    code = 0
    listed = file.get(more.get("Differences"))
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, int):
            code = item
        elif isinstance(item, str):
            if 0 <= code < 256:
                table[code] = char(item) or ("" if item == ".notdef" else table[code])
            code += 1
    return {code: text for code, text in enumerate(table) if text}


def _built_in(file: File, about: dict[str, Any]) -> dict[int, str]:
    """The encoding that an embedded Type 1 font brings in its readable part, as LaTeX's fonts do."""
    program = file.get(file.about(about.get("FontDescriptor")).get("FontFile"))
    if not isinstance(program, Stream):
        return {}
    head = file.unpack(program).data[:65536].partition(b"eexec")[0]
    found = ((int(row[1]), char(row[2].decode("latin-1"))) for row in _BUILT_IN.finditer(head))
    return {code: text for code, text in found if text and code < 256}


def _simple_widths(file: File, about: dict[str, Any]) -> tuple[dict[int, float], float]:
    listed, first = file.get(about.get("Widths")), file.get(about.get("FirstChar"))
    scale = 0.001
    if about.get("Subtype") == "Type3":
        matrix = file.get(about.get("FontMatrix"))
        given = matrix[0] if isinstance(matrix, list) and matrix else None
        scale = abs(given) if isinstance(given, (int, float)) else scale
    if isinstance(listed, list) and isinstance(first, int):
        widths = [file.get(item) for item in listed[:256]]
        return {first + n: w * scale for n, w in enumerate(widths) if isinstance(w, (int, float))}, 0.0
    base = about.get("BaseFont")
    return dict(enumerate(core(base if isinstance(base, str) else ""))), 0.5
