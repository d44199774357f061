"""A program of its own that reads one file of others and writes what is in it as JSON lines.

Started by `fenced.py`, never imported by it. What people hand in may be made to hurt, so before it
looks at the file it bounds itself and cuts itself off (`cut_off.py`). What is asked of it is one
JSON line on its input; nothing else of the program is known to it, no secret among that.

Each line that it writes is a kind and what is told: `head`, then `item` or `fault` as often as
there is one, and `end`; else `refused` with its text, `needed` with what the reader has to say,
`memory`, or `failed` with where.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from msgspec.json import encode

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
        _tell("memory")
    sys.stdout.flush()


def _answer(request: dict[str, Any], cut_off: Any) -> None:
    from connectors.intake.fence_tasks import TASKS
    from connectors.intake.result import OptionNeeded
    from journal.errors import BadInput

    cut_off()
    try:
        for kind, told in TASKS[request["task"]](Path(request["path"]), request["asked"]):
            _tell(kind, told)
        _tell("end")
    except OptionNeeded as error:
        _tell("needed", (error.needed, error.says, error.typed, error.file))
    except BadInput as error:
        _tell("refused", str(error))
    except (MemoryError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001  told to the parent, which has the log
        _tell("failed", _where(error))


def _tell(kind: str, told: object = None) -> None:
    sys.stdout.buffer.write(encode((kind, told)) + b"\n")


def _where(error: BaseException) -> str:
    """Return what was raised and in which line, without its words: they may hold what was read."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
    return f"{type(error).__name__} {place}"


if __name__ == "__main__":
    main()
