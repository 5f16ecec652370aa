"""Positions on earth as media hold them, as a text of two lines that rules on coordinates understand."""

from __future__ import annotations

import re

from ...types import Segment
from ..core.labels import within

_ISO = re.compile(r"([+-]\d{2,6}(?:\.\d+)?)([+-]\d{3,7}(?:\.\d+)?)")
Rational = tuple[int, int]


def position(latitude: float, longitude: float, place: str, at: int | None = None, size: int = 0) -> Segment:
    """A position in degrees, read from `size` bytes at `at`."""
    text = f"GPSLatitude = {latitude:.6f}\nGPSLongitude = {longitude:.6f}\n"
    return Segment(text.encode(), place=place, where=within(at, size))


def degrees(parts: list[Rational], reference: bytes) -> float | None:
    """Degrees, minutes and seconds of EXIF; None when they are none. Format: CIPA DC-008, 4.6.6."""
    value = 0.0
    if not parts:
        return None
    for (above, below), unit in zip(parts, (1, 60, 3600), strict=False):
        if below:
            value += above / below / unit
        elif above:
            return None
    return -value if reference[:1] in (b"S", b"W") else value


def iso6709(text: str, place: str, at: int | None = None, size: int = 0) -> Segment | None:
    """`+47.3769+008.5417+408/` of QuickTime; None when it is no position. Format: ISO 6709, annex H."""
    match = _ISO.match(text.strip())
    if match is None:
        return None
    latitude, longitude = (_sexagesimal(part, width) for part, width in zip(match.groups(), (2, 3), strict=True))
    return position(latitude, longitude, place, at, size)


def _sexagesimal(part: str, width: int) -> float:
    """`+DD.D`, `+DDMM.M` or `+DDMMSS.S` in degrees."""
    whole, _, rest = part[1:].partition(".")
    units = [whole[:width], *(whole[n : n + 2] for n in range(width, len(whole), 2))][:3]
    units[-1] += "." + (rest or "0")
    value = sum(float(unit) / scale for unit, scale in zip(units, (1, 60, 3600), strict=False))
    return -value if part[0] == "-" else value
