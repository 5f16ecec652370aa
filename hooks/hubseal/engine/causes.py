"""One cause, one finding: a folder or an archive that has no business in a repository is told once, not per file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .. import member_path
from ..types import SEVERITY, Blob, Finding
from .groups import PLACES
from .masking import MaskedName, Masker
from .span import Span


def cause(span: Span, blob: Blob, masker: Masker) -> MaskedName | None:
    """The folder or the archive because of which a name is reported; None where it is the file itself.

    Of a member it is the archive, whichever folders are in it: nobody takes out one of them. Its path ends in `!/`.
    """
    if span.rule.family != "files":
        return None
    if member_path.is_member(blob.path):
        end = len(member_path.outer(blob.path)) + len(member_path.SEPARATOR)
    elif span.value.endswith(b"/"):
        end = len(blob.path.encode("utf-8", "surrogateescape")[: span.end].decode("utf-8", "surrogateescape"))
    else:
        return None
    rest, shown = blob.path[end:], blob.shown.replace("\\", "/")
    return MaskedName(
        masker.text(blob.path[:end]), masker.text(shown.removesuffix(rest)) if rest else masker.text(shown)
    )


def without_nested(spans: list[Span], accepts: Callable[[Span], bool]) -> list[Span]:
    """The leaks in a name, without those of files that go when the folder around them goes.

    A folder that the user accepts takes nothing along, and a graver leak in it stays.
    """
    folders = sorted((s for s in spans if s.rule.family == "files" and s.value.endswith(b"/")), key=lambda s: s.end)
    for folder in folders:
        if not accepts(folder):
            return [s for s in spans if s is folder or not _goes_with(s, folder)]
    return spans


def _goes_with(span: Span, folder: Span) -> bool:
    inside = span.rule.family == "files" and span.end > folder.end
    return inside and SEVERITY[span.level] <= SEVERITY[folder.level]


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those of one rule, level and cause as one that counts its files."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = (finding.rule, finding.level, finding.commit, *_whole(finding)) if finding.cause else (number,)
        groups.setdefault(key, []).append(finding)
    return tuple(group[0] if len(group) == 1 else _as_one(group) for group in groups.values())


def _as_one(group: list[Finding]) -> Finding:
    path, shown = _whole(group[0])
    return group[0]._replace(
        at=group[0].at._replace(path=path, shown=shown),
        count=sum(finding.count for finding in group),
        places=tuple(dict.fromkeys(place for finding in group for place in finding.places))[:PLACES],
        identities=tuple(dict.fromkeys(known for finding in group for known in finding.identities)),
    )


def _whole(finding: Finding) -> tuple[str, str]:
    """Path and shown path of a finding's cause."""
    rest = finding.at.path.removeprefix(finding.cause)
    shown = finding.at.shown.replace("\\", "/") if rest else finding.at.shown
    return finding.cause, shown.removesuffix(rest) if rest else shown


def folder_around(blob: Blob, spans: Iterable[Span]) -> str:
    """The outermost folder of a path that has no business in a repository, with a slash at its end; else empty."""
    ends = [span.end for span in spans if span.rule.family == "files" and span.value.endswith(b"/")]
    path = blob.path.encode("utf-8", "surrogateescape")
    return path[: min(ends)].decode("utf-8", "surrogateescape") if ends else ""
