"""What Zoho Books' objects have in common, and those that stand around the journals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from connectors.exact import LONGEST_ID, exact_json
from journal.books.book import Account, AccountKind, NewAccount
from journal.books.closed_days import ClosedDays
from journal.errors import LedgerError

_WANTS_NAME = {"accounts_receivable": "customer", "accounts_payable": "vendor"}
"""Types of accounts that want a contact on the line. That it is a customer's or a vendor's is what
a bookkeeper means by it; Zoho's documents speak of a contact only."""
_OF_JOURNALS = frozenset({"accountant", "all", "all modules", "all transactions"})
"""Modules, or scopes as they are shown to people, whose locks hit journals."""
_EVERYTHING = 0
"""The one scope whose number is explained: "All" (transaction-locking.yml of Zoho's documents)."""
_LOCKED = ("enabled", "enabled_with_logging", "locked")

Id = Annotated[
    str, Field(min_length=1, max_length=LONGEST_ID), BeforeValidator(lambda value: str(value or ""))
]
Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else str(text))]
M = TypeVar("M", bound=BaseModel)


class WireAccount(BaseModel):
    """An account of the chart."""

    account_id: Id
    account_name: Text
    account_code: Text = ""
    account_type: Text = ""
    is_active: bool = True
    parent_account_name: Text = ""

    def account(self) -> Account:
        """Return it as ours, under its parent's name."""
        parent = self.parent_account_name
        return Account(
            external_id=self.account_id,
            name=f"{parent}:{self.account_name}" if parent else self.account_name,
            number=self.account_code,
            kind=self.account_type,
            active=self.is_active,
            wants_name=_WANTS_NAME.get(self.account_type, ""),
        )


ACCOUNT_KINDS = tuple(
    AccountKind(kind, kind.replace("_", " ").capitalize())
    for kind in (
        "income",
        "other_income",
        "cost_of_goods_sold",
        "expense",
        "other_expense",
        "other_current_asset",
        "other_current_liability",
        "long_term_liability",
        "bank",
        "equity",
    )
)
"""Types of accounts that entries of sales go to (Zoho's documentation of the chart)."""


def account_body(new: NewAccount) -> bytes:
    """Return the body that creates an account."""
    body = {"account_name": new.name, "account_type": new.kind}
    if new.number:
        body["account_code"] = new.number
    return exact_json(body).encode()


def created_account(content: Mapping[str, Any]) -> WireAccount:
    """Return the account that an answer shows to be made. Raises LedgerError.

    It stands beside the code and the message, under a name that the documentation gives twice
    and not alike.
    """
    shown = [value for value in content.values() if isinstance(value, dict)]
    return read_one(shown[0] if len(shown) == 1 else None, WireAccount)


class WireOrganization(BaseModel):
    """An organisation that the user is in."""

    organization_id: Id
    currency_code: Text = ""


class WireLock(BaseModel):
    """A lock on transactions, through a day.

    A list of locks tells their scope, as a number and in words; the module is documented for what
    is sent only (transaction-locking.yml). Whichever is told is read.
    """

    transaction_lock_module: Text = ""
    transaction_lock_status: Text = ""
    transaction_lock_date: Annotated[date | None, BeforeValidator(lambda day: day or None)] = None
    lock_status: Text = ""
    lock_scope: int | None = None
    lock_scope_formatted: Text = ""

    @property
    def hits_journals(self) -> bool:
        """True if it holds for the module that journals belong to.

        A scope that is a bare number we know nothing of holds nobody back: should it be the one of
        journals, Zoho refuses the entry and says so.
        """
        named = (self.transaction_lock_module or self.lock_scope_formatted).strip().casefold()
        return named in _OF_JOURNALS if named else self.lock_scope in (None, _EVERYTHING)

    @property
    def is_on(self) -> bool:
        """True if it is in force."""
        return (self.transaction_lock_status or self.lock_status).casefold() in _LOCKED


def closed_days(locks: Iterable[WireLock]) -> ClosedDays:
    """Return the days that journals are locked on.

    Zoho lets users and accounts through by exception, and its help and its API disagree about the
    last day itself: so a person who retries is not held back (transaction locking, API and help).
    """
    days = [
        lock.transaction_lock_date
        for lock in locks
        if lock.is_on and lock.hits_journals and lock.transaction_lock_date is not None
    ]
    return ClosedDays(soft_until=max(days, default=None))


class _Page(BaseModel):
    has_more_page: bool = False


def read_all(content: Mapping[str, Any], name: str, kind: type[M]) -> Sequence[M]:
    """Return the objects `name` of an answer. Raises LedgerError when they are not as we know."""
    values = content.get(name)
    if not isinstance(values, list):
        raise LedgerError(f"Zoho Books answered in a way we do not know: without {name}")
    return [read_one(each, kind) for each in values]


def read_one(value: Any, kind: type[M]) -> M:
    """Return one object. Raises LedgerError."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        raise LedgerError(f"Zoho Books answered in a way we do not know: {fields}") from error


def has_more(content: Mapping[str, Any]) -> bool:
    """Whether another page follows. Raises LedgerError."""
    return read_one(content.get("page_context") or {}, _Page).has_more_page
