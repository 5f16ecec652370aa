"""Where somebody was, to a few metres, as cameras and phones write it."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.position import precise
from ..entries import detected

SEPARATED = rb"[\"']?[ \t]{0,24}(?:[=:>]|\\?[\"'],)[ \t]{0,4}\\?[\"']?"
DECIMAL = rb"[+-]?[0-9]{1,3}\.[0-9]{3,18}"
MINUTES = rb"[0-9]{1,3},[0-9]{1,2}(?:\.[0-9]{1,10}|,[0-9]{1,2}(?:\.[0-9]{1,8})?)[NSEW]"
SECONDS = (
    rb"[0-9]{1,3} ?(?:deg|\xc2\xb0|\\u00b0) ?[0-9]{1,2}\\?['m] ?[0-9]{1,2}(?:\.[0-9]{1,8})?(?:\\?[\"s]|'')? ?[NSEW]?"
)
LISTED = (
    rb"[\[(] {0,2}[0-9]{1,3}(?:\.[0-9]{1,8})?, ?[0-9]{1,2}(?:\.[0-9]{1,8})?, ?[0-9]{1,2}(?:\.[0-9]{1,14})? {0,2}[\])]"
)
VALUE = rb"(?:" + rb"|".join((MINUTES, SECONDS, LISTED, DECIMAL)) + rb")"
ISO = rb"[+-][0-9]{2}\.[0-9]{3,10}[+-][01][0-9]{2}\.[0-9]{3,10}(?:[+-][0-9]{1,5}(?:\.[0-9]{1,6})?)?(?:CRS[A-Za-z0-9_]{1,20})?/"
"""ISO 6709, as films carry it."""
EDGE = rb"(?![0-9A-Za-z]|\.[0-9])"

RULES: tuple[RuleEntry, ...] = (
    detected(
        id="gps-position",
        family="pii",
        title="GPS position",
        why="It shows to a few metres where somebody lives, works or was.",
        fix="Take the position out (`exiftool -gps:all= -xmp:geotag= FILE`), or save the picture without its metadata.",
        levels=Levels("warning", (("*", "log", "note"), ("*", "code", "note"))),
        triggers=(
            Trigger(rb"(?i)gpslat", 0, 120),
            Trigger(rb"(?i)gps[ _.:\-]lat", 0, 120),
            Trigger(rb"\.[0-9]{3}[+\-][01][0-9]{2}\.[0-9]{3}", 4, 40),
            Trigger(rb"\.[0-9]{4}[+\-][01][0-9]{2}\.[0-9]{3}", 4, 40),
            Trigger(rb"\.[0-9]{5}[+\-][01][0-9]{2}\.[0-9]{3}", 4, 40),
            Trigger(rb"\.[0-9]{6}[+\-][01][0-9]{2}\.[0-9]{3}", 4, 40),
        ),
        pattern=rb"(?:(?i:gps[ _.:-]?lat(?:itude)?)"
        + SEPARATED
        + rb"(?="
        + VALUE
        + rb")|(?<![0-9A-Za-z.])(?="
        + ISO
        + rb"))(?P<leak>"
        + ISO
        + rb"|"
        + VALUE
        + EDGE
        + rb")",
        paired_pattern=rb"(?i:gps[ _.:-]?lon(?:g(?:itude)?)?)" + SEPARATED + rb"(?P<leak>" + VALUE + rb")" + EDGE,
        leaks=(
            "GPSLatitude = 47.376890\nGPSLongitude = 8.541690\n",
            '"gps_latitude": 47.37689, "gps_longitude": -122.541690',
            'exif:GPSLatitude="47,22.6134N" exif:GPSLongitude="8,32.5014E"',
            "<exif:GPSLongitude>8,32,30W</exif:GPSLongitude><exif:GPSLatitude>47,22,36S</exif:GPSLatitude>",
            "GPS Latitude                    : 47 deg 22' 36.80\" N\nGPS Longitude                   : 8 deg 32' 30.08\" E",
            "{{'GPSLatitude': (47.0, 22.0, 36.8), 'GPSLongitude': (8.0, 32.0, 30.08)}}",
            '"com.apple.quicktime.location.ISO6709": "+47.3769+008.5417+408.000/"',
            "location        : -33.8568+151.2153/",
        ),
        clean=(
            "GPSLatitude = 0.000000\nGPSLongitude = 0.000000\n",
            "GPSLatitude = 47.376890",
            "gps_latitude: 47.4, gps_longitude: 8.5",
            "gps_latitude: 97.37689, gps_longitude: 8.54169",
            "GPSLatitude = 47.000000\nGPSLongitude = 8.000000\n",
            "GPSLatitudeRef = N",
            "x = -33.8568+151.2153",
            "+00.0000+000.0000/",
        ),
        validators=(precise,),
        bits=30,
    ),
)
