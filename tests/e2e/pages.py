"""README and the pages of docs/ as a reader copies from them: blocks of code, each with the marker above it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"(?:<!-- ([^/\n][^\n]*?) -->\n\n?)?```(\w*)\n(.*?)```\n", re.DOTALL)


class Block(NamedTuple):
    """One block of code; `marker` is empty where no comment stands above it."""

    page: str
    number: int
    marker: str
    language: str
    text: str


def pages() -> list[Path]:
    """README, and every page that is written by hand or in part."""
    return [ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if p.parent.name != "rules")]


def blocks(page: str) -> list[Block]:
    """All blocks of a page, in their order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [Block(page, n, *(found or "" for found in match)) for n, match in enumerate(_BLOCK.findall(text))]


def every_block() -> list[Block]:
    """All blocks of all pages."""
    return [block for page in pages() for block in blocks(page.relative_to(ROOT).as_posix())]


def marked(marker: str, page: str = "README.md") -> Block:
    """The one block with that marker."""
    (block,) = (block for block in blocks(page) if block.marker == marker)
    return block
