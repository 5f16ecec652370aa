"""The formats of a report, and what renders each: imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from ..rule_types import RuleSet
from ..typed import Protocol
from ..types import Report


class Renderer(Protocol):
    """Makes the text of a report."""

    def __call__(self, report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str: ...


def _text() -> Renderer:
    from . import text

    return text.render


def _concise() -> Renderer:
    from . import concise

    return concise.render


def _gitlab() -> Renderer:
    from . import gitlab

    return gitlab.render


def _junit() -> Renderer:
    from . import junit

    return junit.render


def _json() -> Renderer:
    from . import json

    return json.render


def _jsonl() -> Renderer:
    from . import jsonl

    return jsonl.render


def _sarif() -> Renderer:
    from . import sarif

    return sarif.render


def _github() -> Renderer:
    from . import github

    return github.render


def _markdown() -> Renderer:
    from . import markdown

    return markdown.render


def _html() -> Renderer:
    from . import html

    return html.render


FORMATS: dict[str, Callable[[], Renderer]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "markdown": _markdown,
    "html": _html,
}


def render(report: Report, format: str, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """The report in a format. Raises KeyError for an unknown one."""
    return FORMATS[format]()(report, colour=colour, verbose=verbose, quiet=quiet, rules=rules)
