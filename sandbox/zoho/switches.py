"""The switches that only an organisation in Zoho Books has."""

import datetime as dt
from typing import Literal

from sandbox.ledger.hand_input import Switches


class ZohoSwitches(Switches):
    """The day through which transactions are locked, and which limit a 429 is about."""

    lock_date: dt.date | None = None
    throttle_problem: Literal["minute", "day"] = "minute"
