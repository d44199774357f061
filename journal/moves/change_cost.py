"""Someone says that pieces cost another sum than they were posted at: posted entries follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from journal.amounts.money import Money
from journal.entries.entry import Entry, PostingStatus
from journal.errors import BadInput, TransitionRefused
from journal.incidents.change_cost_preview import ChangePreview, NewCost, NewCosts, preview_change
from journal.incidents.incident import Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import CostsChanged
from journal.incidents.story.posting import EntriesMoved
from journal.incidents.story.values import Batch
from journal.moves.costs import PreviewChanged
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.ports import PostedAt, Store

MOST = 500
"""How many entries one change corrects."""
TOLD = 60
"""How many of the costs that were changed are kept with the story."""
NUMBERS = 3
LEFT_OUT = 20
"""How many entries are named that hold such pieces and stay as they are."""


@dataclass(frozen=True, slots=True)
class GivenChange:
    """What someone chose and wrote. All costs are in one currency.

    Attributes:
        sales_channel: where the pieces were sold.
        costs: by SKU.
        why: their reason, as they wrote it.
        entry_id: the entry that they looked at; 0: none, at a terminal.
        since: other entries are corrected too that have this day or a later one, and the costs
            hold for later entries; None: only the one entry, and nothing is kept.
        with_closed: also what stands on closed days, once those are open again.
        seen: the `ChangePreview.mark` of what they were shown and said yes to; "": nothing.
    """

    sales_channel: str
    costs: NewCosts
    why: str
    entry_id: int = 0
    since: date | None = None
    with_closed: bool = False
    seen: str = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {
            "channel": self.sales_channel,
            "costs": [_row_of(sku, one) for sku, one in self.costs.items()],
            "why": self.why,
            "entry_id": self.entry_id,
            "since": self.since.isoformat() if self.since else None,
            "with_closed": self.with_closed,
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        since = facts["since"]
        return cls(
            facts["channel"],
            {sku: _cost_of(*units) for sku, *units in facts["costs"]},
            facts["why"],
            facts["entry_id"],
            date.fromisoformat(since) if since else None,
            facts["with_closed"],
        )

    @property
    def currency(self) -> str:
        """The currency of its costs; "" without any."""
        return next((one.now.currency for one in self.costs.values()), "")

    @property
    def kept(self) -> Mapping[str, Money]:
        """What pieces cost from now on; nothing where one entry alone is meant."""
        return {sku: one.now for sku, one in self.costs.items()} if self.since else {}


async def read_change(store: Store, book_id: int, given: GivenChange) -> ChangePreview:
    """Return what `given` would correct as things stand; nothing where the platform lets nobody.

    Raises:
        BadInput: more than `MOST` entries; says what to do.
        NotFound: the book has no connection.
    """
    connection = await store.books.connection_of(book_id)
    skus = tuple(given.costs)
    asked = PostedAt(given.currency, given.sales_channel, skus, given.since, given.entry_id)
    can_change = connection.platform.changes_in_place
    posted = await store.costs.posted_at(book_id, asked, MOST) if can_change else []
    if len(posted) > MOST:
        raise BadInput(f"More than {MOST} entries use these costs. Choose fewer, by a later day.")
    shown = preview_change(
        posted, given.costs, closed=connection.closed, with_closed=given.with_closed
    )
    if given.since is None or not can_change:
        return shown
    return replace(shown, left_out=tuple(await store.costs.left_out(book_id, asked, LEFT_OUT)))


def refuse_if_unchangeable(entry: Entry) -> None:
    """Raise TransitionRefused with the reason, when no cost of `entry` can be changed."""
    if entry.status is not PostingStatus.POSTED:
        raise TransitionRefused(
            f"{entry.number} is not posted at present, so its costs can't be changed now."
        )
    if entry.changed is not None:
        raise TransitionRefused(
            f"{entry.number} was changed in the books. Say first which of the two counts."
        )
    if not has_pieces(entry):
        raise TransitionRefused(f"{entry.number} has no lines that get their amount from a cost.")
    if not entry.costs:
        raise TransitionRefused(
            f"It is not known at which costs {entry.number} was posted. Hand it in again with"
            " amounts on its lines, or correct it in the books."
        )


def has_pieces(entry: Entry) -> bool:
    """Whether lines of `entry` get their amounts from costs."""
    return any(line.amount is None for line in entry.content.lines)


async def _hold(store: Store, incident_id: int) -> None:
    await store.costs.hold(incident_id)


@dataclass(frozen=True, slots=True)
class Changing:
    """What was read and checked: what is to be corrected, to which costs."""

    given: GivenChange
    shown: ChangePreview


async def _plan(making: Making, incident: Incident, given: GivenChange) -> Plan[Changing]:
    shown = await read_change(making.store, incident.book_id, given)
    if given.seen and given.seen != shown.mark:
        raise PreviewChanged
    if not shown.entries:
        raise TransitionRefused("No posted entry would change by that, so nothing was done.")
    return Plan(
        Changing(given, shown),
        told={"changed": [one.row for one in shown.lines], "left": left_of(shown)},
        tally=shown.tally,
        entries=[one.id for one in shown.entries],
        amounts=shown.amounts,
        lasts=True,
    )


async def correct_posted(making: Making, incident: Incident, work: Changing) -> Incident:
    """Have the entries corrected on `incident`, which is theirs alone; return it as it stands then.

    Raises:
        PreviewChanged: one of them is not any more as it was read.
    """
    store, at, given, shown = making.store, making.at, work.given, work.shown
    count = await store.costs.post_at(incident.id, shown.entries, given.costs, at)
    if count != len(shown.entries):
        raise PreviewChanged
    await store.costs.keep(incident.book_id, given.sales_channel, given.kept)
    await _tell_origins(making, incident, shown)
    turn = told_of(given, shown)
    mending = Mending(MoveName.CHANGE_COST, making.by, at, turn)
    return await post_again(store, incident, Event(turn, making.by or None), at, mending=mending)


CHANGE_COST = Move(
    MoveName.CHANGE_COST, GivenChange, _plan, correct_posted, changes_posting=True, hold=_hold
)
"""Posted entries are corrected to other costs, each as a new posting revision.

Made on a card of its own (`journal/moves/start_change.py`). Raises PreviewChanged: it would correct
another thing than the person was shown.
"""


def told_of(given: GivenChange, shown: ChangePreview) -> CostsChanged:
    """Return the turn of the story that tells of a change."""
    numbers = tuple(one.number for one in shown.entries[:NUMBERS])
    return CostsChanged(
        Batch(len(shown.entries), shown.tally.amounts, numbers),
        variants=len(given.costs),
        changed=shown.lines[:TOLD],
        why=given.why,
        kept=bool(given.kept),
        left=left_of(shown),
    )


def left_of(shown: ChangePreview) -> int:
    """Return how many entries are left as they are, since their days are closed."""
    return 0 if shown.with_closed else len(shown.closed)


async def _tell_origins(making: Making, incident: Incident, shown: ChangePreview) -> None:
    """Tell the cards that the entries were posted from where they are corrected."""
    store = making.store
    ids = sorted({one.incident_id for one in shown.entries if one.incident_id is not None})
    for origin_id in ids:
        of_it = [one for one in shown.entries if one.incident_id == origin_id]
        numbers = tuple(one.number for one in of_it[:NUMBERS])
        moved = EntriesMoved(Batch(len(of_it), numbers=numbers), (incident.id,))
        origin = (await store.incidents.case(origin_id)).incident
        await store.incidents.tell(origin, Event(moved, making.by or None), making.at)
        await store.incidents.owe_card(origin)


def _row_of(sku: str, one: NewCost) -> Sequence[object]:
    return [sku, one.now.minor, one.now.currency, one.was.minor if one.was else None]


def _cost_of(now: int, currency: str, was: int | None) -> NewCost:
    return NewCost(Money(now, currency), None if was is None else Money(was, currency))
