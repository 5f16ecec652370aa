"""One cause is one finding: a folder, an archive, a home directory; and what is accepted hides nothing else."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Report = Callable[..., dict[str, Any]]


def found(made: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(f["rule"], f["path"], f["count"]) for f in made["findings"]]


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x\n")
    return file.getvalue()


FOLDERS = {
    "virtual environment": (["{}pyvenv.cfg", "{}lib/a.py", "{}lib/b/c.pyc"], "virtual-environment", ".venv/"),
    "experiment tracker": (["{}run-1/logs/debug.log", "{}run-1/files/config.yaml"], "tracker-directory", "wandb/"),
    "node modules": (["{}a/index.js", "{}a/b/__pycache__/x.pyc"], "build-junk", "node_modules/"),
    "bytecode": (["{}a.pyc", "{}b.pyc"], "build-junk", "__pycache__/"),
    "notebook checkpoints": (["{}a.ipynb", "{}b.ipynb"], "notebook-checkpoint", ".ipynb_checkpoints/"),
    "states of a checkpoint": (["{}optimizer.pt", "{}scheduler.pt"], "optimizer-state", "out/checkpoint-100/"),
    "deep in the tree": (["{}x/y.py", "{}z.py"], "virtual-environment", "a/b/venv/"),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_a_folder_is_one_finding(case: str, report: Report) -> None:
    names, rule, folder = FOLDERS[case]
    made = report({name.format(folder): "x\n" for name in names} | {"README.md": "# a\n"})
    assert found(made) == [(rule, folder, len(names))]


SIDE_BY_SIDE = {
    "two folders": (["a/__pycache__/x.pyc", "b/__pycache__/x.pyc"], [("a/__pycache__/", 1), ("b/__pycache__/", 1)]),
    "a graver leak inside": (["node_modules/a/.env.production", "node_modules/a/x.js"], [("node_modules/", 2)]),
    "a name that is no folder": (["wandb.py", "venv.txt", "src/my_node_modules/x.js"], []),
}


@pytest.mark.parametrize("case", SIDE_BY_SIDE)
def test_what_is_no_part_of_it_stays(case: str, report: Report) -> None:
    names, expected = SIDE_BY_SIDE[case]
    made = report(dict.fromkeys(names, "PASSWORD=x\n"), ".", "--only", "files")
    assert [
        (path, count) for rule, path, count in found(made) if rule in ("build-junk", "virtual-environment")
    ] == expected
    if "graver" in case:
        assert ("env-file", "node_modules/a/.env.production", 1) in found(made)


def test_an_archive_is_one_finding_a_rule(report: Report) -> None:
    made = report(
        {"a.zip": zipped("x/.DS_Store", "y/.DS_Store", "wandb/a.txt", "wandb/b.txt", "only.pyc")},
        ".",
        "--only",
        "files",
    )
    told = {(rule, path): count for rule, path, count in found(made)}
    assert told == {
        ("nested-archive", "a.zip"): 1,
        ("os-junk", "a.zip!/"): 2,
        ("tracker-directory", "a.zip!/"): 2,
        ("build-junk", "a.zip!/only.pyc"): 1,
    }


def test_folders_of_two_hub_repositories_are_two(tmp_path: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    leak = f'T = "{sample("hf_{L34}")}"\n'
    put(tmp_path, {"a/wandb/x.py": leak, "a/wandb/y.py": "y\n", "b/wandb/x.py": leak})
    put(tmp_path, {".hubseal.yaml": "repos: [{path: a, type: model}, {path: b, type: model}]\n"})
    made = json.loads(hubseal("scan", ".", "--format", "json", cwd=tmp_path).stdout)
    assert [(f["rule"], f["shown"], f["count"]) for f in made["findings"]] == [
        ("tracker-directory", "a/wandb/", 2),
        ("tracker-directory", "b/wandb/", 1),
    ]
    assert [note.split(",")[0] for note in made["notes"] if "not opened" in note] == [
        "not opened: 2 files in a/wandb/",
        "not opened: 1 file in b/wandb/",
    ]


def test_a_large_archive_costs_its_length(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(*[f"{n}/.DS_Store" for n in range(20_000)]))
    made = json.loads(hubseal("scan", "a.zip", "--only", "files", "--format", "json", cwd=tmp_path).stdout)
    assert ("os-junk", "a.zip!/", 20_000) in found(made)


HOMES = {
    "a traceback": ("t.md", "".join(f'File "/home/jkowalski/lib/x{n}.py", line {n}\n' for n in range(14)), [14]),
    "keys of a config": ("config.json", '{"a": "/home/jkowalski/x", "b": "/home/jkowalski/y"}', [2]),
    "two people": ("config.json", '{"a": "/home/jkowalski/x", "b": "/home/anowak/y"}', [1, 1]),
    "two systems": ("a.yaml", "a: /home/jkowalski/x\nb: /Users/jkowalski/x\n", [1, 1]),
}


@pytest.mark.parametrize("case", HOMES)
def test_a_home_directory_is_one_finding_a_file(case: str, report: Report) -> None:
    name, text, counts = HOMES[case]
    made = report({name: text})
    assert [count for rule, _, count in found(made) if rule == "home-path"] == counts


def test_addresses_of_a_log_are_one_finding(report: Report) -> None:
    made = report({"train.txt.log": "".join(f"worker 10.3.7.{n} is up\n" for n in range(20, 60))})
    assert [count for rule, _, count in found(made) if rule == "private-ip"] == [40]


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


OPENED = {
    "nobody tracks it": ("", False, False),
    "git tracks it": ("", True, True),
    "a waiver accepts it": ("waivers: [{rule: virtual-environment, path: .venv/, reason: meant}]\n", False, True),
    "files.allow takes it": ("files: {allow: ['.venv/**']}\n", False, True),
    "the rule is off": ("rules: {virtual-environment: off}\n", False, True),
    "it fails nothing": ("rules: {virtual-environment: warning}\n", False, True),
}


@pytest.mark.parametrize("case", OPENED)
def test_a_folder_that_fails_is_not_opened(
    case: str, tmp_path: Path, hubseal: Run, sample: Callable[[str], str]
) -> None:
    policy, tracked, opened = OPENED[case]
    put(tmp_path, {".venv/lib/a.py": f'T = "{sample("hf_{L34}")}"\n', ".venv/pyvenv.cfg": "home = x\n"})
    if policy:
        put(tmp_path, {".hubseal.yaml": policy})
    if tracked:
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "add", "-f", "."], cwd=tmp_path, check=True)
    made = json.loads(hubseal("scan", ".", "--format", "json", cwd=tmp_path).stdout)
    rules = {f["rule"] for f in made["findings"]}
    assert ("hf-token" in rules) is opened
    assert made["exit"] == 1
    assert any("not opened: 2 files in .venv/" in note for note in made["notes"]) is not opened


def test_a_folder_in_the_baseline_takes_nothing_along(
    tmp_path: Path, hubseal: Run, sample: Callable[[str], str]
) -> None:
    put(tmp_path, {"wandb/a.txt": "x\n", "wandb/x.pyc": "y\n", "wandb/.env": f"T={sample('hf_{L34}')}\n"})
    assert hubseal("baseline", cwd=tmp_path).returncode == 0
    assert hubseal("scan", ".", cwd=tmp_path).returncode == 0, "accepted is accepted"
    put(tmp_path, {"wandb/b.txt": "x\n"})
    assert hubseal("scan", ".", cwd=tmp_path).returncode == 0, "the folder is accepted, whatever it holds"
    put(tmp_path, {"wandb/id_rsa": "x\n", "wandb/c.py": f'T = "{sample("hf_{L34}")}"\n'})
    made = json.loads(hubseal("scan", ".", "--format", "json", cwd=tmp_path).stdout)
    assert {(f["path"], f["level"]) for f in made["findings"]} >= {("wandb/id_rsa", "error"), ("wandb/c.py", "error")}


def test_the_printed_waiver_silences_the_folder(tmp_path: Path, hubseal: Run) -> None:
    put(tmp_path, {"wandb/a/x.txt": "x\n", "wandb/y.txt": "y\n"})
    before = hubseal("scan", ".", cwd=tmp_path)
    hint = next(line for line in before.stdout.splitlines() if "waivers in .hubseal.yaml: " in line)
    put(tmp_path, {".hubseal.yaml": "waivers:\n  - " + hint.split("yaml: ", 1)[1] + "\n"})
    assert before.returncode == 1
    assert hubseal("scan", ".", cwd=tmp_path).returncode == 0
