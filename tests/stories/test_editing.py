"""An entry is turned down for what it says, corrected on its card, and posted once."""

from journal.amounts.money import Money
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from tests.build import some_content
from tests.stories.desk import Company, Desk

TOO_MUCH = Money(10**15, "USD")


def with_noughts() -> NewEntry:
    """Return an entry with more digits in its amounts than QuickBooks has room for."""
    return some_content(
        reference="SHOP-9",
        kind=EntryKind.OTHER,
        lines=(
            Line(Side.DEBIT, TOO_MUCH, account="1310"),
            Line(Side.CREDIT, TOO_MUCH, account="4000"),
        ),
    )


def typed(*lines: tuple[str, str]) -> dict[str, object]:
    """Return lines as they are typed into the form."""
    values: dict[str, object] = {}
    for place, (named, amount) in enumerate(lines):
        for block, action, text in (
            ("line_account", "line_account_input", named),
            ("line_amount", "line_amount_input", amount),
        ):
            element = {"type": "plain_text_input", "value": text or None}
            values[f"{block}.{place}"] = {action: element}
    return values


async def test_wrong_lines_are_corrected_on_the_card(desk: Desk, northwind: Company) -> None:
    """What does not balance keeps the form open; what does is in the ledger once."""
    await desk.program.services.accept_entries(northwind.book.id, [with_noughts()])
    card = await desk.card("turned the entry down")
    await desk.quiet()

    assert (await desk.click(card, "Edit lines"))["acked"]
    view = await desk.view()
    half = (("1300", "Debit 900"), ("4000", "Credit 1,000.00"), ("", ""), ("", ""))
    wrong = await desk.submit(view, typed(*half))
    assert "differ by 100.00 USD" in str(wrong["errors"])

    whole = (*half[:2], ("6000", "Debit 100.00"), ("", ""))
    assert not (await desk.submit(view, typed(*whole)))["errors"]

    closed = await desk.card("Posted", "lines of JF-1 edited by Ana")
    assert closed["ts"] == card["ts"]
    await desk.quiet()
    (entry,) = await northwind.ledger()
    assert entry["doc_number"] == "JF-1"
    story = " ".join(await desk.thread(closed))
    assert "line 1 debit $10,000,000,000,000.00 1310 → debit $900.00 1300" in story
    assert "line 3 new → debit $100.00 6000" in story
