"""The formats of files, by name, and what each of them is."""

from __future__ import annotations

from typing import Literal

from ..types import Kind

Format = Literal[
    "",  # nothing was read of the file
    "empty", "text", "utf-16", "utf-32", "lfs-pointer", "pem-private-key", "pem-certificate", "ppk", "openssh-key",
    "zip", "tar", "gz", "bz2", "xz", "zst", "lz4", "zlib", "lzma", "7z", "rar", "blosc",
    "safetensors", "gguf", "pickle", "npy", "hdf5", "onnx", "tflite", "msgpack", "protobuf", "pyc", "mat", "mat4",
    "parquet", "arrow", "feather", "orc", "avro", "tfrecord", "tfevents", "sqlite", "sqlite-log", "lmdb", "rdata",
    "duckdb", "lance", "vortex", "riegeli", "spss",
    "pdf", "png", "jpeg", "gif", "tiff", "webp", "jxl", "jp2", "j2k",
    "mp4", "matroska", "riff", "wav", "aiff", "mp3", "flac", "ogg",
    "jks", "kdbx", "kdb", "pst", "ds-store", "vim-swap",
    "elf", "elf-core", "pe", "macho", "class", "dex", "wasm",
    "other",
]  # fmt: skip
"""What `sniff` says a file is; `other`: bytes of which nothing is known."""

_OF_KIND: dict[Kind, tuple[Format, ...]] = {
    "weights": (
        "safetensors", "gguf", "pickle", "npy", "hdf5", "onnx", "tflite", "zlib", "lzma", "msgpack", "protobuf"
    ),
    "data": (
        "parquet", "arrow", "feather", "orc", "sqlite", "tfrecord", "avro", "mat", "mat4", "rdata", "lmdb",
        "sqlite-log", "duckdb", "lance", "vortex", "riegeli", "spss", "blosc",
    ),
    "archive": ("zip", "gz", "bz2", "xz", "zst", "lz4", "7z", "rar", "tar"),
    "media": (
        "pdf", "png", "jpeg", "gif", "webp", "mp4", "wav", "flac", "ogg", "tiff", "jxl", "jp2", "j2k", "riff", "aiff",
        "mp3", "matroska",
    ),
    "log": ("tfevents",),
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
LINEAR: frozenset[Format] = frozenset(
    (
        "text", "utf-16", "utf-32", "other", "lmdb", "rdata", "mat4", "sqlite-log", "duckdb", "lance", "vortex",
        "riegeli", "spss",
    )
)  # fmt: skip
"""Formats that are read from the first byte to the last, so that a part of one is worth reading."""
