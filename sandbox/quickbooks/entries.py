"""Journal entries as QuickBooks' wire shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sandbox.ledger.chart import Account
from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.quickbooks.coding import REFS
from sandbox.quickbooks.company import reckons_tax, switch
from sandbox.quickbooks.taxing import CENT, tax_detail, taxed
from sandbox.quickbooks.things import Lists, TaxCode

_NAMELESS: Final = frozenset({"TaxCodeRef"})
"""References that are shown by their id alone."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one company's entries are drawn, with what they refer to."""

    company: Company
    accounts: Mapping[str, Account]
    lists: Lists

    @classmethod
    def of(cls, company: Company, accounts: Mapping[str, Account]) -> "Drawing":
        """Return the drawing of a company with these accounts."""
        return cls(company, accounts, Lists.of(company))

    def __call__(self, entry: Entry) -> dict[str, Any]:
        """Draw a JournalEntry object; what is empty is left out."""
        optional = {"DocNumber": entry.number, "PrivateNote": entry.note}
        return {
            "Adjustment": False,
            "domain": "QBO",
            "sparse": False,
            "Id": entry.id,
            "SyncToken": str(entry.version),
            "MetaData": {"CreateTime": wire_time(entry.created_at), **_changed(entry)},
            "TxnDate": entry.date.isoformat(),
            "CurrencyRef": {"value": entry.currency},
            "Line": [*self._lines(entry)],
            **{name: value for name, value in optional.items() if value},
            **self._head(entry),
        }

    def _head(self, entry: Entry) -> dict[str, Any]:
        own = dict(entry.own)
        if "ExchangeRate" in own:
            own["ExchangeRate"] = Decimal(str(own["ExchangeRate"]))
        elif switch(self.company, "multicurrency"):
            own["ExchangeRate"] = self._rate(entry)
        if reckons_tax(self.company) and (detail := tax_detail(entry.lines, self.lists)):
            own["TxnTaxDetail"] = detail
        return own

    def _rate(self, entry: Entry) -> Decimal:
        """Return the company's own rate where none was sent."""
        used = {one.name: one for one in self.lists.currencies}
        found = used[entry.currency].rate_on(entry.date) if entry.currency in used else None
        return found[1] if found else Decimal(1)

    def _lines(self, entry: Entry) -> Iterator[dict[str, Any]]:
        for number, (line, code, tax) in enumerate(taxed(entry.lines, self.lists)):
            detail = {**self._detail(line), **self._tax(code, tax)}
            drawn: dict[str, Any] = {
                "Id": str(number),
                "Amount": abs(line.amount).quantize(CENT),
                "DetailType": "JournalEntryLineDetail",
                "JournalEntryLineDetail": detail,
            }
            if line.description:
                drawn["Description"] = line.description
            yield drawn

    def _detail(self, line: Line) -> dict[str, Any]:
        account = self.accounts[line.account]
        own = dict(line.own)
        for name in ("TaxAmount", "TaxInclusiveAmt"):
            if name in own:
                own[name] = Decimal(str(own[name]))
        for name, kind in REFS.items():
            if name in own and name not in _NAMELESS:
                own[name] = self._named(own[name], kind)
        if party := own.get("Entity"):
            own["Entity"] = {**party, "EntityRef": self._named(party["EntityRef"], party["Type"])}
        return {
            "PostingType": line.side.title(),
            "AccountRef": {"value": account.id, "name": account.full_name},
            **own,
        }

    def _tax(self, code: TaxCode | None, tax: Decimal) -> dict[str, Any]:
        return {"TaxAmount": tax} if code is not None and reckons_tax(self.company) else {}

    def _named(self, ref: Mapping[str, Any], kind: str) -> dict[str, Any]:
        thing = self.lists.called(kind).get(str(ref.get("value", "")))
        return {**ref, "name": thing.name} if thing else dict(ref)


def deleted(entry: Entry) -> dict[str, Any]:
    """Draw it as change data capture shows what was deleted."""
    return {"domain": "QBO", "status": "Deleted", "Id": entry.id, "MetaData": _changed(entry)}


def _changed(entry: Entry) -> dict[str, Any]:
    """Draw when it was changed last and by whom; a reference has an id, and may have a name."""
    by = {"LastModifiedByRef": {"value": entry.by, "name": entry.by}} if entry.by else {}
    return {**by, "LastUpdatedTime": wire_time(entry.updated_at)}
