"""Files as TensorFlow 2.21 writes them, by code: the library takes 250 MB.

They were compared with what `tf.train.Checkpoint.write`, `tf.compat.v1.train.Saver` and `tf.saved_model.save` wrote on
2026-11-28: the same strings at the same places.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from hubseal.kinds.signatures import masked_crc


def varint(number: int) -> bytes:
    """LEB128."""
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*out, number))


def field(number: int, body: bytes) -> bytes:
    """A counted field of a protocol buffer."""
    return varint(number << 3 | 2) + varint(len(body)) + body


def string_tensor(texts: Sequence[str]) -> bytes:
    """A tensor of strings in `*.data-00000-of-00001` (core/util/tensor_bundle/tensor_bundle.cc)."""
    bodies = [text.encode() for text in texts]
    sizes = b"".join(len(body).to_bytes(4, "little") for body in bodies)
    lengths = b"".join(varint(len(body)) for body in bodies)
    return lengths + masked_crc(sizes).to_bytes(4, "little") + b"".join(bodies)


def checkpoint(tensors: Sequence[Sequence[str]]) -> bytes:
    """A data file of tensors of strings with tensors of numbers between them."""
    rng = random.Random(3)
    return b"".join(rng.randbytes(800) + string_tensor(texts) for texts in tensors) + rng.randbytes(64)


def constant(name: str, text: str) -> bytes:
    """A node of a graph that holds a text (core/framework/node_def.proto)."""
    value = field(1, b"value") + field(2, field(8, b"\x08\x07" + field(8, text.encode())))
    return field(1, field(1, name.encode()) + field(2, b"Const") + field(5, value))


def weights(size: int) -> bytes:
    """A node of a graph that holds `size` bytes of numbers."""
    tensor = b"\x08\x01" + field(4, random.Random(4).randbytes(size))
    return field(1, field(1, b"w") + field(2, b"Const") + field(5, field(1, b"value") + field(2, field(8, tensor))))


def meta_graph(graph: bytes, collected: str) -> bytes:
    """A MetaGraphDef, as `Saver` writes it into `*.meta` (protobuf/meta_graph.proto)."""
    listed = field(1, field(1, collected.encode()))
    return field(1, field(4, b"train")) + field(2, graph) + field(4, field(1, b"ckpts") + field(2, listed))
