"""The rules, by family. A new rule goes into the module of its domain; nothing else has to know of it."""

from __future__ import annotations

from ..types import Rule
from .files import FILES
from .paths import PATHS
from .pii import PII
from .tokens import TOKENS

RULES: tuple[Rule, ...] = (*TOKENS, *PII, *PATHS, *FILES)
"""All rules, the more specific families first."""
