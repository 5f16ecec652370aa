"""Requests to the Hub over huggingface_hub's own session: patient, counted, resumed where they broke, bounded."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, TypeVar

from ...json_fields import items
from ...types import Unreadable
from .parts import read_part
from .response import Part, Response, content, next_page, parsed
from .retry import Attempts, Patience, RetryLater, retry

FREE_PAGES, ROWS = 20, 50
"""A listing whose pages hold fewer rows than this, on the whole, does not go on beyond so many pages."""
HEADERS = ("x-error-code", "x-error-message")
"""What is told of an error: the library prints others, and the text that comes with it."""

T = TypeVar("T")


class HubError(Exception):
    """The Hub refuses what was asked. The text says what to do next; it holds no content of files."""


class Client:
    """Gets JSON and bytes from one Hub. Safe to use from several threads.

    `token`: a token, False for none, None for what huggingface_hub finds (HF_OIDC_RESOURCE, HF_TOKEN, a login).
    `endpoint`: the Hub's address; empty for what huggingface_hub finds (HF_ENDPOINT).
    `say` prints a line on why a request takes long.
    Raises HubError when huggingface_hub is missing or finds no token where HF_OIDC_RESOURCE asks for one.
    """

    def __init__(
        self,
        token: str | bool | None = None,
        endpoint: str = "",
        patience: Patience = Patience(),  # noqa: B008 - immutable
        say: Callable[[str], object] = lambda text: None,
    ) -> None:
        try:
            from huggingface_hub import constants
            from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
            from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status
        except ImportError:
            raise HubError('scanning the Hub needs huggingface_hub: pip install "hubseal[hub]"') from None
        # httpx up to 1.x, httpx2 from 2.0 on: whichever its errors are made of. Before 1.0 it was requests.
        library = sys.modules[HfHubHTTPError.__mro__[1].__module__.partition(".")[0]]
        if not hasattr(library, "TransportError"):
            raise HubError('this huggingface_hub is older than 1.30: pip install --upgrade "hubseal[hub]"')
        from ... import __version__

        self.endpoint: str = (endpoint or constants.ENDPOINT).rstrip("/")
        self.patience, self.say = patience, say
        self.served = self.requests = 0
        self._sign: Callable[[], dict[str, str]] = partial(
            build_hf_headers, token=token, library_name="hubseal", library_version=__version__
        )
        try:
            self.headers = self._sign()
        except Exception as error:  # noqa: BLE001 - its types differ between releases; all say: no token
            raise HubError(
                f"no token could be had ({type(error).__name__}); check HF_OIDC_RESOURCE and HF_TOKEN"
            ) from None
        self._session: Callable[[], Any] = get_session
        self._raise: Callable[[Any], object] = hf_raise_for_status
        self._response: Callable[..., Any] = library.Response
        self.broken: type[Exception] = library.RequestError
        """What a connection that breaks raises; it is no OSError."""
        self._odd_address: type[Exception] = library.InvalidURL
        self._refused, self._offline = HfHubHTTPError, OfflineModeIsEnabled
        self._lone: Callable[..., AbstractContextManager[Any]] = library.Client
        self._lock = threading.Lock()
        self._attempts = Attempts(patience, say, self.broken, self._refused)

    @property
    def signed_in(self) -> bool:
        """Whether requests carry a token."""
        return "authorization" in {name.lower() for name in self.headers}

    def json(self, path: str, params: Mapping[str, object] | None = None) -> object:
        """What the API answers at `path`. Raises HfHubHTTPError, or Unreadable when it never answers."""
        return self._patiently(partial(self._json, self.endpoint + path, params))[0]

    def pages(self, path: str, params: Mapping[str, object]) -> Iterator[object]:
        """All items of a listing that comes in pages, joined by `Link` headers. Raises TypeError for no listing, and
        Unreadable for one that comes to no end."""
        url, query, rows = self.endpoint + path, params, 0
        asked: set[str] = set()
        while url:
            if url in asked or len(asked) > FREE_PAGES + rows // ROWS:
                raise Unreadable("the listing goes round in circles" if url in asked else "the listing has no end")
            asked.add(url)
            page, url = self._patiently(partial(self._json, url, query))
            query = {}
            rows += len(items(page))
            yield from items(page)

    def post(self, path: str, body: Mapping[str, object], form: bool = False) -> object:
        """The answer to a POST, which is sent once: it may not bear repeating. Raises HfHubHTTPError or Unreadable."""
        sent: dict[str, Any] = {"data" if form else "json": body}
        until = time.monotonic() + self.patience.total
        try:
            with self._asked(self._session(), "POST", self.endpoint + path, self.headers, **sent) as answer:
                data = self._content(answer, until)
                self._check(answer)
                return parsed(data) if data else None
        except (self.broken, self._odd_address) as error:
            raise Unreadable(f"the connection broke ({type(error).__name__})") from None
        except RetryLater as error:
            raise Unreadable(error.why) from None
        except ValueError:
            raise Unreadable("the Hub's answer was not JSON") from None

    def alone(
        self, method: str, path: str, token: str = "", body: Mapping[str, object] | None = None
    ) -> tuple[int, object]:
        """Status and JSON of a request of its own: without our token, without the library's logging, never redirected.

        For requests that carry a found token. Raises Unreadable.
        """

        def ask(until: float) -> tuple[int, object]:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            with (
                self._lone(follow_redirects=False) as session,
                self._asked(session, method, self.endpoint + path, headers, json=body) as answer,
            ):
                data = self._content(answer, until)
                retry(answer)
            try:
                return answer.status_code, parsed(data) if data else None
            except ValueError:
                return answer.status_code, None

        return self._patiently(ask)

    def part(self, url: str, start: int, stop: int, size: int | None) -> Part:
        """Bytes `[start, stop)` of a file that is listed with `size` bytes, fewer where it ends. Raises Unreadable."""
        got = bytearray()

        def ask(until: float) -> Part:
            signed, first = self.headers, start + len(got)
            ours = url.startswith(self.endpoint + "/")
            headers = {k: v for k, v in signed.items() if ours or k.lower() != "authorization"}
            if (first, stop) != (0, size):
                headers["Range"] = f"bytes={first}-{stop - 1}"
            with self._asked(self._session(), "GET", url, headers, "identity", follow_redirects=True) as answer:
                self._count(0)
                retry(answer)
                if answer.status_code != 416:
                    self._expired(answer, signed)
                    self._check(answer)
                return read_part(answer, start, stop, got, until, lambda part: self._count(part, 0))

        try:
            return self._patiently(ask, stop - start)
        except self._refused as error:
            raise Unreadable(f"the Hub answered {error.response.status_code}") from None

    def _asked(
        self, session: Any, method: str, url: str, headers: Mapping[str, str], packed: str = "gzip", **more: Any
    ) -> AbstractContextManager[Response]:
        """A request whose answer is read piece by piece."""
        sent = {**headers, "Accept-Encoding": packed}
        asked: AbstractContextManager[Response] = session.stream(
            method, url, headers=sent, timeout=self.patience.silence, **more
        )
        return asked

    def _patiently(self, ask: Callable[[float], T], size: int = 0) -> T:
        """The answer, asked for until there is one. Raises Unreadable."""
        try:
            return self._attempts.until_answered(ask, size)
        except self._offline:
            raise HubError("HF_HUB_OFFLINE is set; unset it to scan the Hub") from None
        except self._odd_address:
            raise Unreadable("the Hub gave an address that is none") from None

    def _expired(self, answer: Response, sent: Mapping[str, str]) -> None:
        """Raises RetryLater when a token was refused and there is a newer one: trusted publishers' last an hour."""
        if answer.status_code == 401 and "authorization" in sent:
            with self._lock:
                if self.headers == sent:
                    self.headers = self._sign()
            if self.headers != sent:
                raise RetryLater("the token has expired", 0.0)

    def _check(self, answer: Response) -> None:
        """Raises the library's error for an answer that is one, made of its status and code alone."""
        if answer.status_code < 400:
            return
        told = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
        self._raise(self._response(answer.status_code, headers=told, request=answer.request))

    def _count(self, size: int, requests: int = 1) -> None:
        with self._lock:
            self.served += size
            self.requests += requests

    def _content(self, answer: Response, until: float) -> bytes:
        data = content(answer, until)
        self._count(len(data))
        return data

    def _json(self, url: str, params: Mapping[str, object] | None, until: float) -> tuple[object, str]:
        """The JSON at an address, and the address of the next page."""
        signed = self.headers
        with self._asked(self._session(), "GET", url, signed, params=params or None, follow_redirects=True) as answer:
            data = self._content(answer, until)
            retry(answer)
            self._expired(answer, signed)
            self._check(answer)
        try:
            return parsed(data), next_page(str(answer.links.get("next", {}).get("url", "")), self.endpoint)
        except ValueError:
            raise RetryLater("the Hub's answer was not JSON") from None
