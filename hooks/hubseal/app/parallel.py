"""Many files at once: a process per core, this one among them, when there is enough to read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from .. import engine
from ..policy import Policy
from ..typed import TYPE_CHECKING
from ..types import Blob, BlobResult
from . import scanner
from .progress import LocalProgress

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from ..engine.bulk import Numbered

ENOUGH = 24 << 20
"""Bytes from which on several processes are faster."""
FEWEST = 64
"""Files, likewise."""
MOST = 8
"""Processes."""
WARM = 16
"""One file in so many is read before the processes begin."""
TOLD = 32
"""Parts of a share for somebody who watches."""


def process_count(items: Sequence[engine.Item]) -> int:
    """How many processes to use; 1 for none."""
    sizes = [item.size or 0 for item in items if isinstance(item, Blob)]
    if len(sizes) < FEWEST or sum(sizes) < ENOUGH:
        return 1
    return cores()


def cores() -> int:
    """How many processes to use where there is enough to do."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(found, MOST)


def pool(count: int) -> ProcessPoolExecutor:
    """Processes that leave an interrupt to this one."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(count, get_context(_method()), _ignore_interrupts)


def stop() -> None:
    """Ends the processes: what they still do is not waited for."""
    from multiprocessing import active_children

    for child in active_children():
        child.terminate()


def _method() -> str:
    from multiprocessing import get_all_start_methods

    return "fork" if "fork" in get_all_start_methods() and os.name == "posix" and not _is_mac() else "spawn"


def scan_items(
    items: Sequence[engine.Item],
    context: engine.ScanContext,
    progress: LocalProgress = LocalProgress((), False),  # noqa: B008 - one that is not shown never changes
) -> list[BlobResult]:
    """The results of all items in their order; one stands for all files of which there is nothing to say."""
    count = process_count(items)
    results = _in_processes(items, context, count, progress) if count > 1 else None
    if results is None:  # too little for several, or one died
        results = _scan(list(enumerate(items)), context, progress)
    return [result for _, result in sorted(results, key=lambda pair: pair[0])]


def _in_processes(
    items: Sequence[engine.Item], context: engine.ScanContext, processes: int, progress: LocalProgress
) -> list[tuple[int, BlobResult]] | None:
    """The results, each with the place of its item; None when a process died."""
    from concurrent.futures.process import BrokenProcessPool

    method = _method()
    numbered = list(enumerate(items))
    blobs = [(number, item) for number, item in numbered if isinstance(item, Blob)]
    rest = [(number, item) for number, item in numbered if not isinstance(item, Blob)]
    few = blobs[::WARM] if method == "fork" else []
    shares = _shares([pair for nth, pair in enumerate(blobs) if not few or nth % WARM], processes)
    away = [part for share in shares[1:] for part in _split(share, progress)]
    results = _scan([*rest, *few], context, progress)  # before the fork: rules and patterns that these load, load once
    try:
        with pool(processes - 1) as others_pool:
            try:
                others = [others_pool.submit(_scan_share, part, context.policy, context.settings) for part in away]
                for other, part in zip(others, away, strict=True):
                    other.add_done_callback(partial(_told, progress, part))
                results += _scan(shares[0], context, progress)
                for other in others:
                    results += other.result()
            except BaseException:  # an interrupt, too: their results are not waited for
                stop()
                raise
    except (BrokenProcessPool, OSError):
        return None
    return results


def _told(progress: LocalProgress, part: Sequence[Numbered], _: object) -> None:
    progress.done(item for _, item in part)


def _ignore_interrupts() -> None:
    """In a process of its own: Ctrl-C reaches all of them, and this one ends them."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _scan_share(share: Sequence[Numbered], policy: Policy, settings: engine.Settings) -> list[tuple[int, BlobResult]]:
    """In a process of its own: the results of its share."""
    return _scan(share, scanner.make_context(policy, settings), LocalProgress((), False))


def _split(share: Sequence[Numbered], progress: LocalProgress) -> list[Sequence[Numbered]]:
    """A share in parts, so that somebody who watches hears of it before it is done."""
    size = max(1, -(-len(share) // TOLD)) if progress.shown else max(1, len(share))
    return [share[start : start + size] for start in range(0, len(share), size)]


def _scan(
    share: Sequence[Numbered], context: engine.ScanContext, progress: LocalProgress
) -> list[tuple[int, BlobResult]]:
    from ..engine import bulk
    from ..readers.text import quick

    found: list[tuple[int, BlobResult]] = []
    counter = engine.FindingCounter()
    for part in _split(share, progress):
        found += bulk.scan_many(part, context, quick.texts, counter)
        progress.done(item for _, item in part)
    return found


def _is_mac() -> bool:
    import sys

    return sys.platform == "darwin"  # its libraries do not stand a fork


def _shares(blobs: Sequence[tuple[int, Blob]], count: int) -> list[list[Numbered]]:
    """The files in `count` parts of about the same number of bytes, each in the order of the walk."""
    sizes = [0] * count
    owner: dict[int, int] = {}
    for number, blob in sorted(blobs, key=lambda pair: -(pair[1].size or 0)):
        part = sizes.index(min(sizes))
        owner[number] = part
        sizes[part] += (blob.size or 0) + 4096
    shares: list[list[Numbered]] = [[] for _ in range(count)]
    for number, blob in blobs:
        shares[owner[number]].append((number, blob))
    return shares
