"""The few calls of GitHub's REST API that post a report. Standard library only; the token is never printed.

API: docs.github.com/rest, version 2022-11-28. GitHub Enterprise is reached through GITHUB_API_URL.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from . import __version__
from .json_fields import Fields, fields, inner

VERSION = "2022-11-28"
ACTIONS_BOT = "github-actions[bot]"
PERSONAL = ("ghp_", "github_pat_", "gho_", "ghu_")
"""How tokens of people begin; others are of Apps, the one of the job among them."""
TIMEOUT, ATTEMPTS, LONGEST_WAIT = 10, 3, 60
LARGEST = 32 << 20
"""Bytes of an answer: a hundred comments of their greatest length, and room."""
PAGES = 50
"""Pages of a hundred that are looked through for our own comment."""


class GitHubError(Exception):
    """A call that GitHub refused. The text says what to change, never what was sent."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Answer(NamedTuple):
    """What GitHub said."""

    status: int
    body: object
    headers: Mapping[str, str]


class _NoRedirect(HTTPRedirectHandler):
    """A token is not sent to another host."""

    def redirect_request(self, *_args: object) -> None:
        return None


class GitHub:
    """One repository, as one token may see it. `sleep` takes seconds."""

    def __init__(
        self,
        token: str,
        repository: str,
        api: str = "https://api.github.com",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._token, self._api, self._sleep = token, api.rstrip("/"), sleep
        self._repo = f"/repos/{repository}"
        self._opener = build_opener(_NoRedirect)
        self._login: str | None = None

    def is_private(self) -> bool:
        """Whether not everybody may read the repository. Raises GitHubError."""
        return fields(self._call("GET", self._repo).body).get("private") is True

    def pulls_of(self, sha: str) -> list[Fields]:
        """The pull requests that hold a commit. Raises GitHubError."""
        return list(self._pages(f"{self._repo}/commits/{sha}/pulls"))

    def comment_on(self, number: int, marker: str, body: str | None) -> str:
        """Makes the one comment with `marker` on a pull request say `body`; says what was done.

        With None as `body` nothing is made: `found` or empty says whether there is one. Raises GitHubError.
        """
        return self._one(f"{self._repo}/issues/{number}/comments", f"{self._repo}/issues/comments", marker, body)

    def comment_on_commit(self, sha: str, marker: str, body: str | None) -> str:
        """The same on a commit."""
        return self._one(f"{self._repo}/commits/{sha}/comments", f"{self._repo}/comments", marker, body)

    def check(self, sha: str, name: str, conclusion: str, title: str, summary: str) -> None:
        """Makes a completed check run on a commit. Raises GitHubError."""
        output = {"title": title[:255], "summary": summary[:65_000]}
        made = {"name": name, "head_sha": sha, "status": "completed", "conclusion": conclusion, "output": output}
        self._call("POST", f"{self._repo}/check-runs", made)

    def _one(self, listing: str, single: str, marker: str, body: str | None) -> str:
        mine = self._own(listing, marker)
        if body is None:
            return "found" if mine else ""
        if mine is None:
            made = fields(self._call("POST", listing, {"body": body}).body)["id"]
            mine = self._own(listing, marker)
            if mine is None or mine["id"] == made:
                return "created"
            self._call("DELETE", f"{single}/{made}")  # another run was quicker by a moment
        if mine["body"] == body:
            return "unchanged"
        self._call("PATCH", f"{single}/{mine['id']}", {"body": body})
        return "updated"

    def _own(self, listing: str, marker: str) -> Fields | None:
        """Our comment: by its marker and by who wrote it, since anybody can write a marker."""
        for comment in self._pages(listing):
            if str(comment.get("body") or "").startswith(marker) and self._wrote(inner(comment, "user")):
                return comment
        return None

    def _wrote(self, author: Fields) -> bool:
        """Whether the token speaks for the author of a comment: its owner, the bot of Actions, or an App's own bot."""
        login = author.get("login")
        if self._token.startswith(PERSONAL):
            return bool(login == self._whoami("GET", "/user", None, ("login",)))
        if author.get("type") != "Bot" or login == ACTIONS_BOT:
            return bool(login == ACTIONS_BOT)
        query = {"query": "{viewer{login}}"}  # the token of an App may not ask for /user
        address = self._api.removesuffix("/v3") + "/graphql"
        return bool(login == self._whoami("POST", address, query, ("data", "viewer", "login")))

    def _whoami(self, method: str, path: str, body: Fields | None, keys: tuple[str, ...]) -> str:
        """Whom the token speaks for, asked once; empty when GitHub does not say."""
        if self._login is None:
            try:
                answer = self._call(method, path, body).body
                for key in keys:
                    answer = fields(answer)[key]
                self._login = str(answer)
            except (GitHubError, KeyError, TypeError):
                self._login = ""
        return self._login

    def _pages(self, path: str) -> Iterator[Fields]:
        address = f"{path}?{urlencode({'per_page': 100})}"
        for _ in range(PAGES):
            answer = self._call("GET", address)
            if not isinstance(answer.body, list):
                raise GitHubError(answer.status, f"GET answered {answer.status} without a list")
            yield from map(fields, answer.body)
            following = _next(answer.headers.get("Link", ""))
            if not following or urlsplit(following).netloc != urlsplit(self._api).netloc:
                return
            address = following

    def _call(self, method: str, path: str, body: Fields | None = None) -> Answer:
        """One call, again when GitHub asks to wait; what may have been done is not repeated. Raises GitHubError."""
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._send(method, path, body)
            if answer.status < 300:
                return answer
            wait = _wait(answer)
            again = wait is not None or (answer.status >= 500 and method == "GET")
            if not again or attempt == ATTEMPTS or (wait or 0) > LONGEST_WAIT:
                raise GitHubError(answer.status, _reason(method, answer))
            self._sleep(wait if wait is not None else attempt)
        raise AssertionError("the last attempt raises")

    def _send(self, method: str, path: str, body: Fields | None) -> Answer:
        address = path if path.startswith("http") else self._api + path
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "User-Agent": f"hubseal/{__version__}",
            "X-GitHub-Api-Version": VERSION,
        }
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        try:
            with self._opener.open(Request(address, data, headers, method=method), timeout=TIMEOUT) as answer:
                return Answer(answer.status, json.loads(answer.read(LARGEST) or b"null"), dict(answer.headers))
        except HTTPError as error:
            with error:
                return Answer(error.code, _json(error.read(LARGEST)), dict(error.headers))
        except (URLError, OSError, HTTPException, ValueError, RecursionError) as error:
            reason = getattr(error, "reason", None) or type(error).__name__
            raise GitHubError(0, f"GitHub could not be reached ({reason})") from None


def _json(data: bytes) -> object:
    try:
        parsed: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return parsed


def _next(link: str) -> str:
    """The address of the next page in a Link header; empty on the last page."""
    for entry in link.split(","):
        address, _, rest = entry.strip().partition(";")
        if 'rel="next"' in rest:
            return address.strip("<>")
    return ""


def _wait(answer: Answer) -> float | None:
    """Seconds that a rate limit asks for; None when it is none."""
    if answer.status not in (403, 429):
        return None
    after, reset = answer.headers.get("Retry-After", ""), answer.headers.get("X-RateLimit-Reset", "")
    if _is_number(after):
        return float(after)
    if answer.headers.get("X-RateLimit-Remaining") == "0" and _is_number(reset):
        return max(float(reset) - time.time(), 1.0)
    return 5.0 if answer.status == 429 else None


def _is_number(text: str) -> bool:
    """Whether a header is a whole number of seconds, and not, say, digits of another script."""
    return text.isascii() and text.isdigit() and len(text) < 12


def _reason(method: str, answer: Answer) -> str:
    """What GitHub refused and what would help; nothing of what was sent."""
    needed = answer.headers.get("X-Accepted-GitHub-Permissions", "")
    if answer.status == 403 and needed:
        # as a workflow writes them; and who may not read what will be written needs to write it, too
        wanted = needed.replace("=read", "=write").replace("=", ": ").replace("_", "-")
        return f"the token may not do that; give the job one of these permissions: {wanted}"
    words = {
        401: "the token is not valid",
        403: "the token may not do that",
        404: "it is not there, or the token may not see it",
        422: "GitHub would not take it",
        429: "too many requests",
    }
    return f"{method} answered {answer.status}: {words.get(answer.status, 'GitHub has trouble; run the job again')}"
