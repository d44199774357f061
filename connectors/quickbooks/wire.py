"""Entries as QuickBooks takes them, and its objects as ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from connectors.exact import exact_json
from journal.book import Account, AccountKind, NewAccount
from journal.entry import Side
from journal.errors import BadInput, LedgerError
from journal.money import Money
from journal.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine

MAX_TEXT = 4000
MAX_NUMBER = 21
Text = Annotated[str, BeforeValidator(lambda text: "" if text is None else text)]
"""A text that may be null or absent when it is empty."""
_NOT_POSTABLE = frozenset({"Accounts Receivable", "Accounts Payable"})
"""Types of accounts that want a customer or vendor on the line, which our entries have none of."""
_POSTING_TYPES = {Side.DEBIT: "Debit", Side.CREDIT: "Credit"}


def entry_body(entry: ReadyEntry, home_currency: str, there: LedgerEntry | None = None) -> bytes:
    """Return the body that creates `entry`, or puts it in the place of `there`.

    The currency is named only when it is not the company's own: a company without several
    currencies refuses it. In place of another it is a full update, which empties whatever is
    not sent, so that nothing of the other stays (Intuit's reference of JournalEntry, "Full
    update"): a sparse one would leave rates and tax as somebody typed them.
    """
    body: dict[str, Any] = {
        "TxnDate": entry.date.isoformat(),
        "DocNumber": entry.number,
        "PrivateNote": entry.note[-MAX_TEXT:],  # the number stands at its end
        "Line": [_line(line) for line in entry.lines],
    }
    if entry.currency != home_currency:
        body["CurrencyRef"] = {"value": entry.currency}
    if there is not None:
        body |= {"Id": there.ledger_id, "SyncToken": there.version, "sparse": False}
    return exact_json(body).encode()


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


def _line(line: ReadyLine) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "Amount": line.amount.decimal,
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": {
            "PostingType": _POSTING_TYPES[line.side],
            "AccountRef": {"value": line.account_id},
        },
    }
    return {**drawn, "Description": line.description[:MAX_TEXT]} if line.description else drawn


class WireEntry(BaseModel):
    """A JournalEntry, as far as we look at it."""

    id: str = Field(alias="Id", min_length=1)
    day: date = Field(alias="TxnDate")
    number: Text = Field("", alias="DocNumber")
    note: Text = Field("", alias="PrivateNote")
    currency: Any = Field(None, alias="CurrencyRef")
    drawn: Any = Field(None, alias="Line")
    version: Text = Field("", alias="SyncToken")

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, number, note, and lines in any order."""
        return _said(self) == _said(WireEntry.model_validate_json(sent))

    def entry(self, url: str, home_currency: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`."""
        texts = tuple(text for text in (self.number, self.note) if text)
        lines = _ledger_lines(self.drawn, self.currency, home_currency)
        return LedgerEntry(
            self.id, self.number, self.day, url, texts=texts, lines=lines, version=self.version
        )


class _Ref(BaseModel):
    value: str
    name: Text = ""


class _Detail(BaseModel):
    side: Literal["Debit", "Credit"] = Field(alias="PostingType")
    account: _Ref = Field(alias="AccountRef")


class _WireLine(BaseModel):
    amount: Decimal = Field(alias="Amount")
    description: Text = Field("", alias="Description")
    detail: _Detail = Field(alias="JournalEntryLineDetail")


_LINES = TypeAdapter(list[_WireLine])


def _said(entry: WireEntry) -> tuple[Any, ...]:
    try:
        drawn = _LINES.validate_python(entry.drawn)
    except ValidationError:
        drawn = []
    lines = sorted(
        (line.detail.side, line.amount, line.detail.account.value, line.description.strip())
        for line in drawn
    )
    return entry.day, entry.number, entry.note.strip(), lines


def _ledger_lines(drawn: Any, currency: Any, home_currency: str) -> tuple[LedgerLine, ...]:
    """Return the lines, or none: an entry is found whether or not they can be read."""
    try:
        lines = _LINES.validate_python(drawn)
        code = _Ref.model_validate(currency).value if currency else home_currency
        return tuple(
            LedgerLine(
                Side(line.detail.side.casefold()),
                Money.of(line.amount, code),
                line.detail.account.name or line.detail.account.value,
            )
            for line in lines
        )
    except (ValidationError, BadInput):
        return ()


class WireAccount(BaseModel):
    """An Account, as far as we look at it."""

    id: str = Field(alias="Id", min_length=1)
    name: str = Field(alias="FullyQualifiedName")
    number: Text = Field("", alias="AcctNum")
    kind: Text = Field("", alias="AccountType")
    active: bool = Field(True, alias="Active")

    def account(self) -> Account:
        """Return it as ours."""
        postable = self.kind not in _NOT_POSTABLE
        return Account(self.id, self.name, self.number, self.kind, self.active, postable)


class _AccountingPrefs(BaseModel):
    close_date: Annotated[date | None, BeforeValidator(lambda text: text or None)] = Field(
        None, alias="BookCloseDate"
    )


class _Preferences(BaseModel):
    accounting: _AccountingPrefs = Field(alias="AccountingInfoPrefs")


M = TypeVar("M", bound=BaseModel)


def read_one(content: Mapping[str, Any], name: str, kind: type[M]) -> M:
    """Return the object `name` of an answer. Raises LedgerError when it is not as we know it."""
    return _valid(content.get(name), kind)


def read_page(content: Mapping[str, Any], name: str, kind: type[M]) -> Sequence[M]:
    """Return the objects of a query's answer; none found is an empty one. Raises LedgerError."""
    page = content.get("QueryResponse")
    if not isinstance(page, dict):
        raise LedgerError("QuickBooks answered a query in a way we do not know")
    return [_valid(each, kind) for each in page.get(name, [])]


def read_changes(content: Mapping[str, Any]) -> Sequence[WireEntry]:
    """Return the entries of an answer to change data capture that are still there.

    Of what was deleted only the id is told. Raises LedgerError.
    """
    try:
        pages = [page for part in content["CDCResponse"] for page in part["QueryResponse"]]
        shown = [each for page in pages for each in page.get("JournalEntry", [])]
        living = [each for each in shown if each.get("status") != "Deleted"]
    except (KeyError, TypeError, AttributeError) as error:
        raise LedgerError("QuickBooks told what changed in a way we do not know") from error
    return [_valid(each, WireEntry) for each in living]


def close_date(content: Mapping[str, Any]) -> date | None:
    """Return the last closed day told by the preferences. Raises LedgerError."""
    return read_one(content, "Preferences", _Preferences).accounting.close_date


def _valid(value: Any, kind: type[M]) -> M:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        what = f"QuickBooks answered in a way we do not know: {fields}"
        raise LedgerError(what) from error
