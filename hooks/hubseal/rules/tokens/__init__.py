"""Token rules: a module per domain, listed here from the most distinctive to the most general."""

from __future__ import annotations

from ...types import Rule
from . import (
    accounts,
    ai,
    clouds,
    config_files,
    forges,
    generic,
    http,
    huggingface,
    infrastructure,
    jwt,
    messaging,
    payments,
    private_keys,
    saas,
    services,
    stores,
    urls,
)

TOKENS: tuple[Rule, ...] = (
    *huggingface.RULES,
    *ai.RULES,
    *forges.RULES,
    *clouds.RULES,
    *infrastructure.RULES,
    *stores.RULES,
    *messaging.RULES,
    *payments.RULES,
    *saas.RULES,
    *accounts.RULES,
    *private_keys.RULES,
    *jwt.RULES,
    *config_files.RULES,
    *urls.RULES,
    *http.RULES,
    *services.RULES,
    *generic.RULES,
)
