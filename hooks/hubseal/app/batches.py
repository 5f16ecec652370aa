"""A hook run with many files: its runner starts one process after the other, each with a part of the names.

Each of them is asked for the same `--output`. What the earlier ones of the same run found is kept in the user's cache,
so that the last one writes a report of all.
"""

from __future__ import annotations

import json
import os
import sys
from binascii import crc32

from .. import cache
from ..state.serialization import entry
from ..types import Report
from . import merged
from .request import UsageError

SCHEMA = 1
RUNNER = "PRE_COMMIT"
"""What pre-commit and prek set in the environment of hooks."""


def is_batch() -> bool:
    """Whether a runner started this process, and may start others for the rest of the files."""
    return bool(os.environ.get(RUNNER))


def combined(report: Report, output: str) -> Report:
    """The report together with those of earlier batches of the same run that go to the same file. Raises UsageError
    where this one cannot be kept for later ones."""
    path = os.path.abspath(output)
    name = f"batches-{crc32(path.encode('utf-8', 'surrogateescape')):08x}.json"
    whose = [SCHEMA, path, *_runner()]
    before = _kept(name, whose)
    whole = report if before is None else merged.merge([_with(report, before), report])
    kept = {"of": whose, "result": entry_data(whole)}
    data = json.dumps(kept, separators=(",", ":")).encode()
    cache.write(name, data)
    if cache.read(name) != data:
        raise UsageError(
            f"{output}: the runner may start more processes for the rest of the files, and there is no cache folder to"
            " keep this report in until then; set XDG_CACHE_HOME, or leave out --output"
        )
    return whole


def entry_data(report: Report) -> object:
    """A report's result as an entry of a state has it."""
    return {"result": merged.result(report), "budget": None}


def _with(report: Report, kept: object) -> Report:
    """An earlier report of the run, under the settings of this one. Raises what `entry` raises."""
    found = entry(kept).result
    return report._replace(
        findings=found.findings,
        waived=found.waived,
        unread=found.unread,
        notes=found.notes,
        coverage=found.coverage,
    )


def _kept(name: str, whose: list[object]) -> object | None:
    """What an earlier batch of the same run kept; None when there was none."""
    data = cache.read(name)
    try:
        kept = json.loads(data) if data is not None else None
        if isinstance(kept, dict) and kept.get("of") == whose:
            entry(kept["result"])
            return kept["result"]  # type: ignore[no-any-return]
    except (ValueError, TypeError, KeyError):
        return None
    return None


def _runner() -> tuple[int, str]:
    """The process that started this one, and when it began, as far as the system tells."""
    parent = os.getppid()
    if sys.platform != "linux":
        return parent, ""
    try:
        with open(f"/proc/{parent}/stat", "rb") as file:
            return parent, file.read().rpartition(b")")[2].split()[19].decode("ascii")
    except (OSError, IndexError):
        return parent, ""
