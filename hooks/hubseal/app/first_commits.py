"""Leaks of a history: each once, at the commit that brought it in, with where it still is and how it is taken out."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone

from ..reports import entries
from ..rules import RULES
from ..sources import commits, history, plumbing, work_tree
from ..types import BlobResult, Finding, Unreadable

Key = tuple[object, ...]
MOST_ASKED = 20
"""Commits of which the branches are asked for."""
MOST_NAMED = 5
"""Branches and paths that are named."""


class FirstCommits:
    """Knows which leaks were seen, in which versions of files."""

    def __init__(self) -> None:
        self._versions: dict[Key, dict[history.Change, None]] = {}
        """In the order in which they were seen."""
        self._gone: set[str] = set()
        """Paths of leaks that HEAD has no file at."""
        self._waived: set[Key] = set()

    def of(self, version: history.Change, result: BlobResult) -> BlobResult:
        """The result of a version of a file or of a message, which is one without an object, with what no earlier
        version has."""
        waived = []
        for item in result.waived:
            key = (item.by, *_key(item.finding))
            if key not in self._waived:
                self._waived.add(key)
                waived.append(item)
        return result._replace(findings=self._new(version, result.findings), waived=tuple(waived))

    def _new(self, version: history.Change, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of a version that no earlier version has."""
        kept = []
        for finding in findings:
            key = _key(finding)
            if key not in self._versions:
                kept.append(finding)
            self._versions.setdefault(key, {})[version] = None
        return tuple(kept)

    def versions(self, findings: Iterable[Finding]) -> list[history.Change]:
        """The versions of files, and the messages, that hold these findings."""
        keys = [_key(finding) for finding in findings]
        return sorted(set().union(*(self._versions.get(key, ()) for key in keys)))

    def told(
        self,
        findings: Iterable[Finding],
        tree: work_tree.WorkTree,
        objects: plumbing.Objects,
        masked: Callable[[str], str],
    ) -> tuple[Finding, ...]:
        """The findings, whose reasons say when they came, whether HEAD has them, and what holds their commits, by its
        `masked` name. Raises GitError."""
        found = list(findings)
        if not found:
            return ()
        whys = {name: entry.rule.why for name, entry in entries(found, RULES).items()}
        head, made = commits.head_files(tree), []
        known: dict[str, str] = {}
        for finding in found:
            commit = finding.commit
            if commit is None:
                made.append(finding)
                continue
            if commit not in known:
                known[commit] = _about(tree, objects, commit, masked if len(known) < MOST_ASKED else None)
            text = known[commit] + self._since(finding, head)
            own = finding.reason if finding.reason != whys.get(finding.rule) else ""
            made.append(finding._replace(reason=f"{own}; {text}" if own else text))
        return tuple(made)

    def _since(self, finding: Finding, head: Mapping[str, str]) -> str:
        """Whether HEAD, whose files are `head`, has a finding; nothing of a message."""
        versions = self._versions[_key(finding)]
        first = next(iter(versions))
        if not first.oid:
            return ""
        if first.path not in head:
            self._gone.add(first.path)
        there = any(version.oid == head.get(first.path) for version in versions)
        return "; HEAD still has it" if there else "; HEAD does not have it any more, the history does"

    def advice(self, findings: Sequence[Finding], remote: str, masked: Callable[[str], str]) -> Iterator[str]:
        """What to do about leaks in a history; names of files are `masked`."""
        leaks = [finding for finding in findings if finding.commit and finding.level in ("error", "warning")]
        if not leaks:
            return
        if any(finding.family == "tokens" for finding in leaks):
            yield "revoke the tokens first, at the pages named above: what was shared is never wholly taken back"
        yield (
            "a new commit does not take a leak out of the history; `git filter-repo` does, in a fresh clone: "
            + "; ".join(_commands(sorted(map(masked, self._gone))))
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


def _about(
    tree: work_tree.WorkTree, objects: plumbing.Objects, commit: str, masked: Callable[[str], str] | None
) -> str:
    """When a commit was made, and what holds it, unless `masked` is None: that is not asked for then."""
    try:
        date = history.meta(objects, commit).date
    except Unreadable:
        date = 0
    day = f" of {datetime.fromtimestamp(date, timezone.utc):%Y-%m-%d}" if date else ""
    text = f"commit {commit[:12]}{day} brought it in"
    names = [masked(name) for name in history.holders(tree, commit)[: MOST_NAMED + 1]] if masked else []
    more = ", ..." if len(names) > MOST_NAMED else ""
    have = "has" if len(names) == 1 else "have"
    return text + (f", {', '.join(names[:MOST_NAMED])}{more} {have} it" if names else "")
