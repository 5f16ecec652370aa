"""Structures in Thrift's compact protocol, as Parquet has them. Format: apache/thrift, thrift-compact-protocol.md."""

from __future__ import annotations

from ..core.errors import MalformedError

Value = int | bytes | list["Value"] | dict[int, "Value"]
"""A structure maps numbers of fields to values; of floats, sets and maps nothing is kept."""
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
DEPTH = 24


class ThriftReader:
    """Reads one structure from bytes. Raises MalformedError, IndexError."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def at(self) -> int:
        """Bytes that were read."""
        return self._at

    def struct(self, depth: int = 0) -> dict[int, Value]:
        """The structure at this place."""
        if depth > DEPTH:
            raise MalformedError(self._at)
        found: dict[int, Value] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            found[number] = self._value(head & 15, depth)
        return found

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while shift < 70:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise MalformedError(self._at)

    def _zigzag(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)

    def _bytes(self, size: int) -> bytes:
        if size > len(self._data) - self._at:
            raise MalformedError(self._at)
        self._at += size
        return self._data[self._at - size : self._at]

    def _value(self, kind: int, depth: int, element: bool = False) -> Value:
        if kind in (TRUE, FALSE):
            return self._byte() if element else int(kind == TRUE)
        if kind == BYTE:
            return self._byte()
        if kind in (I16, I32, I64):
            return self._zigzag()
        if kind == DOUBLE:
            return self._bytes(8)
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind in (LIST, SET):
            return self._list(depth)
        if kind == MAP:
            return self._map(depth)
        if kind == STRUCT:
            return self.struct(depth + 1)
        raise MalformedError(self._at)

    def _list(self, depth: int) -> Value:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()
        if count > len(self._data) - self._at or depth > DEPTH:
            raise MalformedError(self._at)
        return [self._value(head & 15, depth + 1, True) for _ in range(count)]

    def _map(self, depth: int) -> Value:
        count = self._varint()
        if count > len(self._data) - self._at or depth > DEPTH:
            raise MalformedError(self._at)
        kinds = self._byte() if count else 0
        for _ in range(count):
            self._value(kinds >> 4, depth + 1, True)
            self._value(kinds & 15, depth + 1, True)
        return {}
