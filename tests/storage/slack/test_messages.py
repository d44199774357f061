"""What is owed to Slack: the newest version of each card, in an order in which it can be read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from journal.books.book import NO_CHANNEL
from storage.database import Database
from storage.slack.messages import Owed
from tests.build import NOW, an_event
from tests.storage.stage import CHANNEL, jobs, open_book, open_incident, rows


async def told(database: Database, incident_id: int, *kinds: str) -> None:
    """Tell turns of an incident's story and owe its card."""
    async with database.store() as store:
        incident = await store.incidents.for_change(incident_id)
        for kind in kinds:
            await store.incidents.tell(incident, an_event(kind, actor="U_ANA"), NOW)
        await store.incidents.owe_card(incident)


async def next_owed(database: Database, channel: str = CHANNEL) -> Owed | None:
    """Return what would be sent next."""
    async with database.store() as store:
        return await store.outbox.next_owed(channel)


async def send(database: Database, ts: str) -> Owed:
    """Send what is next, as if Slack took it: a new message under `ts`."""
    async with database.store() as store:
        owed = await store.outbox.next_owed(CHANNEL)
        assert owed is not None
        ids: list[UUID] = [owed.id]
        if owed.is_reply:
            assert owed.incident_id is not None
            ids = [one for one, _event in await store.outbox.unsent_events(owed.incident_id, 20)]
        await store.outbox.shown(ids, owed.ts or ts, owed.version)
        return owed


async def test_a_new_card_is_owed_with_a_job_to_send_it(database: Database) -> None:
    """The first failure is told by the card itself, so nothing else is owed."""
    incident = await open_incident(database, await open_book(database))

    await told(database, incident.id, "opened")

    owed = await next_owed(database)
    assert owed is not None
    assert (owed.incident_id, owed.version, owed.is_reply, owed.ts) == (incident.id, 1, False, None)
    assert await jobs(database) == [("send_cards", CHANNEL)]
    async with database.store() as store:
        assert await store.incidents.owed_messages() == 1
        assert await store.outbox.next_owed("C_OTHER") is None


async def test_a_book_without_a_channel_owes_nothing(database: Database) -> None:
    """Who watches it over the posting service tells of it; its story is kept all the same."""
    connection = await open_book(database, channel_id=NO_CHANNEL)
    incident = await open_incident(database, connection)

    await told(database, incident.id, "opened", "retried")
    async with database.store() as store:
        await store.notices.tell_of_end(connection, NOW)

    assert await rows(database, "SELECT 1 FROM message") == []
    assert await jobs(database) == []
    kinds = await rows(database, "SELECT kind FROM incident_event ORDER BY id")
    assert [one.kind for one in kinds] == ["opened", "retried"]


async def test_changes_before_it_is_sent_are_one_sending(database: Database) -> None:
    """A storm of changes ends in one message of the newest version."""
    incident = await open_incident(database, await open_book(database))
    for _time in range(50):
        await told(database, incident.id)

    owed = await send(database, "1.1")

    assert owed.version == 50
    assert await next_owed(database) is None


async def test_what_changed_while_it_was_sent_is_owed_again(database: Database) -> None:
    """Shown is the version that was drawn, not the one that came meanwhile."""
    incident = await open_incident(database, await open_book(database))
    await told(database, incident.id)
    drawn = await next_owed(database)
    assert drawn is not None
    await told(database, incident.id)

    async with database.store() as store:
        await store.outbox.shown([drawn.id], "1.1", drawn.version)

    again = await next_owed(database)
    assert again is not None
    assert (again.id, again.version, again.ts) == (drawn.id, 2, "1.1")


async def test_new_cards_come_first_then_changes_then_threads(database: Database) -> None:
    """What is not known at all matters most; a reply comes after the card that it explains."""
    connection = await open_book(database)
    first, second = [await open_incident(database, connection, mark) for mark in "12"]
    await told(database, first.id, "opened", "joined")
    await send(database, "1.1")
    await told(database, first.id, "retry")
    await told(database, second.id, "opened", "joined")

    order = [await send(database, f"2.{n}") for n in range(4)]

    assert [(one.incident_id, one.is_reply) for one in order] == [
        (second.id, False),
        (first.id, False),
        (first.id, True),
        (second.id, True),
    ]
    assert [one.thread_ts for one in order] == [None, None, "1.1", "2.0"]
    assert await next_owed(database) is None


async def test_turns_of_one_story_are_one_reply_in_their_order(database: Database) -> None:
    """Those told while nothing could be sent are read together."""
    incident = await open_incident(database, await open_book(database))
    await told(database, incident.id, "opened", "joined", "retry", "posted")

    async with database.store() as store:
        events = await store.outbox.unsent_events(incident.id, 20)
        two = await store.outbox.unsent_events(incident.id, 2)
    assert [event.turn.kind for _id, event in events] == ["joined", "retry", "posted"]
    assert len(two) == 2

    await send(database, "1.1")
    await send(database, "1.2")
    assert await next_owed(database) is None


async def test_a_sending_whose_end_is_not_known_says_so(database: Database) -> None:
    """Until it is known to be there or not to have been sent."""
    incident = await open_incident(database, await open_book(database))
    await told(database, incident.id)
    owed = await next_owed(database)
    assert owed is not None
    assert owed.attempted_at is None

    async with database.store() as store:
        await store.outbox.begin([owed.id])
        begun = await store.outbox.next_owed(CHANNEL)
        assert begun is not None
        assert begun.attempted_at is not None
        await store.outbox.not_sent(begun)
        assert await store.outbox.next_owed(CHANNEL) == owed


async def test_a_deleted_card_of_an_open_incident_is_sent_again(database: Database) -> None:
    """One of a closed incident is let be, until it opens again."""
    incident = await open_incident(database, await open_book(database))
    await told(database, incident.id)
    await send(database, "1.1")

    async with database.store() as store:
        await store.outbox.repost_card(incident.id)
    again = await send(database, "2.1")
    assert again.ts is None

    await told(database, incident.id)
    async with database.store() as store:
        await store.outbox.forget_card(incident.id)
    assert await next_owed(database) is None
    await told(database, incident.id)
    anew = await next_owed(database)
    assert anew is not None
    assert anew.ts is None


async def test_what_slack_refuses_is_set_aside_and_told_in_health(
    database: Database,
) -> None:
    """It holds nobody up, is named with its incident, and comes again once its time has come."""
    connection = await open_book(database)
    first, second = [await open_incident(database, connection, mark) for mark in "12"]
    await told(database, first.id)
    await told(database, second.id)

    async with database.store() as store:
        spoiled = await store.outbox.next_owed(CHANNEL)
        assert spoiled is not None
        await store.outbox.set_aside(spoiled, "invalid_blocks", timedelta(minutes=5))
        after = await store.outbox.next_owed(CHANNEL)
        (named,) = await store.outbox.refused(20)

    assert after is not None
    assert after.incident_id == second.id
    assert (named.number, named.what, named.channel_id, named.fault) == (
        first.number,
        "card",
        CHANNEL,
        "invalid_blocks",
    )
    async with database.store() as store:
        await store.outbox.shown([after.id], "1.0", 1)
        assert await store.outbox.wake_channels() == 0
        await store.outbox.sql.exec_driver_sql("UPDATE message SET retry_at = clock_timestamp()")
        assert await store.outbox.wake_channels() == 1
        assert (again := await store.outbox.next_owed(CHANNEL)) is not None
        assert again.incident_id == first.id


async def test_what_an_earlier_release_gave_up_comes_again(database: Database) -> None:
    """Its rows have a fault and no time to come again: they are due at once."""
    connection = await open_book(database)
    first = await open_incident(database, connection, "1")
    await told(database, first.id)
    async with database.store() as store:
        await store.incidents.sql.exec_driver_sql("UPDATE message SET fault = 'invalid_blocks'")

    async with database.store() as store:
        assert await store.outbox.wake_channels() == 1
        owed = await store.outbox.next_owed(CHANNEL)

    assert owed is not None
    assert owed.incident_id == first.id


async def test_channels_that_owe_are_poked_once_each(database: Database) -> None:
    """A poke that was lost with its worker is made again for each channel."""
    one = await open_book(database)
    other = await open_book(database, "harbor", channel_id="C0HARBOR")
    for connection, mark in ((one, "1"), (one, "2"), (other, "3")):
        await told(database, (await open_incident(database, connection, mark)).id)
    before = len(await jobs(database))

    async with database.store() as store:
        assert await store.outbox.wake_channels() == 2

    assert sorted((await jobs(database))[before:]) == [
        ("send_cards", CHANNEL),
        ("send_cards", "C0HARBOR"),
    ]
