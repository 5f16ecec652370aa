"""What is staged: content from the git index, not from the work tree."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from ..types import Blob, Unread
from . import disk, git, plumbing, work_tree
from .lfs import LARGEST, Pointer, parse_pointer

LINK, SUBMODULE = 0o120000, 0o160000
Item = Blob | Unread | str


class StagedError(Exception):
    """An index that cannot be scanned; the text tells what to do."""


class IndexEntry(NamedTuple):
    """A line of the index."""

    path: str
    mode: int
    oid: str


def staged(top: str, skip: Callable[[str], bool], folder: str = "", hook: bool = False) -> Iterator[Item]:
    """Blobs of all that is staged and differs from HEAD; without a commit, all of the index. Paths are shown relative
    to `folder`, by default the current one. Raises StagedError.

    For a hook that was given no names, where no commit is being made or nothing differs, it is all of the index, too:
    `pass_filenames: false` with `--all-files`, or before a push.
    """
    tree = work_tree.at(top)
    if tree is None:
        raise StagedError(f"{top}: there is no git index; is this a git repository?")
    try:
        git.trust(tree)
        index = _index(tree)
        everything = hook and "GIT_INDEX_FILE" not in os.environ
        commands = plumbing.commands(tree, index)
        entries = [] if everything else _changed(commands)
        wanted = [entry for entry in entries if not skip(entry.path)]
        if hook and not wanted:
            wanted = [entry for entry in _all(commands) if not skip(entry.path)]
            yield f"the hook was given no names: all of the index was scanned, {len(wanted)} entries"
        objects = plumbing.Objects(tree, commands)
        sizes = objects.sizes(entry.oid for entry in wanted if entry.mode != SUBMODULE)
    except git.GitError as error:
        raise StagedError(f"{top}: the git index cannot be read: {error}") from None
    if not wanted:
        yield "nothing is staged: `git add` files first, or name the files to scan"
    links = [disk.shown(entry.path) for entry in wanted if entry.mode == LINK]
    if links:
        yield disk.links_note(links)
    for entry in wanted:
        yield item(entry, os.path.relpath(os.path.join(top, entry.path), folder or os.curdir), tree, objects, sizes)


def _index(tree: work_tree.WorkTree) -> str | None:
    """The index that a commit is made of: `git commit FILE` and `git commit -a` run hooks with one of their own.

    None is the work tree's. An index of another repository, left in the environment by its hook, is not taken.
    """
    named = os.environ.get("GIT_INDEX_FILE", "")
    other = os.environ.get("GIT_DIR", "")
    if not named or other and os.path.realpath(os.path.join(tree.top, other)) != os.path.realpath(tree.git_dir):
        return None
    path = os.path.join(tree.top, named)
    folder = os.path.dirname(os.path.realpath(path))
    if folder != os.path.realpath(tree.git_dir) and os.path.lexists(os.path.join(folder, "HEAD")):
        return None
    if os.path.exists(path) and not os.path.isfile(path):
        raise git.GitError("GIT_INDEX_FILE names no regular file")
    return path


def _changed(commands: object) -> list[IndexEntry]:
    """What is added or changed in the index; all of it where there is no commit that can be read. Raises GitError."""
    options = ("--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--diff-filter=ACMRTUX")
    try:
        fields = commands.diff_index(*options, "HEAD", "--").split(b"\0")  # type: ignore[attr-defined]
    except git.GitError:
        return _all(commands)
    found = []
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, oid, status = head.decode("ascii").lstrip(":").split(" ")
        if status[0] == "U":
            raise StagedError("the index holds merge conflicts; resolve them and `git add` the files")
        found.append(IndexEntry(os.fsdecode(path), int(mode, 8), oid))
    return found


def _all(commands: object) -> list[IndexEntry]:
    """The whole index. Raises GitError."""
    found = []
    for line in commands.ls_files("-s", "-z").split(b"\0")[:-1]:  # type: ignore[attr-defined]
        head, _, path = line.partition(b"\t")
        mode, oid, stage = head.decode("ascii").split(" ")
        if stage != "0":
            raise StagedError("the index holds merge conflicts; resolve them and `git add` the files")
        found.append(IndexEntry(os.fsdecode(path), int(mode, 8), oid))
    return found


def entries(tree: work_tree.WorkTree, paths: Sequence[str]) -> list[IndexEntry]:
    """What the index that a commit is made of holds of some paths. Raises GitError, and StagedError for conflicts."""
    git.trust(tree)
    wanted = frozenset(paths)
    return [entry for entry in _all(plumbing.commands(tree, _index(tree))) if entry.path in wanted]


def item(
    entry: IndexEntry, shown: str, tree: work_tree.WorkTree, objects: plumbing.Objects, sizes: dict[str, int | None]
) -> Item:
    """The staged content, or the real file behind an LFS pointer."""
    if entry.mode == SUBMODULE:
        return f"{disk.shown(entry.path)}: a submodule; the commit holds no file of it, scan it in its own repository"
    size = sizes.get(entry.oid)
    if size is None:
        hint = "git has no such object, or it is damaged; see `git fsck`"
        return Unread(entry.path, "", "damaged", None, hint)
    if size > plumbing.LARGEST:
        hint = f"more than {plumbing.LARGEST >> 20} MiB in git itself; keep it in Git LFS"
        return Unread(entry.path, "", "limit", size, hint)
    if entry.mode == LINK:
        return Blob(entry.path, shown, size, entry.oid, partial(objects.open, entry.oid, size), format="symlink")
    if size <= LARGEST:
        return _small(entry, shown, tree, objects, size)
    return Blob(entry.path, shown, size, entry.oid, partial(objects.open, entry.oid, size))


def _small(
    entry: IndexEntry, shown: str, tree: work_tree.WorkTree, objects: plumbing.Objects, size: int
) -> Blob | Unread:
    """A file that could be an LFS pointer."""
    try:
        data = objects.open(entry.oid, size).read()
    except OSError as error:
        return Unread(entry.path, "", "damaged", size, str(error))
    pointer = parse_pointer(data)
    if pointer is not None:
        return _behind(tree, entry.path, shown, pointer)
    return Blob(entry.path, shown, len(data), entry.oid, partial(io.BytesIO, data))


def _behind(tree: work_tree.WorkTree, path: str, shown: str, pointer: Pointer) -> Blob | Unread:
    """LFS keeps the real file beside the repository; a work-tree file counts when its SHA-256 is the pointer's."""
    oid = pointer.oid
    for storage in (os.path.join(tree.common, "lfs"), _lfs_storage(tree)):
        stored = os.path.join(storage, "objects", oid[:2], oid[2:4], oid)
        if storage and os.path.isfile(stored) and os.path.getsize(stored) == pointer.size:
            return disk.blob(stored, path, pointer.size, oid, shown)
    work = os.path.join(tree.top, path)
    inside = work_tree.holds(os.path.realpath(tree.top), os.path.realpath(work))
    if inside and os.path.isfile(work) and os.path.getsize(work) == pointer.size and _sha256(work) == oid:
        return disk.blob(work, path, pointer.size, oid, shown)
    hint = "only its Git LFS pointer is here; `git lfs pull` brings the file"
    return Unread(path, "", "pointer", pointer.size, hint)


@lru_cache(maxsize=8)
def _lfs_storage(tree: work_tree.WorkTree) -> str:
    """The folder that `lfs.storage` of git's config names, from the folder that linked work trees share; else empty."""
    try:
        said = git.run(tree, "config", "-z", "--type=path", "--get", "lfs.storage", answers=(0, 1)).rstrip(b"\0")
    except git.GitError:
        return ""
    return os.path.join(tree.common, os.fsdecode(said)) if said else ""


def _sha256(path: str) -> str:
    """The digest of a regular file; empty for what cannot be read, or is a link."""
    from hashlib import sha256

    digest = sha256()
    try:
        with disk.open_regular(path) as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
