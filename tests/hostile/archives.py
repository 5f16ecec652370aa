"""Archives that claim, nest or unpack to much."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

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


def folders(depth: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a/" * depth + "a.txt", b"text")
    return made.getvalue()


def cut_zips(count: int) -> bytes:
    """Local entries without a directory, each of which claims all that follows."""
    return b"".join(member(b"a%d" % number, b"", 1 << 30)[0][:26] + b"\2\0\0\0aa" for number in range(count))


def nameless() -> bytes:
    """An entry without a name, and no directory."""
    return member(b"", b"text", 4)[0]


def huge_entry() -> bytes:
    """An entry whose size stands in its extra field, as 2^64 - 1, and no directory."""
    sizes = struct.pack("<HHQQ", 1, 16, (1 << 64) - 1, (1 << 64) - 1)
    head = struct.pack("<HHHHHIIIHH", 45, 0, 8, 0, 0x21, 0, 0xFFFFFFFF, 0xFFFFFFFF, 5, len(sizes))
    return b"PK\3\4" + head + b"a.txt" + sizes + b"text"


FILES: Mapping[str, tuple[object, ...]] = {
    "zip: 20,000 names for one stored member": ("a.zip", lambda: one_member_often(20_000, b"text\n" * 200, False), True),
    "zip: 20,000 names for one packed member": ("a.zip", lambda: one_member_often(20_000, b"text\n" * 2000, True)),
    "zip: 1,500 names for one member of 1 MiB": ("a.zip", lambda: one_member_often(1_500, bytes(MIB), True)),
    "zip: 300 members of 1 MiB of zeros": ("a.zip", lambda: overlapping(300), None),
    "zip: 12 MB of a trigger": ("a.zip", lambda: packed(b"eyJ" * 4_000_000, zipfile.ZIP_DEFLATED)),
    "zip: 200 MB of words, deflated": ("a.zip", lambda: packed(b"some words\n" * 18_000_000, zipfile.ZIP_DEFLATED)),
    "zip: 200 MB of words, bzip2": ("a.zip", lambda: packed(b"some words\n" * 18_000_000, zipfile.ZIP_BZIP2)),
    "zip: 16 MB in each of ten members": ("a.zip", lambda: packed(b"words\n" * 2_700_000, zipfile.ZIP_DEFLATED, 10), True),
    "zip: archives of archives": ("a.zip", lambda: quine_of_zips(3, 17), True),
    "zip: a dictionary of 4 GiB": ("a.zip", member_of_large_dictionary),
    "zip: 60,000 empty members": ("a.zip", lambda: directory(b"", [member(b"%d" % n, b"", 0)[1] for n in range(2000)]), True),
    "zip: a path of 20,000 folders": ("a.zip", lambda: folders(20_000), True),
    "zip: entries without a directory": ("a.zip", lambda: cut_zips(3_000)),
    "zip: an entry without a name": ("a.zip", nameless),
    "zip: an entry of 2^64 bytes": ("a.zip", huge_entry),
    "zip: nothing": ("a.zip", lambda: directory(b"", []), True),
    "zip: nothing behind text": ("a.zip", lambda: b"text " * 10 + directory(b"", []), None),
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
}  # fmt: skip
