"""The nouns of detection: a rule is what a user sees, a detector is how it is found, and examples stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from re import Match

from .typed import Literal, NamedTuple, Protocol
from .types import ALL_KINDS, Family, Kind, Level, RepoType, Surface


class Trigger(NamedTuple):
    """A cheap sign of a detector, matched by Hyperscan: fixed width, no captures, no look-around, no anchors."""

    pattern: bytes
    back: int = 0
    ahead: int = 256
    """Reach of the confirming pattern: it is searched in `[start - back, end + ahead]` around the trigger; with a
    `back` of -1 it is tried where the trigger starts and nowhere else."""


class Levels(NamedTuple):
    """The level of a rule's findings before validators and policy."""

    default: Level
    by: tuple[tuple[RepoType | Literal["*"], Kind | Literal["*"], Level], ...] = ()
    """(repo type, kind, level): the first that fits wins, else `default`."""


class Verdict(NamedTuple):
    """What a validator says of a candidate. `off` drops it; another level replaces the level so far."""

    level: Level
    reason: str = ""
    """Completes 'because ...' for the user; never holds content."""


class MatchContext(NamedTuple):
    """What a validator may look at besides the match itself. `data[start:end]` is the candidate value."""

    data: bytes
    start: int
    end: int
    path: str
    key: str
    place: str
    kind: Kind
    repo: RepoType
    on: Surface
    paired: Match[bytes] | None
    """The match of the detector's `paired_pattern`; None when it has none, or nothing near by fits it."""
    level: Level


Validator = Callable[[Match[bytes], MatchContext], Verdict | None]
"""Decides whether a candidate is real. None: nothing to say. The last verdict wins; `off` ends the questioning."""


class Rule(NamedTuple):
    """What a user sees of a sort of leak. A check of the policy or of the Hub is a Rule without a Detector."""

    id: str
    """The noun of the leak in kebab-case; reads after 'allow'."""
    family: Family
    title: str
    """What it is: 'Hugging Face user access token'."""
    why: str
    """What somebody gains who reads it, one line."""
    fix: str
    """The next step, in the imperative."""
    levels: Levels
    url: str = ""
    """The provider's page for revoking it, else a page that explains."""


class Variant(NamedTuple):
    """What is told otherwise of the findings of one of a rule's detectors; what is empty is as the rule says."""

    title: str = ""
    """`{who}` stands for the name that the group `who` of the pattern found."""
    why: str = ""
    levels: Levels | None = None
    former_id: str = ""
    """The id that these findings had. It holds in policies, waivers, comments and baselines until the next major."""


class Detector(NamedTuple):
    """How the leaks of a rule are found; a rule may have several detectors."""

    rule: str
    """The id of the rule."""
    triggers: tuple[Trigger, ...]
    pattern: bytes
    """Python `re` over bytes with a group `leak` that spans exactly the value; compiled on the first candidate."""
    on: Literal["name", "text"] = "text"
    kinds: frozenset[Kind] = ALL_KINDS
    value: bytes = b""
    """A pattern that the value fits, and cheap: where nothing around a trigger fits it, `pattern` is not tried."""
    paired_pattern: bytes | None = None
    """Pattern of the partner of a composite, searched within 2 KiB; its value is reported with this one, once."""
    keywords: tuple[str, ...] = ()
    """Context words, lower case; one must stand in the key, or within 100 bytes before or 40 after the value."""
    validators: tuple[Validator, ...] = ()
    prefixes: tuple[str, ...] = ()
    """Public literals that values begin with; a mask may show them. Empty when the shape has none."""
    bits: int = 128
    """Entropy of the value; under 80 the value stays out of fingerprints."""
    variant: Variant | None = None


class Examples(NamedTuple):
    """What a detector finds and what it passes over, as templates: `{a36}` stands for 36 seeded random letters and
    digits, see `rules.samples`. The tests run all of them."""

    leaks: tuple[str, ...]
    clean: tuple[str, ...]
    example_key: str | None = ""
    """Where the tests' context table may put the value: "" anywhere; `COHERE_API_KEY` beside that name; None only in a
    shape of its own (a key file, a connection string)."""


class RuleEntry(NamedTuple):
    """A row of a rule module: a rule, its detectors, and the examples of each detector."""

    rule: Rule
    detectors: tuple[Detector, ...] = ()
    examples: tuple[Examples, ...] = ()
    """One for each of `detectors`."""
    names: tuple[str, ...] = ()
    """The services that the rule knows by their names."""


class Plan(NamedTuple):
    """As much of a set of rules as the matcher needs; plain data that a cache can keep."""

    ids: tuple[str, ...]
    """The ids of all rules, in order."""
    families: tuple[Family, ...]
    """The family of each rule."""
    detectors: tuple[int, ...]
    """Per detector, the number of its rule."""
    prefixed: tuple[bool, ...]
    """Per detector, whether its values begin with a public literal."""
    former_ids: tuple[str, ...]
    """Per detector, the id that its findings had before; empty when it was the same."""
    patterns: tuple[bytes, ...]
    """The triggers of all detectors, each once."""
    uses: tuple[tuple[tuple[int, int, int], ...], ...]
    """Per pattern: (detector number, back, ahead) of each detector that it is a trigger of."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every id that a policy may say: those of today, then former ones."""
        return (*self.ids, *self.renamed)

    @property
    def renamed(self) -> dict[str, str]:
        """Former id -> the id of today."""
        owners = zip(self.former_ids, self.detectors, strict=True)
        return {former: self.ids[rule] for former, rule in owners if former}


class RuleSet(Protocol):
    """The rules of a scan. A set may make a rule when it is first asked for; `plan` makes none."""

    @property
    def plan(self) -> Plan:
        """What the matcher needs of all rules."""

    def entry(self, rule_id: str) -> RuleEntry:
        """The rule of that id, with its detectors. Raises KeyError."""

    def detector(self, number: int) -> Detector:
        """A detector by its number in the plan."""

    def entries(self) -> Iterator[RuleEntry]:
        """All rules in order; makes those that are not made yet."""
