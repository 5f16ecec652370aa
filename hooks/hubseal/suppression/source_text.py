"""How far a value goes in its source: texts over several lines, fences, calls, and the line that each begins on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ..regex import LazyPattern
from .comment_syntax import CommentSyntax
from .lexer import Token, Tokens

LARGEST = 1 << 20
"""Bytes of a text that is looked at as a whole; of a longer one only lines are."""
SIDE = 2_000
"""Bytes of either end of a long line that are looked at."""
UP = 400
"""Lines above a value that may begin what holds it."""
CALL = 8
"""Lines above a value on which the call that it stands in may begin."""
_BLOCK_SCALAR = LazyPattern(rb"(?:^|[:\-]|[:\-][ \t]+[!&][^ \t]+)[ \t]*[|>][-+0-9]{0,2}[ \t]*(?:[ \t]#.*)?$")
_KEY_ALONE = LazyPattern(rb"^[ \t-]*(?:[^#\s].*:|-)[ \t]*(?:[ \t]#.*)?$")
_NO_PROSE = LazyPattern(rb"^[ \t]*(?:$|[-*+|#>]|\d{1,9}[.)][ \t]|`{3}|~{3}|<|={3})")
_FENCE = LazyPattern(rb"^[ \t>]{0,12}(`{3,}|~{3,})")
_CALL_OF_TABLE = LazyPattern(rb"\([ \t]*[{\[]$")
_OPEN_END = LazyPattern(rb"(?:[=(+]|:=|=>|\breturn)[ \t]*$")


class SourceText:
    """A text in a language, and what of it goes over several lines; looked for once."""

    def __init__(self, data: bytes, syntax: CommentSyntax) -> None:
        self.data, self.syntax = data, syntax
        self._tokens = Tokens(data if len(data) <= LARGEST else b"", syntax)
        self._fences: list[tuple[int, int]] | None = None
        self._last: dict[bytes, tuple[int, int]] = {}

    def token(self, offset: int) -> Token | None:
        """The comment or text of more than one line that an offset stands in."""
        return self._tokens.at(offset)

    def last(self, mark: bytes, end: int) -> int:
        """Where `mark` stands last in `data[:end]`; -1 without. Of ends that ascend, none looks at a byte again."""
        seen, known = self._last.get(mark, (0, -1))
        if end < seen:
            return self.data.rfind(mark, 0, end)
        at = self.data.rfind(mark, max(seen - len(mark) + 1, 0), end)
        self._last[mark] = end, at if at >= 0 else known
        return self._last[mark][1]

    def line(self, offset: int) -> tuple[int, int]:
        """Where the line of an offset begins and ends."""
        end = self.data.find(b"\n", offset)
        return self.data.rfind(b"\n", 0, offset) + 1, len(self.data) if end < 0 else end

    def text(self, low: int, high: int) -> bytes:
        """A line without its end; of one that is no line of a person, how it begins and how it ends."""
        line = (
            self.data[low:high]
            if high - low <= 2 * SIDE
            else self.data[low : low + SIDE] + self.data[high - SIDE : high]
        )
        return line.rstrip(b"\r")

    def lines_above(self, low: int, most: int) -> Iterator[tuple[int, bytes]]:
        """(start, text) of the lines above the one that begins at `low`, the nearest first."""
        for _ in range(most):
            if low <= 0:
                return
            end = low - 1
            low = self.data.rfind(b"\n", 0, end) + 1
            yield low, self.text(low, end)

    def heads(self, start: int) -> list[int]:
        """Where lines begin, above that of a value, that begin what holds the value: a key, a fence, a call."""
        found: list[int] = []
        low = self.line(start)[0]
        for _ in range(3):  # a call within a text within a call
            above = self._head(low, start)
            if above is None or above >= low:
                break
            found.append(above)
            low = start = above
            start += len(self.data[low : low + 200]) - len(self.data[low : low + 200].lstrip(b" \t"))
        return found

    def _head(self, low: int, start: int) -> int | None:
        layout = self.syntax.layout
        if layout == "yaml" or (layout == "markdown" and self.front_matter(start)):
            return self._yaml_key(low)
        if layout == "markdown":
            fence = self.fence(start)
            return self._prose(low) if fence is None else fence
        if layout == "rst":
            return self._paragraph(low)
        if layout == "markup":
            return self._tag(low, start)
        token = self.token(start)
        if token is not None:
            return self.line(token.start)[0]
        if self.syntax.alone:
            return None if self.syntax.layout != "heredoc" else self._continued(low)
        return self._continued(low) or self._call(low, start)

    def _prose(self, low: int) -> int | None:
        """The first line of the paragraph of Markdown that a line belongs to."""
        first = None
        if _NO_PROSE.search(self.text(*self.line(low))):
            return None
        for above, text in self.lines_above(low, CALL):
            if _NO_PROSE.search(text):
                break
            first = above
        return first

    def _tag(self, low: int, start: int) -> int | None:
        """The line of the tag in which a value stands, or right behind which its text begins."""
        tag = self.data.rfind(b"<", max(low - 4096, 0), start)
        if tag < 0 or tag >= low or self.data.startswith((b"</", b"<!--"), tag) or b"/>" in self.data[tag:start]:
            return None
        return self.line(tag)[0]

    def _continued(self, low: int) -> int | None:
        """The first line of a statement whose lines end with a mark that it goes on."""
        first = None
        for above, text in self.lines_above(low, 40):
            if not text.endswith(self.syntax.goes_on):
                break
            first = above
        return first

    def _call(self, low: int, start: int) -> int | None:
        """The line of the bracket that is open where a value stands, or of the assignment that goes on."""
        depth = 0
        rows = ((low, self.text(low, start)), *self.lines_above(low, CALL))
        for at, text in rows:
            for end in range(len(text), 0, -1):
                char = text[end - 1 : end]
                depth += (char in b")]}") - (char in b"([{")
                if depth < 0:
                    opens = char == b"(" or _CALL_OF_TABLE.search(text[max(end - 40, 0) : end])
                    return at if opens and at < low else None
        if len(rows) > 1 and _OPEN_END.search(rows[1][1]):
            return rows[1][0]
        return None

    def _yaml_key(self, low: int) -> int | None:
        """The key of a block scalar or of a quoted text, or of a value that begins on the line below its key."""
        indent, nearest, first = _indent(self.text(*self.line(low))), None, True
        for at, text in self.lines_above(low, UP):
            bare = text.strip()
            if not bare or (bare.startswith(b"#") and _indent(text) < indent):
                continue
            if bare in (b"---", b"..."):
                break
            if _indent(text) < indent:
                if opens_text(text):
                    return at
                if first and _KEY_ALONE.search(text):
                    nearest = at
                indent = _indent(text)
            first = False
            if not indent:
                break
        return nearest

    def front_matter(self, start: int) -> bool:
        """Whether an offset stands in the YAML on top of a card."""
        if not self.data.startswith((b"---\n", b"---\r\n", b"\xef\xbb\xbf---")):
            return False
        end = self.data.find(b"\n---", 3)
        return 3 < start < end

    def fence(self, start: int) -> int | None:
        """Where the line begins that opens the fenced block of an offset; None outside of one."""
        if self._fences is None:
            self._fences = list(self._fenced()) if len(self.data) <= LARGEST else []
        at = bisect_right(self._fences, (start, len(self.data))) - 1
        return self._fences[at][0] if at >= 0 and start < self._fences[at][1] else None

    def _fenced(self) -> Iterator[tuple[int, int]]:
        """Where each fenced block begins and ends."""
        opened, mark, at = -1, b"", 0
        for line in self.data.splitlines(keepends=True):
            found = _FENCE.match(line)
            if found and opened < 0:
                opened, mark = at, found[1]
            elif found and found[1].startswith(mark) and not line[found.end() :].strip():
                yield opened, at + len(line)
                opened = -1
            at += len(line)
        if opened >= 0:
            yield opened, at

    def _paragraph(self, low: int) -> int | None:
        """The first line of the paragraph, or of the one above that introduces it as a literal block."""
        first = None
        for at, text in self.lines_above(low, UP):
            if not text.strip() and (first is not None or _indent(self.data[low : low + 200]) == 0):
                break
            if text.strip():
                first = at
        return first


def opens_text(line: bytes) -> bool:
    """Whether a line of YAML begins a text that goes on below: a block scalar, or what is quoted."""
    if _BLOCK_SCALAR.search(line):
        return True
    value = line.partition(b": ")[2].strip()
    return value[:1] in (b'"', b"'") and value.count(value[:1]) % 2 == 1


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" "))
