"""`hubseal hub`: a repository on the Hub."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

from .. import standard_streams
from ..app import hub_address
from ..app.hub_request import HubRequest, Interaction, size_of
from ..app.request import FailOn, UsageError
from ..types import REPO_TYPES, RepoType
from .parser import (
    CommandLine,
    exit_zero_option,
    fail_on_option,
    families_in,
    form_options,
    only_option,
    shows_progress,
    terminal_options,
)
from .words import ReportWords


class HubWords(ReportWords):
    """What `options` sets."""

    repo_id: str
    type: RepoType | None
    revision: str | None
    all_refs: bool
    wait_for: str | None
    state: str | None
    budget: str | None
    only: str
    policy: str | None
    fail_on: FailOn | None
    verify: bool
    revoke: bool
    discussion: bool


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal hub`."""
    add = parser.add_argument
    add("repo_id", metavar="REPO_ID", help="owner/name, also datasets/owner/name, spaces/owner/name, or an address")
    add("--type", choices=REPO_TYPES, help="default: what REPO_ID or the policy says, else model")
    add("--revision", metavar="REV", help="branch, tag, commit or refs/pr/N (default: main)")
    add("--all-refs", action="store_true", help="also all other branches, tags and pull requests, closed ones too")
    add("--wait-for", metavar="SHA", help="wait until the Hub shows this commit, three minutes at most")
    add("--state", metavar="FILE", help="remember verdicts there: unchanged files are not read again")
    add("--budget", metavar="SIZE", help="bytes of bulk data to read, spread over all files (default: 2GB)")
    only_option(parser)
    add("--policy", metavar="FILE", help="default: .hubseal.yaml of this folder's repository")
    fail_on_option(parser)
    exit_zero_option(parser)
    form_options(parser)
    terminal_options(parser)
    asks = parser.add_argument_group("off unless asked for")
    asks.add_argument(
        "--verify",
        action="store_true",
        help="send found Hugging Face tokens, and no others, to huggingface.co, to hear which of them live",
    )
    asks.add_argument(
        "--revoke",
        action="store_true",
        help="verify, then revoke those that live, for good, whoever owns them; asks first, never in CI",
    )
    asks.add_argument(
        "--discussion",
        action="store_true",
        help="open or update a discussion on the Hub; in a public repository everybody reads where the leaks are",
    )


def request(words: HubWords) -> HubRequest:
    """What the words ask for. Raises UsageError."""
    repo_id, by_address, shown = words.repo_id, None, None
    if hub_address.is_address(repo_id):
        repo_id, by_address, shown = hub_address.parse(repo_id)
        if words.type and by_address and words.type != by_address:
            raise UsageError(f"that is the address of a {by_address}, and --type says {words.type}")
    return HubRequest(
        repo_id=repo_id,
        repo_type=words.type or by_address,
        revision=words.revision or shown or "main",
        all_refs=words.all_refs,
        wait_for=words.wait_for or "",
        state=words.state or "",
        budget=None if words.budget is None else size_of(words.budget),
        families=families_in(words.only),
        fail_on=words.fail_on,
        policy_file=words.policy or "",
        verify=words.verify,
        revoke=words.revoke,
        discussion=words.discussion,
    )


def run(line: CommandLine) -> int:
    """`hubseal hub`. Raises UsageError."""
    words = line.parser.parse_args(line.argv, HubWords())
    if words.revoke and (os.environ.get("CI") or not standard_streams.is_terminal(sys.stdin)):
        raise UsageError("--revoke asks before it does what cannot be undone; run it on a terminal, never in CI")
    asked = request(words)
    from ..app import hub
    from . import output

    output.check(words)

    terminal = Interaction(_say, shows_progress(words), _confirmed)
    report = hub.scan(asked, terminal).report
    output.write(report, words)
    return output.exit_code(report, words)


def _confirmed(repo_id: str, live: int) -> bool:
    """Whether somebody at the terminal types the repository's name."""
    from ..reports import count

    sys.stderr.write(f"{count(live, 'live token')} will be revoked for good. Type {repo_id} to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == repo_id


def _say(text: str) -> None:
    from ..app.clean_text import clean

    standard_streams.tell(f"hubseal: {clean(text)}")
