"""Journals on Zoho's wire, as callers send them; `drawing` shows them."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.ledger import wire_json
from sandbox.ledger.entries import Entry, Line, signed

OWN_OF_LINE: Final = (
    "customer_id",
    "location_id",
    "project_id",
    "tax_id",
    "tax_exemption_id",
    "tags",
)
OWN_OF_HEAD: Final = (
    "currency_id",
    "exchange_rate",
    "location_id",
    "vat_treatment",
    "product_type",
    "include_in_vat_return",
    "is_bas_adjustment",
    "custom_fields",
    "tags",
)
"""Fields that are kept as they came; an update that leaves one out empties it."""


class SentLine(BaseModel):
    """One line: an amount that is never negative, and its side."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    account_id: str
    debit_or_credit: Literal["debit", "credit"]
    amount: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]
    description: str = ""
    line_id: str = ""
    customer_id: str = ""
    location_id: str = ""
    project_id: str = ""
    tax_id: str = ""
    tax_exemption_id: str = ""
    tags: list[dict[str, Any]] = []

    def line(self) -> Line:
        """Return the line as it is kept."""
        amount = signed(self.debit_or_credit, self.amount)
        own = self.model_dump(include=set(OWN_OF_LINE), exclude_defaults=True)
        return Line(amount, self.account_id, self.description, own)


class SentJournal(BaseModel):
    """A journal as sent; without a status it is published."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    journal_date: dt.date
    reference_number: str = ""
    notes: Annotated[str, Field(max_length=500)] = ""
    status: Literal["draft", "published"] = "published"
    line_items: Annotated[tuple[SentLine, ...], Field(min_length=2)]
    currency_id: str = ""
    exchange_rate: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    location_id: str = ""
    vat_treatment: str = ""
    product_type: str = ""
    include_in_vat_return: bool = False
    is_bas_adjustment: bool = False
    custom_fields: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []

    def own(self) -> dict[str, Any]:
        """Return what only Zoho has of a journal, by its names on the wire."""
        return self.model_dump(include=set(OWN_OF_HEAD), exclude_defaults=True)


def read(body: bytes) -> SentJournal | str:
    """Read a body, or say what is wrong with it."""
    try:
        return SentJournal.model_validate(wire_json.loads(body))
    except ValidationError as error:
        first = error.errors()[0]
        return f"Invalid value passed for {'.'.join(map(str, first['loc'])) or 'the body'}"
    except (ValueError, RecursionError):
        return "Invalid value passed for JSONString"


def state_of(entry: Entry) -> str:
    """Return the state of a journal, as the list's filter names it (journals.yml)."""
    return (entry.state or "draft") if entry.is_draft else "published"
