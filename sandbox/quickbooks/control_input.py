"""What the control calls are sent, checked before anything is done."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sandbox.ledger.company import Mode
from sandbox.quickbooks.chart import CLASSIFICATIONS, Account
from sandbox.quickbooks.entries import Line, Side

SIDES: Final[dict[str, Side]] = {"debit": "Debit", "credit": "Credit"}


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class NewAccount(_Input):
    """An account to open; `id` only counts in the chart of a new company."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    type: str
    number: str = ""
    id: Annotated[str, Field(pattern=r"^\d+$")] | None = None
    active: bool = True

    @field_validator("type")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in CLASSIFICATIONS:
            raise ValueError(f"one of {', '.join(CLASSIFICATIONS)}")
        return kind

    def account(self, otherwise: int) -> Account:
        """Return the account, numbered `otherwise` if it names no Id."""
        return Account(self.id or str(otherwise), self.name, self.number, self.type, self.active)


class NewCompany(_Input):
    """A company to open; without `accounts` it gets the default chart."""

    name: Annotated[str, Field(min_length=1)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    multicurrency: bool = False
    accounts: list[NewAccount] | None = None
    once: bool = False  # where one of this name is there, that one is connected again

    def chart(self) -> list[Account] | None:
        """Return the accounts asked for, numbered from 1, None for the default ones."""
        if self.accounts is None:
            return None
        return [account.account(number) for number, account in enumerate(self.accounts, 1)]


class Switches(_Input):
    """A company's switches; only those that were sent are turned."""

    connected: bool | None = None
    can_post: bool = True
    missing_right: Literal["5020", "120"] = "5020"
    close_date: dt.date | None = None
    mode: Mode = Mode.OK
    mode_times: Annotated[int, Field(ge=1)] | None = None
    mode_calls: Literal["all", "writes"] = "all"
    slow_seconds: Annotated[float, Field(ge=0, le=600)] = 5.0
    swallow_answer: Literal["none", "504"] = "none"
    unique_doc_numbers: bool = True
    replay_refusals: bool = False


class Active(_Input):
    """Whether an account is to be active."""

    active: bool


class Pace(_Input):
    """Whether QuickBooks' limits are enforced."""

    enforce: bool


class HandLine(_Input):
    """A line someone types; `own`: what else they choose, such as a class, as the wire has it."""

    side: Literal["debit", "credit"]
    amount: Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]
    account: str
    description: str = ""
    own: dict[str, Any] = {}

    @field_validator("side", mode="before")
    @classmethod
    def _any_case(cls, side: object) -> object:
        return side.lower() if isinstance(side, str) else side

    def line(self) -> Line:
        """Return the line as it is kept."""
        return Line(SIDES[self.side], self.amount, self.account, self.description, self.own)


class HandEntry(_Input):
    """An entry somebody types in QuickBooks itself."""

    date: dt.date
    lines: Annotated[list[HandLine], Field(min_length=2)]
    doc_number: str = ""
    private_note: str = ""


class HandChange(_Input):
    """What somebody changes in an entry, in QuickBooks itself; only what was sent counts."""

    date: dt.date = dt.date.min
    doc_number: str = ""
    private_note: str = ""
    lines: Annotated[list[HandLine], Field(min_length=2)] = []
    matched: bool = False
    adjustment: bool = False
    own: dict[str, Any] = {}

    def changes(self) -> dict[str, Any]:
        """Return what was sent, as fields of an entry."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        lines = {"lines": tuple(line.line() for line in self.lines)} if "lines" in sent else {}
        return {**sent, **lines}
