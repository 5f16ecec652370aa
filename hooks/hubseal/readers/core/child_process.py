"""A process of its own for a library that a damaged file may crash or hang: it ends alone, and in time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from threading import Timer
from types import TracebackType
from typing import BinaryIO

ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Variables that Python needs to start; the process is given no others, and so no tokens."""


class ChildProcess:
    """A process with pipes to it and from it, killed after `seconds` or where the block ends."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._timer = Timer(seconds, self._process.kill)
        self._timer.start()

    def __enter__(self) -> ChildProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._process.kill()
        self._process.__exit__(kind, error, trace)

    @property
    def stdin(self) -> BinaryIO:
        """Where it reads; raises OSError when it has ended."""
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]

    @property
    def stdout(self) -> BinaryIO:
        """What it writes."""
        assert self._process.stdout is not None
        return self._process.stdout  # type: ignore[return-value]

    @property
    def late(self) -> bool:
        """Whether its time was over before its end."""
        return not self._timer.is_alive()

    def wait(self) -> int:
        """Its exit code, once it has ended by itself; negative when a signal ended it."""
        return self._process.wait()
