"""What `hubseal upload` would send, and where to: resolved as `hf upload` does, looked up on the Hub."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from .. import engine
from ..policy import Policy
from ..rules import RULES
from ..sources import disk, sent
from ..sources.hub import Client, HubError, RepoRevision, inspect
from ..sources.upload import client_version, plan
from ..types import Repo, Report, Unreadable
from . import visibility
from .request import UsageError
from .upload import UploadGate, repo_of
from .upload_request import UploadRequest

URI = "hf://"
WILD = "*?["
MOST_NAMED = 5
"""Ignored files that are named."""


class Planned(NamedTuple):
    """An upload that may be handed over when its report is clean."""

    report: Report
    ignored: tuple[str, ...]
    """Files that a .gitignore leaves out, relative to the folder."""
    files: int
    """Files that would be sent."""


def scan(request: UploadRequest, gate: UploadGate) -> Planned:
    """Scans what the upload would send. Raises UsageError."""
    version = client_version()
    if not version:
        raise UsageError('an upload needs huggingface_hub: pip install "hubseal[hub]"')
    repo_id, repo_type, path = _target(request)
    local, in_repo, include = _paths(request._replace(repo_id=repo_id, path_in_repo=path))
    if not os.path.exists(os.path.expanduser(local)):
        raise UsageError(f"{local}: no such file or folder")
    single = os.path.isfile(local)
    files = plan(local, in_repo, None if single else include, None if single else request.exclude)
    repo = repo_of(repo_id, repo_type, gate.policy)
    found = _look_up(request, repo)
    more: list[engine.Item] = []
    if isinstance(found, RepoRevision):
        more.append(
            visibility.check(found, _only_visibility(gate.policy), RULES, time.strftime("%Y-%m-%d", time.gmtime()))
        )
    if files.ignored:
        few = disk.few(files.ignored, MOST_NAMED)
        more.append(f"not scanned and not sent, because .gitignore says so: {few} ({len(files.ignored)} files)")
    said = "\n\n".join(filter(None, (request.commit_message, request.commit_description)))
    if said:
        more.append(sent.of_bytes("commit-message.md", said.encode("utf-8", "surrogateescape"), "commit message").blob)
    if isinstance(found, str):
        more.append(found)
    report = gate.report(files.files, repo, more)
    if isinstance(found, RepoRevision):
        report = report._replace(notes=(*_urgency(found, report), *report.notes))
    return Planned(report, files.ignored, len(files.files))


def _only_visibility(policy: Policy) -> Policy:
    """The policy without what it says of gates: those are set once there is a repository."""
    return policy._replace(hub=policy.hub._replace(gated=None))


def _target(request: UploadRequest) -> tuple[str, str, str | None]:
    """Id, type and path in the repository; a `hf://` address says all of them."""
    if not request.repo_id.startswith(URI):
        return request.repo_id, request.repo_type or "model", request.path_in_repo
    from ..sources.upload import parsed_uri

    uri = parsed_uri(request.repo_id)
    if uri is None:
        raise UsageError(f"{request.repo_id} is no address that this huggingface_hub uploads to")
    return uri[0], uri[1], uri[2] or request.path_in_repo


def _paths(request: UploadRequest) -> tuple[str, str, tuple[str, ...] | None]:
    """(local path, path in the repository, patterns), as `hf upload` makes them of its words. Raises UsageError."""
    name, local, path = request.repo_id.split("/")[-1], request.local_path, request.path_in_repo
    include = request.include or None
    if local is not None and not os.path.exists(local) and any(c in local for c in WILD):
        if include:
            raise UsageError("--include cannot be set when PATH contains a wildcard")
        if path not in (None, "."):
            raise UsageError("PATH_IN_REPO cannot be set when PATH contains a wildcard")
        return ".", ".", (local,)
    if local is None:
        if os.path.isfile(name):
            return name, name, include
        if os.path.isdir(name):
            return name, ".", include
        raise UsageError(f"{name} is no file or folder here; name the PATH to upload")
    if path is None:
        return local, os.path.basename(local) if os.path.isfile(local) else ".", include
    return local, path, include


def _look_up(request: UploadRequest, repo: Repo) -> RepoRevision | str:
    """The repository as it is, or as it would be created; a note where the Hub does not say."""
    name, repo_type = repo.id or "", repo.type
    try:
        return inspect(Client(request.token), name, repo_type)
    except Unreadable as error:
        return f"the Hub cannot be reached ({error}): whether {name} is public is not known"
    except HubError:
        return RepoRevision(name, repo_type, "", bool(request.private), False)


def _urgency(found: RepoRevision, report: Report) -> tuple[str, ...]:
    """Who could read what was found."""
    new = "would be created" if not found.sha else "is"
    who = f"{found.type} {found.id} {new} {visibility.word(found)}"
    if not report.findings or found.private:
        return (who,)
    return (f"{who}: everybody could read what was found here, within seconds of the upload",)
