"""One discussion on the Hub that says what was found: opened once, updated in place, closed when all is clear."""

from __future__ import annotations

from typing import Any

from ..sources.hub import Client, HubError, RepoRevision

TITLE = "hubseal: leaks found in this repository"


def post(client: Client, place: RepoRevision, body: str, mark: str, found: bool, clear: bool) -> str:
    """Opens or updates the discussion; returns a note that says what was done. `body` is Markdown that holds `mark`.

    One is opened only when something was `found`, and closed only when nothing was, and all that matters was read
    (`clear`). Raises HubError.
    """
    from huggingface_hub import HfApi

    token = client.headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        raise HubError("a discussion needs a token: set HF_TOKEN to one that may write discussions")
    api = HfApi(endpoint=client.endpoint, token=token)
    try:
        number, comment, old, status = _find(api, place, mark)
        if not number:
            if not found:
                return "no discussion was opened: there is nothing to say"
            made = api.create_discussion(place.id, TITLE, description=body, repo_type=place.type)
            return f"discussion {made.num} was opened"
        if old != body:
            api.edit_discussion_comment(place.id, number, comment, body, repo_type=place.type)
        if status == ("open" if clear else "closed"):
            api.change_discussion_status(place.id, number, "closed" if clear else "open", repo_type=place.type)
        return (
            f"discussion {number} {'is up to date' if old == body else 'was updated'}{' and closed' if clear else ''}"
        )
    except (OSError, client.broken, KeyError, IndexError, ValueError) as error:
        status = getattr(getattr(error, "response", None), "status_code", "")
        why = f"the Hub answered {status}" if status else type(error).__name__
        raise HubError(
            f"the discussion could not be posted ({why}); the token must be allowed to write discussions"
        ) from None


def _find(api: Any, place: RepoRevision, mark: str) -> tuple[int, str, str, str]:
    """Number, first comment, its text and status of our discussion; number 0 when there is none."""
    me = api.whoami()["name"]
    listed = api.get_repo_discussions(place.id, author=me, discussion_type="discussion", repo_type=place.type)
    for one in listed:
        if one.title == TITLE and one.author == me:
            first = api.get_discussion_details(place.id, one.num, repo_type=place.type).events[0]
            if mark in (getattr(first, "content", "") or ""):
                return one.num, first.id, first.content, one.status
    return 0, "", "", ""
