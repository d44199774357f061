"""The thread: one short line a turn, in order, to be read a month later."""

import pytest

from blocks.timeline import LINES, thread_reply, timeline_text
from journal.incidents.story.event import RECORDS, Event
from journal.incidents.story.kinds import EventKind
from tests.blocks.gallery import FACES
from tests.blocks.read import shown
from tests.build import a_case, an_event
from tests.kept_turns import KEPT, Kept

THREE = {"count": 3, "amounts": [[481240, "USD"]]}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            an_event("opened", facts=THREE),
            "🔴 3 entries ($4,812.40) stopped: Gift cards has no account in QuickBooks",
        ),
        (an_event("joined", facts={"count": 1}), "🔴 1 more entry stopped for the same cause"),
        (
            an_event("retry", "U0ANA", {"count": 3}),
            "🔁 <@U0ANA> asked to post 3 entries again",
        ),
        (
            an_event("posted", facts=THREE),
            "✅ 3 entries ($4,812.40) posted in QuickBooks",
        ),
        (
            an_event("refused", facts={"count": 1, "words": "Period <closed>"}),
            "⛔ 1 entry not posted. QuickBooks says: “Period &lt;closed&gt;”",
        ),
        (an_event("support", "U0ANA", {"way": "copy"}), "📄 <@U0ANA> copied a summary for support"),
        (
            an_event("overwrite", "U0ANA", {"number": "JF-7", "anew": False, "count": 1}),
            "✍️ <@U0ANA> asked to put ours in the place of what QuickBooks has as JF-7",
        ),
        (
            an_event("overwrite", "U0ANA", {"number": "JF-7", "anew": True, "count": 1}),
            "📬 <@U0ANA> asked to post JF-7 anew, which was deleted in QuickBooks",
        ),
        (
            an_event("overwrite", "U0ANA", {"number": "JF-7", "anew": False, "restated": True}),
            "✍️ <@U0ANA> asked to replace the version before of JF-7 with the new one",
        ),
        (
            an_event("post_apart", "U0ANA", {"number": "JF-9", "before": "JF-7", "count": 1}),
            "📬 <@U0ANA> says that the new version is another entry, and asked to post it to"
            " QuickBooks as JF-9; JF-7 stays as it was",
        ),
        (
            an_event("kept", "U0ANA", {"number": "JF-7"}),
            "☑️ <@U0ANA> kept what QuickBooks has as JF-7; the correction is not sent",
        ),
        (
            an_event(
                "costs_added",
                "U0ANA",
                {"variants": 2, "count": 1, "left": 9, "lacking": ["Tea pot (POT)"]},
            ),
            "🏷️ <@U0ANA> added 2 costs; 1 entry on the way. "
            "Still without a cost: Tea pot (POT), 8 more",
        ),
        (
            an_event(
                "costs_added",
                "U0ANA",
                {
                    "variants": 1,
                    "file": "a<b>.csv",
                    "faults": [[4, "“x” is not an amount in USD."]],
                    "more_faults": 2,
                    "others": 3,
                },
            ),
            "📎 <@U0ANA> added 1 cost from “a&lt;b&gt;.csv”\n"
            "• Row 4: “x” is not an amount in USD.\n"
            "• and 2 more rows that cannot be taken\n"
            "Left out: 3 rows of variants that nothing here waits for",
        ),
        (
            an_event("costs_added", "U0ANA", {"file": "a.csv", "refused": "it is empty"}),
            "📎 <@U0ANA>'s “a.csv” was not taken: it is empty",
        ),
        (
            an_event("refused", facts={"count": 1, "words": ""}),
            "⛔ 1 entry not posted. Gift cards has no account in QuickBooks",
        ),
        (
            an_event("uncertain", facts={"count": 1}),
            "🟠 QuickBooks did not answer for 1 entry; "
            "it is looked up before anything is sent again",
        ),
        (
            an_event("moved", facts={"count": 2}),
            "➡️ 2 entries moved to another card: another reason now",
        ),
        (
            an_event("moved", facts={"count": 2, "onto": [9]}),
            "➡️ 2 entries moved to INC-9",
        ),
        (
            an_event("resolved", "U0ANA", {"how": "not_needed", "note": "test orders"}),
            "☑️ <@U0ANA> closed this: not needed, “test orders”",
        ),
        (
            an_event("resolved", "U0ANA", {"how": "fixed_in_platform", "note": ""}),
            "☑️ <@U0ANA> closed this: fixed in QuickBooks. It is looked up there at the next poll",
        ),
        (an_event("reopened", "U0BEN"), "🔴 <@U0BEN> reopened this"),
        (
            an_event("missing", "U0ANA", {"count": 3}),
            "🔴 Looked in QuickBooks: 3 entries not there, though <@U0ANA> closed this. Open again",
        ),
        (an_event("found", facts={"count": 1}), "✅ 1 entry found in QuickBooks"),
        (
            an_event("checked", facts={"count": 3}),
            "✅ Looked in QuickBooks: 3 entries there, as was said",
        ),
        (
            an_event("restored", facts={"count": 3}),
            "🔌 QuickBooks lets us in again; 3 entries on the way",
        ),
        (an_event("restored", facts={"count": 0}), "🔌 QuickBooks lets us in again"),
        (an_event("posted"), "✅ the entries posted in QuickBooks"),
        (an_event("from a newer release", "U0ANA"), "▫️ from a newer release by <@U0ANA>"),
    ],
)
def test_each_turn_has_its_line(event: Event, line: str) -> None:
    """What happened, how many, how much, who."""
    assert timeline_text(event, a_case()) == line


def test_a_turn_that_moved_entries_leads_to_the_other_card() -> None:
    """Its number is the link, and its cause is said."""
    event = an_event("moved", facts={"count": 3, "onto": [9]})

    line = timeline_text(event, FACES["moved to another"])

    assert line.startswith("➡️ 3 entries moved to <https://slack.example/9|INC-9>: Tips has no")


def test_closed_as_fixed_while_shut_out_promises_no_look() -> None:
    """The line says why nothing is looked up, and that it will be."""
    line = timeline_text(
        an_event("resolved", "U0ANA", {"how": "fixed_in_platform"}), FACES["fixed, access lost"]
    )

    assert "It can't be checked now: jefail has lost access to QuickBooks" in line


def test_lost_connection_without_entries_stops_nothing_yet() -> None:
    """A card opened by a poll says that nothing waits yet."""
    line = timeline_text(an_event("opened", facts={"count": 0}), FACES["no entry yet"])

    assert line == "🔴 QuickBooks no longer lets us in; no entry waits yet"


def test_reply_tells_the_turns_in_order() -> None:
    """Turns that came together are one reply of several lines."""
    card = thread_reply([an_event("reopened", "U0BEN"), an_event("found")], a_case())

    assert shown(card) == card.text
    assert card.text.splitlines() == [
        "🔴 <@U0BEN> reopened this",
        "✅ the entries found in QuickBooks",
    ]


def test_reply_adds_up_what_entries_do_one_by_one() -> None:
    """Entries of one cause that are answered one after the other are one line, summed up."""
    one = an_event("posted", facts={"count": 1, "amounts": [[1000, "USD"]]})
    other = an_event("posted", facts={"count": 2, "amounts": [[500, "USD"], [300, "EUR"]]})
    refused = [an_event("refused", facts={"count": 1, "words": words}) for words in ("a", "a", "b")]

    card = thread_reply([one, other, *refused, one], a_case())

    assert card.text.splitlines() == [
        "✅ 3 entries ($15.00 + €3.00) posted in QuickBooks",
        "⛔ 2 entries not posted. QuickBooks says: “a”",
        "⛔ 1 entry not posted. QuickBooks says: “b”",
        "✅ 1 entry ($10.00) posted in QuickBooks",
    ]


def test_reply_keeps_the_turns_of_people_apart() -> None:
    """Two people, or one twice, are two lines: each of them did something."""
    asked = [an_event("retry", "U0ANA", {"count": 3})] * 2

    assert len(thread_reply(asked, a_case()).text.splitlines()) == len(asked)


def test_reply_of_very_many_turns_says_what_it_leaves_out() -> None:
    """The newest are told, the others counted."""
    card = thread_reply([an_event("reopened", "U0BEN")] * 42, a_case())

    assert card.text.startswith("12 earlier turns not told here\n🔴 <@U0BEN> reopened")


def test_each_record_has_a_sentence() -> None:
    """One without would read as a code in the thread."""
    assert set(LINES) == set(RECORDS.values())


@pytest.mark.parametrize("one", KEPT, ids=lambda one: one.kind)
def test_what_an_older_release_wrote_reads_as_before(one: Kept) -> None:
    """Its own sentence for these facts stands beside them."""
    assert timeline_text(an_event(one.kind, one.actor, one.facts), a_case()) == one.line


@pytest.mark.parametrize("kind", EventKind)
def test_a_turn_with_nothing_kept_can_be_told(kind: EventKind) -> None:
    """An older release may have left out any of its facts."""
    assert timeline_text(an_event(kind), a_case())
