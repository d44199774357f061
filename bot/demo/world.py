"""The example books: made once at the imitated platform, then brought into jefail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bot.compose import Program
from bot.demo.progress import Progress
from bot.demo.service import Service
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from connectors.intake.table_rows import CostRow, MappingRow
from connectors.intake.tables import read_costs, read_mapping
from journal.books.book import NO_CHANNEL, Book, Connection, Platform
from journal.entries.entry import NewEntry
from journal.errors import JefailError
from journal.ports import Tokens, tokens_of_key

EXAMPLES = Path(__file__).resolve().parents[2] / "sandbox" / "examples"
LOOK_SECONDS = 0.3
TEAM = ("U_ANA", "U_BEN", "U_CHI", "U_JEFAIL")
"""Who is in a channel that is made for a book."""
BUILD_SECONDS = 300
"""A company in Tryton is there once its books are built."""


@dataclass(frozen=True, slots=True)
class World:
    """The imitated outside, the program, and what has been done of the example so far."""

    program: Program
    sandbox: httpx.AsyncClient  # its base URL is the sandbox's
    progress: Path  # of a `Progress`, so that a second start goes on
    service: Service | None = None  # software that posts by itself; None: no book is watched
    tell: Callable[[str], None] = print  # of a book that cannot be made

    async def unfold(self) -> None:
        """Do every step that is not done yet, the books side by side.

        A step that was done and not noted is done again, which changes nothing. A book that
        cannot be made or go on is told in a line, and the others are not held up by it.
        """
        told = json.loads((EXAMPLES / "books.json").read_text())
        if not self._kept.begin(told["edition"]):
            self.tell("These examples are an earlier release's. `jefail demo --fresh` has today's.")
            return
        channels = await open_channels(self.sandbox)
        shown = [one for one in told["books"] if await self._is_shown(one)]
        await asyncio.gather(*(self._unfold_or_tell(example, channels) for example in shown))

    async def _unfold_or_tell(
        self, example: Mapping[str, Any], channels: Mapping[str, str]
    ) -> None:
        try:
            await self._unfold_one(example, channels)
        except Exception as error:  # noqa: BLE001  whatever it is, the other books go on
            self.tell(f"The example book {example['name']} is not complete: {_said(error)}")

    async def _unfold_one(self, example: Mapping[str, Any], channels: Mapping[str, str]) -> None:
        """Do one book's steps in the order a bad month would have them."""
        slug, poster = example["slug"], self._poster(example)
        if slug not in self._kept.steps():
            await self._make(example, channels)
            self._kept.note(slug, 0)
        steps: Sequence[Mapping[str, Any]] = example["steps"]
        for place in range(self._kept.steps()[slug], len(steps)):
            await self._take(poster, slug, steps[place])
            self._kept.note(slug, place + 1)

    async def _is_shown(self, example: Mapping[str, Any]) -> bool:
        """Leave out what this demo has no posting service or no Tryton for."""
        if example["platform"] == Platform.TRYTON:
            state = (await self.sandbox.get("tryton/control/state")).json()
            return bool(state["started"])
        return self.service is not None or not _is_watched(example)

    def _poster(self, example: Mapping[str, Any]) -> Program:
        """Return who posts the book's entries."""
        return self.service.program if self.service and _is_watched(example) else self.program

    @property
    def _kept(self) -> Progress:
        return Progress(self.progress)

    async def _make(self, example: Mapping[str, Any], channels: Mapping[str, str]) -> None:
        """Make the company at the platform and the book that is connected to it."""
        platform = Platform(example.get("posted_to", example["platform"]))
        made = await self.sandbox.post(
            f"{platform.value}/control/companies",
            json={**_company(example, platform), "currency": example["currency"]},
            timeout=BUILD_SECONDS,
        )
        company = made.raise_for_status().json()
        if own := example.get("company"):
            at = f"{platform.value}/control/companies/{company['realm']}"
            (await self.sandbox.post(at, json=own)).raise_for_status()
        tokens, site = _tokens(company), company.get("site", "")
        poster, channel = self._poster(example), channels[example["channel"]]
        if self.service is None or poster is self.program:
            await _connect(poster, example, channel, platform, company["realm"], tokens, site)
            return
        posting = await _connect(poster, example, NO_CHANNEL, platform, company["realm"], tokens)
        async with poster.database.store() as store:
            key = tokens_of_key(await store.desk.new_token(posting.book_id))
        watched, slug, site = Platform.POSTING_SERVICE, example["slug"], self.service.site
        await _connect(self.program, example, channel, watched, slug, key, site)

    async def _take(self, poster: Program, slug: str, step: Mapping[str, Any]) -> None:
        async with poster.database.store() as store:
            book = await store.books.by_slug(slug)
            connection = await store.books.connection_of(book.id)
        # Read before a change by hand: between the two no poll is to see that change.
        entries = _entries(book, EXAMPLES / step["import"]) if "import" in step else []
        if step.keys() - {"import"}:
            await _settled(poster, connection)
            await self._change(poster, connection, step)
        if entries:
            await poster.services.accept_entries(book.id, entries)

    async def _change(
        self, poster: Program, connection: Connection, step: Mapping[str, Any]
    ) -> None:
        """Turn one of the platform's switches, or change what is there as a person does."""
        company = f"{connection.platform.value}/control/companies/{connection.realm}"
        if reference := step.get("entry"):
            place = await _ledger_id(poster, reference)
            if place is None:
                return
            company += f"/entries/{place}"
        elif number := step.get("account"):
            company += f"/accounts/{await self._account_id(connection, number)}"
        change = step.get("company") or step["set"]
        (await self.sandbox.post(company, json=change)).raise_for_status()

    async def _account_id(self, connection: Connection, number: str) -> str:
        state = (await self.sandbox.get(f"{connection.platform.value}/control/state")).json()
        accounts = next(
            one["accounts"] for one in state["companies"] if one["realm"] == connection.realm
        )
        return next(str(one["id"]) for one in accounts if one["number"] == number)


async def open_channels(sandbox: httpx.AsyncClient) -> Mapping[str, str]:
    """Return the workspace's channels by name, with one for each book that wants it."""
    books = json.loads((EXAMPLES / "books.json").read_text())["books"]
    state = (await sandbox.get("slack/control/state", params={"as": "U_ANA"})).json()
    known = {one["name"]: one["id"] for one in state["channels"]}
    for name in dict.fromkeys(one["channel"] for one in books if one["channel"] not in known):
        sent = {"name": name, "members": TEAM}
        made = await sandbox.post("slack/control/channels", json=sent)
        known[name] = made.raise_for_status().json()["channel"]["id"]
    return known


def _company(example: Mapping[str, Any], platform: Platform) -> Mapping[str, Any]:
    """Return how the company is asked for: the same one again, where it was made before."""
    once = {} if platform is Platform.TRYTON else {"once": True}  # Tryton has one anyway
    return {"name": example["name"], **once}


def _said(error: Exception) -> str:
    """Return in a line why something of the demo could not be done."""
    if isinstance(error, httpx.HTTPStatusError):
        with suppress(ValueError, KeyError, TypeError):
            return str(error.response.json()["error"])
    if isinstance(error, JefailError):
        return error.advice
    first = str(error).strip().split("\n", 1)[0][:200]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _is_watched(example: Mapping[str, Any]) -> bool:
    return bool(example["platform"] == Platform.POSTING_SERVICE)


async def _connect(
    program: Program,
    example: Mapping[str, Any],
    channel: str,
    platform: Platform,
    realm: str,
    tokens: Tokens,
    site: str = "",
) -> Connection:
    """Make the book in `program` and connect it, as far as that is not done."""
    named = (example["slug"], example["name"], channel, example["currency"], example["locale"])
    async with program.database.store() as store:
        known = {one.slug: one for one in await store.books.all()}
        book = known.get(example["slug"]) or await store.desk.add_book(Book(0, *named))
        statuses = await store.books.statuses(datetime.now(UTC), book.id)
        connection = next((one.connection for one in statuses), None)
        if connection is None:
            connection = await store.desk.add_connection(book, platform, realm, site=site)
        await store.desk.save_mapping(book.id, _mapping(example))
        await store.desk.save_costs(book.id, _costs(example))
    await program.tokens.write(connection.consent_id, tokens)
    return connection


def _entries(book: Book, path: Path) -> Sequence[NewEntry]:
    read = open_entries(path, IntakeOptions(book.currency, leave_out=True, locale=book.locale))
    return [one.entry for one in read if isinstance(one, Taken)]


async def _ledger_id(program: Program, reference: str) -> str | None:
    """Return where a posted entry is in the ledger; None: its correction has come in already."""
    async with program.database.store() as store:
        (entry,) = await store.entries.find(reference)
    return None if entry.is_correction else str(entry.ledger_id)


async def _settled(program: Program, connection: Connection) -> None:
    """Return once nothing of the connection is on its way: the day went well until here."""
    while True:
        async with program.database.store() as store:
            if not await store.postings.on_the_way(connection.id):
                return
        await asyncio.sleep(LOOK_SECONDS)


def _tokens(company: Mapping[str, str]) -> Tokens:
    """Return what the company is entered with: a key, or tokens to be renewed at once."""
    if key := company.get("key"):
        return tokens_of_key(key)
    return Tokens(company["access_token"], company["refresh_token"], datetime.now(UTC))


def _mapping(example: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    if not example["mapping"]:
        return []
    rows = read_mapping(EXAMPLES / example["mapping"])
    return [
        (row.sales_channel, row.category, row.account)
        for row in rows
        if isinstance(row, MappingRow)
    ]


def _costs(example: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    if not example["costs"]:
        return []
    options = IntakeOptions(currency=example["currency"])
    rows = read_costs(EXAMPLES / example["costs"], options)
    return [(row.sales_channel, row.sku, row.cost) for row in rows if isinstance(row, CostRow)]
