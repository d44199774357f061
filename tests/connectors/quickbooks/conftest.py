"""The imitation for the connector."""

from collections.abc import AsyncIterator

import pytest

from tests.connectors.quickbooks.imitated import Company, a_company


@pytest.fixture
async def company() -> AsyncIterator[Company]:
    """A company in the United States."""
    async with a_company() as made:
        yield made
