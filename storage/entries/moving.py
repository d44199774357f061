"""The one statement that moves entries: it carries out `ENTRY_MOVES` and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from sqlalchemy import (
    ColumnElement,
    TableValuedAlias,
    Update,
    and_,
    bindparam,
    case,
    column,
    func,
    literal_column,
    or_,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from journal.entries.entry import PostingStatus
from journal.entries.entry_moves import ENTRY_MOVES, Why, arrows_of
from storage.tables import entry

Whys = Mapping[Why, ColumnElement[bool]]
"""Reasons, each with the rows that move for it."""


def move_entries(why: Why | Whys, /, *where: ColumnElement[bool], **others: Any) -> Update:
    """Return the statement that moves entries where the table has an arrow; others stay.

    Args:
        why: one reason for all, or for each row the one whose condition holds.
        where: which entries; without any, all.
        others: what other columns become, seen from where the entry stood.

    Raises:
        ValueError: nothing that is known here moves for `why`.
    """
    whys: Whys = {why: true()} if isinstance(why, Why) else why
    arrows = [
        (and_(is_in(befores), holds), _literal(after))
        for one, holds in whys.items()
        for after, befores in arrows_of(one).items()
    ]
    if not arrows:
        raise ValueError(f"the table has no arrow for {', '.join(whys)}")
    can_move = or_(*(condition for condition, _after in arrows))
    return update(entry).where(can_move, *where).values(**others).values(status=case(*arrows))


def given_rows(**types: type[TypeEngine[Any]] | TypeEngine[Any]) -> TableValuedAlias:
    """Return the JSON list that a statement is given as `rows`, a row each, with these columns."""
    columns = [column(name, of) for name, of in types.items()]
    rows = func.jsonb_to_recordset(bindparam("rows", type_=JSONB)).table_valued(*columns)
    return rows.render_derived("r", with_types=True)


def first_status(whys: Whys) -> ColumnElement[str]:
    """Return where rows stand that were not known, each for the reason whose condition holds."""
    return case(*((holds, _literal(ENTRY_MOVES[None, why])) for why, holds in whys.items()))


def is_in(states: Set[PostingStatus]) -> ColumnElement[bool]:
    """Return whether an entry stands in one of `states`.

    They are written out, as `listed` does: an index of some states serves no parameter.
    """
    return entry.c.status.in_([_literal(one) for one in sorted(states)])


def listed(states: Set[PostingStatus]) -> str:
    """Return `states` as a statement lists them: "('failed', 'pending')"."""
    inside = ", ".join(f"'{one}'" for one in sorted(states))
    return f"({inside})"


def _literal(status: PostingStatus) -> ColumnElement[str]:
    return literal_column(f"'{status}'", entry.c.status.type)
