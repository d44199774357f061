"""Why QuickBooks refused, as data. The first row that fits decides.

The order is: silence of the gateway, subscription, authorisation, rate limit, words, codes, status,
the type of the fault. Words stand before codes because one code means several things (6210, 5010,
610, 2500 and 6000 do); the type stands last, so that a code nobody listed still has a reason.

Codes: developer.intuit.com "Handling common errors", Intuit's blog of 2017-06-08 "Top QuickBooks
Online API errors", help.redteam.com 8314078. Other answers as people reported them:
intuit/QuickBooks-V3-PHP-SDK #211 (subscription ended), minimul/qbo_api #81 (an outage: type
SERVICE, code 3100, "InternalServerError"), routablehq/python-quickbooks #127 (stale object).
"""

from __future__ import annotations

import re

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

VALIDATION, SYSTEM, SERVICE = "validation", "system", "service"
AUTHENTICATION, AUTHORIZATION = "authentication", "authorization"
UNNAMED = "unnamed"
"""Types of faults, as `kind_of` writes them, and that of one which names none."""
_KIND_ENDS = re.compile(r"(fault|exception|error)$")

_R = FailureReason
_LEDGERS = r"accounts? (receivable|payable)"
_WANTS = r"choose|select|enter|specif|provid|must|need|requir|missing"
_NAME = r"customer|vendor|supplier|name field"
_TAX = r"\b(VAT|GST|HST|PST|QST|(sales )?tax)\b"
ROWS = (
    SILENT_GATEWAY,
    # A gateway that says of itself that it broke down, under whatever code.
    Row(_R.TRANSIENT, status=range(500, 600), words=r"InternalServerError|statusCode=5\d\d"),
    # --- the company has no subscription; whatever else is said follows from that
    Row(
        _R.PLAN_OR_SUBSCRIPTION,
        words=r"(subscription|trial)\b.{0,60}(ended|expired|lapsed|cancel|inactive|suspended)"
        r"|(ended|expired|lapsed|cancell?ed|inactive|suspended)\b.{0,40}(subscription|trial)"
        r"|billing problem|invalid company status",
    ),
    Row(_R.PLAN_OR_SUBSCRIPTION, code=("7001",)),
    Row(_R.PLAN_OR_SUBSCRIPTION, code=("6190",)),
    # --- authorisation
    Row(_R.CONNECTION_LOST, words=r"WrongClusterError|-11017"),
    Row(_R.PERMISSION, words=r"-11014|do not have access to use QuickBooks"),
    Row(_R.CONNECTION_LOST, status=(401,), code=("130",)),
    Row(_R.PERMISSION, status=(401, 403), code=("120",)),
    Row(_R.CONNECTION_LOST, words=r"ApplicationAuthorizationFailed"),
    Row(_R.CONNECTION_LOST, code=("3100",)),
    Row(_R.TOKEN_EXPIRED, words=r"AuthenticationFailed|Malformed bearer token"),
    Row(_R.TOKEN_EXPIRED, code=("3200",)),
    Row(_R.TOKEN_EXPIRED, status=(401,)),
    # --- rate limit
    TOO_MANY,
    Row(_R.RATE_LIMITED, code=("3001",)),
    # --- words
    Row(
        _R.PERIOD_CLOSED,
        words=r"account(ing)? period (is |has |has been )?closed|books cannot be updated"
        r"|closing date|books (are|have been|were) closed",
    ),
    Row(_R.MATCHED_OR_EDITED, words=r"another user has deleted this transaction"),
    Row(_R.DUPLICATE, words=r"duplicate document number"),
    Row(_R.CURRENCY, code=("2500",), words=r"currency"),
    Row(_R.TAX_MISSING, code=("2500",), words=r"tax ?codes?(Ref\b| element)"),
    Row(_R.DIMENSION_MISSING, code=("2500",), words=r"(class|department)(Ref\b|(e?s)? element)"),
    Row(
        _R.NAME_MISSING,
        code=("2500",),
        words=r"(customer|vendor|employee|entity)(Ref\b|s? element)|names? element",
    ),
    Row(_R.ACCOUNT_INVALID, words=r"has been made inactive"),
    Row(_R.UNBALANCED, code=("6000",), words=r"balance|debits?\b.*\bcredits?"),
    Row(_R.RATE_MISSING, code=("6000",), words=rf"exchange rates?\b.{{0,40}}({_WANTS})"),
    Row(_R.RATE_MISSING, code=("6000",), words=rf"({_WANTS}).{{0,40}}exchange rate"),
    Row(_R.CURRENCY, code=("6000",), words=r"currency"),
    # "When you use Accounts Receivable, you must choose a customer in the Name field."
    Row(_R.NAME_MISSING, words=rf"({_LEDGERS}).*({_WANTS}).*({_NAME})"),
    Row(_R.NAME_MISSING, words=rf"({_WANTS}).*({_NAME}).*({_LEDGERS})"),
    # "Make sure all your transactions have a VAT rate before you save."
    Row(_R.TAX_MISSING, words=rf"{_TAX}\W+(\w+\W+){{0,3}}(rate|code)s?\b"),
    Row(_R.TAX_OR_DIMENSION, words=rf"{_TAX}\W+(\w+\W+){{0,3}}(agency|treatment)s?\b"),
    Row(_R.DIMENSION_MISSING, words=rf"({_WANTS}).{{0,60}}\b(class|location|department)\b"),
    Row(_R.DIMENSION_MISSING, words=rf"\b(class|location|department)\b.{{0,40}}({_WANTS})"),
    Row(_R.PERMISSION, words=r"(do not|don't|does not|doesn't) have (the )?(permission|privilege)"),
    BROKE_DOWN,
    AT_WORK,
    # Not of an entry that changed there, which is said so too and is looked at by people.
    Row(_R.MATCHED_OR_EDITED, code=("5010",)),
    COME_AGAIN,
    # --- codes
    Row(_R.UNCERTAIN, code=("600",)),  # our key is known there, with no answer to repeat
    Row(_R.ACCOUNT_INVALID, code=("610",)),
    Row(_R.DUPLICATE, code=("630",)),  # "There's already an object with some properties"
    Row(_R.ACCOUNT_INVALID, code=("2500",)),
    Row(_R.PERMISSION, code=("5020",)),
    Row(_R.TAX_OR_DIMENSION, code=("6100",)),
    Row(_R.MATCHED_OR_EDITED, code=("6110",)),  # "MAS Transaction cannot be updated": paid by card
    Row(_R.DUPLICATE, code=("6140",)),
    Row(_R.PERIOD_CLOSED, code=("6210",)),
    Row(_R.MATCHED_OR_EDITED, code=("6540",)),
    Row(_R.TRANSIENT, code=("10000",)),
    # --- the type of the fault, when nothing else is known
    SERVER_ERROR,
    Row(_R.TRANSIENT, kind=(SYSTEM, SERVICE)),
    Row(_R.TOKEN_EXPIRED, kind=(AUTHENTICATION,)),
    Row(_R.PERMISSION, kind=(AUTHORIZATION,)),
    # A fault that names no type is one of what was sent, as nearly all that have this status.
    Row(_R.VALIDATION_OTHER, kind=(VALIDATION,)),
    Row(_R.VALIDATION_OTHER, status=(200, 400, 422), kind=(UNNAMED,)),
)


def kind_of(named: str) -> str:
    """Return the type of a fault without what differs: "ValidationFault" is "validation"."""
    kind = _KIND_ENDS.sub("", named.strip().casefold())
    return AUTHORIZATION if kind == "applicationauthorization" else kind
