"""Whether a form may open: whoever would be refused as they send it in is refused before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.edge.clicks import look_of
from handlers.edge.listening import Request
from journal.incidents.incident import Case
from journal.incidents.move import Move
from journal.moves.allowing import allowed
from journal.moves.catalogue import ASKABLE, CLOSING
from journal.ports import Store
from journal.requests import refuse_if_asked
from journal.rights import NotAllowed


async def may_open(store: Store, request: Request, case: Case, move: Move) -> None:
    """Return when the person may make the move as far as is known before the form is filled in.

    Raises:
        NotAllowed: they may not; says why and who could.
        TransitionRefused: another wish waits for a second person, and so would this one.
    """
    look = look_of(request.body)
    ask = await allowed(store, case.incident, look, move, closes=move in CLOSING)
    if move in ASKABLE and ask.rule.second_above is not None:
        refuse_if_asked(case)


async def may_open_for(
    store: Store, request: Request, case: Case, moves: Iterable[Move]
) -> Mapping[Move, NotAllowed]:
    """Return those of the moves in a form that the person may not make, each with why.

    Raises:
        NotAllowed: they may make none of them. TransitionRefused: as `may_open`.
    """
    barred: dict[Move, NotAllowed] = {}
    wanted = [*moves]
    for move in wanted:
        try:
            await may_open(store, request, case, move)
        except NotAllowed as error:
            barred[move] = error
    if wanted and len(barred) == len(wanted):
        raise barred[wanted[0]]
    return barred
