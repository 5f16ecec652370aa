"""Small parts of the page: names that may break at slashes, badges, numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...types import Level
from ..escape import html

_BREAKS = re.compile(r"(?<=[/_.,=&?!:;+])(?=[^/_.,=&?!:;+])|(?<=[a-z0-9])(?=[A-Z])|(?<=-)(?=\w)")
WORDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "note", "off": "off"}


class Section(NamedTuple):
    """A section of the page, under its heading."""

    id: str
    name: str
    """In the list of contents."""
    html: str


def name(text: str) -> str:
    """A name out of a repository, as code that may go on in the next line behind a slash and the like."""
    return "<code>" + "<wbr>".join(html(part) for part in _BREAKS.split(text)) + "</code>"


def prose(text: str) -> str:
    """A sentence: what stands in backticks is code, and addresses are links."""
    return "".join(name(part) if number % 2 else _links(part) for number, part in enumerate(text.split("`")))


def coded(text: str) -> str:
    """The same without links, for the words of a link."""
    return "".join(name(part) if number % 2 else html(part) for number, part in enumerate(text.split("`")))


def _links(text: str) -> str:
    parts = re.split(r"(https?://[^\s,;)]+[^\s,;).])", text)
    return "".join(link(part, name(part)) if number % 2 else html(part) for number, part in enumerate(parts))


def link(address: str, shown: str) -> str:
    """A link, where the address is one of the web; `shown` is HTML."""
    if not address.startswith(("https://", "http://")):
        return shown
    return f'<a href="{html(address)}" rel="noreferrer noopener">{shown}</a>'


def badge(level: Level) -> str:
    """The level, as a word: colour alone tells nobody."""
    return f'<span class="badge {level}">{WORDS[level]}</span>'


def tally(number: int, noun: str = "") -> str:
    """A count beside a heading."""
    return f'<span class="count">{number:,}{" " + noun if noun else ""}</span>'
