"""What a scan of the Hub gives, as a section of a comment: for the Action, and for the discussion."""

from __future__ import annotations

from .. import state as states
from ..reports.comment import Section, Since, blob_link
from ..sources.hub import RepoRevision
from ..sources.hub.repo_api import WEB
from ..types import Report
from . import visibility


def section(
    report: Report, place: RepoRevision | None, changes: states.Changes | None, endpoint: str, name: str
) -> Section:
    """The section; `name` is the id that was asked for, which stays the same when the repository moves or the Hub does
    not answer."""
    title = WEB[report.repo.type] + (place.id if place else report.repo.id or name)
    return Section(
        title=title,
        report=report,
        link=blob_link(f"{endpoint}{place.page}" if place else "", place.sha if place else ""),
        at=place.sha if place else "",
        since=_since(changes),
        alert=visibility.exposure(place, report) if place else "",
        name=WEB[report.repo.type] + name,
    )


def _since(changes: states.Changes | None) -> Since | None:
    if changes is None:
        return None
    new = frozenset(f.fingerprint for f in changes.new)
    return Since(new, len(changes.still), _past(changes.gone), _past(changes.unsure))


def _past(known: tuple[states.Known, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((k.path, k.message) for k in sorted(known, key=lambda k: (k.path, k.rule)))


def changed(changes: states.Changes | None) -> list[str]:
    """A note on what changed, when something is known of an earlier scan."""
    if changes is None:
        return []
    parts = f"{len(changes.new)} new, {len(changes.still)} still there, {len(changes.gone)} gone"
    unsure = f", {len(changes.unsure)} where this scan could not look" if changes.unsure else ""
    return [f"since the last scan: {parts}{unsure}"]
