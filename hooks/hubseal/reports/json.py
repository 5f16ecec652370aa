"""The stable, versioned JSON report."""

from __future__ import annotations

import json
from json.encoder import encode_basestring

from .. import __version__
from ..rule_types import RuleSet
from ..types import Finding, Report
from . import exit_code
from .cap import capped
from .escape import HOSTILE

SCHEMA = 1


def finding(item: Finding) -> dict[str, object]:
    """A finding as JSON holds it."""
    return {
        "rule": item.rule,
        "family": item.family,
        "level": item.level,
        "path": item.at.path,
        "shown": item.at.shown,
        "line": item.at.start.line,
        "column": item.at.start.column,
        "end_line": item.at.end.line,
        "end_column": item.at.end.column,
        "place": item.at.place,
        "key": item.at.key,
        "message": item.message,
        "reason": item.reason,
        "masked": item.masked,
        "count": item.count,
        "rows": list(item.at.rows) or None,
        "places": list(item.places),
        "fingerprint": item.fingerprint,
        "fix": item.fix,
        "url": item.url,
        "commit": item.commit,
    }


def head(report: Report) -> dict[str, object]:
    """What comes before the findings."""
    repo = report.repo
    return {
        "schema": SCHEMA,
        "tool": {"name": "hubseal", "version": __version__},
        "target": report.target,
        "repo": {"id": repo.id, "type": repo.type, "type_from": repo.type_from},
        "revision": report.revision,
        "exit": exit_code(report),
    }


def tail(report: Report) -> dict[str, object]:
    """What comes after the findings."""
    return {
        "waived": [{**finding(w.finding), "by": w.by, "why": w.why} for w in report.waived],
        "unread": [
            {"path": u.path, "place": u.place, "cause": u.cause, "bytes": u.bytes, "hint": u.hint}
            for u in report.unread
        ],
        "notes": list(report.notes),
        "coverage": report.coverage._asdict(),
    }


def dumps(value: object, indent: int | None = None) -> str:
    """JSON text; characters that a terminal obeys, and undecodable bytes of file names, become JSON's escapes."""
    text = json.dumps(value, ensure_ascii=False) if indent is None else _indented(value, "\n", " " * indent)
    return HOSTILE.sub(lambda m: m[0] if m[0] == "\n" else f"\\u{ord(m[0]):04x}", text)


def _indented(value: object, line: str, step: str) -> str:
    """What `json.dumps` writes with an indentation, several times faster: its own encoder in C knows none. `line` is a
    newline with the indentation so far."""
    if isinstance(value, str):
        return encode_basestring(value)
    if not isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    inner, ends = line + step, "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, dict):
        members = [f"{encode_basestring(name)}: {_indented(item, inner, step)}" for name, item in value.items()]
    else:
        members = [_indented(item, inner, step) for item in value]
    return ends[0] + inner + ("," + inner).join(members) + line + ends[1] if members else ends


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """One JSON object."""
    report = capped(report)
    return dumps({**head(report), "findings": [finding(f) for f in report.findings], **tail(report)}, 2)
