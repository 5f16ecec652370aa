"""The memory that a blob and all that is packed in it may take, libraries included."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PER_BLOB = 208 << 20
"""Bytes that any top-level blob may take; with the interpreter, our tables and pyarrow it is less than 300 MB."""
GROWTH = 2
"""Bytes more for each byte of it."""


class MemoryAccount:
    """While it is open, whoever asks for more memory than the blob may take gets a MemoryError: `re`, a decoder, or a
    library written in C.

    The system keeps it (RLIMIT_DATA), on Linux and for the main thread, because the limit is that of the process;
    elsewhere the bounds of the readers stand alone. Memory that the process took before does not count.
    """

    def __init__(self, size: int, most: int) -> None:
        """`size`: of the blob; `most`: bytes that none may take, however large."""
        self.allowed = min(PER_BLOB + GROWTH * size, max(most, PER_BLOB))
        """Bytes."""
        self._base: int | None = None

    @contextmanager
    def open(self) -> Iterator[None]:
        """Keeps to the account meanwhile."""
        taken = _taken()
        if taken is None:
            yield
            return
        import resource

        before = resource.getrlimit(resource.RLIMIT_DATA)
        self._limit(taken)
        try:
            yield
        finally:
            self._base = None
            resource.setrlimit(resource.RLIMIT_DATA, before)

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """What is loaded meanwhile is no part of the blob: a library, which stays."""
        if self._base is None:
            yield
            return
        base, before = self._base, _taken() or 0
        self._limit(base + self.allowed)
        try:
            yield
        finally:
            self._limit(base + max((_taken() or before) - before, 0))

    def _limit(self, base: int) -> None:
        """Counts what is more than `base` bytes."""
        import resource

        self._base = base
        hard, most = resource.getrlimit(resource.RLIMIT_DATA)[1], base + self.allowed
        if hard == resource.RLIM_INFINITY or most < hard:
            with suppress(OSError, ValueError):  # some systems know the limit and refuse to set it
                resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _taken() -> int | None:
    """Bytes of data that the process holds; None where that cannot be told or limited."""
    if threading.current_thread() is not threading.main_thread():
        return None
    try:
        import resource

        with open("/proc/self/statm", "rb") as file:
            pages = int(file.read().split()[5])
    except (ImportError, OSError, ValueError, IndexError):
        return None
    return pages * resource.getpagesize()
