"""hf_xet, which sends the content of large files by itself: a session whose upload commits are guarded."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .process import GUARDS

SENDS = ("start_upload", "upload")
"""What the names of methods that send begin with."""


def guard_xet(module: ModuleType) -> None:
    """`hf_xet`. huggingface_hub looks its session up when it needs one. Raises AttributeError without a session."""
    plain = module.XetSession

    class GuardedSession(XetSession):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(plain(*args, **kwargs))

    vars(module)["XetSession"] = GuardedSession
    for name in ("upload_files", "upload_bytes"):
        if hasattr(module, name):
            vars(module)[name] = _function(getattr(module, name))


class XetSession:
    """A session; everything but what makes upload commits is passed on."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)

    def new_upload_commit(self, *args: Any, **kwargs: Any) -> XetCommit:
        """An upload commit that scans what it is given."""
        return XetCommit(self._plain.new_upload_commit(*args, **kwargs))


class XetCommit:
    """An upload commit. hf_xet opens paths again by itself: files are looked at once more before the Hub's commit."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    def __getattr__(self, name: str) -> Any:
        if name.startswith(SENDS) and GUARDS.current is not None:
            return _refused
        return getattr(self._plain, name)

    def __enter__(self) -> XetCommit:
        self._plain.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._plain.__exit__(*error)

    def start_upload_file(self, path: Any, *args: Any, **kwargs: Any) -> Any:
        """Sends a file once it is known to have passed."""
        _path(path)
        return self._plain.start_upload_file(path, *args, **kwargs)

    def start_upload_bytes(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        """Sends content once it is known to have passed."""
        _bytes(data, kwargs.get("name"))
        return self._plain.start_upload_bytes(data, *args, **kwargs)


def _path(path: Any) -> None:
    if GUARDS.current is not None:
        from .content import check_path

        check_path(str(path))


def _bytes(data: Any, name: Any) -> None:
    if GUARDS.current is not None:
        from .content import check_bytes

        check_bytes(bytes(data), str(name or "content in memory"))


def _refused(*args: Any, **kwargs: Any) -> Any:
    from ..app.upload_refused import UploadRefused

    raise UploadRefused("hubseal refuses a way of hf_xet to send content that cannot be read first")


def _function(plain: Any) -> Any:
    """A function of older releases that sends a list of files or of contents."""

    def send(items: Any, *args: Any, **kwargs: Any) -> Any:
        items = list(items)
        for item in items:
            if isinstance(item, (bytes, bytearray, memoryview)):
                _bytes(item, None)
            else:
                _path(item)
        return plain(items, *args, **kwargs)

    return send
