"""Who may what in a book, and what is known of those who want to."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.entries.entry import OUTSIDE_BOOKS
from journal.incidents.move import MoveName
from journal.ports import Rights
from journal.rights import ANYONE, Group, Person, Rule
from journal.seeing import Sees, Viewer
from storage.entries.moving import listed
from storage.tables import right

ALL = "all"
"""The row for every move that has none of its own."""


@dataclass(frozen=True, slots=True)
class RightRepository(Rights):
    """The tables of rights, people and user groups, in one unit of work."""

    sql: AsyncConnection

    @override
    async def rule(self, book_id: int, move: MoveName) -> Rule:
        asked = {"book": book_id, "moves": [move.value, ALL]}
        row = (await self.sql.execute(_RULE, asked)).first()
        return _rule_of(row) if row else ANYONE

    @override
    async def rules(self, book_id: int) -> Sequence[Rule]:
        moves = [ALL, *(move.value for move in MoveName)]
        rows = await self.sql.execute(_RULE, {"book": book_id, "moves": moves})
        rules = [_rule_of(row) for row in rows]
        return sorted(rules, key=lambda one: one.move.value if one.move else "")

    async def save(self, book_id: int, rule: Rule) -> None:
        """Keep the rule in place of the one there was."""
        values = {
            "anyone": rule.anyone,
            "user_groups": [group.id for group in rule.groups],
            "people": list(rule.people),
            "above_minor": rule.above.minor if rule.above else None,
            "second_above_minor": rule.second_above.minor if rule.second_above else None,
        }
        statement = upsert(right).values(
            book_id=book_id, move=rule.move.value if rule.move else ALL, **values
        )
        await self.sql.execute(
            statement.on_conflict_do_update(index_elements=["book_id", "move"], set_=values)
        )

    async def drop(self, book_id: int, move: MoveName | None) -> bool:
        """Forget a rule (None: that for all moves); False when there was none."""
        result = await self.sql.execute(
            delete(right).where(
                right.c.book_id == book_id, right.c.move == (move.value if move else ALL)
            )
        )
        return bool(result.rowcount)

    @override
    async def sees(self, viewer: Viewer) -> Sees:
        row = (await self.sql.execute(_SEES, {"person": viewer.person_id})).one()
        return Sees(frozenset(row.books), viewer, row.is_being_read)

    @override
    async def person(self, person_id: str, book_id: int) -> Person | None:
        asked = {"ids": [person_id], "groups": [], "book": book_id}
        row = (await self.sql.execute(_PEOPLE, asked)).first()
        return _person_of(row) if row else None

    @override
    async def team(self, rule: Rule, book_id: int) -> Sequence[Person]:
        groups = [group.id for group in rule.groups]
        asked = {"ids": list(rule.people), "groups": groups, "book": book_id}
        return [_person_of(row) for row in await self.sql.execute(_PEOPLE, asked)]

    @override
    async def preparers(self, incident_id: int) -> Set[str]:
        rows = await self.sql.execute(_PREPARERS, {"incident": incident_id})
        return {row.prepared_by for row in rows}


def _rule_of(row: Row[Any]) -> Rule:
    def limit(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, row.currency)

    return Rule(
        move=None if row.move == ALL else MoveName(row.move),
        anyone=row.anyone,
        groups=tuple(Group(**group) for group in row.groups),
        people=tuple(row.people),
        above=limit(row.above_minor),
        second_above=limit(row.second_above_minor),
    )


def _person_of(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        zone=row.zone,
        is_guest=row.is_guest,
        is_external=row.is_external,
        groups=frozenset(row.groups),
        is_member=row.is_member,
    )


# A group that Slack does not list any more is nobody's; its id stays in the rule.
_RULE = text(
    """
    SELECT r.*, b.currency, ARRAY(
        SELECT jsonb_build_object(
            'id', named.id, 'handle', coalesce(g.handle, named.id),
            'name', coalesce(g.name, named.id))
        FROM unnest(r.user_groups) AS named(id) LEFT JOIN user_group g ON g.id = named.id
        ORDER BY g.name
    ) AS groups
    FROM "right" r JOIN book b ON b.id = r.book_id
    WHERE r.book_id = :book AND r.move = ANY(:moves)
    ORDER BY r.move = 'all'
    """
)
_PEOPLE = text(
    """
    SELECT p.*, ARRAY(SELECT g.id FROM user_group g WHERE p.id = ANY(g.people)) AS groups,
        EXISTS (SELECT FROM channel_member m JOIN book b ON b.channel_id = m.channel_id
            WHERE m.person_id = p.id AND b.id = :book) AS is_member
    FROM person p
    WHERE NOT p.is_gone AND (p.id = ANY(:ids) OR EXISTS (
        SELECT 1 FROM user_group g WHERE g.id = ANY(:groups) AND p.id = ANY(g.people)))
    ORDER BY p.name, p.id
    """
)
# Who is named counts where Slack said that they belong to the workspace; a member always does.
_SEES = text(
    """
    WITH known AS (
        SELECT id FROM person
        WHERE id = :person AND NOT is_guest AND NOT is_external AND NOT is_gone)
    SELECT ARRAY(
        SELECT b.id FROM channel_member m JOIN book b ON b.channel_id = m.channel_id
        WHERE m.person_id = :person
        UNION
        SELECT r.book_id FROM "right" r JOIN known k ON k.id = ANY(r.people) OR EXISTS (
            SELECT FROM user_group g WHERE g.id = ANY(r.user_groups) AND k.id = ANY(g.people))
        UNION
        SELECT c.book_id FROM connection c JOIN known k ON k.id = c.owner
    ) AS books, EXISTS (
        SELECT FROM book b WHERE b.channel_id <> '' AND NOT EXISTS (
            SELECT FROM channel_read r WHERE r.channel_id = b.channel_id AND r.read_at IS NOT NULL)
    ) AS is_being_read
    """
)
_PREPARERS = text(
    f"""
    SELECT DISTINCT person AS prepared_by
    FROM entry, unnest(array_append(also_prepared_by, prepared_by)) AS person
    WHERE incident_id = :incident AND person <> ''
      AND (status IN {listed(OUTSIDE_BOOKS)} OR changed_there IS NOT NULL)
    """  # noqa: S608  names of states alone
)
