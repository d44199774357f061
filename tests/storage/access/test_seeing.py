"""Which books concern someone: those of their channels, and those they are named for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.incidents.move import MoveName
from journal.rights import Group, Person, Rule
from journal.seeing import BeingRead, Sees, Viewer
from storage.database import Database
from storage.slack.members import DueChannel
from storage.tables import book as books
from storage.tables import connection as connections
from tests.build import NOW, a_book
from tests.storage.stage import CHANNEL, open_book, seat

OWNERS = Group("S1", "owners", "Owners")
FAR = NOW + timedelta(days=400)


async def sees(database: Database, person_id: str) -> Sees:
    """Return what someone sees."""
    async with database.store() as store:
        return await store.rights.sees(Viewer(person_id))


async def meet(database: Database, person: Person, *, is_gone: bool = False) -> None:
    """Have Slack say who someone is."""
    async with database.store() as store:
        await store.roster.meet([(person, person.id.lower(), is_gone)])


async def closed_book(database: Database, slug: str = "cedar") -> int:
    """Make a book in whose channel Ben alone is; return its id."""
    connection = await open_book(database, slug, channel_id=f"C0{slug.upper()}")
    async with database.store() as store:
        await seat(store, f"C0{slug.upper()}", {"U_BEN"})
    return connection.book_id


async def test_members_see_the_books_of_their_channels(database: Database) -> None:
    """Of their channels alone; someone Slack says nothing of sees nothing."""
    northwind, cedar = (await open_book(database)).book_id, await closed_book(database)

    assert (await sees(database, "U_BEN")).ids == sorted((northwind, cedar))
    assert (await sees(database, "U_ANA")).ids == [northwind]
    assert (await sees(database, "U_NOBODY")).ids == []
    assert (await sees(database, "")).ids == []


@pytest.mark.parametrize("by", ["person", "group", "owner"])
@pytest.mark.parametrize(
    ("person", "counts"),
    [
        (Person("U_FAY"), True),
        (Person("U_FAY", is_guest=True), False),
        (Person("U_FAY", is_external=True), False),
        (None, False),
    ],
)
async def test_who_is_named_sees_too(
    database: Database, by: str, person: Person | None, *, counts: bool
) -> None:
    """By a rule, a group or the connection; a guest or a stranger only as a member."""
    cedar = await closed_book(database)
    if person is not None:
        await meet(database, person)
    async with database.store() as store:
        await store.roster.keep_groups({OWNERS: ["U_FAY"]})
        if by == "owner":
            of_book = connections.c.book_id == cedar
            await store.desk.sql.execute(
                connections.update().where(of_book).values(owner="U_FAY", owner_chosen=True)
            )
        else:
            named = {"people": ("U_FAY",)} if by == "person" else {"groups": (OWNERS,)}
            await store.rights.save(cedar, Rule(MoveName.SKIP, **named))

    assert (await sees(database, "U_FAY")).has(cedar) is counts
    async with database.store() as store:
        await seat(store, "C0CEDAR", {"U_FAY"})
    assert (await sees(database, "U_FAY")).has(cedar)


async def test_who_is_gone_is_named_for_nothing(database: Database) -> None:
    """A rule keeps the id of someone who has left the firm."""
    cedar = await closed_book(database)
    await meet(database, Person("U_FAY"), is_gone=True)
    async with database.store() as store:
        await store.rights.save(cedar, Rule(MoveName.SKIP, people=("U_FAY",)))

    assert not (await sees(database, "U_FAY")).has(cedar)


async def test_until_channels_are_read_nobody_is_shown_anything(database: Database) -> None:
    """Someone who is known to see a book sees that; everyone else is told to wait."""
    northwind = (await open_book(database)).book_id
    async with database.store() as store:
        await store.desk.add_book(a_book(slug="cedar", channel_id="C0CEDAR"))

    async with database.seen_by(Viewer("U_ANA")) as seen:
        assert seen.sees == Sees(frozenset({northwind}), Viewer("U_ANA"), is_being_read=True)
    with pytest.raises(BeingRead):
        async with database.seen_by(Viewer("U_NOBODY")):
            pass


async def test_who_comes_and_goes_sees_at_once(database: Database) -> None:
    """As Slack tells of it; a channel that is closed has nobody in it."""
    northwind = (await open_book(database)).book_id
    async with database.members() as members:
        await members.came(CHANNEL, "U_FAY", NOW)
        await members.went(CHANNEL, "U_ANA", NOW)
        await members.came("C_LOUNGE", "U_FAY", NOW)

    assert (await sees(database, "U_FAY")).ids == [northwind]
    assert (await sees(database, "U_ANA")).ids == []
    async with database.members() as members:
        await members.close(CHANNEL, NOW)
    assert (await sees(database, "U_BEN")).ids == []


async def test_an_older_reading_does_not_bring_back_who_left(database: Database) -> None:
    """Slack's list was begun before they left, so it is read once more."""
    await open_book(database)
    async with database.store() as store:
        (due,) = await store.members.claim_due(FAR, FAR, 10)
        await store.members.went(CHANNEL, "U_ANA", FAR)
        assert not await store.members.keep(due, ["U_ANA", "U_BEN"], FAR)
        assert await store.members.claim_due(FAR, FAR, 10) == [DueChannel(CHANNEL, 1)]

    assert (await sees(database, "U_ANA")).ids == []


async def test_a_channel_that_a_book_left_is_forgotten(database: Database) -> None:
    """Should the book come back to it, nobody is taken for a member meanwhile."""
    await open_book(database)
    async with database.store() as store:
        await store.desk.sql.execute(books.update().values(channel_id="C0OTHER"))
        assert [one.id for one in await store.members.claim_due(NOW, FAR, 10)] == ["C0OTHER"]
        await store.desk.sql.execute(books.update().values(channel_id=CHANNEL))

    assert (await sees(database, "U_ANA")).is_being_read
    assert (await sees(database, "U_ANA")).ids == []
