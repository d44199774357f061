"""`make soak`: reads broken files and prints its seed and a table; fails if one was not told."""

from __future__ import annotations

import argparse
import random
import sys

from tests.soak.soaking import soak


def main() -> int:
    """Read the files; return the exit code."""
    asked = argparse.ArgumentParser(prog="tests.soak")
    asked.add_argument("--files", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=3600)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    soaked = soak(given.files, given.seed, given.seconds)
    print(soaked.table())
    return 1 if soaked.failed else 0


if __name__ == "__main__":
    sys.exit(main())
