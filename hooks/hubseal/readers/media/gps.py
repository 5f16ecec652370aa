"""Positions on earth as media hold them in numbers, as a text that rules on coordinates understand.

Formats: CIPA DC-008 (Exif), 4.6.6; 3GPP TS 26.244, 8.10 (loci); ISO 6709, annex H (QuickTime).
"""

from __future__ import annotations

import re
import struct

ISO = re.compile(rb"([+-]\d{2,6}\.\d+)([+-]\d{3,7}\.\d+)(?:[+-]\d+(?:\.\d+)?)?/")
Rational = tuple[int, int]


def text(latitude: float, longitude: float) -> str:
    """A position in degrees, in two lines."""
    return f"GPSLatitude = {latitude:.6f}\nGPSLongitude = {longitude:.6f}\n"


def degrees(parts: list[Rational], reference: bytes) -> float | None:
    """Degrees, minutes and seconds of EXIF in degrees; None when they are none."""
    value = 0.0
    for (above, below), unit in zip(parts, (1, 60, 3600), strict=False):
        if below:
            value += above / below / unit
        elif above:
            return None
    return (-value if reference[:1] in (b"S", b"W") else value) if parts else None


def positions(place: str, data: bytes) -> list[str]:
    """The positions in a field: `+47.3769+008.5417/`, or a box of 3GPP, whose degrees have 16 bits of fraction."""
    found = [text(_degrees(match[1].decode(), 2), _degrees(match[2].decode(), 3)) for match in ISO.finditer(data)]
    numbers = data[6:].partition(b"\0")[2][1:9]
    if place.endswith("loci") and len(numbers) == 8:
        east, north = struct.unpack(">ii", numbers)
        found.append(text(north / 65536, east / 65536))
    return found


def _degrees(part: str, width: int) -> float:
    """`+DD.D`, `+DDMM.M` or `+DDMMSS.S` in degrees, which have `width` digits."""
    digits, _, fraction = part[1:].partition(".")
    units = [digits[n : n + 2] for n in range(width, len(digits), 2)]
    *units, last = [digits[:width], *units]
    value = sum(float(unit) / scale for unit, scale in zip((*units, f"{last}.{fraction}"), (1, 60, 3600), strict=False))
    return -value if part[0] == "-" else value
