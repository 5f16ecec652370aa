"""The keys of a policy, each with what reads it: plain data -> the fields of a Policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from ..regex import LazyPattern
from ..suppression.allow import Allow
from ..suppression.waivers import Waiver
from ..types import CAUSES, REPO_TYPES
from .check import Checker, path_name
from .document import Document, Path
from .model import QUOTE, Files, Hub, RepoEntry
from .own_rules import own_rules

LEVELS = ("error", "warning", "note", "off")
DETECTORS = ("detect-secrets",)
_DATE = LazyPattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fields(document: Document, rule_ids: Collection[str]) -> dict[str, Any]:
    """The fields that a document sets, `extends` among them; `rule_ids` are those that there are without its own.
    Raises PolicyError for the first thing that is wrong."""
    checker = Checker(document, rule_ids)
    data = checker.table(document.data, (), _TOP)
    made: dict[str, Any] = {}
    if "own_rules" in data:
        made["own_rules"] = own_rules(checker, data["own_rules"], ("own_rules",))
        checker = Checker(document, (*rule_ids, *(rule.id for rule in made["own_rules"])))
    for name, read in _TOP.items():
        if name in data and name not in made:
            made[name] = read(checker, data[name], (name,))
    return made


def _repo_type(c: Checker, value: Any, path: Path) -> str:
    return c.choice(value, path, REPO_TYPES)


def _rules(c: Checker, value: Any, path: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        c.fail(path, f"{path_name(path)} must be a mapping of rule ids to levels, such as `home-path: warning`")
    return {c.rule_or_family(k, (*path, k)): c.choice(v, (*path, k), LEVELS) for k, v in value.items()}


def _paths(c: Checker, value: Any, path: Path) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        c.fail(path, "paths must be a mapping of globs to levels, such as `docs/**: {home-path: note}`")
    made = {}
    for pattern, levels in value.items():
        here = (*path, pattern)
        if not isinstance(levels, dict):
            c.fail(here, f"paths[{QUOTE}] must be a mapping such as {{home-path: note}}", repr(pattern))
        made[c.glob(pattern, here)] = _rules(c, levels, here)
    return made


def _allow(c: Checker, value: Any, path: Path) -> Allow:
    data = c.table(value, path, Allow._fields)
    made: dict[str, Any] = {k: c.texts(v, (*path, k)) for k, v in data.items() if k != "git_author"}
    for n, digest in enumerate(made.get("values", ())):
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            c.fail(
                (*path, "values", n), "allow.values takes SHA-256 hex digests (64 characters), never the value itself"
            )
    if "git_author" in data:
        made["git_author"] = c.flag(data["git_author"], (*path, "git_author"))
    return Allow(**made)


def _files(c: Checker, value: Any, path: Path) -> Files:
    data = c.table(value, path, Files._fields)
    made: dict[str, Any] = {k: c.globs(data[k], (*path, k)) for k in ("allow", "forbid") if k in data}
    if "max_text_size" in data:
        made["max_text_size"] = c.size(data["max_text_size"], (*path, "max_text_size"))
    return Files(**made)


def _unread(c: Checker, value: Any, path: Path) -> dict[str, str]:
    data = c.table(value, path, CAUSES)
    return {k: c.choice(v, (*path, k), ("error", "note")) for k, v in data.items()}


def _waivers(c: Checker, value: Any, path: Path) -> tuple[Waiver, ...]:
    if not isinstance(value, list):
        c.fail(path, "waivers must be a list of {rule, path, reason}")
    return tuple(_waiver(c, item, (*path, n)) for n, item in enumerate(value))


def _waiver(c: Checker, value: Any, path: Path) -> Waiver:
    data = c.table(value, path, ("rule", "path", "place", "key", "reason", "until"))
    for name in ("rule", "path", "reason"):
        if not str(data.get(name, "")).strip():
            c.fail(path, f"a waiver needs a {name}" + ("; say why this finding is meant" if name == "reason" else ""))
    until = str(data.get("until", ""))
    if until and not _is_date(until):
        c.fail((*path, "until"), f"until must be a date such as 2027-01-31, not {QUOTE}", repr(until))
    return Waiver(
        c.rule(data["rule"], (*path, "rule")),
        c.glob(data["path"], (*path, "path")),
        c.text(data.get("place", ""), (*path, "place")),
        c.text(data["reason"], (*path, "reason")),
        until,
        c.document.line(path),
        c.text(data.get("key", ""), (*path, "key")),
    )


def _is_date(text: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(text):  # Python 3.11 takes weeks and digits alone, too
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _repos(c: Checker, value: Any, path: Path) -> tuple[RepoEntry, ...]:
    if not isinstance(value, list):
        c.fail(path, "repos must be a list of {path, id, type}")
    made = []
    for n, item in enumerate(value):
        here = (*path, n)
        data = c.table(item, here, RepoEntry._fields)
        if "path" not in data:
            c.fail(here, "an entry of repos needs a path: the folder that is the repository's root")
        name = c.text(data["id"], (*here, "id")) if "id" in data else None
        kind = c.choice(data["type"], (*here, "type"), REPO_TYPES) if "type" in data else None
        folder = c.text(data["path"], (*here, "path")).strip("/").removeprefix("./")
        made.append(RepoEntry(folder, name, kind))  # type: ignore[arg-type]
    return tuple(made)


def _hub(c: Checker, value: Any, path: Path) -> Hub:
    data = c.table(value, path, Hub._fields)
    made: dict[str, Any] = {}
    if "visibility" in data:
        made["visibility"] = c.choice(data["visibility"], (*path, "visibility"), ("public", "private"))
    if "gated" in data:
        made["gated"] = c.flag(data["gated"], (*path, "gated"))
    if "budget" in data:
        made["budget"] = c.size(data["budget"], (*path, "budget"))
    return Hub(**made)


def _detectors(c: Checker, value: Any, path: Path) -> tuple[str, ...]:
    return tuple(c.choice(v, (*path, n), DETECTORS) for n, v in enumerate(c.texts(value, path)))


def _fail_on(c: Checker, value: Any, path: Path) -> str:
    return c.choice(value, path, ("error", "warning"))


_TOP: dict[str, Callable[[Checker, Any, Path], Any]] = {
    "repo_type": _repo_type,
    "fail_on": _fail_on,
    "rules": _rules,
    "exclude": Checker.globs,
    "allow": _allow,
    "files": _files,
    "unread": _unread,
    "waivers": _waivers,
    "repos": _repos,
    "hub": _hub,
    "detectors": _detectors,
    "baseline": Checker.text,
    "paths": _paths,
    "own_rules": own_rules,
    "extends": Checker.texts,
}
KEYS = tuple(_TOP)
