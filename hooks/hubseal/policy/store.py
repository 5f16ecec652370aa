"""Finding and loading a policy. An unchanged one is read back as JSON, so that a hook run parses no YAML."""

from __future__ import annotations

import os
from collections.abc import Collection

from .. import cache
from .check import Checker
from .document import from_toml, from_yaml
from .model import DEFAULT, Policy, PolicyError, as_data, from_data

NAMES = (".hubseal.yaml", ".hubseal.yml")
_VERSION = "1"


def load(top: str, rule_ids: Collection[str], use_cache: bool = True) -> Policy:
    """The policy at `top`, the default when there is none. Raises PolicyError."""
    found = [(name, text) for name in NAMES if (text := _read(top, name)) is not None]
    project = _read(top, "pyproject.toml")
    if project is not None and "tool.hubseal" in project:
        found.append(("pyproject.toml", project))
    if len(found) > 1:
        names = " and ".join(name for name, _ in found)
        raise PolicyError(found[0][0], 0, f"there are two policies, {names}; keep one")
    if not found:
        return DEFAULT
    name, text = found[0]
    return parse(text, name, rule_ids, use_cache)


def parse(text: str, source: str, rule_ids: Collection[str], use_cache: bool = False) -> Policy:
    """The policy that a text holds; TOML when `source` ends so, else YAML. Raises PolicyError."""
    digest = _digest(text, source, rule_ids)
    name = f"policy-{digest}.json"
    if use_cache:
        policy = _cached(name)
        if policy is not None:
            return policy
    document = from_toml(text, source) if source.endswith(".toml") else from_yaml(text, source)
    policy = Checker(document, rule_ids, digest).policy()
    if use_cache:
        import json

        cache.write(name, json.dumps(as_data(policy)).encode())
    return policy


def _digest(text: str, source: str, rule_ids: Collection[str]) -> str:
    from hashlib import sha256

    parts = (_VERSION, source, text, *sorted(rule_ids))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _cached(name: str) -> Policy | None:
    kept = cache.read(name)
    if kept is None:
        return None
    import json

    try:
        return from_data(json.loads(kept))
    except (ValueError, TypeError, KeyError):
        return None  # written by another version: parsed anew


def _read(top: str, name: str) -> str | None:
    try:
        with open(os.path.join(top, name), "rb") as file:
            return file.read().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise PolicyError(name, 0, "it is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise PolicyError(name, 0, f"it cannot be read: {error.strerror}") from None
