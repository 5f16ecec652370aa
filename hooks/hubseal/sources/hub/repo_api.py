"""What a repository on the Hub is and holds: one question about it, one listing of its tree."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from ...json_fields import Fields, fields, items
from ...types import RepoType, Unread, Unreadable
from .client import Client, HubError
from .tree_rows import MOST_FILES, HubFile, TreeRows

WEB = {"model": "", "dataset": "datasets/", "space": "spaces/"}
KNOWN = {"model": ("sha", "private", "gated"), "dataset": ("sha", "private", "gated"), "space": ("sha", "private")}
"""Fields that the API gives one by one, by repository type."""


ODD = "the Hub's answer is not what its API gives"
MOST_REFS = 2_000
"""Branches, tags and pull requests that are listed."""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ID = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._-]{0,199}(?:/[0-9A-Za-z_][0-9A-Za-z._-]{0,199})?")


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


class HubRef(NamedTuple):
    """A branch, tag or pull request, and the commit it points at."""

    name: str
    sha: str


class Listing(NamedTuple):
    """The files of a commit, in the order of their paths, and what of it cannot be read."""

    files: list[HubFile]
    unread: list[Unread]
    """Rows that are no files, and, for a listing that broke off, the repository."""


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
    sha, name, gated = data.get("sha"), data.get("id"), data.get("gated")
    if not sha:
        raise HubError(f"{repo_id} has no commit at {revision!r} yet; there is nothing to scan")
    if not isinstance(sha, str) or not _COMMIT.fullmatch(sha):
        raise Unreadable(ODD)
    if _COMMIT.fullmatch(revision) and sha != revision:
        raise Unreadable("the Hub answered with another commit than it was asked for")
    return RepoRevision(
        id=name if isinstance(name, str) and _ID.fullmatch(name) else repo_id,
        type=repo_type,
        sha=sha,
        private=data.get("private") is True,
        gated=gated if gated in ("auto", "manual") else bool(gated),
    )


def tree(client: Client, revision: RepoRevision) -> list[HubFile]:
    """All files of the commit, in the order of their paths. Raises HubError or Unreadable."""
    return _listed(client, revision, TreeRows()).files


def listing(client: Client, revision: RepoRevision) -> Listing:
    """The files of the commit; one that breaks off has those that came before. Raises HubError."""
    rows = TreeRows()
    try:
        _listed(client, revision, rows)
    except Unreadable as error:
        return Listing(rows.files, [*rows.unread, unlisted(revision, str(error))])
    return Listing(rows.files, rows.unread)


def unlisted(revision: RepoRevision, why: str) -> Unread:
    """The repository, as far as it could not be listed."""
    return Unread(revision.id, "", "io", None, f"it could not be listed ({why}); scan it again")


def _listed(client: Client, revision: RepoRevision, rows: TreeRows) -> TreeRows:
    """Adds what the Hub lists. Raises HubError or Unreadable."""
    try:
        for row in client.pages(f"{revision.api}/tree/{revision.sha}", {"recursive": "true"}):
            rows.add(row)
            if rows.full:
                raise Unreadable(f"more than {MOST_FILES:,} files, or names without end")
    except Unreadable:
        raise
    except OSError as error:
        raise HubError(_advice(error, client, revision.id, revision.type, revision.sha)) from None
    except TypeError:
        raise Unreadable(ODD) from None
    return rows


def refs(client: Client, revision: RepoRevision) -> list[HubRef]:
    """Every other commit that somebody can reach by name: branches, tags, pull requests (closed ones too), copies that
    the Hub made in other formats. Raises OSError, also for more than can be listed."""
    answer = client.json(f"{revision.api}/refs", {"include_prs": "1"})
    groups = ("branches", "tags", "pullRequests", "converts")
    try:
        data = fields(answer)
        rows = [fields(row) for group in groups for row in items(data.get(group) or [])]
        named = [_ref(row) for row in rows if row.get("targetCommit")]
    except TypeError:
        raise Unreadable(ODD) from None
    found = {ref.sha: ref for ref in reversed(named) if ref.sha != revision.sha}
    if len(found) > MOST_REFS:
        raise Unreadable(f"it has more than {MOST_REFS:,} branches, tags and pull requests")
    return list(reversed(found.values()))


def _ref(row: Fields) -> HubRef:
    """A row of the references. Raises TypeError for one whose commit is none."""
    sha, name = row.get("targetCommit"), row.get("ref") or row.get("name")
    if not isinstance(sha, str) or not _COMMIT.fullmatch(sha) or not isinstance(name, str):
        raise TypeError("no reference")
    return HubRef(name, sha)


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
