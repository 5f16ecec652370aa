"""The files that the Hub's client would send from a folder, found as it finds them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from . import gitignore, sent

GITIGNORE = ".gitignore"


class UploadPlan(NamedTuple):
    """What an upload would send."""

    files: tuple[sent.Outgoing, ...]
    ignored: tuple[str, ...] = ()
    """Paths relative to the folder that the .gitignore among the files leaves out."""


def client_version() -> str:
    """The installed huggingface_hub's; empty when there is none."""
    try:
        import huggingface_hub
    except ImportError:
        return ""
    return str(huggingface_hub.__version__)


def plan(
    local: str,
    path_in_repo: str = "",
    include: Sequence[str] | str | None = None,
    exclude: Sequence[str] | str | None = None,
    gitignored: bool = True,
) -> UploadPlan:
    """The files below a folder, or one file.

    Patterns are matched, and files of the client's own are left out, by the client's public functions, against paths
    relative to the folder. With `gitignored`, what a .gitignore that goes to the top of the repository says is left
    out. Raises ImportError without huggingface_hub.
    """
    if os.path.isfile(local):
        return UploadPlan((sent.of_path(path_in_repo.lstrip("/") or os.path.basename(local), local),))
    from huggingface_hub.utils import DEFAULT_IGNORE_PATTERNS, filter_repo_objects

    base = Path(local).expanduser().resolve()
    found = {path.relative_to(base).as_posix(): path for path in sorted(base.glob("**/*")) if path.is_file()}
    left_out = [exclude] if isinstance(exclude, str) else list(exclude or ())
    wanted = [include] if isinstance(include, str) else None if include is None else list(include)
    names: list[str] = list(
        filter_repo_objects(list(found), allow_patterns=wanted, ignore_patterns=[*left_out, *DEFAULT_IGNORE_PATTERNS])
    )
    stripped = path_in_repo.strip("/")
    prefix = f"{stripped}/" if path_in_repo and stripped not in ("", ".") else ""
    ignored: list[str] = []
    if gitignored and GITIGNORE in names and not prefix:
        judge = gitignore.ignored(found[GITIGNORE].read_text(encoding="utf-8", errors="replace"))
        ignored = [name for name in names if judge(name)]
    away = set(ignored)
    shown = os.path.normpath(local)
    files = (
        sent.of_path(prefix + name, os.path.join("" if shown == os.curdir else shown, *name.split("/")))
        for name in names
        if name not in away
    )
    return UploadPlan(tuple(files), tuple(ignored))


def parsed_uri(address: str) -> tuple[str, str, str] | None:
    """(id, type, path in the repository) of a `hf://` address; None for a bucket, and for what is none."""
    from huggingface_hub import utils

    try:
        uri = utils.parse_hf_uri(address)
    except ValueError:
        return None
    return None if uri.type == "bucket" else (str(uri.id), str(uri.type), str(uri.path_in_repo or ""))


def run_client(words: Sequence[str]) -> int:
    """Runs `hf` in this process; returns its exit code."""
    import sys

    from huggingface_hub.cli import hf

    main: Callable[[], object] = hf.main
    before = sys.argv
    sys.argv = ["hf", *words]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
    return 0
