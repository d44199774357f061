"""SIGTERM ends the program, whatever runs."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from bot.ending import CUT_SHORT

PROGRAM = """
import asyncio, sys, threading, time
from bot.ending import ending_when_asked

async def patient():
    stop = asyncio.Event()
    with ending_when_asked(asyncio.get_running_loop(), stop.set, {seconds}):
        print("there", flush=True)
        await stop.wait()

async def thread():
    await asyncio.gather(asyncio.to_thread(time.sleep, 3600), patient())

async def deaf():
    async def hears_nothing():
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                pass
    await asyncio.gather(hears_nothing(), patient())

async def busy():
    with ending_when_asked(asyncio.get_running_loop(), lambda: None, {seconds}):
        print("there", flush=True)
        while True:  # the loop never turns again
            pass

asyncio.run({what}())
"""


def started(what: str, seconds: float) -> subprocess.Popen[str]:
    """Start a program that does `what`; it is there when this returns."""
    program = PROGRAM.format(what=what, seconds=seconds)
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    return process


@pytest.mark.large
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_as_it_is_asked(sign: signal.Signals) -> None:
    """Where nothing holds it, it closes everything and leaves with 0."""
    with started("patient", 60) as process:
        process.send_signal(sign)
        assert process.wait(60) == 0


@pytest.mark.large
@pytest.mark.parametrize("what", ["thread", "deaf", "busy"])
def test_what_never_ends_does_not_hold_it(what: str) -> None:
    """A thread that sleeps, a task that hears no cancelling, a loop that hangs."""
    with started(what, 0.2) as process:
        process.terminate()
        assert process.wait(60) == CUT_SHORT


@pytest.mark.large
def test_asked_twice_it_ends_at_once() -> None:
    """Someone who presses Ctrl-C again wants it to be over."""
    with started("busy", 3600) as process:
        process.terminate()
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
        assert process.wait(60) == CUT_SHORT
