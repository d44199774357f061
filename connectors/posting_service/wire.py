"""The words of the contract (docs/posting-service.yaml) turned into ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from connectors.exact import LONGEST_ID
from connectors.http import Answer
from journal.amounts.money import Money
from journal.books.book import Account
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry
from journal.errors import BadInput, LedgerError
from journal.posting_service.reports import Report, ReportState

M = TypeVar("M", bound=BaseModel)
MAX_WORDS = 2000
MAX_POSTS_TO = 120
_MOST_MINOR = 2**63
_REASONS, _KINDS = frozenset(FailureReason), frozenset(EntryKind)


def _kept(text: str) -> str:
    """Return `text` without what PostgreSQL cannot keep."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


Text = Annotated[str, AfterValidator(_kept)]
Exact = Annotated[Decimal, Field(allow_inf_nan=False, ge=0, max_digits=28)]


class WireLine(BaseModel):
    """One line of an entry."""

    side: Literal["debit", "credit"]
    amount: Exact | None = None
    category: Text = ""
    account: Text = ""
    description: Text = ""
    sku: Text = ""
    title: Text = ""
    quantity: Exact | None = None

    def line(self, currency: str) -> Line:
        """Return the line. Raises BadInput: the amount has too many places."""
        return Line(
            side=Side(self.side),
            amount=None if self.amount is None else Money.of(self.amount, currency),
            category=self.category or None,
            account=self.account or None,
            description=self.description,
            sku=self.sku or None,
            title=self.title,
            quantity=self.quantity,
        )


class WireFailure(BaseModel):
    """Why an entry is not in the ledger."""

    reason: str
    subject: Text = ""
    details: tuple[Text, ...] = ()
    words: Text = ""
    code: Text = ""

    def failure(self) -> Failure:
        """Return the failure; a reason of a later version is unknown to us."""
        known = self.reason in _REASONS
        return Failure(
            FailureReason(self.reason) if known else FailureReason.UNKNOWN,
            subject=self.subject,
            details=self.details,
            words=self.words[:MAX_WORDS],
            code=self.code or ("" if known else self.reason[:80]),
        )


class WireInLedger(BaseModel):
    """The entry as the accounting platform shows it."""

    id: Text = Field(max_length=LONGEST_ID)
    number: Text = ""
    url: Text | None = None


class WireReport(BaseModel):
    """Where one entry stands."""

    id: Text
    reference: Text = Field(min_length=1, max_length=LONGEST_ID)
    revision: int = Field(ge=1, lt=2**31)
    version: int = Field(ge=0, lt=2**63)
    date: date
    sales_channel: Text
    kind: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    description: Text = ""
    lines: tuple[WireLine, ...]
    attempts: int = Field(ge=0, lt=2**31)
    state: ReportState
    failure: WireFailure | None = None
    ledger: WireInLedger | None = None

    def report(self) -> Report:
        """Return the report. Raises BadInput: an amount cannot be one of its currency."""
        failed = self.state is ReportState.FAILED
        failure = self.failure.failure() if self.failure else Failure(FailureReason.UNKNOWN)
        return Report(
            content=self._content(),
            version=self.version,
            attempts=self.attempts,
            state=self.state,
            failure=failure if failed else None,
            ledger=self.in_ledger() if self.state is ReportState.POSTED else None,
        )

    def in_ledger(self) -> LedgerEntry:
        """Return the entry as the ledger shows it, as far as the service tells."""
        there = self.ledger or WireInLedger(id="")
        texts = tuple(text for text in (there.number, self.reference) if text)
        return LedgerEntry(there.id, there.number, self.date, _web(there.url), texts=texts)

    def _content(self) -> NewEntry:
        content = NewEntry(
            reference=self.reference,
            date=self.date,
            sales_channel=self.sales_channel,
            kind=EntryKind(self.kind) if self.kind in _KINDS else EntryKind.OTHER,
            currency=self.currency,
            lines=tuple(line.line(self.currency) for line in self.lines),
            revision=self.revision,
            description=self.description,
        )
        if content.total.minor >= _MOST_MINOR:
            raise BadInput("the lines come to more than an amount can be")
        return content


class WireReports(BaseModel):
    """Reports that were asked for by reference."""

    reports: tuple[WireReport, ...]


class WirePage(WireReports):
    """Reports that changed since a cursor."""

    cursor: str = Field(min_length=1)
    has_more: bool


class WireBook(BaseModel):
    """One book at the service."""

    id: str = Field(min_length=1)
    name: Text
    currency: str
    platform: Text
    service: Text = ""
    connected: bool

    @property
    def posts_to(self) -> str:
        """Where its entries go, as people say it; empty when the service does not say."""
        service = self.service.strip() or "the posting service"
        platform = self.platform.strip()
        return f"{platform} (through {service})"[:MAX_POSTS_TO] if platform else ""


class WireBooks(BaseModel):
    """The books that a key opens."""

    books: tuple[WireBook, ...]


class WireAccount(BaseModel):
    """One account of the chart."""

    id: Text = Field(max_length=LONGEST_ID)
    name: Text
    number: Text = ""
    kind: Text = ""
    active: bool = True
    postable: bool = True

    def account(self) -> Account:
        """Return the account."""
        return Account(
            self.id, self.name, self.number, self.kind, active=self.active, postable=self.postable
        )


class WireAccounts(BaseModel):
    """The chart."""

    accounts: tuple[WireAccount, ...]


class WireMapped(BaseModel):
    """Which account one category goes to."""

    sales_channel: str
    category: str
    account: str


class WireMapping(BaseModel):
    """The whole mapping of a book."""

    mapping: tuple[WireMapped, ...]


class WireCost(BaseModel):
    """What one piece of a SKU costs."""

    sales_channel: str
    sku: str
    cost: str
    currency: str


class WireCosts(BaseModel):
    """All unit costs of a book."""

    costs: tuple[WireCost, ...]


def read(answer: Answer, model: type[M]) -> M:
    """Return what a success shows. Raises LedgerError: it is not what the contract says."""
    try:
        return model.model_validate_json(answer.body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LedgerError(
            f"the posting service's answer is not as agreed: {where}: {first['msg']}"
        ) from error


def reports_of(shown: WireReports) -> list[Report]:
    """Return the reports. Raises LedgerError: one has an amount that its currency has not."""
    try:
        return [one.report() for one in shown.reports]
    except BadInput as error:
        raise LedgerError(f"the posting service's answer is not as agreed: {error}") from error


def _web(url: str | None) -> str:
    """Return an address that may be put on a card; anything else than a web page may not."""
    return url if url and url.startswith(("https://", "http://")) else ""
