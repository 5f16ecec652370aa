"""`hubseal baseline`: accepts what a scan finds today, and looks after what was accepted before."""

from __future__ import annotations

import os
import sys
import time
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from .. import standard_streams
from ..app.request import CheckoutRequest, MatcherName, UsageError
from ..types import REPO_TYPES, RepoType
from .output import say
from .parser import CommandLine, families_in, only_option, policy_option

if TYPE_CHECKING:
    from ..app.baseline import Accepted

ONE_OF = "the options --prune, --check and --review exclude each other"
KEYS = "[k]eep, [d]rop, [s]how the value, [q]uit"


class BaselineWords:
    """What `options` sets."""

    paths: list[str]
    only: str
    repo_type: RepoType | None
    no_ignore: bool
    policy: str | None
    matcher: MatcherName
    reason: str | None
    by: str | None
    prune: bool
    check: bool
    review: bool


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal baseline`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; entries on others stay")
    only_option(parser)
    parser.add_argument("--reason", metavar="TEXT", help="why the new entries are accepted")
    parser.add_argument("--by", metavar="NAME", help="who accepts them (default: git's user.name, with a reason)")
    parser.add_argument("--prune", action="store_true", help="drop entries of what is no longer there")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when an entry is stale")
    parser.add_argument("--review", action="store_true", help="walk through the entries, on a terminal one by one")
    parser.add_argument("--repo-type", choices=REPO_TYPES, help="overrides what the repository says")
    policy_option(parser)
    parser.add_argument("--no-ignore", action="store_true", help="scan what git ignores, too")
    parser.add_argument("--matcher", choices=("auto", "hyperscan", "re"), default="auto", help=SUPPRESS)


def run(line: CommandLine) -> int:
    """`hubseal baseline`; returns the exit code. Raises UsageError."""
    words = line.parser.parse_args(line.argv, BaselineWords())
    if words.prune + words.check + words.review > 1:
        raise UsageError(ONE_OF)
    if (words.check or words.review) and (words.reason is not None or words.by is not None):
        raise UsageError("--reason and --by are for what is accepted; --check and --review accept nothing")
    from ..app.baseline import Acceptor, accept, write

    request = CheckoutRequest(
        paths=tuple(words.paths),
        ignored=words.no_ignore,
        families=families_in(words.only),
        repo_type=words.repo_type,
        matcher=words.matcher,
        policy_file=words.policy or "",
    )
    acceptor = Acceptor()
    if not (words.check or words.review):
        acceptor = Acceptor(*_who(words), time.strftime("%Y-%m-%d", time.gmtime()))
    accepted = accept(request, acceptor, words.prune)
    if words.check:
        return _check(accepted)
    if words.review:
        return _review(accepted)
    write(accepted.path, accepted.entries)
    _report(accepted, words.prune)
    return 0


def _who(words: BaselineWords) -> tuple[str, str]:
    """Reason and name, cleaned: a baseline is committed."""
    from ..app.clean_text import clean
    from ..sources import git

    by = words.by if words.by is not None else git.author(os.curdir, "name") if words.reason else ""
    return tuple(" ".join(clean(text or "").split()) for text in (words.reason, by))  # type: ignore[return-value]


def _report(accepted: Accepted, pruned: bool) -> None:
    new, gone = len(accepted.new), len(accepted.gone)
    findings = sum(entry.values for entry in accepted.new)
    said = f"hubseal: {accepted.path}: {findings:,} findings accepted; revoke what is a secret"
    if pruned:
        said += f"; {gone:,} entries dropped"
    elif gone:
        said += f"; {gone:,} entries are of what is no longer there, `hubseal baseline --prune` drops them"
    if new != findings:
        said += f" ({new:,} entries)"
    say(said)


def _check(accepted: Accepted) -> int:
    for entry in accepted.gone:
        say(f"{entry.path}: {entry.rule}{f' in `{entry.place}`' if entry.place else ''} is no longer there")
    if accepted.gone:
        say(f"hubseal: {len(accepted.gone):,} stale entries in {accepted.path}; `hubseal baseline --prune` drops them")
        return 1
    say(f"hubseal: {accepted.path}: no entry is stale")
    return 0


def _review(accepted: Accepted) -> int:
    """Walks through the entries; on a terminal it asks about each, and drops those that somebody says."""
    from ..app import baseline_review as review

    new = {entry.id for entry in accepted.new}
    items = [item for item in review.reviewed(accepted) if item.entry.id not in new]
    asks = standard_streams.is_terminal(sys.stdout) and standard_streams.is_terminal(sys.stdin)
    dropped: set[str] = set()
    for number, item in enumerate(items, 1):
        say(f"{number}/{len(items)} {review.described(item)}")
        answer = _ask(partial(review.value, item, os.path.dirname(accepted.path))) if asks else "k"
        if answer == "d":
            dropped.add(item.entry.id)
        elif answer == "q":
            break
    if dropped:
        from ..app.baseline import write

        write(accepted.path, [e for e in accepted.entries if e.id not in dropped | new])
        say(f"hubseal: {accepted.path}: {len(dropped):,} entries dropped")
    return 0


def _ask(value: Callable[[], str | None]) -> str:
    """What somebody wants to do with an entry; shows its value when they ask for it."""
    while True:
        try:
            answer = input(f"{KEYS}? ").strip().lower()[:1]
        except EOFError:  # Ctrl-D: nobody answers any more
            return "q"
        if answer == "s":
            shown = value()
            standard_streams.write(f"  {shown!r}\n" if shown is not None else "  open the file to see it\n")
        elif answer in ("k", "d", "q", ""):
            return answer
