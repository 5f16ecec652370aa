"""The server: a route table, two origins, and the handles a test holds."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Mapping, Sequence
from hashlib import sha256
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from testhub import api, discussions, files, jobs, listing
from testhub.access import Account
from testhub.store import LFS_SUFFIXES, LOCK, Put, Remove, Repo, pointer, security
from testhub.traffic import FaultPlan, TrafficLog
from testhub.wire import Exchange

_WEB = r"/(?:(?P<kind>datasets|spaces)/)?(?P<repo_id>[^/]+/[^/]+?)"
_API = r"/api/(?P<kind>models|datasets|spaces)/(?P<repo_id>[^/]+/[^/]+)"
_REV = r"/(?P<rev>refs%2F[^/]+|[^/]+)"
_TALK = rf"{_API}/discussions/(?P<num>\d+)"
ROUTES = tuple((methods, re.compile(pattern), route) for methods, pattern, route in (
    ("GET", r"/api/whoami-v2", api.whoami),
    ("POST", r"/api/repos/create", api.create_repo),
    ("POST", r"/api/validate-yaml", api.validate_yaml),
    ("POST", r"/api/credentials/revoke", api.revoke),
    ("POST", r"/oauth/token", api.oidc),
    ("GET HEAD PUT", r"/_lfs/(?P<oid>[0-9a-f]{64})", files.lfs_object),
    ("POST", r"/api/jobs/(?P<namespace>[^/]+)", jobs.run),
    ("POST", r"/api/settings/webhooks", jobs.webhook),
    ("GET", r"/api/(?P<kind>models|datasets|spaces)", listing.repos),
    ("GET", rf"{_API}/scan", api.scan),
    ("GET", rf"{_API}/auth-check(?P<write>/write)?", api.auth_check),
    ("GET", rf"{_API}/tree{_REV}(?:/(?P<path>.+))?", api.tree),
    ("POST", rf"{_API}/paths-info{_REV}", api.paths_info),
    ("GET", rf"{_API}/refs", api.refs),
    ("GET", rf"{_API}/commits{_REV}", api.commits),
    ("POST", rf"{_API}/branch{_REV}", api.branch),
    ("POST", rf"{_API}/tag{_REV}", api.tag),
    ("POST", rf"{_API}/preupload{_REV}", api.preupload),
    ("POST", rf"{_API}/commit{_REV}", api.commit),
    ("GET POST", rf"{_API}/discussions", discussions.list_or_create),
    ("GET", _TALK, discussions.details),
    ("POST", rf"{_TALK}/(?P<action>comment|status|title)", discussions.change),
    ("POST", rf"{_TALK}/comment/(?P<comment_id>[^/]+)/(?P<action>edit|hide)", discussions.change),
    ("GET", rf"{_API}(?:/revision{_REV})?", api.info),
    ("POST", rf"{_WEB}(?:\.git)?/info/lfs/objects/batch", files.lfs_batch),
    ("GET POST", rf"{_WEB}(?:\.git)?/(?P<tail>info/refs|git-upload-pack|git-receive-pack)", files.smart_http),
    ("GET HEAD", rf"{_WEB}/(?:resolve|raw)/(?P<rev>refs%2F[^/]+|refs/(?:pr|convert)/[^/]+|[^/]+)/(?P<path>.+)", files.resolve),
))  # fmt: skip


class Server(ThreadingHTTPServer):
    """Threads that end with the process, and no word about clients that hang up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class LocalHub:
    """`with LocalHub(tmp_path) as hub:` then point the client at `hub.url`.

    `accounts` maps token to Account and may be changed at any time; `log` and `faults` likewise. With `cdn`, LFS
    content is a redirect to a second origin, as on the real Hub."""

    def __init__(self, root: Path | str, *, port: int = 0, cdn: bool = False) -> None:
        self.root = Path(root)
        self.lfs = self.root / "lfs"
        self.lfs.mkdir(parents=True, exist_ok=True)
        self.accounts: dict[str, Account] = {"hf_test": Account("user")}
        self.log, self.faults, self.closing = TrafficLog(), FaultPlan(), threading.Event()
        self.revoked: list[str] = []
        self.publishers: dict[tuple[str, str], Account] = {}
        """(identity of a CI job, repo) -> the account that its token acts as."""
        self.jobs: list[dict[str, object]] = []
        self.webhooks: list[dict[str, object]] = []
        """What was asked for, as it was sent."""
        self.lifetime = 3600
        """Seconds that such a token is said to live."""
        self.prefix = ""
        """A path below which the Hub is reached, as behind a proxy."""
        self.calls_itself = ""
        """The address in its own links, when it is not the one it is reached at, as behind a mirror."""
        handler = type("Handler", (Exchange,), {"hub": self, "routes": ROUTES})
        self._servers = [
            Server(("127.0.0.1", port), handler),
            Server(("localhost", 0), handler),
        ]
        self.url = f"http://127.0.0.1:{self._servers[0].server_port}"
        self.cdn: str | None = None
        self.use_cdn(cdn)

    def use_cdn(self, on: bool) -> None:
        self.cdn = f"http://localhost:{self._servers[1].server_port}" if on else None

    def environ(self, home: Path) -> dict[str, str]:
        """What the client reads once, at import: set it before huggingface_hub is imported. Without hf_xet's
        content store the client must use plain LFS."""
        switches = ("HF_HUB_DISABLE_XET", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_PROGRESS_BARS")
        return {"HF_ENDPOINT": self.url, "HF_HOME": str(home), "HF_TOKEN": "hf_test", **dict.fromkeys(switches, "1")}

    def publish(
        self, repo_id: str, edits: Mapping[str, bytes | None], *, kind: str = "models", ref: str = "refs/heads/main"
    ) -> str:
        """A commit without the client: path -> content, None removes. Makes the repo when there is none; returns the
        commit. Weights and archives by name become LFS objects, as the Hub's `.gitattributes` has it."""
        repo = Repo(self.root, kind, repo_id)
        if not repo.dir.is_dir():
            repo.create(private=False)
        made = [Remove(p) if data is None else Put(p, self._stored(p, data)) for p, data in edits.items()]
        return repo.commit(ref, made, "published")

    def _stored(self, path: str, data: bytes) -> bytes:
        if not path.lower().endswith(LFS_SUFFIXES):
            return data
        oid = sha256(data).hexdigest()
        (self.lfs / oid).write_bytes(data)
        return pointer(oid, len(data))

    def publish_sparse(
        self, repo_id: str, path: str, size: int, head: bytes, tail: bytes = b"", *, kind: str = "models"
    ) -> str:
        """An LFS file of `size` bytes, zeros between `head` and `tail`, that takes next to no disk. Its id is that of
        its description, not of its bytes."""
        oid = sha256(b"%d\0%s\0%s\0%s" % (size, path.encode(), head, tail)).hexdigest()
        with (self.lfs / oid).open("wb") as file:
            file.truncate(size)
            file.write(head)
            file.seek(size - len(tail))
            file.write(tail)
        repo = Repo(self.root, kind, repo_id)
        if not repo.dir.is_dir():
            repo.create(private=False)
        return repo.commit("refs/heads/main", [Put(path, pointer(oid, size))], "weights")

    def set_access(
        self,
        repo_id: str,
        *,
        kind: str = "models",
        private: bool = False,
        gated: str | bool = False,
        readers: Sequence[str] = (),
    ) -> None:
        self._update(kind, repo_id, {"private": private, "gated": gated, "readers": list(readers)})

    def set_security(
        self,
        repo_id: str,
        path: str,
        status: str,
        *,
        kind: str = "models",
        message: str = "",
        imports: Sequence[Mapping[str, str]] = (),
        scans: Mapping[str, object] | None = None,
    ) -> None:
        """Say what the Hub's scanners found in a file: unscanned, queued, safe, caution, suspicious, unsafe, error."""
        known = Repo(self.root, kind, repo_id).state()["security"]
        self._update(
            kind,
            repo_id,
            {"security": {**known, path: {**security(status, message=message, imports=imports), **(scans or {})}}},
        )

    def _update(self, kind: str, repo_id: str, change: Mapping[str, object]) -> None:
        with LOCK:
            repo = Repo(self.root, kind, repo_id)
            repo.save({**repo.state(), **change})

    def __enter__(self) -> LocalHub:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()
