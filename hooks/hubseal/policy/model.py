"""The policy as the engine sees it: whole, checked, immutable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..suppression.allow import Allow
from ..suppression.baseline import BASELINE
from ..suppression.waivers import Waiver
from ..typed import Literal, NamedTuple
from ..types import Cause, Family, Level, RepoType

Visibility = Literal["public", "private"]
UNREAD: Mapping[Cause, Level] = {
    "damaged": "error",
    "limit": "error",
    "io": "error",
    "internal": "error",
    "missing-extra": "error",
    "pointer": "note",
    "encrypted": "note",
    "budget": "note",
    "unsupported": "error",
}
"""Whether something unread fails the scan, unless the policy says otherwise."""


QUOTE = "\0"
SHOWN = 80
"""Characters of a wrong value that a message repeats."""


class PolicyError(Exception):
    """A policy that cannot be used: which file, which line, what is wrong and what is right.

    What somebody wrote may be a secret in the wrong place. It stands in `quoted`, once for each `QUOTE` in `message`,
    and `str` does not show it.
    """

    def __init__(self, path: str, line: int, message: str, *quoted: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path, self.line, self.message, self.quoted = path, line, message, quoted

    def __str__(self) -> str:
        return self.text(lambda text: "…")

    def text(self, clean: Callable[[str], str]) -> str:
        """The message, with what somebody wrote in it as far as `clean` lets it through, and not more than `SHOWN`."""
        pieces = str(self.args[0]).split(QUOTE)
        text = pieces[0]
        for quoted, piece in zip(self.quoted, pieces[1:], strict=True):
            shown = clean(quoted)
            text += (shown if len(shown) <= SHOWN else shown[:SHOWN] + "…") + piece
        return text


class Files(NamedTuple):
    """Globs that win over the file rules, `forbid` over `allow`; `max_text_size` in bytes."""

    allow: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    max_text_size: int = 10 << 20


class RepoEntry(NamedTuple):
    """One Hub repository of a monorepo: `path` is the folder that is its root."""

    path: str
    id: str | None
    type: RepoType | None


class Hub(NamedTuple):
    """What the repository on the Hub should be. `budget` in bytes."""

    visibility: Visibility | None = None
    gated: bool | None = None
    budget: int | None = None


class OwnRule(NamedTuple):
    """A rule of the policy's own. `leaks` and `clean` are examples, as templates of `rules.samples`."""

    id: str
    pattern: str
    level: Level = "error"
    family: Family = "tokens"
    keywords: tuple[str, ...] = ()
    title: str = ""
    why: str = "The policy of this project forbids it."
    fix: str = "Take it out; if it is a secret, make it invalid first."
    url: str = ""
    leaks: tuple[str, ...] = ()
    clean: tuple[str, ...] = ()


class Policy(NamedTuple):
    """Everything `.hubseal.yaml` can say."""

    source: str = ""
    repo_type: RepoType | None = None
    fail_on: Level = "error"
    rules: Mapping[str, Level] = {}
    exclude: tuple[str, ...] = ()
    allow: Allow = Allow()
    files: Files = Files()
    unread: Mapping[Cause, Level] = UNREAD
    waivers: tuple[Waiver, ...] = ()
    repos: tuple[RepoEntry, ...] = ()
    hub: Hub = Hub()
    detectors: tuple[str, ...] = ()
    baseline: str = BASELINE
    paths: Mapping[str, Mapping[str, Level]] = {}
    """Glob -> levels of rules and families in the files that it matches."""
    own_rules: tuple[OwnRule, ...] = ()


DEFAULT = Policy()


def as_data(policy: Policy) -> dict[str, object]:
    """The policy as plain data: dicts, lists, text and numbers."""
    return {name: _plain(value) for name, value in policy._asdict().items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value


def from_data(data: dict[str, object]) -> Policy:
    """The policy that `as_data` was given. Raises TypeError or KeyError for anything else."""
    made: dict[str, object] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    made["allow"] = Allow(*(tuple(v) if isinstance(v, list) else v for v in made["allow"]))  # type: ignore[attr-defined, arg-type]
    made["files"] = Files(*(tuple(v) if isinstance(v, list) else v for v in made["files"]))  # type: ignore[attr-defined, arg-type]
    made["waivers"] = tuple(Waiver(*w) for w in made["waivers"])  # type: ignore[attr-defined]
    made["own_rules"] = tuple(_own_rule(r) for r in made["own_rules"])  # type: ignore[attr-defined]
    made["repos"] = tuple(RepoEntry(*r) for r in made["repos"])  # type: ignore[attr-defined]
    made["hub"] = Hub(*made["hub"])  # type: ignore[misc]
    return Policy(**made)  # type: ignore[arg-type]


def _own_rule(row: list[object]) -> OwnRule:
    return OwnRule(*(tuple(v) if isinstance(v, list) else v for v in row))  # type: ignore[arg-type]
