"""Journals as Zoho shows them: with the names of all that lines say by ids, and with their tax."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.ledger.chart import Account
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho.journals import state_of
from sandbox.zoho.taxing import added, with_tax
from sandbox.zoho.things import Lists

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one organisation's journals are shown, by its chart and its lists."""

    accounts: Mapping[str, Account]
    lists: Lists

    def listed(self, entry: Entry) -> dict[str, Any]:
        """Draw a journal as lists do, which show neither lines nor status."""
        taxes = {one.id: one for one in self.lists.taxes}
        total = with_tax(entry.lines, taxes, "debit")
        return {
            "journal_id": entry.id,
            "journal_date": entry.date.isoformat(),
            "entry_number": entry.id[-6:],
            "reference_number": entry.number,
            "notes": entry.note,
            "journal_type": "both",
            "entity_type": "journal",
            "total": total,
            "bcy_total": _in_base(entry, total),
        }

    def whole(self, entry: Entry) -> dict[str, Any]:
        """Draw a whole journal."""
        taxes = {one.id: one for one in self.lists.taxes}
        return {
            "currency_code": entry.currency,
            "exchange_rate": 1,
            **entry.own,
            **self.listed(entry),
            "line_item_total": entry.debits,
            "line_items": [
                self._line(entry, line, number) for number, line in enumerate(entry.lines, 1)
            ],
            "taxes": [one.drawn() for one in added(entry.lines, taxes)],
            "status": state_of(entry),
            "created_time": _moment(entry.created_at),
            "last_modified_time": _moment(entry.updated_at),
        }

    def _line(self, entry: Entry, line: Line, number: int) -> dict[str, Any]:
        account = self.accounts[line.account]
        return {
            "line_id": str(number),
            "account_id": account.id,
            "account_name": account.name,
            "description": line.description,
            "debit_or_credit": line.side,
            "amount": abs(line.amount),
            "bcy_amount": _in_base(entry, abs(line.amount)),
            **line.own,
            **self._names(line),
        }

    def _names(self, line: Line) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for thing, known in (
            ("customer", self.lists.contacts),
            ("location", self.lists.locations),
            ("project", self.lists.projects),
        ):
            names = {one.id: one.name for one in known}
            if (its_id := str(line.own.get(f"{thing}_id", ""))) in names:
                shown[f"{thing}_name"] = names[its_id]
        for tax in self.lists.taxes:
            if tax.id == str(line.own.get("tax_id", "")):
                shown |= {"tax_name": tax.name, "tax_percentage": str(tax.percentage)}
        if chosen := line.own.get("tags"):
            shown["tags"] = [self._tag(one) for one in chosen]
        return shown

    def _tag(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        tag, option = self.lists.options.get(str(chosen.get("tag_option_id", "")), (None, None))
        if tag is None or option is None:
            return dict(chosen)
        return {
            "is_tag_mandatory": tag.mandatory,
            "tag_id": tag.id,
            "tag_name": tag.name,
            "tag_option_id": option.id,
            "tag_option_name": option.name,
        }


def drawing_of(services: Services, call: Call) -> Drawing:
    """Return how the journals of the organisation called are shown."""
    return Drawing(services.companies.accounts(call.company.realm), Lists.of(call.company))


def _in_base(entry: Entry, amount: Decimal) -> Decimal:
    rate = Decimal(str(entry.own.get("exchange_rate", 1)))
    return (amount * rate).quantize(_CENT, ROUND_HALF_UP)


def _moment(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S%z")
