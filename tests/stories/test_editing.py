"""An entry is turned down for what it says, corrected on its card, and posted once."""

from journal.entry import EntryKind, Line, NewEntry, Side
from journal.money import Money
from tests.build import some_content
from tests.stories.desk import Company, Desk

THOUSAND = Money(100_000, "USD")


def on_receivables() -> NewEntry:
    """Return an entry on an account that QuickBooks wants a customer for."""
    return some_content(
        reference="SHOP-9",
        kind=EntryKind.OTHER,
        lines=(
            Line(Side.DEBIT, THOUSAND, account="Accounts Receivable"),
            Line(Side.CREDIT, THOUSAND, account="4000"),
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
    await desk.program.services.accept_entries(northwind.book.id, [on_receivables()])
    card = await desk.card("turned the entry down", "choose a customer")
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
    assert "line 1 debit $1,000.00 Accounts Receivable → debit $900.00 1300" in story
    assert "line 3 new → debit $100.00 6000" in story
