"""The one exception of the upload gate."""

from __future__ import annotations

from typing import Any

from ..types import Report


class UploadRefused(RuntimeError):
    """An upload is not sent. `str` gives the report as text; `report` is None where nothing was scanned."""

    def __init__(self, text: str, report: Report | None = None) -> None:
        super().__init__(text)
        self.report = report

    def __reduce__(self) -> tuple[Any, ...]:
        """Crosses the border of a process; the levels of unread causes become a plain dict."""
        report = self.report
        if report is not None:
            report = report._replace(unread_levels=dict(report.unread_levels))
        return type(self), (str(self), report)
