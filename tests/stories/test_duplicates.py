"""The number of an entry is taken in QuickBooks: compared, linked to, or posted beside it."""

from pathlib import Path

from tests.stories.desk import Company, Desk

FILES = Path(__file__).parent / "files"


def said(answer: str, reason: str = "") -> dict[str, object]:
    """Return what is filled into the form."""
    option = {"text": {"type": "plain_text", "text": answer}, "value": answer}
    return {
        "twin": {"twin_input": {"type": "radio_buttons", "selected_option": option}},
        "reason": {"reason_input": {"type": "plain_text_input", "value": reason or None}},
    }


async def test_one_is_linked_to_and_one_posted_beside(desk: Desk, northwind: Company) -> None:
    """Of two taken numbers, one is ours and one somebody else's: the ledger has each sale once."""
    for number, amount in (("JF-1", "1200.00"), ("JF-2", "17.00")):
        lines = [{"side": side, "amount": amount, "account": "35"} for side in ("debit", "credit")]
        await northwind.type_in(doc_number=number, date="2026-07-01", lines=lines)
    await desk.take(northwind, FILES / "sales.jsonl")
    await desk.quiet()

    first, second = [one for one in await desk.cards() if "number already" in one["text"]]
    await desk.click(first, "Compare")
    view = await _compared(desk)
    assert "$1,250.00" in str(view["blocks"])
    assert "$1,200.00" in str(view["blocks"])
    assert (await desk.submit(view, said("link")))["acked"]
    await desk.card("Posted", "linked to the entry that was there by Ana")

    await desk.click(second, "Compare")
    view = await _compared(desk)
    assert (await desk.submit(view, said("post_anyway", "That is the rent")))["acked"]
    closed = await desk.card("Posted", "posted beside the other as JF-2-2 by Ana")
    await desk.poll()
    await desk.quiet()

    numbers = sorted(entry["doc_number"] for entry in await northwind.ledger())
    assert numbers == ["JF-1", "JF-2", "JF-2-2", "JF-3"]
    assert any("That is the rent" in line for line in await desk.thread(closed))


async def _compared(desk: Desk) -> dict[str, object]:
    """Return the form once QuickBooks was asked."""
    from tests.stories.desk import eventually

    async def filled() -> dict[str, object] | None:
        view = await desk.view()
        return view if view["callback_id"] == "incident_compare_form" else None

    return await eventually(filled, "both entries")
