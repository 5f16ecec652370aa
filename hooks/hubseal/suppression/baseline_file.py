"""The file of a baseline: one entry a line, sorted by a digest, with marks between that never change.

Git merges two insertions as long as they do not stand between the same two lines. Entries come in the order of their
ids, which is as good as random, and there are `MARKS` lines more, so that two branches rarely meet in a small file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from .. import sidefile
from .baseline import BASELINE, DETECT_SECRETS, EMPTY, LARGEST, Baseline, BaselineError, Entry

SCHEMA = 2
MARKS = 64
ABOUT = (
    "Findings that somebody accepted: `hubseal baseline` adds to them, `--prune` drops what is gone, `--review` walks"
    " through. No value can be told from an id."
)
_ID = re.compile(r"[0-9a-f]{16}")
_WORDS = ("rule", "path", "place", "reason", "by", "date")


def load_baseline(top: str, name: str = BASELINE, new: bool = False) -> Baseline:
    """The baselines at `top`: ours, and one of detect-secrets when there is one. Raises BaselineError, also when there
    is none of a name that somebody gave, unless it may be `new`."""
    ours = _load(os.path.join(top, name), top)
    theirs = _load(os.path.join(top, DETECT_SECRETS), top)
    if ours is None and name != BASELINE and not new:
        raise BaselineError(f"{name}: the policy names this baseline and there is none; `hubseal baseline` writes it")
    if ours is None and theirs is None:
        return EMPTY._replace(name=name)
    return parse_baseline(ours, theirs, name)


def parse_baseline(ours: object, theirs: object, name: str = BASELINE) -> Baseline:
    """A baseline from parsed JSON of both files, None for an absent one. Raises BaselineError."""
    made = EMPTY._replace(name=name)
    if ours is not None:
        accepted: dict[str, Entry] = {}
        for entry in entries_of(ours, name):
            before = accepted.get(entry.id)
            if before is None or before.values < entry.values:  # two branches that accept the same are merged
                accepted[entry.id] = entry
        made = made._replace(fingerprints=fingerprints_of(ours), accepted=accepted)
    if theirs is None:
        return made
    from .detect_secrets import digests_of, excluded_by

    return made._replace(digests=digests_of(theirs), excluded=excluded_by(theirs))


def _load(path: str, top: str) -> object:
    name = os.path.basename(path)
    try:
        data = sidefile.read(path, LARGEST, within=top)
        if data is None:
            return None
        text = decoded(data)
    except sidefile.SideFileError as error:
        raise BaselineError(f"{name}: {error}") from None
    except UnicodeDecodeError:
        raise BaselineError(f"{name}: it is not UTF-8 text; save it as UTF-8") from None
    import json

    if "\n<<<<<<< " in "\n" + text:
        raise BaselineError(f"{name}: it holds git conflict marks; keep the lines of both sides")
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BaselineError(f"{name}:{line}: not JSON; write it anew with `hubseal baseline`") from None
    return parsed if parsed is not None else []  # `null` is a file with the wrong content, and not none


def decoded(data: bytes) -> str:
    """The text of a baseline: UTF-8, or UTF-16 as a redirection in PowerShell writes it. Raises UnicodeDecodeError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def text_of(entries: Iterable[Entry]) -> str:
    """The text of a baseline."""
    import json

    lines = [(f"{mark:02x}", f'"{mark:02x}",') for mark in range(0, 256, 256 // MARKS)]
    lines += [(entry.id, json.dumps(_data(entry), ensure_ascii=False) + ",") for entry in entries]
    body = "\n".join(line for _, line in sorted(lines))
    return f'{{"schema": {SCHEMA}, "about": {json.dumps(ABOUT)}, "accepted": [\n{body}\n"end"]}}\n'


def _data(entry: Entry) -> dict[str, object]:
    """An entry without what is as usual."""
    usual = Entry("", "", "")._asdict()
    return {name: value for name, value in entry._asdict().items() if value != usual[name]}


def fingerprints_of(data: object) -> frozenset[str]:
    """The fingerprints in a baseline of schema 1; none in a later one."""
    known = data.get("fingerprints") if isinstance(data, dict) and data.get("schema") == 1 else None
    return frozenset(map(str, known)) if isinstance(known, list) else frozenset()


def entries_of(data: object, name: str) -> Iterator[Entry]:
    """The entries of a baseline; none in one of schema 1. Raises BaselineError."""
    anew = "write it anew with `hubseal baseline`"
    schema = data.get("schema") if isinstance(data, dict) else None
    rows = data.get("fingerprints" if schema == 1 else "accepted") if isinstance(data, dict) else None
    if schema not in (1, SCHEMA) or not isinstance(rows, list):
        raise BaselineError(f"{name}: not a baseline of schema {SCHEMA}; {anew}")
    for row in rows if schema == SCHEMA else ():
        if isinstance(row, str):
            continue
        entry = _entry(row)
        if entry is None:
            raise BaselineError(f"{name}: it holds an entry without a proper `id`; {anew}")
        yield entry


def _entry(row: object) -> Entry | None:
    """An entry; None for what is none."""
    if not isinstance(row, dict) or not _ID.fullmatch(str(row.get("id"))):
        return None
    values, total = row.get("values", 1), row.get("total")
    if type(values) is not int or values < 1 or (total is not None and type(total) is not int):
        return None
    rule, path, place, reason, by, date = (str(row.get(word, "")) for word in _WORDS)
    return Entry(row["id"], rule, path, place, values, total, reason, by, date)
