"""What a state remembers, when it must not be believed, and what it says has changed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal import engine, state
from hubseal.policy import DEFAULT
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.state.dependencies import LIBRARIES
from hubseal.suppression.baseline import EMPTY, Baseline
from hubseal.suppression.waivers import Waiver
from hubseal.types import Blob, Finding, Repo, Report, Unread, Unreadable


def blob(path: str, data: bytes | str, oid: str = "1", budget: int | None = None) -> Blob:
    raw = data.encode() if isinstance(data, str) else data
    return Blob(path, path, len(raw), oid, lambda: io.BytesIO(raw), None, budget)


def unreadable() -> io.BytesIO:
    raise Unreadable("it must not be opened")


def scan(kept: state.State, *blobs: Blob | Unread) -> Report:
    settings = engine.Settings(repo=Repo("user/x", "model", "flag"), results=kept.cache)
    return engine.scan(blobs, RULES, reader_for, DEFAULT, settings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def load(file: Path, digest: str = "d", reread: tuple[str, ...] = (), scope: str = "main") -> state.State:
    return state.load(str(file), "hub user/x", digest, reread, scope)


def first(file: Path, *blobs: Blob) -> Report:
    fresh = load(file)
    report = scan(fresh, *blobs)
    fresh.save(report)
    return report


@pytest.fixture
def leak(sample: Callable[[str], str]) -> str:
    return f"token = '{sample('hf_{L34}')}'\n"


def test_an_unchanged_blob_is_replayed_without_a_read(file: Path, leak: str) -> None:
    files = blob("a.py", leak), blob("b.txt", "x"), blob("c.zip", b"PK\x03\x04 broken")
    report = first(file, *files)
    again = load(file)
    assert scan(again, *(f._replace(open=unreadable) for f in files)) == report
    assert again.replayed == 3
    assert again.changes(report) == state.Changes((), report.findings, ())


def test_neither_paths_nor_values_stand_in_the_file(file: Path, sample: Callable[[str], str]) -> None:
    value = sample("hf_{L34}")
    first(file, blob(f"{value}.txt", f"t = '{value}'"))
    assert value not in file.read_text()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"oid": "2"}, id="other content"),
        pytest.param({"path": "b.py"}, id="other name"),
        pytest.param({"oid": None}, id="content id unknown"),
    ],
)
def test_a_changed_blob_is_read(change: dict[str, str | None], file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    again = load(file)
    assert not scan(again, blob("a.py", "clean\n")._replace(**change)).findings  # type: ignore[arg-type]
    assert again.replayed == 0


def test_other_rules_or_policy_drop_all_verdicts_but_not_what_was_known(file: Path, leak: str) -> None:
    report = first(file, blob("a.py", leak))
    again = load(file, digest="other")
    assert "changed since" in again.note
    assert scan(again, blob("a.py", leak)) == report
    assert again.replayed == 0
    changes = again.changes(report)
    assert changes is not None
    assert changes.still == report.findings


def test_rules_whose_values_somebody_must_be_told_are_read_again(file: Path, leak: str) -> None:
    first(file, blob("a.py", leak), blob("b.py", "x = 1\n"))
    again = load(file, reread=("hf-token",))
    assert not again.has(blob("a.py", leak))
    assert again.has(blob("b.py", ""))


def test_a_failed_read_is_not_remembered_and_its_findings_are_not_called_gone(file: Path, leak: str) -> None:
    report = first(file, blob("a.py", leak))
    broken = blob("a.py", leak, "2")._replace(open=unreadable)
    for _ in range(2):
        again = load(file)
        failed = scan(again, broken)
        changes = again.changes(failed)
        assert changes is not None
        assert changes[:3] == ((), (), ())
        assert [k.path for k in changes.unsure] == ["a.py"]
        again.save(failed)
    again = load(file)
    assert again.changes(scan(again, blob("a.py", leak, "2"))) == state.Changes((), report.findings, ())


def test_a_tree_that_could_not_be_listed_loses_nothing(file: Path, leak: str) -> None:
    report = first(file, blob("a.py", leak))
    again = load(file)
    failed = scan(again, Unread("user/x", "", "io", None, "down"))
    changes = again.changes(failed)
    assert changes is not None
    assert (changes[:3], len(changes.unsure)) == (((), (), ()), 1)
    again.save(failed)
    assert scan(load(file), blob("a.py", leak)._replace(open=unreadable)) == report


def test_what_is_fixed_is_gone_and_what_came_is_new(file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    again = load(file)
    report = scan(again, blob("a.py", "fixed\n", "2"), blob("config.json", '{"cache_dir": "/home/tnakamura/c"}', "3"))
    changes = again.changes(report)
    assert changes is not None
    assert [f.rule for f in changes.new] == ["home-path"]
    assert [(k.rule, k.path, k.level) for k in changes.gone] == [("hf-token", "a.py", "error")]
    assert changes.still == ()


@pytest.mark.parametrize(
    ("now", "replayed"),
    [
        pytest.param(300, 1, id="the same share"),
        pytest.param(200, 1, id="a smaller share"),
        pytest.param(400, 0, id="a larger share: more can be read"),
        pytest.param(None, 0, id="no budget any more"),
    ],
)
def test_a_blob_that_was_cut_by_the_budget(now: int | None, replayed: int, file: Path) -> None:
    data = "a,b\n" * 200
    first(file, blob("a.csv", data, budget=300))
    again = load(file)
    scan(again, blob("a.csv", data, budget=now))
    assert again.replayed == replayed


@pytest.mark.parametrize(
    ("then", "now", "fate"),
    [
        pytest.param(None, None, "gone", id="read whole then and now"),
        pytest.param(300, 300, "gone", id="the same share"),
        pytest.param(200, 300, "gone", id="a larger share"),
        pytest.param(300, 200, "unsure", id="a smaller share: where it stood may not have been read"),
        pytest.param(None, 200, "unsure", id="read whole then, cut now"),
        pytest.param(300, None, "gone", id="cut then, read whole now"),
    ],
)
def test_what_the_budget_no_longer_reaches_is_not_called_gone(
    then: int | None, now: int | None, fate: str, file: Path, leak: str
) -> None:
    first(file, blob("a.csv", leak + "a,b\n" * 200, budget=then))
    for oid in ("2", "3"):
        again = load(file)
        report = scan(again, blob("a.csv", "a,b\n" * 200, oid, now))
        changes = again.changes(report)
        assert changes is not None
        assert {name: len(found) for name, found in changes._asdict().items() if found} == {fate: 1}
        again.save(report)
        if fate == "gone":
            return


def test_what_is_waived_now_is_not_called_gone(file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    again = load(file, digest="other")
    meant = leak.rstrip() + "  # hubseal: allow hf-token -- revoked\n"
    report = scan(again, blob("a.py", meant, "2"))
    assert len(report.waived) == 1
    old = {
        w.finding.fingerprint: state.KnownFinding(w.finding.fingerprint, "hf-token", "error", "a.py", "")
        for w in report.waived
    }
    assert state.compare(old, report) == state.Changes((), (), ())


def test_scans_of_different_scopes_share_verdicts_and_are_not_compared(file: Path, leak: str) -> None:
    report = first(file, blob("a.py", leak))
    other = load(file, scope="dev")
    assert "another revision" in other.note
    assert scan(other, blob("a.py", leak)._replace(open=unreadable)) == report
    assert other.changes(report) is None
    other.save(report)
    assert load(file).changes(report) is None
    assert load(file, scope="dev").changes(report) == state.Changes((), report.findings, ())


FIELDS = Finding._fields


def damage(file: Path, how: str) -> None:
    data = json.loads(file.read_text())
    entry = next(iter(data["blobs"].values()))
    finding = entry["result"][0][0]
    if how == "cut":
        file.write_text(file.read_text()[:-20])
        return
    if how == "level":
        finding[2] = "<b>"
    elif how == "path":
        finding[FIELDS.index("at")][0] = ["a"]
    elif how == "place":
        finding[FIELDS.index("at")] = "line 3"
    elif how == "half a character":
        finding[FIELDS.index("masked")] = "\ud800"
    elif how == "rule":
        finding[0] = "no-such-rule"
    elif how == "family":
        finding[1] = "x"
    elif how == "count":
        finding[FIELDS.index("count")] = 1e999
    elif how == "infinite":
        entry["result"][4][0] = 1e999
    elif how == "short":
        finding.pop()
    elif how == "coverage":
        entry["result"][4] = [1]
    elif how == "budget":
        entry["budget"] = "1"
    elif how == "known":
        data["known"][0] = 5
    elif how == "scope":
        del data["scope"]
    elif how == "tree":
        data["tree"] = ["a commit", "much"]
    elif how == "endless tree":
        data["tree"] = ["a commit", 1e999, []]
    file.write_text(json.dumps(data))


DAMAGE = (
    "cut|level|path|place|half a character|rule|family|count|infinite|short|coverage"
    "|budget|known|scope|tree|endless tree"
)


@pytest.mark.parametrize("how", DAMAGE.split("|"))
def test_a_damaged_file_means_a_full_scan_and_a_note(how: str, file: Path, leak: str) -> None:
    report = first(file, blob("a.py", leak))
    damage(file, how)
    again = load(file)
    assert again.note == "the state file is damaged; everything was scanned"
    assert again.changes(report) is None
    assert scan(again, blob("a.py", leak)) == report
    again.save(report)
    assert load(file).note == ""


def forge(file: Path) -> None:
    """Makes every verdict a clean one."""
    data = json.loads(file.read_text())
    for entry in data["blobs"].values():
        entry["result"][:4] = [[], [], [], []]
    data["known"] = []
    file.write_text(json.dumps(data))


@pytest.mark.parametrize(
    ("digest", "oid", "path"),
    [
        pytest.param("d", "2", "a.py", id="other content"),
        pytest.param("other", "1", "a.py", id="other rules or policy"),
        pytest.param("d", "1", "b.py", id="other path"),
    ],
)
def test_a_forged_verdict_holds_for_nothing_else(digest: str, oid: str, path: str, file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    forge(file)
    assert [f.rule for f in scan(load(file, digest), blob(path, leak, oid)).findings] == ["hf-token"]


def test_a_state_that_is_not_believed_is_compared_with_and_replays_nothing(file: Path, leak: str) -> None:
    report = first(file, blob("a.py", leak))._replace(revision="c")
    load(file).save(report)
    doubted = state.load(str(file), "hub user/x", "d", scope="main", trusted=False)
    assert "everything was scanned" in doubted.note
    assert not doubted.has(blob("a.py", leak))
    assert not list(doubted.tree("c", 0))
    assert doubted.changes(scan(doubted, blob("a.py", leak))) == state.Changes((), report.findings, ())
    forge(file)
    doubted = state.load(str(file), "hub user/x", "d", scope="main", trusted=False)
    assert [f.rule for f in scan(doubted, blob("a.py", leak)).findings] == ["hf-token"]


def test_a_state_of_an_earlier_version_means_a_full_scan_and_a_note(file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    file.write_text(json.dumps({**json.loads(file.read_text()), "schema": state.SCHEMA - 1}))
    again = load(file)
    assert not again.has(blob("a.py", leak))
    assert "another repository or version; everything was scanned" in again.note


@pytest.mark.parametrize(
    "text", ["", "[]", "null", '{"schema": 1}', "[" * 100_000], ids=["empty", "list", "null", "bare", "deep"]
)
def test_a_file_that_is_no_state(text: str, file: Path) -> None:
    file.write_text(text)
    assert "everything was scanned" in load(file).note


def test_a_state_of_another_repository_is_left_alone(file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    other = state.load(str(file), "hub user/y", "d")
    assert "another repository" in other.note
    assert other.changes(scan(other, blob("a.py", leak))) is None


def test_a_state_that_cannot_be_written_leaves_the_old_one(file: Path, leak: str) -> None:
    first(file, blob("a.py", leak))
    before = file.read_bytes()
    broken = state.State(str(file / "no"), "hub user/x", "d")
    with pytest.raises(OSError):
        broken.save(scan(broken, blob("a.py", leak)))
    assert file.read_bytes() == before
    assert [p.name for p in file.parent.iterdir()] == ["state.json"]


W = Waiver("hf-token", "a.py", "", "meant", "", 1)


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(("q", EMPTY, [], "model"), id="policy"),
        pytest.param(("p", Baseline(frozenset(("f",))), [], "model"), id="baseline"),
        pytest.param(("p", EMPTY, [W], "model"), id="a waiver that holds today"),
        pytest.param(("p", EMPTY, [], "dataset"), id="repository type"),
    ],
)
def test_what_an_outcome_depends_on_changes_the_digest(args: tuple[str, Baseline, list[Waiver], str]) -> None:
    same = state.digest("p", EMPTY, [], "model")
    assert same == state.digest("p", EMPTY, [], "model")
    assert same != state.digest(*args)


@pytest.mark.parametrize("extra", ["data", "documents"])
def test_an_extra_that_is_installed_later_changes_the_digest(extra: str) -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(rf"^{extra} = \[(.+)\]$", project, re.M)
    assert listed is not None
    packages = set(re.findall(r'"([a-z0-9-]+)>=', listed[1]))
    assert packages
    assert packages <= set(LIBRARIES), "else a verdict `missing-extra` is repeated for ever"
