"""Files of a repository on the Hub: listed once, read in ranges, fetched ahead while the engine works."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote

from ... import kinds
from ...types import Blob, Unread, Unreadable
from .client import Client, HubError
from .read_budget import TEXTUAL, budgets
from .repo_api import HubFile, HubRef, RepoRevision, inspect, refs, tree
from .retry import Patience
from .stream import BLOCK, SMALL, Remote

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = [
    "BUDGET",
    "Client",
    "HubError",
    "HubFile",
    "Patience",
    "RepoRevision",
    "blobs",
    "inspect",
    "refs",
    "tree",
    "walk",
]

BUDGET = 2 * 10**9
WHOLE = 8 << 20
"""Text up to this size is had in one request."""
AHEAD = 16
"""Files that are fetched before the engine asks for them, all of them small or only begun."""
AHEAD_SIZE = 1 << 20
JOBS = 8


def walk(
    client: Client,
    revision: RepoRevision,
    skip: Callable[[str], bool],
    known: Callable[[Blob], bool],
    budget: int = BUDGET,
    all_refs: bool = False,
    listed: Callable[[int], object] = lambda files: None,
) -> Iterator[Blob | Unread | str]:
    """Blobs of the repository; blobs that are `known` are not fetched ahead. Strings are notes.

    `listed` gets the number of files before the first of them.
    With `all_refs`, also the files of every other branch, tag and pull request, of each content one copy a path.
    Raises HubError.
    """
    trees: list[tuple[HubRef, list[HubFile]]] = []
    seen: set[tuple[str, str]] = set()
    commits = [HubRef("", revision.sha)]
    try:
        commits += refs(client, revision) if all_refs else ()
    except OSError as error:
        yield _unlisted(revision, error)
    for ref in commits:
        try:
            entries = [
                e for e in tree(client, revision._replace(sha=ref.sha)) if not e.oid or (e.path, e.oid) not in seen
            ]
        except Unreadable as error:
            yield _unlisted(revision, error)
            continue
        seen |= {(e.path, e.oid) for e in entries}
        trees.append((ref, [e for e in entries if not skip(e.path)]))
    files = [e for _, entries in trees for e in entries]
    listed(len(files))
    shares = budgets(files, budget)
    for ref, entries in trees:
        if ref.name:
            yield f"{ref.name} is commit {ref.sha[:12]}; it adds {len(entries)} files to what other branches hold"
        yield from blobs(client, revision._replace(sha=ref.sha), entries, known, shares, ref.sha if ref.name else None)


def _unlisted(revision: RepoRevision, error: OSError) -> Unread:
    why = str(error) if isinstance(error, Unreadable) else type(error).__name__
    return Unread(revision.id, "", "io", None, f"it could not be listed ({why}); scan it again")


def blobs(
    client: Client,
    revision: RepoRevision,
    entries: Iterable[HubFile],
    known: Callable[[Blob], bool],
    shares: Mapping[HubFile, int],
    commit: str | None = None,
) -> Iterator[Blob]:
    """A blob for each entry, the next few of them already on their way."""
    from concurrent.futures import ThreadPoolExecutor

    window: deque[tuple[Blob, Remote, Future[None] | None]] = deque()
    pool = ThreadPoolExecutor(JOBS, thread_name_prefix="hubseal-hub")
    try:
        for entry in entries:
            share = shares.get(entry)
            remote = _remote(client, revision, entry, share)
            blob = Blob(entry.path, entry.path, entry.size, entry.oid or None, _plain(remote), commit, share)
            late = known(blob) or not entry.size
            window.append((blob, remote, None if late else pool.submit(remote.warm)))
            if len(window) > AHEAD:
                yield _ready(*window.popleft())
        while window:
            yield _ready(*window.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _plain(remote: Remote) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, remote.open())


def _ready(blob: Blob, remote: Remote, fetched: Future[None] | None) -> Blob:
    """The blob, whose first opening waits for what was fetched ahead, and fails as that did."""

    def open_fetched() -> BinaryIO:
        if fetched is not None:
            fetched.result()
        return cast(BinaryIO, remote.open())

    return blob._replace(open=open_fetched)


def _remote(client: Client, revision: RepoRevision, entry: HubFile, share: int | None) -> Remote:
    """How to get at a file's bytes. The address that the Hub redirects to serves the ranges that follow."""
    resolve = f"{client.endpoint}{revision.page}/resolve/{revision.sha}/{quote(entry.path, errors='replace')}"
    elsewhere = ""

    def fetch(start: int, stop: int) -> bytes:
        nonlocal elsewhere
        if elsewhere:
            try:
                return client.bytes(elsewhere, start, stop, entry.size)[0]
            except Unreadable:
                elsewhere = ""  # such addresses expire
        data, final = client.bytes(resolve, start, stop, entry.size)
        elsewhere = "" if final.startswith(client.endpoint + "/") else final
        return data

    block = SMALL if entry.path.lower().endswith(DIRECTED) else BLOCK
    return Remote(entry.size, fetch, _whole(entry, share), share, block)


DIRECTED = (".pt", ".pth", ".ckpt", ".bin", ".zip", ".npz", ".keras", ".mar", ".nemo", ".skops", ".npy")
"""Suffixes of what mostly is an archive with a directory at its end, or has little to say before its numbers."""


def _whole(entry: HubFile, share: int | None) -> bool:
    """Whether one request shall get all of a file."""
    if entry.size <= BLOCK or share is not None:
        return entry.size <= BLOCK
    if kinds.kind(entry.path, "") in TEXTUAL:
        return entry.size <= (AHEAD_SIZE if entry.lfs else WHOLE)
    return entry.size <= AHEAD_SIZE and not entry.lfs
