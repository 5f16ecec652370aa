"""A new user with python3, git and the package index: every command of README and of the tutorial, as it stands there.

The home folder is empty, git knows nobody, and the address of the project is mapped to this work tree.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import git
from e2e.pages import blocks, marked

ADDRESS = "https://github.com/hubseal/hubseal"
KEPT = ("PIP_", "SSL_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SYSTEMROOT", "UV_")
"""What a machine says of its package index and certificates."""
PROGRAMS = ("git", "sh", "bash", "env", "cat", "dirname", "basename", "realpath", "sed", "uname")
"""What a machine without development tools has besides python3; git's hooks are scripts of the shell."""
PYTHON = getattr(sys, "_base_executable", sys.executable)
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="README names what differs on Windows"),
    pytest.mark.xdist_group("new user"),
]


class NewUser(NamedTuple):
    """A home folder and an environment."""

    home: Path
    environment: dict[str, str]

    def types(self, text: str, cwd: Path, more: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a block as a shell does that stops at the first mistake."""
        return subprocess.run(
            ["/bin/sh", "-e", "-c", text], cwd=cwd, env={**self.environment, **(more or {})},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    def folder(self, name: str) -> Path:
        made = self.home / "work" / name
        made.mkdir(parents=True)
        return made


@pytest.fixture(scope="module")
def new_user(hooks_repository: Path, tmp_path_factory: pytest.TempPathFactory) -> NewUser:
    top = tmp_path_factory.mktemp("new-user")
    programs, home = top / "bin", top / "home"
    programs.mkdir()
    home.mkdir()
    for name in PROGRAMS:
        (programs / name).symlink_to(str(shutil.which(name)))
    (programs / "python3").write_text(f'#!/bin/sh\nexec {shlex.quote(PYTHON)} "$@"\n', encoding="utf-8")
    (programs / "python3").chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k.startswith(KEPT)} | {
        "PATH": str(programs), "HOME": str(home), "LANG": "C.UTF-8",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{hooks_repository.as_uri()}.insteadOf", "GIT_CONFIG_VALUE_0": ADDRESS,
    }  # fmt: skip
    return NewUser(home, environment)


@pytest.fixture(scope="module")
def with_tools(new_user: NewUser) -> NewUser:
    """The same user, who has uv, pipx and both runners of hooks."""
    tools = new_user.home / "tools"
    done = new_user.types(
        f"python3 -m venv {tools} && {tools}/bin/python -m pip install -q uv pipx pre-commit prek", new_user.home
    )
    assert done.returncode == 0, done.stderr
    path = f"{tools / 'bin'}{os.pathsep}{new_user.environment['PATH']}"
    return new_user._replace(environment={**new_user.environment, "PATH": path})


def leaky(folder: Path, sample: Callable[[str], str]) -> list[str]:
    """Fills a folder with one leak; returns its names."""
    (folder / "README.md").write_text("# Tiny BERT\n", encoding="utf-8")
    (folder / "train.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    return sorted(os.listdir(folder))


def test_the_main_command_in_a_fresh_clone(new_user: NewUser) -> None:
    top = new_user.home / "work"
    top.mkdir(exist_ok=True)
    clone = top / "hubseal"
    done = new_user.types(f"git clone -q {ADDRESS}", top)
    assert done.returncode == 0, done.stderr
    done = new_user.types(marked("main-command").text, clone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("Failed" in done.stdout, "Passed" in done.stdout) == (True, True)
    assert git(clone, "status", "--porcelain") == ""


def test_the_command_in_a_folder_of_their_own(new_user: NewUser, sample: Callable[[str], str]) -> None:
    folder = new_user.folder("mine")
    names = leaky(folder, sample)
    done = new_user.types(marked("user-command").text, folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 error" in done.stdout
    assert sorted(os.listdir(folder)) == names


@pytest.mark.parametrize("tool", ["uv", "pipx"])
def test_the_same_with(tool: str, with_tools: NewUser, sample: Callable[[str], str]) -> None:
    folder = with_tools.folder(tool)
    names = leaky(folder, sample)
    done = with_tools.types(marked(f"user-command: {tool}").text, folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 error" in done.stdout
    assert sorted(os.listdir(folder)) == names


def test_the_tutorial(new_user: NewUser) -> None:
    """One shell after the other, as in one terminal: the folder that a block ends in is where the next one begins."""
    here = new_user.folder("tutorial")
    for block in blocks("docs/tutorial.md"):
        if not block.marker.startswith("run"):
            continue
        done = new_user.types(f"{block.text}pwd > {new_user.home}/here", here)
        assert (done.returncode != 0) == (block.marker == "run: fails"), (block.text, done.stdout, done.stderr)
        here = Path((new_user.home / "here").read_text(encoding="utf-8").strip())
        if block.marker == "run: fails":
            assert "error home-path" in done.stdout + done.stderr
    assert git(here, "log", "--format=%s").strip() == "First"


def test_the_commands_for_any_ci(new_user: NewUser, sample: Callable[[str], str]) -> None:
    (block,) = (b for b in blocks("docs/how-to/ci.md") if b.marker == "run: repository")
    folder = new_user.folder("ci")
    leaky(folder, sample)
    done = new_user.types(block.text, folder)
    assert (done.returncode, (folder / "hubseal.sarif").exists()) == (1, True), done.stdout + done.stderr


NAMED = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "You"), ("EMAIL", "you@example.com"))}  # fmt: skip


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_the_six_lines(runner: str, with_tools: NewUser, sample: Callable[[str], str]) -> None:
    """A leak stops the commit; SKIP lets it pass. prek 0.5 refuses to skip the only hook, as README says."""
    folder = with_tools.folder(f"six-{runner}")
    leaky(folder, sample)
    (folder / ".pre-commit-config.yaml").write_text(blocks("README.md")[4].text, encoding="utf-8")
    done = with_tools.types(f"git init -q && {runner} install && git add -A", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    done = with_tools.types("git commit -m first", folder, NAMED)
    assert (done.returncode != 0, "error hf-token" in done.stdout + done.stderr) == (True, True), done
    done = with_tools.types("SKIP=hubseal git commit -m first", folder, NAMED)
    refused = runner == "prek" and "No hooks found" in done.stderr
    assert done.returncode == (1 if refused else 0), done.stdout + done.stderr
    done = with_tools.types("git commit --allow-empty -m second --no-verify", folder, NAMED)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prek_skips_one_of_two_hooks(with_tools: NewUser, sample: Callable[[str], str]) -> None:
    folder = with_tools.folder("two")
    leaky(folder, sample)
    text = blocks("README.md")[4].text + "  - repo: builtin\n    hooks:\n      - id: check-json\n"
    (folder / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    done = with_tools.types("git init -q && prek install && git add -A && SKIP=hubseal git commit -m x", folder, NAMED)
    assert done.returncode == 0, done.stdout + done.stderr


WARNING = "# Tiny BERT\n\n## Contact\n\nanna.nowak@lab-zurich.org\n"


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_warnings_of_a_commit_that_passes(runner: str, with_tools: NewUser) -> None:
    """They are hidden, shown with `verbose`, and stop the commit with `--fail-on`, as the page on hooks says."""
    folder = with_tools.folder(f"warnings-{runner}")
    (folder / "README.md").write_text(WARNING, encoding="utf-8")
    shown = blocks("docs/how-to/hooks.md")[0].text
    lines = [line for line in shown.splitlines(keepends=True) if "verbose" not in line and "args" not in line]
    only = {
        word: "".join(line for line in shown.splitlines(keepends=True) if word in line) for word in ("verbose", "args")
    }
    with_tools.types("git init -q", folder)
    for more, code, says in (("", 0, False), (only["verbose"], 0, True), (only["args"], 1, True)):
        (folder / ".pre-commit-config.yaml").write_text("".join(lines) + more, encoding="utf-8")
        done = with_tools.types(f"git add -A && {runner} run", folder)
        assert (done.returncode, "warning email-address" in done.stdout) == (code, says), done.stdout + done.stderr


STAGES = {
    "an own stage": (
        f"default_install_hook_types: [pre-push]\n{blocks('README.md')[4].text}        stages: [pre-push]\n",
        "",
    ),
    "the hook on what is pushed": (
        blocks("README.md")[4].text.replace("id: hubseal", "id: hubseal-pre-push"),
        "--hook-type pre-push",
    ),
    "default_stages": (f"default_stages: [pre-push]\n{blocks('README.md')[4].text}", "--hook-type pre-push"),
}


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
@pytest.mark.parametrize(("config", "types"), STAGES.values(), ids=STAGES)
def test_a_check_before_the_push_alone(
    config: str, types: str, runner: str, with_tools: NewUser, sample: Callable[[str], str], tmp_path: Path
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    leaky(folder, sample)
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    start = f"git init -q -b main && git init -q --bare {tmp_path}/hub && {runner} install {types} && git add -A && git commit -qm first"
    done = with_tools.types(start, folder, NAMED)
    assert done.returncode == 0, done.stdout + done.stderr
    done = with_tools.types(f"git push {tmp_path}/hub main", folder, NAMED)
    assert (done.returncode != 0, "error hf-token" in done.stdout + done.stderr) == (True, True), done
