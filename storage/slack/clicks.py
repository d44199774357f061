"""Clicks that were taken, so that one delivered twice acts once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.ports import Click, Clicks
from storage.tables import click as clicks

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClickRepository(Clicks):
    """The table of clicks."""

    sql: AsyncConnection

    @override
    async def remember(self, click: Click) -> bool:
        statement = (
            insert(clicks)
            .values(id=click.id, actor=click.actor, at=func.now())
            .on_conflict_do_nothing()
            .returning(clicks.c.id)
        )
        return (await self.sql.execute(statement)).first() is not None

    @override
    async def forget(self, click: Click) -> None:
        await self.sql.execute(delete(clicks).where(clicks.c.id == click.id))

    async def forget_old(self) -> None:
        """Drop clicks older than a day; Slack repeats within minutes."""
        await self.sql.execute(delete(clicks).where(clicks.c.at < func.now() - _DAY))
