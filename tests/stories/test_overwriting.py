"""Posted entries are handed in again, corrected, after people did something to them there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.failure import Obstacle
from journal.incidents.how_resolved import HowResolved
from journal.incidents.move import MoveName
from journal.incidents.story.mending import TheirsOverwritten
from tests.build import some_content
from tests.stories.desk import ANA, BEN, Company, Desk, eventually
from tests.stories.seen import the_card, turns
from tests.stories.test_each_platform import number_of

FILES = Path(__file__).parent / "files"


def corrected(reference: str, on: str, dollars: int, revision: int = 2) -> NewEntry:
    """Return an entry of `sales.jsonl` with another sum."""
    amount = Money(dollars * 100, "USD")
    return some_content(
        reference=reference,
        revision=revision,
        date=date.fromisoformat(on),
        kind=EntryKind.SALES_SUMMARY,
        lines=(
            Line(Side.DEBIT, amount, account="1310"),
            Line(Side.CREDIT, amount, account="4000"),
        ),
    )


FIRST = corrected("shop-0707", "2026-07-07", 1300)
SECOND = corrected("shop-0708", "2026-07-08", 1000)
THIRD = corrected("shop-0809", "2026-08-09", 80)


@pytest.fixture
async def company(desk: Desk, northwind: Company) -> Company:
    """A company in whose ledger the three entries of `sales.jsonl` are."""
    await desk.take(northwind, FILES / "sales.jsonl")
    await desk.quiet()
    return northwind


async def edit(company: Company, number: str, amount: str) -> None:
    """Type other lines there, in place of ours."""
    accounts = {one["number"]: one["id"] for one in (await company.state())["accounts"]}
    sides = {"debit": accounts["1310"], "credit": accounts["4000"]}
    lines = [{"side": side, "amount": amount, "account": named} for side, named in sides.items()]
    await company.change(number, lines=lines)


async def hand_in(desk: Desk, company: Company, *entries: NewEntry) -> None:
    """Hand corrections in, as other software does."""
    answers = await desk.program.services.accept_entries(company.book.id, entries)
    assert all(one.taken for one in answers), answers
    await desk.quiet()


async def sums(company: Company) -> Mapping[str, set[str]]:
    """Return what the ledger has: the amounts of each number, which is there once."""
    entries = await company.ledger()
    shown = {number_of(one): {line["amount"] for line in one["lines"]} for one in entries}
    assert len(shown) == len(entries)
    return {number: {f"{float(one):.2f}" for one in amounts} for number, amounts in shown.items()}


async def the_form(desk: Desk) -> dict[str, Any]:
    """Return the form once the platform was asked."""

    async def filled() -> dict[str, Any] | None:
        view = await desk.view()
        return view if view["callback_id"] == names.OVERWRITE_FORM else None

    return await eventually(filled, "both entries")


async def test_edited_there_one_is_overwritten_and_one_kept(desk: Desk, company: Company) -> None:
    """The third nobody touched is put right by itself; each stands in the ledger once."""
    for number in ("JF-1", "JF-2"):
        await edit(company, number, "5.00")

    await hand_in(desk, company, FIRST, SECOND, THIRD)

    assert len(await desk.cards()) == 2
    first = await the_card(desk, obstacle=Obstacle.EDITED, references=("shop-0707",))
    second = await the_card(desk, obstacle=Obstacle.EDITED, references=("shop-0708",))
    assert await sums(company) == {"JF-1": {"5.00"}, "JF-2": {"5.00"}, "JF-3": {"80.00"}}

    await desk.click(first, names.OVERWRITE)
    view = await the_form(desk)
    assert "$1,300.00" in str(view["blocks"])
    assert "$5.00" in str(view["blocks"])
    assert (await desk.submit(view, {}))["acked"]
    await the_card(desk, face=Face.POSTED, mended=(MoveName.OVERWRITE, ANA))
    assert (await desk.click(second, names.KEEP_THEIRS, by=BEN))["acked"]
    await the_card(desk, face=Face.BY_HAND, by=BEN, how=HowResolved.KEPT)
    await desk.poll()
    await desk.quiet()

    assert await sums(company) == {"JF-1": {"1300.00"}, "JF-2": {"5.00"}, "JF-3": {"80.00"}}
    assert len(await desk.cards()) == 2
    await hand_in(desk, company, corrected("shop-0708", "2026-07-08", 1100, revision=3))
    assert (await sums(company))["JF-2"] == {"1100.00"}


@pytest.mark.parametrize("platform", [Platform.XERO, Platform.ZOHO])
async def test_edited_at_other_platforms(desk: Desk, platform: Platform) -> None:
    """Where a list shows no lines and no version is compared there: ours is in the books once."""
    made = await desk.company("northwind", platform)
    await hand_in(desk, made, corrected("shop-0707", "2026-07-07", 1250, revision=1))
    await edit(made, "JF-1", "5.00")

    await hand_in(desk, made, FIRST)
    card = await the_card(desk, obstacle=Obstacle.EDITED)
    assert "$5.00" in str(card)
    assert await sums(made) == {"JF-1": {"5.00"}}
    await desk.click(card, names.OVERWRITE)
    assert (await desk.submit(await the_form(desk), {}))["acked"]
    await the_card(desk, face=Face.POSTED, mended=(MoveName.OVERWRITE, ANA))

    assert await sums(made) == {"JF-1": {"1300.00"}}


async def test_deleted_or_matched_there(desk: Desk, company: Company) -> None:
    """One is posted again when a person says so; the other once its match is taken back."""
    await company.delete("JF-1")
    await company.change("JF-2", matched=True)

    await hand_in(desk, company, FIRST, SECOND)
    deleted = await the_card(desk, obstacle=Obstacle.DELETED)
    held = await the_card(desk, obstacle=Obstacle.HELD, words=bool)

    await desk.click(deleted, names.OVERWRITE)
    view = await the_form(desk)
    assert (await desk.submit(view, {}))["acked"]
    posted = await the_card(desk, face=Face.POSTED, mended=(MoveName.OVERWRITE, ANA))
    assert [one.anew for one, _by in await turns(desk, posted, TheirsOverwritten)] == [True]
    await company.change("JF-2", matched=False)
    assert (await desk.click(held, names.RETRY))["acked"]
    await desk.quiet()

    assert await sums(company) == {"JF-1": {"1300.00"}, "JF-2": {"1000.00"}, "JF-3": {"77.25"}}


async def test_changed_between_the_form_and_the_click(desk: Desk, company: Company) -> None:
    """What nobody here saw is not written over: the card opens again with what is there now."""
    await edit(company, "JF-1", "5.00")
    await hand_in(desk, company, FIRST)
    card = await the_card(desk, obstacle=Obstacle.EDITED)
    await desk.click(card, names.OVERWRITE)
    view = await the_form(desk)
    await edit(company, "JF-1", "6.00")

    assert (await desk.submit(view, {}))["acked"]
    again = await the_card(desk, obstacle=Obstacle.EDITED, attempts=2)
    await desk.quiet()
    assert "$6.00" in str(again)

    assert again["ts"] == card["ts"]
    assert (await sums(company))["JF-1"] == {"6.00"}
