"""The page of one rule, for people: what it is, why it matters, what it finds and passes over, how to allow it."""

from __future__ import annotations

import re

from .reports.escape import visible
from .rule_types import Levels, RuleEntry
from .rules import RULES
from .rules.samples import CLASSES, expand

SHOWN, LONGEST = 3, 110
"""Examples that `explain` shows of each sort, and the characters of one."""


def levels(of: Levels) -> str:
    """The default level, and where it differs."""
    other = [
        f"{level} in {' '.join(w for w in (kind if kind != '*' else '', repo if repo != '*' else '') if w)}"
        for repo, kind, level in of.by
    ]
    return of.default + (f" ({', '.join(other)})" if other else "")


def variants(entry: RuleEntry) -> list[str]:
    """What differs from the rule in what some of its detectors find: title and level."""
    own = (entry.rule.title, levels(entry.rule.levels))
    found = [d.variant for d in entry.detectors if d.variant is not None and "{who}" not in d.variant.title]
    said = [(v.title or entry.rule.title, levels(v.levels or entry.rule.levels)) for v in found]
    return [f"{title}: {level}" for title, level in dict.fromkeys(said) if (title, level) != own]


def explain(entry: RuleEntry) -> str:
    """The text of `hubseal explain RULE`."""
    rule = entry.rule
    prefixes = dict.fromkeys(prefix for detector in entry.detectors for prefix in detector.prefixes)
    lines = [f"{rule.id}: {rule.title}", "", f"family  {rule.family}", f"level   {levels(rule.levels)}"]
    lines += [f"        {line}" for line in variants(entry)]
    if prefixes:
        lines.append(f"begins  {', '.join(prefixes)}")
    lines += ["", f"Why it matters: {rule.why}", f"What to do: {rule.fix}"]
    if rule.url:
        lines.append(f"Page: {rule.url}")
    lines += _examples(entry)
    lines += ["", "To allow a finding:"]
    if rule.family != "files":
        lines.append(f"  on its line or the line above:  # hubseal: allow {rule.id} -- REASON")
    lines.append(f'  in .hubseal.yaml:  waivers: [{{rule: {rule.id}, path: "PATH", reason: "REASON"}}]')
    lines.append(f"  to switch it off:  rules: {{{rule.id}: off}}")
    return "\n".join(lines) + "\n"


def _examples(entry: RuleEntry) -> list[str]:
    """What the rule finds and what it passes over, with values made anew for each reader; longer ones are left out."""
    leaks = [t for some in entry.examples for t in some.leaks]
    clean = [t for some in entry.examples for t in some.clean]
    lines: list[str] = []
    built_in = entry.rule.id in RULES.plan.ids  # a rule of a policy gives its examples as they are
    for title, templates in (("Finds, for example:", leaks), ("Passes over, for example:", clean)):
        shown = list(dict.fromkeys(filter(None, (_example(t, built_in) for t in templates))))[:SHOWN]
        lines += ["", title, *(f"  {text}" for text in shown)] if shown else []
    return lines


def _example(template: str, built_in: bool = True) -> str:
    """One line of an example; empty for one that only the tests can make, or that is long."""
    if built_in:  # a value with a checksum is made by a generator of the tests, and has its name here
        template = re.sub(r"(?<!\{)\{([a-z_]\w*)(?::([^{}]*))?\}(?!\})", _named, template)
    try:
        text = expand(template, 5).strip() if built_in else template
    except ValueError:
        return ""
    return visible(text) if text and "\n" not in text and len(text) <= LONGEST else ""


def _named(hole: re.Match[str]) -> str:
    """A hole that `expand` fills, as it is; another as the name of what stands there."""
    name = hole[1]
    plain = name == "uuid" or (hole[2] is None and name.rstrip("0123456789") in CLASSES)
    return hole[0] if plain else f"<{' '.join(filter(None, (name, hole[2])))}>"
