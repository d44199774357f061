"""Connecting a book: links that work once, the right company alone, and all that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from journal.books.book import Connection, ConnectionState, Platform
from journal.books.consent import LINK_LIVES, Company, refuse_if_late, refuse_if_spent
from journal.books.signed_in import SignedIn
from journal.connecting.confirm_connection import GONE
from journal.connecting.keep_consent import Awaited, Choice, Connected
from journal.entries.failure import FailureReason
from journal.errors import BadInput, ConsentRefused, JefailError, LedgerError, LinkSpent, NotFound
from journal.incidents.incident import IncidentState, Trigger
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind
from journal.ports import Click
from journal.rights import NotAllowed, Person, Rule
from storage.tables import book as books
from tests.build import NOW
from tests.journal.bench import MAPPING, Bench
from tests.journal.consenting import Consenting
from tests.storage.stage import CHANNEL, rows, seat, some_entries

ANA = Click("", "U_ANA")
MINUTES = str(int(LINK_LIVES.total_seconds() // 60))


def refused(refuse: Callable[[None, datetime], object]) -> str:
    """Return what is told of a link that is not there."""
    with pytest.raises(LinkSpent) as caught:
        refuse(None, NOW)
    return caught.value.advice


UNKNOWN, UNKNOWN_STEP = refused(refuse_if_spent), refused(refuse_if_late)

MALLORY = SignedIn("Mallory Quinn", "mallory@example.com")
NORTH, SOUTH, EAST = (Company(f"t-{name}", name) for name in ("North", "South", "East"))


@pytest.fixture
def desk(bench: Bench) -> Consenting:
    """A bench at which books are connected."""
    return Consenting(bench)


async def test_a_book_is_connected_for_the_first_time(desk: Consenting) -> None:
    """The tokens are kept for the company that came back, with who gave them, and it is polled."""
    came = await desk.comes_back(await desk.book("north"), NORTH)

    assert isinstance(came, Connected)
    assert (came.is_new, came.company, came.released) == (True, NORTH, 0)
    connection = await desk.connection("north")
    assert (connection.platform, connection.realm) == (Platform.XERO, "t-North")
    assert (await desk.safe.read(connection.consent_id)).refresh == "refresh-1"
    (kept,) = await rows(desk.bench.database, "SELECT * FROM consent")
    assert (kept.granted_by, kept.granted_at) == ("U_ANA", desk.bench.clock())
    jobs = await rows(desk.bench.database, "SELECT task_name FROM procrastinate_jobs")
    assert "poll" in {job.task_name for job in jobs}


async def test_only_digests_of_the_secrets_are_kept(desk: Consenting) -> None:
    """Anyone who reads the database can neither open the link nor come back in its place."""
    token = await desk.link(await desk.book("north"), platform=Platform.XERO)
    gone = await desk.take_consent.go(token)
    (row,) = await rows(desk.bench.database, "SELECT * FROM consent_link")

    kept = repr(row)
    assert token not in kept
    assert gone.state not in kept
    assert token not in repr(await desk.connect_book(1, ANA, Platform.XERO))


async def test_looking_uses_nothing_up_and_going_does(desk: Consenting) -> None:
    """Previews look as often as they like; who goes on a second time is told what to do."""
    token = await desk.link(await desk.book("north"), platform=Platform.XERO)
    for _ in range(3):
        assert (await desk.take_consent.look(token)).book.slug == "north"

    await desk.take_consent.go(token)

    for step in (desk.take_consent.look, desk.take_consent.go):
        with pytest.raises(LinkSpent, match="/jefail connect") as spent:
            await step(token)
        assert spent.value.advice not in (UNKNOWN, UNKNOWN_STEP)


async def test_a_link_ends_by_the_clock(desk: Consenting) -> None:
    """A quarter of an hour, for the whole way there and back."""
    book_id = await desk.book("north")
    token = await desk.link(book_id, platform=Platform.XERO)
    desk.bench.clock.advance(LINK_LIVES - timedelta(seconds=1))
    gone = await desk.take_consent.go(token)
    desk.bench.clock.advance(timedelta(seconds=1))

    with pytest.raises(LinkSpent, match=MINUTES):
        await desk.take_consent.come_back(gone.state, {"code": "1"})
    late = await desk.link(book_id, platform=Platform.XERO)
    desk.bench.clock.advance(LINK_LIVES)
    with pytest.raises(LinkSpent, match=MINUTES):
        await desk.take_consent.look(late)
    assert desk.xero.asked == []


async def test_the_newest_link_of_a_person_is_the_one_that_works(desk: Consenting) -> None:
    """Another person's link stays good: it is theirs."""
    book_id = await desk.book("north")
    first = await desk.link(book_id, "U_ANA", Platform.XERO)
    bens = await desk.link(book_id, "U_BEN", Platform.XERO)
    second = await desk.link(book_id, "U_ANA", Platform.XERO)

    with pytest.raises(LinkSpent) as replaced:
        await desk.take_consent.look(first)
    assert replaced.value.advice == UNKNOWN
    assert (await desk.take_consent.look(second)).link.asked_by == "U_ANA"
    assert (await desk.take_consent.look(bens)).link.asked_by == "U_BEN"


async def test_a_state_comes_back_once(desk: Consenting) -> None:
    """A code delivered twice, or a state made up, is refused before the platform is asked."""
    gone = await desk.take_consent.go(
        await desk.link(await desk.book("north"), platform=Platform.XERO)
    )
    desk.xero.companies = [NORTH]
    await desk.take_consent.come_back(gone.state, {"code": "1"})

    for state in (gone.state, "made up", ""):
        with pytest.raises(LinkSpent):
            await desk.take_consent.come_back(state, {"code": "2"})
    assert len(desk.xero.asked) == 1


async def test_the_verifier_that_left_is_the_one_that_trades(desk: Consenting) -> None:
    """PKCE's secret is kept encrypted on the way, and differs each time."""
    await desk.comes_back(await desk.book("north"), NORTH)
    await desk.comes_back(await desk.book("south"), SOUTH)

    verifiers = [asking.verifier for asking in desk.xero.asked]
    assert len(set(verifiers)) == 2
    assert all(43 <= len(verifier) <= 128 for verifier in verifiers)
    kept = await rows(desk.bench.database, "SELECT verifier FROM consent_link")
    assert all(one.verifier not in repr(verifiers).encode() for one in kept)


@pytest.mark.parametrize("error", [LedgerError("no answer"), ConsentRefused("no")])
async def test_what_fails_at_the_platform_changes_nothing(
    desk: Consenting, error: JefailError
) -> None:
    """The old authorisation stays, and a new link works."""
    before = await desk.connected("north", NORTH)
    desk.xero.error = error
    book_id = before.book_id

    with pytest.raises(type(error)):
        await desk.comes_back(book_id, NORTH, code="2")

    assert await desk.connection("north") == before
    desk.xero.error = None
    assert isinstance(await desk.comes_back(book_id, NORTH, code="3"), Connected)
    after = await desk.connection("north")
    assert (await desk.safe.read(after.consent_id)).refresh == "refresh-3"


async def test_another_company_is_refused_with_both_names(desk: Consenting) -> None:
    """A book that has entries in one company is not moved to another by a slip."""
    before = await desk.connected("north", NORTH)

    with pytest.raises(ConsentRefused, match=r"South.*t-South.*North.*t-North"):
        await desk.comes_back(before.book_id, SOUTH, code="2")

    assert await desk.connection("north") == before


async def test_two_books_are_never_on_one_company(desk: Consenting) -> None:
    """Told whose it is; of several companies only the free ones are offered."""
    await desk.connected("north", NORTH)
    south, east = await desk.book("south"), await desk.book("east")

    with pytest.raises(ConsentRefused, match=r"North.*t-North.*North"):
        await desk.comes_back(south, NORTH)
    came = await desk.comes_back(south, NORTH, SOUTH)
    assert isinstance(came, Connected)
    assert came.company == SOUTH
    with pytest.raises(ConsentRefused):
        await desk.comes_back(east)


async def test_of_several_companies_the_person_chooses(desk: Consenting) -> None:
    """The consent waits encrypted; what was not offered is refused; it is chosen once."""
    came = await desk.comes_back(await desk.book("north"), NORTH, SOUTH)

    assert isinstance(came, Choice)
    assert list(came.companies) == [NORTH, SOUTH]
    with pytest.raises(NotFound):
        await desk.connection("north")
    with pytest.raises(BadInput):
        await desk.take_consent.choose(came.state, "", EAST.realm)
    connected = await desk.confirmed(await desk.take_consent.choose(came.state, "", SOUTH.realm))
    assert connected.company == SOUTH
    assert (await desk.connection("north")).realm == "t-South"
    with pytest.raises(LinkSpent):
        await desk.take_consent.choose(came.state, "", NORTH.realm)


async def test_one_consent_lets_all_its_books_in_again(desk: Consenting) -> None:
    """Anyone who reconnects one book of a consent reconnects the others that it still opens."""
    north = await desk.connected("north", NORTH)
    await _share(desk, await desk.connected("south", SOUTH, code="2"), north.consent_id)
    east = await desk.connected("east", EAST, code="3")
    for slug in ("north", "south"):
        await _lose(desk, slug)

    came = await desk.comes_back(north.book_id, NORTH, SOUTH, EAST, code="4")

    assert isinstance(came, Connected)
    assert came.books == ("South",)
    for slug in ("north", "south"):
        after = await desk.connection(slug)
        assert after.state is ConnectionState.CONNECTED
        assert (await desk.safe.read(after.consent_id)).refresh == "refresh-4"
    # It works by a consent of its own, so that is left alone.
    assert await desk.connection("east") == east


async def test_a_consent_that_opens_less_takes_nothing_away(desk: Consenting) -> None:
    """Signed in as someone who sees one of two books: the other keeps what it has."""
    north = await desk.connected("north", NORTH)
    await _share(desk, await desk.connected("south", SOUTH, code="2"), north.consent_id)

    await desk.comes_back(north.book_id, NORTH, code="3")

    south = await desk.connection("south")
    assert (await desk.safe.read(south.consent_id)).refresh == "refresh-1"


@pytest.mark.parametrize("reason", [FailureReason.CONNECTION_LOST, FailureReason.PERMISSION])
async def test_everything_that_waited_goes_on(desk: Consenting, reason: FailureReason) -> None:
    """Entries that stopped for the connection, or for want of rights, are counted and posted."""
    bench, connection = desk.bench, await desk.connected("north", NORTH)
    async with bench.store() as store:
        await store.desk.save_mapping(connection.book_id, MAPPING)
    await bench.take(connection, some_entries(3))
    bench.ledger.connected = reason is not FailureReason.CONNECTION_LOST
    bench.ledger.can_post = reason is not FailureReason.PERMISSION
    await bench.post(connection)
    assert [case.incident.failure.reason for case in await bench.cases()] == [reason]

    bench.ledger.connected = bench.ledger.can_post = True
    came = await desk.comes_back(connection.book_id, NORTH, code="2", by="U_BEN")

    assert isinstance(came, Connected)
    assert (came.released, came.is_new) == (3, False)
    incident = (await bench.case()).incident
    assert (incident.state, incident.moved_by) == (IncidentState.RETRYING, "U_BEN")
    assert incident.last_trigger is Trigger.CONNECT
    told = await rows(bench.database, "SELECT * FROM incident_event WHERE kind = 'restored'")
    assert [(one.actor, one.facts) for one in told] == [("U_BEN", {"count": 3})]
    await bench.post(await desk.connection("north"))
    assert await bench.states() == [IncidentState.RESOLVED]


async def test_a_key_that_is_refused_does_not_use_the_link_up(desk: Consenting) -> None:
    """Typed wrongly, it is typed again; the good one is kept and connects the book."""
    desk.tryton.companies = [Company("1", "Northwind")]
    token = await desk.link(await desk.book("north"), platform=Platform.TRYTON)
    with pytest.raises(ConsentRefused):
        await desk.take_consent.take_key(token, "https://t.example/db", "bad")

    came = await desk.take_consent.take_key(token, "https://t.example/db", "good")

    await desk.confirmed(came)
    connection = await desk.connection("north")
    assert (connection.site, connection.realm) == ("https://t.example/db", "1")
    assert (await desk.safe.read(connection.consent_id)).access == "good"
    with pytest.raises(LinkSpent):
        await desk.take_consent.take_key(token, "https://t.example/db", "good")


async def test_a_server_with_several_companies_asks_which(desk: Consenting) -> None:
    """As after a sign-in."""
    desk.tryton.companies = [Company("1", "Northwind"), Company("2", "Harbor")]
    token = await desk.link(await desk.book("north"), platform=Platform.TRYTON)

    came = await desk.take_consent.take_key(token, "https://t.example/db", "good")

    assert isinstance(came, Choice)
    await desk.confirmed(await desk.take_consent.choose(came.state, "https://t.example/db", "2"))
    assert (await desk.connection("north")).realm == "2"


async def test_which_platform_must_be_clear(desk: Consenting) -> None:
    """A new book needs it said; a connected one stays where its entries are."""
    book_id = await desk.book("north")
    with pytest.raises(BadInput, match="`xero`, `tryton`"):
        await desk.connect_book(book_id, ANA)
    with pytest.raises(BadInput, match="ZOHO_CLIENT_ID"):
        await desk.connect_book(book_id, ANA, Platform.ZOHO)
    with pytest.raises(BadInput, match="jefail connection add"):
        await desk.connect_book(book_id, ANA, Platform.POSTING_SERVICE)
    await desk.comes_back(book_id, NORTH)

    assert (await desk.connect_book(book_id, ANA)).platform is Platform.XERO
    with pytest.raises(BadInput, match="Xero"):
        await desk.connect_book(book_id, ANA, Platform.TRYTON)


async def _share(desk: Consenting, connection: Connection, consent_id: int) -> None:
    async with desk.bench.store() as store:
        await store.consents.serve(connection.id, consent_id, "U_ANA")


async def _lose(desk: Consenting, slug: str) -> None:
    connection = await desk.connection(slug)
    async with desk.bench.store() as store:
        await store.books.set_state(connection.id, ConnectionState.LOST)


async def test_a_link_that_is_found_connects_nothing(desk: Consenting) -> None:
    """They sign in to a company of their own; who asked for the link reads which, and says no."""
    book_id = await desk.book("north")
    mallory = Company("t-Mallory", "Mallory Inc.")
    desk.xero.companies = [mallory]
    gone = await desk.take_consent.go(await desk.link(book_id, platform=Platform.XERO))
    came = await desk.take_consent.come_back(gone.state, {"code": "1"})

    assert isinstance(came, Awaited)
    confirm = desk.bench.services.confirm_connection
    for finder in ("U_BEN", "U_FAR", ""):
        for answer in (confirm.confirm, confirm.decline):
            with pytest.raises(NotFound, match=GONE):
                await answer(came.told.link_id, desk.bench.click(finder))
    with pytest.raises(NotFound):
        await desk.connection("north")
    (asked,) = await notices(desk, NoticeKind.CONFIRM)
    assert (asked.channel_id, asked.facts["company"]) == ("U_ANA", "Mallory Inc.")

    await confirm.decline(came.told.link_id, desk.bench.click("U_ANA"))
    with pytest.raises(NotFound, match=GONE):
        await confirm.confirm(came.told.link_id, desk.bench.click("U_ANA"))
    with pytest.raises(NotFound):
        await desk.connection("north")
    assert await notices(desk, NoticeKind.CONNECTED) == []


async def test_the_channel_is_told_of_a_new_company(desk: Consenting) -> None:
    """With its name and who connected it; connected again, it is told on the card alone."""
    connection = await desk.connected("north", NORTH)
    await desk.comes_back(connection.book_id, NORTH, code="2")

    (told,) = await notices(desk, NoticeKind.CONNECTED)
    assert (told.channel_id, told.actor) == (CHANNEL, "U_ANA")
    assert (told.facts["company"], told.facts["realm"]) == (NORTH.name, NORTH.realm)
    asked = await notices(desk, NoticeKind.CONFIRM)
    assert [one.facts["answer"] for one in asked] == ["connected", "connected"]


async def test_who_signed_in_is_told_with_the_company(desk: Consenting) -> None:
    """In the question, and in the channel; also where the company was chosen of several."""
    desk.xero.person = MALLORY
    north, south = await desk.book("north"), await desk.book("south")
    await desk.comes_back(north, NORTH)
    several = await desk.comes_back(south, EAST, SOUTH)
    assert isinstance(several, Choice)
    assert several.link.signed_in == MALLORY
    await desk.confirmed(await desk.take_consent.choose(several.state, "", SOUTH.realm))

    for kind in (NoticeKind.CONFIRM, NoticeKind.CONNECTED):
        told = await notices(desk, kind)
        assert [one.facts["signed_in"] for one in told] == [asdict(MALLORY)] * 2


async def test_whose_key_it_is_is_told_with_the_company(desk: Consenting) -> None:
    """A server of one's own tells as well; it can claim what it likes, so its host is told."""
    desk.tryton.companies, desk.tryton.person = [Company("1", "Northwind")], MALLORY
    token = await desk.link(await desk.book("north"), platform=Platform.TRYTON)
    came = await desk.take_consent.take_key(token, "https://t.example/db", "good")

    assert isinstance(came, Awaited)
    assert (came.told.signed_in, came.told.host) == (MALLORY, "t.example")
    await desk.confirmed(came)
    (told,) = await notices(desk, NoticeKind.CONNECTED)
    assert told.facts["host"] == "t.example"


async def test_where_nobody_is_told_nothing_is_kept(desk: Consenting) -> None:
    """The facts are those of the previous release, which reads them."""
    await desk.comes_back(await desk.book("north"), NORTH)

    for kind in (NoticeKind.CONFIRM, NoticeKind.CONNECTED):
        (told,) = await notices(desk, kind)
        assert not {"signed_in", "host"} & told.facts.keys()
    (link,) = await rows(desk.bench.database, "SELECT signed_in FROM consent_link")
    assert link.signed_in == {}


async def test_a_confirmation_comes_in_time_or_not_at_all(desk: Consenting) -> None:
    """A quarter of an hour after the sign-in nothing can be connected by it."""
    desk.xero.companies = [NORTH]
    book_id = await desk.book("north")
    gone = await desk.take_consent.go(await desk.link(book_id, platform=Platform.XERO))
    came = await desk.take_consent.come_back(gone.state, {"code": "1"})
    desk.bench.clock.advance(LINK_LIVES)

    with pytest.raises(LinkSpent, match=MINUTES):
        await desk.confirmed(came)
    with pytest.raises(NotFound):
        await desk.connection("north")


@pytest.mark.parametrize("rule", [Rule(), Rule(people=("U_CHI",)), Rule(anyone=False)])
async def test_the_first_connection_takes_who_is_named(desk: Consenting, rule: Rule) -> None:
    """Being in the channel is enough to connect a book again, and never for the first time."""
    book_id = await desk.book("north")
    async with desk.bench.store() as store:
        await store.rights.drop(book_id, MoveName.CONNECT)
        await store.rights.save(book_id, rule)
        await store.roster.meet([(Person("U_ANA"), "ana", False)])

    with pytest.raises(NotAllowed):
        await desk.link(book_id, platform=Platform.XERO)
    if "U_CHI" in rule.people:
        await desk.comes_back(book_id, NORTH, by="U_CHI")
        assert isinstance(await desk.comes_back(book_id, NORTH, by="U_ANA", code="2"), Connected)


async def test_who_may_no_longer_does_not_confirm(desk: Consenting) -> None:
    """Their name was taken from the rule while they signed in."""
    book_id = await desk.book("north")
    desk.xero.companies = [NORTH]
    gone = await desk.take_consent.go(await desk.link(book_id, platform=Platform.XERO))
    came = await desk.take_consent.come_back(gone.state, {"code": "1"})
    async with desk.bench.store() as store:
        await store.rights.drop(book_id, MoveName.CONNECT)
        await store.roster.meet([(Person("U_ANA"), "ana", False)])

    with pytest.raises(NotAllowed):
        await desk.confirmed(came)
    with pytest.raises(NotFound):
        await desk.connection("north")


async def test_books_that_someone_does_not_see_are_left_alone(desk: Consenting) -> None:
    """Neither named to them, nor given access again: that would make them its owner."""
    south = await desk.connected("south", SOUTH)
    north = await desk.book("north")
    async with desk.bench.store() as store:
        await store.desk.sql.execute(
            books.update().where(books.c.id == south.book_id).values(channel_id="C0SOUTH")
        )
        await seat(store, "C0SOUTH", {"U_CHI"})
        await store.rights.drop(south.book_id, MoveName.CONNECT)
        await store.desk.set_owner(south.id, "U_CHI")
    await _lose(desk, "south")

    with pytest.raises(ConsentRefused, match="belongs to another book") as caught:
        await desk.comes_back(north, SOUTH, code="2")
    assert "belongs to South" not in caught.value.advice
    came = await desk.comes_back(north, NORTH, SOUTH, code="3")

    assert isinstance(came, Connected)
    assert came.books == ()
    after = await desk.connection("south")
    assert (after.state, after.owner) == (ConnectionState.LOST, "U_CHI")


async def notices(desk: Consenting, kind: NoticeKind) -> list[Any]:
    """Return the notices of a kind, with where each is told."""
    return [
        *await rows(
            desk.bench.database,
            "SELECT n.*, m.channel_id FROM notice n JOIN message m ON m.notice_id = n.id"
            " WHERE n.kind = :kind ORDER BY n.id",
            kind=kind.value,
        )
    ]
