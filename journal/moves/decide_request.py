"""A second person decides on what someone asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journal.errors import JefailError, StoreBusy, TransitionRefused
from journal.incidents.incident import Incident, Request
from journal.incidents.story.requests import RequestDeclined, RequestLapsed
from journal.moves.allowing import require_right
from journal.moves.catalogue import move_of
from journal.moves.make_move import Asked, MakeMove, Outcome, Repeated
from journal.ports import Click, Clock, OpenSeen
from journal.requests import close_request, facts_of, lapsed, waiting_request
from journal.rights import NotAllowed


@dataclass(frozen=True, slots=True)
class ApproveRequest:
    """Have done what was asked for, in the name of both."""

    open_store: OpenSeen
    now: Clock
    make_move: MakeMove

    async def __call__(self, incident_id: int, click: Click, seen: str | None = None) -> Outcome:
        """Make the move in one transaction, in which everything is looked at once more.

        Asked again, where it would do another thing by now than was shown. What cannot be done
        any more is not asked any more.

        `seen`: the mark of the request as its button was drawn; where another one waits by now,
        nothing is done and the card is drawn again. None: it was read just now.

        Raises:
            TransitionRefused: it is not asked any more, or cannot be done any more (says why).
            NotAllowed: the person may not approve it; the one who asked never may.
            NotFound: there is no such incident.
        """
        async with self.open_store(click.viewer) as store:
            case = await store.incidents.case(incident_id)
            if not await store.clicks.remember(click):
                return Repeated(case.incident)
            request = waiting_request(case)
            if seen not in (None, request.mark):
                await store.incidents.owe_card(case.incident)
                return Asked(case.incident)
        both = replace(
            click,
            id=f"{click.id}/both",
            actor=request.by,
            second=click.actor,
            asked_at=request.at,
        )
        move = move_of(request)
        try:
            return await self.make_move(move, incident_id, both, move.given.of(request.facts))
        except StoreBusy:
            raise
        except JefailError as error:
            if isinstance(error, NotAllowed) and error.refusal.person_id == click.actor:
                raise
            raise await self._undone(incident_id, click, request, error) from error

    async def _undone(
        self, incident_id: int, click: Click, request: Request, error: JefailError
    ) -> JefailError:
        """Forget what cannot be done any more, tell who asked, and return what to raise."""
        why = TransitionRefused(_MAY_NOT) if isinstance(error, NotAllowed) else error
        async with self.open_store(click.viewer) as store:
            incident = await store.incidents.for_change(incident_id)
            if incident.request != request:
                # Someone else has decided meanwhile; who was first is known to some moves.
                return error if isinstance(error, TransitionRefused) else lapsed(incident)
            turn = RequestLapsed(facts_of(request), request.by, why.advice)
            await close_request(store, incident, turn, click.actor, self.now())
        undone = TransitionRefused(
            f"{why.sentence} What {{asker}} asked for was not done, and is not asked any more."
        )
        undone.named = {**why.named, "asker": request.by}
        return undone


@dataclass(frozen=True, slots=True)
class DeclineRequest:
    """Say no to what was asked for; the person who asked takes it back by this."""

    open_store: OpenSeen
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Forget the request, and tell the person who asked. Raises as `ApproveRequest`."""
        async with self.open_store(click.viewer) as store:
            incident = await store.incidents.for_change(incident_id)
            if not await store.clicks.remember(click):
                return incident
            request = waiting_request(await store.incidents.case(incident_id))
            if click.actor != request.by:
                amounts = request.tally.amounts
                await require_right(store, incident, click, request.move, amounts=amounts)
            turn = RequestDeclined(facts_of(request), request.by)
            return await close_request(store, incident, turn, click.actor, self.now())


_MAY_NOT = "Whoever asked may not do this any more."
