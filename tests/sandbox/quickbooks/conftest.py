"""This imitation alone."""

import pytest

from tests.sandbox.ledger.books import Wire
from tests.sandbox.quickbooks.books import QUICKBOOKS


@pytest.fixture
def wire() -> Wire:
    """How it is called."""
    return QUICKBOOKS
