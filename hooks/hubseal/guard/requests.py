"""One request before it leaves: its texts and contents by its route, a file by its stream."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ..app.upload import CHANGED, UploadGate, repo_of
from ..sources import sent
from ..sources.sent import Outgoing
from ..types import Repo
from . import bodies
from .content import check_border, check_sent, remember_end, scan, scan_part
from .decision import failing_closed, refuse
from .process import GUARDS

STEP = 1 << 20
PIECE = 4 << 20
SPOOL = 16 << 20
"""Bytes of a stream that stay in memory; more goes to a temporary file."""
INFERENCE = ("router.huggingface.co", "api-inference.huggingface.co")
ENDPOINTS = ".endpoints.huggingface.cloud"


def inspect(request: Any, library: Any) -> None:
    """Raises UploadRefused for a request that carries what must not leave, or what cannot be scanned."""
    active = GUARDS.current
    host, path = str(request.url.host), unquote(str(request.url.path))
    if active is None or host in INFERENCE or host.endswith(ENDPOINTS):
        return
    with failing_closed():
        gate = active.gate
        try:
            body: bytes | None = request.content
        except library.RequestNotRead:
            body = None
        if body is None:
            _stream(gate, request, library)
        elif not bodies.by_design(path):
            _body(gate, request, path, body)


def _body(gate: UploadGate, request: Any, path: str, body: bytes) -> None:
    """A body in memory."""
    from . import publishing

    route = bodies.ROUTE.search(path)
    what = route["what"] if route else ""
    repo = repo_of(route["id"] if route else None, route["type"] if route else None, gate.policy)
    shown = f"{request.method} {path}"
    if path.endswith("/api/repos/create"):
        publishing.creation(gate, request, body)
    elif what == "settings" or what == "duplicate":
        publishing.switch(gate, request, repo, what, body)
    if request.method == "PUT" and not route:
        return _content(gate, body, repo, str(request.url.host))
    if what == "preupload":
        return _samples(gate, body, repo)
    if what == "commit":
        check_sent()
        parts = bodies.commit(body, shown)
        _planned(gate, parts.files, repo)
        return scan_part(gate, parts.texts, repo)
    if what == "batch" and route and route["type"] == "buckets":
        check_sent()
        return scan_part(gate, bodies.batch(body, shown), repo)
    if path.endswith("/api/validate-yaml"):
        return _card(gate, body, shown)
    address = bodies.json_texts({"address": [path, unquote(request.url.query.decode("ascii", "replace"))]}, shown)
    found = bodies.texts(body, request.headers.get("content-type", ""), shown) if body else []
    texts = [*(address if route or "/api/" in path else ()), *found]
    return scan_part(gate, texts, repo)


def _planned(gate: UploadGate, files: list[Outgoing], repo: Repo) -> None:
    """Files in a commit: those that passed go, one that was planned with other content changed since."""
    for item in files:
        key = sent.digest(item.data or b"")
        if gate.memory.passed(repo.type, item.blob.path, key) or gate.memory.holds(key):
            continue
        if gate.memory.planned(repo.type, item.blob.path, item.data or b""):
            refuse(CHANGED.format(gate.masked(item.blob.path)), None, repo)
        else:
            scan(gate, [item], repo)


def _samples(gate: UploadGate, body: bytes, repo: Repo) -> None:
    """First bytes of files: of those that passed, or parts that are scanned now."""
    unknown = [sent.of_bytes(path, data) for path, data in bodies.samples(body) if not gate.memory.begins(data)]
    scan_part(gate, unknown, repo)


def _card(gate: UploadGate, body: bytes, shown: str) -> None:
    import json

    asked = json.loads(body)
    data = str(asked.get("content") or "").encode("utf-8", "surrogatepass")
    repo = repo_of(None, asked.get("repoType"), gate.policy)
    if not gate.memory.holds(sent.digest(data)):
        scan(gate, [sent.of_bytes("README.md", data)], repo)


def _content(gate: UploadGate, data: bytes, repo: Repo, host: str) -> None:
    """A body that is content, of a file or of a part of one."""
    if not gate.memory.holds(sent.digest(data)):
        check_border(gate, host, data, repo)
        scan_part(gate, [sent.of_bytes("content", data)], repo)
        remember_end(host, data)


def _stream(gate: UploadGate, request: Any, library: Any) -> None:
    """A body that is read while it is sent: a file that passed, else one that is scanned whole before."""
    repo, file = repo_of(None, None, gate.policy), _file(request.stream)
    descriptor = _descriptor(file)
    if descriptor is not None:
        stamp, where = sent.stamp_of(descriptor), _name(file)
        if not gate.memory.holds(stamp):
            known = gate.memory.stamp(where)
            if known is not None and not sent.grew(known, stamp):
                refuse(CHANGED.format(gate.masked(os.path.basename(where))), None, repo)
            scan(gate, [sent.of_path(os.path.basename(where), where)], repo)
        request.stream = _watched(request.stream, descriptor, stamp, library)
        return
    if file is not None:
        scan(gate, [sent.of_stream("content", file)], repo)
        return
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - lives as long as the request
    for piece in request.stream:
        spool.write(piece)
    request.stream = _spooled(spool, library)
    scan_part(gate, [sent.of_stream("content", spool)], repo)


async def spool_async(request: Any, library: Any) -> None:
    """Reads the stream of a request of an asynchronous client, so that it can be looked at."""
    try:
        request.content  # noqa: B018 - raises when there is a stream
    except library.RequestNotRead:
        await request.aread()


def _file(stream: Any) -> Any:
    """The open file that a stream reads, as far as it can be told; None scans the stream itself."""
    file = getattr(stream, "_stream", None)
    file = getattr(file, "fileobj", file)  # a slice of a file
    return file if hasattr(file, "seek") and hasattr(file, "read") else None


def _descriptor(file: Any) -> int | None:
    """The descriptor of a file on the disk that is open under its own name."""
    try:
        descriptor = int(file.fileno())
        return descriptor if sent.stamp_of(descriptor) == sent.stamp_of(_name(file)) else None
    except (AttributeError, OSError, TypeError, ValueError, io.UnsupportedOperation):
        return None


def _name(file: Any) -> str:
    return str(os.path.abspath(os.fspath(file.name)))


def _watched(stream: Any, descriptor: int, stamp: sent.FileStamp, library: Any) -> Any:
    """The stream of a file that passed, which ends when the file changes: each piece is read before it is judged."""

    class Watched(library.SyncByteStream):  # type: ignore[misc]
        def __iter__(self) -> Iterator[bytes]:
            for piece in _pieces(stream):
                if sent.stamp_of(descriptor) != stamp:
                    from ..app.upload_refused import UploadRefused

                    raise UploadRefused(CHANGED.format("a file"))
                yield piece

        def close(self) -> None:
            if hasattr(stream, "close"):
                stream.close()

    return Watched()


def _pieces(stream: Any) -> Iterator[bytes]:
    """What a stream gives, in steps that a look at the file does not slow down."""
    file: Any = getattr(stream, "_stream", None)
    if not hasattr(file, "read"):
        yield from stream
        return
    while piece := file.read(PIECE):
        yield piece


def _spooled(file: Any, library: Any) -> Any:
    """A stream that was read to its end, to be sent, and sent again after a redirect."""

    class Spooled(library.SyncByteStream):  # type: ignore[misc]
        def __iter__(self) -> Iterator[bytes]:
            file.seek(0)
            while piece := file.read(STEP):
                yield piece

    return Spooled()
