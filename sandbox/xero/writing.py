"""Storing manual journals, one at a time: what is refused leaves nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry
from sandbox.ledger.services import Services
from sandbox.xero import faults
from sandbox.xero.journals import SentJournal, drawn
from sandbox.xero.lines import kept_lines
from sandbox.xero.rules import complaints, final, locked, unbalanced

NIL = "00000000-0000-0000-0000-000000000000"


def write(services: Services, company: Company, sent: SentJournal) -> dict[str, Any]:
    """Store one journal and draw it; refused, it carries its `ValidationErrors`."""
    accounts = services.companies.accounts(company.realm)
    old = _old(services, company, sent)
    if old is None:
        return _refused(sent, [faults.journal_not_found()])
    entry, wrong = _meant(services, company, old, sent)
    wrong = [*final(old), *complaints(company, accounts, entry.lines), *wrong]
    wrong += [*unbalanced(company, accounts, entry), *locked(company, entry)]
    wrong += [words for words in locked(company, old) if words not in wrong]
    if wrong:
        return _refused(sent, list(dict.fromkeys(wrong)))
    services.entries.put(company.realm, entry)
    return {**drawn(entry, company, accounts), "Warnings": [], "ValidationErrors": []}


def _old(services: Services, company: Company, sent: SentJournal) -> Entry | None:
    """Return what is there, or a draft of nothing; None: the one to change is not there."""
    if sent.manual_journal_id is not None:
        return services.entries.get(company.realm, str(sent.manual_journal_id))
    now = services.now()
    before = now - timedelta(seconds=1)  # so that it becomes a journal now
    blank = Entry(str(uuid4()), now.date(), company.currency, (), now, before)
    return replace(blank, is_draft=True)


def _meant(
    services: Services, company: Company, old: Entry, sent: SentJournal
) -> tuple[Entry, list[str]]:
    """Return the entry that the journal is to become, and what is wrong with its lines."""
    accounts = services.companies.accounts(company.realm)
    lines, wrong = kept_lines(company, accounts, sent)
    entry = old.changed(
        services.now(),
        date=sent.date or old.date,
        lines=lines or old.lines,
        note=sent.narration,
        url=sent.url or old.url,
        is_draft=sent.status == "DRAFT",
        deleted=sent.status in ("DELETED", "VOIDED"),
        own={**_shown_only(old), **sent.own()},
    )
    return entry, wrong


def _shown_only(old: Entry) -> dict[str, Any]:
    """Return what no caller sends, and so stays as it is."""
    return {name: value for name, value in old.own.items() if name == "HasAttachments"}


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
