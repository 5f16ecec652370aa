"""What somebody pushes: a repository with a remote, what is done in it, and the words of the push."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from conftest import git


class Push(NamedTuple):
    """`prepare(folder, leak)` makes the commits; `words` are what `git push` is told; `leaks` whether it must be stopped."""

    prepare: Callable[[Path, str], object]
    words: tuple[str, ...]
    leaks: bool


def commit(folder: Path, name: str, text: str, message: str = "change") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message, "--no-verify")


def removed(folder: Path, leak: str) -> None:
    commit(folder, "a.py", leak)
    git(folder, "rm", "-q", "a.py")
    git(folder, "commit", "-qm", "without", "--no-verify")


def branch(folder: Path, leak: str, name: str = "other") -> None:
    git(folder, "checkout", "-qb", name)
    removed(folder, leak)
    git(folder, "checkout", "-q", "main")


def pushed(folder: Path, *words: str) -> None:
    git(folder, "push", "-q", "--no-verify", "origin", *words)


def forced(folder: Path, leak: str) -> None:
    commit(folder, "x.txt", "one\n")
    pushed(folder, "main")
    git(folder, "reset", "-q", "--hard", "HEAD~1")
    removed(folder, leak)


def merged(folder: Path, leak: str) -> None:
    git(folder, "checkout", "-qb", "side")
    commit(folder, "side.txt", "s\n")
    git(folder, "checkout", "-q", "main")
    commit(folder, "main.txt", "m\n")
    pushed(folder, "main", "side")
    git(folder, "merge", "-q", "--no-commit", "side")
    commit(folder, "evil.py", leak, "merge")
    git(folder, "rm", "-q", "evil.py")
    git(folder, "commit", "-qm", "without", "--no-verify")


def rooted(folder: Path, leak: str) -> None:
    pushed(folder, "main")
    git(folder, "checkout", "-q", "--orphan", "root")
    removed(folder, leak)


def tagged(folder: Path, leak: str) -> None:
    pushed(folder, "main")
    git(folder, "tag", "-a", "v1", "-m", f"release {leak}")


def tag_of_leak(folder: Path, leak: str) -> None:
    pushed(folder, "main")
    git(folder, "checkout", "-q", "--detach")
    removed(folder, leak)
    git(folder, "tag", "v2")
    git(folder, "checkout", "-q", "main")


def said(folder: Path, leak: str) -> None:
    commit(folder, "a.txt", "a\n", f"it worked with {leak}")


def deleted(folder: Path, leak: str) -> None:
    pushed(folder, "main", "main:gone")
    git(folder, "fetch", "-q", "origin")


def there_already(folder: Path, leak: str) -> None:
    removed(folder, leak)
    pushed(folder, "main")
    commit(folder, "b.txt", "b\n")


def noted(folder: Path, leak: str) -> None:
    git(folder, "notes", "add", "-m", leak, "HEAD")


def second_round(folder: Path, leak: str) -> None:
    pushed(folder, "main")
    commit(folder, "b.txt", "b\n")


PUSHES = {
    "added, then removed": Push(removed, ("origin", "main"), True),
    "the second of two branches": Push(branch, ("origin", "main", "other"), True),
    "a branch of another name there": Push(removed, ("origin", "HEAD:refs/heads/x/y"), True),
    "the first push of a second root": Push(rooted, ("origin", "root"), True),
    "a force push": Push(forced, ("--force", "origin", "main"), True),
    "a merge that adds what no parent has": Push(merged, ("origin", "main"), True),
    "a tag of a commit that no branch has": Push(tag_of_leak, ("origin", "v2"), True),
    "all tags": Push(tag_of_leak, ("origin", "--tags"), True),
    "an address instead of a remote": Push(lambda f, leak: (removed(f, leak), None), ("../there.git", "main"), True),
    "the message of a commit": Push(said, ("origin", "main"), True),
    "the first push of all": Push(lambda f, _: None, ("origin", "main"), False),
    "one more commit": Push(second_round, ("origin", "main"), False),
    "a ref that is deleted": Push(deleted, ("origin", ":gone"), False),
    "a leak that is there already": Push(there_already, ("origin", "main"), False),
    "nothing new": Push(lambda f, _: pushed(f, "main"), ("origin", "main:again"), False),
}
"""By what makes it special."""
EXACT = {
    "the message of an annotated tag": Push(tagged, ("origin", "v1"), True),
    "a branch that is not pushed": Push(branch, ("origin", "main"), False),
    "a leak in notes that are pushed": Push(noted, ("origin", "refs/notes/commits"), True),
    "a leak in notes that are not": Push(noted, ("origin", "main"), False),
}
"""What git's own hook knows. A runner of hooks does not tell it; for a tag of a commit that is there it runs none."""


def with_remote(folder: Path) -> Path:
    """Gives a repository an empty remote; the folder of that."""
    there = folder.parent / "there.git"
    git(folder, "init", "-q", "--bare", str(there))
    git(folder, "remote", "add", "origin", str(there))
    return there
