"""The commands that scan nothing, and `hubseal baseline`, which accepts what a scan finds."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from ..app.request import UsageError, families_of
from ..types import FAMILIES


def rules(options: Namespace) -> int:
    """`hubseal rules`."""
    from .. import catalog

    families = families_of(options.only) if options.only else FAMILIES
    sys.stdout.write(catalog.list_rules(families, options.format))
    return 0


def explain(options: Namespace) -> int:
    """`hubseal explain`. Raises UsageError."""
    from .. import catalog
    from ..rules import RULES

    if options.rule not in RULES.plan.ids:
        from difflib import get_close_matches

        near = get_close_matches(options.rule, RULES.plan.ids, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else "`hubseal rules` lists them all"
        raise UsageError(f"no rule is called {options.rule!r}; {hint}")
    sys.stdout.write(catalog.explain(RULES.entry(options.rule)))
    return 0


def schema(_options: Namespace) -> int:
    """`hubseal schema`."""
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "policy.schema.json")
    with open(path, encoding="utf-8") as file:
        sys.stdout.write(file.read())
    return 0


def init(options: Namespace) -> int:
    """`hubseal init`."""
    from ..app import scaffold

    return scaffold.init(options.path, lambda line: print(line))


def baseline(options: Namespace) -> int:
    """`hubseal baseline`. Raises UsageError."""
    from .. import suppression
    from ..sources import disk
    from .scan import examine

    options.staged = False
    report, _ = examine(options)
    old = [w.finding.fingerprint for w in report.waived if w.by == "baseline"]
    path = os.path.join(disk.top(options.paths), suppression.BASELINE)
    suppression.write_baseline(path, sorted({*old, *(f.fingerprint for f in report.findings)}))
    print(f"hubseal: {path}: {len(report.findings)} findings accepted; fix them one day, and revoke what is a secret")
    return 0
