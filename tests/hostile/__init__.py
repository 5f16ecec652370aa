"""Small files that ask for much: of time, of memory, of depth. Each is built when it is asked for.

`FILES`: name of the test -> what writes the file. None is larger than 1.1 MB; most are below 100 KB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from . import archives, columns, documents, hdf5, models, rows, streams, texts


class HostileFile(NamedTuple):
    """A file that a scan must get through within its limits."""

    name: str
    """What the file is called."""
    build: Callable[[], bytes]
    readable: bool | None = False
    """Whether all of it can be read within the limits; if not, the scan must not exit with 0. None: either."""


FILES: Mapping[str, HostileFile] = {
    about: HostileFile(*given)
    for part in (archives, streams, columns, documents, hdf5, models, rows, texts)
    for about, given in part.FILES.items()
}


def write(about: str, path: str) -> None:
    """Builds a file."""
    Path(path).write_bytes(FILES[about].build())
