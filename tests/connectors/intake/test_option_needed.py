"""What a file leaves open is told as what it is, for a terminal and for a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions, OptionNeeded
from journal.offers.choices import Needed

HEAD = "Journal No,Date,Account,Debit,Credit,Description\n"


@pytest.mark.parametrize(
    ("content", "needed", "option"),
    [
        (HEAD + "1,01/02/2026,A,1.00,,Shopify\n1,01/02/2026,B,,1.00,\n", Needed.DATES, "--dates"),
        (
            HEAD + "1,2026-07-01,A,1.234,,Shopify\n1,2026-07-01,B,,1.234,\n",
            Needed.DECIMALS,
            "--decimals",
        ),
        (
            "Date,Account,Debit,Credit\n2026-07-01,A,1.00,\n2026-07-01,B,,1.00\n",
            Needed.NUMBER_BY,
            "--number-by",
        ),
    ],
)
def test_it_names_the_option_and_says_it_without(
    tmp_path: Path, content: str, needed: Needed, option: str
) -> None:
    """The terminal reads what to type; elsewhere it is said without an option."""
    path = tmp_path / "july.csv"
    path.write_text(content)

    with pytest.raises(OptionNeeded) as raised:
        open_entries(path, IntakeOptions("USD"))

    assert raised.value.needed is needed
    assert option in str(raised.value)
    assert "--" not in raised.value.says


def test_an_entry_can_need_one_too(tmp_path: Path) -> None:
    """Without a sales channel the entry is a fault that says what would settle it."""
    path = tmp_path / "july.csv"
    path.write_text(HEAD + "1,2026-07-01,A,1.00,,\n1,2026-07-01,B,,1.00,\n")

    (fault,) = open_entries(path, IntakeOptions("USD"))

    assert isinstance(fault, Fault)
    assert fault.needed is Needed.SALES_CHANNEL
    assert "--channel" in fault.cause
    assert "--" not in fault.says
