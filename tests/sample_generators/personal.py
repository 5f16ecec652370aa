"""Generators of sample values with right check digits: cards, IBANs, Bitcoin addresses."""

from __future__ import annotations

import random
from hashlib import sha256

from hubseal.rules.samples import CLASSES, SampleGenerator, draw
from hubseal.validators.numbers import IBAN_LENGTH, luhn


def card(rng: random.Random, argument: str) -> str:
    """A Visa number; `argument` separates its groups."""
    body = "4539" + draw(rng, "d", 11)
    number = next(body + str(n) for n in range(10) if luhn(body + str(n)))
    return argument.join(number[i : i + 4] for i in range(0, 16, 4))


def iban(rng: random.Random, argument: str) -> str:
    """An IBAN of the country `argument`."""
    body = draw(rng, "d", IBAN_LENGTH[argument] - 4)
    check = 98 - int("".join(str(int(c, 36)) for c in body + argument + "00")) % 97
    return f"{argument}{check:02}{body}"


def bitcoin(rng: random.Random, argument: str) -> str:
    """A pay-to-public-key-hash address."""
    raw = bytes(1) + rng.randbytes(20)
    number = int.from_bytes(raw + sha256(sha256(raw).digest()).digest()[:4], "big")
    text = ""
    while number:
        number, rest = divmod(number, 58)
        text = CLASSES["s"][rest] + text
    return "1" + text


GENERATORS: dict[str, SampleGenerator] = {"card": card, "iban": iban, "bitcoin": bitcoin}
