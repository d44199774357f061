"""`jefail connection`: a book's authorised link to its accounting platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import counted, note, say, show
from journal.books.book import Book, Connection, ConnectionState, Platform
from journal.books.consent import Company
from journal.books.signed_in import NOBODY, SignedIn
from journal.errors import BadInput, NotFound

if TYPE_CHECKING:
    from bot.compose import Program
    from connectors.addresses import InnerHosts
    from journal.ports import BookStatus

REFRESH_TOKEN = "JEFAIL_REFRESH_TOKEN"  # noqa: S105  where it is looked for


async def add(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    platform: Annotated[Platform, typer.Option(help="Where its entries are posted.")],
    realm: Annotated[str, typer.Option(help="The platform's own id of the company.")],
    site: Annotated[
        str,
        typer.Option(help="Zoho: the data centre (eu). Tryton, posting service: the base URL."),
    ] = "",
    owner: Annotated[
        str, typer.Option(help="Who is asked to connect it again: e-mail address, @name or id.")
    ] = "",
) -> None:
    """Connect a book, or authorise its connection again.

    The refresh token (Tryton, posting service: the key) is read from JEFAIL_REFRESH_TOKEN, else
    asked for, else from stdin. It is proven at the platform first; what is refused is not kept.
    """
    from bot.cli.naming import person_called
    from bot.cli.opening import open_program
    from bot.settings import read_settings

    site = _site(platform, site, read_settings().inner)
    secret = _secret(platform)
    async with open_program() as program:
        _check_app(program, platform)
        async with program.database.store() as store:
            to = await store.books.by_slug(book)
            wish = Connection(
                0, to.id, platform, realm, ConnectionState.LOST, to.currency, site=site
            )
            _check_free(to, wish, await store.books.statuses(program.services.now()))
        person = await person_called(program, owner) if owner else ""
        accounts, signed_in = await _connect(program, to, wish, secret, person)
    say(
        f"{to.name} is connected to {platform.label} company {realm},"
        f" which shows {counted(accounts, 'account')}."
        + (f" Signed in as {signed_in.whole}." if signed_in.whole else "")
    )
    if platform.is_keyed or not os.environ.get(REFRESH_TOKEN):
        return
    note(f"{REFRESH_TOKEN} is spent now; jefail keeps its own. Take it out of the environment.")


async def owner(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="E-mail address, @name or Slack user id.")
    ],
) -> None:
    """Say who is asked to connect a book again; else it is the person who connected it last."""
    from bot.cli.naming import person_called
    from bot.cli.opening import open_program

    async with open_program() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
            connection = await store.books.connection_of(found.id)
        person_id = await person_called(program, person)
        async with program.database.store() as store:
            await store.desk.set_owner(connection.id, person_id)
            names = await store.roster.names([person_id])
    say(f"{names.get(person_id, person_id)} is asked when {found.name} has to be connected again.")


async def list_() -> None:
    """List the connections and whether jefail has access to each, as last seen."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        statuses = await store.books.statuses(program.services.now())
    rows = [_row(one.book, one.connection) for one in statuses if one.connection]
    if not rows:
        say("There are no connections yet. `jefail connection add` makes one.")
        return
    show(("Book", "Platform", "Company", "State", "Last look"), rows)


COMMANDS = (("add", add), ("owner", owner), ("list", list_))


async def _connect(
    program: Program, to: Book, wish: Connection, secret: str, person: str
) -> tuple[int, SignedIn]:
    """Prove the secret, keep what it gave, and have the connection looked at.

    Returns how many accounts there are, and who signed in, where the platform tells.
    """
    from bot.cli.trial import proven

    tokens, company = await proven(program, wish, secret)
    async with program.database.store() as store:
        try:
            connection = await store.books.connection_of(to.id)
        except NotFound:
            connection = await store.desk.add_connection(
                to, wish.platform, wish.realm, site=wish.site
            )
    await program.tokens.write(connection.consent_id, tokens)
    async with program.database.store() as store:
        if person:
            await store.desk.set_owner(connection.id, person)
        await store.books.save_company(connection.id, company, program.services.now())
        await store.jobs.poll(connection.id)  # what waited for the authorisation goes on
    return len(company.accounts), await _person(program, wish, tokens.access)


async def _person(program: Program, wish: Connection, access: str) -> SignedIn:
    """Return who signed in, once all is kept: a token that is given once can't be lost by it."""
    way = program.take_consent.ways.of(wish.platform)
    there = Company(wish.realm, "", wish.site)
    return await way.who_signed_in(access, there) if way else NOBODY


def _site(platform: Platform, typed: str, inner: InnerHosts) -> str:
    """Return where the server is as it is kept. Raises BadInput: it is no address to call."""
    from connectors.addresses import whole_address

    if not platform.is_keyed:
        return typed
    site = whole_address(typed, inner)
    if site is None:
        raise BadInput(
            f"Say with --site where {platform.label} is: its base URL, https://..., or http:// of a"
            " host that JEFAIL_INNER_HOSTS names"
        )
    return site


def _check_app(program: Program, platform: Platform) -> None:
    if lacking := program.settings.lacking(platform):
        raise BadInput("These settings are missing:\n  " + "\n  ".join(lacking))


def _check_free(to: Book, wish: Connection, statuses: Sequence[BookStatus]) -> None:
    """Refuse before the token is spent. Two books on one ledger would post all of it twice."""
    for one in statuses:
        there = one.connection
        if there is None:
            continue
        is_that = _place_of(there) == _place_of(wish)
        if one.book.id == to.id and not is_that:
            raise BadInput(f"{to.name} is connected to company {there.realm} already")
        if one.book.id != to.id and is_that:
            raise BadInput(
                f"Company {wish.realm} belongs to {one.book.name} already; two books on one ledger"
                " would post everything twice"
            )


def _place_of(connection: Connection) -> tuple[str, str, str]:
    return connection.platform.value, connection.site, connection.realm


def _secret(platform: Platform) -> str:
    what = "key" if platform.is_keyed else "refresh token"
    secret = os.environ.get(REFRESH_TOKEN, "")
    if not secret and sys.stdin.isatty():
        secret = typer.prompt(f"{what.capitalize()} (not shown)", hide_input=True, err=True)
    elif not secret:
        secret = sys.stdin.readline()
    if not secret.strip():
        raise BadInput(f"There is no {what}: set {REFRESH_TOKEN}, or type it when asked")
    return secret.strip()


def _row(book: Book, connection: Connection) -> tuple[str, ...]:
    seen = connection.polled_at
    return (
        book.slug,
        connection.platform.label,
        connection.realm,
        connection.state.value,
        f"{seen:%Y-%m-%d %H:%M} UTC" if seen else "never",
    )
