"""HDF5 files: chunks and values that are much larger than the file, and damaged ones."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping

MIB = 1 << 20


def made(fill: Callable[..., None], **options: object) -> bytes:
    import h5py

    held = io.BytesIO()
    with h5py.File(held, "w", **options) as file:
        fill(file)
    return held.getvalue()


def chunked(kind: object, chunk: tuple[int, ...], shape: tuple[int, ...] | None = None) -> bytes:
    """One packed chunk of equal items."""
    import numpy

    def fill(file: object) -> None:
        data = file.create_dataset("a", shape or chunk, kind, chunks=chunk, compression="gzip", compression_opts=9)  # type: ignore[attr-defined]
        data[: chunk[0]] = numpy.full(chunk, b"a" if str(kind).startswith("S") else 0, kind)

    return made(fill)


def packed_chunk(kind: str, items: int, payload: bytes) -> bytes:
    """A chunk of `items` whose packed bytes are given."""
    import numpy

    def fill(file: object) -> None:
        data = file.create_dataset("a", (items,), kind, chunks=(items,), compression="gzip")  # type: ignore[attr-defined]
        data.id.write_direct_chunk((0,), payload)

    del numpy
    return made(fill)


def variable(count: int) -> bytes:
    import h5py

    def fill(file: object) -> None:
        file.create_dataset(
            "a", (count,), h5py.string_dtype(), chunks=(count,), compression="gzip", compression_opts=9
        )[0] = "text"  # type: ignore[attr-defined]

    return made(fill)


def filled(shape: tuple[int, ...], kind: str) -> bytes:
    """Nothing but the fill value."""
    return made(
        lambda file: file.create_dataset("a", shape, kind, chunks=True, fillvalue=b"a" if kind[0] == "S" else 7)
    )  # type: ignore[attr-defined]


def one_cell(shape: tuple[int, ...], kind: str, chunk: tuple[int, ...]) -> bytes:
    """A huge data set of which one chunk is there."""

    def fill(file: object) -> None:
        data = file.create_dataset("a", shape, kind, chunks=chunk, compression="gzip")  # type: ignore[attr-defined]
        data[(0,) * len(shape)] = b"text" if kind[0] == "S" else 1

    return made(fill)


def attribute(size: int) -> bytes:
    import numpy

    return made(lambda file: file.attrs.create("a", numpy.zeros(size, "S1")), libver="latest")  # type: ignore[attr-defined]


def small() -> bytes:
    """A file of 9 kB with some of each kind."""
    import h5py
    import numpy

    def fill(file: h5py.File) -> None:
        file.attrs["about"] = "text " * 20
        file.create_dataset("names", data=numpy.array([b"text"] * 50, "S8"), chunks=(10,), compression="gzip")
        file.create_dataset("words", data=["some", "words"] * 20, dtype=h5py.string_dtype())
        file.create_dataset("a/b/numbers", data=numpy.arange(100.0))
        for number in range(8):
            file["a"].attrs[f"a{number}"] = numpy.arange(10)

    return made(fill)


def damaged(seed: int) -> bytes:
    """The small file with some bytes of its structure made large."""
    data, dice = bytearray(small()), random.Random(seed)
    for _ in range(dice.choice((1, 2, 3))):
        at = dice.randrange(len(data) - 8)
        while not any(data[at : at + 8]):
            at = dice.randrange(len(data) - 8)
        size = dice.choice((1, 2, 4))
        data[at : at + size] = dice.choice((b"\xff" * size, b"\x7f".rjust(size, b"\xff"), dice.randbytes(size)))
    return bytes(data)


def groups(count: int) -> bytes:
    return made(lambda file: [file.create_group(f"g{n}") for n in range(count)] and None, libver="latest")  # type: ignore[attr-defined]


def nested(depth: int) -> bytes:
    def fill(file: object) -> None:
        group = file
        for _ in range(depth):
            group = group.create_group("g")  # type: ignore[attr-defined]

    return made(fill, libver="latest")


def hard_links(levels: int) -> bytes:
    """Groups of which each is linked twice from the one above: 2^levels paths."""

    def fill(file: object) -> None:
        group = file
        for _ in range(levels):
            inner = group.create_group("a")  # type: ignore[attr-defined]
            group["b"] = inner  # type: ignore[index]
            group = inner

    return made(fill, libver="latest")


def large_items(size: int) -> bytes:
    return made(
        lambda file: file.create_dataset("a", (1000,), f"S{size}", chunks=(1,), compression="gzip").__setitem__(0, b"a")
    )  # type: ignore[attr-defined]


def wide_compound(fields: int) -> bytes:
    import numpy

    kind = numpy.dtype([(f"f{n}", "S4096") for n in range(fields)])
    return made(
        lambda file: file.create_dataset("a", (20_000,), kind, chunks=(1,), compression="gzip").__setitem__(
            0, numpy.zeros((), kind)
        )
    )  # type: ignore[attr-defined]


def long_reference() -> bytes:
    """A reference to a text that says that it is longer than the object of the heap."""
    import h5py

    data = bytearray(made(lambda file: file.create_dataset("a", data=["text"] * 4, dtype=h5py.string_dtype())))  # type: ignore[attr-defined]
    heap = data.index(b"GCOL").to_bytes(8, "little")
    at = data.index((4).to_bytes(4, "little") + heap)
    data[at : at + 4] = (1 << 30).to_bytes(4, "little")
    return bytes(data)


FILES: Mapping[str, tuple[object, ...]] = {
    "hdf5: a chunk of 2^26 letters": ("a.h5", lambda: chunked("S1", (1 << 26,))),
    "hdf5: a chunk of 2^22 texts of 64 bytes": ("a.h5", lambda: chunked("S64", (1 << 22,))),
    "hdf5: a chunk of 2^26 texts of any length": ("a.h5", lambda: variable(1 << 24)),
    "hdf5: a chunk of 2^27 small numbers": ("a.h5", lambda: chunked("u1", (1 << 27,))),
    "hdf5: 2^40 texts of which one is there": ("a.h5", lambda: one_cell((1 << 40,), "S8", (1024,))),
    "hdf5: a table of 2^20 x 2^20 texts": ("a.h5", lambda: one_cell((1 << 20, 1 << 20), "S8", (64, 64))),
    "hdf5: 2^40 fill values": ("a.h5", lambda: filled((1 << 40,), "S8"), True),
    "hdf5: an attribute of 2^16 letters": ("a.h5", lambda: attribute(60_000), True),
    "hdf5: 5,000 groups": ("a.h5", lambda: groups(1_000), True),
    "hdf5: groups 500 deep": ("a.h5", lambda: nested(500), True),
    "hdf5: 2^40 paths": ("a.h5", lambda: hard_links(40), True),
    "hdf5: items of 12 MB": ("a.h5", lambda: large_items(12 * MIB)),
    "hdf5: a reference to more than there is": ("a.h5", long_reference),
    "hdf5: a signature and no more": ("a.h5", lambda: b"\x89HDF\r\n\x1a\n\0", None),
    "hdf5: rows of 64 fields": ("a.h5", lambda: wide_compound(64)),
    **{f"hdf5: damaged, {seed}": ("a.h5", lambda seed=seed: damaged(seed), None) for seed in range(12)},
}  # fmt: skip
