"""Many fixed-width patterns at once over bytes: Hyperscan, or `re` where it has no wheel, with equal hits."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

from . import cache
from .hits import RUN, Hit, Hits
from .rule_types import Plan, RuleEntry
from .typed import Any, Protocol
from .types import Family

MAGIC = b"hubseal-triggers-3\n"


class Matcher(Protocol):
    """Finds every occurrence, overlapping ones too, of fixed-width patterns."""

    def scan(self, data: bytes, budget: int) -> Hits:
        """All hits in order of their end, at most `budget` per pattern."""


def width(pattern: bytes) -> int:
    """The fixed width of a pattern in bytes. Raises ValueError when it has none."""
    if sys.version_info >= (3, 11):
        from re import _parser as parser  # type: ignore[attr-defined]
    else:
        import sre_parse as parser
    low, high = parser.parse(pattern).getwidth()  # type: ignore[arg-type]  # bytes work
    if low != high:
        raise ValueError(f"trigger {pattern!r} is {int(low)} to {int(high)} bytes wide; a trigger has one width")
    return int(low)


class HyperscanMatcher:
    """Block mode, one database, one scratch."""

    def __init__(self, database: Any, widths: Sequence[int], patterns: Sequence[bytes]) -> None:
        self._database, self._widths = database, widths
        self._runs = {n: _members(p) for n, p in enumerate(patterns) if p.endswith(b"}") and RUN.fullmatch(p)}

    def scan(self, data: bytes, budget: int) -> Hits:
        widths, runs = self._widths, self._runs
        counts = [0] * len(widths)
        found: list[Hit] = []
        keep = found.append

        def on_match(pattern: int, _start: int, end: int, _flags: int, _context: object) -> None:
            counts[pattern] += 1
            if counts[pattern] <= budget:
                if pattern in runs:
                    start = _begin(data, end - 1, widths[pattern], runs[pattern])
                    end = start + widths[pattern]
                keep((pattern, end - widths[pattern], end))

        self._database.scan(data, match_event_handler=on_match)
        found.sort(key=_by_end)
        over = frozenset(n for n, c in enumerate(counts) if c > budget) if len(found) >= budget else frozenset()
        return Hits(found, over)


def _by_end(hit: Hit) -> tuple[int, int]:
    return hit[2], hit[0]


def _begin(data: bytes, end: int, least: int, members: bytes) -> int:
    """Where the run of `members` that ends at `end` begins; it is at least `least` long."""
    start, step = end - least, 64
    while start > 0 and data[start - 1] in members:
        piece = data[max(start - step, 0) : start]
        kept = len(piece.rstrip(members))
        start -= len(piece) - kept
        if kept:
            break
        step *= 4
    return start


def _members(pattern: bytes) -> bytes:
    """The bytes of the class that a run pattern repeats."""
    one = re.compile(RUN.fullmatch(pattern)[1])  # type: ignore[index]
    return bytes(c for c in range(256) if one.match(bytes((c,))))


def _expression(pattern: bytes) -> bytes:
    """What Hyperscan looks for: a run is noticed once, where it ends, instead of at every byte from its width on."""
    run = RUN.fullmatch(pattern) if pattern.endswith(b"}") else None
    return pattern + b"[^" + run[1][1:] if run and not run[1].startswith(b"[^") else pattern


def plan(entries: Iterable[RuleEntry]) -> Plan:
    """What to look for so that each detector of `entries` gets its candidates."""
    ids: list[str] = []
    families: list[Family] = []
    owners: list[int] = []
    prefixed: list[bool] = []
    former_ids: list[str] = []
    uses: dict[bytes, list[tuple[int, int, int]]] = {}
    for entry in entries:
        for detector in entry.detectors:
            for trigger in detector.triggers:
                uses.setdefault(trigger.pattern, []).append((len(owners), trigger.back, trigger.ahead))
            owners.append(len(ids))
            prefixed.append(bool(detector.prefixes))
            former_ids.append(detector.variant.former_id if detector.variant is not None else "")
        ids.append(entry.rule.id)
        families.append(entry.rule.family)
    shared = tuple(uses), tuple(tuple(u) for u in uses.values())
    each = tuple(owners), tuple(prefixed), tuple(former_ids)
    return Plan(tuple(ids), tuple(families), *each, *shared)


def compile(patterns: Sequence[bytes], engine: str = "auto", folder: str | None = None) -> Matcher:  # noqa: A001
    """A matcher for `patterns`. `engine`: `auto`, `hyperscan` or `re`; `folder`: where the database is kept.

    A compiled database is executable input: `cache` gives it back only when nobody else could have written it.
    """
    if engine != "re":
        try:
            library = _extension() or _package()
        except ImportError:
            if engine == "hyperscan":
                raise
        else:
            return _hyperscan(library, patterns, folder)
    from .re_matcher import ReMatcher

    return ReMatcher(patterns, folder)


def _extension() -> Any | None:
    """The extension module of hyperscan without the package around it, which imports `typing` for the type of an option
    that nobody uses here: 3 ms of a commit. None where that is built in another way."""
    name = "hyperscan._hs_ext"
    if name in sys.modules:
        return sys.modules[name]
    package = spec = None
    for finder in sys.meta_path:
        package = package or finder.find_spec("hyperscan", None)
        spec = spec or (package and finder.find_spec(name, package.submodule_search_locations))
    if spec is None or spec.loader is None:
        return None
    try:
        module = spec.loader.create_module(spec)
        if module is None:
            return None
        sys.modules[name] = module
        spec.loader.exec_module(module)
    except ImportError:
        sys.modules.pop(name, None)
        return None
    return module


def _package() -> Any:
    """The package as its documentation imports it. Raises ImportError."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import hyperscan
    return hyperscan


def _hyperscan(hyperscan: Any, patterns: Sequence[bytes], folder: str | None) -> HyperscanMatcher:
    """The kept database when it was made from these very patterns by this library, else a new one. What it was made
    from stands in a file of its own: a copy of megabytes costs a commit a millisecond."""
    names = b"\0\n".join(patterns)
    head = MAGIC + b"%d %d\n" % (len(patterns), len(names)) + names + b"\n"
    name = f"triggers-{hyperscan.__version__}-{_checksum(names):08x}"
    about = cache.read(name + ".keys", folder)
    if about is not None and about.startswith(head):
        widths, size = about[len(head) : len(head) + len(patterns)], about[len(head) + len(patterns) :]
        kept = cache.read(name + ".hsdb", folder) or b""
        try:
            if size != b"%d" % len(kept):
                raise hyperscan.error("another database")
            database = hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
            return HyperscanMatcher(database, widths, patterns)
        except hyperscan.error:
            pass  # another CPU or a damaged file: made anew below
    widths = bytes(width(p) for p in patterns)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[_expression(p) for p in patterns], ids=list(range(len(patterns))), flags=[0] * len(patterns)
    )
    made = hyperscan.dumpb(database)
    cache.write(name + ".hsdb", made, folder)
    cache.write(name + ".keys", head + widths + b"%d" % len(made), folder)
    return HyperscanMatcher(database, widths, patterns)


def _checksum(data: bytes) -> int:
    from binascii import crc32

    return crc32(data)
