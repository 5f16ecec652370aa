"""The text that a content stream draws, in its order, with words and lines as they stand on the page.

Format: ISO 32000-1, 8.4, 9.3 and 9.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .fonts import PLAIN, Font
from .layout import Writing
from .objects import MalformedError, Text, leaves, literal, name, number, unescaped, unhexed, value
from .tokens import ARRAY, DICT, HEX, NAME, NUMBER, STRING, TOKEN, WORD, array

Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SPACED, BACK = -160.0, 1000.0
"""Thousandths of an em: from where on a step to the right is a space, and one to the left something else."""
STACK, OPERANDS, MOST_BETWEEN, MOST_WRONG = 512, 4096, 200, 100
_RULE = re.compile(rb"\s([0-9.]+) 0 l\s+S\s|\s([0-9.]+) [0-9.]+ re\s+f\s")
_ID, _EI = re.compile(rb"\sID\s"), re.compile(rb"\sEI(?=\s|\Z)")


def times(m: Matrix, n: Matrix) -> Matrix:
    """`m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


class Pen:
    """Draws one content stream. `font` and `form` look up its resources by name; a form is drawn where it is named."""

    def __init__(
        self, out: Writing, font: Callable[[str], Font], form: Callable[[str, Matrix], None], where: Matrix = SAME
    ) -> None:
        self.out, self._font, self._form = out, font, form
        self.page = where
        self.font, self.size, self.chars, self.words, self.scale, self.leading = PLAIN, 1.0, 0.0, 0.0, 1.0, 0.0
        self.line = self.at = SAME
        self._stack: list[tuple[Any, ...]] = []
        self._ended, self._rule, self._pictures, self._wrong = -1, 0.0, True, 0

    def draw(self, data: bytes) -> None:
        """Follows the stream to its end."""
        operands: list[Any] = []
        at, size = 0, len(data)
        while at < size:
            token = TOKEN.match(data, at)
            if token is None or token.end() == at:
                at += 1
                continue
            kind, at = token.lastindex, token.end()
            if kind == NUMBER:
                operands.append(float(number(token[1])))
            elif kind == STRING:
                end = literal(data, at)
                operands.append(unescaped(data[at : end - 1] if end >= 0 else data[at:]))
                at = end if end >= 0 else size
            elif kind == HEX:
                operands.append(unhexed(token[3]))
            elif kind == NAME:
                operands.append(name(token[4]))
            elif kind == ARRAY:
                items, at = array(data, at)
                operands.append(items)
            elif kind == DICT:
                at = self._dict(data, at - 2, operands)
            elif kind == WORD and self.out.left < 0:
                return
            elif kind == WORD:
                at = self._operator(token[5], operands, data, at)
                operands = []
            if len(operands) > OPERANDS:
                operands = []

    def _dict(self, data: bytes, at: int, operands: list[Any]) -> int:
        try:
            made, end = value(data, at) if self._wrong < MOST_WRONG else (None, at)
        except MalformedError:
            self._wrong += 1
            return at + 2
        operands.append(made)
        if isinstance(made, dict):
            self.out.said += [item.data for _, item in leaves(made) if isinstance(item, Text)]
        return max(end, at + 2)

    def _operator(self, word: bytes, operands: list[Any], data: bytes, at: int) -> int:
        if word == b"BI":
            begun = _ID.search(data, at) if self._pictures else None
            ended = _EI.search(data, begun.end()) if begun else None
            self._pictures = ended is not None
            self.out.pictures += ended.start() - at if ended else 0
            return ended.end() if ended else at
        if word == b"ET":
            self._ended = at
        elif word == b"BT" and 0 < at - self._ended < MOST_BETWEEN and self._ended >= 0:
            self._rule = self._ruled(data[self._ended : at])
        do = _OPERATORS.get(word)
        if do is not None:
            do(self, operands)
        return at

    def _ruled(self, drawn: bytes) -> float:
        """The length of the one rule that is drawn between two texts, on the page."""
        rules = _RULE.findall(drawn)
        length = float(number(rules[0][0] or rules[0][1])) if len(rules) == 1 else 0.0
        a, b = self.page[:2]
        return length * float((a * a + b * b) ** 0.5)

    def show(self, text: Any) -> None:
        """Draws a string."""
        self.show_all([text])

    def show_all(self, items: Any) -> None:
        """Draws strings, and takes the steps between them, in thousandths of an em; a long one is a space."""
        self.out.left -= 1
        if self.out.left < 0:
            return
        texts: list[str] = []
        moved = 0.0
        for item in items if isinstance(items, list) else []:
            if isinstance(item, bytes):
                drawn = self.font.drawn(item)
                texts.append(drawn.text)
                step = drawn.width * self.size + drawn.codes * self.chars + drawn.spaces * self.words
                moved += step * self.scale
                self.out.known += drawn.codes - drawn.unknown
                self.out.unknown += drawn.unknown
            elif isinstance(item, float):
                if item > BACK and texts:
                    self._put("".join(texts), moved)
                    texts, moved = [], 0.0
                elif item < SPACED and texts:
                    texts.append(" ")
                moved -= item / 1000 * self.size * self.scale
                if not texts:
                    self._step(moved)
                    moved = 0.0
        if texts:
            self._put("".join(texts), moved)

    def _put(self, text: str, step: float) -> None:
        a, b, _, _, x, y = times(self.at, self.page)
        em = abs(self.size * self.scale) * (a * a + b * b) ** 0.5
        self.out.put(text, (x, y), (step * a, step * b), em, self._rule)
        self._rule = 0.0
        self._step(step)

    def _step(self, by: float) -> None:
        a, b, c, d, x, y = self.at
        self.at = (a, b, c, d, x + by * a, y + by * b)

    def move(self, x: Any, y: Any) -> None:
        """Goes to another place, counted from where the line began."""
        if isinstance(x, (int, float)) and isinstance(y, (int, float)):
            self.line = self.at = times((1.0, 0.0, 0.0, 1.0, x, y), self.line)

    def set_font(self, items: list[Any]) -> None:
        """Another font, or the same in another size."""
        if len(items) >= 2 and isinstance(items[-2], str):
            self.font = self._font(items[-2])
        if items and isinstance(items[-1], (int, float)):
            self.size = items[-1]

    def set_matrix(self, items: list[Any], page: bool = False) -> None:
        """Another place, direction and size, of the text or of all."""
        matrix = items[-6:]
        if len(matrix) == 6 and all(isinstance(item, (int, float)) for item in matrix):
            made: Matrix = tuple(matrix)
            if page:
                self.page = times(made, self.page)
            else:
                self.line = self.at = made

    def begin(self, _items: list[Any]) -> None:
        """Text begins, at the corner."""
        self.line = self.at = SAME

    def save(self, _items: list[Any]) -> None:
        """Keeps the state of the page."""
        if len(self._stack) < STACK:
            kept = (self.page, self.font, self.size, self.chars, self.words, self.scale, self.leading)
            self._stack.append(kept)

    def restore(self, _items: list[Any]) -> None:
        """Takes the kept state."""
        if self._stack:
            self.page, self.font, self.size, self.chars, self.words, self.scale, self.leading = self._stack.pop()

    def set(self, field: str, items: list[Any], scale: float = 1.0) -> None:
        """A number of the state."""
        if items and isinstance(items[-1], (int, float)):
            setattr(self, field, items[-1] * scale)

    def form(self, items: list[Any]) -> None:
        """Another stream is drawn here."""
        if items and isinstance(items[-1], str):
            self._form(items[-1], self.page)


def _next(pen: Pen, items: list[Any]) -> None:
    pen.move(0.0, -pen.leading)
    pen.show(items[-1] if items else None)


def _spaced(pen: Pen, items: list[Any]) -> None:
    pen.set("words", items[-3:-2])
    pen.set("chars", items[-2:-1])
    _next(pen, items)


def _moved(pen: Pen, items: list[Any]) -> None:
    pen.set("leading", items, -1.0)
    pen.move(*items[-2:]) if len(items) >= 2 else None


_OPERATORS: dict[bytes, Callable[[Pen, list[Any]], None]] = {
    b"Tj": lambda pen, items: pen.show(items[-1] if items else None),
    b"TJ": lambda pen, items: pen.show_all(items[-1] if items and isinstance(items[-1], list) else items),
    b"'": _next,
    b'"': _spaced,
    b"Td": lambda pen, items: pen.move(*items[-2:]) if len(items) >= 2 else None,
    b"TD": _moved,
    b"T*": lambda pen, items: pen.move(0.0, -pen.leading),
    b"Tm": Pen.set_matrix,
    b"Tf": Pen.set_font,
    b"Tc": lambda pen, items: pen.set("chars", items),
    b"Tw": lambda pen, items: pen.set("words", items),
    b"Tz": lambda pen, items: pen.set("scale", items, 0.01),
    b"TL": lambda pen, items: pen.set("leading", items),
    b"BT": Pen.begin,
    b"cm": lambda pen, items: pen.set_matrix(items, True),
    b"q": Pen.save,
    b"Q": Pen.restore,
    b"Do": Pen.form,
}
