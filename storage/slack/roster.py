"""The people and user groups of the Slack workspace, as they were read last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.rights import Group, Person
from storage.tables import person, slack_read, user_group


@dataclass(frozen=True, slots=True)
class RosterRepository:
    """The tables of people and groups, in one unit of work."""

    sql: AsyncConnection

    async def claim(self, what: str, at: datetime, before: datetime) -> bool:
        """Return whether `what` was read last `before` then; it counts as read `at` from now on."""
        statement = upsert(slack_read).values(what=what, at=at)
        claimed = await self.sql.execute(
            statement.on_conflict_do_update(
                index_elements=["what"], set_={"at": at}, where=slack_read.c.at < before
            ).returning(slack_read.c.what)
        )
        return claimed.first() is not None

    async def give_back(self, what: str) -> None:
        """Let `what` be read again soon, since it could not be read."""
        await self.sql.execute(delete(slack_read).where(slack_read.c.what == what))

    async def meet(self, people: Sequence[tuple[Person, str, bool]]) -> None:
        """Keep what Slack says of people, each with their handle and whether they are gone."""
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "handle": handle,
                "email": one.email,
                "zone": one.zone,
                "is_guest": one.is_guest,
                "is_external": one.is_external,
                "is_gone": is_gone,
            }
            # In the order of their ids, so that two readers do not lock each other out.
            for one, handle, is_gone in sorted(people, key=lambda known: known[0].id)
        ]
        if not rows:
            return
        statement = upsert(person).values(rows)
        changed = {
            column.name: statement.excluded[column.name]
            for column in person.columns
            if not column.primary_key
        }
        differs = or_(*(person.c[name].is_distinct_from(new) for name, new in changed.items()))
        await self.sql.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=differs)
        )

    async def keep_groups(self, groups: Mapping[Group, Sequence[str]]) -> None:
        """Put `groups`, each with the ids of its people, in place of those known before."""
        await self.sql.execute(_LOCK_GROUPS)
        await self.sql.execute(delete(user_group))
        rows = [
            {"id": one.id, "handle": one.handle, "name": one.name, "people": list(people)}
            for one, people in groups.items()
        ]
        if rows:
            await self.sql.execute(user_group.insert(), rows)

    async def people_called(self, name: str) -> Sequence[str]:
        """Return the ids of those with this user id, handle or e-mail address."""
        wanted = name.removeprefix("@").casefold()
        called = (person.c.id, person.c.handle, person.c.email)
        rows = await self.sql.execute(
            select(person.c.id)
            .where(person.c.is_gone.is_(False), or_(*(func.lower(one) == wanted for one in called)))
            .order_by(person.c.id)
        )
        return [row.id for row in rows]

    async def names(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the whole names of those that are known, by id."""
        rows = await self.sql.execute(
            select(person.c.id, person.c.name).where(person.c.id.in_(ids))
        )
        return {row.id: row.name for row in rows}

    async def groups(self) -> Sequence[Group]:
        """Return every user group, in order of their handles."""
        rows = await self.sql.execute(select(user_group).order_by(user_group.c.handle))
        return [Group(row.id, row.handle, row.name) for row in rows]


_LOCK_GROUPS = text("LOCK TABLE user_group IN SHARE ROW EXCLUSIVE MODE")
