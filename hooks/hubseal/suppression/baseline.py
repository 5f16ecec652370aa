"""Findings that were accepted once: our baseline, and one of detect-secrets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from .. import sidefile
from ..named_tuple import NamedTuple

BASELINE = ".hubseal-baseline.json"
DETECT_SECRETS = ".secrets.baseline"
LARGEST = 64 << 20
"""Bytes of a baseline."""


class BaselineError(Exception):
    """A baseline that cannot be read; the text names the file and what to do."""


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
    return Baseline(fingerprints, {} if theirs is None else _digests(theirs))


def _digests(baseline: object) -> dict[str, frozenset[str]]:
    """Accepted values by file; an entry that an audit called a real secret is not accepted. Raises BaselineError."""
    results = baseline.get("results") if isinstance(baseline, dict) else None
    if not isinstance(results, dict):
        raise BaselineError(f"{DETECT_SECRETS}: it has no `results`; write it anew with `detect-secrets scan`")
    return {str(path).replace("\\", "/"): frozenset(_accepted(entries)) for path, entries in results.items()}


def _accepted(entries: object) -> Iterator[str]:
    """The digests of one file. Raises BaselineError."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BaselineError(f"{DETECT_SECRETS}: its `results` hold no lists; write it anew with `detect-secrets scan`")
    for entry in entries:
        digest = entry.get("hashed_secret")
        if entry.get("is_secret") is not True and isinstance(digest, str):
            yield digest


def _load(path: str) -> object:
    try:
        data = sidefile.read(path, LARGEST, within=os.path.dirname(path))
        if data is None:
            return None
        text = data.decode("utf-8")
    except sidefile.SideFileError as error:
        raise BaselineError(f"{os.path.basename(path)}: {error}") from None
    except UnicodeDecodeError:
        raise BaselineError(f"{os.path.basename(path)}: it is not UTF-8 text; save it as UTF-8") from None
    import json

    if "\n<<<<<<< " in "\n" + text:
        raise BaselineError(f"{os.path.basename(path)}: it holds git conflict marks; keep the lines of both sides")
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BaselineError(
            f"{os.path.basename(path)}:{line}: not JSON; write it anew with `hubseal baseline`"
        ) from None
    return parsed if parsed is not None else []  # `null` is a file with the wrong content, and not none


def write_baseline(path: str, fingerprints: Iterable[str]) -> None:
    """Writes a baseline, one fingerprint a line so that two people's merge. Raises OSError."""
    lines = ",\n".join(f'  "{f}"' for f in sorted(set(fingerprints)))
    text = f'{{"schema": 1, "fingerprints": [\n{lines}\n]}}\n' if lines else '{"schema": 1, "fingerprints": []}\n'
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
