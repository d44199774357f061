"""July's files as a stranger would have them: other headings, spellings and marks, same entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.intake.dates import DateOrder
from connectors.intake.result import IntakeOptions, OptionNeeded
from journal.books.lists import NameKind
from journal.entries.coding import Coding, TaxOn
from journal.offers.choices import Needed
from tests.connectors.intake.build import entries, faults
from tests.connectors.intake.conftest import Write
from tests.july import JULY

USD = IntakeOptions("USD", locale="en-US")
GERMAN = dict(
    zip(
        [
            "*JournalNo",
            "*JournalDate",
            "*AccountName",
            "*Debits",
            "*Credits",
            "Description",
            "Name",
            "Currency",
            "Location",
            "Class",
        ],
        [
            "Belegnummer",
            "Buchungsdatum",
            "Konto",
            "Soll",
            "Haben",
            "Buchungstext",
            "Kontakt",
            "Währung",
            "Standort",
            "Klasse",
        ],
        strict=True,
    )
)
FRENCH = dict(
    zip(
        GERMAN,
        [
            "N° de pièce",
            "Date",
            "Compte",
            "Débit",
            "Crédit",
            "Libellé",
            "Tiers",
            "Devise",
            "Emplacement",
            "Classe",
        ],
        strict=True,
    )
)


def headed(names: dict[str, str]) -> Callable[[str], str]:
    """Return what puts other headings in place of the first line's."""

    def change(text: str) -> str:
        first, _, rest = text.partition("\n")
        return ",".join(names[one] for one in first.split(",")) + "\n" + rest

    return change


def spaced(text: str) -> str:
    """Return a file with blank rows, one of separators alone, and a title above its headings."""
    first, second, rest = text.split("\n", 2)
    return f"Northwind,,,,,,,,,\n\n{first}\n,,,,,,,,,\n{second}\n \n\n{rest}\n,,,,,,,,,\n"


SAME: dict[str, Callable[[str], str]] = {
    "German": headed(GERMAN),
    "French": headed(FRENCH),
    "capitals": lambda text: text.partition("\n")[0].upper() + "\n" + text.partition("\n")[2],
    "Excel's mark and line ends": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "blank rows and a title": spaced,
    "a space behind each comma": lambda text: text.replace(",", ", ").replace(",  ", ", "),
    "spaces around words": lambda text: text.replace("Online", " Online\u00a0"),
    "another case of the currency": lambda text: text.replace("USD", "usd", 3),
    "semicolons": lambda text: text.replace(",", ";"),
    "tabs": lambda text: text.replace(",", "\t"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_the_same_entries_come_out(write: Write, change: Callable[[str], str]) -> None:
    """Class, location, name and amount of each line are as in the file that is plain."""
    path = JULY / "us_shopify_class.csv"
    text = path.read_text("utf-8").replace(", net 30", " net 30").replace('"', "")
    assert entries(write(change(text))) == entries(write(text))


def test_a_class_that_only_some_lines_have(write: Write) -> None:
    """What a row leaves empty is empty, whatever the rows around it say."""
    text = (JULY / "us_shopify_class.csv").read_text("utf-8")
    first, *rows = text.splitlines()
    emptied = [one.removesuffix("Online") if n % 2 else one for n, one in enumerate(rows)]

    read = entries(write("\n".join([first, *emptied])))

    lines = [line.coding.class_name for one in read for line in one.lines]
    assert lines == ["" if n % 2 else "Online" for n in range(len(rows))]


@pytest.mark.parametrize(
    ("said", "debit", "credit"),
    [
        ("(10.00),", 0, 1000),
        ("-10.00,", 0, 1000),
        (",(10.00)", 1000, 0),
        (",10.00-", 1000, 0),
        ("0.00,10.00", 0, 1000),
        ("10.000,", 1000, 0),
    ],
)
def test_the_side_of_an_amount(write: Write, said: str, debit: int, credit: int) -> None:
    """A negative debit is a credit, in brackets or with a minus on either end."""
    head = "Journal No,Date,Account,Debit,Credit,Description\n"
    other = f"{credit / 100:.2f},{debit / 100:.2f}"
    path = write(f"{head}S1,2026-07-13,A,{said},Etsy\nS1,2026-07-13,B,{other},\n")

    (entry,) = entries(path)
    first = entry.lines[0]

    assert first.amount is not None
    assert first.side.sign * first.amount.minor == debit - credit


@pytest.mark.parametrize("half", ["10.005", "0.335"])
def test_half_a_cent_is_never_rounded(write: Write, half: str) -> None:
    """It is told with its line; rounding would be a guess."""
    rows = f"S1,2026-07-13,A,{half},,Etsy\nS1,2026-07-13,B,,{half},\nS2,2026-07-13,A,0.50,,Etsy\n"
    path = write("Journal No,Date,Account,Debit,Credit,Description\n" + rows)

    (fault, _) = faults(path)

    assert f"line 2: {half} has more decimal places than USD allows" in fault


RATED = "Journal No,Date,Account,Debit,Credit,Currency,Exchange Rate,Description\n"


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        ("0.7315", "0.7315"),
        ('"0,7315"', "0.7315"),
        ('"15,234.5"', "15234.5"),
        ('"1.234,56"', "1234.56"),
        ("1.234", "1.234"),
        ("149.975", "149.975"),
    ],
)
def test_a_rate_is_read_exactly(write: Write, said: str, rate: str) -> None:
    """Points and commas count as in the amounts of the file, or as they can only be meant."""
    rows = f"S1,2026-07-13,A,9.50,,CAD,{said},Etsy\nS1,2026-07-13,B,,9.50,CAD,{said},\n"

    (entry,) = entries(write(RATED + rows))

    assert entry.exchange_rate == Decimal(rate)


@pytest.mark.parametrize("said", ['"1,234"', "abc", "1/1.37", "1e3", "€1.2", "0", "-1"])
def test_what_is_no_rate_is_told(write: Write, said: str) -> None:
    """Nor is one read that may be thousands or three places: it would be off by a thousand."""
    rows = f"S1,2026-07-13,A,9.50,,CAD,{said},Etsy\nS1,2026-07-13,B,,9.50,CAD,{said},\n"

    (fault,) = faults(write(RATED + rows))

    assert "exchange rate" in fault


def test_one_day_in_two_spellings(write: Write) -> None:
    """It is one day; two days in an entry are told."""
    head = "Journal No,Date,Account,Debit,Credit,Description\n"
    rows = "S1,7/13/2026,A,5,,Etsy\nS1,{},B,,5,\n"

    assert len(entries(write(head + rows.format("2026-07-13")))) == 1
    (fault,) = faults(write(head + rows.format("2026-07-14")))
    assert "different dates: 7/13/2026 and 2026-07-14" in fault


def test_a_reversing_date_that_may_be_two_is_asked_about(write: Write) -> None:
    """Where journal dates leave no doubt too: 8/1 would come back in January as well."""
    text = (JULY / "adjusting.csv").read_text("utf-8").replace("7/31/2026", "2026-07-31")
    path = write(text)

    with pytest.raises(OptionNeeded) as asked:
        entries(path)

    assert asked.value.needed is Needed.DATES
    read = entries(path, replace(USD, dates=DateOrder.MONTH_FIRST))
    assert [str(one.reverse_on) for one in read] == ["None", "2026-08-01"]


def test_one_name_in_two_columns_is_one(write: Write) -> None:
    """The column that says of which kind it is counts; two names are told."""
    head = "Journal No,Date,Account,Debit,Credit,Name,Customer,Description\n"
    rows = "S1,2026-07-13,A,5,,Faire,{},Etsy\nS1,2026-07-13,B,,5,,,\n"

    (entry,) = entries(write(head + rows.format("faire")))
    (fault,) = faults(write(head + rows.format("Birch")))

    assert entry.lines[0].coding == Coding(name="faire", name_kind=NameKind.CUSTOMER)
    assert "it names two names" in fault


ZOHO = (
    "Journal Date,Reference Number,Journal Number Prefix,Account,Description,Debit,Credit,"
    "Tax Name,Tax Percentage,Tax Type\n"
)


def test_a_tax_name_beside_a_tax_type(write: Write) -> None:
    """Zoho's exports say of each tax whether it is one or a group; the name is what counts."""
    rows = "2026-07-13,S1,J-,A,Etsy,,100,VAT,20,ItemAmount\n2026-07-13,S1,J-,B,,120,,,,\n"

    (entry,) = entries(write(ZOHO + rows))

    assert [line.coding.tax for line in entry.lines] == ["VAT", ""]
    assert entry.amounts is TaxOn.EXCLUSIVE


def test_a_percentage_without_the_name_of_its_tax_is_told(write: Write) -> None:
    """Passing it over would post sales without their tax."""
    rows = "2026-07-13,S1,J-,A,Etsy,,100,,20,\n2026-07-13,S1,J-,B,,100,,,0,\n"

    (fault,) = faults(write(ZOHO + rows))

    assert "line 2: the tax of 20 percent has no tax name" in fault


def test_a_class_in_two_columns_is_refused(write: Write, tmp_path: Path) -> None:
    """Which of them counts is for its owner; nothing is taken from the first alone."""
    text = (JULY / "us_shopify_class.csv").read_text("utf-8")
    first, *rows = text.splitlines()
    path = write("\n".join([f"{first},Class Name", *(f"{one},Retail" for one in rows)]))

    with pytest.raises(Exception, match='"Class" and "Class Name" are the same'):
        entries(path)
