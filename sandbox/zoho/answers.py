"""Every answer the imitation gives, in Zoho's envelope: `{"code", "message", ...}`.

Zoho publishes no list of its refusals. The words of those marked as guessed are ours, in its tone.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from starlette.responses import Response

from sandbox.ledger import wire_json

_USUAL: Final = 10
SUCCESS: Final = "success"
NOT_AUTHORISED: Final = "You are not authorized to perform this operation"


def answer(status: int, code: int, message: str, **content: Any) -> Response:
    """Return an answer in the envelope that all have."""
    body = wire_json.dumps({"code": code, "message": message, **content})
    return Response(body, status, media_type="application/json;charset=UTF-8")


def shown(**content: Any) -> Response:
    """Show what was asked for."""
    return answer(200, 0, SUCCESS, **content)


def page_of(values: Sequence[Any], page: str, per_page: str, most: int) -> tuple[Any, Any]:
    """Return one page of `values`, and the context that tells of others.

    Who does not say how many gets ten, as Zoho's OpenAPI documents of 2026 have it.
    """
    number = max(int(page), 1) if page.isdigit() else 1
    size = min(max(int(per_page), 1), most) if per_page.isdigit() else _USUAL
    start = (number - 1) * size
    context = {
        "page": number,
        "per_page": size,
        "has_more_page": start + size < len(values),
    }
    return values[start : start + size], context


def refused(message: str, code: int = 15) -> Response:
    """Refuse what was sent."""
    return answer(400, code, message)


def not_authorised() -> Response:
    """Refuse a token, or a user without the right: Zoho has one answer for both."""
    return answer(401, 57, NOT_AUTHORISED)


def missing(what: str) -> Response:
    """There is nothing of that id."""
    return answer(404, 1002, f"{what} does not exist.")


def locked(day: date) -> str:
    """The day is locked (guessed)."""
    return f"Transactions dated on or before {day:%d %b %Y} have been locked."


def inactive(what: str, name: str) -> str:
    """The account, contact, option ... takes no more journals (guessed)."""
    return f"The {what} {name} is inactive."


def unknown(what: str, its_id: str) -> str:
    """There is no such account, contact, option ... (guessed but for accounts)."""
    return f"The {what} {its_id} does not exist."


def wants_a_tag(name: str) -> str:
    """A mandatory reporting tag has no option on a line (guessed)."""
    return f"Select an option for the mandatory reporting tag {name}."


def wants_a_contact(name: str) -> str:
    """Receivables and payables are someone's (guessed)."""
    return f"Select a contact for the account {name}."


UNBALANCED: Final = "Total debits and total credits are not equal."
"""Debits and credits differ (guessed)."""
MATCHED: Final = "This journal cannot be edited, since it is matched with a bank transaction."
"""The bank's statement has it (guessed)."""
UNDECIDED: Final = "This journal has to be approved before it can be published."
"""An approver has not decided (guessed)."""
NO_RATE: Final = "Enter a valid exchange rate."
"""A rate is none, or the organisation's own currency has one that is not 1 (guessed)."""
NAME_TAKEN: Final = "The account name already exists."
"""There is an account of that name (guessed)."""


def contact_taken(kind: str, name: str) -> str:
    """There is a contact of that name and kind (guessed, code 3062 too)."""
    return f'The {kind} "{name}" already exists. Please specify a different name.'
