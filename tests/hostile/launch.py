"""Runs a command and says what it took: `python launch.py OUT SECONDS COMMAND...`.

A process counts the memory of the one that starts it as its own until its program begins, and the tests are large: so a
small process of its own starts it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import Timer


def main(out: str, seconds: str, *command: str) -> None:
    """Prints [seconds of computing, peak in KiB, exit code]; the command is ended after `seconds`."""
    with open(out, "wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL, start_new_session=True)
        killer = Timer(float(seconds), lambda: os.killpg(process.pid, 9))
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
    took = usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)
    print(json.dumps(took), flush=True)
    os._exit(0)  # the process was waited for behind the back of its object


if __name__ == "__main__":
    main(*sys.argv[1:])
