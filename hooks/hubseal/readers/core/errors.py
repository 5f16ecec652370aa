"""What a parser raises for bytes that do not fit its format; a reader turns it into an `Unread` entry."""

from __future__ import annotations


class MalformedError(Exception):
    """Bytes that the format does not know. `at` is their offset in the data, where the parser counts it."""

    def __init__(self, at: int = 0) -> None:
        super().__init__(f"malformed at byte {at}")
        self.at = at


class UnexpectedEof(Exception):
    """The data end before what they promise."""


class LimitExceeded(Exception):
    """The content is larger or deeper than a limit allows. `hint` says so for people, and what to do."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.hint = hint


class MissingExtra(Exception):
    """A library of the extra `data` is not installed. `hint` names what needs it."""

    def __init__(self, needs: str) -> None:
        super().__init__(needs)
        self.hint = f'{needs}; `pip install "hubseal[data]"` brings what it takes'
