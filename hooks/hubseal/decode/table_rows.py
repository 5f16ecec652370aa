"""The cells of a table under the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence

from ..regex import LazyPattern
from .view import ViewBuilder

Cell = tuple[int, int]
"""Where the text of a cell begins and ends."""
LONGEST_HEADER = 40
TELLS = LazyPattern(
    rb"(?i)(?:[a-z0-9]{1,16}[ _.-]{1,3}){1,4}(?:key|pat|sk|authtoken|(?:app|client|key|api)[ _-]?(?:id|hash)|appid)"
    rb"|(?:shared)?(?:access|account)key|(?-i:[A-Z][A-Z0-9]{1,16}(?:_{1,2}[A-Z0-9]{1,16}){1,5})"
    rb"|(?:[a-z0-9]{1,16}[ _.-]{1,3}){0,4}(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?"
    rb"|(?:api|access|secret|private|auth|encryption)[ _-]?key"
    rb"|(?:tele)?phone|mobile|cell|tel|fax|ssn|iban)(?:[ _-]?(?:no\.?|nr\.?|number))?"
)
NAMED = LazyPattern(
    rb"(?i)pass|secret|token|key|pwd|credential|phone|mobile|cell|tel|fax|ssn|iban|[ _.-](?:pat|sk)(?![a-z])"
    rb"|[ _-]id(?![a-z])|appid|api[ _-]?hash|(?-i:[A-Z]_[A-Z])"
)
"""A word of every name that tells: where there is none, no cell is looked at."""
USERS = LazyPattern(rb"(?i)(?:[a-z]{1,12}[ _.-])?(?:user(?:[ _-]?name)?|login|e-?mail|account)")
DRESS = b" \t\r*`_>"


def bare(data: bytes, low: int, high: int) -> Cell:
    """A cell without blanks and marks around it."""
    text = data[low:high]
    low += len(text) - len(text.lstrip(DRESS))
    return low, max(low, low + len(data[low:high].rstrip(DRESS)))


def wanted_columns(data: bytes, header: Sequence[Cell]) -> dict[int, Cell]:
    """The columns that tell, and those of users before them, by number; empty when none tells."""
    names = {n: (low, high) for n, (low, high) in enumerate(header) if 2 < high - low <= LONGEST_HEADER}
    tells = {n for n, (low, high) in names.items() if TELLS.fullmatch(data, low, high)}
    if not tells:
        return {}
    return {n: cell for n, cell in names.items() if n in tells or USERS.fullmatch(data, *cell)}


def say(view: ViewBuilder, data: bytes, name: Cell, cell: Cell) -> None:
    """Adds `name: "cell"` to a view."""
    if cell[0] < cell[1] and data[slice(*cell)].isascii():
        quote = b"'" if b'"' in data[slice(*cell)] else b'"'
        view.plain(data[slice(*name)] + b": " + quote, cell[0])
        view.copy(*cell)
        view.plain(quote + b"\n", cell[1])


def add_row(view: ViewBuilder, data: bytes, wanted: dict[int, Cell], cells: Sequence[Cell]) -> None:
    for number, name in wanted.items():
        if number < len(cells):
            say(view, data, name, cells[number])
    view.plain(b"\n", cells[0][0] if cells else 0)


def add_pair(view: ViewBuilder, data: bytes, cells: Sequence[Cell]) -> None:
    """Adds a row of a name and its value."""
    if len(cells) == 2 and (TELLS.fullmatch(data, *cells[0]) or USERS.fullmatch(data, *cells[0])):
        say(view, data, *cells)
