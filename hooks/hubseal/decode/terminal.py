"""Text without the codes that steer a terminal, raw or as programs write them: colours, cursor, links, titles.

Format: ECMA-48 5.4 (CSI) and 8.3.89 (OSC); "Hyperlinks in terminal emulators" (OSC 8).
"""

from __future__ import annotations

import re

from ..regex import LazyPattern

TERMINAL_TRIGGERS = (
    rb"\x1b[\[\](]",
    rb"\\x1[bB][\[\]]",
    rb"\\u001[bB][\[\]]",
    rb"\\033[\[\]]",
    rb"\\[eE]\[",
    rb"\\u\{1[bB]\}\[",
    rb"\^\[\[[0-9]",
    rb"\xe2\x90\x9b\[",
    rb"\[0m",
    rb"\[[39][0-7]m",
)
"""ESC raw, in the escapes of JSON, Python, C and shells, as `cat -v` shows it, as a picture, and lost."""
_ESC = rb"(?:\x1b|\\{1,2}(?:x1[bB]|u001[bB]|033|[eE](?=\[)|u\{1[bB]\})|\^\[(?=[\[\]])|\xe2\x90\x9b)"
TERMINAL = LazyPattern(
    _ESC
    + rb"(?:\[[0-9;:<=>?]{0,32}[ -/]{0,2}(?P<csi>[@-~])|\](?P<osc>8;[^;\x07\x1b\\\r\n]{0,200};|[0-9]{1,4};)"
    + rb"|(?P<end>\\{1,4})|[()][0-9A-B]|[78=>cDEHM])"
    + rb"|(?P<bell>\x07|\\u0007|\\x07)|\[(?:[0-9]{1,3}(?:;[0-9]{1,3}){0,4})m"
)
_STYLE = b"mKhlXPJsu"
"""Codes that move nothing: what stands before and behind is one word."""


def terminal(match: re.Match[bytes]) -> bytes:
    """What the reader of a terminal sees in the place of a code."""
    if match["osc"] or match["end"] or match["bell"]:
        return b" "
    if match["csi"] is None or match["csi"] in _STYLE:
        return b""
    return b" " if match["csi"] in b"CG" else b"\n"
