"""`/jefail ...` with right words, wrong words, and words that mean harm."""

import re

from structlog.testing import capture_logs

from blocks.answers.moved import resolved_text, retried_text
from blocks.answers.status import list_card
from blocks.card.headline import headline
from blocks.kit import limits
from blocks.words.unchecked import unchecked_said
from journal.amounts.money import Money
from journal.entries.failure import FailureReason
from journal.errors import BadInput, NotFound, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState, Tally
from journal.moves.assign import ASSIGN, Assigned
from tests.build import some_content
from tests.handlers.slack import Team
from tests.journal.bench import Bench
from tests.storage.stage import open_book

OPEN, RETRYING, RESOLVED = IncidentState
COMMAND = re.compile(r"`/jefail ([\w-]+)")


def named(text: str) -> list[str]:
    """Return the commands that an answer names."""
    return COMMAND.findall(text)


async def test_status_answers_in_its_acknowledgement(team: Team, incident_id: int) -> None:
    """Nothing typed is status of all; only the person who asked sees it."""
    for text in ("", "status", "STATUS", "  status   all ", "status northwind"):
        answer = await team.command(text)
        assert answer.acked
        assert "Northwind Retail" in answer.text
        assert "$4,812.39" in answer.text
    assert team.slack.calls == []


async def test_a_book_may_be_called_by_its_whole_name(bench: Bench, team: Team) -> None:
    """With spaces, in any case, however many spaces there are between."""
    await open_book(bench.database, "harbor", name="Harbor  Coffee & Tea")
    await open_book(bench.database, "northwind")

    for text in ("status Harbor Coffee & Tea", "status harbor coffee & TEA", "status HARBOR"):
        answer = await team.command(text)
        assert "Harbor" in answer.text
        assert "Northwind" not in answer.text


async def test_a_book_that_is_not_there_is_answered_with_the_nearest(
    team: Team, incident_id: int
) -> None:
    """A slip of the finger is the usual reason."""
    answer = await team.command("status nortwind")

    assert isinstance(answer.refusal, NotFound)
    assert "northwind" in answer.text


async def test_list_show_and_help_answer(team: Team, incident_id: int) -> None:
    """Open cases, one case, one entry by each of its names, and what can be asked."""
    assert "Northwind" in (await team.command("list")).text
    assert "Northwind" in (await team.command("list northwind")).text
    assert "INC-1" in (await team.command("show inc-1")).text
    assert "JF-2" in (await team.command("show JF-2")).text
    assert "JF-2" in (await team.command("show S-2")).text
    assert "resolve" in (await team.command("help")).text


async def test_what_is_said_to_be_fixed_stays_in_status_and_list(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Until it was seen in the books: nothing says meanwhile that all is well."""
    answer = await team.command("resolve INC-1 fixed")
    case = await bench.case()
    assert resolved_text(case.incident, HowResolved.FIXED_IN_PLATFORM) in answer.text

    waiting = Tally(3, (Money(481239, "USD"),))
    assert unchecked_said(waiting, case.book) in (await team.command("status")).text
    for text in ("list", "list northwind"):
        assert headline(case, {}) in (await team.command(text)).text


async def test_retry_and_resolve_act_like_the_buttons(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Named by the case, by our number or by their reference."""
    answer = await team.command("retry S-2")
    assert retried_text((await bench.case()).incident) in answer.text
    assert await bench.states() == [RETRYING]
    refusal = (await team.command("retry INC-1", by="U_BEN")).refusal
    assert isinstance(refusal, TransitionRefused)
    assert refusal.named == {"who": "U_ANA"}

    connection = (await bench.case()).connection
    await bench.post(connection)
    answer = await team.command("resolve JF-1 other entered   by hand")
    closed = (await bench.case()).incident
    assert resolved_text(closed, HowResolved.OTHER) in answer.text
    assert (closed.state, closed.note) == (RESOLVED, "entered by hand")


async def test_what_is_left_out_is_asked_for(bench: Bench, team: Team, incident_id: int) -> None:
    """Each answer shows how it would be right, and nothing is changed."""
    for text in ("show", "retry", "resolve"):
        answer = await team.command(text)
        assert isinstance(answer.refusal, BadInput)
        assert set(named(answer.text)) == {text}
    for text in ("resolve INC-1", "resolve INC-1 somehow", "resolve INC-1 other"):
        answer = await team.command(text)
        assert isinstance(answer.refusal, BadInput)
        assert "not-needed" in answer.text

    too_long = await team.command("resolve INC-1 other " + "x" * (limits.NOTE + 1))
    assert isinstance(too_long.refusal, BadInput)
    assert str(limits.NOTE) in too_long.text
    assert await bench.states() == [OPEN]


async def test_a_reference_with_spaces_can_be_named(bench: Bench, team: Team) -> None:
    """References are the callers' own, and some have spaces."""
    connection = await bench.book(mapped=False)
    await bench.take(connection, [some_content(reference="Week 27 sales")])
    await bench.post(connection)

    assert "JF-1" in (await team.command("show Week 27 sales")).text
    assert "INC-1" in (await team.command("retry Week 27 sales")).text
    assert await bench.states() == [RETRYING]
    answer = await team.command("resolve Week 27 sales not-needed")
    assert isinstance(answer.refusal, TransitionRefused)


async def test_a_reference_of_two_books_is_asked_about(bench: Bench, team: Team) -> None:
    """Acting on whichever comes first would be acting on the wrong client."""
    for slug in ("northwind", "harbor"):
        connection = await bench.book(slug, mapped=False)
        await bench.take(connection, [some_content(reference="JULY")])
        await bench.post(connection)

    for text in ("show JULY", "retry JULY", "resolve JULY not-needed"):
        answer = await team.command(text)
        assert isinstance(answer.refusal, BadInput)
        assert all(one in answer.text for one in ("JF-1", "JF-2", "Northwind Retail"))
    assert await bench.states() == [OPEN, OPEN]
    assert "INC-2" in (await team.command("retry JF-2")).text
    assert await bench.states() == [OPEN, RETRYING]


async def test_what_is_not_there_is_named(team: Team) -> None:
    """However odd the name, the answer says that there is none such."""
    for move in ("show {}", "retry {}", "resolve {} fixed"):
        for reference in ("JF-99", "INC-99", "nothing", "INC-²", f"JF-{2**80}"):
            answer = await team.command(move.format(reference))
            assert answer.acked
            assert reference[:20] in answer.text
            assert isinstance(answer.refusal, NotFound)


async def test_an_entry_that_is_well_has_no_card(bench: Bench, team: Team) -> None:
    """Posted without trouble, there is nothing to retry; show says where it stands."""
    connection = await bench.book()
    await bench.take(connection, [some_content(reference="S-1")])
    await bench.post(connection)

    answer = await team.command("retry S-1")
    assert isinstance(answer.refusal, NotFound)
    assert "S-1" in answer.text
    assert "JF-1" in (await team.command("show S-1")).text


ODD = [
    "<!channel>",
    "status <!channel>",
    "show <!here|x>",
    "retry <!subteam^S1>",
    "statsu",
    "x" * 8000,
    "status " + "y" * 8000,
    "show " + "z" * 8000,
    "show *_~`",
    "\u202e \t  ",
    "🧾 🧾",
]


async def test_odd_input_is_answered_in_bounds_and_calls_nobody(team: Team) -> None:
    """Unknown words are answered with help, cut to a length that can be read."""
    for text in ODD:
        with capture_logs() as logged:
            answer = await team.command(text)
        assert answer.acked
        assert answer.text
        assert "<!" not in answer.text.replace("<!date", "")
        assert len(answer.text) < 4000
        assert "listener_failed" not in [line["event"] for line in logged]


async def test_a_mistyped_command_is_answered_with_the_nearest(team: Team) -> None:
    """And with where to find all of them."""
    answer = await team.command("statsu northwind")

    assert set(named(answer.text)) == {"statsu", "status", "help"}


async def test_a_refused_retry_leaves_the_card_as_it_is(bench: Bench, team: Team) -> None:
    """A card without entries has nothing to post."""
    connection = await bench.book()
    bench.ledger.connected = False
    await bench.poll(connection)
    assert (await bench.case()).incident.failure.reason is FailureReason.CONNECTION_LOST

    refusal = (await team.command("retry INC-1")).refusal
    assert isinstance(refusal, TransitionRefused)
    assert refusal.named == {}
    assert await bench.states() == [OPEN]


async def test_list_shows_what_is_asked_for(bench: Bench, team: Team, incident_id: int) -> None:
    """Mine, a book, a reason, a sales channel, a Slack channel, or several of them at once."""
    await bench.make(ASSIGN, incident_id, Assigned("U_BEN"), by="U_BEN")
    reason = (await bench.case()).incident.failure.reason.value
    for words in ("", "all", "northwind", reason, reason.replace("_", " "), "shopify", "SHOPIFY"):
        assert "INC-1" in (await team.command(f"list {words}")).text
    for words in ("<#C0BOOKS|bookkeeping>", f"northwind {reason}", f"shopify {reason} northwind"):
        assert "INC-1" in (await team.command(f"list {words}")).text
    assert "INC-1" in (await team.command("list mine", by="U_BEN")).text

    for words in ("mine", "cost_missing", "etsy", "<#C0OTHER|other>"):
        answer = await team.command(f"list {words}")
        assert list_card([], said=words).text in answer.text


async def test_an_unknown_word_of_list_is_answered_with_the_nearest(
    team: Team, incident_id: int
) -> None:
    """A book, a reason or a sales channel."""
    for typed, meant in (("nortwind", "northwind"), ("periodclosed", "period closed")):
        answer = await team.command(f"list {typed}")
        assert isinstance(answer.refusal, NotFound)
        assert f"`/jefail list {meant}`" in answer.text
    nothing = (await team.command("list <!here>")).text
    assert named(nothing) == []
    assert "<!here>" not in nothing


async def test_a_slip_never_leads_to_a_command_that_posts(team: Team, incident_id: int) -> None:
    """What is nearest to retry or resolve is answered with the way to the help alone."""
    for slip in ("rety", "retr", "retyr", "resolv", "reslove", "retry-all"):
        assert set(named((await team.command(f"{slip} INC-1")).text)) == {slip, "help"}
    assert "status" in named((await team.command("statsu")).text)
