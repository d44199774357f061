"""Becomes a program that ends when we do: `python -m sandbox.tryton.child NICE PROGRAM ARGS`.

Said by the child itself before it turns into the program: what runs between fork and exec in a
process with threads may hang.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def command(*program: str, nice: int = 0) -> list[str]:
    """Return what to start for `program` to end with us, and give way to others by `nice`."""
    return [sys.executable, "-m", __name__, str(nice), *program]


if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)  # prctl(2)
    os.nice(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  the arguments are ours
