"""An entry is turned down for what it says, corrected on its card, and posted once."""

from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.entries.editing import LineChange, LineTold
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.incidents.story.mending import LinesEdited
from tests.build import some_content
from tests.stories.desk import ANA, Company, Desk
from tests.stories.seen import the_card, turns

TOO_MUCH = 10**15


def with_noughts() -> NewEntry:
    """Return an entry with more digits in its amounts than QuickBooks has room for."""
    return some_content(
        reference="SHOP-9",
        kind=EntryKind.OTHER,
        lines=(
            Line(Side.DEBIT, Money(TOO_MUCH, "USD"), account="1310"),
            Line(Side.CREDIT, Money(TOO_MUCH, "USD"), account="4000"),
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


def a_debit(minor: int, account: str) -> LineTold:
    """Return a debit in the story."""
    return LineTold(Side.DEBIT, Money(minor, "USD"), account)


async def test_wrong_lines_are_corrected_on_the_card(desk: Desk, northwind: Company) -> None:
    """What does not balance keeps the form open; what does is in the ledger once."""
    await desk.program.services.accept_entries(northwind.book.id, [with_noughts()])
    card = await the_card(desk, FailureReason.VALIDATION_OTHER)
    await desk.quiet()

    assert (await desk.click(card, names.EDIT_LINES))["acked"]
    view = await desk.view()
    half = (("1300", "Debit 900"), ("4000", "Credit 1,000.00"), ("", ""), ("", ""))
    wrong = await desk.submit(view, typed(*half))
    assert "100.00 USD" in str(wrong["errors"])

    whole = (*half[:2], ("6000", "Debit 100.00"), ("", ""))
    assert not (await desk.submit(view, typed(*whole)))["errors"]

    closed = await the_card(desk, face=Face.POSTED, mended=(MoveName.EDIT, ANA))
    assert closed["ts"] == card["ts"]
    await desk.quiet()
    (entry,) = await northwind.ledger()
    assert entry["doc_number"] == "JF-1"
    ((edited, by),) = await turns(desk, closed, LinesEdited)
    assert (edited.number, by) == ("JF-1", ANA)
    assert edited.changes[0] == LineChange(1, a_debit(TOO_MUCH, "1310"), a_debit(900_00, "1300"))
    assert edited.changes[-1] == LineChange(3, None, a_debit(100_00, "6000"))
