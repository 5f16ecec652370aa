"""`hubseal scan --history`: each leak once, with the commit that brought it in, whatever the repository is like."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import git
from pushes import commit, removed

Found = list[dict[str, Any]]


def scan(folder: Path, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "hubseal", "scan", "--history", *words, "--format", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    assert made["exit"] == done.returncode
    return made


def tokens(report: dict[str, Any]) -> Found:
    return [finding for finding in report["findings"] if finding["rule"] == "hf-token"]


@pytest.fixture
def leak(sample: Callable[[str], str]) -> str:
    return sample("hf_{L34}")


def head(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD").strip()


def test_a_leak_is_told_once_with_the_commit_that_brought_it_in(model: Path, leak: str) -> None:
    commit(model, "a.py", f"token = '{leak}'\n", "the first")
    first = head(model)
    for number in range(3):
        commit(model, "a.py", f"token = '{leak}'\n" + "x = 1\n" * number + "y = 2\n")
    still = tokens(scan(model))
    assert [(finding["path"], finding["commit"]) for finding in still] == [("a.py", first)]
    assert "HEAD still has it" in still[0]["reason"]
    assert "main has it" in still[0]["reason"]
    git(model, "rm", "-q", "a.py")
    git(model, "commit", "-qm", "gone")
    gone = scan(model)
    assert [finding["commit"] for finding in tokens(gone)] == [first]
    assert "HEAD does not have it any more" in tokens(gone)[0]["reason"]
    assert any("filter-repo --invert-paths --path a.py" in note for note in gone["notes"])


def test_twenty_deleted_places(model: Path, sample: Callable[[str], str]) -> None:
    for number in range(20):
        (model / f"d{number % 4}").mkdir(exist_ok=True)
        text = "# words\n" * number + f"token = '{sample('hf_{L34}')[:-2]}{number:02}'\n"
        commit(model, f"d{number % 4}/f{number}.py", text)
        git(model, "rm", "-q", f"d{number % 4}/f{number}.py")
        git(model, "commit", "-qm", "gone")
    found = tokens(scan(model))
    assert sorted(finding["path"] for finding in found) == sorted(f"d{n % 4}/f{n}.py" for n in range(20))
    assert len({finding["commit"] for finding in found}) == 20


def _stash(model: Path, text: str) -> None:
    for name in ("one.txt", "README.md"):
        (model / name).write_text(text if name == "one.txt" else "x\n", encoding="utf-8")
        git(model, "add", "-A")
        git(model, "stash", "-q")


def _unreachable(model: Path, text: str) -> None:
    git(model, "checkout", "-q", "--detach")
    commit(model, "a.py", text)
    git(model, "checkout", "-q", "main")


def _branch(model: Path, text: str) -> None:
    git(model, "checkout", "-qb", "other")
    commit(model, "a.py", text)
    git(model, "checkout", "-q", "main")


def _rename(model: Path, text: str) -> None:
    commit(model, "a.py", text)
    git(model, "mv", "a.py", "b.py")
    git(model, "commit", "-qm", "renamed")


PLACES: dict[str, tuple[Callable[[Path, str], object], tuple[str, ...], int]] = {
    "another branch": (_branch, (), 1),
    "an older entry of the stash": (_stash, (), 1),
    "notes": (lambda m, t: git(m, "notes", "add", "-m", t, "HEAD"), (), 1),
    "the message of a tag": (lambda m, t: git(m, "tag", "-a", "v1", "-m", t), (), 1),
    "a commit that no branch has": (_unreachable, ("--unreachable",), 1),
    "such a commit, not asked for": (_unreachable, (), 0),
    "two names of one content": (_rename, (), 2),
    "before the range": (lambda m, t: (removed(m, t), commit(m, "b.txt", "b\n")), ("HEAD~1..",), 0),
    "within the range": (lambda m, t: removed(m, t), ("HEAD~2..",), 1),
}


@pytest.mark.parametrize("about", PLACES)
def test_what_the_history_is(about: str, model: Path, leak: str) -> None:
    prepare, words, count = PLACES[about]
    prepare(model, f"token = '{leak}'\n")
    assert len(tokens(scan(model, *words))) == count


def _replaced(model: Path, text: str) -> None:
    removed(model, text)
    commit(model, "clean.txt", "clean\n")
    git(model, "replace", git(model, "rev-parse", "HEAD~2").strip(), git(model, "rev-parse", "HEAD~3").strip())


def _grafted(model: Path, text: str) -> None:
    removed(model, text)
    commit(model, "clean.txt", "clean\n")
    first = git(model, "rev-list", "--max-parents=0", "HEAD").strip()
    (model / ".git" / "info").mkdir(exist_ok=True)
    (model / ".git" / "info" / "grafts").write_text(f"{head(model)} {first}\n", encoding="utf-8")


def _alternate(model: Path, text: str) -> None:
    removed(model, text)
    store = model.parent / "store"
    shutil.copytree(model / ".git" / "objects", store)
    for folder in (model / ".git" / "objects").iterdir():
        if folder.name not in ("info", "pack"):
            shutil.rmtree(folder)
    (model / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (model / ".git" / "objects" / "info" / "alternates").write_text(f"{store}\n", encoding="utf-8")


def _many_refs(model: Path, text: str) -> None:
    removed(model, text)
    tip = head(model)
    packed = "".join(f"{tip} refs/heads/b{number:05}\n" for number in range(50_000))
    (model / ".git" / "packed-refs").write_text(
        "# pack-refs with: peeled fully-peeled sorted \n" + packed, encoding="utf-8"
    )


def _binary_rename(model: Path, text: str) -> None:
    (model / "a.bin").write_bytes(bytes(range(256)) * 40 + text.encode())
    git(model, "add", "-A")
    git(model, "commit", "-qm", "binary")
    git(model, "mv", "a.bin", "b.bin")
    git(model, "commit", "-qm", "renamed")
    git(model, "rm", "-q", "b.bin")
    git(model, "commit", "-qm", "gone")


ODD: dict[str, Callable[[Path, str], object]] = {
    "replaced objects": _replaced,
    "grafts": _grafted,
    "objects elsewhere": _alternate,
    "50,000 refs": _many_refs,
    "a binary file that is renamed": _binary_rename,
}


@pytest.mark.parametrize("about", ODD)
def test_an_odd_repository_is_read_all_the_same(about: str, model: Path, leak: str) -> None:
    ODD[about](model, f"token = '{leak}'\n")
    report = scan(model)
    assert len(tokens(report)) in (1, 2)
    assert (report["exit"], report["unread"]) == (1, [])


def test_a_repository_of_sha_256(tmp_path: Path, leak: str) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    git(tmp_path, "config", "user.name", "Test")
    git(tmp_path, "config", "user.email", "test@example.com")
    removed(tmp_path, f"token = '{leak}'\n")
    report = scan(tmp_path)
    assert [len(finding["commit"]) for finding in tokens(report)] == [64]


def _lose(model: Path, name: str) -> None:
    (model / ".git" / "objects" / name[:2] / name[2:]).unlink()


def _damage(model: Path, name: str) -> None:
    path = model / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(b"x" * 50)


@pytest.mark.parametrize("harm", [_lose, _damage])
@pytest.mark.parametrize("what", ["HEAD~1:b.txt", "HEAD~1^{tree}"])
def test_what_is_missing_or_damaged_is_said_and_the_rest_is_read(
    what: str, harm: Callable[[Path, str], None], model: Path, leak: str
) -> None:
    commit(model, "a.py", f"token = '{leak}'\n")
    git(model, "rm", "-q", "a.py")
    commit(model, "b.txt", "something\n")
    commit(model, "b.txt", "something else\n")
    name = git(model, "rev-parse", what).strip()
    harm(model, name)
    report = scan(model)
    assert len(tokens(report)) == 1
    assert {item["cause"] for item in report["unread"]} == {"damaged"}
    without = scan(model, "HEAD~2..")
    assert without["exit"] == 3


def test_a_commit_that_is_missing_is_no_clean_history(model: Path) -> None:
    commit(model, "b.txt", "something\n")
    commit(model, "b.txt", "something else\n")
    _lose(model, git(model, "rev-parse", "HEAD~1").strip())
    done = subprocess.run(
        [sys.executable, "-m", "hubseal", "scan", "--history"], cwd=model, capture_output=True, text=True, check=False
    )
    assert done.returncode in (2, 3)
    assert len(done.stderr.splitlines()) == 1


def test_a_shallow_clone_is_called_one(model: Path, tmp_path: Path) -> None:
    commit(model, "b.txt", "b\n")
    git(tmp_path, "clone", "-q", "--depth=1", model.as_uri(), "shallow")
    assert any("shallow" in note for note in scan(tmp_path / "shallow")["notes"])


def test_many_commits_are_read_by_several_processes(tmp_path: Path, leak: str) -> None:
    """600 commits, made by one process of git; the first adds a leak, the second takes it away."""
    git(tmp_path, "init", "-q", "-b", "main")
    words = ["feature done\n"]
    for number in range(600):
        text = f"token = '{leak}'\n" if number == 0 else f"x = {number}\n"
        words.append(f"commit refs/heads/main\ncommitter T <t@example.com> {10**9 + number} +0000\ndata 3\nfix\n")
        words.append(f"M 100644 inline f{number % 7}.py\ndata {len(text)}\n{text}\n")
    stream = "".join([*words, "done\n"])
    subprocess.run(["git", "fast-import", "--quiet"], cwd=tmp_path, input=stream, text=True, check=True)
    report = scan(tmp_path)
    assert [finding["path"] for finding in tokens(report)] == ["f0.py"]
    assert report["coverage"]["files"] == 600


def test_what_is_accepted_is_accepted_in_its_history(model: Path, leak: str) -> None:
    commit(model, "a.py", f"token = '{leak}'\n")
    done = subprocess.run(
        [sys.executable, "-m", "hubseal", "baseline"], cwd=model, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    commit(model, "a.py", f"token = '{leak}'\nx = 1\n")
    git(model, "rm", "-q", "a.py")
    git(model, "commit", "-qm", "gone")
    report = scan(model)
    assert (report["exit"], tokens(report)) == (0, [])
    assert len([item for item in report["waived"] if item["rule"] == "hf-token"]) == 1


def test_names_that_hold_a_leak_are_not_printed(model: Path, leak: str) -> None:
    commit(model, f"{leak}.py", f"token = '{leak}'\n")
    git(model, "branch", f"for/{leak}")
    git(model, "rm", "-q", f"{leak}.py")
    git(model, "commit", "-qm", "gone")
    report = scan(model)
    assert leak not in json.dumps(report)
    assert "for/hf_… 37, main have it" in tokens(report)[0]["reason"]
    assert any("--invert-paths --path 'hf_… 37.py'" in note for note in report["notes"])


def test_a_large_file_that_is_still_there_is_not_called_gone(model: Path, tmp_path: Path, leak: str) -> None:
    """git has its pointer, and the history what stands in the file."""
    content = f"name,key\nanna,{leak}\n".encode()
    oid = hashlib.sha256(content).hexdigest()
    stored = model / ".git" / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
    stored.parent.mkdir(parents=True)
    stored.write_bytes(content)
    commit(model, "a.csv", f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n")
    report = scan(model, "--replacements", "../values.txt")
    assert ["HEAD still has it" in finding["reason"] for finding in tokens(report)] == [True]
    assert leak in (tmp_path / "values.txt").read_text(encoding="utf-8")


def test_a_file_that_a_tag_names_is_said_not_to_be_read(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("something\n", encoding="utf-8")
    oid = git(model, "hash-object", "-w", str(tmp_path / "a.txt")).strip()
    git(model, "tag", "light", "HEAD")
    git(model, "tag", "-a", "-m", "one", "annotated", "HEAD")
    assert scan(model)["exit"] == 0
    git(model, "tag", "file", oid)
    git(model, "tag", "-a", "-m", "one", "deep", oid)
    git(model, "tag", "folder", "HEAD^{tree}")
    report = scan(model)
    tree = git(model, "rev-parse", "HEAD^{tree}")
    assert {item["place"] for item in report["unread"]} == {f"object {oid[:12]}", f"object {tree[:12]}"}
    assert report["exit"] == 3


def test_a_stash_whose_log_is_damaged_hides_nothing(model: Path, leak: str) -> None:
    """git takes a line of its input as an option, or as the end of them."""
    _stash(model, f"token = '{leak}'\n")
    log = model / ".git" / "logs" / "refs" / "stash"
    kept = log.read_text(encoding="utf-8")
    lines = (f"{'0' * 40} {word} T <t@example.com> 1 +0000\tx\n" for word in ("--not", "--all", "--", "README.md"))
    log.write_text(kept + "".join(lines), encoding="utf-8")
    assert len(tokens(scan(model))) == 1


def test_excluded_paths_and_folders_of_other_repositories(model: Path, leak: str) -> None:
    policy = "exclude: [tests/**]\nrepos: [{path: models/a, id: org/a, type: model}]\n"
    commit(model, ".hubseal.yaml", policy)
    for name in ("tests", "models/a"):
        (model / name).mkdir(parents=True)
        commit(model, f"{name}/a.py", f"token = '{leak}'\n")
    found = tokens(scan(model))
    assert [finding["shown"] for finding in found] == [os.path.normpath("models/a/a.py")]
    assert "HEAD still has it" in found[0]["reason"]


def test_the_clean_up_that_is_advised_cleans_up(
    model: Path, tmp_path: Path, leak: str, sample: Callable[[str], str]
) -> None:
    commit(model, "a.py", f"token = '{leak}'\n", f"with {leak}")
    key = (
        "-----BEGIN RSA PRIVATE"
        + " KEY-----\n"
        + "\n".join([sample("{B64}")] * 8)
        + "\n-----END RSA PRIVATE"
        + " KEY-----\n"
    )
    commit(model, "b.txt", "kept\n" + key)
    commit(model, "a.py", "token = os.environ['HF_TOKEN']\n")
    assert scan(model)["exit"] == 1
    report = scan(model, "--replacements", "../values.txt")
    values = tmp_path / "values.txt"
    assert leak not in json.dumps(report)
    assert os.name == "nt" or values.stat().st_mode & 0o777 == 0o600
    git(tmp_path, "clone", "-q", "--no-local", str(model), "fresh")
    fresh = tmp_path / "fresh"
    words = ["--replace-text", str(values), "--replace-message", str(values)]
    done = subprocess.run(
        [sys.executable, "-m", "git_filter_repo", *words], cwd=fresh, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    after = scan(fresh)
    assert (after["exit"], after["findings"]) == (0, [])
    assert (fresh / "b.txt").read_text(encoding="utf-8").startswith("kept\n")


WRONG = {
    "an option": (("--history=--output=x",), "options"),
    "no revision": (("--history", "nowhere..main"), "cannot be read"),
    "staged": (("--history", "--staged"), "--staged"),
    "a file": (("--history", "HEAD", "README.md"), "folder"),
    "replacements of nothing": (("--replacements", "x"), "--history"),
}


@pytest.mark.parametrize("about", WRONG)
def test_words_that_make_no_sense(about: str, model: Path) -> None:
    words, told = WRONG[about]
    done = subprocess.run(
        [sys.executable, "-m", "hubseal", "scan", *words], cwd=model, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert not (model / "x").exists()
