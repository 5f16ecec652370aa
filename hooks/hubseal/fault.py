"""Describes a fault of ours by its type and place in the code, never by its message, which may hold content."""

from __future__ import annotations

import os


def describe(error: BaseException) -> str:
    """One line that names an unexpected error and asks for a report."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        folder, name = os.path.split(trace.tb_frame.f_code.co_filename)
        place = f" at {os.path.basename(folder)}/{name}:{trace.tb_lineno}"
    return f"{type(error).__name__}{place}; this is a fault of hubseal, please report it with this line"
