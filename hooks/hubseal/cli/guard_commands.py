"""`hubseal guard enable|disable|status`: the guard of a virtual environment."""

from __future__ import annotations

from argparse import ArgumentParser

from .. import standard_streams
from .parser import CommandLine


class GuardWords:
    """What `options` sets."""

    action: str


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal guard`."""
    parser.add_argument(
        "action",
        choices=("enable", "disable", "status"),
        help="enable: scan whatever huggingface_hub uploads from this virtual environment, before it is sent",
    )


def run(line: CommandLine) -> int:
    """`hubseal guard`. Raises UsageError."""
    from ..guard import environment, patches

    action = line.parser.parse_args(line.argv, GuardWords()).action
    if action == "enable":
        state = environment.enable()
    elif action == "disable":
        state = environment.disable()
    else:
        state = environment.state()
    said = "enabled" if state.enabled else "disabled"
    standard_streams.write(f"hubseal guard: {said} ({state.path})\n")
    if not state.client:
        standard_streams.write("hubseal guard: huggingface_hub is not installed here\n")
    elif patches.is_old(state.client):
        standard_streams.write(f"hubseal guard: {patches.too_old(state.client)}\n")
    else:
        for text in patches.coverage():
            standard_streams.write(f"hubseal guard: {text}\n")
    return 0
