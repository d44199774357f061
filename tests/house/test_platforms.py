"""docs/platforms.md says what the tests show, no more and no less."""

from __future__ import annotations

import re

import pytest

from journal.books.book import Platform
from tests.agreements.table import OF_EACH, PAGE, STAGES, page
from tests.house.tree import ROOT


def test_the_page_is_as_the_tests_have_it() -> None:
    """Anyone who changes the agreement writes the page again: python -m tests.agreements.table."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("platform", sorted(set(Platform) - {Platform.POSTING_SERVICE}))
def test_every_platform_is_put_to_the_agreement(platform: Platform) -> None:
    """None is posted to that does not keep what all promise.

    A posting service posts by itself; what it promises is in test_posting_service_agreement.py.
    """
    assert platform in STAGES


def test_no_cell_is_blank() -> None:
    """Each says what is shown, or what the platform does not have."""
    rows = [line for line in page().splitlines() if line.startswith("| ")]
    cells = [cell.strip() for row in rows for cell in row.split("|")[2:-1]]
    assert len(cells) > 100
    assert "" not in cells


def test_every_mark_leads_to_a_test() -> None:
    """A file that is not there shows nothing."""
    linked = re.findall(r"\]\(\.\./([^)#]+)", page())
    assert len(linked) > len(OF_EACH)
    assert not [one for one in set(linked) if not (ROOT / one).is_file()]
