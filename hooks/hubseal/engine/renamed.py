"""Notes on former ids of rules, which hold until the next major: in a policy, in a comment, in a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..policy import Policy


def renamed(where: str, former_id: str, rule_id: str, advice: str = "write that instead") -> str:
    """The note on a former id that stands somewhere."""
    return f"{where}: {former_id} is called {rule_id} now; {advice}"


def policy_notes(policy: Policy, ids: Mapping[str, str]) -> Iterator[str]:
    """A note for each former id in a policy; `ids` gives the id of today of each former one."""
    by_path = (name for levels in policy.paths.values() for name in levels)
    for name in dict.fromkeys((*policy.rules, *by_path, *(waiver.rule for waiver in policy.waivers))):
        if name in ids:
            yield renamed(policy.source or "the policy", name, ids[name])
