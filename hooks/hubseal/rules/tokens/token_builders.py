"""A row of a token table, and the rule it makes: `prefixed` values have a shape of their own, `contextual` ones a
provider's name before them. Formats are those of `value_format`.
"""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger, Validator
from ...types import Family, Level
from ...validators.provider_names import plainly_random
from ...validators.synthetic import hexadecimal, named, shaped
from ..entries import detected
from ..patterns import LEFT
from .name_context import FRESH, GAP, NAMED, judge_key, name_pattern, name_triggers
from .value_format import ESCAPED, read_all

UNHASHED = rb"(?<!sha256=)(?<!sha512-)(?<!sha384-)"
"""Checksums in base64 begin with anything, one in a million with a token's prefix."""
FAMILY: Family = "tokens"
LEVELS: dict[Level, Levels] = {"error": Levels("error"), "warning": Levels("warning"), "note": Levels("note")}
KEEP = "then remove it; the history keeps what was committed."


def revoke(url: str) -> str:
    """What to do with a token: where to revoke it, when there is a page for that."""
    return f"Revoke it at {url or 'the provider'}, {KEEP}"


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
    value = read_all(formats, pattern, samples, bits)
    marked = value.pattern if b"(?P<leak>" in value.pattern else b"(?P<leak>" + value.pattern + b")"
    shown = id, FAMILY, title, why, fix or revoke(url), LEVELS[level]
    return detected(
        *shown,
        triggers or tuple([Trigger(h.translate(ESCAPED).encode(), 0, ahead) for h in value.heads]),
        left + UNHASHED + marked,
        (*value.samples, "TOKEN=" + value.samples[0] + " "),
        clean or value.misses,
        keywords=keywords,
        paired_pattern=paired_pattern,
        validators=validators,
        prefixes=value.heads if prefixes is None else prefixes,
        bits=value.bits,
        url=url,
        example_key=example_key,
    )


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
    value, set_to = read_all(formats, pattern, samples, bits), example_key + "="
    hexes = bool(formats) and all(f[:2] in ("{h", "{x") for f in formats)
    shown = id, FAMILY, title, why, fix or revoke(url), LEVELS[level]
    entry = detected(
        *shown,
        triggers or name_triggers(names, ahead),
        NAMED + name_pattern(names) + GAP + value.pattern + b")",
        (set_to + value.samples[0], *['"' + example_key + '": "' + s + '"' for s in value.samples]),
        clean or ("other_value=" + value.samples[0], *[set_to + miss for miss in value.misses]),
        value=FRESH + b"(?:" + value.pattern + b")",
        paired_pattern=paired_pattern,
        validators=(
            judge_key,
            *((hexadecimal if hexes else named,) if validators is None else validators),
            *((plainly_random,) if level == "warning" else ()),
        ),
        bits=value.bits,
        url=url,
        example_key=example_key,
    )
    return entry._replace(names=tuple(dict.fromkeys([name.lstrip("!") for name in names])))
