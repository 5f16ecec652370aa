"""Formats that are not interpreted: their texts are searched where that finds any, and the report says what was not."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.chunks import chunks
from ..core.streams import length

AS_TEXT: dict[kinds.Format, str] = {
    "duckdb": "DuckDB packs columns in ways of its own; export the tables as Parquet",
    "lance": "Lance packs columns in ways of its own; publish the table as Parquet",
    "vortex": "Vortex packs columns in ways of its own; publish the table as Parquet",
    "riegeli": "ArrayRecord packs records in ways of its own; publish them as TFRecord or Parquet",
    "spss": "SPSS packs texts in ways of its own; export the table as CSV or Parquet",
    "lmdb": "the pages of LMDB are not interpreted; publish the values as Parquet, or as files",
    "rdata": "the objects of R are not interpreted; export the table as CSV or Parquet",
    "mat4": "the matrices of MATLAB 4 are not interpreted; save it as version 7.3",
    "sqlite-log": "the pages of SQLite's logs are not interpreted; close the database, which writes them into it",
    "blosc": "Blosc is not unpacked; write the array with the codec zstd or gzip",
    "access": "the tables of Access are not interpreted; export them as CSV or Parquet",
    "ole": "documents and installers of this format (OLE) are not opened; save it as .docx, .xlsx, .pptx or PDF",
    "djvu": "DjVu is not opened; publish it as PDF",
    "mobi": "books of this format are not opened; publish it as EPUB, PDF or text",
    "git-pack": "packs of git are not opened; leave .git out, and scan the repository with `hubseal scan --history`",
    "git-bundle": "bundles of git are not opened; clone it, and scan the clone with `hubseal scan --history`",
}
"""Why there may be more in a file than its plain texts, and what to do."""
NAMES: dict[kinds.Format, str] = {
    "7z": "7-Zip archives", "rar": "RAR archives", "cab": "cabinet files", "compress": "files of compress (.Z)",
    "lzip": "lzip files", "lzop": "lzop files", "lrzip": "lrzip files", "lz4-legacy": "LZ4 files of the old format",
    "snappy": "Snappy files", "brotli": "Brotli files", "bzip3": "bzip3 files", "zpaq": "ZPAQ archives",
    "zoo": "zoo archives", "lha": "LHA archives", "arj": "ARJ archives", "ace": "ACE archives",
    "stuffit": "StuffIt archives", "xar": "xar archives (.pkg)", "wim": "Windows images", "squashfs": "SquashFS images",
    "iso": "ISO images", "dmg": "disk images of Apple", "disk-image": "disk images", "chm": "help files (.chm)",
    "age": "age", "openpgp": "OpenPGP", "kdbx": "KeePass", "kdb": "KeePass", "jks": "a Java key store",
    "psafe": "Password Safe", "pkcs12": "PKCS #12", "keychain": "a keychain of Apple", "git-crypt": "git-crypt",
    "ansible-vault": "Ansible Vault", "openssl-enc": "openssl enc", "luks": "LUKS", "bitlocker": "BitLocker",
    "aes-crypt": "AES Crypt", "axcrypt": "AxCrypt", "rclone": "rclone crypt", "dmg-encrypted": "a disk image of Apple",
    "parquet-encrypted": "Parquet with keys",
}  # fmt: skip
"""What people call the others, in the plural if they are archives."""
TO_OPEN = "are not opened; pack it as zip, tar or gzip, or unpack it and scan what is inside"
SEALED = "so nobody can read it without the key, and it was not scanned; scan what is in it before it is encrypted"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an office document in OLE that a password protects. Format: MS-OFFCRYPTO 2.3.4.4."""
HEAD_BYTES = 8 << 20
ARMOURED: frozenset[kinds.Format] = frozenset(("age", "openpgp", "ansible-vault", "openssl-enc"))
"""Formats that may be written as lines of text."""
BLOSC_ITEM = 3
"""Where a chunk of Blosc says how large its items are. Format: Blosc/c-blosc, README_CHUNK_FORMAT.rst."""
NUMBERS = (2, 4, 8, 16)
"""Sizes of items that are numbers, or texts too short to tell anything."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """What stands in such a file as plain text, and why that is not all of it, named once. Numbers that Blosc has
    packed are skipped."""
    with blob.open() as stream:
        total = length(blob, stream)
        head = stream.read(kinds.HEAD)
        fmt = kinds.sniff(blob.path, head, total)
        protected = fmt == "ole" and PROTECTED in head + stream.read(HEAD_BYTES)
    if fmt == "blosc" and head[BLOSC_ITEM] in NUMBERS:
        yield Opaque(total, "numbers")
        return
    if fmt in ARMOURED and head.isascii():
        with blob.open() as stream:
            yield Segment(chunks(b"", stream, limits.whole))
    else:
        with blob.open() as stream:
            yield from strings.region(stream, 0, total)
    if fmt in kinds.ENCRYPTED:
        yield Unread(blob.path, "", "encrypted", blob.size, f"it is encrypted by {NAMES[fmt]}, {SEALED}")
    elif protected:
        yield Unread(blob.path, "", "encrypted", blob.size, f"a password protects it, {SEALED}")
    elif fmt in NAMES:
        yield Unread(blob.path, "", "unsupported", blob.size, f"{NAMES[fmt]} {TO_OPEN}")
    else:
        hint = f"{AS_TEXT[fmt]}; only what stands in it as plain text was read"
        yield Unread(blob.path, "", "unsupported" if fmt in kinds.CLOSED else "limit", blob.size, hint)
