"""The use cases, ready to be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.watching import Watching
from journal.connecting.confirm_connection import ConfirmConnection
from journal.connecting.try_connection import TryConnection
from journal.importing.decide_offer import DecideOffer
from journal.incidents.notes import NoteRule
from journal.moves.create_account import CreateAccount
from journal.moves.create_item import CreateItem
from journal.moves.decide_request import ApproveRequest, DeclineRequest
from journal.moves.duplicate import FindTwin
from journal.moves.make_move import MakeMove
from journal.polling.poll_connection import PollConnection
from journal.polling.remind_owners import RemindOwners
from journal.polling.wake_snoozed import WakeSnoozed
from journal.polling.warn_of_closes import WarnOfCloses
from journal.polling.warn_of_ends import WarnOfEnds
from journal.ports import Clock, OpenLedger
from journal.posting.accept_entries import AcceptEntries, PreviewEntries
from journal.posting.post_entries import PostEntries
from journal.posting.read_chart import ReadChart
from journal.posting_service.asking import AskForRetries
from journal.posting_service.read_reports import ReadReports
from journal.posting_service.reports import OpenPostingService
from storage.database import Database

NOTE_RULE = NoteRule(Decimal(10_000))
CLOSE_WARNING = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers, jobs and the API call."""

    database: Database
    now: Clock
    accept_entries: AcceptEntries
    preview_entries: PreviewEntries
    post_entries: PostEntries
    poll_connection: PollConnection
    make_move: MakeMove
    find_twin: FindTwin
    wake_snoozed: WakeSnoozed
    remind_owners: RemindOwners
    try_connection: TryConnection
    confirm_connection: ConfirmConnection
    approve_request: ApproveRequest
    decline_request: DeclineRequest
    decide_offer: DecideOffer
    create_account: CreateAccount
    create_item: CreateItem
    read_chart: ReadChart
    warn_of_ends: WarnOfEnds
    warn_of_closes: WarnOfCloses
    watching: Watching | None = None  # None: no book here is posted to by someone else

    async def post_or_ask_service(self, connection_id: int, job_id: int) -> None:
        """Have what is due of a connection carried into its ledger, by jefail or its service."""
        if not (self.watching and await self.watching.post_or_ask_service(connection_id, job_id)):
            await self.post_entries(connection_id, job_id)

    async def poll(self, connection_id: int) -> None:
        """Look at a connection, and read its posting service if it has one."""
        if not (self.watching and await self.watching.poll(connection_id)):
            await self.poll_connection(connection_id)


def services_of(
    database: Database,
    open_ledger: OpenLedger,
    now: Clock,
    patience: timedelta,
    open_service: OpenPostingService | None = None,
    *,
    note_rule: NoteRule = NOTE_RULE,
    support_channel: str = "",
    close_warning: timedelta = CLOSE_WARNING,
) -> Services:
    """Return the use cases over one store, and one way to the ledgers and posting services."""
    poll_connection = PollConnection(database.store, open_ledger, now)
    make_move = MakeMove(database.seen_by, now, note_rule, support_channel)
    return Services(
        database=database,
        now=now,
        accept_entries=AcceptEntries(database.store, now),
        preview_entries=PreviewEntries(database.store),
        post_entries=PostEntries(database.store, open_ledger, now, patience),
        poll_connection=poll_connection,
        make_move=make_move,
        find_twin=FindTwin(database.seen_by, open_ledger),
        wake_snoozed=WakeSnoozed(database.store, now),
        remind_owners=RemindOwners(database.store, now),
        confirm_connection=ConfirmConnection(database.seen_by, now),
        try_connection=TryConnection(database.seen_by, open_ledger),
        approve_request=ApproveRequest(database.seen_by, now, make_move),
        decline_request=DeclineRequest(database.seen_by, now),
        decide_offer=DecideOffer(database.seen_by, now),
        create_account=CreateAccount(database.seen_by, open_ledger, now),
        create_item=CreateItem(database.seen_by, open_ledger, now),
        read_chart=ReadChart(database.store, open_ledger, now),
        warn_of_ends=WarnOfEnds(database.store, now),
        warn_of_closes=WarnOfCloses(database.store, now, close_warning),
        watching=open_service
        and Watching(
            database,
            now,
            AskForRetries(database.store, open_service, now, patience),
            ReadReports(database.store, open_service, now, patience),
            poll_connection,
        ),
    )
