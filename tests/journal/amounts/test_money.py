"""Amounts are exact, and what is no amount is said to be none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import MAX_MAJOR, Money, currency_code, places
from journal.errors import BadInput

CURRENCIES = st.sampled_from(["USD", "JPY", "KWD", "EUR"])


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.30", "EUR", 1230),
        ("12.3", "EUR", 1230),
        ("-0.01", "EUR", -1),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("1.0000", "USD", 100),
        (Decimal("1E+3"), "USD", 100000),
        (str(MAX_MAJOR), "USD", MAX_MAJOR * 100),
    ],
)
def test_an_amount_is_kept_in_the_smallest_unit(
    amount: str | Decimal, currency: str, minor: int
) -> None:
    """Each currency has its own number of places."""
    assert Money.of(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("", "USD"),
        ("twelve", "USD"),
        ("1.005", "USD"),
        ("1.5", "JPY"),
        ("1.2345", "KWD"),
        ("NaN", "USD"),
        ("sNaN", "USD"),
        ("Infinity", "USD"),
        (str(MAX_MAJOR + 1), "USD"),
        (f"-{MAX_MAJOR + 1}", "USD"),
        ("1E+400", "USD"),
        ("1E-999999999", "USD"),
        ("0." + "1" * 60, "USD"),
        ("1_000", "USD"),
    ],
)
def test_what_is_no_amount_is_refused(amount: str, currency: str) -> None:
    """Too large, too fine, or no number: nothing is rounded and nothing is guessed."""
    with pytest.raises(BadInput):
        Money.of(amount, currency)


@given(st.text(max_size=40), CURRENCIES)
def test_any_text_is_an_amount_or_bad_input(text: str, currency: str) -> None:
    """Nothing that someone can write ends in another error."""
    try:
        amount = Money.of(text, currency)
    except BadInput:
        return
    assert amount.decimal == Decimal(text)


@given(st.decimals(allow_nan=True, allow_infinity=True), CURRENCIES)
def test_any_number_is_exact_or_bad_input(number: Decimal, currency: str) -> None:
    """A number is taken whole or not at all."""
    try:
        amount = Money.of(number, currency)
    except BadInput:
        return
    assert amount.decimal == number


@given(st.integers(-MAX_MAJOR, MAX_MAJOR), CURRENCIES)
def test_what_is_written_can_be_read_again(minor: int, currency: str) -> None:
    """The text of an amount and its currency give the same amount."""
    number, written = str(Money(minor, currency)).split()

    assert Money.of(number, written) == Money(minor, currency)
    assert -Decimal(number).as_tuple().exponent == places(currency)  # type: ignore[operator]


def test_only_the_same_currency_is_added() -> None:
    """Dollars and euros have no sum."""
    assert Money(100, "USD") + Money(23, "USD") == Money(123, "USD")
    with pytest.raises(BadInput, match=r"EUR.*USD"):
        Money(100, "USD") + Money(1, "EUR")


def test_a_currency_code_is_three_letters() -> None:
    """It may be written small and with spaces around it."""
    assert currency_code(" usd ") == "USD"
    for wrong in ("", "US", "USDT", "U$D", "ÜSD", "12A"):
        with pytest.raises(BadInput, match="currency code"):
            currency_code(wrong)
