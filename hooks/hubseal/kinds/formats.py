"""The formats of files by name: how each begins, as its specification has it, and what it is."""

from __future__ import annotations

from ..typed import Literal, get_args
from ..types import Kind
from .closed import CLOSED_MAGIC, ENCRYPTED, ClosedFormat

Format = Literal[
    ClosedFormat,
    "",  # nothing was read of the file
    "symlink",  # the text of its target
    "empty", "text", "utf-16", "utf-32", "lfs-pointer", "pem-private-key", "pem-certificate", "ppk", "openssh-key",
    "zip", "tar", "gz", "bz2", "xz", "zst", "lz4", "zlib", "lzma", "blosc", "ar", "cpio", "rpm",
    "safetensors", "gguf", "pickle", "npy", "hdf5", "onnx", "tflite", "msgpack", "protobuf", "pyc", "mat", "mat4",
    "parquet", "arrow", "feather", "orc", "avro", "tfrecord", "tfevents", "sqlite", "sqlite-log", "lmdb", "rdata",
    "wandb", "duckdb", "lance", "vortex", "riegeli", "spss",
    "pdf", "png", "jpeg", "gif", "tiff", "webp", "jxl", "jp2", "j2k",
    "mp4", "matroska", "riff", "wav", "aiff", "mp3", "flac", "ogg",
    "pst", "ds-store", "vim-swap",
    "elf", "elf-core", "pe", "macho", "class", "dex", "wasm",
    "other",
]  # fmt: skip
"""What `sniff` says a file is; `other`: bytes of which nothing is known."""

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
    (0, b":W&B\xe1\xbe\0", "wandb"),
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
    (0, b"!<arch>\n", "ar"),
    (0, b"\xed\xab\xee\xdb", "rpm"),
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
    *((0, bytes((0x50 + n, 0x2A, 0x4D, 0x18)), "zst") for n in range(16)),  # a frame to be skipped
    *CLOSED_MAGIC,
)
"""(offset, magic number, format)."""
CLOSED: frozenset[ClosedFormat] = frozenset(get_args(ClosedFormat))
"""Formats that are known and not opened."""
_OF_KIND: dict[Kind, tuple[Format, ...]] = {
    "weights": (
        "safetensors", "gguf", "pickle", "npy", "hdf5", "onnx", "tflite", "zlib", "lzma", "msgpack", "protobuf"
    ),
    "data": (
        "parquet", "arrow", "feather", "orc", "sqlite", "tfrecord", "avro", "mat", "mat4", "rdata", "lmdb",
        "sqlite-log", "duckdb", "lance", "vortex", "riegeli", "spss", "blosc",
    ),
    "archive": ("zip", "gz", "bz2", "xz", "zst", "lz4", "tar", "ar", "cpio", "rpm", *sorted(CLOSED - ENCRYPTED)),
    "media": (
        "pdf", "png", "jpeg", "gif", "webp", "mp4", "wav", "flac", "ogg", "tiff", "jxl", "jp2", "j2k", "riff", "aiff",
        "mp3", "matroska",
    ),
    "log": ("tfevents", "wandb"),
}  # fmt: skip
KIND_OF: dict[Format, Kind] = {fmt: kind for kind, formats in _OF_KIND.items() for fmt in formats}
"""The kind of a file whose format tells; text may be anything."""
FILES: frozenset[Format] = frozenset(
    (
        "zip", "tar", "gz", "bz2", "xz", "zst", "lz4", "zlib", "lzma", "parquet", "arrow", "sqlite", "safetensors",
        "pickle", "npy", "gguf", "hdf5", "tfevents", "msgpack", "png", "jpeg", "gif", "webp", "tiff", "mp4", "jxl",
        "jp2", "j2k", "wav", "riff", "aiff", "mp3", "flac", "ogg", "matroska",
    )
)  # fmt: skip
"""Formats that make a file of its own of a value in another file."""
TEXTS: frozenset[Format] = frozenset(("text", "pem-private-key", "pem-certificate", "ppk", "lfs-pointer"))
"""Formats whose bytes are text."""
UNINTERPRETED: frozenset[Format] = frozenset(
    ("duckdb", "lance", "vortex", "riegeli", "spss", "lmdb", "rdata", "mat4", "sqlite-log", "blosc")
)
"""Containers of data whose plain texts are searched, and nothing else."""
LINEAR: frozenset[Format] = frozenset(("text", "utf-16", "utf-32", "other", *CLOSED, *UNINTERPRETED))
"""Formats that are read from the first byte to the last, so that a part of one is worth reading."""
BY_LIBRARY: frozenset[Format] = frozenset(("parquet", "arrow", "orc", "hdf5", "avro", "sqlite"))
"""Formats whose readers load large libraries."""
