"""What Slack shows of the cases, as facts: no story says how anything is worded.

A story asks for a card by what it is about. It is there once Slack shows exactly what is drawn
of the case as it stands; that the drawing says it well is shown in `tests/blocks/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import text

from blocks.card.face import Face, face_of
from blocks.card.incident import incident_card, plain_card
from blocks.kit.validate import checked
from blocks.timeline import timeline_text
from bot.notices import TELLINGS
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case
from journal.incidents.notices import NoticeKind
from journal.incidents.story.event import Event, KnownTurn, turn_of
from tests.stories.desk import ANA, BEN, BOOKKEEPING, CHI, Desk, eventually

Message = dict[str, Any]
T = TypeVar("T", bound=KnownTurn)
_CARDS = text(
    """
    SELECT incident_id, ts FROM message
    WHERE channel_id = :channel AND incident_id IS NOT NULL AND event_id IS NULL
        AND ts IS NOT NULL AND owed = shown
    ORDER BY incident_id
    """
)
_NOTICES = text(
    """
    SELECT n.id, m.ts FROM notice n JOIN message m ON m.notice_id = n.id
    WHERE n.kind = :kind AND m.channel_id = :to AND m.owed = m.shown
    """
)
_OF_CARD = text("SELECT incident_id FROM message WHERE ts = :ts AND event_id IS NULL")
_TURNS = text(
    """
    SELECT v.kind, v.facts, v.actor, m.ts, m.shown FROM incident_event v
    JOIN message m ON m.event_id = v.id
    WHERE v.incident_id = :incident ORDER BY v.id
    """
)


async def the_card(
    desk: Desk,
    reason: FailureReason | None = None,
    *,
    face: Face | None = None,
    channel: str = BOOKKEEPING,
    **facts: object,
) -> Message:
    """Return the one card of a case with these facts (`facts_of`), once it is there."""
    wanted = facts | ({"reason": reason} if reason else {}) | ({"face": face} if face else {})

    async def there() -> Message | None:
        found = [card for case, card in await seen(desk, channel) if has_facts(case, wanted)]
        return found[0] if len(found) == 1 else None

    try:
        return await eventually(there, f"one card with {wanted}")
    except AssertionError as error:
        shown = "\n".join(str(dict(facts_of(one))) for one, _ in await seen(desk, channel))
        raise AssertionError(f"{error}; the channel shows:\n{shown}") from None


async def the_cards(desk: Desk, **facts: object) -> list[Message]:
    """Return the cards of all cases with these facts that are there now, oldest case first."""
    return [card for case, card in await seen(desk) if has_facts(case, facts)]


async def seen(desk: Desk, channel: str = BOOKKEEPING) -> list[tuple[Case, Message]]:
    """Return the cases whose cards the channel shows as they stand, each with its card."""
    async with desk.program.database.engine.connect() as sql:
        rows = (await sql.execute(_CARDS, {"channel": channel})).all()
    shown = {one["ts"]: one for one in await desk.cards(channel)} if rows else {}
    found = []
    for row in rows:
        async with desk.program.database.store() as store:
            case = await store.incidents.case(row.incident_id)
        if row.ts in shown and await shows(desk, shown[row.ts], case):
            found.append((case, shown[row.ts]))
    return found


async def shows(desk: Desk, message: Message, case: Case) -> bool:
    """Whether a message is what is drawn of a case, whole or in the form that Slack takes else."""
    card = incident_card(case, await desk.program.people.names(ANA, BEN, CHI))
    if message["text"] != card.text:
        return False
    is_whole = bool(message["blocks"] == checked(card.blocks))
    return is_whole or bool(message["blocks"] == checked(plain_card(card).blocks))


async def the_notice(
    desk: Desk,
    kind: NoticeKind,
    to: str = BOOKKEEPING,
    *,
    where: Callable[[Any], bool] = lambda _told: True,
) -> Message:
    """Return the one notice of a kind to a channel or a person, once it is there.

    `where`: what is so of what it tells, as `TELLINGS` reads it.
    """

    async def there() -> Message | None:
        found = [one for told, one in await _notices(desk, kind, to) if where(told)]
        return found[0] if len(found) == 1 else None

    return await eventually(there, f"a notice of {kind} to {to}")


async def _notices(desk: Desk, kind: NoticeKind, to: str) -> list[tuple[Any, Message]]:
    """Return the notices that are shown as they are drawn now, each with what it tells."""
    async with desk.program.database.engine.connect() as sql:
        rows = (await sql.execute(_NOTICES, {"kind": kind.value, "to": to})).all()
    messages = await (desk.direct(to) if to.startswith("U_") else desk.cards(to))
    shown, telling, found = {one["ts"]: one for one in messages}, TELLINGS[kind], []
    for row in rows:
        async with desk.program.database.store() as store:
            told = await telling.read(store, row.id)
        names = await desk.program.people.names(ANA, BEN, CHI)
        card, message = telling.draw(told, names, desk.program.services.now()), shown.get(row.ts)
        if message and (message["text"], message["blocks"]) == (card.text, checked(card.blocks)):
            found.append((told, message))
    return found


async def the_case(desk: Desk, card: Mapping[str, Any]) -> Case:
    """Return the case of a card as it stands."""
    return await case_at(desk, card["ts"])


async def case_at(desk: Desk, ts: str) -> Case:
    """Return the case whose card has this `ts`, as it stands."""
    async with desk.program.database.engine.connect() as sql:
        incident = (await sql.execute(_OF_CARD, {"ts": ts})).scalar_one()
    async with desk.program.database.store() as store:
        return await store.incidents.case(incident)


async def turns(
    desk: Desk, card: Mapping[str, Any], record: type[T]
) -> Sequence[tuple[T, str | None]]:
    """Return the turns of one kind that the thread of a card tells, each with who did it.

    Once it tells all that there are.
    """
    case = await the_case(desk, card)

    async def told() -> Sequence[Any] | None:
        async with desk.program.database.engine.connect() as sql:
            rows = (await sql.execute(_TURNS, {"incident": case.incident.id})).all()
        return [rows] if all(row.shown for row in rows) else None

    (rows,) = await eventually(told, "the thread to tell all turns")
    below = {one["ts"]: one["text"] for one in await desk.replies(card)}
    found = []
    for row in rows:
        turn = turn_of(row.kind, row.facts)
        if isinstance(turn, record):
            # What entries do is added up where several of them follow each other.
            line = timeline_text(Event(turn, row.actor), case) if row.actor else ""
            assert line in below[row.ts], (line, below[row.ts])
            found.append((turn, row.actor))
    return found


def has_facts(case: Case, wanted: Mapping[str, object]) -> bool:
    """Whether all of `wanted` is so: values, or questions of them. Raises KeyError: no fact."""
    facts = facts_of(case)
    return all(
        one(facts[name]) if callable(one) else facts[name] == one for name, one in wanted.items()
    )


def facts_of(case: Case) -> Mapping[str, object]:
    """Return what a story may ask of a case, by name."""
    incident, summary, failure = case.incident, case.summary, case.incident.failure
    mending, met = incident.mending, failure.conflict
    return {
        "reason": failure.reason,
        "face": face_of(case),
        "subject": failure.subject,
        "details": failure.details,
        "cause": failure.cause,
        "words": failure.words,
        "obstacle": met.obstacle if met else None,
        "waiting": summary.waiting,
        "posted": summary.posted,
        "skipped": summary.skipped,
        "drafts": summary.drafts,
        "attempts": summary.attempts,
        "references": summary.references,
        "trigger": incident.last_trigger,
        "how": incident.how,
        "note": incident.note,
        "by": incident.moved_by,
        "mended": (mending.move, mending.by) if mending else None,
        "asked": case.request.move if case.request else None,
        "assignee": incident.assignee,
        "awaited_by": incident.awaited_by,
        "owner_asked": incident.asking is not None,
        "remembered": case.memory.times if case.memory else 0,
    }
