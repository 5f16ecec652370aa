"""How files of formats begin that are known and not opened, each with its cause."""

from __future__ import annotations

import gzip
import zlib


def _seven_zip(body: bytes) -> bytes:
    start = bytes(8) + len(body).to_bytes(8, "little") + zlib.crc32(b"").to_bytes(4, "little")
    return b"7z\xbc\xaf\x27\x1c\0\4" + zlib.crc32(start).to_bytes(4, "little") + start + body


NOISE = gzip.compress(bytes(range(256)) * 4, mtime=0)[10:]
UNSUPPORTED = {
    "a.7z": _seven_zip(NOISE),
    "a.rar": b"Rar!\x1a\x07\1\0" + NOISE,
    "old.rar": b"Rar!\x1a\x07\0" + NOISE,
    "a.cab": b"MSCF\0\0\0\0" + NOISE,
    "a.Z": b"\x1f\x9d\x90" + NOISE,
    "a.lz": b"LZIP\1\x0c" + NOISE,
    "a.lzo": b"\x89LZO\0\r\n\x1a\n\x10\x30" + NOISE,
    "a.lrz": b"LRZI\0\6" + NOISE,
    "legacy.lz4": b"\2\x21\x4c\x18" + NOISE,
    "a.sz": b"\xff\6\0\0sNaPpY" + NOISE,
    "page.html.br": b"\x1b\xff\x0f\0\x8c" + NOISE,
    "a.bz3": b"BZ3v1" + NOISE,
    "a.lzh": b"\x1f\x30-lh5-" + bytes(12) + b"\x20\1" + NOISE,
    "a.arj": b"\x60\xea\x2c\0\x22\x0b\1\0\x10\0\2" + NOISE,
    "a.ace": b"\0\0\0\0\0\x90\0**ACE**" + NOISE,
    "a.zoo": b"ZOO 2.10 Archive.\x1a\0\0\xdc\xa7\xc4\xfd" + NOISE,
    "a.pkg": b"xar!\0\x1c\0\1" + NOISE,
    "a.wim": b"MSWIM\0\0\0\xd0\0\0\0" + NOISE,
    "root.squashfs": b"hsqs" + bytes(24) + b"\4\0\0\0" + NOISE,
    "a.iso": bytes(4200) + NOISE,
    "a.dmg": b"\x78\xda\x63\x60\x18\x05" + NOISE,
    "a.qcow2": b"QFI\xfb\0\0\0\3" + NOISE,
    "pack-1.pack": b"PACK\0\0\0\2\0\0\0\1" + NOISE,
    "repo.bundle": b"# v2 git bundle\n" + b"0" * 40 + b" refs/heads/main\n\nPACK\0\0\0\2" + NOISE,
    "letter.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + NOISE,
    "setup.msi": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + NOISE,
    "a.chm": b"ITSF\3\0\0\0" + NOISE,
    "scan.djvu": b"AT&TFORM\0\0\1\0DJVM" + NOISE,
    "table.mdb": b"\0\1\0\0Standard Jet DB\0" + NOISE,
    "unknown.dat": b"Rar!\x1a\x07\1\0" + NOISE,
}
"""What somebody who has the program may open: name -> content."""
ENCRYPTED = {
    "key.age": b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + NOISE,
    "armoured.age": b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
    "message.asc": b"-----BEGIN PGP MESSAGE-----\n\nhQEMAw==\n-----END PGP MESSAGE-----\n",
    "message.gpg": b"\x85\1\x0c\3" + bytes(range(8)) + b"\1" + bytes(259) + b"\xd2\x3f\1" + NOISE,
    "unnamed": b"\x8c\x0d\4\x09\3\2" + bytes(range(1, 9)) + b"\xff" + b"\xd2\x3f\1" + NOISE,
    "passwords.kdbx": b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5" + NOISE,
    "store.jks": b"\xfe\xed\xfe\xed\0\0\0\2" + NOISE,
    "me.p12": b"\x30\x82\x09\xc1\2\1\3\x30\x82\x09\x87" + NOISE,
    "secret.txt": b"\0GITCRYPT\0" + NOISE,
    "vars.yml": b"$ANSIBLE_VAULT;1.1;AES256\n6162636465\n",
    "a.enc": b"Salted__" + NOISE,
    "disk.img": b"LUKS\xba\xbe\0\2" + NOISE,
    "plan.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + NOISE,
    "t.parquet": b"PARE" + NOISE,
}
"""What is encrypted by design."""
NEAR = {
    "lang.br": b"brezhoneg ha galleg\n",
    "list.txt": b"PACK of 6\nMSCF is a name\nRar! it said\n",
    "notes.lz": b"LZIP is a program\n",
    "doc.txt": b"age-encryption is fine, PGP MESSAGE too\n",
    "PARENT.rst": b"PARENT_DIRECTORY\n----------------\n",
    "salt.md": b"Salted__ caramel, conectix and vhdxfile\n",
    "pws.txt": b"PWS3 is how it begins\n",
    "zip.csv": b"070701,12\n070702,13\n",
    "a.dmg": b"points of damage\n",
    "b.bin": b"\x85\1\x0c\0" + bytes(64),
    "c.der": b"\x30\x82\1\x22\2\1\0\x30\x0d" + bytes(64),
    "zlib.dat": zlib.compress(b"plain words, many of them " * 40),
}
"""What looks alike and is none."""
