"""Which repository on the Hub a request means."""

from __future__ import annotations

import re

from ..policy import Policy
from ..sources.hub.repo_api import WEB
from ..types import HubPage, Repo, RepoType
from .clean_text import clean
from .hub_address import KINDS
from .hub_request import HubRequest


def repo_of(request: HubRequest, policy: Policy) -> Repo:
    """Id and type: as asked for, by the prefix of the id, by the policy, else a model."""
    name, by_name = split(request.repo_id)
    listed = next((entry.type for entry in policy.repos if entry.id == name), None)
    by_flag = request.repo_type or by_name
    if by_flag:
        return Repo(name, by_flag, "flag")
    if listed or policy.repo_type:
        return Repo(name, listed or policy.repo_type or "model", "policy")
    return Repo(name, "model", "default")


def page(endpoint: str, repo: Repo, ref: str) -> HubPage:
    """Where the files of a repository stand, for reports."""
    return HubPage(re.sub(r"(?<=//)[^/@]*@", "", endpoint), clean(WEB[repo.type] + (repo.id or "")), clean(ref))


def split(repo_id: str) -> tuple[str, RepoType | None]:
    """`datasets/owner/name` as name and type; the type is None when the id does not say."""
    name = repo_id.strip("/")
    kind, _, rest = name.partition("/")
    return (rest, KINDS[kind]) if kind in KINDS and rest.count("/") == 1 else (name, None)
