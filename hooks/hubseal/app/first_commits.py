"""Leaks of a history: each once, at the commit that brought it in, with where it still is and how it is taken out."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone

from ..reports import entries
from ..rules import RULES
from ..sources import history, plumbing, work_tree
from ..types import BlobResult, Finding, Unreadable

Key = tuple[object, ...]
MESSAGES = (history.COMMIT_MESSAGE, history.TAG_MESSAGE)
MOST_ASKED = 20
"""Commits of which the branches are asked for."""
REGULAR = 0o100644
MOST_NAMED = 5
"""Branches and paths that are named."""


class FirstCommits:
    """Knows which leaks were seen, in which versions of files."""

    def __init__(self) -> None:
        self._oids: dict[Key, set[str]] = {}
        self._paths: dict[Key, str] = {}
        self._versions: dict[Key, set[history.Change]] = {}
        self._gone: dict[str, bool] = {}
        self._waived: set[Key] = set()

    def of(self, oid: str, path: str, result: BlobResult) -> BlobResult:
        """The result of a version of a file, with what no earlier version has."""
        waived = []
        for item in result.waived:
            key = (item.by, *_key(item.finding))
            if key not in self._waived:
                self._waived.add(key)
                waived.append(item)
        return result._replace(findings=self._new(oid, path, result.findings), waived=tuple(waived))

    def _new(self, oid: str, path: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of a version of a file that no earlier version has."""
        kept = []
        for finding in findings:
            key = _key(finding)
            if key not in self._oids:
                kept.append(finding)
            self._oids.setdefault(key, set()).add(oid)
            self._versions.setdefault(key, set()).add(history.Change(finding.commit or "", path, REGULAR, oid))
            self._paths.setdefault(key, path)
        return tuple(kept)

    def versions(self, findings: Iterable[Finding]) -> list[history.Change]:
        """The versions of files, and the messages, that hold these findings."""
        keys = [_key(finding) for finding in findings]
        return sorted(set().union(*(self._versions.get(key, set()) for key in keys)))

    def told(
        self, findings: Iterable[Finding], tree: work_tree.WorkTree, objects: plumbing.Objects
    ) -> tuple[Finding, ...]:
        """The findings, whose reasons say when they came, whether HEAD has them, and what holds their commits. Raises
        GitError."""
        found = list(findings)
        if not found:
            return ()
        whys = {name: entry.rule.why for name, entry in entries(found, RULES).items()}
        head, made = history.head_files(tree), []
        known: dict[str, str] = {}
        for finding in found:
            commit = finding.commit
            if commit is None:
                made.append(finding)
                continue
            if commit not in known:
                known[commit] = _about(tree, objects, commit, len(known) < MOST_ASKED)
            key = _key(finding)
            there = head.get(self._paths[key]) in self._oids[key] if self._paths[key] in head else False
            self._gone[self._paths[key]] = self._paths[key] not in head
            word = (
                ""
                if self._paths[key] in (history.COMMIT_MESSAGE, history.TAG_MESSAGE)
                else ("; HEAD still has it" if there else "; HEAD does not have it any more, the history does")
            )
            text = f"{known[commit]}{word}"
            own = finding.reason if finding.reason != whys.get(finding.rule) else ""
            made.append(finding._replace(reason=f"{own}; {text}" if own else text))
        return tuple(made)

    def advice(self, findings: Sequence[Finding], remote: str) -> Iterator[str]:
        """What to do about leaks in a history."""
        leaks = [finding for finding in findings if finding.commit and finding.level in ("error", "warning")]
        if not leaks:
            return
        if any(finding.family == "tokens" for finding in leaks):
            yield "revoke the tokens first, at the pages named above: what was shared is never wholly taken back"
        paths = sorted(path for path, gone in self._gone.items() if gone and path and path not in MESSAGES)
        yield (
            "a new commit does not take a leak out of the history; `git filter-repo` does, in a fresh clone: "
            + "; ".join(_commands(paths))
            + (
                f"; then push again, {remote} has none of these commits yet"
                if remote
                else "; then `git push --force --all` and `git push --force --tags`; every clone has to be made anew"
            )
        )
        if not remote:
            yield (
                "forks, caches and other clones keep what was pushed; on the Hub, "
                "`HfApi().super_squash_history(repo_id=...)` makes one commit of a branch (all earlier ones are lost), "
                "and `HfApi().permanently_delete_lfs_files(...)` takes old large files away"
            )


def _commands(paths: Sequence[str]) -> Iterator[str]:
    if paths:
        named = " ".join(f"--path {shlex.quote(path)}" for path in paths[:MOST_NAMED])
        more = f" (and {len(paths) - MOST_NAMED} more paths)" if len(paths) > MOST_NAMED else ""
        yield f"`git filter-repo --invert-paths {named}`{more} for files that are gone"
    filtering = "git filter-repo --replace-text FILE --replace-message FILE"
    yield f"`hubseal scan --history --replacements FILE` and `{filtering}` for values"


def _key(finding: Finding) -> Key:
    known = tuple(identity.id for identity in finding.identities) or (finding.fingerprint,)
    return finding.rule, finding.at.path, finding.at.place, finding.masked, known


def _about(tree: work_tree.WorkTree, objects: plumbing.Objects, commit: str, ask: bool) -> str:
    """When a commit was made, and what holds it."""
    try:
        date = history.meta(objects, commit).date
    except Unreadable:
        date = 0
    day = f" of {datetime.fromtimestamp(date, timezone.utc):%Y-%m-%d}" if date else ""
    text = f"commit {commit[:12]}{day} brought it in"
    names = history.holders(tree, commit) if ask else []
    more = ", ..." if len(names) > MOST_NAMED else ""
    have = "has" if len(names) == 1 else "have"
    return text + (f", {', '.join(names[:MOST_NAMED])}{more} {have} it" if names else "")
