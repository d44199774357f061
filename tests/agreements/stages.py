"""A ledger with its platform behind it, whose days the agreement turns good and bad."""

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

import httpx

from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.entry import Side
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerLine
from journal.ports import Ledger
from tests.agreements.weather import Spoil
from tests.fakes.ledger import FakeLedger

BEN = "Ben Okafor"
"""Who changes entries in the platform itself."""
NOW = datetime(2026, 7, 7, 12, tzinfo=UTC)
"""The time at which the agreement is tried, here and at the platform."""


class Lack(StrEnum):
    """What a platform does not have, so that nothing can be asked of its connector."""

    KEYS = "idempotency keys"
    UNIQUE_NUMBERS = "unique numbers"
    OWN_NUMBERS = "a field for the caller's number"
    DRAFTS = "drafts"
    STATES = "anything but posted entries"
    CHANGES = "a feed of changes"
    REPLACING = "changes to what is posted"
    AUTHORS = "a name of who changed what is posted"
    NEW_ACCOUNTS = "accounts made from outside"
    RATE_LIMIT = "a rate limit"
    BREAKDOWNS = "breakdowns on request"
    RENEWAL = "tokens to be renewed"
    TRACES = "ids of requests"
    FOREIGN_CURRENCY = "a rule against foreign currencies"
    WIRE = "a wire"
    LISTS = "lists to choose from"
    ADDED_TAX = "tax that is added to amounts"


class Stage(Protocol):
    """What the agreement asks of every implementation."""

    @property
    def ledger(self) -> Ledger:
        """The ledger that is tried."""
        ...

    @property
    def lacks(self) -> frozenset[Lack]:
        """What this platform does not have."""
        ...

    @property
    def platform(self) -> Platform:
        """Which platform it is, or is most like."""
        ...

    @property
    def accounts(self) -> tuple[str, str]:
        """The ids of two accounts that may be posted to; the second is called "Sales"."""
        ...

    @property
    def unknown_account(self) -> str:
        """An id, in the platform's form, that no account has."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """Tokens and keys, none of which may be written anywhere."""
        ...

    async def numbers(self) -> list[str]:
        """Return our numbers of all entries in the books, oldest first; drafts are not in them."""
        ...

    async def spoil_next(self, spoil: Spoil) -> None:
        """Let the next entry arrive, and spoil the answer."""
        ...

    async def throttle_next(self) -> None:
        """Refuse the next call as one too many."""
        ...

    async def break_down_next(self) -> None:
        """Break down once, with nothing stored."""
        ...

    async def expire_token(self) -> None:
        """End the access token as an hour would."""
        ...

    async def connect(self, *, connected: bool) -> None:
        """Revoke the authorisation, or make it good again."""
        ...

    async def forbid_posting(self) -> None:
        """Take the right to post away from the connected user."""
        ...

    async def close_books(self, until: date) -> date:
        """Close the books up to and including a day; return the first day that is open."""
        ...

    async def deactivate(self, account_id: str) -> None:
        """Make an account inactive."""
        ...

    async def type_by_hand(
        self,
        number: str,
        on: date,
        note: str = "",
        *,
        amount: str = "5",
        accounts: tuple[str, str] | None = None,
    ) -> None:
        """Type an entry in the platform itself; `accounts`: of its debit and its credit."""
        ...

    async def draft_by_hand(self, number: str, on: date) -> None:
        """Type an entry in the platform itself, and leave it outside the books."""
        ...

    async def post_by_hand(self, ledger_id: str) -> None:
        """Put what was left outside into the books, in the platform itself."""
        ...

    async def edit_by_hand(self, ledger_id: str, note: str) -> None:
        """Change the note of an entry in the platform itself."""
        ...

    async def amend_by_hand(self, ledger_id: str, amount: str) -> None:
        """Have Ben type another amount into both lines of an entry in the platform itself."""
        ...

    async def choose_by_hand(self, ledger_id: str) -> tuple[str, str]:
        """Choose a class, a tracking option or a tag on each line; return what people call it."""
        ...

    async def offer(self) -> None:
        """Give each list that lines carry a choice in use and one that is not, and CAD a rate."""
        ...

    async def match_with_bank(self, ledger_id: str) -> None:
        """Match an entry with the bank's statement in the platform itself."""
        ...

    async def delete_by_hand(self, ledger_id: str) -> None:
        """Delete an entry in the platform itself."""
        ...


def lacks_of(stage: type[Any]) -> frozenset[Lack]:
    """Return what the platform of a kind of stage does not have."""
    (lacks,) = (field for field in fields(stage) if field.name == "lacks")
    kept: Any = lacks.default
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class FakeStage:
    """The ledger in memory."""

    ledger: FakeLedger = field(default_factory=lambda: FakeLedger(at=NOW))
    platform: Platform = Platform.QUICKBOOKS
    lacks: frozenset[Lack] = frozenset({Lack.WIRE, Lack.RENEWAL, Lack.FOREIGN_CURRENCY, Lack.LISTS})
    accounts: tuple[str, str] = ("35", "79")
    unknown_account: str = "99999"
    secrets: tuple[str, ...] = ()

    async def numbers(self) -> list[str]:
        """Return the numbers of all entries in the books, oldest first."""
        return self.ledger.numbers

    async def spoil_next(self, spoil: Spoil) -> None:
        """Store the next entry and lose the answer, which is all that memory can do."""
        assert spoil is Spoil.LOST
        self.ledger.swallow()

    async def throttle_next(self) -> None:
        """Refuse the next call as one too many."""
        self.ledger.refuse(FailureReason.RATE_LIMITED, times=1)

    async def break_down_next(self) -> None:
        """Break down once, with nothing stored."""
        self.ledger.refuse(FailureReason.TRANSIENT, times=1)

    async def expire_token(self) -> None:
        """Nothing expires in memory."""

    async def connect(self, *, connected: bool) -> None:
        """Revoke the authorisation, or make it good again."""
        self.ledger.connected = connected

    async def forbid_posting(self) -> None:
        """Take the right to post away from the connected user."""
        self.ledger.can_post = False

    async def close_books(self, until: date) -> date:
        """Close the books up to and including a day."""
        self.ledger.closed_until = until
        return until + timedelta(days=1)

    async def deactivate(self, account_id: str) -> None:
        """Make an account inactive."""
        self.ledger.deactivate(account_id)

    async def type_by_hand(
        self,
        number: str,
        on: date,
        note: str = "",
        *,
        amount: str = "5",
        accounts: tuple[str, str] | None = None,
    ) -> None:
        """Type an entry in the platform itself."""
        money = Money.of(Decimal(amount), "USD")
        debit, credit = accounts or self.accounts
        lines = tuple(
            LedgerLine(side, money, self.ledger.chart[account].name, account)
            for side, account in ((Side.DEBIT, debit), (Side.CREDIT, credit))
        )
        self.ledger.type_by_hand(number, on, note, lines)

    async def draft_by_hand(self, number: str, on: date) -> None:
        """Type an entry in the platform itself, and leave it outside the books."""
        there = self.ledger.type_by_hand(number, on)
        self._turn(there.ledger_id, is_draft=True)

    async def post_by_hand(self, ledger_id: str) -> None:
        """Put what was left outside into the books, in the platform itself."""
        self._turn(ledger_id, is_draft=False)

    async def edit_by_hand(self, ledger_id: str, note: str) -> None:
        """Change the note of an entry in the platform itself."""
        self.ledger.edit_by_hand(self._number_of(ledger_id), note)

    async def amend_by_hand(self, ledger_id: str, amount: str) -> None:
        """Have Ben type another amount in."""
        stored = next(one for one in self.ledger.stored if one.ledger_id == ledger_id)
        money = Money.of(Decimal(amount), "USD")
        self.ledger.author = BEN
        lines = tuple(replace(line, amount=money) for line in stored.lines)
        self.ledger.book_by_hand(stored.number, lines)

    async def choose_by_hand(self, ledger_id: str) -> tuple[str, str]:
        """Choose a class on each line."""
        self.ledger.choose_by_hand(self._number_of(ledger_id), "Class", "Retail")
        return "Class", "Retail"

    async def offer(self) -> None:
        """Memory has no lists."""

    async def match_with_bank(self, ledger_id: str) -> None:
        """Match an entry with the bank's statement in the platform itself."""
        self.ledger.match_with_bank(self._number_of(ledger_id))

    async def delete_by_hand(self, ledger_id: str) -> None:
        """Delete an entry in the platform itself."""
        self.ledger.delete_by_hand(self._number_of(ledger_id))

    def _turn(self, ledger_id: str, *, is_draft: bool) -> None:
        self.ledger.stored = [
            replace(one, is_draft=is_draft) if one.ledger_id == ledger_id else one
            for one in self.ledger.stored
        ]

    def _number_of(self, ledger_id: str) -> str:
        return next(one.number for one in self.ledger.stored if one.ledger_id == ledger_id)


async def lines_with(
    control: httpx.AsyncClient, ledger_id: str, own: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the lines of an imitation's entry as a person types them, each with `own` chosen."""
    state = (await control.get("state")).json()
    entries = (one for company in state["companies"] for one in company["entries"])
    shown = next(one for one in entries if one["id"] == ledger_id)
    return [
        {
            "side": line["side"],
            "amount": line["amount"],
            "account": line["account_id"],
            "description": line["description"],
            "own": own,
        }
        for line in shown["lines"]
    ]


async def amended(control: httpx.AsyncClient, ledger_id: str, amount: str) -> dict[str, Any]:
    """Return what Ben sends to an imitation who types another amount into both lines."""
    lines = await lines_with(control, ledger_id, {})
    return {"lines": [{**line, "amount": amount} for line in lines], "by": BEN}
