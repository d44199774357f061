"""Tracking: the categories of an organisation, their options, and what lines choose of them."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from sandbox.ledger import wire_json
from sandbox.ledger.company import Company
from sandbox.ledger.gate import Call
from sandbox.ledger.keys import Keys
from sandbox.ledger.services import Services
from sandbox.xero import faults
from sandbox.xero.envelope import enveloped
from sandbox.xero.keyed import first_answer, key_of
from sandbox.xero.switches import Category, Option

Json = dict[str, Any]


def categories_of(company: Company) -> Sequence[Category]:
    """Return the tracking categories of an organisation, archived ones too."""
    return [Category.model_validate(one) for one in company.own.get("tracking", ())]


def list_categories(services: Services, call: Call) -> Response:
    """List the categories with their options; archived ones only where they are asked for."""
    every = call.request.query_params.get("includeArchived", "").lower() == "true"
    shown = [_drawn(one, every=every) for one in categories_of(call.company) if one.active or every]
    return faults.json(enveloped(services, "TrackingCategories", shown))


def put_option(services: Services, keys: Keys, call: Call) -> Response:
    """Add an option to a category; a known key is answered as the first time."""
    company, key = call.company, key_of(call)
    if (first := first_answer(keys, call)) is not None:
        return first
    category = _of_id(company, call.request.path_params["id"])
    if category is None:
        # Xero breaks down at an unknown category (xero-node #510).
        return faults.gateway(500, "An error occurred", "An error occurred in Xero.")
    try:
        option = Option.model_validate({"name": wire_json.loads(call.body)["Name"].strip()})
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return faults.query("The request body is not a tracking option")
    if any(one.name.casefold() == option.name.casefold() for one in category.options):
        told = [{"Message": faults.OPTION_EXISTS}]
        return faults.validation([{"Name": option.name, "ValidationErrors": told}])
    _keep(services, company, category, option)
    answer = faults.json(enveloped(services, "Options", [_drawn_option(option)]))
    if key:
        keys.remember(company.realm, key, call.body, answer)
    return answer


def chosen(company: Company, sent: Sequence[Json]) -> tuple[list[Json], list[str]]:
    """Return what a line is to keep of the tracking it was sent with, and what is wrong with it."""
    kept, wrong = [], []
    for one in sent:
        category = _of_id(company, one["TrackingCategoryID"]) or _named(
            categories_of(company), one["Name"]
        )
        if category is None or not category.active:
            wrong.append(faults.no_category(one["Name"] or one["TrackingCategoryID"]))
            continue
        by_id = next((two for two in category.options if two.id == one["TrackingOptionID"]), None)
        option = by_id or _named(category.options, one["Option"])
        if option is None or not option.active:
            named = one["Option"] or one["TrackingOptionID"]
            wrong.append(faults.no_option(named, category.name))
            continue
        kept.append({"TrackingCategoryID": category.id, "TrackingOptionID": option.id})
    if len(sent) > 2 or len({one["TrackingCategoryID"] for one in kept}) < len(kept):
        wrong.append(faults.TOO_MUCH_TRACKING)
    return ([] if company.own.get("drops_tracking") else kept), wrong


def shown(company: Company, kept: Sequence[Json]) -> list[Json]:
    """Return the tracking of a line as it is shown: under the names that it has now."""
    return [_named_now(company, one) for one in kept]


def _named_now(company: Company, kept: Json) -> Json:
    category = _of_id(company, kept.get("TrackingCategoryID", ""))
    if category is None:
        return kept
    option = next((one for one in category.options if one.id == kept["TrackingOptionID"]), None)
    return {"Name": category.name, **kept, "Option": option.name if option else ""}


def _keep(services: Services, company: Company, category: Category, option: Option) -> None:
    grown = category.model_copy(update={"options": (*category.options, option)})
    every = [grown if one.id == category.id else one for one in categories_of(company)]
    tracking = [one.model_dump(mode="json") for one in every]
    services.companies.change(company.realm, {"tracking": tracking})
    services.feed.changed(company.realm)


def _of_id(company: Company, category_id: str) -> Category | None:
    return next((one for one in categories_of(company) if one.id == category_id), None)


def _named(among: Sequence[Any], name: str) -> Any:
    told = name.strip().casefold()
    fits = [one for one in among if told and one.name.casefold() == told]
    return next(iter(sorted(fits, key=lambda one: not one.active)), None)


def _drawn(category: Category, *, every: bool) -> Json:
    return {
        "Name": category.name,
        "Status": _status(category),
        "TrackingCategoryID": category.id,
        "Options": [_drawn_option(one) for one in category.options if one.active or every],
    }


def _drawn_option(option: Option) -> Json:
    return {"TrackingOptionID": option.id, "Name": option.name, "Status": _status(option)}


def _status(one: Category | Option) -> str:
    return "ACTIVE" if one.active else "ARCHIVED"
