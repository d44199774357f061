"""What stands around the journals: the chart of accounts and the organisation's own settings."""

from __future__ import annotations

from pydantic import BaseModel, Field

from connectors.exact import exact_json
from connectors.xero.wire import Id, OptionalDay, Text
from journal.books.book import Account, AccountKind, NewAccount
from journal.books.closed_days import ClosedDays

_NOT_POSTABLE = frozenset(
    {
        "DEBTORS",
        "CREDITORS",
        "BANKCURRENCYGAIN",
        "UNREALISEDCURRENCYGAIN",
        "TRACKINGTRANSFERS",
        "UNPAIDEXPCLM",
        "WAGEPAYABLES",
    }
)
"""System accounts that take no manual journals (Xero's help on locked and system accounts).

Others do, above all GST: without it no sale with tax could be posted. Where Xero sees it
otherwise it refuses the account by its code.
"""


ACCOUNT_KINDS = (
    AccountKind("REVENUE", "Revenue"),
    AccountKind("SALES", "Sales"),
    AccountKind("OTHERINCOME", "Other income"),
    AccountKind("DIRECTCOSTS", "Direct costs"),
    AccountKind("EXPENSE", "Expense"),
    AccountKind("OVERHEADS", "Overhead"),
    AccountKind("CURRENT", "Current asset"),
    AccountKind("INVENTORY", "Inventory asset"),
    AccountKind("CURRLIAB", "Current liability"),
    AccountKind("LIABILITY", "Liability"),
    AccountKind("EQUITY", "Equity"),
)
"""Types of accounts that entries of sales go to (Xero's list of account types)."""


def account_body(new: NewAccount) -> bytes:
    """Return the body that creates an account."""
    return exact_json({"Code": new.number, "Name": new.name, "Type": new.kind}).encode()


class WireAccount(BaseModel):
    """An Account, as far as we look at it."""

    id: Id = Field(alias="AccountID")
    code: Text = Field("", alias="Code")
    name: str = Field(alias="Name")
    kind: Text = Field("", alias="Type")
    status: Text = Field("", alias="Status")
    system: Text = Field("", alias="SystemAccount")

    def account(self) -> Account:
        """Return it as ours, known by its code.

        All that Xero shows of posting names accounts so, and bookkeepers do. One without a code
        is known by its id, which a line may name too.
        """
        return Account(
            external_id=self.code or self.id,
            name=self.name,
            number=self.code,
            kind=self.kind,
            active=self.status == "ACTIVE",
            postable=self.kind != "BANK" and self.system not in _NOT_POSTABLE,
            stable_id=self.id if self.code else "",
        )


class WireOrganisation(BaseModel):
    """The Organisation, as far as we look at it."""

    currency: Text = Field("", alias="BaseCurrency")
    period_lock: OptionalDay = Field(None, alias="PeriodLockDate")
    year_lock: OptionalDay = Field(None, alias="EndOfYearLockDate")

    def closed_days(self) -> ClosedDays:
        """Return what is locked: for everybody, and for all but advisers."""
        return ClosedDays(until=self.year_lock, soft_until=self.period_lock)
