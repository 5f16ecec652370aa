"""What is staged: content from the git index, not from the work tree."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from ..types import Blob, Unread
from . import disk
from .lfs import LARGEST, Pointer, parse_pointer

if TYPE_CHECKING:
    from git import Repo as GitRepo

LINK, SUBMODULE = 0o120000, 0o160000


class StagedError(Exception):
    """An index that cannot be scanned; the text tells what to do."""


def staged(top: str, skip: Callable[[str], bool], folder: str = "") -> Iterator[Blob | Unread | str]:
    """Blobs of all that is staged and differs from HEAD; without a commit, all of the index. Paths are shown relative
    to `folder`, by default the current one. Raises StagedError."""
    from git import Repo as GitRepo
    from git.exc import GitError

    try:
        repo = GitRepo(top)
        entries = list(_entries(repo))
    except (GitError, OSError, ValueError) as error:
        raise StagedError(
            f"{top}: the git index cannot be read ({type(error).__name__}); is this a git repository?"
        ) from None
    found = False
    for path, mode, oid in entries:
        if skip(path):
            continue
        found = True
        if mode == LINK:
            yield f"{disk.shown(path)}: a symbolic link; it was not followed"
        elif mode != SUBMODULE:
            yield _blob(repo, top, path, oid, os.path.relpath(os.path.join(top, path), folder or os.curdir))
    if not found:
        yield "nothing is staged: `git add` files first, or name the files to scan"


def _entries(repo: GitRepo) -> Iterator[tuple[str, int, str]]:
    """(path, mode, blob id) of what is added or changed in the index."""
    if repo.git.ls_files("-u", "-z"):
        raise StagedError("the index holds merge conflicts; resolve them and `git add` the files")
    if not repo.head.is_valid():
        listing = repo.git.ls_files("-s", "-z")
        for line in filter(None, listing.split("\0")):
            head, path = line.split("\t", 1)
            mode, oid, _ = head.split(" ")
            yield path, int(mode, 8), oid
        return
    listing = repo.git.diff("--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--diff-filter=ACMRT", "HEAD")
    fields = listing.split("\0")
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        _, mode, _, oid, _ = head.lstrip(":").split(" ")
        yield path, int(mode, 8), oid


def _blob(repo: GitRepo, top: str, path: str, oid: str, shown: str) -> Blob | Unread:
    """The staged content, or the real file behind an LFS pointer."""
    from binascii import unhexlify

    size = repo.odb.info(unhexlify(oid)).size

    def read() -> bytes:
        data: bytes = repo.odb.stream(unhexlify(oid)).read()
        return data

    if size <= LARGEST:
        data = read()
        pointer = parse_pointer(data)
        if pointer is not None:
            return _behind(top, str(repo.git_dir), path, shown, pointer)
        return Blob(path, shown, len(data), oid, lambda: io.BytesIO(data))

    def open_blob() -> BinaryIO:
        return io.BytesIO(read())

    return Blob(path, shown, size, oid, open_blob)


def _behind(top: str, git_dir: str, path: str, shown: str, pointer: Pointer) -> Blob | Unread:
    """LFS keeps the real file beside the repository; a work-tree file counts when its SHA-256 is the pointer's."""
    oid = pointer.oid
    stored = os.path.join(git_dir, "lfs", "objects", oid[:2], oid[2:4], oid)
    if os.path.isfile(stored):
        return disk.blob(stored, path, pointer.size, oid, shown)
    work = os.path.join(top, path)
    if (
        os.path.isfile(work)
        and not os.path.islink(work)
        and os.path.getsize(work) == pointer.size
        and _sha256(work) == oid
    ):
        return disk.blob(work, path, pointer.size, oid, shown)
    hint = "only its Git LFS pointer is here; `git lfs pull` brings the file"
    return Unread(path, "", "pointer", pointer.size, hint)


def _sha256(path: str) -> str:
    from hashlib import sha256

    digest = sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
