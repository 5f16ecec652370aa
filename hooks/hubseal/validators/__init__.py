"""Pure checks that a candidate is real. The ones that most token rules share are exported here."""

from .values import entropy, plausible, random_hex, random_value

__all__ = ["entropy", "plausible", "random_hex", "random_value"]
