"""The format of a file by its bytes.

The signatures are those that the formats' specifications give; suffixes decide only where bytes cannot (protocol-0
pickles, ONNX, text). What a zip holds (torch, keras, office) stands in its directory: the zip reader tells.
"""

from __future__ import annotations

from . import signatures

HEAD = 4096
"""Bytes of a file that `sniff` may want to see."""
LFS = b"version https://git-lfs.github.com/spec/v1\n"
SAFETENSORS_HEADER = 100_000_000

_STREAM = b"\xff\xff\xff\xff"
"""How a message of Arrow begins; a length follows."""
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GGUF", "gguf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\x93NUMPY", "npy"),
    (0, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (512, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (1024, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (2048, b"\x89HDF\r\n\x1a\n", "hdf5"),
    (0, b"PAR1", "parquet"),
    (0, b"ARROW1", "arrow"),
    (0, b"FEA1", "feather"),
    (0, b"Obj\x01", "avro"),
    (0, _STREAM, "arrow"),
    (4, b"TFL3", "tflite"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"\x37\x7f\x06\x82", "sqlite-log"),
    (0, b"\x37\x7f\x06\x83", "sqlite-log"),
    (0, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "sqlite-log"),
    (8, b"DUCK", "duckdb"),
    (0, b"VTXF", "vortex"),
    (0, b"\x83\xaf\x70\xd1\x0d\x88\x4a\x3f", "riegeli"),
    (0, b"$FL2", "spss"),
    (0, b"$FL3", "spss"),
    (0, b"\x1f\x8b", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zst"),
    (0, b"\x04\x22\x4d\x18", "lz4"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (257, b"ustar", "tar"),
    (16, b"\xde\xc0\xef\xbe\1\0\0\0", "lmdb"),
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF8", "gif"),
    (4, b"ftyp", "mp4"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (0, b"\xff\x4f\xff\x51", "j2k"),
    (0, b"fLaC", "flac"),
    (0, b"OggS\0", "ogg"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"IIRO\x08\0\0\0", "tiff"),
    (0, b"IIRS\x08\0\0\0", "tiff"),
    (0, b"IIU\0", "tiff"),
    (0, b"\xfe\xed\xfe\xed", "jks"),
    (0, b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "kdbx"),
    (0, b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "kdb"),
    (0, b"!BDN", "pst"),
    (0, b"\0asm", "wasm"),
    (0, b"dex\n", "dex"),
    (0, b"\0\0\0\1Bud1", "ds-store"),
    (0, b"b0VIM", "vim-swap"),
    (0, b"openssh-key-v1\0", "openssh-key"),
    (0, b"PuTTY-User-Key-File-", "ppk"),
    (0, LFS, "lfs-pointer"),
    (0, b"\xff\xfe\0\0", "utf-32"),
    (0, b"\0\0\xfe\xff", "utf-32"),
    (0, b"\xff\xfe", "utf-16"),
    (0, b"\xfe\xff", "utf-16"),
)
_AT_START: dict[int, list[tuple[bytes, str]]] = {}
for _offset, _magic, _name in _MAGIC:
    if not _offset:
        _AT_START.setdefault(_magic[0], []).append((_magic, _name))
_INSIDE = tuple(row for row in _MAGIC if row[0])
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
_PROTOBUF_SUFFIXES = (".pb", ".mlmodel", ".model", ".caffemodel")
_NOT_TEXT = bytes(frozenset(range(32)) - {7, 8, 9, 10, 12, 13, 27})


def sniff(path: str, head: bytes, size: int | None) -> str:
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
        if head.startswith(magic) and not (magic == _STREAM and head[7:8] > b"\x7f"):
            return name
    for offset, magic, name in _INSIDE:
        if head.startswith(magic, offset):
            return name
    fmt = _structured(head) or _by_suffix(path, head) or _text(head)
    return _packed(head) or fmt if fmt == "other" else fmt


def _is_safetensors(head: bytes, size: int | None) -> bool:
    """A u64 header length, then JSON."""
    if len(head) < 10 or head[8:].lstrip()[:1] != b"{":
        return False
    length = int.from_bytes(head[:8], "little")
    return 2 <= length <= SAFETENSORS_HEADER and (size is None or length <= size - 8)


def _structured(head: bytes) -> str:
    """Formats that take more than a prefix to tell."""
    if head.startswith(b"\x7fELF"):
        order = "big" if head[5:6] == b"\x02" else "little"
        return "elf-core" if int.from_bytes(head[16:18], order) == 4 else "elf"  # type: ignore[arg-type]
    if head.startswith(b"MZ"):
        at = int.from_bytes(head[0x3C:0x40], "little")
        return "pe" if head[at : at + 4] == b"PE\0\0" else ""
    if head.startswith(b"\xca\xfe\xba\xbe"):
        return "macho" if int.from_bytes(head[4:8], "big") < 40 else "class"
    if head.startswith(_MACHO):
        return "macho"
    if head.startswith(b"#!") and b"PK\3\4" in head:
        return "zip"  # a zipapp
    if head.startswith((b"RIFF", b"RF64", b"BW64")):
        return {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "riff", b"ACON": "riff"}.get(head[8:12], "")
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] in _ATOMS and min(head[:4]) < 32:
        return "mp4"
    if head.startswith(b"ID3") and 0 in head[3:10] and head[3] < 5:
        return "mp3"
    if told := signatures.told(head):
        return told
    if begins_pickle(head):
        return "pickle"
    if head[2:4] == b"\r\n" and head[:1] > b"\x02" and 0 in head[4:16]:
        return "pyc"
    if b"brain.Event:" in head[:64]:
        return "tfevents"
    return _key(head)


def begins_pickle(head: bytes) -> bool:
    """Whether a pickle begins here: with PROTO, or, before protocol 2, with a value that goes into memo slot 0."""
    if head[:1] == b"\x80":
        return b"\x02" <= head[1:2] <= b"\x05" and len(head) > 2
    if head[:1] not in b"(]})cVSIFL" or len(head) < 2:
        return False
    import re

    return re.match(_OLD_PICKLE, head) is not None


def _is_old_tar(head: bytes) -> bool:
    """A tar of before POSIX, which only the checksum of its first header tells. Format: tar(5), "Old-Style"."""
    said = head[148:156].strip(b" \0")
    if len(head) < 512 or not said or said.strip(b"01234567"):
        return False
    return sum(head[:148]) + sum(head[156:512]) + 8 * 32 == int(said, 8)


def _key(head: bytes) -> str:
    """PEM blocks, which may follow a comment."""
    at = head.find(b"-----BEGIN ")
    if at < 0 or head[:at].count(b"\n") > 5 or (at and head[at - 1 : at] not in (b"\n", b"\xbf")):
        return ""
    label = head[at + 11 : at + 60].split(b"-----", 1)[0]
    if label.endswith((b"PRIVATE KEY", b"PRIVATE KEY BLOCK")):
        return "pem-private-key"
    return "pem-certificate" if b"CERTIFICATE" in label and b"PRIVATE KEY-----" not in head else ""


def _by_suffix(path: str, head: bytes) -> str:
    name = path.rsplit("/", 1)[-1].lower()
    if name.startswith("events.out.tfevents"):
        return "tfevents"
    if name.endswith(".onnx") and head[:1] in b"\x08\x12\x32\x3a":
        return "onnx"
    if name.endswith(_PACKED_SUFFIXES):
        if head[:1] == b"\x78" and int.from_bytes(head[:2], "big") % 31 == 0:
            return "zlib"
        if head[:3] == b"\x5d\0\0":
            return "lzma"
    if name.endswith(_PICKLE_SUFFIXES) and head[:1] in b"(}]cI":
        binary = min(head[:16]) < 8  # protocol 1 has lengths and no header
        if binary or b"\n" in head[:64] or head[:2] in (b"(l", b"(d"):
            return "pickle"
    if name.endswith(_ZIP_SUFFIXES) and b"PK\3\4" in head:
        return "zip"  # with something before it
    if name.endswith((".mp3", ".mp2", ".aac")) and head[:1] == b"\xff" and head[1:2] > b"\xdf":
        return "mp3"
    if name.endswith(".pdf") and (b"%PDF-" in head[:1024] or b" 0 obj" in head):
        return "pdf"  # with something before it, or a damaged head
    if name.endswith(".orc") and head[:3] == b"ORC":
        return "orc"
    if name.endswith(".lance") and 0 in head:
        return "lance"
    if name.endswith(".msgpack") and (0x80 <= head[0] <= 0x9F or 0xDC <= head[0] <= 0xDF):
        return "msgpack"
    if name.endswith(".mat") and signatures.is_mat4(head):
        return "mat4"
    if name.endswith(_PROTOBUF_SUFFIXES) and min(head) < 9:
        return "protobuf"
    return ""


def _packed(head: bytes) -> str:
    """What has no signature and is known by sums over its first bytes. Formats: RFC 1950, lzma-file-format.txt."""
    if head[:1] == b"\x78" and int.from_bytes(head[:2], "big") % 31 == 0:
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


def _text(head: bytes) -> str:
    """`text` when no byte of the head is one that text does not hold; wide text by where its zero bytes stand."""
    control = len(head) - len(head.translate(None, _NOT_TEXT))
    if 0 not in head or (control * 50 <= len(head) and _is_utf8(head)):
        return "text" if control * 50 <= len(head) else "other"
    if len(head) >= 8:
        zeros = [head[n::4].count(0) * 4 / len(head) for n in range(4)]
        if (min(zeros[1:]) > 0.9 and zeros[0] < 0.1) or (min(zeros[:3]) > 0.9 and zeros[3] < 0.1):
            return "utf-32"
        low, high = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
        if (low > 0.4 and high < 0.05) or (high > 0.4 and low < 0.05):
            return "utf-16"
    return "other"
