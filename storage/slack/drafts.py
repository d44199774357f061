"""What was typed into forms of several pages: Slack forgets a page once another is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.ports import Drafts
from storage.tables import form_draft

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DraftRepository(Drafts):
    """The table of drafts. They are worth nothing once their form is closed."""

    sql: AsyncConnection

    @override
    async def keep(self, view_id: str, typed: Mapping[str, str]) -> None:
        statement = upsert(form_draft).values(view_id=view_id, typed=dict(typed), at=func.now())
        new = {"typed": statement.excluded.typed, "at": func.now()}
        await self.sql.execute(
            statement.on_conflict_do_update(index_elements=["view_id"], set_=new)
        )

    @override
    async def of(self, view_id: str) -> Mapping[str, str]:
        statement = select(form_draft.c.typed).where(form_draft.c.view_id == view_id)
        row = (await self.sql.execute(statement)).first()
        return row.typed if row else {}

    async def forget_old(self) -> None:
        """Drop drafts older than a day: nobody has a form open that long."""
        await self.sql.execute(delete(form_draft).where(form_draft.c.at < func.now() - _DAY))
