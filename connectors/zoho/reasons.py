"""Why Zoho Books refused, as data. The first row that fits decides.

Zoho publishes statuses and three codes (zoho.com/books/api/v3/errors), no list. The other codes
were seen by others; the rest is told by words, and what no row knows keeps the words as they came.
6041 has the words "This user is not associated with the CompanyID/CompanyName:...", 9017 "This user
is not associated with any organization.": neither is about the entry.
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
_COMPANY = ("6", "6041", "9017")
_PLAN = (
    r"\bplan\b|upgrade|subscription|\btrial\b(?! balance)"
    r"|(organi[sz]ation|company).{0,40}inactive"
)


def _lacking(what: str) -> str:
    """Return the pattern of a choice that is not there, not in use any more, or not made.

    Zoho publishes no words for these; that something is "invalid" names its field.
    """
    gone = r"(inactive|does not exist|not found|deleted|mandatory|required|missing)"
    asked = r"(select|choose|specify|enter) (a|an|the)\b( \w+){0,5}"
    return rf"\b{what}\b.{{0,80}}{gone}|({gone}|invalid( value)?|{asked})( \w+){{0,3}} {what}\b"


ROWS = (
    SILENT_GATEWAY,
    # --- authorisation; whether a 401 is about the token or about rights shows after a renewal
    Row(_R.TOKEN_EXPIRED, status=(401,)),
    Row(_R.TOKEN_EXPIRED, code=("14", "57")),
    Row(_R.PERMISSION, status=(403,)),
    # --- rate limit
    TOO_MANY,
    Row(_R.RATE_LIMITED, code=("43", "44", "45", "1070")),
    # --- the company; hits whatever is sent to it
    Row(_R.PLAN_OR_SUBSCRIPTION, code=_COMPANY, words=_PLAN),
    Row(_R.CONNECTION_LOST, code=_COMPANY),
    Row(_R.CONNECTION_LOST, words=r"user is not associated with (the company|any organi[sz]ation)"),
    # --- words
    AT_WORK,
    Row(_R.PERIOD_CLOSED, words=r"\block(ed|ing|s)?\b|closed (accounting )?period"),
    Row(_R.ACCOUNT_INVALID, words=r"\baccounts?\b.{0,80}(inactive|does not exist|deleted)"),
    Row(_R.ACCOUNT_INVALID, words=r"inactive.{0,40}\baccount|invalid value.{0,40}account_id"),
    Row(_R.UNBALANCED, words=r"debits?\b.{0,60}credits?|not equal|do(es)? not balance"),
    Row(_R.RATE_MISSING, words=r"exchange.?rate"),
    Row(_R.CURRENCY, words=r"currenc"),
    Row(_R.DIMENSION_MISSING, words=_lacking(r"(tags?|tag_id|tag_option_id)")),
    Row(_R.DIMENSION_MISSING, words=_lacking(r"(project|location)(_id)?")),
    Row(_R.NAME_MISSING, words=_lacking(r"(contact|customer|vendor)(_id)?")),
    Row(_R.TAX_MISSING, words=_lacking(r"(tax|taxes|tax_id)")),
    Row(_R.TAX_OR_DIMENSION, words=r"\btags?\b|\btax(es)?\b|\bproject\b|\blocation\b"),
    Row(_R.PLAN_OR_SUBSCRIPTION, words=_PLAN),
    Row(_R.DUPLICATE, words=r"already (exists|been taken)|duplicate"),
    Row(
        _R.MATCHED_OR_EDITED,
        words=r"already (been )?published|(cannot|can't) be (edited|modified|updated)",
    ),
    Row(_R.MATCHED_OR_EDITED, words=r"\b(matched|reconciled)\b"),
    Row(_R.PERMISSION, words=r"not authorized to perform|not have (the )?permission"),
    BROKE_DOWN,
    COME_AGAIN,
    # We name an account in every line, so it is one that Zoho does not know.
    Row(_R.ACCOUNT_INVALID, code=("2", "1002")),
    # --- status, when nothing else is known
    Row(_R.TRANSIENT, code=("1000",)),
    SERVER_ERROR,
    Row(_R.VALIDATION_OTHER, status=range(200, 500)),
)
