"""A journal entry as callers send it, read strictly; what is wrong becomes QuickBooks' fault."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_pascal
from pydantic_core import ErrorDetails

from sandbox.ledger import wire_json
from sandbox.ledger.entries import Line, signed
from sandbox.quickbooks import faults
from sandbox.quickbooks.chart import CLASSIFICATIONS
from sandbox.quickbooks.faults import Fault, FaultError

# 15 digits is what QuickBooks' amount columns hold.
Amount = Annotated[Decimal, Field(max_digits=15, decimal_places=2)]
Text = Annotated[str, Field(max_length=4000)]
_REFS = (
    "class_ref",
    "department_ref",
    "entity",
    "tax_code_ref",
    "tax_applicable_on",
    "tax_amount",
    "tax_inclusive_amt",
    "billable_status",
)
OWN = ("custom_field", "linked_txn", "exchange_rate", "adjustment", "global_tax_calculation")
"""Fields of an entry that are kept as they came. `TxnTaxDetail` is not: a company that keeps tax
works it out from its codes, and others ignore it, as Intuit's reference of JournalEntry says."""


class _Sent(BaseModel):
    """A part of the body: PascalCase on the wire, nothing unknown allowed."""

    model_config = ConfigDict(
        alias_generator=to_pascal, extra="forbid", coerce_numbers_to_str=True, frozen=True
    )


S = TypeVar("S", bound=_Sent)


class Ref(BaseModel):
    """A reference to another object; only its `value` counts, the name is shown."""

    model_config = ConfigDict(coerce_numbers_to_str=True, frozen=True)

    value: str
    name: str | None = None


class Party(_Sent):
    """The customer or vendor a receivable or payable line is about."""

    type: Literal["Customer", "Vendor", "Employee"]
    entity_ref: Ref


class SentDetail(_Sent):
    """The journal side of a line."""

    posting_type: Literal["Debit", "Credit"]
    account_ref: Ref
    class_ref: Ref | None = None
    department_ref: Ref | None = None
    entity: Party | None = None
    tax_code_ref: Ref | None = None
    tax_applicable_on: Literal["Sales", "Purchase"] | None = None
    tax_amount: Decimal | None = None
    tax_inclusive_amt: Decimal | None = None
    billable_status: str | None = None


class SentLine(_Sent):
    """One line as sent; `Id` and `LineNum` are allowed and not kept."""

    amount: Amount
    detail_type: Literal["JournalEntryLineDetail"]
    journal_entry_line_detail: SentDetail
    description: Text | None = None
    id: str | None = None
    line_num: int | None = None

    def line(self) -> Line:
        """Return the line as it is kept. Raises FaultError: 6000, its amount is negative."""
        if self.amount < 0:
            raise FaultError(faults.business("An amount must not be negative."))
        detail = self.journal_entry_line_detail
        own = detail.model_dump(include=set(_REFS), by_alias=True, exclude_none=True)
        return Line(
            signed(detail.posting_type, self.amount),
            detail.account_ref.value,
            self.description or "",
            own,
        )


class SentEntry(_Sent):
    """A whole entry as sent; `model_fields_set` tells a sparse update what to change."""

    id: str | None = None
    sync_token: str | None = None
    sparse: bool = Field(False, alias="sparse")
    domain: str | None = Field(None, alias="domain")
    meta_data: dict[str, Any] | None = None
    txn_date: date | None = None
    doc_number: Annotated[str, Field(max_length=21)] | None = None
    private_note: Text | None = None
    currency_ref: Ref | None = None
    exchange_rate: Decimal | None = Field(None, gt=0, max_digits=20)
    adjustment: bool | None = None
    line: tuple[SentLine, ...] = ()
    txn_tax_detail: dict[str, Any] | None = None
    global_tax_calculation: Literal["TaxExcluded", "TaxInclusive"] | None = None
    custom_field: list[dict[str, Any]] | None = None
    linked_txn: list[dict[str, Any]] | None = None

    def own(self) -> dict[str, Any]:
        """Return what is kept as it came, by its names on the wire."""
        return self.model_dump(include=set(OWN), by_alias=True, exclude_none=True)


def read_entry(body: bytes) -> SentEntry:
    """Read a request body.

    Raises:
        FaultError: 2010 not JSON or not its shape, 2020 missing, 2050 too long, 2170 no such
            word.
    """
    return _read(SentEntry, body)


def _read(kind: type[S], body: bytes) -> S:
    try:
        return kind.model_validate(wire_json.loads(body))
    except ValidationError as error:
        raise FaultError(_fault(error.errors()[0])) from error
    except (ValueError, RecursionError) as error:
        raise FaultError(faults.unsupported_property("JSON")) from error


def _fault(error: ErrorDetails) -> Fault:
    """Word pydantic's first complaint the way QuickBooks would."""
    place = [str(part) for part in error["loc"] if not isinstance(part, int)]
    name = ".".join(place) or "JSON"
    if error["type"] == "missing":
        return faults.missing_parameter(name)
    if error["type"] == "string_too_long":
        return faults.wrong_length(name, error["ctx"]["max_length"], len(str(error["input"])))
    if error["type"] == "literal_error":
        return faults.invalid_enumeration(name, error["input"])
    return faults.unsupported_property(name)


class SentAccount(_Sent):
    """An account to be opened. Its type is enough: QuickBooks takes the usual sub-type."""

    name: str = Field(min_length=1, max_length=100)
    account_type: str
    acct_num: str = Field("", max_length=20)


def read_account(body: bytes) -> SentAccount:
    """Read the body of an account.

    Raises:
        FaultError: 2010, 2020, 2050 or 2170, as `read_entry`.
    """
    sent = _read(SentAccount, body)
    if sent.account_type not in CLASSIFICATIONS:
        raise FaultError(faults.invalid_enumeration("AccountType", sent.account_type))
    return sent


class SentThing(_Sent):
    """A class, a department, a customer or a vendor to be made."""

    name: Annotated[str, Field(max_length=100)] = ""
    display_name: Annotated[str, Field(max_length=500)] = ""
    parent_ref: Ref | None = None
    sub_class: bool = False
    sub_department: bool = False

    @property
    def named(self) -> str:
        """What it is called, without its parents."""
        return (self.name or self.display_name).strip()


def read_thing(body: bytes, kind: str) -> SentThing:
    """Read the body of a class, a department, a customer or a vendor.

    Raises:
        FaultError: 2010, 2020 or 2050, as `read_entry`.
    """
    sent = _read(SentThing, body)
    needed = "Name" if kind in ("Class", "Department") else "DisplayName"
    if not sent.named:
        raise FaultError(faults.missing_parameter(needed))
    if ":" in sent.named:
        raise FaultError(faults.unsupported_property(needed))
    return sent


class SentQuery(BaseModel):
    """A query of a batch."""

    model_config = ConfigDict(coerce_numbers_to_str=True, frozen=True)

    b_id: str = Field(alias="bId")
    query: str = Field(alias="Query")


class SentBatch(_Sent):
    """Queries that are sent together."""

    batch_item_request: Annotated[tuple[SentQuery, ...], Field(max_length=10)]


def read_batch(body: bytes) -> tuple[SentQuery, ...]:
    """Read the body of a batch. Raises FaultError: 2010 or 2020, as `read_entry`."""
    return _read(SentBatch, body).batch_item_request
