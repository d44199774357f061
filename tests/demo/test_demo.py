"""`jefail demo` as a newcomer and a script meet it: start, look, act, stop, start again."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from sandbox.tryton.template import template
from tests.places import made_folder
from tests.stories.desk import eventually

POSTED = {
    "Northwind Retail": 26,
    "Harbor Coffee": 19,
    "Alder Books": 9,
    "Cedar Outfitters": 2,
    "Juniper Home": 2,
    "Maple Street Market": 8,
}
"""What the examples leave in the books: one on each platform, and one over a posting service."""
ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = ("quickbooks", "xero", "zoho", "tryton")
pytestmark = pytest.mark.timeout(400)


class Demo:
    """One run of the demo in a home of its own."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        self.process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> None:
        """Start `jefail demo` with these options; what a killed one told is taken away before."""
        (self.home / "demo.json").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--headless", "--port", str(self.port), *options],
            cwd=ROOT,
            env={**os.environ, "JEFAIL_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    async def told(self) -> dict[str, Any]:
        """Return `demo.json` once it is there."""

        async def there() -> dict[str, Any] | None:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate()[0])
            path = self.home / "demo.json"
            return json.loads(path.read_text()) if path.exists() else None

        return await eventually(there, "the demo to be ready", patience=90)

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; return the exit code and what was printed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=60)
        return self.process.returncode, said

    def entries(self, status: str) -> int:
        """Return how many entries stand there, as the program's figures tell."""
        figures = httpx.get(f"http://127.0.0.1:{self.port + 1}/metrics").text
        told = re.search(rf'^jefail_entries{{status="{status}"}} (\S+)$', figures, re.MULTILINE)
        assert told is not None
        return int(float(told[1]))

    def processes(self) -> list[psutil.Process]:
        """Return what still runs and has to do with this home."""
        found = []
        for process in psutil.process_iter(["cmdline", "cwd"]):
            told = " ".join(process.info["cmdline"] or ()) + str(process.info["cwd"])
            if str(self.home) in told:
                found.append(process)
        return found


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo that has not started yet; nothing of it is left afterwards."""
    home = made_folder("jfdemo")
    port = _four_free_ports()
    run = Demo(home / "home", port)
    yield run
    if run.process is not None and run.process.poll() is None:
        run.stop()
    for process in run.processes():
        process.kill()
    shutil.rmtree(home, ignore_errors=True)


def _four_free_ports() -> int:
    """Return the first of the ports that a demo takes: four in a row that nobody has.

    Below those that the system gives to connections, which come and go all the time.
    """
    return next(
        first
        for first in range(20_000 + os.getpid() % 5_000, 32_000, 4)
        if all(_is_free(port) for port in range(first, first + 4))
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


async def history(told: dict[str, Any], channel: str) -> list[dict[str, Any]]:
    """Read a channel as any Slack client would, with a person's token."""
    async with httpx.AsyncClient(base_url=told["api"], timeout=30) as slack:
        token = next(iter(told["people"].values()))
        answer = await slack.get(
            "conversations.history",
            params={"channel": told["channels"][channel], "limit": 200},
            headers={"Authorization": f"Bearer {token}"},
        )
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


async def test_start_look_stop_and_go_on(demo: Demo, tryton_cache: Path, tryton_host: str) -> None:
    """The channel shows the mission's examples; a second start shows the same and adds nothing."""
    template(tryton_cache, tryton_host)  # built once for all tests
    shutil.copytree(tryton_cache, demo.home / "tryton")
    demo.start()
    told = await demo.told()

    async def all_told() -> bool:
        seen = " ".join(one["text"] for one in await history(told, "bookkeeping"))
        seen += " ".join(one["text"] for one in await history(told, "harbor-books"))
        wanted = ["no longer lets us in", "has no account", "no cost", "is closed", "may not"]
        wanted += ["changed by hand", 'no account called "Amazon FBA fees"']
        watched = "Cedar Outfitters" in seen and "Payment processing fees" in seen
        return watched and all(words in seen for words in (*wanted, "in Tryton: Tips"))

    await eventually(all_told, "the nine examples", patience=90)
    before = len(await history(told, "bookkeeping"))
    entries = await all_posted(told)
    assert entries == POSTED
    await a_retry_too_early_brings_the_card_back(told)

    code, said = demo.stop()
    assert code == 0, said
    assert "The desk is open" in said
    assert demo.processes() == []
    assert not (demo.home / "demo.json").exists()

    demo.start()
    told = await demo.told()
    assert len(await history(told, "bookkeeping")) == before

    async def as_before() -> bool:
        return await posted(told) == entries

    await eventually(as_before, "the ledgers as they were, Tryton's a moment later", patience=60)
    code, said = demo.stop()
    assert code == 0, said
    assert demo.processes() == []


async def a_retry_too_early_brings_the_card_back(told: dict[str, Any]) -> None:
    """What the page's first hint says: pressed too early, the card comes back and has counted."""

    async def june() -> dict[str, Any]:
        cards = await history(told, "bookkeeping")
        return next(one for one in cards if "June 2026 is closed" in str(one["blocks"]))

    card = await june()
    buttons = next(one for one in card["blocks"] if one["type"] == "actions")
    async with httpx.AsyncClient(base_url=told["page"], timeout=30) as outside:
        click = {"as": "U_ANA", "channel": told["channels"]["bookkeeping"]}
        click |= {"message_ts": card["ts"], "block_id": buttons["block_id"]}
        clicked = await outside.post(
            "slack/control/action", json={**click, "action_id": "incident_retry"}
        )
    assert clicked.json() == {"acked": True, "warning": None}

    async def came_back() -> bool:
        return "2 attempts" in str(await june())

    await eventually(came_back, "the card to come back", patience=30)


async def posted(told: dict[str, Any]) -> dict[str, int]:
    """Return how many entries each company's ledger shows, on any platform; each entry once."""
    async with httpx.AsyncClient(base_url=told["page"], timeout=30) as outside:
        states = [await outside.get(f"{platform}/control/state") for platform in PLATFORMS]
    companies = [one for state in states for one in state.json()["companies"]]
    for company in companies:
        notes = [one["private_note"] for one in company["entries"]]  # each ends in our number
        assert all(re.search(r"\[JF-\d+\]$", note) for note in notes)
        assert len(notes) == len(set(notes))
    return {one["name"]: len(one["entries"]) for one in companies}


async def all_posted(told: dict[str, Any]) -> dict[str, int]:
    """Return what the ledgers show once everything that can be posted is."""

    async def there() -> dict[str, int] | None:
        counts = await posted(told)
        return counts if sum(counts.values()) >= sum(POSTED.values()) else None

    return await eventually(there, "all entries to be posted", patience=90)


def test_a_taken_port_gives_one_clear_line(demo: Demo) -> None:
    """Someone else listens there: one line says so and names the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", demo.port))
        other.listen()
        demo.start()
        assert demo.process is not None
        said, _ = demo.process.communicate(timeout=60)

    assert demo.process.returncode == 1
    assert f"Port {demo.port} is taken" in said
    assert "--port" in said
    assert "Traceback" not in said


def test_a_half_written_data_folder_gives_one_clear_line(demo: Demo) -> None:
    """Data that is not whole is neither used nor thrown away: one line says what to do."""
    data = demo.home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "base").mkdir()
    (demo.home / "demo-steps.json").write_text("{}")
    demo.start()
    assert demo.process is not None
    said, _ = demo.process.communicate(timeout=60)

    assert demo.process.returncode == 1
    assert "Traceback" not in said
    assert (data / "base").exists()
    assert demo.processes() == []


def test_a_folder_with_real_books_is_left_alone(demo: Demo) -> None:
    """What `jefail run` keeps is neither filled with examples nor emptied by `--fresh`."""
    kept = demo.home / "postgres" / "data" / "PG_VERSION"
    kept.parent.mkdir(parents=True)
    kept.write_text("18")
    demo.start("--fresh")
    assert demo.process is not None
    said, _ = demo.process.communicate(timeout=60)

    assert demo.process.returncode == 1
    assert "not the demo's" in said
    assert kept.read_text() == "18"
