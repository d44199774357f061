"""What lines carry, as Details tells it."""

from __future__ import annotations

from blocks.card.details import details_modal
from blocks.card.line_codes import MOST_LINES
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.entries.entry import Line, Side
from journal.entries.line_codes import LineCodes
from tests.blocks.read import texts
from tests.build import a_case, an_entry

LINE = Line(Side.DEBIT, Money(160413, "USD"), category="Clearing")
STORES = LineCodes(LINE, "1300 Clearing", (("Class", "Stores"), ("Customer", "Faire <UK>")))
UNKNOWN = LineCodes(LINE, "1300 Clearing", (), (("Class", "Onlin"), ("Region", "")))


def told(*lines: LineCodes) -> str:
    """Return the text of Details of one entry of these lines."""
    view = details_modal(a_case(), [an_entry()], carried={1042: lines})
    return "\n".join(texts(checked_view(view)["blocks"]))


def test_each_line_is_told_with_what_it_carries() -> None:
    """By the labels that the ledger has; what is lacking in bold."""
    text = told(STORES, UNKNOWN)

    assert "• debit $1,604.13 1300 Clearing · Class Stores · Customer Faire &lt;UK&gt;" in text
    assert "1300 Clearing · *Class “Onlin” unknown* · *Region missing*" in text


def test_of_many_lines_it_is_told_how_many_carry_what() -> None:
    """What is lacking first; a thousand lines take no more room than what differs."""
    text = told(*[STORES] * MOST_LINES, UNKNOWN)

    lacking, carried = text.index("*Region missing* on 1 line"), text.index("Class Stores on 24")
    assert lacking < carried


def test_more_different_codes_than_fit_are_counted() -> None:
    """A customer on each line fills no window."""
    lines = [LineCodes(LINE, "1300", (("Customer", f"C{at}"),)) for at in range(500)]

    assert "and 470 more" in told(*lines)


def test_lines_without_any_are_not_told() -> None:
    """Where nothing is carried beside accounts, Details is as short as ever."""
    assert "What lines carry" not in told(LineCodes(LINE, "1300 Clearing"))
