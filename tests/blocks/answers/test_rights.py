"""Who may, in words; what waits for a second person; and questions before many entries go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from blocks.answers.rights import met_text, refusal_text, rules_card
from blocks.card.incident import incident_card
from blocks.kit.validate import checked
from blocks.moves import shown_move
from blocks.notices.owner import owner_notice
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.failure import FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, IncidentState, OwnerAsking, Request, Tally, Trigger
from journal.incidents.move import MoveName
from journal.incidents.notices import ToOwner
from journal.rights import Group, Met, Refusal, Rule, WhyNot
from tests.blocks.gallery import FACES
from tests.blocks.read import buttons
from tests.build import NOW, a_book, a_case, a_connection, a_failure, a_summary, an_incident

OWNERS = Group("S1", "owners", "Owners")
SUM = Money(481240, "USD")


def asked(move: MoveName = MoveName.RESOLVE, **facts: object) -> Case:
    """Return a case in which Ana asks for a move of all three entries."""
    tally = Tally(3, (SUM,))
    request = Request(move, "U0ANA", NOW, facts, tally=tally, waiting=tally)
    return a_case(an_incident(request=request))


def pressed(case: Case) -> list[str]:
    """Return what can be pressed on the card, without its menu."""
    return [one for one in buttons(incident_card(case).blocks) if not one.startswith("[")]


def drawn(case: Case) -> str:
    """Return the whole card, checked against Slack's limits."""
    return str(checked(incident_card(case).blocks))


@pytest.mark.parametrize("move", MoveName)
def test_every_move_has_words(move: MoveName) -> None:
    """A refusal never names a move as the program does."""
    said = refusal_text(Refusal(WhyNot.GUEST, move, "U0ANA"))

    assert f"may not {shown_move(move).may}, unless" in said
    assert "_" not in said


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            Refusal(
                WhyNot.NOT_NAMED,
                MoveName.SKIP,
                "U0ANA",
                Rule(MoveName.SKIP, anyone=False, groups=(OWNERS,), above=Money(1_000_000, "USD")),
                "Northwind Retail",
                could=("U0BEN", "U0CHI"),
            ),
            "Only Owners may skip entries over $10,000.00 in Northwind Retail."
            " <@U0BEN> and <@U0CHI> can.",
        ),
        (
            Refusal(WhyNot.PREPARER, MoveName.RESOLVE, "U0ANA"),
            "You prepared an entry of this card, so you may not close a card by hand here yourself."
            " Anyone else in the channel who did not prepare it can.",
        ),
        (
            Refusal(
                WhyNot.NOT_NAMED, MoveName.MAP, "U0ANA", Rule(anyone=False, groups=(OWNERS,)), "N"
            ),
            "Only Owners may map accounts in N. Nobody else can at present: the person who runs"
            " jefail sets this, `jefail rights set`.",
        ),
        (
            Refusal(WhyNot.NOT_MEMBER, MoveName.RETRY, "U0FAY", book="Northwind Retail"),
            "Only people in the channel of Northwind Retail may post entries again. Join it first.",
        ),
        (
            Refusal(WhyNot.UNKNOWN, MoveName.RETRY, "U0NEW"),
            "jefail is asking Slack who you are, and tells you here what to do next.",
        ),
    ],
)
def test_a_refusal_says_why_and_who_could(refusal: Refusal, said: str) -> None:
    """In one or two sentences, to be read by the person alone."""
    assert refusal_text(refusal) == said


def test_many_who_could_are_counted() -> None:
    """Three are named; more are a number."""
    rule = Rule(anyone=False, groups=(OWNERS,))
    could = tuple(f"U0{n}" for n in range(12))

    said = refusal_text(Refusal(WhyNot.NOT_NAMED, MoveName.RETRY, "U0ANA", rule, could=could))

    assert said.endswith("<@U00>, <@U01>, <@U02> and 9 others can.")


def test_a_group_with_a_strange_name_calls_nobody() -> None:
    """Names come from outside, so nothing in them is parsed."""
    strange = Group("S2", "x", "<!channel> & co")

    said = refusal_text(
        Refusal(WhyNot.NOT_NAMED, MoveName.RETRY, "U0ANA", Rule(anyone=False, groups=(strange,)))
    )

    assert "&lt;!channel&gt; &amp; co" in said


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (asked(how="not_needed"), "asks to skip 3 entries ($4,812.40) (not needed)"),
        (
            asked(how="fixed_in_platform"),
            "asks to close 3 entries ($4,812.40) as fixed in QuickBooks",
        ),
        (asked(MoveName.RETRY), "asks to post 3 entries ($4,812.40) again"),
        (asked(MoveName.DRAFT), "asks to leave 3 entries ($4,812.40) in QuickBooks as drafts"),
        (asked(MoveName.SKIP, entry_id=12), "asks to skip JF-12 ($4,812.40)"),
    ],
)
def test_a_request_stands_on_the_card(case: Case, said: str) -> None:
    """Who asks for what, and two buttons that decide."""
    assert said in drawn(case)
    assert pressed(case) == ["Approve", "Decline"]


def test_a_request_for_other_entries_has_lapsed() -> None:
    """More came in since: the card offers what it did before."""
    case = replace(asked(), summary=a_summary(waiting=4))

    assert "asks to" not in drawn(case)
    assert "Retry" in pressed(case)


def test_a_question_comes_before_many_entries_only() -> None:
    """Slack's own dialog, with count and sum; one entry goes at once."""
    many, one = a_case(), a_case(summary=a_summary(waiting=1))

    assert "Post 3 entries again?" in drawn(many)
    assert "$4,812.40 of Northwind Retail" in drawn(many)
    assert "Post 1 entry again?" not in drawn(one)


def test_a_partial_result_is_said_first() -> None:
    """The text that reads whole without the blocks counts both."""
    case = a_case(summary=a_summary(posted=28))

    assert incident_card(case).text.startswith("28 of 31 posted, 3 left: ")
    assert "28 of 31 posted, 3 left" in drawn(case)


def test_a_book_with_an_owner_offers_to_ask_them() -> None:
    """In place of Retry, which helps nobody while the door is shut."""
    failure = a_failure(FailureReason.CONNECTION_LOST)
    asking = OwnerAsking("U0CHI", "U0ANA", NOW, NOW, reminded=2)
    owned: Connection = a_connection(owner="U0CHI")
    case = a_case(an_incident(failure=failure, asking=asking), connection=owned)

    assert pressed(case) == ["What is this?", "Reconnect", "Ask the owner", "Resolve"]
    assert "<@U0CHI> was asked by <@U0ANA>" in drawn(case)
    assert "reminded twice" in drawn(case)
    assert "Test connection" in drawn(case)


def test_the_owner_reads_what_waits() -> None:
    """One button while it is shut."""
    failure = a_failure(FailureReason.CONNECTION_LOST)
    shut = a_case(an_incident(failure=failure))
    card = owner_notice(shut, "U0ANA", ToOwner())

    assert "3 entries wait ($4,812.40). <@U0ANA> asks you to connect it again" in card.text
    assert buttons(card.blocks) == ["Reconnect"]


def test_the_owner_is_led_to_the_card_that_it_moved_to() -> None:
    """Where what waited for them is worked on now."""
    text = owner_notice(FACES["moved to another"], "U0ANA", ToOwner()).text

    assert "stands on <https://slack.example/9|INC-9> now" in text


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ({"state": IncidentState.RESOLVED}, "✅ QuickBooks lets us in again for Northwind Retail"),
        (
            {"state": IncidentState.RETRYING, "last_trigger": Trigger.CONNECT, "moved_by": "U0CHI"},
            "Nothing is to be done any more",
        ),
        (
            {"state": IncidentState.RETRYING, "last_trigger": Trigger.RETRY, "moved_by": "U0BEN"},
            "<@U0BEN> has what waits for Northwind Retail tried again",
        ),
        (
            {
                "state": IncidentState.RESOLVED,
                "last_trigger": Trigger.RESOLVE,
                "how": HowResolved.NOT_NEEDED,
                "moved_by": "U0BEN",
            },
            "Closed by <@U0BEN>, not needed: you need not connect QuickBooks",
        ),
        (
            {"state": IncidentState.RESOLVED, "last_trigger": Trigger.MOVED},
            "stands on another card now",
        ),
        (
            {
                "state": IncidentState.RESOLVED,
                "last_trigger": Trigger.RESOLVE,
                "how": HowResolved.FIXED_IN_PLATFORM,
                "moved_by": "U0BEN",
            },
            "jefail checks that once QuickBooks is connected again",
        ),
    ],
)
def test_the_owner_reads_why_nothing_is_to_be_done(stands: dict[str, Any], said: str) -> None:
    """One quiet line, without a button, no matter who or what moved the case."""
    failure = a_failure(FailureReason.CONNECTION_LOST)

    card = owner_notice(a_case(an_incident(failure=failure, **stands)), "U0ANA", ToOwner())

    assert said in card.text
    assert buttons(card.blocks) == []


def test_rules_are_listed_by_book() -> None:
    """Each move with who, from which amount on, and when a second person is wanted."""
    rules = [
        Rule(None, anyone=False, groups=(OWNERS,), people=("U0ANA",)),
        Rule(MoveName.SKIP, second_above=Money(100, "USD")),
    ]

    shown = str(checked(rules_card([(a_book(), rules)], left=3).blocks))

    assert "Everything else: Owners and <@U0ANA>" in shown
    assert "Skip entries: anyone in the channel; a second person above $1.00" in shown
    assert "and 3 more books" in shown


@pytest.mark.parametrize(
    ("met", "told"),
    [
        (Met.KNOWN, "Press again."),
        (Met.NOT_NAMED, "`jefail rights set BOOK MOVE --person U_NEW`"),
        (Met.NOT_ALLOWED, "put app.yaml into the app's manifest again"),
        (Met.AWAY, "Press again later."),
    ],
)
def test_what_comes_next_for_someone_unknown(met: Met, told: str) -> None:
    """Pressing again is said only where it can help."""
    text = met_text(met, "U_NEW")

    assert told in text
    assert ("ress again" in text) is (met in (Met.KNOWN, Met.AWAY))
