"""Messages and tensors of strings under any suffix and of any size: no length hides the text behind it."""

from __future__ import annotations

import pytest

from hubseal.readers.core import string_tensors
from sample_generators.tensorflow_files import checkpoint, constant, field, meta_graph, string_tensor, weights
from scanned import VALUE, findings

pytestmark = pytest.mark.xdist_group("readers")
LENGTHS = range(20, 131)
SIZES = (0, 3 << 20, 12 << 20)
SUFFIXES = (".odd", ".pb", ".bin")


def path(size: int) -> str:
    """A home path of so many bytes, of a user of its own."""
    home = f"/home/jkowal{size}x/"
    return home + "r" * (size - len(home))


def found(name: str, data: bytes) -> int:
    """How many home paths are found, each of them where it stands in the file."""
    paths = [f for f in findings(name, data) if f.rule == "home-path"]
    for finding in paths:
        assert finding.at.start.raw is not None
        first, last = finding.at.start.raw
        assert data[first:last].startswith(b"/home/jkowal")
        assert set(data[last - 2 : last]) == {ord("r")}
    return sum(finding.count for finding in paths)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("size", SIZES, ids=["small", "one block", "larger than a block"])
def test_each_length_in_a_graph(size: int, suffix: str) -> None:
    nodes = [constant(f"n{n}", path(n)) for n in LENGTHS]
    graph = b"".join(nodes[:50]) + (weights(size) if size else b"") + b"".join(nodes[50:])
    assert found("graph" + suffix, graph) == len(LENGTHS)


@pytest.mark.parametrize("suffix", [".meta", ".odd"])
@pytest.mark.parametrize("size", [0, 12 << 20], ids=["small", "large"])
def test_a_graph_in_a_message(size: int, suffix: str) -> None:
    graph = b"".join(constant(f"n{n}", path(n)) for n in LENGTHS) + (weights(size) if size else b"")
    assert found("model.ckpt" + suffix, meta_graph(graph, path(19))) == len(LENGTHS) + 1


@pytest.mark.parametrize("count", [1, 2, 20, 111])
def test_each_string_of_a_checkpoint(count: int) -> None:
    data = checkpoint([[path(n) for n in LENGTHS[:count]], [path(150)], [path(n) for n in (160, 161)]])
    assert found("model.data-00000-of-00001", data) == count + 3


def test_strings_of_a_tensor_have_borders() -> None:
    texts = ["password=" + VALUE, "next", "", "hub"]
    (finding,) = [f for f in findings("a.data-00000-of-00001", checkpoint([texts])) if f.rule == "generic-secret"]
    assert finding.at.start.raw is not None
    first, last = finding.at.start.raw
    assert last - first == len(VALUE)


@pytest.mark.parametrize(
    "before",
    [b"\0" * 400, b"\x05" * 40, bytes(range(32)), b"\xff" * 40, b""],
    ids=["padding", "lengths without a sum", "counting", "endless lengths", "nothing"],
)
def test_what_is_no_tensor_of_strings(before: bytes) -> None:
    data = before + b"saved to /home/jkowalski/runs" + b"\0"
    assert string_tensors.string_tensor(data, len(before), len(data) - 1) == []


def test_one_changed_length_is_no_tensor() -> None:
    data = bytearray(string_tensor(["abcdefgh", "ijklmnop"]))
    data[0] += 1
    data[1] -= 1
    assert string_tensors.string_tensor(bytes(data), 6, len(data)) == []


def test_a_value_stands_under_its_key() -> None:
    entry = field(1, b"password") + field(2, field(3, VALUE.encode()))
    (finding,) = findings("params.odd", field(1, entry) + field(2, b"x" * 40))
    assert (finding.rule, finding.at.key) == ("generic-secret", "password")


def test_an_argument_stands_under_its_option() -> None:
    arguments = (b"--lr", b"0.1", b"--db_password", VALUE.encode(), b"--verbose", b"--out", b"x" * 9)
    (finding,) = findings("job.odd", b"".join(field(5, a) for a in arguments))
    assert (finding.rule, finding.at.key) == ("generic-secret", "db_password")


@pytest.mark.parametrize(
    ("name", "body"),
    [("build", VALUE), ("password", "changeme"), ("max_tokens", "4096 tokens"), ("token", "<unk> token")],
)
def test_entries_that_are_no_secret(name: str, body: str) -> None:
    assert (
        findings("params.odd", field(1, field(1, name.encode()) + field(2, body.encode())) + field(2, b"x" * 9)) == ()
    )
