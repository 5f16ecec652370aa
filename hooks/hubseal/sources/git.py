"""The one place that runs git: plumbing commands, with the repository named, in an environment of few variables.

What is judged must not run. So git never looks for a repository by itself (a folder of a model can look like a bare
one), and what a config could start is switched off by options, which win over every config: the file-system monitor,
hooks, transports. Commands that ask filters, diff drivers, pagers or signers are not used. `GIT_DIR` and its like of a
hook that runs us are left out, and so are tokens: the environment is a list of what git needs.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from types import ModuleType

from .git_limits import SOON, memory_limit, waits
from .work_tree import WorkTree, find, holds, owner_differs, special

OPTIONS = (
    "--no-pager", "--literal-pathspecs",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.untrackedCache=false",
    "-c", "core.askPass=",
    "-c", "credential.helper=",
    "-c", "safe.bareRepository=explicit",
    "-c", "protocol.ext.allow=never",
)  # fmt: skip
"""What every call of git begins with, before `--git-dir` and `--work-tree`."""
KEPT = (
    "PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
    "SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
)  # fmt: skip
"""Variables that git sees of ours."""
NETWORK = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO",
)  # fmt: skip
"""Variables of ours that it sees besides when it fetches."""
ALWAYS = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_SSH_COMMAND": "false",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ADVICE": "0",
}
"""Variables that git sees besides. Objects are never fetched: `none` is a transport that nobody has."""
LATE = 120.0
"""Seconds after which git is stopped."""
LISTING = ("ls-files", "check-ignore", "check-attr")
"""Commands that read nothing but the index and rules, so that little memory does."""
_NOT_LITERAL = ("check-ignore",)
"""Commands that refuse `--literal-pathspecs`; they take names as they are."""


class GitError(Exception):
    """git cannot tell; the text is one line that says why and what to do, and holds nothing of a file."""


def executable(tree: WorkTree | None = None) -> str:
    """The path of git by the absolute folders of PATH outside of the work tree, so never one of what is scanned. Raises
    GitError."""
    names = [f"git{end}" for end in (".exe", ".com")] if os.name == "nt" else ["git"]
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        own = tree is not None and holds(tree.top, os.path.normpath(folder))
        for name in names if os.path.isabs(folder) and not own else ():
            path = os.path.join(folder, name)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    raise GitError("git is not on PATH; install it")


def environment(index: str | None = None) -> dict[str, str]:
    """The environment that git runs in; `index` names another index than the work tree's own."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **ALWAYS, **({"GIT_INDEX_FILE": index} if index else {})}


def command(tree: WorkTree | None, args: Sequence[str]) -> list[str]:
    """The whole command line. Without a work tree git gets none, so that it finds none. Raises GitError."""
    options = [o for o in OPTIONS if o != "--literal-pathspecs" or args[0] not in _NOT_LITERAL]
    where = [f"--git-dir={os.devnull}"] if tree is None else [f"--git-dir={tree.git_dir}", f"--work-tree={tree.top}"]
    return [executable(tree), *options, *where, *args]


def trust(tree: WorkTree) -> None:
    """Raises GitError where git itself would not trust the repository, or would wait on one of its files for ever."""
    name = special(tree)
    if name is not None:
        raise GitError(f"{name} of the git folder is not a regular file; remove it")
    if owner_differs(tree) and not _safe(tree.top):
        raise GitError(
            "git does not trust this repository, another user owns it (dubious ownership); if you trust it, run "
            f"`git config --global --add safe.directory {tree.top}`"
        )


def _safe(top: str) -> bool:
    """Whether the user's or the machine's config says that a repository of somebody else is to be trusted."""
    try:
        listed = run(None, "config", "-z", "--get-all", "safe.directory").split(b"\0")[:-1]
    except GitError:
        return False
    known: set[str] = set()
    for entry in map(os.fsdecode, listed):
        known = known | {entry} if entry else set()
    places = {top, os.path.realpath(top)}
    parents = tuple(entry[:-1] for entry in known if entry.endswith("/*"))
    return "*" in known or bool(known & places) or any(p.startswith(parents) for p in places if parents)


def run(
    tree: WorkTree | None,
    *args: str,
    index: str | None = None,
    given: bytes | None = None,
    answers: Sequence[int] = (0,),
    more: Mapping[str, str] | None = None,
) -> bytes:
    """What a command of git prints. It runs at the top of the work tree. Raises GitError.

    `given` is its input, `answers` are exit codes that are no error, `more` are variables that git sees besides.
    """
    process = start(tree, args, index, subprocess.PIPE, more)
    with process:
        try:
            try:
                out, err = process.communicate(given, SOON)
            except subprocess.TimeoutExpired:
                if tree is not None and more is None and waits(tree):
                    raise
                out, err = process.communicate(timeout=LATE)
        except subprocess.TimeoutExpired:
            raise GitError(f"git {args[0]} does not come to an end") from None
        finally:
            process.kill()
    if process.returncode not in answers:
        raise GitError(f"git {args[0]} failed: {_reason(err)}")
    return out


def fetch(tree: WorkTree, commit: str) -> None:
    """Fetches one commit from `origin`, by HTTP or from a folder: no other transport, no hook, no submodule. Raises
    GitError."""
    options = ("--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-gc", "--no-write-fetch-head")
    network = {name: os.environ[name] for name in NETWORK if name in os.environ}
    more = {**network, "GIT_ALLOW_PROTOCOL": "https:http:file"}
    run(tree, "fetch", *options, "--upload-pack=git-upload-pack", "--", "origin", commit, more=more)


def start(
    tree: WorkTree | None,
    args: Sequence[str],
    index: str | None = None,
    stderr: int = subprocess.DEVNULL,
    more: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """A process of git with pipes to it and from it; `more` are variables that it sees besides. Raises GitError."""
    folder = tree.top if tree is not None else os.path.dirname(executable())
    try:
        return subprocess.Popen(
            command(tree, args),
            cwd=folder,
            env={**environment(index), **(more or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            close_fds=True,
            preexec_fn=memory_limit(tree) if tree is not None and args[0] in LISTING else None,
        )
    except OSError as error:
        raise GitError(f"git cannot be started ({error.strerror or type(error).__name__})") from None


def _reason(err: bytes) -> str:
    """What git gives as its reason, without the names and values that it quotes."""
    lines = err.decode("utf-8", "replace").splitlines()
    line = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1] if lines else "it says nothing"
    )
    return re.sub(r"'[^']*'|\"[^\"]*\"|\S*[/\\]\S*", "...", line.split(":", 1)[-1].strip()[:2_000])[:200]


def config(tree: WorkTree | None, name: str) -> bytes:
    """What the config of the machine, the user and the repository says of a name; empty when they say nothing. What
    `OPTIONS` sets does not count. Raises GitError."""
    fields = run(tree, "config", "-z", "--show-origin", "--get-all", name, answers=(0, 1)).split(b"\0")
    said = [value for origin, value in zip(fields[::2], fields[1::2], strict=False) if origin.startswith(b"file:")]
    return said[-1] if said else b""


def author(folder: str, what: str = "email") -> str | None:
    """The e-mail address (or the `name`) that git would sign commits in a folder with; None when there is none, or no
    git to ask."""
    tree = find(folder)
    try:
        if tree is not None:
            trust(tree)
        return run(tree, "config", "--get", f"user.{what}").decode("utf-8", "replace").strip() or None
    except GitError:
        return None


def gitpython() -> ModuleType:
    """`git.cmd` of GitPython.

    GitPython starts `git version` when it is imported, with all of our environment. With a git that is none, it
    starts nothing; `plumbing` hands it the processes of this module.
    """
    import sys

    if "git.cmd" in sys.modules:
        return sys.modules["git.cmd"]
    override = {
        "GIT_PYTHON_REFRESH": "quiet",
        "GIT_PYTHON_GIT_EXECUTABLE": os.path.join(os.path.dirname(__file__), "none"),
    }
    before = {name: os.environ.get(name) for name in override}
    os.environ.update(override)
    try:
        import git.cmd
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
    return git.cmd
