"""Writing a journal entry through the wire: a new one, or a change to one that is there."""

from dataclasses import replace
from typing import Any

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry
from sandbox.ledger.services import Services
from sandbox.quickbooks import faults
from sandbox.quickbooks.checks import check_currency, check_lines, check_open
from sandbox.quickbooks.faults import FaultError
from sandbox.quickbooks.reading import SentEntry
from sandbox.quickbooks.things import Lists


def write(services: Services, company: Company, sent: SentEntry) -> Entry:
    """Create the entry, or update it when it carries an Id. Nothing is done if refused.

    Raises:
        FaultError: whatever the company has against it.
    """
    make = _created if sent.id is None else _updated
    entry, lists = make(services, company, sent), Lists.of(company)
    check_lines(entry.lines, services.companies.accounts(company.realm), company, lists)
    check_currency(entry.currency, company, lists)
    check_open(entry, company)
    _check_number(services, company, entry)
    services.entries.put(company.realm, entry)
    return entry


def existing(services: Services, realm: str, entry_id: str) -> Entry:
    """Return one entry. Raises FaultError: 610, it never was or was deleted."""
    entry = services.entries.get(realm, entry_id)
    if entry is None:
        was = services.entries.deleted(realm, entry_id)
        raise FaultError(faults.deleted() if was else faults.not_found())
    return entry


def next_entry_id(services: Services, realm: str) -> str:
    """Return the Id of the next new entry; nothing is ever removed, so the count tells."""
    return str(services.entries.count(realm) + 1)


def _created(services: Services, company: Company, sent: SentEntry) -> Entry:
    now, new_id = services.now(), next_entry_id(services, company.realm)
    blank = Entry(new_id, now.date(), company.currency, (), now, now)
    return replace(blank, **_content(company, blank, sent))


def _updated(services: Services, company: Company, sent: SentEntry) -> Entry:
    if sent.sync_token is None:
        raise FaultError(faults.missing_parameter("SyncToken"))
    old = existing(services, company.realm, str(sent.id))
    if sent.sync_token != str(old.version):
        raise FaultError(faults.stale())
    if old.matched:
        raise FaultError(faults.deposited())
    check_open(old, company)
    content = _content(company, old, sent)
    if sent.sparse:
        given = sent.model_fields_set
        content = {name: value for name, value in content.items() if _FIELDS.get(name) in given}
        content["own"] = {**old.own, **sent.own()}
    return old.changed(services.now(), **content)


# Field of Entry -> field of SentEntry.
_FIELDS = {
    "date": "txn_date",
    "currency": "currency_ref",
    "lines": "line",
    "number": "doc_number",
    "note": "private_note",
}


def _content(company: Company, old: Entry, sent: SentEntry) -> dict[str, Any]:
    """Return all that a full write sets; what was not sent is emptied, the date stays."""
    keeps_lines = sent.sparse and sent.id is not None and "line" not in sent.model_fields_set
    if not sent.line and not keeps_lines:
        raise FaultError(faults.missing_parameter("Line"))
    return {
        "date": sent.txn_date or old.date,
        "currency": sent.currency_ref.value if sent.currency_ref else company.currency,
        "lines": tuple(line.line() for line in sent.line),
        "number": sent.doc_number or "",
        "note": sent.private_note or "",
        "own": sent.own(),
    }


def _check_number(services: Services, company: Company, entry: Entry) -> None:
    """Refuse (6140) a document number that another entry has, while they are to be unique."""
    if not entry.number or not company.own.get("unique_doc_numbers", True):
        return
    if others := services.entries.numbered(company.realm, entry.number) - {entry.id}:
        raise FaultError(faults.duplicate_number(entry.number, min(others)))
