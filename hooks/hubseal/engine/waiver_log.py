"""What the user said is meant: inline comments, policy, baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from .. import suppression
from ..policy import Policy
from ..rule_types import Rule
from ..types import Finding
from .span import Span

By = Literal["inline", "policy", "baseline"]


def by_value(policy: Policy, rule: Rule, value: bytes) -> str | None:
    """The reason why `allow:` of the policy covers a value, or None."""
    allow = policy.allow
    text = value.decode("utf-8", "replace")
    if rule.family == "pii" and "@" in text:
        lowered = text.lower()
        if lowered in (mail.lower() for mail in allow.emails):
            return "allow.emails"
        host = lowered.rpartition("@")[2]
        if any(host == d.lower() or host.endswith("." + d.lower()) for d in allow.email_domains):
            return "allow.email_domains"
    if rule.family == "paths" and any(_below(text, path) for path in allow.paths):
        return "allow.paths"
    if allow.values:
        from hashlib import sha256

        if sha256(value).hexdigest() in allow.values:
            return "allow.values"
    return None


def _below(text: str, path: str) -> bool:
    path = path.rstrip("/")
    return text == path or text.startswith((path + "/", path + "\\"))


class WaiverLog:
    """Which waivers there are, and which of them were of use."""

    def __init__(self, policy: Policy, baseline: suppression.Baseline, today: str) -> None:
        self._waivers = [w for w in policy.waivers if not suppression.expired(w, today)]
        self._expired = [w for w in policy.waivers if suppression.expired(w, today)]
        self._baseline = baseline
        self._used: set[int] = set()
        self._near: set[int] = set()

    def saw(self, path: str) -> None:
        """A blob at `path` was scanned: a waiver for it that does nothing is worth a note."""
        self._near.update(n for n, w in enumerate(self._waivers) if suppression.covers(w, w.rule, path, w.place))

    def covers(self, finding: Finding, path: str, value: bytes) -> tuple[By, str] | None:
        """Who waives a finding, and why."""
        for number, waiver in enumerate(self._waivers):
            if suppression.covers(waiver, finding.rule, path, finding.at.place):
                self._used.add(number)
                return "policy", waiver.reason
        why = self._baseline.covers(finding.fingerprint, path, value)
        return None if why is None else ("baseline", why)

    def notes(self, whole: bool) -> Iterator[str]:
        """Expired waivers, and those that matched nothing; `whole` when all of the repository was scanned."""
        for waiver in self._expired:
            yield f"waiver for {waiver.rule} on {waiver.path} expired on {waiver.until} and no longer waives"
        for number, waiver in enumerate(self._waivers):
            if number not in self._used and (whole or number in self._near):
                yield f"waiver for {waiver.rule} on {waiver.path} {suppression.UNUSED}"


def inline(data: bytes, span: Span, start: int, end: int) -> str | None:
    """The reason of an allow comment at `data[start:end]`, empty when it gives none; None when there is no comment."""
    return suppression.inline(data, start, end, span.rule.id, span.rule.family)
