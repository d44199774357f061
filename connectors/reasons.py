"""Why a platform refused, as data: the first row that fits decides."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from connectors.passing import BUSY, INTERNAL_ERROR, asks_to_come_again
from journal.entries.failure import FailureReason

_HOW = re.IGNORECASE | re.DOTALL


@dataclass(frozen=True, slots=True)
class Told:
    """What a refusal says, as the platform has it; codes are without leading zeros."""

    status: int
    words: str
    codes: tuple[str, ...] = ()
    kind: str = ""  # the type of the fault, where the platform names one


@dataclass(frozen=True, slots=True)
class Row:
    """A reason and what speaks for it; what is left out is not asked for."""

    reason: FailureReason
    status: Container[int] | None = None
    code: Container[str] | None = None
    words: str = ""  # a pattern; case is ignored
    kind: Container[str] | None = None
    comes_again: bool = False  # it says to try again and asks for nothing else

    def fits(self, told: Told) -> bool:
        """Whether everything this row asks for is there."""
        return (
            (self.status is None or told.status in self.status)
            and (self.code is None or any(code in self.code for code in told.codes))
            and (self.kind is None or told.kind in self.kind)
            and (not self.words or re.search(self.words, told.words, _HOW) is not None)
            and (not self.comes_again or asks_to_come_again(told.words))
        )


SILENT_GATEWAY = Row(FailureReason.UNCERTAIN, status=(408, 502, 504))
"""A gateway that got no answer from the platform itself: what was sent may be there."""
TOO_MANY = Row(FailureReason.RATE_LIMITED, status=(429,))
BROKE_DOWN = Row(FailureReason.TRANSIENT, words=INTERNAL_ERROR)
AT_WORK = Row(FailureReason.TRANSIENT, words=BUSY)
COME_AGAIN = Row(FailureReason.TRANSIENT, comes_again=True)
SERVER_ERROR = Row(FailureReason.TRANSIENT, status=range(500, 600))
"""Rows that all platforms share, each in its place in their tables."""


def reason_of(rows: Iterable[Row], told: Told) -> FailureReason:
    """Return why an answer is a refusal; `UNKNOWN` when no row fits."""
    fitting = (row.reason for row in rows if row.fits(told))
    return next(fitting, FailureReason.UNKNOWN)
