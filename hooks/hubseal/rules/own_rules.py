"""The rules of a policy's own beside ours. They come first: of two that find the same, the policy's reports it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import matcher
from ..policy import OwnRule
from ..policy.patterns import announced
from ..rule_types import Detector, Examples, Levels, Plan, Rule, RuleEntry, RuleSet, Trigger

BEFORE, BEHIND = 100, 40
"""Bytes before and behind a value in which its keyword may stand; see `Detector.keywords`."""


class WithOwnRules:
    """A set of rules with more of them before its own."""

    def __init__(self, rules: RuleSet, own: Sequence[OwnRule]) -> None:
        self._rules = rules
        self._own = tuple(_entry(rule) for rule in own)
        self._by_id = {entry.rule.id: entry for entry in self._own}
        self._plan = _joined(matcher.plan(self._own), rules.plan)

    @property
    def plan(self) -> Plan:
        """What the matcher needs of all rules."""
        return self._plan

    def entry(self, rule_id: str) -> RuleEntry:
        """The rule of that id. Raises KeyError."""
        return self._by_id.get(rule_id) or self._rules.entry(rule_id)

    def detector(self, number: int) -> Detector:
        """A detector by its number in the plan; an own rule has one."""
        own = len(self._own)
        return self._own[number].detectors[0] if number < own else self._rules.detector(number - own)

    def entries(self) -> Iterator[RuleEntry]:
        """All rules in order."""
        yield from self._own
        yield from self._rules.entries()


def _entry(own: OwnRule) -> RuleEntry:
    """The row of a rule of the policy's own."""
    found = announced(own.pattern)
    if found.runs:
        triggers = tuple(Trigger(*run) for run in found.runs)
    else:
        reach = found.widest + BEFORE
        triggers = tuple(Trigger(_word(word), found.widest + BEHIND, reach) for word in own.keywords)
    rule = Rule(own.id, own.family, own.title, own.why, own.fix, Levels(own.level), own.url)
    detector = Detector(own.id, triggers, found.pattern, keywords=own.keywords, bits=0)
    return RuleEntry(rule, (detector,), (Examples(own.leaks, own.clean),))


def _word(word: str) -> bytes:
    """A word in small letters or capitals, as the matcher reads it."""
    return b"".join(
        b"[%b%b]" % (c.lower().encode(), c.upper().encode()) if c.isalpha() else b"\\x%02x" % ord(c) for c in word
    )


def _joined(first: Plan, second: Plan) -> Plan:
    """Two plans as one."""
    rules, detectors = len(first.ids), len(first.detectors)
    uses = {pattern: list(use) for pattern, use in zip(first.patterns, first.uses, strict=True)}
    for pattern, use in zip(second.patterns, second.uses, strict=True):
        moved = [(number + detectors, back, ahead) for number, back, ahead in use]
        uses[pattern] = uses.get(pattern, []) + moved
    return Plan(
        first.ids + second.ids,
        first.families + second.families,
        first.detectors + tuple(rule + rules for rule in second.detectors),
        first.prefixed + second.prefixed,
        first.former_ids + second.former_ids,
        tuple(uses),
        tuple(tuple(use) for use in uses.values()),
    )
