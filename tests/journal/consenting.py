"""A bench at which books are connected, with platforms whose pages are in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.fernet import Fernet

from journal.books.book import Connection, Platform
from journal.books.consent import Company
from journal.connecting.connect_book import ConnectBook
from journal.connecting.keep_consent import Awaited, Choice, Connected
from journal.connecting.take_consent import TakeConsent
from journal.incidents.move import MoveName
from journal.ports import Click, WaysIn
from journal.rights import Rule
from storage.access.sealing import Sealer, sealer_of
from storage.access.tokens import SqlTokenSafe
from tests.build import a_book
from tests.fakes.ways_in import FakeKeyForm, FakeSignIn
from tests.journal.bench import Bench
from tests.storage.stage import rows, seat

PAGES = "https://jefail.example"
KEY = Fernet.generate_key().decode()


@dataclass(slots=True)
class Consenting:
    """What a test acts on: Xero is signed in to, Tryton is entered with a key."""

    bench: Bench
    xero: FakeSignIn = field(default_factory=FakeSignIn)
    tryton: FakeKeyForm = field(default_factory=FakeKeyForm)
    sealer: Sealer = field(default_factory=lambda: sealer_of([KEY]))

    @property
    def ways(self) -> WaysIn:
        """The ways in."""
        return WaysIn({Platform.XERO: self.xero}, {Platform.TRYTON: self.tryton})

    @property
    def connect_book(self) -> ConnectBook:
        """How people ask for links."""
        bench = self.bench
        return ConnectBook(bench.database.seen_by, bench.clock, PAGES, self.ways.platforms)

    @property
    def take_consent(self) -> TakeConsent:
        """The steps of a link."""
        bench = self.bench
        back = f"{PAGES}/oauth/callback"
        return TakeConsent(bench.database.store, bench.clock, self.ways, self.sealer, back)

    @property
    def safe(self) -> SqlTokenSafe:
        """Where tokens are kept."""
        return SqlTokenSafe(self.bench.database.engine, self.sealer)

    async def book(self, slug: str) -> int:
        """Make a book that is connected to nothing; return its id."""
        async with self.bench.store() as store:
            made = await store.desk.add_book(a_book(slug=slug, name=slug.title()))
            await seat(store, made.channel_id)
            named = Rule(MoveName.CONNECT, people=("U_ANA", "U_BEN", "U_CHI"))
            await store.rights.save(made.id, named)
            return made.id

    async def link(self, book_id: int, by: str = "U_ANA", platform: Platform | None = None) -> str:
        """Ask for a link; return the token in it."""
        made = await self.connect_book(book_id, Click("", by), platform)
        return made.url.removeprefix(f"{PAGES}/connect/")

    async def comes_back(
        self, book_id: int, *companies: Company, by: str = "U_ANA", code: str = "1"
    ) -> Connected | Choice:
        """Go from a link to Xero, tick `companies` there, and come back."""
        self.xero.companies = companies
        gone = await self.take_consent.go(await self.link(book_id, by, Platform.XERO))
        came = await self.take_consent.come_back(gone.state, {"code": code})
        return came if isinstance(came, Choice) else await self.confirmed(came)

    async def confirmed(self, awaited: Awaited | Choice) -> Connected:
        """Have who asked for the link say in Slack that it is the right company."""
        assert isinstance(awaited, Awaited)
        click = self.bench.click(awaited.told.asked_by)
        return await self.bench.services.confirm_connection.confirm(awaited.told.link_id, click)

    async def answered(self, by: str = "U_ANA") -> Connected:
        """Have someone say in Slack that the company is right which waits for that now."""
        (waits,) = await rows(
            self.bench.database,
            "SELECT id FROM consent_link WHERE awaits IS NOT NULL AND settled_at IS NULL",
        )
        confirm = self.bench.services.confirm_connection.confirm
        return await confirm(waits.id, self.bench.click(by))

    async def connected(self, slug: str, *companies: Company, code: str = "1") -> Connection:
        """Make a book and connect it to the first of `companies`, all of which were ticked."""
        came = await self.comes_back(await self.book(slug), *companies, code=code)
        if isinstance(came, Choice):
            first = companies[0]
            chosen = await self.take_consent.choose(came.state, first.site, first.realm)
            await self.confirmed(chosen)
        return await self.connection(slug)

    async def connection(self, slug: str) -> Connection:
        """Return a book's connection as it is kept."""
        async with self.bench.store() as store:
            return await store.books.connection_of((await store.books.by_slug(slug)).id)
