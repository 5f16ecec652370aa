"""Answers that time may mend, how long to wait for it, and when to stop asking a Hub that fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, TypeVar

from ...types import Unreadable

T = TypeVar("T")
ANNOUNCED = 10.0
"""Seconds; a wait of this length or more is announced."""
AGAIN = (408, 429, 500, 502, 503, 504)
IN_A_ROW = 8
"""Requests that are given up one after another, after which nothing is asked any more: as many as run at once."""
DOUBTFUL, FEWER = 3, 2
"""After so many requests that were given up, others are sent so often at most."""
DIGITS, NEVER = 9, float("inf")
"""Digits of a number of seconds; more are as good as never."""


class Patience(NamedTuple):
    """How long to try. Times in seconds."""

    attempts: int = 6
    pause: float = 0.5
    """Before the second attempt; doubles, unless the server says how long to wait."""
    longest: float = 300.0
    """The longest wait that a server may ask for: the Hub's rate limits are counted over five minutes."""
    silence: float = 60.0
    """Without a byte, after which a connection counts as broken."""
    total: float = 120.0
    """For one answer, however often it is asked for; a file of `slowest` bytes a second is waited for longer."""
    slowest: int = 32 << 10
    """Bytes a second below which an answer comes too slowly."""
    waits: float = 3600.0
    """All waits together that servers may ask for."""


class Answered(Protocol):
    """As much of a response as says whether to ask again."""

    status_code: int
    headers: Mapping[str, str]


class RetryLater(Exception):
    """The request may succeed later; `wait` in seconds, None when the server did not say."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


class CircuitBreaker:
    """Stops asking a Hub that fails, so that a scan of many files ends soon, and says of each that it was not read.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._row = self._lost = 0
        self._why = ""

    def check(self) -> None:
        """Raises Unreadable once too many requests failed in a row."""
        if self._why:
            raise Unreadable(f"not asked for, since {IN_A_ROW} requests in a row failed: {self._why}")

    def attempts(self, most: int) -> int:
        """How often a request is sent."""
        return most if self._lost < DOUBTFUL else min(most, FEWER)

    def answered(self) -> None:
        """The Hub answers."""
        with self._lock:
            self._row = 0

    def gave_up(self, why: str) -> None:
        """A request was given up."""
        with self._lock:
            self._row, self._lost = self._row + 1, self._lost + 1
            if self._row >= IN_A_ROW:
                self._why = self._why or why


class Attempts:
    """Sends requests again that time may mend. Safe to use from several threads.

    `say` announces a long wait. `broken` is what a connection that breaks raises, `refused` an answer that is an error.
    """

    def __init__(
        self, patience: Patience, say: Callable[[str], object], broken: type[Exception], refused: type[Exception]
    ) -> None:
        self._patience, self._say, self._broken, self._refused = patience, say, broken, refused
        self._breaker = CircuitBreaker()
        self._lock = threading.Lock()
        self._not_before = self._waited = 0.0
        self._told = False

    def until_answered(self, ask: Callable[[float], T], size: int = 0) -> T:
        """The answer. `ask` gets the time until which it is to be there, with `size` bytes. Raises Unreadable."""
        tried, until = 0, time.monotonic() + self._patience.total + size / self._patience.slowest
        while True:
            self._breaker.check()
            until += self._pause()
            tried += 1
            try:
                answer = ask(until)
            except RetryLater as error:
                why, wait = error.why, error.wait
            except self._broken as error:
                why, wait = f"the connection broke ({type(error).__name__})", None
            except self._refused:
                self._breaker.answered()
                raise
            except Unreadable as error:
                self._breaker.gave_up(str(error))
                raise
            else:
                self._breaker.answered()
                return answer
            late = time.monotonic() >= until
            if late or tried >= self._breaker.attempts(self._patience.attempts) or not self._rest(wait, tried):
                why = f"{why}, {tried} times in a row" if tried > 1 else why
                self._breaker.gave_up(why)
                raise Unreadable(why)

    def _pause(self) -> float:
        """Waits as long as the server asked every thread to; returns how long that was."""
        pause = max(self._not_before - time.monotonic(), 0)
        time.sleep(pause)
        return pause

    def _rest(self, wait: float | None, tried: int) -> bool:
        """Waits before the next attempt; where the server names a time, every thread does. One that is too long is not
        waited for: then there is one more attempt at once, else False."""
        patience, now = self._patience, time.monotonic()
        if wait is None:
            time.sleep(min(patience.pause * 2 ** (tried - 1), patience.longest))
            return True
        with self._lock:
            more = max(now + wait - max(self._not_before, now), 0.0)
            too_long = wait > patience.longest or self._waited + more > patience.waits
            tell = wait >= ANNOUNCED and not (self._told if too_long else now < self._not_before)
            self._told = self._told or too_long
            if not too_long:
                self._waited += more
                self._not_before = max(self._not_before, now + wait)
        if tell:
            self._say("the Hub asks to wait " + (f"{wait:.0f} seconds" if wait < NEVER else "for ever"))
        return tried < FEWER if too_long else True


def retry(answer: Answered) -> None:
    """Raises RetryLater for an answer that time may mend."""
    if answer.status_code in AGAIN:
        raise RetryLater(f"the Hub answered {answer.status_code}", wait_of(answer.headers))


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to wait: `Retry-After` (RFC 9110, 10.2.3), else the `t` of `RateLimit`."""
    value = (headers.get("retry-after") or "").strip()
    if value:
        number = _seconds(value)
        return _until(value) if number is None else number
    for part in (headers.get("ratelimit") or "").split(";"):
        name, _, text = part.strip().partition("=")
        if name == "t":
            return _seconds(text)
    return None


def _seconds(text: str) -> float | None:
    """A whole number of seconds; None for anything else, such as the digits of other scripts."""
    if not (text.isascii() and text.isdigit()):
        return None
    return float(text) if len(text) <= DIGITS else NEVER


def _until(date: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return max(parsedate_to_datetime(date).timestamp() - time.time(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
