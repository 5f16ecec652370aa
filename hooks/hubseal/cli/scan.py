"""`hubseal scan`: files of the disk or of the git index through the engine, and the report to where it belongs."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..app.request import UsageError, families_of
from ..rule_types import RuleSet
from ..types import FAMILIES, Blob, Report, Unread

if TYPE_CHECKING:
    from ..engine import Settings
    from ..policy import Policy
    from ..suppression import Baseline

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__pycache__")
"""Where the compiled database is kept: among byte code, and trusted like it."""


def run(options: Namespace) -> int:
    """`hubseal scan`."""
    from ..reports import exit_code

    options.staged = options.staged or (options.staged_if_empty and not options.paths)

    report, rules = examine(options)
    write(options, report, rules)
    return exit_code(report)


def examine(options: Namespace) -> tuple[Report, RuleSet]:
    """The report of the scan that the options ask for, and the rules that made it. Raises UsageError.

    `rules_from`, when the options have it, is the folder that policy and baseline are read from.
    """
    from .. import engine
    from ..app import checkout_target
    from ..rules import RULES
    from ..sources import disk

    top = disk.top(options.paths)
    rules_of, baseline = _policy(options, top)
    settings = engine.Settings(
        repo=checkout_target.detect(top, rules_of.repo_type, options.repo_type),
        target=" ".join(options.paths) or ("staged" if options.staged else "."),
        families=options.families or (families_of(options.only) if options.only else FAMILIES),
        baseline=baseline,
        matcher=options.matcher,
        cache=CACHE,
        whole=not options.paths and not options.staged,
        fail_on=options.fail_on,
        detectors=detectors_of(rules_of),
    )
    try:
        return _scan(options, top, rules_of, settings), RULES
    except disk.NoSuchPath as error:
        raise UsageError(str(error)) from None


def _policy(options: Namespace, top: str) -> tuple[Policy, Baseline]:
    """The policy and the baseline that hold. Raises UsageError."""
    from .. import policy, suppression
    from ..app import checkout_target
    from ..rules import RULES

    folder = getattr(options, "rules_from", None) or top
    named = getattr(options, "policy", None)
    try:
        rules_of = policy.read(named, RULES.plan.ids) if named else policy.load(folder, RULES.plan.ids)
        baseline = suppression.load_baseline(folder, rules_of.baseline)
    except (policy.PolicyError, suppression.BaselineError) as error:
        raise UsageError(str(error)) from None
    if rules_of.allow.git_author:
        author = checkout_target.author(top)
        emails = (*rules_of.allow.emails, author) if author else rules_of.allow.emails
        rules_of = rules_of._replace(allow=rules_of.allow._replace(emails=emails))
    return rules_of, baseline


def detectors_of(rules_of: Policy) -> tuple[Any, ...]:
    """The second detectors that the policy asks for."""
    if not rules_of.detectors:
        return ()
    from .. import detectors

    return tuple(detectors.named(name) for name in rules_of.detectors)


def _scan(options: Namespace, top: str, rules_of: Policy, settings: Settings) -> Report:
    """The report over the files: one for all, or one for each Hub repository of a monorepo, put together."""
    from .. import engine, policy
    from ..readers import reader_for
    from ..rules import RULES

    skip = policy.matcher(rules_of.exclude)
    if rules_of.repos:
        from ..engine import monorepo

        blobs = _blobs(options, top, lambda path: skip(path) or skip(monorepo.relative(path, rules_of.repos)))
        parts = monorepo.split(blobs, rules_of.repos, settings.repo)
        several = [settings._replace(repo=part, whole=False) for part, _ in parts]
        scans = zip(parts, several, strict=True)
        return monorepo.merge([engine.scan(b, RULES, reader_for, rules_of, s) for (_, b), s in scans])
    items = _blobs(options, top, skip)
    if not options.staged and any(map(os.path.isdir, options.paths or ["."])):
        from ..app import parallel

        items = list(items)
        processes = parallel.worth(items, rules_of)
        report = parallel.scan(items, rules_of, settings, processes) if processes > 1 else None
        if report is not None:
            return report
    return engine.scan(items, RULES, reader_for, rules_of, settings)


def _blobs(options: Namespace, top: str, skip: Callable[[str], bool]) -> Iterable[Blob | Unread | str]:
    from ..sources import disk

    if options.staged:
        from ..sources import index

        try:
            return list(index.staged(top, skip))
        except index.StagedError as error:
            raise UsageError(str(error)) from None
    return disk.walk(options.paths or ["."], top, skip, ignore=not options.no_ignore)


def write(options: Namespace, report: Report, rules: RuleSet) -> None:
    """Renders the report to standard output or the file that was asked for."""
    from ..reports import render

    colour = options.format == "text" and not options.output and _colour(options.color)
    text = render(report, options.format, colour=colour, verbose=options.verbose, quiet=options.quiet, rules=rules)
    if text and not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "backslashreplace")
    if options.output:
        try:
            with open(options.output, "wb") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(f"{options.output}: the report could not be written: {error.strerror}") from None
        return
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(data)
        stream.flush()


def _colour(choice: str) -> bool:
    """Whether to colour: as asked, else on a terminal unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and (bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty())
