"""Discussions and pull requests: /api/{type}/{id}/discussions..."""

from __future__ import annotations

import os

from testhub.access import HubError
from testhub.store import LOCK, Json, Repo, stamp
from testhub.wire import Exchange

PER_PAGE = 10


def event(user: str, kind: str, data: Json) -> Json:
    return {"id": os.urandom(12).hex(), "type": kind, "author": {"name": user}, "createdAt": stamp(), "data": data}


def comment(user: str, text: str) -> Json:
    latest = {"raw": text, "html": "", "updatedAt": stamp()}
    return event(user, "comment", {"edited": False, "hidden": False, "latest": latest, "numEdits": 0})


def start(repo: Repo, user: str, title: str, text: str, *, is_pr: bool) -> Json:
    """Open a discussion, or a draft pull request with its ref refs/pr/N at main."""
    with LOCK:
        state = repo.state()
        new: Json = {
            "num": len(state["discussions"]) + 1, "author": {"name": user}, "title": title, "status": "draft" if is_pr else "open",
            "createdAt": stamp(), "isPullRequest": is_pr, "repo": {"name": repo.id, "type": repo.kind[:-1]}, "pinned": False,
            "events": [comment(user, text)],
        }  # fmt: skip
        if is_pr:
            new |= {"changes": {"base": "refs/heads/main"}, "filesWithConflicts": []}
            repo.git("update-ref", f"refs/pr/{new['num']}", repo.revision("main"))
        repo.save({**state, "discussions": [*state["discussions"], new]})
        return new


def list_or_create(x: Exchange, kind: str, repo_id: str) -> None:
    repo = x.repo(kind, repo_id, "metadata")
    if x.command == "POST":
        ask = x.json()
        new = start(repo, x.user().name, ask["title"], ask["description"], is_pr=bool(ask.get("pullRequest")))
        return x.send_json(
            {
                "num": new["num"],
                "url": f"{x.base}/{repo.web}/discussions/{new['num']}",
                "pullRequest": new["isPullRequest"],
            }
        )
    author, kinds, status = x.query.get("author"), x.query.get("type", "all"), x.query.get("status", "all")
    found = [
        d for d in reversed(repo.state()["discussions"])
        if author in (None, d["author"]["name"])
        and kinds in ("all", "pull_request" if d["isPullRequest"] else "discussion")
        and status in ("all", "open" if d["status"] in ("open", "draft") else "closed")
    ]  # fmt: skip
    first = int(x.query.get("p", 0)) * PER_PAGE
    page = [
        {k: v for k, v in d.items() if k not in ("events", "changes", "filesWithConflicts")}
        for d in found[first : first + PER_PAGE]
    ]
    return x.send_json({"discussions": page, "count": len(found), "start": first})


def details(x: Exchange, kind: str, repo_id: str, num: str) -> None:
    repo = x.repo(kind, repo_id, "metadata")
    one = _find(repo.state(), num)
    if one["isPullRequest"] and x.flag("diff"):
        one["diff"] = repo.git("diff", f"main...refs/pr/{num}").decode(errors="replace")
    x.send_json(one)


def change(x: Exchange, kind: str, repo_id: str, num: str, action: str, comment_id: str | None = None) -> None:
    """POST .../{num}/comment, /status, /title, /comment/{id}/edit, /comment/{id}/hide."""
    repo, user, ask = x.repo(kind, repo_id, "metadata"), x.user().name, x.json()
    with LOCK:
        state = repo.state()
        one = _find(state, num)
        if comment_id:
            key, item = "updatedComment", next((e for e in one["events"] if e["id"] == comment_id), None)
            if item is None:
                raise HubError(404, "Comment not found")
            if action == "edit":
                item["data"]["latest"]["raw"], item["data"]["edited"] = ask["content"], True
            else:
                item["data"]["hidden"] = True
        elif action == "comment":
            key, item = "newMessage", comment(user, ask["comment"])
        elif action == "status":
            key, item, one["status"] = (
                "newStatus",
                event(user, "status-change", {"status": ask["status"]}),
                ask["status"],
            )
        else:
            key, item, one["title"] = (
                "newTitle",
                event(user, "title-change", {"from": one["title"], "to": ask["title"]}),
                ask["title"],
            )
        if not comment_id:
            one["events"].append(item)
        repo.save(state)
    x.send_json({key: item})


def _find(state: Json, num: str) -> Json:
    for one in state["discussions"]:
        if one["num"] == int(num):
            return one  # type: ignore[no-any-return]
    raise HubError(404, "Discussion not found")
