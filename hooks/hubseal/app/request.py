"""What somebody asks for, as typed and immutable nouns; commands make them of words, the Action of its environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

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


class HubRequest(NamedTuple):
    """A scan of a repository on the Hub."""

    repo_id: str
    """`owner/name`, also `datasets/owner/name` and `spaces/owner/name`."""
    repo_type: RepoType | None = None
    """None: as the id says, else the policy, else a model."""
    revision: str = "main"
    """Branch, tag, commit or `refs/pr/N`."""
    all_refs: bool = False
    """Whether all other branches, tags and pull requests are scanned, too."""
    wait_for: str = ""
    """A commit that the Hub must know before the scan begins."""
    state: str = ""
    """The file that remembers what earlier scans found; empty: none."""
    trusted_state: bool = True
    """False when those who are judged may have written the state: then it is only compared with."""
    budget: int | None = None
    """Bytes of bulk data to read; None: as the policy says, else 2 GB."""
    families: tuple[Family, ...] = FAMILIES
    fail_on: FailOn | None = None
    """None: as the policy says."""
    policy_folder: str = ""
    """Where policy and baseline stand; empty: the git top level of the current folder."""
    policy_file: str = ""
    """A policy that stands elsewhere."""
    verify: bool = False
    """Whether the Hub is asked which of the found Hugging Face tokens are live."""
    revoke: bool = False
    """Whether those that are live are revoked, once `Interaction.confirm` says so."""
    discussion: bool = False
    """Whether a discussion on the Hub says what was found."""
    token: str | None = None
    """Of the Hub; None: what huggingface_hub finds."""
    endpoint: str = ""
    """Address of the Hub; empty: what huggingface_hub finds."""


def _refused(repo_id: str, live: int) -> bool:
    return False


class Interaction(NamedTuple):
    """How a scan talks to whoever waits for it; by default not at all."""

    say: Callable[[str], object] = lambda text: None
    """Tells why it takes so long, one line."""
    progress: bool = False
    """Whether a line on standard error says how far the scan is."""
    confirm: Callable[[str, int], bool] = _refused
    """(repository, number of live tokens) -> whether to revoke them."""


def families_of(text: str) -> tuple[Family, ...]:
    """The families that a list names. Raises UsageError."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in FAMILIES]
    if unknown or not names:
        raise UsageError(f"--only takes a list of {', '.join(FAMILIES)}; {text!r} is not one")
    return tuple(family for family in FAMILIES if family in names)


def size_of(text: str) -> int:
    """Bytes that `--budget` names. Raises UsageError."""
    from .. import policy

    size = policy.size(text)
    if size is None:
        raise UsageError(f"--budget takes a size such as 500MB or 2GiB; {text!r} is not one")
    return size
