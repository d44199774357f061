"""Details: everything, the platform's words whole, entries by the page."""

from dataclasses import replace
from datetime import timedelta

from blocks.card.details import PAGE, AttemptLine, details_modal, loading_modal
from blocks.kit import names
from blocks.kit.validate import checked_view
from journal.entries.failure import ENDS_RUNS, Failure, FailureReason
from tests.blocks.gallery import FACES, of_reason
from tests.blocks.read import texts, usable
from tests.build import NOW, a_case, a_failure, a_summary, an_entry, an_incident


def text_of(*args: object, **kwargs: object) -> str:
    """Return all text of details drawn with these arguments."""
    return "\n".join(texts(checked_view(details_modal(*args, **kwargs))["blocks"]))  # type: ignore[arg-type]


def test_details_show_the_case_its_answer_and_its_entries() -> None:
    """Cause, fields, words, code, trace and each entry."""
    text = text_of(of_reason(FailureReason.PERIOD_CLOSED), [an_entry()])

    assert "*🔴 July 2026 is closed in QuickBooks*" in text
    assert "```Business Validation Error: The account period has closed" in text
    assert "code 6210 · HTTP 400 · request 1-68f0" in text
    assert "JF-1042  Jul 7  $1,604.13  SHOP-2026-07-07" in text
    assert "*Entries*  1–1 of 3, not posted" in text
    assert "*What to do*" in text


def test_entries_in_the_ledger_lead_there() -> None:
    """Each one has its own link; an address that is none is left out."""
    urls = ("https://books.invalid/e/9", "javascript:alert(1)")
    entries = [an_entry(id=n, ledger_url=url) for n, url in enumerate(urls, 1)]

    text = text_of(FACES["posted"], entries)

    assert "*In QuickBooks*  <https://books.invalid/e/9|JF-1> · JF-2" in text


def test_details_of_a_closed_case_tell_nobody_what_to_do() -> None:
    """What is closed needs nothing."""
    assert "*What to do*" not in text_of(FACES["posted"], [])


def test_details_lead_to_the_card_that_entries_moved_to() -> None:
    """Its number is in the first line, and below it the number is the link."""
    text = text_of(FACES["moved to another"], [])

    assert "moved to INC-9" in text
    assert "Entries of it moved to <https://slack.example/9|INC-9>" in text


def test_words_are_whole_and_stay_in_their_frame() -> None:
    """Longer than one section holds, with a fence inside: all there, nothing parsed."""
    words = "<@U1>```" + "w" * 3500
    text = text_of(a_case(an_incident(failure=a_failure(FailureReason.UNKNOWN, words=words))), [])

    assert text.count("w") - text.replace("w" * 100, "").count("w") >= 3400
    assert "&lt;@U1&gt;'''" in text
    assert text.count("```") == 4


def test_gap_found_before_asking_says_so() -> None:
    """There are no words where nobody was asked."""
    assert "Nothing: jefail found this before asking." in text_of(a_case(), [])


def test_nobody_knows_what_was_said_where_jefail_stopped() -> None:
    """It may have been asked: that no answer was kept does not say that none was given."""
    stopped = Failure(FailureReason.UNKNOWN, subject=ENDS_RUNS)
    text = text_of(a_case(an_incident(failure=stopped)), [])

    assert "Nothing that was kept: jefail stopped each time." in text
    assert ENDS_RUNS not in text


def test_attempts_are_told_with_who_asked() -> None:
    """When, how it ended, who asked, what was said; of many the newest ten."""
    attempts = [
        AttemptLine(NOW - timedelta(minutes=n), "U0ANA", "refused", "Closed", "6210", 400, "t-1")
        for n in range(12)
    ]
    text = text_of(a_case(), [], [AttemptLine(NOW, None, "JF-1042 posted"), *attempts])

    assert "3 earlier ones not shown" in text
    assert "refused · asked by <@U0ANA> · “Closed” · code 6210 · HTTP 400 · request t-1" in text
    assert text.count("asked by") == 9
    assert "UTC> · JF-1042 posted" in text


def test_entries_turn_by_the_page() -> None:
    """The buttons lead to the pages that are there, and carry the case and the page."""
    case = replace(a_case(), summary=a_summary(waiting=40))
    entries = [an_entry(id=n) for n in range(PAGE)]

    def offered(page: int) -> list[tuple[str, tuple[int, int]]]:
        view = details_modal(case, entries, (), page, 3)
        return [
            (one["action_id"], names.read_page(one["value"]))
            for one in usable(view.blocks or ())
            if one["action_id"] in (names.DETAILS_BACK, names.DETAILS_NEXT)
        ]

    assert offered(0) == [(names.DETAILS_NEXT, (7, 1))]
    assert offered(1) == [(names.DETAILS_BACK, (7, 0)), (names.DETAILS_NEXT, (7, 2))]
    assert offered(2) == [(names.DETAILS_BACK, (7, 1))]
    assert "21–40 of 40" in text_of(case, entries, (), 1, 3)


def test_loading_view_stands_in_until_all_is_read() -> None:
    """It can be opened at once and has the name of what comes."""
    view = checked_view(loading_modal("Details of INC-1234567890"))

    assert view["title"]["text"] == "Details of INC-12345678…"
    assert view["callback_id"] == names.DETAILS_VIEW


def test_the_whole_answer_is_laid_out_below_the_attempts() -> None:
    """The newest that was kept, each part on a line of its own, whatever the words leave out."""
    answer = '{"Fault":{"Error":[{"code":"6210","element":"TxnDate"}]}}'
    tried = [
        AttemptLine(NOW, None, "JF-2 uncertain"),
        AttemptLine(NOW, "U0ANA", "JF-1 refused", answer=answer),
        AttemptLine(NOW, None, "JF-1 refused", answer="an older one"),
    ]

    text = text_of(of_reason(FailureReason.PERIOD_CLOSED), [an_entry()], tried)

    assert "*The whole answer*, JF-1 refused" in text
    assert '"element": "TxnDate"' in text
    assert "an older one" not in text


def test_an_answer_that_repeats_the_words_is_not_shown() -> None:
    """A platform may answer in plain text."""
    words = "Try again later."
    case = a_case(an_incident(failure=a_failure(FailureReason.UNKNOWN, words=words)))

    assert "The whole answer" not in text_of(case, [], [AttemptLine(NOW, None, "x", answer=words)])


def test_a_very_long_answer_says_how_much_is_left_out() -> None:
    """Words and entries come first; the form stays within what Slack takes."""
    case = a_case(an_incident(failure=a_failure(FailureReason.UNKNOWN, words="w" * 2000)))
    tried = [AttemptLine(NOW, None, "JF-1 refused", words="v" * 99, answer="x" * 4000)] * 12

    text = text_of(case, [an_entry(id=n) for n in range(PAGE)], tried)

    assert "more characters did not fit here" in text


def test_what_heads_say_is_told_beside_each_entry() -> None:
    """Number, rate, kind of amounts, reversal and memo; an entry that says nothing has no line."""
    bare = replace(an_entry(id=2), content=replace(an_entry().content, description=""))
    said = replace(an_entry(id=1), content=replace(an_entry().content, description="FX <7>"))
    head = (("Number", "JE-7"), ("Exchange rate", "0.7315"), ("Reversed on", "2026-08-01"))

    text = text_of(of_reason(FailureReason.PERIOD_CLOSED), [said, bare], heads={1: head})

    line = "JF-1: Number JE-7 · Exchange rate 0.7315 · Reversed on Aug 1, 2026 · “FX &lt;7&gt;”"
    assert line in text
    assert "JF-2:" not in text
