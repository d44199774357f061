"""The lists of an organisation: its tax rates and its currencies."""

from decimal import Decimal
from typing import Any

from starlette.responses import Response

from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.xero import faults
from sandbox.xero.envelope import enveloped
from sandbox.xero.rates import ALL, Rate, rates_of


def list_rates(services: Services, call: Call) -> Response:
    """List the tax rates, archived ones too."""
    shown = [_drawn(one) for one in rates_of(call.company).values()]
    return faults.json(enveloped(services, "TaxRates", shown))


def list_currencies(services: Services, call: Call) -> Response:
    """List the currencies that the organisation deals in, its own first."""
    codes = dict.fromkeys((call.company.currency, *call.company.own.get("currencies", ())))
    shown = [{"Code": code, "Description": code} for code in codes]
    return faults.json(enveloped(services, "Currencies", shown))


def _drawn(rate: Rate) -> dict[str, Any]:
    percent = rate.percent.quantize(Decimal("0.0001"))
    return {
        "Name": rate.name,
        "TaxType": rate.type,
        **{f"CanApplyTo{one}": one in rate.fits for one in ALL},
        "DisplayTaxRate": percent,
        "EffectiveRate": percent,
        "Status": "ACTIVE" if rate.active else "ARCHIVED",
        "TaxComponents": [{"Name": "Tax", "Rate": percent, "IsCompound": False}],
    }
