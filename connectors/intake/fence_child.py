"""A program of its own that reads one file of others and writes what is in it as JSON lines.

Started by `fenced.py`, never imported by it. What people hand in may be made to hurt, so before it
looks at the file it bounds itself and cuts itself off (`cut_off.py`). What is asked of it is one
JSON line on its input; nothing else of the program is known to it, no secret among that.

Written are `["head", ...]`, then `["item", ...]` as often as there is one, and `["end"]`; else
`["refused", text]`, `["needed", needed, says, typed, named]`, `["memory"]` or `["failed", where]`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]


def main() -> None:
    """Answer the one request, and end."""
    request = json.loads(sys.stdin.readline())
    sys.path.insert(0, str(ROOT))
    from connectors.intake.cut_off import cut_off, limit

    limit(request["seconds"])
    try:
        _answer(request, cut_off)
    except MemoryError:
        _tell(["memory"])
    sys.stdout.flush()


def _answer(request: dict[str, Any], cut_off: Any) -> None:
    from connectors.intake.fence_tasks import TASKS
    from connectors.intake.result import OptionNeeded
    from journal.errors import BadInput

    cut_off()
    try:
        for message in TASKS[request["task"]](Path(request["path"]), request["asked"]):
            _tell(message)
        _tell(["end"])
    except OptionNeeded as error:
        _tell(["needed", error.needed.value, error.says, error.typed, error.file])
    except BadInput as error:
        _tell(["refused", str(error)])
    except (MemoryError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001  told to the parent, which has the log
        _tell(["failed", _where(error)])


def _tell(message: list[Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")


def _where(error: BaseException) -> str:
    """Return what was raised and in which line, without its words: they may hold what was read."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
    return f"{type(error).__name__} {place}"


if __name__ == "__main__":
    main()
