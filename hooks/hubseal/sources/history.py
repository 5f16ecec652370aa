"""What commits brought in: each version of each file once, with the commit that had it first, and their messages.

`git rev-list` names the commits and `git diff-tree` what each changed, a merge against all its parents; contents come
through `git cat-file --batch`. Grafts and replacements do not count: they are no part of what a push sends.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from threading import Thread

from .. import sidefile
from ..typed import TYPE_CHECKING, NamedTuple
from ..types import Blob, Unread
from . import git, plumbing
from .index import IndexEntry
from .index import item as staged_item
from .work_tree import WorkTree

if TYPE_CHECKING:
    from typing import IO

PIECE = 1 << 16
LONGEST_LOG = 16 << 20
"""Bytes of the log of the stash that are read."""
RESTARTS = 20
"""Times that a listing goes on behind a commit whose trees are missing or damaged."""
_STASHED = re.compile(rb"[0-9a-f]+ (?P<commit>[0-9a-f]{40}|[0-9a-f]{64}) ")
"""A line of that log; git would take another word for an option."""
COMMIT_MESSAGE, TAG_MESSAGE = "COMMIT_EDITMSG", "TAG_EDITMSG"
"""Paths of messages, as git names the files in which it lets people write them."""
GIT_FOLDER = ".git"
"""The path of what git cannot tell."""


class Change(NamedTuple):
    """A version of a file, and the commit that brought it in."""

    commit: str
    path: str
    mode: int
    oid: str


class Meta(NamedTuple):
    """What a commit or tag says of itself."""

    message: bytes
    date: int
    """Seconds since 1970 of its author (of a tag: its tagger); 0 when it does not say."""


def commits(
    tree: WorkTree, include: Sequence[str], exclude: Sequence[str] = (), options: Sequence[str] = ()
) -> list[str]:
    """The commits that `include` reaches and `exclude` does not, parents first; both hold revisions, `options` what
    `git rev-list` takes besides, such as `--branches`. Raises GitError."""
    git.trust(tree)
    given = "".join(f"{name}\n" for name in [*include, *(f"^{name}" for name in exclude)])
    order = ("--reverse", "--topo-order", "--stdin")
    out = git.run(tree, "rev-list", *order, *options, given=os.fsencode(given))
    return out.decode("ascii", "replace").split()


def changes(tree: WorkTree, listed: Sequence[str]) -> Iterator[Change | Unread]:
    """What each of the commits added or changed, in their order; the same version of a file once."""
    seen: set[int] = set()
    for item in _listed(tree, listed):
        if isinstance(item, Unread):
            yield item
            continue
        known = hash((item.oid, item.path))
        if known not in seen:
            seen.add(known)
            yield item


def _listed(tree: WorkTree, listed: Sequence[str]) -> Iterator[Change | Unread]:
    """All changes. Where git stops at a commit, that one is `Unread`, and the next ones are listed none the less."""
    left, restarts = listed, 0
    while left:
        last = None
        try:
            for item in _diff_tree(tree, left):
                last = item if isinstance(item, str) else last
                if isinstance(item, Change):
                    yield item
            return
        except git.GitError:
            restarts += 1
        at = left.index(last) if last is not None else 0
        if restarts > RESTARTS:
            yield _unlisted(left[at], f"; neither were the {len(left) - at - 1} commits behind it")
            return
        if last is None or len(left) == 1 or not _complete(tree, left[at]):
            yield _unlisted(left[at])
        left = left[at + 1 :]


def _complete(tree: WorkTree, commit: str) -> bool:
    try:
        return all(True for _ in _diff_tree(tree, [commit]))
    except git.GitError:
        return False


def _unlisted(commit: str, more: str = "") -> Unread:
    hint = (
        f"git cannot list what commit {commit[:12]} changed: its objects are missing or damaged, see `git fsck`{more}"
    )
    return Unread(GIT_FOLDER, f"commit {commit[:12]}", "damaged", None, hint)


def _diff_tree(tree: WorkTree, listed: Sequence[str]) -> Iterator[Change | str]:
    """The name of each commit, then its changes. Raises GitError where git stops before the end."""
    options = ("--stdin", "-r", "--root", "-c", "-z", "--raw", "--no-renames", "--no-abbrev", "--always")
    process = git.start(tree, ("diff-tree", *options))
    out: IO[bytes] = process.stdout  # type: ignore[assignment]  # a pipe
    feeder = Thread(target=_feed, args=(process.stdin, listed), daemon=True)
    feeder.start()
    commit, head = "", b""
    try:
        for field in _fields(out):
            if head:
                words = head.lstrip(b":").split(b" ")
                parents = len(head) - len(head.lstrip(b":"))
                mode, oid, head = int(words[parents], 8), words[2 * parents + 1].decode("ascii"), b""
                if mode:
                    yield Change(commit, os.fsdecode(field), mode, oid)
            elif field.startswith(b":"):
                head = field
            else:
                commit = field.decode("ascii", "replace")
                yield commit
        if process.wait() != 0:
            raise git.GitError("git diff-tree stopped")
    finally:
        process.kill()
        process.wait()
        feeder.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _feed(pipe: IO[bytes], listed: Sequence[str]) -> None:
    try:
        for start in range(0, len(listed), 1000):
            pipe.write("".join(f"{commit}\n" for commit in listed[start : start + 1000]).encode("ascii"))
        pipe.close()
    except OSError:
        return  # git has ended, which its exit code says


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was not written is for a process that has ended


def _fields(pipe: IO[bytes]) -> Iterator[bytes]:
    """What stands between the NULs of a stream."""
    rest = b""
    while piece := pipe.read(PIECE):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole


def blobs(tree: WorkTree, some: Sequence[Change], objects: plumbing.Objects) -> Iterator[Blob | Unread | str]:
    """The content of each change, with its commit. Raises GitError."""
    sizes = objects.sizes(change.oid for change in some if change.mode != 0o160000)
    for change in some:
        item = staged_item(IndexEntry(change.path, change.mode, change.oid), change.path, tree, objects, sizes)
        if isinstance(item, Blob):
            item = item._replace(commit=change.commit)
        elif isinstance(item, Unread):
            item = item._replace(place=f"commit {change.commit[:12]}")
        yield item


def meta(objects: plumbing.Objects, oid: str) -> Meta:
    """What a commit or a tag says. Raises Unreadable."""
    head, _, message = objects.text(oid, ("commit", "tag")).partition(b"\n\n")
    date = 0
    for line in head.splitlines():
        if line.startswith((b"author ", b"tagger ")):
            words = line.rsplit(b" ", 2)
            date = int(words[1]) if len(words) == 3 and words[1].isdigit() and len(words[1]) < 12 else 0
    return Meta(message, date)


def message(text: bytes, oid: str | None, path: str = COMMIT_MESSAGE) -> Blob:
    """A message as a file of its own; `oid` is None for that of a commit that is being made."""
    return Blob(path, path, len(text), None, partial(BytesIO, text), commit=oid)


def named(tree: WorkTree, names: Iterable[str]) -> tuple[list[str], list[Unread]]:
    """The annotated tags among some objects, and what is named that is no commit, which none lists. Raises GitError."""
    asked = list(dict.fromkeys(names))
    if not asked:
        return [], []
    given = "".join(f"{name}\n{name}^{{}}\n" for name in asked).encode()
    out = git.run(tree, "cat-file", "--batch-check", given=given).decode("ascii", "replace")
    found = dict.fromkeys(tuple(line.split(" ")[:2]) for line in out.splitlines())
    hint = "a ref names this file or folder, and no commit; look at it with `git cat-file -p`"
    places = [f"object {oid[:12]}" for oid, kind in found if kind in ("blob", "tree")]
    alone = [Unread(GIT_FOLDER, place, "limit", None, hint) for place in places]
    return [oid for oid, kind in found if kind == "tag"], alone


def all_tags(tree: WorkTree) -> list[str]:
    """The objects that the tags of the repository name. Raises GitError."""
    return git.run(tree, "for-each-ref", "--format=%(objectname)", "refs/tags").decode("ascii", "replace").split()


def all_commits(tree: WorkTree) -> list[str]:
    """All commits that the repository holds, also those that no ref reaches. Raises GitError."""
    git.trust(tree)
    options = ("--batch-all-objects", "--unordered", "--batch-check=%(objecttype) %(objectname)")
    out = git.run(tree, "cat-file", *options)
    return [line[7:] for line in out.decode("ascii", "replace").splitlines() if line.startswith("commit ")]


def stashes(tree: WorkTree) -> list[str]:
    """The commits of the stash: its newest is a ref, the older ones stand in the log of that."""
    try:
        data = sidefile.read(os.path.join(tree.common, "logs", "refs", "stash"), LONGEST_LOG) or b""
    except sidefile.SideFileError:
        return []
    found = (_STASHED.match(line) for line in data.splitlines())
    return [entry["commit"].decode("ascii") for entry in found if entry]


def holders(tree: WorkTree, commit: str) -> list[str]:
    """Branches and tags whose history has a commit, by their short names. Raises GitError."""
    out = git.run(
        tree,
        "for-each-ref",
        f"--contains={commit}",
        "--format=%(refname:short)",
        "refs/heads",
        "refs/tags",
        "refs/remotes",
    )
    return out.decode("utf-8", "replace").splitlines()
