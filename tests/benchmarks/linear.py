"""Measures text that repeats a trigger: `python tests/benchmarks/linear.py [BYTES]`.

Prints, per text, the CPU seconds and the peak memory in MiB of a scan of BYTES (1,000,000), and the ratio of the seconds
of twice as many. Exits 1 when 1 MB takes 3 s or 300 MiB, or twice as much over 2.5 times as long. Not on Windows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Figure, show

REPEATED = (
    b"eyJ",
    b"C:\\Users\\",
    b"api_key: ",
    b"password: ",
    b'password = "',
    b"passport no: A1234567 ",
    b"4111 1111 ",
    b"a@",
    b"abc@d.",
    b"https://u:p@",
    b"-----BEGIN RSA " + b"PRIVATE KEY-----\n",
    b"AKIA",
    b"10.0.0.1 ",
    b"DE89 3704 ",
    b"+49 ",
)


SECONDS, MEMORY, RATIO = 3.0, 300, 2.5
"""What a scan of 1 MB may take, in CPU seconds and MiB, and what one of twice as much may take of its seconds."""


def measure(text: bytes) -> tuple[float, int]:
    """CPU seconds and peak MiB of a scan of one file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.txt")
        file.write_bytes(text)
        command = [sys.executable, "-m", "hubseal", "scan", str(file), "--format", "json"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10


def figures(size: int = 1_000_000) -> Iterator[Figure]:
    """Time, memory and growth for each text; the limits are those for 1 MB."""
    for text in REPEATED:
        (once, held), (twice, _) = (measure(text * (n // len(text))) for n in (size, 2 * size))
        name = repr(text)[1:]
        yield Figure(f"{name}: CPU", once, "s", SECONDS)
        yield Figure(f"{name}: memory", held, "MiB", MEMORY)
        yield Figure(f"{name}: twice as much", twice / once, "x", RATIO)


def main() -> int:
    return 0 if show(figures(*map(int, sys.argv[1:2]))) else 1


if __name__ == "__main__":
    raise SystemExit(main())
