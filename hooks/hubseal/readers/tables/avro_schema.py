"""Avro schemas, made plain before fastavro decodes by them: it runs over the stack for a type that holds itself, and
without end for items that take no bytes. Format: Apache Avro 1.12, Specification, "Schema Declaration".
"""

from __future__ import annotations

from collections.abc import Iterator

from ..core.columns import NUMBERS
from ..core.errors import LimitExceeded, MalformedError

MOST_NESTED = 64
KEY, VALUE = "map_key", "map_value"
"""Fields of the records that maps are read as, for they are written in the same way."""
RECORDS = ("record", "error")
RECURSIVE = "its records hold records of their own type, or items without content, and were searched as bytes"


class PlainSchema:
    """A schema without logical types, enumerations and maps, all its names known. Raises MalformedError, and
    LimitExceeded for one that is not decoded."""

    def __init__(self, schema: object) -> None:
        """`schema` has full names, as `fastavro.parse_schema` makes them."""
        self._names: dict[str, object] = {}
        self._open: set[str] = set()
        self._empty: set[str] = set()
        """Types whose values take no bytes."""
        self.schema = self._plain(schema, 0)
        self.empty = self._is_empty(self.schema)

    def _plain(self, schema: object, depth: int) -> object:
        if depth > MOST_NESTED or (isinstance(schema, str) and schema in self._open):
            raise LimitExceeded(RECURSIVE)
        if isinstance(schema, str):
            return self._names.get(schema, schema)
        if isinstance(schema, list):
            return [self._plain(branch, depth + 1) for branch in schema]
        if not isinstance(schema, dict):
            raise MalformedError
        kind, name = schema.get("type"), str(schema.get("name"))
        if kind in RECORDS:
            return self._record(name, [(f["name"], f["type"]) for f in schema["fields"]], depth)
        if kind in ("array", "map"):
            items = self._plain(schema["items" if kind == "array" else "values"], depth + 1)
            if kind == "map":
                items = self._record(f"map{depth}_{len(self._names)}", [(KEY, "string"), (VALUE, items)], depth)
            if self._is_empty(items):
                raise LimitExceeded(RECURSIVE)
            return {"type": "array", "items": items}
        if kind == "enum":
            self._names[name] = "int"
            return "int"
        if kind == "fixed":
            self._names[name] = name
            self._empty |= {name} if not schema["size"] else set()
            return {"type": "fixed", "name": name, "size": schema["size"]}
        return self._plain(kind, depth + 1)

    def _record(self, name: str, fields: list[tuple[str, object]], depth: int) -> object:
        self._open.add(name)
        made = [{"name": field, "type": self._plain(kind, depth + 1)} for field, kind in fields]
        self._open.remove(name)
        self._names[name] = name
        if all(self._is_empty(field["type"]) for field in made):
            self._empty.add(name)
        return {"type": "record", "name": name, "fields": made}

    def _is_empty(self, schema: object) -> bool:
        """Whether a value of a plain schema takes no bytes."""
        if isinstance(schema, dict):
            return schema["type"] != "array" and schema["name"] in self._empty
        return schema == "null" or (isinstance(schema, str) and schema in self._empty)


def texts(value: object, path: str = "") -> Iterator[tuple[str, str | bytes]]:
    """(field, text or bytes) of all texts of a value that was decoded by a plain schema, in their order."""
    if isinstance(value, dict):
        for name, inner in value.items():
            field = f"{path}.{name}" if path else name
            yield from texts(inner, {KEY: f"{path} keys", VALUE: path}.get(name, field))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, path)
    elif isinstance(value, str | bytes):
        if value:
            yield path, value
    elif isinstance(value, int) and not isinstance(value, bool) and any(word in path.lower() for word in NUMBERS):
        yield path, str(value)
