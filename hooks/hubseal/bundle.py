"""The byte code of the modules that a hook needs, in one file beside that of each.

To find, open and check a hundred small files takes a tenth of a small commit. The file is trusted like the byte code
that it was made from, lies in the same folder and nowhere else, and holds as long as each source has the size and the
time that it had.
"""

from __future__ import annotations

import marshal
import os
import sys

from . import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

PACKAGE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(PACKAGE, "__pycache__")
RARE = (
    "rules.tokens", "rules.pii", "rules.files", "rules.paths", "validators", "readers.archives", "readers.documents",
    "readers.media", "readers.models", "readers.tables", "sources.hub",
)  # fmt: skip
"""Beginnings of the names of modules that few commits need."""


class BundleImporter:
    """Gives modules out of a bundle: name -> (marshalled code, file, whether it is a package)."""

    def __init__(self, modules: dict[str, tuple[bytes, str, bool]]) -> None:
        self._modules = modules

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """How a module of the bundle is loaded; None for any other."""
        found = self._modules.get(name)
        if found is None:
            return None
        _code, file, is_package = found
        spec = type(__spec__)(name, self, origin=file, is_package=is_package)  # type: ignore[arg-type]
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(file)]
        return spec

    def create_module(self, _spec: ModuleSpec) -> None:
        """None: Python makes the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Runs the code of a module."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name: str) -> CodeType:
        """The code of a module of the bundle."""
        code: CodeType = marshal.loads(self._modules[name][0])  # noqa: S302 - ours, see `cache`
        return code


def install() -> bool:
    """Lets Python take modules from the bundle; False when there is none, or none that holds."""
    data = cache.read(_name(), FOLDER, only=True)
    if data is None:
        return False
    try:
        version, package, signature, modules = marshal.loads(data)  # noqa: S302 - ours, see `cache`
    except (ValueError, EOFError, TypeError):
        return False
    if version != sys.version or package != PACKAGE:
        return False
    if signature != _signature(file for _, file, _ in modules.values()):
        return False
    sys.meta_path.insert(0, BundleImporter(modules))
    return True


def keep() -> None:
    """Keeps the modules that are loaded now for the next run, where there is a place for it."""
    if sys.dont_write_bytecode or not os.access(FOLDER, os.W_OK):
        return
    specs = {
        name: module.__spec__
        for name, module in list(sys.modules.items())
        if name.startswith("hubseal.") and not name.removeprefix("hubseal.").startswith(RARE)
    }
    loaded = {name: spec for name, spec in specs.items() if spec is not None and spec.has_location and spec.origin}
    signature = _signature(str(spec.origin) for spec in loaded.values())
    if signature is None:
        return
    modules = {
        name: (marshal.dumps(_code(name, spec)), spec.origin, spec.submodule_search_locations is not None)
        for name, spec in loaded.items()
    }
    cache.write(_name(), marshal.dumps((sys.version, PACKAGE, signature, modules)), FOLDER, only=True)


def _code(name: str, spec: ModuleSpec) -> CodeType:
    """The code of a module, which its loader read as byte code a moment ago."""
    code: CodeType = spec.loader.get_code(name)  # type: ignore[union-attr]
    return code


def _name() -> str:
    """The file of this package and this sort of byte code."""
    place = "".join(c if c.isalnum() and c.isascii() else "-" for c in PACKAGE)[-80:]
    return f"modules-{sys.implementation.cache_tag}-{sys.flags.optimize}-{place}.code"


def _signature(files: Iterable[str]) -> list[tuple[int, int]] | None:
    """Size and time of each file; None when one is missing."""
    try:
        return [(status.st_size, status.st_mtime_ns) for status in map(os.stat, files)]
    except OSError:
        return None
