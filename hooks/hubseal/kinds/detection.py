"""The format of a file by its bytes.

The signatures are those that the formats' specifications give; suffixes decide only where bytes cannot (protocol-0
pickles, ONNX, text). What a zip holds (torch, keras, office) stands in its directory: the zip reader tells.
"""

from __future__ import annotations

from collections.abc import Callable

from . import signatures
from .closed import CLOSED_SUFFIXES, closed_structure
from .formats import ARROW_STREAM, MAGIC, Format

HEAD = 4096
"""Bytes of a file that `sniff` may want to see."""
SAFETENSORS_HEADER = 100_000_000

_AT_START: dict[int, list[tuple[bytes, Format]]] = {}
for _offset, _magic, _name in MAGIC:
    if not _offset:
        _AT_START.setdefault(_magic[0], []).append((_magic, _name))
_INSIDE = tuple(row for row in MAGIC if row[0])
_RIFF: dict[bytes, Format] = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "riff", b"ACON": "riff"}
_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""What a QuickTime film may begin with."""
_MACHO = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_PICKLE_SUFFIXES = (".pkl", ".pickle", ".p", ".joblib", ".dill", ".pt", ".pth", ".ckpt", ".bin")
_OLD_PICKLE = (
    rb"(?s)(?:\([dlt]?|\(?[VSIFLc][^\n]{0,999}\n(?:[^\n]{0,999}\n){0,2})p0\n"
    rb"|(?:[]})]|\([dlt]|\(?c[\w.]{1,99}\n[\w.]{1,99}\n)q\0"
)
"""Protocol 0 puts it by a line, protocol 1 by a byte."""
_PACKED_SUFFIXES = (".joblib", ".pkl", ".pickle", ".z", ".gz", ".lzma", ".unpacked")
"""Names under which joblib writes a bare zlib or lzma stream."""
_ZIP_SUFFIXES = (".zip", ".whl", ".jar", ".pyz", ".pex", ".npz", ".pt", ".pth", ".keras", ".mar")
_PROTOBUF_SUFFIXES = (".pb", ".mlmodel", ".model", ".caffemodel", ".meta", ".graphdef")
_WIDE_RUN = rb"(?:[\t\n\r -~]\0{1,3}){4,}|(?:\0{1,3}[\t\n\r -~]){4,}"
"""Letters of UTF-16 or UTF-32 of either order."""
_HIGH = bytes(range(128, 256))
_NOT_TEXT = bytes(frozenset(range(32)) - {7, 8, 9, 10, 12, 13, 27})


def sniff(path: str, head: bytes, size: int | None) -> Format:
    """The format of a file by its first 4 KiB: `text`, `zip`, `pickle` ...; `other` when nothing is known of it.

    `path` decides only between formats whose bytes do not; `size` is the file's length in bytes, if known.
    """
    if not head:
        return "empty"
    if signatures.begins_record(head) and b"brain.Event:" not in head[:64]:
        return "tfevents" if path.rsplit("/", 1)[-1].startswith("events.out.tfevents") else "tfrecord"
    if signatures.is_blosc(head, size):
        return "blosc"
    if _is_safetensors(head, size):
        return "safetensors"
    for magic, name in _AT_START.get(head[0], ()):
        if head.startswith(magic) and not (magic == ARROW_STREAM and head[7:8] > b"\x7f"):
            return name
    for offset, magic, name in _INSIDE:
        if head.startswith(magic, offset):
            return name
    fmt = _structured(head) or _by_suffix(path, head) or _text(head, size)
    return _packed(head) or fmt if fmt == "other" else fmt


def _is_safetensors(head: bytes, size: int | None) -> bool:
    """A u64 header length, then JSON."""
    if len(head) < 10 or head[8:].lstrip()[:1] != b"{":
        return False
    length = int.from_bytes(head[:8], "little")
    return 2 <= length <= SAFETENSORS_HEADER and (size is None or length <= size - 8)


def _structured(head: bytes) -> Format:
    """Formats that take more than a prefix to tell."""
    if fmt := _executable(head) or _media(head):
        return fmt
    if signatures.is_mat5(head):
        return "mat"
    if signatures.is_r(head):
        return "rdata"
    if begins_pickle(head):
        return "pickle"
    if head[2:4] == b"\r\n" and head[:1] > b"\x02" and 0 in head[4:16]:
        return "pyc"
    if b"brain.Event:" in head[:64]:
        return "tfevents"
    if len(head) > 8 and signatures.is_onnx(head):
        return "onnx"
    return closed_structure(head) or signatures.begins_cpio(head) or _key(head)


def _executable(head: bytes) -> Format:
    if head.startswith(b"\x7fELF"):
        kind = head[16:18][::-1] if head[5:6] == b"\x02" else head[16:18]  # big-endian, little-endian
        return "elf-core" if kind == b"\4\0" else "elf"
    if head.startswith(b"MZ"):
        at = int.from_bytes(head[0x3C:0x40], "little")
        return "pe" if head[at : at + 4] == b"PE\0\0" else ""
    if head.startswith(b"\xca\xfe\xba\xbe"):
        return "macho" if int.from_bytes(head[4:8], "big") < 40 else "class"
    if head.startswith(_MACHO):
        return "macho"
    return "zip" if head.startswith(b"#!") and b"PK\3\4" in head else ""  # a zipapp


def _media(head: bytes) -> Format:
    if head.startswith((b"RIFF", b"RF64", b"BW64")):
        return _RIFF.get(head[8:12], "")
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] in _ATOMS and min(head[:4]) < 32:
        return "mp4"
    return "mp3" if head.startswith(b"ID3") and 0 in head[3:10] and head[3] < 5 else ""


_FIRST_OPCODES = b"(]})cCBFGIJKLMNPSTUVX.\x82\x83\x84\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x95\x96"
"""Opcodes that need nothing on the stack: one of them follows PROTO. Format: CPython, Lib/pickletools.py."""


def begins_pickle(head: bytes) -> bool:
    """Whether a pickle begins here: with PROTO and something that goes on the stack, or, before protocol 2, with a
    value that goes into memo slot 0."""
    if head[:1] == b"\x80":
        return b"\x02" <= head[1:2] <= b"\x05" and head[2:3] != b"" and head[2] in _FIRST_OPCODES
    if head[:1] not in b"(]})cVSIFL" or len(head) < 2:
        return False
    import re

    return re.match(_OLD_PICKLE, head) is not None


def _is_old_tar(head: bytes) -> bool:
    """A tar of before POSIX, which only the checksum of its first header tells. Format: tar(5), "Old-Style"."""
    checksum = head[148:156].strip(b" \0")
    if len(head) < 512 or not checksum or checksum.strip(b"01234567"):
        return False
    return sum(head[:148]) + sum(head[156:512]) + 8 * 32 == int(checksum, 8)


def _key(head: bytes) -> Format:
    """PEM blocks, which may follow a comment."""
    at = head.find(b"-----BEGIN ")
    if at < 0 or head[:at].count(b"\n") > 5 or (at and head[at - 1 : at] not in (b"\n", b"\xbf")):
        return ""
    label = head[at + 11 : at + 60].split(b"-----", 1)[0]
    if label.endswith((b"PRIVATE KEY", b"PRIVATE KEY BLOCK")):
        return "pem-private-key"
    return "pem-certificate" if b"CERTIFICATE" in label and b"PRIVATE KEY-----" not in head else ""


def _by_suffix(path: str, head: bytes) -> Format:
    """Formats that a name tells, where the bytes agree."""
    name = path.rsplit("/", 1)[-1].lower()
    if name.startswith("events.out.tfevents"):
        return "tfevents"
    return next((fmt for ends, agree, fmt in SUFFIXES if name.endswith(ends) and agree(head)), "")


def _begins_zlib(head: bytes) -> bool:
    return head[:1] == b"\x78" and int.from_bytes(head[:2], "big") % 31 == 0


def _is_old_pickle(head: bytes) -> bool:
    """Protocol 0 is lines; protocol 1 has lengths and no header."""
    if head[:1] not in b"(}]cI":
        return False
    return min(head[:16]) < 8 or b"\n" in head[:64] or head[:2] in (b"(l", b"(d")


SUFFIXES: tuple[tuple[tuple[str, ...], Callable[[bytes], bool], Format], ...] = (
    ((".onnx",), lambda head: head[:1] in b"\x08\x12\x32\x3a", "onnx"),
    (_PACKED_SUFFIXES, _begins_zlib, "zlib"),
    (_PACKED_SUFFIXES, lambda head: head[:3] == b"\x5d\0\0", "lzma"),
    (_PICKLE_SUFFIXES, _is_old_pickle, "pickle"),
    (_ZIP_SUFFIXES, lambda head: b"PK\3\4" in head, "zip"),  # with something before it
    ((".mp3", ".mp2", ".aac"), lambda head: head[:1] == b"\xff" and head[1:2] > b"\xdf", "mp3"),
    ((".pdf",), lambda head: b"%PDF-" in head[:1024] or b" 0 obj" in head, "pdf"),  # the same, or a damaged head
    ((".orc",), lambda head: head[:3] == b"ORC", "orc"),
    ((".lance",), lambda head: 0 in head, "lance"),
    ((".msgpack",), lambda head: 0x80 <= head[0] <= 0x9F or 0xDC <= head[0] <= 0xDF, "msgpack"),
    ((".mat",), signatures.is_mat4, "mat4"),
    (_PROTOBUF_SUFFIXES, lambda head: min(head) < 9, "protobuf"),
    *CLOSED_SUFFIXES,
)
"""(suffixes, whether the first bytes agree, format)."""


def _packed(head: bytes) -> Format:
    """What has no signature and is known by sums over its first bytes. Formats: RFC 1950, lzma-file-format.txt."""
    if _begins_zlib(head):
        import zlib

        try:
            return "zlib" if zlib.decompressobj().decompress(head, 64) else ""
        except zlib.error:
            return ""
    if head[:3] == b"\x5d\0\0" and head[5:13] == b"\xff" * 8:
        return "lzma"
    return "tar" if _is_old_tar(head) else ""


def _is_utf8(head: bytes) -> bool:
    """Whether the head is UTF-8, a character that its end cuts aside."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4
    return True


def _text(head: bytes, size: int | None) -> Format:
    """`text` when no byte of the head is one that text does not hold; wide text by where its zero bytes stand."""
    control = len(head) - len(head.translate(None, _NOT_TEXT))
    if 0 not in head or (control * 50 <= len(head) and _is_utf8(head)):
        if control and signatures.is_message(head, size):
            return "other"
        return "text" if control * 50 <= len(head) else "other"
    if len(head) >= 8:
        zeros = [head[n::4].count(0) * 4 / len(head) for n in range(4)]
        if (min(zeros[1:]) > 0.9 and zeros[0] < 0.1) or (min(zeros[:3]) > 0.9 and zeros[3] < 0.1):
            return "utf-32"
        low, high = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
        if (low > 0.4 and high < 0.05) or (high > 0.4 and low < 0.05):
            return "utf-16"
    return "text" if _is_mixed(head) else "other"


def _is_mixed(head: bytes) -> bool:
    """Whether it is text of several widths, or text with zeros in it: without the zeros nothing is left but text."""
    import re

    narrow = re.sub(_WIDE_RUN, lambda match: match[0].replace(b"\0", b""), head)
    rest = narrow.replace(b"\0", b"")
    if len(rest) <= 8 or len(rest) * 4 < len(narrow) or len(rest.translate(None, _NOT_TEXT)) < len(rest):
        return False
    return len(rest.translate(None, _HIGH)) * 10 > len(rest) * 7 or _is_utf8(rest)
