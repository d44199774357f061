"""Whose file is offered, what is fetched of it, and what is said when Slack does not help."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from bot.cost_files import ReadCostFile
from bot.offers.fetching import MOST_BYTES, TOO_LARGE
from bot.offers.offering import OfferFile
from bot.offers.options import meaning_of
from bot.offers.reading import ReadOffer
from bot.reading_shared import GIVEN_UP, ReadSharedFile
from bot.roster import Roster
from bot.shared_files import NotThereYet, SharedFile, SlackFiles, kinds_of
from connectors.intake.dates import DateOrder
from connectors.intake.result import NumberBy
from journal.amounts.reading import DecimalMark
from journal.books.book import Connection
from journal.entries.entry import EntryKind, OnChange
from journal.entries.numbering import Restart
from journal.importing.take_offer import TakeOffer
from journal.offers.choices import Changes, Choices
from journal.offers.file_offer import FileOffer, OfferState
from sandbox.serve import serving
from storage.database import Database
from tests.build import a_book, some_content
from tests.clock import SetClock
from tests.handlers.forms.test_costs import waiting_for
from tests.handlers.slack import FakeSlack
from tests.journal.bench import Bench
from tests.storage.stage import CHANNEL, jobs, rows

KEY = f"{CHANNEL}/F1/U_ANA/Ev1"


def a_file(**changes: Any) -> dict[str, Any]:
    """Return what Slack says of a CSV that was shared in the channel."""
    shares = {"public": {CHANNEL: [{"ts": "5.1"}]}}
    file = {"id": "F1", "name": "july.csv", "filetype": "csv", "size": 100, "shares": shares}
    return {**file, "url_private": "https://elsewhere.example/july.csv", **changes}


@dataclass(slots=True)
class Ears:
    """What looks at a shared file, and the Slack that it asks."""

    slack: FakeSlack
    read_shared: ReadSharedFile
    read_offer: ReadOffer
    database: Database

    def says(self, **file: Any) -> None:
        """Let Slack say this of the file."""
        self.slack.answers["files.info"] = {"ok": True, "file": a_file(**file)}

    def is_shared_by(self, **user: Any) -> None:
        """Let Slack say this of the person."""
        person = {"id": "U_ANA", "name": "ana", "team_id": "T1", **user}
        self.slack.answers["users.info"] = {"ok": True, "user": person}

    async def offers(self) -> list[FileOffer]:
        """Return every offer."""
        ids = [row.id for row in await rows(self.database, "SELECT id FROM file_offer ORDER BY id")]
        async with self.database.store() as store:
            return [await store.offers.get(one) for one in ids]


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a database of this test alone."""
    return Bench(database, clock)


@pytest.fixture
async def ears(bench: Bench) -> AsyncIterator[Ears]:
    """Over a Slack of this test alone, in which Ana shared a file."""
    slack, database = FakeSlack(), bench.database
    async with serving(slack.app()) as url, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-test", base_url=f"{url}/api/", session=session, retry_handlers=[]
        )
        files, roster = SlackFiles(client, session), Roster(database, client, bench.clock)
        costs = ReadCostFile(database, files, bench.services.make_move, roster)
        offer = OfferFile(database, files, roster, bench.clock)
        take = TakeOffer(database.store, bench.services.accept_entries, bench.clock)
        preview = bench.services.preview_entries
        reading = ReadOffer(database, files, preview, take, bench.clock)
        heard = Ears(slack, ReadSharedFile(files, costs, offer), reading, database)
        heard.says()
        heard.is_shared_by()
        yield heard


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """Northwind, whose channel it is."""
    return await bench.book()


async def test_a_file_is_offered_once(ears: Ears, connection: Connection) -> None:
    """The job may run twice; the event makes one offer, and it is read by a job."""
    for _ in range(2):
        await ears.read_shared(KEY)

    (offer,) = await ears.offers()
    assert (offer.book_id, offer.state) == (connection.book_id, OfferState.READING)
    assert (offer.thread_ts, offer.dropped_by) == ("5.1", "U_ANA")
    assert ("read_offer", str(offer.id)) in await jobs(ears.database)


async def test_a_file_of_an_app_is_let_be(ears: Ears, connection: Connection) -> None:
    """Our own files come back to us, and other apps have theirs."""
    ears.is_shared_by(is_bot=True)

    await ears.read_shared(KEY)

    assert await ears.offers() == []


async def test_too_large_a_file_is_not_fetched(ears: Ears, connection: Connection) -> None:
    """Its size is known before anything of it is asked for."""
    ears.says(size=MOST_BYTES + 1)

    await ears.read_shared(KEY)

    (offer,) = await ears.offers()
    assert (offer.state, offer.why) == (OfferState.REFUSED, TOO_LARGE)


async def test_the_token_goes_to_slack_alone(ears: Ears, connection: Connection) -> None:
    """A file that lies elsewhere is not fetched; its message says so."""
    await ears.read_shared(KEY)
    (offer,) = await ears.offers()

    await ears.read_offer(offer.id)

    (now,) = await ears.offers()
    assert now.state is OfferState.REFUSED
    assert now.why


async def test_slack_may_not_show_it_yet(ears: Ears, connection: Connection) -> None:
    """Where it was shared is not told yet: the job comes again; at last the person is told."""
    ears.says(shares={})
    with pytest.raises(NotThereYet):
        await ears.read_shared(KEY)

    await ears.read_shared.give_up(KEY)

    (told,) = ears.slack.called("chat.postMessage")
    assert (told["channel"], told["text"]) == ("U_ANA", GIVEN_UP)


async def test_what_is_given_up_says_so(ears: Ears, connection: Connection) -> None:
    """A file that could not be read at last is refused on its message, never left reading."""
    await ears.read_shared(KEY)
    (offer,) = await ears.offers()

    await ears.read_offer.give_up(str(offer.id))

    (now,) = await ears.offers()
    assert now.state is OfferState.REFUSED
    assert ("send_cards", CHANNEL) in await jobs(ears.database)


async def test_someone_new_is_met_first(ears: Ears, connection: Connection) -> None:
    """Whom no tick has seen is asked for, and their file is offered then."""
    async with ears.database.engine.begin() as sql:
        await sql.exec_driver_sql("DELETE FROM person WHERE id = 'U_ANA'")

    await ears.read_shared(KEY)

    assert len(await ears.offers()) == 1


async def test_who_stays_unknown_is_told(ears: Ears, connection: Connection) -> None:
    """Someone whom Slack does not name reads what their administrator can do."""
    async with ears.database.engine.begin() as sql:
        await sql.exec_driver_sql("DELETE FROM person WHERE id = 'U_ANA'")
    ears.is_shared_by(id="U_OTHER")

    await ears.read_shared(KEY)

    assert await ears.offers() == []


@pytest.mark.parametrize(("is_guest", "fetched"), [(True, 0), (False, 1)])
async def test_a_stranger_s_costs_are_not_fetched(
    ears: Ears, bench: Bench, is_guest: bool, fetched: int
) -> None:
    """Below a card that waits for costs, who may give them is asked before the file is."""
    await waiting_for(bench, ("MUG", 3))
    async with ears.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE message SET ts = '1.1'")
        await sql.execute(
            text("UPDATE person SET is_guest = :is WHERE id = 'U_ANA'"), {"is": is_guest}
        )
    address = f"{ears.read_shared.files.slack.base_url}costs.csv"
    below = {"public": {CHANNEL: [{"ts": "5.1", "thread_ts": "1.1"}]}}
    ears.says(name="costs.csv", url_private=address, shares=below)

    await ears.read_shared(KEY)

    assert len(ears.slack.called("costs.csv")) == fetched
    assert len(ears.slack.called("chat.postMessage")) == (1 if is_guest else 0)


def test_the_job_of_an_earlier_release_is_read() -> None:
    """Its key names no event."""
    assert SharedFile.of("C1/F1/U_ANA") == SharedFile("C1", "F1", "U_ANA")
    assert SharedFile.of("C1/F1/U_ANA/Ev1").event_id == "Ev1"


def test_a_kind_is_told_by_name_or_by_slack() -> None:
    """A snippet has no ending, and Slack's word for it then."""
    assert kinds_of({"name": "JULY.CSV", "filetype": "text"}) == (".csv", ".text")
    assert kinds_of({"name": "Untitled", "filetype": "csv"}) == ("", ".csv")


def test_choices_come_to_the_options_of_import() -> None:
    """Every choice reaches the reader, the numbering and what becomes of changes."""
    choices = Choices(
        sales_channel="Square",
        kind="deposit",
        dates="day-first",
        decimals="comma",
        sheet="July",
        number_by="date",
        leave_out=True,
        changes=Changes.CORRECTED_ALL,
        restart="date",
    )
    meaning = meaning_of(choices, a_book(currency="EUR", locale="de_DE"), "day2.csv")

    options = meaning.options
    assert (options.currency, options.locale, options.sheet) == ("EUR", "de_DE", "July")
    assert (options.sales_channel, options.kind) == ("Square", EntryKind.DEPOSIT)
    assert (options.dates, options.decimals) == (DateOrder.DAY_FIRST, DecimalMark.COMMA)
    assert (options.number_by, options.leave_out, options.by_day) == (NumberBy.DATE, True, True)
    assert (meaning.numbering.file, meaning.numbering.restart) == ("day2", Restart.DATE)
    assert meaning.corrected
    assert meaning.said([some_content()])[0].on_change is OnChange.REPLACE


def test_nothing_chosen_changes_nothing() -> None:
    """As `jefail import` without options: changes are refused, numbers are references."""
    meaning = meaning_of(Choices(), a_book(), "day2.csv")

    assert (meaning.corrected, meaning.numbering.restart) == (False, None)
    assert meaning.said([some_content()])[0].on_change is OnChange.REFUSE
