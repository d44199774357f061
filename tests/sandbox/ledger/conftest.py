"""Every imitation in turn."""

import pytest

from tests.sandbox.ledger.books import Wire
from tests.sandbox.quickbooks.books import QUICKBOOKS
from tests.sandbox.xero.books import XERO
from tests.sandbox.zoho.books import ZOHO


@pytest.fixture(params=[QUICKBOOKS, XERO, ZOHO], ids=lambda wire: wire.platform)
def wire(request: pytest.FixtureRequest) -> Wire:
    """How one of them is called."""
    called: Wire = request.param
    return called
