"""Generators of sample values with a right checksum or structure.

A generator gets the random source and what stands after the colon in the template: `{github:ghp_}`.
"""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from binascii import b2a_base64, crc32

from hubseal.rules.samples import SampleGenerator, draw
from hubseal.validators import checksums as sums
from hubseal.validators import keypair

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def _github(rng: random.Random, prefix: str) -> str:
    body = draw(rng, "a", 70 if prefix == "ghr_" else 30)
    return prefix + body + sums.github_sum(body)


def _gitlab(rng: random.Random, prefix: str) -> str:
    value = prefix + draw(rng, "b", 27) + ".01.0r"
    return value + sums.gitlab_sum(value)


def _grafana(rng: random.Random, prefix: str) -> str:
    value = prefix + draw(rng, "a", 32)
    return value + "_" + sums.little_hex_sum(value)


def _confluent(rng: random.Random, prefix: str) -> str:
    body = draw(rng, "B", 54)
    return prefix + body + sums.base64_sum(body)


def _zuplo(rng: random.Random, prefix: str) -> str:
    body = draw(rng, "n", 32)
    return prefix + body + "_" + sums.big_hex_sum(body)


def _atlassian(rng: random.Random, prefix: str) -> str:
    value = prefix + draw(rng, "b", 170) + "="
    return value + sums.big_hex_sum(value).upper()


def _bitbucket(rng: random.Random, prefix: str) -> str:
    value = prefix + draw(rng, "a", 24)
    return value + sums.big_hex_sum(value).upper()


def _numbered(rng: random.Random, prefix: str) -> str:
    return prefix + _base64(b"%d:" % rng.randrange(10**11, 10**12) + bytes(rng.randrange(256) for _ in range(20)))


def _jfrog(rng: random.Random, prefix: str) -> str:
    return prefix + draw(rng, "s", 69)


def _reference(rng: random.Random, prefix: str) -> str:
    text = f"reftkn:01:{rng.randrange(10**9, 10**10)}:{draw(rng, 'a', 27)}"
    return _base64(text.encode())


def _discord(rng: random.Random, prefix: str) -> str:
    number = _base64(b"%d" % rng.randrange(10**17, 10**18))
    return f"{prefix}{number}.{draw(rng, 'b', 6)}.{draw(rng, 'b', 38)}"


def _bech32(rng: random.Random, length: str) -> str:
    return "".join(rng.choice(BECH32) for _ in range(int(length)))


def _bech32_upper(rng: random.Random, length: str) -> str:
    return _bech32(rng, length).upper()


def _elastic(rng: random.Random, prefix: str) -> str:
    inner = _base64(f"{draw(rng, 'a', 20)}:{draw(rng, 'a', 22)}".encode())
    return prefix + _base64(inner.encode()) + _base64(crc32(inner.encode()).to_bytes(8, "big"))


def _vapid(rng: random.Random, between: str) -> str:
    """A private key and its public key: `d:Q`, or the public key first between quotes."""
    number = rng.randrange(1, keypair.ORDER)
    private = urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
    public = urlsafe_b64encode(keypair.public_of(number)).rstrip(b"=").decode()
    return private + between + public if between == ":" else f"'{public}{between}{private}'"


GENERATORS: dict[str, SampleGenerator] = {
    "github": _github,
    "gitlab": _gitlab,
    "grafana": _grafana,
    "confluent": _confluent,
    "zuplo": _zuplo,
    "atlassian": _atlassian,
    "bitbucket": _bitbucket,
    "numbered": _numbered,
    "jfrog": _jfrog,
    "reference": _reference,
    "discord": _discord,
    "elastic": _elastic,
    "vapid": _vapid,
    "bech": _bech32,
    "BECH": _bech32_upper,
}
