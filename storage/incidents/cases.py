"""A case as its card shows it: the incident with its book, its entries and what is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.books.listing import once_each
from journal.books.rates import DayRate
from journal.entries.costs import Uncosted
from journal.entries.entry import WAITING, EntryKind
from journal.entries.failure import Failure, FailureReason
from journal.entries.grounds import Ground
from journal.incidents.incident import (
    AccessGrant,
    Case,
    Incident,
    IncidentState,
    Memory,
    MovedTo,
    Summary,
)
from journal.seeing import EVERY_BOOK, Sees
from storage import wire
from storage.books.books import BookRepository
from storage.books.costs import CostRepository
from storage.books.rates import RateRepository
from storage.entries.attempts import LACKING, LACKING_CHOICES
from storage.entries.moving import listed
from storage.tables import connection, consent, incident, message


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads whole cases; it writes nothing."""

    sql: AsyncConnection

    async def read(self, one: Incident, *, is_whole: bool = True) -> Case:
        """Return all that a card shows; not `is_whole`: but where the entries went."""
        books, lacking = BookRepository(self.sql, EVERY_BOOK), await self._lacking(one)
        named, lines_missing = await self._naming_all(one)
        summary, onto = await self._summary(one.id)
        return Case(
            incident=_naming(named, lacking),
            book=await books.get(one.book_id),
            connection=await books.connection(one.connection_id),
            summary=summary,
            moved_to=await self._moved_to(one, onto) if is_whole else (),
            memory=await self._memory(one, lacking) if one.state is IncidentState.OPEN else None,
            granted=await self._granted(one),
            lines_missing=lines_missing,
            rates=await self._rates(one),
        )

    async def _rates(self, one: Incident) -> tuple[DayRate, ...]:
        """Return the days that wait for a rate, each with the platform's."""
        waits = one.failure.reason is FailureReason.RATE_MISSING
        if not waits or one.state is IncidentState.RESOLVED:
            return ()
        return tuple(await RateRepository(self.sql).days_of(one.id))

    async def _granted(self, one: Incident) -> AccessGrant | None:
        if one.failure.reason is not FailureReason.PERMISSION:
            return None
        found = await self.sql.execute(
            select(consent.c.granted_by, consent.c.granted_at)
            .join(connection, connection.c.consent_id == consent.c.id)
            .where(connection.c.id == one.connection_id)
        )
        row = found.one()
        return AccessGrant(row.granted_by, row.granted_at)

    async def _memory(self, one: Incident, lacking: Sequence[Uncosted]) -> Memory | None:
        """Return how the same cause was settled the last time; None: it never was."""
        asked = {
            "id": one.id,
            "fingerprint": one.fingerprint,
            "book": one.book_id,
            "reason": one.failure.reason.value,
            "channel": one.sales_channel,
            "subject": one.failure.subject,
        }
        row = (await self.sql.execute(_MEMORY, asked)).first()
        known = sum(variant.last is not None for variant in lacking)
        return replace(wire.memory_of(row), last_costs=known) if row else None

    async def _lacking(self, one: Incident) -> Sequence[Uncosted]:
        """Return every variant that lacks a cost: a failure knows those of one entry."""
        is_costs = one.failure.reason is FailureReason.COST_MISSING
        if not is_costs or one.state is IncidentState.RESOLVED:
            return []
        # A card is seen by all of its channel, so it counts on nothing that another book says.
        own = Sees(frozenset({one.book_id}))
        return await CostRepository(self.sql, own).lacking(one.id)

    async def _naming_all(self, one: Incident) -> tuple[Incident, int]:
        """Return the incident as it names what all its waiting entries lack, and lines without it.

        A failure knows that of one entry. What was refused before such was kept has the newest's.
        """
        is_choice, failure = one.failure.reason in LACKING_CHOICES, one.failure
        if one.state is IncidentState.RESOLVED or not (is_choice or failure.reason in LACKING):
            return one, 0
        rows = (await self.sql.execute(_LACKED, {"incident": one.id})).all()
        own = failure.details if is_choice else (failure.subject, *failure.details)
        names = [name for row in rows for name in ([row.name] if row.name is not None else own)]
        named = once_each(name for name in names if name.strip())
        if is_choice:
            missing = ("",) if "" in names else ()
            lines = sum(row.lines for row in rows if row.name == "")
            is_its_own = {*named} == {word for word in own if word}
            cause = failure.cause if is_its_own and not missing else None  # one for all words
            failure = replace(failure, details=(*missing, *named), cause=cause)
            return replace(one, failure=failure), lines
        if not named:
            return one, 0
        failure = replace(failure, subject=named[0], details=tuple(named[1:]))
        return replace(one, failure=failure), 0

    async def _summary(self, incident_id: int) -> tuple[Summary, Mapping[int, int]]:
        """Return what the entries come to, and how many went on to which other incidents."""
        parameters = {"incident": incident_id}
        rows = (await self.sql.execute(_SUMMARY, parameters)).all()
        firsts = (await self.sql.execute(_FIRSTS, parameters)).one()
        onto = {int(id_): int(count) for id_, count in (firsts.onto or {}).items()}
        return _summary_of(rows, firsts), onto

    async def _moved_to(self, one: Incident, onto: Mapping[int, int]) -> tuple[MovedTo, ...]:
        """Return where entries of the incident went, the newest first."""
        if not onto:
            return ()
        cards = {
            row.incident_id: row
            for row in await self.sql.execute(
                select(message).where(message.c.incident_id.in_(onto), message.c.event_id.is_(None))
            )
        }
        others = await self.sql.execute(
            select(incident)
            .where(incident.c.id.in_(onto), incident.c.id != one.id)
            .order_by(incident.c.id.desc())
            .limit(_MOST_MOVED_TO)
        )
        return tuple(
            [
                _moved_to_of(await self.read(wire.incident_of(row), is_whole=False), onto, cards)
                for row in others.all()
            ]
        )


def _naming(one: Incident, lacking: Sequence[Uncosted]) -> Incident:
    """Return the incident as it names what lacks a cost now."""
    if not lacking:
        return one
    named = tuple(variant.named for variant in lacking)
    reason = FailureReason.COST_MISSING
    return replace(one, failure=Failure(reason, subject=str(len(named)), details=named))


def _moved_to_of(case: Case, onto: Mapping[int, int], cards: Mapping[int, Any]) -> MovedTo:
    card = cards.get(case.incident.id)
    return MovedTo(
        case,
        onto[case.incident.id],
        (card.permalink or "") if card else "",
        (card.channel_id, card.ts) if card and card.ts else None,
    )


def _summary_of(rows: Sequence[Any], firsts: Any) -> Summary:
    counts = {"posted": 0, "skipped": 0, "waiting": 0}
    amounts: dict[str, dict[str, int]] = {"waiting": {}, "all": {}}
    for row in rows:
        group = row.status if row.status in counts else "waiting"
        counts[group] += row.entries
        for name in ("all", "waiting") if group == "waiting" else ("all",):
            sums = amounts[name]
            sums[row.currency] = sums.get(row.currency, 0) + int(row.minor)
    shown = amounts["waiting"] if counts["waiting"] else amounts["all"]
    return Summary(
        waiting=counts["waiting"],
        posted=counts["posted"],
        skipped=counts["skipped"],
        amounts=tuple(Money(minor, currency) for currency, minor in sorted(shown.items())),
        dates=tuple(firsts.dates or ()),
        first_date=min((row.first_date for row in rows), default=None),
        last_date=max((row.last_date for row in rows), default=None),
        kinds=tuple(kind for kind in EntryKind if kind.value in (firsts.kinds or ())),
        numbers=tuple(f"JF-{one}" for one in firsts.ids or ()),
        references=tuple(firsts.refs or ()),
        attempts=max((row.attempts for row in rows), default=0),
        drafts=sum(row.there for row in rows if row.status == "failed"),
        corrections=sum(row.corrections for row in rows if row.status in WAITING),
        corrects_since=min(
            (row.there_since for row in rows if row.there_since and row.status in WAITING),
            default=None,
        ),
        corrects_on=min(
            (
                date.fromisoformat(row.there_on)
                for row in rows
                if row.there_on and row.status in WAITING
            ),
            default=None,
        ),
        ledger_url=firsts.ledger_url,
        has_categories=firsts.has_categories is not False,
        channels=tuple(firsts.channels or ()),
        channel_count=firsts.channel_count,
        grounds=tuple(Ground(one) for one in firsts.grounds or ()),
        costed=firsts.costed,
    )


_LACKED = text(
    f"""
    SELECT name, count(*) AS lines FROM entry e
    LEFT JOIN LATERAL jsonb_array_elements_text(e.lacks) WITH ORDINALITY AS lacked (name, place)
        ON true
    WHERE e.incident_id = :incident AND e.status IN {listed(WAITING)}
    GROUP BY name ORDER BY min(e.id), min(place)
    """  # noqa: S608  names of states alone
)
_MOST_MOVED_TO = 5
_MEMORY = text(
    """
    SELECT count(*) OVER () AS times, i.* FROM incident i
    WHERE i.state = 'resolved' AND i.id <> :id
      AND (i.fingerprint = :fingerprint OR (
          i.book_id = :book AND i.reason = :reason AND i.sales_channel = :channel
          AND i.subject = :subject AND i.subject <> ''))
      AND (i.how IS NOT NULL OR i.mending ->> 'move' <> 'resolve'
          OR (i.last_trigger = 'posted' AND i.moved_by IS NOT NULL))
    ORDER BY i.moved_at DESC, i.id DESC LIMIT 1
    """
)
_SUMMARY = text(
    """
    SELECT CASE WHEN status = 'posted' AND changed_there IS NOT NULL THEN 'undecided'
            ELSE status END AS status, currency, count(*) AS entries,
        sum(CASE WHEN status = 'posted' THEN coalesce(sent_minor, total_minor)
            ELSE total_minor END) AS minor,
        min(date) AS first_date, max(date) AS last_date, max(attempts) AS attempts,
        count(ledger_id) AS there, count(replaces) AS corrections,
        min(posted_at) FILTER (WHERE replaces IS NOT NULL) AS there_since,
        min(earlier_days ->> 0) FILTER (WHERE replaces IS NOT NULL) AS there_on
    FROM entry WHERE incident_id = :incident GROUP BY 1, currency
    """
)
_FIRSTS = text(
    f"""
    WITH shown AS (
        SELECT sales_channel, kind FROM entry e WHERE incident_id = :incident
          AND (status IN {listed(WAITING)} OR NOT EXISTS (
              SELECT FROM entry w WHERE w.incident_id = :incident
                AND w.status IN {listed(WAITING)})))
    SELECT array_agg(e.id ORDER BY e.date, e.id) AS ids,
        array_agg(e.reference ORDER BY e.date, e.id) AS refs,
        array_agg(DISTINCT e.date ORDER BY e.date) AS dates,
        (SELECT array_agg(DISTINCT kind) FROM shown) AS kinds,
        (SELECT array_agg(sales_channel ORDER BY entries DESC, sales_channel) FROM (
            SELECT sales_channel, count(*) AS entries FROM shown
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3) most) AS channels,
        (SELECT count(DISTINCT sales_channel) FROM shown) AS channel_count,
        bool_or(e.lines = '[]' OR jsonb_path_exists(e.lines, '$[*].category')) AS has_categories,
        (SELECT count(*) FROM entry WHERE incident_id = :incident AND status = 'posted'
           AND costs <> '{{}}') AS costed,
        (SELECT ledger_url FROM entry WHERE incident_id = :incident AND status = 'posted'
         ORDER BY posted_at DESC LIMIT 1) AS ledger_url,
        (SELECT jsonb_object_agg(went.id, went.entries) FROM (
            SELECT other AS id, sum((v.facts ->> 'count')::int) AS entries
            FROM incident_event v, jsonb_array_elements_text(v.facts -> 'onto') other
            WHERE v.incident_id = :incident AND v.kind = 'moved' GROUP BY other
         ) went) AS onto,
        (SELECT array_agg(DISTINCT posted_how ORDER BY posted_how) FROM entry
         WHERE incident_id = :incident AND status = 'posted'
           AND posted_how NOT IN ('', 'sent')) AS grounds
    FROM (SELECT id, reference, date, lines FROM entry WHERE incident_id = :incident
          ORDER BY (status = 'posted' AND changed_there IS NULL), date, id LIMIT 6) e
    """  # noqa: S608  names of states alone
)
