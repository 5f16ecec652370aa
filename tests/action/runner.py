"""Run a composite action on this host the way GitHub's runner does, strictly. stdlib and PyYAML.

What it proves: the real `action.yml` is wired right. Inputs reach the scripts as data, `if:` conditions gate the right
steps, outputs and the job summary come out, and a failing step fails the action. What the runner would let pass
silently is an error here: an unknown context, function, key, step id or input; a step without `shell`; a step that
`uses` anything but `actions/cache/restore` and `actions/cache/save`, which act on a folder (see cache.py).

    result = run(Path("github-action"), {"repo": "user/model"}, github={"event_name": "push"}, workspace=tmp_path)
    assert result.outcome == "failure" and result.outputs["findings"] == "3"

Run the checks:  pytest test_action_runner.py
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from action.cache import Cache, Done, Unsupported


class ActionError(Exception):
    """The action.yml, or a file a step wrote, is something the runner would refuse or silently misread."""


# --- expressions ----------------------------------------------------------------------------------------------------
# https://docs.github.com/en/actions/reference/workflows-and-actions/expressions

_TOKEN = re.compile(r"""\s*(?:(?P<string>'(?:[^']|'')*')|(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\b)
    |(?P<op>&&|\|\||[=!<>]=|[!<>()\[\].,*])|(?P<name>[A-Za-z_][A-Za-z0-9_-]*))""", re.VERBOSE)  # fmt: skip
_STATUS = ("success", "failure", "always", "cancelled")


def truthy(value: Any) -> bool:
    """false, 0, -0, NaN, '' and null are falsy; the string 'false' is not."""
    return value if isinstance(value, bool) else not (value is None or value in ("", 0) or value != value)


def to_string(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "NaN" if math.isnan(value) else repr(value)
    return ("Array" if isinstance(value, list) else "Object") if isinstance(value, list | dict) else str(value)


def _number(value: Any) -> float:
    if value is None or value == "":
        return 0.0
    if isinstance(value, list | dict):
        return math.nan
    try:
        return (
            float(int(value, 16)) if isinstance(value, str) and value.strip().lower().startswith("0x") else float(value)
        )
    except ValueError:
        return math.nan


def _compare(left: Any, op: str, right: Any) -> bool:
    """Loose comparison: strings ignore case; unlike types are compared as numbers; NaN equals nothing."""
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.upper(), right.upper()
    elif isinstance(left, list | dict) or isinstance(right, list | dict):
        return (left is right) == (op == "==") if op in ("==", "!=") else False
    elif type(left) is not type(right):
        left, right = _number(left), _number(right)
    if op in ("==", "!="):
        return bool(left == right) == (op == "==")
    if left is None:
        return op in (">=", "<=")
    return bool({"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[op])


def _format(template: Any, *values: Any) -> str:
    def one(m: re.Match[str]) -> str:
        if m[0] in ("{{", "}}"):
            return m[0][0]
        if m[1] is None or int(m[1]) >= len(values):
            raise ActionError(f"format(): bad placeholder {m[0]}")
        return to_string(values[int(m[1])])

    return re.sub(r"\{\{|\}\}|\{(\d+)\}|[{}]", one, to_string(template))


def _contains(where: Any, what: Any) -> bool:
    if isinstance(where, list):
        return any(_compare(item, "==", what) for item in where)
    return to_string(what).lower() in to_string(where).lower()


_FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int]] = {  # name: (function, fewest and most arguments)
    "contains": (_contains, 2, 2),
    "startswith": (lambda s, p: to_string(s).lower().startswith(to_string(p).lower()), 2, 2),
    "endswith": (lambda s, p: to_string(s).lower().endswith(to_string(p).lower()), 2, 2),
    "format": (_format, 1, 255),
    "tojson": (lambda v: json.dumps(_integral(v), indent=2, ensure_ascii=False), 1, 1),
    "fromjson": (lambda s: _floats(json.loads(to_string(s))), 1, 1),
}


def _floats(value: Any) -> Any:
    """JSON numbers as floats: the language knows no other."""
    if isinstance(value, dict):
        return {k: _floats(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_floats(v) for v in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _integral(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _integral(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_integral(v) for v in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Parser:
    """Recursive descent over one expression; evaluates while it parses."""

    def __init__(self, text: str, contexts: Mapping[str, Any], status: Callable[[str], bool] | None) -> None:
        self.text, self.contexts, self.status = text, {k.lower(): v for k, v in contexts.items()}, status
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if not found or found.lastgroup is None:
                raise self.error(f"unexpected symbol {text[at:].strip()[:10]!r}")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.tokens.append(("end", ""))
        self.at = 0

    def error(self, why: str) -> ActionError:
        return ActionError(f"{why} in expression: {self.text.strip()}")

    def take(self, *ops: str) -> str | None:
        kind, text = self.tokens[self.at]
        if kind == "op" and (not ops or text in ops):
            self.at += 1
            return text
        return None

    def want(self, op: str) -> None:
        if not self.take(op):
            raise self.error(f"expected {op}, found {self.tokens[self.at][1]!r}")

    def whole(self) -> Any:
        value = self.either()
        if self.tokens[self.at][0] != "end":
            raise self.error(f"unexpected {self.tokens[self.at][1]!r}")
        return value

    def either(self) -> Any:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value if truthy(value) else other
        return value

    def both(self) -> Any:
        value = self.equality()
        while self.take("&&"):
            other = self.equality()
            value = other if truthy(value) else value
        return value

    def equality(self) -> Any:
        value = self.order()
        while op := self.take("==", "!="):
            value = _compare(value, op, self.order())
        return value

    def order(self) -> Any:
        value = self.unary()
        while op := self.take("<", ">", "<=", ">="):
            value = _compare(value, op, self.unary())
        return value

    def unary(self) -> Any:
        return not truthy(self.unary()) if self.take("!") else self.member()

    def member(self) -> Any:
        value = self.primary()
        while op := self.take(".", "["):
            if self.take("*"):
                raise self.error("the object filter * is not supported")
            if op == "[":
                key = self.either()
                self.want("]")
            else:
                kind, key = self.tokens[self.at]
                if kind != "name":
                    raise self.error("a property name must follow the dot")
                self.at += 1
            value = self.index(value, key)
        return value

    def index(self, value: Any, key: Any) -> Any:
        if isinstance(value, Steps) and to_string(key).lower() not in {k.lower() for k in value}:
            raise self.error(f"no earlier step has the id {to_string(key)!r}")
        if isinstance(value, dict):
            return next((v for k, v in value.items() if k.lower() == to_string(key).lower()), None)
        if isinstance(value, list) and isinstance(key, float) and 0 <= key < len(value):
            return value[int(key)]
        return None

    def primary(self) -> Any:
        kind, text = self.tokens[self.at]
        if self.take("("):
            value = self.either()
            self.want(")")
            return value
        self.at += 1
        if kind == "string":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return _number(text)
        if kind != "name":
            raise self.error(f"unexpected {text!r}")
        if self.take("("):
            return self.call(text)
        if text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text]
        if text.lower() not in self.contexts:
            raise self.error(f"unknown context {text!r}")
        return self.contexts[text.lower()]

    def call(self, name: str) -> Any:
        given: list[Any] = []
        while not self.take(")"):
            if given:
                self.want(",")
            given.append(self.either())
        if name.lower() in _STATUS and self.status and not given:
            return self.status(name.lower())
        if name.lower() not in _FUNCTIONS:
            raise self.error(f"unknown function {name!r}")
        function, fewest, most = _FUNCTIONS[name.lower()]
        if not fewest <= len(given) <= most:
            raise self.error(f"{name}() takes {fewest} to {most} arguments")
        return function(*given)


def evaluate(expression: str, contexts: Mapping[str, Any], status: Callable[[str], bool] | None = None) -> Any:
    """The value of one expression, without its `${{ }}`. Status functions exist only where `status` is given (if:)."""
    return _Parser(expression, contexts, status).whole()


def interpolate(template: Any, contexts: Mapping[str, Any]) -> str:
    """Text with every `${{ }}` replaced, once: what a replacement brings is not evaluated again."""
    return re.sub(
        r"\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}", lambda m: to_string(evaluate(m[1], contexts)), to_string(template)
    )


# --- the runner -----------------------------------------------------------------------------------------------------


class Steps(dict[str, Any]):
    """The steps context; a separate type so that a misspelt step id is an error, not an empty string."""


@dataclass(frozen=True)
class Annotation:
    level: str
    message: str
    properties: Mapping[str, str]


@dataclass(frozen=True)
class Step:
    name: str
    outcome: str  # success, failure, skipped: before continue-on-error
    conclusion: str  # after it
    log: str


@dataclass(frozen=True)
class Result:
    outcome: str
    outputs: Mapping[str, str]
    summary: str
    log: str
    steps: Sequence[Step]
    annotations: Sequence[Annotation]


SHELLS = {
    "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
    "default": ["bash", "-e"],  # of a workflow's step without `shell`: no pipefail
    "sh": ["sh", "-e"],
    "python": ["python3"],
}
SUMMARY_LIMIT = 1024 * 1024
_STEP_KEYS = {"name", "id", "if", "env", "run", "shell", "working-directory", "continue-on-error"}
_USES_KEYS = {"name", "id", "if", "env", "uses", "with", "continue-on-error"}
_USES = re.compile(r"actions/cache/(restore|save)@[\w.-]+")
_ACTION_KEYS = {"name", "description", "author", "inputs", "outputs", "runs", "branding"}
_RESERVED = re.compile(r"(?i)GITHUB_.*|RUNNER_.*|CI|NODE_OPTIONS")


@dataclass
class _Job:
    contexts: dict[str, Any]
    env: dict[str, str]
    temp: Path
    workspace: Path
    cache: Cache | None
    summaries: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    failed: bool = False

    def status(self, function: str) -> bool:
        return {"always": True, "cancelled": False, "success": not self.failed, "failure": self.failed}[function]


def run(
    action: Path,
    inputs: Mapping[str, str],
    *,
    github: Mapping[str, Any],
    workspace: Path,
    env: Mapping[str, str] | None = None,
    cache: Cache | None = None,
) -> Result:
    """Run the composite action in folder `action`. `env` replaces the inherited environment (default: PATH and HOME);
    without a `cache` the runner has no cache service."""
    spec = yaml.load((action / "action.yml").read_text(), Loader=yaml.BaseLoader)  # BaseLoader: every scalar stays text
    _known("action.yml", spec, _ACTION_KEYS)
    if spec["runs"]["using"] != "composite":
        raise ActionError(f"not a composite action: using {spec['runs']['using']}")
    with tempfile.TemporaryDirectory() as temp:
        context = {
            "repository": "octo/repo",
            "workspace": str(workspace),
            **github,
            "action_path": str(action.resolve()),
        }
        base = dict(env) if env is not None else {k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ}
        contexts = {
            "github": context, "inputs": _inputs(spec.get("inputs") or {}, inputs, context), "steps": Steps(), "env": {},
            "runner": {"os": "Linux", "arch": "X64", "temp": temp, "name": "local"},
            "job": {"status": "success"}, "strategy": {}, "matrix": {},
        }  # fmt: skip
        base |= {
            f"GITHUB_{k.upper()}": to_string(v)
            for k, v in context.items()
            if k not in ("token", "event") and not isinstance(v, dict | list)
        }
        base |= {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": temp,
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
        }
        job = _Job(contexts, base, Path(temp), workspace, cache)
        event = job.temp / "event.json"
        event.write_text(json.dumps(context.get("event", {})))
        job.env["GITHUB_EVENT_PATH"] = str(event)
        steps = [_step(job, n, s) for n, s in enumerate(spec["runs"]["steps"])]
        outputs = {k: interpolate(o["value"], job.contexts) for k, o in (spec.get("outputs") or {}).items()}
        log = "".join(s.log for s in steps)
        return Result(
            "failure" if job.failed else "success", outputs, "".join(job.summaries), log, steps, tuple(job.annotations)
        )


def _known(where: str, mapping: Mapping[str, Any], keys: set[str]) -> None:
    if unknown := set(mapping) - keys:
        raise ActionError(f"{where}: not supported: {', '.join(sorted(unknown))}")


def _inputs(spec: Mapping[str, Any], given: Mapping[str, str], github: Mapping[str, Any]) -> dict[str, str]:
    if unknown := set(given) - set(spec):
        raise ActionError(f"unexpected inputs: {', '.join(sorted(unknown))}")  # the runner only warns
    for name, one in spec.items():
        _known(f"input {name}", one, {"description", "required", "default", "deprecationMessage"})
        if one.get("required") == "true" and "default" not in one and name not in given:
            raise ActionError(f"required input is missing: {name}")  # the runner does not look
    return {
        n: given[n] if n in given else interpolate(one.get("default", ""), {"github": github})
        for n, one in spec.items()
    }


def _step(job: _Job, number: int, spec: Mapping[str, Any]) -> Step:
    uses = spec.get("uses", "")
    _known(f"step {number + 1}", spec, _USES_KEYS if uses else _STEP_KEYS)
    if uses and not _USES.fullmatch(uses):
        raise ActionError(f"step {number + 1}: not supported: uses: {uses}")
    if not uses and ("run" not in spec or spec.get("shell") not in SHELLS or spec["shell"] == "default"):
        raise ActionError(f"step {number + 1}: needs run, and shell: {', '.join(SHELLS)}")
    name, step_id = spec.get("name") or uses or spec["run"].strip().splitlines()[0], spec.get("id")
    if not _wanted(job, spec.get("if", "")):
        if step_id:
            job.contexts["steps"][step_id] = {"outputs": {}, "outcome": "skipped", "conclusion": "skipped"}
        return Step(name, "skipped", "skipped", "")
    own = {k: interpolate(v, job.contexts) for k, v in (spec.get("env") or {}).items()}
    contexts = {**job.contexts, "env": {**job.contexts["env"], **own}}
    ok, outputs, text = _use(job, spec, contexts) if uses else _script(job, number, spec, own, contexts)
    log = _commands(job, text)
    outcome = "success" if ok else "failure"
    forgiven = interpolate(spec.get("continue-on-error", ""), contexts) == "true"
    conclusion = "success" if forgiven else outcome
    job.failed |= conclusion == "failure"
    job.contexts["job"] = {"status": "failure" if job.failed else "success"}
    if step_id:
        job.contexts["steps"][step_id] = {"outputs": outputs, "outcome": outcome, "conclusion": conclusion}
    return Step(name, outcome, conclusion, log)


def _use(job: _Job, spec: Mapping[str, Any], contexts: Mapping[str, Any]) -> Done:
    """A step of `actions/cache`. Without a service they warn and succeed."""
    (action,) = _USES.fullmatch(spec["uses"]).groups()  # type: ignore[union-attr]
    given = {k: interpolate(v, contexts) for k, v in (spec.get("with") or {}).items()}
    if job.cache is None:
        outputs = {"cache-hit": "false"} if action == "restore" else {}
        return Done(True, outputs, "[warning]An internal error has occurred in cache backend.\n")
    try:
        return job.cache.step(action, given, contexts["github"], job.workspace)
    except Unsupported as error:
        raise ActionError(str(error)) from None


def _script(
    job: _Job, number: int, spec: Mapping[str, Any], own: Mapping[str, str], contexts: Mapping[str, Any]
) -> Done:
    """A step with `run`."""
    files = {
        k: job.temp / f"{number}_{k.lower()}"
        for k in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")
    }
    for file in files.values():
        file.touch()
    script = job.temp / f"{number}.sh"
    script.write_text(interpolate(spec["run"], contexts))
    env = {**job.env, **job.contexts["env"], **own, **{k: str(v) for k, v in files.items()}}
    env["PATH"] = os.pathsep.join([*reversed(job.path), env.get("PATH", os.defpath)])
    cwd = job.workspace / interpolate(spec.get("working-directory", ""), contexts)
    done = subprocess.run(
        [*SHELLS[spec["shell"]], str(script)],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    for key, value in _assignments(files["GITHUB_ENV"]).items():
        if _RESERVED.fullmatch(key):
            raise ActionError(f"GITHUB_ENV must not set {key}")
        job.contexts["env"][key] = value
    job.path.extend(files["GITHUB_PATH"].read_text().splitlines())
    if files["GITHUB_STEP_SUMMARY"].stat().st_size > SUMMARY_LIMIT:
        job.annotations.append(
            Annotation("error", "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k", {})
        )
    else:
        job.summaries.append(files["GITHUB_STEP_SUMMARY"].read_text())
    return Done(not done.returncode, _assignments(files["GITHUB_OUTPUT"]), done.stdout.decode(errors="replace"))


def _wanted(job: _Job, condition: str) -> bool:
    """`if:` with or without ${{ }}; success() is implied unless a status function is called."""
    inner = re.fullmatch(r"\s*\$\{\{(.*)\}\}\s*", condition, re.DOTALL)
    text = (inner[1] if inner else condition).strip() or "success()"
    if "${{" in text:
        raise ActionError(f"if: mixes text and ${{{{ }}}}, which is always true: {condition}")
    asked: list[str] = []

    def status(function: str) -> bool:
        asked.append(function)
        return job.status(function)

    value = truthy(evaluate(text, job.contexts, status))
    return value if asked else value and not job.failed


def _assignments(file: Path) -> dict[str, str]:
    """GITHUB_OUTPUT and GITHUB_ENV: `name=value` and `name<<DELIMITER` blocks; anything else is an error."""
    out: dict[str, str] = {}
    lines = iter(file.read_text().splitlines())
    for line in lines:
        if block := re.fullmatch(r"([^=<]+)<<(.+)", line):
            value: list[str] = []
            for inner in lines:
                if inner == block[2]:
                    break
                value.append(inner)
            else:
                raise ActionError(f"no closing delimiter {block[2]!r} for {block[1]}")
            out[block[1]] = "\n".join(value)
        elif "=" in line:
            key, _, text = line.partition("=")
            out[key] = text
        elif line:
            raise ActionError(f"neither name=value nor name<<DELIMITER: {line[:40]!r}")
    return out


_COMMAND = re.compile(r"\s*::([\w-]+)(?: ([^:]*))?::(.*)")  # at the start of a line
_OLD_COMMAND = re.compile(r".*?##\[([\w-]+)(?: ([^\]]*))?\](.*)")  # anywhere in it; properties are split by ;
_IN_PROPERTIES = (("%3A", ":"), ("%2C", ","), ("%3B", ";"), ("%5D", "]"))


def _unescape(text: str, *more: tuple[str, str]) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def _commands(job: _Job, text: str) -> str:
    """Act on workflow commands, as the runner does for any line of output: that is why scanned text must be escaped."""
    stopped: str | None = None
    for line in text.splitlines():
        found = _COMMAND.fullmatch(line) or _OLD_COMMAND.fullmatch(line)
        if not found or (stopped and found[1] != stopped):
            continue
        command, message = found[1], _unescape(found[3])
        if command == stopped:
            stopped = None
        elif command == "stop-commands":
            stopped = message
        elif command == "add-mask":
            job.masks.append(message)
        elif command in ("error", "warning", "notice"):
            pairs = (p.partition("=") for p in re.split("[,;]", found[2] or "") if p)
            job.annotations.append(
                Annotation(command, message, {k.strip(): _unescape(v, *_IN_PROPERTIES) for k, _, v in pairs})
            )
    for mask in job.masks:
        text = text.replace(mask, "***") if mask else text
    return text
