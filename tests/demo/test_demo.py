"""`jefail demo` as a newcomer and a script meet it: start, look, act, stop, start again."""

from __future__ import annotations

import contextlib
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

from blocks.kit import names
from sandbox.tryton.template import template
from tests.places import made_folder
from tests.stories.desk import buttons, eventually

POSTED = {
    "Willow Trust": 1,
    "Northwind Retail": 24,
    "Harbor Coffee": 19,
    "Alder Books": 7,
    "Cedar Outfitters": 2,
    "Juniper Home": 5,
    "Maple Street Market": 8,
}
"""What the examples leave in the books: one on each platform, and one over a posting service."""
EXAMPLES = (
    (names.RECONNECT, "Harbor Coffee"),
    (names.RECONNECT, "Alder Books"),
    (names.MAP, "Northwind Retail"),
    (names.ADD_COSTS, "Northwind Retail"),
    (names.PERIOD_WAYS, "Alder Books"),
    (names.OVERWRITE, "Northwind Retail"),
    (names.CREATE_ACCOUNT, "Juniper Home", "Amazon FBA fees"),
    (names.RETRY, "Cedar Outfitters", "Payment processing fees"),
    (names.MAP, "Maple Street Market", "Tips"),
    (names.CODE, "Northwind Retail", "Online store"),
    (names.CODE, "Alder Books", "Northern Ireland"),
    (names.CODE, "Maple Street Market", "WS-2026-07-08"),
    (names.CODE, "Juniper Home", "SHOP-0713"),
    (names.CODE, "Juniper Home", "WS-0716"),
    (names.CODE, "Juniper Home", "SHOP-0717"),
    (names.RATE, "Juniper Home", "AMZUS-0722"),
)
"""What the channels show: the button that mends it, the book, and what it is about."""
CHANNELS = ("bookkeeping", "harbor-books", "juniper-books")
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
    with _ports_of_its_own() as port:
        run = Demo(home / "home", port)
        yield run
        if run.process is not None and run.process.poll() is None:
            run.stop()
    for process in run.processes():
        process.kill()
    shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _ports_of_its_own() -> Iterator[int]:
    """Yield the first of four ports in a row that nobody has; a fifth is held as long.

    A demo binds its four one after the other: only the fifth keeps the others' demos away.
    All lie below those that the system gives to connections, which come and go all the time.
    """
    for first in range(20_000, 32_000, 5):
        with socket.socket() as held:
            if _binds(held, first + 4) and all(map(_is_free, range(first, first + 4))):
                yield first
                return
    raise AssertionError("no five ports in a row are free")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return _binds(probe, port)


def _binds(one: socket.socket, port: int) -> bool:
    try:
        one.bind(("127.0.0.1", port))
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


async def all_cards(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Read every channel that books have."""
    return [card for channel in CHANNELS for card in await history(told, channel)]


def is_about(card: dict[str, Any], button: str, *names_in_it: str) -> bool:
    """Whether a card has this button, and speaks of all these."""
    return button in buttons(card) and all(name in str(card) for name in names_in_it)


def tries_of(card: dict[str, Any]) -> int:
    """Return how often what waits was tried: no later number stands in the facts of the card."""
    (fields,) = [block["fields"] for block in card["blocks"] if "fields" in block]
    return int(re.findall(r"\d+", fields[-1]["text"])[-1])


async def test_start_look_stop_and_go_on(demo: Demo, tryton_cache: Path, tryton_host: str) -> None:
    """The channel shows the mission's examples; a second start shows the same and adds nothing."""
    template(tryton_cache, tryton_host)  # built once for all tests
    shutil.copytree(tryton_cache, demo.home / "tryton")
    demo.start()
    told = await demo.told()

    async def all_told() -> bool:
        cards = await all_cards(told)
        return all(any(is_about(card, *one) for card in cards) for one in EXAMPLES)

    await eventually(all_told, "the examples", patience=90)
    entries = await all_posted(told)
    assert entries == POSTED
    await a_retry_too_early_brings_the_card_back(told)
    await a_change_by_hand_is_told(told)
    before = len(await all_cards(told))

    code, said = demo.stop()
    assert code == 0, said
    assert told["page"].rstrip("/") in said
    assert demo.processes() == []
    assert not (demo.home / "demo.json").exists()

    demo.start()
    told = await demo.told()
    assert len(await all_cards(told)) == before

    async def as_before() -> bool:
        return await posted(told) == entries

    await eventually(as_before, "the ledgers as they were, Tryton's a moment later", patience=60)
    code, said = demo.stop()
    assert code == 0, said
    assert demo.processes() == []


async def a_retry_too_early_brings_the_card_back(told: dict[str, Any]) -> None:
    """What the page's first hint says: pressed too early, the card comes back and has counted."""

    cards = await history(told, "bookkeeping")
    card = next(one for one in cards if is_about(one, names.PERIOD_WAYS, "Alder Books"))
    assert tries_of(card) == 1
    row = next(one for one in card["blocks"] if one["type"] == "actions")
    async with httpx.AsyncClient(base_url=told["page"], timeout=30) as outside:
        click = {"as": "U_ANA", "channel": told["channels"]["bookkeeping"]}
        click |= {"message_ts": card["ts"], "block_id": row["block_id"]}
        clicked = await outside.post(
            "slack/control/action", json={**click, "action_id": names.RETRY}
        )
    assert clicked.json() == {"acked": True, "warning": None}

    async def came_back() -> bool:
        (now,) = [one for one in await history(told, "bookkeeping") if one["ts"] == card["ts"]]
        return names.RETRY in buttons(now) and tries_of(now) == 2

    await eventually(came_back, "the card to come back", patience=30)


async def a_change_by_hand_is_told(told: dict[str, Any]) -> None:
    """What README has people try: an entry changed in the books gets a card of its own."""
    async with httpx.AsyncClient(base_url=told["page"], timeout=30) as outside:
        (company,) = [
            one
            for one in (await outside.get("quickbooks/control/state")).json()["companies"]
            if one["name"] == "Northwind Retail"
        ]
        (entry,) = [one for one in company["entries"] if "of 5 July" in one["private_note"]]
        changed = await outside.post(
            f"quickbooks/control/companies/{company['realm']}/entries/{entry['id']}",
            json={"date": "2026-07-06", "by": "Ben Okafor"},
        )
        changed.raise_for_status()

    async def told_of_it() -> bool:
        cards = await history(told, "bookkeeping")
        return any(is_about(one, names.CHANGED, "Ben Okafor", "SHOP-2026-07-05") for one in cards)

    await eventually(told_of_it, "the card about the change", patience=60)


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

    # What a killed worker had reserved of a platform's pace is waited for, up to two minutes.
    return await eventually(there, "all entries to be posted", patience=180)


def test_a_taken_port_gives_one_clear_line(demo: Demo) -> None:
    """Someone else listens there: one line says so and names the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", demo.port))
        other.listen()
        demo.start()
        assert demo.process is not None
        said, _ = demo.process.communicate(timeout=60)

    assert demo.process.returncode == 1
    assert str(demo.port) in said
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
    assert str(demo.home) in said
    assert kept.read_text() == "18"
