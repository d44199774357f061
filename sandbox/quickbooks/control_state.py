"""The state the page draws: every company with its switches, accounts and entries."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from sandbox.ledger.clock import wire_time
from sandbox.quickbooks.chart import Account
from sandbox.quickbooks.entries import Entry
from sandbox.quickbooks.services import Services

MONEY = ".2f"


def company_state(services: Services, realm: str, most_entries: int | None) -> dict[str, Any]:
    """Draw one company with its newest entries first, all of them if `most_entries` is None."""
    company = services.companies[realm]
    names = services.companies.account_names(realm)
    newest_first = reversed(list(services.entries.living(realm)))
    return {
        "realm": realm,
        "name": company.name,
        "currency": company.currency,
        "connected": services.grants.connected(realm),
        "can_post": company.can_post,
        "close_date": company.close_date.isoformat() if company.close_date else None,
        "mode": company.mode.value,
        "mode_times": company.mode_times,
        "mode_calls": company.mode_calls,
        "slow_seconds": company.slow_seconds,
        "swallow_answer": company.swallow_answer,
        "missing_right": company.missing_right,
        "unique_doc_numbers": company.unique_doc_numbers,
        "replay_refusals": company.replay_refusals,
        "accounts": [account_state(a) for a in services.companies.accounts(realm).values()],
        "entries": [entry_state(entry, names) for entry in islice(newest_first, most_entries)],
    }


def account_state(account: Account) -> dict[str, Any]:
    """Draw one account, under its full name."""
    return {
        "id": account.id,
        "name": account.full_name,
        "number": account.number,
        "type": account.type,
        "active": account.active,
    }


def entry_state(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """Draw one entry; amounts are text, for money is never a float."""
    lines = [
        {
            "side": line.side.lower(),
            "amount": format(line.amount, MONEY),
            "account": names[line.account],
            "account_id": line.account,
            "description": line.description,
            "own": line.refs,
        }
        for line in entry.lines
    ]
    return {
        "id": entry.id,
        "doc_number": entry.doc_number,
        "date": entry.date.isoformat(),
        "private_note": entry.private_note,
        "total": format(entry.total("Debit"), MONEY),
        "currency": entry.currency,
        "created_at": wire_time(entry.created_at),
        "matched": entry.matched,
        "lines": lines,
    }
