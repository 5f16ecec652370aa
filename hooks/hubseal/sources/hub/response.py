"""What the HTTP library gives us, whichever it is: httpx up to huggingface_hub 1.x, httpx2 from 2.0 on; and how its
bodies are taken, so that no answer costs more than it may."""

from __future__ import annotations

import json
import re
import time
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from ...types import Unreadable
from .retry import RetryLater

MOST_JSON = 8 << 20
"""Bytes of an answer of the API, unpacked: a page of a listing has a thousand rows."""
PIECE = 256 << 10
"""Bytes that are unpacked at once."""


class Response(Protocol):
    """As much of a response of httpx, or httpx2, as is asked of it."""

    status_code: int
    headers: Mapping[str, str]
    links: Mapping[str, Mapping[str, str]]
    url: object
    request: object

    def iter_raw(self) -> Iterator[bytes]: ...


class Part(NamedTuple):
    """Bytes of a file, and what the server says of it."""

    data: bytes
    url: str
    """The address that gave them."""
    total: int | None
    """The size of the whole file; None when the server does not say."""


def next_page(url: str, endpoint: str) -> str:
    """The address of the next page, empty on the last. It is asked of this Hub whatever host it names: the token goes
    with it, and mirrors and proxies pass on what the Hub calls itself. Raises Unreadable for anything else."""
    if not url:
        return ""
    _, api, rest = url.partition("/api/")
    if not api or not url.isprintable():
        raise Unreadable("the Hub gave no usable address of the listing's next page")
    return f"{endpoint}{api}{rest}"


def is_packed(answer: Response) -> bool:
    """Whether the body is packed, as its header says."""
    return answer.headers.get("content-encoding", "").strip().lower() not in ("", "identity")


def bodies(answer: Response, until: float) -> Iterator[bytes]:
    """The body piece by piece, unpacked. Raises Unreadable when it is not there `until` then (`time.monotonic`), or is
    packed as nobody asked."""
    packed = is_packed(answer)
    if packed and answer.headers["content-encoding"].strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise Unreadable("the Hub packed its answer in a way that was not asked for")
    for part in _unpacked(answer.iter_raw()) if packed else answer.iter_raw():
        if time.monotonic() > until:
            raise Unreadable("the Hub's answer came too slowly")
        yield part


def _unpacked(parts: Iterator[bytes]) -> Iterator[bytes]:
    """gzip or zlib, a bounded piece at a time: a megabyte may be a gigabyte of zeros."""
    unpacker = zlib.decompressobj(wbits=47)
    for part in parts:
        rest = part
        while rest and not unpacker.eof:
            try:
                yield unpacker.decompress(rest, PIECE)
            except zlib.error:
                raise Unreadable("the Hub's answer is damaged") from None
            rest = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise RetryLater("the Hub's answer broke off")


def content(answer: Response, until: float) -> bytes:
    """The body of an answer of the API. Raises Unreadable for one that is too large or too slow."""
    data = bytearray()
    for part in bodies(answer, until):
        data += part
        if len(data) > MOST_JSON:
            raise Unreadable(f"the Hub's answer is larger than {MOST_JSON >> 20} MiB")
    return bytes(data)


def parsed(data: bytes) -> object:
    """The JSON of an answer. Raises ValueError for what is none, or none that a program can take."""
    try:
        value: object = json.loads(data)
    except RecursionError:
        raise ValueError("it nests too deeply") from None
    return value


def total_of(answer: Response) -> int | None:
    """The size of the whole file by an answer with a part of it, or with all; None when it is not said."""
    if is_packed(answer):
        return None
    if answer.status_code in (206, 416):
        named = answer.headers.get("content-range", "").strip()
        found = re.fullmatch(r"bytes (?:[0-9]+-[0-9]+|\*)/([0-9]{1,18})", named)
    else:
        found = re.fullmatch(r"([0-9]{1,18})", answer.headers.get("content-length", "").strip())
    return int(found[1]) if found else None
