"""Which values of a file the user accepts, by waivers and baselines: one by one, however people are told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..identity import Identity
from ..suppression.baseline import DETECT_SECRETS
from ..types import Blob, Finding, Waived
from .context import ScanContext
from .findings import BlobNames, finding, ordinals, path_of
from .groups import Accepted, FindingGroup, LeakedValue
from .identities import KEY, column_identity, identity

GROWTH = "{:,} values more than the {:,} of this column that the baseline accepts"
FEW, MANY = 20, 500
"""Paths that may be compared by 10 bits, and by more."""
CHANGED = "values of this column are others than those that the baseline accepts"


class Acceptance:
    """Judges the values of one blob. What a baseline accepts is used up: of two values that it cannot tell apart, the
    second is new."""

    def __init__(self, blob: Blob, context: ScanContext, names: BlobNames) -> None:
        self._blob, self._context, self._names = blob, context, names
        self.used: set[int] = set()
        """Numbers of the waivers that waived something."""
        self.former: set[tuple[str, str]] = set()
        """(former id, id of today) of rules under whose former id the baseline accepts something."""
        self._path = context.baseline.path(names.path)
        self._used: Counter[str] = Counter()
        self._judged: dict[tuple[str, bytes], bool] = {}

    def judge(self, groups: Sequence[FindingGroup]) -> tuple[list[tuple[Finding, FindingGroup]], list[Waived]]:
        """The findings of what is not accepted, and what is."""
        made: list[tuple[Finding, FindingGroup]] = []
        waived: list[Waived] = []
        before = self._by_former_fingerprint(groups)
        for number, (group, ordinal) in enumerate(zip(groups, ordinals(groups, self._names), strict=True)):
            for accepted, values, known in self._parts(group, before[number]):
                one = finding(group, values, ordinal, self._names, known)
                if accepted is None:
                    made.append((self._told(self._grown(one, group), values[0], group), group))
                else:
                    waived.append(Waived(one, *accepted))
        return made, waived

    def _parts(
        self, group: FindingGroup, former: bool
    ) -> list[tuple[Accepted | None, list[LeakedValue], tuple[Identity, ...]]]:
        """The values of a group by what accepts them, each part with its identities."""
        parts: dict[Accepted | None, list[LeakedValue]] = {}
        known: dict[Accepted | None, Counter[str]] = {}
        whole = self._column(group)
        for value in group.values.values():
            name, new = self._identity(value, group)
            accepted = group.accepted or self._waiver(value)
            listed = self._listed(name, value, new, group) if accepted is None or new else False
            if accepted is None and (former or whole or listed):
                accepted = ("baseline", self._context.baseline.name)
            elif accepted is None and value.theirs:
                accepted = ("baseline", DETECT_SECRETS)
            parts.setdefault(accepted, []).append(value)
            known.setdefault(accepted, Counter())[name] += new
        if group.rest is not None:
            # beyond the values that are kept one by one only the column as a whole can be accepted
            accepted = group.accepted or (("baseline", self._context.baseline.name) if whole or former else None)
            parts.setdefault(accepted, []).append(group.rest)
        found = []
        for accepted, values in parts.items():
            names = tuple(Identity(name, count) for name, count in sorted(known.get(accepted, Counter()).items()))
            by_column = whole and accepted is not None and accepted[0] == "baseline"
            column = (self._column_of(group),) if group.rest in values or by_column else ()
            found.append((accepted, values, names + column))
        return found

    def _identity(self, value: LeakedValue, group: FindingGroup) -> tuple[str, bool]:
        """The identity of a value, and whether no value before it was the same in the same place."""
        name = self._named(value, value.span.rule.id, group)
        new = (name, value.span.value) not in self._judged
        if new:
            self._judged[name, value.span.value] = False
        return name, new

    def _named(self, value: LeakedValue, rule_id: str, group: FindingGroup) -> str:
        path = self._context.baseline.path(path_of(group, self._names))
        guessed = group.guessed if len(group.values) == 1 and group.rest is None else None
        return identity(rule_id, path, self._names.anchor(value.anchor), value.span, guessed)

    def _listed(self, name: str, value: LeakedValue, new: bool, group: FindingGroup) -> bool:
        """Whether the baseline lists a value."""
        span = value.span
        known = self._context.baseline.accepted
        if new and known:
            names = (name, self._named(value, span.former_id, group)) if span.former_id else (name,)
            found = next((n for n in names if n in known and self._used[n] < known[n].values), None)
            if found is not None:
                self._used[found] += 1
                self._judged[name, span.value] = True
                if found != name:
                    self.former.add((span.former_id, span.rule.id))
        return self._judged[name, span.value]

    def _waiver(self, value: LeakedValue) -> Accepted | None:
        """The waiver that covers a value, which is then `used`."""
        masker = self._context.masker
        paths = self._blob.path, self._names.name.path
        place, key = masker.text(value.place), masker.text(value.span.key)
        waiver = self._context.waivers.find(value.span.ids, paths, place, key)
        if waiver is None:
            return None
        self.used.add(waiver[0])
        return "policy", masker.text(waiver[1])

    def _column_of(self, group: FindingGroup) -> Identity:
        span = group.first.span
        name = column_identity(span.rule.id, self._path, self._names.anchor(KEY + span.key))
        return Identity(name, group.different, group.total)

    def _column(self, group: FindingGroup) -> bool:
        """Whether the baseline accepts as many values of the column as there are."""
        if not self._context.baseline.accepted:
            return False
        column = self._column_of(group)
        entry = self._context.baseline.accepted.get(column.id)
        if entry is None:
            return False
        same = group.rest is None or entry.total in (None, column.total)
        return column.values < entry.values or (column.values == entry.values and same)

    def _grown(self, one: Finding, group: FindingGroup) -> Finding:
        """A finding on a column of which the baseline accepts fewer values, or others."""
        if group.rest is None:
            return one
        column = self._column_of(group)
        entry = self._context.baseline.accepted.get(column.id)
        if entry is None:
            return one
        more = column.values - entry.values
        reason = GROWTH.format(more, entry.values) if more > 0 else CHANGED
        return one._replace(reason=reason, count=more if more > 0 else one.count)

    def _told(self, one: Finding, value: LeakedValue, group: FindingGroup) -> Finding:
        """A finding that says in which other file the baseline accepts its first value: it may have moved from there.

        A value that somebody could guess fits one entry in a thousand by chance, so that few of them are asked.
        """
        span, known = value.span, self._context.baseline
        paths = [path for path in known.paths(one.rule) if path != self._path]
        if group.guessed:
            name = self._path.rpartition("/")[2]
            paths = [path for path in paths if len(paths) <= FEW or path.rpartition("/")[2] == name]
        place = self._names.anchor(value.anchor)
        for path in paths[:MANY]:
            entry = known.accepted.get(identity(one.rule, path, place, span))
            if entry is not None:
                return one._replace(reason=f"{one.reason.rstrip('.')}; the baseline accepts it in {path}")
        return one

    def _by_former_fingerprint(self, groups: Sequence[FindingGroup]) -> list[bool]:
        """Whether a baseline of schema 1 accepts each group."""
        known = self._context.baseline.fingerprints
        if not known:
            return [False] * len(groups)
        from .former_fingerprints import fingerprints

        found = []
        for names, group in zip(fingerprints(groups, self._names.name.path), groups, strict=True):
            found.append(any(name in known for name in names))
            if found[-1] and names[0] not in known:
                self.former.add((group.first.span.former_id, group.first.span.rule.id))
        return found
