"""What the cards say: one cause for every reason, in words an accountant would use."""

import re
from dataclasses import replace
from datetime import date

import pytest

from blocks.card.incident import incident_card
from blocks.words.cause import cause_of
from blocks.words.reasons import WORDS
from journal.books.book import Platform
from journal.books.closed_days import ClosedDays
from journal.entries.failure import CHANGE, ENDS_RUNS, Failure, FailureReason
from journal.entries.posting import Unbooked
from journal.incidents.incident import Case
from tests.blocks.gallery import FAILURES, MET, in_conflict, of_reason
from tests.blocks.read import buttons, shown
from tests.build import a_book, a_case, a_failure, an_incident

UNSAID = re.compile(r"failed to|error|invalid|exception|oops|sorry|please|!|\b[0-9]{3,5}\b", re.I)


def header_of(failure: Failure, **book: str) -> str:
    """Return the cause as the first line says it."""
    return cause_of(a_case(an_incident(failure=failure), book=a_book(**book))).header


def test_every_reason_has_its_words() -> None:
    """No reason is left without a cause, and the examples cover them all."""
    assert set(WORDS) == set(FAILURES) == set(FailureReason)


@pytest.mark.parametrize(
    "case",
    [
        *map(of_reason, FailureReason),
        *(in_conflict(one, "no") for one in MET),
        a_case(an_incident(failure=Failure(FailureReason.UNKNOWN, subject=ENDS_RUNS))),
    ],
)
def test_sentences_are_plain_words(case: Case) -> None:
    """No code, no "failed to", no exclamation mark, nothing left to be filled in."""
    cause = cause_of(case)

    for sentence in (cause.header, cause.todo, cause.who or "nobody else."):
        assert sentence
        assert not UNSAID.search(sentence.replace("2026", ""))
        assert "{" not in sentence
    assert not cause.header.endswith(".")
    assert cause.who.endswith(".") or not cause.who
    assert "bookkeeper" not in f"{cause.todo} {cause.who}"


def test_what_stopped_jefail_is_not_put_down_to_the_platform() -> None:
    """It may not even have been asked, and the case is not named by our own word for it."""
    case = a_case(an_incident(failure=Failure(FailureReason.UNKNOWN, subject=ENDS_RUNS)))
    said = f"{cause_of(case)}{shown(incident_card(case))}"

    assert "stopped jefail" in cause_of(case).header
    assert "QuickBooks gave" not in said
    assert ENDS_RUNS not in said


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


@pytest.mark.parametrize("state", Unbooked)
def test_what_is_outside_the_books_says_where_it_stands(state: Unbooked) -> None:
    """Each state has its own plain sentence, and none speaks of a closed month."""
    case = a_case(an_incident(failure=Failure(FailureReason.NOT_PUBLISHED, state.value)))

    cause = cause_of(case)

    assert "closed" not in cause.header
    assert not UNSAID.search(cause.header + cause.todo + cause.who)
    assert "{" not in cause.header + cause.todo + cause.who


def test_it_waits_for_approval_in_the_platform() -> None:
    """The state stands on the card by name."""
    assert header_of(FAILURES[FailureReason.NOT_PUBLISHED]) == "Waits for approval in QuickBooks"


@pytest.mark.parametrize(
    "words", ["", "Feature Not Supported", "Operation failed. Please try again."]
)
@pytest.mark.parametrize("reason", [FailureReason.VALIDATION_OTHER, FailureReason.TAX_OR_DIMENSION])
def test_a_refusal_that_asks_nothing_is_not_to_be_set_right(
    reason: FailureReason, words: str
) -> None:
    """No card sends people after an answer that names nothing to put right."""
    cause = cause_of(a_case(an_incident(failure=Failure(reason, words=words))))

    assert "asks for" not in cause.todo
    assert "Retry" in cause.todo


def test_a_refusal_that_asks_for_something_says_so() -> None:
    """The platform's own words are what to go by."""
    assert "what its answer asks for" in cause_of(of_reason(FailureReason.VALIDATION_OTHER)).todo


def test_an_internal_problem_is_not_called_an_outage() -> None:
    """QuickBooks works and refuses one entry: the card says no more than that."""
    words = "Business Validation Error: Unexpected Internal Error. (-30003)"
    failure = Failure(FailureReason.TRANSIENT, words=words, code="6000", http_status=400)

    assert header_of(failure) == "QuickBooks reports a problem on its own side"
    outage = Failure(FailureReason.TRANSIENT, words="Bad gateway", http_status=503)
    assert header_of(outage) == "QuickBooks is not working at the moment"


def test_a_right_that_is_missing_for_changes_is_told_as_that() -> None:
    """A connection that may create and not change says so; reconnecting is offered."""
    failure = Failure(FailureReason.PERMISSION, CHANGE, words="You are not authorized")

    cause = cause_of(a_case(an_incident(failure=failure)))

    assert cause.header == "This connection may not change posted entries"
    assert "Reconnect" in cause.todo


LABELS = (
    *("Map accounts", "Add costs", "Reconnect as admin", "Reconnect", "Post another way"),
    *("Compare", "Edit lines", "Overwrite", "Keep theirs", "Post it anew", "Resolve"),
    *("Retry now", "Retry"),
)
SHUT = ClosedDays(until=date(2026, 7, 31))


def standing() -> list[Case]:
    """Return open cards of every reason on every platform, with their months closed and not."""
    cases = [*map(of_reason, FailureReason), *(in_conflict(one) for one in MET)]
    cases += [replace(one, connection=replace(one.connection, closed=SHUT)) for one in cases]
    return [
        replace(one, connection=replace(one.connection, platform=platform))
        for one in cases
        for platform in Platform
    ]


def test_a_to_do_says_no_button_that_is_not_there() -> None:
    """What it says to press stands on that very card, whatever the reason, platform and face."""
    for case in standing():
        todo = cause_of(case).todo
        if case.incident.failure.conflict and not case.connection.platform.changes_in_place:
            continue  # nothing posted can be changed there, so no correction meets anything
        there = buttons(incident_card(case).blocks)
        for label in LABELS:
            if re.search(rf"(?:[Pp]ress|, or) {label}\b(?! now| as)", todo):
                assert label in there, (case.incident.failure.reason, todo, there)


def test_who_is_said_only_where_it_takes_someone_else() -> None:
    """An administrator or an owner is named; who reads the card is not."""
    said = {reason: cause_of(of_reason(reason)).who for reason in FailureReason}

    assert said[FailureReason.COST_MISSING] == ""
    assert said[FailureReason.CONNECTION_LOST] == "An administrator of QuickBooks can do this."
    assert "owner" in said[FailureReason.PLAN_OR_SUBSCRIPTION]
    assert "administrator of QuickBooks" in cause_of(of_reason(FailureReason.PERIOD_CLOSED)).todo
