"""Secrets under the name of a provider whose keys have a rule of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

from ..rule_types import MatchContext, Validator, Verdict
from .assignment import assigned, name_of
from .heuristics import is_random

SHORT = 20
"""Characters from which on a value of another shape may be a new form of the provider's keys."""
Names = Callable[[], "tuple[frozenset[str], frozenset[str]]"]
"""Gives (providers whose keys have a public prefix, those whose keys have none) when first needed."""


def unless_known(names: Names) -> Validator:
    """`assigned`, but silent on `<provider>_api_key` and the like when the value has not that provider's shape: its own
    rule would have found it, so it is cut, mistyped or made up. A provider of keys with a prefix may have older ones
    without."""
    compiled: list[re.Pattern[bytes]] = []

    def validate(match: Match[bytes], context: MatchContext) -> Verdict | None:
        verdict = assigned(match, context)
        if verdict is not None and verdict.level == "off":
            return verdict
        if not compiled:
            compiled.extend(_key_of(providers) for providers in names())
        name = name_of(match, context)
        prefixed, plain = compiled
        parted = re.search(rb"[^0-9A-Za-z]", match["leak"]) is not None
        if (parted and prefixed.search(name)) or plain.search(name):
            if verdict is not None and verdict.level != "note" and is_random(match["leak"], SHORT):
                return Verdict("warning", "it looks random, but it has not the shape of that provider's keys")
            return Verdict("off", "it has not the shape of that provider's keys")
        return verdict

    return validate


def _key_of(providers: frozenset[str]) -> re.Pattern[bytes]:
    return re.compile(
        rb"(?i)(?:\A|[^A-Za-z])(?:"
        + "|".join(sorted(providers, key=len, reverse=True)).encode()
        + rb")[_.-]?(?:(?:api|access|auth|client)[_-]?)?(?:key|token|secret)\Z"
    )
