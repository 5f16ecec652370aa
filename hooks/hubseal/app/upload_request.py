"""What `hubseal upload` is asked for: what `hf upload` takes, and how the scan before it is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..types import FAMILIES, Family
from .request import FailOn


class UploadRequest(NamedTuple):
    """An upload of a file or a folder to the Hub. Names and meanings are those of `hf upload`."""

    repo_id: str
    local_path: str | None = None
    path_in_repo: str | None = None
    repo_type: str | None = None
    revision: str | None = None
    private: bool | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    commit_message: str | None = None
    commit_description: str | None = None
    create_pr: bool | None = None
    every: float | None = None
    token: str | None = None
    families: tuple[Family, ...] = FAMILIES
    fail_on: FailOn | None = None
    """None: as the policy says."""
    policy_file: str = ""
    """A policy that stands elsewhere."""


def client_words(request: UploadRequest, ignored: tuple[str, ...]) -> Iterator[str]:
    """The words of `hf upload` for the same upload; files that a .gitignore leaves out are not even sampled."""
    from glob import escape

    yield "upload"
    for name, value in (
        ("--repo-type", request.repo_type),
        ("--revision", request.revision),
        ("--commit-message", request.commit_message),
        ("--commit-description", request.commit_description),
        ("--every", None if request.every is None else str(request.every)),
        ("--token", request.token),
    ):
        if value is not None:
            yield f"{name}={value}"
    for name, flag in (("private", request.private), ("create-pr", request.create_pr)):
        if flag is not None:
            yield f"--{name}" if flag else f"--no-{name}"
    for name, values in (("include", request.include), ("exclude", request.exclude), ("delete", request.delete)):
        yield from (f"--{name}={value}" for value in values)
    yield from (f"--exclude={escape(name)}" for name in ignored)
    yield "--"
    yield request.repo_id
    if request.local_path is not None:
        yield request.local_path
        if request.path_in_repo is not None:
            yield request.path_in_repo
