"""What the `.pth` file of an environment imports: the guard is in force in all of its Pythons, in children, in `hf`."""

from .finder import watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def _loaded(module: "ModuleType") -> None:
    from .patches import guard
    from .process import GUARDS

    GUARDS.ambient()
    guard(module)


watch(_loaded)
