"""Accounts are mapped on the card: chosen while typing, and everything that waited is posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import figures, names
from journal.amounts.money import Money
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.incidents.story.mending import AccountCreated, AccountsMapped
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_case, turns


def an_entry(reference: str, *credited: str, channel: str = "Shopify") -> NewEntry:
    """Return a day that brings $50 to each of these categories, out of the clearing."""
    whole = Money(5000 * len(credited), "USD")
    ours = [Line(Side.CREDIT, Money(5000, "USD"), category=name) for name in credited]
    lines = (Line(Side.DEBIT, whole, category="Clearing"), *ours)
    kind = EntryKind.SALES_SUMMARY
    return NewEntry(reference, date(2026, 7, 7), channel, kind, "USD", lines)


async def hand_in(desk: Desk, company: Company, *entries: NewEntry) -> None:
    """Hand entries in, with the clearing mapped."""
    async with desk.program.database.store() as store:
        rows = [(channel, "Clearing", "1300") for channel in ("Shopify", "Amazon")]
        await store.desk.save_mapping(company.book.id, rows)
    await desk.program.services.accept_entries(company.book.id, entries)


async def open_form(desk: Desk, card: Mapping[str, Any], by: str = ANA) -> dict[str, Any]:
    """Press Map accounts; return the form once it can be filled in."""
    assert (await desk.click(card, names.MAP, by=by))["acked"]

    async def ready() -> dict[str, Any] | None:
        view = await desk.view(by)
        return view if any(block["type"] == "input" for block in view["blocks"]) else None

    return await eventually(ready, "the form with its fields")


async def chosen(
    desk: Desk, view: Mapping[str, Any], typed: Mapping[str, str], by: str = ANA
) -> dict[str, Any]:
    """Type into fields, by their labels; return the values with what was found first."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input" and block["label"]["text"] in typed:
            answer = await desk.outside.post(
                "slack/control/suggest",
                json={
                    "as": by,
                    "view_id": view["id"],
                    "block_id": block["block_id"],
                    "action_id": names.MAP_ACCOUNT,
                    "value": typed[block["label"]["text"]],
                },
            )
            option = answer.json()["option_groups"][0]["options"][0]
            held = {"type": "external_select", "selected_option": option}
            values[block["block_id"]] = {names.MAP_ACCOUNT: held}
    return values


def put_in(view: Mapping[str, Any]) -> list[str]:
    """Return the accounts that stand in the fields of the form already."""
    fields = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    options = [one["initial_option"] for one in fields if "initial_option" in one]
    return [option["text"]["text"] for option in options]


async def test_mapped_on_one_card_all_that_waited_is_posted(desk: Desk, northwind: Company) -> None:
    """Two cards lack accounts; mapped on one, both post, once each, and say who mapped what."""
    await hand_in(
        desk,
        northwind,
        an_entry("S-1", "Gift cards", "Tips"),
        an_entry("S-2", "Gift cards", "Tips"),
        an_entry("S-3", "Tips"),
    )
    both = await the_card(desk, FailureReason.MAPPING_MISSING, subject="Gift cards", waiting=2)
    tips = await the_card(desk, FailureReason.MAPPING_MISSING, subject="Tips")
    await desk.quiet()
    assert (await the_case(desk, both)).incident.failure.details == ("Tips",)

    view = await open_form(desk, both)
    # The names are near enough.
    assert figures.entries(3, "en_US") in view["submit"]["text"]
    values = await chosen(desk, view, {"Gift cards": "2300", "Tips": "tips pay"})
    answer = await desk.submit(view, values)
    assert answer["acked"], answer
    assert not answer["errors"], answer

    mapped = await the_card(desk, face=Face.POSTED, posted=2, mended=(MoveName.MAP, ANA))
    assert mapped["ts"] == both["ts"]
    single = await the_card(desk, face=Face.POSTED, references=("S-3",), mended=(MoveName.MAP, ANA))
    assert single["ts"] == tips["ts"]
    assert names.MAP not in buttons(mapped)
    await desk.quiet()
    numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
    assert (len(numbers), set(numbers.values())) == (3, {1})
    ((turn, by),) = await turns(desk, mapped, AccountsMapped)
    assert (by, turn.categories) == (ANA, 2)
    assert dict(turn.mapped)["Gift cards"].startswith("2300")
    assert await desk.told(ANA) == []


async def test_two_have_the_form_open_and_the_second_sees_the_first(
    desk: Desk, northwind: Company
) -> None:
    """Ben sends his other account in too late: his form tells him hers, and hers stays."""
    await hand_in(desk, northwind, an_entry("S-1", "Gift cards"))
    card = await the_card(desk, FailureReason.MAPPING_MISSING, subject="Gift cards")
    ana, ben = await open_form(desk, card), await open_form(desk, card, by=BEN)

    await desk.submit(ana, await chosen(desk, ana, {"Gift cards": "2300"}))
    await the_card(desk, face=Face.POSTED)
    values = await chosen(desk, ben, {"Gift cards": "2400"}, by=BEN)
    answer = await desk.submit(ben, values, by=BEN)

    assert answer["response_action"] == "update"
    shown = await desk.view(BEN)
    assert "2300 Gift card liability" in str(shown["blocks"])
    async with desk.program.database.store() as store:
        kept = await store.mappings.kept(northwind.book.id, [("Shopify", "Gift cards")])
    assert [one.by for one in kept] == [ANA]
    await desk.quiet()
    assert len(await northwind.ledger()) == 1


async def test_another_channels_mapping_posts_by_one_press(desk: Desk, northwind: Company) -> None:
    """Amazon's surcharges are mapped already: for Shopify the same account stands there."""
    async with desk.program.database.store() as store:
        await store.desk.save_mapping(northwind.book.id, [("Amazon", "Surcharges", "4010")])
    await hand_in(desk, northwind, an_entry("S-1", "Surcharges"))
    card = await the_card(desk, FailureReason.MAPPING_MISSING, subject="Surcharges")

    view = await open_form(desk, card)
    (account,) = put_in(view)
    assert account.startswith("4010")
    await desk.submit(view, {})

    posted = await the_card(desk, face=Face.POSTED, posted=1, mended=(MoveName.MAP, ANA))
    await desk.quiet()
    ((turn, _by),) = await turns(desk, posted, AccountsMapped)
    assert dict(turn.mapped)["Surcharges"].startswith("4010")
    assert len(await northwind.ledger()) == 1


@pytest.mark.parametrize("asked", [True, False])
async def test_an_account_closed_at_the_platform_is_mapped_to_another(
    desk: Desk, northwind: Company, asked: bool
) -> None:
    """QuickBooks takes it no more: its category is mapped again, or it is opened again."""
    async with desk.program.database.store() as store:
        await store.desk.save_mapping(northwind.book.id, [("Shopify", "Gift cards", "2300")])
    await hand_in(desk, northwind, an_entry("S-1", "Gift cards"))
    await desk.quiet()
    await northwind.account("2300", active=False)
    await hand_in(desk, northwind, an_entry("S-2", "Gift cards"))
    card = await the_card(desk, FailureReason.ACCOUNT_INVALID)
    await desk.quiet()
    assert "Gift card liability" in str(card)

    if asked:
        view = await open_form(desk, card)
        await desk.submit(view, await chosen(desk, view, {"Gift cards": "2400"}))
    else:
        await northwind.account("2300", active=True)
        await desk.click(card, names.RETRY)

    await the_card(desk, face=Face.POSTED, posted=1)
    await desk.quiet()
    assert len(await northwind.ledger()) == 2


async def test_an_account_is_made_in_quickbooks_and_mapped(desk: Desk, northwind: Company) -> None:
    """None fits, so Ana has one made from the form; it is chosen there, and the entry posts."""
    await hand_in(desk, northwind, an_entry("S-1", "Surcharges"))
    card = await the_card(desk, FailureReason.MAPPING_MISSING, subject="Surcharges")
    view = await open_form(desk, card)
    await desk.press_in(view, names.MAP_CREATE)

    async def on_top() -> dict[str, Any] | None:
        top = await desk.view()
        return top if top["callback_id"] == names.ACCOUNT_FORM else None

    answer = await desk.submit(await eventually(on_top, "the form that makes accounts"), {})
    assert not answer["errors"], answer

    async def chosen_beneath() -> dict[str, Any] | None:
        top = await desk.view()
        return top if put_in(top) == ["Surcharges"] else None

    await desk.submit(await eventually(chosen_beneath, "the account to be there"), {})

    posted = await the_card(desk, face=Face.POSTED, posted=1, mended=(MoveName.MAP, ANA))
    await desk.quiet()
    assert await turns(desk, posted, AccountCreated) == [(AccountCreated("Surcharges"), ANA)]
    (entry,) = await northwind.ledger()
    accounts = {one["name"]: one["id"] for one in (await northwind.state())["accounts"]}
    assert "Surcharges" in accounts
    assert "Surcharges" in str(entry)
