"""The patterns of a .gitignore that is uploaded with the files it speaks of: the Hub leaves out what it ignores.

See https://git-scm.com/docs/gitignore#_pattern_format. No git is asked: the paths are those of the repository on the
Hub, and there may be no work tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_SET = re.compile(r"(?s)\[(?P<negated>[!^]|(?![!^]))(?P<members>(?:\\.|[^\\])(?:\\.|[^\\\]])*)\]")
"""A `]` that comes first is a member."""
_MEMBER = re.compile(r"(?s)\\?(.)-\\?(.)|\\?(.)")
NEVER = "(?!)"
"""Matches nothing, as in git what is no set."""


def ignored(text: str) -> Callable[[str], bool]:
    """Whether a path relative to the top is ignored, by the last pattern that matches it or a folder above it."""
    patterns = list(_patterns(text))

    def judge(path: str) -> bool:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            folder, verdict = depth < len(parts), False
            name = "/".join(parts[:depth])
            for negated, only_folders, pattern in patterns:
                if (folder or not only_folders) and pattern.fullmatch(name):
                    verdict = not negated
            if verdict:
                return True  # nothing below an ignored folder can be taken back
        return False

    return judge


def _patterns(text: str) -> Iterator[tuple[bool, bool, re.Pattern[str]]]:
    """(negated, for folders only, what matches a path) of each line."""
    for line in text.splitlines():
        glob = line.rstrip(" ") if not line.rstrip(" ").endswith("\\") else line.rstrip(" ") + " "
        if not glob or glob.startswith("#"):
            continue
        negated = glob.startswith("!")
        glob = glob[1:] if negated else glob
        only_folders = glob.endswith("/")
        glob = glob.rstrip("/")
        if glob:
            rooted = "/" in glob
            yield negated, only_folders, re.compile(("" if rooted else "(?:.*/)?") + _regex(glob.lstrip("/")))


def _regex(glob: str) -> str:
    """A pattern of .gitignore as a regular expression."""
    out, at = "", 0
    while at < len(glob):
        rest = glob[at:]
        if rest.startswith("**/") and (at == 0 or glob[at - 1] == "/"):
            out, at = out + "(?:.*/)?", at + 3
        elif rest == "**" and at and glob[at - 1] == "/":
            out, at = out + ".+", at + 2
        elif rest[0] == "*":
            out, at = out + "[^/]*", at + 1
        elif rest[0] == "?":
            out, at = out + "[^/]", at + 1
        elif rest[0] == "[":
            found = _SET.match(rest)
            out, at = out + (_charset(found) if found else NEVER), at + (found.end() if found else 1)
        elif rest[0] == "\\" and len(rest) > 1:
            out, at = out + re.escape(rest[1]), at + 2
        else:
            out, at = out + re.escape(rest[0]), at + 1
    return out


def _charset(found: re.Match[str]) -> str:
    """A set of characters as git reads it: no slash is in it, and nothing of a range whose end is before its start."""
    inside = ""
    for low, high, single in _MEMBER.findall(found["members"]):
        if single or low <= high:
            inside += re.escape(single) or f"{re.escape(low)}-{re.escape(high)}"
    if found["negated"]:
        return f"[^/{inside}]"
    return f"(?!/)[{inside}]" if inside else NEVER
