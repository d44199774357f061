"""Reads file after file as the process behind the fence does, bounded and cut off as that one.

Started by `soaking.py`. On its input stands a path a line; it answers `read`, `refused` or
`failed ...` for each, with how much memory it took at most so far, in megabytes.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OPTIONS: dict[str, Any] = {"options": {"currency": "USD", "sales_channel": "Shopify"}}
ASKED: dict[str, dict[str, Any]] = {
    "entries": OPTIONS,
    "mapping": {},
    "costs": OPTIONS,
    "cost_sheet": {"name": "costs"},
}


def main() -> None:
    """Answer until the input ends."""
    sys.path.insert(0, str(ROOT))
    from connectors.intake.cut_off import cut_off, limit
    from connectors.intake.fence_child import _where

    limit(3600)
    from connectors.intake import entry_json, fence_tasks  # noqa: F401  before it is cut off

    cut_off()
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        answers = {_answer(task, path, _where) for task in ASKED}
        failed = sorted(one for one in answers if one.startswith("failed"))
        said = failed[0] if failed else ("read" if "read" in answers else "refused")
        print(_most_megabytes(), said, flush=True)


def _most_megabytes() -> int:
    """Return the most memory that this program took; ru_maxrss would count who started it."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _answer(task: str, path: Path, where: object) -> str:
    from connectors.intake.fence_tasks import TASKS
    from journal.errors import BadInput

    assert callable(where)
    try:
        for _message in TASKS[task](path, ASKED[task]):
            pass
    except BadInput:
        return "refused"
    except MemoryError:
        return "refused"
    except Exception as error:  # noqa: BLE001  it is what is looked for
        return f"failed {task} {where(error)}"
    return "read"


if __name__ == "__main__":
    main()
