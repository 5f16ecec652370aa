"""A provider's name before a value: how it may be spelled, and what may stand between the two."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...rule_types import MatchContext, Trigger, Verdict
from ..patterns import DEFAULT, FOLDED, TYPED, VALUED, WRAP

START = rb"(?:(?<![A-Za-z\\])|(?<=[a-z])(?=[A-Z])|(?<=\\[nrt]))"
"""Where a provider's name may begin: not inside a word, unless a capital begins a new one; the `n` of `\\n` is no part of it."""
AFTER = (
    rb"(?:(?![a-z])|(?=(?:api|key|tok|sec|acc|aut|pri|cli|pas|app|pat|usr|user|lic|ai|io|hq|hub|db|cloud|labs?|ml|bot|web|server|serv|admin"
    rb"|dev|live|test|prod|org|com|net|id|cred|pub|bearer|login|oauth|account|project)))"
)
"""Where a provider's name may end: before no small letter, or before a word that keys are made of."""
OPEN = (
    rb"(?:\(\s{1,24})?" + WRAP + rb"(?:[rbfu@]{0,2}(?:\\*[\"'`]|&quot;|&#34;|&#39;)|[<({\[]){0,2}"
    rb"(?:(?i:bearer|basic|token|oauth|apikey|key)[ =]{1,2}){0,2} ?"
)
SET = (
    rb"(?:\\*[\"'`]|&quot;|&#34;|&#39;)?[\])]?\s{0,12}(?:"
    + TYPED
    + b"|"
    + DEFAULT
    + b"|"
    + FOLDED
    + b"|"
    + VALUED
    + rb"|=>|->|<-|:{0,3}=|\?=|\|\||\?\?|or(?= )|[:,(<>|]|%3[dD]|%3[aA])[=\s]{0,24}"
    + OPEN
)
"""What stands between a key and its value: `=`, `": "`, `||`, `',  '`, `>`, `, "value": "`."""
TELLING_WORD = (
    rb"(?i:key|token|secret|access|private|password|passwd|auth|login|pat|api|code|bearer)"
    rb"[\"']?(?:[ \t_.:-]|%20| is | was | to | as ){1,4}[\"'`]?"
)
"""A telling word right before the value: `nicereply API key 0f3a...`, `--key 0f3a...`."""
BARE = rb"(?:[ \t:]{1,3}| is | was )[\"'`]?"
NEST = (
    rb"(?:\\*[\"']?\]?\s{0,4}[:=]\s{0,4}(?:[{\[(]\s{0,16}[^{}\r\n]{0,60}?|\r?\n[ \t]{0,16}[\"']?[0-9A-Za-z_-]{1,24}?)"
    rb"|\(\s{0,16}(?:[^()\r\n]{0,60}?,\s{0,16})?[0-9A-Za-z_]{1,24})?"
)
"""An object, a mapping or a call in between: `"comet": {"api_key": ...`, a line of its own in YAML, `Comet(api_key=`."""
NEXT = (
    rb"(?:[0-9A-Za-z_.\- \t]{0,40}?"
    + NEST
    + rb"(?:(?P<set>"
    + SET
    + rb")|(?P<word>"
    + TELLING_WORD
    + rb"))|"
    + BARE
    + rb")"
)
"""From a provider's name to the value: the rest of the key, then an assignment, a telling word, or a bare gap."""
URL = rb"|(?P<query>[0-9A-Za-z_./?&=%-]{0,120}?[?&/][0-9A-Za-z_]{0,16}(?i:key|token|auth|appid|secret|sid|code)=)"
"""From a provider's host to the value in a query."""
NAMED = START + b"(?P<who>(?i:"
FRESH = rb"(?<![0-9A-Za-z+/])"
"""Left border of a value."""
GAP = b"))" + AFTER + b"(?:" + NEXT + URL + b")" + FRESH + rb"(?![A-Za-z_.-]{1,24}=[^=])(?P<leak>"
TELLING = "(?:api|key|tok|sec|acc|aut|pri|cli|dev|pas|app|pat|usr|lic)"


def name_triggers(names: Iterable[str], ahead: int) -> tuple[Trigger, ...]:
    """Triggers on providers' names in any case, those of one width together. A space in a name may be any separator or
    none; `!` marks a name that is an ordinary word: it triggers only right before a telling one."""
    plain: dict[int, list[str]] = {}
    ordinary: dict[int, list[str]] = {}
    for name in names:
        group = plain
        if name[0] == "!":
            name, group = name[1:], ordinary
        if " " in name:
            words = len(name)
            group.setdefault(words, []).append(name.replace(" ", "[_. -]"))
            name = name.replace(" ", "")
        group.setdefault(len(name), []).append(name.replace(".", "\\."))
    found = ["(?i)(?:" + "|".join(some) + ")" for some in plain.values()]
    found += [
        "(?i)(?:" + "|".join(some) + ")" + gap for some in ordinary.values() for gap in (TELLING, "[_. -]" + TELLING)
    ]
    return tuple([Trigger(f.encode(), 0, ahead) for f in found])


def name_pattern(names: Iterable[str]) -> bytes:
    """Providers' names as they may be spelled."""
    return "|".join(names).replace("!", "").replace(".", "\\.").replace(" ", "[_. -]?").encode()


NAMING = (
    rb"(?i)(?:ur[li]|version|name|path|file|dir|folder|host|domain|endpoint|region|zone|format|type|title|(?<!api[_.-])(?<!api)hash|sha|sha1|sha256|md5|checksum|digest"
    rb"|commit|revision|rev|ref|branch|tag|image|build|session|trace|span|class|func|model|dataset|bucket|email|user|label|example"
    rb"|(?:experiment|run|task|project|workspace|job|entity|team|queue|sweep|artifact|cache|public)[_. -]?(?:key|id)s?)[^A-Za-z]*\Z"
)
"""Last words of a key that say its value is no secret."""


def judge_key(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """The rest of the key decides: `github_sha` is no token; with no assignment or telling word it says little."""
    groups = match.groupdict()
    between = groups.get("set") or groups.get("word") or groups.get("query")
    said = between or re.search(rb"(?i)key|token|secret|password", match["who"])
    if re.match(rb"sha(?:1|256|384|512)[-=:]", match["leak"]):
        return Verdict("off", "it is a checksum")
    if re.search(NAMING, context.data[match.end("who") : context.start - len(between or b"")]):
        return Verdict("off")
    return None if said else Verdict("note", "only the provider's name stands before it")
