"""Parquet, ORC and Arrow files: by pyarrow (extra `data`), which is imported for them alone, else as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from ...types import Blob, Limits, Segment, Unread, Unreadable
from ..core.errors import LimitExceeded
from ..core.leftover import Item
from ..core.segments import head_segment
from ..core.streams import length

with suppress(ImportError):
    import pyarrow.parquet  # noqa: F401 - loaded before the blob's memory is counted

FEATHER = b"FEA1"
MISSING = 'its columns were not read; `pip install "hubseal[data]"` brings pyarrow, which reads them'
DAMAGED = "it cannot be read to its end; write the file anew"
LARGE = "a part of it takes too much memory to be read; write it in smaller row groups, with smaller values"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Key-value metadata, then columns of text by name with rows counted; a bounded search of bytes without pyarrow."""
    with blob.open() as stream:
        old = stream.read(len(FEATHER)) == FEATHER
    if old:
        yield from read_feather(blob, limits)
        return
    try:
        import pyarrow
    except ImportError:
        with blob.open() as stream:
            yield head_segment(stream, limits)
        yield Unread(blob.path, "", "missing-extra", blob.size, MISSING)
        return
    from . import arrow_extents, arrow_files

    with blob.open() as stream:
        try:
            yield from arrow_files.read(blob, stream, limits)
        except LimitExceeded as error:
            yield Unread(blob.path, "", "limit", blob.size, error.hint)
            yield head_segment(stream, limits)
        except (pyarrow.ArrowMemoryError, MemoryError):
            yield Unread(blob.path, "", "limit", blob.size, LARGE)
            yield head_segment(stream, limits)
        except (pyarrow.ArrowException, EOFError, ValueError, KeyError, OverflowError, SystemError):
            yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
            yield head_segment(stream, limits)
        except OSError as error:
            if error.errno or isinstance(error, Unreadable):
                raise
            yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)  # pyarrow's, for what it cannot decode
            yield from arrow_extents.leftovers(stream, length(blob, stream))
        else:
            yield from arrow_extents.leftovers(stream, length(blob, stream))


def read_feather(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """Feather's first version, of which a damaged file ends the process that reads it: it is searched as bytes."""
    with blob.open() as stream:
        yield head_segment(stream, limits)
    yield Unread(
        blob.path, "", "limit", blob.size, "feather's first version is searched for tokens only; write it anew"
    )
