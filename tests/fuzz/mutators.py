"""Changes of bytes that break assumptions: numbers that are too large, parts that lack, repeat, or come from elsewhere."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

MOST_BYTES = 256 << 10
"""Bytes of a changed file, at most."""
NUMBERS = (
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0xFFFFFFFF,
    1 << 40,
    1 << 60,
    (1 << 63) - 1,
    (1 << 64) - 1,
)
WORDS = (b"[", b"{", b"(", b"<", b"<<", b'"', b"\\", b"\\u0041", b"\n", b"\r", b"\0", b"\xff", b"eyJ", b"password = ", b"9" * 40, b"-1", b"1e999", b"&a", b"*a", b"null", b"%41", b"=" * 5)  # fmt: skip
_DIGITS = re.compile(rb"\d+")
Mutator = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def _place(data: bytearray, dice: random.Random) -> int:
    """Somewhere, more often near either end, where structure stands."""
    size = len(data)
    return dice.choice(
        (dice.randrange(size + 1), dice.randrange(min(size, 64) + 1), size - dice.randrange(min(size, 64) + 1))
    )


def flip(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    for _ in range(dice.choice((1, 1, 2, 8))):
        at = _place(data, dice)
        if at < len(data):
            data[at] ^= 1 << dice.randrange(8)


def number(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    """Writes a number over what stands there."""
    width = dice.choice((1, 2, 4, 8))
    at = _place(data, dice)
    value = dice.choice(NUMBERS) & ((1 << 8 * width) - 1)
    data[at : at + width] = value.to_bytes(width, dice.choice(("little", "big")))


def digits(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    """Makes a number of a text larger, or negative."""
    found = list(_DIGITS.finditer(data[: 64 << 10]))
    if found:
        match = dice.choice(found)
        data[match.start() : match.end()] = dice.choice((b"9" * 20, b"-1", b"0", b"4294967296", b"9" * 5000))


def cut(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    del data[_place(data, dice) :]


def drop(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    at = _place(data, dice)
    del data[at : at + dice.choice((1, 2, 4, 8, 64, 1024))]


def repeat(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    at = _place(data, dice)
    part = bytes(data[at : at + dice.choice((1, 4, 16, 256))])
    data[at:at] = part * dice.choice((1, 2, 100, 5_000))


def insert(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    at = _place(data, dice)
    data[at:at] = dice.choice(WORDS) * dice.choice((1, 1, 3, 1000))


def noise(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    at = _place(data, dice)
    size = dice.choice((1, 4, 16, 64))
    data[at : at + size] = dice.randbytes(size)


def splice(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    """Goes on as another file does."""
    other = dice.choice(others)
    data[_place(data, dice) :] = other[dice.randrange(len(other) + 1) :]


def swap(data: bytearray, dice: random.Random, others: Sequence[bytes]) -> None:
    first, second, size = _place(data, dice), _place(data, dice), dice.choice((2, 4, 8, 32))
    data[first : first + size], data[second : second + size] = data[second : second + size], data[first : first + size]


MUTATORS: tuple[Mutator, ...] = (
    flip,
    flip,
    number,
    number,
    number,
    digits,
    cut,
    drop,
    repeat,
    insert,
    noise,
    splice,
    swap,
)


def mutated(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """`data` with a few changes."""
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 3, 5))):
        dice.choice(MUTATORS)(made, dice, others)
    return bytes(made[:MOST_BYTES])
