"""What another currency is worth, as QuickBooks has it.

Intuit's reference of ExchangeRate: `exchangerate?sourcecurrencycode=CAD&asofdate=2026-07-03`; its
`Rate` is the home currency for one unit of the source
(https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/exchangerate).
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from pydantic import BaseModel, Field

from connectors.exact import Bounded
from connectors.quickbooks.calls import NAME, Calls
from connectors.quickbooks.wire import read_one
from journal.books.rates import Rate
from journal.entries.failure import PASSING, ReadingRefused


class _WireRate(BaseModel):
    value: Bounded | None = Field(None, alias="Rate")
    day: date | None = Field(None, alias="AsOfDate")


async def read_rate(calls: Calls, currency: str, day: date) -> Rate | None:
    """Return the rate of a day, with the day that it was set on; None: QuickBooks has none.

    So it is in a company that keeps one currency alone, which is refused the question. Raises as
    `Calls.get`.
    """
    asked = {"sourcecurrencycode": currency, "asofdate": day.isoformat()}
    try:
        content = await calls.get("exchangerate", **asked)
    except ReadingRefused as refusal:
        failure = refusal.failure
        if failure.http_status != HTTPStatus.BAD_REQUEST or failure.reason in PASSING:
            raise
        return None
    told = read_one(content, "ExchangeRate", _WireRate)
    return Rate(told.value, NAME, told.day or day) if told.value else None
