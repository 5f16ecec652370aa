"""What the glyphs of simple fonts are called, and how wide those of the standard fonts are.

Sources: Adobe Glyph List Specification 2; ISO 32000-1, annex D; Adobe Font Metrics of the core fonts.
"""

from __future__ import annotations

import re

_PUNCTUATION = dict(
    zip(
        "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus "
        "comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal "
        "greater question at bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright "
        "asciitilde".split(),
        " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~",
        strict=True,
    )
)
_OTHERS = dict(
    zip(
        "quoteright quoteleft quotedblleft quotedblright quotesinglbase quotedblbase guillemotleft guillemotright "
        "guilsinglleft guilsinglright endash emdash minus sfthyphen nbspace bullet periodcentered ellipsis dagger "
        "daggerdbl section paragraph copyright registered trademark degree plusminus multiply divide mu euro Euro "
        "sterling yen cent currency brokenbar exclamdown questiondown germandbls ae AE oe OE oslash Oslash lslash "
        "Lslash dotlessi dotlessj eth Eth thorn Thorn ordfeminine ordmasculine onesuperior twosuperior threesuperior "
        "onehalf onequarter threequarters fraction logicalnot asciimacron macron visiblespace fi fl ff ffi ffl "
        "hyphenchar nonbreakingspace underscorealt cwm Delta Omega".split(),
        (
            *"''“”‚„«»‹›–—-- •·…†‡§¶©®™°±×÷µ€€£¥¢¤¦¡¿ßæÆœŒøØłŁıȷðÐþÞªº¹²³½¼¾⁄¬¯¯ ",
            "fi",
            "fl",
            "ff",
            "ffi",
            "ffl",
            *"- _",
            "",
            "Δ",
            "Ω",
        ),
        strict=True,
    )
)
NAMES: dict[str, str] = _PUNCTUATION | _OTHERS
_ACCENTS = {
    "acute": "\u0301",
    "grave": "\u0300",
    "circumflex": "\u0302",
    "dieresis": "\u0308",
    "tilde": "\u0303",
    "caron": "\u030c",
    "ring": "\u030a",
    "cedilla": "\u0327",
    "ogonek": "\u0328",
    "macron": "\u0304",
    "breve": "\u0306",
    "dotaccent": "\u0307",
    "hungarumlaut": "\u030b",
    "commaaccent": "\u0326",
}
_ACCENTED = re.compile("([A-Za-z])(" + "|".join(_ACCENTS) + ")")
_CODED = re.compile(r"uni([0-9A-F]{4})+|u([0-9A-F]{4,6})")


def char(name: str) -> str:
    """The text of a glyph by its name; "" for one that says nothing."""
    name = name.partition(".")[0] or name
    if len(name) == 1:
        return name
    if name in NAMES:
        return NAMES[name]
    if "_" in name:
        return "".join(char(part) for part in name.split("_") if part)
    coded, accented = _CODED.fullmatch(name), _ACCENTED.fullmatch(name)
    if coded and coded[2]:
        return chr(min(int(coded[2], 16), 0x10FFFF))
    if coded:
        return "".join(chr(int(name[at : at + 4], 16)) for at in range(3, len(name), 4))
    if accented:
        from unicodedata import normalize

        return normalize("NFC", accented[1] + _ACCENTS[accented[2]])
    return ""


_STANDARD = dict(zip((0xA9, 0xAA, 0xAC, 0xAD, 0xAE, 0xAF, 0xB1, 0xB7, 0xBA, 0xBC, 0xD0), "'“‹›ﬁﬂ–•”…—", strict=True))
"""Where Adobe's standard encoding has text above ASCII."""


def encoding(name: str) -> list[str]:
    """256 characters by code; ASCII is ASCII in all of them. "" where there is none."""
    codec = {"MacRomanEncoding": "mac_roman", "WinAnsiEncoding": "cp1252"}.get(name)
    if codec:
        table = [bytes((code,)).decode(codec, "ignore") for code in range(256)]
    else:
        table = [chr(code) if code < 127 else _STANDARD.get(code, "") for code in range(256)]
        table[0xAE], table[0xAF] = "fi", "fl"
    return ["" if code < 32 or code == 127 else text for code, text in enumerate(table)]


def _widths(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


_HELVETICA = _widths(
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 "
    "278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 "
    "556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_HELVETICA_BOLD = _widths(
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 "
    "333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 "
    "611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
_TIMES = _widths(
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 "
    "278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 "
    "722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 "
    "500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)
_TIMES_BOLD = _widths(
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 "
    "333 570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 "
    "722 1000 722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 "
    "556 444 389 333 556 500 722 500 500 444 394 220 394 520"
)


def core(font: str) -> list[float]:
    """Widths in ems by code of a font that brings none, by its name."""
    bold = "Bold" in font
    if "Courier" in font or "Mono" in font:
        return [0.6] * 256
    if "Times" in font or "Serif" in font and "Sans" not in font:
        table = _TIMES_BOLD if bold else _TIMES
    else:
        table = _HELVETICA_BOLD if bold else _HELVETICA
    return [0.5] * 32 + [width / 1000 for width in table] + [0.55] * 129
