"""Hugging Face: user, organisation, OAuth, trusted-publisher, app and S3 tokens."""

from __future__ import annotations

from re import Match

from ...rule_types import MatchContext, RuleEntry, Trigger, Verdict
from ...validators.known_samples import published
from ...validators.synthetic import shaped
from ...validators.values import wordlike
from ..patterns import LEFT
from .cut import CUT_TOKEN
from .token_builders import prefixed
from .value_format import END


def _on(prefix: str, ahead: int = 512) -> tuple[Trigger, ...]:
    return (Trigger(prefix.encode(), 0, ahead),)


SETTINGS = "https://huggingface.co/settings/tokens"
REVOKE = f"Revoke it at {SETTINGS}, make a new one, then remove it; the history keeps what was committed."
READS = "Whoever reads it acts as its owner on the Hub: reads private models and datasets and, with write access, replaces them."
JWT = rb"eyJ[0-9A-Za-z_-]{10,2000}\.eyJ[0-9A-Za-z_-]{10,4000}\.[0-9A-Za-z_-]{10,1000}(?![0-9A-Za-z_-])"
JWT_SAMPLE = "eyJ{b40}.eyJ{b80}.{b60}"


def not_a_name(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """An identifier of the same shape (`_call_hf_processorFor...`) has words in it and hardly a change of case."""
    body = match["leak"].partition(b"_")[2] or match["leak"]
    changes = sum(a.isupper() != b.isupper() for a, b in zip(body.decode(), body.decode()[1:], strict=False))
    if changes < 3 and not any(48 <= c <= 57 for c in body):
        return Verdict("off", "it is an identifier")
    capitals = sum(65 <= c <= 90 for c in body)
    return Verdict("off", "it is an identifier") if wordlike(body) and (changes < 8 or capitals < 8) else None


RULES: tuple[RuleEntry, ...] = (
    prefixed(
        "hf-token",
        "Hugging Face user access token",
        READS,
        url=SETTINGS,
        pattern=rb"hf_[0-9A-Za-z]{34}(?:(?=hf_[A-Za-z]{34})|" + END + rb")",
        triggers=_on("hf_", 128),
        prefixes=("hf_",),
        validators=(shaped, not_a_name, published),
        samples=("hf_{L34}", "hf_{a34}"),
        clean=("hf_{L33}", "_call_hf_{|}processorForLanguageModelOutputHead", "hf_{a40}", "hf_" + "x" * 34),
        left=LEFT,
        fix=REVOKE,
        bits=194,
    ),
    prefixed(
        "hf-org-token",
        "Hugging Face organisation token",
        "Whoever reads it acts for the organisation wherever such a token is still accepted.",
        "api_org_{a34}",
        url=SETTINGS,
        samples=("api_org_{L34}",),
        validators=(shaped, not_a_name),
        clean=("api_org_{L20}", "api_org_" + "x" * 34),
        fix=REVOKE,
        bits=194,
    ),
    prefixed(
        "hf-oauth-token",
        "Hugging Face OAuth access token",
        READS,
        url=SETTINGS,
        pattern=rb"hf_oauth_" + JWT,
        samples=("hf_oauth_" + JWT_SAMPLE,),
        clean=("hf_oauth_token_endpoint", "hf_oauth_eyJ{b20}"),
        prefixes=("hf_oauth_",),
        triggers=_on("hf_oauth_eyJ", 8000),
        fix=REVOKE,
        bits=256,
    ),
    prefixed(
        "hf-oauth-refresh-token",
        "Hugging Face OAuth refresh token",
        "Whoever reads it mints access tokens for the account until the app is disconnected.",
        "hf_oauth__refresh_{b16-400}",
        url="https://huggingface.co/settings/connected-applications",
        level="warning",
        samples=("hf_oauth__refresh_{a40}",),
        clean=("hf_oauth__refresh_token", "hf_oauth__refresh_{a6}"),
        bits=96,
    ),
    prefixed(
        "hf-jwt-token",
        "Hugging Face trusted-publisher token",
        "Whoever reads it within its hour publishes to the repository that it was issued for.",
        url=SETTINGS,
        pattern=rb"hf_jwt_" + JWT,
        samples=("hf_jwt_" + JWT_SAMPLE,),
        clean=("hf_jwt_payload", "hf_jwt_eyJ{b20}"),
        prefixes=("hf_jwt_",),
        triggers=_on("hf_jwt_eyJ", 8000),
        fix="It expires within the hour; check what was published meanwhile, then remove it; the history keeps it.",
        bits=256,
    ),
    prefixed(
        "hf-app-secret",
        "Hugging Face app secret",
        "Whoever reads it signs users in as your OAuth app.",
        url="https://huggingface.co/settings/connected-applications",
        level="warning",
        pattern=rb"(?:hf_app_|oauth_app_secret_)(?=[A-Za-z_-]{0,60}[0-9A-Z])[0-9A-Za-z_-]{16,200}" + END,
        samples=("hf_app_{a32}", "oauth_app_secret_{a40}"),
        clean=("hf_app_configuration_settings", "oauth_app_secret_name"),
        prefixes=("hf_app_", "oauth_app_secret_"),
        triggers=_on("hf_app_") + _on("oauth_app_secret_"),
        bits=96,
    ),
    prefixed(
        "hf-s3-secret",
        "Hugging Face S3 key",
        "Whoever reads it reads and writes the storage buckets of the account.",
        url=SETTINGS,
        level="warning",
        pattern=rb"hf_s3_(?=[a-z_-]{0,60}[0-9A-Z])[0-9A-Za-z_-]{16,200}" + END,
        samples=("hf_s3_{a40}",),
        clean=("hf_s3_bucket_name_of_the_team", "hf_s3_{a4}"),
        prefixes=("hf_s3_",),
        triggers=_on("hf_s3_"),
        bits=96,
    ),
    CUT_TOKEN,
)
