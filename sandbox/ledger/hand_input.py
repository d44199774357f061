"""What the control calls are sent, checked before anything is done."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Mode
from sandbox.ledger.entries import Line, signed


class Input(BaseModel):
    """A body that knows no other fields than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class NewAccount(Input):
    """An account to open; its type is the platform's word."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    type: Annotated[str, Field(min_length=1)]
    number: Annotated[str, Field(max_length=10)] = ""

    def account(self, its_id: str) -> Account:
        """Return the account under that id."""
        return Account(its_id, self.name, self.number, self.type)


class NewCompany(Input):
    """A company to open; without `accounts` it gets the default chart."""

    name: Annotated[str, Field(min_length=1)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    accounts: list[NewAccount] = []
    once: bool = False  # where one of this name is there, that one is connected again

    def chart(self) -> list[Account]:
        """Return the accounts asked for, numbered from 1."""
        return [account.account(str(place)) for place, account in enumerate(self.accounts, 1)]


class Switches(Input):
    """The switches that every platform has; only those that were sent are turned."""

    connected: bool | None = None
    can_post: bool = True
    mode: Mode = Mode.OK
    mode_times: Annotated[int, Field(ge=1)] | None = None
    mode_calls: Literal["all", "writes"] = "all"
    slow_seconds: Annotated[float, Field(ge=0, le=600)] = 5.0
    swallow_answer: Literal["none", "504"] = "none"


class Active(Input):
    """Whether an account is to be active."""

    active: bool


class Pace(Input):
    """Whether the platform's limits are enforced."""

    enforce: bool


class HandLine(Input):
    """A line someone types; `account` is the account's id, `own` what else they choose on it."""

    side: Literal["debit", "credit"]
    amount: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]
    account: str
    description: str = ""
    own: dict[str, Any] = {}

    def line(self) -> Line:
        """Return the line as it is kept."""
        amount = signed(self.side, self.amount)
        return Line(amount, self.account, self.description, self.own)


class HandEntry(Input):
    """An entry someone types in the platform itself."""

    date: dt.date
    lines: Annotated[list[HandLine], Field(min_length=2)]
    doc_number: str = ""
    private_note: str = ""
    draft: bool = False


class HandChange(Input):
    """What someone changes in an entry there; only what was sent counts."""

    date: dt.date = dt.date.min
    doc_number: str = ""
    private_note: str = ""
    draft: bool = False
    lines: Annotated[list[HandLine], Field(min_length=2)] = []
    matched: bool = False
    state: Literal["draft", "submitted", "approved", "rejected", "published"] = "draft"
    own: dict[str, Any] = {}
    by: str = ""  # who does it

    def changes(self) -> dict[str, Any]:
        """Return what was sent, as fields of an entry."""
        fields = {"doc_number": "number", "private_note": "note", "draft": "is_draft"}
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        if "state" in sent:
            sent["draft"] = self.state != "published"
            sent["state"] = "" if self.state in ("draft", "published") else self.state
        if "lines" in sent:
            sent["lines"] = tuple(line.line() for line in self.lines)
        return {fields.get(name, name): value for name, value in sent.items()}
