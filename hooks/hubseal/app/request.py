"""What somebody asks for, as typed and immutable nouns; commands make them of words, the Action of its environment."""

from __future__ import annotations

from ..typed import Literal, NamedTuple
from ..types import FAMILIES, Family, RepoType

FailOn = Literal["error", "warning"]
MatcherName = Literal["auto", "hyperscan", "re"]


class UsageError(Exception):
    """A request that cannot be carried out; its text tells what to do."""


class CheckoutRequest(NamedTuple):
    """A scan of files on the disk, or of what is staged in a git index."""

    paths: tuple[str, ...] = ()
    """Files and folders; empty: all of `folder`."""
    folder: str = ""
    """What paths are relative to, in the request and in the report; empty: the current folder."""
    stdin: bytes | None = None
    """A text to scan instead of files: what came by standard input."""
    staged: bool = False
    """The content of the git index instead of that of the work tree; `paths` then only says where."""
    ignored: bool = False
    """Whether what git ignores is scanned, too."""
    hook: bool = False
    """Whether a runner of hooks names the files: none named means all that is tracked, and a link is never followed."""
    within: str | None = None
    """A folder that links do not lead out of; None: anywhere."""
    families: tuple[Family, ...] = FAMILIES
    repo_type: RepoType | None = None
    """None: as the repository says."""
    fail_on: FailOn | None = None
    """None: as the policy says."""
    policy_folder: str = ""
    """Where policy and baseline stand; empty: the git top level of the first path."""
    policy_file: str = ""
    """A policy that stands elsewhere."""
    matcher: MatcherName = "auto"
    progress: bool = False
    """Whether a line on the terminal says how far a long scan is."""


def families_of(text: str) -> tuple[Family, ...]:
    """The families that a list names. Raises UsageError."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in FAMILIES]
    if unknown or not names:
        from ..nearest import nearest

        near = nearest(unknown[0], FAMILIES) if unknown else ""
        hint = f"; did you mean {near}?" if near else ""
        raise UsageError(f"--only takes a list of {', '.join(FAMILIES)}; {text!r} is not one{hint}")
    return tuple(family for family in FAMILIES if family in names)
