"""Why QuickBooks refused, as data. The first row that fits decides.

The order is: silence of the gateway, authorisation, rate limit, words, codes, status. Words stand
before codes because one code means several things (6210, 5010, 610, 2500 and 6000 do).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from dataclasses import dataclass

from journal.failure import FailureReason


@dataclass(frozen=True, slots=True)
class Row:
    """A reason and what speaks for it; what is left out is not asked for."""

    reason: FailureReason
    status: Container[int] | None = None
    code: str = ""  # without leading zeros
    words: str = ""  # a pattern; case is ignored

    def fits(self, status: int, codes: Collection[str], words: str) -> bool:
        """Whether everything this row asks for is there."""
        return (
            (self.status is None or status in self.status)
            and (not self.code or self.code in codes)
            and (not self.words or re.search(self.words, words, re.IGNORECASE) is not None)
        )


_R = FailureReason
ROWS = (
    # A gateway that got no answer from QuickBooks itself: the entry may be there.
    Row(_R.UNCERTAIN, status=(408, 502, 504)),
    # --- authorisation
    Row(_R.CONNECTION_LOST, words=r"WrongClusterError|-11017"),
    Row(_R.PERMISSION, words=r"-11014|do not have access to use QuickBooks"),
    Row(_R.CONNECTION_LOST, status=(401,), code="130"),
    Row(_R.PERMISSION, status=(401, 403), code="120"),
    Row(_R.CONNECTION_LOST, words=r"ApplicationAuthorizationFailed"),
    Row(_R.CONNECTION_LOST, code="3100"),
    Row(_R.TOKEN_EXPIRED, words=r"AuthenticationFailed|Malformed bearer token"),
    Row(_R.TOKEN_EXPIRED, code="3200"),
    Row(_R.TOKEN_EXPIRED, status=(401,)),
    # --- rate limit
    Row(_R.RATE_LIMITED, status=(429,)),
    Row(_R.RATE_LIMITED, code="3001"),
    # --- words
    Row(_R.PERIOD_CLOSED, words=r"account period (has )?closed|books cannot be updated"),
    Row(_R.MATCHED_OR_EDITED, words=r"another user has deleted this transaction"),
    Row(_R.DUPLICATE, words=r"duplicate document number"),
    Row(_R.CURRENCY, code="2500", words=r"currency"),
    Row(_R.TAX_OR_DIMENSION, code="2500", words=r"(class|department|customer|vendor|taxcode)Ref"),
    Row(_R.ACCOUNT_INVALID, words=r"has been made inactive"),
    Row(_R.UNBALANCED, code="6000", words=r"balance|debits?\b.*\bcredits?"),
    Row(_R.CURRENCY, code="6000", words=r"currency"),
    # --- codes
    Row(_R.UNCERTAIN, code="600"),  # our key is known there, with no answer to repeat
    Row(_R.ACCOUNT_INVALID, code="610"),
    Row(_R.VALIDATION_OTHER, code="2010"),
    Row(_R.VALIDATION_OTHER, code="2020"),
    Row(_R.VALIDATION_OTHER, code="2050"),
    Row(_R.VALIDATION_OTHER, code="2170"),
    Row(_R.ACCOUNT_INVALID, code="2500"),
    Row(_R.MATCHED_OR_EDITED, code="5010"),
    Row(_R.PERMISSION, code="5020"),
    Row(_R.VALIDATION_OTHER, code="6000"),
    Row(_R.VALIDATION_OTHER, code="6070"),
    Row(_R.TAX_OR_DIMENSION, code="6100"),
    Row(_R.DUPLICATE, code="6140"),
    Row(_R.PLAN_OR_SUBSCRIPTION, code="6190"),
    Row(_R.PERIOD_CLOSED, code="6210"),
    Row(_R.MATCHED_OR_EDITED, code="6540"),
    Row(_R.TRANSIENT, code="10000"),
    # --- status, when nothing else is known
    Row(_R.TRANSIENT, status=range(500, 600)),
)


def reason_of(status: int, codes: Collection[str], words: str) -> FailureReason:
    """Return why an answer is a refusal; `UNKNOWN` when no row fits."""
    fitting = (row.reason for row in ROWS if row.fits(status, codes, words))
    return next(fitting, FailureReason.UNKNOWN)
