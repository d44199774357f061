"""The form with an entry's lines: what is said of one that is not whole."""

from __future__ import annotations

import pytest

from blocks.forms.lines import lines_form, read_lines
from blocks.forms.parts import BadField
from blocks.kit import names
from blocks.kit.validate import checked_view
from tests.blocks.read import texts
from tests.build import a_case, an_entry, some_content

ENTRY = an_entry(content=some_content())


def test_empty_lines_stand_behind_those_that_are_there() -> None:
    """With amounts as the book's country writes them, and a button that says what is posted."""
    view = checked_view(lines_form(a_case(), ENTRY))

    assert [*texts(view["blocks"])].count("New line: account or category") == 2
    assert "Credit 1,604.13" in str(view["blocks"])
    assert view["submit"]["text"] == "Post JF-1042"


@pytest.mark.parametrize(
    ("named", "amount", "said"),
    [
        ("4010", "1604.13", "Write Debit or Credit and the amount, such as: Debit 1,234.56"),
        ("4010", "Credit 1.604,13", "Write Debit or Credit"),
        ("4010", "Credit -5", "Write Debit or Credit"),
        ("", "Credit 1,604.13", "Name the account, or empty both fields of the line."),
    ],
)
def test_a_wrong_line_says_what_is_right(named: str, amount: str, said: str) -> None:
    """An example is written as the book's country writes amounts."""
    values = {
        f"{names.LINE_ACCOUNT_BLOCK}.0": {names.LINE_ACCOUNT_INPUT: {"value": named}},
        f"{names.LINE_AMOUNT_BLOCK}.0": {names.LINE_AMOUNT_INPUT: {"value": amount}},
    }
    view = {"private_metadata": "7:1042:1", "state": {"values": values}}

    with pytest.raises(BadField) as wrong:
        read_lines(view, ENTRY, "en_US")

    assert wrong.value.text.startswith(said)
