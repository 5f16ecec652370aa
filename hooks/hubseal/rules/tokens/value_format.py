"""A format as the provider writes it, with holes: `glsa_{a32}_{h8}` is `glsa_`, 32 letters and digits, `_`, 8 hex digits;
`{b20-60}` is a length range; classes are those of `rules.samples`, `e` (`b` with `=`), and `{uuid}`.

From one format come a pattern, a sample and two near misses: a value that is too short, and one of fillers.
"""

from __future__ import annotations

import re

from ...typed import NamedTuple

UUID_TEXT = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
UUID = UUID_TEXT.encode()
CLASS = {
    "d": "[0-9]",
    "h": "[0-9a-f]",
    "H": "[0-9A-F]",
    "x": "[0-9a-fA-F]",
    "l": "[a-z]",
    "u": "[A-Z]",
    "L": "[A-Za-z]",
    "n": "[0-9a-z]",
    "U": "[0-9A-Z]",
    "a": "[0-9A-Za-z]",
    "w": "[0-9A-Za-z_]",
    "b": "[0-9A-Za-z_-]",
    "e": "[0-9A-Za-z_=-]",
    "B": "[0-9A-Za-z+/]",
    "s": "[1-9A-HJ-NP-Za-km-z]",
    "t": "[A-Z2-7]",
}
BITS = {"d": 3, "h": 4, "H": 4, "x": 4, "l": 5, "u": 5, "t": 5}
ESCAPED = str.maketrans({c: "\\" + c for c in ".+*?^$()[]|"})
END = rb"(?!_?[0-9A-Za-z])"
"""Right border of a value of letters and digits: `_` may follow it, as in Markdown, but not a longer name."""
ENDS = {"b": rb"(?![0-9A-Za-z_-])", "e": rb"(?![0-9A-Za-z_=-])", "w": rb"(?![0-9A-Za-z_])", "B": rb"(?![0-9A-Za-z+/])"}

LONG, LONGER = 4, rb"[0-9A-Za-z]{0,64}"
"""After a prefix of that length a value that goes on longer than the provider's is still a leak, and shown whole."""
ORDINARY = r"(?:(?:api)?key|live|test|auth|[sp]k|pat|sat)(?:[_.-](?:live|test|auth|sk|pk))*[_.-]"
"""Prefixes of ordinary words tell no provider: `key_` before 32 hex digits is no longer kind of `key_` before 28."""


class ValueFormat(NamedTuple):
    """What one format says of a value."""

    head: str
    """The literal before the first hole."""
    pattern: bytes
    sample: str
    misses: tuple[str, ...]
    """Samples that are too short, or made of fillers."""
    bits: int


def read(template: str) -> ValueFormat:
    """A format, taken apart."""
    head, _, rest = template.partition("{")
    pattern, sample, last, kind, size, bits, end = head.translate(ESCAPED), head, head, "a", 0, 0, END
    long = len(head) >= LONG and re.fullmatch(ORDINARY, head) is None
    for hole in rest.split("{"):
        spec, _, literal = hole.partition("}")
        last = sample
        if spec == "uuid":
            pattern, sample, size, bits, end = pattern + UUID_TEXT, sample + "{uuid}", size + 36, bits + 122, END
        else:
            kind, (low, _, high) = spec[0], spec[1:].partition("-")
            pattern += CLASS[kind] + "{" + low + ("," + high if high else "") + "}"
            sample += "{" + ("b" if kind == "e" else kind) + low + "}"
            size += int(low)
            bits += int(low) * BITS.get(kind, 6)
            end = ENDS.get(kind, LONGER if long and not high else END)
        if literal:
            pattern, sample, end = pattern + literal.translate(ESCAPED), sample + literal, END
    filler = "x" if kind in "abnwLleB" else "0"
    return ValueFormat(head, pattern.encode() + end, sample, (last + "{a3}", head + filler * size), bits)


class Formats(NamedTuple):
    """What all formats of a row say together, and what the row says instead."""

    pattern: bytes
    samples: tuple[str, ...]
    misses: tuple[str, ...]
    bits: int
    heads: tuple[str, ...]


def read_all(templates: tuple[str, ...], pattern: bytes, samples: tuple[str, ...], bits: int) -> Formats:
    """The formats of a row; `pattern`, `samples` and `bits` stand in for theirs unless they are empty."""
    found = [read(template) for template in templates]
    return Formats(
        pattern or b"|".join([f.pattern for f in found]),
        samples or tuple([f.sample for f in found]),
        found[0].misses if found else ("short", "your-key-goes-here"),
        bits or (found[0].bits if found else 128),
        tuple(dict.fromkeys([f.head for f in found])),
    )
