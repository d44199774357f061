"""Software that posts by itself, and a desk in Slack that watches it over HTTP alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from bot.compose import Program, compose_program
from bot.jobs import work_app
from bot.web.posting_service.app import posting_service_app, service_needs
from bot.worker import Worker
from journal.books.book import NO_CHANNEL, Book, Platform
from journal.entries.failure import FailureReason
from journal.ports import Tokens, tokens_of_key
from sandbox.serve import serving
from tests.database import Shelf
from tests.storage.stage import jobs
from tests.stories.desk import Company, Desk, buttons, desk_settings, eventually, working
from tests.stories.seen import the_cards

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Watched:
    """The desk, the book as it knows it, and the software that posts to a company."""

    desk: Desk
    program: Program  # of the software: a queue of its own, and no Slack
    company: Company

    async def card(self, **facts: object) -> dict[str, Any]:
        """Return the one card, once its case has these facts; the desk reads until then."""

        async def there() -> dict[str, Any] | None:
            await self.desk.poll()
            await eventually(self._has_read, "the desk to read what is reported")
            found = await the_cards(self.desk, **facts)
            return found[0] if found else None

        await eventually(there, f"a card with {facts}")
        # Each entry is tried by itself: the last answer may still be on its way.
        await self.desk.quiet()
        (card,) = await self.cards()
        return card

    async def cards(self) -> list[dict[str, Any]]:
        """Return the cards of the channel."""
        return [one for one in await self.desk.cards() if not one.get("is_ephemeral")]

    async def _has_read(self) -> bool:
        return ("poll", "1") not in await jobs(self.desk.program.database)

    async def retried(self, card: Mapping[str, Any]) -> None:
        """Press Retry; the same card closes, and each entry is there once."""
        assert (await self.desk.click(card, names.RETRY))["acked"]
        closed = await self.card(face=Face.POSTED)
        assert closed["ts"] == card["ts"]
        numbers = Counter(one["doc_number"] for one in await self.company.ledger())
        assert sorted(numbers.values()) == [1, 1, 1]


@asynccontextmanager
async def software(desk: Desk, database_url: str, home: Path) -> AsyncIterator[Watched]:
    """Run software that posts to a company, shows its queue, and is watched by the desk."""
    settings = await desk_settings(desk.outside, desk.base, database_url, home)
    async with compose_program(settings) as program:
        company = await a_company(desk, program)
        async with program.database.store() as store:
            key = await store.desk.new_token(company.book.id)
        worker = Worker(lambda: work_app(program), program.database_url, settings.stalled)
        app = posting_service_app(service_needs(program.database, program.services.now))
        async with serving(app) as address, working(worker.run()):
            site = address.rstrip("/")
            await desk.connect(
                "northwind", Platform.POSTING_SERVICE, "northwind", tokens_of_key(key), site
            )
            yield Watched(desk, program, company)


async def a_company(desk: Desk, program: Program) -> Company:
    """Make a company and the software's book of it, which tells nobody in Slack."""
    told = {"name": "Northwind", "currency": "USD"}
    made = (await desk.outside.post("quickbooks/control/companies", json=told)).json()
    new = Book(0, "northwind", "Northwind", NO_CHANNEL, "USD", "en_US")
    async with program.database.store() as store:
        book = await store.desk.add_book(new)
        connection = await store.desk.add_connection(book, Platform.QUICKBOOKS, made["realm"])
    tokens = Tokens(made["access_token"], made["refresh_token"], datetime.now(UTC))
    await program.tokens.write(connection.consent_id, tokens)
    return Company(book, made["realm"], desk.outside)


@pytest.fixture
async def watched(desk: Desk, shelf: Shelf, tmp_path: Path) -> AsyncIterator[Watched]:
    """Software beside the desk, each with its own database."""
    home = tmp_path / "software"
    home.mkdir()
    with shelf.database() as url:
        async with software(desk, url, home) as running:
            yield running


async def take(watched: Watched) -> None:
    """Hand three entries to the software."""
    there = Desk(watched.program, watched.desk.outside, watched.desk.worker, watched.desk.base)
    assert await there.take(watched.company, FILES / "sales.jsonl") == 3


async def test_refused_there_told_here_retried_from_the_card(watched: Watched) -> None:
    """The card has the platform's words; Retry asks the software, which posts each once."""
    await watched.company.switch(can_post=False)
    await take(watched)
    card = await watched.card(reason=FailureReason.PERMISSION, waiting=3, words=bool)

    await watched.company.switch(can_post=True)

    await watched.retried(card)


async def test_retried_too_early_it_is_open_again(watched: Watched) -> None:
    """The software tries, is refused once more, and the same card says so."""
    await watched.company.switch(can_post=False)
    await take(watched)
    card = await watched.card(reason=FailureReason.PERMISSION, waiting=3)

    assert (await watched.desk.click(card, names.RETRY))["acked"]
    again = await watched.card(reason=FailureReason.PERMISSION, attempts=2)
    assert again["ts"] == card["ts"]
    assert names.RETRY in buttons(again)

    await watched.company.switch(can_post=True)
    await watched.retried(again)
