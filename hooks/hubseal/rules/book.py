"""The rules, loaded a module at a time when a trigger of one of them is found.

Making a few hundred rules takes longer than scanning a commit, and most commits touch none of them. So what the matcher
needs, the triggers, is kept in a small index in our own cache, made anew when a file of this folder changes.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import overload

from .. import cache
from ..types import Entry, Rule, Trigger

NAME = "rules-{}.{}.index"
FOLDER = os.path.dirname(os.path.abspath(__file__))


class Book(Sequence[Rule]):
    """All rules of `modules` (names below this package, each with a tuple `RULES`), in order."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = modules
        self._index: list[tuple[Entry, str, int]] | None = None

    @property
    def entries(self) -> list[Entry]:
        """Id, family and triggers of each rule: no rule is made for them."""
        return [entry for entry, _, _ in self._places()]

    def __len__(self) -> int:
        return len(self._places())

    @overload
    def __getitem__(self, number: int) -> Rule: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Rule]: ...
    def __getitem__(self, number: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        _, module, position = self._places()[number]
        rule: Rule = self._load(module)[position]
        return rule

    def __iter__(self) -> Iterator[Rule]:
        for module in self._modules:
            yield from self._load(module)

    def _load(self, module: str) -> tuple[Rule, ...]:
        rules: tuple[Rule, ...] = import_module(f"{__package__}.{module}").RULES
        return rules

    def _places(self) -> list[tuple[Entry, str, int]]:
        if self._index is None:
            self._index = self._kept() or self._made()
        return self._index

    def _name(self) -> str:
        return NAME.format(*sys.version_info[:2])

    def _kept(self) -> list[tuple[Entry, str, int]] | None:
        """The index of an earlier run, when the files are still the same. `cache` gives back only what we wrote."""
        data = cache.read(self._name(), os.path.join(FOLDER, "__pycache__"))
        if data is None:
            return None
        try:
            signature, rows = marshal.loads(data)  # noqa: S302 - ours, see `cache`
        except (ValueError, EOFError, TypeError):
            return None
        if signature != self._signature():
            return None
        return [(Entry(i, f, tuple([Trigger(*t) for t in triggers])), m, p) for i, f, triggers, m, p in rows]

    def _made(self) -> list[tuple[Entry, str, int]]:
        signature = self._signature()
        index = [
            (Entry(rule.id, rule.family, rule.triggers), module, position)
            for module in self._modules
            for position, rule in enumerate(self._load(module))
        ]
        rows = [(e.id, e.family, [tuple(t) for t in e.triggers], module, position) for e, module, position in index]
        cache.write(self._name(), marshal.dumps((signature, rows)), os.path.join(FOLDER, "__pycache__"))
        return index

    def _signature(self) -> list[tuple[str, int, int]]:
        """Name, time and size of each file that rules are made from."""
        found = []
        for folder in (FOLDER, *(os.path.join(FOLDER, n) for n in ("tokens", "pii", "files"))):
            for entry in os.scandir(folder):
                if entry.name.endswith((".py", ".pyc")):
                    status = entry.stat()
                    found.append((entry.name, status.st_mtime_ns, status.st_size))
        return sorted(found)
