"""The guard of a virtual environment: one visible file among its packages, and nothing else."""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import NamedTuple

from ..app.request import UsageError

FILE = "zz_hubseal_guard.pth"
"""After the files that lead to packages which are installed in place: they are read in the order of their names."""
NAMES = ("huggingface_hub", "hf_xet")
"""Whoever imports one of these meets the guard; every other start of Python pays for this file alone."""
FINDER = f"""\
class HubsealGuard:
    asked = False
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if cls.asked or name not in {NAMES}:
            return None
        cls.asked = True
        try:
            import hubseal.guard.hook as hook
        except ImportError:
            sys.stderr.write('hubseal guard: it is enabled here, and hubseal is not installed: uploads are not held'
                             ' back; install hubseal, or remove {FILE}\\n')
            return None
        return hook.FINDER.find_spec(name, path, target)
sys.meta_path.insert(0, HubsealGuard)
"""
TEXT = (
    "# Written by `hubseal guard enable`; `hubseal guard disable` removes it.\n"
    f"import sys; exec({FINDER!r}, {{'sys': sys}})\n"
)


class GuardState(NamedTuple):
    """What there is in an environment."""

    path: str
    """The file that is or would be there."""
    enabled: bool
    client: str
    """The installed huggingface_hub's version; empty when there is none."""


def enable() -> GuardState:
    """Writes the file. Raises UsageError outside of a virtual environment, and where it cannot be written."""
    if not _is_environment():
        raise UsageError(
            "this Python is not of a virtual environment; make one (python -m venv .venv) and install hubseal there, or"
            " call hubseal.guard.install() in your program"
        )
    path = _path()
    if _read(path) not in ("", TEXT):
        raise UsageError(f"{path} is there, and was not written by this hubseal; remove it first")
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(TEXT)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or type(error).__name__})") from None
    return state()


def disable() -> GuardState:
    """Removes the file. Raises UsageError where it cannot be removed."""
    path = _path()
    try:
        os.unlink(path)
    except FileNotFoundError:
        return state()
    except OSError as error:
        raise UsageError(f"{path} cannot be removed ({error.strerror or type(error).__name__})") from None
    return state()


def state() -> GuardState:
    """What there is."""
    from .patches import client_version

    return GuardState(_path(), bool(_read(_path())), client_version())


def _path() -> str:
    return os.path.join(sysconfig.get_path("purelib"), FILE)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError:
        return ""


def _is_environment() -> bool:
    return sys.prefix != sys.base_prefix or os.path.isdir(os.path.join(sys.prefix, "conda-meta"))
