"""What `.pre-commit-config.yaml` says of hubseal: which hooks, and at which stages they would run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .. import sidefile

NAME = ".pre-commit-config.yaml"
LARGEST = 1 << 20
"""Bytes of a config that is looked at."""
FAMILY_HOOKS = ("hubseal", "hubseal-tokens", "hubseal-card-pii", "hubseal-config-paths", "hubseal-file-types")
STAGES = frozenset({"pre-commit", "pre-merge-commit", "pre-push", "manual"})
"""Of the hooks on files in our manifest, which hold where a config names none for the hook."""
OWN_STAGES = {"hubseal-pre-push": frozenset({"pre-push"}), "hubseal-commit-msg": frozenset({"commit-msg"})}
"""Likewise, of the others."""
IDS = frozenset((*FAMILY_HOOKS, *OWN_STAGES))
GIT_HOOKS = STAGES.union(*OWN_STAGES.values()) - {"manual"}
"""Hooks of git at which one of ours can run."""
OLD_NAMES = {"commit": "pre-commit", "merge-commit": "pre-merge-commit", "push": "pre-push"}


class Hook(NamedTuple):
    """One of our hooks in a config."""

    id: str
    rev: str
    stages: frozenset[str]
    """Those that its entry names, else those of the manifest."""


class HookConfig(NamedTuple):
    """A config, as far as it concerns us."""

    hooks: tuple[Hook, ...]
    types: frozenset[str]
    """Which git hooks `pre-commit install` puts in place."""
    default_stages: frozenset[str]
    problem: str = ""
    """Why it cannot be understood."""


def load(top: str) -> HookConfig | None:
    """The config at `top`; None when there is none."""
    path = os.path.join(top, NAME)
    if not os.path.lexists(path):
        return None
    try:
        text = sidefile.head(path, LARGEST)
    except sidefile.SideFileError as error:
        return _broken(str(error))
    import yaml

    try:
        data = yaml.safe_load((text or b"").decode("utf-8", "replace"))
    except (yaml.YAMLError, RecursionError, ValueError):
        return _broken("it is no YAML")
    if not isinstance(data, Mapping) or not isinstance(data.get("repos"), list):
        return _broken("it has no list `repos`")
    types = _stages(data.get("default_install_hook_types")) or frozenset({"pre-commit"})
    return HookConfig(tuple(_hooks(data["repos"])), types, _stages(data.get("default_stages")))


def how_to_run(name: str) -> str:
    """What makes a hook run that does not."""
    own = OWN_STAGES.get(name)
    if own:
        return f"run `pre-commit install --hook-type {min(own)}`"
    return "give it `stages: [pre-commit]`, and run `pre-commit install`"


def _broken(why: str) -> HookConfig:
    return HookConfig((), frozenset(), frozenset(), why)


def _hooks(repos: list[object]) -> Iterator[Hook]:
    for repo in repos:
        if not isinstance(repo, Mapping):
            continue
        address, rev = str(repo.get("repo", "")).rstrip("/").removesuffix(".git"), str(repo.get("rev", ""))
        hooks = repo.get("hooks")
        for hook in hooks if isinstance(hooks, list) else ():
            if not isinstance(hook, Mapping):
                continue
            name = str(hook.get("id"))
            ours = address.endswith("/hubseal") or name in IDS
            if ours or (address == "local" and "hubseal" in str(hook.get("entry", "")).split("/")[-1].split(" ")[0]):
                yield Hook(name, rev, _stages(hook.get("stages")) or OWN_STAGES.get(name, STAGES))


def _stages(value: object) -> frozenset[str]:
    names = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return frozenset(OLD_NAMES.get(str(name), str(name)) for name in names)
