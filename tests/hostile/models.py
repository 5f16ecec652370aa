"""Weights and pickles: counts, lengths and frames that claim much."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
import zlib
from collections.abc import Mapping

MIB = 1 << 20
FAR = 1 << 60


def u64(value: int) -> bytes:
    return value.to_bytes(8, "little")


def npy(shape: str, kind: str = "<U4", body: bytes = b"text") -> bytes:
    head = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\1\0" + len(head).to_bytes(2, "little") + head + body


def npz(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", data)
    return made.getvalue()


def gguf(body: bytes, tensors: int = 0, keys: int = 1) -> bytes:
    return b"GGUF\3\0\0\0" + u64(tensors) + u64(keys) + body


def gguf_key(name: bytes, kind: int, body: bytes) -> bytes:
    return u64(len(name)) + name + kind.to_bytes(4, "little") + body


def safetensors(header: bytes) -> bytes:
    return u64(len(header)) + header


def matrix(kind: int, size: int) -> bytes:
    return MATLAB + struct.pack("<II", kind, size)


MATLAB = b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM"


def packed_matrix(body: bytes) -> bytes:
    data = zlib.compress(body, 9)
    return MATLAB + struct.pack("<II", 15, len(data)) + data


CHARACTERS = b"\x0e\0\0\0\xf0\xff\xff\x12" + b"\6\0\0\0\x08\0\0\0\4" + bytes(7)


def msgpack_nested(depth: int) -> bytes:
    return b"\x91" * depth + b"\xa4text"


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def field(number: int, data: bytes, size: int | None = None) -> bytes:
    return varint(number << 3 | 2) + varint(len(data) if size is None else size) + data


def doubling(levels: int) -> bytes:
    out = b"\x80\2(X\3\0\0\0loltq\x000"
    for level in range(1, levels):
        out += b"(h%ch%ctq%c0" % (level - 1, level - 1, level)
    return out + b"h%c." % (levels - 1)


def torch(pickled: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/version", b"3\n")
    return made.getvalue()


def shared_text(count: int) -> bytes:
    """A text of 30 kB in a memo, which is put into a list many times."""
    return b"\x80\2]q\0(X" + struct.pack("<I", 30_000) + b"a" * 30_000 + b"q\1" + b"h\1" * count + b"e."


def nested_pickles(depth: int) -> bytes:
    data = pickle.dumps("text")
    for _ in range(depth):
        data = pickle.dumps(data)
    return data


FILES: Mapping[str, tuple[object, ...]] = {
    "safetensors: a header of 2^63 bytes": ("a.safetensors", lambda: b"\xff" * 7 + b"\x7f" + b'{"__metadata__":{}}'),
    "safetensors: a header of 100 MB": ("a.safetensors", lambda: u64(100 << 20) + b'{"__metadata__":{}}', None),
    "safetensors: 1,000 brackets": ("a.safetensors", lambda: safetensors(b'{"__metadata__":' + b"[" * 50_000 + b"]" * 50_000 + b"}")),
    "safetensors: offsets of 20 digits": ("a.safetensors", lambda: safetensors(b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}') + b"text", None),
    "safetensors: 3,000 metadata objects": ("a.safetensors", lambda: safetensors(b'{' + b'"__metadata__":{"a":"b"},' * 3_000 + b'"a":{}}'), None),
    "safetensors: numbers of 5,000 digits": ("a.safetensors", lambda: safetensors(b'{"a":' + b"9" * 90_000 + b"}")),
    "gguf: 2^60 keys": ("a.gguf", lambda: gguf(b"", 0, FAR)),
    "gguf: 2^60 tensors": ("a.gguf", lambda: gguf(b"", FAR, 0)),
    "gguf: a string of 2^60 bytes": ("a.gguf", lambda: gguf(gguf_key(b"a.b", 8, u64(FAR) + b"text"))),
    "gguf: a key of 2^60 bytes": ("a.gguf", lambda: gguf(u64(FAR) + b"text")),
    "gguf: an array of 2^60 strings": ("a.gguf", lambda: gguf(gguf_key(b"a.b", 9, struct.pack("<IQ", 8, FAR) + u64(4) + b"text"))),
    "gguf: an array of 2^60 numbers": ("a.gguf", lambda: gguf(gguf_key(b"a.b", 9, struct.pack("<IQ", 4, FAR) + b"text"))),
    "gguf: an array of arrays": ("a.gguf", lambda: gguf(gguf_key(b"a.b", 9, struct.pack("<IQ", 9, 1) * 5_000))),
    "gguf: a vocabulary of 2^60 words": ("a.gguf", lambda: gguf(gguf_key(b"tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, FAR) + u64(4) + b"text"))),
    "gguf: a tensor of 2^32 dimensions": ("a.gguf", lambda: gguf(u64(4) + b"text" + b"\xff" * 4, 1, 0)),
    "npy: 2^60 items": ("a.npy", lambda: npy(f"({FAR},)")),
    "npy: 2^60 items of no width": ("a.npy", lambda: npy(f"({FAR},)", "<U0"), None),
    "npy: 2^2000 items": ("a.npy", lambda: npy("(" + f"{FAR}, " * 40 + ")")),
    "npy: a shape of 60,000 digits": ("a.npy", lambda: npy("(" + "9" * 60_000 + ",)")),
    "npy: a shape below zero": ("a.npy", lambda: npy("(-4,)")),
    "npy: items of 2^31 letters": ("a.npy", lambda: npy("(1,)", f"<U{1 << 31}")),
    "npy: types 1,000 deep": ("a.npy", lambda: npy("(1,)", "<U4").replace(b"'<U4'", b"[" * 1_000 + b"]" * 1_000)),
    "npy: 5,000 fields": ("a.npy", lambda: b"\x93NUMPY\2\0" + (lambda head: len(head).to_bytes(4, "little") + head)(("{'descr': [" + ", ".join(f"('f{n}', '<U4')" for n in range(5_000)) + f"], 'fortran_order': False, 'shape': ({FAR},), }}\n").encode()) + b"text"),
    "npy: a header of 2^32 bytes": ("a.npy", lambda: b"\x93NUMPY\2\0\xff\xff\xff\xff{'descr': '<U4'"),
    "npz: 100 MB of texts of zeros": ("a.npz", lambda: npz(npy("(26214400,)", "<U1", bytes(100 * MIB)))),
    "npz: 100 MB of zeros": ("a.npz", lambda: npz(npy("(26214400,)", "<f4", bytes(100 * MIB)))),
    "pickle: a text of 2^60 bytes": ("a.pkl", lambda: b"\x80\4\x8d" + u64(FAR) + b"abc."),
    "pickle: bytes of 2^60": ("a.pkl", lambda: b"\x80\5\x96" + u64(FAR) + b"abc."),
    "pickle: a number of 2^31 bytes": ("a.pkl", lambda: b"\x80\2\x8b\xff\xff\xff\x7fabc."),
    "pickle: a number below zero bytes": ("a.pkl", lambda: b"\x80\2\x8b\xff\xff\xff\xffabc."),
    "pickle: a frame of 2^60 bytes": ("a.pkl", lambda: b"\x80\4\x95" + u64(FAR) + b"\x8c\4text.", None),
    "pickle: an integer of 90,000 digits": ("a.pkl", lambda: b"I" + b"9" * 90_000 + b"\n.", None),
    "pickle: a memo slot of 2^31": ("a.pkl", lambda: b"\x80\2X\4\0\0\0textr\xff\xff\xff\x7f.", None),
    "pickle: 90,000 marks": ("a.pkl", lambda: b"\x80\2" + b"(" * 90_000 + b".", None),
    "pickle: tuples that double 200 times": ("a.pkl", lambda: doubling(200), True),
    "pickle: a text that stands 30,000 times": ("a.pkl", lambda: shared_text(30_000), True),
    "pickle: lists in lists": ("a.pkl", lambda: b"\x80\2" + b"]" * 45_000 + b"a" * 44_999 + b".", None),
    "pickle: pickles in pickles": ("a.pkl", lambda: nested_pickles(60)),
    "pickle: dictionaries of themselves": ("a.pkl", lambda: b"\x80\2}q\0" + b"(h\0h\0u" * 15_000 + b".", None),
    "torch: a pickle of 2^60 bytes": ("a.pt", lambda: torch(b"\x80\4\x8d" + u64(FAR) + b"abc.")),
    "mat: 22 bytes that unpack to nothing": ("a.mat", lambda: MATLAB + b"\x0f\0\0\0\x16\0\0\0" + bytes(22)),
    "mat: 22 bytes, all there are": ("a.mat", lambda: b"MATLAB 5.0 MAT-file x" + b"\n", None),
    "mat: a matrix of 4 GiB": ("a.mat", lambda: matrix(14, 0xFFFFFFF0) + b"text"),
    "mat: 500 MB of letters": ("a.mat", lambda: packed_matrix(CHARACTERS + bytes(60 * MIB))),
    "mat: 60 MB of letters": ("a.mat", lambda: packed_matrix(CHARACTERS + b"a\0" * 30 * MIB)),
    "mat: 1,000 packed matrices": ("a.mat", lambda: MATLAB + (lambda data: (struct.pack("<II", 15, len(data)) + data) * 150)(zlib.compress(CHARACTERS + b"a" * MIB // 2 if False else CHARACTERS + b"a\0" * (MIB // 4), 9))),
    "msgpack: a text of 2^32 bytes": ("a.msgpack", lambda: b"\x81\xa1a\xdb\xff\xff\xff\xfftext"),
    "msgpack: an array of 2^32 items": ("a.msgpack", lambda: b"\x82\xa1a\xa1b\xa1c\xdd\xff\xff\xff\xff\xa4text", None),
    "msgpack: a map of 2^32 items": ("a.msgpack", lambda: b"\x82\xa1a\xa1b\xa1c\xdf\xff\xff\xff\xff\xa4text", None),
    "msgpack: lists 90,000 deep": ("a.msgpack", lambda: b"\x81\xa1a" + msgpack_nested(90_000), None),
    "onnx: a message of 2^63 bytes": ("a.onnx", lambda: field(2, b"pytorch") + field(7, b"text", 1 << 62)),
    "onnx: messages 2,000 deep": ("a.onnx", lambda: b"".join([b"\x3a\x7f\x0a\x7d\x2a\x7b\x32\x79"] * 500)),
    "onnx: 30,000 documents": ("a.onnx", lambda: field(7, field(10, b"text") * 15_000), True),
    "protobuf: fields of no size": ("a.pb", lambda: b"\x0a\0" * 50_000, True),
    "protobuf: messages that hold themselves": ("a.pb", lambda: b"\x0a\x7f" * 45_000, None),
    "pyc: strings of 2^31 bytes": ("a.pyc", lambda: b"\xcb\x0d\x0d\x0a" + bytes(12) + b"\xe3" + bytes(20) + b"s\xff\xff\xff\x7ftext" * 9_000, None),
    "tflite: strings of 1 MB": ("a.tflite", lambda: b"\x1c\0\0\0TFL3" + b"\xff\xff\x0f\0text" * 11_000, None),
}  # fmt: skip
