"""`/jefail ...` with right words, wrong words, and words that mean harm."""

from journal.entries.failure import FailureReason
from journal.incidents.incident import IncidentState
from journal.moves.assign import ASSIGN, Assigned
from tests.build import some_content
from tests.handlers.slack import Team
from tests.journal.bench import Bench
from tests.storage.stage import open_book

OPEN, RETRYING, RESOLVED = IncidentState


async def test_status_answers_in_its_acknowledgement(team: Team, incident_id: int) -> None:
    """Nothing typed is status of all; only the person who asked sees it."""
    for text in ("", "status", "STATUS", "  status   all ", "status northwind"):
        answer = await team.command(text)
        assert answer.acked
        assert "Northwind Retail" in answer.text
        assert "3 wait" in answer.text
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

    assert "no book" in answer.text
    assert "Did you mean northwind?" in answer.text


async def test_list_show_and_help_answer(team: Team, incident_id: int) -> None:
    """Open cases, one case, one entry by each of its names, and what can be asked."""
    assert "Northwind" in (await team.command("list")).text
    assert "Northwind" in (await team.command("list northwind")).text
    assert "INC-1" in (await team.command("show inc-1")).text
    assert "JF-2" in (await team.command("show JF-2")).text
    assert "JF-2" in (await team.command("show S-2")).text
    assert "resolve" in (await team.command("help")).text


async def test_what_is_said_to_be_fixed_stays_in_status_and_list(
    team: Team, incident_id: int
) -> None:
    """Until it was seen in the books: nothing says meanwhile that all is well."""
    answer = await team.command("resolve INC-1 fixed")
    assert "Its card says whether its entries were found" in answer.text

    assert "3 entries" in (status := (await team.command("status")).text)
    assert "said to be fixed, not checked" in status
    assert "nothing waits" not in status
    for text in ("list", "list northwind"):
        assert "Said to be fixed" in (await team.command(text)).text


async def test_retry_and_resolve_act_like_the_buttons(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Named by the case, by our number or by their reference."""
    assert "Posting INC-1 again" in (await team.command("retry S-2")).text
    assert await bench.states() == [RETRYING]
    assert "was first" in (await team.command("retry INC-1", by="U_BEN")).text

    connection = (await bench.case()).connection
    await bench.post(connection)
    answer = await team.command("resolve JF-1 other entered   by hand")
    assert "Closed INC-1" in answer.text
    closed = (await bench.case()).incident
    assert (closed.state, closed.note) == (RESOLVED, "entered by hand")


async def test_what_is_left_out_is_asked_for(bench: Bench, team: Team, incident_id: int) -> None:
    """Each answer shows how it would be right, and nothing is changed."""
    for text in ("show", "retry", "resolve"):
        assert "Say which" in (await team.command(text)).text
    for text in ("resolve INC-1", "resolve INC-1 somehow", "resolve INC-1 other"):
        assert "Say how" in (await team.command(text)).text

    too_long = await team.command("resolve INC-1 other " + "x" * 501)
    assert "500 characters" in too_long.text
    assert await bench.states() == [OPEN]


async def test_a_reference_with_spaces_can_be_named(bench: Bench, team: Team) -> None:
    """References are the callers' own, and some have spaces."""
    connection = await bench.book(mapped=False)
    await bench.take(connection, [some_content(reference="Week 27 sales")])
    await bench.post(connection)

    assert "JF-1" in (await team.command("show Week 27 sales")).text
    assert "Posting INC-1" in (await team.command("retry Week 27 sales")).text
    assert "already" in (await team.command("resolve Week 27 sales not-needed")).text


async def test_a_reference_of_two_books_is_asked_about(bench: Bench, team: Team) -> None:
    """Acting on whichever comes first would be acting on the wrong client."""
    for slug in ("northwind", "harbor"):
        connection = await bench.book(slug, mapped=False)
        await bench.take(connection, [some_content(reference="JULY")])
        await bench.post(connection)

    for text in ("show JULY", "retry JULY", "resolve JULY not-needed"):
        assert "JF-1 of Northwind Retail, JF-2 of" in (await team.command(text)).text
    assert await bench.states() == [OPEN, OPEN]
    assert "Posting INC-2" in (await team.command("retry JF-2")).text


async def test_what_is_not_there_is_named(team: Team) -> None:
    """However odd the name, the answer says that there is none such."""
    for move in ("show {}", "retry {}", "resolve {} fixed"):
        for reference in ("JF-99", "INC-99", "nothing", "INC-²", f"JF-{2**80}"):
            answer = await team.command(move.format(reference))
            assert answer.acked
            assert reference[:20] in answer.text
            assert "went wrong" not in answer.text


async def test_an_entry_that_is_well_has_no_card(bench: Bench, team: Team) -> None:
    """Posted without trouble, there is nothing to retry; show says where it stands."""
    connection = await bench.book()
    await bench.take(connection, [some_content(reference="S-1")])
    await bench.post(connection)

    assert "nothing is wrong with it" in (await team.command("retry S-1")).text
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
        answer = await team.command(text)
        assert answer.acked
        assert answer.text
        assert "<!" not in answer.text.replace("<!date", "")
        assert len(answer.text) < 4000
        assert "went wrong" not in answer.text


async def test_a_mistyped_command_is_answered_with_the_nearest(team: Team) -> None:
    """And with where to find all of them."""
    answer = await team.command("statsu northwind")

    assert "Did you mean `/jefail status`?" in answer.text
    assert "/jefail help" in answer.text


async def test_a_refused_retry_leaves_the_card_as_it_is(bench: Bench, team: Team) -> None:
    """A card without entries has nothing to post."""
    connection = await bench.book()
    bench.ledger.connected = False
    await bench.poll(connection)
    assert (await bench.case()).incident.failure.reason is FailureReason.CONNECTION_LOST

    assert "nothing to post" in (await team.command("retry INC-1")).text
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

    assert "No open case for" in (await team.command("list mine")).text
    for words in ("cost_missing", "etsy", "<#C0OTHER|other>"):
        assert "No open case for" in (await team.command(f"list {words}")).text


async def test_an_unknown_word_of_list_is_answered_with_the_nearest(
    team: Team, incident_id: int
) -> None:
    """A book, a reason or a sales channel."""
    for typed, meant in (("nortwind", "northwind"), ("periodclosed", "period closed")):
        assert f"Did you mean `/jefail list {meant}`?" in (await team.command(f"list {typed}")).text
    nothing = (await team.command("list <!channel>")).text
    assert "Did you mean" not in nothing
    assert "<!channel>" not in nothing


async def test_a_slip_never_leads_to_a_command_that_posts(team: Team, incident_id: int) -> None:
    """What is nearest to retry or resolve is answered with the way to the help alone."""
    for slip in ("rety", "retr", "retyr", "resolv", "reslove", "retry-all"):
        answer = (await team.command(f"{slip} INC-1")).text
        assert "Did you mean" not in answer
        assert "/jefail help" in answer
    assert "Did you mean `/jefail status`?" in (await team.command("statsu")).text
