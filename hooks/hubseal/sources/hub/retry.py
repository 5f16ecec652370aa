"""Answers that time may mend, and how long to wait for it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple, Protocol

AGAIN = (408, 429, 500, 502, 503, 504)


class Patience(NamedTuple):
    """How long to try. Times in seconds."""

    attempts: int = 6
    pause: float = 1.0
    """Before the second attempt; doubles, unless the server says how long to wait."""
    longest: float = 300.0
    """What one wait may take, whatever the server says: the Hub's rate limits are counted over five minutes."""
    silence: float = 60.0
    """Without a byte, after which a connection counts as broken."""


class Answered(Protocol):
    """As much of a response as says whether to ask again."""

    status_code: int
    headers: Mapping[str, str]


class RetryLater(Exception):
    """The request may succeed later; `wait` in seconds, None when the server did not say."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


def retry(answer: Answered) -> None:
    """Raises RetryLater for an answer that time may mend."""
    if answer.status_code in AGAIN:
        raise RetryLater(f"the Hub answered {answer.status_code}", wait_of(answer.headers))


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to wait: `Retry-After` (RFC 9110, 10.2.3), else the `t` of `RateLimit`."""
    value = (headers.get("retry-after") or "").strip()
    if value.isdigit():
        return float(value)
    if value:
        from email.utils import parsedate_to_datetime

        try:
            return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
        except (ValueError, TypeError):
            return None
    for part in (headers.get("ratelimit") or "").split(";"):
        name, _, number = part.strip().partition("=")
        if name == "t" and number.isdigit():
            return float(number)
    return None
