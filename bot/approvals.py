"""What is done once a second person approves: for each move its use case, called as it was asked.

A move that is added here belongs into `ASKABLE` (`journal/rights.py`), and its sentence into
`blocks/asks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from journal.editing import Correction
from journal.incident import HowResolved
from journal.moves import Move
from journal.notes import NoteRule
from journal.ports import Clock, OpenStore
from journal.services.add_costs import AddCosts, GivenCosts
from journal.services.await_period import AwaitPeriod
from journal.services.decide_request import Do
from journal.services.draft_incident import DraftIncident
from journal.services.edit_lines import EditLines
from journal.services.map_accounts import MapAccounts, chosen_in
from journal.services.redate_incident import Agreed, RedateIncident
from journal.services.resolve_incident import ResolveIncident
from journal.services.retry_incident import RetryIncident
from journal.services.settle_correction import KeepTheirs, OverwriteTheirs, PostApart, Seen
from journal.services.settle_duplicate import Judged, LinkEntry, PostAnyway
from journal.services.skip_entries import SkipEntries


def approvals_of(store: OpenStore, now: Clock, note_rule: NoteRule) -> Mapping[Move, Do]:
    """Return how each move is made with the facts that it was asked for with."""
    retry, draft = RetryIncident(store, now), DraftIncident(store, now)
    redate, wait, edit = RedateIncident(store, now), AwaitPeriod(store, now), EditLines(store, now)
    link, post_anyway = LinkEntry(store, now), PostAnyway(store, now)
    overwrite, keep = OverwriteTheirs(store, now), KeepTheirs(store, now)
    apart = PostApart(store, now)
    map_accounts, add_costs = MapAccounts(store, now), AddCosts(store, now)
    resolve, skip = ResolveIncident(store, now, note_rule), SkipEntries(store, now, note_rule)
    return {
        Move.RETRY: lambda one, click, _facts: retry(one, click),
        Move.DRAFT: lambda one, click, _facts: draft(one, click),
        Move.WAIT_FOR_REOPENING: lambda one, click, _facts: wait(one, click),
        Move.REDATE: lambda one, click, facts: redate(one, click, Agreed.of(facts)),
        Move.MAP: lambda one, click, facts: map_accounts(one, click, chosen_in(facts)),
        Move.COST: lambda one, click, facts: add_costs(one, click, GivenCosts.of(facts)),
        Move.EDIT: lambda one, click, facts: edit(one, click, Correction.of(facts)),
        Move.LINK: lambda one, click, facts: link(one, click, Judged.of(facts)),
        Move.POST_ANYWAY: lambda one, click, facts: (
            apart(one, click, facts["entry_id"], facts["revision"])
            if facts.get("apart")
            else post_anyway(one, click, Judged.of(facts), facts["note"])
        ),
        Move.OVERWRITE: lambda one, click, facts: overwrite(one, click, Seen.of(facts)),
        Move.KEEP_THEIRS: lambda one, click, facts: keep(one, click, facts["version"]),
        Move.RESOLVE: lambda one, click, facts: resolve(
            one, click, HowResolved(facts["how"]), facts["note"]
        ),
        Move.SKIP: lambda one, click, facts: skip(one, click, facts["entry_id"], facts["note"]),
    }
