"""`hubseal completion SHELL`: a script that completes commands, options and their values, made of the parsers."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Mapping
from typing import Literal, NamedTuple

from .. import standard_streams
from ..types import FAMILIES
from .parser import CommandLine, commands_of

Shell = Literal["bash", "zsh", "fish", "powershell"]
SHELLS: tuple[Shell, ...] = ("bash", "zsh", "fish", "powershell")
RULES = "hubseal rules 2>/dev/null | cut -d' ' -f1"
"""What prints the ids of all rules, for a shell of Unix."""
HOW = """How to switch it on:
  bash        hubseal completion bash > ~/.local/share/bash-completion/completions/hubseal
  zsh         hubseal completion zsh > ~/.zfunc/_hubseal   (a folder of $fpath, before compinit)
  fish        hubseal completion fish > ~/.config/fish/completions/hubseal.fish
  powershell  hubseal completion powershell >> $PROFILE"""


class CompletionWords:
    """What `options` sets."""

    shell: Shell


class Option(NamedTuple):
    """An option of a command."""

    names: tuple[str, ...]
    what: str
    takes: bool
    """Whether a value follows."""
    values: tuple[str, ...]


class CommandSpec(NamedTuple):
    """What can follow a command."""

    name: str
    what: str
    options: tuple[Option, ...]
    values: tuple[str, ...]
    """What its argument can be; empty: a file, or anything."""


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal completion`."""
    from argparse import RawDescriptionHelpFormatter

    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = HOW
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(line: CommandLine, commands: Mapping[str, tuple[str, ArgumentParser]]) -> int:
    """`hubseal completion`; `commands` gives for each what it is for, and its parser. Raises UsageError."""
    shell = line.parser.parse_args(line.argv, CompletionWords()).shell
    specs = [spec(name, what, parser) for name, (what, parser) in commands.items()]
    make = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}[shell]
    standard_streams.write(make(specs))
    return 0


def spec(name: str, what: str, parser: ArgumentParser) -> CommandSpec:
    """What can follow the command."""
    found, values = list[Option](), tuple[str, ...]()
    for action in commands_of(parser)[name]._actions:
        choices = tuple(map(str, action.choices or ())) or (FAMILIES if "--only" in action.option_strings else ())
        if not action.option_strings:
            values = choices or values
        elif action.help != SUPPRESS:
            takes = action.nargs != 0
            found.append(Option(tuple(action.option_strings), action.help or "", takes, choices))
    return CommandSpec(name, what, tuple(found), values)


def _cases(specs: list[CommandSpec]) -> list[tuple[str, str]]:
    """(command and option, values) of each option that takes one of a few words."""
    return [(f"{c.name} {name}", " ".join(o.values)) for c in specs for o in c.options for name in o.names if o.values]


def _names(one: CommandSpec) -> str:
    return " ".join(name for option in one.options for name in option.names)


def _bash(specs: list[CommandSpec]) -> str:
    lines = ["# bash completion of hubseal", "_hubseal() {"]
    lines += ["  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}"]
    lines += ["  COMPREPLY=()", '  local found=""', '  if [ "$COMP_CWORD" -eq 1 ]; then']
    lines += [f'    found="{" ".join(one.name for one in specs)} --help --version"', "  else"]
    lines += ['    case "$command $before" in']
    lines += [f'      "{case}") found="{values}" ;;' for case, values in _cases(specs)]
    lines += ["      *)", '        case "$word" in', '          -*) case "$command" in']
    lines += [f'            {one.name}) found="{_names(one)}" ;;' for one in specs]
    lines += ["          esac ;;", '          *) case "$command" in']
    lines += [f'            {one.name}) found="{" ".join(one.values)}" ;;' for one in specs if one.values]
    lines += [f'            explain) found="$({RULES})" ;;', "          esac ;;", "        esac ;;", "    esac", "  fi"]
    lines += ['  [ -z "$found" ] || mapfile -t COMPREPLY < <(compgen -W "$found" -- "$word")', "}"]
    return "\n".join([*lines, "complete -o default -F _hubseal hubseal", ""])


def _zsh(specs: list[CommandSpec]) -> str:
    lines = ["#compdef hubseal", "_hubseal() {", "  if (( CURRENT == 2 )); then", "    local -a commands=("]
    lines += [f"      {_quoted(f'{one.name}:{one.what}')}" for one in specs]
    lines += ["    )", "    _describe command commands", "    return", "  fi"]
    lines += ['  case "$words[2] $words[CURRENT-1]" in']
    lines += [f'    "{case}") compadd -- {values}; return ;;' for case, values in _cases(specs)]
    lines += ["  esac", "  if [[ $words[CURRENT] == -* ]]; then", "    case $words[2] in"]
    lines += [f"      {one.name}) compadd -- {_names(one)} ;;" for one in specs]
    lines += ["    esac", "    return", "  fi", "  case $words[2] in"]
    lines += [f"    {one.name}) compadd -- {' '.join(one.values)} ;;" for one in specs if one.values]
    lines += [f'    explain) compadd -- ${{(f)"$({RULES})"}} ;;', "    *) _files ;;", "  esac", "}"]
    lines += ['if [ "$funcstack[1]" = "_hubseal" ]; then _hubseal "$@"; else compdef _hubseal hubseal; fi', ""]
    return "\n".join(lines)


def _fish(specs: list[CommandSpec]) -> str:
    lines = ["# fish completion of hubseal", "complete -c hubseal -n __fish_use_subcommand -f -s V -l version"]
    for one in specs:
        lines.append(f"complete -c hubseal -n __fish_use_subcommand -f -a {one.name} -d {_quoted(one.what)}")
        inside = f"complete -c hubseal -n '__fish_seen_subcommand_from {one.name}'"
        for option in one.options:
            names = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option.names)
            values = f" -x -a {_quoted(' '.join(option.values))}" if option.values else " -r" if option.takes else ""
            lines.append(f"{inside} {names}{values} -d {_quoted(option.what)}")
        if one.values:
            lines.append(f"{inside} -f -a {_quoted(' '.join(one.values))}")
    lines.append(f"complete -c hubseal -n '__fish_seen_subcommand_from explain' -f -a {_quoted(f'({RULES})')}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A word of fish or zsh."""
    return "'" + text.replace("\\", "\\\\").replace("'", "'\\''") + "'"


def _powershell(specs: list[CommandSpec]) -> str:
    def table(pairs: list[tuple[str, str]]) -> list[str]:
        return [f"        '{key}' = '{values}'" for key, values in pairs if values]

    lines = [
        "# PowerShell completion of hubseal",
        "Register-ArgumentCompleter -Native -CommandName hubseal -ScriptBlock {",
    ]
    lines += ["    param($word, $line, $position)", "    $values = @{", *table(_cases(specs)), "    }"]
    lines += ["    $options = @{", *table([(one.name, _names(one)) for one in specs]), "    }"]
    lines += ["    $arguments = @{", *table([(one.name, " ".join(one.values)) for one in specs]), "    }"]
    lines += [
        "    $before = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position })",
        '    $before = @($before | ForEach-Object { "$_" })',
        f"    if ($before.Count -lt 2) {{ $found = '{' '.join(one.name for one in specs)}' }}",
        '    elseif ($values["$($before[1]) $($before[-1])"]) { $found = $values["$($before[1]) $($before[-1])"] }',
        '    elseif ($word -like "-*") { $found = $options[$before[1]] }',
        "    else { $found = $arguments[$before[1]] }",
        '    -split $found | Where-Object { $_ -and $_ -like "$word*" } | ForEach-Object {',
        "        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
        "    }",
        "}",
        "",
    ]
    return "\n".join(lines)
