"""Which calls of GitHub are made again: what may have been done is not done twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hubseal.github import ACTIONS_BOT, ATTEMPTS, Answer, GitHub, GitHubError, _wait

SHA, MARKER = "a" * 40, "<!-- mark -->"
OWN = [{"id": 1, "body": f"{MARKER} old", "user": {"login": ACTIONS_BOT, "type": "Bot"}}]


class Failing(ThreadingHTTPServer):
    """Answers `status` to one method, `times` times, and all is well for the others."""

    def __init__(self, method: str, status: int, times: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.method, self.status, self.times = method, status, times
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Failing

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(self.command)
        fails = self.command == self.server.method and self.server.asked.count(self.command) <= self.server.times
        body = json.dumps({"message": "no"} if fails else OWN if self.command == "GET" else {"id": 2}).encode()
        self.send_response(self.server.status if fails else 200)
        self.send_header("Content-Length", str(len(body)))
        if self.server.status == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_DELETE = answer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def failing(request: pytest.FixtureRequest) -> Iterator[Failing]:
    server = Failing(*request.param)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def made(server: Failing) -> GitHub:
    return GitHub("ghs_x", "acme/x", f"http://127.0.0.1:{server.server_port}", sleep=lambda seconds: None)


STATUSES = [500, 502, 503, 504]


@pytest.mark.parametrize("failing", [("POST", status, 9) for status in STATUSES], ids=map(str, STATUSES), indirect=True)
def test_a_post_that_fails_is_not_made_again(failing: Failing) -> None:
    with pytest.raises(GitHubError):
        made(failing).check(SHA, "hubseal", "failure", "title", "summary")
    assert failing.asked == ["POST"]


@pytest.mark.parametrize("failing", [("PATCH", 502, 9)], indirect=True)
def test_a_change_that_fails_is_not_made_again(failing: Failing) -> None:
    with pytest.raises(GitHubError):
        made(failing).comment_on(7, MARKER, f"{MARKER} new")
    assert failing.asked.count("PATCH") == 1
    assert "POST" not in failing.asked


@pytest.mark.parametrize("failing", [("GET", status, 1) for status in STATUSES], ids=map(str, STATUSES), indirect=True)
def test_a_question_is_asked_again(failing: Failing) -> None:
    assert made(failing).pulls_of(SHA) == OWN
    assert failing.asked == ["GET"] * 2


@pytest.mark.parametrize("failing", [("GET", 503, 99)], indirect=True)
def test_a_question_is_not_asked_for_ever(failing: Failing) -> None:
    with pytest.raises(GitHubError):
        made(failing).pulls_of(SHA)
    assert failing.asked == ["GET"] * ATTEMPTS


@pytest.mark.parametrize("failing", [("POST", 429, 1)], indirect=True)
def test_what_github_refused_to_do_yet_is_asked_again(failing: Failing) -> None:
    made(failing).check(SHA, "hubseal", "failure", "title", "summary")
    assert failing.asked == ["POST"] * 2


@pytest.mark.parametrize("failing", [("GET", 404, 9), ("POST", 422, 9)], ids=["404", "422"], indirect=True)
def test_a_refusal_is_taken(failing: Failing) -> None:
    with pytest.raises(GitHubError):
        made(failing).pulls_of(SHA) if failing.method == "GET" else made(failing).check(SHA, "n", "failure", "t", "s")
    assert failing.asked == [failing.method]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        pytest.param({"Retry-After": "7"}, 7.0, id="seconds"),
        pytest.param({"Retry-After": "\u00b2"}, 5.0, id="a digit that is no number"),
        pytest.param({"Retry-After": "-1"}, 5.0, id="negative"),
        pytest.param({"Retry-After": "9" * 400}, 5.0, id="more than a number holds"),
        pytest.param({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, 1.0, id="a reset that has passed"),
        pytest.param({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "\u0665"}, 5.0, id="a reset that is none"),
        pytest.param({}, 5.0, id="nothing"),
    ],
)
def test_how_long_a_limit_asks_to_wait(headers: dict[str, str], wait: float) -> None:
    assert _wait(Answer(429, None, headers)) == wait
