"""The baseline of detect-secrets: SHA-1 digests of what it takes for secrets, by file."""

from __future__ import annotations

from collections.abc import Iterator

from .baseline import DETECT_SECRETS, BaselineError


def digests_of(baseline: object) -> dict[str, frozenset[str]]:
    """Accepted values by file; an entry that an audit called a real secret is not accepted. Raises BaselineError."""
    results = baseline.get("results") if isinstance(baseline, dict) else None
    if not isinstance(results, dict):
        raise BaselineError(f"{DETECT_SECRETS}: it has no `results`; write it anew with `detect-secrets scan`")
    return {_path(str(path)): frozenset(_accepted(entries)) for path, entries in results.items()}


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
