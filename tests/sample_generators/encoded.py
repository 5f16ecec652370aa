"""Generators of sample values with a structure: JSON Web Tokens, base64 of a login, base64 of a PEM file."""

from __future__ import annotations

import json
import random
from base64 import b64encode, urlsafe_b64encode

from hubseal.rules.samples import SampleGenerator, draw


def _b64(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def jwt(rng: random.Random, argument: str) -> str:
    """A token that decodes and never expires; `argument` is its issuer, or `sample` for the one of documentation."""
    payload: dict[str, object] = {
        "sub": draw(rng, "n", 12),
        "iss": argument or "https://issuer.invalid",
        "exp": 32_000_000_000,
    }
    if argument == "sample":
        payload = {"sub": "1234567890", "name": "John Doe", "iat": 1516239022}
    return f"{_b64({'alg': 'HS256', 'typ': 'JWT'})}.{_b64(payload)}.{draw(rng, 'b', 43)}"


def basic(rng: random.Random, argument: str) -> str:
    """base64 of `user:password`."""
    return b64encode(f"{argument or 'svc'}:{draw(rng, 'a', 16)}".encode()).decode()


def basic_doc(rng: random.Random, argument: str) -> str:
    """base64 of the pair that documentation shows."""
    return b64encode(b"user:password").decode()


def pem(rng: random.Random, argument: str) -> str:
    """base64 of a PEM file: a private key of type `argument`, or a certificate."""
    label = argument if argument == "CERTIFICATE" else f"{argument} PRIVATE KEY".strip()
    lines = [f"-----BEGIN {label}-----", draw(rng, "B", 64), draw(rng, "B", 64), f"-----END {label}-----", ""]
    return b64encode("\n".join(lines).encode()).decode()


GENERATORS: dict[str, SampleGenerator] = {"jwt": jwt, "basic": basic, "basic_doc": basic_doc, "pem": pem}
