"""What a repository on the Hub is and holds: one question about it, one listing of its tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from ...json_fields import Fields, fields, inner, items, whole_number
from ...types import RepoType, Unreadable
from .client import Client, HubError

WEB = {"model": "", "dataset": "datasets/", "space": "spaces/"}
KNOWN = {"model": ("sha", "private", "gated"), "dataset": ("sha", "private", "gated"), "space": ("sha", "private")}
"""Fields that the API gives one by one, by repository type."""


ODD = "the Hub's answer is not what its API gives"


class RepoRevision(NamedTuple):
    """A repository at a commit. `gated` is False, `auto` or `manual`."""

    id: str
    type: RepoType
    sha: str
    private: bool
    gated: bool | str

    @property
    def api(self) -> str:
        """Path of its API."""
        return f"/api/{self.type}s/{self.id}"

    @property
    def page(self) -> str:
        """Path of its page, below the endpoint."""
        return f"/{self.prefix}{self.id}"

    @property
    def prefix(self) -> str:
        """What stands before the id in the addresses of pages."""
        return WEB[self.type]


class HubFile(NamedTuple):
    """A file of a tree. `lfs` when its content lies outside git; then `oid` is a SHA-256."""

    path: str
    size: int
    oid: str
    """Empty when the Hub does not say."""
    lfs: bool


class HubRef(NamedTuple):
    """A branch, tag or pull request, and the commit it points at."""

    name: str
    sha: str


def inspect(client: Client, repo_id: str, repo_type: RepoType, revision: str = "main") -> RepoRevision:
    """The repository at a revision: branch, tag, commit, or `refs/pr/N`. Raises HubError or Unreadable."""
    if repo_id.count("/") > 1 or not repo_id.strip("/") or any(c in repo_id for c in " ?#%"):
        raise HubError(f"{repo_id!r} is no repository id; it looks like owner/name")
    path = f"/api/{repo_type}s/{repo_id}/revision/{quote(revision, safe='')}"
    try:
        data = fields(client.json(path, {"expand": list(KNOWN[repo_type])}))
        if data.get("gated"):
            client.json(f"/api/{repo_type}s/{repo_id}/auth-check")
    except Unreadable:
        raise
    except OSError as error:
        raise HubError(_advice(error, client, repo_id, repo_type, revision)) from None
    except TypeError:
        raise Unreadable(ODD) from None
    if not data.get("sha"):
        raise HubError(f"{repo_id} has no commit at {revision!r} yet; there is nothing to scan")
    gated = data.get("gated")
    return RepoRevision(
        id=str(data.get("id") or repo_id),
        type=repo_type,
        sha=str(data["sha"]),
        private=bool(data.get("private")),
        gated=gated if isinstance(gated, str) else bool(gated),
    )


def tree(client: Client, revision: RepoRevision) -> list[HubFile]:
    """All files of the commit, in the order of their paths. Raises HubError or Unreadable."""
    try:
        rows = client.pages(f"{revision.api}/tree/{revision.sha}", {"recursive": "true"})
        return sorted(_entry(row) for row in map(fields, rows) if row.get("type") == "file")
    except Unreadable:
        raise
    except OSError as error:
        raise HubError(_advice(error, client, revision.id, revision.type, revision.sha)) from None
    except (KeyError, TypeError, ValueError):
        raise Unreadable(ODD) from None


def _entry(row: Fields) -> HubFile:
    lfs = inner(row, "lfs")
    oid = lfs.get("oid") or lfs.get("sha256") or row.get("oid") or ""
    return HubFile(str(row["path"]), whole_number(lfs.get("size") or row.get("size") or 0), str(oid), bool(lfs))


def refs(client: Client, revision: RepoRevision) -> Iterator[HubRef]:
    """Every other commit that somebody can reach by name: branches, tags, pull requests (closed ones too), copies that
    the Hub made in other formats. Raises OSError."""
    answer = client.json(f"{revision.api}/refs", {"include_prs": "1"})
    groups = ("branches", "tags", "pullRequests", "converts")
    try:
        data = fields(answer)
        rows = [fields(row) for group in groups for row in items(data.get(group) or [])]
    except TypeError:
        raise Unreadable(ODD) from None
    seen = {revision.sha}
    for row in rows:
        sha = str(row.get("targetCommit") or "")
        if sha and sha not in seen:
            seen.add(sha)
            yield HubRef(str(row.get("ref") or row.get("name")), sha)


def _advice(error: OSError, client: Client, repo_id: str, repo_type: str, revision: str) -> str:
    """What an error of the Hub means for the user, and the next step."""
    kind, status = type(error).__name__, getattr(getattr(error, "response", None), "status_code", None)
    token = (
        "the token in HF_TOKEN may not read it"
        if client.signed_in
        else "no token is set: set HF_TOKEN to one that may read it"
    )
    if kind == "GatedRepoError":
        page = f"{client.endpoint}/{WEB.get(repo_type, '')}{repo_id}"
        return f"{repo_id} is gated; ask for access at {page}, then set HF_TOKEN to a token of that account"
    if kind == "RevisionNotFoundError":
        return f"{repo_id} has no revision {revision!r}; give a branch, a tag, a commit or refs/pr/N"
    if kind == "DisabledRepoError":
        return f"{repo_id} is disabled by the Hub; nothing of it can be read"
    if status == 401 and kind != "RepositoryNotFoundError":
        return "the Hub does not accept the token in HF_TOKEN; make a new one at https://huggingface.co/settings/tokens"
    others = ", ".join(f"--type {other}" for other in WEB if other != repo_type)
    if kind == "RepositoryNotFoundError" or status in (401, 403, 404):
        return f"no {repo_type} {repo_id} is visible: if it is private, {token}; if it is something else, pass {others}"
    return f"the Hub refuses to list {repo_id}: it answered {status or kind}"
