"""What lines choose from in an organisation: contacts, reporting tags, taxes, locations, projects.

Field names are those of contacts.yml, taxes.yml, locations.yml and projects.yml of Zoho's OpenAPI
documents for Books, and of reporting-tags.yml for Inventory, whose calls Books has under the same
addresses. `settings/tags`, which older programs call, is refused as "no longer available".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from connectors.exact import Bounded
from connectors.shown import list_of
from connectors.zoho.calls import Calls
from connectors.zoho.chosen import option_key
from connectors.zoho.pages import if_shown, listed
from connectors.zoho.wire import Id, Text, read_one
from journal.books.lists import (
    LOCATION,
    NAME,
    PROJECT,
    TAX,
    CompanyRules,
    Dimension,
    Field,
    ListItem,
)

_ANY_STATUS = {"filter_by": "Status.All"}
_DEEPEST = 10
"""How far options may stand within each other; Zoho allows five levels."""


@dataclass(frozen=True, slots=True)
class Choices:
    """All lists of an organisation, as they were read at one time."""

    items: tuple[ListItem, ...]
    mandatory: tuple[Dimension, ...]  # reporting tags that each line needs

    def rules(self, *, currencies: bool) -> CompanyRules:
        """Return what the organisation wants on its lines; a list in use has something in it."""
        used = dict.fromkeys(one.dimension for one in self.items if one.active)
        return CompanyRules(tuple(used), self.mandatory, currencies=currencies)


async def read_choices(calls: Calls) -> Choices:
    """Return every choice, inactive ones too: a call a list, and one for each reporting tag.

    A list that the organisation has not enabled, or that jefail has no right to read, is empty: a
    connection made before the lists were read may post all the same. Raises as `Ledger.find`.
    """
    tags = await if_shown(
        listed(calls, "reportingtags", _WireTag, name="reporting_tags", or_else="tags")
    )
    contacts = await if_shown(listed(calls, "contacts", WireContact, **_ANY_STATUS))
    taxes = await if_shown(listed(calls, "settings/taxes", _WireTax, name="taxes"))
    locations = await if_shown(listed(calls, "locations", _WireLocation))
    projects = await if_shown(listed(calls, "projects", _WireProject, **_ANY_STATUS))
    items = (
        *[item for tag in tags for item in await _options_of(calls, tag)],
        *(one.item() for one in contacts),
        *(one.item() for one in taxes),
        *_located(locations),
        *(one.item() for one in projects),
    )
    return Choices(items, tuple(tag.dimension for tag in tags if tag.is_mandatory and tag.in_use))


class _WireTag(BaseModel):
    tag_id: Id
    tag_name: Text
    is_active: bool = True
    is_mandatory: bool = False
    is_draft: bool = False  # "still in draft state": it can be chosen nowhere

    @property
    def dimension(self) -> Dimension:
        return Dimension(Field.TRACKING, self.tag_name)

    @property
    def in_use(self) -> bool:
        return self.is_active and not self.is_draft


class _WireOption(BaseModel):
    option_id: Id
    option_name: Text
    is_active: bool = True
    children: Any = None


class WireContact(BaseModel):
    """A customer or a vendor."""

    contact_id: Id
    contact_name: Text
    contact_type: Text = ""
    contact_number: Text = ""
    status: Text = ""

    def item(self) -> ListItem:
        """Return it as a choice."""
        return ListItem(
            NAME,
            self.contact_id,
            self.contact_name,
            number=self.contact_number,
            active=_in_use(self.status),
            kind=self.contact_type,
        )


class _WireTax(BaseModel):
    tax_id: Id
    tax_name: Text
    tax_percentage: Bounded = Decimal(0)

    def item(self) -> ListItem:
        return ListItem(TAX, self.tax_id, self.tax_name, rate=self.tax_percentage)


class _WireLocation(BaseModel):
    location_id: Id
    location_name: Text
    parent_location_id: Text = ""
    status: Text = ""  # named for what is sent, shown by lists of some editions only


class _WireProject(BaseModel):
    project_id: Id
    project_name: Text
    status: Text = ""

    def item(self) -> ListItem:
        return ListItem(PROJECT, self.project_id, self.project_name, active=_in_use(self.status))


async def _options_of(calls: Calls, tag: _WireTag) -> list[ListItem]:
    shown = await if_shown(
        listed(calls, "reportingtags/options", _WireOption, name="options", tag_id=tag.tag_id)
    )
    return [item for one in shown for item in _flat(one, tag)]


def _flat(
    option: _WireOption, tag: _WireTag, above: str = "", depth: int = 0
) -> Iterator[ListItem]:
    """Yield an option and those within it, each under the names of those it stands in."""
    name = f"{above}:{option.option_name}" if above else option.option_name
    active = tag.in_use and option.is_active
    key = option_key(tag.tag_id, option.option_id)
    yield ListItem(tag.dimension, key, name, active=active, stable_id=option.option_id)
    if depth < _DEEPEST:
        for child in list_of(option.children):
            yield from _flat(read_one(child, _WireOption), tag, name, depth + 1)


def _located(locations: Sequence[_WireLocation]) -> Iterator[ListItem]:
    """Yield locations under the names of those that they are part of."""
    by_id = {one.location_id: one for one in locations}
    for one in locations:
        names, above = [one.location_name], by_id.get(one.parent_location_id)
        while above is not None and len(names) < _DEEPEST:
            names.append(above.location_name)
            above = by_id.get(above.parent_location_id)
        name = ":".join(reversed(names))
        yield ListItem(LOCATION, one.location_id, name, active=_in_use(one.status))


def _in_use(status: str) -> bool:
    return status.casefold() in ("", "active")
