"""Many files at once: small ones in which nothing is found are ruled out together, the others scanned one by one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from .. import kinds
from ..typed import NamedTuple
from ..types import Blob, BlobResult, Kind, RepoType, Segment
from .blob_scan import SMALL_TEXT
from .context import ScanContext
from .prefilter import JoinedText, Prefilter
from .results import EMPTY, NO_FILE
from .scan import FindingCounter, Item, scan_items
from .span import TextContext
from .text_parts import has_parts

ENOUGH = 512 << 10
"""Bytes that are joined, or more by one file."""
TextsOf = Callable[[str, bytes], Sequence[Segment] | None]
"""(path, content) -> what its reader would give, but for positions, when that is texts and nothing else, else None."""
Numbered = tuple[int, Item]
"""An item, and its place among all."""


class _Candidate(NamedTuple):
    """A small file that was read."""

    number: int
    blob: Blob
    data: bytes


def scan_many(
    items: Sequence[Numbered], context: ScanContext, texts_of: TextsOf, counter: FindingCounter | None = None
) -> Iterator[tuple[int, BlobResult]]:
    """(place, result) of items, in no order; one result stands for all files of which there is nothing to say.
    `counter` knows of items before these."""
    counter = counter or FindingCounter()
    settings = context.settings
    if settings.detectors or settings.results is not None:  # they want to see every file
        yield from _one_by_one(items, context, counter)
        return
    clean, batch = _CleanFiles(context), _Batch(context, texts_of)
    for number, item in items:
        read = _read(item, context) if isinstance(item, Blob) else None
        if read is None or not isinstance(item, Blob) or not batch.add(number, item, read):
            yield from _one_by_one([(number, item)], context, counter)
        elif batch.size >= ENOUGH:
            yield from _one_by_one(batch.judged(clean), context, counter)
    yield from _one_by_one(batch.judged(clean), context, counter)
    yield -1, clean.result()


def _one_by_one(
    items: Sequence[Numbered], context: ScanContext, counter: FindingCounter
) -> Iterator[tuple[int, BlobResult]]:
    results = scan_items((item for _, item in items), context, counter)
    return ((number, result) for (number, _), result in zip(items, results, strict=True))


def _read(blob: Blob, context: ScanContext) -> bytes | None:
    """The content of a small file; None when it is none, or not what it was said to be: the scan says why."""
    size = blob.size
    if not size or size >= SMALL_TEXT or blob.budget is not None or blob.format or context.names.told_by_policy(blob):
        return None
    try:
        with blob.open() as stream:
            data = stream.read(size + 1)
    except Exception:  # noqa: BLE001 - the scan of the file meets it, too, and tells of it
        return None
    return data if len(data) == size else None


class _CleanFiles:
    """The files of which there is nothing to say."""

    def __init__(self, context: ScanContext) -> None:
        self._waivers = context.waivers
        self._seen: set[int] = set()
        self._files = self._bytes = 0

    def add(self, blob: Blob, size: int) -> None:
        """Counts a file that was read, and in which nothing was found."""
        self._seen |= self._waivers.on(blob.path)
        self._files += 1
        self._bytes += size

    def result(self) -> BlobResult:
        """The result of all of them together."""
        coverage = NO_FILE._replace(
            files=self._files, read=self._files, bytes_read=self._bytes, bytes_total=self._bytes
        )
        return EMPTY._replace(coverage=coverage, waivers_seen=tuple(sorted(self._seen)))


class _Batch:
    """Files that are judged together."""

    def __init__(self, context: ScanContext, texts_of: TextsOf) -> None:
        self._repo, self._texts_of = context.settings.repo.type, texts_of
        self._prefilter = Prefilter(context.searcher)
        self._files: list[_Candidate] = []
        self._texts: list[JoinedText] = []
        self.size = 0

    def add(self, number: int, blob: Blob, data: bytes) -> bool:
        """Takes a file; False when its reader may give more than texts."""
        try:
            texts = self._texts_of(blob.path, data)
        except Exception:  # noqa: BLE001 - the scan of the file meets it, too, and tells of it
            texts = None
        if texts is None:
            return False
        owner, path, repo = len(self._files), blob.path, self._repo
        kind = kinds.kind(path, "text")
        name = kinds.name_text(path, "text", data[: kinds.HEAD], blob.size)
        joined: list[JoinedText] = [(owner, name, partial(TextContext, path, "", "", kind, repo, "name"), 1)]
        for segment in texts:
            if not isinstance(segment.data, bytes):
                return False
            joined.append((owner, segment.data, partial(_context, segment, path, kind, repo), 2))
        self._texts += joined
        self._files.append(_Candidate(number, blob, data))
        self.size += len(data)
        return True

    def judged(self, clean: _CleanFiles) -> list[Numbered]:
        """The files that have to be scanned; counts the others, and empties the batch."""
        files, texts = self._files, self._texts
        self._files, self._texts, self.size = [], [], 0
        if not files:
            return []
        left = self._prefilter.candidates(texts)
        for owner, file in enumerate(files):
            if owner not in left:
                clean.add(file.blob, len(file.data))
        return [
            (number, blob._replace(open=partial(io.BytesIO, data)))
            for owner, (number, blob, data) in enumerate(files)
            if owner in left
        ]


def _context(segment: Segment, path: str, kind: Kind, repo: RepoType) -> TextContext | None:
    """What rules judge a text by; None for cards and pages, whose parts they judge otherwise."""
    text = TextContext(path, segment.key, segment.place, kind, repo, segment.on, segment.kind)
    return None if has_parts(text) else text
