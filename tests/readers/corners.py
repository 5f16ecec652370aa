"""Writes files whose leaks stand in the odd corners of their formats; the libraries that people use write them.

python corners.py FOLDER < ["leak", ...]
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import pickle
import sqlite3
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy

Texts = list[str]


def pickles(folder: Path, texts: Texts) -> None:
    wide, scalars = numpy.array(texts), [numpy.str_(text) for text in texts]
    record = numpy.array([(n, t) for n, t in enumerate(texts)], dtype=[("id", "i4"), ("note", "U200")])
    plain = numpy.array([(n, t.encode()) for n, t in enumerate(texts)], dtype=[("id", "i4"), ("note", "S200")])
    made = {"array": wide, "bytes": wide.astype("S"), "scalars": scalars, "records": record, "plain_records": plain}
    for name, value in made.items():
        for protocol in (0, 2, 4, 5):
            (folder / f"{name}{protocol}.pkl").write_bytes(pickle.dumps({"x": value}, protocol))
    numpy.save(folder / "records.npy", record)
    numpy.save(folder / "plain_records.npy", plain)
    numpy.savez_compressed(folder / "records.npz", a=record, b=numpy.zeros(3))
    for protocol in (0, 1, 4):
        data = pickle.dumps({"x": texts}, protocol)
        (folder / f"unknown{protocol}.dat").write_bytes(data)
        (folder / f"twice{protocol}.pkl").write_bytes(pickle.dumps([1, 2], protocol) + data)
        (folder / f"inner{protocol}.pkl").write_bytes(pickle.dumps({"blob": data}, 4))
    lines = "\n".join(texts)
    packed = {"utf16": lines.encode("utf-16"), "gzip": gzip.compress(lines.encode()), "zip": in_zip(lines)}
    packed["zlib"] = zlib.compress(lines.encode())
    for name, value in packed.items():
        (folder / f"{name}_inside.pkl").write_bytes(pickle.dumps({"payload": value}))
        (folder / f"{name}_inside2.pkl").write_bytes(pickle.dumps({"payload": value}, 2))
    big = lines.encode()
    head = b"\x80\x04\x8d" + len(big).to_bytes(8, "little")
    (folder / "eight.pkl").write_bytes(head + big + b".")
    (folder / "bytearray.pkl").write_bytes(pickle.dumps({"x": bytearray(big)}, 5))


def in_zip(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", text)
    return out.getvalue()


def picture(*chunks: bytes) -> bytes:
    """A PNG of one point, with more chunks before its end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08" + bytes(4)) + chunk(b"IDAT", zlib.compress(bytes(2)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(c[:4], c[4:]) for c in chunks) + chunk(b"IEND", b"")


def joblib(folder: Path, texts: Texts) -> None:
    import joblib

    record = numpy.array([(n, t) for n, t in enumerate(texts)], dtype=[("id", "i4"), ("note", "U200")])
    joblib.dump({"r": record}, folder / "records.joblib")
    joblib.dump({"r": numpy.array(texts)}, folder / "array.joblib")
    for method in ("zlib", "lzma", "gzip", "lz4"):
        joblib.dump({"r": texts}, folder / f"{method}.sav", compress=(method, 3))


def columnar(folder: Path, texts: Texts) -> None:
    import pyarrow as pa
    import pyarrow.feather
    import pyarrow.parquet

    lists = pa.array([[t] for t in texts])
    plain = pa.array(texts)
    mixed = [picture(), *[t.encode() for t in texts]]
    longest = max(map(len, texts))
    columns = {
        "dictionary": plain.dictionary_encode(),
        "dictionary_list": pa.ListArray.from_arrays(lists.offsets, plain.dictionary_encode()),
        "list_list": pa.array([[[t]] for t in texts]),
        "struct_list": pa.array([[{"a": {"b": t}}] for t in texts]),
        "map": pa.array([[("k", t)] for t in texts], pa.map_(pa.string(), pa.string())),
        "mixed": pa.array(mixed, pa.binary()),
        "pictures": pa.array([{"bytes": picture(b"tEXtComment\0" + t.encode())} for t in texts]),
        "fixed": pa.array([t.encode().ljust(longest) for t in texts], pa.binary(longest)),
        "large": plain.cast(pa.large_string()),
        "fixed_list": pa.array([[t, t] for t in texts], pa.list_(pa.string(), 2)),
    }
    views = {
        "string_view": plain.cast(pa.string_view()),
        "binary_view": plain.cast(pa.binary()).cast(pa.binary_view()),
        "list_view": pa.array([[t] for t in texts], pa.list_view(pa.string())),
        "ree": pa.RunEndEncodedArray.from_arrays(pa.array(range(1, len(texts) + 1), pa.int32()), plain),
        "dense_union": pa.UnionArray.from_dense(
            pa.array([0] * len(texts), pa.int8()), pa.array(range(len(texts)), pa.int32()), [plain, pa.array([1])]
        ),
        "json": pa.ExtensionArray.from_storage(pa.json_(), pa.array([json.dumps({"x": t}) for t in texts])),
    }
    for name, array in columns.items():
        pa.parquet.write_table(pa.table({"c": array}), folder / f"{name}.parquet")
    for name, array in {**columns, **views}.items():
        table = pa.table({"c": array})
        with pa.ipc.new_file(folder / f"{name}.arrow", table.schema) as writer:
            writer.write_table(table)
    meta = {f"note{n}": t for n, t in enumerate(texts)}
    one = pa.schema([pa.field("x", pa.int32(), metadata=meta)])
    pa.parquet.write_table(pa.table([pa.array([1])], one), folder / "field_metadata.parquet")
    inner = pa.schema([pa.field("x", pa.struct([pa.field("y", pa.int32(), metadata=meta)]))])
    pa.parquet.write_table(
        pa.table([pa.array([{"y": 1}], inner.field(0).type)], inner), folder / "deep_metadata.parquet"
    )
    keys = pa.schema([pa.field("x", pa.int32())], metadata=dict.fromkeys(texts, "1"))
    pa.parquet.write_table(pa.table([pa.array([1], pa.int32())], keys), folder / "keys.parquet")
    names = pa.table({"outer": pa.array([dict.fromkeys(texts, 1)])})
    pa.parquet.write_table(names, folder / "nested_names.parquet")
    batch = pa.record_batch({"x": [1]})
    with pa.ipc.new_stream(folder / "batch_metadata.arrow", batch.schema) as stream:
        stream.write_batch(batch, custom_metadata=meta)
    pa.feather.write_feather(pa.table({"c": plain}), folder / "v1.feather", version=1)
    import pyarrow.orc

    pa.orc.write_table(pa.table({"c": plain}), folder / "table.orc")


def hdf5(folder: Path, texts: Texts) -> None:
    import h5py

    string, lines = h5py.string_dtype(), "\n".join(texts)
    pair = numpy.dtype([("id", "i4"), ("note", "S200")])
    loose = numpy.dtype([("id", "i4"), ("note", string)])

    def write(name: str, fill: Callable[[h5py.File], object], **options: object) -> None:
        with h5py.File(folder / f"{name}.h5", "w", **options) as file:
            fill(file)

    rows = [(n, t) for n, t in enumerate(texts)]
    raws = [(n, t.encode()) for n, t in enumerate(texts)]
    write("compound", lambda f: f.create_dataset("d", data=numpy.array(raws, pair)))
    write("loose_compound", lambda f: f.create_dataset("d", data=numpy.array(rows, loose)))
    write("compound_attribute", lambda f: f.attrs.create("d", numpy.array(raws, pair)))
    write("fixed", lambda f: f.create_dataset("d", data=numpy.array([t.encode() for t in texts])))
    write("matrix", lambda f: f.create_dataset("d", data=[texts, texts], dtype=string))
    write("scalar", lambda f: f.create_dataset("d", data=lines))
    write("void", lambda f: f.create_dataset("d", data=numpy.void(lines.encode())))
    write("numbers", lambda f: f.create_dataset("d", data=numpy.frombuffer(lines.encode(), "u1")))
    write("attribute_list", lambda f: f.attrs.create("d", texts, dtype=string))
    write("attribute_void", lambda f: f.attrs.create("d", numpy.void(lines.encode())))

    def ragged(file: h5py.File, *rows: bytes) -> None:
        made = file.create_dataset("d", (len(rows),), h5py.vlen_dtype("u1"))
        for n, row in enumerate(rows):
            made[n] = numpy.frombuffer(row, "u1")

    write("ragged", lambda f: ragged(f, *(t.encode() for t in texts)))
    write("pictures", lambda f: ragged(f, *(picture(b"tEXtComment\0" + t.encode()) for t in texts)))
    write("names", lambda f: [f.create_group(t.strip("/")) for t in texts])
    write("user_block", lambda f: f.create_dataset("d", data=1), userblock_size=2048)
    with (folder / "user_block.h5").open("r+b") as file:
        file.write(lines.encode())
    write("packed", lambda f: f.create_dataset("d", data=numpy.array([t.encode() for t in texts]), compression="gzip"))
    write("links", lambda f: [f.__setitem__(f"l{n}", h5py.ExternalLink("other.h5", t)) for n, t in enumerate(texts)])


def databases(folder: Path, texts: Texts) -> None:
    def write(name: str, *statements: tuple[str, list[tuple[object, ...]]]) -> None:
        with sqlite3.connect(folder / f"{name}.sqlite") as connection:
            for statement, rows in statements:
                connection.executemany(statement, rows) if rows else connection.execute(statement)
        connection.close()

    make = ("create table t (c)", [])
    write("blobs", make, ("insert into t values (?)", [(b"\0\1\2" + t.encode() + b"\0",) for t in texts]))
    write("pictures", make, ("insert into t values (?)", [(picture(b"tEXtnote\0" + t.encode()),) for t in texts]))
    write("nul", make, ("insert into t values (?)", [("a\0b " + t,) for t in texts]))
    write("pickled", make, ("insert into t values (?)", [(pickle.dumps({"x": texts}),)]))
    write("zipped", make, ("insert into t values (?)", [(gzip.compress("\n".join(texts).encode()),)]))
    write("json_column", make, ("insert into t values (?)", [(json.dumps({"x": t}),) for t in texts]))
    write(
        "without_rowid",
        ("create table t (c primary key) without rowid", []),
        ("insert into t values (?)", [(t,) for t in texts]),
    )
    full = ("create virtual table t using fts5(c)", []), ("insert into t values (?)", [(t,) for t in texts])
    write("full_text", *full)
    connection = sqlite3.connect(folder / "deleted.sqlite")
    connection.execute("pragma secure_delete=off")
    connection.execute("create table t (c)")
    connection.executemany("insert into t values (?)", [(t,) for t in texts])
    connection.commit()
    connection.execute("delete from t")
    connection.commit()
    connection.close()
    for name, kept in {"deleted_rows": "row", "deleted_neighbours": "none"}.items():
        connection = sqlite3.connect(folder / f"{name}.sqlite")
        connection.execute("pragma secure_delete=off")
        connection.execute("create table t (k, v, n)")
        rows = [("key", text, 7) for text in texts]
        between = [(("row", "kept", 7),)] * len(rows) if kept == "row" else [()] * len(rows)
        for row, others in zip(rows, between, strict=True):
            connection.executemany("insert into t values (?, ?, ?)", [row, *others])
        connection.execute("insert into t values ('last', 'kept', 7)")
        connection.commit()
        for row in connection.execute("select rowid from t where k = 'key'").fetchall():
            connection.execute("delete from t where rowid = ?", row)
        connection.commit()
        connection.close()
    connection = sqlite3.connect(folder / "collation.sqlite")
    connection.create_collation("odd", lambda a, b: (a > b) - (a < b))
    connection.execute("create table t (c text collate odd primary key)")
    connection.executemany("insert into t values (?)", [(t,) for t in texts])
    connection.commit()
    connection.close()
    connection = sqlite3.connect(folder / "utf16.sqlite")
    connection.execute("pragma encoding='UTF-16'")
    connection.execute("create table t (c)")
    connection.executemany("insert into t values (?)", [(t,) for t in texts])
    connection.commit()
    connection.close()


def messages(folder: Path, texts: Texts) -> None:
    import msgpack

    lines = "\n".join(texts).encode()
    write = {
        "binary": {"x": lines},
        "extension": {"x": msgpack.ExtType(5, lines)},
        "nested": {"x": msgpack.packb({"y": texts})},
        "lists": [texts, 1],
        "keys": dict.fromkeys(texts, 1),
        "deep": {"a": {"b": [{"c": t} for t in texts]}},
        "pickle": {"x": pickle.dumps(texts)},
    }
    for name, value in write.items():
        (folder / f"{name}.msgpack").write_bytes(msgpack.packb(value))


def tars(folder: Path, texts: Texts) -> None:
    lines = "\n".join(texts).encode()

    def add(archive: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        for field, value in fields.items():
            setattr(info, field, value)
        archive.addfile(info, io.BytesIO(data))

    def write(name: str, fill: Callable[[tarfile.TarFile], object], layout: int = tarfile.PAX_FORMAT) -> None:
        with tarfile.open(folder / f"{name}.tar", "w", format=layout) as archive:
            fill(archive)

    write("headers", lambda a: add(a, "a.txt", b"x", pax_headers={f"comment{n}": t for n, t in enumerate(texts)}))
    write("links", lambda a: [add(a, f"l{n}", type=tarfile.SYMTYPE, linkname=t) for n, t in enumerate(texts)])
    write("users", lambda a: [add(a, f"u{n}", uname=t) for n, t in enumerate(texts)])
    write("names", lambda a: [add(a, t.strip("/") + "/x.txt", b"x") for t in texts])
    write("gnu_names", lambda a: [add(a, t.strip("/") + "/x.txt", b"x") for t in texts], tarfile.GNU_FORMAT)
    write("folders", lambda a: [add(a, t.strip("/"), type=tarfile.DIRTYPE) for t in texts])
    write("v7", lambda a: add(a, "a.txt", lines))
    data = bytearray((folder / "v7.tar").read_bytes())
    data[257:345] = bytes(88)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    (folder / "v7.tar").write_bytes(data)
    write("first", lambda a: add(a, "b.txt", b"plain"))
    write("second", lambda a: add(a, "c.txt", lines))
    (folder / "joined.tar").write_bytes((folder / "first.tar").read_bytes() + (folder / "second.tar").read_bytes())
    (folder / "trailing.tar").write_bytes((folder / "first.tar").read_bytes() + lines)


def streams(folder: Path, texts: Texts) -> None:
    import lz4.frame
    import zstandard

    lines = "\n".join(texts).encode()
    packers: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
        "zst": zstandard.compress,
        "lz4": lz4.frame.compress,
    }
    for suffix, pack in packers.items():
        (folder / f"joined.txt.{suffix}").write_bytes(pack(b"one\n") + pack(lines))
        (folder / f"tail.txt.{suffix}").write_bytes(pack(b"plain text\n" * 40) + b"\n" + lines)
        (folder / f"unnamed_{suffix}").write_bytes(pack(lines))
    out = io.BytesIO()
    with gzip.GzipFile(filename="/home/tnakamura/runs/ckpt-5", mode="wb", fileobj=out) as file:
        file.write(lines)
    (folder / "named.gz").write_bytes(out.getvalue())


def zips(folder: Path, texts: Texts) -> None:
    lines = "\n".join(texts)

    def write(name: str, fill: Callable[[zipfile.ZipFile], object]) -> None:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            fill(archive)

    def commented(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("a.txt")
        info.comment = lines.encode()
        archive.writestr(info, "x")

    def extra(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("a.txt")
        info.extra = (0x6375).to_bytes(2, "little") + len(lines).to_bytes(2, "little") + lines.encode()
        archive.writestr(info, "x")

    def comment(archive: zipfile.ZipFile) -> None:
        archive.writestr("a.txt", "x")
        archive.comment = lines.encode()

    write("comment.zip", comment)
    write("member_comment.zip", commented)
    write("extra.zip", extra)
    write("names.zip", lambda a: [a.writestr(t.strip("/") + "/x.txt", "x") for t in texts])
    write("folders.zip", lambda a: [a.writestr(t.strip("/") + "/", b"") for t in texts])
    write("plain.zip", lambda a: a.writestr("a.txt", "x"))
    whole = (folder / "plain.zip").read_bytes()
    (folder / "prefixed.zip").write_bytes(lines.encode() + b"\n" + whole)
    write("inside.zip", lambda a: a.writestr("a.txt", lines))
    (folder / "app.pyz").write_bytes(b"#!/usr/bin/env python3\n" + (folder / "inside.zip").read_bytes())
    (folder / "trailing.zip").write_bytes(whole + lines.encode())
    for name, method in {"bzip2.zip": zipfile.ZIP_BZIP2, "lzma.zip": zipfile.ZIP_LZMA}.items():
        with zipfile.ZipFile(folder / name, "w", method) as archive:
            archive.writestr("a.txt", lines)


def notebooks(folder: Path, texts: Texts) -> None:
    lines = "\n".join(texts)

    def write(name: str, cell: dict[str, object]) -> None:
        whole = {"cells": [{"metadata": {}, "source": "", **cell}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / f"{name}.ipynb").write_text(json.dumps(whole), encoding="utf-8")

    octets = base64.b64encode(lines.encode()).decode()
    write("attachment", {"cell_type": "markdown", "attachments": {"a.txt": {"text/plain": lines}}})
    write("attached_octets", {"cell_type": "markdown", "attachments": {"a.bin": {"application/octet-stream": octets}}})
    output = {"output_type": "display_data", "metadata": {}, "data": {"application/octet-stream": octets}}
    write("octets", {"cell_type": "code", "outputs": [output], "execution_count": 1})
    uri = f"<a href='data:application/octet-stream;base64,{octets}'>x</a>"
    write("data_uri", {"cell_type": "code", "outputs": [{**output, "data": {"text/html": uri}}], "execution_count": 1})
    escaped = "".join(f"\\u{ord(c):04x}" if c != "\n" else "\\n" for c in lines)
    text = '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "%s"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    (folder / "escaped.ipynb").write_text(text % escaped, encoding="utf-8")


def encodings(folder: Path, texts: Texts) -> None:
    lines = "\n".join(texts)
    plain = f"started\r\n{lines}\r\nended\r\n" * 2

    def write(name: str, data: bytes | str) -> None:
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)

    write("powershell.log", plain.encode("utf-16"))
    write("powershell_bare.log", plain.encode("utf-16-le"))
    write("powershell_be.txt", plain.encode("utf-16-be"))
    write("appended.log", b"plain text\n" * 3 + plain.encode("utf-16-le"))
    write("wide.txt", plain.encode("utf-32-le"))
    for name, codec in {"utf8": "utf-8", "utf16": "utf-16-le"}.items():
        coded = base64.b64encode(lines.encode(codec)).decode()
        write(f"{name}.json", json.dumps({"data": coded}))
        write(f"{name}_wrapped.txt", base64.encodebytes(lines.encode(codec)))
        wrapped = base64.encodebytes(lines.encode(codec)).decode()
        write(f"{name}_wrapped.json", json.dumps({"data": wrapped}))
    write("url_safe.py", f"x = '{base64.urlsafe_b64encode(lines.encode()).decode()}'\n")
    write("hex.py", f"x = '{lines.encode().hex()}'\n")
    octal = "".join(f"\\{ord(c):03o}" for c in lines)
    write("octal.py", f"x = '{octal}'\n")
    write("long_escapes.py", "x = '" + "".join(f"\\U{ord(c):08x}" for c in lines) + "'\n")
    write("braces.js", "x = '" + "".join(f"\\u{{{ord(c):x}}}" for c in lines) + "'\n")
    write("escapes.json", '{"x": "' + "".join(f"\\u{ord(c):04x}" for c in lines) + '"}')
    write("hexes.py", "x = b'" + "".join(f"\\x{ord(c):02x}" for c in lines) + "'\n")
    write("entities.html", "<p>" + "<br>".join("".join(f"&#{ord(c)};" for c in t) for t in texts) + "</p>")
    write("percent.txt", "\n".join("".join(f"%{ord(c):02X}" for c in t) for t in texts))
    import quopri

    write("quoted.eml", quopri.encodestring(lines.encode()))
    write("nul.csv", "a,b\n" + "".join(f"1,{t}\0\n" for t in texts))
    write("latin.txt", "caf\xe9\n".encode("latin-1") * 20 + lines.encode())
    write("long.py", f"x = '{base64.b64encode(b'padding ' * 200_000 + lines.encode()).decode()}'\n")
    write("mixed.jsonl", "".join(json.dumps({"t": t}) + "\n" for t in ["x" * 100, *texts]))


def office(folder: Path, texts: Texts) -> None:
    import docx
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation

    def sheet(name: str, fill: Callable[[openpyxl.Workbook], object]) -> None:
        book = openpyxl.Workbook()
        fill(book)
        book.save(folder / f"{name}.xlsx")

    def comments(book: openpyxl.Workbook) -> None:
        for n, text in enumerate(texts):
            book.active.cell(n + 1, 1).comment = Comment(text, "me")

    def links(book: openpyxl.Workbook) -> None:
        for n, text in enumerate(texts):
            cell = book.active.cell(n + 1, 1, "x")
            cell.hyperlink = "https://example.net/x"
            cell.hyperlink.tooltip = text

    def validations(book: openpyxl.Workbook) -> None:
        for text in texts:
            made = DataValidation(type="whole", operator="equal", formula1="1", prompt=text[:200])
            made.add("A1")
            book.active.add_data_validation(made)

    def header(book: openpyxl.Workbook) -> None:
        book.active.oddHeader.center.text = "\n".join(texts)

    def defined(book: openpyxl.Workbook) -> None:
        book.active.title = "x"
        for n, text in enumerate(texts):
            book.active.cell(n + 1, 1, f'=HYPERLINK("{text}")')

    def properties(book: openpyxl.Workbook) -> None:
        book.properties.description = "\n".join(texts)

    for fill in (comments, links, validations, header, defined, properties):
        sheet(fill.__name__, fill)

    def words(name: str, fill: Callable[[docx.document.Document], object]) -> None:
        document = docx.Document()
        fill(document)
        document.save(folder / f"{name}.docx")

    def runs(document: docx.document.Document) -> None:
        for text in texts:
            paragraph = document.add_paragraph()
            for n in range(0, len(text), 5):
                paragraph.add_run(text[n : n + 5]).bold = bool(n % 2)

    def tables(document: docx.document.Document) -> None:
        table = document.add_table(len(texts), 2)
        for n, text in enumerate(texts):
            table.cell(n, 1).text = text

    def footers(document: docx.document.Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "\n".join(texts)

    def about(document: docx.document.Document) -> None:
        document.core_properties.comments = "\n".join(texts)[:250]
        document.core_properties.keywords = "\n".join(texts)[250:]
        document.add_paragraph("\n".join(texts[-1:]))

    def remarks(document: docx.document.Document) -> None:
        for text in texts:
            run = document.add_paragraph("x").runs[0]
            document.add_comment(run, text=text, author="a")

    def authors(document: docx.document.Document) -> None:
        for text in texts:
            run = document.add_paragraph("x").runs[0]
            document.add_comment(run, text="x", author=text)

    def pictures(document: docx.document.Document) -> None:
        document.add_paragraph("x")
        for text in texts:
            properties = document.add_paragraph("y")._p
            from docx.oxml import parse_xml

            space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            escaped = text.replace("&", "&amp;")
            properties.append(parse_xml(f'<wp:docPr xmlns:wp="{space}" id="1" name="p" descr="{escaped}"/>'))

    for words_of in (runs, tables, footers, about, remarks, authors, pictures):
        words(words_of.__name__, words_of)


def weights(folder: Path, texts: Texts) -> None:
    lines = "\n".join(texts)

    def safetensors(name: str, header: str, body: bytes = bytes(4)) -> None:
        data = header.encode()
        (folder / f"{name}.safetensors").write_bytes(len(data).to_bytes(8, "little") + data + body)

    tensor = '"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}'
    escaped = "".join(f"\\u{ord(c):04x}" for c in lines)
    safetensors("escaped", f'{{"__metadata__": {{"x": "{escaped}"}}, {tensor}}}')
    safetensors("escaped_key", f'{{"__metadata__": {{"{escaped}": "x"}}, {tensor}}}')
    safetensors(
        "extra",
        f'{{"__metadata__": {{}}, "w": {{"note": {json.dumps(lines)}, "dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}}}',
    )
    safetensors("trailing", f"{{{tensor}}}", bytes(4) + lines.encode())
    safetensors("string", f'{{"__metadata__": {json.dumps(lines)}, {tensor}}}')
    safetensors("nested", f'{{"__metadata__": {{"x": {json.dumps(json.dumps({"y": texts}))}}}, {tensor}}}')
    safetensors("spaces", f'   {{"__metadata__": {{"x": {json.dumps(lines)}}}, {tensor}}}')
    from gguf import GGUFWriter

    def gguf(name: str, fill: Callable[[GGUFWriter], object]) -> None:
        writer = GGUFWriter(folder / f"{name}.gguf", "llama")
        fill(writer)
        writer.add_tensor("w", numpy.zeros(64, "f4"))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()

    gguf("tokens", lambda w: w.add_token_list(["a", "b", *texts, *[f"t{n}" for n in range(3000)]]))
    gguf("keys", lambda w: [w.add_string(t, "x") for t in texts])
    gguf("arrays", lambda w: w.add_array("general.notes", texts))
    gguf("numbers", lambda w: w.add_array("general.bytes", list(lines.encode())))
    gguf("names", lambda w: [w.add_tensor(t, numpy.zeros(4, "f4")) for t in texts])


def pdfs(folder: Path, texts: Texts) -> None:
    import corners_pdf
    import corners_pdf_fonts

    for write in (*corners_pdf.WRITERS, *corners_pdf_fonts.WRITERS):
        write(folder, texts)


def rows(folder: Path, texts: Texts) -> None:
    import corners_rows

    for write in corners_rows.WRITERS:
        write(folder, texts)


WRITERS = (
    pickles,
    joblib,
    columnar,
    hdf5,
    databases,
    messages,
    tars,
    streams,
    zips,
    notebooks,
    encodings,
    office,
    weights,
    pdfs,
    rows,
)

if __name__ == "__main__":
    found = json.load(sys.stdin)
    for writer in WRITERS:
        place = Path(sys.argv[1]) / writer.__name__
        place.mkdir()
        writer(place, found)
