"""Consents: told of before they end, forgotten when nothing needs them, sealed again on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet, InvalidToken

from journal.books.book import Connection, ConnectionState, Platform
from journal.books.consent import WARNING, Company, NewLink
from journal.polling.warn_of_ends import WarnOfEnds
from journal.ports import Tokens
from storage.access.sealing import SecretKeyWrong, sealer_of
from storage.access.tokens import SqlTokenSafe
from storage.database import Database
from tests.build import NOW
from tests.clock import SetClock
from tests.storage.stage import open_book, rows

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TOKENS = Tokens("access-secret", "refresh-secret", NOW, NOW + timedelta(days=100))


def safe_of(database: Database, *keys: str) -> SqlTokenSafe:
    """Return a safe that knows these keys."""
    return SqlTokenSafe(database.engine, sealer_of(keys))


async def ends(database: Database, connection: Connection, at: datetime | None) -> None:
    """Let the connection's consent end then."""
    tokens = replace(TOKENS, refresh_expires_at=at)
    await safe_of(database, OLD).write(connection.consent_id, tokens)


async def warned(database: Database, clock: SetClock) -> int:
    """Look once whether something is to be told; return how much was."""
    return await WarnOfEnds(database.store, clock)()


async def test_an_end_is_told_a_fortnight_before_and_once(
    database: Database, clock: SetClock
) -> None:
    """Not earlier, not twice, though renewals move the same end by some seconds."""
    connection = await open_book(database)
    await ends(database, connection, NOW + WARNING + timedelta(hours=1))
    assert await warned(database, clock) == 0

    clock.advance(timedelta(hours=1))
    assert await warned(database, clock) == 1
    await ends(database, connection, NOW + WARNING + timedelta(hours=1, seconds=9))
    clock.advance(timedelta(days=3))

    assert await warned(database, clock) == 0
    (owed,) = await rows(database, "SELECT * FROM message")
    assert (owed.channel_id, owed.incident_id, owed.owed) == ("C0BOOKS", None, 1)


async def test_each_end_is_told(database: Database, clock: SetClock) -> None:
    """An authorisation that was given again ends again, a long time later."""
    connection = await open_book(database)
    await ends(database, connection, NOW + timedelta(days=3))
    assert await warned(database, clock) == 1

    await ends(database, connection, NOW + timedelta(days=103))
    assert await warned(database, clock) == 0
    clock.advance(timedelta(days=90))
    assert await warned(database, clock) == 1


@pytest.mark.parametrize("end", [None, NOW, NOW - timedelta(days=1)])
async def test_what_does_not_end_or_has_ended_is_not_told(
    database: Database, clock: SetClock, end: datetime | None
) -> None:
    """Zoho's do not end; one that has ended is told by the card of the lost connection."""
    await ends(database, await open_book(database), end)

    assert await warned(database, clock) == 0


async def test_every_book_of_a_consent_is_told_but_lost_ones(
    database: Database, clock: SetClock
) -> None:
    """Each in its own channel; a lost connection has a card that says more."""
    north, south, lost = [await open_book(database, slug) for slug in ("north", "south", "lost")]
    await ends(database, north, NOW + timedelta(days=3))
    async with database.store() as store:
        for one in (south, lost):
            await store.consents.serve(one.id, north.consent_id, "U_ANA")
        await store.books.set_state(lost.id, ConnectionState.LOST)

    assert await warned(database, clock) == 2
    told = await rows(database, "SELECT connection_id FROM notice ORDER BY connection_id")
    assert [one.connection_id for one in told] == [north.id, south.id]


async def test_two_tickers_tell_an_end_once(database: Database, clock: SetClock) -> None:
    """The second finds it claimed."""
    await ends(database, await open_book(database), NOW + timedelta(days=3))
    async with database.store() as store:
        assert len(await store.consents.claim_ending(NOW, WARNING)) == 1

    assert await warned(database, clock) == 0


async def test_sealed_again_the_old_key_is_not_needed(database: Database) -> None:
    """After the rotation the new key alone reads every token, and the old one reads none."""
    connection = await open_book(database)
    await safe_of(database, OLD).write(connection.consent_id, TOKENS)
    await open_book(database, "never-authorised")

    async with database.store() as store:
        assert await store.consents.seal_again(sealer_of([NEW, OLD])) == (1, 0)

    assert await safe_of(database, NEW).read(connection.consent_id) == TOKENS
    with pytest.raises(SecretKeyWrong):
        await safe_of(database, OLD).read(connection.consent_id)


async def test_what_no_key_opens_stays_as_it_is(database: Database) -> None:
    """It is counted, and the others are sealed all the same."""
    lost, good = await open_book(database, "lost"), await open_book(database, "good")
    stray = Fernet.generate_key().decode()
    await safe_of(database, stray).write(lost.consent_id, TOKENS)
    await safe_of(database, OLD).write(good.consent_id, TOKENS)

    async with database.store() as store:
        assert await store.consents.seal_again(sealer_of([NEW, OLD])) == (1, 1)

    assert await safe_of(database, stray).read(lost.consent_id) == TOKENS
    assert await safe_of(database, NEW).read(good.consent_id) == TOKENS


def test_a_sealer_tells_the_wrong_key_from_the_right_one() -> None:
    """As an expected error, not as the library's own."""
    sealed = sealer_of([OLD]).text("secret")

    assert sealer_of([NEW, OLD]).opened(sealed) == "secret"
    for fails in (sealer_of([NEW]).opened, sealer_of([NEW]).again):
        with pytest.raises(SecretKeyWrong) as caught:
            fails(sealed)
        assert isinstance(caught.value.__cause__, InvalidToken)


async def test_old_links_and_idle_consents_are_forgotten(database: Database) -> None:
    """A consent whose company was never chosen goes with its link; one in use stays."""
    connection = await open_book(database)
    sealed = sealer_of([OLD]).tokens(TOKENS)
    async with database.store() as store:
        for name, end in (("old", NOW), ("new", NOW + timedelta(days=1))):
            link = NewLink(name.encode(), connection.book_id, Platform.XERO, f"U_{name}", end)
            await store.consents.invite(link)
            made = await store.consents.link(name.encode())
            assert made is not None
            consent_id = await store.consents.add(Platform.XERO, sealed, "U_ANA", NOW)
            await store.consents.offer(made.id, consent_id, [Company("t", "T")], end)

        await store.consents.forget_old(NOW + timedelta(hours=1))

    assert len(await rows(database, "SELECT * FROM consent_link")) == 1
    kept = [row.id for row in await rows(database, "SELECT id FROM consent ORDER BY id")]
    assert kept == [connection.consent_id, consent_id]


async def test_a_company_of_any_name_is_offered(database: Database) -> None:
    """JSON can spell what no table holds, and a person chooses the company all the same."""
    book = (await open_book(database)).book_id
    odd = Company("t\0", "North\0wind \ud800", "https://books.example")
    async with database.store() as store:
        link = NewLink(b"odd", book, Platform.XERO, "U_ANA", NOW + timedelta(days=1))
        await store.consents.invite(link)
        made = await store.consents.link(b"odd")
        assert made is not None
        sealed = sealer_of([OLD]).tokens(TOKENS)
        consent_id = await store.consents.add(Platform.XERO, sealed, "U_ANA", NOW)

        await store.consents.offer(made.id, consent_id, [odd], NOW + timedelta(days=1))

        offered = await store.consents.link(b"odd")
        assert offered is not None
        assert offered.companies == (Company("t", "Northwind ?", "https://books.example"),)
        await store.consents.await_answer(made.id, odd, NOW + timedelta(days=1))
