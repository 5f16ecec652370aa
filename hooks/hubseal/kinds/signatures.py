"""How the formats begin, as their specifications have it: magic numbers, and those that take a sum or two marks."""

from __future__ import annotations

from .formats import Format

LFS = b"version https://git-lfs.github.com/spec/v1\n"
ARROW_STREAM = b"\xff\xff\xff\xff"
"""How a message of Arrow begins; a length follows."""
MAGIC: tuple[tuple[int, bytes, Format], ...] = (
    (0, b"GGUF", "gguf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\x93NUMPY", "npy"),
    (0, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (512, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (1024, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (2048, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (0, b"PAR1", "parquet"),
    (0, b"ARROW1", "arrow"),
    (0, b"FEA1", "feather"),
    (0, b"Obj\x01", "avro"),
    (0, ARROW_STREAM, "arrow"),
    (4, b"TFL3", "tflite"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"\x37\x7f\x06\x82", "sqlite-log"),
    (0, b"\x37\x7f\x06\x83", "sqlite-log"),
    (0, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "sqlite-log"),
    (8, b"DUCK", "duckdb"),
    (0, b"VTXF", "vortex"),
    (0, b"\x83\xaf\x70\xd1\x0d\x88\x4a\x3f", "riegeli"),
    (0, b"$FL2", "spss"),
    (0, b"$FL3", "spss"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (0, b"\x04\x22\x4d\x18", "lz4"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (257, b"ustar", "tar"),
    (16, b"\xde\xc0\xef\xbe\1\0\0\0", "lmdb"),
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF8", "gif"),
    (4, b"ftyp", "mp4"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (0, b"\xff\x4f\xff\x51", "j2k"),
    (0, b"fLaC", "flac"),
    (0, b"OggS\0", "ogg"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"IIRO\x08\0\0\0", "tiff"),
    (0, b"IIRS\x08\0\0\0", "tiff"),
    (0, b"IIU\0", "tiff"),
    (0, b"\xfe\xed\xfe\xed", "jks"),
    (0, b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "kdbx"),
    (0, b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "kdb"),
    (0, b"!BDN", "pst"),
    (0, b"\0asm", "wasm"),
    (0, b"dex\n", "dex"),
    (0, b"\0\0\0\1Bud1", "ds-store"),
    (0, b"b0VIM", "vim-swap"),
    (0, b"openssh-key-v1\0", "openssh-key"),
    (0, b"PuTTY-User-Key-File-", "ppk"),
    (0, LFS, "lfs-pointer"),
    (0, b"\xff\xfe\0\0", "utf-32"),
    (0, b"\0\0\xfe\xff", "utf-32"),
    (0, b"\xff\xfe", "utf-16"),
    (0, b"\xfe\xff", "utf-16"),
)
"""(offset, magic number, format)."""
_R = (b"X\n\0\0\0\2", b"X\n\0\0\0\3", b"B\n\2\0\0\0", b"B\n\3\0\0\0")
"""How serialised R objects of versions 2 and 3 begin, in either byte order."""
_R_FILES = (b"RDX2\n", b"RDX3\n", b"RDB2\n", b"RDB3\n")


def is_mat5(head: bytes) -> bool:
    """Whether a file of MATLAB 5 to 7 begins here: a text, then version and byte order at byte 124."""
    return head.startswith(b"MATLAB") and head[124:128] in (b"\0\1IM", b"\1\0MI")


def is_r(head: bytes) -> bool:
    """Whether serialised R objects begin here, as `saveRDS` or `save` writes them."""
    return head.startswith(_R, len(_R_FILES[0]) if head.startswith(_R_FILES) else 0)


def begins_record(head: bytes) -> bool:
    """Whether a TFRecord begins here: a u64 length, then its CRC-32C, rotated and shifted (record_writer.h)."""
    if len(head) < 12 or head[5:8] != b"\0\0\0":
        return False
    crc = 0xFFFFFFFF
    for byte in head[:8]:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    return int.from_bytes(head[8:12], "little") == masked


def is_mat4(head: bytes) -> bool:
    """Whether a matrix of MATLAB 4 begins here: five numbers, then its name. Format: MAT-File Format, Level 4."""
    little = int.from_bytes(head[:4], "little") < 5000
    numbers = [int.from_bytes(head[n : n + 4], "little" if little else "big") for n in range(0, 20, 4)]
    end = 20 + numbers[4]
    named = (
        1 < numbers[4] < 512 and head[end - 1 : end] == b"\0" and head[20 : end - 1].decode("latin-1").isidentifier()
    )
    return numbers[0] < 5000 and numbers[3] < 2 and named


def is_blosc(head: bytes, size: int | None) -> bool:
    """Whether a file is a chunk of Blosc, whose header names its own length (README_CHUNK_FORMAT.rst)."""
    if head[:1] != b"\2" or head[1:2] not in (b"\1", b"\2") or len(head) < 16:
        return False
    return size is not None and int.from_bytes(head[12:16], "little") == size
