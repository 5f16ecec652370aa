"""Readers: one module per container, and the registry that says which opens what.

Each entry imports its module when the format is met, so that a hook run pays only for what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from ..kinds import Format
from ..member_path import is_member
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


TEXT = lazy("text.plain")
BYTES = lazy("text.plain", "read_bytes")
OFFICE = lazy("text.office")

BY_FORMAT: dict[Format, Reader] = {
    "text": TEXT,
    "utf-16": lazy("text.plain", "read_wide"),
    "utf-32": lazy("text.plain", "read_wide"),
    "pem-private-key": TEXT,
    "pem-certificate": TEXT,
    "ppk": TEXT,
    "empty": TEXT,
    "lfs-pointer": lazy("text.pointer"),
    "zip": lazy("archives.zip"),
    "tar": lazy("archives.tar"),
    "gz": lazy("archives.compressed"),
    "bz2": lazy("archives.compressed"),
    "xz": lazy("archives.compressed"),
    "zst": lazy("archives.compressed"),
    "7z": lazy("archives.unsupported"),
    "rar": lazy("archives.unsupported"),
    "blosc": lazy("archives.unsupported", "read_blosc"),
    "duckdb": lazy("archives.unsupported", "read_as_text"),
    "lance": lazy("archives.unsupported", "read_as_text"),
    "vortex": lazy("archives.unsupported", "read_as_text"),
    "riegeli": lazy("archives.unsupported", "read_as_text"),
    "spss": lazy("archives.unsupported", "read_as_text"),
    "lz4": lazy("archives.compressed"),
    "parquet": lazy("tables.columnar"),
    "arrow": lazy("tables.columnar"),
    "orc": lazy("tables.columnar"),
    "feather": lazy("tables.columnar", "read_feather"),
    "sqlite": lazy("tables.sqlite"),
    "sqlite-log": lazy("archives.unsupported", "read_as_text"),
    "safetensors": lazy("models.safetensors"),
    "pickle": lazy("models.pickle"),
    "npy": lazy("models.numpy"),
    "gguf": lazy("models.gguf"),
    "onnx": lazy("models.onnx"),
    "hdf5": lazy("models.hdf5"),
    "msgpack": lazy("models.msgpack"),
    "zlib": lazy("archives.compressed"),
    "lzma": lazy("archives.compressed"),
    "tfevents": lazy("tables.tfevents"),
    "pdf": lazy("documents.pdf"),
    "tflite": lazy("core.length_prefixed_strings", "read_tflite"),
    "pyc": lazy("core.length_prefixed_strings", "read_pyc"),
    "protobuf": lazy("core.length_prefixed_strings", "read_protobuf"),
    "png": lazy("media.png"),
    "jpeg": lazy("media.jpeg"),
    "gif": lazy("media.gif"),
    "tiff": lazy("media.exif"),
    "webp": lazy("media.riff"),
    "wav": lazy("media.riff"),
    "riff": lazy("media.riff"),
    "aiff": lazy("media.riff"),
    "mp4": lazy("media.boxes"),
    "jxl": lazy("media.boxes"),
    "jp2": lazy("media.boxes"),
    "j2k": lazy("media.jpeg2000"),
    "mp3": lazy("media.id3"),
    "flac": lazy("media.vorbis"),
    "ogg": lazy("media.vorbis", "read_ogg"),
    "matroska": lazy("media.matroska"),
    "tfrecord": lazy("tables.tfrecord"),
    "avro": lazy("tables.avro"),
    "rdata": lazy("archives.unsupported", "read_as_text"),
    "lmdb": lazy("archives.unsupported", "read_as_text"),
    "mat": lazy("models.mat"),
    "mat4": lazy("archives.unsupported", "read_as_text"),
    "other": lazy("core.strings"),
}
"""By the format that `kinds.sniff` names."""

BY_SUFFIX: dict[str, Reader] = {
    ".ipynb": lazy("text.notebook"),
    ".csv": lazy("text.table"),
    ".tsv": lazy("text.table"),
}
"""For text whose suffix says what it holds; looked at when the format is text."""


def reader_for(path: str, fmt: Format) -> Reader:
    """The reader of a file; bytes when nothing better is known."""
    if fmt == "text":
        if path.endswith(".xml") and is_member(path):
            from .text.office import PARTS

            if PARTS.search(path):
                return OFFICE
        suffix = path[path.rfind(".") :].lower() if "." in path.rsplit("/", 1)[-1] else ""
        return BY_SUFFIX.get(suffix, TEXT)
    return BY_FORMAT.get(fmt, BYTES)
