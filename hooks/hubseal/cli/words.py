"""What the options of several commands set, with what holds where nobody says otherwise."""

from __future__ import annotations

from ..app.request import FailOn, MatcherName
from ..typed import Literal
from ..types import RepoType


class ReportWords:
    """How a report looks, and where it goes."""

    format: str = "text"
    output: str | None = None
    color: Literal["auto", "always", "never"] = "auto"
    quiet: bool = False
    verbose: int = 0
    statistics: bool = False
    exit_zero: bool = False


class CheckoutWords(ReportWords):
    """What the options of a command that scans a checkout set."""

    paths: list[str]
    only: str
    fail_on: FailOn | None
    repo_type: RepoType | None
    no_ignore: bool
    policy: str | None
    matcher: MatcherName
