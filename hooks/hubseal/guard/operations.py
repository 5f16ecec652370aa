"""The operations of huggingface_hub: whole plans, scanned before the first byte, with paths and a full report.

The names are private, or wrapped in ways that no release promises to keep; one that is missing is told, and the wire
still holds.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from types import MethodType, ModuleType
from typing import Any

from .process import GUARDS

Wrapper = Callable[..., Any]
_HELD: ContextVar[list[tuple[tuple[Any, ...], dict[str, Any]]] | None] = ContextVar("hubseal_held", default=None)
"""Cards that wait to be validated until the plan is scanned that they belong to."""
MESSAGES = ("commit_message", "commit_description")
_REPO: ContextVar[tuple[str | None, str | None]] = ContextVar("hubseal_repo", default=(None, None))
"""Id and type of the repository that a call of `upload_folder` names."""


def guard_api(module: ModuleType) -> None:
    """`huggingface_hub.hf_api`."""
    client: Any = getattr(module, "HfApi", None)
    wrapped: dict[Any, str] = {}
    for name, wrap in API.items():
        plain = getattr(client, name, None)
        if plain is None:
            if name not in GONE:
                missing(f"HfApi.{name}")
            continue
        setattr(client, name, functools.wraps(plain)(wrap(plain)))
        wrapped[plain] = name
    _rebind(module, wrapped)


def guard_cards(module: ModuleType) -> None:
    """`huggingface_hub.repocard`: a card is sent to be validated before it is uploaded."""
    card: Any = getattr(module, "RepoCard", None)
    plain = getattr(card, "validate", None)
    if plain is None:
        return missing("RepoCard.validate")

    @functools.wraps(plain)
    def validate(self: Any, *args: Any, **kwargs: Any) -> Any:
        repo_type = kwargs.get("repo_type") or (args[0] if args else None) or getattr(self, "repo_type", None)
        _check(lambda: _card(str(self)), None, repo_type)
        return plain(self, *args, **kwargs)

    card.validate = validate
    return None


def missing(name: str) -> None:
    """Tells that a release has taken a name away."""
    version = getattr(sys.modules.get("huggingface_hub"), "__version__", "")
    GUARDS.say(
        f"huggingface_hub {version} has no {name} that can be wrapped, so not every plan is"
        " scanned as a whole; what is sent is still scanned request by request, and may be published in part before a"
        " refusal. Upgrade hubseal, or use `hubseal upload`"
    )


def _check(make: Callable[[], Iterable[Any]], repo_id: str | None, repo_type: str | None) -> None:
    if GUARDS.current is not None:
        from .decision import check

        check(make, repo_id, repo_type)


def _check_texts(kwargs: dict[str, Any], repo_id: str | None, repo_type: str | None) -> None:
    """The message and the description of a commit."""
    from .decision import check_texts

    check_texts({name: kwargs.get(name) for name in MESSAGES}, "commit message", repo_id, repo_type)


def _argument(args: Sequence[Any], kwargs: dict[str, Any], place: int, name: str, default: Any = None) -> Any:
    """An argument of a method, however it was passed; `place` counts without `self`."""
    return args[place] if len(args) > place else kwargs.get(name, default)


def _later(self: Any, method: Wrapper, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The future of a call with `run_as_future`; None for a call without."""
    if not kwargs.get("run_as_future"):
        return None
    return self.run_as_future(method, self, *args, **{**kwargs, "run_as_future": False})


def _added(operations: Iterable[Any]) -> list[Any]:
    """The files of operations of a commit, or of items of a batch of a bucket."""
    from ..sources.sent import of_source

    files = []
    for item in operations:
        if isinstance(item, tuple):
            source, path = item
        elif hasattr(item, "path_or_fileobj"):
            source, path = item.path_or_fileobj, item.path_in_repo
        elif hasattr(item, "source") and hasattr(item, "destination"):
            source, path = item.source, item.destination
        else:
            continue  # a deletion or a copy on the Hub
        files.append(of_source(str(path), source))
    return files


def _card(text: str) -> list[Any]:
    from ..sources.sent import of_bytes

    return [of_bytes("README.md", text.encode("utf-8", "surrogatepass"))]


def _commit(plain: Wrapper, files: str, place: int) -> Wrapper:
    """`create_commit(repo_id, operations, ...)` and `preupload_lfs_files(repo_id, additions, ...)`."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if GUARDS.current is None:
            return plain(self, *args, **kwargs)
        later = _later(self, method, args, kwargs)
        if later is not None:
            return later
        operations = list(_argument(args, kwargs, place, files) or ())  # it may be a generator
        if len(args) > place:
            args = (*args[:place], operations, *args[place + 1 :])
        else:
            kwargs = {**kwargs, files: operations}
        repo_id, repo_type = _argument(args, kwargs, 0, "repo_id"), kwargs.get("repo_type") or "model"
        fresh = [item for item in operations if not getattr(item, "_is_uploaded", False)]
        _check(lambda: _added(fresh), repo_id, repo_type)
        _check_texts(kwargs, repo_id, repo_type)
        return plain(self, *args, **kwargs)

    return method


def _folder(plain: Wrapper) -> Wrapper:
    """`upload_folder(repo_id=..., folder_path=...)`: says which repository the plan below is for."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if GUARDS.current is None:
            return plain(self, *args, **kwargs)
        later = _later(self, method, args, kwargs)
        if later is not None:
            return later
        _check_texts(kwargs, kwargs.get("repo_id"), kwargs.get("repo_type") or "model")
        token = _REPO.set((kwargs.get("repo_id"), kwargs.get("repo_type") or "model"))
        try:
            return plain(self, *args, **kwargs)
        finally:
            _REPO.reset(token)

    return method


def _additions(plain: Wrapper) -> Wrapper:
    """`_prepare_upload_folder_additions`: the plan of a folder. Its card is validated once all of it is scanned."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if GUARDS.current is None:
            return plain(self, *args, **kwargs)
        held: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        token = _HELD.set(held)
        try:
            operations = list(plain(self, *args, **kwargs))
        finally:
            _HELD.reset(token)
        repo_id, repo_type = _REPO.get()
        _check(lambda: _added(operations), repo_id, kwargs.get("repo_type") or repo_type)
        for card_args, card_kwargs in held:
            self._validate_yaml(*card_args, **card_kwargs)
        return operations

    return method


def _validate(plain: Wrapper) -> Wrapper:
    """`_validate_yaml(content, *, repo_type=..., token=...)`: sends the whole card."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        held = _HELD.get()
        if held is not None:
            return held.append((args, kwargs))
        content = _argument(args, kwargs, 0, "content", "")
        _check(lambda: _card(str(content)), None, kwargs.get("repo_type"))
        return plain(self, *args, **kwargs)

    return method


def _bucket(plain: Wrapper) -> Wrapper:
    """`batch_bucket_files(bucket_id, *, add=...)`, of which a large one goes in several batches."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if GUARDS.current is not None and kwargs.get("add"):
            kwargs = {**kwargs, "add": list(kwargs["add"])}
            fresh = [item for item in kwargs["add"] if getattr(item, "xet_hash", None) is None]
            _check(lambda: _added(fresh), _argument(args, kwargs, 0, "bucket_id"), "bucket")
        return plain(self, *args, **kwargs)

    return method


def _large_folder(plain: Wrapper) -> Wrapper:
    """`upload_large_folder` of 1.x, which has operations of its own."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if GUARDS.current is not None:
            from ..sources.upload import plan

            folder = str(_argument(args, kwargs, 1, "folder_path"))
            patterns = kwargs.get("allow_patterns"), kwargs.get("ignore_patterns")
            _check(
                lambda: plan(folder, "", *patterns, gitignored=False).files,
                _argument(args, kwargs, 0, "repo_id"),
                kwargs.get("repo_type"),
            )
        return plain(self, *args, **kwargs)

    return method


API: dict[str, Callable[[Wrapper], Wrapper]] = {
    "create_commit": lambda plain: _commit(plain, "operations", 1),
    "preupload_lfs_files": lambda plain: _commit(plain, "additions", 1),
    "upload_folder": _folder,
    "upload_large_folder": _large_folder,
    "_prepare_upload_folder_additions": _additions,
    "_validate_yaml": _validate,
    "batch_bucket_files": _bucket,
    "_batch_bucket_files": _bucket,
}
"""Methods of HfApi by name."""
GONE = frozenset({"upload_large_folder"})
"""Those that newer releases do not have, and do not need."""


def _rebind(module: ModuleType, wrapped: Mapping[Any, str]) -> None:
    """Methods of the module's own client are names of modules, too: `huggingface_hub.create_commit`."""
    for other in list(sys.modules.values()):
        if other is not module and not getattr(other, "__name__", "").startswith(("huggingface_hub", "__main__")):
            continue
        for word, value in list(vars(other).items()):
            name = wrapped.get(value.__func__) if isinstance(value, MethodType) else None
            if name is not None:
                setattr(other, word, getattr(value.__self__, name))
