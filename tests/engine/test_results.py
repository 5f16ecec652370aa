"""Results of blobs: from a cache, folded, within a budget; and values that a sink receives."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

import pytest

from hubseal import engine
from hubseal.engine import EMPTY, ResultCache, SecretSink, fold, make_context, make_report, scan_blob, scan_items
from hubseal.policy import DEFAULT, Policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.suppression.waivers import Waiver
from hubseal.types import Blob, BlobResult, Report, Unreadable


def blob(path: str, data: bytes, oid: str = "1", budget: int | None = None) -> Blob:
    return Blob(path, path, len(data), oid, lambda: io.BytesIO(data), None, budget)


def scan(*blobs: Blob | str, policy: Policy = DEFAULT, **settings: object) -> Report:
    return engine.scan(blobs, RULES, reader_for, policy, engine.Settings(**settings))  # type: ignore[arg-type]


def unreadable() -> io.BytesIO:
    raise Unreadable("it must not be opened")


def test_a_remembered_blob_is_not_opened_and_reports_the_same(sample: Callable[[str], str]) -> None:
    kept: dict[str, BlobResult] = {}
    cache = ResultCache(lambda b: kept.get(b.path), lambda b, k: kept.__setitem__(b.path, k))
    waiver = Waiver("home-path", "b.json", "", "meant", "", 1)
    policy = DEFAULT._replace(waivers=(waiver,))
    files = (
        blob("a.py", f"# hubseal: allow npm-token\nt = '{sample('hf_{L34}')}'\n".encode()),
        blob("b.json", b'{"cache_dir": "/home/tnakamura/c"}'),
        blob("c.zip", b"PK\x03\x04 broken"),
    )
    first = scan(*files, policy=policy, results=cache)
    assert [f.rule for f in first.findings] == ["hf-token", "nested-archive"]
    assert (len(first.waived), len(first.unread), len(first.notes)) == (1, 1, 1)
    again = scan(*(f._replace(open=unreadable) for f in files), policy=policy, results=cache)
    assert again == first


@pytest.mark.parametrize(
    ("path", "head", "budget", "causes", "rules"),
    [
        pytest.param("a.csv", b"x,y\n", None, [], ["hf-token", "hf-token"], id="no budget: all is read"),
        pytest.param("a.csv", b"x,y\n", 600, ["budget"], ["hf-token"], id="text: the first part is read"),
        pytest.param("a.csv", b"x,y\n", 10**6, [], ["hf-token", "hf-token"], id="a budget larger than the file"),
        pytest.param("a.bin", b"\x93NUMPY", 600, ["budget"], [], id="a container that asks for more than it may take"),
    ],
)
def test_a_budget_is_kept_and_said(
    path: str, head: bytes, budget: int | None, causes: list[str], rules: list[str], sample: Callable[[str], str]
) -> None:
    first, last = sample("hf_{L34}").encode(), sample("hf_{a34}").encode()
    data = head + b"token," + first + b"\n" + b"1,2\n" * 1000 + b"token," + last + b"\n"
    report = scan(blob(path, data, budget=budget))
    assert [u.cause for u in report.unread] == causes
    assert [f.rule for f in report.findings] == rules[: len(report.findings)]
    assert sum(f.count for f in report.findings) == len(rules)


def test_a_stream_that_breaks_says_why_in_the_words_of_its_source() -> None:
    report = scan(blob("a.txt", b"x")._replace(open=unreadable))
    assert [(u.cause, "it must not be opened" in u.hint) for u in report.unread] == [("io", True)]


def test_a_sink_receives_values_of_its_rules_alone_and_the_report_holds_none(sample: Callable[[str], str]) -> None:
    told: dict[str, bytes] = {}
    mine, other = sample("hf_{L34}"), sample("{github:ghp_}")
    data = f"a = '{mine}'\nb = '{other}'\nc = '{sample('hf_{a34}')}'  # hubseal: allow hf-token\n".encode()
    report = scan(blob("a.py", data), secrets=SecretSink(frozenset(("hf-token",)), told.__setitem__))
    (finding,) = [f for f in report.findings if f.rule == "hf-token"]
    assert told == {finding.fingerprint: mine.encode()}
    assert mine not in repr(report)


def test_notes_of_a_source_are_masked(sample: Callable[[str], str]) -> None:
    assert scan(f"{sample('hf_{L34}')}.txt: a link").notes == ("hf_… 37.txt: a link",)


def files(sample: Callable[[str], str]) -> list[Blob]:
    """Files with findings, waived findings, notes, members, damage, bytes that are skipped, and clean ones."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner/a.py", f"t = '{sample('hf_{L34}')}'\n")
        archive.writestr("b.json", '{"cache_dir": "/home/tnakamura/c"}')
        archive.writestr("inner.zip", b"PK\x03\x04 broken")
    text = f"t = '{sample('hf_{a34}')}'\nu = 1  # hubseal: allow npm-token\n"
    return [
        blob("a.py", text.encode()),
        blob("b.json", b'{"cache_dir": "/home/tnakamura/c"}'),
        blob("clean.txt", b"nothing\n" * 100),
        blob("c.zip", packed.getvalue()),
        blob("a.py", text.encode()),
        blob("d.gz", b"\x1f\x8b broken"),
        blob("e.py", f"t = '{sample('hf_{a34}')}'  # hubseal: allow hf-token\n".encode()),
        blob("empty", b""),
    ]


WAIVERS = (
    Waiver("home-path", "*.json", "", "a sample", "", 1),
    Waiver("hf-token", "c.zip!/inner/*", "", "a sample", "", 2),
    Waiver("hf-token", "clean.txt", "", "of no use", "", 3),
    Waiver("hf-token", "elsewhere/*", "", "of no use", "", 4),
)


def split(items: Sequence[BlobResult], chance: random.Random) -> BlobResult:
    """Folds items in parts, and parts of parts, as many processes, caches and repositories would."""
    if len(items) < 2:
        return fold(items)
    cut = chance.randint(0, len(items))
    parts = [items[:cut], items[cut:]]
    return fold([EMPTY, *(split(p, chance) if len(p) < len(items) else fold(p) for p in parts)])


def test_a_fold_of_any_split_is_the_fold_of_the_whole(results: list[BlobResult]) -> None:
    for seed in range(200):
        assert split(results, random.Random(seed)) == fold(results), f"seed {seed}"


@pytest.fixture
def results(sample: Callable[[str], str]) -> list[BlobResult]:
    context = make_context(RULES, reader_for, DEFAULT._replace(waivers=WAIVERS), engine.Settings())
    made = [scan_blob(item, context) for item in files(sample)]
    whole = fold(made)
    assert all(whole[:4]), "each field has something to lose"
    assert (whole.waivers_used, whole.waivers_seen) == ((0, 1), (0, 1, 2))
    assert whole.coverage.files == len(made)
    return made


def test_the_report_is_the_fold_of_its_blobs(sample: Callable[[str], str]) -> None:
    items: list[Blob | str] = ["a note", *files(sample)]
    policy, settings = DEFAULT._replace(waivers=WAIVERS), engine.Settings(whole=True)
    context = make_context(RULES, reader_for, policy, settings)
    report = make_report(fold(scan_items(items, context)), context)
    assert report == engine.scan(items, RULES, reader_for, policy, settings)
    assert [note for note in report.notes if note.startswith("waiver")] == [
        "waiver for hf-token on clean.txt matches nothing; remove it",
        "waiver for hf-token on elsewhere/* matches nothing; remove it",
    ]


@pytest.mark.parametrize(("depth", "opened"), [(3, True), (0, False)], ids=["opened", "nested too deep"])
def test_a_waiver_for_what_was_not_opened_is_not_called_useless(depth: int, opened: bool) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", "{}")
    policy = DEFAULT._replace(waivers=(Waiver("home-path", "c.zip!/a.json", "", "a sample", "", 1),))
    settings = engine.Settings(limits=engine.Settings().limits._replace(depth=depth))
    report = engine.scan([blob("c.zip", packed.getvalue())], RULES, reader_for, policy, settings)
    assert (report.unread == ()) == opened
    assert any("matches nothing" in note for note in report.notes) == opened
