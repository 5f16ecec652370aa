"""What `hubseal init` writes: a policy, the pre-commit entry, the workflow. It asks nothing and overwrites nothing."""

from __future__ import annotations

import os
from collections.abc import Callable

from .. import __version__, sidefile
from . import checkout_target
from .request import UsageError

LARGEST = 1 << 20
"""Bytes of a config that is looked at."""
REPO = "https://github.com/hubseal/hubseal"
POLICY = """\
# The policy of hubseal for this repository; `hubseal schema` lists all keys.
repo_type: {type}
fail_on: error
# rules: {{email-address: warning}}
# exclude: ["tests/fixtures/**"]
# allow: {{emails: [], email_domains: [], paths: []}}
# waivers: [{{rule: RULE-ID, path: "PATH", reason: "WHY", until: 2027-12-31}}]
"""
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
          persist-credentials: false
      - run: python3 -m venv "$RUNNER_TEMP/hubseal"
      - run: '"$RUNNER_TEMP/hubseal/bin/pip" install "hubseal=={version}"'
      - run: '"$RUNNER_TEMP/hubseal/bin/hubseal" scan . --format github'
"""


def init(top: str, say: Callable[[str], None]) -> int:
    """Writes what is missing at `top`; says what it did with each file and what comes next. Returns the exit code.

    Raises UsageError without that folder, and where a file or folder cannot be made.
    """
    if not os.path.isdir(top):
        raise UsageError(f"{top}: no such folder")
    kind = checkout_target.detect(top, None, None)
    _write(
        os.path.join(top, ".hubseal.yaml"),
        POLICY.format(type=kind.type),
        say,
        f"repo_type {kind.type}, from {kind.type_from}",
    )
    entry = HOOK.format(repo=REPO, version=__version__)
    config = os.path.join(top, ".pre-commit-config.yaml")
    if os.path.lexists(config):
        known = b"hubseal" in _read(config)
        say(
            f"{config}: "
            + ("it has hubseal already" if known else "left as it is; add below `repos:`\n" + entry.rstrip())
        )
    else:
        _write(config, "repos:\n" + entry, say, "the hook")
    if os.path.isdir(os.path.join(top, ".github")) or b"github.com" in _read(os.path.join(top, ".git", "config")):
        folder = os.path.join(top, ".github", "workflows")
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder}: this folder cannot be made: {error.strerror}") from None
        _write(os.path.join(folder, "hubseal.yml"), WORKFLOW.format(version=__version__), say, "the workflow")
    say("next: `pre-commit install`, then `hubseal scan`")
    return 0


def _write(path: str, text: str, say: Callable[[str], None], what: str) -> None:
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        say(f"{path}: written ({what})")
    except FileExistsError:
        say(f"{path}: left as it is")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None


def _read(path: str) -> bytes:
    """A small file; empty when there is none, or none that may be opened."""
    try:
        return sidefile.head(path, LARGEST) or b""
    except sidefile.SideFileError:
        return b""
