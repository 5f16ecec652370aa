"""A row of a token table, and the rule it makes.

A format is written as the provider writes it, with holes: `glsa_{a32}_{h8}` is `glsa_`, 32 letters and digits, `_`, 8
hex digits; `{b20-60}` is a length range; classes are those of `rules.samples`, `e` (`b` with `=`), and `{uuid}`. From
one format come the pattern, the trigger, the leaks and two near misses: a value that is too short, and one of fillers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...rule_types import Levels, MatchContext, RuleEntry, Trigger, Validator, Verdict
from ...types import Level
from ...validators.synthetic import hexadecimal, named, shaped
from ..entries import detected
from ..patterns import DEFAULT, ESCAPES, FOLDED, LEFT, TYPED, VALUED, WRAP

START = rb"(?:(?<![A-Za-z\\])|(?<=[a-z])(?=[A-Z])|(?<=\\[nrt]))"
"""Where a provider's name may begin: not inside a word, unless a capital begins a new one; the `n` of `\\n` is no part of it."""
AFTER = (
    rb"(?:(?![a-z])|(?=(?:api|key|tok|sec|acc|aut|pri|cli|pas|app|pat|usr|user|lic|ai|io|hq|hub|db|cloud|labs?|ml|bot|web|server|serv|admin"
    rb"|dev|live|test|prod|org|com|net|id|cred|pub|bearer|login|oauth|account|project)))"
)
"""Where a provider's name may end: before no small letter, or before a word that keys are made of."""
UNHASHED = rb"(?<!sha256=)(?<!sha512-)(?<!sha384-)"
"""Checksums in base64 begin with anything, one in a million with a token's prefix."""
UUID_TEXT = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
UUID = UUID_TEXT.encode()
CLASS = {
    "d": "[0-9]",
    "h": "[0-9a-f]",
    "H": "[0-9A-F]",
    "x": "[0-9a-fA-F]",
    "l": "[a-z]",
    "u": "[A-Z]",
    "L": "[A-Za-z]",
    "n": "[0-9a-z]",
    "U": "[0-9A-Z]",
    "a": "[0-9A-Za-z]",
    "w": "[0-9A-Za-z_]",
    "b": "[0-9A-Za-z_-]",
    "e": "[0-9A-Za-z_=-]",
    "B": "[0-9A-Za-z+/]",
    "s": "[1-9A-HJ-NP-Za-km-z]",
    "t": "[A-Z2-7]",
}
BITS = {"d": 3, "h": 4, "H": 4, "x": 4, "l": 5, "u": 5, "t": 5}
ESCAPED = str.maketrans({c: "\\" + c for c in ".+*?^$()[]|"})
LEVELS: dict[Level, Levels] = {"error": Levels("error"), "warning": Levels("warning"), "note": Levels("note")}
END = rb"(?!_?[0-9A-Za-z])"
"""Right border of a value of letters and digits: `_` may follow it, as in Markdown, but not a longer name."""
ENDS = {"b": rb"(?![0-9A-Za-z_-])", "e": rb"(?![0-9A-Za-z_=-])", "w": rb"(?![0-9A-Za-z_])", "B": rb"(?![0-9A-Za-z+/])"}

LONG, LONGER = 4, rb"[0-9A-Za-z]{0,64}"
"""After a prefix of that length a value that goes on longer than the provider's is still a leak, and shown whole."""
ORDINARY = r"(?:(?:api)?key|live|test|auth|[sp]k|pat|sat)(?:[_.-](?:live|test|auth|sk|pk))*[_.-]"
"""Prefixes of ordinary words tell no provider: `key_` before 32 hex digits is no longer kind of `key_` before 28."""

KEEP = "then remove it; the history keeps what was committed."
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


def after(alphabet: bytes) -> bytes:
    """Left border of a value: none of `alphabet` before it, unless it ends an escape sequence."""
    return b"(?:(?<![" + alphabet + b"])|" + ESCAPES + b")"


def read(template: str) -> tuple[bytes, str, tuple[str, ...], int]:
    """(pattern, sample, near misses, bits) of a format."""
    head, _, rest = template.partition("{")
    pattern, sample, last, kind, size, bits, end = head.translate(ESCAPED), head, head, "a", 0, 0, END
    long = len(head) >= LONG and re.fullmatch(ORDINARY, head) is None
    for hole in rest.split("{"):
        spec, _, literal = hole.partition("}")
        last = sample
        if spec == "uuid":
            pattern, sample, size, bits, end = pattern + UUID_TEXT, sample + "{uuid}", size + 36, bits + 122, END
        else:
            kind, (low, _, high) = spec[0], spec[1:].partition("-")
            pattern += CLASS[kind] + "{" + low + ("," + high if high else "") + "}"
            sample += "{" + ("b" if kind == "e" else kind) + low + "}"
            size += int(low)
            bits += int(low) * BITS.get(kind, 6)
            end = ENDS.get(kind, LONGER if long and not high else END)
        if literal:
            pattern, sample, end = pattern + literal.translate(ESCAPED), sample + literal, END
    filler = "x" if kind in "abnwLleB" else "0"
    return pattern.encode() + end, sample, (last + "{a3}", head + filler * size), bits


def prefixed(
    id: str,
    title: str,
    why: str,
    *formats: str,
    url: str = "",
    level: Level = "error",
    validators: tuple[Validator, ...] = (shaped,),
    samples: tuple[str, ...] = (),
    clean: tuple[str, ...] = (),
    triggers: tuple[Trigger, ...] = (),
    prefixes: tuple[str, ...] | None = None,
    left: bytes = LEFT,
    keywords: tuple[str, ...] = (),
    paired_pattern: bytes | None = None,
    example_key: str | None = "",
    pattern: bytes = b"",
    ahead: int = 256,
    bits: int = 0,
    fix: str = "",
) -> RuleEntry:
    """A value known by its own shape. `pattern` stands in for that of the formats; it may mark the leak itself."""
    parts = [read(f) for f in formats]
    body = pattern or b"|".join([p[0] for p in parts])
    heads = tuple(dict.fromkeys([f.partition("{")[0] for f in formats]))
    examples = samples or tuple([p[1] for p in parts])
    return detected(
        id,
        "tokens",
        title,
        why,
        fix or ("Revoke it at " + url + ", " + KEEP if url else "Revoke it at the provider, " + KEEP),
        LEVELS[level],
        triggers or tuple([Trigger(h.translate(ESCAPED).encode(), 0, ahead) for h in heads]),
        left + UNHASHED + (body if b"(?P<leak>" in body else b"(?P<leak>" + body + b")"),
        (*examples, "TOKEN=" + examples[0] + " "),
        clean or parts[0][2],
        keywords=keywords,
        paired_pattern=paired_pattern,
        validators=validators,
        prefixes=heads if prefixes is None else prefixes,
        bits=bits or (parts[0][3] if parts else 128),
        url=url,
        example_key=example_key,
    )


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


def contextual(
    id: str,
    title: str,
    why: str,
    names: tuple[str, ...],
    *formats: str,
    example_key: str,
    url: str = "",
    level: Level = "warning",
    validators: tuple[Validator, ...] | None = None,
    samples: tuple[str, ...] = (),
    clean: tuple[str, ...] = (),
    paired_pattern: bytes | None = None,
    pattern: bytes = b"",
    bits: int = 0,
    ahead: int = 256,
    fix: str = "",
    triggers: tuple[Trigger, ...] = (),
) -> RuleEntry:
    """A value without a shape of its own, known by the provider's name before it; `example_key` is a key that tells."""
    parts = [read(f) for f in formats]
    body = pattern or b"|".join([p[0] for p in parts])
    examples = samples or tuple([p[1] for p in parts])
    hexes = bool(formats) and all(f[:2] in ("{h", "{x") for f in formats)
    miss, filler = parts[0][2] if parts else ("short", "your-key-goes-here")
    set_to = example_key + "="
    entry = detected(
        id,
        "tokens",
        title,
        why,
        fix or ("Revoke it at " + url + ", " + KEEP if url else "Revoke it at the provider, " + KEEP),
        LEVELS[level],
        triggers or name_triggers(names, ahead),
        NAMED + name_pattern(names) + GAP + body + b")",
        (set_to + examples[0], *['"' + example_key + '": "' + e + '"' for e in examples]),
        clean or ("other_value=" + examples[0], set_to + miss, set_to + filler),
        value=FRESH + b"(?:" + body + b")",
        paired_pattern=paired_pattern,
        validators=(judge_key, *((hexadecimal if hexes else named,) if validators is None else validators)),
        bits=bits or (parts[0][3] if parts else 128),
        url=url,
        example_key=example_key,
    )
    return entry._replace(names=tuple(dict.fromkeys([name.lstrip("!") for name in names])))
