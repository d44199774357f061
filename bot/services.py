"""The use cases, ready to be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.approvals import approvals_of
from bot.watching import Watching
from journal.connecting.try_connection import TryConnection
from journal.incidents.notes import NoteRule
from journal.moves.ask_owner import AskOwner, RemindOwners
from journal.moves.assign import AssignIncident
from journal.moves.await_period import AwaitPeriod
from journal.moves.costs import AddCosts
from journal.moves.create_account import CreateAccount
from journal.moves.decide_request import ApproveRequest, DeclineRequest
from journal.moves.draft import DraftIncident
from journal.moves.duplicate import FindTwin, LinkEntry, PostAnyway
from journal.moves.hand_edit import KeepTheirs, OverwriteTheirs, PostApart
from journal.moves.lines import EditLines
from journal.moves.map import MapAccounts
from journal.moves.redate import RedateIncident
from journal.moves.reopen import ReopenIncident
from journal.moves.resolve import ResolveIncident
from journal.moves.retry import RetryIncident
from journal.moves.skip import SkipEntries
from journal.moves.snooze import SnoozeIncident, WakeIncident, WakeSnoozed
from journal.moves.stop import StopIncident
from journal.moves.support import ContactSupport
from journal.polling.poll_connection import PollConnection
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
    retry_incident: RetryIncident
    draft_incident: DraftIncident
    add_costs: AddCosts
    redate_incident: RedateIncident
    await_period: AwaitPeriod
    edit_lines: EditLines
    find_twin: FindTwin
    link_entry: LinkEntry
    post_anyway: PostAnyway
    overwrite_theirs: OverwriteTheirs
    keep_theirs: KeepTheirs
    post_apart: PostApart
    resolve_incident: ResolveIncident
    reopen_incident: ReopenIncident
    assign_incident: AssignIncident
    snooze_incident: SnoozeIncident
    wake_incident: WakeIncident
    wake_snoozed: WakeSnoozed
    skip_entries: SkipEntries
    contact_support: ContactSupport
    stop_incident: StopIncident
    ask_owner: AskOwner
    remind_owners: RemindOwners
    try_connection: TryConnection
    approve_request: ApproveRequest
    decline_request: DeclineRequest
    create_account: CreateAccount
    map_accounts: MapAccounts
    read_chart: ReadChart
    warn_of_ends: WarnOfEnds
    warn_of_closes: WarnOfCloses
    watching: Watching | None = None  # None: no book here is posted to by somebody else

    async def carry(self, connection_id: int, job_id: int) -> None:
        """Have what is due of a connection carried into its ledger, by whoever posts to it."""
        if not (self.watching and await self.watching.carry(connection_id, job_id)):
            await self.post_entries(connection_id, job_id)

    async def look_at(self, connection_id: int) -> None:
        """Look at a connection, and read its posting service if it has one."""
        if not (self.watching and await self.watching.look_at(connection_id)):
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
    return Services(
        database=database,
        now=now,
        accept_entries=AcceptEntries(database.store, now),
        preview_entries=PreviewEntries(database.store),
        post_entries=PostEntries(database.store, open_ledger, now, patience),
        poll_connection=poll_connection,
        retry_incident=RetryIncident(database.store, now),
        draft_incident=DraftIncident(database.store, now),
        redate_incident=RedateIncident(database.store, now),
        await_period=AwaitPeriod(database.store, now),
        edit_lines=EditLines(database.store, now),
        find_twin=FindTwin(database.store, open_ledger),
        link_entry=LinkEntry(database.store, now),
        post_anyway=PostAnyway(database.store, now),
        overwrite_theirs=OverwriteTheirs(database.store, now),
        keep_theirs=KeepTheirs(database.store, now),
        post_apart=PostApart(database.store, now),
        resolve_incident=ResolveIncident(database.store, now, note_rule),
        add_costs=AddCosts(database.store, now),
        reopen_incident=ReopenIncident(database.store, now),
        assign_incident=AssignIncident(database.store, now),
        snooze_incident=SnoozeIncident(database.store, now),
        wake_incident=WakeIncident(database.store, now),
        wake_snoozed=WakeSnoozed(database.store, now),
        skip_entries=SkipEntries(database.store, now, note_rule),
        contact_support=ContactSupport(database.store, now, support_channel),
        ask_owner=AskOwner(database.store, now),
        remind_owners=RemindOwners(database.store, now),
        try_connection=TryConnection(database.store, open_ledger),
        stop_incident=StopIncident(database.store, now),
        approve_request=ApproveRequest(
            database.store, now, approvals_of(database.store, now, note_rule)
        ),
        decline_request=DeclineRequest(database.store, now),
        create_account=CreateAccount(database.store, open_ledger, now),
        map_accounts=MapAccounts(database.store, now),
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
