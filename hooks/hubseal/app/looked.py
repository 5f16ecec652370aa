"""Where a scan looked: what it says of the whole, and which entries of a baseline it can judge."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator

from ..member_path import outer
from ..sources import disk
from ..types import Blob, Unread


class Looked:
    """Filled while a scan runs, with masked paths as reports and baselines have them."""

    def __init__(self) -> None:
        self.top = ""
        self.roots: tuple[str, ...] = ()
        """Folders that hold the paths of reports: the top, and each Hub repository of a monorepo."""
        self._folders: tuple[str, ...] = ()
        self._paths: set[str] = set()
        self._unread: set[str] = set()

    def begin(self, top: str, roots: Iterable[str], paths: Collection[str], here: str) -> None:
        """A scan of `paths`, as somebody in the folder `here` names them, begins; none is a scan of staged files."""
        self.top, self.roots = top, ("", *roots)
        folders = (os.path.normpath(os.path.join(here, path)) for path in paths)
        self._folders = tuple(disk.relative(folder, top) for folder in folders if not os.path.isfile(folder))
        self._paths |= {disk.relative(os.path.join(here, path), top) for path in paths}

    def watched(
        self, items: Iterable[Blob | Unread | str], masked: Callable[[str], str]
    ) -> Iterator[Blob | Unread | str]:
        """The items, while their paths are noted."""
        for item in items:
            if isinstance(item, Blob):
                self._paths.add(masked(item.path))
            elif isinstance(item, Unread):
                self._unread.add(outer(masked(item.path)))
            yield item

    def finish(self, unread: Iterable[Unread]) -> None:
        """The scan is over."""
        self._unread |= {outer(item.path) for item in unread}

    def at(self, path: str) -> bool:
        """Whether the file at a masked path was read, or would have been if it were still there."""
        file = outer(path)
        if file in self._unread or path in self._unread:
            return False
        return file in self._paths or (self._inside(file) and not self._exists(file))

    def _inside(self, file: str) -> bool:
        """Whether one of the folders that were walked would hold a file."""
        places = [f"{root.strip('/')}/{file}".lstrip("/") for root in self.roots]
        return any(
            folder in (os.curdir, place) or place.startswith(folder + "/")
            for folder in self._folders
            for place in places
        )

    def _exists(self, file: str) -> bool:
        return any(os.path.lexists(os.path.join(self.top, root, file)) for root in self.roots)
