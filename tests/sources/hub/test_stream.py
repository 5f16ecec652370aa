"""A stream over ranges gives the bytes of the file, and asks for little more than what is read."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest

from hubseal.sources.hub.stream import BLOCK, MOST_AHEAD, Remote

DATA = random.Random(7).randbytes(40 * BLOCK + 123)


class Server:
    """Serves `DATA` in ranges, and remembers which."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def fetch(self, start: int, stop: int) -> bytes:
        assert 0 <= start < stop <= len(DATA)
        self.asked.append((start, stop))
        return DATA[start:stop]

    @property
    def served(self) -> int:
        return sum(stop - start for start, stop in self.asked)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.mark.parametrize("seed", range(20))
def test_any_reads_in_any_order_give_the_bytes_of_the_file(seed: int, server: Server) -> None:
    chance = random.Random(seed)
    stream, file = Remote(len(DATA), server.fetch).open(), io.BytesIO(DATA)
    for _ in range(200):
        if chance.random() < 0.5:
            place = chance.choice([(chance.randrange(len(DATA) + 10), 0), (-chance.randrange(1, 5000), 2)])
            assert stream.seek(*place) == file.seek(*place)
        size = chance.choice([1, 8, 100, 5000, BLOCK, 3 * BLOCK, 10**6])
        assert stream.read(size) == file.read(size)
        assert stream.tell() == file.tell()


@pytest.mark.parametrize(
    ("reads", "most"),
    [
        pytest.param([(0, 8)], BLOCK, id="a header's length"),
        pytest.param([(0, 4096), (0, 8), (8, 40_000)], BLOCK, id="head, length, header"),
        pytest.param([(len(DATA) - 22, 22)], BLOCK, id="a directory at the end"),
        pytest.param([(0, 8), (20 * BLOCK + 5, 10), (35 * BLOCK, 10)], 3 * BLOCK, id="here and there"),
        pytest.param([(n * 1000, 1000) for n in range(1000)], 2 * 1_000_000 + BLOCK, id="on and on"),
        pytest.param([(0, len(DATA))], len(DATA), id="all of it"),
        pytest.param([(5, 10)] * 100, BLOCK, id="the same again"),
    ],
)
def test_little_more_than_what_is_read_is_served(reads: list[tuple[int, int]], most: int, server: Server) -> None:
    remote = Remote(len(DATA), server.fetch)
    for at, size in reads:
        assert remote.read(at, size) == DATA[at : at + size]
    assert server.served <= most


def test_nothing_unasked_is_served_beyond_what_may_be_taken(server: Server) -> None:
    remote = Remote(len(DATA), server.fetch, far=10 * BLOCK)
    for at in range(0, 9 * BLOCK, 1000):
        remote.read(at, 1000)
    assert server.served == 10 * BLOCK
    assert remote.read(30 * BLOCK, 100) == DATA[30 * BLOCK : 30 * BLOCK + 100]
    assert server.served == 11 * BLOCK


def test_reading_on_takes_few_requests(server: Server) -> None:
    stream = Remote(len(DATA), server.fetch).open()
    while stream.read(10_000):
        pass
    assert server.served == len(DATA)
    assert len(server.asked) <= 8


def test_a_whole_file_is_one_request_and_the_streams_share_it(server: Server) -> None:
    remote = Remote(len(DATA), server.fetch, whole=True)
    remote.warm()
    assert remote.open().read() == remote.open().read() == DATA
    assert server.asked == [(0, len(DATA))]


def test_no_request_and_no_memory_without_bound() -> None:
    size, asked = 1 << 40, []

    def zeros(start: int, stop: int) -> bytes:
        asked.append(stop - start)
        return bytes(stop - start)

    stream = Remote(size, zeros).open()
    for _ in range(60):
        stream.read(1 << 20)
    assert max(asked) <= MOST_AHEAD * BLOCK
    assert stream.seek(0, 2) == size


@pytest.mark.parametrize(
    "read", [lambda s: s.read(), lambda s: s.readall(), lambda s: b"".join(iter(lambda: s.read(999), b""))]
)
def test_ways_to_read_all(read: Callable[[io.RawIOBase], bytes], server: Server) -> None:
    assert read(Remote(len(DATA), server.fetch).open()) == DATA


def test_an_empty_file_asks_for_nothing(server: Server) -> None:
    assert Remote(0, server.fetch).open().read() == b""
    assert server.asked == []


def test_buffered_readers_and_places_before_the_start(server: Server) -> None:
    stream = Remote(len(DATA), server.fetch).open()
    assert io.BufferedReader(stream, 100).peek(10)[:10] == DATA[:10]
    with pytest.raises(OSError, match="before the start"):
        stream.seek(-1)
