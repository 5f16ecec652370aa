"""The base of streams that are read by offset."""

from __future__ import annotations

import io

import pytest

from hubseal.streams import RangeStream

DATA = bytes(range(100))


class Held(RangeStream):
    """Bytes at hand, of which the source has fewer than it says."""

    def __init__(self, size: int) -> None:
        super().__init__(size)

    def read_range(self, at: int, size: int) -> bytes:
        return DATA[at : at + size]


STEPS = {
    "from the start": ([(10, 0)], 5, DATA[10:15]),
    "from the end": ([(-3, 2)], 5, DATA[97:]),
    "from here": ([(10, 0), (5, 1)], 2, DATA[15:17]),
    "behind the end": ([(200, 0)], 5, b""),
    "all that is left": ([(90, 0)], -1, DATA[90:]),
    "nothing": ([], 0, b""),
}


@pytest.mark.parametrize(("seeks", "size", "read"), STEPS.values(), ids=STEPS)
def test_what_is_read_where(seeks: list[tuple[int, int]], size: int, read: bytes) -> None:
    stream = Held(len(DATA))
    for offset, whence in seeks:
        assert stream.seek(offset, whence) == stream.tell()
    assert stream.read(size) == read


def test_before_the_start_is_an_error_as_of_a_file() -> None:
    with pytest.raises(OSError, match="before the start"):
        Held(len(DATA)).seek(-101, 2)


def test_a_source_that_ends_early_ends_the_stream() -> None:
    assert Held(150).read() == DATA


def test_a_buffer_around_it_reads_the_same() -> None:
    assert io.BufferedReader(Held(len(DATA)), 7).read() == DATA
