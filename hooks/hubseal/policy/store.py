"""Finding and loading a policy. An unchanged one is read back as plain data, so that a hook run parses no YAML."""

from __future__ import annotations

import marshal
import os
from binascii import crc32
from collections.abc import Collection

from .. import cache, sidefile
from ..regex import LazyPattern
from ..typed import TYPE_CHECKING
from .model import DEFAULT, Policy, PolicyError, as_data, from_data

if TYPE_CHECKING:
    from .shared import Origin

NAMES = (".hubseal.yaml", ".hubseal.yml")
LARGEST = 256 << 10
"""Bytes of a policy, and of a pyproject.toml that may hold one."""
_VERSION = "3"
_DIGEST = LazyPattern(r"\b[0-9a-f]{64}\b")
_DENSE = LazyPattern(r"(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9+=]{16,}|[A-Za-z0-9_]{24,}")
"""What may be a secret that stands in the policy by mistake; such a text is not kept."""
_TABLE = LazyPattern(
    r"""(?m)^[ \t]*(?:\[\[?[ \t]*)?["']?tool["']?[ \t]*"""
    r"""(?:\.[ \t]*["']?hubseal\b|\][\s\S]*?\n[ \t]*["']?hubseal["']?[ \t]*[.=]|=.*|\]\][\s\S]*?hubseal)"""
)
"""What may begin the table of a policy in a pyproject.toml, in all the ways that TOML has to write it."""


def load(top: str, rule_ids: Collection[str], use_cache: bool = True, within: str | None = None) -> Policy:
    """The policy at `top`, the default when there is none; what it extends stays `within`. Raises PolicyError."""
    found = find(top)
    return parse(*found, rule_ids, use_cache, top, within) if found else DEFAULT


def find(top: str) -> tuple[str, str] | None:
    """The text of the policy at `top`, and the name of its file; None when there is none. Raises PolicyError."""
    found = [(name, text) for name in NAMES if (text := _read(top, name)) is not None]
    project = _read(top, "pyproject.toml")
    if project is not None and "hubseal" in project and _TABLE.search(project):
        found.append(("pyproject.toml", project))
    if len(found) > 1:
        names = " and ".join(name for name, _ in found)
        raise PolicyError(found[0][0], 0, f"there are two policies, {names}; keep one")
    return (found[0][1], found[0][0]) if found else None


def parse(
    text: str,
    source: str,
    rule_ids: Collection[str],
    use_cache: bool = False,
    folder: str | None = None,
    within: str | None = None,
) -> Policy:
    """The policy that a text holds; TOML when `source` ends so, else YAML. `folder` is where it stands, so that it can
    build on others. Raises PolicyError."""
    made_from = [_VERSION, source, text, *rule_ids]
    name = f"policy-{crc32(chr(0).join(made_from).encode('utf-8', 'surrogatepass')):08x}.data"
    if use_cache:
        policy = _cached(name, made_from)
        if policy is not None:
            return policy
    policy, origins = explained(text, source, rule_ids, folder, within)
    alone = all(origin.key != "extends" for origin in origins)
    if use_cache and alone and not _DENSE.search(_DIGEST.sub("", text)):
        cache.write(name, marshal.dumps([made_from, as_data(policy)]))
    return policy


def explained(
    text: str, source: str, rule_ids: Collection[str], folder: str | None, within: str | None
) -> tuple[Policy, list[Origin]]:
    """The policy that a text holds, and which file says what. Raises PolicyError."""
    from .document import from_toml, from_yaml
    from .shared import Merger, Place

    document = from_toml(text, source) if source.endswith(".toml") else from_yaml(text, source)
    merger = Merger(rule_ids)
    policy = merger.policy(document, None if folder is None else Place(folder, within))
    return policy, merger.origins


def _cached(name: str, made_from: list[str]) -> Policy | None:
    """What was kept of the same text, version and rules; compared whole, so that no digest is needed."""
    kept = cache.read(name)
    if kept is None:
        return None
    try:
        source, data = marshal.loads(kept)  # noqa: S302 - ours, see `cache`
        return from_data(data) if source == made_from else None
    except (ValueError, EOFError, TypeError, KeyError):
        return None  # written by another version: parsed anew


def _read(top: str, name: str) -> str | None:
    try:
        data = sidefile.read(os.path.join(top, name), LARGEST, within=top)
        return None if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyError(name, 0, "it is not UTF-8 text; save it as UTF-8") from None
    except sidefile.SideFileError as error:
        raise PolicyError(name, 0, f"the policy cannot be read: {error}") from None
