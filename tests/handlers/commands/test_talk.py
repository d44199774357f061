"""What people write to jefail is answered as the command would be, and never with silence."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from blocks.answers.status import help_card
from blocks.answers.talk import elsewhere_card, hint_card
from handlers.commands.command import COMMANDS, POSTING
from journal.incidents.incident import IncidentState
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.storage.stage import CHANNEL, open_book

BOT = "U_JEFAIL"
HINT = hint_card("").text
_EVENTS = count(1)


def event(text: str, **changes: Any) -> Json:
    """Return Slack's word that Ana wrote something, in a channel and naming jefail."""
    told = {
        "type": "app_mention",
        "user": "U_ANA",
        "text": text,
        "ts": "7.1",
        "channel": CHANNEL,
        "channel_type": "channel",
        **changes,
    }
    return {
        "type": "event_callback",
        "event_id": f"Ev{next(_EVENTS)}",
        "authorizations": [{"user_id": BOT}],
        "event": told,
    }


def directly(text: str, **changes: Any) -> Json:
    """Return Slack's word that Ana wrote to jefail directly."""
    place = {"type": "message", "channel": "D0ANA", "channel_type": "im"}
    return event(text, **{**place, **changes})


async def said(team: Team, payload: Json) -> list[Json]:
    """Deliver it; return what was written in answer."""
    before = len(team.slack.called("chat.postMessage"))
    assert (await team.deliver(payload)).acked
    return team.slack.called("chat.postMessage")[before:]


async def test_a_mention_is_answered_in_its_thread(team: Team, incident_id: int) -> None:
    """Below what was written; in a thread, in that thread."""
    (answer,) = await said(team, event(f"<@{BOT}> show INC-{incident_id}"))
    assert (answer["channel"], answer["thread_ts"]) == (CHANNEL, "7.1")
    assert f"INC-{incident_id}" in str(answer["blocks"])

    (answer,) = await said(team, event(f"hello <@{BOT}> help", thread_ts="3.1"))
    assert (answer["thread_ts"], answer["text"]) == ("3.1", help_card().text)


async def test_a_direct_message_is_answered_beside_it(team: Team, incident_id: int) -> None:
    """In the conversation itself; the command's name before it makes no difference."""
    for text in ("list", "LIST", "/jefail list", f"<@{BOT}> list", "list?"):
        (answer,) = await said(team, directly(text))
        assert answer["channel"] == "D0ANA"
        assert "thread_ts" not in answer
        assert f"INC-{incident_id}" in str(answer["blocks"])


@pytest.mark.parametrize("text", ["", "thanks", "thank you!", "qwertz", "👍", "<@U_BEN>", "*"])
async def test_silence_is_never_the_answer(team: Team, incident_id: int, text: str) -> None:
    """A thank-you, an unknown word, nothing at all: a short help."""
    (in_channel,) = await said(team, event(f"<@{BOT}> {text}"))
    (in_private,) = await said(team, directly(text))

    assert (in_channel["text"], in_private["text"]) == (HINT, HINT)


@pytest.mark.parametrize(
    ("typed", "meant"), [("staus", "status"), ("hlep", "help"), ("retri INC-1", ""), ("retrry", "")]
)
async def test_a_slip_is_never_led_to_what_posts(
    team: Team, incident_id: int, typed: str, meant: str
) -> None:
    """The nearest command is named, unless it would post."""
    (answer,) = await said(team, directly(typed))

    assert answer["text"] == hint_card(meant).text
    assert not any(f"Did you mean `{one}" in answer["text"] for one in POSTING)


async def test_a_command_that_moves_moves_once(team: Team, bench: Bench, incident_id: int) -> None:
    """Told twice by Slack, it is done and answered once."""
    payload = event(f"<@{BOT}> retry INC-{incident_id}")

    answers = [*await said(team, payload), *await said(team, payload)]

    assert len(answers) == 1
    assert (await bench.case()).incident.state is IncidentState.RETRYING


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"user": ""},
        {"channel_type": "channel"},
    ],
)
async def test_what_nobody_wrote_is_not_answered(
    team: Team, incident_id: int, changes: Json
) -> None:
    """Other apps, our own answers, edits, and messages of channels that name nobody."""
    assert await said(team, directly("list", **changes)) == []


async def test_what_is_wrong_is_told_where_it_was_asked(team: Team, incident_id: int) -> None:
    """A refusal stands where the question stands."""
    (answer,) = await said(team, event(f"<@{BOT}> show INC-99"))

    assert (answer["channel"], answer["thread_ts"]) == (CHANNEL, "7.1")
    assert answer["text"] in team.meant


async def test_other_books_are_not_told_of_in_a_channel(
    team: Team, bench: Bench, incident_id: int
) -> None:
    """Many read along: what is of another channel goes to the person who asked alone."""
    await open_book(bench.database, "harbor", channel_id="C0HARBOR", name="Harbor Coffee")
    asked = ["status northwind", "list northwind", f"show INC-{incident_id}", "rights", "connect"]
    for text in [*asked, "status nowhere", f"retry INC-{incident_id}", "retry permission"]:
        answers = await said(team, event(f"<@{BOT}> {text}", channel="C0HARBOR"))
        by_place = {one["channel"]: one["text"] for one in answers}
        assert by_place["C0HARBOR"] == elsewhere_card().text, text
        assert "U_ANA" in by_place, text


async def test_a_channel_reads_of_its_own_books(team: Team, bench: Bench, incident_id: int) -> None:
    """Status and list in a channel are of the books of that channel."""
    await open_book(bench.database, "harbor", channel_id="C0HARBOR", name="Harbor Coffee")

    (status,) = await said(team, event(f"<@{BOT}> status", channel="C0HARBOR"))
    (listed,) = await said(team, event(f"<@{BOT}> list", channel="C0HARBOR"))

    assert "Harbor Coffee" in str(status["blocks"])
    assert "Northwind" not in str(status["blocks"]) + str(listed["blocks"])


async def test_a_personal_link_is_never_public(team: Team, incident_id: int) -> None:
    """A link to connect a book goes to the person who asked, also in the book's channel."""
    answers = await said(team, event(f"<@{BOT}> connect northwind"))

    links = {one["channel"] for one in answers if "connect/" in str(one["blocks"])}
    assert links == {"U_ANA"}


async def test_someone_else_can_be_named(team: Team, bench: Bench, incident_id: int) -> None:
    """A mention of another person is whom a command is about."""
    await said(team, event(f"<@{BOT}> assign INC-{incident_id} <@U_BEN>"))

    assert (await bench.case()).incident.assignee == "U_BEN"


async def test_a_file_is_answer_enough(team: Team, incident_id: int) -> None:
    """Beside a file that is offered there is no help as well; beside a picture there is."""
    sheet, picture = {"name": "july.csv", "filetype": "csv"}, {"name": "a.png", "filetype": "png"}

    assert await said(team, event(f"<@{BOT}> import this", files=[sheet])) == []
    assert await said(team, directly("here", files=[sheet], subtype="file_share")) == []
    assert len(await said(team, event(f"<@{BOT}> look", files=[picture]))) == 1
    assert len(await said(team, event(f"<@{BOT}> x", files=[sheet], channel="C0OTHER"))) == 1


def test_every_command_is_known_here() -> None:
    """A new command is answered in a direct message without more ado."""
    assert {"status", "list", "help"} <= COMMANDS.keys()
