"""Addresses of machines that lead to people."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.network import hardware, public
from ..entries import detected

RULES: tuple[RuleEntry, ...] = (
    detected(
        id="ip-address",
        family="pii",
        title="Public IP address",
        why="It leads to a household or a server, and is personal data in the EU.",
        fix="Remove it, or use an address of a documentation range (192.0.2.x, 2001:db8::).",
        levels=Levels("warning", (("*", "weights", "note"),)),
        triggers=(
            Trigger(rb"\.[0-9]\.[0-9]", 8, 12),
            Trigger(rb"\.[0-9]{2}\.[0-9]", 8, 12),
            Trigger(rb"\.[0-9]{3}\.[0-9]", 8, 12),
            Trigger(rb":[0-9A-Fa-f]{3}:", 40, 44),
            Trigger(rb":[0-9A-Fa-f]{4}:", 40, 44),
            Trigger(rb"[0-9A-Fa-f]{2}::[0-9A-Fa-f]", 40, 44),
        ),
        pattern=rb"(?:(?<![0-9A-Za-z.:_/@+=-])|(?<=//)|(?<=@))(?P<leak>(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?![0-9A-Za-z_]|\.[0-9A-Za-z]|-[0-9])|(?=[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:]))(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?(?:[0-9A-Fa-f]{1,4})?){1,7}(?![0-9A-Za-z:_]))|(?<=//)(?P<x>(?!))",
        leaks=("client 91.198.174.192 connected", '"ip": "2a00:1450:4001:81b::200e"', "x 203.98.7.65, y"),
        clean=(
            "192.0.2.44",
            "version 4.51.3.20",
            "8.8.8.8",
            "10.1.2.3",
            "2001:db8::1",
            "12:34:56",
            "std::vector",
            'd="M31,422.4c13-1.59 91.198.17.192 6.2.5-5 3,1.2z"',
        ),
        validators=(public,),
        bits=30,
    ),
    detected(
        id="mac-address",
        family="pii",
        title="MAC address",
        why="It identifies one device for its whole life.",
        fix="Remove it.",
        levels=Levels("note"),
        triggers=(
            Trigger(rb"[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:", 1, 8),
            Trigger(rb"[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-", 1, 8),
            Trigger(rb"[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}", 1, 2),
        ),
        pattern=rb"(?<![0-9A-Za-z:.-])(?P<leak>[0-9A-Fa-f]{2}(?P<s>[:-])(?:[0-9A-Fa-f]{2}(?P=s)){4}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![0-9A-Za-z:-]|\.[0-9A-Fa-f])",
        leaks=("ether 3c:22:fb:9a:41:07", "3C-22-FB-9A-41-07"),
        clean=("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "12:34:56:78", "00:11:22:33:44:55"),
        validators=(hardware,),
        bits=40,
    ),
)
