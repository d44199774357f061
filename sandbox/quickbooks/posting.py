"""Writing a journal entry through the wire: a new one, or a change to one that is there."""

from dataclasses import dataclass, replace
from typing import Any

from sandbox.ledger.clock import Clock
from sandbox.quickbooks import faults
from sandbox.quickbooks.checks import check_entry, check_open
from sandbox.quickbooks.companies import Companies
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.entries import Entry
from sandbox.quickbooks.entry_store import EntryStore
from sandbox.quickbooks.faults import RefusedError
from sandbox.quickbooks.reading import SentEntry


@dataclass(frozen=True, slots=True)
class Poster:
    """Writes entries under the company's rules."""

    companies: Companies
    entries: EntryStore
    now: Clock

    def write(self, realm: str, sent: SentEntry) -> Entry:
        """Create the entry, or update it when it carries an Id. Nothing is done if refused.

        Raises:
            RefusedError: whatever the company has against it.
        """
        company = self.companies[realm]
        entry = self._created(company, sent) if sent.id is None else self._updated(company, sent)
        check_entry(entry, company, self.companies.accounts(realm))
        check_open(entry, company)
        taken_by = self.entries.taken_by(realm, entry)
        if company.unique_doc_numbers and taken_by is not None:
            raise RefusedError(faults.duplicate_number(entry.doc_number, taken_by))
        self.entries.put(realm, entry)
        return entry

    def _created(self, company: Company, sent: SentEntry) -> Entry:
        now = self.now()
        blank = Entry(
            id=self.entries.next_id(company.realm),
            sync_token=0,
            date=now.date(),
            currency=company.currency,
            lines=(),
            created_at=now,
            updated_at=now,
        )
        return replace(blank, **_content(company, blank, sent))

    def _updated(self, company: Company, sent: SentEntry) -> Entry:
        if sent.sync_token is None:
            raise RefusedError(faults.missing_parameter("SyncToken"))
        old = self.entries.get(company.realm, str(sent.id))
        if sent.sync_token != str(old.sync_token):
            raise RefusedError(faults.stale())
        if old.matched:
            raise RefusedError(faults.deposited())
        check_open(old, company)
        content = _content(company, old, sent)
        if sent.sparse:
            given = sent.model_fields_set
            content = {name: value for name, value in content.items() if _FIELDS.get(name) in given}
            content["own"] = {**old.own, **sent.own()}
        token = old.sync_token + 1
        return replace(old, **content, sync_token=token, updated_at=self.now())


# Field of Entry -> field of SentEntry.
_FIELDS = {
    "date": "txn_date",
    "currency": "currency_ref",
    "lines": "line",
    "doc_number": "doc_number",
    "private_note": "private_note",
    "exchange_rate": "exchange_rate",
    "adjustment": "adjustment",
}


def _content(company: Company, old: Entry, sent: SentEntry) -> dict[str, Any]:
    """Return all that a full write sets; what was not sent is emptied, the date stays."""
    keeps_lines = sent.sparse and sent.id is not None and "line" not in sent.model_fields_set
    if not sent.line and not keeps_lines:
        raise RefusedError(faults.missing_parameter("Line"))
    return {
        "date": sent.txn_date or old.date,
        "currency": sent.currency_ref.value if sent.currency_ref else company.currency,
        "lines": tuple(line.line() for line in sent.line),
        "doc_number": sent.doc_number or "",
        "private_note": sent.private_note or "",
        "exchange_rate": sent.exchange_rate,
        "adjustment": sent.adjustment,
        "own": sent.own(),
    }
