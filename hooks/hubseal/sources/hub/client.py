"""Requests to the Hub over huggingface_hub's own session: patient, counted, resumed where they broke."""

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
from .response import Response, next_page
from .retry import Patience, RetryLater, retry

ANNOUNCED = 10.0
"""Seconds; `say` announces a wait of this length or more."""
SKIP = 16 << 20
"""Bytes that are read in vain at most, when a server ignores the range it was asked for."""


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
        self._check: Callable[[Any], object] = hf_raise_for_status
        self.broken: type[Exception] = library.RequestError
        """What a connection that breaks raises; it is no OSError."""
        self._refused, self._offline = HfHubHTTPError, OfflineModeIsEnabled
        self._lone: Callable[..., AbstractContextManager[Any]] = library.Client
        self._lock = threading.Lock()
        self._not_before = 0.0

    @property
    def signed_in(self) -> bool:
        """Whether requests carry a token."""
        return "authorization" in {name.lower() for name in self.headers}

    def json(self, path: str, params: Mapping[str, object] | None = None) -> object:
        """What the API answers at `path`. Raises HfHubHTTPError, or Unreadable when it never answers."""
        return self._patiently(lambda: self._json(self.endpoint + path, params)[0])

    def pages(self, path: str, params: Mapping[str, object]) -> Iterator[object]:
        """All items of a listing that comes in pages, joined by `Link` headers. Raises TypeError for no listing."""
        url, query = self.endpoint + path, params
        while url:
            page, url = self._patiently(partial(self._json, url, query))
            query = {}
            yield from items(page)

    def post(self, path: str, body: Mapping[str, object], form: bool = False) -> object:
        """The answer to a POST, which is sent once: it may not bear repeating. Raises HfHubHTTPError or Unreadable."""
        try:
            sent = {"data" if form else "json": body}
            answer: Response = self._session().post(
                self.endpoint + path, headers=self.headers, timeout=self.patience.silence, **sent
            )
        except self.broken as error:
            raise Unreadable(f"the connection broke ({type(error).__name__})") from None
        self._count(len(answer.content))
        self._check(answer)
        return answer.json() if answer.content else None

    def alone(
        self, method: str, path: str, token: str = "", body: Mapping[str, object] | None = None
    ) -> tuple[int, object]:
        """Status and JSON of a request of its own: without our token, without the library's logging, never redirected.

        For requests that carry a found token. Raises Unreadable.
        """

        def ask() -> tuple[int, object]:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            with self._lone(follow_redirects=False, timeout=self.patience.silence) as session:
                answer: Response = session.request(method, self.endpoint + path, headers=headers, json=body)
            self._count(len(answer.content))
            retry(answer)
            try:
                return answer.status_code, answer.json() if answer.content else None
            except ValueError:
                return answer.status_code, None

        return self._patiently(ask)

    def bytes(self, url: str, start: int, stop: int, size: int) -> tuple[bytes, str]:
        """Bytes `[start, stop)` of a file of `size` bytes, and the address that gave them. Raises Unreadable."""
        got = bytearray()
        try:
            final = self._patiently(lambda: self._bytes(url, start, stop, size, got))
        except self._refused as error:
            raise Unreadable(f"the Hub answered {error.response.status_code}") from None
        return bytes(got), final

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Asks until there is an answer, at most `attempts` times. Raises Unreadable."""
        why = ""
        for attempt in range(self.patience.attempts):
            time.sleep(max(self._not_before - time.monotonic(), 0))
            try:
                return ask()
            except self._offline:
                raise HubError("HF_HUB_OFFLINE is set; unset it to scan the Hub") from None
            except RetryLater as error:
                why, wait = error.why, error.wait
            except self.broken as error:
                why, wait = f"the connection broke ({type(error).__name__})", None
            if attempt + 1 < self.patience.attempts:
                self._rest(wait, attempt)
        raise Unreadable(f"{why}, {self.patience.attempts} times in a row")

    def _rest(self, wait: float | None, attempt: int) -> None:
        """Waits; where the server names a time, every thread does."""
        pause = self.patience.pause * 2**attempt if wait is None else wait
        pause = min(pause, self.patience.longest)
        if wait is not None:
            if wait >= ANNOUNCED and time.monotonic() >= self._not_before:
                self.say(f"the Hub asks to wait {wait:.0f} seconds")
            with self._lock:
                self._not_before = max(self._not_before, time.monotonic() + pause)
        else:
            time.sleep(pause)

    def _expired(self, answer: Response, sent: Mapping[str, str]) -> None:
        """Raises RetryLater when a token was refused and there is a newer one: trusted publishers' last an hour."""
        if answer.status_code == 401 and "authorization" in sent:
            with self._lock:
                if self.headers == sent:
                    self.headers = self._sign()
            if self.headers != sent:
                raise RetryLater("the token has expired", 0.0)

    def _count(self, size: int, requests: int = 1) -> None:
        with self._lock:
            self.served += size
            self.requests += requests

    def _json(self, url: str, params: Mapping[str, object] | None) -> tuple[object, str]:
        signed = self.headers
        answer: Response = self._session().get(
            url, params=params or None, headers=signed, timeout=self.patience.silence, follow_redirects=True
        )
        self._count(len(answer.content))
        retry(answer)
        self._expired(answer, signed)
        self._check(answer)
        try:
            return answer.json(), next_page(str(answer.links.get("next", {}).get("url", "")), self.endpoint)
        except ValueError:
            raise RetryLater("the Hub's answer was not JSON") from None

    def _bytes(self, url: str, start: int, stop: int, size: int, got: bytearray) -> str:
        """One attempt, which goes on where the last one broke; adds to `got`. Returns the final address."""
        first, signed = start + len(got), self.headers
        ours = url.startswith(self.endpoint + "/")
        headers = {k: v for k, v in signed.items() if ours or k.lower() != "authorization"}
        headers["Accept-Encoding"] = "identity"
        if (first, stop) != (0, size):
            headers["Range"] = f"bytes={first}-{stop - 1}"
        request: AbstractContextManager[Response] = self._session().stream(
            "GET", url, headers=headers, timeout=self.patience.silence, follow_redirects=True
        )
        self._count(0)
        with request as answer:
            retry(answer)
            if answer.status_code >= 400:
                answer.read()
                self._expired(answer, signed)
                self._check(answer)
            if answer.status_code == 206 and f"bytes {first}-" not in answer.headers.get("content-range", ""):
                raise RetryLater("the Hub answered with another part of the file")
            skip = first if answer.status_code == 200 else 0
            if skip > SKIP:
                raise Unreadable("the server ignores ranges; the file is too large to read from its start")
            for part in answer.iter_raw():
                self._count(len(part), 0)
                got += part[skip:]
                skip = max(skip - len(part), 0)
                if len(got) >= stop - start:
                    break
            final = str(answer.url)
        del got[stop - start :]
        if len(got) < stop - start:
            raise RetryLater("the answer was shorter than the file")
        return final
