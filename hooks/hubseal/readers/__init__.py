"""Readers: one module per container, and the registry that says which opens what."""

from __future__ import annotations

from collections.abc import Callable

from ..kinds import Format
from ..member_path import is_member
from ..types import Reader
from . import loaders

BY_FORMAT: dict[Format, Callable[[], Reader]] = {
    "text": loaders.text,
    "utf-16": loaders.wide_text,
    "utf-32": loaders.wide_text,
    "pem-private-key": loaders.text,
    "pem-certificate": loaders.text,
    "ppk": loaders.text,
    "empty": loaders.text,
    "lfs-pointer": loaders.pointer,
    "zip": loaders.zip_archive,
    "tar": loaders.tar,
    "gz": loaders.compressed,
    "bz2": loaders.compressed,
    "xz": loaders.compressed,
    "zst": loaders.compressed,
    "lz4": loaders.compressed,
    "zlib": loaders.compressed,
    "lzma": loaders.compressed,
    "7z": loaders.closed,
    "rar": loaders.closed,
    "blosc": loaders.blosc,
    "duckdb": loaders.as_text,
    "lance": loaders.as_text,
    "vortex": loaders.as_text,
    "riegeli": loaders.as_text,
    "spss": loaders.as_text,
    "lmdb": loaders.as_text,
    "rdata": loaders.as_text,
    "mat4": loaders.as_text,
    "sqlite-log": loaders.as_text,
    "parquet": loaders.columnar,
    "arrow": loaders.columnar,
    "orc": loaders.columnar,
    "feather": loaders.feather,
    "sqlite": loaders.sqlite,
    "tfrecord": loaders.tfrecord,
    "tfevents": loaders.tfevents,
    "avro": loaders.avro,
    "safetensors": loaders.safetensors,
    "pickle": loaders.pickle,
    "npy": loaders.numpy,
    "gguf": loaders.gguf,
    "onnx": loaders.onnx,
    "hdf5": loaders.hdf5,
    "msgpack": loaders.msgpack,
    "mat": loaders.matlab,
    "tflite": loaders.tflite,
    "pyc": loaders.pyc,
    "protobuf": loaders.protobuf,
    "pdf": loaders.pdf,
    "png": loaders.media,
    "jpeg": loaders.media,
    "gif": loaders.media,
    "tiff": loaders.media,
    "webp": loaders.media,
    "wav": loaders.media,
    "riff": loaders.media,
    "aiff": loaders.media,
    "mp4": loaders.media,
    "jxl": loaders.media,
    "jp2": loaders.media,
    "j2k": loaders.media,
    "mp3": loaders.media,
    "flac": loaders.media,
    "ogg": loaders.media,
    "matroska": loaders.media,
    "other": loaders.strings,
}
"""By the format that `kinds.sniff` names; of others the bytes are searched."""
BY_SUFFIX: dict[str, Callable[[], Reader]] = {
    ".ipynb": loaders.notebook,
    ".csv": loaders.table,
    ".tsv": loaders.table,
}
"""For text whose suffix says what it holds; looked at when the format is text."""


def reader_for(path: str, fmt: Format) -> Reader:
    """The reader of a file; bytes when nothing better is known. Imports it on its first use."""
    if fmt == "text":
        if path.endswith(".xml") and is_member(path):
            from .text.office import PARTS, read

            if PARTS.search(path):
                return read
        suffix = path[path.rfind(".") :].lower() if "." in path.rsplit("/", 1)[-1] else ""
        return BY_SUFFIX.get(suffix, loaders.text)()
    return BY_FORMAT.get(fmt, loaders.unknown)()
