"""Readers: one module per container, and the registry that says which opens what.

Each entry imports its module when the format is met, so that a hook run pays only for what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from ..types import Blob, Limits, Opaque, Reader, Segment, Unread

Item = Segment | Blob | Unread | Opaque


def lazy(module: str, function: str = "read") -> Reader:
    """A reader that imports `hubseal.readers.<module>` on its first use."""
    loaded: list[Callable[[Blob, Limits], Iterator[Item]]] = []

    def read(blob: Blob, limits: Limits) -> Iterator[Item]:
        if not loaded:
            loaded.append(getattr(import_module("." + module, __name__), function))
        return loaded[0](blob, limits)

    return read


TEXT = lazy("text")
BYTES = lazy("text", "read_bytes")
OFFICE = lazy("office")

BY_FORMAT: dict[str, Reader] = {
    "text": TEXT,
    "utf-16": lazy("text", "read_wide"),
    "utf-32": lazy("text", "read_wide"),
    "pem-private-key": TEXT,
    "pem-certificate": TEXT,
    "ppk": TEXT,
    "empty": TEXT,
    "lfs-pointer": lazy("pointer"),
    "zip": lazy("zip"),
    "tar": lazy("tar"),
    "gz": lazy("compressed"),
    "bz2": lazy("compressed"),
    "xz": lazy("compressed"),
    "zst": lazy("compressed"),
    "7z": lazy("closed"),
    "rar": lazy("closed"),
    "blosc": lazy("blosc"),
    "duckdb": lazy("closed", "read_known"),
    "lance": lazy("closed", "read_known"),
    "vortex": lazy("closed", "read_known"),
    "riegeli": lazy("closed", "read_known"),
    "spss": lazy("closed", "read_known"),
    "lz4": lazy("lz4"),
    "parquet": lazy("columnar"),
    "arrow": lazy("columnar"),
    "orc": lazy("columnar"),
    "feather": lazy("columnar", "read_feather"),
    "sqlite": lazy("sqlite"),
    "sqlite-log": lazy("sqlite_log"),
    "safetensors": lazy("safetensors"),
    "pickle": lazy("pickles"),
    "npy": lazy("arrays"),
    "gguf": lazy("gguf"),
    "onnx": lazy("onnx"),
    "hdf5": lazy("hdf5"),
    "msgpack": lazy("msgpack"),
    "zlib": lazy("compressed"),
    "lzma": lazy("compressed"),
    "tfevents": lazy("tfevents"),
    "pdf": lazy("pdf"),
    "tflite": lazy("counted", "read_tflite"),
    "pyc": lazy("counted", "read_pyc"),
    "protobuf": lazy("counted", "read_protobuf"),
    "png": lazy("png"),
    "jpeg": lazy("jpeg"),
    "gif": lazy("gif"),
    "tiff": lazy("exif"),
    "webp": lazy("riff"),
    "wav": lazy("riff"),
    "riff": lazy("riff"),
    "aiff": lazy("riff"),
    "mp4": lazy("boxes"),
    "jxl": lazy("boxes"),
    "jp2": lazy("boxes"),
    "j2k": lazy("jpeg2000"),
    "mp3": lazy("id3"),
    "flac": lazy("vorbis"),
    "ogg": lazy("vorbis", "read_ogg"),
    "matroska": lazy("matroska"),
    "tfrecord": lazy("tfrecord"),
    "avro": lazy("avro"),
    "rdata": lazy("rdata"),
    "lmdb": lazy("lmdb"),
    "mat": lazy("mat"),
    "mat4": lazy("mat", "read_level4"),
    "other": lazy("runs"),
}
"""By the format that `kinds.sniff` names."""

BY_SUFFIX: dict[str, Reader] = {
    ".ipynb": lazy("notebook"),
    ".csv": lazy("table"),
    ".tsv": lazy("table"),
}
"""For text whose suffix says what it holds; looked at when the format is text."""


def reader_for(path: str, fmt: str) -> Reader:
    """The reader of a file; bytes when nothing better is known."""
    if fmt == "text":
        if path.endswith(".xml") and "!/" in path:
            from .office import PARTS

            if PARTS.search(path):
                return OFFICE
        suffix = path[path.rfind(".") :].lower() if "." in path.rsplit("/", 1)[-1] else ""
        return BY_SUFFIX.get(suffix, TEXT)
    return BY_FORMAT.get(fmt, BYTES)
