"""A GitHub that answers what it should not: the scan's exit does not hang on it, and nothing is said of the token."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hubseal.action import post
from hubseal.action.inputs import event, inputs
from hubseal.github import GitHub, GitHubError
from hubseal.policy.model import UNREAD
from hubseal.reports.comment import Section
from hubseal.types import Coverage, Repo, Report, Unread

TOKEN = "ghs_neverShown"
BROKEN = Unread("a.zip", "", "damaged", 1, "make it anew")
REPORT = Report(
    "", Repo("acme/m", "model", "flag"), None, (), (), (BROKEN,), (), Coverage(1, 0, 0, 1, 0, 0, 1), "error", UNREAD
)


class Odd(BaseHTTPRequestHandler):
    """Answers the same to everything."""

    answer = b""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.wfile.write(self.answer)
        self.close_connection = True

    do_POST = do_PATCH = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def odd(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("Handler", (Odd,), {"answer": request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def http(body: bytes, length: int | None = None, status: str = "200 OK") -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n\r\n".encode() + body


ANSWERS = {
    "null": http(b"null"),
    "an object": http(b"{}"),
    "a page": http(b"<html>"),
    "a list of numbers": http(b"[1]"),
    "a list of other things": http(b'[{"state": "open"}]'),
    "an empty list": http(b"[]"),
    "cut short": http(b"[", 500),
    "no HTTP": b"SSH-2.0-OpenSSH_9.0\r\n",
    "nothing": b"",
    "elsewhere": b"HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n",
    "no such thing": http(b'{"message": "Not Found"}', None, "404 Not Found"),
}


@pytest.mark.parametrize("odd", ANSWERS.values(), ids=ANSWERS, indirect=True)
@pytest.mark.parametrize("pull", [{}, {"pull_request": {"number": 7, "head": {"sha": "a" * 40}}}], ids=["push", "pull"])
def test_odd_answers_are_a_warning(odd: str, pull: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    payload = tmp_path_factory.mktemp("event") / "event.json"
    payload.write_text(json.dumps(pull), encoding="utf-8")
    given = inputs({"HUBSEAL_REPO_ID": "acme/m", "HUBSEAL_GITHUB_TOKEN": TOKEN})
    about = {"GITHUB_REPOSITORY": "acme/x", "GITHUB_SHA": "a" * 40, "GITHUB_API_URL": odd, "GITHUB_EVENT_NAME": "push"}
    said: list[tuple[str, str]] = []
    section = Section("acme/m", REPORT, lambda finding: "")
    started = event({**about, "GITHUB_EVENT_PATH": str(payload)})
    post.post(given, started, [section], [], 3, lambda *words: said.append(words))
    assert {level for level, _ in said} == {"warning"}
    assert all("no comment was posted" in said[0][1] and TOKEN not in text for _, text in said)


@pytest.mark.parametrize("odd", [ANSWERS["cut short"], ANSWERS["no HTTP"]], indirect=True)
def test_what_is_no_answer_is_one_error(odd: str) -> None:
    with pytest.raises(GitHubError, match="could not be reached"):
        GitHub(TOKEN, "acme/x", odd).pulls_of("a" * 40)
