"""What somebody said is meant: waivers of the policy, allow comments, baselines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .globs import matches
from .regex import LazyPattern
from .types import Family

BASELINE = ".hubseal-baseline.json"
DETECT_SECRETS = ".secrets.baseline"


class BaselineError(Exception):
    """A baseline that cannot be read; the text names the file and what to do."""


class Waiver(NamedTuple):
    """One entry of `waivers:`. `path` is a glob; an empty `place` is any place; `until` an ISO date or empty."""

    rule: str
    path: str
    place: str
    reason: str
    until: str
    line: int


def covers(waiver: Waiver, rule: str, path: str, place: str) -> bool:
    """Whether a waiver is about a finding."""
    return waiver.rule == rule and waiver.place in ("", place) and matches(waiver.path, path)


def expired(waiver: Waiver, today: str) -> bool:
    """Whether the last day of a waiver has passed; `today` is an ISO date."""
    return bool(waiver.until) and waiver.until < today


_MARK = LazyPattern(
    rb"hubseal:[ \t]{0,4}allow[ \t]{1,4}([a-z0-9][a-z0-9-]*(?:[ \t]{0,4},[ \t]{0,4}[a-z0-9][a-z0-9-]*)*)"
    rb"[ \t]{0,8}(?:(?:--|:|\(|because\b)[ \t]{0,4}([^\r\n]{1,200}))?"
)
_PRAGMA = LazyPattern(rb"pragma:[ \t]{0,4}(?:allow|white)list[ \t]{1,4}secret|gitleaks:allow")
_NEXT_LINE = LazyPattern(rb"pragma:[ \t]{0,4}(?:allow|white)list[ \t]{1,4}nextline[ \t]{1,4}secret")
_COMMENT_ONLY = LazyPattern(rb"[ \t]*(?:#|//|--|<!--|/\*|\*|%|;|\"{3}|REM\b)")
_TAIL = LazyPattern(r"\s*(?:-->|\*/|\)|\"\"\"|%>)\s*$")
_LONGEST_LINE = 4096


def inline(data: bytes, start: int, end: int, rule: str, family: Family) -> str | None:
    """The reason that an allow comment gives for `data[start:end]`, or "" when it gives none; None without a comment.

    The comment stands on a line of the value, or is the line above. `hubseal: allow` must name the rule; the marks of
    detect-secrets and gitleaks are honoured for tokens.
    """
    low = max(data.rfind(b"\n", max(start - _LONGEST_LINE, 0), start) + 1, start - _LONGEST_LINE, 0)
    high = data.find(b"\n", end, end + _LONGEST_LINE)
    line = data[low : high if high >= 0 else end + _LONGEST_LINE]
    above_end = max(low - 1, 0)
    above = data[max(data.rfind(b"\n", max(above_end - _LONGEST_LINE, 0), above_end) + 1, 0) : above_end]
    name = rule.encode()
    for text in (line, above if _COMMENT_ONLY.match(above) else b""):
        for match in _MARK.finditer(text):
            if name in re.split(rb"[ \t]*,[ \t]*", match[1]):
                return _TAIL.sub("", (match[2] or b"").decode("utf-8", "replace")).strip()
    if family == "tokens":
        mark = _PRAGMA.search(line) or _NEXT_LINE.search(above)
        if mark:
            return mark[0].decode()
    return None


def inline_marks(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(offset, rule ids) of each `hubseal: allow` comment."""
    for match in _MARK.finditer(data):
        yield match.start(), tuple(name.decode() for name in re.split(rb"[ \t]*,[ \t]*", match[1]))


class Baseline(NamedTuple):
    """Findings that were accepted once: fingerprints of ours, and SHA-1 digests of detect-secrets by file."""

    fingerprints: frozenset[str] = frozenset()
    digests: Mapping[str, frozenset[str]] = {}

    def covers(self, fingerprint: str, path: str, value: bytes) -> str | None:
        """The baseline that holds a finding; None when none does."""
        if fingerprint in self.fingerprints:
            return BASELINE
        known = self.digests.get(path)
        if known:
            from hashlib import sha1

            if sha1(value, usedforsecurity=False).hexdigest() in known:
                return DETECT_SECRETS
        return None


EMPTY = Baseline()
UNUSED = "matches nothing; remove it"
"""How the note on a waiver that is of no use ends."""


def load_baseline(top: str, name: str = BASELINE) -> Baseline:
    """The baselines at `top`: ours, and one of detect-secrets when there is one. Raises BaselineError."""
    ours = _load(os.path.join(top, name))
    theirs = _load(os.path.join(top, DETECT_SECRETS))
    if ours is None and theirs is None:
        return EMPTY
    return parse_baseline(ours, theirs, name)


def parse_baseline(ours: object, theirs: object, name: str = BASELINE) -> Baseline:
    """A baseline from parsed JSON of both files, None for an absent one. Raises BaselineError."""
    fingerprints: frozenset[str] = frozenset()
    if ours is not None:
        if not isinstance(ours, dict) or ours.get("schema") != 1 or not isinstance(ours.get("fingerprints"), list):
            raise BaselineError(f"{name}: not a baseline of schema 1; write it anew with `hubseal baseline`")
        fingerprints = frozenset(str(f) for f in ours["fingerprints"])
    return Baseline(fingerprints, _digests(theirs) if isinstance(theirs, dict) else {})


def _digests(baseline: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Accepted values by file; an entry that an audit called a real secret is not accepted."""
    results = baseline.get("results")
    if not isinstance(results, dict):
        raise BaselineError(f"{DETECT_SECRETS}: it has no `results`; write it anew with `detect-secrets scan`")
    return {
        str(path).replace("\\", "/"): frozenset(
            str(entry.get("hashed_secret")) for entry in entries if entry.get("is_secret") is not True
        )
        for path, entries in results.items()
    }


def _load(path: str) -> object:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BaselineError(f"{os.path.basename(path)}: it cannot be read ({type(error).__name__})") from None
    import json

    if "\n<<<<<<< " in "\n" + text:
        raise BaselineError(f"{os.path.basename(path)}: it holds git conflict marks; keep the lines of both sides")
    try:
        parsed: object = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise BaselineError(
            f"{os.path.basename(path)}:{line}: not JSON; write it anew with `hubseal baseline`"
        ) from None
    return parsed


def write_baseline(path: str, fingerprints: Iterable[str]) -> None:
    """Writes a baseline, one fingerprint a line so that two people's merge. Raises OSError."""
    lines = ",\n".join(f'  "{f}"' for f in sorted(set(fingerprints)))
    text = f'{{"schema": 1, "fingerprints": [\n{lines}\n]}}\n' if lines else '{"schema": 1, "fingerprints": []}\n'
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
