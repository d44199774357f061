"""Why Xero refused, as data. The first row that fits decides.

The order is: silence of the gateway, authorisation, rate limit, words, status. Words decide most:
every refusal of what was sent has the same status and the same number, 10.

The rate limit of the old way in came percent-encoded: XeroAPI/Xero-Net #216, XeroAPI.Net #15.
"""

from __future__ import annotations

from connectors.reasons import (
    AT_WORK,
    BROKE_DOWN,
    COME_AGAIN,
    SERVER_ERROR,
    SILENT_GATEWAY,
    TOO_MANY,
    Row,
)
from journal.entries.failure import FailureReason

_R = FailureReason
_SPACE = r"(\s|%20|\+)"
_NOT_LET_IN = (401, 403)
REMOVED_ACCOUNT = r"account code .{1,80} has been removed"
"""Said as a warning: the line was kept without its account, and the journal as a draft."""

ROWS = (
    SILENT_GATEWAY,
    # --- rate limit; the old way in told it as a problem of signing in
    TOO_MANY,
    Row(_R.RATE_LIMITED, words=rf"rate{_SPACE}limit{_SPACE}exceeded"),
    # --- authorisation
    Row(_R.TOKEN_EXPIRED, status=_NOT_LET_IN, words=r"TokenExpired"),
    Row(
        _R.PLAN_OR_SUBSCRIPTION,
        status=_NOT_LET_IN,
        words=r"\btiers?\b|subscription|\bplan\b|upgrade",
    ),
    Row(
        _R.PLAN_OR_SUBSCRIPTION,
        words=r"(subscription|trial)\b.{0,60}(ended|expired|lapsed|cancel|inactive|suspended)",
    ),
    # The organisation left the consent, or the consent is another one's.
    Row(_R.CONNECTION_LOST, words=r"AuthenticationUnsuccessful"),
    Row(_R.PERMISSION, words=r"AuthorizationUnsuccessful|insufficient.?scope|invalid_scope"),
    Row(_R.PERMISSION, words=r"not permitted to access|reporting role"),
    Row(_R.TOKEN_EXPIRED, status=(401,)),
    Row(_R.PERMISSION, status=(403,)),
    # --- words
    Row(_R.UNCERTAIN, words=r"idempotency"),  # our key is known, with no answer to repeat
    Row(_R.PERIOD_CLOSED, words=r"lock date|locked period|period (is|has been) locked"),
    Row(_R.ACCOUNT_INVALID, words=REMOVED_ACCOUNT),
    Row(
        _R.ACCOUNT_INVALID,
        words=r"account code '*[^';]{1,60}'* (is not a valid code|does not exist"
        r"|cannot be (applied|used))",
    ),
    Row(_R.ACCOUNT_INVALID, words=r"account .{0,80}(is|been) (archived|inactive|deleted)"),
    # We name an account in every line, so it is one that Xero does not know.
    Row(_R.ACCOUNT_INVALID, words=r"account must be valid|account code or id must be specified"),
    # Another type for that account, however many of the others are wrong too (Xero-Java #336).
    Row(_R.TAX_OR_DIMENSION, words=r"tax ?type code .{1,80} cannot be used with account code"),
    Row(
        _R.TAX_MISSING, words=r"tax ?type code .{1,80} does not exist|tax ?(type|rate) is required"
    ),
    Row(
        _R.DIMENSION_MISSING, words=r"tracking (category|option) .{1,250}(exist|archived|required)"
    ),
    Row(_R.TAX_OR_DIMENSION, words=r"tax ?(type|rate)|tracking (category|option)"),
    Row(_R.UNBALANCED, words=r"total debits?\b.*\bcredits?|do(es)? not balance"),
    Row(
        _R.MATCHED_OR_EDITED,
        words=r"not of valid status|(cannot|can't) be (edited|modified)|reconciled",
    ),
    Row(_R.CURRENCY, words=r"currency|currencies"),
    BROKE_DOWN,
    AT_WORK,
    COME_AGAIN,
    # --- status, when nothing else is known
    Row(_R.VALIDATION_OTHER, status=(400,)),
    SERVER_ERROR,
)
