"""Whether a pattern that somebody writes into a policy is safe to run on anything, and what announces a match of it.

A pattern is refused that may match without end, or that `re` may try in too many ways: both cost minutes on the right
text. A match is announced by its longest run of characters that all values have in common, which the matcher looks for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from math import log2
from typing import Any, NamedTuple

WIDEST = 2_000
"""Bytes of the longest match."""
WAYS = 20_000
"""In how many ways `re` may try one place."""
LOOK = 200
"""Bytes that a look-around may see."""
BITS = 20.0
"""What a run of characters has to say, so that not every second text has it: three letters, or six digits."""
LONGEST_RUN = 12
LONGEST = 1_000
"""Characters of a pattern."""
_FLAGS = re.compile(r"\(\?[aims]+\)")
_CATEGORIES = {
    "CATEGORY_DIGIT": rb"\d",
    "CATEGORY_NOT_DIGIT": rb"\D",
    "CATEGORY_SPACE": rb"\s",
    "CATEGORY_NOT_SPACE": rb"\S",
    "CATEGORY_WORD": rb"\w",
    "CATEGORY_NOT_WORD": rb"\W",
}
_NO_END = 1 << 30
Bytes = frozenset[int]
ANY: Bytes = frozenset(range(256)) - {10}


class BadPattern(ValueError):
    """A pattern that is refused; the text says why, for people."""


class Announced(NamedTuple):
    """A pattern in the form that detectors have, with a group `leak`, and the runs that announce it."""

    pattern: bytes
    runs: tuple[tuple[bytes, int, int], ...]
    """(pattern of a run, bytes before it, bytes behind it); empty when no run says enough."""
    widest: int


class _Part(NamedTuple):
    """A stretch of a pattern: one character out of `chars`, or, without, something of a width."""

    chars: Bytes | None
    widest: int


def announced(text: str) -> Announced:
    """What a pattern is announced by. Raises BadPattern."""
    if not text.isascii() or len(text) > LONGEST:
        raise BadPattern(f"a pattern has at most {LONGEST} characters, all of them ASCII")
    try:
        compiled = re.compile(text.encode())
        tree = _tree(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern(f"it is no regular expression: {getattr(error, 'msg', type(error).__name__)}") from None
    if compiled.flags & (re.VERBOSE | re.LOCALE):
        raise BadPattern("it cannot have the flags x and L")
    if _ways(tree) > WAYS:
        raise BadPattern("it can be tried in too many ways; bound its repeats, and do not nest them")
    low, high = tree.getwidth()
    if high > WIDEST:
        raise BadPattern(f"it matches up to {high} characters; the most is {WIDEST}")
    if low < 4:
        raise BadPattern(f"it matches {low or 'no'} characters; the least is 4")
    if "leak" in compiled.groupindex and not _always(tree, compiled.groupindex["leak"]):
        raise BadPattern("its group `leak` is not part of every match")
    flags = _FLAGS.match(text)
    head, body = (flags[0], text[flags.end() :]) if flags else ("", text)
    whole = body if "leak" in compiled.groupindex else f"(?P<leak>{body})"
    runs = [_best(list(_parts(branch, bool(compiled.flags & re.I)))) for branch in _branches(tree)]
    found = tuple(run for run in runs if run is not None)
    return Announced((head + whole).encode(), found if len(found) == len(runs) else (), high)


def _tree(text: str) -> Any:
    """What `re` makes of a pattern before it compiles it."""
    if sys.version_info >= (3, 11):
        from re import _parser as reader  # type: ignore[attr-defined]
    else:
        import sre_parse as reader
    parsed: Any = reader
    return parsed.parse(text.encode())


def _ways(tree: Any) -> int:
    """In how many ways `re` may try to match at one place. Raises BadPattern for what has no bound."""
    ways = 1
    for op, value in tree:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = value
            if most > _NO_END:
                raise BadPattern("`*`, `+` and `{n,}` have no end; write the most there can be, such as {1,200}")
            ways *= min(_ways(inner) ** min(most, 64), WAYS + 1) * (most - least + 1)
        elif name == "BRANCH":
            ways *= sum(_ways(branch) for branch in value[1])
        elif name == "SUBPATTERN":
            ways *= _ways(value[3])
        elif name in ("ASSERT", "ASSERT_NOT"):
            if value[1].getwidth()[1] > LOOK:
                raise BadPattern(f"a look-around sees at most {LOOK} characters")
            ways *= _ways(value[1])
        elif name == "AT" and str(value) not in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
            raise BadPattern("^, $, \\A and \\Z mean nothing within a file; write a look-around such as (?![a-z0-9])")
        elif name in ("GROUPREF", "GROUPREF_EXISTS", "ATOMIC_GROUP", "POSSESSIVE_REPEAT"):
            raise BadPattern("it refers to its own groups, or forbids going back; neither is possible here")
        ways = min(ways, WAYS + 1)
    return ways


def _always(tree: Any, group: int) -> bool:
    """Whether a group is part of every match."""
    for op, value in tree:
        name = str(op)
        if name == "SUBPATTERN" and (value[0] == group or _always(value[3], group)):
            return True
        if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0 and _always(value[2], group):
            return True
    return False


def _branches(tree: Any) -> Sequence[Any]:
    """The alternatives that a pattern consists of; itself when it is none of alternatives."""
    while len(tree) == 1 and str(tree[0][0]) == "SUBPATTERN" and not tree[0][1][1] and not tree[0][1][2]:
        tree = tree[0][1][3]
    if len(tree) == 1 and str(tree[0][0]) == "BRANCH":
        return list(tree[0][1][1])
    return [tree]


def _parts(tree: Any, folded: bool) -> Iterator[_Part]:
    """The stretches of a pattern in order."""
    for op, value in tree:
        name = str(op)
        chars = _chars(name, value, folded)
        if chars is not None:
            yield _Part(chars, 1)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = value
            each = list(_parts(inner, folded)) if least and inner.getwidth()[1] * least <= 64 else []
            kept = least if each else 0
            yield from each * kept
            if most > kept:
                yield _Part(None, (most - kept) * inner.getwidth()[1])
        elif name == "SUBPATTERN" and not value[1] and not value[2]:
            yield from _parts(value[3], folded)
        elif name == "BRANCH":
            yield _Part(None, max(branch.getwidth()[1] for branch in value[1]))
        elif name == "SUBPATTERN":
            yield _Part(None, value[3].getwidth()[1])


def _chars(name: str, value: Any, folded: bool) -> Bytes | None:
    """The characters that a single one may be; None for what is more than one."""
    if name == "ANY":
        return ANY
    if name in ("LITERAL", "NOT_LITERAL"):
        found = _folded({value}, folded)
        return found if name == "LITERAL" else frozenset(range(256)) - found
    return _folded(_set(value), folded) if name == "IN" else None


def _set(items: Any) -> set[int]:
    found: set[int] = set()
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            found.add(value)
        elif name == "RANGE":
            found.update(range(value[0], value[1] + 1))
        elif name == "CATEGORY":
            one = re.compile(_CATEGORIES[str(value)])
            found.update(code for code in range(256) if one.match(bytes((code,))))
    return set(range(256)) - found if str(items[0][0]) == "NEGATE" else found


def _folded(codes: set[int], folded: bool) -> Bytes:
    more = {ord(chr(code).swapcase()) for code in codes if code < 128 and chr(code).isalpha()} if folded else set()
    return frozenset(codes | more)


def _best(parts: list[_Part]) -> tuple[bytes, int, int] | None:
    """The run of characters that says most, and how far a match goes on either side; None when none says enough."""
    best, said = None, 0.0
    for start, part in enumerate(parts):
        bits = 0.0
        for end in range(start, min(start + LONGEST_RUN, len(parts))):
            chars = parts[end].chars
            if chars is None:
                break
            bits += 8 - log2(max(len(chars), 1))
            if bits > said:
                best, said = (start, end + 1), bits
        if part.chars is None:
            continue
    if best is None or said < BITS:
        return None
    run = b"".join(_written(part.chars or ANY) for part in parts[best[0] : best[1]])
    before, behind = (sum(part.widest for part in some) for some in (parts[: best[0]], parts[best[1] :]))
    return run, before + LOOK, behind + LOOK


def _written(chars: Bytes) -> bytes:
    """A set of bytes as the matcher reads it."""
    codes, ranges = sorted(chars), list[tuple[int, int]]()
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = ranges[-1][0], code
        else:
            ranges.append((code, code))
    if len(codes) == 1:
        return b"\\x%02x" % codes[0]
    return b"[" + b"".join(b"\\x%02x" % a if a == b else b"\\x%02x-\\x%02x" % (a, b) for a, b in ranges) + b"]"
