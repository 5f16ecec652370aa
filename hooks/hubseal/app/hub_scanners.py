"""The Hub's own scans of a repository, beside ours: malware, pickles, other scanners. Read raw, because the client
library drops some of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_fields import Fields, fields, inner, items
from ..sources.hub import Client, RepoRevision

MOST = 20
QUIET = ("safe", "unscanned", "queued")
NAMES = {
    "avScan": "ClamAV",
    "pickleImportScan": "pickle imports",
    "jFrogScan": "JFrog",
    "protectAiScan": "Protect AI",
    "virusTotalScan": "VirusTotal",
}
"""Field of a file's security status -> the scanner."""


def notes(client: Client, revision: RepoRevision) -> list[str]:
    """A line for each file that one of the Hub's scanners calls bad. Names in it are not masked yet."""
    try:
        answer = fields(client.json(f"{revision.api}/scan"))
        listed = items(answer.get("filesWithIssues") or [])
        issues = [issue for issue in listed if isinstance(issue, dict) and issue.get("path")]
        details = _details(client, revision, [str(issue["path"]) for issue in issues[:MOST]])
        done = answer.get("scansDone")
    except (OSError, TypeError):
        return ["the Hub's own scan results could not be had"]
    lines = [_line(issue, details.get(str(issue["path"]), {})) for issue in issues[:MOST]]
    if len(issues) > MOST:
        lines.append(f"the Hub's own scans: {len(issues) - MOST} more files with issues")
    if done is False:
        lines.append("the Hub's own scans of this repository are not finished")
    return lines


def _details(client: Client, revision: RepoRevision, paths: list[str]) -> dict[str, Fields]:
    """The security status of each file, as the Hub gives it."""
    if not paths:
        return {}
    rows = client.post(f"{revision.api}/paths-info/{revision.sha}", {"paths": paths, "expand": "true"}, form=True)
    return {str(row.get("path")): inner(row, "securityFileStatus") for row in map(fields, items(rows))}


def _line(issue: Fields, status: Fields) -> str:
    verdicts = ", ".join(_scanners(status))
    line = f"the Hub's own scans: {issue['path']} is {_word(issue.get('level'))}"
    return f"{line} ({verdicts})" if verdicts else line


def _scanners(status: Fields) -> Iterator[str]:
    for field, value in status.items():
        word = _word(value.get("status")) if isinstance(value, dict) else ""
        if word and word not in QUIET:
            yield f"{NAMES.get(field, _word(field))}: {word}"


def _word(value: object) -> str:
    """A word of the Hub's, as far as it is one."""
    text = str(value or "")
    return text if text.isidentifier() and len(text) <= 40 else "unknown"
