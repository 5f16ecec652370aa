"""Folders that fail a scan by their names, such as a virtual environment: nothing in them is opened that git does not
track. Whoever takes the folder out needs no list of what is in it, and one that is accepted is read like any other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from .. import engine
from ..reports import count
from ..sources import ignored
from ..types import SEVERITY, Blob, BlobResult, Finding


def without_content(
    items: Iterable[engine.Item], top: str, here: str, context: engine.ScanContext
) -> Iterator[engine.Item]:
    """The items; of a folder that fails the scan, the finding alone, and a note how many files were not opened."""
    folders = _Folders(top, here, context)
    for item in items:
        if not isinstance(item, Blob):
            yield item
            continue
        folder = folders.around(item)
        if not folder:
            yield item
        elif folder in folders.unopened:
            folders.unopened[folder].append(item.path)
        elif not folders.fails(item, folder):
            yield item
    for folder, files in folders.unopened.items():
        result, shown = folders.result(folder)
        yield result
        yield (
            f"not opened: {count(len(files), 'file')} in {shown}, a folder that is to be"
            " taken out; one that a waiver accepts is read"
        )


class _Folders:
    """What is known of the folders so far."""

    def __init__(self, top: str, here: str, context: engine.ScanContext) -> None:
        self._top, self._here, self._context = top, os.path.abspath(here), context
        fail_on = context.settings.fail_on or context.policy.fail_on
        self._fails = SEVERITY[fail_on]
        self._around: dict[str, str] = {}
        self._read: set[str] = set()
        self._results: dict[str, BlobResult] = {}
        self.unopened: dict[str, list[str]] = {}
        """Folder -> its files."""

    def around(self, blob: Blob) -> str:
        """The outermost such folder around a file; empty when it is to be read."""
        parent = blob.path.rpartition("/")[0]
        if not parent:
            return ""
        known = self._around.get(parent)
        if known is None:
            known = self._around[parent] = engine.folder_around(blob._replace(path=parent + "/x"), self._context)
        return "" if known in self._read else known

    def fails(self, blob: Blob, folder: str) -> bool:
        """Whether a folder, of which this is the first file, fails the scan and is not opened."""
        result = engine.scan_name(blob, self._context)
        told = any(_tells(finding, self._fails) for finding in result.findings)
        if not told or ignored.tracks(os.path.join(self._top, folder), self._here):
            self._read.add(folder)
            return False
        self._results[folder], self.unopened[folder] = result, [blob.path]
        return True

    def result(self, folder: str) -> tuple[BlobResult, str]:
        """What the scan gives of a folder that is not opened, and how the folder is shown."""
        result, number = self._results[folder], len(self.unopened[folder])
        shown = next(f.at.shown for f in result.findings if _tells(f, self._fails))
        told = (f._replace(count=number) if _tells(f, self._fails) else f for f in result.findings)
        return result._replace(findings=tuple(told)), shown


def _tells(finding: Finding, severity: int) -> bool:
    """Whether a finding is about a folder, and as grave as that."""
    return finding.family == "files" and finding.at.path.endswith("/") and SEVERITY[finding.level] >= severity
