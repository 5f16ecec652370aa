"""Patterns that are compiled when they are first used: most runs use few of them, and users feel start-up time.

What `re` makes of a long pattern is kept in our own cache, as byte code is: compiling the few that a commit needs takes
longer than all the rest of its scan.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Callable, Iterator

from . import cache
from .typed import Any, AnyStr, Generic

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "__pycache__")
SHORT = 40
"""Characters of a pattern up to which compiling it takes no longer than looking for what is kept of it."""


def compile(pattern: AnyStr) -> re.Pattern[AnyStr]:  # noqa: A001
    """`re.compile(pattern)`, of what an earlier run kept when it was this very pattern and this very interpreter."""
    if len(pattern) <= SHORT:
        return re.compile(pattern)
    return _kept(pattern) or _made(pattern)


def _kept(pattern: AnyStr) -> re.Pattern[AnyStr] | None:
    """What is kept of a pattern. `cache` gives back only what we wrote, and `_sre` checks the code once more."""
    data = cache.read(_name(pattern), FOLDER)
    if data is None:
        return None
    try:
        version, source, flags, code, *groups = marshal.loads(data)  # noqa: S302 - ours, see `cache`
        if version == _version() and source == pattern and type(source) is type(pattern):
            kept: re.Pattern[AnyStr] = _engine().compile(pattern, flags, memoryview(code).cast("I").tolist(), *groups)
            return kept
    except (ValueError, EOFError, TypeError, RuntimeError, OverflowError, IndexError):
        return None  # damaged: made anew
    return None


def _made(pattern: AnyStr) -> re.Pattern[AnyStr]:
    """A pattern that is compiled, and kept when what is kept gives the same one."""
    made = re.compile(pattern)
    try:
        flags, code, *groups = _arguments(pattern)
        same = _engine().compile(pattern, flags, code, *groups) == made
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError):
        return made  # an interpreter whose `re` is built otherwise
    if same:
        words = b"".join(word.to_bytes(4, sys.byteorder) for word in code)
        cache.write(_name(pattern), marshal.dumps([_version(), pattern, flags, words, *groups]), FOLDER)
    return made


def _arguments(pattern: str | bytes) -> tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]:
    """What `re` hands to its engine with a pattern: flags, code, number of groups, their names both ways."""
    if sys.version_info >= (3, 11):
        from re import _compiler as compiler  # type: ignore[attr-defined]
        from re import _parser as parser
    else:
        import sre_compile as compiler
        import sre_parse as parser
    parsed = parser.parse(pattern)  # type: ignore[arg-type]  # bytes work
    names = dict(parsed.state.groupdict)
    by_number: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        by_number[number] = name
    code = [int(word) for word in compiler._code(parsed, 0)]  # type: ignore[attr-defined]
    return int(parsed.state.flags), code, parsed.state.groups - 1, names, tuple(by_number)


def _version() -> str:
    engine = _engine()
    return f"{sys.implementation.cache_tag} {sys.hexversion:x} {engine.MAGIC} {engine.CODESIZE}"


def _engine() -> Any:
    """What `re` compiles for."""
    import _sre  # type: ignore[import-not-found]  # a part of the interpreter

    return _sre


def _name(pattern: str | bytes) -> str:
    from binascii import crc32

    data = pattern.encode("utf-8", "surrogatepass") if isinstance(pattern, str) else pattern
    return f"pattern-{sys.hexversion:x}-{crc32(data):08x}-{len(data):x}.sre"


class LazyPattern(Generic[AnyStr]):
    """Stands for `re.compile(pattern)`."""

    __slots__ = ("_compiled", "_pattern")

    def __init__(self, pattern: AnyStr) -> None:
        self._pattern: AnyStr = pattern
        self._compiled: re.Pattern[AnyStr] | None = None

    def compiled(self) -> re.Pattern[AnyStr]:
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = compile(self._pattern)
        return self._compiled

    def search(self, text: AnyStr, start: int = 0, end: int = 1 << 62) -> re.Match[AnyStr] | None:
        return self.compiled().search(text, start, end)

    def match(self, text: AnyStr, start: int = 0, end: int = 1 << 62) -> re.Match[AnyStr] | None:
        return self.compiled().match(text, start, end)

    def fullmatch(self, text: AnyStr, start: int = 0, end: int = 1 << 62) -> re.Match[AnyStr] | None:
        return self.compiled().fullmatch(text, start, end)

    def finditer(self, text: AnyStr, start: int = 0, end: int = 1 << 62) -> Iterator[re.Match[AnyStr]]:
        return self.compiled().finditer(text, start, end)

    def findall(self, text: AnyStr) -> list[AnyStr]:
        return self.compiled().findall(text)

    def sub(self, new: AnyStr | Callable[[re.Match[AnyStr]], AnyStr], text: AnyStr) -> AnyStr:
        return self.compiled().sub(new, text)

    def split(self, text: AnyStr) -> list[AnyStr]:
        return self.compiled().split(text)
