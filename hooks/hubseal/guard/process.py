"""The guards that are in force in this process. Imported whenever huggingface_hub is, so it imports next to nothing."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..app.upload import UploadGate

OVERRIDE = "HUBSEAL_ALLOW_UPLOAD"
OLDEST = (1, 30)
"""The oldest huggingface_hub that is held."""


class ActiveGuard:
    """One guard; its gate is made when something is uploaded."""

    def __init__(self, policy_file: str = "", gate: UploadGate | None = None) -> None:
        self._policy_file, self._gate = policy_file, gate

    @property
    def gate(self) -> UploadGate:
        """What scans."""
        if self._gate is None:
            from ..app.upload import UploadGate

            self._gate = UploadGate(self._policy_file)
        return self._gate


class ActiveGuards:
    """Those in force; the last one counts."""

    def __init__(self) -> None:
        self._stack: list[ActiveGuard] = []
        self._ambient: ActiveGuard | None = None
        self._said: set[str] = set()

    @property
    def current(self) -> ActiveGuard | None:
        """The one that counts; None when there is none."""
        return self._stack[-1] if self._stack else self._ambient

    def add(self, guard: ActiveGuard) -> None:
        """Puts a guard in force."""
        self._stack.append(guard)

    def remove(self, guard: ActiveGuard) -> None:
        """Takes a guard out of force."""
        if guard in self._stack:
            self._stack.remove(guard)

    def clear(self) -> None:
        """Takes all out of force that somebody put there in this process."""
        self._stack.clear()

    def ambient(self) -> None:
        """Puts the guard of the environment in force."""
        if self._ambient is None:
            self._ambient = ActiveGuard()

    def say(self, text: str) -> None:
        """Tells people once, on standard error."""
        if text not in self._said and sys.stderr is not None:
            self._said.add(text)
            sys.stderr.write(f"hubseal guard: {text}\n")


GUARDS = ActiveGuards()
"""Patches of a client are of a process, and so is this."""
