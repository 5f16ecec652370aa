"""Makes a row of a rule module: a rule, one detector and its examples from one flat list of fields."""

from __future__ import annotations

from ..rule_types import Detector, Examples, Levels, Rule, RuleEntry, Trigger, Validator, Variant
from ..typed import Literal, NamedTuple
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


class AnotherWay(NamedTuple):
    """How a rule finds more, with its own title, why, fix and levels but for what the variant says."""

    detector: Detector
    """Of no rule yet."""
    examples: Examples


def another_way(
    triggers: tuple[Trigger, ...],
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    title: str = "",
    levels: Levels | None = None,
    kinds: frozenset[Kind] = ALL_KINDS,
    validators: tuple[Validator, ...] = (),
    bits: int = 128,
) -> AnotherWay:
    """A further detector of a rule, for `with_variants`; the fields are those of `detected`."""
    detector = Detector("", triggers, pattern, kinds=kinds, validators=validators, bits=bits)
    return AnotherWay(detector._replace(variant=Variant(title, "", levels)), Examples(leaks, clean, None))


def with_variants(main: RuleEntry, *others: RuleEntry | AnotherWay) -> RuleEntry:
    """One rule, found in several ways. What a row of `others` says of title, why and levels holds for what it finds; an
    id of its own is the former id of these findings."""
    detectors, examples, names = list(main.detectors), list(main.examples), list(main.names)
    for other in others:
        if isinstance(other, AnotherWay):
            detectors.append(other.detector._replace(rule=main.rule.id))
            examples.append(other.examples)
        else:
            variant = _variant(main.rule, other)
            detectors += [d._replace(rule=main.rule.id, variant=variant) for d in other.detectors]
            examples += other.examples
            names += other.names
    return RuleEntry(main.rule, tuple(detectors), tuple(examples), tuple(dict.fromkeys(names)))


def _variant(main: Rule, other: RuleEntry) -> Variant:
    rule = other.rule
    return Variant(
        rule.title if rule.title != main.title else "",
        rule.why if rule.why != main.why else "",
        rule.levels if rule.levels != main.levels else None,
        rule.id if rule.id != main.id else "",
    )
