"""This imitation alone."""

import pytest

from tests.sandbox.ledger.books import Wire
from tests.sandbox.zoho.books import ZOHO


@pytest.fixture
def wire() -> Wire:
    """How it is called."""
    return ZOHO
