"""Marks that cannot work: another word than `allow`, no rule, a rule that there is not, capitals, no colon."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..regex import LazyPattern
from .comments import in_comment
from .source_text import SourceText

MOST = 20
"""Marks of one text that are told; advice on each takes a look at all rules."""
_NEAR = LazyPattern(
    rb"(?i)(?<![\w./@-])hubseal(?P<colon>[ \t]{0,4}[:=][ \t]{0,4}|[ \t]{1,4}|[-_])"
    rb"(?P<word>[a-z-]{2,16})(?P<rest>[^\r\n]{0,160})"
)
_WORDS = frozenset(
    b"ignore ignored ignores ignore-line ignore-next-line disable disabled disable-line disable-next-line skip skipped "
    b"noqa nosec nolint off waive waived suppress suppressed exclude excluded accept accepted allows allowed allowing "
    b"allow-line allow-next-line allow-next alow alllow allwo whitelist allowlist permit permitted silence".split()
)
_ID = rb"[^\s,;<>()\[\]{}*\"'`]{1,64}"
_IDS = LazyPattern(rb"[ \t]{0,4}(" + _ID + rb")((?:[ \t]{0,4},[ \t]{0,4}" + _ID + rb")*)")
_PUNCTUATION = LazyPattern(rb"[ \t]{0,4}[:=(\[][ \t]{0,4}")
_SECOND = LazyPattern(rb"[ \t]{1,4}([a-z0-9][a-z0-9-]{1,64})")
_TEMPLATE = LazyPattern(rb"[ \t]{0,4}[{<\[(\"'`*.)]|\$")
"""What stands behind the word in a template, or where a sentence quotes a mark."""
_NO_ID = (b"--", b"because", b"#", b"*/", b"%>", b":", b"=")


def useless_marks(source: SourceText, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """(offset, what is wrong and what is right) of each comment that looks like one of ours and allows nothing.

    `known` are the ids of all rules.
    """
    if b"hubseal" not in source.data.lower():
        return
    said = 0
    for match in _NEAR.finditer(source.data):
        if said >= MOST:
            return
        word, rest = match["word"].lower(), match["rest"]
        if (word == b"allow" or word in _WORDS) and in_comment(source, match.start()):
            exact = match[0].startswith(b"hubseal:") and match["word"] == b"allow"
            wrong = _wrong(rest, exact, known) if match["colon"].strip() else _without_colon(rest, known)
            if wrong:
                said += 1
                yield match.start(), wrong


def _without_colon(rest: bytes, known: Collection[str]) -> str:
    """Words of a sentence, unless a rule follows."""
    found = _IDS.match(rest)
    name = found[1].decode("utf-8", "replace").lower() if found else ""
    return f"this mark allows nothing; write it as `hubseal: allow {name}`" if name in known else ""


def _wrong(rest: bytes, exact: bool, known: Collection[str]) -> str:
    """What is wrong with a mark, by what stands behind its word; empty when nothing is."""
    punctuation = _PUNCTUATION.match(rest)
    found = _IDS.match(rest, punctuation.end() if punctuation else 0)
    if found is None and _TEMPLATE.match(rest):
        return ""
    if found is None or found[1].startswith(_NO_ID):
        return (
            "this mark names no rule and allows nothing; write `hubseal: allow RULE`, the rule as the finding names it"
        )
    names = [name.strip(b" \t.:").decode("utf-8", "replace") for name in found[0].split(b",")]
    right = [_right(name, known) for name in names]
    if not exact or punctuation:
        if not all(right):
            return "" if exact else "this mark allows nothing; write it as `hubseal: allow RULE`"
        return f"this mark allows nothing; write it as `hubseal: allow {', '.join(right)}`"
    for name, near in zip(names, right, strict=True):
        if name != near and not name.isupper():
            advice = f"did you mean {near}?" if near else "`hubseal rules` lists them all"
            return f"this mark allows nothing: no rule is called {name}; {advice}"
        if name != near and near:
            return f"this mark allows nothing: rules are written in small letters; write {near}"
    second = _SECOND.match(rest, found.end())
    if second and second[1].decode() in known:
        said = ", ".join(names)
        return f"this mark allows {said} only; divide rules by commas: `{said}, {second[1].decode()}`"
    return ""


def _right(name: str, known: Collection[str]) -> str:
    """The rule of that name, else the nearest; empty when none is near."""
    if name in known:
        return name
    from ..nearest import nearest

    small = name.lower().replace("_", "-")
    return small if small in known else nearest(small, known)
