"""The Action's inputs and the event that started it. All of it is data: nothing here reaches a shell."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

from ..app.request import UsageError
from ..json_fields import Fields
from ..types import REPO_TYPES, RepoType

Details = Literal["auto", "numbers", "full"]
CommentOn = Literal["auto", "pr", "commit", "off"]
Gate = Literal["error", "warning", "never"]
COMMENTS: tuple[CommentOn, ...] = ("auto", "pr", "commit", "off")
DETAILS: tuple[Details, ...] = ("auto", "numbers", "full")
GATES: tuple[Gate, ...] = ("error", "warning", "never")
REPO_ID = re.compile(r"(?:[0-9A-Za-z][0-9A-Za-z._-]*(?:/[0-9A-Za-z][0-9A-Za-z._-]*){0,2})?")
REVISION = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._/@+-]*")
COMMIT = re.compile(r"(?:[0-9a-f]{7,64})?")
SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Inputs(NamedTuple):
    """As given in the workflow; empty means not given."""

    repo_id: str
    repo_type: RepoType | None
    revision: str
    policy: str
    families: str
    fail_on: Gate
    comment: CommentOn
    details: Details
    """What log, summary and comment show; auto: numbers alone of a private repository, where everybody reads them."""
    sarif: str
    state: str
    cache: bool
    budget: str
    discussion: bool
    strict: bool
    """Whether what a pull request accepts by itself counts as found."""
    path: str
    wait_for: str
    hf_token: str
    github_token: str


class Event(NamedTuple):
    """What started the workflow."""

    name: str
    repository: str
    sha: str
    """The commit to comment on: the head of a pull request, not the merge that GitHub made of it."""
    pull: int | None
    base: str
    """The commit that a pull request is against; empty elsewhere."""
    fork: bool
    private: bool | None
    """Whether the repository on GitHub is; None: the event does not say."""
    server: str
    api: str
    run_url: str

    @property
    def proposed(self) -> bool:
        """Whether the run is about a pull request, whose author may have written what lies about here."""
        return self.pull is not None or self.name.startswith("pull_request")


def inputs(environment: Mapping[str, str]) -> Inputs:
    """Reads `HUBSEAL_*`. Raises UsageError for what the Action cannot take."""

    def get(name: str, default: str = "") -> str:
        return environment.get(f"HUBSEAL_{name}", "").strip() or default

    made = Inputs(
        repo_id=get("REPO_ID"),
        repo_type=None,
        revision=get("REVISION", "main"),
        policy=get("POLICY"),
        families=get("FAMILIES"),
        fail_on=_one_of("fail-on", get("FAIL_ON", "error"), GATES),
        comment=_one_of("comment", get("COMMENT", "auto"), COMMENTS),
        details=_one_of("details", get("DETAILS", "auto"), DETAILS),
        sarif=get("SARIF"),
        state=get("STATE"),
        cache=_one_of("cache", get("CACHE", "true"), ("true", "false")) == "true",
        budget=get("BUDGET"),
        discussion=_one_of("discussion", get("DISCUSSION", "false"), ("true", "false")) == "true",
        strict=_one_of("strict", get("STRICT", "false"), ("true", "false")) == "true",
        path=get("PATH"),
        wait_for=get("WAIT_FOR"),
        hf_token=get("HF_TOKEN"),
        github_token=get("GITHUB_TOKEN"),
    )
    if not made.repo_id and not made.path:
        raise UsageError("give the input repo-id (a repository on the Hub), path (a folder of the checkout), or both")
    if get("REPO_TYPE"):
        made = made._replace(repo_type=_one_of("repo-type", get("REPO_TYPE"), REPO_TYPES))
    _check_shapes(made)
    return made


def workspace(environment: Mapping[str, str]) -> str:
    """The folder that the workflow works in."""
    return os.path.abspath(environment.get("GITHUB_WORKSPACE") or os.curdir)


Word = TypeVar("Word", bound=str)


def _one_of(name: str, value: str, known: tuple[Word, ...]) -> Word:
    for word in known:
        if word == value:
            return word
    raise UsageError(f"the input {name} must be one of {', '.join(known)}")


def _check_shapes(given: Inputs) -> None:
    """Raises UsageError for what is not of the form that the Hub gives it, and for what is no path."""
    shapes = (("repo-id", REPO_ID, given.repo_id), ("revision", REVISION, given.revision))
    for name, shape, value in (*shapes, ("wait-for", COMMIT, given.wait_for)):
        if not shape.fullmatch(value):
            raise UsageError(f"the input {name} is not of the form that the Hub gives it")
    paths = (("path", given.path), ("policy", given.policy), ("sarif", given.sarif), ("state", given.state))
    for name, value in paths:
        if value.startswith("-") or not value.isprintable():
            raise UsageError(f"the input {name} is no path")


def event(environment: Mapping[str, str]) -> Event:
    """Reads what the runner says of the workflow; a payload that is not there is an empty one."""
    payload = _payload(environment.get("GITHUB_EVENT_PATH", ""))
    pull = _inner(payload, "pull_request")
    head, base = _inner(pull, "head"), _inner(pull, "base")
    number = pull.get("number")
    sha = str(head.get("sha") or environment.get("GITHUB_SHA", ""))
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    repository = environment.get("GITHUB_REPOSITORY", "")
    return Event(
        name=environment.get("GITHUB_EVENT_NAME", ""),
        repository=repository,
        sha=sha if SHA.fullmatch(sha) else "",
        pull=number if isinstance(number, int) else None,
        base=str(base.get("sha") or "") if SHA.fullmatch(str(base.get("sha") or "")) else "",
        fork=_foreign(_inner(head, "repo"), repository),
        private=_private(_inner(payload, "repository").get("private")),
        server=server,
        api=environment.get("GITHUB_API_URL", "https://api.github.com"),
        run_url=f"{server}/{repository}/actions/runs/{environment.get('GITHUB_RUN_ID', '')}",
    )


def _private(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _foreign(repo: Fields, repository: str) -> bool:
    """Whether a branch is one of another repository; a fork's pull request to itself is not."""
    name = repo.get("full_name")
    return str(name).lower() != repository.lower() if name else bool(repo.get("fork"))


def _inner(parent: Fields, name: str) -> Fields:
    """An object of the payload; an empty one for anything else that stands there."""
    value = parent.get(name)
    return value if isinstance(value, dict) else {}


def _payload(path: str) -> Fields:
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
