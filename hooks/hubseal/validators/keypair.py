"""Whether a private key belongs to the public key beside it: the one multiplication that the curve P-256 is made for.

VAPID (RFC 8292) identifies a server by such a pair, both in base64url: 32 bytes of a number d, and the 65 bytes
`04 x y` of the point d*G (SEC 1, 2.3.3). Curve: FIPS 186-4, D.1.2.3. A candidate costs about three milliseconds.
"""

from __future__ import annotations

import re

from ..rule_types import MatchContext, Verdict
from .checksums import decoded

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
X = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
Y = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
PUBLIC = rb"(?<![0-9A-Za-z_-])B[0-9A-Za-z_-]{86}(?![0-9A-Za-z_-])"
REACH = 1024
"""Bytes before and after a private key in which its public key is looked for."""

Point = tuple[int, int, int]
"""Jacobian: (x / z^2, y / z^3), and z = 0 for the point at infinity."""


def _double(point: Point) -> Point:
    x, y, z = point
    square = y * y % P
    s, m = 4 * x * square % P, 3 * (x - z * z) * (x + z * z) % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * square * square) % P, 2 * y * z % P


def _add_base(point: Point) -> Point:
    """`point` + G; `point` is neither G nor -G, as it is an even multiple of G below the order."""
    x, y, z = point
    if not z:
        return X, Y, 1
    zz = z * z % P
    h, r = (X * zz - x) % P, (Y * z * zz - y) % P
    hh = h * h % P
    hhh, v = h * hh % P, x * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - y * hhh) % P, z * h % P


def public_of(number: int) -> bytes:
    """The 65 bytes of the public key of a private one; empty when the number is none."""
    if not 0 < number < ORDER:
        return b""
    point: Point = (1, 1, 0)
    for bit in f"{number:b}":
        point = _double(point)
        if bit == "1":
            point = _add_base(point)
    x, y, z = point
    inverse = pow(z, -1, P)
    x, y = x * inverse**2 % P, y * inverse**3 % P
    return b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def vapid(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """Proves a key by the public key within reach; drops one that belongs to none of those that stand there."""
    near = context.data[max(context.start - REACH, 0) : context.end + REACH]
    beside = {decoded(text.decode()) for text in re.findall(PUBLIC, near)}
    if not beside:
        return None
    number = int.from_bytes(decoded(match["leak"].decode("ascii", "replace")), "big")
    if public_of(number) in beside:
        return Verdict("error", "the public key beside it is its own")
    return Verdict("off", "it does not belong to the public key beside it")
