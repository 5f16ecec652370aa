"""Requests that make something public: a repository is scanned before everybody can read it."""

from __future__ import annotations

import json
from typing import Any

from ..app import hub
from ..app.hub_request import HubRequest
from ..app.upload import UploadGate, repo_of
from ..reports import exit_code
from ..sources.hub import Client, HubError, inspect
from ..types import Repo, Unreadable
from .decision import judge, refuse

HIDDEN = ("private", "protected")


def creation(gate: UploadGate, request: Any, body: bytes) -> None:
    """A repository that is created: not a public one where the policy says private. Raises UploadRefused."""
    asked = _fields(body)
    if gate.policy.hub.visibility != "private" or _hides(asked):
        return
    owner, name = asked.get("organization"), str(asked.get("name") or "")
    repo = repo_of(f"{owner}/{name}" if owner else name, str(asked.get("type") or "model"), gate.policy)
    if _visible(_client(request), repo) is not None:
        return  # it is there already, and creating it again changes nothing
    refuse(
        f"hubseal refuses to create {repo.type} {gate.masked(repo.id or '')} in public: the policy says that it is"
        " private (hub.visibility). Create it with private=True",
        None,
        repo,
    )


def switch(gate: UploadGate, request: Any, repo: Repo, what: str, body: bytes) -> None:
    """Settings that let everybody read a repository, or a copy that everybody can read. Raises UploadRefused."""
    asked = _fields(body)
    if _hides(asked) or not ("visibility" in asked or "private" in asked):
        return  # a copy of which nothing is said is as private as what it is made of
    client = _client(request)
    if not _visible(client, repo):
        if what == "settings" and gate.policy.hub.visibility == "private":
            text = f"hubseal refuses to make {repo.type} {gate.masked(repo.id or '')} public: the policy says private"
            refuse(f"{text} (hub.visibility)", None, repo)
        scan = HubRequest(
            repo.id or "", repo.type, policy_file=gate.policy_file, token=_token(request), endpoint=client.endpoint
        )
        report = hub.scan(scan).report
        if exit_code(report):
            judge(report._replace(target=f"publication of {report.target}"), repo)


def _fields(body: bytes) -> dict[str, Any]:
    found = json.loads(body) if body else {}
    return found if isinstance(found, dict) else {}


def _hides(asked: dict[str, Any]) -> bool:
    return asked.get("private") is True or asked.get("visibility") in HIDDEN


def _visible(client: Client, repo: Repo) -> bool | None:
    """Whether everybody can read a repository; None when there is none, or none for us."""
    try:
        return not inspect(client, repo.id or "", repo.type).private
    except (HubError, Unreadable):
        return None


def _token(request: Any) -> str | None:
    signed = str(request.headers.get("authorization") or "")
    return signed.removeprefix("Bearer ") if signed.startswith("Bearer ") else None


def _client(request: Any) -> Client:
    """A client of the Hub that the request goes to."""
    url = request.url
    port = f":{url.port}" if url.port else ""
    path = str(url.path)
    return Client(_token(request), f"{url.scheme}://{url.host}{port}{path[: path.find('/api/')]}")
