"""The demo is killed where it hurts, and starts again: `kill_at_random` does so at any moment."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.tryton.template import template
from tests.demo.kill_at_random import kill_all_of
from tests.demo.test_demo import POSTED, Demo, all_posted, demo
from tests.stories.desk import eventually

__all__ = ["demo"]
pytestmark = pytest.mark.timeout(600)


async def killed_when(demo: Demo, moment: Callable[[], bool], sign: signal.Signals) -> None:
    """Start the demo and send it `sign` when its folder shows that the moment has come."""
    demo.start()
    process = demo.process
    assert process is not None

    async def there() -> bool:
        assert process.poll() is None, process.communicate()[0]
        return moment()

    await eventually(there, "the moment to kill it", patience=120)
    if sign is signal.SIGKILL:
        kill_all_of(demo.home)
    process.send_signal(sign)
    process.communicate(timeout=60)


async def test_killed_anywhere_it_starts_again(
    demo: Demo, tryton_cache: Path, tryton_host: str
) -> None:
    """While PostgreSQL is made, the program starts, Tryton's books are built, entries come in."""
    home = demo.home
    await killed_when(demo, (home / "postgres").exists, signal.SIGKILL)
    await killed_when(demo, (home / "logs" / "jefail.log").exists, signal.SIGINT)
    # A build of a minute is under way: half a database, and programs that write into it.
    await killed_when(demo, (home / "tryton" / "password").exists, signal.SIGKILL)
    template(tryton_cache, tryton_host)  # built once for all tests
    shutil.copytree(tryton_cache, home / "tryton", dirs_exist_ok=True)
    steps = home / "demo-steps.json"
    await killed_when(demo, lambda: "northwind" in steps.read_text(), signal.SIGKILL)

    demo.start()
    told = await demo.told()

    assert await all_posted(told) == POSTED
    code, said = demo.stop()
    assert (code, [book for book in POSTED if book in said]) == (0, []), said
    assert demo.processes() == []
