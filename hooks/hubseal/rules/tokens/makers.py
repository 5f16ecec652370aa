"""Makers of example values that need a structure. Only tests import this."""

from __future__ import annotations

import json
import random
from base64 import b64encode, urlsafe_b64encode

from ..samples import Maker, draw


def _b64(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def jwt(rng: random.Random, argument: str) -> str:
    """A token that decodes and never expires; `argument` is its issuer."""
    payload = {"sub": draw(rng, "n", 12), "iss": argument or "https://issuer.invalid", "exp": 32_000_000_000}
    return f"{_b64({'alg': 'HS256', 'typ': 'JWT'})}.{_b64(payload)}.{draw(rng, 'b', 43)}"


def basic(rng: random.Random, argument: str) -> str:
    """base64 of `user:password`."""
    return b64encode(f"{argument or 'svc'}:{draw(rng, 'a', 16)}".encode()).decode()


MAKERS: dict[str, Maker] = {"jwt": jwt, "basic": basic}
