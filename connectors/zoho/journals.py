"""Journals: entries as Zoho Books takes them, and as it shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from connectors.exact import exact_json
from connectors.standing import standing
from connectors.zoho.extras import journal_extras, line_extras, line_tax
from connectors.zoho.merging import merged
from connectors.zoho.wire import Id, Text
from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry, ReadyLine, Unbooked
from journal.errors import BadInput
from journal.matching.keeping import keeping
from journal.matching.proof import number_in

PUBLISHED = "published"
"""The one state that is in the books: "finalized and recorded in the accounts" (Zoho's help page
manual-journal). The API's list of journals names the states draft, published, approved, submitted
and rejected (journals.yml of Zoho's OpenAPI documents, 2026-07)."""
UNBOOKED = {
    "draft": Unbooked.DRAFT,
    "submitted": Unbooked.SUBMITTED,
    "pending_approval": Unbooked.SUBMITTED,  # as the help page calls it
    "approved": Unbooked.APPROVED,
    "rejected": Unbooked.REJECTED,
}
UNKNOWN = "unknown"
"""Stands for the state of a journal that was read whole and shows none."""
MAX_NOTES, MAX_DESCRIPTION = 500, 500
"""Characters. Zoho documents no limit for either; this is what its web forms take."""


def entry_body(entry: ReadyEntry, status: str) -> bytes:
    """Return the body that creates `entry`. The status is always sent: no default is documented.

    No currency is named, so it is the organisation's own.
    """
    return exact_json(_drawn(entry, status)).encode()


def replacing_body(entry: ReadyEntry, now: WireJournal, currency: str) -> bytes:
    """Return the body that replaces the journal `now` with `entry`.

    What is not ours to write is sent along as it was read.
    """
    kept = keeping(entry.lines, now.lines(currency))
    return exact_json(merged(_drawn(entry, PUBLISHED), now.raw, kept)).encode()


def _drawn(entry: ReadyEntry, status: str) -> dict[str, Any]:
    return {
        "journal_date": entry.date.isoformat(),
        "reference_number": entry.own_number or entry.number,
        "notes": entry.note[-MAX_NOTES:],  # the number stands at its end
        "journal_type": "both",
        "status": status,
        "line_items": [_line(line) for line in entry.lines],
    }


def _line(line: ReadyLine) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "account_id": line.account_id,
        "debit_or_credit": line.side.value,
        "amount": line.amount.decimal,
    }
    if line.description:
        drawn["description"] = line.description[:MAX_DESCRIPTION]
    return drawn


State = Annotated[Text, AfterValidator(lambda state: state.strip().casefold().replace(" ", "_"))]


class WireJournal(BaseModel):
    """A journal, as far as we look at it. Lists are not documented to show its status."""

    journal_id: Id
    journal_date: date
    reference_number: Text = ""
    notes: Text = ""
    status: State = ""
    total: Decimal | None = None
    line_items: Any = None
    last_modified_time: Text = ""
    currency_code: Text = ""
    raw: Mapping[str, Any] = Field({}, repr=False)  # all of it, as it was shown

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, shown: Any) -> Any:
        return {**shown, "raw": shown} if isinstance(shown, Mapping) else shown

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, texts, and lines in any order."""
        theirs = {**json.loads(sent), "journal_id": self.journal_id}
        return _said(self) == _said(WireJournal.model_validate(theirs))

    def has_lines_of(self, sent: bytes) -> bool:
        """Whether its lines come to what those of the body `sent` do; true where none are shown."""
        theirs = _lines(json.loads(sent)["line_items"])
        return _booked(_lines(self.line_items)) in ([], _booked(theirs))

    def lines(self, currency: str) -> tuple[LedgerLine, ...]:
        """Return its lines, in `currency` unless it names its own; none if they cannot be read."""
        try:
            code = self.currency_code or currency
            return tuple(line.line(code) for line in _lines(self.line_items))
        except BadInput:
            return ()

    def tells(self, entry: ReadyEntry) -> bool:
        """Whether it has the day and the sum of `entry`; where no sum is shown, the day."""
        amounts = [line.amount.decimal for line in entry.lines if line.side is Side.DEBIT]
        return self.journal_date == entry.date and self.total in (None, sum(amounts))

    def entry(self, url: str, currency: str) -> LedgerEntry:
        """Return it as ours, to be seen at `url`; amounts are in the organisation's currency."""
        texts = tuple(text for text in (self.reference_number, self.notes) if text)
        return LedgerEntry(
            self.journal_id,
            number=number_in(self.notes) or self.reference_number,
            date=self.journal_date,
            url=url,
            # A list shows no state, so "" leaves it open until the journal is read whole.
            **standing(UNBOOKED, self.status, booked=("", PUBLISHED)),
            texts=texts,
            lines=self.lines(currency),
            version=self.last_modified_time,
            listed=self._listed(currency),
            extras=journal_extras(self.raw),
        )

    def _listed(self, currency: str) -> Money | None:
        """Return its total, which lists show where they show no lines; None: not even that."""
        try:
            code = self.currency_code or currency
            return None if self.total is None else Money.of(self.total, code)
        except BadInput:
            return None


class _WireLine(BaseModel):
    """A line of a journal."""

    account_id: Id
    account_name: Text = ""
    debit_or_credit: Literal["debit", "credit"]
    amount: Decimal
    description: Text = ""
    raw: Mapping[str, Any] = Field({}, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, shown: Any) -> Any:
        return {**shown, "raw": shown} if isinstance(shown, Mapping) else shown

    def line(self, currency: str) -> LedgerLine:
        return LedgerLine(
            Side(self.debit_or_credit),
            Money.of(self.amount, currency),
            self.account_name or self.account_id,
            self.account_id,
            self.description,
            line_extras(self.raw),
            line_tax(self.raw),
        )


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
