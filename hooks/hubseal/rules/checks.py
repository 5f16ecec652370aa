"""Rules without a detector: what the policy, the Hub or a second detector finds, and no pattern of ours."""

from __future__ import annotations

from ..rule_types import Levels, Rule, RuleEntry

RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        Rule(
            "forbidden-file",
            "files",
            "File that the policy forbids",
            "The policy of this repository says so (files.forbid).",
            "Remove it, or change `files.forbid` in .hubseal.yaml.",
            Levels("error"),
        )
    ),
    RuleEntry(
        Rule(
            "public-repo",
            "files",
            "Repository that is public and should be private",
            "Everybody can read it, now and in every copy that was made meanwhile (hub.visibility).",
            "Make it private in its settings on the Hub, or change `hub.visibility` in .hubseal.yaml.",
            Levels("error"),
        )
    ),
    RuleEntry(
        Rule(
            "ungated-repo",
            "files",
            "Repository that should be gated and is open",
            "Whoever downloads it need not ask, and nobody knows who did (hub.gated).",
            "Turn the gate on in its settings on the Hub, or change `hub.gated` in .hubseal.yaml.",
            Levels("error"),
        )
    ),
    RuleEntry(
        Rule(
            "oversize-text",
            "files",
            "Text file too large for git",
            "The Hub refuses text over 10 MB outside LFS, and nobody can read the diff.",
            "Track it with Git LFS (`git lfs track`), or split it.",
            Levels("warning"),
        )
    ),
    RuleEntry(
        Rule(
            "second-opinion",
            "tokens",
            "Secret that a second detector reports",
            "Another tool takes it for a secret, and no rule of ours does.",
            "Look at it: change it where it is valid, or allow it with a reason.",
            Levels("warning"),
        )
    ),
)
