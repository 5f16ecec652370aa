"""A scan of the message of a commit that is being made."""

from __future__ import annotations

import os

from .. import engine, sidefile
from ..sources import git, history, work_tree
from ..types import Family, Report
from . import checkout_target, scanner
from .message import without_comments, without_trailers
from .policy import load_effective
from .request import FailOn, UsageError

LARGEST = 16 << 20
"""Bytes of a message that is read; more are none that a person wrote."""
KEEPING = (b"verbatim", b"whitespace", b"scissors")
"""Ways of `commit.cleanup` that leave lines that begin as comments do."""


def scan(file: str, families: tuple[Family, ...], fail_on: FailOn | None, policy_file: str) -> Report:
    """The report on a message. Raises UsageError when it cannot be read."""
    tree = work_tree.find(os.path.dirname(os.path.abspath(file))) or work_tree.find(os.curdir)
    top = tree.top if tree is not None else os.path.abspath(os.curdir)
    policy, baseline = load_effective(top, policy_file, top)
    try:
        text = sidefile.read(file, LARGEST)
    except sidefile.SideFileError as error:
        raise UsageError(f"the message cannot be read: {error}") from None
    if text is None:
        raise UsageError("the message cannot be read: there is no such file")
    text = without_trailers(without_comments(text, *_comments(tree)))
    settings = engine.Settings(
        repo=checkout_target.detect(top, policy.repo_type, None),
        target="commit message",
        families=families,
        baseline=baseline,
        cache=scanner.CACHE,
        fail_on=fail_on,
    )
    context = scanner.make_context(policy, settings)
    blob = history.message(text, None)
    return engine.make_report(engine.fold(engine.scan_items([blob], context)), context)


def _comments(tree: work_tree.WorkTree | None) -> tuple[bytes, bool]:
    """The sign of comments in messages, and whether such lines are kept; git's defaults where it cannot tell."""
    try:
        sign = git.config(tree, "core.commentChar") or git.config(tree, "core.commentString")
        cleanup = git.config(tree, "commit.cleanup")
    except git.GitError:
        return b"#", False
    return (sign if sign not in (b"", b"auto") else b"#"), cleanup in KEEPING
