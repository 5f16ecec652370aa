"""The rules, loaded a module at a time when a trigger of one of them is found.

Making a few hundred rules takes longer than scanning a commit, and most commits touch none of them. So what the matcher
needs, the triggers, is kept in a small index in our own cache, made anew when a file of this folder changes.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Collection, Iterator, Sequence

from .. import cache, matcher
from ..rule_types import Detector, Plan, RuleEntry

NAME = "rules-{}.{}.index"
FOLDER = os.path.dirname(os.path.abspath(__file__))


class LazyRuleSet:
    """All rules of `modules` (names below this package, each with a tuple `RULES`), in order."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = modules
        self._index: tuple[Plan, list[tuple[str, int]]] | None = None
        self._numbers: dict[str, int] = {}
        self._entries: dict[int, RuleEntry] = {}
        self._detectors: dict[int, Detector] = {}

    @property
    def plan(self) -> Plan:
        """What the matcher needs of all rules: no rule is made for it."""
        return self._indexed()[0]

    def entry(self, rule_id: str) -> RuleEntry:
        """The rule of that id, with its detectors; loads the rule's module. Raises KeyError."""
        if not self._numbers:
            self._numbers = {name: number for number, name in enumerate(self.plan.ids)}
        return self._entry(self._numbers[rule_id])

    def detector(self, number: int) -> Detector:
        """A detector by its number in the plan; loads its rule's module."""
        detector = self._detectors.get(number)
        if detector is None:
            owners = self.plan.detectors
            nth = number - owners.index(owners[number])
            detector = self._detectors[number] = self._entry(owners[number]).detectors[nth]
        return detector

    def entries(self) -> Iterator[RuleEntry]:
        """All rules in order; loads every module."""
        for module in self._modules:
            yield from self._load(module)

    def detectors_of(self, modules: Collection[str]) -> Iterator[int]:
        """The numbers of the detectors that stand in some modules; loads none."""
        plan, places = self._indexed()
        return (number for number, rule in enumerate(plan.detectors) if places[rule][0] in modules)

    def _entry(self, number: int) -> RuleEntry:
        entry = self._entries.get(number)
        if entry is None:
            module, position = self._indexed()[1][number]
            entry = self._entries[number] = self._load(module)[position]
        return entry

    def _load(self, module: str) -> tuple[RuleEntry, ...]:
        entries: tuple[RuleEntry, ...] = __import__(f"{__package__}.{module}", fromlist=["RULES"]).RULES
        return entries

    def _indexed(self) -> tuple[Plan, list[tuple[str, int]]]:
        if self._index is None:
            self._index = self._kept() or self._made()
        return self._index

    def _name(self) -> str:
        return NAME.format(*sys.version_info[:2])

    def _kept(self) -> tuple[Plan, list[tuple[str, int]]] | None:
        """The index of an earlier run, when the files are still the same. `cache` gives back only what we wrote."""
        data = cache.read(self._name(), os.path.join(FOLDER, "__pycache__"))
        if data is None:
            return None
        try:
            signature, plan, places = marshal.loads(data)  # noqa: S302 - ours, see `cache`
        except (ValueError, EOFError, TypeError):
            return None
        return (Plan(*plan), places) if signature == self._signature() else None

    def _made(self) -> tuple[Plan, list[tuple[str, int]]]:
        signature = self._signature()
        places = [(module, n) for module in self._modules for n in range(len(self._load(module)))]
        plan = matcher.plan(self.entries())
        cache.write(self._name(), marshal.dumps((signature, tuple(plan), places)), os.path.join(FOLDER, "__pycache__"))
        return plan, places

    def _signature(self) -> list[tuple[str, int, int]]:
        """Our version, and name, time and size of each file that rules are made from."""
        found = [("plan", 4, 0)]
        for folder in (FOLDER, *(os.path.join(FOLDER, n) for n in ("tokens", "pii", "files"))):
            for entry in os.scandir(folder):
                if entry.name.endswith((".py", ".pyc")):
                    status = entry.stat()
                    found.append((entry.name, status.st_mtime_ns, status.st_size))
        return sorted(found)
