"""The rules. A new rule goes into the module of its domain; nothing else has to know of it."""

from __future__ import annotations

from .lazy_rule_set import LazyRuleSet

MODULES: tuple[str, ...] = (
    "tokens.huggingface",
    "tokens.ai",
    "tokens.forges",
    "tokens.clouds",
    "tokens.infrastructure",
    "tokens.stores",
    "tokens.messaging",
    "tokens.payments",
    "tokens.saas",
    "tokens.accounts",
    "tokens.private_keys",
    "tokens.jwt",
    "tokens.config_files",
    "tokens.urls",
    "tokens.http",
    "tokens.services",
    "tokens.generic",
    "pii.finance",
    "pii.identity",
    "pii.national",
    "pii.contact",
    "pii.network",
    "pii.position",
    "paths",
    "files.table",
    "files.contents",
    "checks",
)
"""Where rules stand, the more specific first: of two that find the same, the first in this list reports it."""

RULES = LazyRuleSet(MODULES)
