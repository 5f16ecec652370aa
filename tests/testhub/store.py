"""Repos as bare git directories: DIR/{models,datasets,spaces}/OWNER/NAME.git, LFS objects in DIR/lfs/<sha256>.

Objects are read and written with git plumbing, so `git clone` and `git push` see the same repos as the API.
What git does not hold (visibility, discussions, scan results) stands in NAME.git/hub.json.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal

from testhub.access import Account, HubError, Need

Json = dict[str, Any]
LFS_SUFFIXES = (
    ".bin",
    ".safetensors",
    ".gguf",
    ".pt",
    ".pth",
    ".ckpt",
    ".onnx",
    ".h5",
    ".parquet",
    ".zip",
    ".npz",
    ".tar",
    ".pkl",
)
LFS_POINTER = re.compile(rb"\Aversion https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize (\d+)\n")
POINTER_SIZES = (len(b"version https://git-lfs.github.com/spec/v1\noid sha256:\nsize 1\n") + 64, 200)
SCANS = ("avScan", "pickleImportScan", "jFrogScan", "protectAiScan", "virusTotalScan")
LOCK = threading.RLock()


def stamp(seconds: float | None = None) -> str:
    """A date as the client's parse_datetime wants it, the only form it accepts."""
    when = datetime.fromtimestamp(time.time() if seconds is None else seconds, timezone.utc)
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def pointer(oid: str, size: int) -> bytes:
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {size}\n".encode()


@dataclass(frozen=True)
class Put:
    path: str
    data: bytes


@dataclass(frozen=True)
class Remove:
    path: str


@dataclass(frozen=True)
class Node:
    """One row of `git ls-tree`."""

    kind: Literal["blob", "tree"]
    oid: str
    size: int
    path: str


class Repo:
    def __init__(self, root: Path, kind: str, repo_id: str) -> None:
        self.kind, self.id = kind, repo_id
        self.dir = root / kind / f"{repo_id}.git"

    @property
    def web(self) -> str:
        """Path of the repo's page, the prefix of its resolve addresses."""
        return self.id if self.kind == "models" else f"{self.kind}/{self.id}"

    def git(self, *args: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        who = {
            f"GIT_{r}_{k}": v
            for r in ("AUTHOR", "COMMITTER")
            for k, v in (("NAME", "user"), ("EMAIL", "user@example.com"))
        }
        full = {**os.environ, **who, "GIT_DIR": str(self.dir), "GIT_CONFIG_NOSYSTEM": "1", "GIT_LITERAL_PATHSPECS": "1"}
        full |= env or {}
        done = subprocess.run(["git", *args], input=stdin, capture_output=True, env=full)
        if done.returncode:
            raise HubError(500, done.stderr.decode(errors="replace"))
        return done.stdout

    def create(self, *, private: bool) -> None:
        self.dir.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self.dir)], check=True)
        self.git("config", "http.receivepack", "true")
        self.save({**self.state(), "private": private})
        rules = "".join(f"*{suffix} filter=lfs diff=lfs merge=lfs -text\n" for suffix in LFS_SUFFIXES)
        self.commit("refs/heads/main", [Put(".gitattributes", rules.encode())], "initial commit")

    def state(self) -> Json:
        path = self.dir / "hub.json"
        new: Json = {
            "private": False,
            "gated": False,
            "readers": [],
            "created": stamp(),
            "discussions": [],
            "security": {},
        }
        return json.loads(path.read_text()) if path.exists() else new

    def save(self, state: Json) -> None:
        new = self.dir / "hub.json.new"
        new.write_text(json.dumps(state))
        new.replace(self.dir / "hub.json")

    def find_ref(self, name: str) -> str | None:
        try:
            return self.git("rev-parse", "-q", "--verify", f"{name}^{{commit}}").decode().strip()
        except HubError:
            return None

    def revision(self, name: str) -> str:
        if oid := self.find_ref(name):
            return oid
        raise HubError(404, f"Invalid rev id: {name}", "RevisionNotFound")

    def list(
        self, commit: str, folder: str = "", *, recursive: bool = False, names: Iterable[str] | None = None
    ) -> Iterator[Node]:
        wanted = list(names) if names is not None else [f"{folder}/"] if folder else []
        rows = self.git("ls-tree", "-z", "-l", *(["-r", "-t"] if recursive else []), commit, "--", *wanted)
        for row in rows.decode().split("\0"):
            if row:
                meta, path = row.split("\t", 1)
                _mode, kind, oid, size = meta.split()
                if path != folder:
                    yield Node("tree" if kind == "tree" else "blob", oid, 0 if size == "-" else int(size), path)

    def file(self, commit: str, path: str) -> Node | None:
        return next((n for n in self.list(commit, names=[path]) if n.kind == "blob" and n.path == path), None)

    def blob(self, oid: str) -> bytes:
        return self.git("cat-file", "blob", oid)

    def lfs(self, node: Node) -> tuple[str, int] | None:
        """(sha256, size) when the node is an LFS pointer."""
        small = node.kind == "blob" and POINTER_SIZES[0] <= node.size <= POINTER_SIZES[1]
        found = LFS_POINTER.match(self.blob(node.oid)) if small else None
        return (found[1].decode(), int(found[2])) if found else None

    def last_commit(self, commit: str, path: str) -> Json:
        oid, title, when = (
            self.git("log", "-1", "--format=%H%x00%s%x00%ct", commit, "--", path).decode().strip().split("\0")
        )
        return {"id": oid, "title": title, "date": stamp(int(when))}

    def commit(
        self, ref: str, edits: Sequence[Put | Remove], title: str, body: str = "", parent: str | None = None
    ) -> str:
        with LOCK, tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": f"{scratch}/index", "GIT_WORK_TREE": scratch}
            head = self.find_ref(ref)
            if parent and parent != head:
                raise HubError(412, "A commit has happened since. Please refresh and try again.")
            if head:
                self.git("read-tree", head, env=env)
            for edit in edits:
                if isinstance(edit, Put):
                    oid = self.git("hash-object", "-w", "--stdin", stdin=edit.data).decode().strip()
                    self.git("update-index", "--add", "--cacheinfo", f"100644,{oid},{edit.path}", env=env)
                elif self.git("ls-files", "-z", "--", edit.path, env=env):
                    self.git("rm", "-r", "-q", "--cached", "--", edit.path, env=env)
                else:
                    raise HubError(404, "A file with this name doesn't exist", "EntryNotFound")
            tree = self.git("write-tree", env=env).decode().strip()
            message = title + (f"\n\n{body}" if body else "") + "\n"
            new = (
                self.git("commit-tree", tree, *(["-p", head] if head else []), stdin=message.encode()).decode().strip()
            )
            self.git("update-ref", ref, new)
            return new


def security(status: str = "safe", *, message: str = "", imports: Sequence[Mapping[str, str]] = ()) -> Json:
    """A securityFileStatus. `imports` are {module, name, safety} rows of the pickle scan."""
    out: Json = {"status": status, **{scan: {"status": "unscanned"} for scan in SCANS}}
    out["avScan"] = {"status": status, **({"message": message} if message else {})}
    if imports:
        out["pickleImportScan"] = {"status": status, "pickleImports": [dict(i) for i in imports]}
    return out


def admit(repo: Repo, account: Account | None, need: Need) -> None:
    """Raise what the real Hub answers: it hides private repos (401 to anonymous, 404 to strangers)."""
    if not repo.dir.is_dir():
        raise _hidden(account)
    state = repo.state()
    inside = account is not None and account.may(repo.id, "read")
    if state["private"] and not inside:
        raise _hidden(account)
    if need == "files" and state["gated"] and not inside and (account is None or account.name not in state["readers"]):
        if account is None:
            raise HubError(401, f"Access to model {repo.id} is restricted. Please log in.", "GatedRepo")
        raise HubError(
            403, f"Access to model {repo.id} is restricted and you are not in the authorized list.", "GatedRepo"
        )
    if need == "write" and account is None:
        raise HubError(401, "Invalid username or password.")
    if need == "write" and account is not None and not account.may(repo.id, "write"):
        raise HubError(403, "You don't have the rights to write to this repo.")


def _hidden(account: Account | None) -> HubError:
    if account is None:
        # The client knows a bare 401 for a hidden repo only at https:// addresses; over http it needs the code.
        return HubError(401, "Invalid username or password.", "RepoNotFound")
    return HubError(404, "Repository not found", "RepoNotFound")
