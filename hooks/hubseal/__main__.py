"""`python -m hubseal`, without the current folder among those of modules: what is scanned must not run."""

import sys

if not getattr(sys.flags, "safe_path", False):  # else Python put no folder there
    del sys.path[0]

from .cli import console

if __name__ == "__main__":
    console()
