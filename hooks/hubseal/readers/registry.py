"""The registry: which reader opens which format. A function each imports them, so that a run loads what it meets."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from .. import kinds
from ..kinds import CLOSED, Format
from ..member_path import is_member
from ..typed import TYPE_CHECKING
from ..types import Reader

if TYPE_CHECKING:
    from .core.leftover import LeavingReader


def text() -> Reader:
    from .text import plain

    return plain.read


def wide_text() -> Reader:
    from .text import mixed

    return mixed.read_wide


def unknown() -> LeavingReader:
    from .text import plain

    return plain.read_bytes


def pointer() -> Reader:
    from .text import pointer

    return pointer.read


def notebook() -> Reader:
    from .text import notebook

    return notebook.read


def table() -> Reader:
    from .text import table

    return table.read


def zip_archive() -> LeavingReader:
    from .archives.zip import read

    return read


def tar() -> LeavingReader:
    from .archives import tar

    return tar.read


def compressed() -> LeavingReader:
    from .archives import compressed

    return compressed.read


def package() -> LeavingReader:
    from .archives import packages

    return packages.read


def closed() -> Reader:
    from .archives import unsupported

    return unsupported.read


def safetensors() -> LeavingReader:
    from .models import safetensors

    return safetensors.read


def pickle() -> LeavingReader:
    from .models import pickle

    return pickle.read


def numpy() -> LeavingReader:
    from .models import numpy

    return numpy.read


def gguf() -> LeavingReader:
    from .models import gguf

    return gguf.read


def onnx() -> LeavingReader:
    from .models import onnx

    return onnx.read


def hdf5() -> LeavingReader:
    from .models import hdf5_extent

    return hdf5_extent.read


def msgpack() -> Reader:
    from .models import msgpack

    return msgpack.read


def wandb() -> Reader:
    from .models import wandb

    return wandb.read


def matlab() -> Reader:
    from .models import mat

    return mat.read


def protobuf() -> Reader:
    from .models import length_prefixed

    return length_prefixed.read_protobuf


def pyc() -> Reader:
    from .models import length_prefixed

    return length_prefixed.read_pyc


def columnar() -> LeavingReader:
    from .tables import columnar

    return columnar.read


def sqlite() -> LeavingReader:
    from .tables import sqlite

    return sqlite.read


def tfrecord() -> LeavingReader:
    from .tables import tfrecord

    return tfrecord.read


def tfevents() -> Reader:
    from .tables import tfevents

    return tfevents.read


def avro() -> Reader:
    from .tables import avro

    return avro.read


def pdf() -> LeavingReader:
    from .documents import pdf

    return pdf.read


def tflite() -> LeavingReader:
    from .archives.zip import read_appended  # a zip of labels may stand at its end
    from .models.length_prefixed import read_tflite

    return lambda blob, limits: chain(read_tflite(blob, limits), read_appended(blob, limits))


def strings() -> Reader:
    from .core import leftover

    return leftover.read_unknown


def media() -> LeavingReader:
    from .media import media

    return media.read


Load = Callable[[], "LeavingReader"]
READERS: tuple[tuple[Load, tuple[Format, ...]], ...] = (
    (text, ("text", "pem-private-key", "pem-certificate", "ppk", "empty", "symlink")),
    (wide_text, ("utf-16", "utf-32")),
    (pointer, ("lfs-pointer",)),
    (zip_archive, ("zip",)),
    (tar, ("tar",)),
    (compressed, ("gz", "bz2", "xz", "zst", "lz4", "zlib", "lzma")),
    (package, ("ar", "cpio", "rpm")),
    (closed, tuple(sorted(CLOSED | kinds.UNINTERPRETED))),
    (columnar, ("parquet", "arrow", "orc", "feather")),
    (sqlite, ("sqlite",)),
    (tfrecord, ("tfrecord",)),
    (tfevents, ("tfevents",)),
    (avro, ("avro",)),
    (safetensors, ("safetensors",)),
    (pickle, ("pickle",)),
    (numpy, ("npy",)),
    (gguf, ("gguf",)),
    (onnx, ("onnx",)),
    (hdf5, ("hdf5",)),
    (msgpack, ("msgpack",)),
    (matlab, ("mat",)),
    (wandb, ("wandb",)),
    (tflite, ("tflite",)),
    (pyc, ("pyc",)),
    (protobuf, ("protobuf",)),
    (pdf, ("pdf",)),
    (media, (
        "png", "jpeg", "gif", "tiff", "webp", "wav", "riff", "aiff", "mp4", "jxl", "jp2", "j2k", "mp3",
        "flac", "ogg", "matroska"
    )),
    (strings, ("other",)),
)  # fmt: skip
"""What loads a reader, and its formats, as `kinds.sniff` names them."""
BY_FORMAT = {fmt: load for load, formats in READERS for fmt in formats}
BY_SUFFIX: dict[str, Callable[[], Reader]] = {".ipynb": notebook, ".csv": table, ".tsv": table}
"""For text whose suffix says what it holds; looked at when the format is text."""


def reader_for(path: str, fmt: Format) -> Reader:
    """The reader of a file; bytes when nothing better is known. Imports it on its first use."""
    if fmt == "text":
        if path.endswith(".xml") and is_member(path):
            from .text.office import PARTS, read

            if PARTS.search(path):
                return read
        suffix = path[path.rfind(".") :].lower() if "." in path.rsplit("/", 1)[-1] else ""
        return BY_SUFFIX.get(suffix, text)()
    from .core.leftover import with_leftovers

    return with_leftovers(BY_FORMAT.get(fmt, unknown)())
