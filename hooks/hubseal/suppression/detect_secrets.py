"""The baseline of detect-secrets: SHA-1 digests of what it takes for secrets, by file, and what it leaves out.

What it hashes is the part of a line that a plugin of its cuts out: of a private key `BEGIN RSA PRIVATE KEY`, of a token
of GitLab or GitHub the prefix alone, of a JWT header and payload, of an assignment all up to the quote. So all parts of
the text around a value that begin and end at the border of a word are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..regex import LazyPattern
from ..typed import NamedTuple
from .baseline_error import DETECT_SECRETS, BaselineError

AROUND = 300
"""Bytes on either side of a value in which a part may begin or end."""
NEAR = 30
"""Borders on either side of a value, and in it from its ends, that are tried."""
LONGEST_PATTERN, REPEATED = 1_000, 3
"""Characters of a pattern of a user, and how many repetitions without an end it may have."""
LONGEST_TEXT = 500
"""Characters that it is searched in."""
_BORDER = LazyPattern(rb"(?=[\W_])|(?<=[\W_])|\A|\Z")
_IN_WORDS = LazyPattern(
    rb"[rs]k_live_[0-9a-zA-Z]{24}|[MNO][a-zA-Z\d_-]{23,25}\.[a-zA-Z\d_-]{6}\.[a-zA-Z\d_-]{27}"
    rb"|(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}|\d{8,10}:[0-9A-Za-z_-]{35}|(?:AC|SK)[a-z0-9]{32}"
    rb"|sk-[A-Za-z0-9_-]{0,200}[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|[0-9a-z]{32}-us[0-9]{1,2}"
)
"""What it cuts out of the middle of a word: keys have grown longer than its patterns."""
_FILTERS = {"file": "should_exclude_file", "line": "should_exclude_line", "secret": "should_exclude_secret"}
_OLD_FILTERS = {"file": "files", "line": "lines", "secret": "secrets"}


class Excluded(NamedTuple):
    """Patterns of what a scan of detect-secrets leaves out: files, lines and secrets."""

    files: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    def covers(self, path: str, data: bytes, low: int, high: int, value: bytes) -> bool:
        """Whether one of them leaves a value out, which stands in `data[low:high]` of the file at `path`."""
        if any(_found(pattern, path) for pattern in self.files):
            return True
        if not (self.lines or self.secrets):
            return False
        first = max(data.rfind(b"\n", max(low - 4096, 0), low) + 1, low - 4096, 0)
        last = data.find(b"\n", low, low + 4096)
        line = data[first : last if last >= 0 else high].decode("utf-8", "replace")
        text = value.decode("utf-8", "replace")
        return any(_found(p, line) for p in self.lines) or any(_found(p, text) for p in self.secrets)


def digests_of(baseline: object) -> dict[str, frozenset[str]]:
    """Accepted values by file; an entry that an audit called a real secret is not accepted. Raises BaselineError."""
    results = baseline.get("results") if isinstance(baseline, dict) else None
    if not isinstance(results, dict):
        raise BaselineError(f"{DETECT_SECRETS}: it has no `results`; write it anew with `detect-secrets scan`")
    return {_path(str(path)): frozenset(_accepted(entries)) for path, entries in results.items()}


def excluded_by(baseline: object) -> Excluded:
    """What the scan that wrote a baseline left out; a pattern that could take for ever is not used."""
    data = baseline if isinstance(baseline, dict) else {}
    used, old = data.get("filters_used"), data.get("exclude")
    named: dict[str, list[object]] = {sort: [] for sort in _FILTERS}
    for item in used if isinstance(used, list) else ():
        for sort, name in _FILTERS.items():
            if isinstance(item, dict) and str(item.get("path", "")).endswith(f".{name}"):
                patterns = item.get("pattern")
                named[sort] += patterns if isinstance(patterns, list) else [patterns]
    for sort, name in _OLD_FILTERS.items():
        named[sort].append(old.get(name) if isinstance(old, dict) else None)
    return Excluded(*(tuple(p for p in named[sort] if isinstance(p, str) and _is_safe(p)) for sort in _FILTERS))


def lists(known: frozenset[str], data: bytes, low: int, high: int, value: bytes) -> bool:
    """Whether one of the digests is that of a value, or of a part of `data` that holds some of `data[low:high]`."""
    from hashlib import sha1

    tried: set[bytes] = set()
    for part in (value, *_parts(data, low, high)):
        if part not in tried:
            tried.add(part)
            if sha1(part, usedforsecurity=False).hexdigest() in known:
                return True
    return False


def below(folder: str, digests: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The digests of the files below a folder, by their paths relative to it, added to those of the same paths."""
    prefix, found = folder.strip("/") + "/", dict(digests)
    for path, known in digests.items():
        if path.startswith(prefix):
            inside = path[len(prefix) :]
            found[inside] = found.get(inside, frozenset()) | known
    return found


def _parts(data: bytes, low: int, high: int) -> Iterator[bytes]:
    """The parts of the text around a value that overlap it."""
    first = max(low - AROUND, 0)
    window = data[first : high + AROUND]
    borders = [first + match.start() for match in _BORDER.finditer(window)]
    before: list[int] = []
    inside: list[int] = []
    after: list[int] = []
    for border in borders:
        (before if border <= low else inside if border < high else after).append(border)
    starts = [*before[-NEAR:], *inside[:NEAR]]
    ends = [*dict.fromkeys([*inside[:NEAR], *inside[-NEAR:]]), *after[:NEAR]]
    for start in reversed(starts):
        for end in ends:
            if max(start, low) < end:
                yield data[start:end]
    for match in _IN_WORDS.finditer(window):
        if first + match.start() < high and first + match.end() > low:
            yield match[0]


def _path(path: str) -> str:
    """A path as we write it, from one as Windows or somebody's command line writes it."""
    path = path.replace("\\", "/")
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path


def _accepted(entries: object) -> Iterator[str]:
    """The digests of one file. Raises BaselineError."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BaselineError(f"{DETECT_SECRETS}: its `results` hold no lists; write it anew with `detect-secrets scan`")
    for entry in entries:
        digest = entry.get("hashed_secret")
        if entry.get("is_secret") is not True and isinstance(digest, str):
            yield digest


def _is_safe(pattern: str) -> bool:
    """Whether a pattern is short, and nothing that it repeats holds a repetition or a choice."""
    if len(pattern) > LONGEST_PATTERN or re.search(r"\\[1-9]|\(\?P=", pattern):
        return False
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    repeated = re.search(r"[*+}|][^()]*\)[*+{]|\)\)+[*+{]", pattern)
    return not repeated and len(re.findall(r"[*+]|,\}", pattern)) <= REPEATED


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text[:LONGEST_TEXT]) is not None
