"""What somebody asks of the Hub, as typed and immutable nouns, and how the scan talks to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..types import FAMILIES, Family, RepoType
from .request import FailOn, UsageError


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


def size_of(text: str) -> int:
    """Bytes that `--budget` names. Raises UsageError."""
    from .. import policy

    size = policy.size(text)
    if size is None:
        raise UsageError(f"--budget takes a size such as 500MB or 2GiB; {text!r} is not one")
    return size
