"""The nouns of hubseal. No dataclasses: their import is slow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from .identity import Identity
from .typed import BinaryIO, Literal, NamedTuple, get_args

Family = Literal["tokens", "pii", "paths", "files"]
Level = Literal["error", "warning", "note", "off"]
RepoType = Literal["model", "dataset", "space"]
Kind = Literal["card", "config", "code", "notebook", "data", "weights", "archive", "log", "media", "other"]
Cause = Literal["damaged", "limit", "io", "internal", "missing-extra", "pointer", "encrypted", "budget", "unsupported"]
Surface = Literal["name", "text", "bytes"]
"""What a segment holds: a file's name, text, or raw bytes that may hold text."""

SEVERITY: dict[Level, int] = {"off": 0, "note": 1, "warning": 2, "error": 3}
FAMILIES: tuple[Family, ...] = get_args(Family)
REPO_TYPES: tuple[RepoType, ...] = get_args(RepoType)
CAUSES: tuple[Cause, ...] = get_args(Cause)
ALL_KINDS: frozenset[Kind] = frozenset(get_args(Kind))


class Blob(NamedTuple):
    """One file somewhere, or one member of an archive. Nothing is read before `open` is called."""

    path: str
    """Hub-relative POSIX path; a member is `data.zip!/notes/a.txt`. Raw: masked before anything prints it."""
    shown: str
    """What the user would open, relative to where they stand; masked before anything prints it."""
    size: int | None
    """Bytes, or None when the source does not know before reading."""
    oid: str | None
    """Identity of the content (git blob id, LFS SHA-256); None when unknown."""
    open: Callable[[], BinaryIO]
    """Opens a seekable binary stream. Raises OSError."""
    commit: str | None = None
    """The commit a history scan found it in."""
    budget: int | None = None
    """Bytes of it that may be taken, where taking all costs too much (bulk data on the Hub); None: all."""
    row: int | None = None
    """1-based row of a member that is a cell. A media file in a cell is reported as part of its table, in this row."""
    place: str = ""
    """The column of such a cell, with which the place of its texts begins."""
    format: Literal["symlink"] | None = None
    """The format where the source knows it (`symlink`: the text of a link's target); None: its bytes tell."""


class Unreadable(OSError):
    """Bytes that a source cannot get. Its one argument explains why, for people, and never holds content."""


class Broken(Unreadable):
    """What is packed cannot be unpacked: the file is damaged."""


class Position(NamedTuple):
    """A place in a blob. Lines, columns and rows are 1-based; columns count Unicode code points."""

    line: int | None = None
    column: int | None = None
    row: int | None = None
    raw: tuple[int, int] | None = None
    """Byte range `[start, end)` in the blob; None where the container has no such thing (compressed, columnar)."""


OffsetMap = Callable[[int, int], Position]
"""Maps a byte range `[start, end)` of a segment to its Position. Line and column are those of `start`."""


class Chunk(NamedTuple):
    """A part of a long segment with enough around it that no match at its border is lost."""

    data: bytes
    base: int
    """Offset of `data[0]` in the segment."""
    first: int
    stop: int
    """The chunk owns the matches that start at segment offsets `[first, stop)`; the rest is context."""
    last: bool
    """True when `data` ends where the segment ends."""


class Segment(NamedTuple):
    """A run of UTF-8 bytes worth scanning, and where it stands. `kind`: what it is, if not what its file is."""

    data: bytes | Iterable[Chunk]
    on: Surface = "text"
    place: str = ""
    """For people: `cell 3 output 1`, `__metadata__.ss_output_name`; empty for the file itself."""
    key: str = ""
    """Column, JSON path or attribute that holds the text: context outside the bytes."""
    where: OffsetMap | None = None
    """None: the bytes are the blob's own from offset 0, so offsets are lines and columns of the file."""
    commentable: bool = False
    """Whether inline allow comments are honoured here, in files whose language has comments."""
    kind: Kind | None = None


class Unread(NamedTuple):
    """Something that should have been read and was not, and why."""

    path: str
    place: str
    cause: Cause
    bytes: int | None
    hint: str
    """One sentence: what happened and what to do. Never holds content of the file."""


class Opaque(NamedTuple):
    """Bytes skipped because the format makes them unreadable as text: tensor bodies, pixels."""

    bytes: int
    what: str


class Limits(NamedTuple):
    """How much a reader may take. Sizes in bytes. Every hit becomes an `Unread` with cause `limit`."""

    whole: int = 8 << 20
    """Text up to this size is one segment; longer text comes in chunks of this size."""
    header: int = 25_000_000
    json: int = 64 << 20
    member: int = 256 << 20
    """Unpacked size of one archive member."""
    tree: int = 1 << 30
    """Unpacked bytes of one top-level blob, all depths together; of a large one, `growth` times its size."""
    growth: int = 20
    held: int = 1 << 30
    """What a reader may hold in memory, or copy, at once."""
    ratio: int = 100
    """Unpacked / packed, judged past `ratio_from` unpacked bytes."""
    ratio_from: int = 16 << 20
    members: int = 100_000
    depth: int = 3
    opcodes: int = 5_000_000
    """Steps of a pickle, and values of a MessagePack file."""
    events: int = 200_000
    """Candidates of one rule in one segment."""
    seconds: float = 10.0
    """CPU time of one top-level blob with all its members; a large one has more, see `engine.time_account`."""
    findings: int = 1_000
    """Findings of one blob."""
    spans: int | None = None
    """Values that one detector finds in one text, after which it is not tried any more; None: no end."""
    sample: int | None = None
    """Rows or bytes of bulk data after which a reader may stop with `Unread(budget)`; None reads all."""


ReaderItem = Segment | Blob | Unread | Opaque | str  # a note on the blob
Reader = Callable[[Blob, Limits], Iterator[ReaderItem]]
"""Opens one format. A member is yielded as a Blob: the engine recurses. Raises nothing for bad content but OSError."""

SecondDetector = Callable[[bytes], Iterable[tuple[int, int, str]]]
"""Another tool that finds secrets: text -> (start, end, sort of secret)."""


class Location(NamedTuple):
    """Where a finding stands; leaks in its texts are masked."""

    path: str
    """Hub-relative, as `Blob.path`."""
    shown: str
    """What the user opens, as `Blob.shown`."""
    place: str
    """Where in the file, for people: as `Segment.place`."""
    key: str
    """Column, JSON path, attribute or variable that holds the value; empty when none does."""
    start: Position
    end: Position
    """Exclusive: the position behind the value."""
    rows: tuple[int, ...] = ()
    """The first rows, when it stands in several."""


class Finding(NamedTuple):
    """A leak as the world may see it: holds neither the value nor a raw path."""

    rule: str
    family: Family
    level: Level
    at: Location
    masked: str
    message: str
    reason: str
    """Why this level in this place, else what somebody gains who reads it."""
    fix: str
    url: str
    count: int  # type: ignore[assignment]  # the report's word; tuple.count is not used
    places: tuple[str, ...]
    fingerprint: str
    commit: str | None
    identities: tuple[Identity, ...] = ()
    """What a baseline and a state know its values by; no report holds them."""
    allow: str = ""
    """Which comment to put where to say that it is meant; empty where none works: a waiver does everywhere."""
    cause: str = ""
    """The folder or archive, with a slash at its end, because of which a file is reported; empty: the file itself."""


WaivedBy = Literal["inline", "policy", "baseline"]


class Waived(NamedTuple):
    """A finding that the user accepts."""

    finding: Finding
    by: WaivedBy
    why: str


class Coverage(NamedTuple):
    """How much was read. Counts of files, and bytes."""

    files: int
    read: int
    partly: int
    unread: int
    bytes_read: int
    bytes_opaque: int
    bytes_total: int


class BlobResult(NamedTuple):
    """What the scan of a file and its members gives; masked. Results of many files fold into one: `engine.fold`."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]
    coverage: Coverage
    waivers_used: tuple[int, ...] = ()
    """Numbers, in the policy, of waivers that waived something; sorted."""
    waivers_seen: tuple[int, ...] = ()
    """Those of waivers whose globs cover a path that was scanned; sorted."""


class Repo(NamedTuple):
    """The Hub repository a scan is about, as far as known."""

    id: str | None
    type: RepoType
    type_from: str
    """`policy`, `flag`, `remote`, `card`, `hub` or `default`."""


class HubPage(NamedTuple):
    """Where the files of a report stand on the Hub."""

    endpoint: str
    """Address of the Hub, without a password."""
    path: str
    """Path of the repository's page: `org/model`, `datasets/org/name`, `spaces/org/name`."""
    ref: str
    """Branch, tag, commit or pull request that was asked for."""


class Checkout(NamedTuple):
    """The git work tree that somebody stands in, without git the folder; with slashes, masked."""

    top: str
    """Its absolute path."""
    prefix: str
    """Below the top, the folder that the names in the report are relative to; empty: the top itself."""


class Report(NamedTuple):
    """The outcome of a scan."""

    target: str
    repo: Repo
    revision: str | None
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]
    coverage: Coverage
    fail_on: Level
    unread_levels: Mapping[Cause, Level]
    """Whether an unread cause fails (`error`) or is a note."""
    policy: str = ""
    """The file of the policy that held; empty when there was none."""
    hub: HubPage | None = None
    """None for a checkout."""
    checkout: Checkout | None = None
    """None for the Hub."""
