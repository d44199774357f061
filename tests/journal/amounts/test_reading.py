"""Amounts as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import MAX_MAJOR, Money, places
from journal.amounts.reading import (
    DecimalMark,
    asks_for_mark,
    leaves_mark_open,
    mark_shown,
    read_amount,
)
from journal.errors import BadInput

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.50", 1250),
        ("12.5", 1250),
        ("12", 1200),
        ("12.", 1200),
        (".5", 50),
        ("0.00", 0),
        ("1,234.50", 123450),
        ("1,234,567.89", 123456789),
        ("12,34,567.00", 123456700),
        ("1 234.50", 123450),
        ("1\u202f234.50", 123450),
        ("1'234.50", 123450),
        ("1’234.50", 123450),
        ("-12.50", -1250),
        ("−12.50", -1250),
        ("12.50-", -1250),
        ("(12.50)", -1250),
        ("($1,234.50)", -123450),
        ("$12.50", 1250),
        ("$ 12.50", 1250),
        ("-$12.50", -1250),
        ("$-12.50", -1250),
        ("US$12.50", 1250),
        ("USD 12.50", 1250),
        ("12.50 usd", 1250),
        ("+12.50", 1250),
        (" $-   ", 0),
        ("-", 0),
        ("１２.50", 1250),
        ("$(17.90)", -1790),
        ("($17.90)", -1790),
        ("(17.90 $)", -1790),
        ("(17.90)$", -1790),
        ("(17.90) USD", -1790),
        ("USD (17.90)", -1790),
        (" $ (1,117.90) ", -111790),
        ("-17.90 $", -1790),
        ("17.90- $", -1790),
        ("17.90 $-", -1790),
        ("- $ 17.90", -1790),
        ("$ -17.90", -1790),
        ("\u200e-$17.90", -1790),
        ("（17.90）", -1790),
        ("$ -", 0),
        ("- $", 0),
        (" $        -   ", 0),
        ("$\u00a01,482.10", 148210),
        ("١٢.50", 1250),
        ("12.-", 1200),
    ],
)
def test_amounts_with_a_point(text: str, minor: int) -> None:
    """Separators, brackets, signs and currency are understood, to the cent."""
    assert read_amount(text, "USD") == Money(minor, "USD")


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12,50", 1250),
        ("1.234,50", 123450),
        ("1 234,50 €", 123450),
        ("1.234.567", 123456700),
        ("1.234", 123400),
        ("-€1.234,50", -123450),
        ("1.234,50- €", -123450),
        ("(1.234,50 €)", -123450),
        ("€ (1.234,50)", -123450),
        ("12,- €", 1200),
        ("€ 12,--", 1200),
    ],
)
def test_amounts_with_a_comma(text: str, minor: int) -> None:
    """Where the comma stands before the cents, points group thousands."""
    assert read_amount(text, "EUR", COMMA) == Money(minor, "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "(17.90-)",
        "-(17.90)",
        "$-(17.90)",
        "(+17.90)",
        "((17.90))",
        ")17.90(",
        "(17.90)-",
        "+-17.90",
        "-17.90-",
        "$(-)",
        "12²",
        "½",
        "12 50",
        "12a50",
        "twelve",
        "12,50",
        "1,23",
        "1.234,50",
        "1.2.3",
        "(12.50",
        "12.50)",
        "(-12.50)",
        "--5",
        "-.",
        "()",
        "12.50 CR",
        "$",
        "9" * 19,
        "1" * 50,
        "12.505",
        "#REF!",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    """Groups that are not whole, unmatched brackets and words are never guessed at."""
    with pytest.raises(BadInput) as refused:
        read_amount(text, "USD")
    has_too_many_places = text == "12.505"
    assert ("USD" in str(refused.value)) is has_too_many_places


@pytest.mark.parametrize("text", ["€12.50", "12.50 CAD", "CA$12.50", "R$12.50", "£1"])
def test_other_currencies_are_refused(text: str) -> None:
    """A sign of another currency is not passed over."""
    with pytest.raises(BadInput, match="USD"):
        read_amount(text, "USD")


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_an_empty_cell_is_no_amount(text: str) -> None:
    """Nothing is not zero."""
    assert read_amount(text, "USD") is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("12.50", POINT),
        ("12,50", COMMA),
        ("1,234.50", POINT),
        ("1.234,50", COMMA),
        ("1,234,567", POINT),
        ("1.234.567", COMMA),
        ("0.125", POINT),
        ("1234.567", POINT),
        ("12", None),
        ("1,234", None),
        ("$1.234", None),
        ("nonsense", None),
    ],
)
def test_what_an_amount_shows(text: str, mark: DecimalMark | None) -> None:
    """The mark is taken from an amount only when it can be nothing else."""
    assert mark_shown(text) is mark


def test_habit_settles_what_nobody_writes() -> None:
    """1,234 USD can only be thousands; 1.234 USD and 1,234 KWD must be asked about."""
    assert leaves_mark_open("1,234")
    assert not asks_for_mark("1,234", "USD")
    assert asks_for_mark("1.234", "USD")
    assert asks_for_mark("1,234", "KWD")


def _drawn(money: Money, mark: DecimalMark, *, grouped: bool, brackets: bool) -> str:
    text = format(abs(money.decimal), f"{',' if grouped else ''}.{places(money.currency)}f")
    if mark is COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    if money.minor >= 0:
        return text
    return f"({text})" if brackets else f"-{text}"


@given(
    minor=st.integers(-MAX_MAJOR, MAX_MAJOR),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    mark=st.sampled_from(DecimalMark),
    grouped=st.booleans(),
    brackets=st.booleans(),
)
def test_written_amounts_come_back(
    minor: int, currency: str, mark: DecimalMark, grouped: bool, brackets: bool
) -> None:
    """Whatever the style, the amount read is the amount written."""
    money = Money(minor, currency)
    text = _drawn(money, mark, grouped=grouped, brackets=brackets)
    assert read_amount(text, currency, mark) == money
    assert mark_shown(text) in {mark, None}


@given(st.text(max_size=60), st.sampled_from(DecimalMark))
def test_any_text_is_an_amount_or_refused(text: str, mark: DecimalMark) -> None:
    """No text, however odd, ends in another error."""
    try:
        amount = read_amount(text, "USD", mark)
    except BadInput:
        return
    assert amount is None or amount.decimal == Decimal(amount.minor) / 100
