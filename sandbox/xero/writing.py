"""Storing manual journals, one at a time: what is refused leaves nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry
from sandbox.ledger.services import Services
from sandbox.xero.journals import SentJournal, drawn
from sandbox.xero.rules import complaints, locked

NIL = "00000000-0000-0000-0000-000000000000"


def write(services: Services, company: Company, sent: SentJournal) -> dict[str, Any]:
    """Store one journal and draw it; refused, it carries its `ValidationErrors`."""
    entry = _meant(services, company, sent)
    accounts = services.companies.accounts(company.realm)
    if entry is None:
        return _refused(sent, ["The manual journal could not be found"])
    wrong = [*complaints(company, accounts, entry.lines), *locked(company, entry)]
    if wrong:
        return _refused(sent, wrong)
    services.entries.put(company.realm, entry)
    return {**drawn(entry, accounts), "Warnings": [], "ValidationErrors": []}


def _meant(services: Services, company: Company, sent: SentJournal) -> Entry | None:
    """Return the entry that the journal is to become; None: the one to change is not there."""
    now, accounts = services.now(), services.companies.accounts(company.realm)
    old = Entry(str(uuid4()), now.date(), company.currency, (), now, now)
    if sent.manual_journal_id is not None:
        found = services.entries.get(company.realm, str(sent.manual_journal_id))
        if found is None:
            return None
        old = found
    by_code = {account.number: account.id for account in accounts.values() if account.number}
    return replace(
        old,
        date=sent.date or old.date,
        lines=tuple(line.line(by_code) for line in sent.journal_lines) or old.lines,
        note=sent.narration,
        url=sent.url or old.url,
        is_draft=sent.status == "DRAFT",
        deleted=sent.status in ("DELETED", "VOIDED"),
        updated_at=now,
    )


def _refused(sent: SentJournal, wrong: Sequence[str]) -> dict[str, Any]:
    return {
        "ManualJournalID": str(sent.manual_journal_id or NIL),
        "Narration": sent.narration,
        "Status": sent.status,
        "StatusAttributeString": "ERROR",
        "HasErrors": True,
        "JournalLines": [],
        "ValidationErrors": [{"Message": message} for message in wrong],
    }
