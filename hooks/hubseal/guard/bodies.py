"""Bodies of requests, taken apart into texts and contents. Knows the Hub's routes, and nothing of any HTTP library."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from ..sources.sent import Outgoing, of_bytes

TEXT = "request.md"
"""Text that is no file is judged as prose is: a key in it stops it, an address is a warning."""
SECRETS = ("secret", "secrets")
"""Fields of a JSON body that go where secrets belong."""
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{40,}(?:\r?\n[A-Za-z0-9+/_-]+)*")
"""Base64 in a text: a script in the command of a job, a picture in a data address."""
ROUTE = re.compile(r"/api/(?P<type>models|datasets|spaces|kernels|buckets)/(?P<id>[^/]+(?:/[^/]+)?)/(?P<what>[a-z-]+)")
OF_REPO = ("secrets", "xet-read-token", "xet-write-token")
"""Requests about a repository that are so by design; its name, and that of a branch, can be any word."""
ELSEWHERE = re.compile(r"/(?:oauth|login)(?:/|$)|/api/credentials/revoke$|/secrets$|/info/lfs/|/api/oidc")
"""Other requests that are."""
NO_TEXT = ("oid", "parts", "size", "operation", "transfers", "objects", "hash_algo", "etag", "partNumber", "lastCommit")
"""Fields that hold names of contents, made by the client."""


class CommitParts(NamedTuple):
    """What a commit holds."""

    files: list[Outgoing]
    """Content that stands in the request."""
    texts: list[Outgoing]


def by_design(path: str) -> bool:
    """Whether a request carries credentials to where they belong, or no content at all."""
    route = ROUTE.search(path)
    return route["what"] in OF_REPO if route else ELSEWHERE.search(path) is not None


def samples(body: bytes) -> Iterator[tuple[str, bytes]]:
    """(path, first bytes) of each file that a request for upload modes names, and a .gitignore."""
    asked = json.loads(body)
    for file in asked.get("files") or ():
        yield str(file.get("path", "")), base64.b64decode(file.get("sample") or "")
    if asked.get("gitIgnore"):
        yield ".gitignore", str(asked["gitIgnore"]).encode()


def commit(body: bytes, shown: str) -> CommitParts:
    """The parts of a commit: lines of JSON with a key each."""
    files, texts = [], []
    for line in filter(bytes.strip, body.splitlines()):
        item = json.loads(line)
        value = item.get("value") or {}
        if item.get("key") == "file":
            content = str(value.get("content") or "")
            data = base64.b64decode(content) if value.get("encoding", "base64") == "base64" else content.encode()
            files.append(of_bytes(str(value.get("path", "")), data))
        elif item.get("key") == "header":
            texts += list(json_texts(value, shown))
        else:
            texts += list(json_texts({"path": value.get("path") or ""}, shown))
    return CommitParts(files, texts)


def batch(body: bytes, shown: str) -> list[Outgoing]:
    """The names in a batch of a bucket, whose content went before."""
    lines = [json.loads(line) for line in filter(bytes.strip, body.splitlines())]
    return list(json_texts({"path": [str(line.get("path") or "") for line in lines]}, shown))


def texts(body: bytes, content_type: str, shown: str) -> list[Outgoing]:
    """What any other body says."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        fields = [f"{key}: {value}" for key, value in parse_qsl(body.decode("utf-8", "replace"))]
        return [of_bytes(TEXT, "\n".join(fields).encode(), shown)]
    if kind == "multipart/form-data" and "boundary=" in content_type:
        return list(_multipart(body, content_type, shown))
    if kind.endswith("json") or body[:1] in (b"{", b"["):
        try:
            return list(json_texts(json.loads(body), shown))
        except ValueError:
            pass
        try:
            return [part for line in body.splitlines() if line.strip() for part in json_texts(json.loads(line), shown)]
        except ValueError:
            pass
    return [of_bytes("attachment" + EXTENSIONS.get(kind, ""), body, shown)]


EXTENSIONS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
}


def json_texts(value: Any, shown: str) -> Iterator[Outgoing]:
    """The strings of a JSON value as one text, a line each with its key; content in base64 is a file of its own."""
    lines: list[str] = []
    for key, text in _strings(value, ""):
        lines.append(f"{key}: {text}" if key else text)
        for encoded in ENCODED.finditer(text):
            yield of_bytes(key or "content", _decoded(encoded[0]), shown)
    if lines:
        yield of_bytes(TEXT, "\n\n".join(lines).encode("utf-8", "surrogatepass"), shown)


def _decoded(text: str) -> bytes:
    """What base64 says, of either alphabet, as far as it goes in whole groups."""
    plain = "".join(text.split()).replace("-", "+").replace("_", "/")
    whole = len(plain) // 4 * 4
    rest = plain[whole:]
    return base64.b64decode(plain[:whole] + (rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""))


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """(key, string), outermost first. A pair of a name and its value is one."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        if isinstance(value.get("key"), str) and isinstance(value.get("value"), str):
            yield value["key"], value["value"]
        for name, inner in value.items():
            if str(name) not in SECRETS and str(name) not in NO_TEXT:
                yield from _strings(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)


def _multipart(body: bytes, content_type: str, shown: str) -> Iterator[Outgoing]:
    """The parts of a form. See RFC 7578."""
    border = content_type.split("boundary=", 1)[1].partition(";")[0].strip().strip('"')
    for part in body.split(b"--" + border.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'filename="([^"]*)"', head)
        yield of_bytes(name[1].decode("utf-8", "replace") if name else TEXT, content.removesuffix(b"\r\n"), shown)
