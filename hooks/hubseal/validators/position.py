"""Whether two numbers are a place on earth, and precise enough to be somebody's."""

from __future__ import annotations

import re
from re import Match

from ..rule_types import MatchContext, Verdict

_NUMBERS = re.compile(rb"\d+(?:\.\d+)?")
_ISO = re.compile(rb"[+-](\d+\.\d+)[+-](\d+\.\d+)")


def precise(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops a latitude without its longitude, what is out of range, the zero of a device without a signal, and what is
    not told to some 100 metres."""
    pair = _ISO.match(match["leak"])
    if pair is None and context.paired is None:
        return Verdict("off", "it is half a position")
    values = pair.groups() if pair is not None else (match["leak"], context.paired["leak"] if context.paired else b"")
    latitude, longitude = (_degrees(value) for value in values)
    if latitude > 90 or longitude > 180 or latitude + longitude == 0:
        return Verdict("off", "it is no place on earth")
    if not any(_fine(value) for value in values):
        return Verdict("off", "it is not precise")
    return None


def _degrees(value: bytes) -> float:
    """Degrees, without their sign, of decimals or of degrees, minutes and seconds."""
    parts = [float(part) for part in _NUMBERS.findall(value)[:3]]
    return sum(part / scale for part, scale in zip(parts, (1.0, 60.0, 3600.0), strict=False))


def _fine(value: bytes) -> bool:
    """Whether a value tells more than two decimals of a degree, or whole minutes."""
    parts = _NUMBERS.findall(value)
    if len(parts) == 1:
        return len(parts[0].partition(b".")[2].rstrip(b"0")) > 2
    return any(float(part) for part in parts[2:]) or bool(parts[1].partition(b".")[2].strip(b"0"))
