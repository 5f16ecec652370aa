"""Which repository on the Hub, by which policy: what the options of `hubseal hub` mean."""

from __future__ import annotations

from argparse import Namespace

from .. import policy, suppression
from ..rules import RULES
from ..sources import disk
from ..types import Repo, RepoType
from . import checkout_target
from .request import UsageError

PREFIXES: dict[str, RepoType] = {"models/": "model", "datasets/": "dataset", "spaces/": "space"}


def policy_of(options: Namespace) -> tuple[policy.Policy, suppression.Baseline]:
    """The policy and the baseline of this folder, never of the repository that is judged. Raises UsageError."""
    top = disk.top([])
    try:
        rules_of = policy.read(options.policy, RULES.plan.ids) if options.policy else policy.load(top, RULES.plan.ids)
        author = checkout_target.author(top) if rules_of.allow.git_author else None
        if author:
            emails = (*rules_of.allow.emails, author)
            rules_of = rules_of._replace(allow=rules_of.allow._replace(emails=emails))
        return rules_of, suppression.load_baseline(top, rules_of.baseline)
    except (policy.PolicyError, suppression.BaselineError) as error:
        raise UsageError(str(error)) from None


def repo_of(options: Namespace, rules_of: policy.Policy) -> Repo:
    """Id and type: by flag, by the prefix of the id, by the policy, else a model."""
    name, by_name = split(options.repo_id)
    listed = next((entry.type for entry in rules_of.repos if entry.id == name), None)
    by_flag: RepoType | None = options.type or by_name
    if by_flag:
        return Repo(name, by_flag, "flag")
    if listed or rules_of.repo_type:
        return Repo(name, listed or rules_of.repo_type or "model", "policy")
    return Repo(name, "model", "default")


def split(repo_id: str) -> tuple[str, RepoType | None]:
    """`datasets/owner/name` as name and type; the type is None when the id does not say."""
    name = repo_id.strip("/")
    for prefix, repo_type in PREFIXES.items():
        if name.startswith(prefix) and name.count("/") == 2:
            return name.removeprefix(prefix), repo_type
    return name, None


def size_of(text: str | None) -> int | None:
    """Bytes that `--budget` names. Raises UsageError."""
    if text is None:
        return None
    size = policy.size(text)
    if size is None:
        raise UsageError(f"--budget takes a size such as 500MB or 2GiB; {text!r} is not one")
    return size
