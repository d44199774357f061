"""Every refusal the imitation can give, in Xero's own words and shapes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from starlette.responses import Response

from sandbox.ledger import wire_json

JSON: Final = "application/json"
PERMISSION: Final = (
    "You are not permitted to access this resource without the reporting role or higher privileges."
)


def json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer in JSON."""
    return Response(wire_json.dumps(body), status, headers, media_type=JSON)


def gateway(status: int, title: str, detail: str) -> Response:
    """Refuse before the call reaches the organisation."""
    body: dict[str, Any] = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": str(uuid4()),
        "Extensions": {},
    }
    return json(body, status)


def validation(elements: Sequence[dict[str, Any]]) -> Response:
    """Refuse what was sent, each element with its `ValidationErrors`."""
    body = {
        "ErrorNumber": 10,
        "Type": "ValidationException",
        "Message": "A validation exception occurred",
        "Elements": list(elements),
    }
    return json(body, 400)


def query(message: str) -> Response:
    """Refuse a question that cannot be understood."""
    return json({"ErrorNumber": 16, "Type": "QueryParseException", "Message": message}, 400)


def not_found() -> Response:
    """There is nothing of that id."""
    return json(
        {
            "ErrorNumber": 17,
            "Type": "ObjectNotFoundException",
            "Message": "The resource you're looking for cannot be found",
        },
        404,
    )


def period_locked(day: date) -> str:
    """The day is on or before the period lock."""
    return f"The date cannot be before the period lock date, currently set at {day:%d-%b-%Y}"


def year_locked(day: date) -> str:
    """The day is on or before the end-of-year lock."""
    return f"The date cannot be before the end of year lock date, currently set at {day:%d-%b-%Y}"


def journal_not_found() -> str:
    """There is no journal of that id to be changed."""
    return "The manual journal could not be found"


NOT_MODIFIABLE: Final = "Journal not of valid status for modification"
"""Xero says it of invoices that are paid; of journals that are final it is guessed."""


def bad_account(code: str) -> str:
    """The account is unknown, archived, a bank account or one of Xero's own."""
    return f"Account code '{code}' is not a valid code for this document."


def unbalanced(debits: Decimal, credit: Decimal) -> str:
    """Debits and credits differ."""
    return f"The total debits ({debits:.2f}) must equal total credits (-{credit:.2f})"


def unknown_tax(kind: str) -> str:
    """There is no such type of tax, or it is archived (Xero-Java #336)."""
    return f"The TaxType code {kind} does not exist or cannot be used for this type of transaction."


def tax_not_for(kind: str, code: str) -> str:
    """The account is not of a kind that takes this type of tax (Xero's guide to tax rates)."""
    return f"The TaxType code '{kind}' cannot be used with account code '{code}'."


def no_category(name: str) -> str:
    """There is no such tracking category in use. Xero's own words for it are not documented."""
    return f"The tracking category '{name}' does not exist or is archived."


def no_option(name: str, category: str) -> str:
    """There is no such option in use. Xero's own words for it are not documented."""
    return f"The tracking option '{name}' of category '{category}' does not exist or is archived."


TOO_MUCH_TRACKING: Final = "A line can have at most 2 tracking categories, each of them once."
"""The limit is that of ManualJournalLine in Xero's OpenAPI document; the words are a guess."""
OPTION_EXISTS: Final = "A tracking option with this name already exists."
"""A guess as well."""
