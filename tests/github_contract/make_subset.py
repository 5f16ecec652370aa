"""Cut the operations that hubseal calls out of GitHub's official OpenAPI description.

    npm install @octokit/openapi@23.0.2
    python make_subset.py node_modules/@octokit/openapi/generated/api.github.com.json [--check]

Writes github_openapi.json beside this file; --check compares and exits 1 when it differs. The output holds the
operations, every component they reach through $ref, and no examples.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).with_name("github_openapi.json")
_REPO = "/repos/{owner}/{repo}"
OPERATIONS: dict[str, tuple[str, ...]] = {
    _REPO: ("get",),
    f"{_REPO}/issues": ("get", "post"),
    f"{_REPO}/issues/{{issue_number}}": ("get", "patch"),
    f"{_REPO}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{_REPO}/issues/comments/{{comment_id}}": ("get", "patch", "delete"),
    f"{_REPO}/commits/{{commit_sha}}/comments": ("get", "post"),
    f"{_REPO}/comments/{{comment_id}}": ("get", "patch", "delete"),
    f"{_REPO}/commits/{{commit_sha}}/pulls": ("get",),
    f"{_REPO}/pulls/{{pull_number}}": ("get",),
    f"{_REPO}/pulls/{{pull_number}}/files": ("get",),
    f"{_REPO}/check-runs": ("post",),
    f"{_REPO}/check-runs/{{check_run_id}}": ("get", "patch"),
    f"{_REPO}/code-scanning/sarifs": ("post",),
    "/user": ("get",),
}
_DROP = {"example", "examples", "x-octokit", "x-github", "externalDocs", "tags"}


def _names(node: Any) -> Iterator[str]:
    """Every $ref target below a node."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _names(item)


def _slim(node: Any, *, properties: bool = False) -> Any:
    """Without examples and vendor keys; names of properties and components are kept whatever they are."""
    if isinstance(node, dict):
        keep = {k: v for k, v in node.items() if properties or k not in _DROP}
        return {
            k: _slim(
                v, properties=not properties and k in ("properties", "schemas", "parameters", "responses", "headers")
            )
            for k, v in keep.items()
        }
    return [_slim(item) for item in node] if isinstance(node, list) else node


def cut(full: dict[str, Any]) -> dict[str, Any]:
    """The subset: same document version, fewer paths and components."""
    paths = {}
    for path, methods in OPERATIONS.items():
        shared = {k: v for k, v in full["paths"][path].items() if k == "parameters"}
        paths[path] = _slim({**shared, **{m: full["paths"][path][m] for m in methods}})
    components: dict[str, dict[str, Any]] = {}
    todo = sorted(set(_names(paths)))
    while todo:
        _, _, group, name = todo.pop().split("/")
        if name not in components.setdefault(group, {}):
            components[group][name] = _slim(full["components"][group][name])
            todo.extend(_names(components[group][name]))
    ordered = {group: dict(sorted(items.items())) for group, items in sorted(components.items())}
    return {
        "openapi": full["openapi"],
        "info": full["info"],
        "servers": full["servers"],
        "paths": paths,
        "components": ordered,
    }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("description", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args(argv)
    text = json.dumps(cut(json.loads(args.description.read_text())), indent=1, ensure_ascii=False) + "\n"
    if args.check:
        return int(OUTPUT.read_text() != text)
    OUTPUT.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
