"""Policies that a policy builds on: files and installed packages that `extends:` names. Nothing is fetched, and nothing
of a package is imported.

What is named later says more: the policy itself wins over all that it extends. Lists are joined, mappings are merged.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from .. import sidefile
from ..suppression.allow import Allow
from .check import Checker, path_name
from .document import Document, from_toml, from_yaml
from .model import QUOTE, UNREAD, Files, Hub, Policy, PolicyError
from .sections import fields

LARGEST = 256 << 10
"""Bytes of a policy."""
DEPTH = 5
"""Policies one above the other."""
MOST = 20
"""Policies that one builds on, all together."""
PACKAGE = "package:"
_JOINED = ("exclude", "waivers", "own_rules", "detectors")
_MERGED = ("rules", "paths", "unread")
_PACKAGE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_REMOTE = re.compile(r"(?i)[a-z][a-z0-9+.-]+://|git@")


class Place(NamedTuple):
    """Where a policy stands: `extends:` counts from `folder`, and stays `within` another one, if that is given."""

    folder: str
    within: str | None = None


class Origin(NamedTuple):
    """One thing that a policy says: in which file, on which line, under which key, and what."""

    source: str
    line: int
    key: str
    value: object


class Merger:
    """Reads a policy and those that it builds on."""

    def __init__(self, rule_ids: Collection[str]) -> None:
        self._rule_ids = rule_ids
        self._read: set[str] = set()
        self._fields: dict[str, Any] = {}
        self.origins: list[Origin] = []

    def policy(self, document: Document, place: Place | None) -> Policy:
        """The policy that a document holds. Raises PolicyError for the first thing that is wrong."""
        self._add(document, place, (_key(place, document.source),))
        made = self._fields
        if "unread" in made:
            made["unread"] = {**UNREAD, **made["unread"]}
        return Policy(source=document.source, **made)

    def _add(self, document: Document, place: Place | None, chain: tuple[str, ...]) -> None:
        checker = Checker(document, self._rule_ids)
        named = document.data.get("extends") if isinstance(document.data, dict) else None
        for number, name in enumerate(checker.texts(named, ("extends",)) if named is not None else ()):
            self._extend(checker, name, place, chain, number)
        own = self._fields.get("own_rules", ())
        try:
            found = fields(document, (*self._rule_ids, *(rule.id for rule in own)))
        except PolicyError as error:
            from .further import with_further

            raise with_further(error, document) from None
        found.pop("extends", None)
        self._fields = {**self._fields, **{name: self._joined(name, value) for name, value in found.items()}}
        self.origins += _origins(document)

    def _extend(self, checker: Checker, name: str, place: Place | None, chain: tuple[str, ...], number: int) -> None:
        """Reads one policy that another one names."""
        path = ("extends", number)

        def fail(why: str) -> None:
            checker.fail(path, f"{QUOTE}: {why}", name)

        if place is None:
            fail("only a policy in a file can build on others")
            return
        try:
            file, within = _package_file(name, place) if name.startswith(PACKAGE) else _file(name, place)
            if file in chain:
                raise _Bad("it builds on itself")
            if file in self._read:
                return
            if len(chain) > DEPTH or len(self._read) >= MOST:
                raise _Bad(f"more than {DEPTH} policies one above the other, or {MOST} in all")
            data = sidefile.read(file, LARGEST, within)
            if data is None:
                raise _Bad("there is no such file")
            text = data.decode("utf-8-sig")
        except _Bad as error:
            fail(str(error))
        except sidefile.SideFileError as error:
            fail(str(error))
        except UnicodeDecodeError:
            fail("it is not UTF-8 text")
        else:
            self._read.add(file)
            document = from_toml(text, name) if file.endswith(".toml") else from_yaml(text, name)
            inner = Place(os.path.dirname(file), within or place.within)
            self._add(document, inner, (*chain, file))

    def _joined(self, name: str, value: Any) -> Any:
        """What was said before, and what is said now."""
        before = self._fields.get(name)
        if before is None:
            return value
        if name in _JOINED:
            return _both(before, value)
        if name == "paths":
            return {**before, **{glob: {**before.get(glob, {}), **levels} for glob, levels in value.items()}}
        if name in _MERGED:
            return {**before, **value}
        return _together(before, value)


class _Bad(Exception):
    """Why a policy cannot be built on; for people."""


def _together(before: Any, value: Any) -> Any:
    """Settings of two policies; of the later one where both say something."""
    if isinstance(value, Allow):
        lists = {name: _both(getattr(before, name), getattr(value, name)) for name in Allow._fields[:4]}
        return Allow(**lists, git_author=value.git_author or before.git_author)
    if isinstance(value, Files):
        size = value.max_text_size if value.max_text_size != Files().max_text_size else before.max_text_size
        return Files(_both(before.allow, value.allow), _both(before.forbid, value.forbid), size)
    if isinstance(value, Hub):
        said = {name: setting for name, setting in value._asdict().items() if setting is not None}
        return before._replace(**said)
    return value


def _both(before: Any, value: Any) -> Any:
    return tuple(dict.fromkeys((*before, *value)))


def _key(place: Place | None, source: str) -> str:
    return os.path.realpath(os.path.join(place.folder, os.path.basename(source))) if place else source


def _suffix(name: str) -> None:
    if not name.endswith((".yaml", ".yml", ".toml")):
        raise _Bad("a policy is a .yaml, .yml or .toml file")


def _file(name: str, place: Place) -> tuple[str, str | None]:
    """The file that a name says, as it really is, and what links must not leave. Raises _Bad."""
    if _REMOTE.match(name):
        raise _Bad(f"policies are never fetched; name a file, or a file of an installed package as {PACKAGE}NAME/FILE")
    _suffix(name)
    file = os.path.realpath(os.path.join(place.folder, name))
    if place.within is not None:
        root = os.path.realpath(place.within)
        if os.path.splitdrive(root)[0] != os.path.splitdrive(file)[0] or os.path.commonpath([root, file]) != root:
            raise _Bad("it lies outside of the repository, whose policy may name its own files and packages only")
    return file, place.within


def _package_file(name: str, place: Place) -> tuple[str, str]:
    """A file of an installed package and the package's folder. The package is found, never imported, and neither in the
    scanned repository nor in the current folder. Raises _Bad."""
    from importlib.machinery import PathFinder

    package, _, inside = name.removeprefix(PACKAGE).partition("/")
    parts = inside.split("/")
    if not _PACKAGE.fullmatch(package) or not all(parts) or any(part in (".", "..") or "\\" in part for part in parts):
        raise _Bad(f"write it as {PACKAGE}NAME/FILE")
    _suffix(inside)
    top, *below = package.split(".")
    here = {os.path.realpath(folder) for folder in (os.curdir, place.folder, place.within or os.curdir)}
    spec = PathFinder.find_spec(top, [entry for entry in sys.path if entry and os.path.realpath(entry) not in here])
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not folders:
        raise _Bad(f"no package {top} is installed beside hubseal; `additional_dependencies` of a hook installs one")
    for folder in folders:
        file = os.path.realpath(os.path.join(folder, *below, *parts))
        if os.path.isfile(file):
            return file, folder
    raise _Bad(f"the package {top} has no such file")


def _origins(document: Document) -> Iterator[Origin]:
    """What a document says, one by one."""
    for key, value in document.data.items() if isinstance(document.data, dict) else ():
        pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for inner, said in pairs:
            path = (key, inner)
            shown = path_name(path) if isinstance(value, dict) else key
            yield Origin(document.source, document.line(path), shown, said)
        if not pairs and value is not None:
            yield Origin(document.source, document.line((key,)), key, value)


def local_names(text: str, source: str) -> tuple[str, ...]:
    """The files, not the packages, that a policy names in `extends:`; none when it cannot be read."""
    try:
        data = (from_toml(text, source) if source.endswith(".toml") else from_yaml(text, source)).data
    except PolicyError:
        return ()
    named = data.get("extends") if isinstance(data, dict) else None
    return (
        tuple(n for n in named if isinstance(n, str) and not n.startswith(PACKAGE)) if isinstance(named, list) else ()
    )
