"""What `hubseal init` writes: a policy, the pre-commit entry, the workflow. It asks nothing and overwrites nothing."""

from __future__ import annotations

import os
from collections.abc import Callable

from .. import __version__
from ..policy import PolicyError
from ..policy.store import find
from ..reports import SITE
from ..sources import work_tree
from . import checkout_target, hook_config
from .request import UsageError

SCHEMA = f"https://raw.githubusercontent.com/hubseal/hubseal/v{__version__}/hooks/hubseal/policy.schema.json"
SOURCE = f"hubseal @ git+{SITE}@v{__version__}"
"""What pip installs: a tag, until hubseal is on PyPI."""
POLICY = """\
# yaml-language-server: $schema={schema}
# The policy of hubseal for this repository; `hubseal schema` lists all keys.
{type}
fail_on: error
# rules: {{email-address: warning}}
# exclude: ["tests/fixtures/**"]
# allow: {{emails: [], email_domains: [], paths: []}}
# waivers: [{{rule: RULE-ID, path: "PATH", reason: "WHY", until: 2027-12-31}}]
"""
NO_TYPE = "# repo_type: model # model, dataset or space: some files belong in one and not in another"
HOOK = """\
  - repo: {repo}
    rev: v{version}
    hooks:
      - id: hubseal
"""
WORKFLOW = """\
name: hubseal
on:
  push:
  pull_request:
permissions: {{}}
jobs:
  scan:
    runs-on: ubuntu-latest
    permissions:
      contents: read # to check out
    steps:
      - uses: actions/checkout@v5
        with:
          lfs: true # weights and data, not pointers to them
          persist-credentials: false
      - run: python3 -m venv "$RUNNER_TEMP/hubseal"
      - run: '"$RUNNER_TEMP/hubseal/bin/python" -m pip install --quiet "{source}"'
      - run: '"$RUNNER_TEMP/hubseal/bin/hubseal" scan . --format github'
"""
Say = Callable[[str], None]


def init(folder: str, say: Say) -> int:
    """Writes what is missing at the top of the repository that holds `folder`; says what it did with each file and what
    comes next. Returns the exit code.

    Raises UsageError without that folder, and where a file or folder cannot be made.
    """
    if not os.path.isdir(folder):
        raise UsageError(f"{folder}: no such folder")
    tree = work_tree.find(folder)
    top = folder if tree is None or os.path.samefile(tree.top, folder) else tree.top
    if top != folder:
        say(f"{folder} lies in the repository {top}: what hubseal reads stands at its top")
    _policy(top, say)
    hooked = _hook(top, say)
    on_github = tree is not None and b"github.com" in work_tree.settings(tree)
    if on_github or os.path.isdir(os.path.join(top, ".github")):
        where = os.path.join(top, ".github", "workflows")
        try:
            os.makedirs(where, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{where}: this folder cannot be made: {error.strerror}") from None
        _write(os.path.join(where, "hubseal.yml"), WORKFLOW.format(source=SOURCE), say, "the workflow")
    first = "" if hooked else f"add the hook to {hook_config.NAME}, then "
    say(f"next: {first}`pre-commit install` (or `prek install`), then `hubseal scan`; `hubseal doctor` looks over all")
    return 0


def _policy(top: str, say: Say) -> None:
    """One policy: none beside one that is there, in whatever file."""
    try:
        found = find(top)
    except PolicyError as error:
        raise UsageError(str(error)) from None
    if found is not None:
        say(f"{os.path.join(top, found[1])}: left as it is; it holds the policy")
        return
    kind = checkout_target.detect(top, None, None)
    known = kind.type_from in ("remote", "card")
    written = f"repo_type: {kind.type} # by the {'git remote' if kind.type_from == 'remote' else 'card'}"
    text = POLICY.format(schema=SCHEMA, type=written if known else NO_TYPE)
    told = (
        f"repo_type {kind.type}, from {kind.type_from}" if known else "repo_type: nothing here says which; say it there"
    )
    _write(os.path.join(top, ".hubseal.yaml"), text, say, told)


def _hook(top: str, say: Say) -> bool:
    """Whether the hook is in the config, or was written."""
    path, entry = os.path.join(top, hook_config.NAME), HOOK.format(repo=SITE, version=__version__)
    config = hook_config.load(top)
    if config is None:
        _write(path, "repos:\n" + entry, say, "the hook")
        return True
    if config.hooks:
        say(f"{path}: it has hubseal already")
        return True
    why = f"{config.problem}; " if config.problem else ""
    say(f"{path}: {why}left as it is; add below `repos:`\n{entry.rstrip()}")
    return False


def _write(path: str, text: str, say: Say, what: str) -> None:
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        say(f"{path}: written ({what})")
    except FileExistsError:
        say(f"{path}: left as it is")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
