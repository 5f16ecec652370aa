"""Reads an HDF5 file in a process of its own first: a crash of libhdf5 on a damaged file ends that process only.

The process holds nothing of the file but what it asks for: it writes (offset, size) to its standard output, and gets so
many bytes on its standard input. What it finds is thrown away. Only a file that it came through is read here.
"""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

from ...streams import RangeStream
from ...types import Blob, Limits
from ..core.child_process import ChildProcess
from ..core.streams import exactly
from . import hdf5

REQUEST = struct.Struct("<QQ")
"""Offset and bytes that the process asks for."""
MEMORY, SECONDS = 1 << 30, 20
LARGEST = 1 << 30
"""Bytes that are handed over at once."""
START = "import sys; sys.path[:0] = sys.argv[1:3]; from hubseal.readers.models import hdf5_trial; hdf5_trial.main()"
PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def survives(stream: BinaryIO, total: int, library: str) -> bool:
    """Whether a process comes through the file; `library` is the folder that holds h5py. Raises OSError where the
    stream cannot be read."""
    command = [sys.executable, "-I", "-c", START, PACKAGES, library, str(total)]
    with ChildProcess(command, 3 * SECONDS) as process:
        return _serve(process, stream, total) == 0


def _serve(process: ChildProcess, stream: BinaryIO, total: int) -> int | None:
    """Answers what the process asks for, until it ends: its exit code; None when it asks for what there is not."""
    while len(asked := process.stdout.read(REQUEST.size)) == REQUEST.size:
        at, size = REQUEST.unpack(asked)
        if at > total or size > min(LARGEST, total - at):
            return None
        stream.seek(at)
        data = exactly(stream, size)
        with suppress(OSError):  # it has ended; its exit code tells
            process.stdin.write(REQUEST.pack(len(data), 0) + data)
            process.stdin.flush()
    return process.wait()


class _Asked(RangeStream):
    """The file, as the process sees it."""

    def read_range(self, at: int, size: int) -> bytes:
        sys.stdout.buffer.write(REQUEST.pack(at, size))
        sys.stdout.buffer.flush()
        got, _ = REQUEST.unpack(sys.stdin.buffer.read(REQUEST.size))
        return sys.stdin.buffer.read(got)


def _limit() -> None:
    """Bounds memory and time where the system can; a dump of the process would hold the file."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        for name, most in (("RLIMIT_CORE", 0), ("RLIMIT_AS", MEMORY), ("RLIMIT_CPU", SECONDS)):
            with suppress(AttributeError, OSError, ValueError):  # some systems know a limit and refuse to set it
                resource.setrlimit(getattr(resource, name), (most, most))


def main() -> None:
    """In the process: reads all that `hdf5.read` reads."""
    _limit()
    total = int(sys.argv[3])
    blob = Blob("", "", total, None, lambda: _Asked(total))
    for item in hdf5.read(blob, Limits()):
        del item
    os._exit(0)  # what the library holds is let go at once; a crash there would tell nothing
