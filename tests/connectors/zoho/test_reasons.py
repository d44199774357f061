"""The table of reasons, row by row, from whole answers."""

import httpx
import pytest

from connectors.http import Answer
from connectors.reasons import Told
from connectors.zoho.reasons import ROWS
from connectors.zoho.replies import read
from journal.entries.failure import FailureReason
from tests.connectors.zoho.bodies import HTML, NOT_AUTHORISED, refused

R = FailureReason
NOT_IN_COMPANY = "This user is not associated with the CompanyID/CompanyName:60015."
CASES = [
    # --- silence of the gateway
    (502, HTML, R.UNCERTAIN),
    (504, b"", R.UNCERTAIN),
    (408, b"", R.UNCERTAIN),
    # --- authorisation
    (401, NOT_AUTHORISED, R.TOKEN_EXPIRED),
    (401, refused("Invalid access token", 14), R.TOKEN_EXPIRED),
    (401, b"", R.TOKEN_EXPIRED),
    (200, NOT_AUTHORISED, R.TOKEN_EXPIRED),
    (403, refused("Forbidden"), R.PERMISSION),
    (400, refused("You do not have the permission to create journals"), R.PERMISSION),
    (400, refused("You are not authorized to perform this operation"), R.PERMISSION),
    # --- rate limit
    (429, refused("For security reasons you have been blocked", 45), R.RATE_LIMITED),
    (429, b"", R.RATE_LIMITED),
    (400, refused("The API limit per day has been exceeded", 1070), R.RATE_LIMITED),
    (200, refused("Too many requests in process", 44), R.RATE_LIMITED),
    # --- the company
    (400, refused(NOT_IN_COMPANY, 6041), R.CONNECTION_LOST),
    (400, refused(NOT_IN_COMPANY), R.CONNECTION_LOST),
    (400, refused("This user is not associated with any organization.", 9017), R.CONNECTION_LOST),
    (400, refused("The company cannot be opened", 6), R.CONNECTION_LOST),
    (400, refused("The subscription of the company has expired", 6), R.PLAN_OR_SUBSCRIPTION),
    (400, refused("This organization is inactive"), R.PLAN_OR_SUBSCRIPTION),
    (400, refused("The trial balance of the books is missing"), R.VALIDATION_OTHER),
    # --- what passes by itself
    (400, refused("The journal is locked by another user"), R.TRANSIENT),
    (400, refused("Internal error"), R.TRANSIENT),
    (400, refused("We were unable to process it. Please try again after some time."), R.TRANSIENT),
    (400, refused("Choose another name and try again"), R.VALIDATION_OTHER),
    (400, refused("Something failed", 1000), R.TRANSIENT),
    # --- words
    (400, refused("Transactions before 31 Jul 2026 have been locked."), R.PERIOD_CLOSED),
    (400, refused("The date is in a closed accounting period"), R.PERIOD_CLOSED),
    (400, refused("The account Gift cards is inactive."), R.ACCOUNT_INVALID),
    (400, refused("Inactive accounts cannot be used; choose an account"), R.ACCOUNT_INVALID),
    (400, refused("The account 460000000009999 does not exist."), R.ACCOUNT_INVALID),
    (400, refused("Invalid value passed for account_id", 2), R.ACCOUNT_INVALID),
    (404, refused("Resource does not exist.", 1002), R.ACCOUNT_INVALID),
    (400, refused("Total debits and total credits are not equal."), R.UNBALANCED),
    (400, refused("Debits and credits do not balance"), R.UNBALANCED),
    (400, refused("The journal does not balance"), R.UNBALANCED),
    (400, refused("Enter a valid exchange rate"), R.RATE_MISSING),
    (400, refused("The currency is not enabled"), R.CURRENCY),
    # --- what a line chooses or lacks
    (400, refused("The reporting tag Store is mandatory"), R.DIMENSION_MISSING),
    (400, refused("Select an option for the mandatory reporting tag Store."), R.DIMENSION_MISSING),
    (400, refused("Invalid value passed for tag_option_id", 2), R.DIMENSION_MISSING),
    (400, refused("The project 460000000009999 does not exist."), R.DIMENSION_MISSING),
    (400, refused("The location Leeds is inactive."), R.DIMENSION_MISSING),
    (400, refused("Invalid tax"), R.TAX_MISSING),
    (400, refused("The tax VAT 20 has been deleted."), R.TAX_MISSING),
    (400, refused("Select a contact for the account Receivables."), R.NAME_MISSING),
    (400, refused("Please select the customer"), R.NAME_MISSING),
    (400, refused("The contact Bo is inactive."), R.NAME_MISSING),
    (400, refused("Invalid value passed for customer_id", 2), R.NAME_MISSING),
    (400, refused("A tag cannot stand beside a project"), R.TAX_OR_DIMENSION),
    (400, refused("Something is wrong. Enter a date, or contact support."), R.VALIDATION_OTHER),
    (400, refused("Upgrade to use this feature"), R.PLAN_OR_SUBSCRIPTION),
    (400, refused("Your trial has ended"), R.PLAN_OR_SUBSCRIPTION),
    (400, refused("The reference number already exists"), R.DUPLICATE),
    (400, refused("The journal is already published."), R.MATCHED_OR_EDITED),
    (400, refused("A journal in a filed return cannot be updated."), R.MATCHED_OR_EDITED),
    (400, refused("It has been matched with a bank statement."), R.MATCHED_OR_EDITED),
    # --- nothing else is known
    (500, refused("Internal error", 1000), R.TRANSIENT),
    (503, HTML, R.TRANSIENT),
    (400, refused("Notes are too long"), R.VALIDATION_OTHER),
    (200, refused("Notes are too long"), R.VALIDATION_OTHER),
    (302, b"", R.VALIDATION_OTHER),
    (600, b"", R.UNKNOWN),
]


@pytest.mark.parametrize(("status", "body", "reason"), CASES)
def test_each_answer_has_its_reason(status: int, body: bytes, reason: FailureReason) -> None:
    """Words decide most of it, since Zoho publishes no codes; a code under 200 refuses too."""
    reply = read(Answer(status, httpx.Headers(), body))

    assert reply.reason is reason


def test_every_row_is_shown_by_an_answer() -> None:
    """A row that no case needs would be a guess that nobody looked at."""
    used = set()
    for status, body, _ in CASES:
        failure = read(Answer(status, httpx.Headers(), body)).failure
        assert failure is not None
        told = Told(status, failure.words, (failure.code,))
        fitting = (row for row in ROWS if row.fits(told))
        used.add(next(fitting, None))
    assert not [row for row in ROWS if row not in used]
