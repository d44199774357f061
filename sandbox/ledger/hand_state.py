"""The state the page draws: every company with its switches, accounts and entries."""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from sandbox.ledger.chart import Account
from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.services import Services

MONEY = ".2f"
Beside = Callable[[Entry, Line], Mapping[str, str]]
"""What a line carries beside its account, in words: {"Class": "Online", "Tax": "HST ON"}."""


def nothing_beside(_entry: Entry, _line: Line) -> Mapping[str, str]:
    """Say nothing of a line."""
    return {}


def company_state(
    services: Services,
    realm: str,
    own: Mapping[str, Any],
    most_entries: int | None,
    beside: Beside = nothing_beside,
) -> dict[str, Any]:
    """Draw one company, newest entries first; `own`: its own switches as they stand at first."""
    company = services.companies[realm]
    accounts = services.companies.accounts(realm)
    newest_first = reversed(list(services.entries.living(realm)))
    return {
        "realm": realm,
        "platform": services.platform,
        "name": company.name,
        "currency": company.currency,
        "connected": services.grants.connected(realm),
        **_switches(company),
        **own,
        **company.own,
        "accounts": [account_state(account) for account in accounts.values()],
        "entries": [
            entry_state(entry, accounts, beside) for entry in islice(newest_first, most_entries)
        ],
    }


def _switches(company: Company) -> dict[str, Any]:
    return {
        "can_post": company.can_post,
        "mode": company.mode.value,
        "mode_times": company.mode_times,
        "mode_calls": company.mode_calls,
        "slow_seconds": company.slow_seconds,
        "swallow_answer": company.swallow_answer,
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


def entry_state(
    entry: Entry, accounts: Mapping[str, Account], beside: Beside = nothing_beside
) -> dict[str, Any]:
    """Draw one entry; amounts are text, for money is never a float."""
    return {
        "id": entry.id,
        "doc_number": entry.number,
        "date": entry.date.isoformat(),
        "private_note": entry.note,
        "total": format(entry.debits, MONEY),
        "currency": entry.currency,
        "created_at": wire_time(entry.created_at),
        "draft": entry.is_draft,
        "state": entry.state,
        "matched": entry.matched,
        "own": entry.own,
        "by": entry.by,
        "lines": [
            {**_line_state(line, accounts), "beside": dict(beside(entry, line))}
            for line in entry.lines
        ],
    }


def _line_state(line: Line, accounts: Mapping[str, Account]) -> dict[str, Any]:
    account = accounts.get(line.account)
    return {
        "side": line.side,
        "amount": format(abs(line.amount), MONEY),
        "account": account.full_name if account else line.account,
        "account_id": line.account,
        "description": line.description,
        "own": line.own,
    }
