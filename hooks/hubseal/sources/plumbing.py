"""Objects of a git repository, through GitPython's command object with processes of `sources.git`."""

from __future__ import annotations

import io
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any, BinaryIO

from ..types import Unreadable
from . import git
from .work_tree import WorkTree

IN_MEMORY = 32 << 20
"""Bytes of an object from which it is kept in a temporary file while it is read."""
LARGEST = 1 << 30
"""Bytes of an object that is read at all; what is larger belongs into Git LFS."""
PIECE = 1 << 20
LOOK = 0.25
"""Seconds after which a process is looked at again."""
PATIENCE, SPEED = 10.0, 10e6
"""Seconds that git may take for any object, and bytes for which it gets a second more."""


def commands(tree: WorkTree, index: str | None = None) -> Any:
    """GitPython's `Git` for a work tree: a method per command, processes that end with their object."""
    gitpython = git.gitpython()

    class Plumbing(gitpython.Git):  # type: ignore[misc, name-defined]
        """Starts git as `sources.git` does, whatever the environment says."""

        def execute(self, command: Sequence[str], as_process: bool = False, **_options: Any) -> Any:
            """Bytes that a command prints, or its process. Raises GitError."""
            if as_process:
                return self.AutoInterrupt(git.start(tree, command[1:], index), command)
            return git.run(tree, *command[1:], index=index)

    return Plumbing(tree.top)


class Watch:
    """Kills processes that take longer than they may; one thread for all, which a thousand small objects share."""

    def __init__(self) -> None:
        self._late: tuple[float, Any] | None = None
        self._thread: Thread | None = None

    @contextmanager
    def over(self, process: Any, seconds: float) -> Iterator[None]:
        """Watches a process for as long as the block runs."""
        self._late = (monotonic() + seconds, process)
        if self._thread is None:
            self._thread = Thread(target=_watch, args=(weakref.ref(self),), daemon=True)
            self._thread.start()
        try:
            yield
        finally:
            self._late = None

    def look(self) -> None:
        """Kills what is late."""
        late = self._late
        if late is not None and monotonic() > late[0]:
            late[1].kill()


def _watch(watch: Callable[[], Watch | None]) -> None:
    while (one := watch()) is not None:
        one.look()
        del one
        sleep(LOOK)


class Objects:
    """Reads objects through one `git cat-file --batch`, which starts when the first is wanted."""

    def __init__(self, tree: WorkTree, plumbing: Any) -> None:
        self._tree, self._plumbing = tree, plumbing
        self._process: Any = None
        self._watch = Watch()

    def sizes(self, oids: Iterable[str]) -> dict[str, int | None]:
        """Bytes of each blob; None for what is missing or damaged. Raises GitError."""
        asked = list(dict.fromkeys(oids))
        if not asked:
            return {}
        out = git.run(self._tree, "cat-file", "--batch-check", given="".join(f"{o}\n" for o in asked).encode())
        found: dict[str, int | None] = dict.fromkeys(asked)
        for line in out.decode("ascii", "replace").splitlines():
            name, _, rest = line.partition(" ")
            kind, _, size = rest.partition(" ")
            if kind == "blob" and size.isdigit():
                found[name] = int(size)
        return found

    def text(self, oid: str, kinds: Sequence[str]) -> bytes:
        """The whole of an object of one of these kinds. Raises Unreadable."""
        return self._opened(oid, PATIENCE, kinds).read()

    def open(self, oid: str, size: int) -> BinaryIO:
        """The content of a blob of `size` bytes, seekable. Raises Unreadable."""
        return self._opened(oid, PATIENCE + size / SPEED, ("blob",))

    def _opened(self, oid: str, patience: float, kinds: Sequence[str]) -> BinaryIO:
        try:
            return self._read(oid, patience, kinds)
        except (git.GitError, OSError, ValueError):
            self._process = None  # it ends with its last reference; the next object gets another
            raise Unreadable("git cannot read the object: it is missing or damaged, see `git fsck`") from None

    def _read(self, oid: str, patience: float, kinds: Sequence[str]) -> BinaryIO:
        if self._process is None:
            self._process = self._plumbing.cat_file("--batch", as_process=True)
        process = self._process.proc
        with self._watch.over(process, patience):
            process.stdin.write(oid.encode() + b"\n")
            process.stdin.flush()
            _, kind, length = process.stdout.readline().split(b" ")
            if kind.decode("ascii") not in kinds:
                raise ValueError(kind)
            return _taken(process.stdout, int(length))


def _taken(stream: BinaryIO, size: int) -> BinaryIO:
    """`size` bytes of a stream; the newline behind them is taken, too. Raises ValueError when the stream ends early."""
    from tempfile import TemporaryFile

    held: Any = io.BytesIO() if size <= IN_MEMORY else TemporaryFile()  # noqa: SIM115 - the caller closes it
    left = size
    while left and (piece := stream.read(min(PIECE, left))):
        held.write(piece)
        left -= len(piece)
    if left or stream.read(1) != b"\n":
        raise ValueError("git ended")
    held.seek(0)
    return held  # type: ignore[no-any-return]
