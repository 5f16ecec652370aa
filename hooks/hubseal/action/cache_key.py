"""`python -I -m hubseal.action.cache_key`: which line of the Actions cache holds the verdicts of earlier runs.

A line belongs to a repository on the Hub and, in it, to the revision and the families that are scanned; each run adds
an entry, for GitHub never overwrites one. A run for a pull request has none: what runs there can write entries that the
next run of that pull request would read, of verdicts and of files beside them. It reads everything.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

from ..app.clean_text import clean_name
from ..app.hub_target import split
from ..app.request import UsageError, families_of
from ..state import LARGEST
from ..types import FAMILIES
from . import paths
from .inputs import SHA, event, inputs, workspace
from .outputs import write_outputs

PATTERN = re.compile(r"[*?\[\]{}!#~]")
"""What actions/cache does not take as it stands in a path."""


def main(environment: Mapping[str, str] | None = None) -> int:
    """The whole step; returns 0 unless an output cannot be written."""
    env = os.environ if environment is None else environment
    write_outputs(env.get("GITHUB_OUTPUT", ""), line(env))
    return 0


def line(env: Mapping[str, str]) -> dict[str, str]:
    """`path`, `key` and `restore-keys` for actions/cache; empty when nothing is to be restored or kept."""
    try:
        given, started = inputs(env), event(env)
        families = families_of(given.families) if given.families else FAMILIES
        if given.state:
            paths.output(workspace(env), given.state, "state", env.get("RUNNER_TEMP", ""))
    except UsageError:  # the scan will say so
        return {}
    if not (given.cache and given.state and given.repo_id):
        return {}
    if started.proposed:
        print("For a pull request no verdicts are taken from the cache: everything is read.", flush=True)
        return {}
    if PATTERN.search(given.state):
        print("The Actions cache takes the name of the state file for a pattern: it is not kept there.", flush=True)
        return {}
    name, by_name = split(given.repo_id)
    repository = (
        f"hubseal-{given.repo_type or by_name or 'auto'}-{clean_name(name)}:"  # no name on the Hub holds a colon
    )
    revision = "commit" if SHA.fullmatch(given.revision) else clean_name(given.revision)
    scope = f"{repository}{revision}:{'all' if families == FAMILIES else '+'.join(families)}:"
    run = f"{env.get('GITHUB_RUN_ID', '')}-{env.get('GITHUB_RUN_ATTEMPT', '')}"
    return {"path": given.state, "key": scope + run, "restore-keys": f"{scope}\n{repository}"}


def mark(env: Mapping[str, str]) -> str:
    """Names what stands in the state file; empty when there is none."""
    from hashlib import sha256

    from .. import sidefile

    name = env.get("HUBSEAL_STATE", "").strip()
    if not name:
        return ""
    try:
        data = sidefile.read(paths.output(workspace(env), name, "state", env.get("RUNNER_TEMP", "")), LARGEST)
    except (UsageError, sidefile.SideFileError):
        return ""
    return "" if data is None else sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
