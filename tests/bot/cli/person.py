"""Hands for the tests: type a command, and turn what stands outside."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import httpx
from typer.testing import CliRunner, Result

from bot.cli.commands import cli
from journal.books.book import Book, Connection
from sandbox.ledger.services import client_of
from storage.database import Database


def counts(result: Result) -> tuple[int, ...]:
    """Return the exit code and the figures of the line that sums a file up, in its order.

    Of an import: how many were taken, known already and not taken, as far as there are such.
    """
    figures = re.findall(r"\d[\d,]*", result.stdout.splitlines()[-1])
    return (result.exit_code, *(int(one.replace(",", "")) for one in figures))


def unwrapped(printed: str) -> str:
    """Return what was printed without the line breaks of the terminal's width."""
    return " ".join(printed.split())


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who types commands."""

    sandbox: httpx.AsyncClient
    database: Database

    async def types(self, *words: str, stdin: str = "") -> Result:
        """Run `jefail words...` to its end, beside the loop that serves the outside world."""
        result = await asyncio.to_thread(CliRunner().invoke, cli, words, input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    async def adds_book(self, slug: str = "northwind") -> Result:
        """Add a book whose cards go to #bookkeeping."""
        return await self.types(
            *("book", "add", slug, "--name", f"{slug.title()} Retail"),
            *("--channel", "#bookkeeping", "--currency", "USD"),
        )

    async def opens_company(self) -> tuple[str, str]:
        """Open a company at the platform; return its realm and a refresh token for it."""
        made = await self.turns("/quickbooks/control/companies", name="Northwind", currency="USD")
        return made["realm"], made["refresh_token"]

    async def connects(self, slug: str = "northwind") -> str:
        """Add a book and connect it to a new company; return the realm."""
        await self.adds_book(slug)
        realm, token = await self.opens_company()
        result = await self.links(slug, realm, token)
        assert result.exit_code == 0, result.output
        return realm

    async def links(self, slug: str, realm: str, token: str) -> Result:
        """Connect a book to a company with a refresh token on stdin."""
        return await self.types(
            *("connection", "add", slug, "--platform", "quickbooks", "--realm", realm),
            stdin=f"{token}\n",
        )

    async def consents(self, realm: str) -> str:
        """Let the app into a company once more, on the platform's page; return a refresh token."""
        callback, app = "http://127.0.0.1/callback", client_of("quickbooks")
        asked = {
            "client_id": app.id,
            "redirect_uri": callback,
            "response_type": "code",
            "scope": "com.intuit.quickbooks.accounting",
            "state": "s",
        }
        page = await self.sandbox.post(
            "/quickbooks/oauth2/connect", data={**asked, "realm": realm, "answer": "approve"}
        )
        code = httpx.URL(page.headers["location"]).params["code"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback}
        pair = await self.sandbox.post(
            "/quickbooks/oauth2/v1/tokens/bearer", data=form, auth=(app.id, app.secret)
        )
        return str(pair.raise_for_status().json()["refresh_token"])

    async def turns(self, path: str, **given: Any) -> dict[str, Any]:
        """Turn a switch of the sandbox."""
        answer = await self.sandbox.post(path, json=given)
        body: dict[str, Any] = answer.raise_for_status().json()
        return body

    async def kept(self, slug: str = "northwind") -> tuple[Book, Connection]:
        """Return the book and its connection as the database has them."""
        async with self.database.store() as store:
            book = await store.books.by_slug(slug)
            return book, await store.books.connection_of(book.id)
