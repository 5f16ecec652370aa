"""Files that git does not commit as they lie on the disk: those with a clean filter, such as git-crypt or nbstripout.

What is committed is what the filter made of them, and stands in the index. It is read from there: a filter is a program
of somebody's config, and none is run. Git LFS is no such filter here, for its pointers say nothing of what is uploaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from .. import sidefile
from ..regex import LazyPattern
from ..typed import TYPE_CHECKING
from ..types import Blob
from . import disk, work_tree

if TYPE_CHECKING:
    from .index import IndexEntry

LARGEST = 1 << 20
"""Bytes of a file of attributes, or of a config, that is looked at."""
_FILTER = LazyPattern(rb"\bfilter=(?!lfs(?:[ \t\r\n]|$))[^ \t\r\n]")
_ELSEWHERE = LazyPattern(rb"(?i)attributesfile")


def as_committed(items: Iterable[disk.Item], paths: Sequence[str], top: str, folder: str = "") -> Iterator[disk.Item]:
    """The items of a walk over `paths`, which a hook was given; a file with a filter is that of the index."""
    tree = work_tree.at(top)
    names = [disk.relative(os.path.join(folder, path), top) for path in paths]
    found = _entries(tree, names) if tree is not None and _may_have_filters(tree, names) else {}
    if tree is None or not found:
        yield from items
        return
    from . import index, plumbing

    objects = plumbing.Objects(tree, plumbing.commands(tree))
    sizes = objects.sizes(entry.oid for entry in found.values())
    changed: list[str] = []
    for item in items:
        entry = found.get(item.path) if isinstance(item, Blob) and item.format is None else None
        if entry is None or not isinstance(item, Blob):
            yield item
            continue
        changed.append(disk.shown(item.path))
        yield index.item(entry, item.shown, tree, objects, sizes)
    if changed:
        yield f"judged as git commits it, through its filter, not as it lies on the disk: {disk.few(changed, disk.FEW)}"


def _may_have_filters(tree: work_tree.WorkTree, names: Iterable[str]) -> bool:
    """Whether a file of attributes that git would look at says `filter=`; most repositories need no process to tell."""
    folders = {""}
    for name in names:
        folder = os.path.dirname(name)
        while folder not in folders:
            folders.add(folder)
            folder = os.path.dirname(folder)
    home = os.path.expanduser("~")
    user = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "git")
    attributes = [os.path.join(tree.top, folder, ".gitattributes") for folder in folders]
    attributes += [os.path.join(tree.common, "info", "attributes"), os.path.join(user, "attributes")]
    configs = (os.path.join(tree.common, "config"), os.path.join(home, ".gitconfig"), os.path.join(user, "config"))
    return any(_FILTER.search(_read(path)) for path in attributes) or any(
        _ELSEWHERE.search(_read(path)) for path in configs
    )


def _entries(tree: work_tree.WorkTree, names: Sequence[str]) -> dict[str, IndexEntry]:
    """What the index holds of files with a filter that is not LFS. None where git cannot tell: the disk is judged."""
    from . import git, index

    try:
        given = b"".join(os.fsencode(name) + b"\0" for name in names)
        fields = git.run(tree, "check-attr", "-z", "--stdin", "filter", given=given).split(b"\0")
        wanted = [
            os.fsdecode(path)
            for path, value in zip(fields[::3], fields[2::3], strict=False)
            if value not in (b"lfs", b"unspecified", b"unset", b"set", b"")
        ]
        return {entry.path: entry for entry in index.entries(tree, wanted)} if wanted else {}
    except (git.GitError, index.StagedError):
        return {}


def _read(path: str) -> bytes:
    try:
        return sidefile.head(path, LARGEST) or b""
    except sidefile.SideFileError:
        return b""
