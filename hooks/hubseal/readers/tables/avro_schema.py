"""Avro records decoded as far as texts go. Format: Apache Avro 1.12, Specification, "Binary encoding"."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..core.errors import MalformedError
from .arrow import NUMBERS

DEPTH = 64
STEPS = 1_000_000
"""Values of a block that take no bytes of their own."""
FIXED = {"null": 0, "boolean": 1, "float": 4, "double": 8}
COUNTED = ("string", "bytes")


class Cell(NamedTuple):
    """A value, and the 1-based row of its record."""

    data: bytes
    row: int
    binary: bool


class Decoder:
    """Decodes blocks of records; keeps their texts by the path of the field."""

    def __init__(self, schema: Any) -> None:
        self.schema, self.types = schema, dict[str, Any]()
        self.cells: dict[str, list[Cell]] = {}
        self.held = self.row = self.at = self.steps = 0
        self.data = b""
        self._learn(schema, 0)

    def take(self) -> dict[str, list[Cell]]:
        """The cells so far, by field."""
        cells, self.cells, self.held = self.cells, {}, 0
        return cells

    def records(self, data: bytes, count: int) -> bool:
        """Decodes a block; False when it is not what the schema says. What was decoded until then is kept."""
        self.data, self.at, self.steps = data, 0, len(data) + STEPS
        try:
            for _ in range(count):
                self.row += 1
                self._value(self.schema, "", 0)
        except (MalformedError, IndexError, RecursionError):
            return False
        return self.at == len(data)

    def _learn(self, schema: Any, depth: int) -> None:
        """Remembers types by their names."""
        if depth > DEPTH:
            raise MalformedError
        if isinstance(schema, list):
            for branch in schema:
                self._learn(branch, depth + 1)
        elif isinstance(schema, dict):
            name = schema.get("name")
            if isinstance(name, str):
                space = schema.get("namespace")
                self.types.setdefault(name.rsplit(".", 1)[-1], schema)
                self.types[f"{space}.{name}" if space and "." not in name else name] = schema
            for inner in (schema.get("type"), schema.get("items"), schema.get("values")):
                if isinstance(inner, list | dict):
                    self._learn(inner, depth + 1)
            for field in schema.get("fields") or ():
                if isinstance(field, dict):
                    self._learn(field.get("type"), depth + 1)

    def _value(self, schema: Any, path: str, depth: int) -> None:
        """One value of a schema."""
        self.steps -= 1
        if depth > DEPTH or self.steps < 0:
            raise MalformedError
        if isinstance(schema, list):
            branch = self._number()
            if not 0 <= branch < len(schema):
                raise MalformedError
            self._value(schema[branch], path, depth + 1)
        elif isinstance(schema, dict):
            self._complex(schema, path, depth)
        elif schema in COUNTED:
            self._cell(self._number(), path, schema == "bytes")
        elif schema in FIXED:
            self._skip(FIXED[schema])
        elif schema in ("int", "long"):
            number = self._number()
            if any(word in path.lower() for word in NUMBERS):
                self._keep(str(number).encode(), path, False)
        elif schema in self.types:
            self._value(self.types[schema], path, depth + 1)
        elif isinstance(schema, str) and schema.rsplit(".", 1)[-1] in self.types:
            self._value(self.types[schema.rsplit(".", 1)[-1]], path, depth + 1)
        else:
            raise MalformedError

    def _complex(self, schema: dict[str, Any], path: str, depth: int) -> None:
        kind = schema.get("type")
        if kind in ("record", "error"):
            for field in schema.get("fields") or ():
                name = f"{path}.{field.get('name')}" if path else str(field.get("name"))
                self._value(field.get("type"), name, depth + 1)
        elif kind == "enum":
            self._number()
        elif kind == "fixed":
            size = schema.get("size")
            self._cell(size if isinstance(size, int) else -1, path, True)
        elif kind in ("array", "map"):
            while count := self._number():
                if count < 0:
                    count = -count
                    self._number()
                for _ in range(count):
                    if kind == "map":
                        self._cell(self._number(), f"{path} keys", False)
                    self._value(schema.get("items" if kind == "array" else "values"), path, depth + 1)
        else:
            self._value(kind, path, depth + 1)

    def _cell(self, size: int, path: str, binary: bool) -> None:
        start = self.at
        self._skip(size)
        if size:
            self._keep(self.data[start : self.at], path, binary)

    def _keep(self, data: bytes, path: str, binary: bool) -> None:
        self.cells.setdefault(path, []).append(Cell(data, self.row, binary))
        self.held += len(data) + 64

    def _skip(self, size: int) -> None:
        if not 0 <= size <= len(self.data) - self.at:
            raise MalformedError
        self.at += size

    def _number(self) -> int:
        """A zigzag varint. Raises IndexError at the end."""
        found = shift = 0
        while shift < 64:
            byte = self.data[self.at]
            self.at += 1
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (found >> 1) ^ -(found & 1)
            shift += 7
        raise MalformedError
