"""Whether a list holds a name and its value and nothing else."""

from __future__ import annotations

from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext

_BEGINS = LazyPattern(rb"[\[(]\s{0,12}\\{0,3}[\"'`][0-9A-Za-z_.-]{0,40}\Z")
_ENDS = LazyPattern(rb"\\{0,3}[\"'`]\s{0,12}[\])]")


def is_pair(match: Match[bytes], context: MatchContext) -> bool:
    """Whether the groups `name` and `leak` are the two items of a list or tuple: `["api_key", "..."]`."""
    name = match.start("name")
    before = _BEGINS.search(context.data, max(name - 48, 0), name)
    return before is not None and _ENDS.match(context.data, context.end, context.end + 24) is not None
