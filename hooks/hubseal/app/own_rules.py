"""The rules of a policy's own for people: whether their examples hold, and which file of a shared policy says what."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .. import engine
from ..engine.searcher import Searcher
from ..engine.span import TextContext
from ..policy import DEFAULT, OwnRule, Policy, PolicyError, text_of
from ..policy.store import explained, find
from ..rules import RULES
from ..rules.samples import expand
from ..types import Kind
from . import scanner
from .clean_text import clean_word, word_cleaner
from .policy import load_policy
from .request import UsageError

_KINDS: tuple[Kind, ...] = ("code", "config", "card")
"""Files in which an example is tried."""
_LISTS = ("own_rules", "waivers")
"""Lists whose entries are told by their names."""


def policy_of(folder: str, file: str = "") -> Policy:
    """The policy in `file`, else that of `folder`. Raises UsageError."""
    return load_policy(folder, file)


def check(policy: Policy) -> Iterator[str]:
    """What is wrong with the examples of a policy's own rules, one line each."""
    searcher = scanner.make_context(policy, engine.Settings(cache=scanner.CACHE)).searcher
    for rule in policy.own_rules:
        if not rule.leaks:
            yield f"{rule.id}: it has no example in `leaks`; give one that it finds"
        for wanted, name, examples in ((True, "leaks", rule.leaks), (False, "clean", rule.clean)):
            for number, example in enumerate(examples):
                try:
                    text = expand(example, number)
                except ValueError:
                    yield f"{rule.id}: {name}[{number}] has a hole that is not known; a brace itself is written twice"
                    continue
                if _finds(searcher, rule, text) is not wanted:
                    yield f"{rule.id}: {name}[{number}] is {'not found' if wanted else 'found'}"


def _finds(searcher: Searcher, rule: OwnRule, text: str) -> bool:
    """Whether a rule finds something in an example, in a file of some sort."""
    contexts = (TextContext("example.txt", "", "", kind, "model", "text") for kind in _KINDS)
    return any(span.rule.id == rule.id for about in contexts for span in searcher.search(text.encode(), about).spans)


def origins(folder: str, file: str = "") -> list[str]:
    """What the policy in `file`, else that of `folder`, says, and where each thing comes from. Raises UsageError."""
    try:
        found = (text_of(file), file) if file else find(folder)
        if found is None:
            return [f"there is no policy; what holds is the default: {_said(DEFAULT.fail_on)} fails a scan"]
        place = os.path.dirname(file) or os.curdir if file else folder
        said = explained(*found, RULES.plan.names, place, None)[1]
    except PolicyError as error:
        raise UsageError(error.text(clean_word)) from None
    clean = word_cleaner()
    last = {origin.key: number for number, origin in enumerate(said)}
    lines = []
    for number, origin in enumerate(said):
        over = said[last[origin.key]]
        lost = not _is_list(origin.key) and last[origin.key] != number
        more = f"  (not in force: {over.source}:{over.line})" if lost else ""
        lines.append(clean(f"{origin.source}:{origin.line}: {origin.key}: {_said(origin.value, origin.key)}{more}"))
    return lines


def _is_list(key: str) -> bool:
    """Whether what several policies say under a key is joined."""
    first, _, rest = key.partition(".")
    joined = ("exclude", "waivers", "own_rules", "detectors", "extends", "repos", "allow")
    return first in joined or (first == "files" and rest != "max_text_size")


def _said(value: object, key: str = "") -> str:
    """A value for people: no more than it takes to know it again."""
    if isinstance(value, dict) and key in _LISTS:
        value = " on ".join(str(value[name]) for name in ("id", "rule", "path") if name in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_said(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_said(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
