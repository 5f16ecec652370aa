"""What a user accepts: waivers and `allow:` of the policy, comments beside a finding, baselines."""

from .allow import Allow, accepted_by
from .baseline import (
    BASELINE,
    DETECT_SECRETS,
    EMPTY,
    Baseline,
    BaselineError,
    load_baseline,
    parse_baseline,
    write_baseline,
)
from .comments import allow_comments, allowed
from .waivers import Waiver, WaiverSet, covers, expired

__all__ = [
    "BASELINE",
    "DETECT_SECRETS",
    "EMPTY",
    "Allow",
    "Baseline",
    "BaselineError",
    "Waiver",
    "WaiverSet",
    "accepted_by",
    "allow_comments",
    "allowed",
    "covers",
    "expired",
    "load_baseline",
    "parse_baseline",
    "write_baseline",
]
