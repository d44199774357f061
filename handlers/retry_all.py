"""Everything of a book, or everything that waits for one reason, posted again."""

from __future__ import annotations

from dataclasses import replace

from blocks.card import Card
from blocks.figures import FALLBACK
from blocks.limits import NAME_SHOWN
from blocks.retry_all import retried_text, retry_all_card
from blocks.rights import refusal_text
from blocks.text import outside
from handlers.clicks import click_of
from handlers.edge import Request
from journal.errors import NotFound, TransitionRefused
from journal.failure import FailureReason
from journal.ports import Store
from journal.rights import NotAllowed

BOOK, REASON = "book", "reason"
REASONS = {reason.value: reason for reason in FailureReason}
MOST = 50
"""How many cards one click moves; it has two seconds for all of them."""


async def asked_for(store: Store, name: str) -> Card | None:
    """Return the question for a book or a reason of this name; None: it is neither.

    Raises:
        NotFound: nothing of it waits for people.
    """
    wanted = " ".join(name.split()).casefold()
    reason = REASONS.get(wanted.replace("-", "_").replace(" ", "_"))
    book = next(
        (
            one
            for one in await store.books.all()
            if wanted in (one.slug, " ".join(one.name.split()).casefold())
        ),
        None,
    )
    if book is not None:
        what, value, locale = (
            f"of {outside(book.name, NAME_SHOWN)}",
            f"{BOOK}:{book.id}",
            book.locale,
        )
    elif reason is not None:
        what = f"with the reason {reason.value.replace('_', ' ')}"
        value, locale = f"{REASON}:{reason.value}", FALLBACK
    else:
        return None
    waiting = await store.incidents.waiting(*_read(value), MOST)
    if not waiting.count:
        raise NotFound(f"No entry {what} waits on an open card, so there is nothing to post again.")
    return retry_all_card(waiting, what, value, locale)


async def clicked(request: Request) -> None:
    """Post again what waits now; each card is moved by itself, and those that cannot are told."""
    click = click_of(request.body)
    async with request.desk.open_store() as store:
        waiting = await store.incidents.waiting(*_read(request.action["value"]), MOST)
    posted: list[str] = []
    asked: list[str] = []
    left: list[str] = []
    for incident_id in waiting.incident_ids:
        own = replace(click, id=f"{click.id}/{incident_id}")
        try:
            incident = await request.desk.retry_incident(incident_id, own)
        except TransitionRefused as error:
            left.append(error.advice)
        except NotAllowed as error:
            left.append(f"INC-{incident_id}: {refusal_text(error.refusal)}")
        else:
            (asked if incident.request else posted).append(incident.number)
    await request.ack()
    text = retried_text(posted, asked, left)
    request.desk.later(request.respond(text=text, replace_original=True, blocks=[]))


def _read(value: str) -> tuple[int | None, FailureReason | None]:
    kind, _, key = value.partition(":")
    return (int(key), None) if kind == BOOK else (None, FailureReason(key))
