"""Accepts what a scan finds today, and tells which entries of a baseline are of no use any more."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ..policy import Policy
from ..policy.levels import PolicyLevels
from ..sources import disk
from ..suppression.baseline import Baseline, Entry
from ..suppression.baseline_file import text_of
from ..types import FAMILIES, Finding, Location, Report
from . import checkout, scanner
from .looked import Looked
from .policy import load_effective
from .request import CheckoutRequest, UsageError


class Acceptor(NamedTuple):
    """Why somebody accepts, who, and when; each may be empty."""

    reason: str = ""
    by: str = ""
    date: str = ""


class Accepted(NamedTuple):
    """What a baseline holds after a scan, or would hold."""

    path: str
    entries: tuple[Entry, ...]
    new: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    """Of what is no longer there, as far as this scan looked."""
    report: Report


def accept(request: CheckoutRequest, acceptor: Acceptor = Acceptor(), prune: bool = False) -> Accepted:  # noqa: B008
    """What the baseline of the folder's repository holds together with all that the scan finds. What the scan did not
    look at stays as it is; with `prune` what is gone is left out. Raises UsageError."""
    looked = Looked()
    report = checkout.scan(request, looked).report
    looked.finish(report.unread)
    top = disk.top(request.paths, request.folder)
    folder = request.policy_folder or top
    bounds = checkout.policy_bounds(request, top)
    policy, baseline = load_effective(folder, request.policy_file, top, new_baseline=True, within=bounds)
    new = _new_entries(report, baseline, acceptor, top if policy.repos else "", request.folder)
    found = _values((*report.findings, *(waived.finding for waived in report.waived)))
    gone = [e for e in baseline.accepted.values() if _is_gone(e, found) and _judged(e, request, policy, looked)]
    kept = dict(baseline.accepted)
    for entry in gone if prune else ():
        left = found[entry.id]
        if left:
            kept[entry.id] = entry._replace(values=left)
        else:
            del kept[entry.id]
    kept.update((entry.id, entry) for entry in new)
    path = os.path.join(folder, policy.baseline)
    return Accepted(path, tuple(kept.values()), tuple(new), tuple(gone), report)


def write(path: str, entries: Iterable[Entry]) -> None:
    """Writes a baseline. Raises UsageError."""
    try:
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text_of(entries))
    except OSError as error:
        raise UsageError(f"{path}: the baseline could not be written: {error.strerror}") from None


def _values(findings: Iterable[Finding]) -> Counter[str]:
    """How many different values each identity stands for."""
    found: Counter[str] = Counter()
    for finding in findings:
        for identity in finding.identities:
            found[identity.id] += identity.values
    return found


def _new_entries(report: Report, baseline: Baseline, acceptor: Acceptor, top: str, here: str) -> list[Entry]:
    """The entries of what is not accepted yet, and of what is in an older form only; `top` is that of a monorepo."""
    ours = [w.finding for w in report.waived if (w.by, w.why) == ("baseline", baseline.name)]
    findings = (*report.findings, *ours)
    present = _values(findings)
    made: dict[str, Entry] = {}
    for finding in findings:
        columns = [identity for identity in finding.identities if identity.total is not None]
        for identity in columns or finding.identities:
            before = baseline.accepted.get(identity.id)
            values = identity.values if columns else present[identity.id]
            if before is not None and (before.values, before.total) == (values, identity.total):
                continue
            if values and (before is None or before.values < values or columns):
                at, values_of = finding.at, (values, identity.total)
                path = _path(at, top, here)
                place = at.key or at.place
                made[identity.id] = Entry(identity.id, finding.rule, path, place, *values_of, *acceptor)
    return list(made.values())


def _path(at: Location, top: str, here: str) -> str:
    """The path of an entry: from the top of a monorepo, not from that of one of its Hub repositories."""
    path = disk.relative(os.path.join(os.path.abspath(here), at.shown), top) if top else at.path
    return path if path.endswith(at.path) else at.path


def _is_gone(entry: Entry, found: Counter[str]) -> bool:
    """Whether fewer values are there than an entry accepts; a column may shrink."""
    return found[entry.id] < (1 if entry.total is not None else entry.values)


def _judged(entry: Entry, request: CheckoutRequest, policy: Policy, looked: Looked) -> bool:
    """Whether the scan would have found what an entry accepts, if it were still there."""
    plan = scanner.rules(policy).plan
    rule = plan.renamed.get(entry.rule, entry.rule)
    if rule not in plan.ids:
        return len(request.families) == len(FAMILIES)
    family = plan.families[plan.ids.index(rule)]
    on = PolicyLevels(policy).of((entry.rule, rule), family, entry.path) != "off"
    return on and family in request.families and looked.at(entry.path)
