"""Standard output and standard error as they may be: closed, full, a pipe that nobody reads, of a narrow encoding."""

from __future__ import annotations

import errno
import os
import sys

from .typed import TextIO


class OutputError(Exception):
    """Standard output takes nothing; the text says why, for people."""


def write(text: str, utf8: bool = False) -> None:
    """Writes to standard output: in its own encoding, where what that lacks is escaped, or in UTF-8.

    A pipe that nobody reads any more is no error. Raises OutputError when the text is lost otherwise.
    """
    stream = sys.stdout
    if stream is None:
        raise OutputError("standard output is closed")
    try:
        _write(stream, text, utf8)
    except BrokenPipeError:
        _unread()
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL:  # what Windows calls a broken pipe
            return _unread()
        raise OutputError(f"standard output cannot be written: {error.strerror or type(error).__name__}") from None
    except ValueError:  # a file object that was closed
        raise OutputError("standard output is closed") from None
    return None


def _write(stream: TextIO, text: str, utf8: bool) -> None:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        stream.flush()
        buffer.write(text.encode("utf-8" if utf8 else stream.encoding or "utf-8", "backslashreplace"))
    stream.flush()


def _unread() -> None:
    """What is buffered, and what follows, goes nowhere: the interpreter would fail on it when it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def tell(text: str) -> None:
    """Writes a line to standard error. There is nowhere left to say so when that fails."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except (OSError, ValueError):
        return


def flush() -> bool:
    """Flushes both streams before the process ends at once; False when standard output lost something."""
    kept = True
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            continue
        except (OSError, ValueError):
            kept = kept and stream is not sys.stdout
    return kept


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits at the other end; a closed stream has none."""
    return stream is not None and not stream.closed and stream.isatty()
