"""Why Tryton refused, as data. The first row that fits decides.

The words are those of trytond 8.2 in English, which a user application speaks. Statuses other than
400 come from the server itself, not from the books.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from connectors.passing import BUSY, asks_to_come_again
from journal.entries.failure import FailureReason


@dataclass(frozen=True, slots=True)
class Row:
    """A reason and what speaks for it; what is left out is not asked for."""

    reason: FailureReason
    status: Container[int] | None = None
    words: str = ""  # a pattern; case is ignored
    comes_again: bool = False  # it says to try again and asks for nothing else

    def fits(self, status: int, words: str) -> bool:
        """Whether everything this row asks for is there."""
        return (
            (self.status is None or status in self.status)
            and (not self.words or re.search(self.words, words, _HOW) is not None)
            and (not self.comes_again or asks_to_come_again(words))
        )


_R = FailureReason
_HOW = re.IGNORECASE | re.DOTALL
ROWS = (
    # A gateway in front that got no answer: the move may be there.
    Row(_R.UNCERTAIN, status=(408, 502, 504)),
    Row(_R.CONNECTION_LOST, status=(401,)),
    Row(_R.PERMISSION, status=(403,)),
    Row(_R.TRANSIENT, status=(503,)),
    # The database is named in the address.
    Row(_R.CONNECTION_LOST, status=(404,)),
    Row(_R.RATE_LIMITED, status=(429,)),
    # --- words
    Row(_R.PERIOD_CLOSED, words=r"closed (journal-)?period|field \"Period\""),
    Row(_R.ACCOUNT_INVALID, words=r"field \"Account\" .*(domain|does not exist)"),
    # An unknown account takes its whole move along; of the two Tryton may name the move.
    Row(_R.ACCOUNT_INVALID, words=r"field \"Move\" .*does not exist"),
    Row(_R.UNBALANCED, words=r"balance all its lines"),
    Row(_R.PERMISSION, words=r"not allowed to access"),
    Row(_R.DUPLICATE, words=r"call \"post\" on"),
    Row(_R.MATCHED_OR_EDITED, words=r"posted move|not allowed to modify"),
    Row(_R.TAX_OR_DIMENSION, words=r"field \"Party\"|remove the party"),
    Row(_R.TRANSIENT, words=r"get a connection"),
    Row(_R.TRANSIENT, words=BUSY),
    Row(_R.TRANSIENT, status=(400,), comes_again=True),
    # --- status, when nothing else is known. A 500 means that our body is wrong (facts of 8.2).
    Row(_R.VALIDATION_OTHER, status=(400, 500)),
    Row(_R.TRANSIENT, status=range(501, 600)),
)


def reason_of(status: int, words: str) -> FailureReason:
    """Return why an answer is a refusal; `UNKNOWN` when no row fits."""
    fitting = (row.reason for row in ROWS if row.fits(status, words))
    return next(fitting, FailureReason.UNKNOWN)
