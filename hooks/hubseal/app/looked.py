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
        self._folders: tuple[str, ...] = ()
        self._paths: set[str] = set()
        self._unread: set[str] = set()

    def begin(self, top: str, paths: Collection[str], here: str) -> None:
        """A scan of `paths`, as somebody in the folder `here` names them, begins; none is a scan of staged files."""
        self.top = top
        folders = (os.path.normpath(os.path.join(here, path)) for path in paths)
        self._folders = tuple(disk.relative(folder, top) for folder in folders if not os.path.isfile(folder))
        self._paths |= {disk.relative(os.path.join(here, path), top) for path in paths}

    def watched(
        self, items: Iterable[Blob | Unread | str], masked: Callable[[str], str], folder: str = ""
    ) -> Iterator[Blob | Unread | str]:
        """The items of the Hub repository in a `folder` of a monorepo, while their paths are noted."""
        prefix = f"{folder.strip('/')}/" if folder else ""
        for item in items:
            if isinstance(item, Blob):
                self._paths.add(prefix + masked(item.path))
            elif isinstance(item, Unread):
                self._unread.add(prefix + outer(masked(item.path)))
            yield item

    def finish(self, unread: Iterable[Unread]) -> None:
        """The scan is over."""
        self._unread |= {outer(item.path) for item in unread}

    def at(self, path: str) -> bool:
        """Whether the file at a masked path was read, or would have been if it were still there."""
        file = outer(path)
        if any(file == name or file.endswith(f"/{name}") for name in self._unread):
            return False
        return file in self._paths or (self._inside(file) and not os.path.lexists(os.path.join(self.top, file)))

    def _inside(self, file: str) -> bool:
        """Whether one of the folders that were walked would hold a file."""
        return any(folder in (os.curdir, file) or file.startswith(folder + "/") for folder in self._folders)
