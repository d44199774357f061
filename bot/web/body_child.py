"""The process that reads large bodies: `bodies.py` starts it, and it ends with its input.

It holds no secret, has the memory that it may use, and steps back for all others who want to
compute. Asked is one line of JSON and a body; answered are a length and a pickle.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import struct
import sys
from typing import IO, Final

from bot.web.body_readers import read_or_refuse

HEAD: Final = struct.Struct(">Q")
READY: Final = b"!"
MEMORY_BYTES: Final = 1024 * 1024 * 1024


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Say that we are there, then answer until there is nothing more to read."""
    answers.write(READY)
    answers.flush()
    while head := asked.readline():
        question = json.loads(head)
        body = asked.read(question["size"])
        answer = pickle.dumps(read_or_refuse(question["what"], body, question["hint"]))
        answers.write(HEAD.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _fence() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.nice(10)


if __name__ == "__main__":
    _fence()
    serve(sys.stdin.buffer, sys.stdout.buffer)
