"""The level that a policy gives to a finding: by rule or family, in all files or in those of a glob."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..globs import matcher
from ..types import FAMILIES, Family, Level
from .model import Policy


class PolicyLevels:
    """The levels of a policy. A rule's own level wins over its family's, and what `paths:` says of a file over both;
    of several globs that match, the last one that says something of a rule."""

    def __init__(self, policy: Policy) -> None:
        self._rules = policy.rules
        self._paths = [(matcher([glob]), levels) for glob, levels in policy.paths.items()]

    def of(self, rule_ids: Collection[str], family: Family, path: str) -> Level | None:
        """The level of a finding, of a rule by today's id and former ones; None when the policy says nothing."""
        for covers, levels in reversed(self._paths):
            level = _level(levels, rule_ids, family)
            if level is not None and covers(path):
                return level
        return _level(self._rules, rule_ids, family)

    def off(self, rules: Collection[tuple[str, Family]]) -> frozenset[str]:
        """Those of the rules, (id, family) each, that are off in every file."""
        said = {name for _, levels in self._paths for name, level in levels.items() if level != "off"}
        off = {name for name, level in self._rules.items() if level == "off"}
        if not off:
            return frozenset()
        if off & set(FAMILIES):
            on = {name for name, level in self._rules.items() if level != "off"}
            off |= {rule for rule, family in rules if family in off and rule not in on}
        families = dict(rules)
        return frozenset(name for name in off if name not in said and families.get(name) not in said) - set(FAMILIES)


def _level(levels: Mapping[str, Level], rule_ids: Collection[str], family: Family) -> Level | None:
    """A rule's level, the last of its ids first, else that of its family."""
    return next((levels[name] for name in reversed(tuple(rule_ids)) if name in levels), levels.get(family))
