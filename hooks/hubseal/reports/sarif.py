"""SARIF 2.1.0, as GitHub code scanning takes it: every rule with descriptions and help, fingerprints of ours."""

from __future__ import annotations

import re
from urllib.parse import quote

from .. import __version__
from ..rule_types import RuleEntry, RuleSet
from ..types import Finding, Report, Unread
from . import entries, file_of
from .cap import capped
from .escape import visible
from .json import dumps

SECURITY = {"tokens": "9.0", "pii": "6.5", "paths": "4.0", "files": "5.0"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SITE = "https://github.com/hubseal/hubseal"
LEVEL = {"error": "error", "warning": "warning", "note": "note", "off": "none"}


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """One run with the rules that found something."""
    report = capped(report)
    found = [*report.findings, *(w.finding for w in report.waived)]
    used = list(entries(found, rules).values())
    index = {entry.rule.id: number for number, entry in enumerate(used)}
    results = [result(f, index[f.rule]) for f in report.findings]
    for waived in report.waived:
        kind = "inSource" if waived.by == "inline" else "external"
        suppression = {"kind": kind, "status": "accepted", "justification": visible(waived.why)}
        results.append({**result(waived.finding, index[waived.finding.rule]), "suppressions": [suppression]})
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "hubseal",
                "semanticVersion": __version__,
                "informationUri": SITE,
                "rules": [descriptor(e) for e in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failed(report),
                "toolExecutionNotifications": [notification(u, report) for u in report.unread],
            }
        ],
        "results": results,
    }
    if report.revision and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", report.revision) and report.repo.id:
        run["versionControlProvenance"] = [
            {
                "repositoryUri": f"https://huggingface.co/{quote(report.repo.id, errors='replace')}",
                "revisionId": report.revision,
            }
        ]
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, 2)


def failed(report: Report) -> bool:
    """Whether something that had to be read was not."""
    return any(report.unread_levels[u.cause] == "error" for u in report.unread)


def descriptor(entry: RuleEntry) -> dict[str, object]:
    """A rule with what GitHub asks of each."""
    rule = entry.rule
    prefixed = any(detector.prefixes for detector in entry.detectors)
    text = f"{rule.why}\n\nWhat to do: {rule.fix}"
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": rule.title[:1000]},
        "fullDescription": {"text": f"{rule.title}. {rule.why}"[:1000]},
        "help": {"text": text, "markdown": f"**{rule.title}**\n\n{rule.why}\n\n**What to do:** {rule.fix}"},
        "helpUri": rule.url or f"{SITE}/blob/main/docs/rules/{rule.family}.md#{rule.id}",
        "defaultConfiguration": {"level": LEVEL[rule.levels.default]},
        "properties": {
            "tags": ["security", rule.family],
            "security-severity": SECURITY[rule.family],
            "precision": "very-high" if prefixed else "high" if rule.levels.default == "error" else "medium",
        },
    }


def result(finding: Finding, index: int) -> dict[str, object]:
    """A finding. Its message names what it is and where, never the value."""
    place = f" ({visible(finding.at.place)})" if finding.at.place else ""
    text = f"{visible(finding.message)}: {visible(finding.masked)}{place}. {finding.fix}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVEL[finding.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": location(finding)}],
        "partialFingerprints": {"hubseal/v1": finding.fingerprint},
        "occurrenceCount": finding.count,
    }


def location(finding: Finding) -> dict[str, object]:
    """File and region; a member of an archive is shown at its archive."""
    path = file_of(finding).replace("\\", "/")
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    made: dict[str, object] = {"artifactLocation": {"uri": uri if not path.startswith("/") else "file://" + uri}}
    if finding.at.start.line is not None:
        region = {
            "startLine": finding.at.start.line,
            "startColumn": finding.at.start.column,
            "endLine": finding.at.end.line,
            "endColumn": finding.at.end.column,
        }
        made["region"] = {k: v for k, v in region.items() if v is not None}
    else:
        made["region"] = {"startLine": 1}
    return made


def notification(item: Unread, report: Report) -> dict[str, object]:
    """Something that was not read."""
    text = f"{visible(item.path)}: not read ({item.cause}): {visible(item.hint)}"
    return {
        "level": LEVEL[report.unread_levels[item.cause]],
        "message": {"text": text},
        "descriptor": {"id": f"unread-{item.cause}"},
    }
