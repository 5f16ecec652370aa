"""The commands that print what hubseal knows: `rules`, `explain`, `schema`."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Literal

from .. import standard_streams
from ..app.request import UsageError
from ..rule_types import RuleSet
from .parser import CommandLine, families_in, only_option


class RulesWords:
    """What `rules_options` sets."""

    only: str
    format: Literal["text", "json"]
    check: bool
    policy: str | None


class ExplainWords:
    """What `explain_options` sets."""

    rule: str


def rules_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal rules`."""
    only_option(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--check", action="store_true", help="try the examples of the policy's own rules")
    parser.add_argument("--policy", nargs="?", const="", metavar="FILE", help="show what the policy says, and where")


def rules(line: CommandLine) -> int:
    """`hubseal rules`. Raises UsageError."""
    from .. import catalog

    words = line.parser.parse_args(line.argv, RulesWords())
    if words.check:
        return _check(words.policy or "")
    if words.policy is not None:
        from ..app.own_rules import origins
        from ..sources import disk

        standard_streams.write("".join(f"{said}\n" for said in origins(disk.top([]), words.policy)))
        return 0
    standard_streams.write(catalog.list_rules(families_in(words.only), words.format))
    return 0


def _check(file: str) -> int:
    """Tries the examples of the policy's own rules. Raises UsageError when one does not hold."""
    from ..app.own_rules import check, policy_of
    from ..sources import disk

    policy = policy_of(disk.top([]), file)
    wrong = list(check(policy))
    if wrong:
        raise UsageError("\n".join(wrong))
    examples = sum(len(rule.leaks) + len(rule.clean) for rule in policy.own_rules)
    standard_streams.write(f"{len(policy.own_rules)} own rules, {examples} examples: all of them hold\n")
    return 0


def explain_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal explain`."""
    parser.add_argument("rule", metavar="RULE")


def explain(line: CommandLine) -> int:
    """`hubseal explain`. Raises UsageError."""
    from ..rule_page import explain as page
    from ..rules import RULES

    word = line.parser.parse_args(line.argv, ExplainWords()).rule
    known: RuleSet = RULES
    name = known.plan.renamed.get(word, word)
    if name not in known.plan.ids:
        from ..app import scanner
        from ..app.own_rules import policy_of
        from ..sources import disk

        known = scanner.rules(policy_of(disk.top([])))
    if name not in known.plan.ids:
        from ..nearest import nearest

        near = nearest(name, known.plan.ids)
        hint = f"did you mean {near}?" if near else "`hubseal rules` lists them all"
        raise UsageError(f"no rule is called {name!r}; {hint}")
    if name != word:
        standard_streams.write(f"{word} is called {name} now.\n\n")
    standard_streams.write(page(known.entry(name)))
    return 0


def schema_options(parser: ArgumentParser) -> None:
    """`hubseal schema` has no options."""


def schema(line: CommandLine) -> int:
    """`hubseal schema`. Raises UsageError."""
    line.parser.parse_args(line.argv)
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "policy.schema.json")
    with open(path, encoding="utf-8") as file:
        standard_streams.write(file.read())
    return 0
