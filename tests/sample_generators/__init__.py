"""Generators of sample values that need a checksum or a structure: the holes such as `{github:ghp_}` of rule examples."""

from __future__ import annotations

from collections.abc import Mapping

from hubseal.rules.samples import SampleGenerator, expand

from . import checksummed, encoded, personal

GENERATORS: Mapping[str, SampleGenerator] = {
    **encoded.GENERATORS,
    **checksummed.GENERATORS,
    **personal.GENERATORS,
}


def filled(template: str, seed: int = 0) -> str:
    """The text that an example template stands for."""
    return expand(template, seed, GENERATORS)
