"""Writes data files as people publish them: records, tables and databases. Called by written.py."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy

Values = dict[str, str]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(5000)


def tfrecords(folder: Path, values: Values) -> None:
    from tfrecord.writer import TFRecordWriter

    texts = {name: (text.encode(), "byte") for name, text in values.items()}
    writer = TFRecordWriter(str(folder / "train.tfrecord"))
    for number in range(3):
        writer.write({"image": (PICTURE, "byte"), "label": (number, "int"), "box": ([0.5] * 4, "float")})
    writer.write({"image": (PICTURE, "byte"), **texts})
    writer.close()
    (folder / "packed.tfrecord").write_bytes(gzip.compress((folder / "train.tfrecord").read_bytes()))
    writer = TFRecordWriter(str(folder / "sequence-00000-of-00001"))
    writer.write({"id": (1, "int")}, {name: ([text], kind) for name, (text, kind) in texts.items()})
    writer.close()


def avro(folder: Path, values: Values) -> None:
    import fastavro

    strings = [{"name": name, "type": ["null", "string"]} for name in values]
    others = [{"name": "id", "type": "long"}, {"name": "score", "type": {"type": "array", "items": "double"}}]
    schema = {"type": "record", "name": "Row", "namespace": "org.lab", "fields": others + strings}
    empty = dict.fromkeys(values)
    rows = [{"id": number, "score": [0.5, 1.5], **empty} for number in range(40)] + [{"id": 9, "score": [], **values}]
    for codec in ("null", "deflate", "snappy", "bzip2", "xz"):
        with (folder / f"{codec}.avro").open("wb") as file:
            fastavro.writer(file, schema, rows, codec=codec, sync_interval=400)


def matlab(folder: Path, values: Values) -> None:
    import h5py
    from scipy.io import savemat

    weights = numpy.random.default_rng(1).standard_normal((40, 40))
    savemat(folder / "plain.mat", {"w": weights, **values})
    savemat(folder / "packed.mat", {"w": weights, "config": values}, do_compression=True)
    savemat(folder / "old.mat", {"w": weights, **values}, format="4")
    with h5py.File(folder / "new.mat", "w", userblock_size=512) as file:  # as MATLAB 7.3 writes text
        file["w"] = weights
        for name, text in values.items():
            file.create_dataset(name, data=numpy.frombuffer(text.encode("utf-16-le"), "u2").reshape(-1, 1))
            file[name].attrs["MATLAB_class"] = numpy.bytes_("char")
    with (folder / "new.mat").open("r+b") as raw:
        raw.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\2IM")


def r(folder: Path, values: Values) -> None:
    import pandas
    import pyreadr

    frame = pandas.DataFrame({"n": [0.5, 1.5]} | {name: ["plain", text] for name, text in values.items()})
    pyreadr.write_rds(str(folder / "frame.rds"), frame)
    pyreadr.write_rdata(str(folder / "frame.RData"), frame, df_name="people", compress="gzip")


def lmdb(folder: Path, values: Values) -> None:
    import lmdb

    with lmdb.open(str(folder / "lmdb"), map_size=1 << 24) as made, made.begin(write=True) as transaction:
        for number in range(100):
            transaction.put(b"%05d" % number, b"plain words %d" % number)
        transaction.put(b"image", PICTURE)
        for name, text in values.items():
            transaction.put(name.encode(), text.encode())
    (folder / "lmdb" / "data.mdb").rename(folder / "rows.lmdb")


WRITERS = (tfrecords, avro, matlab, r, lmdb)
