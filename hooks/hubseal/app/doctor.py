"""What `hubseal doctor` looks at: Python, the matcher, caches, git's hooks, the policy, and what is skipped and why."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib import util
from typing import Literal, NamedTuple

from .. import __version__, cache, sidefile
from ..policy import Policy
from ..sources import disk, work_tree
from . import checkout_target, hook_config, policy_files
from .policy import load_effective
from .request import UsageError
from .scanner import CACHE

State = Literal["good", "note", "wrong"]
MARKS: dict[State, str] = {"good": "ok", "note": "note", "wrong": "WRONG"}
OLDEST = (3, 10)
EXTRAS = {
    "data": ("pyarrow", "h5py", "zstandard", "fastavro", "cramjam", "lz4"),
    "documents": ("pypdfium2_raw",),
    "hub": ("huggingface_hub",),
}
"""Extra -> modules; what lacks one is told as `missing-extra` where a file needs it."""


class Check(NamedTuple):
    """One thing that was looked at."""

    what: str
    state: State
    found: str
    advice: str = ""
    """What to do about it."""


def examine(folder: str) -> Iterator[Check]:
    """All checks, for somebody who stands in `folder`. Raises UsageError without that folder."""
    if not os.path.isdir(folder):
        raise UsageError(f"{folder}: no such folder")
    yield from _program()
    top = disk.top([folder])
    tree = work_tree.at(top)
    if tree is None:
        yield Check("repository", "note", "no git repository", "`hubseal scan` works here; hooks need git")
    else:
        yield Check("repository", "good", top)
        yield from _hooks(tree)
    yield from _policy(top)


def _program() -> Iterator[Check]:
    name, version = platform.python_implementation(), platform.python_version()
    found = f"hubseal {__version__}, {name} {version} on {platform.system()} {platform.machine()} ({sys.executable})"
    fresh = sys.version_info[:2] >= OLDEST
    yield Check("program", "good" if fresh else "wrong", found, "" if fresh else "hubseal needs Python 3.10 or later")
    fast = util.find_spec("hyperscan") is not None
    slow = "re: hyperscan is not installed, or has no wheel for this Python; findings are the same, scans take longer"
    yield Check("matcher", "good" if fast else "note", "hyperscan" if fast else slow)
    kept = next((place for place in (CACHE, cache.user_folder()) if place and os.access(place, os.W_OK)), "")
    none = "no folder can be written: each run makes its database anew, which takes a second"
    yield Check("cache", "good" if kept else "note", kept or none)
    for extra, modules in EXTRAS.items():
        missing = [module.removesuffix("_raw") for module in modules if util.find_spec(module) is None]
        how = f'pip install "hubseal[{extra}]"' if missing else ""
        yield Check(
            f"extra {extra}",
            "note" if missing else "good",
            f"without {', '.join(missing)}" if missing else "installed",
            how,
        )


def _hooks(tree: work_tree.WorkTree) -> Iterator[Check]:
    config = hook_config.load(tree.top)
    if config is None:
        yield Check("hooks", "note", f"there is no {hook_config.NAME}", "`hubseal init` writes one")
        return
    if config.problem:
        yield Check("hooks", "wrong", f"{hook_config.NAME}: {config.problem}")
        return
    if not config.hooks:
        yield Check("hooks", "note", f"{hook_config.NAME} does not have hubseal", "`hubseal init` prints what to add")
        return
    installed = frozenset(name for name in hook_config.GIT_HOOKS if _runs_hooks(tree, name))
    path = _hooks_path(tree)
    if path:
        yield Check("hooks", "note", f"core.hooksPath is {path}: git runs the hooks there, not those of pre-commit")
    elif not installed:
        yield Check(
            "hooks",
            "wrong",
            "git runs no hook of pre-commit or prek here",
            "run `pre-commit install` or `prek install`",
        )
    for hook in config.hooks:
        yield _runs(hook, config, installed or config.types)
    skipped = {name.strip() for name in os.environ.get("SKIP", "").split(",")} & {h.id for h in config.hooks}
    if skipped:
        yield Check("hooks", "wrong", f"SKIP switches off {', '.join(sorted(skipped))}", "unset SKIP")


def _runs(hook: hook_config.Hook, config: hook_config.HookConfig, installed: frozenset[str]) -> Check:
    """Whether one of our hooks runs at a stage that git has."""
    at = ", ".join(sorted(hook.stages & installed))
    if at:
        return Check(f"hook {hook.id}", "good", f"runs at {at}")
    wanted, run = (", ".join(sorted(names)) for names in (hook.stages, installed))
    why = f"its stages are {wanted}, and git runs {run}"
    if config.default_stages and not config.default_stages & hook.stages:
        why += "; `default_stages` does not count where a hook has stages of its own"
    return Check(f"hook {hook.id}", "wrong", f"never runs: {why}", hook_config.how_to_run(hook.id))


def _runs_hooks(tree: work_tree.WorkTree, name: str) -> bool:
    """Whether git's hook of that name is one of pre-commit or prek."""
    try:
        text = sidefile.head(os.path.join(tree.common, "hooks", name), 64 << 10) or b""
    except sidefile.SideFileError:
        return False
    return b"pre-commit" in text or b"prek" in text or b"pre_commit" in text


def _hooks_path(tree: work_tree.WorkTree) -> str:
    """Where git runs hooks instead, by the settings of the repository."""
    text = work_tree.settings(tree).decode("utf-8", "replace")
    found = re.search(r"(?im)^[ \t]*hookspath[ \t]*=[ \t]*(.+?)[ \t]*$", text)
    return found[1] if found else ""


def _policy(top: str) -> Iterator[Check]:
    try:
        policy, baseline = load_effective(top)
    except UsageError as error:
        yield Check("policy", "wrong", str(error))
        return
    repo = checkout_target.detect(top, policy.repo_type, None)
    yield Check("policy", "good", f"{policy.source or 'the default'}; a {repo.type}, by {repo.type_from}")
    for name in sorted(policy_files.NAMES - {policy.source}):
        if os.path.lexists(os.path.join(top, name)):
            yield Check("policy", "wrong", policy_files.note(name, policy))
    for note in policy_files.untracked(policy, top):
        yield Check("policy", "note", note)
    count = len(baseline.accepted) + len(baseline.fingerprints) + sum(map(len, baseline.digests.values()))
    yield Check("baseline", "good", f"{policy.baseline}: {count:,} accepted" if count else "none")
    yield from _skipped(policy)


def _skipped(policy: Policy) -> Iterator[Check]:
    """What a scan leaves out, and why."""
    yield Check("skipped", "note", "what git ignores, and folders `.git`", "`hubseal scan --no-ignore` reads it")
    if policy.exclude:
        yield Check("skipped", "note", f"by `exclude` of {policy.source}: {', '.join(policy.exclude)}")
    off = sorted(name for name, level in policy.rules.items() if level == "off")
    if off:
        yield Check("skipped", "note", f"switched off by `rules` of {policy.source}: {', '.join(off)}")
    for pattern, levels in policy.paths.items():
        less = sorted(name for name, level in levels.items() if level == "off")
        if less:
            yield Check("skipped", "note", f"in {pattern}, by `paths` of {policy.source}: {', '.join(less)}")
    if policy.waivers:
        yield Check("skipped", "note", f"{len(policy.waivers)} waivers of {policy.source}")
