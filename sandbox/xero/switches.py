"""The switches that only an organisation in Xero has."""

import datetime as dt
from typing import Literal

from sandbox.ledger.hand_input import Switches


class XeroSwitches(Switches):
    """Lock dates, whether the connected user is an adviser, and which limit a 429 is about."""

    period_lock_date: dt.date | None = None
    year_lock_date: dt.date | None = None
    adviser: bool = False
    throttle_problem: Literal["minute", "day", "concurrent"] = "minute"
