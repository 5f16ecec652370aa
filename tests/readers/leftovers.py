"""Files of which a part belongs to nothing that their format knows: what a row plants has to be found there."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import sqlite3
import struct
import tarfile
import wave
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy

Make = Callable[[bytes], bytes]
"""From the line that holds a leak to the file."""
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n101\n%%EOF\n"
)
WORDS = b"plain words of a text that nobody minds, line by line\n"
NOISE = zlib.compress(bytes(range(256)) * 9)[2:]


def zipped(line: bytes, name: str = "notes.txt", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, line)
    return out.getvalue()


def tarred(line: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("notes.txt")
        info.size = len(line)
        archive.addfile(info, io.BytesIO(line))
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    from zstandard import ZstdCompressor

    return ZstdCompressor().compress(data)


def skipped(data: bytes) -> bytes:
    """A frame of zstd or LZ4 that is to be skipped."""
    return b"\x53\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data


def safetensors(gap: bytes = b"", between: bytes = b"") -> bytes:
    first, second = len(gap), len(gap) + 16 + len(between)
    table = {
        "a": {"dtype": "F32", "shape": [4], "data_offsets": [first, first + 16]},
        "b": {"dtype": "F32", "shape": [4], "data_offsets": [second, second + 16]},
    }
    header = json.dumps(table).encode()
    body = gap + struct.pack("<4f", 1, 2, 3, 4) + between + struct.pack("<4f", 5, 6, 7, 8)
    return len(header).to_bytes(8, "little") + header + body


def npy() -> bytes:
    out = io.BytesIO()
    numpy.save(out, numpy.arange(8.0))
    return out.getvalue()


def picture(name: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (8, 8), bytes(range(192))).save(out, name)
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return out.getvalue()


def sqlite() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.sqlite"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE notes (text TEXT)")
            database.execute("INSERT INTO notes VALUES ('nothing')")
        database.close()
        return path.read_bytes()


def gguf() -> bytes:
    key = b"general.name"
    pair = len(key).to_bytes(8, "little") + key + (8).to_bytes(4, "little") + (4).to_bytes(8, "little") + b"tiny"
    tensor = (1).to_bytes(8, "little") + b"w" + (1).to_bytes(4, "little") + (8).to_bytes(8, "little") + bytes(4 + 8)
    head = b"GGUF\3\0\0\0" + (1).to_bytes(8, "little") + (1).to_bytes(8, "little") + pair + tensor
    return head + bytes(-len(head) % 32) + struct.pack("<8f", *range(8))


def hdf5(user_block: bytes = b"") -> bytes:
    import h5py

    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.h5"
        with h5py.File(path, "w", userblock_size=512 if user_block else 0) as file:
            file["x"] = numpy.arange(8)
        data = path.read_bytes()
        return user_block + data[len(user_block) :] if user_block else data


def parquet(texts: list[str]) -> bytes:
    import pyarrow
    from pyarrow import parquet as files

    out = io.BytesIO()
    files.write_table(pyarrow.table({"x": texts}), out)
    return out.getvalue()


def before_footer(line: bytes) -> bytes:
    data = parquet(["nothing"])
    at = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    return data[:at] + line + data[at:]


def arrow_stream() -> bytes:
    import pyarrow

    out = io.BytesIO()
    table = pyarrow.table({"x": ["nothing"]})
    with pyarrow.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def between_members(line: bytes) -> bytes:
    """A zip of two members with a line between them, and a directory that knows."""
    first, second = zipped(b"one", "a.txt", 0), zipped(b"two", "b.txt", 0)
    local1, local2 = first[: first.index(b"PK\1\2")], second[: second.index(b"PK\1\2")]
    entry1 = first[first.index(b"PK\1\2") : first.index(b"PK\5\6")]
    entry2 = second[second.index(b"PK\1\2") : second.index(b"PK\5\6")]
    place = len(local1) + len(line)
    entry2 = entry2[:42] + place.to_bytes(4, "little") + entry2[46:]
    start = place + len(local2)
    size = len(entry1) + len(entry2)
    end = b"PK\5\6\0\0\0\0\2\0\2\0" + size.to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"
    return local1 + line + local2 + entry1 + entry2 + end


def unnamed_member(line: bytes) -> bytes:
    """A zip with a member that its directory does not name, between two that it does."""
    hidden = zipped(line)
    return between_members(hidden[: hidden.index(b"PK\1\2")])


def before_directory(line: bytes) -> bytes:
    data = zipped(b"one", "a.txt", 0)
    at, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    place = int.from_bytes(data[end + 16 : end + 20], "little") + len(line)
    return data[:at] + line + data[at:end] + data[end : end + 16] + place.to_bytes(4, "little") + data[end + 20 :]


def sizes_of_zero(line: bytes, method: int) -> bytes:
    """A zip whose directory says that its member is empty."""
    data = bytearray(zipped(line, method=method))
    at = data.index(b"PK\1\2")
    data[at + 16 : at + 28] = bytes(12)
    return bytes(data)


def folder_with_content(line: bytes) -> bytes:
    return zipped(line, "folder/")


def torch_junk(line: bytes, pickled: bytes = b"junk", name: str = "0") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("m/data.pkl", pickled)
        archive.writestr(f"m/data/{name}", line)
    return out.getvalue()


def tar_slack(line: bytes) -> bytes:
    data = bytearray(tarred(b"short"))
    data[512 + 5 : 512 + 5 + len(line)] = line
    return bytes(data)


def tar_folder(line: bytes) -> bytes:
    """An entry that says it is a folder, and has content."""
    data = bytearray(tarred(line))
    data[156:157] = b"5"
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def tar_odd_type(line: bytes) -> bytes:
    data = bytearray(tarred(line))
    data[156:157] = b"Z"
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def gzip_extra(line: bytes) -> bytes:
    packed = gzip.compress(b"nothing\n", mtime=0)
    return (
        packed[:3]
        + b"\4"
        + packed[4:10]
        + (len(line) + 4).to_bytes(2, "little")
        + b"XX"
        + len(line).to_bytes(2, "little")
        + line
        + packed[10:]
    )


def gzip_named(line: bytes, flag: int) -> bytes:
    packed = gzip.compress(b"nothing\n", mtime=0)
    return packed[:3] + bytes((flag,)) + packed[4:10] + line + b"\0" + packed[10:]


def ar(*members: tuple[bytes, bytes]) -> bytes:
    out = b"!<arch>\n"
    for name, data in members:
        out += name.ljust(16) + b"0".ljust(12) + b"0     0     100644  " + b"%d" % len(data)
        out += b" " * (10 - len(b"%d" % len(data))) + b"`\n" + data + b"\n" * (len(data) & 1)
    return out


def deb(line: bytes, packed: Make = gzip.compress) -> bytes:
    control = gzip.compress(tarred(b"Package: x\n"))
    return ar((b"debian-binary", b"2.0\n"), (b"control.tar.gz", control), (b"data.tar.xz", packed(tarred(line))))


def cpio(line: bytes, name: bytes = b"./notes.txt") -> bytes:
    out = b""
    for path, data in ((name, line), (b"TRAILER!!!", b"")):
        numbers = (1, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(path) + 1, 0)
        head = b"070701" + b"".join(b"%08X" % number for number in numbers) + path + b"\0"
        out += head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)
    return out


def rpm(line: bytes) -> bytes:
    header = b"\x8e\xad\xe8\1" + bytes(4) + bytes(8)
    return (b"\xed\xab\xee\xdb\3\0" + bytes(90)) + header + header + gzip.compress(cpio(line))


ELF = b"\x7fELF\2\1\1" + bytes(9) + b"\2\0\x3e\0" + bytes(600) + NOISE
PE = b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + bytes(600) + NOISE
LEAKS: dict[str, tuple[str, Make]] = {
    "text, then zip": ("a.txt", lambda line: WORDS + zipped(line)),
    "long text, then zip": ("a.txt", lambda line: WORDS * 200 + zipped(line)),
    "very long text, then zip": ("a.txt", lambda line: WORDS * 200_000 + zipped(line)),
    "text, then stored zip": ("a.txt", lambda line: WORDS * 200 + zipped(line, method=0)),
    "source, then zip": ("a.py", lambda line: b"x = 1\n" * 900 + zipped(line)),
    "text, then gzip": ("a.txt", lambda line: WORDS * 200 + gzip.compress(line)),
    "text, then bzip2": ("a.txt", lambda line: WORDS * 200 + bz2.compress(line * 9)),
    "text, then xz": ("a.txt", lambda line: WORDS * 200 + lzma.compress(line)),
    "text, then zstd": ("a.txt", lambda line: WORDS * 200 + zstd(line)),
    "text, then tar": ("a.txt", lambda line: WORDS * 200 + tarred(line)),
    "json, then zip": ("a.json", lambda line: b'{"a": 1}\n' * 600 + zipped(line)),
    "text, then pickle of gzip": ("a.txt", lambda line: WORDS * 200 + pickle.dumps(gzip.compress(line))),
    "wide text, then zip": ("a.txt", lambda line: (WORDS * 90).decode().encode("utf-16") + zipped(line)),
    "pdf, then zip": ("a.pdf", lambda line: PDF + zipped(line)),
    "pdf, then text": ("a.pdf", lambda line: PDF + line),
    "pdf, then gzip": ("a.pdf", lambda line: PDF + gzip.compress(line)),
    "junk, then pdf, then zip": ("a.pdf", lambda line: b"junk\n" + PDF + zipped(line)),
    "text before pdf": ("a.pdf", lambda line: line + PDF),
    "safetensors, then zip": ("a.safetensors", lambda line: safetensors() + zipped(line)),
    "safetensors, then gzip": ("a.safetensors", lambda line: safetensors() + gzip.compress(line)),
    "safetensors, then text": ("a.safetensors", lambda line: safetensors() + line),
    "safetensors, then junk and zip": ("a.safetensors", lambda line: safetensors() + NOISE + zipped(line)),
    "before the first tensor": ("a.safetensors", lambda line: safetensors(line)),
    "zip before the first tensor": ("a.safetensors", lambda line: safetensors(zipped(line))),
    "between tensors": ("a.safetensors", lambda line: safetensors(b"", line)),
    "png, then zip": ("a.png", lambda line: picture("PNG") + zipped(line)),
    "png, then text": ("a.png", lambda line: picture("PNG") + line),
    "png, then junk and zip": ("a.png", lambda line: picture("PNG") + NOISE + zipped(line)),
    "png, then gzip": ("a.png", lambda line: picture("PNG") + gzip.compress(line)),
    "jpeg, then text": ("a.jpg", lambda line: picture("JPEG") + line),
    "jpeg, then zip": ("a.jpg", lambda line: picture("JPEG") + zipped(line)),
    "gif, then zip": ("a.gif", lambda line: picture("GIF") + zipped(line)),
    "gif, then text": ("a.gif", lambda line: picture("GIF") + line),
    "webp, then zip": ("a.webp", lambda line: picture("WEBP") + zipped(line)),
    "tiff, then zip": ("a.tiff", lambda line: picture("TIFF") + zipped(line)),
    "wav, then text": ("a.wav", lambda line: sound() + line),
    "wav, then zip": ("a.wav", lambda line: sound() + zipped(line)),
    "mp3, then text": ("a.mp3", lambda line: b"ID3\3\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(413) + line),
    "mp3, then zip": ("a.mp3", lambda line: b"ID3\3\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(413) + zipped(line)),
    "gguf, then text": ("a.gguf", lambda line: gguf() + line),
    "gguf, then zip": ("a.gguf", lambda line: gguf() + zipped(line)),
    "pickle, then text": ("a.pkl", lambda line: pickle.dumps([1]) + line),
    "pickle, then zip": ("a.pkl", lambda line: pickle.dumps([1]) + zipped(line)),
    "old pickle, then gzip": ("a.pkl", lambda line: pickle.dumps([1], 2) + gzip.compress(line)),
    "npy, then text": ("a.npy", lambda line: npy() + line),
    "npy, then zip": ("a.npy", lambda line: npy() + zipped(line)),
    "gzip, garbage, gzip": ("a.txt.gz", lambda line: gzip.compress(b"one\n") + b"garbage\n" + gzip.compress(line)),
    "gzip, noise, gzip": ("a.txt.gz", lambda line: gzip.compress(b"one\n") + NOISE + gzip.compress(line)),
    "gzip, text": ("a.txt.gz", lambda line: gzip.compress(b"one\n") + line),
    "gzip, zip": ("a.txt.gz", lambda line: gzip.compress(b"one\n") + zipped(line)),
    "gzip's extra field": ("a.txt.gz", gzip_extra),
    "gzip's name": ("a.txt.gz", lambda line: gzip_named(line.strip(), 8)),
    "gzip's comment": ("a.txt.gz", lambda line: gzip_named(line.strip(), 16)),
    "the second gzip's comment": (
        "a.txt.gz", lambda line: gzip.compress(b"one\n") + gzip_named(line.strip(), 16)
    ),
    "bzip2, garbage, bzip2": ("a.bz2", lambda line: bz2.compress(b"one\n") + b"garbage" + bz2.compress(line)),
    "xz, garbage, xz": ("a.xz", lambda line: lzma.compress(b"one\n") + b"garbage" + lzma.compress(line)),
    "zstd, a frame that is skipped": ("a.zst", lambda line: zstd(b"one\n") + skipped(line)),
    "a frame that is skipped, zstd": ("a.zst", lambda line: skipped(line) + zstd(b"one\n")),
    "a frame that is skipped with a zip": ("a.zst", lambda line: skipped(zipped(line)) + zstd(b"one\n")),
    "zstd behind a frame that is skipped": ("a.zst", lambda line: skipped(b"nothing") + zstd(line)),
    "zstd, garbage, zstd": ("a.zst", lambda line: zstd(b"one\n") + b"garbage" + zstd(line)),
    "zip's comment": ("a.zip", lambda line: zipped(b"x")[:-2] + len(line).to_bytes(2, "little") + line),
    "before a zip": ("a.zip", lambda line: line + zipped(b"x")),
    "gzip before a zip": ("a.zip", lambda line: gzip.compress(line) + zipped(b"x")),
    "behind a zip": ("a.zip", lambda line: zipped(b"x") + line),
    "gzip behind a zip": ("a.zip", lambda line: zipped(b"x") + gzip.compress(line)),
    "two zips": ("a.zip", lambda line: zipped(line) + zipped(b"x")),
    "two zips with junk between": ("a.zip", lambda line: zipped(line) + NOISE + zipped(b"x")),
    "between the members of a zip": ("a.zip", between_members),
    "gzip between the members of a zip": ("a.zip", lambda line: between_members(gzip.compress(line))),
    "a member that no directory names": ("a.zip", unnamed_member),
    "before zip's directory": ("a.zip", before_directory),
    "a directory with sizes of 0, stored": ("a.zip", lambda line: sizes_of_zero(line, 0)),
    "a directory with sizes of 0, packed": ("a.zip", lambda line: sizes_of_zero(line * 3, 8)),
    "a folder with content": ("a.zip", folder_with_content),
    "no pickle beside it": ("a.pt", torch_junk),
    "text for tensors": ("a.pt", lambda line: torch_junk(line, pickle.dumps({}, 2))),
    "gzip for tensors": ("a.pt", lambda line: torch_junk(gzip.compress(line), pickle.dumps({}, 2))),
    "behind a tar": ("a.tar", lambda line: tarred(b"x") + line),
    "zip behind a tar": ("a.tar", lambda line: tarred(b"x") + zipped(line)),
    "two tars": ("a.tar", lambda line: tarred(b"x") + tarred(line)),
    "in the slack of a tar": ("a.tar", tar_slack),
    "a folder of a tar with content": ("a.tar", tar_folder),
    "an entry of a type that nobody knows": ("a.tar", tar_odd_type),
    "program, then zip": ("run", lambda line: ELF + zipped(line)),
    "program of Windows, then zip": ("setup.exe", lambda line: PE + zipped(line)),
    "program, then 7z and text": ("run", lambda line: ELF + line),
    "program, then gzip": ("run", lambda line: ELF + gzip.compress(line)),
    "script, then tar in gzip": ("install.sh", lambda line: b"#!/bin/sh\n" + WORDS * 99 + gzip.compress(tarred(line))),
    "package of Debian": ("a.deb", deb),
    "package of Debian, xz": ("a.deb", lambda line: deb(line, lzma.compress)),
    "static library": ("a.a", lambda line: ar((b"x.o/", ELF + b"\0" + line + b"\0"))),
    "behind an ar": ("a.a", lambda line: ar((b"x.txt/", b"nothing\n")) + line),
    "cpio": ("a.cpio", cpio),
    "gzip in cpio": ("a.cpio", lambda line: cpio(gzip.compress(line), b"notes.gz")),
    "behind cpio": ("a.cpio", lambda line: cpio(b"nothing\n") + bytes(512) + gzip.compress(line)),
    "rpm": ("a.rpm", rpm),
    "text in an ISO image": ("a.img", lambda line: bytes(32769) + b"CD001" + NOISE + b"\0" + line + b"\0"),
    "gzip in an ISO image": ("a.img", lambda line: bytes(32769) + b"CD001" + NOISE + gzip.compress(line)),
    "unknown bytes, then zip": ("a.dat", lambda line: bytes(range(256)) * 40 + zipped(line)),
    "unknown bytes, then gzip": ("a.dat", lambda line: bytes(range(256)) * 40 + gzip.compress(line)),
    "sqlite, then text": ("a.sqlite", lambda line: sqlite() + line),
    "sqlite, then zip": ("a.sqlite", lambda line: sqlite() + zipped(line)),
    "sqlite, then a page of text": ("a.sqlite", lambda line: sqlite() + (line * 200)[:4096]),
    "hdf5's user block": ("a.h5", lambda line: hdf5(line.ljust(512, b"\0"))),
    "hdf5, then text": ("a.h5", lambda line: hdf5() + line),
    "hdf5, then zip": ("a.h5", lambda line: hdf5() + zipped(line)),
    "two parquet files": ("a.parquet", lambda line: parquet([line.decode()]) + parquet(["nothing"])),
    "parquet behind text": ("a.parquet", before_footer),
    "arrow stream, then text": ("a.arrow", lambda line: arrow_stream() + line),
    "arrow stream, then zip": ("a.arrow", lambda line: arrow_stream() + zipped(line)),
}  # fmt: skip
"""What is planted where: (name, how the file is made)."""
