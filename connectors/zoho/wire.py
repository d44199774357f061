"""Zoho Books' objects: journals as they are sent, and everything as it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from connectors.exact import exact_json
from connectors.matching import OURS
from journal.book import Account, AccountKind, NewAccount
from journal.closed_days import ClosedDays
from journal.entry import Side
from journal.errors import BadInput, LedgerError
from journal.money import Money
from journal.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine

PUBLISHED, DRAFT = "published", "draft"
MAX_NOTES, MAX_DESCRIPTION = 500, 500
"""Characters. Zoho documents no limit for either; this is what its web forms take."""
_NOT_POSTABLE = frozenset({"accounts_receivable", "accounts_payable"})
"""Types of accounts that want a contact on the line, which our entries have none of."""
_JOURNALS_MODULE = "accountant"
_LOCKED = ("enabled", "enabled_with_logging")

Id = Annotated[str, Field(min_length=1), BeforeValidator(lambda value: str(value or ""))]
Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else str(text))]
M = TypeVar("M", bound=BaseModel)


def entry_body(entry: ReadyEntry, status: str) -> bytes:
    """Return the body that creates `entry`. The status is always sent: no default is documented.

    No currency is named, so it is the organisation's own.
    """
    body = {
        "journal_date": entry.date.isoformat(),
        "reference_number": entry.number,
        "notes": entry.note[-MAX_NOTES:],  # the number stands at its end
        "journal_type": "both",
        "status": status,
        "line_items": [_line(line) for line in entry.lines],
    }
    return exact_json(body).encode()


def _line(line: ReadyLine) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "account_id": line.account_id,
        "debit_or_credit": line.side.value,
        "amount": line.amount.decimal,
    }
    if line.description:
        drawn["description"] = line.description[:MAX_DESCRIPTION]
    return drawn


class WireJournal(BaseModel):
    """A journal, as far as we look at it. Lists are not documented to show its status."""

    journal_id: Id
    journal_date: date
    reference_number: Text = ""
    notes: Text = ""
    status: Text = ""
    total: Decimal | None = None
    line_items: Any = None
    last_modified_time: Text = ""

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, texts, and lines in any order."""
        theirs = {**json.loads(sent), "journal_id": self.journal_id}
        return _said(self) == _said(WireJournal.model_validate(theirs))

    def has_lines_of(self, sent: bytes) -> bool:
        """Whether its lines come to what those of the body `sent` do; true where none are shown."""
        theirs = _lines(json.loads(sent)["line_items"])
        return _booked(_lines(self.line_items)) in ([], _booked(theirs))

    def lines(self, currency: str) -> tuple[LedgerLine, ...]:
        """Return its lines, none where they cannot be read."""
        try:
            return tuple(line.line(currency) for line in _lines(self.line_items))
        except BadInput:
            return ()

    def tells(self, entry: ReadyEntry) -> bool:
        """Whether it has the day and the sum of `entry`; where no sum is shown, the day."""
        amounts = [line.amount.decimal for line in entry.lines if line.side is Side.DEBIT]
        return self.journal_date == entry.date and self.total in (None, sum(amounts))

    def entry(self, url: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`."""
        ours = OURS.search(self.notes)
        texts = tuple(text for text in (self.reference_number, self.notes) if text)
        return LedgerEntry(
            self.journal_id,
            number=ours[1].upper() if ours else self.reference_number,
            date=self.journal_date,
            url=url,
            is_draft=self.status == DRAFT,
            texts=texts,
            version=self.last_modified_time,
        )


class _WireLine(BaseModel):
    """A line of a journal."""

    account_id: Id
    account_name: Text = ""
    debit_or_credit: Literal["debit", "credit"]
    amount: Decimal
    description: Text = ""

    def line(self, currency: str) -> LedgerLine:
        amount = Money.of(self.amount, currency)
        return LedgerLine(Side(self.debit_or_credit), amount, self.account_name or self.account_id)


def _lines(drawn: Any) -> list[_WireLine]:
    """Return the lines, none where they are not shown or not as we know them."""
    try:
        return _LINES.validate_python(drawn)
    except ValidationError:
        return []


def _booked(lines: Iterable[_WireLine]) -> list[tuple[str, Decimal, str]]:
    return sorted((one.debit_or_credit, one.amount, one.account_id) for one in lines)


def _said(journal: WireJournal) -> tuple[Any, ...]:
    lines = _lines(journal.line_items)
    described = sorted((one.account_id, one.description.strip()) for one in lines)
    texts = journal.reference_number.strip(), journal.notes.strip()
    return journal.journal_date, texts, _booked(lines), described


_LINES = TypeAdapter(list[_WireLine])


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
            postable=self.account_type not in _NOT_POSTABLE,
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
    """A lock on the transactions of one module, through a day."""

    transaction_lock_module: Text = ""
    transaction_lock_status: Text = ""
    transaction_lock_date: Annotated[date | None, BeforeValidator(lambda day: day or None)] = None


def closed_days(locks: Iterable[WireLock]) -> ClosedDays:
    """Return the days that journals are locked on.

    Zoho lets users and accounts through by exception, and its help and its API disagree about the
    last day itself: so a person who retries is not held back (transaction locking, API and help).
    """
    days = [
        lock.transaction_lock_date
        for lock in locks
        if lock.transaction_lock_status in _LOCKED
        and lock.transaction_lock_date is not None
        and lock.transaction_lock_module in ("", "all", _JOURNALS_MODULE)
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
