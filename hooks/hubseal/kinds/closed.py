"""Formats that are known and not opened: how each begins, and whether what it holds is meant to be read by nobody."""

from __future__ import annotations

from collections.abc import Callable

from ..regex import LazyPattern
from ..typed import Literal

ClosedFormat = Literal[
    "7z", "rar", "cab", "compress", "lzip", "lzop", "lrzip", "lz4-legacy", "snappy", "brotli", "bzip3", "zpaq", "zoo",
    "lha", "arj", "ace", "stuffit", "xar", "wim", "squashfs", "iso", "dmg", "disk-image", "git-pack", "git-bundle",
    "ole", "chm", "djvu", "mobi", "access",
    "age", "openpgp", "kdbx", "kdb", "jks", "psafe", "pkcs12", "keychain", "git-crypt", "ansible-vault", "openssl-enc",
    "luks", "bitlocker", "aes-crypt", "axcrypt", "rclone", "dmg-encrypted", "parquet-encrypted",
]  # fmt: skip
ENCRYPTED: frozenset[ClosedFormat] = frozenset(
    (
        "age", "openpgp", "kdbx", "kdb", "jks", "psafe", "pkcs12", "keychain", "git-crypt", "ansible-vault",
        "openssl-enc", "luks", "bitlocker", "aes-crypt", "axcrypt", "rclone", "dmg-encrypted", "parquet-encrypted",
    )
)  # fmt: skip
"""Those that are made to keep a secret, so that nobody without a key reads them."""
CLOSED_MAGIC: tuple[tuple[int, bytes, ClosedFormat], ...] = (
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"RE\x7e\x5e", "rar"),
    (0, b"MSCF\0\0\0\0", "cab"),
    *((0, bytes((0x1F, 0x9D, flags | bits)), "compress") for flags in (0, 0x80) for bits in range(9, 17)),
    (0, b"LZIP\1", "lzip"),
    (0, b"\x89LZO\0\r\n\x1a\n", "lzop"),
    (0, b"LRZI\0", "lrzip"),
    (0, b"\2\x21\x4c\x18", "lz4-legacy"),
    (0, b"\xff\6\0\0sNaPpY", "snappy"),
    (0, b"7kSt\xa0\x31\x83\xd3", "zpaq"),
    (0, b"zPQ\1", "zpaq"),
    (0, b"zPQ\2", "zpaq"),
    (0, b"xar!\0", "xar"),
    (0, b"MSWIM\0\0\0", "wim"),
    (0, b"QFI\xfb\0", "disk-image"),
    (0, b"KDMV\1\0\0\0", "disk-image"),
    (0, b"PACK\0\0\0", "git-pack"),
    (0, b"# v2 git bundle\n", "git-bundle"),
    (0, b"# v3 git bundle\n", "git-bundle"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"ITSF\3\0\0\0", "chm"),
    (0, b"\0\1\0\0Standard Jet DB\0", "access"),
    (0, b"\0\1\0\0Standard ACE DB\0", "access"),
    (0, b"age-encryption.org/v", "age"),
    (0, b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (0, b"-----BEGIN PGP MESSAGE-----", "openpgp"),
    (0, b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "kdbx"),
    (0, b"\x03\xd9\xa2\x9a\x66\xfb\x4b\xb5", "kdbx"),
    (0, b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "kdb"),
    (0, b"\xfe\xed\xfe\xed", "jks"),
    (0, b"\xce\xce\xce\xce\0\0\0", "jks"),
    (0, b"kych\0\1\0\0", "keychain"),
    (0, b"\0GITCRYPT\0", "git-crypt"),
    (0, b"$ANSIBLE_VAULT;", "ansible-vault"),
    (0, b"U2FsdGVkX1", "openssl-enc"),
    (0, b"LUKS\xba\xbe\0", "luks"),
    (3, b"-FVE-FS-", "bitlocker"),
    (0, b"AES\1\0", "aes-crypt"),
    (0, b"AES\2\0", "aes-crypt"),
    (0, b"AES\3\0", "aes-crypt"),
    (0, b"\xc0\xb9\x07\x2e\x4f\x93\xf1\x46", "axcrypt"),
    (0, b"RCLONE\0\0", "rclone"),
    (7, b"**ACE**", "ace"),
    (20, b"\xdc\xa7\xc4\xfd", "zoo"),
    (60, b"BOOKMOBI", "mobi"),
)
"""(offset, magic number, format). Sources: the formats' specifications; file(1), magic/Magdir/archive and compress."""
_WORDS: tuple[tuple[bytes, ClosedFormat], ...] = (
    (b"BZ3v1", "bzip3"),
    (b"StuffIt (c)1997-", "stuffit"),
    (b"conectix", "disk-image"),
    (b"vhdxfile", "disk-image"),
    (b"AT&TFORM", "djvu"),
    (b"PWS3", "psafe"),
    (b"Salted__", "openssl-enc"),
    (b"PARE", "parquet-encrypted"),
    (b"encrcdsa", "dmg-encrypted"),
)
"""Magic numbers that a text may begin with, too."""
_PKCS12 = LazyPattern(rb"(?s)\x30(?:[\x80-\x84].{0,4})\x02\x01\x03\x30[\x80-\x84]")
_SESSION_KEYS = {1: (2, 3, 6), 3: (4, 5, 6)}
"""Packets that hold the key of a message, and their versions. Format: RFC 9580, 5.1 and 5.3."""
_AFTER = frozenset((1, 3, 9, 10, 18, 20))
_TEXT = bytes((*range(7, 14), 27, *range(32, 256)))


def closed_structure(head: bytes) -> ClosedFormat | Literal[""]:
    """The closed format that begins here and takes more than a magic number to tell; empty for none."""
    for word, name in _WORDS:
        if head.startswith(word) and _binary(head):
            return name
    if head[:4] in (b"hsqs", b"sqsh", b"shsq", b"qshs") and head[28:30] in (b"\4\0", b"\0\4", b"\3\0", b"\0\3"):
        return "squashfs"
    if head[2:5] in (b"-lh", b"-lz", b"-pm") and head[6:7] == b"-" and head[20:21] < b"\4":
        return "lha"
    if head[:2] == b"\x60\xea" and 30 <= int.from_bytes(head[2:4], "little") <= 2600 and head[10:11] == b"\2":
        return "arj"
    if _PKCS12.match(head) is not None:
        return "pkcs12"
    return "openpgp" if _begins_openpgp(head) else ""


def _packet(head: bytes, at: int) -> tuple[int, int, int]:
    """The tag of the packet at `at`, where its body begins and where it ends; tag -1 for none. Format: RFC 9580, 4.2"""
    first = head[at] if at < len(head) else 0
    if first & 0xC0 == 0xC0:
        size = head[at + 1] if at + 1 < len(head) else 0
        if size < 192:
            return first & 0x3F, at + 2, at + 2 + size
        if size < 224 and at + 2 < len(head):
            return first & 0x3F, at + 3, at + 3 + (size - 192 << 8) + head[at + 2] + 192
        return first & 0x3F, at + 2, len(head) + 1  # of 2^n bytes, or of four of size: the message itself
    if first & 0x80:
        width = (1, 2, 4, 0)[first & 3]
        body = at + 1 + width
        size = int.from_bytes(head[at + 1 : body], "big") if width else len(head)
        return first >> 2 & 0xF, body, body + size
    return -1, at, at


def _begins_openpgp(head: bytes) -> bool:
    """Whether an encrypted message begins here: the packet of a session key, and another that may follow one."""
    if head[:1] < b"\x84":
        return False
    tag, body, end = _packet(head, 0)
    if head[body : body + 1] not in tuple(bytes((n,)) for n in _SESSION_KEYS.get(tag, ())) or not 4 < end - body < 2000:
        return False
    return end < len(head) and _packet(head, end)[0] in _AFTER


def _binary(head: bytes) -> bool:
    """Whether it is no text: a control character, or what is no UTF-8."""
    if head.translate(None, _TEXT):
        return True
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start < len(head) - 4
    return False


CLOSED_SUFFIXES: tuple[tuple[tuple[str, ...], Callable[[bytes], bool], ClosedFormat], ...] = (
    ((".br", ".brotli"), _binary, "brotli"),
    ((".dmg",), _binary, "dmg"),
    ((".iso",), _binary, "iso"),
    ((".gpg", ".pgp"), lambda head: head[:1] > b"\x83", "openpgp"),
    ((".vmdk", ".vdi", ".qcow2", ".vhd"), _binary, "disk-image"),
    ((".snappy", ".sz"), _binary, "snappy"),
    ((".lz",), _binary, "lzip"),
    ((".lzo",), _binary, "lzop"),
    ((".arj",), _binary, "arj"),
)
"""(suffixes, whether the first bytes agree, format) where no magic number is at the start."""
