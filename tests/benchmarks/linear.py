"""Measures text that repeats a trigger: `python tests/benchmarks/linear.py [BYTES]`.

Prints, per text, the CPU seconds and the peak memory in MiB of a scan of BYTES (1,000,000) and of twice as many, and the
ratio of the seconds. Aims: under 3 s and 300 MiB for 1 MB, and a ratio of at most 2.5. Not on Windows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

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


def measure(text: bytes) -> tuple[float, int]:
    """CPU seconds and peak MiB of a scan of one file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.txt")
        file.write_bytes(text)
        command = [sys.executable, "-m", "hubseal", "scan", str(file), "--format", "json"]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("text                              once: s  MiB   twice: s  MiB  ratio")
    for text in REPEATED:
        (once, held), (twice, more) = (measure(text * (n // len(text))) for n in (size, 2 * size))
        print(f"{text!r:34} {once:7.2f} {held:4} {twice:10.2f} {more:4} {twice / once:6.2f}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
