"""Run a workflow on this host: its jobs in order, our action for real, the actions of others as stand-ins.

A stand-in takes its inputs through `foreign.inputs`, so a name that the real action lacks, a required one that is missing
and an ended runtime fail the run. What a stand-in does is what the real action does with the test's Hub and folders.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from action import foreign, runner
from action.cache import Cache, Done

OURS = re.compile(r"hubseal/hubseal/github-action@v\d+\.\d+\.\d+")
StandIn = Callable[["Place", dict[str, str]], None]


@dataclass(frozen=True)
class Place:
    """Where a step runs."""

    workspace: Path
    github: Mapping[str, Any]
    env: Mapping[str, str]


@dataclass(frozen=True)
class JobRun:
    """One run of a job."""

    name: str
    outcome: str
    log: str
    summary: str
    annotations: tuple[runner.Annotation, ...]
    outputs: Mapping[str, Any]


@dataclass
class World:
    """What is outside of a workflow: who else's actions do what, which secrets there are, what it can reach."""

    action: Path
    github: Mapping[str, Any]
    secrets: Mapping[str, str]
    env: Mapping[str, str]
    stand_ins: Mapping[str, StandIn]
    folder: Path
    cache: Cache
    attempts: Any = field(default_factory=lambda: itertools.count(1))


def run(path: Path, world: World) -> list[JobRun]:
    """All jobs of the workflow, those first that others need; a job whose need failed is skipped."""
    spec = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    done: dict[str, list[JobRun]] = {}
    waiting = dict(spec["jobs"])
    while waiting:
        name = next(n for n, job in waiting.items() if set(_needs(job)) <= set(done))
        job = waiting.pop(name)
        if any(r.outcome != "success" for need in _needs(job) for r in done[need]):
            done[name] = [JobRun(name, "skipped", "", "", (), {})]
            continue
        done[name] = [_job(name, job, spec.get("env", {}), cell, total, world) for cell, total in _cells(job)]
    return [one for runs in done.values() for one in runs]


def _needs(job: Mapping[str, Any]) -> list[str]:
    needs = job.get("needs", [])
    return [needs] if isinstance(needs, str) else needs


def _cells(job: Mapping[str, Any]) -> list[tuple[dict[str, str], int]]:
    matrix = job.get("strategy", {}).get("matrix", {})
    cells = [dict(zip(matrix, values, strict=True)) for values in itertools.product(*matrix.values())]
    if len(cells) > 256:
        raise runner.ActionError("a matrix makes 256 jobs at most")
    return [(cell, len(cells)) for cell in cells]


def _job(
    name: str, job: Mapping[str, Any], outer: Mapping[str, str], cell: dict[str, str], total: int, world: World
) -> JobRun:
    number = next(world.attempts)
    workspace, temp = world.folder / f"{number}-work", world.folder / f"{number}-temp"
    workspace.mkdir(parents=True)
    temp.mkdir()
    github = {"run_id": "1", "run_attempt": "1", "run_number": "1", **world.github, "workspace": str(workspace)}
    contexts: dict[str, Any] = {
        "github": github, "secrets": dict(world.secrets), "matrix": cell, "strategy": {"job-total": float(total)},
        "steps": runner.Steps(), "runner": {"os": "Linux", "arch": "X64", "temp": str(temp)}, "job": {"status": "success"},
    }  # fmt: skip
    env = {k: runner.interpolate(v, contexts) for k, v in {**outer, **job.get("env", {})}.items()}
    contexts["env"] = env
    base = {f"GITHUB_{k.upper()}": runner.to_string(v) for k, v in github.items() if k not in ("token", "event")}
    base |= {**world.env, "CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(temp), "RUNNER_OS": "Linux"}
    state = runner._Job(contexts, {**base, **env}, temp, workspace, world.cache)
    logs = [_step(state, n, step, world) for n, step in enumerate(job["steps"])]
    outputs = {k: runner.interpolate(v, contexts) for k, v in job.get("outputs", {}).items()}
    outcome = "failure" if state.failed else "success"
    return JobRun(name, outcome, "".join(logs), "".join(state.summaries), tuple(state.annotations), outputs)


def _step(job: runner._Job, number: int, spec: dict[str, Any], world: World) -> str:
    """One step; what it adds to the log."""
    uses, step_id = spec.get("uses", ""), spec.get("id")
    if not runner._wanted(job, spec.get("if", "")):
        if step_id:
            job.contexts["steps"][step_id] = {"outputs": {}, "outcome": "skipped", "conclusion": "skipped"}
        return ""
    own = {k: runner.interpolate(v, job.contexts) for k, v in spec.get("env", {}).items()}
    contexts = {**job.contexts, "env": {**job.contexts["env"], **own}}
    given = {k: runner.interpolate(v, contexts) for k, v in spec.get("with", {}).items()}
    if not uses:
        shell = spec.get("shell", "")  # GitHub's default has no pipefail
        one = {**spec, "shell": shell or "default"}
        done = runner._script(job, number, one, own, contexts)
        log = runner._commands(job, done.log)
    elif OURS.fullmatch(uses):
        done, log = _ours(job, given, world)
    else:
        done = _foreign(job, uses, given, world)
        log = runner._commands(job, done.log)
    outcome = "success" if done.ok else "failure"
    job.failed |= not done.ok
    job.contexts["job"] = {"status": "failure" if job.failed else "success"}
    if step_id:
        job.contexts["steps"][step_id] = {"outputs": done.outputs, "outcome": outcome, "conclusion": outcome}
    return log


def _ours(job: runner._Job, given: Mapping[str, str], world: World) -> tuple[Done, str]:
    """The real action.yml, in this job's workspace."""
    github = {k: v for k, v in job.contexts["github"].items() if k != "workspace"}
    result = runner.run(world.action, given, github=github, workspace=job.workspace, env=world.env, cache=world.cache)
    job.summaries.append(result.summary)
    job.annotations.extend(result.annotations)
    return Done(result.outcome == "success", dict(result.outputs), result.log), result.log


def _foreign(job: runner._Job, uses: str, given: Mapping[str, str], world: World) -> Done:
    """A stand-in, after its inputs were looked at."""
    filled = foreign.inputs(uses, given)
    name = uses.partition("@")[0]
    if name.startswith("actions/cache/"):
        return world.cache.step(name.rpartition("/")[2], given, job.contexts["github"], job.workspace)
    world.stand_ins[name](Place(job.workspace, job.contexts["github"], job.env), filled)
    return Done(True, {}, f"{uses} ran\n")


def checkout(source: Path) -> StandIn:
    """`actions/checkout`: the files of a folder, with its git directory."""

    def act(place: Place, given: dict[str, str]) -> None:
        shutil.copytree(source, place.workspace / given["path"], dirs_exist_ok=True, symlinks=True)

    return act


def hub_sync(place: Place, given: dict[str, str]) -> None:
    """`huggingface/hub-sync`: the client's command line makes the repository, and mirrors the checkout there."""
    kind, name = given["repo_type"], given["huggingface_repo_id"]
    made = ["repos", "create", name, "--type", kind, "--exist-ok"]
    made += ["--private"] if given["private"] == "true" else []
    made += ["--space-sdk", given["space_sdk"]] if kind == "space" else []
    source = given["subdirectory"] or "."
    upload = ["upload", name, source, "--type", kind, "--exclude=.git*", "--exclude=.github*", "--delete=*"]
    upload += [f"--commit-message=Sync from {given['github_repo_id']} via hub-sync"]
    env = {**os.environ, "HF_ENDPOINT": place.env["HF_ENDPOINT"], "HF_TOKEN": given["hf_token"]}
    for words in (made, upload):
        done = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "hf"), *words], env=env, cwd=place.workspace,
            capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        if done.returncode:
            raise runner.ActionError(f"hf {words[0]}: {done.stderr}")


def sarif_upload(taken: list[tuple[str, dict[str, Any]]]) -> StandIn:
    """`github/codeql-action/upload-sarif`: keeps (category, log); refuses what code scanning refuses."""

    def act(place: Place, given: dict[str, str]) -> None:
        log = json.loads(Path(os.path.join(place.workspace, given["sarif_file"])).read_text(encoding="utf-8"))
        ids = [run.get("automationDetails", {}).get("id", "") for run in log["runs"]]
        if len(ids) > 20 or len(set(ids)) < len(ids):
            raise runner.ActionError("code scanning takes twenty runs at most, each of a category of its own")
        taken.append((given["category"], log))

    return act
