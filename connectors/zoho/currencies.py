"""An organisation's currencies and what they are worth (currency.yml of Zoho's documents)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel

from connectors.exact import Bounded
from connectors.path import path_of
from connectors.zoho.calls import NAME, Calls
from connectors.zoho.pages import if_shown, listed
from connectors.zoho.wire import Id, Text, read_all
from journal.books.rates import Rate

CURRENCIES = "settings/currencies"


class _WireCurrency(BaseModel):
    currency_id: Id
    currency_code: Text


class _WireRate(BaseModel):
    effective_date: date
    rate: Bounded


async def currency_ids(calls: Calls) -> Mapping[str, str]:
    """Return the id of each currency that the organisation has, by its code. Raises as `find`.

    None where it keeps one alone and does not show it.
    """
    shown = await if_shown(listed(calls, CURRENCIES, _WireCurrency, name="currencies"))
    return {one.currency_code: one.currency_id for one in shown}


async def rate_on(calls: Calls, currency_id: str, day: date) -> Rate | None:
    """Return what one unit was worth in the organisation's own currency on `day`.

    Zoho shows the rate of that day, or of the closest one before; a later one is not taken. None:
    the organisation has none. Raises as `find`.
    """
    path = path_of(CURRENCIES, currency_id, "exchangerates")
    content = await calls.get(path, from_date=day.isoformat())
    shown = read_all(content, "exchange_rates", _WireRate)
    known = [one for one in shown if one.effective_date <= day and one.rate > 0]
    newest = max(known, key=lambda one: one.effective_date, default=None)
    return Rate(newest.rate, NAME, newest.effective_date) if newest else None
