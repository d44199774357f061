"""The lists that a poster of entries reads to choose from, and those it adds to."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from starlette.responses import Response

from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.quickbooks import faults
from sandbox.quickbooks.company import switch
from sandbox.quickbooks.faults import FaultError
from sandbox.quickbooks.query import Query
from sandbox.quickbooks.reading import SentThing, read_thing
from sandbox.quickbooks.replies import reply
from sandbox.quickbooks.search import CURRENCY, RATE, THING, matching
from sandbox.quickbooks.taxing import rate_id
from sandbox.quickbooks.things import FIELDS, Currency, Lists, TaxCode, Thing

NAMES: Final = ("Customer", "Vendor", "Employee")
"""Kinds whose DisplayName has to be the only one among all of them."""
CREATED: Final = ("Class", "Department", "Customer", "Vendor")
READ: Final = (*FIELDS, "TaxRate", "CompanyCurrency")


def found(call: Call, query: Query) -> tuple[list[Any], Callable[[Any], dict[str, Any]]]:
    """Return what a query finds in one of the lists, and how each is drawn.

    Inactive ones are found only when the query speaks of Active, as with accounts.
    """
    lists, kind = Lists.of(call.company), query.entity
    if kind == "CompanyCurrency":
        used = lists.currencies if switch(call.company, "multicurrency") else ()
        return matching(query, _asked_for(query, used), CURRENCY), _currency
    if kind == "TaxRate":
        rates = [one for code in lists.tax_codes for one in _rates(code)]
        return matching(query, rates, RATE), dict
    things = lists.called(kind).values()
    return matching(query, _asked_for(query, things), THING), lambda one: drawn(one, kind)


def create(kind: str, services: Services, call: Call) -> Response:
    """Make a class, a department, a customer or a vendor; no two have one name."""
    sent, lists = read_thing(call.body, kind), Lists.of(call.company)
    name = _full_name(sent, kind, lists)
    for other in NAMES if kind in NAMES else (kind,):
        if any(one.name.casefold() == name.casefold() for one in lists.called(other).values()):
            raise FaultError(faults.name_taken(other.lower()))
    things = [*lists.called(kind).values(), _KINDS[kind].model_validate({"name": name})]
    kept = [one.model_dump(mode="json") for one in things]
    services.companies.change(call.company.realm, {FIELDS[kind]: kept})
    return reply({kind: drawn(things[-1], kind)}, services.now())


def get_rate(services: Services, call: Call) -> Response:
    """Read what a currency is worth on a day: the newest rate up to it."""
    query = call.request.query_params
    code, day = query.get("sourcecurrencycode", ""), query.get("asofdate", "")
    if not switch(call.company, "multicurrency"):
        raise FaultError(faults.business("Multicurrency must be turned on to use exchange rates."))
    try:
        on = date.fromisoformat(day) if day else services.now().date()
    except ValueError:
        raise FaultError(faults.unsupported_property("asofdate")) from None
    used = {one.name: one for one in Lists.of(call.company).currencies}
    rate = used[code].rate_on(on) if code in used else None
    if rate is None:
        raise FaultError(faults.not_found())
    shown = {
        "SourceCurrencyCode": code,
        "TargetCurrencyCode": call.company.currency,
        "Rate": rate[1],
        "AsOfDate": rate[0].isoformat(),
    }
    return reply({"ExchangeRate": shown}, services.now())


_KINDS: Final[Mapping[str, type[Thing]]] = {
    one.__name__: one for one in Thing.__subclasses__() if one.__name__ in CREATED
}


def drawn(thing: Thing, kind: str) -> dict[str, Any]:
    """Draw one thing of a kind."""
    leaf, is_sub = thing.name.rpartition(":")[2], ":" in thing.name
    common = {
        "Active": thing.active,
        "domain": "QBO",
        "sparse": False,
        "Id": thing.id,
        "SyncToken": "0",
    }
    if isinstance(thing, TaxCode):
        return {"Name": thing.name, **_code(thing), **common}
    if kind in NAMES:
        full = {} if kind == "Employee" else {"FullyQualifiedName": thing.name}
        return {"DisplayName": leaf, **full, **common}
    return {"Name": leaf, "FullyQualifiedName": thing.name, f"Sub{kind}": is_sub, **common}


def _asked_for(query: Query, things: Iterable[Any]) -> Iterable[Any]:
    asked = any(condition.prop == "Active" for condition in query.conditions)
    return (one for one in things if asked or one.active)


def _code(code: TaxCode) -> dict[str, Any]:
    lists = {"SalesTaxRateList": code.sales, "PurchaseTaxRateList": code.purchase}
    if code.id in ("TAX", "NON"):
        return {"Taxable": code.id == "TAX", "TaxGroup": False}
    details = {
        name: {"TaxRateDetail": [_detail(code, name)] if percent is not None else []}
        for name, percent in lists.items()
    }
    return {"Description": code.name, "Taxable": True, "TaxGroup": True, **details}


def _detail(code: TaxCode, name: str) -> dict[str, Any]:
    rate = rate_id(code, name.removesuffix("TaxRateList"))
    ref = {"value": rate, "name": code.name}
    return {"TaxRateRef": ref, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0}


def _rates(code: TaxCode) -> Iterable[dict[str, Any]]:
    sides: dict[str, Decimal | None] = {"Sales": code.sales, "Purchase": code.purchase}
    for side, percent in sides.items():
        if percent is not None and code.id not in ("TAX", "NON"):
            yield {
                "Id": rate_id(code, side),
                "Name": f"{code.name} ({side.lower()})",
                "RateValue": percent,
                "Active": code.active,
            }


def _currency(currency: Currency) -> dict[str, Any]:
    return {
        "Code": currency.name,
        "Name": currency.name,
        "Active": currency.active,
        "domain": "QBO",
        "Id": currency.id,
        "SyncToken": "0",
    }


def _full_name(sent: SentThing, kind: str, lists: Lists) -> str:
    if sent.parent_ref is None:
        return sent.named
    parent = lists.called(kind).get(sent.parent_ref.value)
    if parent is None:
        raise FaultError(faults.unknown_ref("ParentRef", kind, sent.parent_ref.value))
    return f"{parent.name}:{sent.named}"
