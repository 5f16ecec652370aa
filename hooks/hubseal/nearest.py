"""The known word that somebody meant who wrote another one: a slip of the fingers or a part of a name, no guess."""

from __future__ import annotations

from collections.abc import Collection

LETTERS_A_SLIP = 3
"""One slip is forgiven for so many letters, and one more in a word of any length of at least `LEAST`."""
LEAST, MOST_SLIPS = 3, 3


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that is meant; empty when none is near enough to be it."""
    given = _plain(word)
    if len(given) < LEAST or len(given) > 100:
        return ""
    allowed = min(max(1, len(given) // LETTERS_A_SLIP), MOST_SLIPS)
    close: list[tuple[int, bool, str]] = []
    for name in known:
        wanted = _plain(name)
        slips, other = _slips(given, wanted, allowed), wanted[:1] != given[:1]
        if slips <= (1 if other else allowed):  # fingers slip on the first letter least: include is not exclude
            close.append((slips, other, name))
    if close:
        return min(close, key=lambda one: one[:2])[2]
    begun = [name for name in known if _plain(name).startswith(given)]
    if begun:
        return min(begun, key=len)
    words = set(given.split("-"))
    holding = [name for name in known if len(words) > 1 and words <= set(_plain(name).split("-"))]
    return min(holding, key=len, default="")


def _plain(word: str) -> str:
    return word.lower().replace("_", "-").replace(" ", "-").lstrip("-")


def _slips(one: str, other: str, most: int) -> int:
    """Letters to put in, take out, change or swap with their neighbour; more than `most` is `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
