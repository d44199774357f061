"""Every refusal the imitation can give, in QuickBooks' own words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

INACTIVE: Final = (
    "Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)
BUSINESS: Final = "A business validation error has occurred while processing your request"


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal. `shape` is who words it: the API, the gateway before it, or old XML code."""

    status: int
    code: str
    message: str
    detail: str
    type: str = "ValidationFault"
    element: str = ""
    shape: Literal["api", "gateway", "xml"] = "api"


class FaultError(Exception):
    """The call is refused with `fault`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.code} {fault.detail}")
        self.fault = fault


def unsupported_property(name: str) -> Fault:
    """Our request holds something QuickBooks does not know, or is not JSON at all."""
    return Fault(
        400,
        "2010",
        "Request has invalid or unsupported property",
        f"Property Name:{name} specified is unsupported or invalid",
        element=name,
    )


def missing_parameter(name: str) -> Fault:
    """Our request lacks something required."""
    return Fault(
        400,
        "2020",
        "Required param missing, need to supply the required value for the API",
        f"Required parameter {name} is missing in the request",
        element=name,
    )


def wrong_length(name: str, longest: int, given: int) -> Fault:
    """A text is longer than its field."""
    return Fault(
        400,
        "2050",
        "String length is either shorter or longer than supported by specification",
        "String length specified does not match the supported length. "
        f"Min:0 Max:{longest} supported. Supplied length:{given}",
        element=name,
    )


def invalid_enumeration(name: str, value: object) -> Fault:
    """A value is none of the words its field allows."""
    return Fault(400, "2170", "Invalid Enumeration", f"Invalid Enumeration : {value}", element=name)


def unbalanced(debits: Decimal, credit: Decimal) -> Fault:
    """Debits and credits differ, or one side is missing."""
    return business(
        f"Please balance debits and credits. Debits are {debits:f}, credits are {credit:f}."
    )


def business(detail: str) -> Fault:
    """A rule of bookkeeping is broken; only the detail says which."""
    return Fault(400, "6000", BUSINESS, f"Business Validation Error: {detail}")


def unknown_account(account: str) -> Fault:
    """A line names an account the company does not have."""
    return Fault(
        400,
        "2500",
        "Invalid Reference Id",
        f"Invalid Reference Id : Accounts element id {account} not found",
        element="AccountRef",
    )


_LISTS: Final = {"Class": "Classes", "Department": "Departments", "TaxCode": "TaxCodes"}


def unknown_ref(name: str, kind: str, told: str) -> Fault:
    """A line refers to a class, a department, a tax code or a name that the company has not."""
    detail = f"Invalid Reference Id : {_LISTS.get(kind, 'Names')} element id {told} not found"
    return Fault(400, "2500", "Invalid Reference Id", detail, element=name)


def name_taken(kind: str = "account") -> Fault:
    """There is an account, a class or a customer of that name already."""
    return Fault(
        400,
        "6240",
        "Duplicate Name Exists Error",
        f"The name supplied already exists. : Another {kind} is already using this name. "
        "Please use a different name.",
    )


def inactive_account() -> Fault:
    """A line names an account that was made inactive; QuickBooks does not say which."""
    return Fault(400, "610", "Object Not Found", f"Object Not Found : {INACTIVE}")


def not_found() -> Fault:
    """There is no object of that Id; worded like an inactive one, as QuickBooks does."""
    return inactive_account()


def deleted() -> Fault:
    """There was an entry of that Id, and someone deleted it."""
    detail = "Object Not Found : Another user has deleted this transaction."
    return Fault(400, "610", "Object Not Found", detail)


def stale() -> Fault:
    """The SyncToken is not the newest: someone changed the entry in between."""
    return Fault(
        400,
        "5010",
        "Stale Object Error",
        "Stale Object Error : You and root were working on this at the same time. "
        "root finished before you did, so your work was not saved.",
    )


def deposited() -> Fault:
    """The entry is matched with what the bank says; no app may change it any more."""
    return Fault(
        400,
        "6540",
        "Deposited Transaction cannot be changed",
        "Deposited Transaction cannot be changed : If you want to change this transaction, "
        "you must edit the deposit it appears on and remove it first.",
    )


def books_closed() -> Fault:
    """The date is on or before the day the books are closed to."""
    return Fault(
        400,
        "6210",
        "Account Period Closed, Cannot Update Through Services API",
        "The account period has closed and the account books cannot be updated through "
        "through the QBO Services API. Please check with your QBO administrator.",
    )


def duplicate_number(number: str, taken_by: str) -> Fault:
    """Another entry has that DocNumber and the company wants them unique."""
    return Fault(
        400,
        "6140",
        "Duplicate Document Number Error",
        "Duplicate Document Number Error : You must specify a different number. "
        f"This number has already been used. DocNumber={number} is assigned to "
        f"TxnType=Journal Entry with TxnId={taken_by}",
    )


def query_syntax(near: str) -> Fault:
    """The query is not in the query language (it has no OR, JOIN or projection)."""
    return Fault(400, "4000", "Error parsing query", f'QueryParserError: Encountered "{near}"')


def query_invalid(why: str) -> Fault:
    """The query is well formed and asks for what cannot be asked."""
    return Fault(400, "4001", "Invalid query", f"QueryValidationError: {why}")
