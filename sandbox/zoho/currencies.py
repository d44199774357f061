"""An organisation's currencies and what they are worth (currency.yml of Zoho's documents)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from sandbox.ledger.company import Company
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.lists import PAGE
from sandbox.zoho.things import Currency, Lists


def currency_of(company: Company, currency_id: str) -> Currency | None:
    """Return one currency; without an id the organisation's own; None: it has none of that id."""
    if not currency_id:
        return _base(company)
    known = {one.id: one for one in _all(company)}
    return known.get(currency_id)


def list_currencies(_services: Services, call: Call) -> Response:
    """List all currencies, the organisation's own first."""
    query, company = call.request.query_params, call.company
    drawn = [_drawn(company, one) for one in _all(company)]
    page, context = answers.page_of(drawn, query.get("page", ""), query.get("per_page", ""), PAGE)
    return answers.shown(currencies=page, page_context=context)


def list_rates(_services: Services, call: Call) -> Response:
    """Show the rate of one currency on a day (`from_date`), or of the closest day before."""
    currency = currency_of(call.company, call.request.path_params["id"])
    if currency is None:
        return answers.missing("Currency")
    told = call.request.query_params.get("from_date", "")
    try:
        worth = currency.rate_on(dt.date.fromisoformat(told) if told else dt.date.max)
    except ValueError:
        return answers.refused("Invalid value passed for from_date", code=2)
    return answers.shown(exchange_rates=[_rate(currency, *worth)] if worth else [])


def _all(company: Company) -> list[Currency]:
    others = [one for one in Lists.of(company).currencies if one.name != company.currency]
    return [_base(company), *others]


def _base(company: Company) -> Currency:
    return Currency.model_validate({"name": company.currency})


def _drawn(company: Company, one: Currency) -> dict[str, Any]:
    worth = one.rate_on(dt.date.max)
    return {
        "currency_id": one.id,
        "currency_code": one.name,
        "price_precision": 2,
        "is_base_currency": one.name == company.currency,
        "exchange_rate": worth[1] if worth else Decimal(1),
        "effective_date": worth[0].isoformat() if worth else "",
    }


def _rate(currency: Currency, on: dt.date, rate: Decimal) -> dict[str, Any]:
    return {
        "exchange_rate_id": f"{currency.id}{on:%j}",
        "currency_id": currency.id,
        "currency_code": currency.name,
        "effective_date": on.isoformat(),
        "rate": rate,
    }
