"""`actions/cache/restore` and `actions/cache/save` as v5.0.5 of them behave, with a folder for the cache service.

An entry belongs to a key, to the paths as they are written, and to the ref of the run that saved it; it is never
overwritten. A run reads those of its own ref first, then of the branch a pull request is against, then of the default
branch. In each: the exact key, then what begins with it, then the restore-keys in their order, the newest first.
https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching, and restoreImpl.ts, saveImpl.ts
and cache.ts in that release.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

INPUTS = {
    "restore": {"path", "key", "restore-keys", "enableCrossOsArchive", "fail-on-cache-miss", "lookup-only"},
    "save": {"path", "key", "upload-chunk-size", "enableCrossOsArchive"},
}
OUTSIDE = "outside-of-the-workspace/"
"""How the archive names what lies outside of the workspace."""
SAVED_NOTHING = "::warning::Cache save failed.\n"


class Unsupported(Exception):
    """Something that the real actions take and these do not, or that they would misread."""


class Done(NamedTuple):
    """What a step did."""

    ok: bool
    outputs: dict[str, str]
    log: str


class Entry(NamedTuple):
    number: int
    key: str
    version: str
    ref: str


class Cache:
    """The service, and both actions on it."""

    def __init__(self, folder: Path, default: str = "refs/heads/main") -> None:
        self.folder, self.default = folder, default

    def step(self, action: str, given: Mapping[str, str], github: Mapping[str, Any], workspace: Path) -> Done:
        """Runs `restore` or `save`."""
        if unknown := set(given) - INPUTS[action]:
            raise Unsupported(f"actions/cache/{action} has no input {', '.join(sorted(unknown))}")
        if not github.get("ref"):
            return Done(True, {}, "[warning]Event Validation Error: not tied to a branch or tag ref.\n")
        return (self.restore if action == "restore" else self.save)(given, github, workspace)

    def restore(self, given: Mapping[str, str], github: Mapping[str, Any], workspace: Path) -> Done:
        key, paths = given.get("key", "").strip(), _lines(given.get("path", ""))
        if not key or not paths:
            return Done(False, {}, "::error::Input required and not supplied: key or path\n")
        keys = [key, *_lines(given.get("restore-keys", ""))]
        outputs = {"cache-primary-key": key}
        if len(keys) > 10 or any(map(_refused, keys)):
            return Done(False, outputs, f"::error::Key Validation Error: {keys}\n")
        try:
            found = self._find(keys, _version(paths), github)
            if found is None:
                return Done(True, outputs, f"Cache not found for input keys: {', '.join(keys)}\n")
            with tarfile.open(self.folder / f"{found.number}.tar") as archive:
                for member in archive:
                    name = member.name.removeprefix(OUTSIDE)
                    _put(workspace / (name if name == member.name else f"/{name}"), archive, member)
        except OSError as error:
            return Done(True, outputs, f"::warning::Failed to restore: {error}\n")
        outputs |= {"cache-matched-key": found.key, "cache-hit": str(found.key.lower() == key.lower()).lower()}
        return Done(True, outputs, f"Cache restored from key: {found.key}\n")

    def save(self, given: Mapping[str, str], github: Mapping[str, Any], workspace: Path) -> Done:
        key, paths = given.get("key", "").strip(), _lines(given.get("path", ""))
        if not key:
            return Done(True, {}, "[warning]Key is not specified.\n")
        if not paths or _refused(key):
            return Done(True, {}, f"[warning]Validation Error: {key}\n{SAVED_NOTHING}")
        version = _version(paths)
        there = [path for path in paths if (workspace / path).exists()]
        if not there:
            return Done(True, {}, f"[warning]Path Validation Error: do(es) not exist: {paths}\n{SAVED_NOTHING}")
        try:
            self.folder.mkdir(exist_ok=True)
            entry = Entry(len(list(self._entries())) + 1, key, version, github["ref"])
            if any(old[1:] == entry[1:] for old in self._entries()):
                return Done(True, {}, f"Failed to save: Unable to reserve cache with key {key}\n{SAVED_NOTHING}")
            with tarfile.open(self.folder / f"{entry.number}.tar", "w") as archive:
                for path in there:
                    archive.add(workspace / path, OUTSIDE + path[1:] if path.startswith("/") else path)
            (self.folder / f"{entry.number}.json").write_text(json.dumps(entry), encoding="utf-8")
        except OSError as error:
            return Done(True, {}, f"::warning::Failed to save: {error}\n{SAVED_NOTHING}")
        return Done(True, {}, f"Cache saved with key: {key}\n")

    def saved(self) -> list[tuple[str, str]]:
        """(ref, key) of each entry, the oldest first."""
        return [(entry.ref, entry.key) for entry in self._entries()]

    def _entries(self) -> Iterator[Entry]:
        if not self.folder.exists():
            return
        files = (path for path in self.folder.iterdir() if path.suffix == ".json")
        for file in sorted(files, key=lambda path: int(path.stem)):
            yield Entry(*json.loads(file.read_text(encoding="utf-8")))

    def _find(self, keys: list[str], version: str, github: Mapping[str, Any]) -> Entry | None:
        newest = [entry for entry in self._entries() if entry.version == version][::-1]
        base = f"refs/heads/{github['base_ref']}" if github.get("base_ref") else self.default
        for ref in (github["ref"], base, self.default):
            here = [entry for entry in newest if entry.ref == ref]
            for match in (lambda entry: entry.key == keys[0], *(_begins(key) for key in keys)):
                for entry in filter(match, here):
                    return entry
        return None


def _begins(key: str) -> Any:
    return lambda entry: entry.key.startswith(key)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _refused(key: str) -> bool:
    return len(key) > 512 or "," in key


def _version(paths: list[str]) -> str:
    """Entries are found again only by the same paths, as they were written."""
    for path in paths:
        if re.search(r"[*?\[\]!#~]", path):
            raise Unsupported(f"a pattern, not a path: {path}")
    return hashlib.sha256("|".join(paths).encode()).hexdigest()


def _put(target: Path, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    source = archive.extractfile(member)
    if source is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read())
