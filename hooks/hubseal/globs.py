"""Globs as in .gitignore: `*` stays in a folder, `**` crosses, a pattern without `/` holds at any depth.

A glob is a finite automaton and a path is read once, so that no pattern and no name takes more than linear time: a
policy is written by people, but names come from what is judged. (A regular expression that backtracks takes minutes
for `{a,aa}` forty times in a row, or for `*a*b` on a long name.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from .member_path import SEPARATOR
from .typed import NamedTuple, TypeAlias

LONGEST = 1000
"""Characters of a glob."""
KEPT = 20_000
"""Steps that an automaton remembers."""

Test = Callable[[str], bool]
"""Whether a character fits."""
Item: TypeAlias = "str | Test | list[list[Item]]"
"""A part of a glob: a character, `*`, `**`, `**/`, a test of a character, or choices, each a list of parts."""


def glob(pattern: str) -> Automaton:
    """The automaton of a glob over Hub-relative POSIX paths. Raises ValueError, saying what is wrong with a bad one."""
    return Automaton([pattern])


def matches(pattern: str, path: str) -> bool:
    """Whether a glob matches a path. Raises ValueError for a bad glob."""
    return _compiled(pattern).matches(path)


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """A test whether any of the globs matches a path. Raises ValueError for a bad glob."""
    return Automaton(globs).matches if globs else lambda path: False


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Automaton:
    return glob(pattern)


def _any(_char: str) -> bool:
    return True


def _in_folder(char: str) -> bool:
    return char != "/"


class Automaton:
    """Several globs in one. States are bits of a number: a set of them is what may come next.

    Raises ValueError, saying what is wrong, for a bad glob.
    """

    def __init__(self, globs: Sequence[str]) -> None:
        self._tests: list[Test | None] = []
        self._then: list[tuple[int, ...]] = []
        self._end = self._state(None)
        parsed = [_parsed(pattern) for pattern in globs]
        starts = [self._glob(*one) for one in parsed]
        self._literal = _literal(parsed[0].items) if len(parsed) == 1 else ""
        self._reached = [self._closure(state) for state in range(len(self._then))]
        self._begin = 0
        for start in starts:
            self._begin |= self._reached[start]
        self._nodes: dict[int, _Node] = {}
        self._steps = 0

    def matches(self, path: str) -> bool:
        """Whether one of the globs matches the whole path."""
        if self._literal not in path:
            return False
        node = self._node(self._begin)
        for char in path:
            try:
                node = node[char]
            except KeyError:
                node = self._step(node, char)
            if not node.states:
                return False
        return bool(node.states >> self._end & 1)

    def _node(self, states: int) -> _Node:
        node = self._nodes.get(states)
        if node is None:
            node = self._nodes[states] = _Node(states)
        return node

    def _step(self, node: _Node, char: str) -> _Node:
        """What comes after a character; it is remembered."""
        following, rest = 0, node.states
        while rest:
            state = (rest & -rest).bit_length() - 1
            rest &= rest - 1
            test = self._tests[state]
            if test is not None and test(char):
                following |= self._reached[self._then[state][0]]
        self._steps += 1
        if self._steps > KEPT:
            self._nodes.clear()
            self._steps = 0
        node[char] = self._node(following)
        return node[char]

    def _closure(self, state: int) -> int:
        """A state and those that are reached from it without a character; of the states that wait for one, or end."""
        found, seen, waiting = 0, 0, [state]
        while waiting:
            at = waiting.pop()
            if seen >> at & 1:
                continue
            seen |= 1 << at
            if self._tests[at] is not None or at == self._end:
                found |= 1 << at
            else:
                waiting += self._then[at]
        return found

    def _state(self, test: Test | None, *then: int) -> int:
        """A state that goes on when a character fits; without a test it goes on at once."""
        self._tests.append(test)
        self._then.append(then)
        return len(self._then) - 1

    def _loop(self, test: Test, then: int) -> int:
        """Any number of characters that fit."""
        split = self._state(None)
        self._then[split] = (self._state(test, split), then)
        return split

    def _text(self, text: str, then: int) -> int:
        for char in reversed(text):
            then = self._state(char.__eq__, then)
        return then

    def _glob(self, items: Sequence[Item], anchored: bool, folder: bool) -> int:
        """The first state of a glob. States are made from its end."""
        below = self._loop(_any, self._end)
        end = self._text("/", below)
        if not folder:
            end = self._state(None, self._end, end, self._text(SEPARATOR, below))
        start = self._items(items, end)
        return start if anchored else self._above(start)

    def _above(self, then: int) -> int:
        """Any folders before what comes, or none."""
        return self._state(None, then, self._loop(_any, self._text("/", then)))

    def _items(self, items: Sequence[Item], then: int) -> int:
        for item in reversed(items):
            if item == "**/":
                then = self._above(then)
            elif item in ("**", "*"):
                then = self._loop(_any if item == "**" else _in_folder, then)
            elif isinstance(item, list):
                then = self._state(None, *(self._items(choice, then) for choice in item))
            else:
                then = self._state(item.__eq__ if isinstance(item, str) else item, then)
        return then


class _Node(dict[str, "_Node"]):
    """A set of states, and the sets that were seen to follow it."""

    def __init__(self, states: int) -> None:
        self.states = states


class _Parsed(NamedTuple):
    items: list[Item]
    anchored: bool
    folder: bool


def _parsed(pattern: str) -> _Parsed:
    """The parts of a glob. Raises ValueError."""
    body = pattern.strip()
    if not body or body == "/":
        raise ValueError("a glob cannot be empty")
    if len(body) > LONGEST:
        raise ValueError(f"a glob has at most {LONGEST} characters")
    if "\\" in body.replace("[\\]", ""):
        raise ValueError("a glob uses / on every system, not \\")
    if body.startswith("!"):
        raise ValueError("a glob cannot be negated; list what it should match")
    inside = body.strip("/").removeprefix("./")
    return _Parsed(_items(inside), "/" in body.rstrip("/"), body.endswith("/"))


def _items(body: str) -> list[Item]:
    items: list[Item] = []
    at = 0
    while at < len(body):
        width, char = 1, body[at]
        if char == "*":
            width = 3 if body.startswith("**/", at) else 2 if body.startswith("**", at) else 1
            items.append(body[at : at + width])
        elif char == "?":
            items.append(_in_folder)
        elif char == "[":
            width = body.find("]", at + 2) - at + 1
            if width <= 0:
                raise ValueError("it opens [ and does not close it")
            items.append(_charset(body[at + 1 : at + width - 1]))
        elif char == "{":
            width = body.find("}", at) - at + 1
            if width <= 0:
                raise ValueError("it opens { and does not close it")
            items.append([_items(part) for part in body[at + 1 : at + width - 1].split(",")])
        else:
            items.append(char)
        at += width
    return items


def _charset(inside: str) -> Test:
    """A set of characters and ranges; `!` or `^` in front negates it, and then `/` is none of it."""
    negated = inside[0] in "!^"
    text = inside[1:] if negated else inside
    ranges: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        last = text[at + 2] if text[at + 1 : at + 2] == "-" and at + 2 < len(text) else text[at]
        if last < text[at]:
            raise ValueError(f"[{inside}] is not a set of characters")
        ranges.append((text[at], last))
        at += 3 if len(text) > at + 2 and text[at + 1] == "-" else 1
    if negated:
        return lambda char: char != "/" and not any(low <= char <= high for low, high in ranges)
    return lambda char: any(low <= char <= high for low, high in ranges)


def _literal(items: Sequence[Item]) -> str:
    """The longest run of plain characters in a glob: a path without it cannot match."""
    runs = [""]
    for item in items:
        if isinstance(item, str) and len(item) == 1 and item != "*":
            runs[-1] += item
        else:
            runs.append("")
    return max(runs, key=len)
