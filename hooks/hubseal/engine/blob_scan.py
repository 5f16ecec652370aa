"""The work on one blob: its reader opens it, its texts are searched, its members scanned likewise."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from .. import fault, kinds
from ..typed import TYPE_CHECKING, NamedTuple
from ..types import Blob, BlobResult, Broken, Cause, Opaque, Reader, ReaderItem, Segment, Unread, Unreadable
from .budget import BlobBudget, ByteCounter, OverBudget, OverTime
from .collector import FindingCollector
from .context import ScanContext
from .results import EMPTY, NO_FILE, fold

if TYPE_CHECKING:
    from .cells import CellTexts

OVERTIME = (
    "the rest was not searched after {:.0f} s of computing time; split the file, or leave it out by `exclude:` in"
    " .hubseal.yaml when nobody needs it"
)
TOO_LARGE = (
    "it takes more than {} MiB of memory to read; write it in smaller parts, or leave it out by `exclude:` in"
    " .hubseal.yaml when nobody needs it"
)
SMALL_TEXT = 1 << 20
"""Bytes of text that takes little memory, whatever it is: no account is opened for it."""


class Scanned(NamedTuple):
    """What the scan of a blob gives, whether it is a file or a member of one."""

    result: BlobResult
    """Counts bytes that were skipped, and no file."""
    taken: int
    """Bytes that were read of the blob itself, repeated reads too."""
    any_text: bool
    """Whether a text was searched in it or in a member."""
    values: Mapping[bytes, str]
    """What was found in it and in its members, and what is printed for it; it goes no further than `scan_blob`."""


class BlobScan:
    """The scan of one blob. A member gets a scan of its own within the same budget, and its result is folded in."""

    def __init__(self, blob: Blob, context: ScanContext, budget: BlobBudget, depth: int = 0) -> None:
        self._blob, self._context, self._budget, self._depth = blob, context, budget, depth
        self._collector = FindingCollector(blob, context, budget.time)
        self._cells: CellTexts | None = None
        self._unread: list[Unread] = []
        self._members: list[BlobResult] = []
        self._notes: list[str] = []
        self._opaque = 0
        self._any_text = False

    def run(self) -> Scanned:
        """Scans name and content."""
        source = ByteCounter(self._blob, self._budget.time)
        fmt: kinds.Format = ""
        head = b""
        try:
            head = source.head()
            fmt = self._blob.format or kinds.sniff(self._blob.path, head, self._blob.size)
        except OSError as error:
            hint = f"it could not be opened ({_reason(error)}); check that it exists and may be read"
            self._stopped(error, hint)
        except MemoryError:
            self._add_unread("limit", TOO_LARGE.format(self._budget.memory.allowed >> 20))
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            self._add_unread("internal", fault.describe(error))
        self._judge_name(fmt, head)
        if fmt and (self._depth or (fmt == "text" and (self._blob.size or 0) < SMALL_TEXT)):
            self._read(source, fmt)
        elif fmt:
            with self._budget.memory.open():
                self._read(source, fmt)
        if source.cut:
            self._stopped(OverBudget(), "")
        if self._budget.time.spent and not self._depth:
            self._add_unread("limit", OVERTIME.format(self._budget.time.allowed))
        source.close()
        return self._scanned(source.taken, self._context.waivers.on(self._blob.path))

    def name_only(self) -> Scanned:
        """Judges the name of a blob that is not opened."""
        self._judge_name("")
        return self._scanned(0)

    def _judge_name(self, fmt: kinds.Format, head: bytes = b"") -> None:
        self._unread += self._collector.name(fmt, head)

    def _read(self, source: ByteCounter, fmt: kinds.Format) -> None:
        """Lets the reader of the format open the blob, and takes what it yields."""
        blob, limits = source.opened(), self._budget.limits
        if source.budget is not None:
            limits, source.linear = limits._replace(sample=source.budget), fmt in kinds.LINEAR
        try:
            try:
                for item in self._reader(fmt)(blob, limits):
                    if self._budget.time.check():
                        break
                    self._begin_column(item.place if isinstance(item, Blob) else "")
                    self._take(item)
            finally:
                self._begin_column("")
        except OSError as error:
            self._stopped(error, f"reading stopped ({_reason(error)}); scan it again")
        except MemoryError:
            self._add_unread("limit", TOO_LARGE.format(self._budget.memory.allowed >> 20))
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            self._add_unread("internal", fault.describe(error))

    def _reader(self, fmt: kinds.Format) -> Reader:
        """The reader of the format; the library that it takes is loaded, and is no part of the blob's memory."""
        if fmt in kinds.BY_LIBRARY:
            with self._budget.memory.uncounted():
                return self._context.readers(self._blob.path, fmt)
        return self._context.readers(self._blob.path, fmt)

    def _take(self, item: ReaderItem) -> None:
        """Does what one thing that a reader found asks for."""
        if isinstance(item, Segment):
            self._search(item)
        elif isinstance(item, Blob):
            self._scan_member(item, self._depth)
        elif isinstance(item, Opaque):
            self._opaque += item.bytes
        elif isinstance(item, str):
            self._notes.append(f"{self._context.masker.name(self._blob).shown}: {self._context.masker.text(item)}")
        else:
            masker = self._context.masker
            path, place, hint = masker.text(item.path), masker.text(item.place), masker.text(item.hint)
            self._unread.append(item._replace(path=path, place=place, hint=hint))

    def _search(self, segment: Segment) -> None:
        self._any_text = True
        self._unread += self._collector.search(segment)

    def _scan_member(self, member: Blob, depth: int) -> None:
        """Scans a member of a file at `depth`, if the limits allow it, else judges its name."""
        limits = self._budget.limits
        if member.row is not None and self._read_cell(member, depth):
            return
        scan = BlobScan(member, self._context, self._budget, depth + 1)
        if depth + 1 > limits.depth:
            self._add_unread("limit", f"archives nest deeper than {limits.depth}; unpack it and scan what is inside")
            scanned = scan.name_only()
        elif self._budget.full:
            size = limits.tree >> 20
            self._add_unread("limit", f"more than {size} MiB unpacked; unpack it and scan what is inside")
            scanned = scan.name_only()
        else:
            scanned = scan.run()
            self._budget.unpacked += scanned.taken
        self._members.append(scanned.result)
        self._unread += scanned.result.unread
        self._any_text = self._any_text or scanned.any_text
        self._collector.values.update(scanned.values)

    def _begin_column(self, name: str) -> None:
        """Searches what cells held so far, when what comes next is not of the same column, or when that is much."""
        cells = self._cells
        if cells is not None and (name != cells.column or cells.full):
            for segment in cells.take():
                self._search(segment)
            cells.column = name

    def _read_cell(self, cell: Blob, depth: int) -> bool:
        """Reads a cell of a column as a part of its table when it is a media file; False when it is none.

        `depth` is that of the table, or one more for each file that holds the cell's.
        """
        cells, limits = self._cells_of(cell.place), self._budget.limits
        source = ByteCounter(cell, self._budget.time)
        try:
            fmt = kinds.sniff("", source.head(), cell.size)
            if kinds.kind("", fmt) != "media":
                return False
            if depth > limits.depth:
                cells.unread("limit", f"files nest deeper than {limits.depth}", cell)
            elif self._budget.full:
                cells.unread("limit", f"more than {limits.tree >> 20} MiB were read before it", cell)
            else:
                self._take_cell(self._context.readers("", fmt)(source.opened(), limits), cells, cell, depth)
        except OverTime:
            pass  # it is said once for a blob and its members
        except OSError as error:
            cells.unread("damaged" if isinstance(error, Broken) else "io", _reason(error), cell)
        except MemoryError:
            cells.unread("limit", "it takes too much memory to read", cell)
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            cells.unread("internal", fault.describe(error), cell)
        finally:
            source.close()
        self._budget.unpacked += source.taken
        return True

    def _cells_of(self, column: str) -> CellTexts:
        """The texts of cells, kept from the first cell on, which stands in `column`."""
        if self._cells is None:
            from .cells import CellTexts

            self._cells = CellTexts(column)
        return self._cells

    def _take_cell(self, items: Iterable[ReaderItem], cells: CellTexts, cell: Blob, depth: int) -> None:
        """Takes what the reader of a media file in a cell found."""
        for item in items:
            if isinstance(item, Segment):
                cells.add(item, cell)
            elif isinstance(item, Blob):
                self._scan_member(item._replace(row=cell.row, place=cell.place), depth + 1)
            elif isinstance(item, Opaque):
                self._opaque += item.bytes
            elif not isinstance(item, str):
                cells.unread(item.cause, item.hint, cell, item.bytes)

    def _stopped(self, error: OSError, hint: str) -> None:
        """Adds a read that failed; that the source's budget ran out is added once for a blob and its members."""
        if isinstance(error, Broken):
            self._add_unread("damaged", str(error))
        elif isinstance(error, OverTime):
            return  # it is added once for a blob and its members
        elif not isinstance(error, OverBudget):
            self._add_unread("io", hint)
        elif not self._budget.exhausted:
            self._budget.exhausted = True
            self._add_unread("budget", "the rest was not read, to stay within the budget; `--budget` raises it")

    def _add_unread(self, cause: Cause, hint: str) -> None:
        masker = self._context.masker
        self._unread.append(Unread(masker.text(self._blob.path), "", cause, self._blob.size, masker.text(hint)))

    def _scanned(self, taken: int, seen: frozenset[int] = frozenset()) -> Scanned:
        """All that was found, the members' first; `seen` are waivers on the blob's path."""
        masker = self._context.masker
        for item in self._cells.all_unread(masker.text(self._blob.path)) if self._cells is not None else ():
            self._unread.append(item._replace(place=masker.text(item.place)))
        coverage = NO_FILE._replace(bytes_opaque=self._opaque)
        own = EMPTY._replace(coverage=coverage, notes=tuple(self._notes), waivers_seen=tuple(seen))
        result = fold([*self._members, self._collector.result(), own])
        return Scanned(result._replace(unread=tuple(self._unread)), taken, self._any_text, self._collector.values)


def _reason(error: OSError) -> str:
    """The operating system's words for the error, or the source's; never a file name."""
    if isinstance(error, Unreadable):
        return str(error)
    return os.strerror(error.errno) if error.errno else type(error).__name__
