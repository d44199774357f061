"""The outside of a run: the database, Slack, four sets of books, and a desk to look from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from journal.books.book import Platform
from journal.ports import tokens_of_key
from sandbox.tryton.books import Tryton
from sandbox.tryton.server import serving
from sandbox.tryton.template import template
from storage.database import sqlalchemy_url
from storage.schema import migrate
from tests.database import open_shelf
from tests.faults.faketime import a_clock
from tests.faults.world import open_world
from tests.soak.hard_days.books import Books, ImitatedBooks, TrytonBooks
from tests.soak.hard_days.server import Server, serving_postgres
from tests.stories.desk import Desk

STALLED_SECONDS = 4
IMITATED = (Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO)
_CACHE = Path(__file__).parents[3] / ".pytest_cache" / "tryton"


@dataclass(frozen=True, slots=True)
class World:
    """All that the processes of the program meet, and a desk at which nobody works."""

    desk: Desk
    postgres: Server
    books: Sequence[Books]


@asynccontextmanager
async def open_hard_world(folder: Path, tryton: Tryton | None) -> AsyncIterator[World]:
    """Yield a world in `folder`; nothing of it runs afterwards."""
    async with AsyncExitStack() as opened:
        clock = a_clock(folder, "clock-of-postgres")
        postgres = await opened.enter_async_context(serving_postgres(folder / "pg", clock))
        await migrate(sqlalchemy_url(postgres.url))
        home = folder / "home"
        home.mkdir()
        desk = await opened.enter_async_context(
            open_world(
                postgres.url,
                home,
                JEFAIL_STALLED_SECONDS=STALLED_SECONDS,
                JEFAIL_POLL_SECONDS=10,
                JEFAIL_PATIENCE_SECONDS=2,
            )
        )
        await desk.program.roster.read()
        books: list[Books] = [await _imitated(desk, one) for one in IMITATED]
        if tryton is not None:
            books.append(await _tryton(desk, tryton))
        yield World(desk, postgres, books)


async def _imitated(desk: Desk, platform: Platform) -> Books:
    await desk.outside.post(f"{platform}/control/pace", json={"enforce": False})
    lasting = timedelta(hours=12)  # a clock that steps is not to end a token
    return ImitatedBooks(await desk.company(platform.value, platform, lasting=lasting))


async def _tryton(desk: Desk, books: Tryton) -> Books:
    tokens = tokens_of_key(books.key)
    book = await desk.connect("tryton", Platform.TRYTON, books.company, tokens, books.site)
    return TrytonBooks(book, books)


@contextmanager
def real_tryton() -> Iterator[Tryton | None]:
    """Yield books on a server over a PostgreSQL of its own; None where it is not installed."""
    if find_spec("trytond") is None:
        yield None
        return
    with open_shelf() as shelf:
        (host,) = parse_qs(urlsplit(shelf.template_url).query)["host"]
        with serving(template(_CACHE, host), host) as server, server.books() as books:
            yield books
