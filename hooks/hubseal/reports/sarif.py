"""SARIF 2.1.0, as GitHub code scanning takes it: every rule with descriptions and help, fingerprints of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import __version__
from ..rule_types import RuleEntry, RuleSet
from ..types import Finding, HubPage, Report, Unread
from . import SITE, addresses, count, entries, incomplete
from .cap import capped
from .escape import visible
from .json import dumps

SECURITY = {"tokens": "9.0", "pii": "6.5", "paths": "4.0", "files": "5.0"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL = {"error": "error", "warning": "warning", "note": "note", "off": "none"}
MOST_RESULTS = 25_000
"""Results of a run that code scanning takes; it refuses a file with more."""
MOST_UNREAD = 1_000
"""Files not read that are named."""
HUB, REPOSITORY = "HUB", "REPOSITORY"
"""What addresses are relative to in a scan of the Hub: its own address, and the page of the repository."""
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """One run with the rules that found something."""
    report = capped(report)
    found = [*report.findings, *(w.finding for w in report.waived)]
    used = list(entries(found, rules).values())
    index = {entry.rule.id: number for number, entry in enumerate(used)}
    prints = addresses.fingerprints(report, found)
    results = [result(report, f, index[f.rule], known) for f, known in zip(found, prints, strict=True)]
    for waived, made in zip(report.waived, results[len(report.findings) :], strict=True):
        kind = "inSource" if waived.by == "inline" else "external"
        made["suppressions"] = [{"kind": kind, "status": "accepted", "justification": visible(waived.why)}]
    driver = {
        "name": "hubseal",
        "semanticVersion": __version__,
        "informationUri": SITE,
        "rules": [descriptor(e) for e in used],
    }
    run: dict[str, object] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not incomplete(report),
                "toolExecutionNotifications": notifications(report, len(results)),
            }
        ],
        "results": results[:MOST_RESULTS],
    }
    if report.hub is not None:
        run |= of_the_hub(report.hub, report.revision or "")
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, 2)


def of_the_hub(hub: HubPage, revision: str) -> dict[str, object]:
    """What tells a run over a repository on the Hub from others in the same file, and what its addresses mean.

    Code scanning takes no absolute address and looks at no base: the path of a result names the repository, too.
    """
    page = addresses.page(hub)
    made: dict[str, object] = {
        "automationDetails": {"id": addresses.category(hub)},
        "originalUriBaseIds": {HUB: {"uri": f"{hub.endpoint}/"}, REPOSITORY: {"uri": f"{page}/"}},
    }
    if COMMIT.fullmatch(revision):
        origin = {"repositoryUri": page, "revisionId": revision, "mappedTo": {"uriBaseId": REPOSITORY}}
        made["versionControlProvenance"] = [origin]
    return made


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


def result(report: Report, finding: Finding, index: int, fingerprint: str) -> dict[str, object]:
    """A finding. Its message names what it is and where, never the value."""
    place = f" ({visible(finding.at.place)})" if finding.at.place else ""
    repository = addresses.repository(report)
    text = visible(f"{repository}{finding.message}: {finding.masked}{place}. {finding.fix}")
    prints = {"hubseal/v1": fingerprint}
    if report.hub is not None:  # else code scanning makes one of the line that it takes for the result's
        prints["primaryLocationLineHash"] = f"{fingerprint[:16]}:1"
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVEL[finding.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": location(report, finding)}],
        "partialFingerprints": prints,
        "occurrenceCount": finding.count,
    }


def location(report: Report, finding: Finding) -> dict[str, object]:
    """File and region; a member of an archive is shown at its archive."""
    made: dict[str, object] = {"artifactLocation": artifact(report, finding)}
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


def artifact(report: Report, finding: Finding) -> dict[str, object]:
    """The file: on the Hub by the path of its page, in a checkout by its path in the repository."""
    if report.hub is not None:
        return {"uri": addresses.file_path(report.hub, finding), "uriBaseId": HUB}
    path = addresses.repository_path(report, finding)
    if not addresses.is_absolute(path):
        return {"uri": addresses.quoted(path)}
    return {"uri": "file:///" + addresses.quoted(path.lstrip("/"), "/:")}


def notifications(report: Report, results: int) -> Sequence[dict[str, object]]:
    """What was not read, and how many results the run leaves out."""
    made = [notification(item, report) for item in report.unread[:MOST_UNREAD]]
    more = len(report.unread) - MOST_UNREAD
    said = [f"{count(more, 'more file')} not read, or not wholly"] if more > 0 else []
    if results > MOST_RESULTS:
        said.append(
            f"{count(results - MOST_RESULTS, 'more result')}, which the JSON report lists: code scanning takes {MOST_RESULTS:,}"
        )
    remarks: list[dict[str, object]] = [{"level": "warning", "message": {"text": text}} for text in said]
    return [*made, *remarks]


def notification(item: Unread, report: Report) -> dict[str, object]:
    """Something that was not read."""
    repository = addresses.repository(report)
    text = f"{visible(repository + item.path)}: not read ({item.cause}): {visible(item.hint)}"
    return {
        "level": LEVEL[report.unread_levels[item.cause]],
        "message": {"text": text},
        "descriptor": {"id": f"unread-{item.cause}"},
    }
