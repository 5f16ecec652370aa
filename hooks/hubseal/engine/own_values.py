"""What leaves the engine about a file, without the values that were found in that file.

Rules recognise again, in a name or a reason, what looks like a token. A password looks like a word: it is known for
one only where it was found. So the texts of a result are searched for its own values, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..typed import NamedTuple
from ..types import BlobResult, Finding, Unread, Waived

SHORTEST = 4
"""Bytes of a value that is looked for in names, keys and places; shorter ones are words."""
IN_SENTENCES = 8
"""Bytes of one that is looked for in our own sentences as well."""
FEW = 40
"""Values that are looked for one by one without a look at how they begin."""
LINE = 16
"""Characters of a line of a value that is looked for by itself."""
Masks = Mapping[bytes, str]
"""Value -> what stands for it."""


class _Known(NamedTuple):
    """Values, longest first."""

    values: tuple[tuple[str, str], ...]
    """(value, what stands for it)"""
    heads: frozenset[str]
    """How values begin: a text without any of these holds none of them."""

    def masked(self, text: str) -> str:
        """The text with something else for each value."""
        if len(self.values) > FEW and not any(text[at : at + SHORTEST] in self.heads for at in range(len(text))):
            return text
        for value, masked in self.values:
            if value in text:
                text = text.replace(value, masked)
        return text


class _Texts(NamedTuple):
    """The values that occur in some text."""

    names: _Known
    sentences: _Known

    def name(self, text: str) -> str:
        return self.names.masked(text)

    def sentence(self, text: str) -> str:
        return self.sentences.masked(text)


def without(result: BlobResult, values: Masks) -> BlobResult:
    """The result, with each of `values` masked wherever a text of it repeats one. Fingerprints stay as they are."""
    if not values:
        return result
    whole = "\0".join(_all(result))
    decoded = ((text, masked) for value, masked in values.items() for text in _texts_of(value))
    known = _known((v, m) for v, m in decoded if len(v) >= SHORTEST and v in whole)
    if not known.values:
        return result
    texts = _Texts(known, _known(pair for pair in known.values if len(pair[0]) >= IN_SENTENCES))
    return result._replace(
        findings=tuple(_finding(f, texts) for f in result.findings),
        waived=tuple(Waived(_finding(w.finding, texts), w.by, texts.name(w.why)) for w in result.waived),
        unread=tuple(_unread(u, texts) for u in result.unread),
        notes=tuple(texts.name(note) for note in result.notes),
    )


def masker_of(values: Masks, shortest: int = SHORTEST) -> Callable[[str], str]:
    """Masks each of `values` in a text."""
    decoded = ((text, masked) for value, masked in values.items() for text in _texts_of(value))
    return _known((v, m) for v, m in decoded if len(v) >= shortest).masked


def _known(pairs: Iterable[tuple[str, str]]) -> _Known:
    values = tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
    return _Known(values, frozenset(value[:SHORTEST] for value, _ in values))


def _texts_of(value: bytes) -> Iterator[str]:
    """A value as text, and the lines of one of several, such as a key's."""
    text = value.decode("utf-8", "replace")
    yield text
    if "\n" in text:
        yield from (line.strip() for line in text.split("\n") if len(line.strip()) >= LINE)


def _all(result: BlobResult) -> Iterable[str]:
    """Every text of a result that may repeat a value."""
    for finding in (*result.findings, *(w.finding for w in result.waived)):
        at = finding.at
        yield from (at.path, at.shown, at.place, at.key, finding.masked, finding.message, finding.reason)
        yield from finding.places
    yield from (w.why for w in result.waived)
    for item in result.unread:
        yield from (item.path, item.place, item.hint)
    yield from result.notes


def _finding(finding: Finding, texts: _Texts) -> Finding:
    at, tail = finding.at, f" in `{finding.at.key}`"
    key = texts.name(at.key)
    ends = bool(at.key) and finding.message.endswith(tail)
    message = texts.sentence(finding.message.removesuffix(tail) if ends else finding.message)
    return finding._replace(
        at=at._replace(
            path=texts.sentence(at.path), shown=texts.sentence(at.shown), place=texts.name(at.place), key=key
        ),
        masked=texts.sentence(finding.masked),
        message=message + (f" in `{key}`" if ends else ""),
        reason=texts.sentence(finding.reason),
        places=tuple(texts.name(place) for place in finding.places),
    )


def _unread(item: Unread, texts: _Texts) -> Unread:
    path, hint = texts.sentence(item.path), texts.sentence(item.hint)
    return item._replace(path=path, place=texts.name(item.place), hint=hint)
