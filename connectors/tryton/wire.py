"""Tryton's records: moves as they are sent, and everything as it is shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    AliasPath,
    BaseModel,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from connectors.standing import standing
from connectors.tryton.extras import line_extras, line_tax
from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.closed_days import ClosedDays, merged
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine, Unbooked
from journal.errors import BadInput, LedgerError
from journal.matching.proof import number_in

MAX_DESCRIPTION = 2000
"""Characters; Tryton took 5,000, and nobody reads more."""
DRAFT, POSTED = "draft", "posted"

Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else text)]
T = TypeVar("T")


def _plain(value: Any) -> Any:
    """Return Tryton's `{"__class__": ...}` as the date or the number it is; else as it came."""
    if isinstance(value, dict) and value.get("__class__") == "date":
        return date(value["year"], value["month"], value["day"])
    if isinstance(value, dict) and value.get("__class__") == "Decimal":
        return value["decimal"]
    return value


Amount = Annotated[Decimal, BeforeValidator(_plain)]
Day = Annotated[date, BeforeValidator(_plain)]
OptionalDay = Annotated[date | None, BeforeValidator(_plain)]


def encoded(value: Any) -> str:
    """Return `value` as Tryton wants it in headers and addresses: JSON in base64url."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


def move_body(entry: ReadyEntry, journal: int, period: int, company: int) -> bytes:
    """Return the body that creates `entry` as a draft.

    The period is always sent: without it the server takes today's.
    """
    body = {
        "company": company,
        "journal": journal,
        "period": period,
        "date": _day(entry.date),
        "description": entry.note[-MAX_DESCRIPTION:],  # the number stands at its end
        "lines": [["create", [_line(line) for line in entry.lines]]],
    }
    return json.dumps(body).encode()


def _line(line: ReadyLine) -> dict[str, Any]:
    amounts = {Side.DEBIT: Decimal(0), Side.CREDIT: Decimal(0)}
    amounts[line.side] = line.amount.decimal
    return {
        "account": int(line.account_id) if line.account_id.isdecimal() else line.account_id,
        **{side.value: _decimal(amount) for side, amount in amounts.items()},
        "description": line.description[:MAX_DESCRIPTION],
    }


def _day(day: date) -> dict[str, Any]:
    return {"__class__": "date", "year": day.year, "month": day.month, "day": day.day}


def _decimal(amount: Decimal) -> dict[str, Any]:
    return {"__class__": "Decimal", "decimal": str(amount)}


class WireMove(BaseModel):
    """A move, as far as we look at it. Until it is posted it has no number of its own."""

    id: int
    state: str
    date: Day
    description: Text = ""
    number: Text = ""

    def entry(self, url: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`."""
        return LedgerEntry(
            str(self.id),
            number=number_in(self.description) or self.number,
            date=self.date,
            url=url,
            **standing({DRAFT: Unbooked.DRAFT}, self.state, booked=(POSTED,)),
            texts=tuple(text for text in (self.description, self.number) if text),
        )


class WireShownLine(BaseModel):
    """A line of a move, to be shown to a person."""

    id: int
    debit: Amount
    credit: Amount
    account: str = Field(validation_alias=AliasPath("account", "name"))
    account_id: Annotated[str, BeforeValidator(str)] = Field(
        "", validation_alias=AliasPath("account", "id")
    )
    description: Text = ""
    raw: Mapping[str, Any] = Field({}, repr=False)  # all of it, as it was shown

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, shown: Any) -> Any:
        return {**shown, "raw": shown} if isinstance(shown, Mapping) else shown

    def line(self, currency: str) -> LedgerLine:
        """Return it as ours. Raises BadInput: its amount has places that the currency has not."""
        side, amount = (Side.DEBIT, self.debit) if self.debit else (Side.CREDIT, self.credit)
        return LedgerLine(
            side,
            Money.of(amount, currency),
            self.account,
            self.account_id,
            self.description,
            line_extras(self.raw),
            line_tax(self.raw),
        )


class WireShown(WireMove):
    """A move with its lines, which come in any order."""

    lines: list[WireShownLine] = []

    def shown(self, currency: str) -> tuple[LedgerLine, ...]:
        """Return the lines as they were entered; none where an amount is not one of `currency`."""
        try:
            return tuple(one.line(currency) for one in sorted(self.lines, key=lambda one: one.id))
        except BadInput:
            return ()


class WireLine(BaseModel):
    """A line of a move."""

    debit: Amount


class WireAmounts(BaseModel):
    """A move's day and debits: enough to tell it from another."""

    date: Day
    lines: list[WireLine] = []

    def tells(self, entry: ReadyEntry) -> bool:
        """Whether it has the day and the sum of `entry`."""
        ours = [line.amount.decimal for line in entry.lines if line.side is Side.DEBIT]
        return self.date == entry.date and sum(line.debit for line in self.lines) == sum(ours)


class WireJournal(BaseModel):
    """A journal that moves go into."""

    id: int
    code: Text = ""


class WireCompany(BaseModel):
    """The company whose books they are."""

    id: int
    currency_code: Text = Field("", validation_alias=AliasPath("currency", "code"))


class WireAccount(BaseModel):
    """An account that lines may name; headings have no type and are not asked for."""

    id: int
    name: Text = ""
    code: Text = ""
    closed: bool = False
    end_date: OptionalDay = None
    party_required: bool | None = False
    kind: Text = Field("", validation_alias=AliasPath("type", "name"))

    def account(self, today: date) -> Account:
        """Return it as ours; one that wants a party takes none of our lines."""
        ended = self.end_date is not None and self.end_date < today
        return Account(
            external_id=str(self.id),
            name=self.name,
            number=self.code,
            kind=self.kind,
            active=not (self.closed or ended),
            postable=not self.party_required,
        )


class WirePeriod(BaseModel):
    """A period of a fiscal year. Days can lie in an adjustment period as well."""

    id: int
    start_date: Day
    end_date: Day
    kind: str = Field("standard", alias="type")
    state: str = "open"

    def holds(self, day: date) -> bool:
        """Whether entries of `day` go here."""
        return self.kind == "standard" and self.start_date <= day <= self.end_date


class WireJournalPeriod(BaseModel):
    """One journal in one period, which can be closed by itself."""

    id: int
    period: int
    state: str = "open"


def closed_days(periods: Iterable[WirePeriod], shut: Iterable[WireJournalPeriod]) -> ClosedDays:
    """Return the days of all periods that are not open, in themselves or for our journal."""
    closed = {one.period for one in shut if one.state != "open"}
    spans = [
        (one.start_date, one.end_date)
        for one in periods
        if one.kind == "standard" and (one.state != "open" or one.id in closed)
    ]
    return ClosedDays(spans=merged(spans))


def read_all(value: Any, kind: type[T]) -> Sequence[T]:
    """Return the records of an answer. Raises LedgerError when they are not as we know."""
    try:
        return TypeAdapter(list[kind]).validate_python(value)  # type: ignore[valid-type]
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        raise LedgerError(f"Tryton answered in a way we do not know: {fields}") from error
