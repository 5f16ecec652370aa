"""A scan of a repository on the Hub, and what else was asked for: verify, revoke, discuss."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator

from .. import engine
from .. import state as states
from ..policy import Policy, matcher
from ..reports import count
from ..rules import RULES
from ..sources import disk
from ..sources.hub import BUDGET, Client, HubError, Patience, RepoRevision, SizeDiffers, walk
from ..suppression.baseline import Baseline
from ..suppression.waivers import expired
from ..types import Blob, Report, Unread, Unreadable
from . import discussion, hub_scanners, hub_tokens, scanner, visibility, wait
from .clean_text import clean, clean_name
from .comment_section import changed, section
from .hub_request import HubRequest, Interaction
from .hub_target import page, repo_of
from .outcome import Outcome
from .policy import load_effective
from .progress import Progress
from .request import UsageError

COMMIT = re.compile(r"[0-9a-f]{40}")


def scan(
    request: HubRequest,
    interaction: Interaction = Interaction(),  # noqa: B008 - immutable
    patience: Patience = Patience(),  # noqa: B008 - immutable
) -> Outcome:
    """Scans the repository, and does what else is asked for. Raises UsageError, also for what the Hub refuses."""
    policy, baseline = load_effective(
        request.policy_folder or disk.top([]), request.policy_file, within=request.policy_folder or None
    )
    try:
        client = Client(request.token, request.endpoint, patience, interaction.say)
        if request.verify or request.revoke:
            hub_tokens.check(client)
        return _HubScan(request, client, policy, baseline, interaction).outcome()
    except HubError as error:
        raise UsageError(str(error)) from None


class _HubScan:
    """One scan of one repository, step by step."""

    def __init__(
        self, request: HubRequest, client: Client, policy: Policy, baseline: Baseline, interaction: Interaction
    ) -> None:
        self.request, self.client, self.interaction = request, client, interaction
        self.policy, self.baseline = policy, baseline
        self.repo = repo_of(request, policy)
        self.today = time.strftime("%Y-%m-%d", time.gmtime())
        self.secrets = hub_tokens.HeldSecrets() if request.verify or request.revoke else None
        asked = (request.budget, policy.hub.budget, BUDGET)
        self.budget = next(size for size in asked if size is not None)

    def outcome(self) -> Outcome:
        request, name = self.request, self.repo.id or ""
        try:
            revision = wait.revision(self.client, name, self.repo.type, request.revision, request.wait_for)
        except Unreadable as error:
            gone = Unread(name, "", "io", None, f"the Hub cannot be reached ({error}); scan it again")
            return Outcome(self.report([gone], None, None))
        self.repo = self.repo._replace(id=revision.id)
        state = self.state(revision)
        report = self.report(self.items(revision, state), revision, state)
        report = report._replace(notes=(*visibility.notes(report, revision, self.policy.hub), *report.notes))
        changes = state.changes(report) if state else None
        if state:
            self.save(state, report)
        report = report._replace(notes=(*report.notes, *changed(changes)))
        return Outcome(self.asked(report, revision, changes), changes, revision)

    def state(self, revision: RepoRevision) -> states.State | None:
        """The state that was asked for. Raises UsageError when it could not be written later."""
        request = self.request
        if not request.state:
            return None
        folder = os.path.dirname(os.path.abspath(request.state))
        if not os.path.isdir(folder) or os.path.isdir(request.state):
            raise UsageError(f"--state {request.state}: name a file in a folder that exists")
        valid = [w for w in self.policy.waivers if not expired(w, self.today)]
        settings = (request.families, revision.type, engine.Settings().limits)
        digest = states.digest(repr(self.policy._replace(source="")), self.baseline, valid, *settings)
        reread = hub_tokens.RULES if self.secrets is not None else ()
        commit = "a commit" if COMMIT.fullmatch(request.revision) else clean_name(request.revision)
        scope = f"{commit} {'all refs ' if request.all_refs else ''}{','.join(request.families)}"
        target = f"{self.client.endpoint} {revision.type} {clean_name(revision.id)}"
        own = [rule.id for rule in self.policy.own_rules]
        return states.load(request.state, target, digest, reread, scope, request.trusted_state, own)

    def items(self, revision: RepoRevision, state: states.State | None) -> Iterator[engine.Item]:
        """What the repository's settings break, notes of the Hub, then the files, then notes on the state."""
        yield visibility.check(revision, self.policy, RULES, self.today)
        all_refs = self.request.all_refs
        yield from hub_scanners.notes(self.client, revision)
        unchanged = list(state.tree(revision.sha, self.budget)) if state and not all_refs else []
        yield from unchanged or self.files(revision, state)
        if state and state.note:
            yield state.note
        if state and state.replayed:
            yield f"{state.replayed} files are as they were at the last scan; what it found in them is repeated"

    def files(self, revision: RepoRevision, state: states.State | None) -> Iterator[engine.Item]:
        """The files of the repository, and a line on the terminal meanwhile."""
        progress = Progress(lambda: self.client.served, self.interaction.progress)
        skip = matcher(self.policy.exclude)
        known = state.has if state else lambda blob: False
        try:
            for item in walk(self.client, revision, skip, known, self.budget, self.request.all_refs, progress.listed):
                if isinstance(item, Blob):
                    progress.file()
                yield _difference(item) if isinstance(item, SizeDiffers) else item
        finally:
            progress.done()

    def report(self, items: Iterable[engine.Item], revision: RepoRevision | None, state: states.State | None) -> Report:
        folder = next((entry.path for entry in self.policy.repos if entry.id == self.repo.id), None)
        settings = engine.Settings(
            repo=self.repo,
            target=f"{self.repo.type} {self.repo.id}",
            revision=revision.sha if revision else None,
            families=self.request.families,
            baseline=self.baseline if folder is None else self.baseline.below(folder),
            whole=revision is not None,
            cache=scanner.CACHE,
            today=self.today,
            fail_on=self.request.fail_on,
            results=state.cache if state else None,
            secrets=self.secrets.sink if self.secrets is not None else None,
            detectors=scanner.second_detectors(self.policy),
        )
        report = scanner.scan(items, self.policy, settings)
        report = report._replace(hub=page(self.client.endpoint, self.repo, self.request.revision))
        if revision is None:
            return report
        where = f"{visibility.word(revision)} {revision.type} {revision.id} at commit {revision.sha}"
        took = f"the Hub served {self.client.served:,} bytes in {self.client.requests} requests"
        return report._replace(notes=(f"scanned {where}; {took}", *report.notes))

    def save(self, state: states.State, report: Report) -> None:
        """Writes the state; one that cannot be written costs time at the next scan, and is no error of this one."""
        try:
            state.save(report, self.budget)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.interaction.say(f"--state {state.path}: not written ({why}); the next scan reads everything")

    def asked(self, report: Report, revision: RepoRevision, changes: states.Changes | None) -> Report:
        """Does what the user asks for besides a scan."""
        if self.secrets is not None:
            answers = self.secrets.verify(self.client)
            live = self.secrets.live(answers)
            if self.request.revoke and live and self.interaction.confirm(revision.id, live):
                answers = self.secrets.revoke(self.client, answers)
            report = hub_tokens.with_answers(report, answers)
        if self.request.discussion:
            report = report._replace(notes=(*report.notes, self.discuss(report, revision, changes)))
        return report

    def discuss(self, report: Report, revision: RepoRevision, changes: states.Changes | None) -> str:
        """Opens or updates the discussion; returns a note on it."""
        from ..reports import comment

        mark = comment.marker(f"discussion of {revision.type} {revision.id}")
        ours = section(Outcome(report, changes, revision), self.client.endpoint, revision.id)
        try:
            text = comment.render([ours], mark)
            return discussion.post(
                self.client, revision, text, mark, bool(report.findings), not comment.needs_attention(ours)
            )
        except HubError as error:
            return str(error)


def _difference(size: SizeDiffers) -> engine.Item:
    """Says that the Hub lists another size than came; bytes that did not come are unread."""
    if size.came >= size.listed:
        listed = "no size" if size.listed < 0 else count(size.listed, "byte")
        return f"{size.path}: the Hub lists {listed}, and {count(size.came, 'byte')} came, which were read"
    hint = f"the Hub lists {count(size.listed, 'byte')}, and {count(size.came, 'byte')} came; look at it on the Hub"
    return engine.EMPTY._replace(unread=(Unread(clean(size.path), "", "io", size.listed - size.came, hint),))
