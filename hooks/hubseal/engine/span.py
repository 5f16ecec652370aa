"""A match and its verdict, and what is known of the text that it stands in. The only place of a leaked value."""

from __future__ import annotations

from ..rule_types import Detector, Levels, Rule
from ..typed import NamedTuple
from ..types import Kind, Level, RepoType, Surface

CLEARED = ("terminal codes", "emphasis")
"""Views that lack nothing but marks around values."""


class Span(NamedTuple):
    """A match and its verdict. `start` and `end` are offsets in the segment as it stands in the blob."""

    rule: Rule
    detector: Detector | None
    """What found it; None for a check of the policy and for a second detector."""
    level: Level
    reason: str
    start: int
    end: int
    value: bytes
    key: str
    partner: tuple[int, int] | None
    how: str
    order: int
    """The detector's place in the list: the more specific come first."""
    title: str = ""
    """What it is, where the detector says more than the rule."""
    owner: bytes = b""
    """The part of the value that others of a file share: a home directory, of a path in it."""

    @property
    def former_id(self) -> str:
        """The id that such findings had before; empty when it was the same."""
        variant = self.detector.variant if self.detector is not None else None
        return variant.former_id if variant is not None else ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The rule's id, then the former one: either may stand in a policy, in a comment or in a baseline."""
        return (self.rule.id, self.former_id) if self.former_id else (self.rule.id,)

    @property
    def why(self) -> str:
        """What somebody gains who reads it."""
        variant = self.detector.variant if self.detector is not None else None
        return (variant.why if variant is not None else "") or self.rule.why

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Public literals that the value may begin with."""
        return self.detector.prefixes if self.detector is not None else ()

    def moved(self, by: int) -> Span:
        """The same span in a text that begins `by` bytes earlier."""
        partner = (self.partner[0] + by, self.partner[1] + by) if self.partner else None
        return self._replace(start=self.start + by, end=self.end + by, partner=partner)

    def rank(self) -> tuple[bool, bool, bool, int, bool, int]:
        """The smaller, the more specific: a prefix, more than a `note`, a name beside it, the detector's place, borders
        that are real because the marks around the value are gone."""
        bare = not (self.prefixes and self.detector is not None and self.detector.keywords)
        return not self.prefixes, self.level == "note", bare, self.order, self.how not in CLEARED, self.start - self.end


class TextContext(NamedTuple):
    """What is known of the text that is searched."""

    path: str
    key: str
    place: str
    kind: Kind
    repo: RepoType
    on: Surface
    part: Kind | None = None
    """What the text is where it is not what its file is. Rules judge by it; their levels are those of the file."""

    @property
    def judged(self) -> Kind:
        """The kind that rules judge the text by."""
        return self.part or self.kind


def level_of(levels: Levels, repo: RepoType, kind: Kind) -> Level:
    """The level that a rule gives to findings in a file of this kind, in a repository of this type."""
    for on_repo, on_kind, level in levels.by:
        if on_repo in ("*", repo) and on_kind in ("*", kind):
            return level
    return levels.default
