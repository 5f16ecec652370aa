"""Archives and compressed streams that claim, nest or unpack to much."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

MIB = 1 << 20


def member(name: bytes, payload: bytes, size: int, method: int = 0, crc: int = 0, at: int = 0) -> tuple[bytes, bytes]:
    """(local entry, entry of the directory) of a zip."""
    common = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 0x21, crc, len(payload), size, len(name), 0)
    entry = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
    return b"PK\3\4" + common + name + payload, entry


def directory(local: bytes, entries: list[bytes]) -> bytes:
    """A zip of these parts."""
    listed, count = b"".join(entries), min(len(entries), 0xFFFF)
    return local + listed + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), len(local), 0)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def one_member_often(count: int, data: bytes, packed: bool) -> bytes:
    """`count` names for one member."""
    payload, crc = deflated(data) if packed else data, zlib.crc32(data)
    local, _ = member(b"a00000.txt", payload, len(data), 8 if packed else 0, crc)
    names = (b"a%05d.txt" % number for number in range(count))
    return directory(local, [member(n, payload, len(data), 8 if packed else 0, crc)[1] for n in names])


def overlapping(count: int) -> bytes:
    """Members that quote the headers of those behind them, as Fifield's zip bomb has them (stored blocks)."""
    kernel = deflated(bytes(MIB))
    crc = zlib.crc32(bytes(MIB))
    local, entries, at = b"", [], 0
    for number in range(count):
        head, entry = member(b"k%04d" % number, kernel, MIB, 8, crc, at)
        entries.append(entry)
        local += head
        at = len(local)
    return directory(local, entries)


def packed(data: bytes, method: int, count: int = 1) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for number in range(count):
            archive.writestr(f"a{number}.txt", data)
    return made.getvalue()


def quine_of_zips(depth: int, width: int) -> bytes:
    """Archives of archives: `width` of them on each of `depth` levels."""
    data, name = b"text\n" * 1000, "a.txt"
    for level in range(depth):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(width):
                archive.writestr(f"{number}-{name}", data)
        data, name = made.getvalue(), f"{level}.zip"
    return data


def member_of_large_dictionary() -> bytes:
    """A member of method 14 (LZMA) whose header asks for a dictionary of 4 GiB."""
    body = lzma.compress(b"text " * 1000, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1}])
    head = struct.pack("<BBHBI", 9, 4, 5, 0x5D, 0xFFFFFFFF)
    local, entry = member(b"a.txt", head + body, 5000, 14, zlib.crc32(b"text " * 1000))
    return directory(local, [entry])


def tar_header(name: bytes, size: bytes, kind: bytes) -> bytes:
    head = bytearray(name.ljust(100, b"\0") + b"0000644\0" * 3 + size.ljust(12, b"\0") + b"0" * 11 + b"\0")
    head += b" " * 8 + kind + bytes(100) + b"ustar\x0000" + bytes(247)
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def tar(size: int, kind: bytes = b"0", body: bytes = b"") -> bytes:
    """A member that claims a size in the base-256 form of GNU."""
    return tar_header(b"a.txt", b"\x80" + size.to_bytes(11, "big"), kind) + body.ljust(
        -(-len(body) // 512) * 512, b"\0"
    )


def tar_octal(size: bytes, kind: bytes, body: bytes = b"") -> bytes:
    return tar_header(b"a.txt", size, kind) + body.ljust(-(-len(body) // 512) * 512, b"\0") + bytes(1024)


def sparse_tar() -> bytes:
    """A sparse member whose map says 2^60 bytes (PAX 1.0)."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("GNUSparseFile.0/a.txt")
        body = b"2\n0\n5\n1152921504606846976\n5\n".ljust(512, b"\0") + b"text\ntext\n"
        info.size = len(body)
        info.pax_headers = {
            "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a.txt",
            "GNU.sparse.realsize": str(1 << 60),
        }  # fmt: skip
        archive.addfile(info, io.BytesIO(body))
    return made.getvalue()


def old_sparse_tar() -> bytes:
    """GNU's old sparse form: the header's map says 2^33 bytes, and more maps follow without end."""
    head = bytearray(tar_header(b"a.txt", b"%011o" % 512, b"S"))
    for number in range(4):
        head[386 + 24 * number : 410 + 24 * number] = b"%011o\0%011o\0" % (number << 30, 512)
    head[482] = 1
    head[483:495] = b"%011o\0" % 0o77777777777
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    more = bytearray(b"%011o\0%011o\0" % (1 << 32, 512) * 21).ljust(512, b"\0")
    more[504] = 1
    return bytes(head) + bytes(more) * 150


def pax_of(key: str, value: str) -> bytes:
    body = f" {key}={value}\n".encode()
    size = len(body) + len(str(len(body) + 3))
    return tar_octal(b"%011o" % (size + 1), b"x", b"%d" % size + body) + tar_octal(b"00000000005\0", b"0", b"text\n")


def long_names(count: int) -> bytes:
    """Headers of long names that follow each other."""
    return (tar_header(b"././@LongLink", b"%011o" % 512, b"L") + b"a" * 512) * count + bytes(1024)


def xz_dictionary() -> bytes:
    """LZMA alone whose header asks for 4 GiB, and gives an unknown size."""
    return (
        b"\x5d" + struct.pack("<I", 0xFFFFFFFF) + b"\xff" * 8 + lzma.compress(b"text " * 1000, lzma.FORMAT_ALONE)[13:]
    )


def xz_large_dictionary() -> bytes:
    """xz whose block asks for 1.5 GiB, the most that the library packs with. Its checks are right."""
    data = bytearray(lzma.compress(b"text " * 1000, check=lzma.CHECK_NONE))
    at = data.index(b"\x21\x01", 12) + 2  # filter LZMA2, one byte of properties
    data[at] = 40
    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = struct.pack("<I", zlib.crc32(data[12 : 12 + size - 4]))
    return bytes(data)


def zstd_window(exponent: int) -> bytes:
    """A frame that asks for a window of 2^(10 + exponent) bytes, and one block that repeats a byte."""
    block = (1 | 1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"a"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([exponent << 3]) + block


def zstd_bomb(blocks: int) -> bytes:
    """Blocks of four bytes that unpack to 128 KiB each."""
    more = (1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"a"
    last = (1 | 1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"a"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([7 << 3]) + more * blocks + last


def zstd_content_size() -> bytes:
    """A frame that says it unpacks to 2^60 bytes in one segment."""
    return b"\x28\xb5\x2f\xfd\xe0" + (1 << 60).to_bytes(8, "little") + (1 | 5 << 3).to_bytes(3, "little") + b"text\n"


def lz4_bomb() -> bytes:
    from lz4 import frame

    return bytes(frame.compress(b"a" * (24 * MIB), compression_level=9))


def empty_frames(frame: bytes, count: int) -> bytes:
    return frame * count


def layers(data: bytes, packers: list[Callable[[bytes], bytes]]) -> bytes:
    for pack in packers:
        data = pack(data)
    return data


def comment_of_gzip(size: int) -> bytes:
    """A name and a comment without end."""
    return b"\x1f\x8b\x08\x18\0\0\0\0\0\3" + b"a" * size


def folders(depth: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a/" * depth + "a.txt", b"text")
    return made.getvalue()


def cut_zips(count: int) -> bytes:
    """Local entries without a directory, each of which claims all that follows."""
    return b"".join(member(b"a%d" % number, b"", 1 << 30)[0][:26] + b"\2\0\0\0aa" for number in range(count))


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


FILES: Mapping[str, tuple[object, ...]] = {
    "zip: 20,000 names for one stored member": ("a.zip", lambda: one_member_often(20_000, b"text\n" * 200, False), True),
    "zip: 20,000 names for one packed member": ("a.zip", lambda: one_member_often(20_000, b"text\n" * 2000, True)),
    "zip: 1,500 names for one member of 1 MiB": ("a.zip", lambda: one_member_often(1_500, bytes(MIB), True)),
    "zip: 300 members of 1 MiB of zeros": ("a.zip", lambda: overlapping(300), True),
    "zip: 12 MB of a trigger": ("a.zip", lambda: packed(b"eyJ" * 4_000_000, zipfile.ZIP_DEFLATED)),
    "zip: 200 MB of words, deflated": ("a.zip", lambda: packed(b"some words\n" * 18_000_000, zipfile.ZIP_DEFLATED)),
    "zip: 200 MB of words, bzip2": ("a.zip", lambda: packed(b"some words\n" * 18_000_000, zipfile.ZIP_BZIP2)),
    "zip: 16 MB in each of ten members": ("a.zip", lambda: packed(b"words\n" * 2_700_000, zipfile.ZIP_DEFLATED, 10), True),
    "zip: archives of archives": ("a.zip", lambda: quine_of_zips(3, 17), True),
    "zip: a dictionary of 4 GiB": ("a.zip", member_of_large_dictionary),
    "zip: 60,000 empty members": ("a.zip", lambda: directory(b"", [member(b"%d" % n, b"", 0)[1] for n in range(2000)]), True),
    "zip: a path of 20,000 folders": ("a.zip", lambda: folders(20_000), True),
    "zip: entries without a directory": ("a.zip", lambda: cut_zips(3_000)),
    "zip: a directory of 4 GiB": ("a.zip", lambda: b"PK\3\4" + bytes(26) + b"PK\5\6" + b"\xff" * 18),
    "tar: a member of 2^60 bytes": ("a.tar", lambda: tar(1 << 60, body=b"text\n")),
    "tar: a long name of 2^60 bytes": ("a.tar", lambda: tar(1 << 60, b"L", b"text\n")),
    "tar: a PAX header of 8 GiB": ("a.tar", lambda: tar_octal(b"77777777777\0", b"x", b"30 path=a\n")),
    "tar: a negative size": ("a.tar", lambda: tar_header(b"a.txt", b"\xff" * 12, b"0") + bytes(1024)),
    "tar: a sparse member of 2^60 bytes": ("a.tar", sparse_tar),
    "tar: an old sparse member with maps without end": ("a.tar", old_sparse_tar),
    "tar: a PAX size of 2^60": ("a.tar", lambda: pax_of("size", str(1 << 60))),
    "tar: a PAX size of 100,000 digits": ("a.tar", lambda: pax_of("size", "9" * 100_000)),
    "tar: a PAX size below zero": ("a.tar", lambda: pax_of("size", "-1024")),
    "tar: 500 long names in a row": ("a.tar", lambda: long_names(90)),
    "tar.gz: 4 GB of zeros as one member": ("a.tar.gz", lambda: gzip.compress(tar_header(b"a.bin", b"%011o" % (1 << 32), b"0") + bytes(64 * MIB))),
    "xz: a dictionary of 4 GiB": ("a.txt.lzma", xz_dictionary, None),
    "xz: a dictionary of 4 GiB in a block": ("a.txt.xz", xz_large_dictionary, None),
    "xz: 100 MB of zeros": ("a.txt.xz", lambda: lzma.compress(bytes(100 * MIB))),
    "xz: 20,000 empty streams": ("a.txt.xz", lambda: empty_frames(lzma.compress(b""), 3_000), True),
    "bz2: 45 MB of zeros": ("a.txt.bz2", lambda: bz2.compress(bytes(45 * MIB))),
    "bz2: 5,000 empty streams": ("a.txt.bz2", lambda: empty_frames(bz2.compress(b""), 5_000), True),
    "gz: 100 MB of zeros": ("a.txt.gz", lambda: gzip.compress(bytes(100 * MIB))),
    "gz: 15 MB of a trigger": ("a.txt.gz", lambda: gzip.compress(b"eyJ" * 5_000_000)),
    "gz: 5,000 empty streams": ("a.txt.gz", lambda: empty_frames(gzip.compress(b""), 5_000), True),
    "gz: a name without end": ("a.txt.gz", lambda: comment_of_gzip(100_000)),
    "gz: gz in gz in gz in gz": ("a.gz", lambda: layers(b"words\n" * 3_000_000, [gzip.compress] * 4)),
    "zst: a window of 2^41 bytes": ("a.txt.zst", lambda: zstd_window(31)),
    "zst: a window of 2^31 bytes": ("a.txt.zst", lambda: zstd_window(21)),
    "zst: a window of 2^27 bytes": ("a.txt.zst", lambda: zstd_window(17), True),
    "zst: 2 GiB in 64 KB": ("a.txt.zst", lambda: zstd_bomb(16_000)),
    "zst: a content of 2^60 bytes": ("a.txt.zst", zstd_content_size),
    "zst: 20,000 frames to skip": ("a.txt.zst", lambda: empty_frames(b"\x50\x2a\x4d\x18\0\0\0\0", 12_000), None),
    "zst: a frame to skip of 4 GiB": ("a.txt.zst", lambda: b"\x50\x2a\x4d\x18\xff\xff\xff\xfftext", None),
    "lz4: 24 MB of a letter": ("a.txt.lz4", lz4_bomb),
    "zlib: 100 MB of zeros": ("a.txt.zlib", lambda: zlib.compress(bytes(100 * MIB), 9)),
}  # fmt: skip
