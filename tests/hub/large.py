"""Large files of weights as the Hub holds them: a head, zeros that take no disk, a tail."""

from __future__ import annotations

import json
import pickle
import struct
from typing import Any

Parts = tuple[int, bytes, bytes]
"""(size, head, tail)"""


def safetensors(size: int, metadata: dict[str, str]) -> Parts:
    """One tensor that fills the file."""
    data: dict[str, Any] = {"__metadata__": metadata, "w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}
    header = json.dumps(data).encode()
    head = struct.pack("<Q", len(header)) + header
    return len(head) + size, head, b""


def torch(size: int, saved: object) -> Parts:
    """What torch.save writes: a zip of stored members, a pickle and a tensor. Format: PKWARE APPNOTE 6.3."""
    members = [("archive/data.pkl", pickle.dumps(saved, 2)), ("archive/data/0", None)]
    head, directory = b"", b""
    for name, data in members:
        length = size if data is None else len(data)
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, length, length, len(name), 0)
        directory += b"PK\1\2\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(head)) + name.encode()
        head += b"PK\3\4" + common + name.encode() + (data or b"")
    end = struct.pack("<HHHHIIH", 0, 0, 2, 2, len(directory), len(head) + size, 0)
    tail = directory + b"PK\5\6" + end
    return len(head) + size + len(tail), head, tail
