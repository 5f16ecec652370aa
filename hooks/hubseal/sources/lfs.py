"""Git LFS pointers."""

from __future__ import annotations

from typing import NamedTuple

from ..regex import LazyPattern

LARGEST = 1024
_POINTER = LazyPattern(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]+\n)*oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,19})\n"
)


class Pointer(NamedTuple):
    """What a pointer file names: SHA-256 and length in bytes of the real file."""

    oid: str
    size: int


def parse_pointer(data: bytes) -> Pointer | None:
    """The pointer that `data` is; None for anything else. Format: git-lfs docs/spec.md."""
    match = _POINTER.match(data) if len(data) <= LARGEST else None
    return Pointer(match[1].decode(), int(match[2])) if match else None
