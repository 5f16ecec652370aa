"""Files that have no business in a Hub repository: by name, by content, by repository type."""

from __future__ import annotations

from ...types import Rule
from .contents import RULES as CONTENTS
from .table import RULES as TABLE

FILES: tuple[Rule, ...] = (*TABLE, *CONTENTS)
