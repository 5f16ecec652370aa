"""Whether an e-mail address stands where addresses belong: there it is meant for readers, and no error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from ..types import Level

_CONTACT = LazyPattern(
    rb"(?i)contact|author|maintain|curat|e-?mail|mail ?to|correspond|support|reach (?:out|us|me)|point of|questions|feedback|report|issue|security|abuse|privacy|gdpr|credit|acknowledg|licen[cs]e|copyright|\(c\)|maintainer|developed by|created by|written by|committer|contributor|signed-off-by|co-authored-by|cite|citation|bibtex|@(?:misc|article|inproceedings|book|software)|team|press|inquir|send |write to|ask "
    rb"|(?:construct|collect|compil|annotat|prepar|provid|releas|organi[sz]|host|publish|implement|design|contribut|build|built|made|produc|present|distribut|donat|shar|own|fund|hand-?label|label|assembl|digiti[sz])(?:ed|d)?[ \t]+(?:and \S+ )?by(?![a-z])"
    rb"|organi[sz](?:er|ing|ation commit)|committee|investigator|supervis|coordinat|moderator|principal|homepage|mailing list|subscribe|affiliat|institut|department|laborator|faculty"
)
_HEADING = LazyPattern(rb"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|\*\*)(.{1,120})$|^(.{1,80})\r?\n[=~^\-]{4,}[ \t]*$")
_SECTION = LazyPattern(
    rb"(?i)organi[sz]|committee|funding|affiliat|staff|members|contact|author|maintain|curator|citation|cite|bibtex|contribut|licen[cs]|personal and sensitive|acknowledg|credit|support|team|about|people|security|reporting|feedback|more information"
)
_CODE_COMMENT = LazyPattern(
    rb"(?i)(?:^|\n)[ \t]*(?:#|//|\*|/\*|;|--|%|\"\"\"|'''|dnl\b|rem\b)[^\n]*\Z|__(?:author|email|maintainer|contact)__|(?:author|maintainer|email|contact)[a-z_\"']{0,12}\s?[=:(\[]"
)
_METADATA = LazyPattern(
    r"(?i)(?:\A|/)(?:(?:authors?|contributors?|contributing|maintainers?|codeowners|owners|credits|thanks|notice|copying|copyright|licen[cs]es?"
    r"|security|support|code[_-]of[_-]conduct|conduct|citation|governance|third[_-]?party[a-z_-]*|acknowledge?ments?)(?:[._-][a-z._-]{0,24})?"
    r"|\.mailmap|setup\.(?:py|cfg)|pyproject\.toml|package(?:-lock)?\.json|cargo\.toml|composer\.json|codemeta\.json|\.?zenodo\.json|pom\.xml|pkg-info"
    r"|metadata|description|meta\.ya?ml|mkdocs\.ya?ml|_config\.ya?ml|conf\.py|funding\.ya?ml|[^/]*\.(?:bib|cff|gemspec|nuspec|podspec|spec|cabal|patch|diff))\Z"
    r"|(?:\A|/)(?:\.github|debian)/"
)
"""Files that say who made something."""
_LIST = LazyPattern(
    rb"(?i)@(?:[^@]*\.)?(?:lists?\.[^@]+|googlegroups\.com|groups\.google\.com|groups\.io|freelists\.org|listserv\.[^@]+|(?:mailman|sympa|mailing-?lists?)\.[^@]+)\Z"
    rb"|\A[^@]{1,50}-(?:dev|devel|users?|announce|lists?|discuss|commits|bugs|help|support|team|admin|request|owner|core|bot|ci)@"
)
"""A mailing list, or a program's address."""
_EXAMPLE_KEY = LazyPattern(r"(?i:(?:\A|_)(?:examples?|samples?|demo|dummy|fake|mock)(?![a-z]))")
_ROW = LazyPattern(rb"[ \t]{0,3}\|")
_COLUMN = LazyPattern(rb"(?i)\|[ \t*_]*(?:e-?mail|mail|contact)")
_ORGANISED = LazyPattern(
    rb"(?i)institut|affiliat|organi[sz]|universit|role|team|github|homepage|website|position|orcid|company|lab(?:oratory)?[ \t*_]*\|"
)
"""What a table of the people behind something has for columns besides their addresses."""
_ROLE = LazyPattern(
    rb"(?i)^(?:info|support|security|contact|hello|help|admin|press|sales|privacy|abuse|legal|team|office|mail|webmaster|feedback|opensource|oss|dev|devel|developers|hr|jobs|careers|news|service|enquiries|inquiries|conduct|maintainers?|list|announce|users|discuss|research|datasets?|models?|community)$"
)


def in_contact(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A warning where addresses belong: contact lines and sections, citations, authors, comments of code."""
    if context.kind not in ("card", "code", "config", "other", "notebook", "log"):
        return None
    data, start = context.data, context.start
    begin = data.rfind(b"\n", max(start - 400, 0), start) + 1
    endless = begin == 0 and start > 400  # a line that nobody writes by hand
    low = start - 100 if endless else begin
    line = data[low : context.end + 80].split(b"\n", 1)[0]
    if _ROLE.match(match["leak"].partition(b"@")[0]) or _LIST.search(match["leak"]):
        return Verdict("note", "it is a role address")
    if _METADATA.search(context.path):
        return Verdict("note", "it stands in a file that says who made this")
    written: Level = "note" if context.kind == "code" else "warning"
    if _CONTACT.search(line) or _CONTACT.search(context.key.encode("utf-8", "replace")):
        return Verdict(written, "it stands in a contact, author or citation line")
    if _EXAMPLE_KEY.search(context.key):
        return Verdict("warning", "its key says that it is an example")
    if context.kind == "card":
        return _card(data, start, low)
    above = b"" if endless else data[max(low - 300, 0) : start]
    if context.kind in ("code", "config", "other") and (
        _CODE_COMMENT.search(data[low:start]) or _CONTACT.search(above)
    ):
        return Verdict(written, "it stands in a comment or an author field")
    return None


def _card(data: bytes, start: int, low: int) -> Verdict | None:
    """What the nearest heading and the lines above speak of."""
    if any(_SECTION.search(heading) for heading in _headings(data, start)) or _in_table(data, low):
        return Verdict("warning", "it stands in a contact, author or citation section")
    if not _ROW.match(data, low) and _CONTACT.search(data[max(low - 160, 0) : low]):
        return Verdict("warning", "it stands below a contact, author or citation line")
    if re.search(
        rb"(?i)@(?:misc|article|inproceedings|techreport|software|dataset|online|book|phdthesis|mastersthesis)\{[^@]{0,3000}\Z",
        data[max(start - 3000, 0) : start],
    ):
        return Verdict("warning", "it stands in a citation")
    head = data[:start]
    if (
        head.startswith(b"---")
        and head.find(b"\n---", 3) < 0
        and re.search(rb"(?m)^(?:extra_gated|authors?|maintainers?|citation|contact)", head[-2000:])
    ):
        return Verdict("warning", "it stands in the card's metadata")
    return None


def _headings(data: bytes, start: int) -> Iterator[bytes]:
    """The texts of the heading above `data[start]` and of those that it stands under."""
    level = 7
    for heading in reversed(list(_HEADING.finditer(data, max(start - 6000, 0), start))):
        marks = len(heading[0].lstrip()) - len(heading[0].lstrip().lstrip(b"#")) or 6
        if marks < level:
            level = marks
            yield heading[1] or heading[2]


def _in_table(data: bytes, low: int) -> bool:
    """Whether the line at `low` is a row of a table of people behind something: the head of the table says so."""
    head = None
    while _ROW.match(data, low):
        end = data.find(b"\n", low)
        head = data[low : end if end >= 0 else len(data)]
        if low == 0:
            break
        low = data.rfind(b"\n", 0, low - 1) + 1
    return head is not None and _COLUMN.search(head) is not None and _ORGANISED.search(head) is not None
