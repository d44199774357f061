"""What lines carry beside their account, in words, for the page."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.hand_state import MONEY, Beside
from sandbox.zoho.taxing import added
from sandbox.zoho.things import Lists, Thing

_FIELDS: Final = {
    "customer_id": ("Contact", "contacts"),
    "location_id": ("Location", "locations"),
    "project_id": ("Project", "projects"),
}
"""Field of a line -> what people call it, and the list that it chooses from."""


def beside(company: Company) -> Beside:
    """Return what says it of the lines of an organisation, whose lists are read once."""
    lists = Lists.of(company)
    taxes = {one.id: one for one in lists.taxes}

    def told(_entry: Entry, line: Line) -> Mapping[str, str]:
        words = dict(_chosen(line.own, lists))
        for one in added([line], taxes):
            words["Tax"] = f"{one.tax.name} {one.amount:{MONEY}}" if one.amount else one.tax.name
        return words

    return told


def _chosen(own: Mapping[str, Any], lists: Lists) -> Iterator[tuple[str, str]]:
    options = lists.options
    for one in own.get("tags", ()):
        tag, option = options.get(str(one.get("tag_option_id", "")), (None, None))
        if tag is not None and option is not None:
            yield tag.name, option.name
    for field, (label, listed) in _FIELDS.items():
        known: Mapping[str, Thing] = {one.id: one for one in getattr(lists, listed)}
        if (its_id := str(own.get(field, ""))) in known:
            yield label, known[its_id].name
