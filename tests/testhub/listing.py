"""The repositories of an owner, /api/{models,datasets,spaces}?author=NAME, in pages."""

from __future__ import annotations

import base64
from urllib.parse import urlencode, urlsplit

from testhub.access import HubError
from testhub.store import Json, Repo, admit
from testhub.wire import Exchange

PAGE = 1000


def repos(x: Exchange, kind: str) -> None:
    """At most 1,000 a page, joined by a Link header with a cursor; private ones only for who may read them."""
    owner = x.query.get("author", "")
    folder = x.hub.root / kind / owner
    if not owner or not folder.is_dir():
        return x.send_json([])
    names = sorted(path.stem for path in folder.glob("*.git"))
    limit = min(int(x.query.get("limit") or PAGE), PAGE)
    start = int(base64.urlsafe_b64decode(x.query["cursor"])) if x.query.get("cursor") else 0
    headers = {}
    if start + limit < len(names):
        cursor = base64.urlsafe_b64encode(str(start + limit).encode()).decode()
        query = urlencode({**{k: v for k, v in x.query.items() if k != "cursor"}, "cursor": cursor})
        headers["Link"] = f'<{x.base}{urlsplit(x.path).path}?{query}>; rel="next"'
    rows = [_row(x, Repo(x.hub.root, kind, f"{owner}/{name}")) for name in names[start : start + limit]]
    return x.send_json([row for row in rows if row], headers=headers)


def _row(x: Exchange, repo: Repo) -> Json | None:
    try:
        admit(repo, x.account, "metadata")
    except HubError:
        return None
    return {"_id": "0" * 24, "id": repo.id, "private": repo.state()["private"], "tags": [], "downloads": 0, "likes": 0}
