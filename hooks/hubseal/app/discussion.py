"""One discussion on the Hub that says what was found: opened once, updated in place, closed when all is clear."""

from __future__ import annotations

from ..sources.hub import Client, RepoRevision
from ..sources.hub.discussions import Discussions

TITLE = "hubseal: leaks found in this repository"


def post(client: Client, revision: RepoRevision, body: str, mark: str, found: bool, clear: bool) -> str:
    """Opens or updates the discussion; returns a note that says what was done. `body` is Markdown that holds `mark`.

    One is opened only when something was `found`, and closed only when nothing was, and all that matters was read
    (`clear`). Raises HubError.
    """
    discussions = Discussions(client, revision)
    ours = discussions.own(TITLE, mark)
    if ours is None:
        if not found:
            return "no discussion was opened: there is nothing to say"
        return f"discussion {discussions.start(TITLE, body)} was opened"
    if ours.text != body:
        discussions.rewrite(ours, body)
    if clear and ours.status == "open":
        discussions.close(ours)
    elif not clear and ours.status == "closed":
        discussions.reopen(ours)
    done = "is up to date" if ours.text == body else "was updated"
    return f"discussion {ours.number} {done}{' and closed' if clear else ''}"
