"""Many files at once: a process per core, this one among them, when there is enough to read."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .. import engine, member_path
from ..engine import monorepo
from ..policy import Policy
from ..types import Blob, Report, Unread
from . import scanner

ENOUGH = 24 << 20
"""Bytes from which processes are worth their start."""
FEWEST = 64
"""Files, likewise."""
MOST = 8
"""Processes."""
WARM = 16
"""One file in so many is read before the processes begin."""
Item = Blob | Unread | str


def worth(items: Sequence[Item], policy: Policy) -> int:
    """How many processes to use; 1 for none. A waiver is followed through the whole scan, so it stays in one."""
    sizes = [item.size or 0 for item in items if isinstance(item, Blob)]
    if len(sizes) < FEWEST or sum(sizes) < ENOUGH or policy.waivers:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def scan(items: Sequence[Item], policy: Policy, settings: engine.Settings, processes: int) -> Report | None:
    """The report over all items; None when a process died, so that the caller scans again in its own."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_all_start_methods, get_context

    method = "fork" if "fork" in get_all_start_methods() and os.name == "posix" and not _is_mac() else "spawn"
    rest = [item for item in items if not isinstance(item, Blob)]
    blobs = [item for item in items if isinstance(item, Blob)]
    few = blobs[::WARM] if method == "fork" else []
    shares = _shares([blob for number, blob in enumerate(blobs) if not few or number % WARM], processes)
    first = scanner.scan(
        [*rest, *few], policy, settings
    )  # before the fork: rules and patterns that these load, load once
    try:
        with ProcessPoolExecutor(processes - 1, mp_context=get_context(method)) as pool:
            others = [pool.submit(scanner.scan, share, policy, settings) for share in shares[1:]]
            own = scanner.scan(shares[0], policy, settings)
            reports = [other.result() for other in others]
    except (BrokenProcessPool, OSError):
        return None
    except BaseException:  # an interrupt, too: nobody waits for what they were about to say
        for child in active_children():
            child.terminate()
        raise
    return _in_order(monorepo.merge([first, own, *reports]), blobs)


def _in_order(report: Report, blobs: Sequence[Blob]) -> Report:
    """The report as one process would say it: file by file in the order of the walk."""
    places = {blob.path: number for number, blob in enumerate(blobs)}

    def place(path: str) -> int:
        return places.get(member_path.outer(path), len(places))

    return report._replace(
        findings=tuple(sorted(report.findings, key=lambda finding: place(finding.at.path))),
        waived=tuple(sorted(report.waived, key=lambda waived: place(waived.finding.at.path))),
        unread=tuple(sorted(report.unread, key=lambda unread: place(unread.path))),
    )


def _is_mac() -> bool:
    import sys

    return sys.platform == "darwin"  # its libraries do not stand a fork


def _shares(blobs: Sequence[Blob], count: int) -> list[list[Blob]]:
    """The files in `count` parts of about the same number of bytes, each in the order of the walk."""
    sizes = [0] * count
    owner: dict[int, int] = {}
    for number in sorted(range(len(blobs)), key=lambda n: -(blobs[n].size or 0)):
        part = sizes.index(min(sizes))
        owner[number] = part
        sizes[part] += (blobs[number].size or 0) + 4096
    shares: list[list[Blob]] = [[] for _ in range(count)]
    for number, blob in enumerate(blobs):
        shares[owner[number]].append(blob)
    return shares
