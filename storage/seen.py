"""What a person sees, as conditions of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement

from journal.seeing import Sees


def seen_by(sees: Sees, book_id: Column[Any]) -> Sequence[ColumnElement[bool]]:
    """Return the conditions under which what is of the book in `book_id` is seen; every: none."""
    return [] if sees.ids is None else [book_id.in_(sees.ids)]
