"""Patterns that are compiled when they are first used: most runs use few of them, and users feel start-up time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import AnyStr, Generic


class LazyPattern(Generic[AnyStr]):
    """Stands for `re.compile(pattern)`."""

    __slots__ = ("_compiled", "_pattern")

    def __init__(self, pattern: AnyStr) -> None:
        self._pattern: AnyStr = pattern
        self._compiled: re.Pattern[AnyStr] | None = None

    def compiled(self) -> re.Pattern[AnyStr]:
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
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
