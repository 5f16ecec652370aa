"""Addresses of the Hub as people copy them: of a repository, a file, a commit, a pull request."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote, urlsplit

from ..typed import NamedTuple
from ..types import RepoType
from .request import UsageError

HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
KINDS: dict[str, RepoType] = {"datasets": "dataset", "spaces": "space", "models": "model"}
AT_REVISION = frozenset({"tree", "blob", "resolve", "raw", "commit", "commits", "edit", "blame"})
"""Pages whose next word is a revision."""
WHOLE = frozenset({"discussions", "settings", "viewer", "community", "activity", "logs", "embed"})
"""Pages of a repository as a whole."""
NO_OWNERS = frozenset(
    "api docs blog papers collections settings join login pricing tasks learn posts chat buckets kernels new enterprise"
    " organizations jobs inference-endpoints search".split()
)
"""First words of pages that belong to no repository."""
FORMS = "owner/name, datasets/owner/name or spaces/owner/name"
_SCP = re.compile(r"git@([\w.-]+):(.+)")
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class HubAddress(NamedTuple):
    """What an address names; `type` and `revision` are None where it does not say."""

    repo_id: str
    type: RepoType | None
    revision: str | None


def is_address(text: str) -> bool:
    """Whether a word is an address, and not an id such as `datasets/owner/name`."""
    begins = text.lower().split("/")[0].rpartition("@")[2]
    return "://" in text or bool(_SCP.fullmatch(text)) or begins in _hosts()


def parse(text: str) -> HubAddress:
    """What an address names. Raises UsageError when that is no repository on the Hub; a token in it is not repeated."""
    if text.startswith("hf://"):
        words = text[5:].strip("/").split("/")
        return _repository(words, revision_in_name=True)
    scp = _SCP.fullmatch(text)
    parts = urlsplit(f"ssh://{scp[1]}/{scp[2]}" if scp else text if "://" in text else f"https://{text}")
    host = (parts.hostname or "").lower()
    if host not in _hosts():
        raise UsageError(f"that address is not one of the Hub; write {FORMS}")
    path = parts.path
    prefix = urlsplit(os.environ.get("HF_ENDPOINT", "")).path.rstrip("/")
    if host not in HOSTS and prefix and path.startswith(f"{prefix}/"):
        path = path[len(prefix) :]
    return _repository(path.strip("/").split("/"))


def _hosts() -> frozenset[str]:
    endpoint = urlsplit(os.environ.get("HF_ENDPOINT", ""))
    return HOSTS | {name.lower() for name in (endpoint.hostname, endpoint.netloc) if name}


def _repository(words: list[str], revision_in_name: bool = False) -> HubAddress:
    if words[0] == "api":
        words = words[1:]
    kind = KINDS.get(words[0]) if words else None
    words = words[1:] if kind else words
    owner, name, *rest = [*words, "", ""][: max(len(words), 2)]
    name = name.removesuffix(".git")
    revision: str | None = None
    if revision_in_name and "@" in name:
        name, _, revision = name.partition("@")
        revision = unquote(revision)
    elif not revision_in_name:
        revision = _revision(rest)
    if not name and not kind and _NAME.fullmatch(owner) and owner not in NO_OWNERS:  # gpt2: of the first days
        return HubAddress(owner, None, revision)
    if not (_NAME.fullmatch(owner) and _NAME.fullmatch(name)) or owner in NO_OWNERS:
        raise UsageError(f"that address of the Hub names no repository; one is {FORMS}")
    return HubAddress(f"{owner}/{name}", kind or "model", revision)


def _revision(rest: list[str]) -> str | None:
    """The revision that the page behind a repository shows; None: its main branch. Raises UsageError."""
    if not rest or rest[0] in WHOLE - {"discussions"}:
        return None
    if rest[0] == "discussions":
        return f"refs/pr/{rest[1]}" if len(rest) > 1 and rest[1].isdigit() else None
    if rest[0] not in (*AT_REVISION, "revision"):
        raise UsageError("that address of the Hub is no page of a repository that hubseal knows; write owner/name")
    revision = unquote(rest[1]) if len(rest) > 1 else ""
    if revision == "refs" and len(rest) > 3:
        revision = "/".join(rest[1:4])
    return revision or None
