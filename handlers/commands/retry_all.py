"""Everything of a book, or everything that waits for one reason, is to be posted again."""

from __future__ import annotations

from datetime import timedelta

from blocks.answers.retry_all import retried_card, retry_all_card
from blocks.kit.card import Card
from blocks.kit.figures import FALLBACK
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import outside
from blocks.kit.validate import checked
from handlers.edge.clicks import click_of
from handlers.edge.listening import SlackRequest, after_ack
from handlers.edge.naming import book_called
from journal.entries.failure import FailureReason
from journal.errors import NotFound
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.moves.allowing import require_right_in_book
from journal.moves.retry import RETRY
from journal.moves.retry_all import Pile, RetryAll
from journal.ports import Click, Store

REASONS = {reason.value: reason for reason in FailureReason}
FIRST, LATER = timedelta(seconds=1), timedelta(seconds=6)
"""How long cards are retried before the acknowledgement, and after it; what is left then takes
another click."""


async def asked_for(store: Store, click: Click, name: str) -> Card | None:
    """Return the question for a book or a reason of this name; None: it is neither.

    Raises:
        NotFound: nothing of it waits for people.
        NotAllowed: the person may post nothing of the book again.
    """
    reason = REASONS.get("_".join(name.replace("-", " ").casefold().split()))
    book = await book_called(store, name)
    if book is not None:
        what, locale = f"of {outside(book.name, NAME_SHOWN)}", book.locale
        pile = Pile(book_id=book.id)
    elif reason is not None:
        what, locale = f"with the reason {reason.value.replace('_', ' ')}", FALLBACK
        pile = Pile(reason=reason)
    else:
        return None
    waiting = await pile.waiting(store)
    if not waiting.cards:
        nothing = f"No entry {what} waits on an open card, so there is nothing to post again."
        raise NotFound(nothing, is_drawn=True)
    if book is not None:
        await require_right_in_book(store, book.id, click, MoveName.RETRY)
    return retry_all_card(waiting, what, pile.value, locale)


async def clicked(request: SlackRequest) -> None:
    """Post again what waits now; each card is retried separately, and each refusal is told.

    The first cards are retried before the click is acknowledged, the others after that.
    """
    desk, click = request.desk, click_of(request.body)

    async def retry(incident_id: int, click: Click) -> Incident:
        return (await desk.make_move(RETRY, incident_id, click)).incident

    retry_all = RetryAll(desk.open_store, desk.now, retry)
    pile, first = await retry_all.first(Pile.of(request.action["value"]), click, desk.now() + FIRST)
    await request.ack()

    async def the_rest(request: SlackRequest) -> None:
        left, retried = await retry_all.rest(pile, click, first, desk.now() + LATER)
        card = retried_card(retried, left.value)
        await request.respond(text=card.text, blocks=checked(card.blocks), replace_original=True)

    after_ack(request, the_rest)
