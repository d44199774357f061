"""Why Tryton refused, as data. The first row that fits decides.

The words are those of trytond 8.2 in English, which a user application speaks. Statuses other than
400 come from the server itself, not from the books.
"""

from __future__ import annotations

from connectors.reasons import AT_WORK, SILENT_GATEWAY, TOO_MANY, Row
from journal.entries.failure import FailureReason

_R = FailureReason
ROWS = (
    SILENT_GATEWAY,
    Row(_R.CONNECTION_LOST, status=(401,)),
    Row(_R.PERMISSION, status=(403,)),
    Row(_R.TRANSIENT, status=(503,)),
    # The database is named in the address.
    Row(_R.CONNECTION_LOST, status=(404,)),
    TOO_MANY,
    # --- words
    # Before those of accounts: what hangs on a line names that line's own fields.
    Row(_R.DIMENSION_MISSING, words=r"\"Analytic Account Line\""),
    Row(_R.TAX_MISSING, words=r"\"Account Tax Line\""),
    Row(_R.PERIOD_CLOSED, words=r"closed (journal-)?period|field \"Period\""),
    Row(_R.ACCOUNT_INVALID, words=r"field \"Account\" .*(domain|does not exist)"),
    # An unknown account takes its whole move along; of the two Tryton may name the move.
    Row(_R.ACCOUNT_INVALID, words=r"field \"Move\" .*does not exist"),
    Row(_R.UNBALANCED, words=r"balance all its lines"),
    Row(_R.PERMISSION, words=r"not allowed to access"),
    Row(_R.DUPLICATE, words=r"call \"post\" on"),
    Row(_R.MATCHED_OR_EDITED, words=r"posted move|not allowed to modify"),
    Row(_R.NAME_MISSING, words=r"field \"Party\""),
    Row(_R.NOT_CARRIED, words=r"remove the party"),
    # An account may be kept in one other currency alone.
    Row(_R.CURRENCY, words=r"field \"(Amount )?Second Currency\""),
    Row(_R.TRANSIENT, words=r"get a connection"),
    AT_WORK,
    Row(_R.TRANSIENT, status=(400,), comes_again=True),
    # --- status, when nothing else is known. A 500 means that our body is wrong (facts of 8.2).
    Row(_R.VALIDATION_OTHER, status=(400, 500)),
    Row(_R.TRANSIENT, status=range(501, 600)),
)
