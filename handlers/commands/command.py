"""`/jefail ...`: the first word says what; answers go to the person who asked alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time

from rapidfuzz import process

from blocks.answers.moved import resolved_text, retried_text
from blocks.answers.rights import rules_card
from blocks.answers.status import Polling, case_answer, entry_answer, help_card, notice, status_card
from blocks.kit import limits
from blocks.kit.card import Card
from blocks.kit.text import outside
from blocks.kit.validate import checked
from handlers.commands import connect, lists, retry_all
from handlers.edge.clicks import command_of
from handlers.edge.listening import SlackRequest
from handlers.edge.naming import book_id_of, entry_called, incident_id_of, reference_in
from handlers.forms import assign, snooze
from journal.entries.numbers import id_in
from journal.errors import BadInput
from journal.incidents.how_resolved import HowResolved
from journal.moves.resolve import RESOLVE, Closing
from journal.moves.retry import RETRY
from journal.ports import Click

BOOKS = 20
"""How many books are told of in one answer."""
Answer = Callable[[SlackRequest, Sequence[str]], Awaitable[Card | None]]
"""None: it is acknowledged, and answered later."""


async def typed(request: SlackRequest) -> None:
    """Answer the command; a word not known is answered with the nearest one."""
    words = str(request.body.get("text", "")).split()
    name = words[0].casefold() if words else "status"
    answer = COMMANDS.get(name)
    card = await answer(request, words[1:]) if answer else _not_known(name)
    if card is not None:
        await request.ack(text=card.text, blocks=checked(card.blocks))


def _not_known(name: str) -> Card:
    hint = f" Did you mean `/jefail {near}`?" if (near := nearest_command(name)) else ""
    asked = outside(name, 40)
    return notice(f"There is no `/jefail {asked}`.{hint} `/jefail help` shows all there is.")


def nearest_command(name: str, likeness: int = 50) -> str:
    """Return the command that `name` is most like, never one that posts; "": it is like none.

    `likeness`: how alike they have to be, of 100.
    """
    nearest = process.extractOne(name, list(COMMANDS), score_cutoff=likeness)
    return nearest[0] if nearest is not None and nearest[0] not in POSTING else ""


async def status_of(request: SlackRequest, book_ids: Sequence[int | None]) -> Card:
    """Return how these books stand; None among them: all."""
    now = request.desk.now()
    async with request.open_store() as store:
        several = [await store.books.statuses(today(now), one) for one in book_ids]
        last_at, next_at = await store.books.poll_times()
        held = await store.incidents.owed_messages()
    statuses = [status for one in several for status in one]
    return status_card(statuses, now, Polling(last_at, next_at, held))


async def _status(request: SlackRequest, words: Sequence[str]) -> Card:
    async with request.open_store() as store:
        book_id = await book_id_of(store, words)
    return await status_of(request, [book_id])


async def _list(request: SlackRequest, words: Sequence[str]) -> Card:
    return await lists.asked_for(request, words)


async def _show(request: SlackRequest, words: Sequence[str]) -> Card:
    reference = reference_in(words, "show")
    async with request.open_store() as store:
        incident_id = id_in(reference, "INC")
        if incident_id is not None:
            return case_answer(await store.incidents.case(incident_id))
        entry = await entry_called(store, reference)
        case = await store.incidents.case(entry.incident_id) if entry.incident_id else None
        book = await store.books.get(entry.book_id)
    return entry_answer(entry, book, case)


async def _retry(request: SlackRequest, words: Sequence[str]) -> Card:
    reference = reference_in(words, "retry")
    if id_in(reference, "INC") is None and id_in(reference, "JF") is None:
        async with request.open_store() as store:
            question = await retry_all.asked_for(store, _click(request), reference)
        if question is not None:
            return question
    incident_id = await _incident(request, reference)
    made = await request.desk.make_move(RETRY, incident_id, _click(request))
    return notice(retried_text(made.incident))


async def _resolve(request: SlackRequest, words: Sequence[str]) -> Card:
    reference_in(words, "resolve")
    named, said = _apart(words)
    incident_id = await _incident(request, named)
    how, note = _how(said)
    closing = Closing(how, note)
    made = await request.desk.make_move(RESOLVE, incident_id, _click(request), closing)
    return notice(resolved_text(made.incident, how))


async def _rights(request: SlackRequest, words: Sequence[str]) -> Card:
    async with request.open_store() as store:
        book_id = await book_id_of(store, words)
        books = [one for one in await store.books.all() if book_id in (None, one.id)]
        rules = [(book, await store.rights.rules(book.id)) for book in books[:BOOKS]]
    return rules_card(rules, left=len(books) - len(rules))


async def _help(_request: SlackRequest, _words: Sequence[str]) -> Card:
    return help_card()


COMMANDS: dict[str, Answer] = {
    "status": _status,
    "list": _list,
    "show": _show,
    "retry": _retry,
    "resolve": _resolve,
    "assign": assign.typed,
    "snooze": snooze.typed,
    "connect": connect.asked_for,
    "rights": _rights,
    "help": _help,
}


POSTING = frozenset({"retry", "resolve"})
"""Commands that post entries or close cards: a slip of the finger is never led to one."""


def _click(request: SlackRequest) -> Click:
    return command_of(request.body)


async def _incident(request: SlackRequest, reference: str) -> int:
    async with request.open_store() as store:
        return await incident_id_of(store, reference)


_HOWS = {
    "fixed": HowResolved.FIXED_IN_PLATFORM,
    "not-needed": HowResolved.NOT_NEEDED,
    "duplicate": HowResolved.DUPLICATE,
    "other": HowResolved.OTHER,
}


def _apart(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return what is named and how it was resolved; the name may have spaces of its own."""
    for place, word in enumerate(words):
        if place and word.casefold() in _HOWS:
            return " ".join(words[:place]), words[place:]
    return words[0], words[1:]


def _how(words: Sequence[str]) -> tuple[HowResolved, str]:
    """Return how it was resolved, from its first word, and the note behind it."""
    how = _HOWS.get(words[0].casefold()) if words else None
    note = " ".join(words[1:])
    if how is None or (how is HowResolved.OTHER and not note):
        raise BadInput(
            "Say how: `/jefail resolve INC-7 fixed`, `not-needed`, `duplicate`,"
            " or `other` and a note.",
            is_drawn=True,
        )
    if len(note) > limits.NOTE:
        raise BadInput(f"The note may have at most {limits.NOTE} characters.")
    return how, note


def today(now: datetime) -> datetime:
    """Return when the present day began, in UTC."""
    return datetime.combine(now.date(), time.min, tzinfo=now.tzinfo)
