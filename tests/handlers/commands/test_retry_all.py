"""`/jefail retry` of a book or a reason: asked first, then everything of it is posted again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from blocks.answers.retry_all import retried_card
from blocks.kit import names
from handlers.commands import retry_all
from journal.entries.failure import FailureReason
from journal.errors import NotFound
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.retry_all import PAGE, Retried
from journal.rights import NotAllowed, Person, WhyNot
from tests.handlers.slack import Team
from tests.handlers.views import actions, element, figures
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState


async def test_a_book_is_asked_about_and_then_posted(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The question names count and sum; nothing moves before its button is pressed."""
    answer = await team.command("retry northwind")

    assert figures(answer.json["text"]) == ["1", "3", "4,812.39"]
    assert "Northwind Retail" in answer.json["text"]
    go = element(answer.json, names.RETRY_ALL)
    assert figures(go["text"]["text"]) == ["3"]
    assert await bench.states() == [OPEN]

    assert (await team.click(names.RETRY_ALL, go["value"])).acked
    assert await bench.states() == [RETRYING]
    assert f"INC-{incident_id}" in team.said_to("U_ANA")[0]


async def test_a_reason_takes_every_book(bench: Bench, team: Team, incident_id: int) -> None:
    """Two books with the same cause; one that is being posted already is left and told."""
    harbor = await bench.book("harbor")
    await bench.take(harbor, some_entries(2, "H"))
    await bench.post(harbor)

    asked = (await team.command("retry permission")).json
    assert "5" in figures(asked["text"])
    question = team.button(names.RETRY_ALL, element(asked, names.RETRY_ALL)["value"])
    await bench.retry(incident_id)
    await team.deliver(question)

    assert await bench.states() == [RETRYING, RETRYING]
    assert (await team.deliver(question)).acked
    assert team.said_to("U_ANA")[-1] == retried_card(Retried(), "").text


async def test_nothing_to_post_again_is_said(bench: Bench, team: Team, incident_id: int) -> None:
    """No question is asked about nothing; what is called otherwise is looked for as an entry."""
    assert isinstance((await team.command("retry period-closed")).refusal, NotFound)
    assert f"INC-{incident_id}" in (await team.command("retry S-1")).text
    assert await bench.states() == [RETRYING]


async def many_cards(bench: Bench, count: int) -> None:
    """Have a card for each of so many entries of Harbor."""
    connection = await bench.book("harbor")
    await bench.take(connection, some_entries(count, "H"))
    bench.ledger.refuse(FailureReason.UNBALANCED)
    await bench.post(connection)


async def test_all_cards_are_taken_however_many_there_are(bench: Bench, team: Team) -> None:
    """The question counts all of them; the first page goes at once, the others right after."""
    await many_cards(bench, 2 * PAGE + 3)

    answer = await team.command("retry harbor")
    assert figures(answer.json["text"]) == ["43", "43", "68,977.59"]
    await team.click(names.RETRY_ALL, "book:1:0")

    assert await bench.states() == [RETRYING] * 43
    (told,) = team.slack.told
    assert "38" in figures(told["text"])
    assert actions(told["blocks"]) == []


async def test_what_there_was_no_time_for_is_said_and_gone_on_with(
    bench: Bench, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A button goes on behind the last card; those that are left for a reason hold up nothing."""
    await many_cards(bench, PAGE + 2)
    monkeypatch.setattr(retry_all, "LATER", timedelta())

    await team.click(names.RETRY_ALL, "book:1:0")
    told = team.slack.told[-1]
    assert "2" in figures(told["text"])
    await team.click(names.RETRY_ALL, element(told["blocks"], names.RETRY_ALL)["value"])

    assert await bench.states() == [RETRYING] * 22
    assert actions(team.slack.told[-1]["blocks"]) == []


async def test_who_may_not_is_not_even_asked(bench: Bench, team: Team, incident_id: int) -> None:
    """A guest is told why instead of a question."""
    async with bench.store() as store:
        await store.roster.meet([(Person("U_DEE", "Dee", is_guest=True), "dee", False)])

    answer = await team.command("retry northwind", by="U_DEE")

    assert isinstance(answer.refusal, NotAllowed)
    assert (answer.refusal.refusal.why, answer.refusal.refusal.move) == (
        WhyNot.GUEST,
        MoveName.RETRY,
    )


async def test_a_whisper_shows_what_came_of_it(bench: Bench, team: Team, incident_id: int) -> None:
    """Those that cannot be moved are told with why, in place of the question."""
    connection = await bench.book("harbor")
    await bench.take(connection, some_entries(1, "H"))
    bench.ledger.refuse(FailureReason.UNBALANCED)
    await bench.post(connection)

    await team.click(names.RETRY_ALL, "book:2:0")

    (told,) = team.slack.told
    assert told["replace_original"]
    assert told["text"] == retried_card(Retried(posted=("INC-2",)), "").text
    assert await bench.states() == [OPEN, RETRYING]
    assert incident_id == 1
