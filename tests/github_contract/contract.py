"""A stateful fake of the GitHub REST API that validates every request against GitHub's own OpenAPI description.

What it proves: the requests hubseal makes are ones GitHub accepts, and it copes with what GitHub answers: pages, a
comment that is too long, a read-only token, rate limits, comments by somebody else. See README.md for the limits.

    with FakeGitHub() as github:
        github.add_pull(7, head_sha="a" * 40, files=["train.py"])
        ...  # run the code under test against github.url with token github.token
        github.assert_contract()
        assert github.comments_on(7)[0]["user"]["login"] == "github-actions[bot]"

Run the checks:  pytest github_contract
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from openapi_core import OpenAPI
from openapi_core.testing.requests import MockRequest
from openapi_core.testing.responses import MockResponse

from github_contract.skeleton import resolve, skeleton

Json = dict[str, Any]
DESCRIPTION = Path(__file__).with_name("github_openapi.json")
BODY_LIMIT = 65_536
DOCS = "https://docs.github.com/rest"
SERVER = "https://api.github.com"

# Operation -> permissions, any one of which is enough. Source: the X-Accepted-GitHub-Permissions documentation.
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "repos/get": ("metadata=read",),
    "issues/list-for-repo": ("issues=read",),
    "issues/get": ("issues=read", "pull_requests=read"),
    "issues/create": ("issues=write",),
    "issues/update": ("issues=write", "pull_requests=write"),
    "issues/list-comments": ("issues=read", "pull_requests=read"),
    "issues/get-comment": ("issues=read", "pull_requests=read"),
    "issues/create-comment": ("issues=write", "pull_requests=write"),
    "issues/update-comment": ("issues=write", "pull_requests=write"),
    "issues/delete-comment": ("issues=write", "pull_requests=write"),
    "repos/list-comments-for-commit": ("contents=read",),
    "repos/create-commit-comment": ("contents=write",),
    "repos/get-commit-comment": ("contents=read",),
    "repos/update-commit-comment": ("contents=write",),
    "repos/delete-commit-comment": ("contents=write",),
    "repos/list-pull-requests-associated-with-commit": ("pull_requests=read",),
    "pulls/get": ("pull_requests=read", "contents=read"),
    "pulls/list-files": ("pull_requests=read",),
    "checks/create": ("checks=write",),
    "checks/get": ("checks=read",),
    "checks/update": ("checks=write",),
    "code-scanning/upload-sarif": ("security_events=write",),
}
ALL_WRITE = {name.split("=")[0]: "write" for needs in PERMISSIONS.values() for name in needs}


@dataclass(frozen=True)
class Token:
    """Who a token speaks for. `permissions` maps "issues", "pull_requests", ... to "read" or "write"."""

    login: str = "github-actions[bot]"
    kind: str = "Bot"
    permissions: Mapping[str, str] = field(default_factory=lambda: dict(ALL_WRITE))

    def has(self, need: str) -> bool:
        scope, _, level = need.partition("=")
        return scope == "metadata" or self.permissions.get(scope) in ("write", level)


@dataclass(frozen=True)
class Call:
    """One request as it came, what was answered, and what the contract holds against it."""

    operation: str | None
    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]
    status: int
    login: str | None
    violations: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """The next `times` requests (to `operation`, if given) are refused. `secondary` chooses the kind of limit."""

    status: int = 429
    retry_after: int = 1
    secondary: bool = True
    operation: str | None = None
    times: int = 1

    def answer(self) -> Answer:
        if self.status >= 500:
            return Answer(self.status, {"message": "Server Error"})
        if self.secondary:
            text = "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."
            return problem(self.status, text, {"Retry-After": str(self.retry_after)})
        reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + self.retry_after)}
        return problem(self.status, "API rate limit exceeded for installation ID 1.", reset)


class Refused(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.body))
        self.answer = answer


def problem(status: int, message: str, headers: Mapping[str, str] | None = None, errors: Sequence[Json] = ()) -> Answer:
    extra = {"errors": list(errors)} if errors else {}
    return Answer(
        status, {"message": message, **extra, "documentation_url": DOCS, "status": str(status)}, headers or {}
    )


def invalid(resource: str, code: str, name: str, message: str) -> Refused:
    return Refused(
        problem(
            422, "Validation Failed", errors=[{"resource": resource, "code": code, "field": name, "message": message}]
        )
    )


NOT_FOUND = Refused(problem(404, "Not Found"))


class Description:
    """The subset, parsed. Takes about half a second: a test session makes one and hands it to every fake."""

    def __init__(self, path: Path = DESCRIPTION) -> None:
        self.document: Json = json.loads(path.read_text())
        for schema in _objects(
            self.document
        ):  # GitHub forgets null in the enum of nullable properties (check-run's conclusion)
            if schema.get("nullable") and "enum" in schema and None not in schema["enum"]:
                schema["enum"] = [*schema["enum"], None]
        self.openapi = OpenAPI.from_dict(self.document)
        self.operations: list[tuple[str, re.Pattern[str], Json]] = [
            (method.upper(), re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))), spec)
            for path, methods in self.document["paths"].items()
            for method, spec in methods.items()
            if method != "parameters"
        ]


def _objects(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _objects(item)


def _reason(error: Exception) -> str:
    """What was broken, and where, without the value: a report must not quote what was sent."""
    schema_errors = getattr(error.__cause__, "schema_errors", None)
    if not schema_errors:
        return f"{type(error).__name__}: {error}"[:200]
    return "; ".join(f"{e.json_path} breaks {e.validator}: {str(e.validator_value)[:120]}" for e in schema_errors)


class FakeGitHub:
    """One repository behind one address. Change `tokens`, add state with add_*, plan refusals with `limit`."""

    def __init__(
        self, repository: str = "octo/models", *, private: bool = True, description: Description | None = None
    ) -> None:
        self.description = description or Description()
        self.document = self.description.document
        self.repository, self.private, self.token = repository, private, "job-token"
        self.tokens: dict[str, Token] = {self.token: Token()}
        self.calls: list[Call] = []
        self.own_faults: list[str] = []
        self.issues: dict[int, Json] = {}
        self.pulls: dict[int, Json] = {}
        self.comments: dict[int, Json] = {}
        self.commits: dict[str, list[int]] = {}
        self.commit_comments: dict[int, Json] = {}
        self.check_runs: dict[int, Json] = {}
        self.annotations: dict[int, list[Json]] = {}
        self.sarifs: list[Json] = []
        self._limits: list[Limit] = []
        self._ids, self._lock = itertools.count(1001), threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"github": self}))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeGitHub:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    # --- what a test sets up and looks at ---------------------------------------------------------------------------

    def limit(self, limit: Limit | None = None) -> None:
        self._limits.append(limit or Limit())

    def add_pull(
        self, number: int, *, head_sha: str, files: Sequence[str] = (), fork: bool = False, state: str = "open"
    ) -> None:
        self.add_issue(number, f"pull {number}", Token("octocat", "User"))
        self.commits.setdefault(head_sha, []).append(number)
        head = {
            "sha": head_sha,
            "ref": "topic",
            "repo": {"fork": fork, "full_name": "fork/models" if fork else self.repository},
        }
        self.pulls[number] = {
            "number": number,
            "title": f"pull {number}",
            "state": state,
            "head": head,
            "base": {"ref": "main"},
            "files": list(files),
        }

    def add_issue(self, number: int, title: str, author: Token, body: str = "", labels: Sequence[str] = ()) -> None:
        self.issues[number] = {
            "number": number,
            "title": title,
            "body": body,
            "state": "open",
            "labels": list(labels),
            "user": self._user(author),
        }

    def add_comment(self, number: int, body: str, author: Token) -> int:
        """A comment that was there before."""
        return int(self._comment(number, body, author)["id"])

    def comments_on(self, number: int) -> list[Json]:
        return [c for c in self.comments.values() if c["issue_url"].endswith(f"/issues/{number}")]

    @property
    def violations(self) -> list[str]:
        return [f"{c.method} {c.path}: {v}" for c in self.calls for v in c.violations]

    def assert_contract(self) -> None:
        """Raise AssertionError on any request GitHub's description does not allow, and on any bad answer of ours."""
        if self.violations or self.own_faults:
            raise AssertionError("\n".join([*self.violations, *(f"fake: {f}" for f in self.own_faults)]))

    # --- one request ------------------------------------------------------------------------------------------------

    def handle(self, method: str, target: str, headers: Mapping[str, str], raw: bytes) -> Answer:
        url = urlsplit(target)
        path = re.sub(r"^/repositories/1(?=/|$)", f"/repos/{self.repository}", url.path)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        token = self.tokens.get(re.sub(r"(?i)^(bearer|token) ", "", headers.get("authorization", "")))
        if (method, path) == ("POST", "/graphql"):  # no part of the description: the one question of its own
            viewer = {"login": token.login} if token and raw == b'{"query": "{viewer{login}}"}' else None
            return Answer(200, {"data": {"viewer": viewer}})
        spec, params = self._operation(method, path)
        operation = spec["operationId"] if spec else None
        violations: list[str] = []
        body: Any = None
        with self._lock:
            try:
                body = self._parse(raw, violations)
                self._admit(operation, token, headers, params, violations)
                assert spec is not None
                assert token is not None
                self._validate(spec, method, path, query, headers, raw, body, violations)
                handler = HANDLERS[spec["operationId"]]
                answer = handler(
                    self,
                    _Request(
                        params,
                        query,
                        body or {},
                        token,
                        f"{self.url}/repositories/1{path.partition(self.repository)[2]}",
                    ),
                )
                self._check_own(method, path, answer)
            except Refused as e:
                answer = e.answer
            login = token.login if token else None
            self.calls.append(
                Call(operation, method, path, query, body, dict(headers), answer.status, login, tuple(violations))
            )
        budget = {
            "X-RateLimit-Limit": "1000",
            "X-RateLimit-Remaining": "999",
            "X-RateLimit-Reset": str(int(time.time()) + 3600),
        }
        return Answer(answer.status, answer.body, {**budget, **answer.headers})

    def _operation(self, method: str, path: str) -> tuple[Json | None, dict[str, str]]:
        for name, pattern, spec in self.description.operations:
            if name == method and (found := pattern.fullmatch(path)):
                return spec, found.groupdict()
        return None, {}

    def _parse(self, raw: bytes, violations: list[str]) -> Any:
        try:
            return json.loads(raw) if raw else None
        except ValueError:
            violations.append("the body is not JSON")
            raise Refused(problem(400, "Problems parsing JSON")) from None

    def _admit(
        self,
        operation: str | None,
        token: Token | None,
        headers: Mapping[str, str],
        params: Mapping[str, str],
        violations: list[str],
    ) -> None:
        if not headers.get("user-agent"):
            violations.append("no User-Agent")
            raise Refused(
                Answer(
                    403,
                    {
                        "message": "Request forbidden by administrative rules. Please make sure your request has a User-Agent header"
                    },
                )
            )
        for i, one in enumerate(self._limits):
            if one.operation in (None, operation):
                self._limits[i : i + 1] = (
                    [Limit(one.status, one.retry_after, one.secondary, one.operation, one.times - 1)]
                    if one.times > 1
                    else []
                )
                raise Refused(one.answer())
        if token is None:
            raise Refused(problem(401, "Bad credentials" if "authorization" in headers else "Requires authentication"))
        if operation is None:
            violations.append("no such operation in the description")
            raise NOT_FOUND
        if operation == "users/get-authenticated":
            if token.kind == "Bot":
                raise Refused(problem(403, "Resource not accessible by integration"))
            return
        if f"{params['owner']}/{params['repo']}" != self.repository:
            raise NOT_FOUND
        needs = PERMISSIONS[operation]
        public_read = not self.private and needs[0].endswith("=read")
        if not public_read and not any(token.has(n) for n in needs):
            raise Refused(
                problem(
                    403, "Resource not accessible by integration", {"X-Accepted-GitHub-Permissions": "; ".join(needs)}
                )
            )

    def _validate(
        self,
        spec: Json,
        method: str,
        path: str,
        query: dict[str, str],
        headers: Mapping[str, str],
        raw: bytes,
        body: Any,
        violations: list[str],
    ) -> None:
        request = MockRequest(
            SERVER,
            method,
            path,
            args=query,
            headers=dict(headers),
            data=raw,
            content_type=headers.get("content-type", "application/json"),
        )
        try:
            self.description.openapi.validate_request(request)
        except Exception as e:  # openapi-core raises many classes; all of them mean: not allowed
            violations.append(_reason(e))
            raise Refused(problem(422, f"Invalid request.\n\n{_reason(e)}")) from None
        declared = {
            p["name"] for p in (resolve(self.document, p) for p in spec.get("parameters", [])) if p["in"] == "query"
        }
        violations += [f"unknown query parameter {name}" for name in query if name not in declared]
        schema = resolve(
            self.document, spec.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        )
        if isinstance(body, dict) and schema.get("properties"):
            known = set(schema["properties"]).union(
                *(s.get("properties", {}) for s in schema.get("oneOf", []) + schema.get("anyOf", []))
            )
            violations += [f"unknown body property {name}" for name in body if name not in known]
        if int(query.get("per_page", 1)) > 100:
            violations.append("per_page over 100 is cut to 100")

    def _check_own(self, method: str, path: str, answer: Answer) -> None:
        request = MockRequest(SERVER, method, path)
        response = MockResponse(
            json.dumps(answer.body).encode() if answer.body is not None else b"", answer.status, dict(answer.headers)
        )
        try:
            self.description.openapi.validate_response(request, response)
        except Exception as e:  # as above: any class means that the answer breaks the description
            self.own_faults.append(f"{method} {path} {answer.status}: {_reason(e)}")

    # --- building answers -------------------------------------------------------------------------------------------

    def build(self, schema: str, known: Json) -> Json:
        made: Json = skeleton(self.document, {"$ref": f"#/components/schemas/{schema}"}, known)
        return made

    def _user(self, token: Token) -> Json:
        return self.build(
            "simple-user", {"login": token.login, "type": token.kind, "id": 41898282 if token.kind == "Bot" else 583231}
        )

    def _address(self, tail: str) -> str:
        return f"{SERVER}/repos/{self.repository}/{tail}"

    def _now(self) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def _comment(self, number: int, body: str, author: Token) -> Json:
        new, now = next(self._ids), self._now()
        page = f"https://github.com/{self.repository}/issues/{number}#issuecomment-{new}"
        known = {"id": new, "body": body, "user": self._user(author), "created_at": now, "updated_at": now, "html_url": page,
                 "issue_url": self._address(f"issues/{number}"), "url": self._address(f"issues/comments/{new}"),
                 "author_association": "NONE" if author.kind == "Bot" else "MEMBER"}  # fmt: skip
        if author.kind == "Bot":
            known["performed_via_github_app"] = {"id": 15368, "slug": "github-actions", "name": "GitHub Actions"}
        self.comments[new] = self.build("issue-comment", known)
        return self.comments[new]

    def issue(self, number: int) -> Json:
        known = {k: v for k, v in self.issues[number].items() if k != "labels"}
        known |= {
            "labels": [{"name": n} for n in self.issues[number]["labels"]],
            "comments": len(self.comments_on(number)),
        }
        if number in self.pulls:
            known["pull_request"] = {"url": self._address(f"pulls/{number}")}
        return self.build("issue", known)


@dataclass(frozen=True)
class _Request:
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    token: Token
    url: str

    def number(self, name: str) -> int:
        return int(self.params[name])

    def page(self, rows: Sequence[Any]) -> Answer:
        """A page of 30, at most 100 rows, and the Link header to the others."""
        size = min(int(self.query.get("per_page", 30)), 100)
        at, last = int(self.query.get("page", 1)), max(1, -(-len(rows) // size))
        wanted = {
            "prev": at - 1 if at > 1 else None,
            "next": at + 1 if at < last else None,
            "last": last if at < last else None,
            "first": 1 if at > 1 else None,
        }
        links = [f'<{self.url}?{urlencode({**self.query, "page": n})}>; rel="{rel}"' for rel, n in wanted.items() if n]
        return Answer(200, list(rows[(at - 1) * size : at * size]), {"Link": ", ".join(links)} if links else {})


def _limit_body(resource: str, body: str | None, *, creating: bool) -> None:
    """GitHub words the same limit differently when a comment is created and when it is updated."""
    if body is not None and len(body) > BODY_LIMIT:
        if creating and resource == "IssueComment":
            raise invalid(resource, "unprocessable", "data", f"Body is too long (maximum is {BODY_LIMIT} characters)")
        raise invalid(resource, "custom", "body", f"body is too long (maximum is {BODY_LIMIT} characters)")


def _one(rows: Mapping[int, Json], key: int) -> Json:
    if key not in rows:
        raise NOT_FOUND
    return rows[key]


def _get_repo(g: FakeGitHub, r: _Request) -> Answer:
    known = {
        "full_name": g.repository,
        "name": g.repository.split("/")[1],
        "private": g.private,
        "id": 1,
        "default_branch": "main",
    }
    return Answer(200, g.build("full-repository", known))


def _list_issues(g: FakeGitHub, r: _Request) -> Answer:
    state, labels, creator = (
        r.query.get("state", "open"),
        [n for n in r.query.get("labels", "").split(",") if n],
        r.query.get("creator"),
    )
    rows = [g.issue(n) for n, i in sorted(g.issues.items(), reverse=True)
            if state in ("all", i["state"]) and set(labels) <= set(i["labels"]) and creator in (None, i["user"]["login"])]  # fmt: skip
    return r.page(rows)


def _create_issue(g: FakeGitHub, r: _Request) -> Answer:
    _limit_body("Issue", r.body.get("body"), creating=True)
    number = max(g.issues, default=0) + 1
    labels = [x if isinstance(x, str) else x["name"] for x in r.body.get("labels", [])]
    g.add_issue(number, str(r.body["title"]), r.token, r.body.get("body") or "", labels)
    return Answer(201, g.issue(number))


def _update_issue(g: FakeGitHub, r: _Request) -> Answer:
    issue = _one(g.issues, r.number("issue_number"))
    _limit_body("Issue", r.body.get("body"), creating=False)
    issue.update({k: v for k, v in r.body.items() if k in ("title", "body", "state")})
    if "labels" in r.body:
        issue["labels"] = [x if isinstance(x, str) else x["name"] for x in r.body["labels"]]
    return Answer(200, g.issue(issue["number"]))


def _get_issue(g: FakeGitHub, r: _Request) -> Answer:
    return Answer(200, g.issue(_one(g.issues, r.number("issue_number"))["number"]))


def _list_comments(g: FakeGitHub, r: _Request) -> Answer:
    return r.page(g.comments_on(_one(g.issues, r.number("issue_number"))["number"]))


def _create_comment(g: FakeGitHub, r: _Request) -> Answer:
    number = _one(g.issues, r.number("issue_number"))["number"]
    _limit_body("IssueComment", r.body["body"], creating=True)
    return Answer(201, g._comment(number, r.body["body"], r.token))


def _get_comment(g: FakeGitHub, r: _Request) -> Answer:
    return Answer(200, _one(g.comments, r.number("comment_id")))


def _update_comment(g: FakeGitHub, r: _Request) -> Answer:
    """The author stays, whoever edits: a test sees in `calls` who edited whose comment."""
    comment = _one(g.comments, r.number("comment_id"))
    _limit_body("IssueComment", r.body["body"], creating=False)
    comment.update(body=r.body["body"], updated_at=g._now())
    return Answer(200, comment)


def _delete_comment(g: FakeGitHub, r: _Request) -> Answer:
    _one(g.comments, r.number("comment_id"))
    del g.comments[r.number("comment_id")]
    return Answer(204)


def _delete_commit_comment(g: FakeGitHub, r: _Request) -> Answer:
    _one(g.commit_comments, r.number("comment_id"))
    del g.commit_comments[r.number("comment_id")]
    return Answer(204)


def _get_user(g: FakeGitHub, r: _Request) -> Answer:
    known = {"login": r.token.login, "type": r.token.kind, "user_view_type": "private"}
    return Answer(200, g.build("private-user", known))


def _known_commit(g: FakeGitHub, sha: str) -> str:
    if sha not in g.commits:
        raise Refused(problem(422, f"No commit found for SHA: {sha}"))
    return sha


def _list_commit_comments(g: FakeGitHub, r: _Request) -> Answer:
    sha = _known_commit(g, r.params["commit_sha"])
    return r.page([c for c in g.commit_comments.values() if c["commit_id"] == sha])


def _create_commit_comment(g: FakeGitHub, r: _Request) -> Answer:
    sha = _known_commit(g, r.params["commit_sha"])
    _limit_body("CommitComment", r.body["body"], creating=True)
    new = next(g._ids)
    known = {"id": new, "body": r.body["body"], "user": g._user(r.token), "commit_id": sha, "url": g._address(f"comments/{new}"),
             "html_url": f"https://github.com/{g.repository}/commit/{sha}#commitcomment-{new}"}  # fmt: skip
    g.commit_comments[new] = g.build("commit-comment", known)
    return Answer(201, g.commit_comments[new])


def _get_commit_comment(g: FakeGitHub, r: _Request) -> Answer:
    return Answer(200, _one(g.commit_comments, r.number("comment_id")))


def _update_commit_comment(g: FakeGitHub, r: _Request) -> Answer:
    comment = _one(g.commit_comments, r.number("comment_id"))
    _limit_body("CommitComment", r.body["body"], creating=False)
    comment.update(body=r.body["body"], updated_at=g._now())
    return Answer(200, comment)


def _pull(g: FakeGitHub, number: int, schema: str) -> Json:
    pull = _one(g.pulls, number)
    known = {k: v for k, v in pull.items() if k != "files"}
    known |= {"user": g.issues[number]["user"], "html_url": f"https://github.com/{g.repository}/pull/{number}"}
    if schema == "pull-request":
        known["changed_files"] = len(pull["files"])
    return g.build(schema, known)


def _commit_pulls(g: FakeGitHub, r: _Request) -> Answer:
    return r.page([_pull(g, n, "pull-request-simple") for n in g.commits[_known_commit(g, r.params["commit_sha"])]])


def _get_pull(g: FakeGitHub, r: _Request) -> Answer:
    return Answer(200, _pull(g, r.number("pull_number"), "pull-request"))


def _pull_files(g: FakeGitHub, r: _Request) -> Answer:
    names = _one(g.pulls, r.number("pull_number"))["files"]
    return r.page([g.build("diff-entry", {"filename": n, "status": "added", "sha": "0" * 40}) for n in names])


def _create_check(g: FakeGitHub, r: _Request) -> Answer:
    _known_commit(g, r.body["head_sha"])
    new = next(g._ids)
    g.annotations[new] = []
    g.check_runs[new] = {
        "id": new,
        "head_sha": r.body["head_sha"],
        "name": r.body["name"],
        "output": {"title": None, "summary": None},
    }
    return _answer_check(g, new, r.body, 201)


def _update_check(g: FakeGitHub, r: _Request) -> Answer:
    _one(g.check_runs, r.number("check_run_id"))
    return _answer_check(g, r.number("check_run_id"), r.body, 200)


def _answer_check(g: FakeGitHub, number: int, change: Json, status: int) -> Answer:
    """Annotations are appended by every update, never replaced; a conclusion completes the run."""
    run, output = g.check_runs[number], change.get("output") or {}
    g.annotations[number] += output.get("annotations", [])
    run.update({k: change[k] for k in ("status", "conclusion", "external_id", "details_url") if k in change})
    if "conclusion" in change:
        run |= {"status": "completed", "completed_at": g._now()}
    run["output"] = {
        **run["output"],
        **{k: output[k] for k in ("title", "summary", "text") if k in output},
        "annotations_count": len(g.annotations[number]),
    }
    return Answer(status, g.build("check-run", run))


def _get_check(g: FakeGitHub, r: _Request) -> Answer:
    return Answer(200, g.build("check-run", _one(g.check_runs, r.number("check_run_id"))))


def _upload_sarif(g: FakeGitHub, r: _Request) -> Answer:
    try:
        sarif = json.loads(gzip.decompress(base64.b64decode(r.body["sarif"], validate=True)))
        if sarif["version"] != "2.1.0" or len(sarif["runs"]) > 20:
            raise ValueError("not SARIF 2.1.0 with at most 20 runs")
    except (ValueError, KeyError, OSError) as e:
        raise Refused(problem(400, f"The sarif field is invalid: {e}")) from None
    g.sarifs.append({"commit_sha": r.body["commit_sha"], "ref": r.body["ref"], "sarif": sarif})
    receipt = f"receipt-{len(g.sarifs)}"
    return Answer(202, {"id": receipt, "url": g._address(f"code-scanning/sarifs/{receipt}")})


HANDLERS: dict[str, Callable[[FakeGitHub, _Request], Answer]] = {
    "repos/get": _get_repo,
    "issues/list-for-repo": _list_issues,
    "issues/create": _create_issue,
    "issues/get": _get_issue,
    "issues/update": _update_issue,
    "issues/list-comments": _list_comments,
    "issues/create-comment": _create_comment,
    "issues/get-comment": _get_comment,
    "issues/update-comment": _update_comment,
    "issues/delete-comment": _delete_comment,
    "repos/list-comments-for-commit": _list_commit_comments,
    "repos/create-commit-comment": _create_commit_comment,
    "repos/get-commit-comment": _get_commit_comment,
    "repos/update-commit-comment": _update_commit_comment,
    "repos/delete-commit-comment": _delete_commit_comment,
    "users/get-authenticated": _get_user,
    "repos/list-pull-requests-associated-with-commit": _commit_pulls,
    "pulls/get": _get_pull,
    "pulls/list-files": _pull_files,
    "checks/create": _create_check,
    "checks/get": _get_check,
    "checks/update": _update_check,
    "code-scanning/upload-sarif": _upload_sarif,
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    github: FakeGitHub

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: `calls` is the log."""

    def _serve(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.github.handle(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, raw)
        data = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for key, value in {
            **answer.headers,
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(data)),
        }.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve
