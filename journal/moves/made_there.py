"""What the moves share that have the platform make something: it is asked once the click is taken.

Asking takes longer than a click may.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from journal.errors import AccountRefused, AuthorisationLost, ItemRefused, LedgerError
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.moves.move import Making, Move, Nothing, Plan
from journal.ports import Click

T = TypeVar("T")


def take_click(name: MoveName) -> Move[Nothing, None]:
    """Return the move that takes the click and does nothing else."""
    return Move(name, Nothing, _plan, _do)


async def _plan(_making: Making, _incident: Incident, _given: Nothing) -> Plan[None]:
    return Plan(None)


async def _do(_making: Making, incident: Incident, _work: None) -> Incident:
    return incident


def key_of(click: Click) -> str:
    """Return the key under which a platform makes once what this click asks for."""
    return hashlib.blake2s(click.id.encode(), digest_size=16).hexdigest()


async def make_or_find(make: Awaitable[T], find: Callable[[], Awaitable[T | None]]) -> T:
    """Return what `make` makes; without an answer what `find` finds, since it may be there.

    Raises:
        AccountRefused, ItemRefused: the platform will not. AuthorisationLost: jefail has no access.
        LedgerError: it could not be asked, and it is not there.
    """
    try:
        return await make
    except (AccountRefused, ItemRefused, AuthorisationLost):
        raise
    except LedgerError:
        there = await find()
        if there is None:
            raise
        return there
