"""Answers to /jefail, and the Home tab."""

from dataclasses import replace
from datetime import timedelta

import pytest

from blocks.answers.home import home_view
from blocks.answers.lines import STOPPED
from blocks.answers.status import (
    Polling,
    case_answer,
    entry_answer,
    help_card,
    list_card,
    notice,
    status_card,
    status_lines,
)
from blocks.kit import names
from blocks.kit.validate import checked, checked_view
from journal.amounts.money import Money
from journal.books.book import ConnectionState
from journal.entries.entry import PostingStatus
from journal.incidents.incident import Tally
from tests.blocks.gallery import FACES
from tests.blocks.read import buttons, header, shown, texts, usable
from tests.build import NOW, a_book, a_case, a_connection, a_status, an_entry


def test_status_says_how_a_book_stands_in_one_line() -> None:
    """What waits, how much, for how long; what is done; when it was last looked at."""
    card = status_card([a_status()], NOW)

    assert shown(card).startswith(
        "*Northwind Retail*  🔴 3 wait ($4,812.40, oldest 2 h) · 41 posted today · "
        "QuickBooks connected, read <!date^"
    )
    assert card.text == shown(card)


def test_book_without_trouble_is_green() -> None:
    """All posted, or nothing to post yet."""
    done = a_status(waiting=0, amounts=(), oldest_failed_at=None)
    quiet = a_status(waiting=0, posted_today=0, oldest_failed_at=None)

    assert "✅ all 41 posted today" in shown(status_card([done], NOW))
    assert "✅ nothing waits" in shown(status_card([quiet], NOW))


def test_fixed_and_not_checked_yet_is_counted() -> None:
    """Beside what waits, or alone: then the book is not green."""
    unchecked = Tally(2, (Money(90000, "USD"),))
    some = a_status(unchecked=unchecked)
    alone = a_status(unchecked=unchecked, waiting=0, amounts=(), oldest_failed_at=None)
    said = "☑️ 2 entries ($900.00) said to be fixed, not checked"

    assert f"🔴 3 wait ($4,812.40, oldest 2 h) · {said}" in shown(status_card([some], NOW))
    assert f"*Northwind Retail*  {said} · 41 posted" in shown(status_card([alone], NOW))
    both = status_card([alone, a_status(waiting=0, amounts=())], NOW)
    assert both.text == "2 entries said to be fixed, not checked, in 2 books"


def test_lists_say_of_such_a_case_that_it_is_not_checked() -> None:
    """In the list, on the Home and beside an entry."""
    case = FACES["fixed, no answer"]

    assert "can't check: QuickBooks can't be read now" in shown(list_card([case]))
    assert "said to be fixed, can't check" in shown(entry_answer(an_entry(), a_book(), case))


@pytest.mark.parametrize(
    ("closes_on", "words"),
    [
        (12, "✅ all 41 posted today · June closes in 2 days · QuickBooks"),
        (11, "June closes tomorrow"),
        (10, "June closes today"),
        (24, "June closes in 14 days"),
    ],
)
def test_a_month_that_closes_soon_is_said(closes_on: int, words: str) -> None:
    """From a fortnight before to its last day."""
    done = a_status(book=a_book(closes_on=closes_on), waiting=0, amounts=())

    assert words in shown(status_card([done], NOW))


@pytest.mark.parametrize("closes_on", [None, 9, 25])
def test_a_close_that_is_far_is_not_said(closes_on: int | None) -> None:
    """Nor that of a book which closes on no set day."""
    assert " closes " not in shown(status_card([a_status(book=a_book(closes_on=closes_on))], NOW))


def test_connection_is_said_in_words() -> None:
    """Lost, never read, or not there at all."""
    lost = a_connection(state=ConnectionState.LOST)
    new = a_connection(polled_at=None)
    old = a_connection(polled_at=NOW - timedelta(days=2))

    assert "🔴 QuickBooks no longer lets us in" in shown(
        status_card([a_status(connection=lost)], NOW)
    )
    assert "connected, not read yet" in shown(status_card([a_status(connection=new)], NOW))
    assert "{date_short_pretty}" in shown(status_card([a_status(connection=old)], NOW))
    assert "not connected to an accounting" in shown(status_card([a_status(connection=None)], NOW))


def test_posting_that_was_given_up_is_said_first() -> None:
    """Nothing of it may wait on a card, so only this line says it."""
    fine = a_status(waiting=0, amounts=(), oldest_failed_at=None)
    stopped = replace(fine, stopped_at=NOW)

    first, second = status_lines([fine, stopped], NOW)

    assert STOPPED in first
    assert "✅" not in first
    assert STOPPED not in second


def test_trouble_stands_first_the_oldest_on_top() -> None:
    """The eye finds what needs hands; the rest follows by name."""
    statuses = [
        a_status(book=a_book(name="Alder"), waiting=0, oldest_failed_at=None),
        a_status(book=a_book(name="Birch"), oldest_failed_at=NOW - timedelta(hours=1)),
        a_status(book=a_book(name="Cedar"), oldest_failed_at=NOW - timedelta(days=3)),
    ]
    card = status_card(statuses, NOW)
    text = shown(card)

    assert text.index("Cedar") < text.index("Birch") < text.index("Alder")
    assert card.text == "6 entries waiting in 2 of 3 books"


def test_very_many_books_are_counted() -> None:
    """The answer stays short and says how to see the rest."""
    text = shown(status_card([a_status()] * 45, NOW))

    assert "and 25 more books, 75 entries waiting in them: `/jefail status BOOK`" in text


def test_polling_line_says_whether_jefail_itself_is_well() -> None:
    """The last look, the next one, and messages that Slack has not taken."""
    fine = shown(status_card([a_status()], NOW, Polling(NOW, NOW + timedelta(minutes=5))))
    held = shown(status_card([a_status()], NOW, Polling(None, None, 3)))

    assert "|08:42 UTC>, next <!date^" in fine
    assert fine.endswith("sending: nothing held")
    assert held.endswith("Polling: no round yet · sending: 3 messages held")


def test_no_book_yet_says_who_adds_one() -> None:
    """An empty desk is no riddle."""
    assert "`jefail book add`" in shown(status_card([], NOW))


def test_list_shows_cases_with_their_details() -> None:
    """Cause, book, channel, how many and how much, each with its button."""
    card = list_card([a_case()] * 2, 0, has_more=True)

    assert "*INC-7*  🔴 Gift cards has no account in QuickBooks\nNorthwind Retail · 🛍️" in shown(
        card
    )
    assert buttons(card.blocks) == ["Details", "Details", "More ›"]


def test_list_turns_by_the_page() -> None:
    """The value of a page button is the page it leads to."""
    offered = {one["action_id"]: one["value"] for one in usable(list_card([], 2).blocks)}

    assert offered == {names.LIST_BACK: "1"}


def test_empty_list_is_good_news() -> None:
    """Nothing open is said, not drawn as an empty page."""
    assert shown(list_card([])).startswith("✅ No case of your books is open")
    assert shown(list_card([], said="mine")) == "✅ No open case for “mine”."
    assert "Nothing on this page any more." in shown(list_card([], 2))


def test_show_answers_with_the_card_or_the_entry() -> None:
    """A case looks as on its card; an entry says where it stands and why."""
    assert header(case_answer(a_case())) == "🔴 Gift cards has no account in QuickBooks"
    assert shown(entry_answer(an_entry(), a_book(), a_case())).splitlines() == [
        "*JF-1042* · SHOP-2026-07-07 · Jul 7, 2026 · $1,604.13 · not posted",
        "Northwind Retail · Shopify",
        "*INC-7*  Gift cards has no account in QuickBooks",
    ]
    posted = an_entry(status=PostingStatus.POSTED, incident_id=None)
    assert "INC-" not in shown(entry_answer(posted, a_book(), None))


def test_help_names_the_command_and_the_buttons() -> None:
    """Everything that can be asked, in a dozen lines."""
    text = shown(help_card())

    for word in ("status", "list", "show", "retry", "resolve", "help"):
        assert f"`/jefail {word}" in text
    assert "*Details*" in text


def test_notice_keeps_mentions_and_calls_nobody_together() -> None:
    """People and times stand; a broadcast that someone typed does not work."""
    text = shown(notice("<@U0ANA> was first, <!date^1^{time}|x>. There is no `<!channel>`."))

    assert text == "<@U0ANA> was first, <!date^1^{time}|x>. There is no `&lt;!channel>`."


def test_home_shows_books_and_open_cases() -> None:
    """The same as the command, to look at."""
    view = checked_view(home_view([a_status()], [a_case()], NOW))
    text = "\n".join(texts(view["blocks"]))

    assert view["type"] == "home"
    assert text.index("Your books") < text.index("Northwind Retail") < text.index("Open cases")
    assert [one["action_id"] for one in usable(home_view([], [a_case()], NOW).blocks or ())] == [
        names.DETAILS,
        names.HOME_REFRESH,
    ]


def test_home_without_cases_is_good_news() -> None:
    """An empty list says so."""
    assert "✅ None." in str(checked_view(home_view([a_status()], [], NOW)))


def test_answers_have_their_own_block_ids() -> None:
    """No two blocks of an answer share an id, though they show the same."""
    assert len(checked(list_card([a_case()] * 10).blocks)) == 10
