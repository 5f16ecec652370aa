"""Discussions of a repository on the Hub, by huggingface_hub's own client."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from .client import Client, HubError
from .repo_api import RepoRevision

T = TypeVar("T")
MOST_LISTED, MOST_ALIKE = 2_000, 20
"""Discussions of one account that are looked through, and of one title that are opened: a listing may have no end."""
ODD = (KeyError, IndexError, ValueError, TypeError, AttributeError, RecursionError)
"""What the library raises over an answer that is none of the API's."""


class HubDiscussion(NamedTuple):
    """A discussion, and the comment that it begins with."""

    number: int
    status: str
    """`open` or `closed`."""
    comment: str
    """Id of the first comment."""
    text: str
    """The first comment, Markdown."""


class Discussions:
    """The discussions of one repository. Raises HubError without a token, and for all that the Hub refuses."""

    def __init__(self, client: Client, revision: RepoRevision) -> None:
        from huggingface_hub import HfApi

        token = client.headers.get("authorization", "").removeprefix("Bearer ")
        if not token:
            raise HubError("a discussion needs a token: set HF_TOKEN to one that may write discussions")
        self._api = HfApi(endpoint=client.endpoint, token=token)
        self._broken, self._id, self._type = client.broken, revision.id, revision.type

    def own(self, title: str, mark: str) -> HubDiscussion | None:
        """The discussion of this title that the token's account opened, and that begins with a comment with `mark`."""
        return self._ask(lambda: self._own(title, mark))

    def _own(self, title: str, mark: str) -> HubDiscussion | None:
        from huggingface_hub import DiscussionComment

        me, alike = str(self._api.whoami()["name"]), 0
        listed = self._api.get_repo_discussions(self._id, author=me, discussion_type="discussion", repo_type=self._type)
        for number, one in enumerate(listed):
            if number >= MOST_LISTED or alike >= MOST_ALIKE:
                raise ValueError("the listing has no end")
            if one.title == title and one.author == me:
                alike += 1
                first = self._api.get_discussion_details(self._id, one.num, repo_type=self._type).events[0]
                if isinstance(first, DiscussionComment) and mark in (first.content or ""):
                    return HubDiscussion(one.num, one.status, first.id, first.content)
        return None

    def start(self, title: str, text: str) -> int:
        """Opens a discussion; returns its number."""
        made = self._ask(lambda: self._api.create_discussion(self._id, title, description=text, repo_type=self._type))
        return made.num

    def rewrite(self, one: HubDiscussion, text: str) -> None:
        """Changes the first comment of a discussion."""
        self._ask(
            lambda: self._api.edit_discussion_comment(self._id, one.number, one.comment, text, repo_type=self._type)
        )

    def close(self, one: HubDiscussion) -> None:
        """Closes a discussion."""
        self._ask(lambda: self._api.change_discussion_status(self._id, one.number, "closed", repo_type=self._type))

    def reopen(self, one: HubDiscussion) -> None:
        """Opens a closed discussion."""
        self._ask(lambda: self._api.change_discussion_status(self._id, one.number, "open", repo_type=self._type))

    def _ask(self, call: Callable[[], T]) -> T:
        """What a call gives, of which the library prints nothing: it would repeat warnings of the Hub."""
        from logging import CRITICAL, getLogger

        logger = getLogger("huggingface_hub.utils._http")
        level = logger.level
        logger.setLevel(CRITICAL)
        try:
            return call()
        except (OSError, self._broken, *ODD) as error:
            status = getattr(getattr(error, "response", None), "status_code", "")
            why = f"the Hub answered {status}" if status else type(error).__name__
            raise HubError(
                f"the discussion could not be posted ({why}); the token must be allowed to write discussions"
            ) from None
        finally:
            logger.setLevel(level)
