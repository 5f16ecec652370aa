"""Personal data: contact, finance, network and identity numbers."""

from __future__ import annotations

from ...types import Rule
from .contact import RULES as CONTACT
from .finance import RULES as FINANCE
from .identity import RULES as IDENTITY
from .national import RULES as NATIONAL
from .network import RULES as NETWORK

PII: tuple[Rule, ...] = (*CONTACT, *FINANCE, *IDENTITY, *NETWORK, *NATIONAL)
