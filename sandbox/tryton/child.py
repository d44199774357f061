"""Becomes another program: `python -m sandbox.tryton.child NICE BOUND PROGRAM ARGS`.

Said by the child itself before it turns into the program: what runs between fork and exec in a
process with threads may hang.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def command(*program: str, nice: int = 0, bound: bool = False) -> list[str]:
    """Return what to start for `program` to give way to others by `nice`.

    `bound`: on Linux it ends with the thread that starts it, so with a killed process too.
    """
    return [sys.executable, "-m", __name__, str(nice), "bound" if bound else "free", *program]


if __name__ == "__main__":
    if sys.argv[2] == "bound" and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)  # prctl(2)
    os.nice(int(sys.argv[1]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606  the arguments are ours
