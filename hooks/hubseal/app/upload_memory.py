"""What was scanned and may go: known by digest or by stamp, so that nothing unchanged is scanned twice."""

from __future__ import annotations

from ..sources.sent import SAMPLE, FileStamp

ContentKey = bytes | FileStamp
MOST = 500_000
"""Entries; beyond them everything is forgotten, and scanned again."""


class ScannedContents:
    """Contents that passed. Not locked: `UploadGate` is."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str, ContentKey]] = set()
        self._contents: set[ContentKey] = set()
        self._samples: set[bytes] = set()
        self._stamps: dict[str, FileStamp] = {}
        self._last: dict[tuple[str, str], bytes] = {}

    def passed(self, repo_type: str, path: str, key: ContentKey) -> bool:
        """Whether this content passed as this file."""
        return (repo_type, path, key) in self._known

    def holds(self, key: ContentKey) -> bool:
        """Whether this content passed, whatever its name."""
        return key in self._contents

    def begins(self, sample: bytes) -> bool:
        """Whether content that passed begins so."""
        return sample in self._samples

    def planned(self, repo_type: str, path: str, data: bytes) -> bool:
        """Whether a file passed last with content that this one does not merely go on from."""
        last = self._last.get((repo_type, path))
        return last is not None and not (last and data.startswith(last))

    def stamp(self, local: str) -> FileStamp | None:
        """The state in which the file at a path passed last."""
        return self._stamps.get(local)

    def plan(self, repo_type: str, path: str, key: ContentKey, sample: bytes, local: str) -> None:
        """Notes that content will be sent as it is now; `local` is where it lies."""
        self._last[repo_type, path] = sample[:SAMPLE]
        if local and isinstance(key, FileStamp):
            self._stamps[local] = key

    def add(self, repo_type: str, path: str, key: ContentKey, sample: bytes) -> None:
        """Notes that content passed; `sample` is what it begins with."""
        if len(self._known) > MOST:
            self.__init__()  # type: ignore[misc]
        self._known.add((repo_type, path, key))
        self._contents.add(key)
        self._samples.add(sample[:SAMPLE])
