"""The guard for huggingface_hub: what leaves by any way of the Hub's client is scanned before the first byte.

    import hubseal

    with hubseal.guard():                  # for a part of a program
        trainer.push_to_hub()
    hubseal.guard.install()                # for the rest of it

`hubseal guard enable` puts it on in a whole virtual environment, with its children and the `hf` command.
A refusal is an `UploadRefused`: its text is the report, which `.report` holds, too.
"""

import sys

TYPE_CHECKING = False  # typing's own costs its import, and this package is imported with every client
if TYPE_CHECKING:
    import os
    from typing import Any

    from ..app.upload_refused import UploadRefused as UploadRefused

__all__ = ["Guard", "UploadRefused", "install", "uninstall"]


class Guard:
    """A guard with a policy, in force between `__enter__` and `__exit__`, in all threads of this process."""

    def __init__(self, policy: "str | os.PathLike[str] | None" = None) -> None:
        """`policy`: a file; None for that of the git repository in which the first upload begins."""
        from .process import ActiveGuard

        self._active = ActiveGuard("" if policy is None else str(policy))

    def __enter__(self) -> "Guard":
        """Raises UploadRefused where the installed huggingface_hub cannot be guarded."""
        from .patches import put_on
        from .process import GUARDS

        put_on()
        GUARDS.add(self._active)
        return self

    def __exit__(self, *error: object) -> None:
        from .process import GUARDS

        GUARDS.remove(self._active)


def install(policy: "str | os.PathLike[str] | None" = None) -> Guard:
    """Puts the guard on for the rest of this process, or until `uninstall`. Raises UploadRefused where the installed
    huggingface_hub cannot be guarded."""
    return Guard(policy).__enter__()


def uninstall() -> None:
    """Takes off what was put on in this process; the guard of an environment stays."""
    from .process import GUARDS

    GUARDS.clear()


def __getattr__(name: str) -> "Any":
    if name == "UploadRefused":
        from ..app.upload_refused import UploadRefused

        return UploadRefused
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _CallableModule(type(sys)):  # type: ignore[misc]
    """`hubseal.guard(policy=...)` is `hubseal.guard.Guard(policy=...)`."""

    def __call__(self, policy: "str | os.PathLike[str] | None" = None) -> Guard:
        return Guard(policy)


sys.modules[__name__].__class__ = _CallableModule
