"""One git repository that holds several Hub repositories: each is scanned by its own type and paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..policy import RepoEntry
from ..types import Blob, Repo, Unread

SourceItem = Blob | Unread | str


def owner(path: str, entries: Sequence[RepoEntry]) -> RepoEntry | None:
    """The entry whose folder holds `path`; the deepest when they nest."""
    inside = [e for e in entries if path.startswith(e.path.strip("/") + "/")]
    return max(inside, key=lambda e: len(e.path.strip("/")), default=None)


def relative(path: str, entries: Sequence[RepoEntry]) -> str:
    """`path` as the Hub repository that holds it knows it."""
    entry = owner(path, entries)
    return path[len(entry.path.strip("/")) + 1 :] if entry else path


def split(
    items: Iterable[SourceItem], entries: Sequence[RepoEntry], rest: Repo
) -> list[tuple[str, Repo, list[SourceItem]]]:
    """The folder of each Hub repository, what it is, and its items, with paths relative to it; notes and files outside
    belong to `rest`, whose folder is empty."""
    parts: dict[str | None, list[SourceItem]] = {None: []}
    for item in items:
        entry = None if isinstance(item, str) else owner(item.path, entries)
        if entry is not None and not isinstance(item, str):
            item = item._replace(path=relative(item.path, entries))
        parts.setdefault(entry.path if entry else None, []).append(item)
    by_path = {entry.path: entry for entry in entries}
    return [(path or "", _repo(by_path[path], rest) if path else rest, own) for path, own in parts.items()]


def _repo(entry: RepoEntry, rest: Repo) -> Repo:
    return Repo(entry.id or None, entry.type or rest.type, "policy")
