"""Expands the templates of rule examples into concrete text, so that no whole token stands in this repository.

`{a36}` is 36 characters of class `a`; a fixed seed makes each expansion reproducible. Classes:
`d` 0-9, `h` 0-9a-f, `H` 0-9A-F, `x` hex of either case, `l` a-z, `u` A-Z, `L` letters, `n` 0-9a-z, `U` 0-9A-Z,
`a` letters and digits, `w` the same and `_`, `b` the same, `_` and `-` (base64url), `B` base64 with `+/`,
`s` Bitcoin base58, `t` base32 A-Z2-7. `{uuid}` is a UUID. The tests add generators: `{github:ghp_}` is a value
with a valid checksum or structure. `{{` and `}}` are literal braces. `{|}` is nothing: it splits a literal that looks like a token.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Mapping

_LOWER, _UPPER, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
CLASSES: dict[str, str] = {
    "d": _DIGITS,
    "h": "0123456789abcdef",
    "H": "0123456789ABCDEF",
    "x": "0123456789abcdefABCDEF",
    "l": _LOWER,
    "u": _UPPER,
    "L": _LOWER + _UPPER,
    "n": _DIGITS + _LOWER,
    "U": _DIGITS + _UPPER,
    "a": _DIGITS + _LOWER + _UPPER,
    "w": _DIGITS + _LOWER + _UPPER + "_",
    "b": _DIGITS + _LOWER + _UPPER + "_-",
    "B": _DIGITS + _LOWER + _UPPER + "+/",
    "s": "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
    "t": _UPPER + "234567",
}
SampleGenerator = Callable[[random.Random, str], str]
"""(generator, what stands after the colon) -> a value with a valid checksum or structure."""

_HOLE = re.compile(r"\{\{|\}\}|\{\|\}|\{([a-zA-Z]\w*?)(\d*)(?::([^}]*))?\}")


def draw(rng: random.Random, kind: str, length: int) -> str:
    """`length` characters of class `kind`; never begins or ends with a character that glues to its surroundings."""
    alphabet = CLASSES[kind]
    text = "".join(rng.choice(alphabet) for _ in range(length))
    plain = [c for c in alphabet if c.isalnum()]
    if length and not text[-1].isalnum():
        text = text[:-1] + rng.choice(plain)
    if length and not text[0].isalnum():
        text = rng.choice(plain) + text[1:]
    return text


def expand(template: str, seed: int = 0, generators: Mapping[str, SampleGenerator] | None = None) -> str:
    """The text that a template stands for. Raises ValueError for an unknown class or generator."""
    rng = random.Random(f"{seed}:{template}")

    def fill(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}", "{|}"):
            return match[0][0] if match[0] != "{|}" else ""
        name, count, argument = match[1], match[2], match[3]
        if name == "uuid":
            return "-".join(draw(rng, "h", n) for n in (8, 4, 4, 4, 12))
        if generators and name in generators:
            return generators[name](rng, argument or count)
        if name in CLASSES and count:
            return draw(rng, name, int(count))
        raise ValueError(f"unknown hole {match[0]!r} in example {template!r}")

    return _HOLE.sub(fill, template)
