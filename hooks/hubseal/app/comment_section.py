"""What a scan of the Hub gives, as a section of a comment: for the Action, and for the discussion."""

from __future__ import annotations

from .. import state as states
from ..reports.addresses import blob_link, page
from ..reports.comment import Section, Since
from ..sources.hub.repo_api import WEB
from . import visibility
from .outcome import Outcome


def section(outcome: Outcome, endpoint: str, name: str) -> Section:
    """The section; `name` is the id that was asked for, which stays the same when the repository moves or the Hub does
    not answer."""
    report, scanned = outcome.report, outcome.scanned
    prefix = WEB[report.repo.type]
    if scanned is None:
        link = blob_link("", "")
        return Section(title=prefix + (report.repo.id or name), report=report, link=link, at="", name=prefix + name)
    return Section(
        title=prefix + scanned.id,
        report=report,
        link=blob_link(page(report.hub) if report.hub is not None else f"{endpoint}{scanned.page}", scanned.sha),
        at=scanned.sha,
        since=since(outcome.changes),
        alert=visibility.exposure(scanned, report),
        name=prefix + name,
        private=scanned.private,
    )


def since(changes: states.Changes | None) -> Since | None:
    """What happened since the last scan, for a comment."""
    if changes is None:
        return None
    new = frozenset(f.fingerprint for f in changes.new)
    gone, unsure = _past(changes.gone), _past(changes.unsure)
    return Since(new, len(changes.still), gone, unsure, dict(changes.partly), changes.values)


def _past(known: tuple[states.KnownFinding, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((k.path, k.message) for k in sorted(known, key=lambda k: (k.path, k.rule)))


def changed(changes: states.Changes | None) -> list[str]:
    """A note on what changed, when something is known of an earlier scan."""
    if changes is None:
        return []
    parts = "{:,} new, {:,} still there, {:,} gone".format(*changes.values)
    unsure = f", {len(changes.unsure)} where this scan could not look" if changes.unsure else ""
    return [f"since the last scan: {parts}{unsure}"]
