"""Rows of a listing that the Hub gives, one by one: files, folders, and what is neither; none of it is believed."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...json_fields import Fields, fields
from ...types import Unread

UNSAID = -1
"""The size of a file of which the listing gives none that can be one."""
LARGEST = 1 << 60
"""Bytes; a size beyond is none."""
MOST_FILES, MOST_PATHS, MOST_REPEATED = 500_000, 64 << 20, 10_000
"""Files of a listing, characters of their paths together, and rows of it that name a file again."""
EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)
"""Content ids of no bytes: of git by SHA-1 and by SHA-256, and of LFS."""
_OID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class HubFile(NamedTuple):
    """A file of a tree. `lfs` when its content lies outside git; then `oid` is a SHA-256."""

    path: str
    size: int
    """As the listing says; `UNSAID` when it says none."""
    oid: str
    """Empty when the Hub does not say."""
    lfs: bool

    @property
    def empty(self) -> bool:
        """Whether the content id says, too, that there is nothing in it."""
        return self.size == 0 and self.oid in EMPTY


class TreeRows:
    """The files of one listing, by their paths, and what it lists besides that is no folder."""

    def __init__(self) -> None:
        self._files: dict[str, HubFile] = {}
        self.unread: list[Unread] = []
        self._length = self._repeated = 0

    @property
    def files(self) -> list[HubFile]:
        """In the order of their paths."""
        return [self._files[path] for path in sorted(self._files)]

    @property
    def full(self) -> bool:
        """Whether no more is taken."""
        rows = len(self._files) + len(self.unread)
        return rows >= MOST_FILES or self._length > MOST_PATHS or self._repeated > MOST_REPEATED

    def add(self, value: object) -> None:
        """Takes a row. Raises TypeError for one that names nothing."""
        row = fields(value)
        path, kind = row.get("path"), row.get("type")
        if not isinstance(path, str) or not path:
            raise TypeError("a row without a path")
        self._length += len(path)
        if kind in ("directory", "folder"):
            if row.get("size") or row.get("lfs"):
                self._skip(path, "the Hub lists it as a folder that has content of its own; look at it on the Hub")
            return
        if kind != "file":
            self._skip(path, "the Hub lists it as neither file nor folder; look at it on the Hub")
        elif any(part in ("", ".", "..") for part in path.split("/")) or "\0" in path:
            self._skip(path, "the Hub lists it under a path that no repository can hold; look at it on the Hub")
        else:
            self._put(_file(path, row))

    def _skip(self, path: str, why: str) -> None:
        self.unread.append(Unread(path, "", "io", None, why))

    def _put(self, file: HubFile) -> None:
        known = self._files.get(file.path)
        if known is not None:
            self._repeated += 1
            if known != file:  # which of the rows is right will be seen when it is read
                file = file._replace(size=UNSAID, oid="")
        self._files[file.path] = file


def _file(path: str, row: Fields) -> HubFile:
    told = row.get("lfs")
    lfs = fields(told) if isinstance(told, dict) else {}
    oid = lfs.get("oid") or lfs.get("sha256") or row.get("oid") or ""
    size = lfs["size"] if "size" in lfs else row.get("size")
    usable = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < LARGEST
    shape = isinstance(oid, str) and _OID.fullmatch(oid)
    return HubFile(path, size if usable else UNSAID, str(oid) if shape else "", bool(lfs))  # type: ignore[arg-type]
