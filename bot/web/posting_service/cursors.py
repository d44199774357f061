"""Cursors: a place in the feed, as text that nobody need understand."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from bot.web.posting_service.kinds import BAD_PARAMETER
from bot.web.problems import Problem
from storage.api.report_feed import Position

_FORM: Final = re.compile(r"1\.(\d{1,20})\.(\d{1,19})\.(\d{1,19})")
_LARGEST: Final = 2**63 - 1


def cursor_of(position: Position) -> str:
    """Return the cursor that stands for `position`."""
    plain = f"1.{position.system}.{position.changed_in}.{position.entry_id}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def position_of(cursor: str) -> Position:
    """Return the place that `cursor` stands for. Raises Problem: it is none of ours."""
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        plain = ""
    found = _FORM.fullmatch(plain)
    numbers = [int(one) for one in found.groups()] if found else []
    if not numbers or max(numbers[1:]) > _LARGEST:
        raise Problem(BAD_PARAMETER, "cursor: send it as a page gave it, or leave it out.")
    return Position(*numbers)
