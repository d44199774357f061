"""A tool numbers its journals from 1 in each file: no day replaces another in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import figures, names
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from journal.entries.entry import OnChange
from journal.entries.failure import Obstacle
from journal.entries.numbering import Numbering, Restart
from journal.incidents.move import MoveName
from journal.incidents.story.mending import PostedApart, TheirsOverwritten
from journal.ports import Acceptance
from tests.stories.desk import ANA, Company, Desk, eventually
from tests.stories.seen import the_card, turns

FILES = Path(__file__).parent / "files"
DAY_1, DAY_2 = (FILES / f"numbers-from-one-day{n}.csv" for n in (1, 2))
JULY_14 = ["2026-07-14", "2026-07-14"]
JULY_15 = ["2026-07-15", "2026-07-15"]


@pytest.fixture
async def company(desk: Desk, northwind: Company) -> Company:
    """A company in whose ledger both journals of July 14 are."""
    await hand_in(desk, northwind, DAY_1)
    assert await days(northwind) == JULY_14
    return northwind


async def hand_in(
    desk: Desk,
    company: Company,
    file: Path,
    restart: Restart | None = None,
    on_change: OnChange = OnChange.REFUSE,
) -> list[Acceptance]:
    """Import a file as `jefail import --corrected` does, and let it be posted."""
    read = open_entries(file, IntakeOptions(currency="USD"))
    entries = [replace(one.entry, on_change=on_change) for one in read if isinstance(one, Taken)]
    answers = await desk.program.services.accept_entries(
        company.book.id, entries, corrected=True, numbering=Numbering(file.stem, restart)
    )
    await desk.quiet()
    return list(answers)


async def days(company: Company) -> list[str]:
    """Return the day of each entry in the ledger, in order."""
    return sorted(str(one["date"]) for one in await company.ledger())


async def test_the_second_day_replaces_nothing(desk: Desk, company: Company) -> None:
    """Though it is said to be corrected; with the option both days stand, each once."""
    refused = await hand_in(desk, company, DAY_2)
    assert not any(one.taken for one in refused)
    assert await days(company) == JULY_14

    for _ in range(2):
        await hand_in(desk, company, DAY_2, Restart.DATE)
        await hand_in(desk, company, DAY_1, Restart.DATE)
        await hand_in(desk, company, DAY_1)
    assert await days(company) == JULY_14 + JULY_15
    assert await desk.cards() == []


async def test_asked_on_a_card_one_is_another_and_one_replaces(
    desk: Desk, company: Company
) -> None:
    """Until someone says so, the ledger keeps the day before."""
    await hand_in(desk, company, DAY_2, on_change=OnChange.ASK)
    first = await the_card(desk, obstacle=Obstacle.RESTATED, references=("1",))
    assert all(one in str(first) for one in ("$350.58", "$411.00"))
    second = await the_card(desk, obstacle=Obstacle.RESTATED, references=("2",))
    assert await days(company) == JULY_14

    await desk.click(first, names.POST_APART)
    view = await the_form(desk, names.APART_FORM)
    assert figures.day(date(2026, 7, 14), "en_US") in str(view["blocks"])
    assert (await desk.submit(view, {}))["acked"]
    await the_card(desk, face=Face.POSTED, mended=(MoveName.POST_ANYWAY, ANA))
    await desk.click(second, names.OVERWRITE)
    assert (await desk.submit(await the_form(desk, names.OVERWRITE_FORM), {}))["acked"]
    replaced = await the_card(desk, face=Face.POSTED, mended=(MoveName.OVERWRITE, ANA))
    assert [one.restated for one, _by in await turns(desk, replaced, TheirsOverwritten)] == [True]
    await desk.poll()
    await desk.quiet()

    assert await days(company) == ["2026-07-14", *JULY_15]
    sums = sorted(one["lines"][0]["amount"] for one in await company.ledger())
    assert [float(one) for one in sums] == [100.0, 350.58, 411.0]
    assert not any(one.taken for one in await hand_in(desk, company, DAY_2))
    assert await days(company) == ["2026-07-14", *JULY_15]
    assert [by for _turn, by in await turns(desk, first, PostedApart)] == [ANA]


async def the_form(desk: Desk, callback_id: str) -> dict[str, Any]:
    """Return the form once the platform was asked."""

    async def filled() -> dict[str, Any] | None:
        view = await desk.view()
        return view if view["callback_id"] == callback_id else None

    return await eventually(filled, "both entries")
