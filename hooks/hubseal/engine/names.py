"""File names as leaks: the rules on names, and the policy's globs."""

from __future__ import annotations

from collections.abc import Iterator

from .. import kinds
from ..policy import Files, matcher
from ..types import Blob, Kind, RepoType
from .searcher import Searcher
from .span import Span, TextContext, level_of


class NameScanner:
    """Judges the names of files."""

    def __init__(self, searcher: Searcher, files: Files, repo: RepoType) -> None:
        self._searcher, self._repo = searcher, repo
        self._max_text = files.max_text_size
        self._allowed, self._forbidden = matcher(files.allow), matcher(files.forbid)

    def spans(self, blob: Blob, fmt: kinds.Format, kind: Kind, head: bytes = b"") -> Iterator[Span]:
        """The leaks in a blob's name, by rules and by the policy's globs; `forbid` wins over `allow`.

        A link has a name that may leak, but the file that the name promises is not behind it.
        """
        allowed = self._allowed(blob.path)
        text = TextContext(blob.path, "", "", kind, self._repo, "name")
        for span in self._searcher.search(kinds.name_text(blob.path, fmt, head, blob.size), text, layers=1).spans:
            if span.rule.family != "files" or not (allowed or fmt == "symlink"):
                yield span
        if self._forbidden(blob.path):
            yield from self._check("forbidden-file", blob, kind)
        if not allowed and fmt == "text" and blob.size is not None and blob.size > self._max_text:
            yield from self._check("oversize-text", blob, kind)

    def told_by_policy(self, blob: Blob) -> bool:
        """Whether the policy says something of a text by its name or its size."""
        return self._forbidden(blob.path) or (blob.size or 0) > self._max_text

    def _check(self, rule_id: str, blob: Blob, kind: Kind) -> Iterator[Span]:
        """A span for a check of the policy, which has no detector."""
        rule = self._searcher.rule(rule_id)
        if rule is not None:
            name = blob.path.rsplit("/", 1)[-1].encode("utf-8", "surrogateescape")
            level = level_of(rule.levels, self._repo, kind)
            if level != "off":
                yield Span(rule, None, level, "", 0, len(name), name, "", None, "", 0)
