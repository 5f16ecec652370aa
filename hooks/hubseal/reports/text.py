"""For people at a terminal: what leaked, why it matters, what to do next."""

from __future__ import annotations

from .. import member_path
from ..rule_types import Rule, RuleSet
from ..types import SEVERITY, Finding, Report, Unread
from . import MOST_LISTED, by_level, count, entries, fails, incomplete, order, size
from .escape import no_command, visible
from .overview import worst_first

COLOURS = {"error": "31;1", "warning": "33;1", "note": "36", "dim": "2", "bold": "1"}
COMPACT = 20
"""From this many findings on, a rule is explained at its first finding only."""


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """Findings by file, then what was not read, what was waived, and one line that sums up."""
    known = {name: entry.rule for name, entry in entries(report.findings, rules).items()}
    page = _Page(colour, known, report.policy)
    findings = worst_first(sorted(report.findings, key=order))
    if not verbose and not quiet and len(findings) > COMPACT:
        worst = max(SEVERITY[f.level] for f in findings)
        findings = [f for f in findings if f.level != "note" or worst == 1]
    for finding in findings[:MOST_LISTED]:
        page.finding(finding)
        if not quiet:
            page.explain(finding, verbose > 0 or len(findings) <= COMPACT)
    if len(findings) > MOST_LISTED:
        page.lines.append(
            f"... and {len(findings) - MOST_LISTED:,} more, which are counted below; scan a part to see them"
        )
    for item in report.unread:
        if not quiet or fails(report, item):
            page.unread(item, report.unread_levels[item.cause])
    if quiet:
        return page.text()
    if verbose:
        for waived in report.waived:
            where = _location(waived.finding)
            page.lines.append(
                f"{where}: waived {waived.finding.rule} ({waived.by}: {visible(waived.why) or 'no reason given'})"
            )
    page.lines += [f"note: {visible(note)}" for note in report.notes]
    if len(findings) >= COMPACT:
        from .overview import overview

        page.lines += overview(findings, [_location(finding) for finding in findings])
    page.lines.append(summary(report, len(report.findings) - len(findings)))
    return page.text()


class _Page:
    """Lines while they are written."""

    def __init__(self, colour: bool, rules: dict[str, Rule], policy: str) -> None:
        self._policy = policy
        self.lines: list[str] = []
        self._colour, self._rules = colour, rules
        self._explained: set[str] = set()

    def paint(self, text: str, name: str) -> str:
        return f"\x1b[{COLOURS[name]}m{text}\x1b[0m" if self._colour else text

    def text(self) -> str:
        """The lines, none of which a runner of GitHub takes for a command of its own."""
        return "\n".join(map(no_command, self.lines))

    def finding(self, finding: Finding) -> None:
        level = self.paint(finding.level, finding.level)
        where = self.paint(_location(finding), "bold")
        self.lines.append(
            f"{where}: {level} {finding.rule}: {visible(finding.message)}: {visible(finding.masked)}{_more(finding)}"
        )

    def explain(self, finding: Finding, full: bool) -> None:
        """Why it matters and what to do; unless `full`, at the first finding of a rule alone."""
        if not full and finding.rule in self._explained:
            return
        rule = self._rules.get(finding.rule)
        self._explained.add(finding.rule)
        if rule is not None and rule.why and rule.why != finding.reason:
            self.lines.append(f"    why:   {rule.why}")
        if finding.reason:
            self.lines.append(
                f"    {'note' if rule and rule.why != finding.reason else 'why'}:{'  ' if rule and rule.why != finding.reason else '   '}{visible(finding.reason)}"
            )
        self.lines.append(f"    fix:   {finding.fix}")
        self.lines.append(self.paint(f"    allow: {allow(finding, self._policy)}", "dim"))

    def unread(self, item: Unread, level: str) -> None:
        word = self.paint("not read", "error" if level == "error" else "note")
        place = f" ({visible(item.place)})" if item.place else ""
        self.lines.append(f"{visible(item.path)}{place}: {word} ({item.cause}): {visible(item.hint)}")


def _location(finding: Finding) -> str:
    line, column = finding.at.start.line, finding.at.start.column
    text = visible(finding.at.shown)
    if finding.commit:
        text = f"{finding.commit[:12]}:{text}"
    if line is not None:
        text += f":{line}" + (f":{column}" if column is not None else "")
    elif (
        finding.at.start.raw
        and not finding.at.place
        and not finding.at.key
        and not member_path.is_member(finding.at.path)
    ):
        text += f" [byte {finding.at.start.raw[0]}]"
    return text + (f" [{visible(finding.at.place)}]" if finding.at.place else "")


def _more(finding: Finding) -> str:
    if finding.count == 1:
        return f" (row {finding.at.rows[0]})" if finding.at.rows else ""
    places = ", ".join(visible(place) for place in finding.places)
    noun = "files" if finding.at.path.endswith("/") else "times"
    return f" ({finding.count:,} {noun}: {places}{', ...' if finding.count > len(finding.places) else ''})"


def allow(finding: Finding, policy: str) -> str:
    """How to allow a finding, in the form that works where it stands; `policy` is the file of the policy in force."""
    if finding.allow:
        return visible(finding.allow)
    from ..suppression.hints import waiver_hint

    at = finding.at
    one = finding.count == 1 or bool(at.rows)  # else its values have places and keys of their own
    return visible(waiver_hint(policy, finding.rule, at.path, at.place if one else "", at.key if one else ""))


def summary(report: Report, hidden: int = 0) -> str:
    """One line: what was found, what was read, what was not."""
    cover = report.coverage
    state = ", ".join(by_level(report.findings)) or ("incomplete" if incomplete(report) else "clean")
    read = f"{count(cover.files, 'file')} scanned, {size(cover.bytes_read)} read"
    if cover.bytes_opaque:
        read += f", {size(cover.bytes_opaque)} of tensors and pixels skipped"
    if cover.partly or cover.unread:
        read += f", {cover.partly + cover.unread} not or not wholly read"
    waived = f", {len(report.waived)} waived" if report.waived else ""
    more = f" ({count(hidden, 'note')} not shown; -v shows them)" if hidden > 0 else ""
    if not cover.files and not report.unread:
        return "hubseal: nothing was scanned"
    return f"hubseal: {state}{more}; {read}{waived}"
