"""Slack is made to show the newest of every card, once, in order, whatever it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from cryptography.fernet import Fernet

from blocks.card.incident import incident_card, incident_text, text_card, undrawn_card
from blocks.kit import names
from blocks.kit.card import Card
from blocks.notices.left import left_notice
from bot import looking_back, sending
from bot.people import People
from bot.sending import SendCards
from bot.slack_channel import (
    Blocked,
    Deleted,
    NotSent,
    Outcome,
    SlackChannel,
    Spoiled,
    Unknown,
    Unreachable,
)
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Trigger
from journal.incidents.notices import NewNotice, ToAssignee
from journal.ports import Tokens
from storage.access.sealing import sealer_of
from storage.access.tokens import SqlTokenSafe
from storage.database import Database
from storage.slack.messages import RefusedMessage
from tests.bot.fake_channel import AT_ONCE, FakeChannel
from tests.build import an_event
from tests.clock import SetClock
from tests.storage.stage import (
    CHANNEL,
    at_once,
    jobs,
    open_book,
    open_incident,
    rows,
    running_job,
    seat,
)


class NoNames:
    """Knows nobody's name."""

    async def names(self, *_ids: str | None) -> Mapping[str, str]:
        """Return none."""
        return {}


@dataclass(slots=True)
class Post:
    """The sender of a test, with the channel that it sends to."""

    database: Database
    clock: SetClock
    channel: FakeChannel = field(default_factory=FakeChannel)

    async def run(self, to: str = CHANNEL, *, job: int | None = None) -> None:
        """Send what is owed as a job of the work engine."""
        send = SendCards(
            self.database,
            cast(SlackChannel, self.channel),
            cast(People, NoNames()),
            self.clock,
        )
        await send(to, job or await running_job(self.database, "send_cards"))

    async def incident(self, mark: str, *kinds: str) -> int:
        """Open an incident and tell these turns of it."""
        connection = await self._connection()
        incident = await open_incident(self.database, connection, mark)
        await self.tell(incident.id, "opened", *kinds)
        return incident.id

    async def case(self, incident_id: int) -> Case:
        """Return what the card of an incident shows."""
        async with self.database.store() as store:
            return await store.incidents.case(incident_id)

    async def assign(self, incident_id: int, to: str) -> None:
        """Owe a person the word that an incident is theirs."""
        async with self.database.store() as store:
            await store.notices.tell(
                NewNotice(ToAssignee(), to, incident_id, "U_ANA"), self.clock()
            )

    async def _connection(self) -> Any:
        found = await rows(self.database, "SELECT id FROM connection")
        if not found:
            return await open_book(self.database)
        async with self.database.store() as store:
            return await store.books.connection(found[0].id)

    async def tell(self, incident_id: int, *kinds: str) -> None:
        """Tell turns of an incident's story, and owe its card."""
        async with self.database.store() as store:
            incident = await store.incidents.for_change(incident_id)
            for kind in kinds:
                await store.incidents.tell(incident, an_event(kind, actor="U_ANA"), self.clock())
            await store.incidents.owe_card(incident)

    async def close(self, incident_id: int) -> None:
        """Close the incident by hand, and owe its card."""
        async with self.database.store() as store:
            incident = await store.incidents.for_change(incident_id)
            closed = incident.resolved_by_hand(
                HowResolved.NOT_NEEDED, "", at=self.clock(), by="U_ANA"
            )
            await store.incidents.save(closed)
            await store.incidents.owe_card(closed)

    async def refused(self) -> Sequence[RefusedMessage]:
        """Return what health names."""
        async with self.database.store() as store:
            return await store.outbox.refused(20)

    async def minutes_pass(self, minutes: int) -> None:
        """Let the time of what was set aside come nearer."""
        async with self.database.store() as store:
            await store.outbox.sql.exec_driver_sql(
                "UPDATE message SET retry_at = retry_at - make_interval(mins => %s)", (minutes,)
            )

    async def owed(self) -> int:
        """Return how many messages are not shown in their newest version."""
        async with self.database.store() as store:
            return await store.incidents.owed_messages()


@pytest.fixture
def post(database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A sender that waits for nothing, long after everything that the database remembers."""
    for pace in ("NEW_SPACING", "UPDATE_SPACING"):
        monkeypatch.setattr(sending, pace, timedelta())
    monkeypatch.setattr(looking_back, "SETTLE", timedelta())
    clock.now = clock.now.replace(year=2200)
    return Post(database, clock)


async def test_new_cards_go_first_and_threads_last(post: Post) -> None:
    """Anyone who reads the channel sees what is new before how the old goes on."""
    first = await post.incident("1")
    await post.run()
    await post.tell(first, "retry")
    await post.incident("2", "joined")

    await post.run()

    assert post.channel.acts == ["new", "new", "change", "reply", "reply"]
    card, other, reply, _last = post.channel.messages
    assert (card.thread_ts, other.thread_ts, reply.thread_ts) == (None, None, card.ts)
    assert post.channel.asked_in == {CHANNEL}
    assert await post.owed() == 0


async def test_a_storm_is_one_message_and_one_reply(post: Post) -> None:
    """Fifteen turns told before anything was sent are read in one place."""
    incident_id = await post.incident("1", *["joined"] * 15)
    for _time in range(20):
        await post.tell(incident_id)

    await post.run()
    await post.run()

    assert post.channel.acts == ["new", "reply"]
    assert len(post.channel.messages[1].intents) == 15


async def test_two_jobs_at_once_send_each_message_once(post: Post) -> None:
    """The second finds the channel held, and leaves."""
    for mark in "123":
        await post.incident(mark, "joined")
    one, other = await running_job(post.database), await running_job(post.database)

    await at_once(lambda: post.run(job=one), lambda: post.run(job=other))

    assert sorted(post.channel.acts) == ["new"] * 3 + ["reply"] * 3


async def test_a_card_that_slack_refuses_is_sent_plain(post: Post) -> None:
    """The sentence and the buttons get through; nothing is dropped."""
    await post.incident("1")
    post.channel.coming = [Spoiled("invalid_blocks")]

    await post.run()

    (message,) = post.channel.messages
    assert message.card.text
    assert len(message.card.blocks) == 2
    assert await post.owed() == 0


async def test_a_card_refused_twice_is_text_and_later_whole(post: Post) -> None:
    """Its sentence gets through; until its buttons do, it is named, and then it heals."""
    incident_id = await post.incident("1", "joined")
    post.channel.coming = [Spoiled("invalid_blocks")] * 2

    await post.run()

    card, reply = post.channel.messages
    case = await post.case(incident_id)
    assert card.card == text_card(incident_card(case), case.incident.number)
    assert card.card.blocks == ()
    assert "Northwind Retail" in card.card.text
    assert reply.thread_ts == card.ts
    assert [one.number for one in await post.refused()] == [f"INC-{incident_id}"]

    await post.run()
    assert post.channel.acts == ["new", "new", "new", "reply"]
    await post.minutes_pass(5)
    await post.run()

    assert post.channel.acts[4:] == ["change"]
    assert card.card.blocks
    assert await post.refused() == []
    assert await post.owed() == 0


async def test_one_that_cannot_be_sent_at_all_holds_up_no_other(post: Post) -> None:
    """It is set aside for health to tell, the next one is sent, and it comes again later."""
    await post.incident("1")
    await post.incident("2")
    post.channel.coming = [Spoiled("invalid_blocks"), Spoiled("invalid_blocks"), Spoiled("no_text")]

    await post.run()

    assert len(post.channel.messages) == 1
    assert [one.fault for one in await post.refused()] == ["no_text"]

    await post.minutes_pass(5)
    await post.run()
    assert len(post.channel.messages) == 2
    assert await post.refused() == []


async def test_an_update_that_slack_refuses_comes_again(post: Post) -> None:
    """Three forms are tried; refused in all, the newest version is shown minutes later."""
    incident_id = await post.incident("1")
    await post.run()
    await post.tell(incident_id)
    post.channel.coming = [Spoiled("invalid_blocks")] * 3

    await post.run()
    assert post.channel.acts == ["new", *["change"] * 3]
    assert len(await post.refused()) == 1

    await post.minutes_pass(5)
    await post.run()
    assert post.channel.acts[4:] == ["change"]
    assert (await post.refused(), await post.owed()) == ([], 0)


async def test_a_changed_incident_does_not_wait_for_the_next_try(post: Post) -> None:
    """What is new may be drawn otherwise, so it is sent at once."""
    incident_id = await post.incident("1")
    post.channel.coming = [Spoiled("invalid_blocks")] * 3
    await post.run()
    await post.tell(incident_id)

    await post.run()

    assert len(post.channel.messages) == 1
    assert (await post.refused(), await post.owed()) == ([], 0)


async def test_a_refused_turn_of_a_story_leaves_the_others(post: Post) -> None:
    """Told together they are refused; told one at a time, only that one is set aside."""
    await post.incident("1", "joined", "retry")
    await post.run(job=await running_job(post.database, "send_cards"))
    post.channel.messages.clear()
    post.channel.acts.clear()
    await post.incident("2", "retry", "joined")
    # The card; both lines in two forms and as text; the first alone, the same.
    refused = [Spoiled("invalid_blocks")] * 6
    post.channel.coming = []
    post.channel.coming_replies = list(refused)

    await post.run()

    card, reply = post.channel.messages
    assert (len(reply.intents), reply.thread_ts) == (1, card.ts)
    assert [one.what for one in await post.refused()] == ["thread"]

    await post.minutes_pass(5)
    await post.run()
    assert [len(one.intents) for one in post.channel.messages] == [1, 1, 1]
    assert await post.refused() == []


async def test_a_card_that_cannot_be_drawn_holds_up_no_other(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in a drawing is told in a line, the next card is drawn, and it is tried again."""
    broken = await post.incident("1")
    await post.incident("2")

    def draw_or_fail(case: Case, people: Mapping[str, str] | None = None) -> Card:
        if case.incident.id == broken:
            raise KeyError(broken)
        return incident_card(case, people)

    monkeypatch.setattr(sending, "incident_card", draw_or_fail)
    await post.run()

    told, drawn = post.channel.messages
    assert told.card == undrawn_card(f"INC-{broken}")
    assert drawn.card.blocks
    (refused,) = await post.refused()
    assert KeyError.__name__ in refused.fault

    monkeypatch.undo()
    await post.minutes_pass(5)
    await post.run()
    assert told.card.blocks
    assert await post.refused() == []


async def test_a_card_that_moved_on_leads_to_the_other(post: Post) -> None:
    """The other card is there first; its address is asked for once and kept."""
    first = await post.incident("1")
    second = await post.incident("2")
    await post.run()
    async with post.database.store() as store:
        incident = await store.incidents.for_change(first)
        facts = {"count": 2, "onto": [second]}
        await store.incidents.tell(incident, an_event("moved", facts=facts), post.clock())
        moved = incident.after(Trigger.MOVED, at=post.clock())
        await store.incidents.save(moved)
        await store.incidents.owe_card(moved)

    await post.run()

    card, other, reply = post.channel.messages
    address = f"<https://slack.example/archives/{CHANNEL}/p{other.ts}|INC-{second}>"
    assert card.card.text == incident_text(await post.case(first), {})
    assert f"INC-{second}" in card.card.text
    assert address in str(card.card.blocks[1].to_dict())
    assert address in reply.card.text
    (kept,) = await rows(post.database, "SELECT permalink FROM message WHERE permalink <> ''")
    assert kept.permalink in address


async def test_a_notice_that_slack_refuses_comes_again(post: Post) -> None:
    """Refused in every form it is named, and a later look sends it."""
    connection = await open_book(post.database)
    async with post.database.store() as store:
        await store.notices.tell_of_end(connection, post.clock())
    post.channel.coming = [Spoiled("invalid_blocks")] * 3

    await post.run()
    assert [(one.what, one.number) for one in await post.refused()] == [("notice", None)]

    await post.minutes_pass(5)
    await post.run()
    assert len(post.channel.messages) == 1
    assert await post.refused() == []


async def test_a_person_who_takes_no_messages_is_named_and_spared(
    post: Post,
) -> None:
    """One form is tried, not three; it comes again an hour later, or not once it is settled."""
    incident_id = await post.incident("1")
    await post.run()
    async with post.database.store() as store:
        await store.notices.tell(
            NewNotice(ToAssignee(), CHANNEL, incident_id, "U_ANA"), post.clock()
        )
    post.channel.coming = [Unreachable("user_disabled")]
    await post.run()
    assert post.channel.acts == ["new", "new"]
    assert [one.fault for one in await post.refused()] == ["user_disabled"]

    await post.close(incident_id)
    await post.minutes_pass(60)
    post.channel.coming = [Unreachable("user_disabled")]
    await post.run()

    assert await post.refused() == []
    assert await post.owed() == 0


async def test_who_left_is_told_nothing_more(post: Post) -> None:
    """What is owed to someone is dropped once the book is none of theirs."""
    incident_id = await post.incident("1")
    await post.run()
    await post.assign(incident_id, "U_BEN")
    async with post.database.store() as store:
        await store.members.went(CHANNEL, "U_BEN", post.clock())

    await post.run("U_BEN")

    assert await post.owed() == 0
    assert len(post.channel.messages) == 1


async def test_what_someone_was_told_closes_once_they_left(post: Post) -> None:
    """Drawn again it tells nothing of the book, and has no button."""
    incident_id = await post.incident("1")
    await post.assign(incident_id, "U_BEN")
    await post.run("U_BEN")
    (told,) = post.channel.messages
    assert told.card != left_notice()
    async with post.database.store() as store:
        await store.members.went(CHANNEL, "U_BEN", post.clock())
        again = "UPDATE message SET owed = owed + 1 WHERE notice_id IS NOT NULL"
        await store.outbox.sql.exec_driver_sql(again)

    await post.run("U_BEN")

    assert told.card == left_notice()


async def test_who_is_in_the_channel_is_awaited(post: Post) -> None:
    """Before Slack was asked nothing is told to one person, and nothing is dropped."""
    incident_id = await post.incident("1")
    await post.assign(incident_id, "U_BEN")
    async with post.database.store() as store:
        await store.outbox.sql.exec_driver_sql("DELETE FROM channel_member")
        await store.outbox.sql.exec_driver_sql("UPDATE channel_read SET read_at = NULL")

    await post.run("U_BEN")
    assert post.channel.messages == []

    async with post.database.store() as store:
        await seat(store, CHANNEL)
    await post.run("U_BEN")
    assert len(post.channel.messages) == 1


async def test_a_channel_that_takes_nothing_is_told_and_tried_later(post: Post) -> None:
    """Everything is kept in order, and a later job goes on with it."""
    await post.incident("1")
    await post.incident("2")
    post.channel.coming = [Blocked("not_in_channel", AT_ONCE)]
    before = len(await jobs(post.database))

    await post.run()
    assert post.channel.acts == ["new"]
    assert (await jobs(post.database))[before:] == [("send_cards", CHANNEL)]
    async with post.database.store() as store:
        assert await store.outbox.faults() == [(CHANNEL, "not_in_channel")]

    await post.run()
    assert len(post.channel.messages) == 2
    async with post.database.store() as store:
        assert await store.outbox.faults() == []


@pytest.mark.parametrize("posted", [True, False])
async def test_an_unknown_end_is_looked_up_before_sending_again(post: Post, posted: bool) -> None:
    """There it is taken as sent, not there it is sent again: one message either way."""
    await post.incident("1")
    post.channel.coming = [Unknown(AT_ONCE)]
    post.channel.posts_though_unknown = posted

    await post.run()

    assert len(post.channel.messages) == 1
    looks = ["look back", "change"] if posted else ["look back", "look back", "new"]
    assert post.channel.acts == ["new", *looks]
    assert await post.owed() == 0


@pytest.mark.parametrize("outcome", [NotSent(AT_ONCE), Unknown(AT_ONCE)])
async def test_a_change_that_did_not_arrive_is_made_again(post: Post, outcome: Outcome) -> None:
    """Drawing the same twice shows the same, so nothing needs to be looked for."""
    incident_id = await post.incident("1")
    await post.run()
    await post.tell(incident_id)
    post.channel.coming = [outcome]

    await post.run()

    assert post.channel.acts == ["new", "change", "change"]
    assert await post.owed() == 0


async def test_a_deleted_card_comes_again_while_its_incident_is_open(post: Post) -> None:
    """Someone tidied the channel; the trouble is still there."""
    incident_id = await post.incident("1")
    await post.run()
    post.channel.messages.clear()
    await post.tell(incident_id)

    await post.run()

    assert post.channel.acts == ["new", "change", "new"]
    assert len(post.channel.messages) == 1


async def test_a_deleted_card_of_a_closed_incident_is_let_be(post: Post) -> None:
    """Nothing is owed for what is settled."""
    incident_id = await post.incident("1")
    await post.run()
    await post.close(incident_id)
    post.channel.coming = [Deleted()]

    await post.run()

    assert post.channel.acts == ["new", "change"]
    assert await post.owed() == 0


async def test_a_notice_is_sent_once_and_drawn_again_when_it_is_past(post: Post) -> None:
    """The warning of an end stands in the channel with its button; renewed, it says so."""
    connection = await open_book(post.database)
    tokens = Tokens("a", "r", post.clock(), post.clock() + timedelta(days=9))
    safe = SqlTokenSafe(post.database.engine, sealer_of([Fernet.generate_key().decode()]))
    await safe.write(connection.consent_id, tokens)
    async with post.database.store() as store:
        await store.notices.tell_of_end(connection, post.clock())
    await post.run()
    (warning,) = post.channel.messages
    assert "*Northwind Retail*" in warning.card.text
    assert names.RECONNECT in str(warning.card.blocks[2].to_dict())

    later = replace(tokens, refresh_expires_at=post.clock() + timedelta(days=100))
    await safe.write(connection.consent_id, later)
    async with post.database.store() as store:
        await store.notices.end_moved(connection.id)
    await post.run()

    (renewed,) = post.channel.messages
    assert renewed.ts == warning.ts
    assert names.RECONNECT not in str([one.to_dict() for one in renewed.card.blocks])
    assert post.channel.acts == ["new", "change"]


async def test_a_notice_that_was_deleted_is_let_be(post: Post) -> None:
    """Anyone who deletes it has read it."""
    connection = await open_book(post.database)
    async with post.database.store() as store:
        await store.notices.tell_of_end(connection, post.clock())
    await post.run()
    async with post.database.store() as store:
        await store.notices.end_moved(connection.id)
    post.channel.coming.append(Deleted())

    await post.run()
    async with post.database.store() as store:
        await store.notices.end_moved(connection.id)
    await post.run()

    assert post.channel.acts == ["new", "change"]
