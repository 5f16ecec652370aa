"""Makes a row of a rule module: a rule, one detector and its examples from one flat list of fields."""

from __future__ import annotations

from ..rule_types import Detector, Examples, Levels, Rule, RuleEntry, Trigger, Validator, Variant
from ..typed import Literal
from ..types import ALL_KINDS, Family, Kind


def detected(
    id: str,
    family: Family,
    title: str,
    why: str,
    fix: str,
    levels: Levels,
    triggers: tuple[Trigger, ...],
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    on: Literal["name", "text"] = "text",
    kinds: frozenset[Kind] = ALL_KINDS,
    value: bytes = b"",
    paired_pattern: bytes | None = None,
    keywords: tuple[str, ...] = (),
    validators: tuple[Validator, ...] = (),
    prefixes: tuple[str, ...] = (),
    bits: int = 128,
    url: str = "",
    example_key: str | None = None,
) -> RuleEntry:
    """A rule with one detector; the fields are those of Rule, Detector and Examples."""
    return RuleEntry(
        Rule(id, family, title, why, fix, levels, url),
        (Detector(id, triggers, pattern, on, kinds, value, paired_pattern, keywords, validators, prefixes, bits),),
        (Examples(leaks, clean, example_key),),
    )


def with_variants(main: RuleEntry, *others: RuleEntry) -> RuleEntry:
    """One rule, found in several ways. What a row of `others` says of title, why and levels holds for what it finds; an
    id of its own is the former id of these findings."""
    return RuleEntry(
        main.rule,
        (
            *main.detectors,
            *[d._replace(rule=main.rule.id, variant=_variant(main.rule, o)) for o in others for d in o.detectors],
        ),
        (*main.examples, *[examples for other in others for examples in other.examples]),
        tuple(dict.fromkeys((*main.names, *[name for other in others for name in other.names]))),
    )


def _variant(main: Rule, other: RuleEntry) -> Variant:
    rule = other.rule
    return Variant(
        rule.title if rule.title != main.title else "",
        rule.why if rule.why != main.why else "",
        rule.levels if rule.levels != main.levels else None,
        rule.id if rule.id != main.id else "",
    )
