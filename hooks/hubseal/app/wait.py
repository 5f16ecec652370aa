"""Waits, within bounds, until the Hub shows a commit that was pushed."""

from __future__ import annotations

import time

from ..sources.hub import Client, HubError, RepoRevision, inspect
from ..types import RepoType

WAIT, POLL = 180.0, 5.0
"""Seconds: how long to wait, and how long between two looks."""


def revision(
    client: Client,
    repo_id: str,
    repo_type: RepoType,
    name: str,
    sha: str = "",
    wait: float = WAIT,
    poll: float = POLL,
) -> RepoRevision:
    """The repository at the revision called `name`, once the Hub knows the commit `sha`, when one is given.

    Raises HubError, also when the commit does not come, and Unreadable.
    """
    end, announced = time.monotonic() + wait, False
    while sha:
        try:
            inspect(client, repo_id, repo_type, sha)
            break
        except HubError as error:
            inspect(client, repo_id, repo_type, "main")  # is the repository there at all?
            if time.monotonic() + poll > end:
                raise HubError(
                    f"commit {sha} did not come to the Hub within {wait:.0f} seconds; was it pushed?"
                ) from error
            if not announced:
                client.say(f"waiting for commit {sha[:12]} to come to the Hub, {wait:.0f} seconds at most")
                announced = True
            time.sleep(poll)
    return inspect(client, repo_id, repo_type, name)
