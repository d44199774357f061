"""What stands around the moves: the journal they go into, its periods, the chart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from connectors.pages import Pages
from connectors.tryton.calls import NAME, PAGE, Calls
from connectors.tryton.values import T, read_all
from connectors.tryton.wire import (
    INCOME,
    WireAccount,
    WireCompany,
    WireJournal,
    WireJournalPeriod,
    WirePeriod,
    closed_days,
)
from journal.books.book import Account
from journal.books.closed_days import ClosedDays
from journal.errors import AuthorisationLost, LedgerError

USUAL_JOURNAL = "MISC"
_ACCOUNT = ("code", "name", "closed", "end_date", "party_required", "type.name", "type.statement")
K = TypeVar("K")
_PERIOD = ("start_date", "end_date", "type", "state")


@dataclass(frozen=True, slots=True)
class Books:
    """One company's, read when first needed and then known: a ledger is opened for each run."""

    calls: Calls
    _known: dict[str, Any] = field(default_factory=dict)

    async def journal(self) -> int:
        """Return the general journal that entries go into. Raises as `all`, and LedgerError.

        The one that Tryton brings along for it is called MISC; else it is the first.
        """
        if "journal" not in self._known:
            general = [["type", "=", "general"]]
            shown = await self.all("account.journal", WireJournal, ("code",), general)
            if not shown:
                raise LedgerError("Tryton has no journal of the type General to post to")
            first = min(shown, key=lambda one: (one.code != USUAL_JOURNAL, one.id))
            self._known["journal"] = first.id
        journal: int = self._known["journal"]
        return journal

    async def period_of(self, day: date) -> int | None:
        """Return the period that entries of `day` go into; None: there is none. Raises as `all`."""
        fitting = (one.id for one in await self._periods() if one.holds(day))
        return next(fitting, None)

    async def closed_days(self) -> ClosedDays:
        """Return the days of periods that are closed, in themselves or for our journal alone."""
        self._known.pop("periods", None)  # someone may have opened or closed one
        domain = [["journal", "=", await self.journal()], ["state", "!=", "open"]]
        shut = await self.all(
            "account.journal.period", WireJournalPeriod, ("period", "state"), domain
        )
        return closed_days(await self._periods(), shut)

    async def accounts(self, today: date) -> Sequence[Account]:
        """Return the chart, closed accounts too; headings, which no line may name, are left out."""
        return [one.account(today) for one in await self.chart()]

    async def chart(self) -> Sequence[WireAccount]:
        """Return the chart as Tryton shows it. Raises as `all`."""
        domain = [["company", "=", self.calls.company], ["type", "!=", None]]
        return await self.all("account.account", WireAccount, _ACCOUNT, domain)

    async def income_accounts(self) -> Sequence[int]:
        """Return the ids of the accounts of income and expense. Raises as `all`."""
        shown = await self.once("chart", self.chart)
        return [one.id for one in shown if one.statement == INCOME]

    async def currency(self) -> str:
        """Return the code of the company's currency.

        Raises:
            AuthorisationLost: the key's user is not in the company. LedgerError: as `all`.
        """
        shown = read_all(await self.calls.get("company.company", ("currency.code",)), WireCompany)
        for one in shown:
            if one.id == self.calls.company:
                return one.currency_code
        raise AuthorisationLost("the user of this key is not in this company of Tryton")

    async def once(self, what: str, read: Callable[[], Awaitable[K]]) -> K:
        """Return what `read` returned when it was first asked for. Raises as `read`."""
        if what not in self._known:
            self._known[what] = await read()
        return cast("K", self._known[what])

    def forget(self, *what: str) -> None:
        """Have it read again by `once`: someone may have changed it."""
        for one in what:
            self._known.pop(one, None)

    async def all(
        self, model: str, kind: type[T], fields: Sequence[str], domain: Sequence[Any]
    ) -> list[T]:
        """Return every record that fits, page by page. Raises as `Calls.get`, and LedgerError."""
        records: list[T] = []
        pages = Pages(NAME)
        while True:
            page = await self.calls.get(model, fields, domain, len(records))
            shown = read_all(page, kind)
            records += shown
            if len(shown) < PAGE:
                return records
            pages.note(shown)

    async def _periods(self) -> Sequence[WirePeriod]:
        if "periods" not in self._known:
            domain = [["company", "=", self.calls.company]]
            self._known["periods"] = await self.all("account.period", WirePeriod, _PERIOD, domain)
        periods: Sequence[WirePeriod] = self._known["periods"]
        return periods
