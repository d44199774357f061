"""Clicks that were taken, so that one delivered twice acts once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.ports import Click
from storage.tables import click as clicks


@dataclass(frozen=True, slots=True)
class ClickRepository:
    """The table of clicks."""

    sql: AsyncConnection

    async def remember(self, click: Click) -> bool:
        """Keep `click`; False when it was kept before."""
        statement = (
            insert(clicks)
            .values(id=click.id, actor=click.actor, at=func.now())
            .on_conflict_do_nothing()
            .returning(clicks.c.id)
        )
        return (await self.sql.execute(statement)).first() is not None

    async def forget_old(self) -> None:
        """Drop clicks older than a day; Slack repeats within minutes."""
        await self.sql.execute(
            delete(clicks).where(clicks.c.at < func.now() - text("interval '1 day'"))
        )
