"""What is done once a second person approves: for each move its use case, called as it was asked.

A move that is added here belongs into `ASKABLE` (`journal/rights.py`), and its sentence into
`blocks/words/asks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from journal.entries.editing import Correction
from journal.incidents.incident import HowResolved
from journal.incidents.move import Move
from journal.incidents.notes import NoteRule
from journal.moves.await_period import AwaitPeriod
from journal.moves.costs import AddCosts, GivenCosts
from journal.moves.decide_request import Do
from journal.moves.draft import DraftIncident
from journal.moves.duplicate import Judged, LinkEntry, PostAnyway
from journal.moves.hand_edit import KeepTheirs, OverwriteTheirs, PostApart, Seen
from journal.moves.lines import EditLines
from journal.moves.map import MapAccounts, chosen_in
from journal.moves.redate import Agreed, RedateIncident
from journal.moves.resolve import ResolveIncident
from journal.moves.retry import RetryIncident
from journal.moves.skip import SkipEntries
from journal.ports import Clock, OpenStore


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
