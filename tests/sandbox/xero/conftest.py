"""This imitation alone."""

import pytest

from tests.sandbox.ledger.books import Wire
from tests.sandbox.xero.books import XERO


@pytest.fixture
def wire() -> Wire:
    """How it is called."""
    return XERO
