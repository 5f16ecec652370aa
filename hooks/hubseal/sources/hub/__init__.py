"""Files of a repository on the Hub: listed once, read in ranges, fetched ahead while the engine works."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast
from urllib.parse import quote

from ... import kinds
from ...types import Blob, Unread, Unreadable
from .client import Client, HubError
from .read_budget import LOOK, TEXT, TEXTUAL, budgets
from .repo_api import HubRef, RepoRevision, inspect, listing, refs, tree, unlisted
from .retry import Patience
from .stream import BLOCK, SMALL, Remote
from .tree_rows import HubFile

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = [
    "BUDGET",
    "Client",
    "HubError",
    "HubFile",
    "Patience",
    "RepoRevision",
    "SizeDiffers",
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


class SizeDiffers(NamedTuple):
    """A file of which another number of bytes came than the Hub lists. `path` is raw."""

    path: str
    listed: int
    came: int


def walk(
    client: Client,
    revision: RepoRevision,
    skip: Callable[[str], bool],
    known: Callable[[Blob], bool],
    budget: int = BUDGET,
    all_refs: bool = False,
    listed: Callable[[int], object] = lambda files: None,
) -> Iterator[Blob | Unread | SizeDiffers | str]:
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
        yield unlisted(revision, str(error) if isinstance(error, Unreadable) else type(error).__name__)
    for ref in commits:
        listed_files, unread = listing(client, revision._replace(sha=ref.sha))
        yield from (item for item in unread if not skip(item.path))
        entries = [e for e in listed_files if not e.oid or (e.path, e.oid) not in seen]
        seen |= {(e.path, e.oid) for e in entries}
        trees.append((ref, [e for e in entries if not skip(e.path)]))
    files = [e for _, entries in trees for e in entries]
    listed(len(files))
    shares = budgets(files, budget)
    for ref, entries in trees:
        if ref.name:
            yield f"{ref.name} is commit {ref.sha[:12]}; it adds {len(entries)} files to what other branches hold"
        commit, differing = (ref.sha if ref.name else None), list[SizeDiffers]()
        for blob in blobs(client, revision._replace(sha=ref.sha), entries, known, shares, commit, differing.append):
            yield blob
            yield from differing
            differing.clear()


def blobs(
    client: Client,
    revision: RepoRevision,
    entries: Iterable[HubFile],
    known: Callable[[Blob], bool],
    shares: Mapping[HubFile, int],
    commit: str | None = None,
    differs: Callable[[SizeDiffers], object] = lambda difference: None,
) -> Iterator[Blob]:
    """A blob for each entry, the next few of them already on their way. `differs` gets a wrong size before its blob is
    yielded."""
    from concurrent.futures import ThreadPoolExecutor

    window: deque[tuple[HubFile, Blob, Remote, Future[None] | None]] = deque()
    pool = ThreadPoolExecutor(JOBS, thread_name_prefix="hubseal-hub")
    try:
        for entry in entries:
            share = shares.get(entry)
            remote = _remote(client, revision, entry, share)
            size = entry.size if entry.size >= 0 else None
            blob = Blob(entry.path, entry.path, size, entry.oid or None, _plain(remote), commit, share)
            late = known(blob) or entry.empty
            window.append((entry, blob, remote, None if late else pool.submit(remote.warm)))
            if len(window) > AHEAD:
                yield _ready(*window.popleft(), differs)
        while window:
            yield _ready(*window.popleft(), differs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _plain(remote: Remote) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, remote.open())


def _ready(
    entry: HubFile, blob: Blob, remote: Remote, fetched: Future[None] | None, differs: Callable[[SizeDiffers], object]
) -> Blob:
    """The blob, with the size that it has, once the beginning came; opening it fails as that did."""

    def open_fetched() -> BinaryIO:
        if fetched is not None:
            fetched.result()
        return cast(BinaryIO, remote.open())

    if fetched is None:
        return blob
    failed = fetched.exception() is not None  # then nothing is known of its size but what the listing says
    if failed or remote.size == entry.size:
        return blob._replace(open=open_fetched)
    differs(SizeDiffers(entry.path, entry.size, remote.size))
    share = blob.budget
    if remote.size > max(entry.size, TEXT):
        share = min(remote.size, LOOK if share is None else share)
    # Without a content id no verdict is kept: the next scan says the difference, too.
    return blob._replace(size=remote.size, oid=None, budget=share, open=open_fetched)


def _remote(client: Client, revision: RepoRevision, entry: HubFile, share: int | None) -> Remote:
    """How to get at a file's bytes. The address that the Hub redirects to serves the ranges that follow."""
    resolve = f"{client.endpoint}{revision.page}/resolve/{revision.sha}/{quote(entry.path, errors='replace')}"
    elsewhere, said = "", entry.size if entry.size > 0 else None

    def fetch(start: int, stop: int) -> bytes:
        nonlocal elsewhere
        part = None
        if elsewhere:
            try:
                part = client.part(elsewhere, start, stop, said)
            except Unreadable:
                elsewhere = ""  # such addresses expire
        if part is None:
            part = client.part(resolve, start, stop, said)
            elsewhere = "" if part.url.startswith(client.endpoint + "/") else part.url
        if part.total is not None:
            remote.resize(part.total)
        return part.data

    block = SMALL if entry.path.lower().endswith(DIRECTED) else BLOCK
    remote = Remote(entry.size, fetch, _whole(entry, share), share, block)
    return remote


DIRECTED = (".pt", ".pth", ".ckpt", ".bin", ".zip", ".npz", ".keras", ".mar", ".nemo", ".skops", ".npy")
"""Suffixes of what mostly is an archive with a directory at its end, or has little to say before its numbers."""


def _whole(entry: HubFile, share: int | None) -> bool:
    """Whether one request shall get all of a file."""
    if entry.size <= BLOCK or share is not None:
        return 0 < entry.size <= BLOCK
    if kinds.kind(entry.path, "") in TEXTUAL:
        return entry.size <= (AHEAD_SIZE if entry.lfs else WHOLE)
    return entry.size <= AHEAD_SIZE and not entry.lfs
