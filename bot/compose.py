"""The program put together: everything that is needed, made once and closed in order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from functools import partial

import aiohttp
import httpx
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.cost_files import ReadCostFile
from bot.ledgers import ledgers_of
from bot.members import ReadMembers
from bot.offers.importing import ImportOffer
from bot.offers.offering import OfferFile
from bot.offers.reading import ReadOffer
from bot.outages import TellOfOutages
from bot.people import People
from bot.reading_shared import ReadSharedFile
from bot.roster import Roster
from bot.see_deleted import SeeDeleted
from bot.sending import SendCards
from bot.services import Services, services_of
from bot.settings import Settings
from bot.shared_files import SlackFiles
from bot.slack_channel import SlackChannel
from bot.slack_reads import ReadAgain
from bot.slack_session import SECONDS, open_session
from bot.ways_in import CALLBACK, ways_in_of
from connectors.http import open_client
from connectors.intake.fenced import end_readings
from connectors.kept import KeptConnections
from connectors.posting_service.opening import open_service
from journal.connecting.connect_book import ConnectBook
from journal.connecting.take_consent import TakeConsent
from journal.importing.close_offers import CloseOffers
from journal.importing.take_offer import TakeOffer
from journal.incidents.notes import NoteRule
from storage.access.sealing import sealer_of
from storage.access.tokens import SqlTokenSafe
from storage.cluster import Cluster, start_cluster
from storage.database import Database, open_engine, sqlalchemy_url
from storage.engine.clock import DatabaseClock, running_clock
from storage.put_back import see_if_put_back
from storage.schema import migrate

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Program:
    """What the web app, the worker, the ticker and the commands work with."""

    settings: Settings
    cluster: Cluster | None  # None: the database is someone else's
    database_url: str  # libpq form
    database: Database
    clock: DatabaseClock
    tokens: SqlTokenSafe
    http: httpx.AsyncClient
    slack: AsyncWebClient
    services: Services
    send_cards: SendCards
    tell_of_outages: TellOfOutages
    read_shared_file: ReadSharedFile
    read_offer: ReadOffer
    import_offer: ImportOffer
    connect_book: ConnectBook
    take_consent: TakeConsent
    people: People
    roster: Roster
    read_members: ReadMembers
    see_deleted: SeeDeleted


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[tuple[str, Cluster | None]]:
    """Yield the database's libpq URL, migrated; starts the embedded one when none is set."""
    if settings.database_url:
        await _bring_up(settings.database_url)
        yield settings.database_url, None
        return
    cluster = await start_cluster(settings.home)
    try:
        await _bring_up(cluster.url)
        yield cluster.url, cluster
    finally:
        await cluster.stop()


async def _bring_up(url: str) -> None:
    """Migrate the database at `url` (libpq form), and settle it if it is a backup put back."""
    await migrate(sqlalchemy_url(url))
    if settled := await see_if_put_back(sqlalchemy_url(url)):
        log.warning("backup_put_back", **asdict(settled))


@asynccontextmanager
async def compose_program(settings: Settings) -> AsyncIterator[Program]:
    """Yield the program on a running, migrated database; close everything at the end."""
    async with AsyncExitStack() as stack:
        url, cluster = await stack.enter_async_context(database_of(settings))
        engine = open_engine(url, frozen_after=settings.stalled)
        stack.push_async_callback(engine.dispose)
        http = await stack.enter_async_context(open_client(inner=settings.inner))
        kept = KeptConnections()
        session = await stack.enter_async_context(open_session(kept))
        slack = slack_client(settings, session, kept)
        database = Database(engine)
        clock = await stack.enter_async_context(running_clock(engine))
        sealer = sealer_of(settings.fernet_keys)
        tokens = SqlTokenSafe(engine, sealer)
        ledgers = ledgers_of(settings, http, tokens, clock.now)
        ways = ways_in_of(settings, http, clock.now, ledgers.makers.keys())
        people = People(slack)
        roster = Roster(database, slack, clock.now)
        services = services_of(
            database,
            ledgers.open,
            clock.now,
            settings.patience,
            partial(open_service, http=http, safe=tokens),
            note_rule=NoteRule(settings.note_above),
            support_channel=settings.support_channel,
            close_warning=settings.close_warning,
        )
        files = SlackFiles(slack, session)
        stack.callback(end_readings)
        take_offer = TakeOffer(database.store, services.accept_entries, clock.now)
        yield Program(
            settings=settings,
            cluster=cluster,
            database_url=url,
            database=database,
            clock=clock,
            tokens=tokens,
            http=http,
            slack=slack,
            services=services,
            send_cards=SendCards(database, SlackChannel(slack), people, clock.now),
            tell_of_outages=TellOfOutages(
                database, settings.fallback_channel, settings.patience, clock.now
            ),
            read_shared_file=ReadSharedFile(
                files,
                ReadCostFile(database, files, services.make_move, roster),
                OfferFile(database, files, roster, clock.now),
            ),
            read_offer=ReadOffer(database, files, services.preview_entries, take_offer, clock.now),
            import_offer=ImportOffer(database, files, take_offer),
            connect_book=ConnectBook(
                database.seen_by, clock.now, settings.pages_url, ways.platforms
            ),
            take_consent=TakeConsent(
                database.store, clock.now, ways, sealer, f"{settings.pages_url}{CALLBACK}"
            ),
            people=people,
            roster=roster,
            read_members=ReadMembers(
                database, slack, CloseOffers(database.store, clock.now), clock.now
            ),
            see_deleted=SeeDeleted(database, SlackChannel(slack), clock.now, settings.poll_every),
        )


def slack_client(
    settings: Settings, session: aiohttp.ClientSession, kept: KeptConnections
) -> AsyncWebClient:
    """Return a client that repeats reads alone by itself: a repeated post is a second card."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=SECONDS,
        session=session,
        retry_handlers=[ReadAgain(kept)],
    )
