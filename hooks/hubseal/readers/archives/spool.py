"""What was unpacked: in memory while it is small, then in a temporary file of our own."""

from __future__ import annotations

import io
from typing import BinaryIO

IN_MEMORY = 32 << 20
"""Bytes that are kept in memory."""


class Spool:
    """Takes bytes and gives them back as a stream."""

    def __init__(self) -> None:
        self._held, self._size = list[bytes](), 0
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Adds bytes. Raises OSError when they cannot be written."""
        self._size += len(data)
        if self._file is None and self._size > IN_MEMORY:
            from tempfile import TemporaryFile

            self._file = TemporaryFile()  # noqa: SIM115 - whoever takes the stream closes it
            for part in self._held:
                self._file.write(part)
            self._held = []
        if self._file is None:
            self._held.append(data)
        else:
            self._file.write(data)

    def opened(self) -> BinaryIO:
        """All of it, from its first byte on."""
        if self._file is None:
            return io.BytesIO(b"".join(self._held))
        self._file.seek(0)
        return self._file
