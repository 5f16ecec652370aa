"""HTTP plumbing: read a body, send an answer, honour ranges, log it, and let the planned faults happen."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import traceback
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from testhub.access import Account, HubError, Need, token_of
from testhub.store import Repo, admit
from testhub.traffic import Fault, Served

if TYPE_CHECKING:
    from testhub.server import LocalHub

STEP = 1 << 20


class Slice:
    """A part of a file or of bytes in memory, read when it is sent: sparse files may be larger than memory."""

    def __init__(self, source: bytes | Path, start: int, end: int) -> None:
        self.source, self.start, self.end = source, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def read(self, first: int, stop: int) -> bytes:
        if isinstance(self.source, bytes):
            return self.source[self.start + first : self.start + stop]
        with self.source.open("rb") as file:
            file.seek(self.start + first)
            return file.read(stop - first)


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer. Routes are functions that get it, and read `query`, `raw`, `json()`."""

    protocol_version = "HTTP/1.1"
    hub: LocalHub
    routes: tuple[tuple[str, re.Pattern[str], Callable[..., None]], ...] = ()
    raw: bytes
    query: dict[str, str]
    account: Account | None
    fault: Fault | None
    file: str | None

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the traffic log is the log."""

    def handle_request(self) -> None:
        self.path = self.path.removeprefix(self.hub.prefix)
        url = urlsplit(self.path)
        self.file, self.account = None, None
        self.fault = self.hub.faults.take(self.command, self.path)
        self.query = {k: v[-1] for k, v in parse_qs(url.query, keep_blank_values=True).items()}
        try:
            self.raw = self._body()
            if self.fault and self.fault.body is not None:
                headers = {"Content-Type": "application/json", **self.fault.headers}
                answer = self.send_endless if self.fault.endless else self.send
                return answer(self.fault.status or 200, self.fault.body, headers)
            if self.fault and self.fault.status:
                raise HubError(self.fault.status, "planned fault", headers=self.fault.headers)
            self.account = self._authenticate()
            self._dispatch(url.path)
        except HubError as e:
            headers = {"X-Error-Message": e.message.replace("\n", " ")[:500], **e.headers}
            self.send_json({"error": e.message}, e.status, {**headers, **({"X-Error-Code": e.code} if e.code else {})})
        except ConnectionError:
            self.close_connection = True
        except Exception as e:  # a bug in the test Hub must reach the client as a 500, with its trace
            traceback.print_exc()
            self.send_json({"error": repr(e)}, 500)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_request

    def _dispatch(self, path: str) -> None:
        for methods, pattern, route in self.routes:
            if self.command in methods.split() and (found := pattern.fullmatch(path)):
                return route(self, **found.groupdict())
        raise HubError(404, f"no route {self.command} {path}")

    def _authenticate(self) -> Account | None:
        token = token_of(self.headers.get("Authorization") or "")
        if not token:
            return None
        if account := self.hub.accounts.get(token):
            return account
        raise HubError(401, "Invalid credentials in Authorization header")

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    @property
    def base(self) -> str:
        return self.hub.calls_itself or f"http://{self.headers.get('Host')}"

    def json(self) -> Any:
        return json.loads(self.raw or b"{}")

    def every(self, name: str) -> list[str]:
        """All values of a query parameter, also when it is written `name[]`."""
        values = parse_qs(urlsplit(self.path).query)
        return values.get(name, []) + values.get(f"{name}[]", [])

    def flag(self, name: str) -> bool:
        return self.query.get(name, "").lower() in ("true", "1", "yes")

    def user(self) -> Account:
        if self.account is None:
            raise HubError(401, "Invalid username or password.")
        return self.account

    def repo(self, kind: str | None, repo_id: str, need: Need) -> Repo:
        repo = Repo(self.hub.root, kind or "models", repo_id)
        admit(repo, self.account, need)
        return repo

    def send_json(self, value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        self.send(status, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def send(self, status: int, body: bytes | Slice = b"", headers: Mapping[str, str] | None = None) -> None:
        fault = self.fault if self.fault and not self.fault.status else None
        cut = fault.drop_after if fault else None
        sent = 0 if self.command == "HEAD" else len(body) if cut is None else min(cut, len(body))
        url = urlsplit(self.path)
        user = self.account.name if self.account else None
        # Logged before the first byte leaves: a test that has the answer must find the entry.
        self.hub.log.add(
            Served(self.command, url.path, url.query, status, self.headers.get("Range"), sent, self.file, user)
        )
        self.send_response(status)
        for key, value in {
            "Content-Type": "application/octet-stream",
            **(headers or {}),
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(key, value)
        self.end_headers()
        step = (fault.chunk if fault else None) or STEP
        for start in range(0, sent, step):
            end = min(start + step, sent)
            self.wfile.write(body[start:end] if isinstance(body, bytes) else body.read(start, end))
            if fault and fault.pause:
                self.hub.closing.wait(fault.pause)
        if cut is not None and self.command != "HEAD":
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    def send_endless(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """The body over and over, in chunks, until the client hangs up."""
        self.hub.log.add(Served(self.command, self.path, "", status, None, 0, None, None))
        self.send_response(status)
        for key, value in {**headers, "Transfer-Encoding": "chunked"}.items():
            self.send_header(key, value)
        self.end_headers()
        chunk = b"%x\r\n%s\r\n" % (len(body), body)
        while not self.hub.closing.wait(self.fault.pause if self.fault else 0):
            self.wfile.write(chunk)

    def send_ranged(self, source: bytes | Path, headers: Mapping[str, str]) -> None:
        """200, 206 or 416, with a single `bytes=a-b`, `bytes=a-` or `bytes=-n` range (RFC 9110, 14.2)."""
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        headers = {**headers, "Accept-Ranges": "bytes"}
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", (self.headers.get("Range") or "").strip())
        if not found or not (found[1] or found[2]):
            return self.send(200, Slice(source, 0, size), headers)
        first = int(found[1]) if found[1] else max(0, size - int(found[2]))
        last = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
        if first >= size or last < first:
            return self.send(416, b"", {**headers, "Content-Range": f"bytes */{size}"})
        return self.send(
            206, Slice(source, first, last + 1), {**headers, "Content-Range": f"bytes {first}-{last}/{size}"}
        )
