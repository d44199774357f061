"""The main job on each platform: refused, told, mended, retried from the card, there once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from journal.books.book import Platform
from journal.entries.failure import A_DAY, FailureReason
from journal.incidents.story.posting import AccessRestored
from tests.stories.browser import open_browser
from tests.stories.desk import ANA, Company, Desk, buttons, way
from tests.stories.seen import the_card, turns
from tests.stories.test_connecting import confirmed, consent, page_of, the_link

FILES = Path(__file__).parent / "files"
CLOSING = {Platform.XERO: "period_lock_date", Platform.ZOHO: "lock_date"}
"""The switch that closes days; what QuickBooks does is told in test_main_job.py."""
PLATFORMS = [*CLOSING]
JULY_31 = "2026-07-31"


@pytest.fixture(params=PLATFORMS)
async def company(desk: Desk, request: pytest.FixtureRequest) -> Company:
    """A book connected to its own company at one platform."""
    return await desk.company("northwind", request.param)


def number_of(entry: Mapping[str, Any]) -> str:
    """Return our number, which not every platform has a field for."""
    found = re.findall(r"JF-\d+", f"{entry['doc_number']} {entry['private_note']}")
    return str(found[0])


async def in_the_books(company: Company) -> Counter[str]:
    """Count how often each of our numbers is there; drafts are not in the books."""
    return Counter(number_of(one) for one in await company.ledger() if not one["draft"])


async def retried(desk: Desk, company: Company, card: Mapping[str, Any], count: int) -> None:
    """Press Retry and see the same card close, with each entry in the books once."""
    assert (await desk.click(card, names.RETRY))["acked"]
    closed = await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert closed["ts"] == card["ts"]
    assert names.VIEW_IN_LEDGER in buttons(closed)
    assert await in_the_books(company) == {f"JF-{n + 1}": 1 for n in range(count)}


async def test_who_may_not_post(desk: Desk, company: Company) -> None:
    """The right is missing; given back, Retry posts all of it once."""
    await company.switch(can_post=False)
    assert await desk.take(company, FILES / "sales.jsonl") == 3
    card = await the_card(desk, FailureReason.PERMISSION, waiting=3, words=bool)
    await desk.quiet()
    assert len(await desk.cards()) == 1

    await company.switch(can_post=True)

    await retried(desk, company, card, 3)


async def test_a_closed_month(desk: Desk, company: Company) -> None:
    """It is known before anything is sent; opened again, Retry posts it."""
    await company.switch(**{CLOSING[company.platform]: JULY_31})
    await desk.take(company, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07", waiting=2)
    await desk.quiet()
    assert await in_the_books(company) == {"JF-3": 1}

    assert (await desk.click(card, names.RETRY))["acked"]
    # Whether this user is one of those who may pass the lock, only the platform knows.
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, attempts=2, words=bool)
    await desk.quiet()

    await company.switch(**{CLOSING[company.platform]: None})
    await retried(desk, company, card, 3)


async def test_reconnecting(desk: Desk, company: Company) -> None:
    """From Reconnect over the platform's own page to the books, without a terminal."""
    await company.switch(connected=False)
    await desk.take(company, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.CONNECTION_LOST, waiting=3)

    assert (await desk.click(card, names.RECONNECT))["acked"]
    async with open_browser(desk.program) as browser:
        await consent(browser, await the_link(desk), company.realm, company.platform.label)
        assert browser.shows(page_of(company))
        await confirmed(desk)

    closed = await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert closed["ts"] == card["ts"]
    ((restored, by),) = await turns(desk, card, AccessRestored)
    assert (restored.entries.count, by) == (3, ANA)
    assert set((await in_the_books(company)).values()) == {1}


async def test_a_swallowed_answer(desk: Desk, company: Company) -> None:
    """Stored, and no answer came: looked up, and there once, with keys or without."""
    await company.switch(mode="swallow", mode_times=1, mode_calls="writes")

    await desk.take(company, FILES / "sales.jsonl")
    await desk.quiet()

    assert await in_the_books(company) == {"JF-1": 1, "JF-2": 1, "JF-3": 1}
    assert await desk.cards() == []


async def test_left_as_a_draft_in_a_locked_month(desk: Desk) -> None:
    """Xero refuses to post there and takes drafts: a move of its own, which closes nothing."""
    company = await desk.company("northwind", Platform.XERO)
    await company.switch(period_lock_date=JULY_31)
    await desk.take(company, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07", waiting=2)
    assert (await desk.click(card, names.PERIOD_WAYS))["acked"]
    assert (await desk.submit(await desk.view(), way("draft")))["acked"]
    card = await the_card(desk, drafts=2)
    await desk.quiet()
    assert names.RETRY in buttons(card)
    assert await in_the_books(company) == {"JF-3": 1}
    assert len(await company.ledger()) == 3

    await company.switch(period_lock_date=None)
    await retried(desk, company, card, 3)
    assert len(await company.ledger()) == 3


async def test_years_end_locks_for_everybody(desk: Desk) -> None:
    """Xero's two locks: an adviser passes the period's, nobody the one of the year's end."""
    company = await desk.company("northwind", Platform.XERO)
    await company.switch(year_lock_date="2026-07-07", period_lock_date=JULY_31, adviser=True)
    await desk.take(company, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07", waiting=2)

    await desk.click(card, names.RETRY)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, posted=1, waiting=1)
    await desk.quiet()
    assert await in_the_books(company) == {"JF-2": 1, "JF-3": 1}

    await company.switch(year_lock_date=None)
    await retried(desk, company, card, 3)


async def test_a_days_calls_used_up(desk: Desk, company: Company) -> None:
    """No short wait, so it is told at once, and goes on by itself when Retry finds it over."""
    await company.switch(mode="throttle", mode_calls="writes", throttle_problem="day")

    await desk.take(company, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.RATE_LIMITED, subject=A_DAY, waiting=3)
    assert names.RETRY in buttons(card)

    await company.switch(mode="ok")
    assert (await desk.click(card, names.RETRY))["acked"]
    await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert await in_the_books(company) == {"JF-1": 1, "JF-2": 1, "JF-3": 1}
