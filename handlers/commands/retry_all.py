"""Everything of a book, or everything that waits for one reason, posted again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from blocks.answers.retry_all import Retried, retried_card, retry_all_card
from blocks.answers.rights import refusal_text
from blocks.kit.card import Card
from blocks.kit.figures import FALLBACK
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import outside
from blocks.kit.validate import checked
from handlers.edge.clicks import click_of
from handlers.edge.listening import Request, after_ack
from journal.entries.failure import FailureReason
from journal.errors import NotFound, TransitionRefused
from journal.incidents.move import Move
from journal.moves.allowing import allowed_in_book
from journal.moves.retry import RETRY
from journal.ports import Click, Store, Waiting
from journal.rights import NotAllowed

BOOK, REASON = "book", "reason"
REASONS = {reason.value: reason for reason in FailureReason}
PAGE = 20
"""How many cards are moved before the click is acknowledged, and at a time after that."""
FIRST_SECONDS, SECONDS = 1.0, 6.0
"""How long cards are moved before the acknowledgement, and after it; what is left then takes
another click."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A book or a reason, and the card behind which it goes on. What a button holds."""

    kind: str
    key: str
    after: int = 0

    @classmethod
    def of(cls, value: str) -> Wanted:
        """Return what the value of a button says."""
        kind, key, *after = value.split(":")
        return cls(kind, key, int(after[0]) if after else 0)

    @property
    def value(self) -> str:
        """It as the value of a button."""
        return f"{self.kind}:{self.key}:{self.after}"

    async def waiting(self, store: Store) -> Waiting:
        """Return what waits of it behind that card."""
        is_book = self.kind == BOOK
        book_id = int(self.key) if is_book else None
        reason = None if is_book else FailureReason(self.key)
        return await store.incidents.waiting(book_id, reason, PAGE, self.after)


async def asked_for(store: Store, click: Click, name: str) -> Card | None:
    """Return the question for a book or a reason of this name; None: it is neither.

    Raises:
        NotFound: nothing of it waits for people.
        NotAllowed: the person may post nothing of the book again.
    """
    words = " ".join(name.split()).casefold()
    reason = REASONS.get(words.replace("-", "_").replace(" ", "_"))
    book = next(
        (
            one
            for one in await store.books.all()
            if words in (one.slug, " ".join(one.name.split()).casefold())
        ),
        None,
    )
    if book is not None:
        what, locale = f"of {outside(book.name, NAME_SHOWN)}", book.locale
        wanted = Wanted(BOOK, str(book.id))
    elif reason is not None:
        what, locale = f"with the reason {reason.value.replace('_', ' ')}", FALLBACK
        wanted = Wanted(REASON, reason.value)
    else:
        return None
    waiting = await wanted.waiting(store)
    if not waiting.cards:
        raise NotFound(f"No entry {what} waits on an open card, so there is nothing to post again.")
    if book is not None:
        await allowed_in_book(store, book.id, click, Move.RETRY)
    return retry_all_card(waiting, what, wanted.value, locale)


async def clicked(request: Request) -> None:
    """Post again what waits now; each card is moved by itself, and those that cannot are told.

    The first cards are moved before the click is acknowledged, the others after that.
    """
    wanted, retried = Wanted.of(request.action["value"]), Retried()
    wanted, retried = await _page(request, wanted, retried, _clock() + FIRST_SECONDS)
    await request.ack()

    async def the_rest(request: Request) -> None:
        await _go_on(request, wanted, retried)

    after_ack(request, the_rest)


async def _go_on(request: Request, wanted: Wanted, retried: Retried) -> None:
    before, until = None, _clock() + SECONDS
    while wanted != before:
        before = wanted
        wanted, retried = await _page(request, wanted, retried, until)
    async with request.desk.open_store() as store:
        beyond = (await wanted.waiting(store)).cards
    card = retried_card(replace(retried, beyond=beyond), wanted.value)
    await request.respond(text=card.text, blocks=checked(card.blocks), replace_original=True)


async def _page(
    request: Request, wanted: Wanted, retried: Retried, until: float
) -> tuple[Wanted, Retried]:
    """Move the next cards; return behind which to go on, and what has come of all of them."""
    async with request.desk.open_store() as store:
        waiting = await wanted.waiting(store)
    for incident_id in waiting.incident_ids:
        if _clock() >= until:
            break
        retried = await _retry(request, incident_id, retried)
        wanted = replace(wanted, after=incident_id)
    return wanted, retried


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _retry(request: Request, incident_id: int, so_far: Retried) -> Retried:
    click = click_of(request.body)
    own = replace(click, id=f"{click.id}/{incident_id}")
    try:
        incident = (await request.desk.make_move(RETRY, incident_id, own)).incident
    except TransitionRefused as error:
        return replace(so_far, left=[*so_far.left, error.advice])
    except NotAllowed as error:
        told = f"INC-{incident_id}: {refusal_text(error.refusal)}"
        return replace(so_far, left=[*so_far.left, told])
    if incident.request is not None:
        return replace(so_far, asked=[*so_far.asked, incident.number])
    return replace(so_far, posted=[*so_far.posted, incident.number])
