"""The user's policy: `.hubseal.yaml`, or `[tool.hubseal]` in pyproject.toml."""

from __future__ import annotations

from collections.abc import Collection

from ..globs import glob, matcher
from ..suppression.allow import Allow
from .model import DEFAULT, Files, Hub, OwnRule, Policy, PolicyError, RepoEntry

__all__ = [
    "DEFAULT",
    "Allow",
    "Files",
    "Hub",
    "OwnRule",
    "Policy",
    "PolicyError",
    "RepoEntry",
    "glob",
    "load",
    "matcher",
    "parse",
    "read",
    "size",
]


def load(top: str, rule_ids: Collection[str], use_cache: bool = True, within: str | None = None) -> Policy:
    """The policy of the repository at `top`; see `policy.store.load`."""
    from .store import load as load_policy

    return load_policy(top, rule_ids, use_cache, within)


def parse(text: str, source: str, rule_ids: Collection[str]) -> Policy:
    """The policy that a text holds; see `policy.store.parse`. Raises PolicyError."""
    from .store import parse as parse_policy

    return parse_policy(text, source, rule_ids)


def size(text: str) -> int | None:
    """Bytes that a size such as `10MB` names; see `policy.check.size`."""
    from .check import size as read_size

    return read_size(text)


def read(path: str, rule_ids: Collection[str], within: str | None = None) -> Policy:
    """The policy in a file that somebody named; what it extends stays `within`. Raises PolicyError."""
    import os

    from .store import parse as parse_policy

    folder = os.path.dirname(path) or os.curdir
    return parse_policy(text_of(path), path, rule_ids, folder=folder, within=within)


def text_of(path: str) -> str:
    """The text of a policy that somebody named. Raises PolicyError."""
    from .. import sidefile
    from .store import LARGEST

    try:
        data = sidefile.read(path, LARGEST)
        text = (data or b"").decode("utf-8-sig")
    except (sidefile.SideFileError, UnicodeDecodeError) as error:
        why = error if isinstance(error, sidefile.SideFileError) else "it is not UTF-8 text"
        raise PolicyError(path, 0, f"the policy cannot be read: {why}") from None
    if data is None:
        raise PolicyError(path, 0, "the policy cannot be read: there is no such file")
    return text
