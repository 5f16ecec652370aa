"""How leaked values, and texts that may hold one, are printed."""

from __future__ import annotations

from collections.abc import Callable

from ..typed import NamedTuple
from ..types import Blob, RepoType
from .searcher import Searcher
from .span import Span, TextContext

MASKED_FAMILIES = ("tokens", "pii")
MOST_TEXTS = 10_000
"""Masked texts that are kept."""


def mask(span: Span) -> str:
    """The detector's public prefix and the length of the value, else only what it is."""
    text = span.value.decode("utf-8", "replace")
    for prefix in span.prefixes:
        if text.startswith(prefix) and len(text) > len(prefix) + 4:
            return f"{prefix}… {len(text)}"
    return f"[{span.rule.id}]"


class MaskedName(NamedTuple):
    """A blob's `path` and `shown` as they may be printed."""

    path: str
    shown: str


class Masker:
    """Masks tokens and personal data in paths, places, keys and notes."""

    def __init__(self, searcher: Callable[[], Searcher], repo: RepoType) -> None:
        self._make, self._repo = searcher, repo
        self._searcher: Searcher | None = None
        self._masked: dict[str, str] = {}

    def of(self, repo: RepoType) -> Masker:
        """The masker for another type of repository."""
        return Masker(self._make, repo)

    def name(self, blob: Blob) -> MaskedName:
        """How a blob is called."""
        return MaskedName(self.text(blob.path), self.text(blob.shown))

    def text(self, text: str) -> str:
        """A text, with leaks in it masked."""
        if not text:
            return text
        masked = self._masked.get(text)
        if masked is None:
            if len(self._masked) > MOST_TEXTS:
                self._masked.clear()
            masked = self._masked[text] = self._mask(text)
        return masked

    def _mask(self, text: str) -> str:
        if not text.isprintable() or "\ufffd" in text:
            bare = "".join(c for c in text if c.isprintable() and c != "\ufffd")
            masked = self._recognised(bare)
            if masked != bare:  # a character that no token has stands amid one: a name from a damaged archive
                return masked
        return self._recognised(text)

    def _recognised(self, text: str) -> str:
        """A text, with what the rules recognise in it masked."""
        if self._searcher is None:
            self._searcher = self._make()
        data = text.encode("utf-8", "surrogateescape")
        context = TextContext(text, "", "", "other", self._repo, "text")
        for span in reversed(self._searcher.search(data, context).spans):
            if span.rule.family in MASKED_FAMILIES:
                data = data[: span.start] + mask(span).encode() + data[span.end :]
        return data.decode("utf-8", "surrogateescape")
