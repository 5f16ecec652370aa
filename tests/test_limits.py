"""Limits: what is over one is said, what is under it is read, and names are judged either way."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from conftest import Report
from hubseal.engine.time_account import TimeAccount
from hubseal.types import Limits
from made_rules import rule, scan

MARK = b"<leak>"
RULE = rule("mark", MARK, b"(?P<leak>" + MARK + b")")


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as members_of:
        for name, data in members:
            members_of.writestr(name, data)
    return made.getvalue()


def nested(levels: int, leak: str) -> bytes:
    """Archives in archives: `levels` of them round a file, and a stray file beside it."""
    data = archive(("a.txt", leak.encode()), ("id_rsa", b"no key"))
    for number in range(levels - 1):
        data = archive((f"{number}.zip", data))
    return data


@pytest.mark.parametrize(
    ("levels", "read"), [pytest.param(3, True, id="three deep"), pytest.param(4, False, id="four deep")]
)
def test_archives_are_opened_to_a_depth_of_three(
    levels: int, read: bool, report: Report, sample: Callable[[str], str]
) -> None:
    made = report({"a.zip": nested(levels, f"key {sample('hf_{L34}')}\n")})
    inside = "a.zip!/" + "".join(f"{n}.zip!/" for n in reversed(range(levels - 1)))
    found = {(f["rule"], f["path"]) for f in made["findings"] if f["level"] == "error"}
    assert ("hf-token", inside + "a.txt") in found if read else not [f for f in found if f[0] == "hf-token"]
    assert inside + "id_rsa" in {path for _, path in found}, "its name is judged"
    said = [(u["path"], u["cause"], "deeper than 3" in u["hint"]) for u in made["unread"]]
    assert said == ([] if read else [(inside.removesuffix("!/"), "limit", True)] * 2)
    assert made["exit"] == 1


def words(size: int) -> bytes:
    """Text that packs to about half of its size."""
    dice = random.Random(size)
    return b"".join(b"%016x\n" % dice.getrandbits(64) for _ in range(size // 17))


@pytest.mark.parametrize(
    ("tree", "growth", "read"),
    [
        pytest.param(40_000, 0, 5, id="all of them"),
        pytest.param(39_000, 0, 5, id="the last one goes over"),
        pytest.param(20_000, 0, 3, id="some"),
        pytest.param(1, 0, 1, id="one"),
        pytest.param(1, 10, 5, id="a large file has more"),
        pytest.param(1, 1, 5, id="as much as its own size"),
    ],
)
def test_unpacked_bytes_of_a_file_are_limited_over_all_its_members(tree: int, growth: int, read: int) -> None:
    members = [(f"{n}.txt", words(8_000) + MARK) for n in range(5)]
    made = scan(archive(*members), RULE, name="a.zip", limits=Limits(tree=tree, growth=growth))
    assert [f.at.path for f in made.findings] == [f"a.zip!/{n}.txt" for n in range(read)]
    assert [u.cause for u in made.unread] == ["limit"] * (5 - read)
    assert all("unpacked; unpack it and scan" in u.hint for u in made.unread)


def test_members_of_members_draw_on_the_same_limit() -> None:
    inner = archive(*[(f"{n}.txt", words(8_000) + MARK) for n in range(2)])
    outer = archive(("a.zip", inner), ("b.zip", inner))
    made = scan(outer, RULE, name="o.zip", limits=Limits(tree=30_000, growth=0))
    assert [f.at.path for f in made.findings] == ["o.zip!/a.zip!/0.txt", "o.zip!/a.zip!/1.txt"]
    assert [(u.path, u.cause) for u in made.unread] == [("o.zip", "limit")]


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "a.txt.gz": gzip.compress, "a.txt.bz2": bz2.compress, "a.txt.xz": lzma.compress, "a.txt.zlib": zlib.compress,
}  # fmt: skip


MIB = 1 << 20


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize(
    ("ratio", "ratio_from", "whole"),
    [
        pytest.param(10, 4 * MIB, True, id="a high ratio below the size it is judged from"),
        pytest.param(10, 3 * MIB // 2, False, id="a high ratio above it"),
        pytest.param(1_000_000, 3 * MIB // 2, True, id="a ratio that is allowed"),
    ],
)
def test_the_ratio_of_a_compressed_stream(name: str, ratio: int, ratio_from: int, whole: bool) -> None:
    packed = PACKERS[name](MARK + b"\n" * 3 * MIB + MARK)
    made = scan(packed, RULE, name=name, limits=Limits(ratio=ratio, ratio_from=ratio_from))
    assert [f.count for f in made.findings] == [1 + whole], "what comes before the limit is searched"
    assert [u.cause for u in made.unread] == ["limit"] * (not whole)
    assert all(f"more than {ratio} times its size" in u.hint for u in made.unread)


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize(("tree", "whole"), [(2 * MIB, False), (3 * MIB, True)], ids=["over", "under"])
def test_a_compressed_stream_has_the_limit_of_its_file(name: str, tree: int, whole: bool) -> None:
    packed = PACKERS[name](MARK + words(5 * MIB // 2) + MARK)
    made = scan(packed, RULE, name=name, limits=Limits(tree=tree, growth=0))
    assert [f.count for f in made.findings] == [1 + whole]
    assert [u.cause for u in made.unread] == ["limit"] * (not whole)
    assert all("more than 2 MiB" in u.hint for u in made.unread)


def lying(data: bytes, packed: int | None = None, size: int | None = None, crc: int | None = None) -> bytes:
    """A zip of one packed member, of which the directory says what it is told to say."""
    made = bytearray(archive(("a.txt", data), method=zipfile.ZIP_DEFLATED))
    entry = made.index(b"PK\1\2")
    for offset, value in ((16, crc), (20, packed), (24, size)):
        if value is not None:
            struct.pack_into("<I", made, entry + offset, value)
    return bytes(made)


LIMITS = Limits(member=1 << 20, ratio_from=50_000, ratio=10)


@pytest.mark.parametrize(
    ("lie", "causes"),
    [
        pytest.param({}, {"limit"}, id="the truth"),
        pytest.param({"size": 100}, {"damaged"}, id="less than it unpacks to"),
        pytest.param({"size": 0, "crc": 0}, {"damaged"}, id="nothing in it"),
        pytest.param({"size": 2 * MIB}, {"limit"}, id="more than a member may have"),
        pytest.param({"packed": 15_000}, {"limit"}, id="packed less tightly than it is, and still too tightly"),
        pytest.param({"packed": 20}, {"limit"}, id="packed more tightly than it is"),
        pytest.param({"packed": 60_000, "size": 49_000}, {"damaged"}, id="both below what is judged"),
    ],
)
def test_a_zip_directory_that_lies_hides_nothing(lie: dict[str, int], causes: set[str]) -> None:
    made = scan(lying(b"\n" * 200_000 + MARK, **lie), RULE, name="a.zip", limits=LIMITS)
    assert ({u.cause for u in made.unread}, len(made.findings)) == (causes, 0)


def test_a_zip_directory_that_says_more_of_the_packed_size_is_read() -> None:
    made = scan(lying(b"\n" * 200_000 + MARK, packed=60_000), RULE, name="a.zip", limits=LIMITS)
    assert len(made.findings) == 1 or made.unread


@pytest.mark.parametrize(
    ("limits", "causes"),
    [
        pytest.param(LIMITS._replace(ratio=100_000), [], id="a ratio that is allowed"),
        pytest.param(LIMITS, ["limit"], id="a ratio that is not"),
        pytest.param(LIMITS._replace(ratio_from=300_000), [], id="a high ratio below the size it is judged from"),
        pytest.param(LIMITS._replace(ratio=100_000, member=100_000), ["limit"], id="more than a member may have"),
    ],
)
def test_the_ratio_and_the_size_of_a_zip_member(limits: Limits, causes: list[str]) -> None:
    data = archive(("a.txt", b"\n" * 200_000 + MARK), method=zipfile.ZIP_DEFLATED)
    made = scan(data, RULE, name="a.zip", limits=limits)
    assert ([u.cause for u in made.unread], len(made.findings)) == (causes, not causes)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.txt", MARK * 1000, id="text"),
        pytest.param("a.zip", archive(("b.txt", MARK * 1000), ("c.txt", MARK)), id="members"),
        pytest.param("a.txt", base64.b64encode(b"a text of words and <leak>" * 20), id="decoded"),
    ],
)
def test_what_stands_behind_the_time_of_a_blob_is_unread_and_said_once(name: str, content: bytes) -> None:
    late, whole = (scan(content, RULE, name=name, limits=Limits(seconds=s)) for s in (0, 1000))
    assert [(u.path, u.cause) for u in late.unread] == [(name, "limit")]
    assert "computing time; split the file, or leave it out" in late.unread[0].hint
    assert (late.findings, whole.unread) == ((), ())
    assert whole.findings


def test_the_time_of_one_blob_leaves_the_next_its_own() -> None:
    account = TimeAccount(1000, 0)
    assert not account.check()
    assert TimeAccount(0, 0).check()
    assert not account.spent


def test_a_large_blob_and_much_text_have_more_time() -> None:
    large, packed, small = TimeAccount(10, 1 << 30), TimeAccount(10, 100 << 20), TimeAccount(10, 0)
    packed.grant(1 << 30)
    assert (round(large.allowed), round(packed.allowed), small.allowed) == (522, 111, 2.0)


def test_text_that_is_packed_in_next_to_nothing_has_no_more_time() -> None:
    account = TimeAccount(10, 1000)
    account.grant(1 << 30)
    assert account.allowed < 2.1
