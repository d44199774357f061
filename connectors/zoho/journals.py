"""Journals: entries as Zoho Books shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    TypeAdapter,
    ValidationError,
)

from connectors.exact import Bounded
from connectors.shown import Whole
from connectors.standing import standing
from connectors.zoho.chosen import chosen_on
from connectors.zoho.extras import journal_extras, line_extras, line_ids, line_tax
from connectors.zoho.wire import Id, Text
from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry, Unbooked
from journal.errors import BadInput
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
State = Annotated[Text, AfterValidator(lambda state: state.strip().casefold().replace(" ", "_"))]


class WireJournal(Whole):
    """A journal, as far as we look at it. Lists are not documented to show its status."""

    journal_id: Id
    journal_date: date
    reference_number: Text = ""
    notes: Text = ""
    status: State = ""
    total: Bounded | None = None
    line_items: Any = None
    last_modified_time: Text = ""
    currency_code: Text = ""

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does: day, texts, currency, lines in any order."""
        theirs = {**json.loads(sent), "journal_id": self.journal_id}
        is_worth = all(
            _alike(self.raw.get(name), theirs[name]) for name in _WORTH if name in theirs
        )
        return is_worth and _said(self) == _said(WireJournal.model_validate(theirs))

    def has_lines_of(self, sent: bytes) -> bool:
        """Whether its lines come to what those of the body `sent` do; true where none are shown."""
        theirs = _lines(json.loads(sent)["line_items"])
        return _booked(_lines(self.line_items)) in ([], _booked(theirs))

    def keeps_choices_of(self, sent: bytes) -> bool:
        """Whether its lines choose what those of the body `sent` do; true where none are shown."""
        ours, theirs = _lines(json.loads(sent)["line_items"]), _lines(self.line_items)
        return not theirs or _chosen(ours) == _chosen(theirs)

    @property
    def debits(self) -> Decimal | None:
        """What its debits come to without tax, or its total where no lines are shown."""
        lines = [one.amount for one in _lines(self.line_items) if one.debit_or_credit == "debit"]
        return sum(lines, Decimal(0)) if lines else self.total

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
        return self.journal_date == entry.date and self.debits in (None, sum(amounts))

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


class _WireLine(Whole):
    """A line of a journal."""

    account_id: Id
    account_name: Text = ""
    debit_or_credit: Literal["debit", "credit"]
    amount: Bounded
    description: Text = ""

    @property
    def booked(self) -> tuple[str, Decimal, str]:
        return self.debit_or_credit, self.amount, self.account_id

    def line(self, currency: str) -> LedgerLine:
        return LedgerLine(
            Side(self.debit_or_credit),
            Money.of(self.amount, currency),
            self.account_name or self.account_id,
            self.account_id,
            self.description,
            line_extras(self.raw),
            line_tax(self.raw),
            line_ids(self.raw),
        )


_WORTH = ("currency_id", "exchange_rate")


def _alike(shown: Any, sent: Any) -> bool:
    """Whether two numbers are the same, whatever places they are written with."""
    try:
        return Decimal(str(shown)) == Decimal(str(sent))
    except InvalidOperation:
        return False


def _lines(drawn: Any) -> list[_WireLine]:
    """Return the lines, none where they are not shown or not as we know them."""
    try:
        return _LINES.validate_python(drawn)
    except ValidationError:
        return []


def _booked(lines: Iterable[_WireLine]) -> list[tuple[str, Decimal, str]]:
    return sorted(one.booked for one in lines)


def _chosen(lines: Iterable[_WireLine]) -> list[tuple[Any, ...]]:
    return sorted((*one.booked, chosen_on(one.raw)) for one in lines)


def _said(journal: WireJournal) -> tuple[Any, ...]:
    lines = _lines(journal.line_items)
    told = sorted((*one.booked, one.description.strip(), chosen_on(one.raw)) for one in lines)
    texts = journal.reference_number.strip(), journal.notes.strip()
    return journal.journal_date, texts, told


_LINES = TypeAdapter(list[_WireLine])
