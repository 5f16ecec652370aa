"""What becomes of a report: what is clean goes, what is not is refused, or let go for a reason that is written down."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from .. import cache, fault, standard_streams
from ..app.clean_text import clean
from ..app.request import UsageError
from ..app.upload import repo_of
from ..app.upload_refused import UploadRefused
from ..reports import exit_code
from ..reports.formats import render
from ..rules import RULES
from ..sources.sent import Outgoing
from ..types import Repo, Report
from . import bodies
from .process import GUARDS, OVERRIDE

LOG = "allowed-uploads.jsonl"
"""In the user's cache folder: a line for each refusal that was overridden."""
LARGEST_LOG = 1 << 20


def check(make: Callable[[], Iterable[Outgoing]], repo_id: str | None, repo_type: str | None) -> None:
    """Scans files of a plan before the first byte of it is sent. Raises UploadRefused."""
    active = GUARDS.current
    if active is None:
        return
    with failing_closed():
        gate = active.gate
        repo = repo_of(repo_id, repo_type, gate.policy)
        files = list(make())
        judge(gate.report(files, repo), repo, lambda: gate.let_go(files, repo))


def check_texts(texts: Mapping[str, object], shown: str, repo_id: str | None, repo_type: str | None) -> None:
    """Scans what is said about an upload: its message, its description. Raises UploadRefused."""
    active = GUARDS.current
    if active is None or not any(texts.values()):
        return
    with failing_closed():
        repo = repo_of(repo_id, repo_type, active.gate.policy)
        judge(active.gate.part(bodies.json_texts(dict(texts), shown), repo), repo)


def judge(report: Report, repo: Repo, let_go: Callable[[], object] = lambda: None) -> None:
    """Raises UploadRefused for a report that is not clean, unless somebody gives a reason to send it all the same."""
    if exit_code(report) == 0:
        return
    refuse(_text(report, repo), report, repo)
    let_go()


def overridden(report: Report | None, repo: Repo, text: str = "") -> bool:
    """Whether somebody gives a reason to send what is not clean; it is printed behind `text`, and written down."""
    reason = " ".join(os.environ.get(OVERRIDE, "").split())
    if not reason:
        return False
    said = clean(reason)
    standard_streams.tell(f"{text}hubseal: sent all the same, because {OVERRIDE} says: {said}")
    _record(said, report, repo)
    return True


def refuse(text: str, report: Report | None, repo: Repo) -> None:
    """Raises UploadRefused, unless somebody gives a reason; then that is printed and written down."""
    if not overridden(report, repo, f"{text}\n"):
        raise UploadRefused(text, report)


@contextmanager
def failing_closed() -> Iterator[None]:
    """Turns whatever keeps a scan from its verdict into a refusal."""
    try:
        yield
    except UploadRefused:
        raise
    except UsageError as error:
        raise UploadRefused(f"hubseal refuses the upload: {clean(str(error))}") from None
    except Exception as error:  # noqa: BLE001 - what cannot be scanned does not go
        raise UploadRefused(f"hubseal refuses the upload: {fault.describe(error)}") from None


def _text(report: Report, repo: Repo) -> str:
    body = render(report, "text", colour=False, verbose=0, quiet=False, rules=RULES)
    head = f"hubseal refuses the {report.target or 'upload'}; nothing of what is named here was sent:"
    tail = f"mend the files and upload again, or say why to send them all the same: {OVERRIDE}='the reason'"
    return f"{head}\n{body}\n{tail}"


def _record(reason: str, report: Report | None, repo: Repo) -> None:
    """Appends to the log; one that cannot be written is told."""
    line = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "repo": clean(repo.id or ""),
        "type": repo.type,
        "reason": reason,
        "findings": [] if report is None else [[f.rule, f.at.path, f.fingerprint] for f in report.findings],
    }
    data = (cache.read(LOG, only=False) or b"")[-LARGEST_LOG:] + json.dumps(line).encode() + b"\n"
    cache.write(LOG, data)
    if cache.read(LOG) != data:
        standard_streams.tell(f"hubseal: the override is recorded nowhere but here: {json.dumps(line)}")
