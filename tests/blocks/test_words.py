"""What the cards say: one cause for every reason, in words an accountant would use."""

import re

import pytest

from blocks.cause import cause_of
from blocks.incident_card import incident_card
from blocks.words import WORDS
from journal.failure import Failure, FailureReason, Obstacle
from journal.incident import Case
from tests.blocks.gallery import FAILURES, in_conflict, of_reason
from tests.blocks.read import shown
from tests.build import a_book, a_case, a_failure, an_incident

UNSAID = re.compile(r"failed to|error|invalid|exception|oops|sorry|please|!|\b[0-9]{3,5}\b", re.I)


def header_of(failure: Failure, **book: str) -> str:
    """Return the cause as the first line says it."""
    return cause_of(a_case(an_incident(failure=failure), book=a_book(**book))).header


def test_every_reason_has_its_words() -> None:
    """No reason is left without a cause, and the examples cover them all."""
    assert set(WORDS) == set(FAILURES) == set(FailureReason)


@pytest.mark.parametrize(
    "case", [*map(of_reason, FailureReason), *(in_conflict(one, "no") for one in Obstacle)]
)
def test_sentences_are_plain_words(case: Case) -> None:
    """No code, no "failed to", no exclamation mark, nothing left to be filled in."""
    cause = cause_of(case)

    for sentence in (cause.header, cause.todo, cause.who):
        assert sentence
        assert not UNSAID.search(sentence.replace("2026", ""))
        assert "{" not in sentence
    assert not cause.header.endswith(".")
    assert cause.who.endswith(".")


@pytest.mark.parametrize("reason", FailureReason)
def test_cause_stands_without_knowing_what_it_is_about(reason: FailureReason) -> None:
    """A failure that names nothing still reads as a whole sentence."""
    case = a_case(an_incident(failure=Failure(reason)))

    cause = cause_of(case)

    assert "  " not in cause.header
    assert "“”" not in cause.todo
    assert len(incident_card(case).blocks) >= 5


def test_causes_read_as_an_accountant_would_say_them() -> None:
    """The five causes of the mission, word for word."""
    reasons = FailureReason
    heard = {reason: cause_of(of_reason(reason)).header for reason in reasons}

    assert heard[reasons.MAPPING_MISSING] == "Gift cards has no account in QuickBooks"
    assert heard[reasons.COST_MISSING] == "4 variants have no cost"
    assert heard[reasons.CONNECTION_LOST] == "QuickBooks no longer lets us in"
    assert heard[reasons.PERIOD_CLOSED] == "July 2026 is closed in QuickBooks"
    assert heard[reasons.PERMISSION] == "The connected user may not create journal entries"


def test_one_variant_is_named() -> None:
    """A single missing cost says which variant it is."""
    failure = Failure(FailureReason.COST_MISSING, "1", ("Blue mug (MUG-BLUE)",))

    assert header_of(failure) == "Blue mug (MUG-BLUE) has no cost"


def test_several_categories_are_counted_and_listed() -> None:
    """The header names the first of them, the card all."""
    failure = a_failure(details=("Tips", "Surcharges"))
    card = incident_card(a_case(an_incident(failure=failure)))

    assert header_of(failure) == "Gift cards and 2 more have no account in QuickBooks"
    assert "Without an account*  Gift cards, Tips, Surcharges" in shown(card)


def test_month_is_english_in_an_english_sentence() -> None:
    """A German book still reads "July", not "Juli ... is closed"."""
    failure = Failure(FailureReason.PERIOD_CLOSED, "2026-07")

    assert header_of(failure, locale="de_DE") == "July 2026 is closed in QuickBooks"


def test_period_that_is_no_month_is_said_as_it_is() -> None:
    """Whatever the platform calls the period stands there."""
    assert header_of(Failure(FailureReason.PERIOD_CLOSED, "FY 2025")).startswith(
        "FY 2025 is closed"
    )
