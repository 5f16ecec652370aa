"""The engine with all that it is handed: our rules, our readers, and the second detectors that a policy asks for."""

from __future__ import annotations

import os
from collections.abc import Iterable

from .. import engine
from ..policy import Policy
from ..readers import reader_for
from ..rule_types import RuleSet
from ..rules import RULES
from ..types import Report, SecondDetector

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__pycache__")
"""Where the compiled database is kept: among byte code, and trusted like it."""


def make_context(policy: Policy, settings: engine.Settings) -> engine.ScanContext:
    """What every scan of a blob is given."""
    return engine.make_context(rules(policy), reader_for, policy, settings)


def scan(items: Iterable[engine.Item], policy: Policy, settings: engine.Settings) -> Report:
    """The report over blobs, notes of their source, and results of earlier scans."""
    return engine.scan(items, rules(policy), reader_for, policy, settings)


def rules(policy: Policy) -> RuleSet:
    """Our rules, with those of the policy's own."""
    if not policy.own_rules:
        return RULES
    from ..rules.own_rules import WithOwnRules

    return WithOwnRules(RULES, policy.own_rules)


def second_detectors(policy: Policy) -> tuple[SecondDetector, ...]:
    """The detectors besides our rules that a policy asks for."""
    if not policy.detectors:
        return ()
    from .. import detectors

    return tuple(detectors.named(name) for name in policy.detectors)
