"""Where findings stand for machines: paths in the repository of a checkout, addresses on the Hub, fingerprints."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from urllib.parse import quote

from .. import member_path
from ..types import Finding, HubPage, Report, Unread
from . import file_of

DEFAULT_REF = "main"
_NO_CHARACTER = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of a pair: names of Windows and of JSON may hold one alone. The others stand for bytes."""
LONGEST = 1_000
"""Characters of an address: a long name does not push the findings out."""


def repository_path(report: Report, finding: Finding) -> str:
    """The file, relative to the top of the repository that is scanned; as it is shown where it lies outside."""
    return _inside(report, file_of(finding))


def _inside(report: Report, name: str) -> str:
    shown = name.replace(os.sep, "/")
    if report.checkout is None:
        return shown
    top, prefix = report.checkout
    if is_absolute(shown):
        return shown.removeprefix(top.rstrip("/") + "/")
    inside = posixpath.normpath(posixpath.join(prefix, shown))
    return shown if inside.split("/", 1)[0] == ".." else inside


def is_absolute(path: str) -> bool:
    """Whether a path with slashes is absolute, on this system."""
    return path.startswith("/") or (os.name == "nt" and os.path.isabs(path))


def page(hub: HubPage) -> str:
    """The address of a repository's page."""
    return f"{hub.endpoint}/{quoted(hub.path)}"


def repository(report: Report) -> str:
    """The repository on the Hub, before what is said of it: `datasets/org/name: `; empty for a checkout."""
    return f"{report.hub.path}: " if report.hub is not None else ""


def file_path(hub: HubPage, finding: Finding) -> str:
    """The path of a file's page below the address of the Hub: it stays the same from commit to commit."""
    return file_path_of(hub, file_of(finding), finding.commit or "")


def file_path_of(hub: HubPage, path: str, commit: str = "") -> str:
    """The same of any file or member of one."""
    ref = quote(commit or hub.ref, safe="", errors="replace")
    return f"{quoted(hub.path)}/blob/{ref}/{quoted(member_path.outer(path))}"


def blob_link(page: str, sha: str) -> Callable[[Finding], str]:
    """Addresses of findings below the page of a repository, on the Hub or on GitHub, at a commit unless the finding
    names one of its own."""

    def link(finding: Finding) -> str:
        outer = file_of(finding)
        commit = finding.commit or sha
        if not commit or "…" in outer or re.search(r"\[[a-z0-9-]+\]", outer):
            return ""  # the name is masked: its true address would hold what is hidden
        line = finding.at.start.line if outer == finding.at.shown else None
        path = quoted(outer)
        address = f"{page}/blob/{quote(commit, errors='replace')}/{path}" + (f"#L{line}" if line is not None else "")
        return address if len(address) <= LONGEST else ""

    return link


def hub_link(report: Report, finding: Finding) -> str:
    """The address of a finding on the Hub, at the scanned commit; empty where it has none, and for a checkout."""
    return blob_link(page(report.hub), report.revision or "")(finding) if report.hub is not None else ""


def category(hub: HubPage) -> str:
    """What tells the scans of a repository from those of others: `hubseal/datasets/org/name/`."""
    ref = "" if hub.ref == DEFAULT_REF else f"@{hub.ref}"
    return f"hubseal/{hub.path}{ref}/"


def fingerprints(report: Report, findings: Iterable[Finding]) -> list[str]:
    """One for each finding, each of them once: of a repository on the Hub, and of each one in a monorepo, they are its
    own, whatever else is in the same file of results."""
    own = ((_scope(report, finding), finding.fingerprint) for finding in findings)
    return _distinct(_mixed(scope, known) if scope else known for scope, known in own)


def unread_fingerprints(report: Report, items: Iterable[Unread]) -> list[str]:
    """The same of what was not read."""
    scope = page(report.hub) if report.hub is not None else ""
    return _distinct(_mixed(scope, f"{item.cause} {item.path} {item.place}") for item in items)


def _distinct(fingerprints: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    made = []
    for known in fingerprints:
        seen[known] += 1
        made.append(known if seen[known] == 1 else _mixed(str(seen[known]), known))
    return made


def _scope(report: Report, finding: Finding) -> str:
    """The repository on the Hub, or the folder that it has in a monorepo; empty for a checkout of one."""
    if report.hub is not None:
        return page(report.hub)
    if report.checkout is None:
        return ""
    inside = _inside(report, finding.at.shown)
    if is_absolute(inside) or inside.startswith("../"):
        return ""
    return inside.removesuffix(finding.at.path.rstrip("/")).rstrip("/")


def _mixed(scope: str, fingerprint: str) -> str:
    return sha256(_octets(f"{scope}\0{fingerprint}")).hexdigest()


def quoted(path: str, safe: str = "/") -> str:
    """The path in an address: as UTF-8, bytes that are none as they are, and what is no character replaced."""
    return quote(_octets(path), safe=safe)


def _octets(text: str) -> bytes:
    return _NO_CHARACTER.sub("\ufffd", text).encode("utf-8", "surrogateescape")
