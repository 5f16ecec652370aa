"""What leaves the program besides reports: errors, which may repeat a word, a name or a line that somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Callable

from .. import engine, fault
from ..policy import DEFAULT
from . import scanner

_DENSE = re.compile(
    r"(?<![A-Za-z0-9+/_=])(?=[A-Za-z+/_=]*[0-9])(?=[0-9+/_=]*[A-Za-z])[A-Za-z0-9+/_=]{16,}|[A-Za-z0-9_]{24,}"
)
"""Letters and digits without a border between them: no key, rule, level or glob of a policy looks like it."""
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160)) if code != 10}
LONGEST = 2_000
"""Characters of an error."""


def clean(text: str) -> str:
    """The text with tokens and personal data masked, control characters written out, and cut where it is long.

    Raises nothing: what cannot be cleaned is not shown.
    """
    settings = engine.Settings(families=("tokens", "pii"), cache=scanner.CACHE)
    try:
        cleaned = scanner.make_context(DEFAULT, settings).masker.text(text).translate(_CONTROL)
    except Exception as error:  # noqa: BLE001 - rather no text than a leak
        return fault.describe(error)
    return cleaned if len(cleaned) <= LONGEST else cleaned[:LONGEST] + "…"


def word_cleaner() -> Callable[[str], str]:
    """`clean_word` for many words, with one set of rules."""
    settings = engine.Settings(families=("tokens", "pii"), cache=scanner.CACHE)
    masker = scanner.make_context(DEFAULT, settings).masker
    return lambda text: _DENSE.sub(_how_many, masker.text(text).translate(_CONTROL)[:LONGEST])


def _how_many(found: re.Match[str]) -> str:
    return f"[{len(found[0])} characters]"


def clean_word(text: str) -> str:
    """A word of a policy that is not understood: cleaned, and without what may be a secret of a form not known."""
    return _DENSE.sub(_how_many, clean(text))


def clean_name(name: str) -> str:
    """A name that is written down only to be known again: a digest of it where it holds what must not be printed."""
    from hashlib import sha256

    return name if clean(name) == name else sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
