"""Every snippet of README and docs/ does what it says; what is shown there is what is printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from conftest import Run
from e2e.pages import ROOT, Block, every_block, pages
from hubseal import catalog
from testhub import Account, LocalHub
from testhub.fixtures import TOKEN
from testhub.store import Repo

BLOCKS = every_block()
GENERATED = {"sample", "tutorial", "json", "workflow"}
"""Markers of what `hubseal.catalog` writes and compares."""
NEW_USER = {
    "main-command",
    "user-command",
    "user-command: uv",
    "user-command: pipx",
    "run",
    "run: fails",
    "run: repository",
}
"""Markers of what `test_new_user.py` runs."""
SUITE = {"test-command"}
"""What `.ci/run` runs."""
CARD = b"---\nlicense: mit\n---\n# Tiny BERT\n\nFinds cats.\n"


def of(language: str, *markers: str) -> list[object]:
    chosen = [b for b in BLOCKS if b.language == language and b.marker in (markers or ("",))]
    return [pytest.param(b, id=f"{b.page}-{b.number}") for b in chosen]


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_every_block_is_run_or_compared() -> None:
    known = {
        "sh": NEW_USER | SUITE | {""},
        "bash": {""},
        "yaml": {"", "hooks config", "policy file", "workflow file", "gitlab file", "workflow"},
        "python": {""},
        "toml": {""},
        "text": GENERATED,
        "json": GENERATED,
    }
    assert [(b.page, b.marker, b.language) for b in BLOCKS if b.marker not in known.get(b.language, ())] == []


def test_what_is_generated_is_so() -> None:
    assert catalog.stale(catalog.expected()) == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ours = "https://github.com/hubseal/hubseal/blob/main/"
    local = [ROOT / link[len(ours) :] if link.startswith(ours) else page.parent / link for link in links if "://" not in link or ours in link]  # fmt: skip
    assert [str(link) for link in local if not link.exists()] == []


@pytest.mark.parametrize("block", of("yaml", "hooks config"))
def test_a_config_of_hooks_is_one(block: Block, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(block.text, encoding="utf-8")
    command = [sys.executable, "-m", "pre_commit", "validate-config", "config.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for repo in yaml.safe_load(block.text)["repos"] for hook in repo["hooks"]} <= hooks


@pytest.mark.parametrize("block", of("yaml", "", "policy file"))
def test_a_policy_is_taken(block: Block, hubseal: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it extends: a file above the repository, and a package."""
    top = tmp_path / "repository"
    package = tmp_path / "packages" / "acme_policy"
    for folder in (top, package):
        folder.mkdir(parents=True)
    for shared in (tmp_path / "org.yaml", package / "hubseal.yaml"):
        shared.write_text("rules: {gps-position: warning}\n", encoding="utf-8")
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    (top / ".git").mkdir()
    (top / ".hubseal.yaml").write_text(block.text, encoding="utf-8")
    done = hubseal("rules", "--check", cwd=top)
    assert done.returncode == 0, done.stderr
    assert "all of them hold" in done.stdout


@pytest.mark.parametrize("block", [p for p in of("python") if "upload" in p.id])  # type: ignore[attr-defined]
def test_a_program_runs(block: Block, testhub: LocalHub) -> None:
    trained = "import types\ntrainer = types.SimpleNamespace(push_to_hub=lambda: None)\n"
    done = subprocess.run([sys.executable, "-c", trained + block.text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", [p for p in of("python") if "upload" not in p.id])  # type: ignore[attr-defined]
def test_an_allow_comment_allows(block: Block, report: Callable[..., dict[str, object]], sample: Callable[[str], str]) -> None:  # fmt: skip
    made = report({"login.py": block.text.replace('"..."', f'"{sample("hf_{L34}")}"')})
    assert (made["exit"], made["findings"], len(made["waived"])) == (0, [], 1)  # type: ignore[arg-type]


@pytest.mark.skipif(os.name == "nt", reason="the pages show a shell's comments")
@pytest.mark.parametrize("block", [*of("sh", ""), *of("bash", "")])
def test_commands_run(block: Block, testhub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a Hub that holds the repository of the examples, with the program of this environment."""
    shutil.rmtree(Repo(testhub.root, "models", "acme/tiny-bert").dir, ignore_errors=True)  # of other tests
    testhub.publish("acme/tiny-bert", {"README.md": CARD})
    monkeypatch.setenv("PATH", os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
    (tmp_path / "README.md").write_bytes(CARD)
    testhub.accounts = {TOKEN: Account("acme")}
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    for line in block.text.splitlines():
        done = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stdout, done.stderr)


@pytest.mark.parametrize("block", of("toml", ""))
def test_a_project_is_one(block: Block, tmp_path: Path) -> None:
    """Its modules are those that the page shows besides."""
    (tmp_path / "pyproject.toml").write_text(block.text, encoding="utf-8")
    (tmp_path / "hf_seal.py").write_text("def main() -> None: ...\n", encoding="utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", of("yaml", "gitlab file"))
def test_a_file_of_gitlab_has_a_job(block: Block) -> None:
    (job,) = yaml.safe_load(block.text).values()
    assert set(job) <= {"image", "script", "after_script", "artifacts"}
    assert job["script"][-1].endswith("hubseal scan .")
    after = " ".join(job.get("after_script", []))
    for form, file in job.get("artifacts", {}).get("reports", {}).items():
        assert (form, after.endswith(f"--format gitlab --output {file}")) == ("codequality", True)


@pytest.mark.parametrize("block", of("yaml", "workflow file"))
def test_a_workflow_installs_outside_of_the_checkout(block: Block) -> None:
    (job,) = yaml.safe_load(block.text)["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert [c for c in commands if "$RUNNER_TEMP" not in c] == []
