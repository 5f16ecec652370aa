"""The commands that print what hubseal knows: `rules`, `explain`, `schema`."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Literal

from .. import standard_streams
from ..app.request import UsageError
from .parser import CommandLine, families_in, only_option


class RulesWords:
    """What `rules_options` sets."""

    only: str
    format: Literal["text", "json"]


class ExplainWords:
    """What `explain_options` sets."""

    rule: str


def rules_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal rules`."""
    only_option(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")


def rules(line: CommandLine) -> int:
    """`hubseal rules`. Raises UsageError."""
    from .. import catalog

    words = line.parser.parse_args(line.argv, RulesWords())
    standard_streams.write(catalog.list_rules(families_in(words.only), words.format))
    return 0


def explain_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal explain`."""
    parser.add_argument("rule", metavar="RULE")


def explain(line: CommandLine) -> int:
    """`hubseal explain`. Raises UsageError."""
    from .. import catalog
    from ..rules import RULES

    word = line.parser.parse_args(line.argv, ExplainWords()).rule
    name = RULES.plan.renamed.get(word, word)
    if name not in RULES.plan.ids:
        from difflib import get_close_matches

        near = get_close_matches(name, RULES.plan.ids, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else "`hubseal rules` lists them all"
        raise UsageError(f"no rule is called {name!r}; {hint}")
    if name != word:
        standard_streams.write(f"{word} is called {name} now.\n\n")
    standard_streams.write(catalog.explain(RULES.entry(name)))
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
