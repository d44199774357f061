"""Every way in, with its platform behind it and someone who goes it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

import httpx

from connectors.consent.quickbooks import QuickBooksSignIn
from connectors.consent.tryton import TrytonKey
from connectors.consent.xero import XeroSignIn
from connectors.consent.zoho import ZohoSignIn
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.xero.settings import XeroSettings
from journal.books.book import Platform
from journal.books.consent import Company
from journal.books.signed_in import SignedIn
from journal.ports import Asking, SignIn, TellsWho
from sandbox.quickbooks.app import quickbooks_app
from sandbox.tryton.books import Tryton
from sandbox.xero.app import xero_app
from sandbox.zoho.app import zoho_app
from tests.agreements.conftest import imitated
from tests.agreements.stages import NOW

ASKING = Asking("the-state", "v" * 43, "http://127.0.0.1:8000/oauth/callback")


class Entrance(Protocol):
    """A way in, and the hands of the person who goes it."""

    @property
    def way(self) -> TellsWho:
        """The way in."""

    async def give(self, person: SignedIn, scope: str = "") -> tuple[str, Company]:
        """Give access as someone; return the token or key, and the company that it opens.

        `scope`: what the page is asked for, where that is not what the way in asks for.
        """

    async def end(self) -> None:
        """Take all access back, as the company's owner does."""


@dataclass(frozen=True, slots=True)
class SignInEntrance:
    """A page of an imitation, on which the person says who they are."""

    way: SignIn
    http: httpx.AsyncClient
    control: httpx.AsyncClient
    realm: str

    async def give(self, person: SignedIn, scope: str = "") -> tuple[str, Company]:
        """Approve on the page, and take what comes back."""
        page = httpx.URL(self.way.address(ASKING, ""))
        typed = {"person_name": person.name, "person_email": person.email, "realm": self.realm}
        form = {**page.params, **typed, "answer": "approve"}
        form["scope"] = scope or form["scope"]
        back = await self.http.post(page.copy_with(query=None), data=form)
        granted = await self.way.take(dict(httpx.URL(back.headers["location"]).params), ASKING)
        return granted.tokens.access, granted.companies[0]

    async def end(self) -> None:
        """Revoke every consent of the company."""
        answer = await self.control.post(f"companies/{self.realm}", json={"connected": False})
        answer.raise_for_status()


@dataclass(frozen=True, slots=True)
class TrytonEntrance:
    """The form for a key, with a real server behind it."""

    way: TrytonKey
    server: Tryton

    async def give(self, person: SignedIn, scope: str = "") -> tuple[str, Company]:
        """Type the key in; `scope` is left out, since a key has none."""
        assert not scope
        user = f"res.user/{self.server.facts['user']}"
        called = {"name": person.name, "email": person.email}
        await asyncio.to_thread(self.server.change, user, called)
        granted = await self.way.take(self.server.site, self.server.key)
        return granted.tokens.access, granted.companies[0]

    async def end(self) -> None:
        """Cancel the key."""
        await asyncio.to_thread(self.server.accept, good=False)


async def quickbooks_entrance(stack: AsyncExitStack, http: httpx.AsyncClient) -> Entrance:
    """Serve QuickBooks' imitation."""
    there = await imitated(stack, Platform.QUICKBOOKS, quickbooks_app)
    settings = QuickBooksSettings(
        there.client.id,
        there.client.secret,
        api_url=there.root,
        token_url=f"{there.root}/oauth2/v1/tokens/bearer",
    )
    way = QuickBooksSignIn(http, settings, f"{there.root}/oauth2/connect", lambda: NOW)
    return SignInEntrance(way, http, there.control, there.realm)


async def xero_entrance(stack: AsyncExitStack, http: httpx.AsyncClient) -> Entrance:
    """Serve Xero's imitation."""
    there = await imitated(stack, Platform.XERO, xero_app)
    settings = XeroSettings(
        there.client.id,
        there.client.secret,
        token_url=f"{there.root}/identity/connect/token",
        connections_url=f"{there.root}/connections",
    )
    way = XeroSignIn(http, settings, f"{there.root}/identity/connect/authorize", lambda: NOW)
    return SignInEntrance(way, http, there.control, there.realm)


async def zoho_entrance(stack: AsyncExitStack, http: httpx.AsyncClient) -> Entrance:
    """Serve Zoho's imitation."""
    there = await imitated(stack, Platform.ZOHO, zoho_app)
    app, root = there.client, there.root
    way = ZohoSignIn(http, app.id, app.secret, lambda: NOW, accounts_url=root, api_url=root)
    return SignInEntrance(way, http, there.control, there.realm)
