"""What the `.pth` file of an environment imports with a client: the guard holds in children and in `hf`, too."""

from .finder import watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def _loaded(module: "ModuleType") -> None:
    from .patches import guard
    from .process import GUARDS

    GUARDS.ambient()
    guard(module)


FINDER = watch(_loaded)
"""The finder in force."""
