"""ICC colour profiles: their descriptions. Format: ICC.1:2022, 7.2, 10.15 and, for version 2, ICC.1:2001, 6.5.17."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob
from ..core.labels import Item, decoded, label

NAMES = {
    b"desc": "description", b"cprt": "copyright", b"dmnd": "maker", b"dmdd": "device", b"vued": "viewing conditions",
    b"targ": "target", b"meta": "metadata",
}  # fmt: skip
TAGS = 200


def profile(blob: Blob, data: bytes, at: int | None) -> Iterator[Item]:
    """Texts by their tag, then the profile as bytes; what is damaged of it is only that."""
    count = min(int.from_bytes(data[128:132], "big"), TAGS)
    for n in range(count):
        entry = data[132 + 12 * n : 144 + 12 * n]
        start, size = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
        body = data[start : start + size]
        name = NAMES.get(entry[:4], entry[:4].decode("latin-1").strip())
        where = None if at is None else at + start
        if body[:4] == b"text":
            yield label(blob, name, body[8:], f"ICC {name}", None if where is None else where + 8)
        elif body[:4] == b"desc":
            end = 12 + int.from_bytes(body[8:12], "big")
            yield label(blob, name, body[12:end], f"ICC {name}", None if where is None else where + 12)
        elif body[:4] == b"mluc":
            texts = list(dict.fromkeys(_localized(body)))
            yield decoded(name, "\n".join(texts), f"ICC {name}", where, len(body))
    yield label(blob, "", data, "ICC profile", at)


def _localized(body: bytes) -> Iterator[str]:
    """The texts of a tag that has one for each language."""
    count = min(int.from_bytes(body[8:12], "big"), TAGS)
    for n in range(16, 16 + 12 * count, 12):
        size, start = int.from_bytes(body[n + 4 : n + 8], "big"), int.from_bytes(body[n + 8 : n + 12], "big")
        yield body[start : start + size].decode("utf-16-be", "replace").strip("\0")
