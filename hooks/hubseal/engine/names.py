"""File names as leaks: the rules on names, the policy's globs, and how a path may be printed."""

from __future__ import annotations

from collections.abc import Iterator

from .. import kinds
from ..policy import Policy, matcher
from ..types import Blob, Kind, RepoType
from .findings import Shown, mask
from .searcher import Searcher
from .span import Span, TextContext, level_of

SECRET = ("tokens", "pii")


class Names:
    """Judges names, and masks what they hold."""

    def __init__(self, searcher: Searcher, policy: Policy, repo: RepoType) -> None:
        self._searcher, self._repo = searcher, repo
        self._max_text = policy.files.max_text_size
        self._allowed, self._forbidden = matcher(policy.files.allow), matcher(policy.files.forbid)
        self._cleaned: dict[str, str] = {}

    def spans(self, blob: Blob, fmt: kinds.Format, kind: Kind) -> Iterator[Span]:
        """The leaks in a blob's name, by rules and by the policy's globs; `forbid` wins over `allow`."""
        allowed = self._allowed(blob.path)
        about = TextContext(blob.path, "", "", kind, self._repo, "name")
        for span in self._searcher.search(kinds.name_text(blob.path, fmt), about, layers=1).spans:
            if not (allowed and span.rule.family == "files"):
                yield span
        if self._forbidden(blob.path):
            yield from self._named("forbidden-file", blob, kind)
        if not allowed and fmt == "text" and blob.size is not None and blob.size > self._max_text:
            yield from self._named("oversize-text", blob, kind)

    def _named(self, rule_id: str, blob: Blob, kind: Kind) -> Iterator[Span]:
        """A finding that needs no pattern."""
        rule = self._searcher.rule(rule_id)
        if rule is not None:
            name = blob.path.rsplit("/", 1)[-1].encode("utf-8", "surrogateescape")
            level = level_of(rule.levels, self._repo, kind)
            if level != "off":
                yield Span(rule, None, level, "", 0, len(name), name, "", None, "", 0)

    def shown(self, path: str, shown: str) -> Shown:
        """How a blob's path may be printed, leaks in it masked."""
        return Shown(self.clean(path), self.clean(shown), self.clean)

    def clean(self, text: str) -> str:
        """`text` with tokens and personal data in it masked."""
        if not text:
            return text
        cleaned = self._cleaned.get(text)
        if cleaned is None:
            if len(self._cleaned) > 10_000:
                self._cleaned.clear()
            cleaned = self._cleaned[text] = self._clean(text)
        return cleaned

    def _clean(self, text: str) -> str:
        data = text.encode("utf-8", "surrogateescape")
        about = TextContext(text, "", "", "other", self._repo, "text")
        for span in reversed(self._searcher.search(data, about).spans):
            if span.rule.family in SECRET:
                data = data[: span.start] + mask(span).encode() + data[span.end :]
        return data.decode("utf-8", "surrogateescape")
