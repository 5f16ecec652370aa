"""Bulk data: a JSONL, a CSV and a parquet file of a given size, scanned in a process each.

    python tests/benchmarks/bulk.py [--mib 1024]

Prints seconds, MB/s and the peak memory of each. Exits 1 when one takes more than 300 MB.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

MOST = 300 << 20
WORDS = "the model was trained on public text of many languages and tested by people who read every answer".split()


def rows(size: int) -> Iterator[tuple[int, str]]:
    """(number, sentence) until the sentences come to `size` bytes."""
    chance, number, made = random.Random(1), 0, 0
    pool = [" ".join(chance.choices(WORDS, k=40)) for _ in range(997)]
    while made < size:
        text = f"{pool[number % 997]} {number}"
        yield number, text
        number, made = number + 1, made + len(text)


def jsonl(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, text in rows(size):
            file.write(json.dumps({"id": number, "text": text}) + "\n")


def table(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows(rows(size))


def parquet(path: Path, size: int) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([("id", pyarrow.int64()), ("text", pyarrow.string())])
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        block: list[tuple[int, str]] = []
        for row in rows(size):
            block.append(row)
            if len(block) == 100_000:
                writer.write_table(pyarrow.table(list(map(list, zip(*block, strict=True))), schema=schema))
                block = []
        writer.write_table(pyarrow.table(list(map(list, zip(*block, strict=True))), schema=schema))


MAKERS: dict[str, Callable[[Path, int], None]] = {"data.jsonl": jsonl, "data.csv": table, "data.parquet": parquet}


def main() -> int:
    """Makes, scans, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=1024)
    size, flat = parser.parse_args().mib << 20, True
    for name, make in MAKERS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            make(path, size)
            start = time.perf_counter()
            watch = "import resource, sys; from hubseal import cli; code = cli.main(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, code)"
            done = subprocess.run(
                [sys.executable, "-c", watch, "scan", str(path), "-q"], capture_output=True, text=True, check=True
            )
            spent = time.perf_counter() - start
            peak, code = map(int, done.stdout.split()[-2:])
            flat = flat and peak <= MOST
            print(
                f"{name:14} {path.stat().st_size / 1e6:7.0f} MB  {spent:6.1f} s  {size / spent / 1e6:6.1f} MB of text/s  peak {peak / 1e6:4.0f} MB  exit {code}",
                flush=True,
            )
    return 0 if flat else 1


if __name__ == "__main__":
    raise SystemExit(main())
