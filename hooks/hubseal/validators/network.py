"""Public addresses, and the ones that everybody may print."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from .versions import drawn, versioned

RESOLVERS = frozenset(
    "1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 4.2.2.1 4.2.2.2 114.114.114.114 223.5.5.5 223.6.6.6 "
    "1.2.3.4 2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2606:4700:4700::1001 2620:fe::fe 5.6.7.8 4.3.2.1 1.2.3.0 1.3.3.7".split()
)
_DOWNLOADED = LazyPattern(
    rb"(?:Resolving \S+(?: \([^)]*\))?\.\.\. (?:[0-9A-Fa-f.:]+, )*|Connecting to \S+(?: \([^)]*\))?\||\A\s*\* {1,3}(?:Trying|Connected to \S+ \() ?|Proxy request sent to )\Z"
)
"""What wget and curl write before the address of a server."""
_PROGRAM = LazyPattern(r"(?i)software|encoder|encoded|codec|app$")
"""Fields of media that name the program which wrote them."""
_ALSO_RESERVED = ("3fff::/20", "64:ff9b::/96", "64:ff9b:1::/48")
"""RFC 9637 and RFC 6052: older Pythons call them global."""


def public(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what is not global, public resolvers, and version numbers."""
    from ipaddress import ip_address, ip_network

    text = match["leak"].decode("ascii", "replace").split("%")[0].strip("[]")
    try:
        address = ip_address(text)
    except ValueError:
        return Verdict("off", "it is no address")
    if not address.is_global or address.is_multicast or str(address) in RESOLVERS:
        return Verdict("off", "it is reserved, or everybody's")
    if _DOWNLOADED.search(context.data[max(context.start - 200, 0) : context.start].rpartition(b"\n")[2]):
        return Verdict("note", "it is the address of a server that something was downloaded from")
    if address.version == 6:
        hidden = any(address in ip_network(net) for net in _ALSO_RESERVED)
        return Verdict("off", "it is reserved") if hidden or len(text) < 6 else None
    if versioned(context, marked=True):
        return Verdict("off", "it is a version")
    if drawn(context):
        return Verdict("off", "it is part of a drawing")
    if context.kind == "media" and _PROGRAM.search(context.key):
        return Verdict("off", "it is a version")
    octets = text.split(".")
    if (
        all(len(o) == 1 for o in octets)
        or text.endswith(".0.0.0")
        or (text.endswith(".0") and max(map(int, octets)) < 30)
    ):
        return Verdict("off", "it is a version")
    return None


def hardware(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops null, broadcast and patterned addresses."""
    value = re.sub(rb"[^0-9A-Fa-f]", b"", match["leak"]).lower()
    if len(set(value)) < 4 or value in (
        b"001122334455",
        b"0123456789ab",
        b"aabbccddeeff",
        b"deadbeefcafe",
        b"123456789abc",
    ):
        return Verdict("off", "it is a placeholder")
    return None
