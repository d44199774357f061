"""A hand edit in the ledger and a correction, settled in the browser."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from blocks.card.face import Face
from blocks.kit import names
from journal.incidents.how_resolved import HowResolved
from journal.incidents.story.mending import TheirsKept, TheirsOverwritten
from tests.browser.cases import shows, told
from tests.browser.look import card_at, form, press, say_yes, submit
from tests.page.tabs import OpenTab
from tests.stories.desk import Company, Desk
from tests.stories.test_overwriting import corrected, edit, hand_in, sums

RETAIL, ONLINE = {"value": "11", "name": "Retail"}, {"value": "12", "name": "Online"}
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def asked(desk: Desk, company: Company) -> str:
    """Have two posted entries edited by hand and handed in again; return the `ts` of a card."""
    days = {"shop-0707": "2026-07-07", "shop-0708": "2026-07-08"}
    for reference, day in days.items():
        await hand_in(desk, company, corrected(reference, day, 1250, revision=1))
    for number in {one["doc_number"] for one in await company.ledger()}:
        await edit(company, str(number), "5.00")
    for reference, day in days.items():
        await hand_in(desk, company, corrected(reference, day, 1300))
    return str((await desk.card(names.KEEP_THEIRS, company.book.name, "shop-0707"))["ts"])


async def test_one_is_overwritten_and_one_kept(desk: Desk, company: Company, tab: OpenTab) -> None:
    """Both stand side by side before anything is written over; Keep theirs is asked once more."""
    first = await asked(desk, company)
    second = str((await desk.card(names.KEEP_THEIRS, company.book.name, "shop-0708"))["ts"])
    page = await tab("#as=U_ANA")

    await press(card_at(page, first), names.OVERWRITE).click()
    dialog = form(page, names.OVERWRITE_FORM)
    await expect(dialog).to_contain_text("$1,300.00")
    await expect(dialog).to_contain_text("$5.00")
    await submit(page).click()
    await expect(dialog).to_have_count(0)
    await shows(desk, card_at(page, first), Face.POSTED)
    assert [one.by for one in await told(desk, first, TheirsOverwritten)] == ["U_ANA"]

    await press(card_at(page, second), names.KEEP_THEIRS).click()
    question = page.get_by_test_id("confirm")
    await expect(question).to_contain_text("Jul 8, 2026 · $5.00")
    await say_yes(page)
    kept = await shows(desk, card_at(page, second), Face.BY_HAND)
    assert kept.incident.how is HowResolved.KEPT
    assert [one.by for one in await told(desk, second, TheirsKept)] == ["U_ANA"]

    assert sorted(map(sorted, (await sums(company)).values())) == [["1300.00"], ["5.00"]]


async def a_class_by_hand(company: Company) -> None:
    """Have a third line typed into the entry in QuickBooks itself, and classes chosen on two."""
    classes = [{"name": one["name"], "id": one["value"]} for one in (RETAIL, ONLINE)]
    await company.switch(classes=classes)
    accounts = {one["number"]: one["id"] for one in (await company.state())["accounts"]}
    lines = [
        {"side": "debit", "amount": "1250.00", "account": accounts["1310"]},
        {
            "side": "credit",
            "amount": "1200.00",
            "account": accounts["4000"],
            "own": {"ClassRef": RETAIL},
        },
        {
            "side": "credit",
            "amount": "50.00",
            "account": accounts["6000"],
            "own": {"ClassRef": ONLINE},
        },
    ]
    ours = next(one for one in await company.ledger() if "JF-" in one["private_note"])
    await company.change(ours["doc_number"], lines=lines)


async def test_what_would_be_lost_is_named(desk: Desk, company: Company, tab: OpenTab) -> None:
    """A class stays with its line, another goes with the line that ours does not have."""
    await hand_in(desk, company, corrected("shop-0707", "2026-07-07", 1250, revision=1))
    await a_class_by_hand(company)
    await hand_in(desk, company, corrected("shop-0707", "2026-07-07", 1300))
    ts = str((await desk.card(names.KEEP_THEIRS, company.book.name))["ts"])
    for who, width in (("U_BEN", 390), ("U_ANA", 1400)):
        page = await tab(f"#as={who}", width=width)
        await press(card_at(page, ts), names.OVERWRITE).click()
        for extra in (ONLINE, RETAIL):
            await expect(form(page, names.OVERWRITE_FORM)).to_contain_text(extra["name"])
    await submit(page).click()
    await shows(desk, card_at(page, ts), Face.POSTED)
    assert [one.by for one in await told(desk, ts, TheirsOverwritten)] == ["U_ANA"]

    (entry,) = await company.ledger()
    shown = {(one["side"], one["amount"]): one.get("own") for one in entry["lines"]}
    assert shown == {("debit", "1300.00"): {}, ("credit", "1300.00"): {"ClassRef": RETAIL}}
