"""How to say that a finding is meant: the comment that works where it stands, else the waiver that covers it alone."""

from __future__ import annotations

import re

from ..globs import LONGEST
from ..regex import LazyPattern
from .comment_syntax import CommentSyntax
from .source_text import SourceText, opens_text

_PLAIN_KEY = LazyPattern(
    rb"""^[ \t]*(?:- +)*(?!- )(?:(?:"[^"\n]*"|'[^'\n]*')[ \t]*|[^\s#"'\[{][^#\n:]*(?::(?![ \t]|$)[^#\n:]*)*)"""
    rb""":(?:[ \t]|$)|^[ \t]*-[ \t]"""
)
_REFERENCE = LazyPattern(rb"^ {0,3}\[[^\]\n]+\]:")
_OPENS, _CLOSES = (b"<script", b"<style", b"<SCRIPT"), (b"</script", b"</style", b"</SCRIPT")
_SCRIPT = LazyPattern(rb"(?i)<(/?)(?:script|style)\b[^>]*>")
_UNSAFE = LazyPattern(
    "[^\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0373\u0386-\u05ff\u0904-\u167f\u1e00-\u1fff\u2c00-\ud7ff\U00010000-\U000e0000]"
)


def comment_hint(source: SourceText, start: int, end: int, rule: str) -> str:
    """Where to put which comment, such as `put on that line: # hubseal: allow RULE -- REASON`; empty where none works.

    A comment must not stand within the value, nor break what stands around it.
    """
    syntax, data = source.syntax, source.data
    low, high = source.line(start)
    if data.find(b"\n", start, end) >= 0 or not _ends_there(source, start, low, high):
        return ""
    above = next(source.lines_above(low, 1), (0, b""))[1]
    goes_on = above.endswith(syntax.goes_on) and bool(above)
    mark = _mark(source, start, high, rule)
    if not mark:
        return ""
    line = source.text(low, high)
    if not (syntax.alone or line.endswith(syntax.goes_on) or _REFERENCE.match(line) and syntax.layout == "markdown"):
        return f"put on that line: {mark}"
    return (
        ""
        if goes_on or (syntax.layout == "rst" and (above.strip() or line[:1].isspace()))
        else f"put on the line above: {mark}"
    )


def _ends_there(source: SourceText, start: int, low: int, high: int) -> bool:
    """Whether the line of a value ends outside of every text, block, fence and tag that goes over several lines."""
    layout, data = source.syntax.layout, source.data
    if layout == "yaml" or (layout == "markdown" and source.front_matter(start)):
        return _yaml_ends(source, low, high)
    if layout == "markdown":
        return source.fence(start) is None and not data.startswith((b"    ", b"\t"), low)
    if layout == "markup":
        if source.last(b"<", high) > source.last(b">", high):
            return False
        ends = (b"<![CDATA[", b"]]>"), (b"<!--", b"-->")
        return all(source.last(closes, high) >= source.last(opens, high) for opens, closes in ends)
    return source.token(start) is None and source.token(high) is None


def _yaml_ends(source: SourceText, low: int, high: int) -> bool:
    line = source.text(low, high)
    heads = source.heads(low + len(line) - len(line.lstrip(b" ")))
    if any(opens_text(source.text(*source.line(head))) for head in heads):
        return False
    following = source.text(high + 1, source.line(high + 1)[1]) if high < len(source.data) else b""
    indent, deeper = len(line) - len(line.lstrip(b" -")), len(following) - len(following.lstrip(b" "))
    return _PLAIN_KEY.match(line) is not None and not (following.strip() and deeper > indent)


def _mark(source: SourceText, start: int, high: int, rule: str) -> str:
    """The comment as the language writes it."""
    syntax = source.syntax
    if syntax.layout == "markdown" and source.front_matter(start):
        return f"# hubseal: allow {rule} -- REASON"
    if syntax.layout == "markup":
        opened, closed = (max(source.last(tag, start) for tag in tags) for tags in (_OPENS, _CLOSES))
        if opened > closed:
            ended = _SCRIPT.search(source.data, start, high)
            return "" if ended else f"/* hubseal: allow {rule} -- REASON */"
    if source.last(b"<?php", len(source.data)) >= 0 and source.last(b"?>", high) > source.last(b"<?", high):
        return f"<!-- hubseal: allow {rule}: REASON -->"
    return written(syntax, rule)


def written(syntax: CommentSyntax, rule: str) -> str:
    """A comment that allows a rule. XML has no two hyphens in a comment."""
    if syntax.line:
        return f"{syntax.line[0].decode()} hubseal: allow {rule} -- REASON"
    begin, end = (part.decode() for part in syntax.block[0])
    return f"{begin} hubseal: allow {rule}{':' if begin == '<!--' else ' --'} REASON {end}"


def waiver_hint(source: str, rule: str, path: str, place: str, key: str) -> str:
    """The entry of the policy that waives a finding and no other; `source` is the policy's file, if there is one."""
    fields = {"rule": rule, "path": quoted(path_glob(path))}
    fields |= {name: quoted(text) for name, text in (("place", place), ("key", key)) if text}
    fields["reason"] = '"REASON"'
    if source.endswith(".toml"):
        inside = ", ".join(f"{name} = {text if name != 'rule' else quoted(text)}" for name, text in fields.items())
        return f"add to waivers of [tool.hubseal] in pyproject.toml: {{{inside}}}"
    inside = ", ".join(f"{name}: {text}" for name, text in fields.items())
    return f"add to waivers in {source or '.hubseal.yaml'}: {{{inside}}}"


def path_glob(path: str) -> str:
    """The glob that matches a path and no other; a byte that is no text can only be any character."""
    text = re.sub(r"[\[*?{\\]", lambda m: f"[{m[0]}]", path)
    text = re.sub("[\0\ud800-\udfff]", "?", text)
    if text != text.rstrip():
        text = text[:-1] + f"[{text[-1]}]"
    text = text if "/" in path.rstrip("/") and not text.startswith(("!", " ", "./")) else "/" + text
    if len(text) <= LONGEST:
        return text
    kept = text[: LONGEST - 4]
    return kept[: kept.rfind("/") + 1] + "**" if "/" in kept[1:] else re.split(r"\[[^\]]*$", kept)[0] + "*"


def quoted(text: str) -> str:
    """Text in double quotes as YAML and TOML read it, and as a terminal shows it harmlessly."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}" if ord(m[0]) < 1 << 16 else f"\\U{ord(m[0]):08x}", text) + '"'
    )
