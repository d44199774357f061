"""Whatever stands in any field, what is drawn can be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from blocks.answers.home import home_view
from blocks.answers.status import entry_answer, list_card, status_card
from blocks.card.details import AttemptLine, details_modal
from blocks.card.incident import incident_card, plain_card
from blocks.forms.assign import assign_modal
from blocks.forms.resolve import resolve_modal
from blocks.forms.skip import skip_confirmation, skip_modal
from blocks.forms.snooze import snooze_modal
from blocks.forms.support import Support, support_modal, support_summary
from blocks.kit.limits import TOTAL
from blocks.kit.validate import checked, checked_view, total
from blocks.notices.assign import assigned_notice
from blocks.notices.close import MOST_CAUSES, close_notice
from blocks.notices.support import support_notice
from blocks.timeline import thread_reply
from journal.amounts.money import Money
from journal.books.closing import MonthEnd, Outside
from journal.entries.failure import Failure, FailureReason
from journal.incidents.incident import Case
from journal.incidents.notices import ToSupport
from journal.ports import PastAttempt
from sandbox.slack.blocks.check import check_message, check_view
from tests.blocks.gallery import FACES
from tests.build import (
    NOW,
    a_book,
    a_case,
    a_status,
    a_summary,
    an_entry,
    an_event,
    an_incident,
    some_content,
)

MONSTROUS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<!channel>",
            "&" * 5000,
            "<" * 5000,
            "`" * 400,
            "a\n" * 3000,
            "\u202e",
            "",
            " ",
            "😀" * 900,
        ]
    ),
)
MONEY = st.builds(Money, st.integers(0, 10**15), st.sampled_from(["USD", "JPY", "KWD", "XXQ"]))
FEWER = settings(max_examples=min(60, settings().max_examples))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return any face of a card with anything in its fields."""
    case = draw(st.sampled_from(list(FACES.values())))
    text = MONSTROUS
    failure = Failure(
        draw(st.sampled_from(FailureReason)),
        draw(text),
        tuple(draw(st.lists(text, max_size=20))),
        draw(text),
        draw(text),
        draw(st.integers(100, 599) | st.none()),
        draw(text),
    )
    incident = replace(case.incident, sales_channel=draw(text), note=draw(text), failure=failure)
    book = a_book(slug=draw(text), name=draw(text), locale=draw(text))
    summary = replace(
        case.summary,
        amounts=tuple(draw(st.lists(MONEY, max_size=4))),
        references=tuple(draw(st.lists(text, max_size=3))),
        waiting=draw(st.integers(0, 10**6)),
    )
    return replace(case, incident=incident, book=book, summary=summary)


HELP = Support(email="help@firm.example", version="1")
PAST = [PastAttempt(NOW, "JF-1", "refused", "w" * 2000, "6210", 400, "t" * 200)] * 9


def marked_up(part: Any) -> list[str]:
    """Return every text that Slack parses; in plain text a mention is only letters."""
    if isinstance(part, list):
        return [text for inner in part for text in marked_up(inner)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part.get("type") == "mrkdwn" else []
    return own + marked_up(list(part.values()))


def people(name: str) -> dict[str, str]:
    """Return a directory in which both people have that name."""
    return {"U0ANA": name, "U0BEN": name}


@FEWER
@given(cases(), MONSTROUS)
def test_any_card_can_be_sent(case: Case, name: str) -> None:
    """Every card is within Slack's limits and its budget, and calls nobody by accident."""
    card = incident_card(case, people(name))

    drawn = check_message(checked(card.blocks))
    assert total(drawn) <= TOTAL
    assert 0 < len(card.text) <= 4000
    for text in (card.text, *marked_up(drawn)):
        assert "<!channel>" not in text
    check_message(checked(plain_card(card).blocks))


@FEWER
@given(cases(), MONSTROUS)
def test_any_case_can_be_opened(case: Case, text: str) -> None:
    """Forms, details, lists and answers hold whatever they are given."""
    entry = an_entry(content=some_content(reference=text))
    attempts = [AttemptLine(NOW, text, text, text, text, 400, text)] * 20
    views = [
        resolve_modal(case),
        assign_modal(case, "U0ANA"),
        snooze_modal(case, NOW, UTC),
        skip_modal(case, [entry] * 120),
        skip_confirmation(case, entry, text[:500]),
        support_modal(case, support_summary(case, [entry] * 9, PAST, "1"), HELP),
        details_modal(case, [entry] * 20, attempts, 1, 3),
        home_view([a_status(book=case.book)] * 50, [case] * 10, NOW),
    ]
    cards = [
        list_card([case] * 10, 1, has_more=True),
        status_card([a_status(book=case.book)] * 50, NOW),
        entry_answer(entry, case.book, case),
        assigned_notice(case, "U0ANA", people(text)),
        support_notice(case, "U0ANA", ToSupport(text or "-")),
        *(close_notice(case.book, end, [(case, 3)] * MOST_CAUSES) for end in _ends(case)),
    ]

    for view in views:
        check_view(checked_view(view))
    for card in cards:
        check_message(checked(card.blocks))


def _ends(case: Case) -> list[MonthEnd]:
    """Return a month that is near its close, over, and whole."""
    waiting = Outside(99, case.summary.amounts, tuple((number, 3) for number in range(30)))
    near = MonthEnd(NOW.date(), NOW.date(), 2, waiting)
    return [near, replace(near, days_left=-1), replace(near, outside=Outside(skipped=2))]


@FEWER
@given(cases(), MONSTROUS, st.text(max_size=10))
def test_any_turn_can_be_told(case: Case, words: str, kind: str) -> None:
    """A thread tells many turns with anything in them, even kinds it does not know."""
    facts = {"count": 3, "amounts": [[12, "USD"]], "words": words, "note": words}
    kinds = [kind, "opened", "refused", "resolved"] * 20
    events = [an_event(each, actor=words or None, facts=facts) for each in kinds]

    check_message(checked(thread_reply(events, case).blocks))


def test_words_are_whole_in_details_as_far_as_there_is_room() -> None:
    """5,000 characters stand there whole; of 50,000 it is said how many are left out."""
    for length, says_more in ((5_000, False), (50_000, True)):
        failure = Failure(FailureReason.UNKNOWN, words="w" * length)
        case = a_case(an_incident(failure=failure), a_summary())

        drawn = checked_view(details_modal(case, [an_entry()] * 20, (), 0, 1))

        assert ("more characters did not fit here" in str(drawn)) is says_more
        assert str(drawn).count("w") >= min(length, 5_000)
