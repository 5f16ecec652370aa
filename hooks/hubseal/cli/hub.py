"""`hubseal hub`: a repository on the Hub through the same engine and policy."""

from __future__ import annotations

import os
import re
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import engine, policy, suppression
from .. import state as states
from ..app import discussion, hub_scanners, hub_tokens, visibility, wait
from ..app.comment_section import changed, section
from ..app.hub_target import policy_of, repo_of, size_of
from ..app.progress import Progress
from ..app.request import UsageError, families_of
from ..engine.result_cache import CachedResult
from ..readers import reader_for
from ..rules import RULES
from ..sources.hub import BUDGET, Client, HubError, Patience, RepoRevision, walk
from ..types import FAMILIES, REPO_TYPES, Blob, Repo, Report, Unread, Unreadable
from . import FORMATS
from .scan import CACHE, detectors_of, write

Items = Iterator[Blob | Unread | CachedResult | str]
COMMIT = re.compile(r"[0-9a-f]{40}")


class Outcome(NamedTuple):
    """What a scan of the Hub gives: for the report, and for whoever comments on it."""

    report: Report
    changes: states.Changes | None
    """Since the last scan; None without `--state` and on the first scan."""
    place: RepoRevision | None
    """The repository and the commit that was scanned; None when the Hub did not answer."""


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal hub`."""
    add = parser.add_argument
    add("repo_id", metavar="REPO_ID", help="owner/name, also datasets/owner/name and spaces/owner/name")
    add("--type", choices=REPO_TYPES, help="default: what REPO_ID or the policy says, else model")
    add("--revision", default="main", metavar="REV", help="branch, tag, commit or refs/pr/N (default: main)")
    add("--all-refs", action="store_true", help="also all other branches, tags and pull requests, closed ones too")
    add("--wait-for", metavar="SHA", help="wait until the Hub shows this commit, three minutes at most")
    add("--state", metavar="FILE", help="remember verdicts there: unchanged files are not read again")
    add("--budget", metavar="SIZE", help="bytes of bulk data to read, spread over all files (default: 2GB)")
    add("--only", default="", metavar="FAMILIES", help=f"any of {','.join(FAMILIES)}")
    add("--policy", metavar="FILE", help="default: .hubseal.yaml of this folder's repository")
    add("--fail-on", choices=("error", "warning"), help="overrides the policy")
    add("--format", choices=FORMATS, default="text")
    add("--output", metavar="FILE", help="write the report there instead of standard output")
    add("--color", choices=("auto", "always", "never"), default="auto")
    add("-q", "--quiet", action="store_true", help="findings only")
    add("-v", "--verbose", action="count", default=0, help="explain every finding")
    asks = parser.add_argument_group("off unless asked for")
    asks.add_argument(
        "--verify",
        action="store_true",
        help="send found Hugging Face tokens, and no others, to huggingface.co, to hear which of them live",
    )
    asks.add_argument(
        "--revoke",
        action="store_true",
        help="verify, then revoke those that live, for good, whoever owns them; asks first, never in CI",
    )
    asks.add_argument(
        "--discussion",
        action="store_true",
        help="open or update a discussion on the Hub; in a public repository everybody reads where the leaks are",
    )


def run(options: Namespace) -> int:
    """`hubseal hub`. Raises UsageError."""
    from ..reports import exit_code

    outcome = examine(options)
    write(options, outcome.report, RULES)
    return exit_code(outcome.report)


def examine(options: Namespace, patience: Patience = Patience()) -> Outcome:  # noqa: B008 - immutable
    """Scans, and does what else was asked for, besides writing the report. Raises UsageError.

    `doubt`, when the options have it and it is true, is about the state: it may be of those who are judged.
    """
    if options.revoke:
        _may_revoke()
    rules_of, baseline = policy_of(options)
    repo = repo_of(options, rules_of)
    try:
        client = Client(patience=patience, say=_say)
        if options.verify or options.revoke:
            hub_tokens.check(client)
        return _Scan(options, client, repo, rules_of, baseline).outcome()
    except HubError as error:
        raise UsageError(str(error)) from None


class _Scan:
    """One scan of one repository, step by step."""

    def __init__(
        self,
        options: Namespace,
        client: Client,
        repo: Repo,
        rules_of: policy.Policy,
        baseline: suppression.Baseline,
    ) -> None:
        self.options, self.client, self.repo, self.policy, self.baseline = options, client, repo, rules_of, baseline
        self.today = time.strftime("%Y-%m-%d", time.gmtime())
        self.families = families_of(options.only) if options.only else FAMILIES
        self.vault = hub_tokens.HeldSecrets() if options.verify or options.revoke else None
        asked = (size_of(options.budget), rules_of.hub.budget, BUDGET)
        self.budget = next(size for size in asked if size is not None)

    def outcome(self) -> Outcome:
        try:
            place = wait.place(
                self.client, self.repo.id or "", self.repo.type, self.options.revision, self.options.wait_for
            )
        except Unreadable as error:
            gone = Unread(self.repo.id or "", "", "io", None, f"the Hub cannot be reached ({error}); scan it again")
            return Outcome(self.scan([gone], None, None), None, None)
        self.repo = self.repo._replace(id=place.id)
        kept = self.state(place)
        report = self.scan(self.items(place, kept), place, kept)
        report = visibility.judge(report, place, self.policy, RULES, self.today)
        changes = kept.changes(report) if kept else None
        if kept:
            _save(kept, report, self.budget)
        report = report._replace(notes=(*report.notes, *changed(changes)))
        return Outcome(self.asked(report, place, changes), changes, place)

    def state(self, place: RepoRevision) -> states.State | None:
        """The state that was asked for. Raises UsageError when it could not be written later."""
        path = self.options.state
        if not path:
            return None
        folder = os.path.dirname(os.path.abspath(path))
        if not os.path.isdir(folder) or os.path.isdir(path):
            raise UsageError(f"--state {path}: name a file in a folder that exists")
        valid = [w for w in self.policy.waivers if not suppression.expired(w, self.today)]
        settings = (self.families, place.type, engine.Settings().limits)
        named = states.digest(repr(self.policy._replace(source="")), self.baseline, valid, *settings)
        told = hub_tokens.RULES if self.vault is not None else ()
        revision = "a commit" if COMMIT.fullmatch(self.options.revision) else self.options.revision
        scope = f"{revision} {'all refs ' if self.options.all_refs else ''}{','.join(self.families)}"
        target, believed = f"{self.client.endpoint} {place.type} {place.id}", not getattr(self.options, "doubt", False)
        return states.load(path, target, named, told, scope, believed)

    def items(self, place: RepoRevision, kept: states.State | None) -> Items:
        """Notes of the Hub, then the files, then what it took."""
        yield from hub_scanners.notes(self.client, place)
        progress = Progress(lambda: self.client.served, sys.stderr.isatty() and not self.options.quiet)
        skip = policy.matcher(self.policy.exclude)
        known = kept.has if kept else lambda blob: False
        same = list(kept.tree(place.sha, self.budget)) if kept and not self.options.all_refs else []
        yield from same
        try:
            refs = self.options.all_refs
            for item in walk(self.client, place, skip, known, self.budget, refs, progress.listed) if not same else ():
                if isinstance(item, Blob):
                    progress.file()
                yield item
        finally:
            progress.done()
        if kept:
            yield from [kept.note] if kept.note else []
            if kept.replayed:
                yield f"{kept.replayed} files are as they were at the last scan; what it found in them is repeated"

    def scan(
        self,
        items: Sequence[Unread] | Items,
        place: RepoRevision | None,
        kept: states.State | None,
    ) -> Report:
        settings = engine.Settings(
            repo=self.repo,
            target=f"{self.repo.type} {self.repo.id}",
            revision=place.sha if place else None,
            families=self.families,
            baseline=self.baseline,
            cache=CACHE,
            today=self.today,
            fail_on=self.options.fail_on,
            memory=kept.memory if kept else None,
            confidant=self.vault.confidant if self.vault is not None else None,
            detectors=detectors_of(self.policy),
        )
        report = engine.scan(items, RULES, reader_for, self.policy, settings)
        if place is not None:
            where = f"{visibility.word(place)} {place.type} {place.id} at commit {place.sha}"
            took = f"the Hub served {self.client.served:,} bytes in {self.client.requests} requests"
            report = report._replace(notes=(f"scanned {where}; {took}", *report.notes))
        return report

    def asked(self, report: Report, place: RepoRevision, changes: states.Changes | None) -> Report:
        """Does what the user asked for besides a scan."""
        if self.vault is not None:
            answers = self.vault.verify(self.client)
            live = self.vault.live(answers)
            if self.options.revoke and live and _confirmed(place.id, live):
                answers = self.vault.revoke(self.client, answers)
            report = hub_tokens.tell(report, answers)
        if self.options.discussion:
            report = report._replace(notes=(*report.notes, self.discuss(report, place, changes)))
        return report

    def discuss(self, report: Report, place: RepoRevision, changes: states.Changes | None) -> str:
        """Opens or updates the discussion; returns a note on it."""
        from ..reports import comment

        mark = comment.marker(f"discussion of {place.type} {place.id}")
        told = section(report, place, changes, self.client.endpoint, place.id)
        try:
            text = comment.render([told], mark)
            return discussion.post(self.client, place, text, mark, bool(report.findings), not comment.worth(told))
        except HubError as error:
            return str(error)


def _may_revoke() -> None:
    """Raises UsageError where nobody can be asked: what is revoked stays so."""
    if os.environ.get("CI") or not sys.stdin.isatty():
        raise UsageError("--revoke asks before it does what cannot be undone; run it on a terminal, never in CI")


def _confirmed(repo_id: str, live: int) -> bool:
    """Whether somebody at the terminal types the repository's name."""
    from ..reports import count

    sys.stderr.write(f"{count(live, 'live token')} will be revoked for good. Type {repo_id} to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == repo_id


def _say(text: str) -> None:
    print(f"hubseal: {text}", file=sys.stderr, flush=True)


def _save(kept: states.State, report: Report, budget: int) -> None:
    """Writes the state; one that cannot be written costs time at the next scan, and is no error of this one."""
    try:
        kept.save(report, budget)
    except OSError as error:
        why = error.strerror or type(error).__name__
        _say(f"--state {kept.path}: not written ({why}); the next scan reads everything")
