"""The thread: one short line a turn, in order, to be read a month later."""

import re

import pytest

from blocks.timeline import thread_reply, timeline_text
from journal.ports import Event
from tests.blocks.gallery import FACES
from tests.blocks.read import shown
from tests.build import a_case
from tests.house.tree import ROOT

THREE = {"count": 3, "amounts": [[481240, "USD"]]}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            Event("opened", facts=THREE),
            "🔴 3 entries ($4,812.40) stopped: Gift cards has no account in QuickBooks",
        ),
        (Event("joined", facts={"count": 1}), "🔴 1 more entry stopped for the same cause"),
        (
            Event("retry", "U0ANA", {"count": 3}),
            "🔁 <@U0ANA> asked to post 3 entries again",
        ),
        (
            Event("posted", facts=THREE),
            "✅ 3 entries ($4,812.40) posted in QuickBooks",
        ),
        (
            Event("refused", facts={"count": 1, "words": "Period <closed>"}),
            "⛔ 1 entry not posted. QuickBooks says: “Period &lt;closed&gt;”",
        ),
        (
            Event("overwrite", "U0ANA", {"number": "JF-7", "anew": False, "count": 1}),
            "✍️ <@U0ANA> asked to put ours in the place of what QuickBooks has as JF-7",
        ),
        (
            Event("overwrite", "U0ANA", {"number": "JF-7", "anew": True, "count": 1}),
            "📬 <@U0ANA> asked to post JF-7 anew, which was deleted in QuickBooks",
        ),
        (
            Event("overwrite", "U0ANA", {"number": "JF-7", "anew": False, "restated": True}),
            "✍️ <@U0ANA> asked to replace the version before of JF-7 with the new one",
        ),
        (
            Event("post_apart", "U0ANA", {"number": "JF-9", "before": "JF-7", "count": 1}),
            "📬 <@U0ANA> says that the new version is another entry, and asked to post it to"
            " QuickBooks as JF-9; JF-7 stays as it was",
        ),
        (
            Event("kept", "U0ANA", {"number": "JF-7"}),
            "☑️ <@U0ANA> kept what QuickBooks has as JF-7; the correction is not sent",
        ),
        (
            Event(
                "costs_added",
                "U0ANA",
                {"variants": 2, "count": 1, "left": 9, "lacking": ["Tea pot (POT)"]},
            ),
            "🏷️ <@U0ANA> added 2 costs; 1 entry on the way. "
            "Still without a cost: Tea pot (POT), 8 more",
        ),
        (
            Event(
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
            Event("costs_added", "U0ANA", {"file": "a.csv", "refused": "it is empty"}),
            "📎 <@U0ANA>'s “a.csv” was not taken: it is empty",
        ),
        (
            Event("refused", facts={"count": 1, "words": ""}),
            "⛔ 1 entry not posted. Gift cards has no account in QuickBooks",
        ),
        (
            Event("uncertain", facts={"count": 1}),
            "🟠 QuickBooks did not answer for 1 entry; "
            "it is looked up before anything is sent again",
        ),
        (
            Event("moved", facts={"count": 2}),
            "➡️ 2 entries moved to another card: another reason now",
        ),
        (
            Event("moved", facts={"count": 2, "onto": [9]}),
            "➡️ 2 entries moved to INC-9",
        ),
        (
            Event("resolved", "U0ANA", {"how": "not_needed", "note": "test orders"}),
            "☑️ <@U0ANA> closed this: not needed, “test orders”",
        ),
        (
            Event("resolved", "U0ANA", {"how": "fixed_in_platform", "note": ""}),
            "☑️ <@U0ANA> closed this: fixed in QuickBooks. It is looked up there at the next poll",
        ),
        (Event("reopened", "U0BEN"), "🔴 <@U0BEN> reopened this"),
        (
            Event("missing", "U0ANA", {"count": 3}),
            "🔴 Looked in QuickBooks: 3 entries not there, though <@U0ANA> closed this. Open again",
        ),
        (Event("found", facts={"count": 1}), "✅ 1 entry found in QuickBooks"),
        (
            Event("checked", facts={"count": 3}),
            "✅ Looked in QuickBooks: 3 entries there, as was said",
        ),
        (
            Event("restored", facts={"count": 3}),
            "🔌 QuickBooks lets us in again; 3 entries on the way",
        ),
        (Event("restored", facts={"count": 0}), "🔌 QuickBooks lets us in again"),
        (Event("posted"), "✅ the entries posted in QuickBooks"),
        (Event("from a newer release", "U0ANA"), "▫️ from a newer release by <@U0ANA>"),
    ],
)
def test_each_turn_has_its_line(event: Event, line: str) -> None:
    """What happened, how many, how much, who."""
    assert timeline_text(event, a_case()) == line


def test_a_turn_that_moved_entries_leads_to_the_other_card() -> None:
    """Its number is the link, and its cause is said."""
    event = Event("moved", facts={"count": 3, "onto": [9]})

    line = timeline_text(event, FACES["moved to another"])

    assert line.startswith("➡️ 3 entries moved to <https://slack.example/9|INC-9>: Tips has no")


def test_closed_as_fixed_while_shut_out_promises_no_look() -> None:
    """The line says why nothing is looked up, and that it will be."""
    line = timeline_text(
        Event("resolved", "U0ANA", {"how": "fixed_in_platform"}), FACES["fixed, access lost"]
    )

    assert "It can't be checked now: jefail has lost access to QuickBooks" in line


def test_lost_connection_without_entries_stops_nothing_yet() -> None:
    """A card opened by a poll says that nothing waits yet."""
    line = timeline_text(Event("opened", facts={"count": 0}), FACES["no entry yet"])

    assert line == "🔴 QuickBooks no longer lets us in; no entry waits yet"


def test_reply_tells_the_turns_in_order() -> None:
    """Turns that came together are one reply of several lines."""
    card = thread_reply([Event("reopened", "U0BEN"), Event("found")], a_case())

    assert shown(card) == card.text
    assert card.text.splitlines() == [
        "🔴 <@U0BEN> reopened this",
        "✅ the entries found in QuickBooks",
    ]


def test_reply_adds_up_what_entries_do_one_by_one() -> None:
    """Entries of one cause that are answered one after the other are one line, summed up."""
    one = Event("posted", facts={"count": 1, "amounts": [[1000, "USD"]]})
    other = Event("posted", facts={"count": 2, "amounts": [[500, "USD"], [300, "EUR"]]})
    refused = [Event("refused", facts={"count": 1, "words": words}) for words in ("a", "a", "b")]

    card = thread_reply([one, other, *refused, one], a_case())

    assert card.text.splitlines() == [
        "✅ 3 entries ($15.00 + €3.00) posted in QuickBooks",
        "⛔ 2 entries not posted. QuickBooks says: “a”",
        "⛔ 1 entry not posted. QuickBooks says: “b”",
        "✅ 1 entry ($10.00) posted in QuickBooks",
    ]


def test_reply_keeps_the_turns_of_people_apart() -> None:
    """Two people, or one twice, are two lines: each of them did something."""
    asked = [Event("retry", "U0ANA", {"count": 3})] * 2

    assert len(thread_reply(asked, a_case()).text.splitlines()) == len(asked)


def test_reply_of_very_many_turns_says_what_it_leaves_out() -> None:
    """The newest are told, the others counted."""
    card = thread_reply([Event("reopened", "U0BEN")] * 42, a_case())

    assert card.text.startswith("12 earlier turns not told here\n🔴 <@U0BEN> reopened")


def test_each_turn_that_is_written_down_has_a_line_of_its_own() -> None:
    """A kind that the rules tell and the thread has no sentence for would read as a code."""
    told = {
        kind
        for path in (ROOT / "journal").rglob("*.py")
        for kind in re.findall(r'\bEvent\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }

    unsaid = {kind for kind in told if timeline_text(Event(kind), a_case()).startswith("▫️")}

    assert len(told) > 20
    assert not unsaid
