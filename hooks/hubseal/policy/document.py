"""Policy text -> plain data, and the line on which each value stands."""

from typing import Any, NamedTuple

from ..regex import LazyPattern
from .model import QUOTE, PolicyError

_INTEGER = LazyPattern(r"-?[0-9]{1,18}")
Path = tuple[str | int, ...]
_PYTHON = "tag:yaml.org,2002:python/"
NODES = 50_000
"""Keys and values of a document, each alias counted as what it stands for."""
DEPTH = 20
"""Levels of mappings and lists; more is no policy."""


class Document(NamedTuple):
    """Parsed text. `lines` gives the 1-based line of the value (or key) at each path."""

    source: str
    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def from_yaml(text: str, source: str) -> Document:
    """A YAML document. Keys are unique strings; `on`, `off`, `yes`, `no` and dates stay text. Raises PolicyError."""
    import yaml

    lines: dict[Path, int] = {}
    try:
        node = yaml.compose(text, Loader=_bounded())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PolicyError(
            source, mark.line + 1 if mark else 1, f"not YAML: {QUOTE}", str(error.problem or error.context)
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:  # \U0FFFFFFF is no character
        raise PolicyError(source, 1, f"not YAML: {type(error).__name__}") from None
    data = _build(node, (), lines, source, 0) if node is not None else {}
    return Document(source, data, lines)


def _bounded() -> Any:
    """A loader that stops where a policy has nothing any more: what is deep takes time that grows with its square."""
    import yaml

    class Loader(yaml.SafeLoader):
        nodes = 0

        def fetch_flow_collection_start(self, kind: Any) -> None:
            if self.flow_level > DEPTH:
                raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=self.get_mark())
            super().fetch_flow_collection_start(kind)

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.nodes += 1
            if self.nodes > NODES:
                raise yaml.MarkedYAMLError(problem=f"more than {NODES} values", problem_mark=self.get_mark())
            return super().compose_node(parent, index)

    return Loader


def _build(node: Any, path: Path, lines: dict[Path, int], source: str, depth: int) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if len(lines) > NODES:
        raise PolicyError(source, line, f"more than {NODES} values; aliases count wherever they stand")
    if depth > DEPTH:
        raise PolicyError(source, line, "nested too deeply")
    if node.tag.startswith("!") or node.tag.startswith(_PYTHON):
        raise PolicyError(source, line, "a policy has no tags; write the value alone")
    if node.id == "mapping":
        made: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if key.id != "scalar":
                raise PolicyError(source, key.start_mark.line + 1, "a key must be a word")
            if name in made:
                raise PolicyError(source, key.start_mark.line + 1, f"{QUOTE} is given twice; keep one", repr(name))
            here = (*path, name)
            lines[here] = key.start_mark.line + 1
            made[name] = _build(value, (*path, name), lines, source, depth + 1)
        return made
    if node.id == "sequence":
        return [_build(item, (*path, n), lines, source, depth + 1) for n, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    """YAML 1.1 reads `off` as false; here only true and false are booleans, and only digits are numbers."""
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text in ("", "~", "null"):
        return None
    return int(text) if _INTEGER.fullmatch(text) else text


def from_toml(text: str, source: str) -> Document:
    """`[tool.hubseal]` of a pyproject.toml. Raises PolicyError."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(source, _toml_line(str(error)), f"not TOML: {QUOTE}", str(error)) from None
    except (RecursionError, ValueError) as error:  # a number of too many digits
        raise PolicyError(source, 1, f"not TOML: {type(error).__name__}") from None
    tool = data.get("tool", {})
    if not isinstance(tool, dict):
        raise PolicyError(source, 1, "`tool` must be a table")
    table = _plain(tool.get("hubseal", {}))
    lines: dict[Path, int] = {}
    _locate(table, (), text.splitlines(), lines)
    return Document(source, table, lines)


def _toml_line(message: str) -> int:
    import re

    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else 1


def _plain(value: Any, depth: int = 0) -> Any:
    """TOML dates as text; what is nested deeper than any policy as nothing that a policy takes."""
    if depth > DEPTH:
        return float("nan")
    if isinstance(value, dict):
        return {k: _plain(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v, depth + 1) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _locate(value: Any, path: Path, rows: list[str], lines: dict[Path, int], after: int = 0) -> None:
    """Finds keys by their text, below the line of what holds them: tomllib does not keep positions."""
    first = next((n for n, row in enumerate(rows, 1) if row.strip().startswith("[tool.hubseal")), 1)
    lines[path] = lines.get(path, after or first)
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        here = lines[path]
        if isinstance(key, str):
            here = next((n for n, row in enumerate(rows, 1) if n >= here and _names(row, key)), here)
        inside = (*path, key)
        lines[inside] = here
        _locate(inner, (*path, key), rows, lines, here)


def _names(row: str, key: str) -> bool:
    bare = row.strip()
    head = bare.split("=", 1)[0].strip().strip("\"'") if "=" in bare else ""
    return head == key or head.endswith("." + key) or (bare.startswith("[") and bare.strip("[]").endswith("." + key))
