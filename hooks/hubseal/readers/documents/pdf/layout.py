"""What has been drawn on a page: strings become words and lines by where they stand."""

from __future__ import annotations

import re

GAP, RAISED, LINE, BACK = 0.16, 0.15, 0.55, -1.0
"""In ems: from where on a step is a space, a raised letter a word of its own, another height or a step back a line."""
RULE, RULE_OFF = (0.2, 0.6), 0.25
"""The length of a rule that stands for an underscore, and by how much the gap that it fills may differ."""
FULL, LONG = 3.0, 20
"""Ems by which a full line may differ from the other lines; characters from which on a word is none of a language."""
LONGEST, PIECES = 4096, 16
_ODD = re.compile(r"://|[@/\\_=]")
_ENDS, _BEGINS = "-._=&?%+@~/", "-._=&?%+@"


class Line:
    """One line: what stands in it, and from where to where along its direction."""

    __slots__ = ("em", "first", "last", "parts")

    def __init__(self, first: float, em: float) -> None:
        self.parts: list[str] = []
        self.first = self.last = first
        self.em = em


class Writing:
    """The lines so far, and how much of them is known."""

    def __init__(self, left: int) -> None:
        self.left = left
        """Strings that may still be drawn."""
        self.lines: list[Line] = []
        self.known = self.unknown = self.pictures = 0
        self.said: list[bytes] = []
        """Strings that describe what is drawn."""
        self._end = (0.0, 0.0)

    def put(self, text: str, at: tuple[float, float], along: tuple[float, float], em: float, rule: float) -> None:
        """A string that begins at `at` and ends `along` from there. `rule`: the length of a rule drawn before it."""
        norm = (along[0] ** 2 + along[1] ** 2) ** 0.5
        a, b = (along[0] / norm, along[1] / norm) if norm else (1.0, 0.0)
        first = at[0] * a + at[1] * b
        between = self._between(at, a, b, em, rule) if self.lines else "\n"
        if between == "\n":
            self.lines.append(Line(first, em))
        line = self.lines[-1]
        line.parts += (between, text) if between != "\n" else (text,)
        line.last = max(first, line.first) + norm
        self._end = (at[0] + along[0], at[1] + along[1])

    def _between(self, at: tuple[float, float], a: float, b: float, em: float, rule: float) -> str:
        """What stands between two strings: nothing, a space, a rule that is an underscore, or the end of a line."""
        if not em:
            return ""
        dx, dy = at[0] - self._end[0], at[1] - self._end[1]
        along, across = (dx * a + dy * b) / em, abs(dy * a - dx * b) / em
        if across > LINE or along < BACK:
            return "\n"
        if RULE[0] < rule / em < RULE[1] and across < RAISED and abs(along - rule / em) < RULE_OFF:
            return "_"  # as LaTeX draws it in its first encoding
        return " " if across > RAISED or along > GAP else ""

    def text(self) -> bytes:
        """All of it as UTF-8."""
        return "\n".join("".join(line.parts) for line in self.lines).encode("utf-8", "replace")

    def joined(self) -> bytes:
        """Addresses, paths and keys that the end of a line breaks, each in one piece; a line each."""
        found: list[str] = []
        margins = sorted(line.last for line in self.lines)[-2:]
        word, pieces = "", 1
        """The last word of the line before, and of how many it is made."""
        for number, line in enumerate(self.lines):
            words = "".join(line.parts).split(" ")
            above = self.lines[number - 1]
            margin = margins[0 if above.last == margins[-1] else -1]
            if (
                words[0]
                and word
                and pieces < PIECES
                and _breaks(word, words[0], abs(above.last - margin) < FULL * above.em)
            ):
                if pieces > 1 and word[-1] not in _ENDS:
                    found.append(word)  # it may have ended there
                word, pieces = (word + words[0])[:LONGEST], pieces + 1
                if len(words) == 1:
                    continue
            if pieces > 1:
                found.append(word)
            word, pieces = words[-1], 1
        if pieces > 1:
            found.append(word)
        return "\n".join(found).encode("utf-8", "replace")


def _breaks(word: str, after: str, full: bool) -> bool:
    """Whether what stands at the end of a line may go on with the next; `full`: it ends where other lines end."""
    if not _ODD.search(word) and not (len(word) >= LONG and any(c.isdigit() for c in word)):
        return False
    if word[-1] == "." and (after[0].isupper() or word.rpartition("@")[2].count(".") > 1):
        return False  # the end of a sentence
    return word[-1] in _ENDS or after[0] in _BEGINS or (full and len(word) >= 4 and ("@" not in word or "/" in word))
