"""Globs as in .gitignore: `*` stays in a folder, `**` crosses, a pattern without `/` holds at any depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from .member_path import SEPARATOR


def glob(pattern: str) -> re.Pattern[str]:
    """A compiled pattern for Hub-relative POSIX paths. Raises ValueError, saying what is wrong, for a bad glob."""
    body = pattern.strip()
    if not body or body == "/":
        raise ValueError("a glob cannot be empty")
    if "\\" in body:
        raise ValueError("a glob uses / on every system, not \\")
    if body.startswith("!"):
        raise ValueError("a glob cannot be negated; list what it should match")
    anchored = "/" in body.rstrip("/")
    folder = body.endswith("/")
    body = body.strip("/").removeprefix("./")
    start = "" if anchored else "(?:.*/)?"
    end = "/.*" if folder else f"(?:/.*|{SEPARATOR}.*)?"
    return re.compile(start + _translate(body) + end, re.DOTALL)


def _translate(body: str) -> str:
    out, at = [], 0
    while at < len(body):
        rest = body[at:]
        if rest.startswith("**/"):
            out.append("(?:.*/)?")
            at += 3
        elif rest.startswith("**"):
            out.append(".*")
            at += 2
        elif rest[0] == "*":
            out.append("[^/]*")
            at += 1
        elif rest[0] == "?":
            out.append("[^/]")
            at += 1
        elif rest[0] == "[":
            piece, width = _charset(rest)
            out.append(piece)
            at += width
        elif rest[0] == "{":
            piece, width = _choice(rest)
            out.append(piece)
            at += width
        else:
            out.append(re.escape(rest[0]))
            at += 1
    return "".join(out)


def _charset(rest: str) -> tuple[str, int]:
    close = rest.find("]", 2)
    if close < 0:
        raise ValueError("it opens [ and does not close it")
    inside = rest[1:close]
    negate, inside = ("^/", inside[1:]) if inside[0] in "!^" else ("", inside)
    pattern = f"[{negate}{inside.replace('[', chr(92) + '[').replace('^', chr(92) + '^')}]"
    try:
        re.compile(pattern)
    except re.error:
        raise ValueError(f"[{inside}] is not a set of characters") from None
    return pattern, close + 1


def _choice(rest: str) -> tuple[str, int]:
    close = rest.find("}")
    if close < 0:
        raise ValueError("it opens { and does not close it")
    return "(?:" + "|".join(_translate(part) for part in rest[1:close].split(",")) + ")", close + 1


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return glob(pattern)


def matches(pattern: str, path: str) -> bool:
    """Whether a glob matches a path. Raises ValueError for a bad glob."""
    return _compiled(pattern).fullmatch(path) is not None


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """A test whether any of the globs matches a path. Raises ValueError for a bad glob."""
    patterns = [_compiled(g) for g in globs]
    return lambda path: any(p.fullmatch(path) for p in patterns)
