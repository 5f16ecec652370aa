"""What imports the reader of a format, by a function each: a run loads the readers of what it meets, and mypy all."""

from __future__ import annotations

from collections.abc import Iterator

from ..types import Blob, Limits, Opaque, Reader, Segment, Unread


def text() -> Reader:
    from .text import plain

    return plain.read


def wide_text() -> Reader:
    from .text import plain

    return plain.read_wide


def unknown() -> Reader:
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


def zip_archive() -> Reader:
    from .archives.zip import read

    return read


def tar() -> Reader:
    from .archives import tar

    return tar.read


def compressed() -> Reader:
    from .archives import compressed

    return compressed.read


def closed() -> Reader:
    from .archives import unsupported

    return unsupported.read


def as_text() -> Reader:
    from .archives import unsupported

    return unsupported.read_as_text


def blosc() -> Reader:
    from .archives import unsupported

    return unsupported.read_blosc


def safetensors() -> Reader:
    from .models import safetensors

    return safetensors.read


def pickle() -> Reader:
    from .models import pickle

    return pickle.read


def numpy() -> Reader:
    from .models import numpy

    return numpy.read


def gguf() -> Reader:
    from .models import gguf

    return gguf.read


def onnx() -> Reader:
    from .models import onnx

    return onnx.read


def hdf5() -> Reader:
    from .models import hdf5

    return hdf5.read


def msgpack() -> Reader:
    from .models import msgpack

    return msgpack.read


def matlab() -> Reader:
    from .models import mat

    return mat.read


def protobuf() -> Reader:
    from .models import length_prefixed

    return length_prefixed.read_protobuf


def pyc() -> Reader:
    from .models import length_prefixed

    return length_prefixed.read_pyc


def columnar() -> Reader:
    from .tables import columnar

    return columnar.read


def feather() -> Reader:
    from .tables import columnar

    return columnar.read_feather


def sqlite() -> Reader:
    from .tables import sqlite

    return sqlite.read


def tfrecord() -> Reader:
    from .tables import tfrecord

    return tfrecord.read


def tfevents() -> Reader:
    from .tables import tfevents

    return tfevents.read


def avro() -> Reader:
    from .tables import avro

    return avro.read


def pdf() -> Reader:
    from .documents import pdf

    return pdf.read


def tflite() -> Reader:
    from .archives.zip import read_appended
    from .models import length_prefixed

    def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
        """The model, and the zip of labels that may stand at its end."""
        yield from length_prefixed.read_tflite(blob, limits)
        yield from read_appended(blob, limits)

    return read


def strings() -> Reader:
    from .core import strings

    return strings.read


def media() -> Reader:
    from .media import media

    return media.read
