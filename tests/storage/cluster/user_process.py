"""A program that uses a cluster, for tests to start, talk to and end in every way.

It says one line of JSON when the cluster is there or refused, then obeys one word from stdin:
`return` (a normal end without `stop`), `raise`, or `fork` (a forked child ends first).
"""

import argparse
import asyncio
import asyncio.subprocess
import atexit
import concurrent.futures.thread
import json
import os
import signal
import sys
from pathlib import Path

import psycopg
import structlog

from storage.cluster import ClusterError, start_cluster

PRELOADED = (psycopg, concurrent.futures.thread, asyncio.subprocess)
"""Another user may not be able to read Python's own folder, so all is imported before."""


def main() -> int:
    """Run as the user that was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--uid", type=int)
    asked = parser.parse_args()
    # Anyone who runs the tests may have them ignored, as nohup and "&" do, which children inherit.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    if asked.uid is not None:
        os.setgroups([])
        os.setgid(asked.uid)
        os.setuid(asked.uid)
    return asyncio.run(use(asked.directory))


async def use(directory: Path) -> int:
    """Start the cluster and keep it until told to end, or until SIGTERM."""
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    say(starting=True)
    try:
        cluster = await start_cluster(directory)
    except ClusterError as error:
        say(advice=error.advice)
        return 3
    say(url=cluster.url)
    word, terminated = asyncio.create_task(read_word()), asyncio.create_task(ending.wait())
    await asyncio.wait((word, terminated), return_when=asyncio.FIRST_COMPLETED)
    if terminated.done():
        word.cancel()
        await cluster.stop()
    elif word.result() == "raise":
        raise RuntimeError("as the test asked")
    elif word.result() == "fork":
        end_a_forked_child()
        say(forked=True)
        await read_word()
    return 0


def end_a_forked_child() -> None:
    """Fork, and let the child end as a forked worker would that runs its exit hooks."""
    if (child := os.fork()) == 0:
        # Python's own way out would wait for threads that were not forked along.
        atexit._run_exitfuncs()
        os._exit(0)
    os.waitpid(child, 0)


async def read_word() -> str:
    """Read one line from stdin; empty when the test has gone."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return (await reader.readline()).decode().strip()


def say(**fields: object) -> None:
    """Tell the test."""
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
