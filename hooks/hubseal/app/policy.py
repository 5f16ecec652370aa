"""The policy that holds for a scan, and the baseline that it names."""

from __future__ import annotations

from ..policy import Policy, PolicyError, load, read
from ..rules import RULES
from ..suppression.baseline import Baseline, BaselineError
from ..suppression.baseline_file import load_baseline
from .request import UsageError


def load_policy(folder: str, file: str = "", within: str | None = None) -> Policy:
    """The policy in `file`, else that of `folder`; files that it extends stay `within`. Raises UsageError."""
    try:
        ids = RULES.plan.names
        return read(file, ids, within) if file else load(folder, ids, within=within)
    except PolicyError as error:
        from .clean_text import clean_word

        raise UsageError(error.text(clean_word)) from None


def load_effective(
    folder: str, file: str = "", work_tree: str = "", new_baseline: bool = False, within: str | None = None
) -> tuple[Policy, Baseline]:
    """The policy in `file`, else that of `folder`, and the baseline of `folder`. Raises UsageError, also when there is
    no baseline of the name that the policy gives, unless it may be a `new_baseline`.

    What the policy extends stays `within` a folder, if it is given. `allow.git_author` becomes the address that git
    signs commits with in `work_tree`, by default `folder`.
    """
    policy = load_policy(folder, file, within)
    try:
        baseline = load_baseline(folder, policy.baseline, new_baseline)
    except BaselineError as error:
        from .clean_text import clean_word

        raise UsageError(str(error).replace(policy.baseline, clean_word(policy.baseline))) from None
    return (_with_author(policy, work_tree or folder) if policy.allow.git_author else policy), baseline


def _with_author(policy: Policy, folder: str) -> Policy:
    """The policy, with the address of whoever commits in a folder allowed."""
    from ..sources import git

    author = git.author(folder)
    if not author:
        return policy
    return policy._replace(allow=policy.allow._replace(emails=(*policy.allow.emails, author)))
