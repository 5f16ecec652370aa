"""hubseal's token rules as a plugin of detect-secrets, for those who keep its baseline and audit.

detect-secrets scan -p "$(python -c 'import hubseal.detect_secrets_plugin as p; print(p.__file__)')"

detect-secrets loads the file by its path, so imports are absolute.
"""

from __future__ import annotations

from collections.abc import Generator

from detect_secrets.plugins.base import BasePlugin

from hubseal.engine.searcher import Searcher
from hubseal.engine.span import TextContext
from hubseal.rules import RULES
from hubseal.types import Limits

_ABOUT = TextContext("", "", "", "config", "model", "text")


class HubsealDetector(BasePlugin):
    """Values of hubseal's token rules at level warning and above."""

    secret_type = "hubseal token"

    def __init__(self) -> None:
        self._searcher = Searcher(RULES, ("tokens",), frozenset(), Limits(), "auto", None)

    def analyze_string(self, string: str, **_: object) -> Generator[str, None, None]:
        """Each value in a line."""
        for span in self._searcher.search(string.encode("utf-8", "replace"), _ABOUT).spans:
            if span.level in ("error", "warning"):
                yield span.value.decode("utf-8", "replace")
