"""The real upload after a scan, while the guard holds: what changes meanwhile is refused."""

from __future__ import annotations

from collections.abc import Sequence

from ..app.upload import UploadGate
from ..sources.upload import run_client
from .patches import put_on
from .process import GUARDS, ActiveGuard


def upload(words: Sequence[str], gate: UploadGate) -> int:
    """Runs `hf upload` with these words in this process; returns its exit code. Raises UploadRefused."""
    put_on()
    guard = ActiveGuard(gate=gate)
    GUARDS.add(guard)
    try:
        return run_client(words)
    finally:
        GUARDS.remove(guard)
