"""What QuickBooks has that may be an entry of ours, or only bears its number: a person says."""

from dataclasses import replace
from pathlib import Path

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.entry import Line, PostingStatus
from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.incidents.story.mending import PostedAnyway
from tests.stories.desk import ANA, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_cards, turns

FILES = Path(__file__).parent / "files"


def said(answer: str, reason: str = "") -> dict[str, object]:
    """Return what is filled into the form."""
    option = {"text": {"type": "plain_text", "text": answer}, "value": answer}
    return {
        "twin": {"twin_input": {"type": "radio_buttons", "selected_option": option}},
        "reason": {"reason_input": {"type": "plain_text_input", "value": reason or None}},
    }


async def test_one_is_linked_to_and_one_posted_beside(desk: Desk, northwind: Company) -> None:
    """An earlier jefail posted to the company: a person says of each number what it is.

    None of them closes a card, and none keeps ours out for ever: the next free number is taken.
    """
    for number, amount in (("JF-1", "1200.00"), ("JF-2", "17.00"), ("JF-2-2", "18.00")):
        lines = [{"side": side, "amount": amount, "account": "35"} for side in ("debit", "credit")]
        await northwind.type_in(doc_number=number, date="2026-07-01", lines=lines)
    await desk.take(northwind, FILES / "sales.jsonl")
    await desk.quiet()

    first, second = await the_cards(desk, reason=FailureReason.DUPLICATE)
    await desk.click(first, names.COMPARE)
    view = await _compared(desk)
    assert "$1,250.00" in str(view["blocks"])
    assert "$1,200.00" in str(view["blocks"])
    assert (await desk.submit(view, said("link")))["acked"]
    await the_card(desk, face=Face.POSTED, mended=(MoveName.LINK, ANA))

    await desk.click(second, names.COMPARE)
    view = await _compared(desk)
    assert (await desk.submit(view, said("post_anyway", "That is the rent")))["acked"]
    closed = await the_card(desk, face=Face.POSTED, mended=(MoveName.POST_ANYWAY, ANA))
    await desk.poll()
    await desk.quiet()

    numbers = sorted(entry["doc_number"] for entry in await northwind.ledger())
    assert numbers == ["JF-1", "JF-2", "JF-2-2", "JF-2-3", "JF-3"]
    ((posted, by),) = await turns(desk, closed, PostedAnyway)
    assert (posted.number, posted.note, by) == ("JF-2-3", "That is the rent", ANA)


async def test_last_years_journal_of_the_same_number_is_a_stranger(
    desk: Desk, northwind: Company
) -> None:
    """Journal no. 7 of $64.00 neither closes the card of ours, number 7, nor is it written over."""
    lines = [{"side": side, "amount": "64.00", "account": "35"} for side in ("debit", "credit")]
    await northwind.type_in(doc_number="7", date="2025-03-01", lines=lines)

    await desk.take(northwind, FILES / "plain-journal-number.csv", sales_channel="Shopify")
    await desk.quiet()
    await desk.poll()
    await desk.quiet()

    assert await the_cards(desk, face=Face.OPEN, waiting=1) == await desk.cards()
    async with desk.program.database.store() as store:
        (entry,) = await store.entries.find("7")
    assert entry.status is PostingStatus.FAILED

    right = replace(entry.content, revision=2, lines=on_accounts(entry.content.lines))
    (answer,) = await desk.program.services.accept_entries(northwind.book.id, [right])
    assert answer.taken, answer.error
    await desk.quiet()
    cards = await desk.cards()
    ledger = {one["date"]: one["lines"][0]["amount"] for one in await northwind.ledger()}

    assert ledger == {"2025-03-01": "64.00", "2026-07-22": "1912.00"}
    assert not [one for one in cards if names.OVERWRITE in buttons(one)]


def on_accounts(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines on accounts that the chart has."""
    return tuple(
        replace(one, account="4000") if "Sales" in str(one.account) else one for one in lines
    )


async def _compared(desk: Desk) -> dict[str, object]:
    """Return the form once QuickBooks was asked."""

    async def filled() -> dict[str, object] | None:
        view = await desk.view()
        return view if view["callback_id"] == names.COMPARE_FORM else None

    return await eventually(filled, "both entries")
