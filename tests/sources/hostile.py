"""Makers of git folders that would run a command or hide a file, each for its reason."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from conftest import git

Make = Callable[[Path, str], None]
"""(folder, command): plants something in the folder that would run the command."""


def config(folder: Path, *lines: str, name: str = "config") -> None:
    """Adds lines to a config of git."""
    with open(folder / name, "a", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))


def unpacked(folder: Path) -> Path:
    """A repository as an unpacked archive brings it; returns its git folder."""
    git(folder, "init", "-q", "-b", "main")
    with open(folder / ".git" / "info" / "exclude", "w", encoding="utf-8") as file:
        file.write("leak.py\n")
    return folder / ".git"


def bare_shape(folder: Path, command: str) -> None:
    """The folder itself looks like a bare repository."""
    git(folder, "init", "-q", "--bare", ".")
    config(folder, "[core]", "bare = false", "worktree = .", f'fsmonitor = "{command}"')
    (folder / "info" / "exclude").write_text("leak.py\n", encoding="utf-8")


def monitor(folder: Path, command: str) -> None:
    config(unpacked(folder), "[core]", f'fsmonitor = "{command}"')


def monitor_in_the_tree(folder: Path, command: str) -> None:
    """The monitor is a script of the tree, named by a relative path."""
    (folder / "watch.sh").write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    (folder / "watch.sh").chmod(0o755)
    config(unpacked(folder), "[core]", "fsmonitor = ./watch.sh", "fsmonitorHookVersion = 1")


def included(folder: Path, command: str) -> None:
    config(folder, "[core]", f'fsmonitor = "{command}"', name="extra")
    config(unpacked(folder), "[include]", "path = ../extra")


def included_if(folder: Path, command: str) -> None:
    config(folder, "[core]", f'fsmonitor = "{command}"', name="extra")
    config(unpacked(folder), '[includeIf "gitdir:**"]', "path = ../extra")


def worktree_config(folder: Path, command: str) -> None:
    place = unpacked(folder)
    config(place, "[extensions]", "worktreeConfig = true")
    config(place, "[core]", f'fsmonitor = "{command}"', name="config.worktree")


def hooks(folder: Path, command: str) -> None:
    """Hooks that commands could start, in the usual place and by a path."""
    place = unpacked(folder)
    for where in (place / "hooks", folder / "mine"):
        where.mkdir(exist_ok=True)
        for name in (
            "post-index-change",
            "pre-auto-gc",
            "reference-transaction",
            "post-checkout",
            "fsmonitor-watchman",
        ):
            (where / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
            (where / name).chmod(0o755)
    config(place, "[core]", "hooksPath = mine")


def drivers(folder: Path, command: str) -> None:
    """Filters, diff drivers and merge drivers, wired to every file."""
    (folder / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n", encoding="utf-8")
    place = unpacked(folder)
    config(
        place,
        '[filter "evil"]',
        *(f'{verb} = "{command}"' for verb in ("clean", "smudge", "process")),
        "required = true",
    )
    config(place, '[diff "evil"]', f'textconv = "{command}"', f'command = "{command}"')
    config(place, "[diff]", f'external = "{command}"', '[merge "evil"]', f'driver = "{command}"')


def helpers(folder: Path, command: str) -> None:
    """Everything else of a config that names a program."""
    place = unpacked(folder)
    named = {
        "core": ("pager", "editor", "sshCommand", "askPass", "gitProxy", "alternateRefsCommand"),
        "credential": ("helper",),
        "gpg": ("program",),
        "sequence": ("editor",),
        "pager": ("ls-files", "config", "cat-file"),
        "alias": ("ls-files", "diff-index", "check-ignore"),
        "uploadpack": ("packObjectsHook",),
    }
    for section, keys in named.items():
        bang = "!" if section in ("alias", "credential") else ""
        config(place, f"[{section}]", *(f'{key} = "{bang}{command}"' for key in keys))
    config(place, "[log]", "showSignature = true", "[commit]", "gpgSign = true")


def promised(folder: Path, command: str) -> None:
    """Missing objects would be fetched from a remote that starts a command."""
    place = unpacked(folder)
    (folder / "gone.txt").write_text("text\n", encoding="utf-8")
    git(folder, "add", "gone.txt")
    oid = git(folder, "rev-parse", ":gone.txt").strip()
    (place / "objects" / oid[:2] / oid[2:]).unlink()
    config(place, "[core]", "repositoryformatversion = 1", "[extensions]", "partialClone = origin")
    config(place, '[remote "origin"]', "promisor = true", f"url = file://{folder}", f'uploadpack = "{command};"')


def promised_by_ext(folder: Path, command: str) -> None:
    promised(folder, command)
    config(folder / ".git", "[protocol]", "allow = always", '[protocol "ext"]', "allow = always")
    config(folder / ".git", '[remote "origin"]', f'url = "ext::sh -c {command.split(";")[0].replace(" ", "% ")}"')


def submodules(folder: Path, command: str) -> None:
    """A .gitmodules whose urls and updates are commands."""
    unpacked(folder)
    text = f'[submodule "a"]\npath = a\nurl = ext::sh -c "{command}"\nupdate = "!{command}"\n'
    (folder / ".gitmodules").write_text(text, encoding="utf-8")


def elsewhere(folder: Path, command: str) -> None:
    """A `.git` file that names a git folder which lies in the tree under another name."""
    monitor(folder, command)
    (folder / ".git").rename(folder / "data")
    (folder / ".git").write_text("gitdir: data\n", encoding="utf-8")


def linked(folder: Path, command: str) -> None:
    """A `.git` that is a link to such a folder."""
    monitor(folder, command)
    (folder / ".git").rename(folder / "data")
    os.symlink("data", folder / ".git")


def common(folder: Path, command: str) -> None:
    """A git folder whose objects, refs and config are in another one."""
    monitor(folder, command)
    (folder / ".git").rename(folder / "data")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (folder / ".git" / "commondir").write_text("../data\n", encoding="utf-8")


def other_work_tree(folder: Path, command: str) -> None:
    """A config that says that the work tree is elsewhere, so that nothing here is in it."""
    monitor(folder, command)
    config(folder / ".git", "[core]", f"worktree = {folder.parent}")


def said_bare(folder: Path, command: str) -> None:
    monitor(folder, command)
    config(folder / ".git", "[core]", "bare = true")


def excludes_file(folder: Path, command: str) -> None:
    monitor(folder, command)
    (folder / "rules").write_text("*\n", encoding="utf-8")
    config(folder / ".git", "[core]", f"excludesFile = {folder / 'rules'}", "ignoreCase = true")


HOSTILE: dict[str, Make] = {
    "the shape of a bare repository": bare_shape,
    "fsmonitor": monitor,
    "fsmonitor in the tree": monitor_in_the_tree,
    "include.path": included,
    "includeIf": included_if,
    "config.worktree": worktree_config,
    "hooks and core.hooksPath": hooks,
    "filters, textconv, external diff": drivers,
    "pager, ssh, askpass, aliases, helpers": helpers,
    "a promisor remote with an uploadpack": promised,
    "a promisor remote with the ext transport": promised_by_ext,
    "commands in .gitmodules": submodules,
    "a .git file that points elsewhere": elsewhere,
    "a .git that is a link": linked,
    "commondir": common,
    "core.worktree": other_work_tree,
    "core.bare": said_bare,
    "core.excludesFile": excludes_file,
}
