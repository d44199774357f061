"""The lists that a poster of journals reads to choose from, and the one it adds to.

As in contacts.yml, projects.yml, locations.yml and taxes.yml of Zoho's OpenAPI documents for Books,
and in reporting-tags.yml of those for Inventory, which has the same calls under the same addresses:
of Books' own edition no copy was found. `settings/tags`, which others called before, is said to be
"no longer available".
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from sandbox.ledger import wire_json
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.lists import PAGE
from sandbox.zoho.things import Contact, Lists, Option, Tag, Thing

_STATUSES: dict[str, Callable[[Thing], bool]] = {
    "Status.All": lambda _thing: True,
    "Status.Active": lambda thing: thing.active,
    "Status.Inactive": lambda thing: not thing.active,
}


class SentContact(BaseModel):
    """A contact as sent."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    contact_name: Annotated[str, Field(min_length=1, max_length=200)]
    contact_type: Literal["customer", "vendor"] = "customer"


def list_contacts(_services: Services, call: Call) -> Response:
    """List contacts by status, customers and vendors alike; those in use unless asked."""
    kind = call.request.query_params.get("contact_type", "")
    known = [one for one in Lists.of(call.company).contacts if kind in ("", one.kind)]
    return _page(call, "contacts", [_contact(one) for one in _of_status(call, known)])


def create_contact(services: Services, call: Call) -> Response:
    """Make a contact; no two of a kind have one name."""
    try:
        sent = SentContact.model_validate(wire_json.loads(call.body))
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        return answers.refused(f"Invalid value passed for {place or 'the body'}", code=2)
    except (ValueError, RecursionError):
        return answers.refused("Invalid value passed for JSONString", code=2)
    known = Lists.of(call.company).contacts
    new = Contact.model_validate({"name": sent.contact_name, "kind": sent.contact_type})
    if any((one.name.casefold(), one.kind) == (new.name.casefold(), new.kind) for one in known):
        return answers.refused(answers.contact_taken(new.kind, new.name), code=3062)
    kept = [one.model_dump(mode="json") for one in (*known, new)]
    services.companies.change(call.company.realm, {"contacts": kept})
    return answers.answer(201, 0, "The contact has been added.", contact=_contact(new))


def list_tags(_services: Services, call: Call) -> Response:
    """List reporting tags, in one piece, without their options."""
    tags = Lists.of(call.company).tags
    return answers.shown(reporting_tags=[_tag(one, place) for place, one in enumerate(tags, 1)])


def list_options(_services: Services, call: Call) -> Response:
    """List the options of one reporting tag, those under another within it."""
    wanted = call.request.query_params.get("tag_id", "")
    tag = next((one for one in Lists.of(call.company).tags if one.id == wanted), None)
    if tag is None:
        return answers.missing("Reporting tag")
    known = {one.name for one in tag.options}
    roots = [one for one in tag.options if one.parent not in known]
    return _page(call, "options", [_option(one, tag) for one in roots])


def list_taxes(_services: Services, call: Call) -> Response:
    """List taxes and groups of taxes."""
    taxes = [
        {
            "tax_id": one.id,
            "tax_name": one.name,
            "tax_percentage": one.percentage,
            "tax_type": one.kind,
            "is_editable": True,
        }
        for one in Lists.of(call.company).taxes
    ]
    return _page(call, "taxes", taxes)


def list_locations(_services: Services, call: Call) -> Response:
    """List locations, in one piece; none where the organisation has not enabled them."""
    known = Lists.of(call.company).locations
    ids = {one.name: one.id for one in known}
    drawn = [
        {
            "location_id": one.id,
            "location_name": one.name,
            "type": "general",
            "parent_location_id": ids.get(one.parent, ""),
            "is_primary": place == 0,
            "status": "active" if one.active else "inactive",
        }
        for place, one in enumerate(known)
    ]
    return answers.shown(locations=drawn)


def list_projects(_services: Services, call: Call) -> Response:
    """List projects by status; those in use unless asked."""
    drawn = [
        {
            "project_id": one.id,
            "project_name": one.name,
            "status": "active" if one.active else "inactive",
        }
        for one in _of_status(call, Lists.of(call.company).projects)
    ]
    return _page(call, "projects", drawn)


def _of_status(call: Call, things: Sequence[Thing]) -> list[Any]:
    wanted = _STATUSES.get(call.request.query_params.get("filter_by", ""))
    fits = wanted or _STATUSES["Status.Active"]
    return [one for one in things if fits(one)]


def _page(call: Call, name: str, drawn: Sequence[Any]) -> Response:
    query = call.request.query_params
    page, context = answers.page_of(drawn, query.get("page", ""), query.get("per_page", ""), PAGE)
    return answers.shown(**{name: page}, page_context=context)


def _contact(one: Contact) -> dict[str, Any]:
    return {
        "contact_id": one.id,
        "contact_name": one.name,
        "contact_type": one.kind,
        "contact_number": one.number,
        "status": "active" if one.active else "inactive",
    }


def _tag(one: Tag, place: int) -> dict[str, Any]:
    return {
        "tag_id": one.id,
        "tag_name": one.name,
        "tag_order": place,
        "is_active": one.active,
        "is_mandatory": one.mandatory,
        "is_class": False,
        "is_draft": one.draft,
    }


def _option(one: Option, tag: Tag) -> dict[str, Any]:
    return {
        "option_id": one.id,
        "option_name": one.name,
        "is_active": one.active,
        "is_default": False,
        "parent_name": one.parent,
        "children": [_option(child, tag) for child in tag.options if child.parent == one.name],
    }
