"""What an organisation in Zoho Books lists: its journals and its locks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from sandbox.ledger.entries import Entry
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.drawing import drawing_of
from sandbox.zoho.journals import state_of

PAGE = 200
_FILTERS: dict[str, Callable[[Entry, str], bool]] = {
    "date_start": lambda entry, value: entry.date.isoformat() >= value,
    "date_end": lambda entry, value: entry.date.isoformat() <= value,
    "reference_number": lambda entry, value: entry.number == value,
    "reference_number_startswith": lambda entry, value: entry.number.startswith(value),
    "reference_number_contains": lambda entry, value: value in entry.number,
    "notes_contains": lambda entry, value: value in entry.note,
    "status": lambda entry, value: state_of(entry) == value,
}
_ORDERS: dict[str, Callable[[Entry], Any]] = {
    "journal_date": lambda entry: entry.date,
    "entry_number": lambda entry: entry.id,
    "reference_number": lambda entry: entry.number,
    "total": lambda entry: entry.debits,
    "last_modified_time": lambda entry: entry.updated_at,
}
_ALLOWED = {
    "sort_column": ("", *_ORDERS),
    "sort_order": ("", "A", "D"),
    "status": ("", "draft", "published", "approved", "submitted", "rejected"),
    "filter_by": ("", "JournalDate.All"),  # those of this week and so on are not imitated
}
"""Values that journals.yml allows."""


def list_journals(services: Services, call: Call) -> Response:
    """List journals by day, reference or notes, the newest day first."""
    query = call.request.query_params
    if wrong := [name for name in _ALLOWED if query.get(name, "") not in _ALLOWED[name]]:
        return answers.refused(f"Invalid value passed for {wrong[0]}", code=2)
    wanted = [_test(name, value) for name, value in query.items() if name in _FILTERS]
    living = services.entries.living(call.company.realm)
    found = [entry for entry in living if all(fits(entry) for fits in wanted)]
    column, order = query.get("sort_column") or "journal_date", query.get("sort_order") or "D"
    found.sort(key=_ORDERS[column], reverse=order == "D")
    page, context = answers.page_of(found, query.get("page", ""), query.get("per_page", ""), PAGE)
    sorted_by = {"sort_column": column, "sort_order": order}
    drawing = drawing_of(services, call)
    return answers.shown(
        journals=[drawing.listed(entry) for entry in page], page_context={**context, **sorted_by}
    )


def list_locks(_services: Services, call: Call) -> Response:
    """List the locks on transactions, page by page, with their scope (transaction-locking.yml).

    Of the scopes only 0 is explained there, "All"; that sales are 1 and the accountant's 4 is ours.
    """
    day, query = call.company.day("lock_date"), call.request.query_params
    locks = [_lock(1, "Sales", dt.date(2099, 12, 31))] * call.company.own.get("other_locks", 0)
    locks += [_lock(4, "Accountant", day)] if day else []
    page, context = answers.page_of(locks, query.get("page", ""), query.get("per_page", ""), PAGE)
    return answers.shown(transaction_locks=page, page_context=context)


def _lock(scope: int, named: str, day: dt.date) -> dict[str, Any]:
    return {
        "transaction_lock_id": f"46000000000090{scope}",
        "transaction_lock_status": "enabled",
        "transaction_lock_date": day.isoformat(),
        "lock_status": "locked",
        "lock_status_formatted": "Locked",
        "lock_scope": scope,
        "lock_scope_formatted": named,
        "user_exceptions": [],
        "account_exceptions": [],
    }


def _test(name: str, value: str) -> Callable[[Entry], bool]:
    return lambda entry: _FILTERS[name](entry, value)
