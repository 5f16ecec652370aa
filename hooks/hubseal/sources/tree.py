"""What is below a folder that somebody named, without what git leaves out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from ..types import Unread
from . import git, ignored, work_tree
from .disk import FEW, few, relative, shown
from .folders import Folder, Found, Rules, found

Item = Found | Unread | str


def below(
    path: str, said: str, above: str, here: str | None, skip: Callable[[str], bool], leave: Callable[[str], object]
) -> Iterator[Item]:
    """Everything in a folder that is no folder; strings are notes. Files of repositories inside a work tree come last.

    `above` stands before the names in the report. `here` is where somebody stands; None means that nothing that git
    ignores is left out. `skip` says what the policy excludes, `leave` is given what git ignores.
    """
    tree = work_tree.around(path, here) if here is not None else None
    if tree is None or here is None:
        yield from found(Folder(path, said, above, ""), Rules(skip, lambda inside: False, False, None))
        return
    inside = relative(os.path.abspath(path), tree.top) + "/"
    start = Folder(path, said, above, "" if inside == "./" else inside)
    believed = work_tree.believed(tree, here)
    repositories: list[Folder] = []
    if _is_nested(tree, start):
        repositories.append(start)
    else:
        listing, notes = _listing(tree, start, believed)
        yield from notes

        def is_ignored(inside: str) -> bool:
            if inside not in listing.ignored:
                return False
            leave(shown(inside))
            return True

        yield from found(start, Rules(skip, is_ignored, True, repositories))
    if repositories:
        yield from _nested(tree, start, repositories, believed, skip, leave)


def _listing(tree: work_tree.WorkTree, start: Folder, believed: bool) -> tuple[ignored.Listing, list[str]]:
    """What git leaves out, and notes on it. Where git cannot tell, nothing is left out."""
    try:
        listing = ignored.below(tree, start.inside, believed)
    except git.GitError as error:
        return ignored.Listing(), [f"nothing was left out as ignored by git: {error}"]
    notes = []
    if listing.sparse:
        away = f"{few([*map(shown, listing.sparse)], FEW)} ({len(listing.sparse)} files"
        next_step = "`git sparse-checkout disable` brings them"
        notes.append(f"not scanned because the sparse checkout leaves it out: {away}; {next_step})")
    return (ignored.Listing() if listing.covers(start.inside) else listing), notes


def _nested(
    tree: work_tree.WorkTree,
    start: Folder,
    roots: Sequence[Folder],
    believed: bool,
    skip: Callable[[str], bool],
    leave: Callable[[str], object],
) -> Iterator[Item]:
    """Repositories inside the work tree, by the rules of the outer one: their own git folders say nothing."""
    names = few([shown(root.inside.rstrip("/")) for root in roots], FEW)
    yield f"a repository inside this one is scanned as a part of it: {names} ({len(roots)})"
    rules = Rules(skip, lambda inside: False, True, None)
    items = [item for root in roots for item in found(root, rules)]
    left_out: frozenset[str] = frozenset()
    if believed:
        folder = start.inside.rstrip("/")
        asked = [item.inside for item in items if isinstance(item, Found)]
        try:
            left_out = ignored.among(tree, [folder, *asked] if folder else asked)
        except git.GitError as error:
            yield f"nothing was left out as ignored by git: {error}"
        if folder in left_out:
            left_out = frozenset()  # what is named is scanned
    for item in items:
        if isinstance(item, Found) and item.inside in left_out:
            leave(shown(item.inside))
        else:
            yield item


def _is_nested(tree: work_tree.WorkTree, start: Folder) -> bool:
    """Whether a folder lies in a repository inside the work tree."""
    parts = start.inside.rstrip("/").split("/") if start.inside else []
    folders = (os.path.join(tree.top, *parts[:n]) for n in range(1, len(parts) + 1))
    return any(work_tree.at(folder) is not None for folder in folders)
