"""The comments of one file that allow findings: which they allow, which are of no use, and what to write where."""

from __future__ import annotations

from .. import member_path
from ..typed import TYPE_CHECKING, NamedTuple
from ..types import Blob, Kind, OffsetMap
from .context import ScanContext
from .groups import Accepted
from .identities import Occurrence
from .renamed import renamed
from .span import Span

if TYPE_CHECKING:
    from ..suppression.source_text import SourceText


class Text(NamedTuple):
    """A text that may hold comments: where its offsets stand, from which one it begins, and what it is when that is
    not what its file is."""

    data: bytes
    where: OffsetMap
    base: int
    kind: Kind | None
    marked: bool
    """Whether a mark may stand in it. Most texts hold none, and need nothing of what reads marks."""

    def line(self, offset: int) -> int:
        """The line in the file of an offset of the text."""
        return self.where(self.base + offset, self.base + offset).line or 0


class InlineComments:
    """What the comments of a file say. Lines are those of the file."""

    def __init__(self, blob: Blob, context: ScanContext) -> None:
        self._blob, self._context = blob, context
        self._allowed: set[tuple[int, str]] = set()
        """(line, rule) of findings that a comment allowed."""
        self._used: set[tuple[int, str]] = set()
        """(line, rule) of comments that allowed one."""
        self._refused: set[tuple[int, str]] = set()
        """(line, rule) of findings that no comment allows."""
        self._text: Text | None = None
        self._source: SourceText | None = None
        self._known = False
        self.notes: list[str] = []

    def allows(self, span: Span, at: Occurrence, text: Text) -> Accepted | None:
        """Whether a comment allows a value, and with which reason."""
        source = self._of(text) if text.marked else None
        if source is None:
            return None
        from ..suppression.comments import allowed

        line = at.start.line or 0
        for name in span.ids:
            mark = allowed(source, at.low, at.high, name, span.rule.family)
            if mark is not None:
                self._allowed.add((line, name))
                self._used.add((text.line(mark.offset), name))
                if name != span.rule.id:
                    self._note(renamed(f"{self._shown()}:{line}", name, span.rule.id))
                return "inline", self._context.masker.text(mark.reason) or "allowed by a comment"
        self._refused |= {(line, name) for name in span.ids}
        return None

    def hint(self, span: Span, at: Occurrence, text: Text) -> str:
        """Which comment to put where to allow a value; empty when none works."""
        if at.start.line is None or self._blob.commit or member_path.is_member(self._blob.path):
            return ""
        source = self._of(text)
        if source is None:
            return ""
        from ..suppression.hints import comment_hint

        return comment_hint(source, at.low, at.high, span.rule.id)

    def judge(self, text: Text) -> None:
        """Notes the comments of a text that allow nothing, now that all of it was searched."""
        source = self._of(text) if text.marked else None
        if source is None:
            return
        from ..suppression.comments import allow_comments, in_comment
        from ..suppression.useless_marks import useless_marks

        for offset, rules in allow_comments(text.data):
            line, comment = text.line(offset), in_comment(source, offset)
            for rule in rules:
                self._judge(line, rule, comment, source)
        for offset, wrong in useless_marks(source, self._context.searcher.known):
            self._note(f"{self._shown()}:{text.line(offset)}: {self._context.masker.text(wrong)}")

    def _judge(self, line: int, rule: str, comment: bool, source: SourceText) -> None:
        """Notes a mark that names a rule, and allows nothing."""
        near = [(number, rule) for number in (line, line + 1, line - 1)]
        if (line, rule) in self._used or any(place in self._allowed for place in near):
            return
        if not self._context.searcher.runs(rule):
            return
        if comment:
            self._note(f"{self._shown()}:{line}: the comment that allows {rule} matches nothing; remove it")
        elif any(place in self._refused for place in near):
            from ..suppression.hints import written

            right = written(source.syntax, rule)
            self._note(f"{self._shown()}:{line}: the mark that allows {rule} stands in no comment; write {right}")

    def _of(self, text: Text) -> SourceText | None:
        """A text as source in its language; None when that has no comments."""
        self._see(text)
        if not self._known:
            from ..suppression.comment_syntax import MARKDOWN, syntax_of
            from ..suppression.source_text import SourceText

            syntax = MARKDOWN if text.kind == "card" else syntax_of(self._blob.path, text.data[:200])
            self._source, self._known = None if syntax is None else SourceText(text.data, syntax), True
        return self._source

    def _see(self, text: Text) -> None:
        """What is known is of one text."""
        if self._text is None or self._text.data is not text.data:
            self._text, self._known = text, False

    def _shown(self) -> str:
        return self._context.masker.name(self._blob).shown

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
