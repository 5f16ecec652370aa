"""Four numbers with dots that are no address: versions, and points of a drawing."""

from __future__ import annotations

from ..regex import LazyPattern
from ..rule_types import MatchContext

_VERSION = LazyPattern(
    rb"(?i)(?:(?<![a-z])(?:versions?|ver|v|rev|rel|sec\.|fig\.|eq\.?|section|chapter|clause|figure|table)|(?:release|driver|cuda|cudnn|toolkit|build|firmware|kernel)"
    rb"|==|>=|<=|~=|!=|(?:chrome|safari|firefox|edg|mozilla)/|[a-z]-)[ \t:=\"'|]{0,6}\Z"
)
_AFTER_MARK = LazyPattern(rb"[@/][ \t:=\"']{0,3}\Z")
"""As in `pkg@12.1.3.1` and `pkg/12.1.3.1`."""
_VERSIONED_KEY = LazyPattern(
    r"(?i)(?:\A|[^a-z])(?:version|ver|driver|release|firmware|build|cuda|cudnn|nccl|toolkit|revision|requires?|compat\w*)(?:\Z|[^a-z])|(?:Version|Driver|Release|Build)(?![a-z])"
)
"""A key or a column of versions."""
_INSTALLED = LazyPattern(
    rb"(?i)(?:requirement already satisfied|collecting|successfully installed|found existing installation|(?:un)?installing|using cached|downloading"
    rb"|downloaded|building wheel|created wheel|obtaining|processing|attempting uninstall)\b[^\n]*\Z|\(from [^()\n]*\) \(\Z"
)
"""What pip writes before a version."""
_LISTED = LazyPattern(
    rb"(?im)^[ \t>*#\"',-]*(?![ \t>*#\"',-])(?=[0-9A-Za-z_.-]*(?:nvidia|cuda|cu1[0-9]|cudnn|cublas|nccl|tensorrt|mkl|intel|opencv|torch|tensorflow|types-|lib|boost|protobuf|driver|[a-z]-py))[0-9A-Za-z_.-]+(?:[ \t]+|[ \t]*[=|][ \t]*)\Z"
)
"""The name of a package, before its version in a column."""
_LOCKED = LazyPattern(
    r"(?i)(?:\A|/)(?:[^/]*\.lock|[^/]*-lock\.(?:json|ya?ml)|(?:[^/]*requirements?|constraints?)[^/]*\.(?:txt|in|lock)|requirements/[^/]*|environment[^/]*\.ya?ml|conda[^/]*\.ya?ml"
    r"|go\.(?:sum|mod)|pipfile|pyproject\.toml|setup\.(?:py|cfg)|package\.json|meta\.ya?ml|metadata|pkg-info|cargo\.toml|[^/]*\.(?:podspec|gemspec|csproj|nuspec))\Z"
)
"""Files that say which versions are installed."""
_BEFORE = LazyPattern(rb"[0-9.,\s\-MmLlHhVvCcSsQqTtAaZz]*\Z")
_AFTER = LazyPattern(rb"[0-9.,\s\-MmLlHhVvCcSsQqTtAaZz]*")
_COMMAND, _WORD = LazyPattern(rb"[A-Za-z]"), LazyPattern(rb"[A-Ya-y][A-Za-z]")
"""Numbers and commands of a path in SVG, and what none holds. Format: SVG 1.1, 8.3."""
DRAWN, REACH = 24, 100
"""Bytes of a path that are enough to know it, and how far it is looked at."""


def versioned(context: MatchContext, marked: bool = False) -> bool:
    """Whether the numbers are a version, by the words before them, their key, or their file; not in a URL. With `marked`
    they are one behind `@` and `/`, too."""
    data, start = context.data, context.start
    if data[start - 2 : start] == b"//":
        return False
    if _LOCKED.search(context.path) or _VERSIONED_KEY.search(context.key):
        return True
    if _VERSION.search(data[max(start - 24, 0) : start]):
        return True
    if marked and _AFTER_MARK.search(data[max(start - 8, 0) : start]):
        return True
    line = data[max(start - 300, 0) : start].rpartition(b"\n")[2]
    return _INSTALLED.search(line) is not None or _LISTED.search(line) is not None


def drawn(context: MatchContext) -> bool:
    """Whether the numbers around are those of a path in SVG, in which points need no blanks between them."""
    before = _BEFORE.search(context.data[max(context.start - REACH, 0) : context.start])
    after = _AFTER.match(context.data[context.end : context.end + REACH])
    run = (before[0] if before else b"") + b"0" + (after[0] if after else b"")
    return len(run) > DRAWN and _COMMAND.search(run) is not None and _WORD.search(run) is None
