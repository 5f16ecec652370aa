"""Step outputs, in the form that no value can break out of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping


def write(path: str, values: Mapping[str, str]) -> None:
    """Appends to the file that GITHUB_OUTPUT names; without one there is nobody to tell."""
    if not path:
        return
    with open(path, "a", encoding="utf-8") as file:
        for name, value in values.items():
            end = f"ghadelimiter_{uuid.uuid4()}"
            file.write(f"{name}<<{end}\n{value}\n{end}\n")
