"""What a push would add: told by git on standard input, or by a runner of hooks in its environment.

A runner names the first pushed ref only, and none at a first push. So all that the remote does not have yet of local
branches and tags is taken there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..sources import commits, git, work_tree
from ..typed import NamedTuple
from .history_request import HistoryRequest
from .request import UsageError

_OID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NAME = re.compile(r"[\w.+@/-]+")
"""Names of remotes that are no pattern."""
ALL_LOCAL = (
    "a runner of hooks names one ref of a push, so all local branches and tags were read that {} does not have; "
    "`hubseal install-hook` makes a hook that knows which are pushed"
)


class Ref(NamedTuple):
    """A line that git gives a pre-push hook."""

    local: str
    oid: str
    remote: str
    there: str
    """The object that the remote has; zeros when it has none."""


def from_git(lines: bytes, remote: str, folder: str = "") -> HistoryRequest:
    """The request for the refs that git names. Raises UsageError for lines that are none."""
    refs = [_ref(line.decode("utf-8", "surrogateescape")) for line in lines.splitlines() if line.strip()]
    new = [ref for ref in refs if ref.oid.strip("0")]
    there = [ref.there for ref in new if ref.there.strip("0")]
    known = _known(folder, there)
    notes = ["refs are deleted there, which adds nothing"] if len(new) < len(refs) else []
    return HistoryRequest(
        folder,
        tuple(ref.oid for ref in new),
        known,
        _not_there(remote) if new else (),
        tuple(ref.oid for ref in new),
        target="push",
        remote=_shown(remote),
        notes=tuple(notes),
    )


def from_runner(environment: Mapping[str, str], folder: str = "") -> HistoryRequest:
    """The request for what pre-commit or prek say of a push."""
    remote = environment.get("PRE_COMMIT_REMOTE_NAME", "")
    pushed = environment.get("PRE_COMMIT_TO_REF", "")
    there = environment.get("PRE_COMMIT_FROM_REF", "")
    include = ("HEAD", pushed) if _OID.fullmatch(pushed) else ("HEAD",)
    exclude = _known(folder, [there] if _OID.fullmatch(there) else [])
    return HistoryRequest(
        folder,
        include if _known(folder, ["HEAD"]) else (),
        exclude,
        ("--branches", "--tags", *(_not_there(remote) or (("--not", "--remotes") if not remote else ()))),
        None,
        target="push",
        remote=_shown(remote),
        notes=(ALL_LOCAL.format(_shown(remote)),),
    )


def _ref(line: str) -> Ref:
    words = line.rsplit(" ", 3)  # the first is what somebody typed where it is no ref: `HEAD^{/a message}`
    if len(words) != 4 or not (_OID.fullmatch(words[1]) and _OID.fullmatch(words[3])):
        raise UsageError(
            "this is no line of a pre-push hook; git gives `LOCAL-REF OBJECT REMOTE-REF OBJECT` on standard input"
        )
    return Ref(*words)


def _not_there(remote: str) -> tuple[str, ...]:
    """Options that leave out what a named remote has; none for an address."""
    return ("--not", f"--remotes={remote}") if _NAME.fullmatch(remote) else ()


def _shown(remote: str) -> str:
    return remote if _NAME.fullmatch(remote) else "the remote"


def _known(folder: str, there: list[str]) -> tuple[str, ...]:
    """Those commits that are here, too: what a force push replaces may be unknown."""
    tree = work_tree.find(folder or ".")
    if tree is None:
        raise UsageError("there is no git repository here; a push is scanned from inside of one")
    try:
        git.trust(tree)
        return tuple(oid for oid in dict.fromkeys(there) if commits.has(tree, oid))
    except git.GitError as error:
        raise UsageError(f"the history cannot be read: {error}") from None
