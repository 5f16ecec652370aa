"""What else is wrong with a policy that was refused for its first mistake, told from the JSON Schema.

The loader stops at what it cannot use; somebody who mends a policy wants to see all of it. A policy that is taken never
comes here, so that jsonschema costs a scan nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from .check import nearest, path_name
from .document import Document
from .document import Path as KeyPath
from .model import QUOTE, PolicyError

SCHEMA = Path(__file__).parents[1] / "policy.schema.json"
MOST = 10
"""Mistakes that are named besides the first."""
LARGEST = 2_000
"""Keys and values of a policy that is looked at once more."""
TYPES = {
    "object": "a mapping", "array": "a list", "string": "text", "boolean": "true or false", "integer": "a number"
}  # fmt: skip


class Mistake(NamedTuple):
    """One thing that is wrong: where, and words with a `QUOTE` for each of `quoted`."""

    line: int
    message: str
    quoted: tuple[str, ...]


def with_further(error: PolicyError, document: Document) -> PolicyError:
    """The error, and the mistakes on other lines of the same document."""
    if len(document.lines) > LARGEST:
        return error
    others = sorted({m for m in mistakes(document) if m.line != error.line})[:MOST]
    message = error.message + "".join(f"\n{document.source}:{m.line}: {m.message}" for m in others)
    return PolicyError(error.path, error.line, message, *error.quoted, *(q for m in others for q in m.quoted))


def mistakes(document: Document) -> Iterator[Mistake]:
    """What the schema refuses."""
    from jsonschema import Draft202012Validator

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(_given(document.data)):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            yield from _unknown(document, path, error)
        elif error.instance is not False:  # `off`, as TOML has to write it
            message, quoted = _told(error)
            yield Mistake(document.line(path), f"{QUOTE} {message}", (path_name(path), *quoted))


def _unknown(document: Document, path: KeyPath, error: Any) -> Iterator[Mistake]:
    """Each key that has no meaning where it stands."""
    known = tuple(error.schema.get("properties", ()))
    fits = partial(_fits, tuple(error.schema.get("patternProperties", ())))
    for key in error.instance:
        if key not in known and not fits(key):
            where = f" in {QUOTE}" if path else ""
            advice = f"; {nearest(key, known)}" if known else ""
            quoted = (repr(key), path_name(path)) if path else (repr(key),)
            yield Mistake(document.line((*path, key)), f"unknown key {QUOTE}{where}{advice}", quoted)


def _fits(patterns: tuple[str, ...], key: str) -> bool:
    import re

    return any(re.search(pattern, key) for pattern in patterns)


def _told(error: Any) -> tuple[str, tuple[str, ...]]:
    """The rest of a sentence that begins with the key; what somebody wrote in it stands in the second part."""
    wanted = error.validator_value
    if error.validator == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        return f"must be {' or '.join(TYPES[name] for name in names)}", ()
    if error.validator == "enum" and isinstance(error.instance, str):
        return f"cannot be {QUOTE}; {nearest(error.instance, wanted)}", (repr(error.instance),)
    if error.validator == "enum":
        return f"must be one of {', '.join(wanted)}", ()
    if error.validator == "required":
        return f"needs {' and '.join(name for name in wanted if name not in error.instance)}", ()
    return "is not of the form that it has to have; `hubseal schema` prints it", ()


def _given(value: Any) -> Any:
    """The data without keys that say nothing, as the loader takes them."""
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    return [_given(inner) for inner in value] if isinstance(value, list) else value
