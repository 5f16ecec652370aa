"""Content at the wire: what passed goes, what changed since is refused, what nobody planned is scanned now."""

from __future__ import annotations

import os
import threading

from ..app.upload import CHANGED, UploadGate, repo_of
from ..sources import sent
from ..sources.sent import FileStamp, Outgoing
from ..types import Repo
from .decision import failing_closed, judge, refuse
from .process import GUARDS

_PENDING: dict[str, FileStamp] = {}
"""Files that hf_xet was given to read, in the state in which they passed, until the Hub's commit names them."""
_LAST: dict[str, bytes] = {}
"""The end of the last content that a host was sent in memory."""
REACH = 4096
_LOCK = threading.Lock()


def check_path(local: str) -> None:
    """A file that hf_xet will open by itself. Raises UploadRefused."""
    active = GUARDS.current
    if active is None:
        return
    with failing_closed():
        gate, where = active.gate, os.path.abspath(local)
        stamp = sent.stamp_of(where)
        repo = repo_of(None, None, gate.policy)
        if not gate.memory.holds(stamp):
            known = gate.memory.stamp(where)
            if known is not None and not sent.grew(known, stamp) and not _same(gate, where):
                refuse(CHANGED.format(os.path.basename(where)), None, repo)
            else:
                scan(gate, [sent.of_path(os.path.basename(where), where)], repo)
        with _LOCK:
            _PENDING[where] = stamp


def check_bytes(data: bytes, name: str) -> None:
    """Content in memory that hf_xet sends. Raises UploadRefused."""
    active = GUARDS.current
    if active is None or active.gate.memory.holds(sent.digest(data)):
        return
    with failing_closed():
        gate = active.gate
        scan(gate, [sent.of_bytes(name, data)], repo_of(None, None, gate.policy))


def check_border(gate: UploadGate, host: str, data: bytes, repo: Repo) -> None:
    """What stands across the border of this part of a content and the last one to the same host."""
    with _LOCK:
        before = _LAST.pop(host, b"")
    if before and data:
        scan_part(gate, [sent.of_bytes("content", before + data[:REACH])], repo)


def remember_end(host: str, data: bytes) -> None:
    """Notes the end of a part that goes."""
    with _LOCK:
        _LAST[host] = data[-REACH:]


def check_sent() -> None:
    """Before a commit: no file changed while hf_xet read it. Raises UploadRefused."""
    with _LOCK:
        pending = dict(_PENDING)
        _PENDING.clear()
    for where, stamp in pending.items():
        try:
            now = sent.stamp_of(where)
        except OSError:
            continue  # a temporary file that is gone cannot have changed under its reader on the same name
        active = GUARDS.current
        if active is not None and now != stamp and not sent.grew(stamp, now):
            refuse(CHANGED.format(os.path.basename(where)), None, repo_of(None, None, active.gate.policy))


def scan(gate: UploadGate, files: list[Outgoing], repo: Repo) -> None:
    """Scans files as a whole that are sent at once. Raises UploadRefused."""
    judge(gate.report(files, repo, planned=False), repo, lambda: gate.let_go(files, repo))


def scan_part(gate: UploadGate, parts: list[Outgoing], repo: Repo) -> None:
    """Scans texts, and parts of files. Raises UploadRefused."""
    if parts:
        judge(gate.part(parts, repo), repo)


def _same(gate: UploadGate, where: str) -> bool:
    """Whether a small file has content that passed, though its times say otherwise."""
    if os.path.getsize(where) > sent.SMALL:
        return False
    with open(where, "rb") as file:
        return gate.memory.holds(sent.digest(file.read()))
