"""What stands behind a card, as the program keeps it; and that the page shows what is drawn of it.

No test here knows a sentence: what the page has to show is asked of the drawing itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from playwright.async_api import Locator, Page, expect
from sqlalchemy import text

from blocks.card.face import Face, face_of
from blocks.card.headline import headline
from blocks.card.parts import progress
from journal.incidents.incident import Case
from journal.incidents.story.event import KnownTurn, turn_of
from tests.browser.look import card_at, heading
from tests.stories.desk import Desk, eventually
from tests.stories.seen import case_at

PEOPLE = {"U_ANA": "Ana", "U_BEN": "Ben", "U_CHI": "Chi", "U_DEE": "Dee"}
"""First names, as the sandbox's workspace has them."""
_STORY = text(
    "SELECT v.kind, v.actor, v.facts, m.ts FROM incident_event v"
    " LEFT JOIN message m ON m.event_id = v.id"
    " WHERE v.incident_id = :incident ORDER BY v.id"
)
_NOTICE = text(
    "SELECT m.ts FROM message m JOIN notice n ON n.id = m.notice_id"
    " WHERE n.kind = :kind AND m.channel_id = :channel AND m.ts IS NOT NULL"
)
_UNTOLD = (Face.SNOOZED, Face.RETRYING)
"""One has no first line of its own, the other's counts on while it is looked at."""
T = TypeVar("T", bound=KnownTurn)


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A turn of a story, who made it, and the `ts` of the reply that tells it, once it is sent."""

    turn: T
    by: str | None
    ts: str | None


async def shows(
    desk: Desk, card: Locator, face: Face, so_far: Callable[[Case], bool] = lambda _case: True
) -> Case:
    """Wait until the case has that face and the card's first line tells it; return the case.

    `so_far`: what has to be true of the case besides.
    """
    ts = await card.get_attribute("data-ts")
    assert ts is not None

    async def has_it() -> Case | None:
        case = await case_at(desk, ts)
        return case if face_of(case) is face and so_far(case) else None

    case = await eventually(has_it, f"the face {face.name}")
    if face not in _UNTOLD:
        await expect(heading(card)).to_have_text(headline(case, PEOPLE))
    return case


async def counts(card: Locator, case: Case, *, posted: int, left: int) -> None:
    """See that so many are posted and so many left, on the card as well."""
    assert (case.summary.posted, case.summary.waiting) == (posted, left)
    await expect(card).to_contain_text(progress(case))


async def told(desk: Desk, ts: str, record: type[T]) -> Sequence[Told[T]]:
    """Return the turns of one kind in the story of a card, oldest first."""
    case = await case_at(desk, ts)
    rows = await _rows(desk, _STORY, incident=case.incident.id)
    story = [(turn_of(kind, facts), actor, at) for kind, actor, facts, at in rows]
    return [Told(turn, by, at) for turn, by, at in story if isinstance(turn, record)]


async def told_in_thread(desk: Desk, page: Page, ts: str, record: type[T]) -> Locator:
    """Return the reply in the open thread that tells the newest turn of a kind, once it is sent."""

    async def sent() -> str | None:
        turns = await told(desk, ts, record)
        return turns[-1].ts if turns else None

    return reply_at(page, await eventually(sent, f"the reply that tells {record.kind}"))


def reply_at(page: Page, ts: str | None) -> Locator:
    """Return a message of the open thread, by its `ts`."""
    return page.get_by_test_id("thread").locator(f'[data-ts="{ts}"]')


async def notice_to(desk: Desk, page: Page, kind: str, channel: str) -> Locator:
    """Return the newest message of that kind of notice in a channel, once it is sent."""

    async def sent() -> str | None:
        rows = await _rows(desk, _NOTICE, kind=kind, channel=channel)
        return max((ts for (ts,) in rows), default=None)

    return card_at(page, await eventually(sent, f"a notice {kind} in {channel}"))


async def _rows(desk: Desk, statement: Any, **values: Any) -> Sequence[Sequence[Any]]:
    async with desk.program.database.engine.connect() as sql:
        return (await sql.execute(statement, values)).all()
