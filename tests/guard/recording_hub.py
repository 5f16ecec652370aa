"""The test Hub that keeps every request, with a content store for hf_xet, buckets, attachments and settings of Spaces.

What it proves: which bytes left the real client, whichever way it took, with hf_xet on as users have it.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from testhub import Account, LocalHub, api, files
from testhub.access import HubError
from testhub.server import ROUTES
from testhub.wire import Exchange

STORE_TOKEN = "content-store"
API = r"/api/(?P<kind>models|datasets|spaces)/(?P<repo_id>[^/]+/[^/]+)"
BUCKET = r"/api/buckets/(?P<bucket_id>[^/]+/[^/]+)"


class Request(NamedTuple):
    """One request as it arrived."""

    method: str
    path: str
    body: bytes


def shapes(leak: bytes) -> Iterator[bytes]:
    """How a leak can stand in a request: plain, and in base64 at each of the three offsets."""
    yield leak
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + leak)
        yield encoded[4 * bool(offset) : -4]


def store_token(x: Exchange, **_: str | None) -> None:
    x.user()
    expires = int(time.time()) + 3600
    headers = {"X-Xet-Cas-Url": x.base, "X-Xet-Access-Token": STORE_TOKEN, "X-Xet-Token-Expiration": str(expires)}
    x.send_json({"casUrl": x.base, "accessToken": STORE_TOKEN, "exp": expires}, headers=headers)


def unknown_chunk(x: Exchange) -> None:
    raise HubError(404, "the store has no such chunk")


def commit(x: Exchange, kind: str, repo_id: str, rev: str) -> None:
    """The content of files in the store is not in the repository: they are zeros of the same size."""
    for line in filter(None, x.raw.splitlines()):
        item = json.loads(line)
        if item["key"] == "lfsFile":
            stored = x.hub.lfs / item["value"]["oid"]
            if not stored.exists():
                with stored.open("wb") as file:
                    file.truncate(item["value"].get("size") or 0)
    api.commit(x, kind, repo_id, rev)


def lfs_batch(x: Recorder, kind: str | None, repo_id: str) -> None:
    """Objects larger than `part_size` are to be sent in parts of it."""
    if not x.hub.part_size:
        files.lfs_batch(x, kind, repo_id)
        return
    ask, answers = x.json(), []
    for wanted in ask["objects"]:
        parts = -(-wanted["size"] // x.hub.part_size)
        header = {f"{n + 1:05}": f"{x.base}/_part/{wanted['oid']}/{n}" for n in range(parts)}
        upload = {"href": f"{x.base}/_whole/{wanted['oid']}", "header": {**header, "chunk_size": str(x.hub.part_size)}}
        answers.append({"oid": wanted["oid"], "size": wanted["size"], "actions": {"upload": upload}})
    x.send_json({"transfer": "multipart", "objects": answers}, headers={"Content-Type": "application/vnd.git-lfs+json"})


def lfs_part(x: Exchange, oid: str, number: str) -> None:
    with (x.hub.lfs / oid).open("r+b" if (x.hub.lfs / oid).exists() else "wb") as file:
        file.seek(0, 2)
        file.write(x.raw)
    x.send(200, b"", {"ETag": f'"{number}"'})


def bucket(x: Exchange, bucket_id: str) -> None:
    x.send_json({
        "id": bucket_id, "bucketId": bucket_id, "url": f"{x.base}/buckets/{bucket_id}", "author": bucket_id.split("/")[0],
        "private": False, "visibility": "public", "createdAt": "2026-01-01T00:00:00.000Z", "size": 0, "totalFiles": 0,
    })  # fmt: skip


def answer(value: object) -> object:
    def route(x: Exchange, **_: str | None) -> None:
        x.send_json(value)

    return route


def attachment(x: Exchange) -> None:
    x.send(200, f"{x.base}/attachment.png".encode(), {"Content-Type": "text/plain"})


def settings(x: Exchange, kind: str, repo_id: str) -> None:
    asked, repo = x.json(), x.repo(kind, repo_id, "write")
    private = asked.get("private", asked.get("visibility") == "private")
    repo.save({**repo.state(), "private": private})
    x.send_json({})


EXTRA = tuple((methods, re.compile(pattern), route) for methods, pattern, route in (
    ("GET", rf"{API}/xet-(?:write|read)-token(?:/.+)?", store_token),
    ("GET", rf"{BUCKET}/xet-(?:write|read)-token", store_token),
    ("GET", r"/v1/chunks/.+", unknown_chunk),
    ("POST", r"/(?:(?P<kind>datasets|spaces)/)?(?P<repo_id>[^/]+/[^/]+?)\.git/info/lfs/objects/batch", lfs_batch),
    ("PUT", r"/_part/(?P<oid>[0-9a-f]{64})/(?P<number>[0-9]+)", lfs_part),
    ("POST", r"/_whole/[0-9a-f]{64}", answer({})),
    ("POST", r"/v1/xorbs/.+", answer({"was_inserted": True})),
    ("POST", r"/v1/shards", answer({"result": 1})),
    ("POST", r"/v2/shards|/v1/xorb-grants.*", unknown_chunk),
    ("POST", rf"{API}/commit/(?P<rev>refs%2F[^/]+|[^/]+)", commit),
    ("POST", rf"{BUCKET}/batch", answer({"success": True, "processed": 1, "succeeded": 1, "failed": []})),
    ("GET", rf"{BUCKET}/tree(?:/.*)?", answer([])),
    ("POST", rf"{BUCKET}/paths-info", answer([])),
    ("GET POST", BUCKET, bucket),
    ("POST", r"/uploads", attachment),
    ("POST", rf"{API}/(?:variables|secrets)", answer({})),
    ("PUT", rf"{API}/settings", settings),
))  # fmt: skip


class Recorder(Exchange):
    hub: RecordingHub
    do_PATCH = Exchange.handle_request

    def _body(self) -> bytes:
        body = super()._body()
        self.hub.requests.append(Request(self.command, self.path, body))
        return body


class RecordingHub(LocalHub):
    """A LocalHub that keeps each request in `requests`."""

    def __init__(self, root: Path | str, *, port: int = 0, cdn: bool = False) -> None:
        super().__init__(root, port=port, cdn=cdn)
        self.requests: list[Request] = []
        self.part_size = 0
        """Bytes of a part of an LFS object that goes in several; 0: all go whole."""
        self.accounts[STORE_TOKEN] = Account("user")
        for server in self._servers:
            server.RequestHandlerClass = type("Handler", (Recorder,), {"hub": self, "routes": (*EXTRA, *ROUTES)})

    def __enter__(self) -> RecordingHub:
        super().__enter__()
        return self

    def client_environment(self, home: Path, *, xet: bool) -> dict[str, str]:
        """What the client reads at import."""
        found = {**self.environ(home), "HF_HUB_DISABLE_UPDATE_CHECK": "1", "HF_HUB_VERBOSITY": "critical"}
        if xet:
            del found["HF_HUB_DISABLE_XET"]
        return found

    def holding(self, leak: bytes) -> list[str]:
        """ "METHOD path" of each request that holds a leak, in its address or in its body."""
        wanted = tuple(shapes(leak))
        return [
            f"{sent.method} {sent.path.split('?')[0]}"
            for sent in list(self.requests)
            if any(shape in sent.body or shape in unquote_to_bytes(sent.path) for shape in wanted)
        ]
