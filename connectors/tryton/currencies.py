"""Currencies of a Tryton server, what they are worth, and where roundings of them go.

A rate of `currency.currency.rate` (module currency, 8.2) says how much of the currency one unit of
the base comes to, from a day on; an amount is converted by `amount * to.rate / from.rate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from pydantic import AliasPath, BaseModel, Field

from connectors.tryton.books import Books
from connectors.tryton.calls import NAME
from connectors.tryton.values import Amount, Day, Text, read_all
from journal.books.rates import Rate
from journal.errors import LedgerError

_PLACES = Decimal("1e-10")
_RATE = ("date", "rate", "currency.code")


class _WireCurrency(BaseModel):
    id: int
    code: Text = ""


class _WireRate(BaseModel):
    date: Day
    rate: Amount
    code: Text = Field("", validation_alias=AliasPath("currency", "code"))


class _WireExchange(BaseModel):
    id: int
    debit: int | None = Field(None, validation_alias="currency_exchange_debit_account")
    credit: int | None = Field(None, validation_alias="currency_exchange_credit_account")


@dataclass(frozen=True, slots=True)
class ExchangeAccounts:
    """The accounts that Tryton's configuration names for differences; "": none."""

    debit: str = ""
    credit: str = ""


async def currency_ids(books: Books) -> Mapping[str, int]:
    """Return the id of each currency that is in use, by its code. Raises as `Books.all`."""
    shown = await books.all("currency.currency", _WireCurrency, ("code",), [["id", ">", 0]])
    return {one.code: one.id for one in shown}


async def rate_on(books: Books, currency: str, home: str, day: date) -> Rate | None:
    """Return what one unit of `currency` was worth in `home` on `day`, by Tryton's newest rates.

    None: it has none for one of them by that day. Raises as `Books.all`.
    """
    domain = [["currency.code", "in", [currency, home]], ["date", "<=", day.isoformat()]]
    shown = await books.all("currency.currency.rate", _WireRate, _RATE, domain)
    theirs, ours = _newest(shown, currency), _newest(shown, home)
    if theirs is None or ours is None:
        return None
    value = _quotient(ours.rate, theirs.rate)
    return Rate(value, NAME, max(theirs.date, ours.date)) if value > 0 else None


def _quotient(ours: Decimal, theirs: Decimal) -> Decimal:
    """Return what one is of the other, to ten places. Raises LedgerError: no rates are so."""
    try:
        with localcontext() as exact:
            exact.prec = 40
            return (ours / theirs).quantize(_PLACES).normalize()
    except ArithmeticError as error:
        raise LedgerError("Tryton shows rates that no currency has") from error


async def exchange_accounts(books: Books) -> ExchangeAccounts:
    """Return where differences go. Raises as `Books.all`."""
    fields = ("currency_exchange_debit_account", "currency_exchange_credit_account")
    # There is one such record, which is there even where nobody has saved it: no search finds it.
    (shown,) = read_all([await books.calls.get("account.configuration/1", fields)], _WireExchange)
    return ExchangeAccounts(str(shown.debit or ""), str(shown.credit or ""))


def _newest(shown: Iterable[_WireRate], currency: str) -> _WireRate | None:
    of_it = [one for one in shown if one.code == currency and one.rate > 0]
    return max(of_it, key=lambda one: one.date, default=None)
