"""From values to findings: masked, with a fingerprint. A value that enters here does not leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..identity import Identity
from ..typed import NamedTuple
from ..types import SEVERITY, Finding, Location
from . import identities
from .groups import PLACES, ROWS, FindingGroup, LeakedValue
from .identities import KEY, Occurrence
from .masking import MaskedName, Masker, mask
from .span import Span


class BlobNames(NamedTuple):
    """How a blob, and what is in it, may be called."""

    name: MaskedName
    path: str
    """The path for digests: without values of the blob, too."""
    commit: str | None
    masker: Masker
    plain: Callable[[str], str]
    """A name without values of the blob."""

    def anchor(self, text: str) -> str:
        """An anchor as digests may hold it: a key without what the rules recognise in it, and without values."""
        return KEY + self.plain(self.masker.text(text[len(KEY) :])) if text.startswith(KEY) else text


def anchor(span: Span, at: Occurrence, keyed: bool) -> str:
    """What identifies a finding besides its rule and path: its key, else its line without values."""
    if keyed:
        return KEY + span.key
    return "line:" + (identities.line(at) if identities.public(span) else identities.shape(at))


def finding(
    group: FindingGroup, values: Sequence[LeakedValue], ordinal: int, names: BlobNames, known: tuple[Identity, ...]
) -> Finding:
    """The finding of some values of a group; the worst level and its reason win."""
    first = values[0]
    worst = max(values, key=lambda value: SEVERITY[value.span.level]).span
    rule, span, masker = first.span.rule, first.span, names.masker
    key, place, cause = masker.text(span.key), masker.text(first.place), group.cause
    folder = group.folder or names.name
    count = sum(value.count for value in values)
    return Finding(
        rule=rule.id,
        family=rule.family,
        level=worst.level,
        at=Location(folder.path, folder.shown, place, key, first.start, first.end, _rows(values)),
        masked=mask(span) if rule.family != "files" else _telling_name(span.value, masker),
        message=(span.title or rule.title) + (f" in `{key}`" if key else ""),
        reason=worst.reason or worst.why,
        fix=rule.fix,
        url=rule.url,
        count=count,
        places=_told(values, names, cause) if count > 1 or cause else (),
        fingerprint=fingerprint(span, names.anchor(group.anchor), path_of(group, names), ordinal),
        commit=names.commit,
        identities=known,
        allow=group.hint if count == 1 else "",
        cause=cause.path if cause is not None else "",
    )


def path_of(group: FindingGroup, names: BlobNames) -> str:
    """The path that digests of a group hold: of a folder that is told, its own."""
    return group.folder.path if group.folder is not None else names.path


def _told(values: Sequence[LeakedValue], names: BlobNames, cause: MaskedName | None) -> tuple[str, ...]:
    """Where the values stand; of a folder or archive, the file below it."""
    if cause is not None:
        return (names.name.path.removeprefix(cause.path),)
    return tuple(names.masker.text(place) for place in _places(values))


def ordinals(groups: Sequence[FindingGroup], names: BlobNames) -> list[int]:
    """The number of each group among those of its rule and anchor."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for group in groups:
        where = group.first.span.rule.id, names.anchor(group.anchor)
        seen[where] = seen.get(where, -1) + 1
        found.append(seen[where])
    return found


def fingerprint(span: Span, anchor: str, path: str, ordinal: int = 0) -> str:
    """SHA-256 over rule, path, anchor and the value, if nobody can guess it, else an ordinal."""
    from hashlib import sha256

    parts = (
        span.rule.id.encode(),
        path.encode("utf-8", "surrogateescape"),
        anchor.encode("utf-8", "replace"),
        span.value if identities.public(span) else b"%d" % ordinal,
    )
    return sha256(b"\0".join(parts)).hexdigest()


def _rows(values: Sequence[LeakedValue]) -> tuple[int, ...]:
    """The first rows, in the order in which they were found."""
    return tuple(row for _, row in sorted(pair for value in values for pair in value.rows)[:ROWS])


def _places(values: Sequence[LeakedValue]) -> list[str]:
    """The first places, likewise; each once."""
    return list(dict.fromkeys(place for _, place in sorted(pair for value in values for pair in value.places)))[:PLACES]


def _telling_name(value: bytes, masker: Masker) -> str:
    """The telling part of a file name: a public word such as `.env`, never a leak of its own."""
    return masker.text(value.decode("utf-8", "replace").strip("/"))[:80]
