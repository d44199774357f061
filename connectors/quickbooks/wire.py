"""What QuickBooks' objects have in common, and those that stand around the entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from connectors.exact import LONGEST_ID, exact_json
from journal.books.book import Account, AccountKind, NewAccount
from journal.books.lists import NameKind
from journal.errors import LedgerError

Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else text)]
"""A text that may be null or absent when it is empty."""
_WANTS_NAME = {
    "Accounts Receivable": NameKind.CUSTOMER.value,
    "Accounts Payable": NameKind.VENDOR.value,
}
"""Types of accounts that want a customer or a vendor on each line: "When you use Accounts
Receivable, you must choose a customer in the Name field" (Intuit's reference of JournalEntry)."""


ACCOUNT_KINDS = tuple(
    AccountKind(kind, kind)
    for kind in (
        "Income",
        "Other Income",
        "Cost of Goods Sold",
        "Expense",
        "Other Expense",
        "Other Current Asset",
        "Other Current Liability",
        "Long Term Liability",
        "Bank",
        "Equity",
    )
)
"""Types of accounts that entries of sales go to; without a sub-type QuickBooks takes its usual."""


def account_body(new: NewAccount) -> bytes:
    """Return the body that creates an account."""
    body = {"Name": new.name, "AccountType": new.kind}
    if new.number:
        body["AcctNum"] = new.number
    return exact_json(body).encode()


class WireAccount(BaseModel):
    """An Account, as far as we look at it."""

    id: str = Field(alias="Id", min_length=1, max_length=LONGEST_ID)
    name: str = Field(alias="FullyQualifiedName")
    number: Text = Field("", alias="AcctNum")
    kind: Text = Field("", alias="AccountType")
    active: bool = Field(True, alias="Active")

    def account(self) -> Account:
        """Return it as ours."""
        wanted = _WANTS_NAME.get(self.kind, "")
        return Account(self.id, self.name, self.number, self.kind, self.active, wants_name=wanted)


M = TypeVar("M", bound=BaseModel)


def read_one(content: Mapping[str, Any], name: str, kind: type[M]) -> M:
    """Return the object `name` of an answer. Raises LedgerError when it is not as we know it."""
    return valid(content.get(name), kind)


def read_page(content: Mapping[str, Any], name: str, kind: type[M]) -> Sequence[M]:
    """Return the objects of a query's answer; none found is an empty one. Raises LedgerError."""
    page = content.get("QueryResponse")
    shown = page.get(name, []) if isinstance(page, dict) else None
    if not isinstance(shown, list):
        raise LedgerError("QuickBooks answered a query in a way we do not know")
    return [valid(each, kind) for each in shown]


def valid(value: Any, kind: type[M]) -> M:
    """Return one object. Raises LedgerError when it is not as we know it."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        what = f"QuickBooks answered in a way we do not know: {fields}"
        raise LedgerError(what) from error
