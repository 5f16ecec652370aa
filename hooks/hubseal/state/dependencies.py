"""What a result depends on besides path and content: when any of it changes, a state is of no use."""

from __future__ import annotations

import sys
from collections.abc import Collection

from .. import __version__
from ..suppression.baseline import Baseline
from ..suppression.waivers import Waiver

LIBRARIES = (
    "phonenumberslite", "python-stdnum", "detect-secrets", "pyarrow", "h5py", "zstandard", "fastavro", "cramjam", "lz4",
    "pypdfium2",
)  # fmt: skip
"""Libraries that decide what a scan can see: a file that lacked one is read when it is there."""


def digest(policy_digest: str, baseline: Baseline, waivers: Collection[Waiver], *settings: object) -> str:
    """Names all that a result depends on besides path and content: code, libraries, policy, baseline, which waivers
    hold today, and `settings` (families, repository type, limits)."""
    from hashlib import sha256
    from importlib import metadata
    from pathlib import Path

    total = sha256(f"{__version__} {sys.version_info[:2]}\0".encode())
    folder = Path(__file__).parent.parent
    for file in sorted(folder.rglob("*.py")):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for name in LIBRARIES:
        try:
            total.update(f"{name} {metadata.version(name)}\0".encode())
        except metadata.PackageNotFoundError:
            total.update(f"{name} absent\0".encode())
    digests = {path: sorted(known) for path, known in sorted(baseline.digests.items())}
    accepted = sorted((entry.id, entry.values, entry.total) for entry in baseline.accepted.values())
    baselines = sorted(baseline.fingerprints), accepted, digests, baseline.excluded
    rest = (policy_digest, *baselines, [tuple(w) for w in waivers], settings)
    total.update(repr(rest).encode("utf-8", "backslashreplace"))
    return total.hexdigest()
