"""When a report was made."""

from __future__ import annotations

import os
import time


def now() -> str:
    """UTC, `2026-11-28T05:40:49`; SOURCE_DATE_EPOCH, seconds since 1970, sets it: the same report twice is the same."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(fixed) if fixed.isascii() and fixed.isdigit() and len(fixed) < 12 else time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
