"""Puts the guard on the modules of a client: on those that are imported, and by the finder on those that will be."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from .finder import DONE, WATCHED, watch
from .process import GUARDS, OLDEST

XET = "hubseal.guard.xet"
OLD = (
    "huggingface_hub {} is older than {}: the guard does not hold here, and uploads of this Python are not held back."
    " Upgrade it, or scan what you upload with `hubseal scan`"
)
BROKEN = "huggingface_hub {} cannot be guarded ({}): upgrade hubseal, or call `hubseal guard disable`"


def guard(module: ModuleType) -> None:
    """Puts the guard on one of the watched modules, once. Raises ImportError where that cannot be done."""
    name = module.__name__
    if vars(module).get(DONE):
        return None
    if name == "huggingface_hub":
        vars(module)[DONE] = True
        tell_age(module)
        return None
    if name == "hf_xet":
        from .xet import guard_xet as put_on
    elif name == "huggingface_hub.utils._http":
        from .wire import guard_http as put_on
    elif name in ("huggingface_hub._sandbox", "huggingface_hub._hot_reload.client"):
        from .wire import guard_own_client as put_on
    elif name == "huggingface_hub.hf_api":
        from .operations import guard_api as put_on
    elif name == "huggingface_hub.repocard":
        from .operations import guard_cards as put_on
    else:
        put_on = _tell_plainly
    try:
        put_on(module)
    except AttributeError as error:
        version = client_version()
        if is_old(version):
            return tell_age(sys.modules["huggingface_hub"])
        raise ImportError(BROKEN.format(version, error.name or type(error).__name__)) from None
    vars(module)[DONE] = True
    return None


def put_on() -> None:
    """Puts the guard on in this process: now on what is imported, later on the rest. Raises UploadRefused."""
    from ..app.upload_refused import UploadRefused

    watch(guard)
    try:
        for name in WATCHED:
            if name in sys.modules:
                guard(sys.modules[name])
    except ImportError as error:
        raise UploadRefused(f"hubseal: {error}") from None
    version = client_version()
    if version and is_old(version):
        raise UploadRefused(f"hubseal: {too_old(version)}")
    holder: Any = getattr(sys.modules.get("huggingface_hub.utils._xet"), "_GLOBAL_XET_HOLDER", None)
    session = getattr(holder, "_session", None)
    if holder is not None and session is not None and type(session).__module__ != XET:
        holder._session = None  # made before the guard came


def coverage() -> list[str]:
    """What the guard can hold of the installed client, looked at without putting it on: a line each."""
    from importlib import import_module

    from .operations import API, GONE

    version = client_version()
    client = import_module("huggingface_hub.hf_api").HfApi
    gone = [name for name in API if not hasattr(client, name) and name not in GONE]
    http = import_module("huggingface_hub.utils._http")
    if not hasattr(http, "set_client_factory"):
        return [BROKEN.format(version, "set_client_factory")]
    plans = f"not all plans ({', '.join(gone)} gone)" if gone else "plans before their first byte"
    return [f"huggingface_hub {version}: {plans}, and every request"]


def client_version() -> str:
    """The installed huggingface_hub's; empty when there is none."""
    loaded = sys.modules.get("huggingface_hub")
    said = vars(loaded).get("__version__") if loaded is not None else None
    if said:
        return str(said)
    from importlib import metadata

    try:
        return metadata.version("huggingface_hub")
    except metadata.PackageNotFoundError:
        return ""


def is_old(version: str) -> bool:
    """Whether a release is older than those that are held."""
    numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
    return tuple(numbers) < OLDEST


def too_old(version: str) -> str:
    """What to say of a release that is."""
    return OLD.format(version, ".".join(map(str, OLDEST)))


def tell_age(module: ModuleType) -> None:
    """Says plainly when a client is too old to be held."""
    version = str(getattr(module, "__version__", "0"))
    if is_old(version):
        GUARDS.say(too_old(version))


def _tell_plainly(module: ModuleType) -> None:
    """`huggingface_hub.cli._errors`: `hf` prints a refusal as it is, without a traceback, where it can be told to."""
    known = getattr(module, "CLI_ERROR_MAPPINGS", None)
    if isinstance(known, dict):
        from ..app.upload_refused import UploadRefused

        vars(module)["CLI_ERROR_MAPPINGS"] = {UploadRefused: str, **known}
