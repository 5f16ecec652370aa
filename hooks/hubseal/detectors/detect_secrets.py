"""detect-secrets as a second detector: its plugins on every line, nothing verified over the network.

Off by default, for what was measured in November 2026: on 2,982 labelled texts of other scanners' tests it brings
recall from 0.889 to 0.915 and false alarms from 4 % to 14 %; on 500 source files it adds 112 warnings and takes 24
times as long.
"""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 4096
"""Bytes of a line; longer ones are data, and its patterns are not made for them."""


def detect(data: bytes) -> Iterator[tuple[int, int, str]]:
    """The secrets of each line. None of its filters runs: one of them asks the providers whether a secret is live."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.settings import transient_settings

    classes: dict[str, type] = get_mapping_from_secret_type_to_class()
    names = [{"name": plugin.__name__} for plugin in classes.values()]
    with transient_settings({"plugins_used": names}) as settings:
        settings.filters.clear()
        yield from _lines(data)


def _lines(data: bytes) -> Iterator[tuple[int, int, str]]:
    from detect_secrets.settings import get_plugins

    plugins, start = get_plugins(), 0
    for line in data.split(b"\n"):
        if 8 <= len(line) <= LONGEST:
            text = line.decode("utf-8", "replace")
            for plugin in plugins:
                for secret in plugin.analyze_line(filename="", line=text, line_number=1):
                    value = (secret.secret_value or "").encode()
                    at = line.find(value) if value else -1
                    if at >= 0:
                        yield start + at, start + at + len(value), secret.type
        start += len(line) + 1
