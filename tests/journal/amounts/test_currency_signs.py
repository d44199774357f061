"""Currencies beside amounts, held against what the world's languages write."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from babel import Locale, UnknownLocaleError, localedata
from babel.numbers import format_currency, get_decimal_symbol, get_territory_currencies

from journal.amounts.currency_signs import names_currency
from journal.amounts.money import Money, places
from journal.amounts.reading import DecimalMark, read_amount
from journal.errors import BadInput

UNREAD = {
    "CVE": "its sign stands before the cents: 1 482$10",
    "MMK": "1,482 K may be thousands",
}


def _locales() -> Iterator[tuple[Locale, str]]:
    """Yield each locale of a country with a currency that is legal there."""
    for name in localedata.locale_identifiers():
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        if locale.territory:
            for currency in get_territory_currencies(locale.territory, tender=True):
                yield locale, currency


def test_each_language_writes_its_currency_and_is_read() -> None:
    """CLDR's amounts, positive, negative and in accounting brackets, come back to the unit."""
    wrong = []
    for locale, currency in _locales():
        mark = DecimalMark.COMMA if get_decimal_symbol(locale) == "," else DecimalMark.POINT
        for amount in (Decimal("1482.10"), Decimal("-17.90"), Decimal("-1234567.00")):
            exact = amount.quantize(Decimal(1).scaleb(-places(currency)))
            for kind in ("standard", "accounting"):
                text = format_currency(
                    exact, currency, locale=locale, format_type=kind, currency_digits=False
                )
                if currency not in UNREAD and _read(text, currency, mark) != exact:
                    wrong.append(f"{locale} {text!r}")

    assert wrong == []


def _read(text: str, currency: str, mark: DecimalMark) -> Decimal | str | None:
    try:
        amount = read_amount(text, currency, mark)
    except BadInput as error:
        return str(error)
    return amount.decimal if amount else None


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("R$1,482.10", "BRL", 148210),
        ("₦25,000", "NGN", 2500000),
        ("Rs. 1,23,456.50", "INR", 12345650),
        ("Rs.482", "PKR", 48200),
        ("Rs. 1,482/-", "INR", 148200),
        ("RM482.10", "MYR", 48210),
        ("482.10 kr.", "DKK", 48210),
        ("kr 482.10", "NOK", 48210),
        ("482.10zł", "PLN", 48210),
        ("R 482.10", "ZAR", 48210),
        ("A$482.10", "AUD", 48210),
        ("C$482.10", "CAD", 48210),
        ("S$482.10", "SGD", 48210),
        ("HK$482.10", "HKD", 48210),
        ("NT$482", "TWD", 48200),
        ("MX$482.10", "MXN", 48210),
        ("$482.10 MXN", "MXN", 48210),
        ("AUD $482.10", "AUD", 48210),
        ("CHF 1'482.10", "CHF", 148210),
        ("Fr. 1'482.-", "CHF", 148200),
        ("SFr. 482.10", "CHF", 48210),
        ("KSh 482.10", "KES", 48210),
        ("KSh482.10", "KES", 48210),
        ("JP¥482", "JPY", 482),
        ("￥482", "JPY", 482),
        ("CN¥482.10", "CNY", 48210),
        ("482.10 лв.", "BGN", 48210),
        ("482.10 lei", "RON", 48210),
        ("Kč 482.10", "CZK", 48210),
        ("482 Ft", "HUF", 48200),
        ("F CFA 482", "XOF", 482),
        ("482.10 ر.س", "SAR", 48210),
        ("١٬٤٨٢٫١٠ ر.س", "SAR", 148210),
        ("د.إ 482.10", "AED", 48210),
        ("AED 482.10", "AED", 48210),
        ("S/. 482.10", "PEN", 48210),
    ],
)
def test_as_people_of_the_country_type_it(text: str, currency: str, minor: int) -> None:
    """Short forms, codes and signs, before or after, with or without a space."""
    assert read_amount(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$5", "EUR"),
        ("$5", "BRL"),
        ("R$5", "ZAR"),
        ("US$5", "CAD"),
        ("CA$5", "USD"),
        ("C$5", "USD"),
        ("A$5", "USD"),
        ("£5", "EUR"),
        ("¥5", "KRW"),
        ("kr 5", "EUR"),
        ("Rs. 5", "BDT"),
        ("5 USD", "AUD"),
        ("AUD $5", "CAD"),
        ("$5 CAD", "USD"),
    ],
)
def test_another_currency_is_named(text: str, currency: str) -> None:
    """What is written in another currency is never taken for the book's."""
    with pytest.raises(BadInput) as refused:
        read_amount(text, currency)
    assert currency in str(refused.value).replace(text, "")


@pytest.mark.parametrize("text", ["5 K", "5k", "5 M", "5 cr", "5 dr", "5%", "K"])
def test_what_is_no_currency_is_no_amount(text: str) -> None:
    """A letter behind an amount is thousands or a side to some, in the kwacha's country too."""
    with pytest.raises(BadInput) as refused:
        read_amount(text, "ZMW")
    assert "ZMW" not in str(refused.value)


def test_a_sign_says_whose_it_is() -> None:
    """Case, spaces and a full stop make no difference; words are no currency."""
    assert names_currency("RS.", "INR") is True
    assert names_currency("F\u202fCFA", "XOF") is True
    assert names_currency("kr", "USD") is False
    assert names_currency("apples", "USD") is None
