"""The commands: what each is for, what its options are, and what runs it. A module is loaded when it is needed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable

from .. import standard_streams
from ..app.request import UsageError
from ..typed import NamedTuple
from ..types import Family
from .parser import CommandLine, Help, Parser


class Handlers(NamedTuple):
    """What a command's module does."""

    options: Callable[[ArgumentParser], None]
    run: Callable[[CommandLine], int]
    """Returns the exit code. Raises UsageError."""


class Command(NamedTuple):
    """One command; `load` imports its module."""

    what: str
    load: Callable[[], Handlers]


class _Words:
    """What stands before a command."""

    version: bool
    command: str | None


def parser(command: str) -> ArgumentParser:
    """The parser of `command`; without a command's name, that of all of them."""
    parser = Parser(
        prog="hubseal",
        description="Keeps secrets, personal data, machine paths and stray files out of Hugging Face Hub repositories.",
        epilog="Exit codes: 0 clean, 1 findings, 2 usage or policy error, 3 something that had to be read was not.",
        formatter_class=Help,
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser, prog="hubseal")
    for name, (what, load) in COMMANDS.items():
        if name == command or command not in COMMANDS:
            load().options(commands.add_parser(name, help=what, description=what, formatter_class=Help))
    return parser


def run(argv: list[str], families: tuple[Family, ...]) -> int:
    """Runs the command that the words begin with; returns the exit code. Raises UsageError."""
    name = argv[0] if argv else ""
    known = parser(name)
    if name not in COMMANDS:
        if name and not name.startswith("-"):
            raise UsageError(_no_command(name))
        words = known.parse_args(argv, _Words())
        if words.version:
            from .. import __version__

            standard_streams.write(f"hubseal {__version__}\n")
            return 0
        if words.command is None:
            standard_streams.tell(known.format_help().rstrip("\n"))
            return 2
        name = words.command
    return COMMANDS[name].load().run(CommandLine(known, tuple(argv), families))


def _no_command(name: str) -> str:
    """What somebody meant who began with a word that is no command."""
    import os

    from ..app import hub_address
    from ..nearest import nearest

    if name == "help":
        return "there is no command help; `hubseal --help` lists the commands"
    if hub_address.is_address(name):
        return f"{name} is no command; did you mean `hubseal hub {name}`?"
    near = nearest(name, COMMANDS)
    if os.path.lexists(name) and not near:
        return f"{name} is no command; did you mean `hubseal scan {name}`?"
    hint = f"did you mean {near}?" if near else "`hubseal --help` explains them"
    return f"there is no command {name!r}; {hint} The commands are {', '.join(COMMANDS)}"


def _scan() -> Handlers:
    from . import scan

    return Handlers(scan.options, scan.run)


def _hub() -> Handlers:
    from . import hub

    return Handlers(hub.options, hub.run)


def _rules() -> Handlers:
    from . import info_commands

    return Handlers(info_commands.rules_options, info_commands.rules)


def _explain() -> Handlers:
    from . import info_commands

    return Handlers(info_commands.explain_options, info_commands.explain)


def _schema() -> Handlers:
    from . import info_commands

    return Handlers(info_commands.schema_options, info_commands.schema)


def _init() -> Handlers:
    from . import setup_commands

    return Handlers(setup_commands.init_options, setup_commands.init)


def _baseline() -> Handlers:
    from . import baseline

    return Handlers(baseline.options, baseline.run)


def _demo() -> Handlers:
    from . import demo

    return Handlers(demo.options, demo.run)


def _upload() -> Handlers:
    from . import upload

    return Handlers(upload.options, upload.run)


def _guard() -> Handlers:
    from . import guard_commands

    return Handlers(guard_commands.options, guard_commands.run)


def _doctor() -> Handlers:
    from . import setup_commands

    return Handlers(setup_commands.doctor_options, setup_commands.doctor)


def _completion() -> Handlers:
    from . import completion

    def run(line: CommandLine) -> int:
        return completion.run(line, {name: (known.what, parser(name)) for name, known in COMMANDS.items()})

    return Handlers(completion.options, run)


def _pre_push() -> Handlers:
    from . import git_commands

    return Handlers(git_commands.push_options, git_commands.pre_push)


def _commit_msg() -> Handlers:
    from . import git_commands

    return Handlers(git_commands.message_options, git_commands.commit_msg)


def _install_hook() -> Handlers:
    from . import git_commands

    return Handlers(git_commands.hook_options, git_commands.install_hook)


COMMANDS: dict[str, Command] = {
    "scan": Command("scan files, folders, or what is staged", _scan),
    "hub": Command("scan a repository on the Hub", _hub),
    "upload": Command("scan what `hf upload` would send, then send it", _upload),
    "guard": Command("scan whatever huggingface_hub uploads from this virtual environment", _guard),
    "rules": Command("list the rules", _rules),
    "explain": Command("print the page of a rule", _explain),
    "schema": Command("print the JSON Schema of the policy", _schema),
    "init": Command("write a policy, the pre-commit entry and the workflow", _init),
    "doctor": Command("say what hubseal finds here: Python, matcher, hooks, policy, what is skipped", _doctor),
    "completion": Command("print the completion of a shell", _completion),
    "baseline": Command("accept what a scan finds today, or look after what was accepted", _baseline),
    "demo": Command("show a commit that is stopped, and how it passes, in a folder of its own", _demo),
    "pre-push": Command("as a hook: scan what a push would add", _pre_push),
    "commit-msg": Command("as a hook: scan the message of a commit", _commit_msg),
    "install-hook": Command("write git's own hook before a push", _install_hook),
}
"""By name."""
