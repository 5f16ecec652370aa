"""A set of rules made for one test, as the engine takes it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from hubseal import engine, matcher
from hubseal.policy import DEFAULT
from hubseal.readers import reader_for
from hubseal.rule_types import Detector, Levels, Plan, Rule, RuleEntry, Trigger
from hubseal.types import Blob, Family, Level, Limits, Report


class MadeRules:
    """The rules of `entries`, in order."""

    def __init__(self, *entries: RuleEntry) -> None:
        self._entries = entries

    @property
    def plan(self) -> Plan:
        return matcher.plan(self._entries)

    def entry(self, rule_id: str) -> RuleEntry:
        return next(entry for entry in self._entries if entry.rule.id == rule_id)

    def detector(self, number: int) -> Detector:
        return [detector for entry in self._entries for detector in entry.detectors][number]

    def entries(self) -> Iterator[RuleEntry]:
        yield from self._entries


def rule(
    rule_id: str, trigger: bytes, pattern: bytes, level: Level = "error", family: Family = "tokens", **change: object
) -> RuleEntry:
    """A rule with one detector; `change` sets fields of the detector, `ahead` how far its window reaches."""
    ahead = change.pop("ahead", 256)
    detector = Detector(rule_id, (Trigger(trigger, 0, ahead),), pattern)._replace(**change)  # type: ignore[arg-type]
    return RuleEntry(Rule(rule_id, family, rule_id, "why", "fix", Levels(level)), (detector,))


def scan(text: bytes, *entries: RuleEntry, name: str = "a.json", limits: Limits = Limits()) -> Report:  # noqa: B008
    """The report on a file of that text by those rules alone."""
    blob = Blob(name, name, len(text), None, lambda: io.BytesIO(text))
    return engine.scan([blob], MadeRules(*entries), reader_for, DEFAULT, engine.Settings(limits=limits))
