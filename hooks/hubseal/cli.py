"""The command line. Composes sources, rules, readers, policy, engine and reports; returns the exit code."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from .types import FAMILIES, Blob, Family, Report, Rule, Unread

USAGE = 2
FORMATS = ("text", "json", "jsonl", "sarif", "github", "markdown", "html")


class UsageError(Exception):
    """A command line that cannot be carried out; its text tells what to do."""


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")


def _families(text: str) -> tuple[Family, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in FAMILIES]
    if unknown or not names:
        raise UsageError(f"--only takes a list of {', '.join(FAMILIES)}; {text!r} is not one")
    return tuple(family for family in FAMILIES if family in names)


class _Help(HelpFormatter):
    """Help of a fixed width: to ask the terminal for its own costs more imports than a scan, at each option."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) if columns.isdigit() else 100)


def _parser(command: str) -> ArgumentParser:
    """The parser of `command`; of the other commands it knows the names."""
    parser = _Parser(
        prog="hubseal",
        description="Keeps secrets, personal data, machine paths and stray files out of Hugging Face Hub repositories.",
        epilog="Exit codes: 0 clean, 1 findings, 2 usage or policy error, 3 something that had to be read was not.",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser, prog="hubseal")
    for name, (text, options, _) in COMMANDS.items():
        if name == command or command not in COMMANDS:
            options(commands.add_parser(name, help=text, description=text, formatter_class=_Help))
    return parser


def _scan_options(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the current folder)")
    parser.add_argument("--staged", action="store_true", help="scan what is staged in the git index")
    parser.add_argument("--staged-if-empty", action="store_true", help=SUPPRESS)
    _common(parser)


def _rules_options(parser: ArgumentParser) -> None:
    parser.add_argument("--only", default="", metavar="FAMILIES", help=f"any of {','.join(FAMILIES)}")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _explain_options(parser: ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE")


def _init_options(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", default=".", metavar="PATH")


def _baseline_options(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH")
    _common(parser)


def _common(parser: ArgumentParser) -> None:
    """The options of every command that scans."""
    parser.add_argument("--only", default="", metavar="FAMILIES", help=f"any of {','.join(FAMILIES)}")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", help="write the report there instead of standard output")
    parser.add_argument("--fail-on", choices=("error", "warning"), help="overrides the policy")
    parser.add_argument("--repo-type", choices=("model", "dataset", "space"), help="overrides what the repository says")
    parser.add_argument("--no-ignore", action="store_true", help="scan what git ignores, too")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("-q", "--quiet", action="store_true", help="findings only")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="explain every finding")
    parser.add_argument("--matcher", choices=("auto", "hyperscan", "re"), default="auto", help=SUPPRESS)


def main(argv: Sequence[str] | None = None, families: tuple[Family, ...] = ()) -> int:
    """Runs a command; returns the exit code. `families`, when given, wins over `--only`.

    Never raises for what a user or a file did.
    """
    try:
        return _run(list(sys.argv[1:] if argv is None else argv), families)
    except UsageError as error:
        print(f"hubseal: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("hubseal: interrupted; nothing is clean that was not read", file=sys.stderr)
        return USAGE


def console() -> NoReturn:
    """The console script: exits with the code of `main`."""
    leave(main())


def leave(code: int) -> NoReturn:
    """Exits at once: an interpreter that tears down a few hundred rules costs time that a commit waits for."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or USAGE
    os._exit(code)


def _run(argv: list[str], families: tuple[Family, ...] = ()) -> int:
    parser = _parser(argv[0] if argv else "")
    options = parser.parse_args(argv)
    options.families = families
    if options.version:
        from . import __version__

        print(f"hubseal {__version__}")
        return 0
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE
    _, _, run = COMMANDS[options.command]
    return run(options)


def _scan(options: Namespace) -> int:
    from .reports import exit_code

    options.staged = options.staged or (options.staged_if_empty and not options.paths)

    report, rules = examine(options)
    _write(options, report, rules)
    return exit_code(report)


def examine(options: Namespace) -> tuple[Report, Sequence[Rule]]:
    """The report of the scan that the options ask for, and the rules that made it. Raises UsageError."""
    from . import engine, policy, repo, waivers
    from .readers import reader_for
    from .rules import RULES
    from .sources import disk

    top = disk.top(options.paths)
    try:
        rules_of = policy.load(top, RULES.plan.ids)
        baseline = waivers.load_baseline(top, rules_of.baseline)
    except (policy.PolicyError, waivers.BaselineError) as error:
        raise UsageError(str(error)) from None
    if rules_of.allow.git_author:
        author = repo.author(top)
        emails = (*rules_of.allow.emails, author) if author else rules_of.allow.emails
        rules_of = rules_of._replace(allow=rules_of.allow._replace(emails=emails))
    settings = engine.Settings(
        repo=repo.detect(top, rules_of.repo_type, options.repo_type),
        target=" ".join(options.paths) or ("staged" if options.staged else "."),
        families=options.families or (_families(options.only) if options.only else FAMILIES),
        baseline=baseline,
        matcher=options.matcher,
        cache=os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__"),
        whole=not options.paths and not options.staged,
        fail_on=options.fail_on,
    )
    skip = policy.matcher(rules_of.exclude)
    try:
        if not rules_of.repos:
            return engine.scan(_blobs(options, top, skip), RULES, reader_for, rules_of, settings), RULES
        from .engine import monorepo

        blobs = _blobs(options, top, lambda path: skip(path) or skip(monorepo.relative(path, rules_of.repos)))
        parts = monorepo.split(blobs, rules_of.repos, settings.repo)
        several = [settings._replace(repo=part, whole=False) for part, _ in parts]
        scans = zip(parts, several, strict=True)
        return monorepo.merge([engine.scan(b, RULES, reader_for, rules_of, s) for (_, b), s in scans]), RULES
    except disk.NoSuchPath as error:
        raise UsageError(str(error)) from None


def _blobs(options: Namespace, top: str, skip: Callable[[str], bool]) -> Iterable[Blob | Unread | str]:
    from .sources import disk

    if options.staged:
        from .sources import index

        try:
            return list(index.staged(top, skip))
        except index.StagedError as error:
            raise UsageError(str(error)) from None
    return disk.walk(options.paths or ["."], top, skip, ignore=not options.no_ignore)


def _write(options: Namespace, report: Report, rules: Sequence[Rule]) -> None:
    """Renders the report to standard output or the file that was asked for."""
    from .reports import render

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


def _rules(options: Namespace) -> int:
    from . import catalog

    families = _families(options.only) if options.only else FAMILIES
    sys.stdout.write(catalog.list_rules(families, options.format))
    return 0


def _explain(options: Namespace) -> int:
    from . import catalog
    from .rules import RULES

    rule = next((rule for rule in RULES if rule.id == options.rule), None)
    if rule is None:
        from difflib import get_close_matches

        near = get_close_matches(options.rule, [r.id for r in RULES], 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else "`hubseal rules` lists them all"
        raise UsageError(f"no rule is called {options.rule!r}; {hint}")
    sys.stdout.write(catalog.explain(rule))
    return 0


def _schema(_options: Namespace) -> int:
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "policy.schema.json")
    with open(path, encoding="utf-8") as file:
        sys.stdout.write(file.read())
    return 0


def _init(options: Namespace) -> int:
    from . import scaffold

    return scaffold.init(options.path, lambda line: print(line))


def _baseline(options: Namespace) -> int:
    from . import waivers
    from .sources import disk

    options.staged = False
    report, _ = examine(options)
    old = [w.finding.fingerprint for w in report.waived if w.by == "baseline"]
    path = os.path.join(disk.top(options.paths), waivers.BASELINE)
    waivers.write_baseline(path, sorted({*old, *(f.fingerprint for f in report.findings)}))
    print(f"hubseal: {path}: {len(report.findings)} findings accepted; fix them one day, and revoke what is a secret")
    return 0


Command = tuple[str, Callable[[ArgumentParser], object], Callable[[Namespace], int]]
COMMANDS: dict[str, Command] = {
    "scan": ("scan files, folders, or what is staged", _scan_options, _scan),
    "rules": ("list the rules", _rules_options, _rules),
    "explain": ("print the page of a rule", _explain_options, _explain),
    "schema": ("print the JSON Schema of the policy", lambda parser: None, _schema),
    "init": ("write a policy, the pre-commit entry and the workflow", _init_options, _init),
    "baseline": ("accept all findings of today in a baseline file", _baseline_options, _baseline),
}
"""Name -> (what it does, what adds its options to a parser, what runs it)."""
