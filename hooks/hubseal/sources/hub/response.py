"""What the HTTP library gives us, whichever it is: httpx up to huggingface_hub 1.x, httpx2 from 2.0 on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from ...types import Unreadable


class Response(Protocol):
    """As much of a response of httpx, or httpx2, as is asked of it."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes
    links: Mapping[str, Mapping[str, str]]
    url: object

    def json(self) -> object: ...

    def read(self) -> bytes: ...

    def iter_raw(self) -> Iterator[bytes]: ...


def next_page(url: str, endpoint: str) -> str:
    """The address of the next page, empty on the last. It is asked of this Hub whatever host it names: the token goes
    with it, and mirrors and proxies pass on what the Hub calls itself. Raises Unreadable for anything else."""
    if not url:
        return ""
    _, api, rest = url.partition("/api/")
    if not api:
        raise Unreadable("the Hub gave no usable address of the listing's next page")
    return f"{endpoint}{api}{rest}"
