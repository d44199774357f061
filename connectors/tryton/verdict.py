"""What Tryton makes of the analytic accounts on a move that is not posted yet.

It posts moves whose lines lack analytic accounts, and lists these lines afterwards under "Analytic
Lines to Complete". Whether a line is complete it tells before: its field `analytic_state`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import AliasPath, BaseModel, BeforeValidator, Field

from connectors.tryton.analytic import Analytics
from connectors.tryton.books import Books
from connectors.tryton.values import Text, ids_in, read_all
from connectors.tryton.wire import INCOME
from journal.entries.failure import Failure, FailureReason

LINE: Final = "account.move.line"
STATES: Final = (
    "lines.analytic_state",
    "lines.analytic_lines.account",
    "lines.account.rec_name",
    "lines.account.type.statement",
)
"""The fields to ask for, of a move that is created."""
_APPLIED = ("analytic_state", "analytic_lines.account", "account.rec_name")
_VALID = "valid"


def _accounts_of(lines: Any) -> tuple[int, ...]:
    return ids_in(lines, "account")


class _WireJudged(BaseModel):
    """A line as Tryton judges it."""

    id: int
    state: Text = Field("", validation_alias="analytic_state")
    given: Annotated[tuple[int, ...], BeforeValidator(_accounts_of)] = Field(
        (), validation_alias="analytic_lines"
    )
    account: Text = Field("", validation_alias=AliasPath("account", "rec_name"))
    statement: Text = Field("", validation_alias=AliasPath("account", "type", "statement"))

    @property
    def is_unfinished(self) -> bool:
        """Whether it needs analytic accounts and Tryton has not found them complete."""
        return self.statement == INCOME and self.state != _VALID


class _WireJudgedMove(BaseModel):
    lines: list[_WireJudged] = []


async def incomplete(books: Books, analytics: Analytics, move: Any) -> Failure | None:
    """Return what a move, as it is shown with STATES, lacks of analytic accounts; None: nothing.

    Lines that name none get what Tryton's rules say first, as they would when it is posted.

    Raises:
        LedgerError: Tryton did not answer, or not in a way that we know.
    """
    (judged,) = read_all([move], _WireJudgedMove)
    unfinished = [one for one in judged.lines if one.is_unfinished]
    left = [one if one.given else await _by_rules(books, one) for one in unfinished]
    return _lack(analytics, [one for one in left if one.state != _VALID])


async def _by_rules(books: Books, line: _WireJudged) -> _WireJudged:
    what = f"{LINE}/{line.id}/apply_analytic_rules"
    reply = await books.calls.write(what, b"{}", _APPLIED)
    (now,) = read_all([reply.shown("Tryton")], _WireJudged)
    return now


def _lack(analytics: Analytics, lines: Sequence[_WireJudged]) -> Failure | None:
    if not lines:
        return None
    roots = [one for line in lines for one in analytics.missing(line.given)]
    subject = roots[0].key if roots else ""
    accounts = ", ".join(dict.fromkeys(one.account for one in lines))
    named = ", ".join(dict.fromkeys(one.label for one in roots)) or "Analytic accounts"
    words = f"Analytic State of lines on {accounts}: Draft. Incomplete: {named}."
    return Failure(
        FailureReason.DIMENSION_MISSING,
        subject=subject,
        details=("",),
        words=words,
        http_status=200,
    )
