"""A Hub whose listing lies, loops or never ends: what can be read is read, and what cannot is unread by name."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hub.conftest import CARD, QUICK, Scan, found
from hubseal.app.outcome import Outcome
from hubseal.sources.hub import Client, inspect, listing
from testhub import Fault, LocalHub

Command = Callable[..., subprocess.CompletedProcess[str]]
Examine = Callable[..., Outcome]
LEAK = b'{"cache_dir": "/home/tnakamura/c"}'
EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def row(path: str, **more: object) -> dict[str, object]:
    return {"type": "file", "path": path, "oid": "a" * 40, "size": len(LEAK), **more}


def lists(hub: LocalHub, *rows: object, **more: Any) -> None:
    """What the Hub says its tree is."""
    hub.faults.add(Fault("/tree/", body=json.dumps(rows).encode(), times=None, **more))


SIZES = {
    "0": 0, "0 as text": "0", "-1": -1, "null": None, "too small": 5, "one too small": len(LEAK) - 1, "too large": 999,
    "one too large": len(LEAK) + 1, "very large": 10**17, "text": str(len(LEAK)), "a word": "large", "float": 34.0,
    "true": True, "a list": [34], "an object": {"a": 34}, "as large as no file": 10**30, "infinite": float("inf"),
    "not a number": float("nan"),
}  # fmt: skip


@pytest.mark.parametrize("store", ["git", "lfs"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_size_that_is_wrong_is_said_and_all_is_read(
    size: object, store: str, testhub: LocalHub, repo_id: str, scan: Scan
) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    lfs = {"lfs": {"oid": "b" * 64, "size": size, "pointerSize": 130}} if store == "lfs" else {}
    lists(testhub, row("a.json", size=size, **lfs))
    for _ in range(2):
        code, report = scan(repo_id, "--state", "state.json")
        assert (code, found(report)) == (1, {("home-path", "a.json")})
        said = [*report["notes"], *(u["hint"] for u in report["unread"])]
        assert any("the Hub lists" in text and f"{len(LEAK)} bytes came" in text for text in said)
        assert report["coverage"]["files"] == 1
        larger = isinstance(size, int) and not isinstance(size, bool) and len(LEAK) < size < 10**18
        assert [u["path"] for u in report["unread"]] == (["a.json"] if larger else [])


def test_a_file_whose_listed_size_is_missing(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"a.json": LEAK, "empty.txt": b""})
    lists(testhub, {"type": "file", "path": "a.json"}, {"type": "file", "path": "empty.txt"})
    code, report = scan(repo_id)
    assert (code, found(report), report["unread"]) == (1, {("home-path", "a.json")}, [])


def test_an_empty_file_whose_content_id_says_so_is_not_asked_for(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"a/__init__.py": b"", "README.md": CARD.encode()})
    assert scan(repo_id)[0] == 0
    assert not [answer for answer in testhub.log if "__init__" in answer.path]


@pytest.mark.parametrize("claimed", [10, 70_000, 3_000_000])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.bin"])
def test_a_file_that_is_much_larger_than_listed(
    claimed: int, name: str, testhub: LocalHub, repo_id: str, scan: Scan, sample: Callable[[str], str]
) -> None:
    testhub.publish(repo_id, {name: b"a line of nothing\n" * 400_000 + f"x = '{sample('hf_{L34}')}'\n".encode()})
    lists(testhub, row(name, size=claimed))
    code, report = scan(repo_id)
    assert code in ((1,) if name != "a.bin" else (1, 3))
    assert any("7,200," in note and "came" in note for note in report["notes"])


NEITHER: dict[str, dict[str, object]] = {
    "no type": {"path": "x", "size": 1},
    "a type that nobody knows": {"type": "symlink", "path": "x"},
    "a submodule": {"type": "commit", "path": "x"},
    "a number for a type": {"type": 7, "path": "x"},
    "a folder with a size": {"type": "directory", "path": "x", "size": 34},
    "a folder in LFS": {"type": "directory", "path": "x", "size": 0, "lfs": {"oid": "b" * 64, "size": 34}},
    "a path that goes up": row("../../../api/whoami-v2"),
    "a path that goes up in the middle": row("a/../../b"),
    "an absolute path": row("/etc/passwd"),
    "a path without a name": row("a//b"),
    "a path with NUL": row("a\0b"),
    "a path of dots": row("."),
}


@pytest.mark.parametrize("one", NEITHER.values(), ids=NEITHER)
def test_a_row_that_is_no_file_is_unread_by_name(
    one: dict[str, object], testhub: LocalHub, repo_id: str, scan: Scan
) -> None:
    testhub.publish(repo_id, {"a.txt": b"nothing\n"})
    lists(testhub, row("a.txt", size=8), {"type": "directory", "path": "d"}, one)
    code, report = scan(repo_id)
    assert (code, [(u["path"], u["cause"]) for u in report["unread"]]) == (3, [(one["path"], "io")])
    assert not [a for a in testhub.log if "whoami" in a.path or "passwd" in a.path]


ODD_NAMES = ["a\\b.json", "a\nb.json", "a b.json", "a%2e%2e.json", "?x.json", "#x.json", "\x1b[31m.json", "~.json"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_a_name(name: str, testhub: LocalHub, repo_id: str, run: Command) -> None:
    testhub.publish(repo_id, {name: LEAK})
    done = run(repo_id)
    assert done.returncode == 1
    assert "home-path" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("second", [row("a.json"), row("a.json", size=0), row("a.json", oid="c" * 40, size=0)])
def test_a_row_that_is_listed_twice(second: object, testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    lists(testhub, row("a.json"), second)
    code, report = scan(repo_id)
    assert (code, len(report["findings"]), report["coverage"]["files"]) == (1, 1, 1)


ENDLESS: dict[str, tuple[list[object], Callable[[str], str]]] = {
    "a link to itself": ([row("a.json")], lambda path: path),
    "empty pages": ([], lambda path: f"{path}&cursor={time.monotonic_ns()}"),
    "one row a page": ([row("a.json")], lambda path: f"{path}&cursor={time.monotonic_ns()}"),
    "the same page": ([row(f"{n}.json") for n in range(1000)], lambda path: f"{path}&cursor={time.monotonic_ns()}"),
}


@pytest.mark.parametrize("case", ENDLESS)
def test_a_listing_without_end(
    case: str, testhub: LocalHub, repo_id: str, examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    rows, following = ENDLESS[case]

    def pages(method: str, path: str) -> Fault | None:
        if "/tree/" not in path:
            return None
        return Fault("", body=json.dumps(rows).encode(), headers={"Link": f'<{following(path)}>; rel="next"'})

    monkeypatch.setattr(testhub.faults, "take", pages)
    report = examine(repo_id).report
    assert [u.path for u in report.unread if u.hint.startswith("it could not be listed (the listing")] or (
        case == "the same page" and report.unread
    )
    assert len([a for a in testhub.log if "/tree/" in a.path]) < 100
    if case in ("a link to itself", "one row a page"):
        assert {f.at.path for f in report.findings} == {"a.json"}, "what was listed is read"


def test_a_listing_that_breaks_off_is_read_as_far_as_it_goes(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {**{f"a/{n}.txt": b"" for n in range(1000)}, "0.json": LEAK, "z.json": LEAK})
    testhub.faults.add(Fault("/tree/.*cursor=", status=503, headers={"Retry-After": "0"}, times=None))
    code, report = scan(repo_id)
    assert (code, found(report)) == (1, {("home-path", "0.json")})
    assert [(u["path"], u["cause"]) for u in report["unread"]] == [(repo_id, "io")]


def test_only_the_files_of_a_listing_count(testhub: LocalHub, repo_id: str) -> None:
    testhub.publish(repo_id, {"a.txt": b"a"})
    rows: Sequence[object] = [row("b"), row("a"), {"type": "directory", "path": "c"}, {"type": "x", "path": "d"}]
    lists(testhub, *rows)
    client = Client(patience=QUICK)
    files, unread = listing(client, inspect(client, repo_id, "model"))
    assert ([f.path for f in files], [u.path for u in unread]) == (["a", "b"], ["d"])
    assert re.fullmatch("[a-z ]+;[A-Za-z ]+", unread[0].hint.removeprefix("the Hub lists it as "))
