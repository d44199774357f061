"""Each reason that can reach a card has its page of help, short enough for a window."""

import re
from pathlib import Path

import pytest

from blocks.forms.explain import explain_modal
from blocks.kit.limits import TOTAL
from blocks.kit.validate import checked_view, total
from bot.reasons import read_reasons
from journal.books.book import Platform
from journal.entries.failure import FailureReason
from sandbox.slack.blocks.check import check_view
from tests.house.tree import ROOT

PAGES = read_reasons()
LONGEST = 1600
NOT_DRAWN = re.compile(r"^(\||###|>|```)|\]\(|(?<!\*)\*(?![\s*])[^*]+\*(?!\*)", re.MULTILINE)


def test_each_reason_has_its_page_and_each_page_a_reason() -> None:
    """None is missing, and none is left of a reason that has gone."""
    kept = {path.stem for path in (ROOT / "docs" / "reasons").glob("*.md")}

    assert kept == {reason.value for reason in FailureReason} == set(PAGES)


@pytest.mark.parametrize("reason", FailureReason)
def test_a_page_says_meaning_who_fixes_it_and_what_follows(reason: FailureReason) -> None:
    """In this order; steps are those of platforms that there are; nothing that is not drawn."""
    page = PAGES[reason]
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)

    assert page.startswith("# ")
    assert (headings[0], headings[-1]) == ("Who fixes it", "Then")
    assert {one.removeprefix("In ") for one in headings[1:-1]} <= {one.label for one in Platform}
    assert NOT_DRAWN.findall(page) == []
    assert len(page) <= LONGEST


@pytest.mark.parametrize("platform", Platform)
def test_a_page_fits_into_a_window(platform: Platform) -> None:
    """With the steps of the platform; where it has none, with all."""
    for page in PAGES.values():
        view = checked_view(explain_modal(page, platform))
        check_view(view)
        assert total(view["blocks"]) <= TOTAL
        own = f"*In {platform.label}*"
        if f"## In {platform.label}\n" in page:
            assert str(view).count("*In ") == str(view).count(own) == 1


def test_pages_are_found_where_they_are_installed() -> None:
    """What is built carries them along."""
    text = Path(ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert '"share/jefail/reasons" = ["docs/reasons/*.md"]' in text
