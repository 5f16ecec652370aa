"""A row of a token table, and the Rule it makes.

A format is written as the provider writes it, with holes: `glsa_{a32}_{h8}` is `glsa_`, 32 letters and digits, `_`, 8
hex digits; `{b20-60}` is a length range; classes are those of `rules.samples`, `e` (`b` with `=`), and `{uuid}`. From one format come the
pattern, the trigger, the leaks and two near misses: a value that is too short, and one of fillers.
"""

from __future__ import annotations

import re

from ...proof.made_up import hexadecimal, named, shaped
from ...types import Context, Examples, Level, Levels, Proof, Rule, Trigger, Verdict
from ..shape import LEFT

START = rb"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=\\[nrt]))"
"""Where a provider's name may begin: not inside a word, unless a capital begins a new one."""
UNHASHED = rb"(?<!sha256=)(?<!sha512-)(?<!sha384-)"
"""Checksums in base64 begin with anything, one in a million with a token's prefix."""
UUID = rb"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
CLASS = {
    "d": b"[0-9]",
    "h": b"[0-9a-f]",
    "H": b"[0-9A-F]",
    "x": b"[0-9a-fA-F]",
    "l": b"[a-z]",
    "u": b"[A-Z]",
    "L": b"[A-Za-z]",
    "n": b"[0-9a-z]",
    "U": b"[0-9A-Z]",
    "a": b"[0-9A-Za-z]",
    "w": b"[0-9A-Za-z_]",
    "b": b"[0-9A-Za-z_-]",
    "e": b"[0-9A-Za-z_=-]",
    "B": b"[0-9A-Za-z+/]",
    "s": b"[1-9A-HJ-NP-Za-km-z]",
    "t": b"[A-Z2-7]",
}
FILL = {"d": "0", "h": "0", "H": "0", "U": "X", "u": "X", "t": "X", "s": "x"}
BITS = {"d": 3, "h": 4, "H": 4, "x": 4, "l": 5, "u": 5, "t": 5}
END = rb"(?!_?[0-9A-Za-z])"
"""Right border of a value of letters and digits: `_` may follow it, as in Markdown, but not a longer name."""
ENDS = {"b": rb"(?![0-9A-Za-z_-])", "e": rb"(?![0-9A-Za-z_=-])", "w": rb"(?![0-9A-Za-z_])", "B": rb"(?![0-9A-Za-z+/])"}

LONG, LONGER = 6, rb"[0-9A-Za-z]{0,64}"
"""After a prefix of that length a value that goes on longer than the provider's is still a leak, and shown whole."""

KEEP = "then remove it; the history keeps what was committed."
OPEN = rb"(?:[rbfu]{0,2}(?:\\*[\"'`]|&quot;|&#34;|&#39;)|[<({\[]){0,2}(?:(?i:bearer|basic|token|oauth|apikey|key)[ =]{1,2}){0,2} ?"
SET = (
    rb"(?:\\*[\"'`]|&quot;|&#34;|&#39;)?[\])]?\s{0,12}(?:=>|->|:{0,3}=|\?=|\|\||[:,(>]|%3[dD]|%3[aA]"
    rb"|,?\s{0,16}\\*[\"']?[vV]alue\\*[\"']?\s{0,4}[:=])[=\s]{0,24}" + OPEN
)
"""What stands between a key and its value: `=`, `": "`, `||`, `',  '`, `>`, `, "value": "`."""
TOLD = rb"(?i:key|token|secret|access|private|password|passwd|auth|login|pat|api|code|bearer)[\"']?(?:[ \t_.:-]|%20){1,4}[\"'`]?"
"""A telling word right before the value: `nicereply API key 0f3a...`, `--key 0f3a...`."""
BARE = rb"[ \t:]{1,3}[\"'`]?"
NEST = (
    rb"(?:\\*[\"']?\]?\s{0,4}[:=]\s{0,4}(?:[{\[(]\s{0,16}[^{}\r\n]{0,60}?|\r?\n[ \t]{0,16}[\"']?[0-9A-Za-z_-]{1,24}?))?"
)
"""An object or mapping in between: `"comet": {"api_key": ...`, a line of its own in YAML."""
NEXT = rb"(?:[0-9A-Za-z_.\- \t]{0,40}?" + NEST + rb"(?:(?P<set>" + SET + rb")|(?P<told>" + TOLD + rb"))|" + BARE + rb")"
"""From a provider's name to the value: the rest of the key, then an assignment, a telling word, or a bare gap."""
URL = rb"|[0-9A-Za-z_./?&=%-]{0,120}?[?&/](?:[0-9A-Za-z_]{0,16}(?i:key|token|auth|appid|secret|sid|code)=)"
"""From a provider's host to the value in a query."""


def read(template: str) -> tuple[bytes, str, str, str, int]:
    """(pattern, sample, too short, fillers, bits) of a format."""
    head, *holes = template.split("{")
    pattern, sample, short, filled, bits, end = [re.escape(head.encode())], head, head, head, 0, END
    last = len(holes) - 1
    for number, hole in enumerate(holes):
        spec, literal = hole.split("}")
        if spec == "uuid":
            pattern.append(UUID)
            sample += "{uuid}"
            short += "{h8}-{h4}-{h4}-{h4}-{h9}" if number == last else "{uuid}"
            filled += "00000000-0000-0000-0000-000000000000"
            bits += 122
        else:
            kind, (low, _, high) = spec[0], spec[1:].partition("-")
            count = int(low)
            pattern.append(CLASS[kind] + (f"{{{low},{high}}}" if high else f"{{{low}}}").encode())
            drawn = "b" if kind == "e" else kind
            sample += "{" + drawn + low + "}"
            cut = count if number < last else max(count - 3, 1)
            short += "{" + drawn + str(cut) + "}"
            filled += FILL.get(kind, "x") * count
            bits += count * BITS.get(kind, 6)
            open_ended = len(head) >= LONG and not high
            end = END if literal else ENDS.get(kind, LONGER if open_ended else END)
        if literal:
            pattern.append(re.escape(literal.encode()))
            sample, short, filled = sample + literal, short + literal, filled + literal
    return b"".join(pattern) + end, sample, short, filled, bits


def token(
    id: str,  # noqa: A002 - the rule's word
    title: str,
    why: str,
    *formats: str,
    url: str = "",
    level: Level = "error",
    proofs: tuple[Proof, ...] = (shaped,),
    samples: Examples = (),
    clean: Examples = (),
    triggers: tuple[Trigger, ...] = (),
    prefixes: tuple[str, ...] | None = None,
    left: bytes = LEFT,
    near: tuple[str, ...] = (),
    companion: bytes | None = None,
    carrier: str | None = "",
    pattern: bytes = b"",
    ahead: int = 0,
    bits: int = 0,
    fix: str = "",
) -> Rule:
    """A value known by its own shape. `pattern` stands in for the expression of the formats; it may mark the leak itself."""
    parts = [read(f) for f in formats]
    body = pattern or (parts[0][0] if len(parts) == 1 else b"|".join([p[0] for p in parts]))
    heads = tuple(dict.fromkeys([f.split("{", 1)[0] for f in formats]))
    examples = samples or tuple([p[1] for p in parts])
    reach = ahead or 256
    return Rule(
        id=id,
        family="tokens",
        title=title,
        why=why,
        fix=fix or "Revoke it " + (f"at {url}, " if url else "at the provider, ") + KEEP,
        levels=Levels(level),
        triggers=triggers or tuple([Trigger(re.escape(h.encode()), 0, reach) for h in heads]),
        pattern=left + UNHASHED + (body if b"(?P<leak>" in body else b"(?P<leak>" + body + b")"),
        leaks=(*examples, "TOKEN=" + examples[0] + " "),
        clean=clean or (parts[0][2], parts[0][3]),
        near=near,
        companion=companion,
        proofs=proofs,
        prefixes=heads if prefixes is None else prefixes,
        bits=bits or (parts[0][4] if parts else 128),
        url=url,
        carrier=carrier,
    )


TELLING = b"(?:api|key|tok|sec|acc|aut|pri|cli|dev|pas|app|pat|usr|lic)"


def name_triggers(name: str, ahead: int) -> list[Trigger]:
    """Triggers on a provider's name in any case. A space in it may be any separator or none; `!` marks a name that is an
    ordinary word: it triggers only right before a telling one."""
    word = re.escape(name.lstrip("!").encode()).replace(b"\\ ", b" ")
    spellings = [word] if b" " not in word else [word.replace(b" ", b""), word.replace(b" ", b"[_. -]")]
    if name[0] != "!":
        return [Trigger(b"(?i)" + s, 0, ahead) for s in spellings]
    return [Trigger(b"(?i)" + s + gap + TELLING, 0, ahead) for s in spellings for gap in (b"", b"[_. -]")]


def name_pattern(name: str) -> bytes:
    """A provider's name as it may be spelled."""
    word = re.escape(name.lstrip("!").encode()).replace(b"\\ ", b"[_. -]?")
    return word + b"(?=[_. -]?" + TELLING + b")" if name[0] == "!" else word


NAMING = (
    rb"(?i)(?:ur[li]|version|name|path|file|dir|folder|host|domain|endpoint|region|zone|format|type|title|(?<!api[_-])hash|sha|sha1|sha256|md5|checksum|digest"
    rb"|commit|revision|rev|ref|branch|tag|image|build|session|trace|span|class|func|model|dataset|bucket|email|user|label|example)[^A-Za-z]*\Z"
)
"""Last words of a key that say its value is no secret."""


def told(match: re.Match[bytes], context: Context) -> Verdict | None:
    """The rest of the key decides: `github_sha` is no token; with no assignment or telling word it says little."""
    groups = match.groupdict()
    between = groups.get("set") or groups.get("told")
    if re.match(rb"sha(?:1|256|384|512)[-=:]", match["leak"]):
        return Verdict("off", "it is a checksum")
    if re.search(NAMING, context.data[match.start() : context.start - len(between or b"")]):
        return Verdict("off")
    return None if between else Verdict("note", "only the provider's name stands before it")


def keyed(
    id: str,  # noqa: A002 - the rule's word
    title: str,
    why: str,
    names: tuple[str, ...],
    *formats: str,
    carrier: str,
    url: str = "",
    level: Level = "warning",
    proofs: tuple[Proof, ...] | None = None,
    samples: Examples = (),
    clean: Examples = (),
    companion: bytes | None = None,
    pattern: bytes = b"",
    bits: int = 0,
    ahead: int = 256,
    fix: str = "",
) -> Rule:
    """A value without a shape of its own, known by the provider's name before it. `carrier` is a key name that tells."""
    parts = [read(f) for f in formats]
    body = pattern or b"|".join([p[0] for p in parts])
    examples = samples or tuple([p[1] for p in parts])
    random = hexadecimal if formats and all(f[:2] in ("{h", "{x") for f in formats) else named
    return Rule(
        id=id,
        family="tokens",
        title=title,
        why=why,
        fix=fix or "Revoke it " + (f"at {url}, " if url else "at the provider, ") + KEEP,
        levels=Levels(level),
        triggers=tuple([t for n in names for t in name_triggers(n, ahead)]),
        pattern=START
        + b"(?i:"
        + b"|".join([name_pattern(n) for n in names])
        + b")(?:"
        + NEXT
        + URL
        + rb")(?<![0-9A-Za-z+/])(?![A-Za-z_.-]{1,24}=[^=])(?P<leak>"
        + body
        + b")",
        leaks=(f"{carrier}={examples[0]}", *(f'"{carrier}": "{e}"' for e in examples)),
        clean=clean
        or (
            f"other_value={examples[0]}",
            f"{carrier}={parts[0][2] if parts else 'short'}",
            f"{carrier}={parts[0][3] if parts else 'your-key-goes-here'}",
        ),
        companion=companion,
        proofs=(told, *((random,) if proofs is None else proofs)),
        bits=bits or (parts[0][4] if parts else 128),
        url=url,
        carrier=carrier,
    )
