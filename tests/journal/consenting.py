"""A bench at which books are connected, with platforms whose pages are in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.fernet import Fernet

from journal.books.book import Connection, Platform
from journal.books.consent import Company
from journal.connecting.connect_book import ConnectBook
from journal.connecting.keep_consent import Choice, Connected
from journal.connecting.take_consent import TakeConsent
from journal.ports import Click, WaysIn
from storage.access.sealing import Sealer, sealer_of
from storage.access.tokens import SqlTokenSafe
from tests.build import a_book
from tests.fakes.ways_in import FakeKeyForm, FakeSignIn
from tests.journal.bench import Bench

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
        return ConnectBook(bench.database.store, bench.clock, PAGES, self.ways.platforms)

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
            return (await store.desk.add_book(a_book(slug=slug, name=slug.title()))).id

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
        return await self.take_consent.come_back(gone.state, {"code": code})

    async def connected(self, slug: str, *companies: Company, code: str = "1") -> Connection:
        """Make a book and connect it to the first of `companies`, all of which were ticked."""
        came = await self.comes_back(await self.book(slug), *companies, code=code)
        if isinstance(came, Choice):
            first = companies[0]
            came = await self.take_consent.choose(came.state, first.site, first.realm)
        return await self.connection(slug)

    async def connection(self, slug: str) -> Connection:
        """Return a book's connection as it is kept."""
        async with self.bench.store() as store:
            return await store.books.connection_of((await store.books.by_slug(slug)).id)
