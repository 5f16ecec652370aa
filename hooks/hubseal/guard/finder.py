"""A finder that has somebody work on modules as they are imported.

It is imported with every client of a guarded environment, so it imports nothing but `sys`.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

WATCHED = (
    "huggingface_hub",
    "huggingface_hub.utils._http",
    "huggingface_hub.hf_api",
    "huggingface_hub.repocard",
    "huggingface_hub.cli._errors",
    "huggingface_hub._sandbox",
    "huggingface_hub._hot_reload.client",
    "hf_xet",
)
"""The modules of a client that the guard is put on."""
DONE = "__hubseal_guarded__"
"""A name in the modules that the guard is on."""


class GuardFinder:
    """Finds nothing itself: it asks the other finders, and has the loader pass on what it loaded."""

    def __init__(self, loaded: "Callable[[ModuleType], object]") -> None:
        self._loaded = loaded

    def find_spec(self, name: str, path: "Any" = None, target: "Any" = None) -> "Any":
        """The spec of a watched module; None for any other."""
        if name not in WATCHED:
            return None
        for finder in sys.meta_path:
            find = None if isinstance(finder, GuardFinder) else getattr(finder, "find_spec", None)
            spec: Any = find(name, path, target) if find is not None else None
            if spec is not None:
                break
        else:
            return None
        load = getattr(spec.loader, "exec_module", None)
        if load is not None:

            def exec_module(module: "ModuleType") -> None:
                vars(module).pop(DONE, None)  # when it is loaded anew, its names are
                load(module)
                self._loaded(module)

            spec.loader.exec_module = exec_module
        return spec


def watch(loaded: "Callable[[ModuleType], object]") -> GuardFinder:
    """Puts a finder before all others, once in a process; returns the one in force."""
    known = next((finder for finder in sys.meta_path if isinstance(finder, GuardFinder)), None)
    if known is None:
        known = GuardFinder(loaded)
        sys.meta_path.insert(0, known)
    return known
