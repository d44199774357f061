"""What an organisation in Zoho Books lists: its journals and its locks."""

from collections.abc import Callable

from starlette.responses import Response

from sandbox.ledger.entries import Entry
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.journals import listed

PAGE = 200
_FILTERS: dict[str, Callable[[Entry, str], bool]] = {
    "date_start": lambda entry, value: entry.date.isoformat() >= value,
    "date_end": lambda entry, value: entry.date.isoformat() <= value,
    "reference_number": lambda entry, value: entry.number == value,
    "reference_number_startswith": lambda entry, value: entry.number.startswith(value),
    "reference_number_contains": lambda entry, value: value in entry.number,
    "notes_contains": lambda entry, value: value in entry.note,
}


def list_journals(services: Services, call: Call) -> Response:
    """List journals by day, reference or notes, the newest day first."""
    query = call.request.query_params
    wanted = [_test(name, value) for name, value in query.items() if name in _FILTERS]
    living = services.entries.living(call.company.realm)
    found = [entry for entry in living if all(fits(entry) for fits in wanted)]
    found.sort(key=lambda entry: entry.date, reverse=True)
    page, context = answers.page_of(found, query.get("page", ""), query.get("per_page", ""), PAGE)
    return answers.shown(journals=[listed(entry) for entry in page], page_context=context)


def list_locks(_services: Services, call: Call) -> Response:
    """List the locks on transactions, one for each module that is locked."""
    day = call.company.day("lock_date")
    lock = {
        "transaction_lock_id": "460000000000900",
        "transaction_lock_module": "accountant",
        "transaction_lock_status": "enabled",
        "transaction_lock_date": day.isoformat() if day else "",
    }
    return answers.shown(transaction_locks=[lock] if day else [])


def _test(name: str, value: str) -> Callable[[Entry], bool]:
    return lambda entry: _FILTERS[name](entry, value)
