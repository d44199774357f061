"""Tryton's records as they are shown: moves, journals, periods, accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import AliasPath, BaseModel, Field

from connectors.standing import standing
from connectors.tryton.values import Day, OptionalDay, Text
from journal.books.book import Account
from journal.books.closed_days import ClosedDays, merged
from journal.entries.coded_lines import ANY_NAME
from journal.entries.posting import LedgerEntry, Unbooked
from journal.matching.proof import number_in

DRAFT, POSTED = "draft", "posted"
INCOME = "income"
"""The statement of accounts of income and expense, on whose lines Tryton wants analytic accounts
(`must_have_analytic` in line.py of the module analytic_account)."""


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


class WireWriter(BaseModel):
    """Which user wrote a record last."""

    write_uid: int | None = None


class WireUser(BaseModel):
    """A user."""

    name: Text = ""


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
    statement: Text = Field("", validation_alias=AliasPath("type", "statement"))

    def account(self, today: date) -> Account:
        """Return it as ours."""
        ended = self.end_date is not None and self.end_date < today
        return Account(
            external_id=str(self.id),
            name=self.name,
            number=self.code,
            kind=self.kind,
            active=not (self.closed or ended),
            wants_name=ANY_NAME if self.party_required else "",
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
