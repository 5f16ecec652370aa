"""The client's HTTP: a hook before each request of the clients that huggingface_hub makes, on its public names."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .process import GUARDS

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def guard_http(module: ModuleType) -> None:
    """`huggingface_hub.utils._http`, which holds httpx, or httpx2 from 2.0 on. Raises AttributeError without the names.

    Clients of factories that are set later are hooked as well.
    """
    library: Any = getattr(module, "httpx2", None) or module.httpx
    plain: Any = module.set_client_factory
    current = _factory(module, "_GLOBAL_CLIENT_FACTORY", "default_client_factory", library.Client)

    @functools.wraps(plain)
    def set_client_factory(client_factory: Callable[[], Any]) -> None:
        plain(_hooked(client_factory, lambda request: _before(request, library)))

    _replace(plain, set_client_factory, "set_client_factory")
    set_client_factory(current)
    if hasattr(module, "set_async_client_factory"):
        plain_async: Any = module.set_async_client_factory
        names = "_GLOBAL_ASYNC_CLIENT_FACTORY", "default_async_client_factory"
        current_async = _factory(module, *names, library.AsyncClient)

        @functools.wraps(plain_async)
        def set_async_client_factory(async_client_factory: Callable[[], Any]) -> None:
            async def before(request: Any) -> None:
                await _before_async(request, library)

            plain_async(_hooked(async_client_factory, before))

        _replace(plain_async, set_async_client_factory, "set_async_client_factory")
        set_async_client_factory(current_async)


def guard_own_client(module: ModuleType) -> None:
    """A module of huggingface_hub that makes clients of its own; what it does otherwise with its library goes on."""
    library: Any = getattr(module, "httpx2", None) or getattr(module, "httpx", None)
    if library is None:
        return

    class Library:
        """The HTTP library, with clients that are hooked."""

        @staticmethod
        def Client(*args: Any, **kwargs: Any) -> Any:
            return _hooked(lambda: library.Client(*args, **kwargs), lambda request: _before(request, library))()

        def __getattr__(self, name: str) -> Any:
            return getattr(library, name)

    setattr(module, library.__name__, Library())


def _factory(module: ModuleType, current: str, default: str, client: Any) -> Callable[[], Any]:
    """The factory in force, by names that may go; without them, one that makes clients as the library does."""
    found = getattr(module, current, None) or getattr(module, default, None)
    return found if found is not None else lambda: client(follow_redirects=True, timeout=None)


def _hooked(factory: Callable[[], Any], before: Callable[[Any], Any]) -> Callable[[], Any]:
    @functools.wraps(factory)
    def make() -> Any:
        client = factory()
        hooks = client.event_hooks
        client.event_hooks = {**hooks, "request": [*hooks.get("request", ()), before]}
        return client

    return make


def _replace(plain: Any, guarded: Any, name: str) -> None:
    """In every module that holds the plain function by its name."""
    for module in list(sys.modules.values()):
        try:
            held = vars(module).get(name)
        except TypeError:  # what somebody put there is no module
            continue
        if held is plain:
            setattr(module, name, guarded)


def _before(request: Any, library: Any) -> None:
    if GUARDS.current is None or request.method in READING:
        return
    from .requests import inspect

    inspect(request, library)


async def _before_async(request: Any, library: Any) -> None:
    if GUARDS.current is None or request.method in READING:
        return
    from .requests import inspect, spool_async

    await spool_async(request, library)
    inspect(request, library)
