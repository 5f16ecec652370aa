"""All objects of a PDF file in the order in which they stand in it, older versions too; the table at its end, which
may be wrong, is not asked for them. Format: ISO 32000-1, 7.3.10, 7.5."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, NamedTuple

from ....types import Cause, Limits
from ...core.streams import exactly
from .buffer import Buffer
from .filters import Unpacked, names, unpack
from .lengths import Lengths
from .objects import SPACE, MalformedError, Reference, Stream, UnexpectedEof, value

HOPS = 16
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})" + SPACE + rb"{1,9}\d{1,5}" + SPACE + rb"{1,9}obj(?![A-Za-z])")
_END = re.compile(SPACE + rb"*endobj")
_STREAM = re.compile(SPACE + rb"*(?:%[^\r\n]*[\r\n]" + SPACE + rb"*){0,200}stream(\r\n|\n|\r)?")
_STOP = re.compile(rb"endstream|endobj|\d{1,10} \d{1,5} obj\b")
_END_STREAM = re.compile(SPACE + rb"{0,9}(?:endstream|.{0,12}endobj)", re.DOTALL)
_TABLE = re.compile(rb"xref\s+(?:\d+ +\d+\s+(?:\d{10} \d{5} [nf]\s{1,3}){0,99999})+|startxref\s+\d+|%%EOF|\s+")
_TRAILER = re.compile(rb"trailer(?=" + SPACE + rb"*<<)")
_SIGNATURE = re.compile(rb"%PDF-\d\.\d" + SPACE + rb"*(?:%[^A-Za-z\r\n]{0,16}[\r\n])?")
SKIPPED = ("Width", "Length1", "Length2")
"""Keys of streams of which little or nothing is read: pictures and fonts."""
LARGE, KEPT = 1 << 20, 32 << 20
"""Streams up to this size are kept as they are passed, and all of them up to that size."""
GAP = 1 << 20
"""Bytes between two objects that are looked at; more are no table."""


class PdfProblem(NamedTuple):
    """Something that could not be read."""

    place: str
    cause: Cause
    bytes: int
    hint: str


class PdfFile:
    """What a PDF file holds, by number and in order."""

    def __init__(self, stream: BinaryIO, total: int, limits: Limits) -> None:
        self.stream, self.total, self.limits = stream, total, limits
        self.versions: dict[int, list[Any]] = {}
        """By number, the newest last."""
        self.streams: list[Stream] = []
        self.trailers: list[dict[str, Any]] = []
        self.gaps: list[tuple[int, int]] = []
        """Bytes that belong to no object."""
        self.problems: list[PdfProblem] = []
        self.count = self.unpacked = 0
        self._buffer, self._ended = Buffer(stream, total), False
        self._lengths, self._left = Lengths(stream, total), KEPT
        self._wasted = 0
        """Bytes gone through in vain for objects that are damaged."""
        self._found: list[tuple[int, int, Any]] = []
        self.failed: OSError | None = None
        try:
            self._walk()
        except OSError as error:  # what came before is read
            self.failed = error
        self.encrypted = any(trailer.get("Encrypt") is not None for trailer in self.trailers)
        for stream_ in [] if self.encrypted else list(self.streams):
            if stream_.about.get("Type") == "ObjStm":
                self._packed(stream_)
        self.versions.clear()
        for _, number, made in sorted(self._found, key=lambda found: found[0]):
            self.versions.setdefault(number, []).append(made)

    def get(self, item: Any) -> Any:
        """What a reference means now; anything else as it is."""
        for _ in range(HOPS):
            if not isinstance(item, Reference):
                return item
            item = self.versions.get(item.number, (None,))[-1]
        return None

    def about(self, item: Any) -> dict[str, Any]:
        """The dictionary that it is or means; an empty one for anything else."""
        got = self.get(item)
        got = got.about if isinstance(got, Stream) else got
        return got if isinstance(got, dict) else {}

    def unpack(self, stream: Stream) -> Unpacked:
        """What a stream holds, within the limits of one and of all together."""
        left = min(self.limits.member, self.limits.tree - self.unpacked)
        if left <= 0 or stream.size > self.limits.member:
            return Unpacked(b"", "limit")
        data = stream.data
        if data is None:
            self.stream.seek(stream.start)
            data = exactly(self.stream, stream.size)
        most = min(left, max(self.limits.ratio * len(data), self.limits.ratio_from))
        got = unpack(data, names(stream.about, self.get), most)
        self.unpacked += len(got.data)
        return got._replace(cause="damaged") if not stream.whole and got.cause is None else got

    def content(self, stream: Stream, place: str, hint: str) -> bytes:
        """What a stream that must be text holds; what cannot be unpacked is noted."""
        got = self.unpack(stream)
        if got.cause or got.packed:
            self.problems.append(PdfProblem(place, got.cause or "damaged", stream.size, hint))
        return b"" if got.packed else got.data

    def _walk(self) -> None:
        at = 0
        while (found := self._buffer.search(_OBJECT, at)) is not None:
            start, end, number = found
            self.gap(at, start)
            self.count += 1
            if self.count > self.limits.opcodes or self._wasted > self.limits.json:
                hint = "it has more objects, or more that are damaged, than are read; the rest was searched as bytes"
                self.problems.append(PdfProblem(f"byte {start}", "limit", self.total - start, hint))
                self.gaps.append((start, self.total))
                return
            at = self._object(int(number), start, end)
        self.gap(at, self.total)
        if not self._ended:
            hint = "it ends before its end; what there is of it was read; write the file anew"
            self.problems.append(PdfProblem("end", "damaged", 0, hint))

    def _object(self, number: int, start: int, at: int) -> int:
        """Takes the object whose value begins at `at`; the offset behind it."""
        try:
            made, end = self._value(at)
        except MalformedError:
            self.gaps.append((start, at))
            self._wasted += self._buffer.base + len(self._buffer.data) - at
            return at
        first = self._buffer.have(end, 64)
        data = self._buffer.data
        opened = _STREAM.match(data, first) if isinstance(made, dict) else None
        if opened is None:
            self._found.append((start, number, made))
            if isinstance(made, int):
                self.versions[number] = [made]  # the length of a stream, for one
            closed = _END.match(data, first)
            return self._buffer.base + closed.end() if closed else end
        stream = self._stream(number, made, start, self._buffer.base + opened.end())
        self.streams.append(stream)
        self._found.append((start, number, stream))
        if made.get("Type") == "XRef":
            self.trailers.append(made)
        first = self._buffer.have(stream.start + stream.size, 64)
        for pattern in (_END_STREAM, _END):
            closed = pattern.match(self._buffer.data, first)
            first = closed.end() if closed else first
        return self._buffer.base + first

    def _value(self, at: int) -> tuple[Any, int]:
        size = 64
        while True:
            first = self._buffer.have(at, size)
            last = self._buffer.last()
            try:
                made, end = value(self._buffer.data, first, self._buffer.base, last)
            except UnexpectedEof:
                size = max(size, len(self._buffer.data) - first) * 2
                if size > self.limits.json:
                    raise MalformedError from None
                continue
            return made, self._buffer.base + end

    def _stream(self, number: int, about: dict[str, Any], at: int, start: int) -> Stream:
        """The bytes of a stream: as many as it says if its end is there, else up to its end."""
        said, skipped = about.get("Length"), any(key in about for key in SKIPPED)
        size = self.get(said)
        if isinstance(said, Reference) and size is None and skipped:
            size = self._lengths.of(said.number)
        if isinstance(size, int) and 0 <= size <= self.total - start:
            data = None if skipped else self._kept(start, size)
            first = self._buffer.have(start + size, 64)
            if _END_STREAM.match(self._buffer.data, first):  # what says so may be wrong
                self._left -= len(data or b"")
                return Stream(number, about, at, start, size, True, data)
        found = self._buffer.search(_STOP, start)
        if found is not None and found[2].startswith(b"end"):
            return Stream(number, about, at, start, found[0] - start, True)
        size = (found[0] if found else self.total) - start
        self.problems.append(PdfProblem(f"object {number}", "damaged", size, CUT))
        return Stream(number, about, at, start, size, False)

    def _kept(self, start: int, size: int) -> bytes | None:
        """The bytes of a stream, which are there already when the file is read from front to back."""
        if size > min(LARGE, self._left):
            return None
        first = self._buffer.have(start, size)
        return self._buffer.data[first : first + size]

    def _packed(self, stream: Stream) -> None:
        """The objects that a stream holds."""
        data = self.content(stream, f"object {stream.number}", OBJECTS)
        first = stream.about.get("First")
        if not isinstance(first, int):
            first = 0
        numbers = [int(word) for word in data[:first].split() if word.isdigit()]
        placed = sorted({at: number for number, at in zip(numbers[::2], numbers[1::2], strict=False)}.items())
        if len(placed) < 1 or len(placed) != stream.about.get("N"):
            self.problems.append(PdfProblem(f"object {stream.number}", "damaged", stream.size, OBJECTS))
        stops = [at for at, _ in placed[1:]] + [len(data)]
        for (at, number), stop in zip(placed, stops, strict=False):
            self.count += 1
            try:
                self._found.append((stream.start, number, value(data[first + at : first + stop], 0)[0]))
            except MalformedError:
                continue

    def gap(self, start: int, stop: int) -> None:
        """What stands between two objects: tables, trailers, or what no one knows."""
        self._ended = False
        if stop <= start:
            return
        size = min(stop - start, GAP)
        first = self._buffer.have(start, size)
        data = self._buffer.data[first : first + size]
        self._ended = b"startxref" in data or b"%%EOF" in data
        rest, at = [], 0
        for found in _TRAILER.finditer(data):
            if found.start() < at:
                continue
            try:
                made, end = value(data, found.end())
            except MalformedError:
                continue
            self.trailers += [made] if isinstance(made, dict) else []
            rest.append(data[at : found.start()])
            at = end
        rest.append(data[at:])
        left = _TABLE.sub(b"", _SIGNATURE.sub(b"", b"".join(rest)))
        if stop - start > GAP or len(left) > 3:
            self.gaps.append((start, stop))
        if b"endstream" in left or b"endobj" in left:
            hint = f"its objects stop making sense at byte {start}; what follows was searched for tokens only"
            self.problems.append(PdfProblem(f"byte {start}", "damaged", stop - start, hint))


OBJECTS = "a stream of objects cannot be unpacked to its end; write the file anew"
CUT = "a stream in it is cut off; what there is of it was read; write the file anew"
