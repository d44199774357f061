"""What writes journals: they are made, changed and published."""

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.called import kept_of
from sandbox.zoho.currencies import currency_of
from sandbox.zoho.drawing import drawing_of
from sandbox.zoho.journals import SentJournal, read
from sandbox.zoho.rules import complaints, final, locked, undecided


def create_journal(services: Services, call: Call, new_id: str) -> Response:
    """Store a journal, published or as a draft; the same again is stored again."""
    company = call.company
    if not company.can_post:
        return answers.not_authorised()
    sent = read(call.body)
    if isinstance(sent, str):
        return answers.refused(sent, code=2)
    if wrong := _against_currency(company, sent):
        return answers.refused(wrong)
    entry = _meant(services, call, sent, new_id)
    accounts = services.companies.accounts(company.realm)
    if said := [*complaints(company, accounts, entry.lines), *locked(company, entry)]:
        return answers.refused(said[0])
    services.entries.put(company.realm, entry)
    message = "The journal entry has been created."
    return answers.answer(201, 0, message, journal=drawing_of(services, call).whole(entry))


def change_journal(services: Services, call: Call) -> Response:
    """Put what is sent in place of a journal; nothing asks which state of it was seen."""
    company = call.company
    old = services.entries.get(company.realm, call.request.path_params["id"])
    if not company.can_post:
        return answers.not_authorised()
    if old is None:
        return answers.missing("Journal")
    sent = read(call.body)
    if isinstance(sent, str):
        return answers.refused(sent, code=2)
    if wrong := _against_currency(company, sent):
        return answers.refused(wrong)
    accounts = services.companies.accounts(company.realm)
    entry = kept_of(old.changed(services.now(), **_content(company, sent)), old)
    said = [*final(old), *complaints(company, accounts, entry.lines)]
    if said := [*said, *locked(company, old), *locked(company, entry)]:
        return answers.refused(said[0])
    services.entries.put(company.realm, entry)
    message = "The journal entry has been updated."
    return answers.answer(200, 0, message, journal=drawing_of(services, call).whole(entry))


def publish_journal(services: Services, call: Call) -> Response:
    """Put a draft into the books."""
    company = call.company
    entry = services.entries.get(company.realm, call.request.path_params["id"])
    if not company.can_post:
        return answers.not_authorised()
    if entry is None:
        return answers.missing("Journal")
    if not entry.is_draft:
        return answers.refused("The journal is already published.")
    accounts = services.companies.accounts(company.realm)
    wrong = [*undecided(company, entry), *complaints(company, accounts, entry.lines)]
    if wrong := [*wrong, *locked(company, entry)]:
        return answers.refused(wrong[0])
    services.entries.put(company.realm, entry.changed(services.now(), is_draft=False, state=""))
    return answers.answer(201, 0, "The journal has been published.")


def _against_currency(company: Company, sent: SentJournal) -> str:
    """Return what is wrong with the currency that was sent, or with its rate; "" for nothing."""
    currency = currency_of(company, sent.currency_id)
    if currency is None:
        return answers.unknown("currency", sent.currency_id)
    is_base = currency.name == company.currency
    rate = sent.exchange_rate
    return answers.NO_RATE if is_base and rate not in (0, 1) else ""


def _meant(services: Services, call: Call, sent: SentJournal, new_id: str) -> Entry:
    now, company = services.now(), call.company
    blank = Entry(new_id, sent.journal_date, company.currency, (), now, now)
    return replace(blank, **_content(company, sent))


def _content(company: Company, sent: SentJournal) -> dict[str, Any]:
    """Return what a caller can set, as fields of an entry.

    Where journals need approval, one that is sent to be published waits for it instead (what the
    API does then is documented nowhere; the states are, in Zoho's help on manual journals).
    """
    waits = sent.status == "published" and bool(company.own.get("approvals"))
    currency = currency_of(company, sent.currency_id)
    worth = currency.rate_on(sent.journal_date) if currency else None
    rate = sent.exchange_rate or (worth[1] if worth else 1)
    return {
        "date": sent.journal_date,
        "currency": currency.name if currency else company.currency,
        "lines": tuple(line.line() for line in sent.line_items),
        "number": sent.reference_number,
        "note": sent.notes,
        "is_draft": sent.status == "draft" or waits,
        "state": "submitted" if waits else "",
        "own": {**sent.own(), "exchange_rate": str(rate)},
    }
