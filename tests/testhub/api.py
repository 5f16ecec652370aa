"""The JSON API of one repo, /api/{type}/{id}/..., and the few routes beside it."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, quote, unquote, urlsplit

from testhub import discussions
from testhub.access import HubError
from testhub.store import LFS_SUFFIXES, Json, Node, Put, Remove, Repo, pointer, security, stamp
from testhub.wire import Exchange

LFS_SIZE = 10 * 1024 * 1024
REF_GROUPS = {"refs/heads/": "branches", "refs/tags/": "tags", "refs/convert/": "converts", "refs/pr/": "pullRequests"}


def whoami(x: Exchange) -> None:
    x.send_json(x.user().whoami())


def create_repo(x: Exchange) -> None:
    user, ask = x.user(), x.json()
    repo = Repo(x.hub.root, f"{ask.get('type') or 'model'}s", f"{ask.get('organization') or user.name}/{ask['name']}")
    url = f"{x.base}/{repo.web}"
    if not user.may(repo.id, "write"):
        raise HubError(403, "You don't have the rights to create a repo under this namespace")
    if repo.dir.is_dir():
        return x.send_json({"error": "You already created this repo", "url": url}, 409)  # `hf upload` reads url here
    repo.create(private=ask.get("visibility") == "private" or bool(ask.get("private")))
    return x.send_json({"url": url, "name": repo.id, "id": repo.id})


def validate_yaml(x: Exchange) -> None:
    x.send_json({"errors": [], "warnings": []})


def revoke(x: Exchange) -> None:
    """Needs no token, always answers 202: the real route cannot be used to probe which tokens are valid."""
    given = x.json().get("credentials")
    if (
        not isinstance(given, list)
        or not 1 <= len(given) <= 1000
        or not all(isinstance(t, str) and 0 < len(t) <= 200 for t in given)
    ):
        raise HubError(400, "credentials must be 1 to 1000 tokens")
    x.hub.revoked.extend(given)
    for token in given:
        x.hub.accounts.pop(token, None)
    x.send_json({}, 202)


def describe(repo: Repo, node: Node) -> Json:
    out: Json = {
        "type": "directory" if node.kind == "tree" else "file",
        "oid": node.oid,
        "size": node.size,
        "path": node.path,
    }
    if lfs := repo.lfs(node):
        out |= {"size": lfs[1], "lfs": {"oid": lfs[0], "size": lfs[1], "pointerSize": node.size}}
    return out


def expanded(repo: Repo, node: Node, commit: str) -> Json:
    out = describe(repo, node) | {"lastCommit": repo.last_commit(commit, node.path)}
    return (
        out
        if node.kind == "tree"
        else out | {"securityFileStatus": repo.state()["security"].get(node.path, security())}
    )


def scan_status(repo: Repo) -> Json:
    bad = [
        {"path": p, "level": s["status"]}
        for p, s in repo.state()["security"].items()
        if s["status"] not in ("safe", "unscanned")
    ]
    return {"scansDone": True, "filesWithIssues": bad}


def scan(x: Exchange, kind: str, repo_id: str) -> None:
    x.send_json(scan_status(x.repo(kind, repo_id, "metadata")))


def oidc(x: Exchange) -> None:
    """Trades the identity of a CI job for a token of its own (RFC 8693), when the repo trusts it."""
    ask = x.json()
    account = x.hub.publishers.get((str(ask.get("subject_token")), str(ask.get("resource"))))
    if account is None:
        raise HubError(403, "No trusted publisher matches")
    token = f"jwt-{len(x.hub.accounts)}"
    x.hub.accounts[token] = account
    x.send_json({"access_token": token, "token_type": "bearer", "expires_in": x.hub.lifetime})


def auth_check(x: Exchange, kind: str, repo_id: str, write: str | None) -> None:
    x.repo(kind, repo_id, "write" if write else "files")
    x.send_json({})


def info(x: Exchange, kind: str, repo_id: str, rev: str | None) -> None:
    repo = x.repo(kind, repo_id, "metadata")
    commit, state = repo.revision(unquote(rev or "main")), repo.state()
    wanted = x.every("expand")
    if wanted:
        known = {"sha": commit, "private": state["private"], "gated": state["gated"], "disabled": False}
        unknown = [name for name in wanted if name not in known or (name == "gated" and kind == "spaces")]
        if unknown:
            raise HubError(400, f"expand cannot be {unknown[0]}")
        return x.send_json({"_id": "0" * 24, "id": repo.id, **{name: known[name] for name in wanted}})
    files = [describe(repo, n) for n in repo.list(commit, recursive=True) if n.kind == "blob"]
    siblings: list[Json] = [{"rfilename": f["path"]} for f in files]
    if x.flag("blobs"):
        for row, f in zip(siblings, files, strict=True):
            row |= {"size": f["size"], "blobId": f["oid"]}
            if "lfs" in f:
                row["lfs"] = {
                    "sha256": f["lfs"]["oid"],
                    "size": f["lfs"]["size"],
                    "pointerSize": f["lfs"]["pointerSize"],
                }
    return x.send_json({
        "_id": "0" * 24, "id": repo.id, "modelId": repo.id, "author": repo.id.split("/")[0], "sha": commit, "private": state["private"],
        "gated": state["gated"], "disabled": False, "downloads": 0, "likes": 0, "tags": [], "createdAt": state["created"],
        "lastModified": repo.last_commit(commit, ".")["date"], "siblings": siblings,
        **({"securityRepoStatus": scan_status(repo)} if x.flag("securityStatus") else {}),
    })  # fmt: skip


def tree(x: Exchange, kind: str, repo_id: str, rev: str, path: str | None) -> None:
    """Pages of 1000, or 50 with expand, joined by a Link header with a cursor."""
    repo = x.repo(kind, repo_id, "metadata")
    commit, folder = repo.revision(unquote(rev)), unquote(path or "").rstrip("/")
    if folder and not list(repo.list(commit, names=[folder])):
        raise HubError(404, f'{folder} does not exist on "{unquote(rev)}"', "EntryNotFound")
    rows = list(repo.list(commit, folder, recursive=x.flag("recursive")))
    limit = int(x.query.get("limit") or (50 if x.flag("expand") else 1000))
    start = int(base64.urlsafe_b64decode(x.query["cursor"])) if x.query.get("cursor") else 0
    page = [expanded(repo, n, commit) if x.flag("expand") else describe(repo, n) for n in rows[start : start + limit]]
    headers = {}
    if start + limit < len(rows):
        cursor = base64.urlsafe_b64encode(str(start + limit).encode()).decode()
        keep = "".join(f"{k}={quote(v)}&" for k, v in x.query.items() if k != "cursor")
        headers["Link"] = f'<{x.base}{urlsplit(x.path).path}?{keep}cursor={quote(cursor)}>; rel="next"'
    x.send_json(page, headers=headers)


def paths_info(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    repo = x.repo(kind, repo_id, "metadata")
    commit = repo.revision(unquote(rev))
    form = x.json() if "json" in x.headers.get("Content-Type", "") else parse_qs(x.raw.decode())
    paths, expand = form.get("paths", []), str(form.get("expand", "")).lower().strip("[]'") == "true"
    wanted = [p.rstrip("/") for p in ([paths] if isinstance(paths, str) else paths)]
    nodes = repo.list(commit, names=wanted) if wanted else []
    x.send_json([expanded(repo, n, commit) if expand else describe(repo, n) for n in nodes])


def refs(x: Exchange, kind: str, repo_id: str) -> None:
    repo = x.repo(kind, repo_id, "metadata")
    out: dict[str, list[Json]] = {group: [] for group in REF_GROUPS.values()}
    for line in repo.git("for-each-ref", "--format=%(refname) %(objectname)").decode().splitlines():
        ref, oid = line.split()
        for prefix, group in REF_GROUPS.items():
            if ref.startswith(prefix):
                out[group].append({"name": ref.removeprefix(prefix), "ref": ref, "targetCommit": oid})
    if not x.flag("include_prs"):
        del out["pullRequests"]
    x.send_json(out)


def commits(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    repo = x.repo(kind, repo_id, "metadata")
    log = repo.git("log", "--format=%H%x1f%an%x1f%ct%x1f%s%x1f%b%x1e", repo.revision(unquote(rev))).decode()
    rows = [entry.strip("\n").split("\x1f") for entry in log.split("\x1e") if entry.strip()]
    out = [
        {"id": h, "authors": [{"user": a}], "date": stamp(int(t)), "title": s, "message": b.strip()}
        for h, a, t, s, b in rows
    ]
    x.send_json(out, headers={"X-Total-Count": str(len(out))})


def branch(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    repo = x.repo(kind, repo_id, "write")
    repo.git("update-ref", f"refs/heads/{unquote(rev)}", repo.revision(x.json().get("startingPoint") or "main"))
    x.send_json({})


def tag(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    repo = x.repo(kind, repo_id, "write")
    repo.git("update-ref", f"refs/tags/{x.json()['tag']}", repo.revision(unquote(rev)))
    x.send_json({})


def preupload(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    """Says per file: regular or LFS, ignored or not, and the oid already there (sha256 for LFS, else git's)."""
    repo, ask = x.repo(kind, repo_id, "write"), x.json()
    commit, ignored, out = repo.revision(unquote(rev)), (ask.get("gitIgnore") or "").splitlines(), []
    for file in ask["files"]:
        path, sample = file["path"], base64.b64decode(file["sample"])
        large = path.lower().endswith(LFS_SUFFIXES) or file["size"] > LFS_SIZE or b"\0" in sample
        answer: Json = {"path": path, "uploadMode": "lfs" if large else "regular", "shouldIgnore": path in ignored}
        if node := repo.file(commit, path):
            answer["oid"] = (repo.lfs(node) or (node.oid, 0))[0]
        out.append(answer)
    x.send_json({"files": out, "commitOid": commit})


def commit(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    """NDJSON: a header, then file (base64), lfsFile (must be uploaded), deletedFile, deletedFolder."""
    is_pr = x.flag("create_pr")
    repo, user = x.repo(kind, repo_id, "metadata" if is_pr else "write"), x.user()
    items = [json.loads(line) for line in x.raw.splitlines() if line.strip()]
    head = next(i["value"] for i in items if i["key"] == "header")
    edits = [_edit(x, i["key"], i["value"]) for i in items if i["key"] != "header"]
    name, text = head["summary"], head.get("description", "")
    pr = discussions.start(repo, user.name, name, text, is_pr=True) if is_pr else None
    ref = (
        f"refs/pr/{pr['num']}"
        if pr
        else unquote(rev)
        if unquote(rev).startswith("refs/")
        else f"refs/heads/{unquote(rev)}"
    )
    oid, web = repo.commit(ref, edits, name, text, head.get("parentCommit")), f"{x.base}/{repo.web}"
    extra = {"pullRequestUrl": f"{web}/discussions/{pr['num']}"} if pr else {}
    x.send_json({"success": True, "commitOid": oid, "commitUrl": f"{web}/commit/{oid}", "hookOutput": "", **extra})


def _edit(x: Exchange, key: str, value: Json) -> Put | Remove:
    if key == "file":
        return Put(
            value["path"],
            base64.b64decode(value["content"]) if value.get("encoding") == "base64" else value["content"].encode(),
        )
    if key in ("deletedFile", "deletedFolder"):
        return Remove(value["path"].rstrip("/"))
    stored = x.hub.lfs / value["oid"]
    if key != "lfsFile" or not stored.exists():
        raise HubError(400, f"{key} {value.get('oid', '')}: unknown, or its LFS object was not uploaded")
    return Put(value["path"], pointer(value["oid"], stored.stat().st_size))
